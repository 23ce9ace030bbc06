"""A legend's gradient and circles as drawn: nothing over another, nothing outside."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.indicators import Indicator, Text
from desktop.core.wording import number
from desktop.maps import palettes
from desktop.maps.drawing import Box, Dot, Drawing
from desktop.maps.drawing import Text as Words
from desktop.maps.legendmarks import legend_drawing, legend_marks
from desktop.maps.legendscales import Circles, Gradient, gradient_ticks, round_counts
from desktop.maps.trend import ChartColours

WIDTH = 248.0
SHARE = Indicator("a", Text("Andel"))


def gradient(low: float, high: float, here: float | None = 0.5) -> Gradient:
    return Gradient(
        low, high, palettes.ramp("petrol", 9), gradient_ticks(low, high, SHARE), (True, True),
        here, "" if here is None else "21,4 %",
    )  # fmt: skip


def circles(largest: float, radius: float) -> Circles:
    counts = round_counts(largest)
    return Circles(
        largest, radius, palettes.PETROL,
        tuple(((count / largest) ** 0.5, number(count)) for count in counts),
    )  # fmt: skip


def words(drawing: Drawing) -> list[Words]:
    return [mark for mark in drawing.marks if isinstance(mark, Words)]


def reach(text: Words) -> tuple[float, float]:
    """From where to where a text goes, by figures a little wider than they are."""
    width = 0.6 * text.size * len(text.text)
    left = text.x - {"start": 0, "middle": width / 2, "end": width}[text.anchor]
    return left, left + width


@given(st.floats(-1e5, 1e5), st.floats(0.01, 1e6), st.one_of(st.none(), st.floats(0, 1)))
def test_figures_of_a_gradient_stand_apart_and_inside(
    low: float, span: float, here: float | None
) -> None:
    drawing = legend_drawing(gradient(low, low + span, here), WIDTH, ChartColours())
    ticks = [text for text in words(drawing) if "kommunen" not in text.text]
    for one, other in pairwise(ticks):
        assert reach(one)[1] < reach(other)[0]
    for text in words(drawing):
        assert reach(text)[0] >= -0.01
        assert reach(text)[1] <= WIDTH + 0.01 or len(ticks) == 1
        assert 0.75 * text.size <= text.y <= drawing.height


def test_a_gradient_runs_from_end_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = legend_drawing(gradient(4, 36), WIDTH, ChartColours())
    bars = [mark for mark in drawing.marks if isinstance(mark, Box) and mark.fill]
    assert [bar.fill for bar in bars] == list(palettes.ramp("petrol", 9))
    assert bars[0].x == 0
    assert bars[-1].x + bars[-1].width == pytest.approx(WIDTH)
    assert drawing.texts() == ("kommunen 21,4 %", "10", "20", "30\N{NO-BREAK SPACE}%")


def test_without_the_municipality_a_gradient_takes_less_room() -> None:
    with_it = legend_drawing(gradient(4, 36), WIDTH, ChartColours())
    without = legend_drawing(gradient(4, 36, None), WIDTH, ChartColours())
    assert without.height < with_it.height
    assert not any("kommunen" in text for text in without.texts())


@given(st.floats(1, 1e9), st.floats(12, 34))
def test_circles_stand_inside_each_other_with_their_counts_apart(
    largest: float, radius: float
) -> None:
    scale = circles(largest, radius)
    drawing = legend_drawing(scale, WIDTH, ChartColours())
    dots = [mark for mark in drawing.marks if isinstance(mark, Dot)]
    assert len(dots) == len(scale.steps) == len(words(drawing))
    assert len({round(dot.y + dot.radius, 6) for dot in dots}) == 1  # all on one line
    for dot, (share, _label) in zip(dots, scale.steps, strict=True):
        assert dot.radius == pytest.approx(share * radius)
        assert dot.fill == palettes.PETROL
        assert dot.y - dot.radius >= 0
        assert dot.y + dot.radius <= drawing.height
    for upper, lower in pairwise(words(drawing)):
        assert lower.y - upper.y >= lower.size
    for text in words(drawing):
        assert text.size * 0.7 <= text.y <= drawing.height


@pytest.mark.parametrize("scale", [gradient(4, 36), circles(2318, 25)])
def test_on_paper_it_is_the_same_in_other_units(scale: Gradient | Circles) -> None:
    screen, height = legend_marks(scale, 0, 0, WIDTH, 1.0, ChartColours())
    paper, on_paper = legend_marks(scale, 10, 20, WIDTH / 4, 0.25, ChartColours())
    assert on_paper == pytest.approx(height / 4)
    for one, other in zip(screen, paper, strict=True):
        if isinstance(one, Dot | Words) and isinstance(other, Dot | Words):
            assert other.x - 10 == pytest.approx(one.x / 4)
            assert other.y - 20 == pytest.approx(one.y / 4)
