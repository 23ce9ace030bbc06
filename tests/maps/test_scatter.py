"""The scatter plot: where points stand, which are found, and what is drawn of the line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.association import associate
from desktop.core.disclosure import FloatArray
from desktop.core.distributions import student_quantile
from desktop.core.indicators import Indicator, Text
from desktop.maps.drawing import Clip, Dot, Dots, Drawing, Fills, Mark, Strokes
from desktop.maps.drawing import Text as Words
from desktop.maps.mappair import LeftOut, MapPair
from desktop.maps.scatter import (
    NAMED,
    Scatter,
    ScatterColours,
    chosen_dots,
    dot_colour,
    ground,
    inside,
    lay_out,
    nearest,
    ring,
    stepped,
)
from desktop.maps.trend import ChartColours

WIDTH, HEIGHT = 480.0, 220.0
COLOURS = ScatterColours(ChartColours(), "#43929F", "#FFFFFF", "#E07A3F")
SHARE = Indicator("en", Text("Første tal"))
RATE = Indicator("to", Text("Andet tal"), unit="pr. 1.000", per=1000.0)


def pair_of(first: FloatArray, second: FloatArray, residents: FloatArray | None = None) -> MapPair:
    """A pair of two columns; NaN in either hides both, as in :func:`map_pair`."""
    hidden = ~(np.isfinite(first) & np.isfinite(second))
    first, second = np.where(hidden, np.nan, first), np.where(hidden, np.nan, second)
    sizes = np.full(len(first), 300.0) if residents is None else residents
    return MapPair((SHARE, RATE), ("Første", "Andet"), first, second, sizes, LeftOut(), False)


def plot(pair: MapPair) -> Scatter:
    return lay_out(pair, associate(pair.first, pair.second), WIDTH, HEIGHT)


def names_of(pair: MapPair) -> tuple[str, ...]:
    return tuple(f"Område {nr}" for nr in range(len(pair.first)))


def drawn(pair: MapPair) -> Drawing:
    return ground(plot(pair), names_of(pair), COLOURS)


def within(marks: tuple[Mark, ...]) -> list[Mark]:
    """All marks, those under a clip too."""
    return [each for mark in marks for each in (mark.marks if isinstance(mark, Clip) else (mark,))]


@pytest.fixture
def straight() -> MapPair:
    """Thirty areas along a line with a little chance, the last of them hidden."""
    chance = np.random.default_rng(4)
    first = np.linspace(5, 40, 30)
    second = 2 + 0.8 * first + chance.normal(0, 2, 30)
    second[-1] = np.nan
    return pair_of(first, second, np.linspace(100, 3000, 30))


def test_hidden_areas_have_no_place_and_no_point(straight: MapPair) -> None:
    scatter = plot(straight)
    assert np.isnan(scatter.points[-1]).all()
    assert np.isnan(scatter.radii[-1])
    (dots,) = [mark for mark in within(drawn(straight).marks) if isinstance(mark, Dots)]
    assert len(dots.radii) == 29
    assert 29 not in scatter.order
    assert not len(chosen_dots(scatter, np.array([29]), COLOURS, many=False).radii)
    assert ring(scatter, 29, COLOURS) == ()


def test_points_stand_inside_and_by_their_values(straight: MapPair) -> None:
    scatter = plot(straight)
    shown = scatter.points[scatter.order]
    assert (shown[:, 0] >= scatter.across.scale.start).all()
    assert (shown[:, 0] <= scatter.across.scale.end).all()
    assert (shown[:, 1] <= scatter.up.scale.start).all()
    assert (shown[:, 1] >= scatter.up.scale.end).all()
    assert (np.diff(shown[:, 0]) >= 0).all()
    highest = int(np.nanargmax(straight.second))
    assert scatter.points[highest, 1] == np.nanmin(scatter.points[:, 1])


def test_the_area_of_a_point_goes_as_the_residents() -> None:
    line = np.arange(10.0)
    residents = np.array([100.0, 400, 1600, 3200, 6400, 6400, 6400, 6400, 6400, np.nan])
    radii = plot(pair_of(line, line**1.5, residents)).radii
    assert radii[4] ** 2 / radii[3] ** 2 == pytest.approx(2.0)
    assert radii[9] == radii.min()  # not known: as small as any


def test_the_band_is_that_of_least_squares(straight: MapPair) -> None:
    scatter = plot(straight)
    (band,) = [mark for mark in within(drawn(straight).marks) if isinstance(mark, Fills)]
    steps = (len(band.points) - 1) // 2
    x, over = band.points[:steps].T
    value = np.array([scatter.across.scale.value(place) for place in x.tolist()])
    high = np.array([scatter.up.scale.value(place) for place in over.tolist()])
    first, second = straight.first[:-1], straight.second[:-1]
    slope, intercept = np.polyfit(first, second, 1)
    left = second - intercept - slope * first
    error = np.sqrt((left**2).sum() / 27)
    spread = ((first - first.mean()) ** 2).sum()
    reach = error * np.sqrt(1 / 29 + (value - first.mean()) ** 2 / spread)
    expected = intercept + slope * value + float(student_quantile(0.975, 27)) * reach
    assert high == pytest.approx(expected, rel=1e-6)


def test_an_area_off_the_line_is_hollow_and_named(straight: MapPair) -> None:
    second = straight.second.copy()
    second[10] += 30
    odd = pair_of(straight.first, second, straight.residents)
    (hollow,) = [mark for mark in drawn(odd).marks if isinstance(mark, Dot)]
    assert hollow.fill == COLOURS.surface
    assert [hollow.x, hollow.y] == plot(odd).points[10].tolist()
    assert "Område 10" in drawn(odd).texts()
    assert not [mark for mark in drawn(straight).marks if isinstance(mark, Dot)]


def test_many_off_the_line_are_not_named() -> None:
    chance = np.random.default_rng(1)
    first = chance.random(400)
    second = first + chance.normal(0, 0.01, 400)
    second[: NAMED + 3] += 2
    texts = drawn(pair_of(first, second)).texts()
    assert not [text for text in texts if text.startswith("Område")]


def test_a_very_long_name_is_shortened(straight: MapPair) -> None:
    second = straight.second.copy()
    second[10] += 30
    scatter = plot(pair_of(straight.first, second))
    texts = ground(scatter, ("Åby " * 50,) * 30, COLOURS).texts()
    assert max(len(text) for text in texts) < 40


def test_axes_are_named_and_long_units_stand_once(straight: MapPair) -> None:
    texts = drawn(straight).texts()
    assert "Første →" in texts
    assert "↑ Andet (pr. 1.000)" in texts
    assert "20\N{NO-BREAK SPACE}%" in texts


@pytest.mark.parametrize(
    "pair",
    [
        pair_of(np.array([3.0, 4.0]), np.array([5.0, 6.0])),
        pair_of(np.full(9, 3.0), np.arange(9.0)),
        replace(pair_of(np.arange(9.0), np.arange(9.0)), same=True),
    ],
    ids=["too few", "all equal", "the same twice"],
)
def test_without_an_association_there_are_points_and_no_line(pair: MapPair) -> None:
    marks = within(drawn(pair).marks)
    assert [mark for mark in marks if isinstance(mark, Dots)]
    assert not [mark for mark in marks if isinstance(mark, Strokes) and mark.dashed]
    assert not [mark for mark in marks if isinstance(mark, Fills)]


def test_without_any_area_there_is_a_sentence() -> None:
    nothing = pair_of(np.array([np.nan, 2.0]), np.array([1.0, np.nan]))
    assert drawn(nothing).texts() == ("Ingen områder viser begge tal.",)
    scatter = plot(nothing)
    assert nearest(scatter, 100, 100) == -1
    assert stepped(scatter, -1, 1) == -1
    assert not len(inside(scatter, 0, 0, WIDTH, HEIGHT))


def test_until_the_association_is_known_there_are_points_alone(straight: MapPair) -> None:
    marks = within(
        ground(lay_out(straight, None, WIDTH, HEIGHT), names_of(straight), COLOURS).marks
    )
    assert [mark for mark in marks if isinstance(mark, Dots)]
    assert not [mark for mark in marks if isinstance(mark, Fills)]


def test_very_many_points_have_no_rims_that_bleach_them() -> None:
    line = np.arange(2000.0)
    (many,) = [mark for mark in drawn(pair_of(line, -line)).marks if isinstance(mark, Dots)]
    (few,) = [mark for mark in drawn(pair_of(line[:9], line[:9])).marks if isinstance(mark, Dots)]
    assert not many.line
    assert few.line


def test_the_nearest_point_is_found_within_reach(straight: MapPair) -> None:
    scatter = plot(straight)
    x, y = scatter.points[7].tolist()
    assert nearest(scatter, x + 1, y - 1) == 7
    assert nearest(scatter, x, y - 60) == -1


places = st.floats(0, 480)


@given(places, places, places, places, st.integers(0, 5))
def test_a_rectangle_holds_exactly_the_points_in_it(
    one: float, other: float, top: float, bottom: float, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    first = chance.random(60)
    first[::7] = np.nan
    scatter = plot(pair_of(first, chance.random(60)))
    left, right = sorted((one, other))
    top, bottom = sorted((top, bottom))
    expected = {
        at
        for at, (x, y) in enumerate(scatter.points.tolist())
        if left <= x <= right and top <= y <= bottom
    }
    assert set(inside(scatter, left, top, right, bottom).tolist()) == expected


def test_steps_go_from_left_to_right_and_stop_at_the_ends(straight: MapPair) -> None:
    scatter = plot(straight)
    walked = [stepped(scatter, -1, 1)]
    for _step in range(40):
        walked.append(stepped(scatter, walked[-1], 1))
    assert walked[:29] == scatter.order.tolist()
    assert walked[-1] == scatter.order[-1]
    assert stepped(scatter, -1, -1) == scatter.order[-1]
    assert stepped(scatter, int(scatter.order[5]), -100) == scatter.order[0]


def test_few_chosen_points_are_large_enough_to_be_found(straight: MapPair) -> None:
    scatter = plot(straight)
    few = chosen_dots(scatter, np.array([0]), COLOURS, many=False)
    many = chosen_dots(scatter, np.array([0]), COLOURS, many=True)
    assert few.radii[0] > many.radii[0]
    assert few.colours == (COLOURS.selected,)


def test_points_wear_a_dark_colour_of_the_ramp() -> None:
    assert dot_colour("petrol", False) == "#43929F"
    assert dot_colour("petrol", True) == "#C9DDD3"


def test_figures_stand_at_round_values(straight: MapPair) -> None:
    words = [mark for mark in drawn(straight).marks if isinstance(mark, Words)]
    figures = [text.text for text in words if text.anchor == "end"]
    assert figures == ["0", "10", "20", "30", "40", "Første →"]
