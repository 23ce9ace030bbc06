"""Sheets of every kind of map: that they say what the screen says, fit, and tell nothing more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from desktop.core.areafilter import AreaFilter
from desktop.core.dataset import Dataset
from desktop.core.wording import number
from desktop.maps.changemap import change_of
from desktop.maps.drawing import Dots, Drawing, Fills, Text
from desktop.maps.legendscales import Circles
from desktop.maps.maplabels import PIXEL
from desktop.maps.paper import Paper
from desktop.maps.picture import RISEN, Picture
from desktop.maps.sheet import compose_sheet, finished_picture
from desktop.maps.sheetrows import table_of
from desktop.maps.sheettable import set_table
from desktop.maps.typesetting import POINT, Pen
from desktop.maps.view import MapView, Second, Shows, Style, first_view
from desktop.maps.worked import work_out
from tests.core.models.test_shown import MODEL
from tests.fake_extract import HIDDEN, WITHHELD, fake_dataset
from tests.maps.sheets import DAY, PLAN, all_marks, code, extent, measure, outside_the_map, sheet

CHOSEN = tuple(code(at) for at in (9, WITHHELD, 3, 1))
ORGANISATION = "Boligselskabet Nord"


def extract(hidden: float = HIDDEN, *, wide: int = 5) -> Dataset:
    return fake_dataset(hidden=hidden, models={"min": MODEL}, columns=wide)


def views(data: Dataset) -> dict[str, MapView]:
    """A view of every kind, with chosen areas that have numbers and some that have none."""
    view = replace(first_view(data), selected=CHOSEN)
    newest = data.periods_of("beboere", view.level)[-1]
    school = data.periods_of("fravaer", view.level)[-1]
    return {
        "ramp": replace(view, style=Style.CONTINUOUS),
        "circles": replace(view, indicator="beboere", period=newest, style=Style.SYMBOLS),
        "counts": replace(view, indicator="beboere", period=newest, style=Style.CLASSES),
        "change": replace(view, shows=Shows.CHANGE),
        "bivariate": replace(view, shows=Shows.BIVARIATE, second=Second("fravaer", school)),
        "category": replace(view, shows=Shows.CATEGORY, model="min"),
        "filtered": replace(view, filter=AreaFilter(organisations=(ORGANISATION,))),
        "upper": replace(view, upper=True),
    }


KINDS = [*views(extract())]


def words_of(drawing: Drawing) -> str:
    return " ".join(drawing.texts()).replace("\u00a0", " ")


@pytest.mark.parametrize("kind", KINDS)
def test_sheets_of_every_kind_stay_as_they_are(
    kind: str, golden: Callable[[str, str], None]
) -> None:
    data = extract()

    golden(f"sheet-kind-{kind}.txt", sheet(data, views(data)[kind], plan="Fjordparken").as_text())


@pytest.mark.parametrize("kind", KINDS)
def test_the_legend_on_paper_is_the_one_on_the_screen(kind: str) -> None:
    data = extract()
    view = views(data)[kind]
    picture = finished_picture(data, view)
    texts = [text.replace("\u00a0", " ") for text in sheet(data, view).texts()]

    for row in picture.legend.rows:
        if picture.legend.form != "square" or row.group < 0:
            assert row.label.replace("\u00a0", " ") in texts
            at = texts.index(row.label.replace("\u00a0", " "))
            assert number(row.count) in texts[at : at + 2]
    if picture.legend.note:
        assert picture.legend.note.replace("\u00a0", " ") in " ".join(texts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_withheld_number_leaves_no_trace_on_any_kind(kind: str) -> None:
    """Two extracts that differ in nothing but what is withheld give one and the same sheet."""

    def drawn(hidden: float) -> str:
        data = extract(hidden)
        drawing = sheet(data, views(data)[kind])
        marks = [m for m in all_marks(drawing.marks) if isinstance(m, Fills)]
        return drawing.as_text() + repr([sorted(m.hatched) for m in marks])

    assert drawn(1) == drawn(4711)
    assert "4.711" not in drawn(4711) and "4711" not in drawn(4711)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_fits_with_as_many_areas_as_can_be(paper: Paper, kind: str) -> None:
    data = extract(wide=7)
    chosen = tuple(code(at) for at in range(20))
    drawing = sheet(data, replace(views(data)[kind], selected=chosen, classes=9), paper, PLAN)
    texts = outside_the_map(drawing)

    for mark in texts:
        left, top, right, bottom = extent(mark)
        assert left >= 8 and right <= drawing.width - 8, mark.text
        assert top >= 8 and bottom <= drawing.height - 4, mark.text
    for one, other in combinations(texts, 2):
        a, b = extent(one), extent(other)
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 0.2 or b[3] <= a[1] + 0.2
        assert apart, f"{one.text!r} lies on {other.text!r}"


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_is_set_smaller_than_seven_points(kind: str) -> None:
    data = extract()
    drawing = sheet(data, views(data)[kind])

    sizes = [mark.size for mark in all_marks(drawing.marks) if isinstance(mark, Text)]
    assert min(sizes) >= 7 * POINT - 1e-9


def test_a_change_stands_with_both_numbers_interval_and_verdict() -> None:
    data = extract()
    view = views(data)["change"]
    made = change_of(data, view)
    rows = {row.name: row for row in table_of(data, view, work_out(data, view)).rows}
    at = 9
    row = rows[data.areas(view.level).names[at]]

    assert row.figures[2].removeprefix("▲ ").removeprefix("▼ ") == number(
        float(made.values[at]), made.decimals, sign=True
    )
    assert " til " in row.below
    withheld = rows[data.areas(view.level).names[WITHHELD]]
    assert withheld.figures == ("–", "–", "–") and withheld.below == "diskretioneret"


def test_marks_of_change_lie_on_the_areas_that_have_them() -> None:
    data = extract()
    view = replace(views(data)["change"], since=data.periods_of("uden_job", "boligomraade")[0])
    picture = work_out(data, view)
    assert picture.signs is not None
    signs = picture.signs.copy()
    signs[[0, 9, 12]] = 1, 1, -1
    drawing = composed(data, view, replace(picture, signs=signs))
    marked = int(((signs != 0) & picture.kept).sum())

    heads = [m for m in all_marks(drawing.marks) if isinstance(m, Fills) and len(m.points) % 4 == 0]
    assert sum(len(m.colours) == marked and len(m.points) == 4 * marked for m in heads) == 2
    assert any(row.group == RISEN for row in picture.legend.rows)


def composed(data: Dataset, view: MapView, picture: Picture) -> Drawing:
    return compose_sheet(
        data, view, paper=Paper.A4_ACROSS, measure=measure, day=DAY, picture=picture
    )


def test_circles_are_as_large_on_the_map_as_in_the_legend() -> None:
    data = extract()
    view = views(data)["circles"]
    picture = work_out(data, view)
    scale = picture.legend.scale
    assert isinstance(scale, Circles) and picture.radii is not None
    (dots,) = (m for m in all_marks(sheet(data, view).marks) if isinstance(m, Dots))

    largest = float(np.nanmax(picture.radii)) * scale.radius * PIXEL
    assert float(dots.radii.max()) == pytest.approx(largest)
    assert len(dots.radii) == int(np.isfinite(picture.radii).sum())


def test_uncertain_areas_are_dotted_and_say_so() -> None:
    data = extract()
    view = views(data)["category"]
    picture = finished_picture(data, view)
    dotted = picture.kept & (picture.groups >= 0)
    assert dotted.any()
    drawing = composed(data, view, replace(picture, dotted=dotted))

    (dots, _key) = (m for m in all_marks(drawing.marks) if isinstance(m, Dots))
    assert len(dots.radii) >= int(dotted.sum())
    assert "Prikkede områder ligger så nær en grænse" in words_of(drawing)


def test_what_is_not_known_yet_is_not_said_to_be_under_way() -> None:
    """A screen says that it is being worked out; on paper that would never end."""
    data = extract()
    view = views(data)["category"]
    said = words_of(composed(data, view, replace(work_out(data, view), dotted=None)))

    assert "regnes ud …" not in said
    assert "Hvor sikre kategorierne er, er ikke regnet ud." in said


def test_a_filter_is_named_and_explained() -> None:
    data = extract()
    said = words_of(sheet(data, views(data)["filtered"]))

    assert ORGANISATION in said
    assert "Blege områder er uden for udvalget" in said
    assert "Blege områder" not in words_of(sheet(data, views(data)["change"]))


def test_the_bound_that_is_in_a_class_is_the_upper_one_where_the_view_says_so() -> None:
    data = extract()
    said = words_of(sheet(data, views(data)["upper"]))

    assert "Klassernes øvre grænse er med:" in said and "til og med" in said


def test_a_model_that_fits_nothing_leaves_a_sheet_that_says_so() -> None:
    data = extract()
    view = replace(views(data)["category"], model="findes ikke")
    said = words_of(sheet(data, view))

    assert "Ingen model har noget at sige om områderne" in said
    assert "Fremhævede områder" not in said


def test_without_earlier_numbers_a_change_says_so() -> None:
    data = extract()
    first = data.periods_of("uden_job", "boligomraade")[0]
    said = words_of(sheet(data, replace(views(data)["change"], period=first)))

    assert "Der er ingen tidligere tal at holde op mod." in said


def test_a_table_without_rows_takes_no_room() -> None:
    pen = Pen(measure, 1.0)
    data = extract()
    view = replace(views(data)["category"], selected=())
    table = table_of(data, view, finished_picture(data, view))

    assert set_table(pen, table, 0.0, 50.0, 100.0, 5.0, 9) < 50.0
    assert pen.marks == []
