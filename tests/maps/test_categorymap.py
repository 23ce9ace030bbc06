"""The map of categories: colours, dots, hatching, and what it says."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from desktop.core.areafilter import AreaFilter
from desktop.core.dataset import Dataset
from desktop.core.models.result import NONE, Outside, Why
from desktop.core.models.shown import certainty_known, certainty_of, shown_result
from desktop.core.periods import parse
from desktop.maps.categorycolours import category_colours
from desktop.maps.categorymap import UNDECIDED, hover_lines, picture, shown_on, subtitle, title
from desktop.maps.picture import ABSENT, UNSURE, Picture
from desktop.maps.view import MapView, Shows, first_view
from desktop.maps.worked import work_out
from tests import fake_extract as fake
from tests.core.models.fakemodels import POINTS, TWO_OUTCOMES, UNFIT
from tests.core.models.test_shown import MODEL

LEVEL, NOW = "boligomraade", parse("2026K2")


@pytest.fixture
def data() -> Dataset:
    return fake.fake_dataset(models={"point": POINTS, "min": MODEL, "to": TWO_OUTCOMES})


@pytest.fixture
def view(data: Dataset) -> MapView:
    return replace(first_view(data), shows=Shows.CATEGORY, model="point")


def rows(made: Picture) -> dict[str, int]:
    return {row.label: row.count for row in made.legend.rows}


def test_every_area_has_the_colour_of_its_category(data: Dataset, view: MapView) -> None:
    made = picture(data, view)
    result = shown_result(data, LEVEL, NOW, "point")
    assert result is not None
    index = result.outcomes["trin"].index[-1]
    palette = category_colours(3)

    assert (index != NONE).any()
    for area, colour in enumerate(made.area_colours()):
        if index[area] != NONE:
            assert colour == palette[index[area]]
        else:
            assert colour not in palette


def test_the_legend_counts_every_area_that_exists_once(data: Dataset, view: MapView) -> None:
    for model in ("point", "min"):
        made = picture(data, replace(view, model=model))
        counted = sum(row.count for row in made.legend.rows if row.group != UNSURE)

        assert counted == int(made.exists.sum())
        for row in made.legend.rows:
            if row.group != UNSURE:
                assert row.count == made.count(row.group)


def test_rows_stand_worst_first_then_what_is_uncertain_then_the_rest(
    data: Dataset, view: MapView
) -> None:
    labels = list(rows(picture(data, view)))

    assert labels[:3] == ["Høj indsats", "Mellem indsats", "Lav indsats"]
    assert labels[4:] == ["kan ikke afgøres", "under 300 beboere"]


def test_dots_come_when_the_certainty_has_been_worked_out(data: Dataset, view: MapView) -> None:
    before = picture(data, view)
    assert before.dotted is None
    assert certainty_known(data, LEVEL, NOW, "point") is None
    found = certainty_of(data, LEVEL, NOW, "point")
    assert found is not None
    made = picture(data, view)

    assert made.dotted is not None
    assert 0 < made.dotted.sum() < (made.groups >= 0).sum()
    for area in range(len(made.groups)):
        group = int(made.groups[area])
        chance = found.chances["trin"][group, -1, area] if group >= 0 else 1.0
        assert made.dotted[area] == (chance < 0.8)
    (row,) = [each for each in made.legend.rows if each.dotted]
    assert row.count == made.count(UNSURE) == made.dotted.sum()
    assert (made.groups == before.groups).all()


def test_what_cannot_be_decided_is_hatched_and_what_is_not_meant_is_plain(
    data: Dataset, view: MapView
) -> None:
    made = picture(data, view)
    result = shown_result(data, LEVEL, NOW, "point")
    assert result is not None
    why, outside = result.outcomes["trin"].why[-1], result.outside[-1]
    hatched = (why == Why.UNDECIDED) | (outside == Outside.RESIDENTS_UNKNOWN)

    assert made.groups[fake.WITHHELD] == UNDECIDED
    assert (made.withheld() == (hatched & made.exists)).all()
    few = (outside == Outside.UNDER_FLOOR) & made.exists
    assert few.any()
    assert not made.withheld()[few].any()
    assert (made.groups[~made.exists] == ABSENT).all()


def test_nothing_told_of_an_undecided_area_is_a_number_of_it(data: Dataset, view: MapView) -> None:
    open_ = replace(view, model="point")
    made = picture(data, open_)
    for area in np.flatnonzero(made.groups == UNDECIDED).tolist():
        name, *lines = hover_lines(data, open_, made, area)

        assert name in data.areas(LEVEL).names
        assert not re.search(r"\d", " ".join(lines))


def test_an_area_says_category_points_and_chance(data: Dataset, view: MapView) -> None:
    made = picture(data, view)
    assert hover_lines(data, view, made, 12)[1:] == ("Høj indsats", "6 af 6 point")
    certainty_of(data, LEVEL, NOW, "point")
    assert hover_lines(data, view, made, 12)[-1].endswith("sandsynlig")


def test_an_area_that_is_not_meant_says_why(data: Dataset, view: MapView) -> None:
    made = picture(data, view)
    assert hover_lines(data, view, made, 0)[1] == "Ingen kategori: under 300 beboere"


def test_where_no_category_holds_it_is_one_of_its_own(data: Dataset, view: MapView) -> None:
    made = picture(data, replace(view, model="min"))

    assert rows(made)["ingen af kategorierne"] == int((made.groups == 1).sum()) > 0
    assert len(made.colours) == 2


def test_the_outcome_asked_for_is_shown(data: Dataset, view: MapView) -> None:
    one = picture(data, replace(view, model="to", outcome="anden"))

    assert list(rows(one))[:2] == ["Over", "Under"]
    assert next(iter(rows(picture(data, replace(view, model="to"))))) == "Høj indsats"
    unknown = picture(data, replace(view, model="to", outcome="findes ikke"))
    assert next(iter(rows(unknown))) == "Høj indsats"
    assert "Anden" in subtitle(data, replace(view, model="to", outcome="anden"))


def test_counts_are_of_the_areas_inside_the_filter(data: Dataset, view: MapView) -> None:
    asked = AreaFilter(organisations=(data.areas(LEVEL).organisations[8],))
    made = picture(data, replace(view, filter=asked))
    counted = sum(row.count for row in made.legend.rows if row.group != UNSURE)

    assert counted == made.kept.sum() < made.exists.sum()


@pytest.mark.parametrize("models", [{}, {"fremmed": UNFIT}])
def test_without_a_model_that_fits_the_map_says_so(models: dict[str, str]) -> None:
    data = fake.fake_dataset(models=models)
    view = replace(first_view(data), shows=Shows.CATEGORY)
    made = work_out(data, view)

    assert shown_on(data, view) is None
    assert [row.label for row in made.legend.rows] == ["uden kategori"]
    assert not made.withheld().any()
    assert hover_lines(data, view, made, 9)[1] == "Ingen model inddeler områderne her."
    assert subtitle(data, view) == "Ingen model har noget at sige om områderne på dette niveau."


def test_the_title_names_the_areas_and_the_time(data: Dataset, view: MapView) -> None:
    assert title(data, view) == "Kategorisering af boligområder, 2. kvartal 2026"
    assert subtitle(data, view) == "Pointmodel"


def test_another_level_and_time_have_maps_too(data: Dataset, view: MapView) -> None:
    for level in ("boligomraade", "distrikt"):
        for period in data.periods_of("uden_job", level):
            made = picture(data, replace(view, level=level, period=period))
            counted = sum(row.count for row in made.legend.rows if row.group != UNSURE)
            assert counted == made.exists.sum()
