"""Maps without classes: colours that run on between ends that hold, and circles for counts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.areafilter import AreaFilter
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Indicator, Text
from desktop.core.measures import missing_cells
from desktop.maps import palettes
from desktop.maps.legendscales import Circles, Gradient, extremes, gradient_ticks, round_counts
from desktop.maps.picture import Picture
from desktop.maps.view import MapView, Style
from desktop.maps.worked import work_out
from tests.fake_extract import MISSING, WITHHELD
from tests.strategies import values

NB = "\N{NO-BREAK SPACE}"


@pytest.fixture
def running(view: MapView) -> MapView:
    return replace(view, style=Style.CONTINUOUS)


@pytest.fixture
def circled(view: MapView) -> MapView:
    return replace(view, indicator="beboere", style=Style.SYMBOLS)


def gradient_of(made: Picture) -> Gradient:
    assert isinstance(made.legend.scale, Gradient)
    return made.legend.scale


def circles_of(made: Picture) -> Circles:
    assert isinstance(made.legend.scale, Circles)
    return made.legend.scale


# Colours that run on


def test_a_higher_value_is_never_lighter(data: Dataset, running: MapView) -> None:
    made = work_out(data, running)
    shown = np.flatnonzero(made.cells.shown)
    order = shown[np.argsort(made.cells.values[shown])]
    fills = made.area_colours()
    light = [palettes.lightness(fills[at]) for at in order.tolist()]
    assert all(left >= right for left, right in pairwise(light))
    assert len({fills[at] for at in shown.tolist()}) > 5
    assert fills[WITHHELD] == palettes.WITHHELD
    assert fills[MISSING] == palettes.MISSING


def test_the_ends_are_percentiles_of_all_periods_and_said(data: Dataset, running: MapView) -> None:
    history = data.history(running.indicator, running.level).cells.values
    ends = np.nanpercentile(history, [2, 98]).tolist()
    periods = data.periods_of(running.indicator, running.level)
    made = [work_out(data, replace(running, period=each)) for each in periods]
    for each in made:
        scale = gradient_of(each)
        assert [scale.low, scale.high] == pytest.approx(ends)
        below = np.flatnonzero(each.cells.values < scale.low).tolist()
        assert scale.beyond[0] == bool(below)
        assert {each.area_colours()[at] for at in below} <= {scale.colours[0]}
    assert any(gradient_of(each).beyond[1] for each in made)
    legend = made[0].legend
    assert legend.rule == "de 2 % laveste og højeste værdier har endernes farver"
    assert (legend.form, legend.scheme) == ("ramp", "Trinløs, faste over tid")
    now = work_out(data, replace(running, fixed=False))
    assert gradient_of(now).low == np.nanpercentile(now.cells.values, 2)
    assert now.legend.scheme == "Trinløs, kun denne periode"


def test_reversed_the_highest_is_the_lightest(data: Dataset, running: MapView) -> None:
    made = work_out(data, running)
    turned = work_out(data, replace(running, reverse=True))
    assert gradient_of(turned).colours == gradient_of(made).colours[::-1]
    highest = int(np.nanargmax(made.cells.values))
    assert turned.area_colours()[highest] == palettes.SEQUENTIAL_1[0]
    assert made.area_colours()[highest] == palettes.SEQUENTIAL_1[-1]


def test_ticks_are_round_and_the_municipality_stands_where_it_lies(
    data: Dataset, running: MapView
) -> None:
    scale = gradient_of(work_out(data, running))
    assert 2 <= len(scale.ticks) <= 5
    for place, text in scale.ticks:
        said = float(text.replace(NB + "%", "").replace(",", "."))
        assert scale.low + place * (scale.high - scale.low) == pytest.approx(said)
    assert scale.ticks[-1][1].endswith("%")
    whole = data.municipality(running.indicator, running.period).values[0]
    assert scale.here is not None
    assert scale.low + scale.here * (scale.high - scale.low) == pytest.approx(whole)
    assert scale.here_label.endswith(NB + "%")


def test_a_municipality_without_a_number_is_nowhere(
    data: Dataset, running: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Dataset, "municipality", lambda *_asked: missing_cells(1))
    scale = gradient_of(work_out(data, running))
    assert (scale.here, scale.here_label) == (None, "")


@given(values())
def test_extremes_lie_within_the_values_and_apart(column: FloatArray) -> None:
    found = extremes(column)
    finite = column[np.isfinite(column)]
    if found is None:
        assert len(np.unique(finite)) < 2
    else:
        assert finite.min() <= found[0] < found[1] <= finite.max()


def test_one_odd_value_is_an_end_only_where_all_others_are_equal() -> None:
    assert extremes(np.array([1.0] * 200 + [9.0])) == (1.0, 9.0)
    low, high = extremes(np.arange(1000.0)) or (0.0, 0.0)
    assert (low, high) == pytest.approx((19.98, 979.02))


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_lie_on_the_gradient(low: float, span: float) -> None:
    found = gradient_ticks(low, low + span, Indicator("a", Text("Andel")))
    assert all(-1e-6 <= place <= 1 + 1e-6 for place, _text in found)
    assert [place for place, _text in found] == sorted({place for place, _text in found})


# Circles


def test_a_circles_area_goes_as_the_count(data: Dataset, circled: MapView) -> None:
    made = work_out(data, circled)
    radii, counts = made.radii, made.cells.values
    assert radii is not None
    np.testing.assert_allclose(radii**2 * circles_of(made).largest, counts, equal_nan=True)
    assert (np.isnan(radii) == ~made.cells.shown).all()
    assert np.isnan(radii[WITHHELD])
    assert made.groups[WITHHELD] == -State.WITHHELD
    assert bool(made.withheld()[WITHHELD])


def test_circles_are_as_large_in_all_periods(data: Dataset, circled: MapView) -> None:
    periods = data.periods_of("beboere", circled.level)
    history = data.history("beboere", circled.level).cells.values
    made = [work_out(data, replace(circled, period=each)) for each in periods]
    assert {circles_of(each).largest for each in made} == {float(np.nanmax(history))}
    now = work_out(data, replace(circled, period=periods[0], fixed=False))
    assert circles_of(now).largest == np.nanmax(now.cells.values)
    assert now.radii is not None
    assert np.nanmax(now.radii) == 1.0


def test_the_legend_of_circles(data: Dataset, circled: MapView) -> None:
    legend = work_out(data, circled).legend
    scale = legend.scale
    assert isinstance(scale, Circles)
    assert legend.form == "circles"
    assert legend.rule == "cirklens areal følger antallet"
    assert scale.colour == palettes.PETROL
    for share, label in scale.steps:
        count = float(label.replace(".", ""))
        assert share == pytest.approx((count / scale.largest) ** 0.5)
    assert [share for share, _label in scale.steps] == sorted(
        (share for share, _label in scale.steps), reverse=True
    )
    assert scale.steps[0][0] <= 1
    violet = work_out(data, replace(circled, ramp="violet", reverse=True)).legend.scale
    assert isinstance(violet, Circles)
    assert violet.colour == palettes.SEQUENTIAL_2[-1]


@given(st.floats(1, 1e9))
def test_round_counts(largest: float) -> None:
    counts = round_counts(largest)
    assert 1 <= len(counts) <= 3
    assert all(high > low for high, low in pairwise(counts))
    assert largest / 2.5 - 1e-6 <= counts[0] <= largest * (1 + 1e-9)
    assert all(f"{count:.0e}"[0] in "125" and count == float(f"{count:.0e}") for count in counts)
    if largest >= 20:
        assert len(counts) == 3


@pytest.mark.parametrize(
    ("largest", "counts"),
    [(2318, (2000, 500, 100)), (1000, (1000, 200, 50)), (7, (5, 1)), (1, (1,)), (0.4, ())],
)
def test_some_round_counts(largest: float, counts: tuple[float, ...]) -> None:
    assert round_counts(largest) == counts


def test_a_share_is_never_circles(data: Dataset, view: MapView) -> None:
    made = work_out(data, replace(view, style=Style.SYMBOLS))
    assert made.radii is None
    assert made.bounds == work_out(data, view).bounds


def test_circles_outside_the_filter_are_not_counted(data: Dataset, circled: MapView) -> None:
    some = AreaFilter(organisations=("Boligselskabet Nord",))
    made = work_out(data, replace(circled, filter=some))
    assert made.legend.rows[0].count == (made.cells.shown & made.kept).sum() > 0
    assert made.kept.sum() < made.exists.sum()
    assert made.radii is not None
    assert circles_of(made) == circles_of(work_out(data, circled))
