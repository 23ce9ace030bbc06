"""Several small maps on a page: all fits, one frame for all, and each with its legend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.wording import number
from desktop.maps.drawing import Clip, Drawing, Group, Text
from desktop.maps.gridwords import period_heads
from desktop.maps.mapgrid import PER_PAGE, composed_grid
from desktop.maps.paper import Paper
from desktop.maps.sheet import ComposedSheet, finished_picture
from desktop.maps.sheetframe import Look
from desktop.maps.sheettags import STAMP
from desktop.maps.typesetting import POINT
from desktop.maps.view import MapView, Shows, Style, first_view
from tests.fake_extract import HIDDEN, WITHHELD
from tests.maps.sheets import (
    DAY,
    PLAN,
    all_marks,
    code,
    crowded,
    extent,
    measure,
    outer_marks,
    outside_the_map,
)
from tests.maps.test_sheetkinds import extract, views
from tests.maps.test_sheettags import groups

CHOSEN = (code(9), code(WITHHELD), code(3))


def times(data: Dataset, count: int) -> list[MapView]:
    """One indicator at several times."""
    view = replace(first_view(data), selected=CHOSEN)
    return [replace(view, period=each) for each in data.periods_of("uden_job", view.level)[-count:]]


def different(data: Dataset, count: int) -> list[MapView]:
    """A map of every kind."""
    return list(views(data).values())[:count]


def grid(
    data: Dataset,
    shown: Sequence[MapView],
    per_page: int = 6,
    paper: Paper = Paper.A4_ACROSS,
    plan: str = "",
) -> ComposedSheet:
    pictures = [finished_picture(data, view) for view in shown]
    return composed_grid(
        data, shown, pictures, per_page=per_page, paper=paper, measure=measure, day=DAY, plan=plan
    )


def words_of(drawing: Drawing) -> str:
    return " ".join(drawing.texts()).replace("\u00a0", " ")


@pytest.mark.parametrize("paper", [Paper.A4_ACROSS, Paper.A4_UPRIGHT])
@pytest.mark.parametrize("kind", ["times", "different"])
def test_pages_of_small_maps_stay_as_they_are(
    kind: str, paper: Paper, golden: Callable[[str, str], None]
) -> None:
    data = extract()
    shown = times(data, 4) if kind == "times" else different(data, 4)

    golden(f"sheet-grid-{kind}-{paper}.txt", grid(data, shown, 4, paper).drawing.as_text())


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("per_page", PER_PAGE)
@pytest.mark.parametrize("kind", ["times", "different", "crowded"])
def test_everything_fits_and_nothing_is_too_small(kind: str, per_page: int, paper: Paper) -> None:
    data = extract()
    if kind == "crowded":
        data, view = crowded("da")
        shown = [view] * per_page
    else:
        shown = (times if kind == "times" else different)(data, per_page)
    drawing = grid(data, shown, per_page, paper, PLAN).drawing
    texts = outside_the_map(drawing)
    clips = [mark for mark in outer_marks(drawing) if isinstance(mark, Clip)]

    sizes = [mark.size for mark in all_marks(drawing.marks) if isinstance(mark, Text)]
    assert min(sizes) >= 7 * POINT - 1e-9
    assert len(clips) == per_page and len({round(c.width, 6) for c in clips}) == 1
    for mark in texts:
        left, top, right, bottom = extent(mark)
        assert left >= 8 and right <= drawing.width - 4, mark.text
        assert top >= 8 and bottom <= drawing.height - 4, mark.text
        for clip in clips:
            assert (
                right <= clip.x or left >= clip.x + clip.width
                or bottom <= clip.y + 0.3 or top >= clip.y + clip.height - 0.3
            ), mark.text  # fmt: skip
    for one, other in combinations(texts, 2):
        a, b = extent(one), extent(other)
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 0.3 or b[3] <= a[1] + 0.3
        assert apart, f"{one.text!r} lies on {other.text!r}"


def test_all_maps_of_a_page_have_one_scale_and_tell_where_metres_lie() -> None:
    data = extract()
    shown = times(data, 4)
    made = grid(data, shown, 4)
    frames = [frame for _view, frame in made.maps]

    assert [view for view, _frame in made.maps] == shown
    assert len({frame.scale for frame in frames}) == 1
    middle = (frames[0].east, frames[0].north)
    places = [frame.place(*middle) for frame in frames]
    assert places[0][1] == pytest.approx(places[1][1])
    assert places[0][0] == pytest.approx(places[2][0])
    assert places[1][0] > places[0][0] and places[2][1] > places[0][1]


def test_one_thing_at_several_times_has_one_legend_with_a_column_for_each() -> None:
    data = extract()
    shown = times(data, 4)
    drawing = grid(data, shown, 4).drawing
    tables = [group for group in groups(drawing.marks) if group.role == "Table"]
    texts = [mark.text for mark in all_marks(tables[0].marks) if isinstance(mark, Text)]

    assert drawing.texts().count("Signaturforklaring") == 1
    for view in shown:
        for row in finished_picture(data, view).legend.rows:
            if row.group >= 0:
                at = texts.index(row.label)
                column = shown.index(view) + 1
                assert texts[at + column] == number(row.count), (row.label, view.period)
    names = data.areas(shown[0].level).names
    assert drawing.texts()[0] == "Voksne uden for arbejdsmarkedet"
    assert names[9] in drawing.texts() and "Kommunen" in drawing.texts()


def test_different_things_have_each_their_legend_and_numbers() -> None:
    data = extract()
    shown = different(data, 4)
    drawing = grid(data, shown, 4).drawing
    said = words_of(drawing)

    for view in shown:
        for row in finished_picture(data, view).legend.rows:
            assert row.label.replace("\u00a0", " ") in said, row.label
    assert said.startswith("4 kort over boligområder")
    assert "Hvert kort har sine egne klasser." in said


def test_what_is_withheld_leaves_no_trace_on_small_maps() -> None:
    def drawn(hidden: float) -> str:
        data = extract(hidden)
        return (
            grid(data, times(data, 6)).drawing.as_text()
            + grid(data, different(data, 6)).drawing.as_text()
        )

    assert drawn(1) == drawn(HIDDEN)
    assert "4.711" not in drawn(HIDDEN) and "4711" not in drawn(HIDDEN)


def test_a_page_of_small_maps_is_read_in_order_and_has_one_stamp() -> None:
    data = extract()
    for shown in (times(data, 6), different(data, 6)):
        drawing = grid(data, shown).drawing
        roles = [mark.role for mark in drawing.marks if isinstance(mark, Group)]
        figures = [g for g in groups(drawing.marks) if g.role == "Figure"]

        assert roles[0] == "H1" and roles.count("H1") == 1
        assert len([f for f in figures if f.alt.startswith("Kort over")]) == 6
        assert [g.role for g in groups(drawing.marks) if g.key == STAMP] == ["Artifact"]
        assert not [mark for mark in drawing.marks if isinstance(mark, Text)]


def test_categories_and_changes_over_time_are_named_by_what_they_are() -> None:
    data = extract()
    view = first_view(data)
    periods = data.periods_of("uden_job", view.level)[-2:]
    categories = replace(view, shows=Shows.CATEGORY, model="min")
    said = words_of(grid(data, [replace(categories, period=p) for p in periods], 2).drawing)
    assert said.startswith("Min model")

    change = replace(view, shows=Shows.CHANGE)
    said = words_of(grid(data, [replace(change, period=p) for p in periods], 2).drawing)
    assert said.count("Ændring fra") == 2 and "Under hvert navn" not in said


def test_the_table_says_why_a_number_is_missing() -> None:
    data = extract()
    gone = data.areas("boligomraade").codes[-1]
    shown = [replace(view, selected=(gone, code(WITHHELD))) for view in times(data, 10)[4:]]
    said = words_of(grid(data, shown).drawing)

    assert "–: fandtes ikke" in said and "–: diskretioneret" in said


def test_a_page_that_is_not_full_keeps_its_places() -> None:
    data = extract()
    full, half = grid(data, times(data, 6)), grid(data, times(data, 6)[:2])

    assert half.maps[0][1].width == pytest.approx(full.maps[0][1].width)
    assert len(half.maps) == 2


def test_pages_that_cannot_be_are_refused() -> None:
    data = extract()
    other = replace(first_view(data), level="distrikt")
    for shown, per_page in (
        (times(data, 3), 2), ((), 2), ((first_view(data), other), 2), (times(data, 1), 5),
    ):  # fmt: skip
        with pytest.raises(UsageError):
            composed_grid(
                data, shown, [finished_picture(data, first_view(data))] * len(shown),
                per_page=per_page, paper=Paper.A4_ACROSS, measure=measure, day=DAY,
            )  # fmt: skip


def test_a_sender_and_a_title_of_its_own_stand_in_the_head() -> None:
    data = extract()
    shown = different(data, 2)
    made = composed_grid(
        data, shown, [finished_picture(data, view) for view in shown], per_page=2,
        paper=Paper.A4_ACROSS, measure=measure, day=DAY, title="Arbejde",
        look=Look(sender="Boligselskabet Nord"),
    )  # fmt: skip

    assert made.drawing.texts()[0] == "Arbejde"
    assert made.drawing.texts()[1].startswith("Boligselskabet Nord")


def test_circles_shrink_with_their_map() -> None:
    data = extract()
    newest = data.periods_of("beboere", "boligomraade")[-1]
    view = replace(first_view(data), indicator="beboere", period=newest, style=Style.SYMBOLS)

    def largest(per_page: int) -> float:
        marks = all_marks(grid(data, [view], per_page).drawing.marks)
        return max(float(m.radii.max()) for m in marks if hasattr(m, "radii"))

    assert largest(6) < largest(4) < largest(2)


def test_columns_are_headed_by_the_year_where_that_is_enough() -> None:
    data = extract()
    periods = data.periods_of("uden_job", "boligomraade")

    assert period_heads([periods[1], periods[5]]) == ("2024", "2025")
    assert period_heads(periods[:2]) == tuple(each.short_label for each in periods[:2])
    assert period_heads(data.periods_of("fravaer", "boligomraade"))[0] == "2023/24"
