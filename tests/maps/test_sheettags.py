"""What the parts of sheets are said to be: headings, paragraphs, figures and tables, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from desktop.maps import palettes
from desktop.maps.alttexts import MOST
from desktop.maps.drawing import ARTIFACT, Clip, Drawing, Group, Mark, Strokes, Text
from desktop.maps.figuresheet import compose_figure
from desktop.maps.outlines import placed, rim
from desktop.maps.pairsheet import composed_pair
from desktop.maps.paper import Paper
from desktop.maps.sheet import composed_sheet, finished_picture
from desktop.maps.sheetframe import Look
from desktop.maps.sheettags import STAMP
from desktop.maps.view import first_view
from desktop.reports import blocks
from desktop.reports.structure import HOLDERS, ROLES
from tests.fake_extract import fake_dataset
from tests.maps.sheets import DAY, PLAN, all_marks, crowded, measure, sheet
from tests.maps.test_pairsheet import KINDS as PAIRS
from tests.maps.test_pairsheet import extract as pair_extract
from tests.maps.test_pairsheet import pair_sheet, pairs
from tests.maps.test_sheetkinds import KINDS, extract, views


def groups(marks: tuple[Mark, ...]) -> Iterator[Group]:
    for mark in marks:
        if isinstance(mark, Group):
            yield mark
        if isinstance(mark, Group | Clip):
            yield from groups(mark.marks)


def every_sheet() -> Iterator[tuple[str, Drawing]]:
    data = extract()
    for paper in Paper:
        for kind in KINDS:
            yield f"{kind} {paper}", sheet(data, views(data)[kind], paper, PLAN)
        yield f"crowded {paper}", sheet(*crowded("da"), paper, PLAN)
        for kind in PAIRS:
            both = pair_extract()
            yield f"{kind} {paper}", pair_sheet(both, pairs(both)[kind], paper, PLAN)


@pytest.fixture(scope="module")
def sheets() -> dict[str, Drawing]:
    return dict(every_sheet())


def test_a_sheet_has_one_title_and_headings_without_a_jump(sheets: dict[str, Drawing]) -> None:
    for name, drawing in sheets.items():
        ranks = [int(g.role[1]) for g in groups(drawing.marks) if g.role in ("H1", "H2", "H3")]
        assert ranks[0] == 1 and ranks.count(1) == 1, name
        assert all(b <= a + 1 for a, b in pairwise(ranks)), name


def test_tables_are_whole_and_every_row_has_its_head(sheets: dict[str, Drawing]) -> None:
    for name, drawing in sheets.items():
        tables = [g for g in groups(drawing.marks) if g.role == "Table"]
        assert tables, name
        for table in tables:
            rows = [mark for mark in table.marks if isinstance(mark, Group)]
            assert {row.role for row in rows} == {"TR"}, name
            cells = [[cell for cell in row.marks if isinstance(cell, Group)] for row in rows]
            assert len({len(each) for each in cells}) == 1 and len(cells[0]) > 1, name
            heads = [cell for row in cells for cell in row if cell.role == "TH"]
            assert heads and all(dict(head.attributes).get("Scope") for head in heads), name
            assert {cell.role for row in cells for cell in row} <= {"TH", "TD"}, name


def test_figures_say_what_they_show(sheets: dict[str, Drawing]) -> None:
    for name, drawing in sheets.items():
        figures = [g for g in groups(drawing.marks) if g.role == "Figure"]
        assert figures, name
        assert all(0 < len(figure.alt) <= MOST for figure in figures), name
        assert not any(g for figure in figures for g in groups(figure.marks)), name


def test_all_words_outside_figures_are_read(sheets: dict[str, Drawing]) -> None:
    for name, drawing in sheets.items():
        assert not [m.text for m in drawing.marks if isinstance(m, Text)], name
        for group in groups(drawing.marks):
            assert group.role in (*ROLES, ARTIFACT), name
            if group.role in HOLDERS:
                assert not [m for m in group.marks if isinstance(m, Text)], name


def test_it_is_read_from_head_over_map_and_legend_to_foot(sheets: dict[str, Drawing]) -> None:
    drawing = sheets["upper a4-across"]
    top = [g for g in drawing.marks if isinstance(g, Group)]

    assert [g.role for g in top] == [
        "H1", "P", "P", "P",  # title, whose, what, plan
        "Figure", "H2", "Table", "P",  # map and legend
        "H2", "Table", "H2", "P",  # areas, how to read it
        "P", ARTIFACT, "P",  # source, date and page, who answers for it
    ]  # fmt: skip


def test_date_and_page_stand_alone_under_the_key_they_are_found_by(
    sheets: dict[str, Drawing],
) -> None:
    assert STAMP == blocks.STAMP
    for name, drawing in sheets.items():
        (stamp,) = (g for g in groups(drawing.marks) if g.key)
        assert (stamp.role, stamp.key) == (ARTIFACT, STAMP), name
        (text,) = stamp.marks
        assert isinstance(text, Text) and "side 1 af 1" in text.text, name


@pytest.mark.parametrize("paper", Paper)
def test_a_sheet_tells_where_metres_lie_on_it(paper: Paper) -> None:
    data = extract()
    view = replace(first_view(data), selected=("0110",))
    made = composed_sheet(data, view, paper=paper, measure=measure, day=DAY)
    ((shown, frame),) = made.maps
    outlines = data.outlines(view.level, 0)
    rims = [m for m in all_marks(made.drawing.marks)
            if isinstance(m, Strokes) and m.colour == palettes.CLAY]  # fmt: skip

    assert shown == view
    expected = rim(outlines, 9, frame, palettes.CLAY, 0.7).points
    assert len(rims) == 1 and abs(rims[0].points - expected).max() < 1.0
    assert placed(outlines.points[:1], frame)[0].tolist() == pytest.approx(
        frame.place(*(outlines.points[0] / 100).tolist())
    )


@pytest.mark.parametrize("paper", [Paper.A4_ACROSS, Paper.A4_UPRIGHT])
def test_a_sheet_of_two_tells_where_metres_lie_on_each(paper: Paper) -> None:
    data = pair_extract()
    one, other = pairs(data)["periods"]
    pictures = (finished_picture(data, one), finished_picture(data, other))
    made = composed_pair(data, (one, other), pictures, paper=paper, measure=measure, day=DAY)

    assert [view for view, _frame in made.maps] == [one, other]
    first, second = (frame for _view, frame in made.maps)
    corner = (first.east, first.north)
    a, b = first.place(*corner), second.place(*corner)
    assert (b[1] > a[1] + 50) if paper.upright else (b[0] > a[0] + 100)


def test_a_look_gives_colour_and_sender() -> None:
    data = fake_dataset()
    look = Look("#E8B84B", "Boligselskabet Nord")
    made = composed_sheet(
        data, first_view(data), paper=Paper.A4_ACROSS, measure=measure, day=DAY, look=look
    )
    kicker = next(m for m in all_marks(made.drawing.marks)
                  if isinstance(m, Text) and "Boligselskabet Nord" in m.text)  # fmt: skip

    assert "Eksempelby Kommune" not in kicker.text
    assert palettes.contrast(kicker.colour, palettes.SURFACE) >= 4.5
    assert "fill #E8B84B" in made.drawing.as_text()
    assert Look().letters == palettes.PETROL


def test_a_figure_that_says_itself_what_it_is_is_left_so() -> None:
    data = fake_dataset()
    plain = (Text(0, 5, "17", 4, "#000000"),)

    def made(marks: tuple[Mark, ...], alt: str = "") -> list[str]:
        drawing = compose_figure(
            data, "Titel", "Om", lambda _w, _h, _u: Drawing(50, 20, marks), paper=Paper.A4_ACROSS,
            measure=measure, day=DAY, sentences=("Første.", "Anden."), alt=alt,
        )  # fmt: skip
        assert drawing is not None
        return [f"{g.role} {g.alt}".strip() for g in drawing.marks if isinstance(g, Group)]

    foot = ["P", "P", "P", ARTIFACT, "P"]
    assert made(plain) == ["H1", "P", "P", "Figure Titel. Om.", *foot]
    assert made(plain, "Sytten.") == ["H1", "P", "P", "Figure Sytten.", *foot]
    assert made((Group("P", plain),)) == ["H1", "P", "P", "P", *foot]
