"""Sheets of two maps: both legends, what they are together, and nothing that is withheld."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from desktop.core.association import associate
from desktop.core.associationwords import coefficient_words
from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.wording import number
from desktop.maps.drawing import Clip, Dots, Drawing, Text
from desktop.maps.mappair import map_pair
from desktop.maps.paircross import cross_said
from desktop.maps.pairsheet import compose_pair
from desktop.maps.paper import Paper
from desktop.maps.sheet import finished_picture
from desktop.maps.typesetting import POINT
from desktop.maps.view import MapView, Shows, Style, first_view
from tests.core.models.test_shown import MODEL
from tests.fake_extract import HIDDEN, WITHHELD, fake_dataset
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

CHOSEN = tuple(code(at) for at in (9, WITHHELD, 3, 1))
OTHER_MODEL = MODEL.replace('id = "min"', 'id = "anden"').replace("Min model", "Anden model")


def extract(hidden: float = HIDDEN) -> Dataset:
    return fake_dataset(hidden=hidden, models={"min": MODEL, "anden": OTHER_MODEL})


def pairs(data: Dataset) -> dict[str, tuple[MapView, MapView]]:
    view = replace(first_view(data), selected=CHOSEN)
    school = data.periods_of("fravaer", view.level)[-1]
    newest = data.periods_of("beboere", view.level)[-1]
    categories = replace(view, shows=Shows.CATEGORY, model="min")
    return {
        "indicators": (view, replace(view, indicator="fravaer", period=school, ramp="violet")),
        "periods": (view, replace(view, period=data.periods_of("uden_job", view.level)[0])),
        "styles": (
            replace(view, style=Style.CONTINUOUS),
            replace(view, indicator="beboere", period=newest, style=Style.SYMBOLS),
        ),
        "models": (categories, replace(categories, model="anden")),
    }


KINDS = [*pairs(extract())]


def pair_sheet(
    data: Dataset,
    views: tuple[MapView, MapView],
    paper: Paper = Paper.A4_ACROSS,
    plan: str = "",
) -> Drawing:
    pictures = (finished_picture(data, views[0]), finished_picture(data, views[1]))
    return compose_pair(data, views, pictures, paper=paper, measure=measure, day=DAY, plan=plan)


def words_of(drawing: Drawing) -> str:
    return " ".join(drawing.texts()).replace("\u00a0", " ")


@pytest.mark.parametrize("paper", [Paper.A4_ACROSS, Paper.A4_UPRIGHT])
@pytest.mark.parametrize("kind", KINDS)
def test_sheets_of_two_maps_stay_as_they_are(
    kind: str, paper: Paper, golden: Callable[[str, str], None]
) -> None:
    data = extract()

    golden(f"sheet-pair-{kind}-{paper}.txt", pair_sheet(data, pairs(data)[kind], paper).as_text())


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("kind", KINDS)
def test_both_legends_stand_with_all_their_rows(kind: str, paper: Paper) -> None:
    data = extract()
    views = pairs(data)[kind]
    texts = [text.replace("\u00a0", " ") for text in pair_sheet(data, views, paper).texts()]

    for view in views:
        for row in finished_picture(data, view).legend.rows:
            label = row.label.replace("\u00a0", " ")
            found = [at for at, text in enumerate(texts) if text == label]
            assert any(number(row.count) in texts[at : at + 2] for at in found), label


def test_the_two_maps_look_at_the_same_land_in_boxes_of_one_size() -> None:
    data = extract()
    for paper in Paper:
        drawing = pair_sheet(data, pairs(data)["indicators"], paper)
        one, other, *_plot = (mark for mark in outer_marks(drawing) if isinstance(mark, Clip))
        assert (one.width, one.height) == pytest.approx((other.width, other.height))


def test_the_plot_shows_the_areas_with_both_numbers_and_says_how_they_go_together() -> None:
    data = extract()
    views = pairs(data)["indicators"]
    pictures = (finished_picture(data, views[0]), finished_picture(data, views[1]))
    pair = map_pair(data, views, pictures)
    found = associate(pair.first, pair.second)
    drawing = pair_sheet(data, views)
    points = [m for m in all_marks(drawing.marks) if isinstance(m, Dots)]

    assert len(points[0].radii) == int(pair.shown.sum())
    said = words_of(drawing)
    assert coefficient_words(found.pearson).replace("\u00a0", " ") in said
    assert "siger intet om enkeltpersoner" in said
    assert f"{number(pair.left_out.total)} er ikke med" in said


def test_the_table_of_two_models_counts_what_the_screen_counts() -> None:
    data = extract()
    views = pairs(data)["models"]
    sentences, table = cross_said(data, views)
    said = words_of(pair_sheet(data, views))

    assert table is not None
    for sentence in sentences:
        assert sentence.replace("\u00a0", " ") in said
    texts = pair_sheet(data, views).texts()
    for count in table.counts.ravel().tolist():
        assert number(count) in texts


def test_with_one_model_that_fits_nothing_the_other_still_stands() -> None:
    data = extract()
    first, second = pairs(data)["models"]
    said = words_of(pair_sheet(data, (first, replace(second, model="findes ikke"))))

    assert "Der skal to modeller til" in said and "Min model" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_withheld_number_leaves_no_trace_on_two_maps(kind: str) -> None:
    def drawn(hidden: float) -> str:
        data = extract(hidden)
        return pair_sheet(data, pairs(data)[kind]).as_text()

    assert drawn(1) == drawn(4711)
    assert "4.711" not in drawn(4711) and "4711" not in drawn(4711)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("kind", KINDS)
def test_everything_fits_and_nothing_is_too_small(kind: str, paper: Paper) -> None:
    data = extract()
    if kind != "models":
        data, _view = crowded("da")
    chosen = tuple(code(at) for at in range(20))
    one, other = (replace(each, selected=chosen, classes=9) for each in pairs(data)[kind])
    drawing = pair_sheet(data, (one, other), paper, PLAN)
    texts = [mark for mark in all_marks(drawing.marks) if isinstance(mark, Text)]
    outside = outside_the_map(drawing)

    assert min(mark.size for mark in texts) >= 7 * POINT - 1e-9
    for mark in outside:
        left, top, right, bottom = extent(mark)
        assert left >= 8 and right <= drawing.width - 4, mark.text
        assert top >= 8 and bottom <= drawing.height - 4, mark.text
    for first, second in combinations(outside, 2):
        a, b = extent(first), extent(second)
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 0.3 or b[3] <= a[1] + 0.3
        assert apart, f"{first.text!r} lies on {second.text!r}"


def test_the_same_classes_are_said_to_be_comparable() -> None:
    data = extract()
    said = words_of(pair_sheet(data, pairs(data)["periods"]))

    assert "De to kort har de samme klasser, så farverne kan sammenlignes." in said
    assert "Hvert kort har sine egne klasser." in words_of(
        pair_sheet(data, pairs(data)["indicators"])
    )


def test_a_level_without_outlines_has_no_sheet_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    data = extract()
    views = pairs(data)["indicators"]
    monkeypatch.setattr(data, "tolerances", lambda _level: ())

    with pytest.raises(UsageError, match="har ingen omrids"):
        pair_sheet(data, views)
