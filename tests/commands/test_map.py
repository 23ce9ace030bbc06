"""``boligatlas map``: what the options make of a view, and what cannot be asked for at once."""

from __future__ import annotations

import argparse

import pytest

from desktop.commands.sheet import add_arguments
from desktop.commands.sheetviews import all_asked, as_asked
from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.maps.view import MapView, Shows, Style, first_view
from tests.core.models.test_shown import MODEL
from tests.fake_extract import fake_dataset

OTHER_MODEL = MODEL.replace('id = "min"', 'id = "anden"')


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset(models={"min": MODEL, "anden": OTHER_MODEL})


def asked(data: Dataset, *words: str) -> tuple[MapView, MapView | None]:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    options = parser.parse_args(["extract", "--out", "x.pdf", *words])
    return as_asked(data, first_view(data), options)


def test_without_options_the_map_is_of_values(data: Dataset) -> None:
    assert asked(data) == (first_view(data), None)


def test_a_change_is_since_the_year_before_or_since_a_period(data: Dataset) -> None:
    view, other = asked(data, "--change")
    assert view.shows is Shows.CHANGE and view.since is None and other is None

    view, other = asked(data, "--change", "2024K2", "--ramp", "blue-ochre")
    assert view.since is not None and view.since.code == "2024K2"
    assert view.ramp == "blue-ochre" and other is None


def test_two_indicators_are_two_maps_or_one(data: Dataset) -> None:
    view, other = asked(data, "--and", "fravaer")
    assert view.shows is Shows.VALUE and other is not None
    assert other.indicator == "fravaer" and other.ramp != view.ramp
    assert other.period in data.periods_of("fravaer", view.level)

    view, other = asked(data, "--and", "beboere", "--bivariate")
    assert view.shows is Shows.BIVARIATE and other is None
    assert view.second is not None and view.second.indicator == "beboere"


def test_one_model_is_a_map_and_two_are_a_pair(data: Dataset) -> None:
    view, other = asked(data, "--model", "min")
    assert view.shows is Shows.CATEGORY and view.model == "min" and other is None

    view, other = asked(data, "--model", "min", "--model", "anden")
    assert (view.model, other.model if other else "") == ("min", "anden")


def test_a_filter_is_of_an_organisation_a_sector_or_a_larger_area(data: Dataset) -> None:
    view, _other = asked(data, "--within", "boligselskabet nord")
    assert view.filter.organisations == ("Boligselskabet Nord",)

    areas = data.areas(view.level)
    sector = next(each for each in areas.sectors if each)
    view, _other = asked(data, "--within", sector)
    assert view.filter.sectors == (sector,)
    for parent, codes in areas.parents.items():
        larger = data.areas(parent)
        code = next(each for each in codes if each)
        for name in (code, larger.names[larger.index[code]]):
            view, _other = asked(data, "--within", name.upper())
            assert view.filter.parents == ((parent, code),)


def test_styles_and_colours(data: Dataset) -> None:
    view, _other = asked(data, "--style", "continuous", "--ramp", "moss")

    assert view.style is Style.CONTINUOUS and view.ramp == "moss"


@pytest.mark.parametrize(
    "words",
    [
        ("--change", "--model", "min"),
        ("--and", "fravaer", "--model", "min"),
        ("--bivariate",),
        ("--double",),
        ("--model", "min", "--model", "min", "--model", "min"),
        ("--model", "findes-ikke"),
        ("--and", "findes-ikke"),
        ("--within", "Ingensteds"),
        ("--style", "symbols"),
        ("--ramp", "rainbow"),
        ("--ramp", "moss", "--change"),
        ("--change", "2030K1"),
        ("--change", "2019K1"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_hint(data: Dataset, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as refused:
        asked(data, *words)

    assert refused.value.hint


def several(data: Dataset, *words: str) -> tuple[MapView, ...]:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    options = parser.parse_args(["extract", "--out", "x.pdf", *words])
    return all_asked(data, first_view(data), options)


def test_small_maps_are_the_same_time_of_the_years_before(data: Dataset) -> None:
    codes = [view.period.code for view in several(data, "--per-page", "4")]
    assert codes == ["2024K2", "2025K2", "2026K2"]  # there is no more


def test_small_maps_are_those_of_the_periods_that_are_named(data: Dataset) -> None:
    views = several(data, "--per-page", "2", "--periods", "2024K3; 2026K1")
    assert [view.period.code for view in views] == ["2024K3", "2026K1"]

    views = several(data, "--per-page", "4", "--periods", "2024K3;2026K1", "--and", "beboere")
    assert [view.indicator for view in views] == ["uden_job"] * 2 + ["beboere"] * 2


def test_two_indicators_are_two_small_maps(data: Dataset) -> None:
    views = several(data, "--per-page", "2", "--and", "fravaer")
    assert [view.indicator for view in views] == ["uden_job", "fravaer"]


def test_periods_without_small_maps_are_refused(data: Dataset) -> None:
    with pytest.raises(UsageError, match="--periods"):
        several(data, "--periods", "2024K3")
    assert several(data) == (first_view(data),)
