"""Blocks on pages: order, what stays together, contents, page numbers, and what is noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.maps.drawing import Bitmap, Box, Drawing, Group, Mark, Text
from desktop.maps.frame import Frame
from desktop.maps.paper import Paper
from desktop.maps.view import first_view
from desktop.reports.blocks import (
    STAMP,
    Block,
    Bullets,
    Cell,
    Column,
    Contents,
    Figure,
    Gap,
    Heading,
    Keep,
    NewPage,
    Paragraph,
    Row,
    Sheet,
    ShownMap,
    Side,
    Source,
    Style,
    Table,
    Title,
)
from desktop.reports.furniture import Furniture, furniture_of
from desktop.reports.layout import Laid, lay_out
from desktop.reports.typefaces import width
from tests.fake_extract import fake_dataset

DAY = dt.date(2026, 11, 23)
FURNITURE = Furniture("Eksempelby Kommune · Prøve", "Kilde: opdigtet.", "Formål: at prøve.")
BODY = "Andelen er faldet 1,8 procentpoint på et år; faldet kan være tilfældigt. " * 4


def laid(*blocks: Block, paper: Paper = Paper.A4_UPRIGHT) -> Laid:
    return lay_out(blocks, FURNITURE, "Prøve", DAY, paper)


def walk(marks: Sequence[Mark]) -> Iterator[Mark]:
    for mark in marks:
        yield mark
        if isinstance(mark, Group):
            yield from walk(mark.marks)


def told(page: Drawing, role: str) -> list[str]:
    """The words of the elements of a role."""
    return [
        " ".join(each.text for each in walk(mark.marks) if isinstance(each, Text))
        for mark in walk(page.marks)
        if isinstance(mark, Group) and mark.role == role
    ]


def square(size: float = 40.0) -> Drawing:
    return Drawing(size, size, (Box(0, 0, size, size, "#115A73"),))


def table(rows: int) -> Table:
    source = Source("boligomraade", "0101", "uden_job", "2026K2")
    return Table(
        (Column("Område"), Column("Andel", number=True)),
        tuple(Row((Cell(f"Område {at}"), Cell("3 %", source))) for at in range(rows)),
    )


def test_everything_is_on_the_pages_in_the_order_it_was_said() -> None:
    made = laid(Title("Fjordparken"), Paragraph("Først."), Bullets(("A", "B")), Paragraph("Sidst."))
    texts = made.pages[0].texts()
    places = [texts.index(word) for word in ("Fjordparken", "Først.", "A", "B", "Sidst.")]
    assert places == sorted(places)


def test_a_paragraph_over_two_pages_is_one_element_without_lonely_lines() -> None:
    made = laid(Title("T"), *[Paragraph(BODY)] * 40)
    for before, after in zip(made.pages, made.pages[1:], strict=False):
        keys = [
            {m.key for m in walk(page.marks) if isinstance(m, Group) and m.role == "P" and m.key}
            for page in (before, after)
        ]
        shared = keys[0] & keys[1]
        assert len(shared) <= 1
        for page in (before, after):
            for mark in walk(page.marks):
                if isinstance(mark, Group) and mark.key in shared:
                    assert len(mark.marks) >= 2


def test_a_heading_never_stands_last_on_a_page() -> None:
    for filler in range(30, 60):
        blocks: list[Block] = [Title("T"), Gap(filler * 4.0), Heading("Overskrift"), table(12)]
        for page in laid(*blocks).pages:
            if "Overskrift" in page.texts():
                assert "Område 0" in page.texts()


def test_a_heading_with_small_words_stands_with_the_table_that_they_lead_to() -> None:
    note = Paragraph("Fed: over eller under kommunen.", Style.MUTED)
    for filler in range(30, 60):
        for page in laid(
            Title("T"), Gap(filler * 4.0), Heading("Overskrift"), note, table(12)
        ).pages:
            if "Overskrift" in page.texts():
                assert "Område 0" in page.texts()


def test_a_chapter_runs_on_only_where_what_is_kept_together_follows_it() -> None:
    kept = Keep((Heading("Tal"), table(16)))
    made = laid(
        Title("Et"), Gap(110.0), Title("To", run_on=True), Paragraph("Kort."), kept, table(9)
    )
    assert [entry.page for entry in made.outline if entry.text in ("To", "Tal")] == [1, 1]


def test_a_long_table_begins_where_there_is_room_and_goes_on() -> None:
    made = laid(Title("T"), Paragraph(BODY), Heading("Tal"), table(80))
    assert "Område 0" in made.pages[0].texts()
    assert len(made.pages) >= 3
    assert all("Område" in page.texts() for page in made.pages)
    assert [cell.page for cell in made.cells] == sorted(cell.page for cell in made.cells)
    assert len(made.cells) == 80


def test_contents_name_the_pages_and_lead_there() -> None:
    made = laid(
        Title("Rapporten"),
        Contents(),
        NewPage(),
        Title("Fjordparken"),
        *[Paragraph(BODY)] * 30,
        Heading("Nøgletal"),
        table(3),
        NewPage(),
        Title("Skovbrynet"),
        Paragraph("Kort."),
    )
    lines = told(made.pages[0], "Link")
    found = {
        next(page for page, each in enumerate(made.pages, 1) if name in each.texts() and page > 1)
        for name in ("Fjordparken", "Skovbrynet")
    }
    assert lines[0] == "Fjordparken 2"
    assert lines[-1] == f"Skovbrynet {len(made.pages)}"
    assert {2, len(made.pages)} == found
    assert "Rapporten" not in " ".join(lines)
    assert [link.target for link in made.links] == [1, made.outline[2].page, len(made.pages) - 1]
    assert [entry.text for entry in made.outline] == [
        "Rapporten", "Fjordparken", "Nøgletal", "Skovbrynet",
    ]  # fmt: skip


def test_many_sections_are_left_out_of_the_contents_but_not_of_the_bookmarks() -> None:
    blocks: list[Block] = [Title("Alle"), Contents()]
    for at in range(40):
        blocks += [Title(f"Område {at:02}"), Heading("Tal"), Paragraph("Kort.")]
    made = laid(*blocks)
    lines = [line for page in made.pages for line in told(page, "Link")]
    assert len(lines) == 40
    assert lines[0].startswith("Område 00")
    assert len(made.outline) == 81


def test_every_page_bears_its_number_of_all() -> None:
    made = laid(Title("T"), *[Paragraph(BODY)] * 60)
    for number, page in enumerate(made.pages, 1):
        stamp = f"side {number} af {len(made.pages)}"
        assert any(text.endswith(stamp) for text in page.texts())


def test_the_first_page_says_who_answers_for_it_and_later_ones_what_it_is() -> None:
    made = laid(Title("Fjordparken"), *[Paragraph(BODY)] * 60)
    assert "Formål: at prøve." in made.pages[0].texts()
    assert "Formål: at prøve." not in made.pages[1].texts()
    assert {"Eksempelby Kommune · Prøve", "Fjordparken"} <= set(made.pages[1].texts())


def test_a_composed_sheet_is_a_page_with_the_number_it_has_here() -> None:
    stamp = Group("Artifact", (Text(200, 200, "side 1 af 1", 3, "#000000"),), key=STAMP)
    drawing = Drawing(297.0, 210.0, (Group("H1", (Text(10, 10, "Kort", 5, "#000000"),)), stamp))
    view, frame = first_view(fake_dataset()), Frame(0, 0, 1, 297, 210)
    made = laid(
        Title("T"), Paragraph("Før."), Sheet(drawing, "Et kort", (ShownMap(view, frame),)),
        NewPage(), Paragraph("Efter."),
    )  # fmt: skip
    assert [(page.width, page.height) for page in made.pages] == [
        (210.0, 297.0), (297.0, 210.0), (210.0, 297.0),
    ]  # fmt: skip
    assert any(text.endswith("side 2 af 3") for text in made.pages[1].texts())
    assert "side 1 af 1" not in made.pages[1].texts()
    assert made.outline[1].text == "Et kort"
    assert made.maps[0].page == 1
    assert made.maps[0].frame == frame


def test_where_metres_lie_follows_the_figure() -> None:
    view, frame = first_view(fake_dataset()), Frame(100.0, 100.0, 0.2, 40.0, 40.0)
    shown = ShownMap(view, frame)
    made = laid(Title("T"), Side((Paragraph("x"),), (Figure(square(), "Et kort", maps=(shown,)),)))
    (figure,) = (
        mark for mark in walk(made.pages[0].marks)
        if isinstance(mark, Group) and mark.role == "Figure"
    )  # fmt: skip
    (box,) = figure.marks
    assert isinstance(box, Box)
    west, north = made.maps[0].frame.place(0.0, 200.0)  # what lay in the drawing's top left
    assert (west, north) == pytest.approx((box.x, box.y))


def test_a_figure_that_is_too_large_is_drawn_smaller() -> None:
    made = laid(Title("T"), Figure(square(900.0), "En stor firkant", "Forklaring"))
    (page,) = made.pages[-1:]
    boxes = [m for m in walk(page.marks) if isinstance(m, Box) and m.fill == "#115A73"]
    assert all(box.x + box.width <= 197 and box.y + box.height <= 290 for box in boxes)


def test_free_words_are_noted_with_their_chapter() -> None:
    made = laid(Title("Indledning"), Paragraph("Vores egne ord.", Style.QUOTE, free=True))
    assert [(each.text, each.origin) for each in made.free] == [("Vores egne ord.", "Indledning")]


def test_pages_turn_where_asked() -> None:
    made = laid(
        Title("T"), Paragraph("a"), NewPage(Paper.A3_ACROSS), Title("Bredt"), Paragraph("b")
    )
    assert [(page.width, page.height) for page in made.pages] == [(210.0, 297.0), (420.0, 297.0)]


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="word"):
        laid()


BLOCKS = st.recursive(
    st.one_of(
        st.builds(Paragraph, st.text("abc æøå ", max_size=400), st.sampled_from(Style)),
        st.builds(Heading, st.text("abc ", min_size=1, max_size=200), st.sampled_from((2, 3))),
        st.builds(Bullets, st.lists(st.text("ab ", max_size=90), max_size=5).map(tuple)),
        st.builds(table, st.integers(0, 60)),
        st.builds(Figure, st.floats(5, 400).map(square), st.just("Firkant"), st.text("ab ")),
        st.builds(Gap, st.floats(0, 60)),
        st.just(NewPage()),
        st.builds(NewPage, st.sampled_from(Paper)),
        st.builds(Title, st.text("Abc ", min_size=1, max_size=300)),
    ),
    lambda inner: st.builds(Keep, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=12,
)


@settings(max_examples=60)
@given(st.lists(BLOCKS, min_size=1, max_size=12))
def test_whatever_is_said_finds_a_page(blocks: list[Block]) -> None:
    made = laid(Title("Begyndelse"), *blocks)
    rows = sum(len(block.rows) for block in blocks if isinstance(block, Table))
    assert len(made.cells) >= rows
    assert made.pages
    for page in made.pages:
        for mark in walk(page.marks):
            if isinstance(mark, Text):
                assert -1 <= mark.x <= page.width + 1
                assert 0 <= mark.y <= page.height


def test_the_furniture_of_an_extract_names_municipality_and_purpose() -> None:
    data = fake_dataset()
    made = furniture_of(data, "Områdeprofil", plan="Fjordparken 2025")
    assert made.kicker == f"{data.manifest.municipality} · Områdeprofil"
    assert data.manifest.purpose.rstrip(".") in made.responsible
    assert data.manifest.controller.rstrip(".") in made.responsible


def test_a_title_is_not_repeated_above_itself() -> None:
    data = fake_dataset()
    made = furniture_of(data, "Ledelsesrapport")
    whose = data.manifest.municipality
    assert made.above("Områder, der skiller sig ud") == f"{whose} · Ledelsesrapport"
    assert "Ledelsesrapport" not in made.above("Ledelsesrapport")
    assert made.above("Ledelsesrapport").startswith(whose)


def test_a_source_that_is_too_long_is_told_without_its_limits() -> None:
    limits = "Antal fra 1 til 4 personer, talt med eller ikke, vises ikke. " * 3
    furniture = replace(
        FURNITURE, source=f"Kilde: opdigtet. {limits}", short_source="Kilde: opdigtet."
    )
    made = lay_out(
        (Title("T"), NewPage(), Paragraph("Kort.")), furniture, "Prøve", DAY, Paper.A4_UPRIGHT
    )
    assert "Kilde: opdigtet." in made.pages[1].texts()


def test_a_chapter_that_runs_on_shares_a_page_where_there_is_room() -> None:
    short = laid(Title("Et"), Paragraph("Kort."), Title("To", run_on=True), Paragraph("Kort."))
    assert len(short.pages) == 1
    assert told(short.pages[0], "H1") == ["Et", "To"]
    assert [entry.page for entry in short.outline] == [0, 0]
    long = laid(Title("Et"), Gap(190.0), Title("To", run_on=True), table(20))
    assert [entry.page for entry in long.outline] == [0, 1]


def test_the_last_point_of_a_list_is_never_left_alone() -> None:
    for filler in range(40, 62):
        made = laid(Title("T"), Gap(filler * 4.0), Bullets(tuple(f"Punkt {at}" for at in range(5))))
        counts = [sum(text.startswith("Punkt") for text in page.texts()) for page in made.pages]
        assert sum(counts) == 5
        assert 1 not in counts[1:]


def test_a_chapter_that_runs_on_at_the_top_of_a_page_is_named_in_its_head() -> None:
    made = laid(
        Title("Et"), Gap(190.0), Paragraph("Kort."),
        Title("To", run_on=True), *[Paragraph(BODY)] * 20,
    )  # fmt: skip
    assert made.outline[1].page == 1
    assert made.pages[1].texts().count("To") == 2
    assert "Et" not in made.pages[1].texts()


def test_a_short_chapter_runs_on_in_little_room() -> None:
    made = laid(Title("Et"), Gap(190.0), Title("To", run_on=True), Paragraph("Kort."), NewPage(),
                Title("Tre"), Paragraph("x"))  # fmt: skip
    assert [entry.page for entry in made.outline] == [0, 0, 1]


def test_a_list_that_is_kept_with_others_begins_no_page() -> None:
    points = Bullets(("Et", "To", "Tre"))
    made = laid(Title("T"), Keep((Paragraph("Før."), points)), Keep((points, Paragraph("Sidst."))))
    assert len(made.pages) == 1


def test_no_line_of_a_paragraph_stands_alone_on_a_page() -> None:
    for filler in range(400, 500, 3):
        made = laid(Title("T"), Gap(filler / 2), Paragraph(BODY * 2))
        counts = [
            sum(text.rstrip("\u00ad") in BODY or text[:20] in BODY for text in page.texts())
            for page in made.pages
        ]
        assert 1 not in counts


def test_a_logo_stands_on_the_first_page_alone() -> None:
    logo = Bitmap(150.0, 13.0, 40.0, 10.0, np.zeros((10, 40, 3), np.uint8))
    furniture = replace(FURNITURE, logo=(logo,), logo_width=40.0)
    long = "Vestre Ringgade og Åboulevarden ved Østergårds Æblehave"
    made = lay_out([Title(long), *[Paragraph(BODY)] * 40], furniture, "P", DAY, Paper.A4_UPRIGHT)
    held = [sum(isinstance(mark, Bitmap) for mark in walk(page.marks)) for page in made.pages]
    assert held == [1, *[0] * (len(made.pages) - 1)]
    titles = [m for m in walk(made.pages[0].marks) if isinstance(m, Text) and m.text in long]
    assert all(m.x + width(m.text, m.size, 700) < 150.0 for m in titles)
    assert titles


def test_words_of_titles_and_leads_are_not_divided() -> None:
    told_apart = "Boligforeningen Fjordbo uddannelsesregistrene kriminalitetssigtede " * 3
    made = laid(
        Title("Boligområdernes udvikling " * 4, subtitle=told_apart),
        Paragraph(told_apart, Style.LEAD),
        Heading("Uddannelsesregistrene og arbejdsmarkedet " * 4),
    )
    assert not any(text.endswith("\u00ad") for page in made.pages for text in page.texts())


def test_a_running_head_has_all_the_room_that_the_chapter_leaves() -> None:
    plan = "Helhedsplan for Fjordparken og Skovbrynet 2021-2027"
    furniture = replace(FURNITURE, plan=plan)
    blocks = (Title("1. Området"), NewPage(), Paragraph("Kort."))
    made = lay_out(blocks, furniture, "Prøve", DAY, Paper.A4_UPRIGHT)
    assert f"{FURNITURE.kicker} · {plan}" in made.pages[1].texts()
