"""Colours: in order of lightness for every eye and on grey paper, and text that can be read."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.classes import CLASS_COUNTS
from desktop.maps.palettes import (
    BACKGROUND,
    CANVAS,
    CLAY,
    DIVERGING,
    INK,
    MISSING,
    MUTED,
    RAMPS,
    SURFACE,
    arms,
    contrast,
    lightness,
    luminance,
    mixed,
    ramp,
    ramp_name,
    rgb,
    shades,
)

# Machado, Oliveira and Fernandes (2009), IEEE TVCG 15(6), table 1, severity 1.0; on linear RGB.
SEEN = {
    "all colours": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
    "grey": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}  # fmt: skip


NEAREST = (
    5.5  # lightness, and colour difference, between neighbours of 3 to 9 classes, for every eye
)


def lab(colour: str, seen: np.ndarray) -> np.ndarray:
    """CIE L*, a* and b* of a colour as an eye sees it; white is that of the screen."""
    part = np.array(rgb(colour)) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                       [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
    xyz = to_xyz @ np.clip(seen @ linear, 0, 1) / to_xyz.sum(axis=1)
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (xyz * 24389 / 27 + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("name", RAMPS)
@pytest.mark.parametrize("count", CLASS_COUNTS)
def test_ramps_grow_darker_by_a_step_that_every_eye_sees(name: str, count: int, seen: str) -> None:
    steps = [lab(colour, SEEN[seen]) for colour in ramp(name, count)]
    assert min(light[0] - dark[0] for light, dark in pairwise(steps)) >= NEAREST
    assert min(np.linalg.norm(one - other) for one, other in pairwise(steps)) >= NEAREST
    assert steps[0][0] - steps[-1][0] > 45


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("name", DIVERGING)
@pytest.mark.parametrize("count", CLASS_COUNTS)
def test_diverging_ramps_grow_darker_on_either_side(name: str, count: int, seen: str) -> None:
    steps = [lab(colour, SEEN[seen]) for colour in ramp(name, count)]
    half = (count + 1) // 2
    for arm in (steps[:half][::-1], steps[-half:]):
        assert min(light[0] - dark[0] for light, dark in pairwise(arm)) >= NEAREST


@pytest.mark.parametrize("seen", ["all colours", "protanopia", "deuteranopia", "tritanopia"])
@pytest.mark.parametrize("name", DIVERGING)
@pytest.mark.parametrize("count", CLASS_COUNTS)
def test_the_arms_of_a_diverging_ramp_are_told_apart_by_hue(
    name: str, count: int, seen: str
) -> None:
    steps = [lab(colour, SEEN[seen]) for colour in ramp(name, count)]
    for low, high in zip(steps[: count // 2], steps[::-1], strict=False):
        assert np.linalg.norm((low - high)[1:]) >= 15
    for one, other in pairwise(steps):
        assert np.linalg.norm(one - other) >= NEAREST


@pytest.mark.parametrize("name", DIVERGING)
def test_the_middle_of_a_diverging_ramp_is_neutral_and_no_arm_is_red(name: str) -> None:
    stops = DIVERGING[name]
    assert np.linalg.norm(lab(stops[len(stops) // 2], SEEN["all colours"])[1:]) < 4
    for colour in ramp(name, 9):
        red, green, blue = rgb(colour)
        assert red < 1.8 * max(green, blue)


@pytest.mark.parametrize("name", [*RAMPS, *DIVERGING])
def test_no_ramp_comes_near_the_clay_of_the_chosen_or_the_grey_of_the_missing(name: str) -> None:
    eye = SEEN["all colours"]
    colours = [colour for count in CLASS_COUNTS for colour in ramp(name, count)]
    assert min(np.linalg.norm(lab(each, eye) - lab(CLAY, eye)) for each in colours) > 25
    if name in RAMPS:
        nearest = min(np.linalg.norm(lab(each, eye) - lab(MISSING, eye)) for each in colours)
        assert nearest > NEAREST


@pytest.mark.parametrize("name", [*RAMPS, *DIVERGING])
def test_ramps(name: str) -> None:
    stops = RAMPS[name] if name in RAMPS else DIVERGING[name]
    assert ramp(name, len(stops)) == stops
    assert ramp(name, 1) == (stops[len(stops) // 2],)
    for count in range(1, 10):
        colours = ramp(name, count)
        assert len(set(colours)) == count
        assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in colours)
        assert ramp(name, count, reverse=True) == colours[::-1]
    assert (ramp(name, 9)[0], ramp(name, 9)[-1]) == (stops[0], stops[-1])
    assert ramp_name(name)


def test_no_such_ramp() -> None:
    for ask in (lambda: ramp("alarm", 5), lambda: ramp("alarm", 4), lambda: ramp_name("alarm")):
        with pytest.raises(KeyError):
            ask()
    assert len({ramp_name(name) for name in (*RAMPS, *DIVERGING)}) == len(RAMPS) + len(DIVERGING)


@given(st.sampled_from([*RAMPS]), st.lists(st.floats(-0.5, 1.5), min_size=2, max_size=9))
def test_shades_are_as_dark_as_their_place_is_far(name: str, shares: list[float]) -> None:
    made = shades(name, np.array(sorted(shares)))
    light = [lightness(colour) for colour in made]
    assert all(left >= right for left, right in pairwise(light))
    assert shades(name, 1 - np.array(sorted(shares)), reverse=True) == made
    stops = RAMPS[name]
    ends = lightness(stops[0]), lightness(stops[-1])
    for share, each in zip(sorted(shares), light, strict=True):
        wanted = ends[0] + (ends[1] - ends[0]) * min(max(share, 0), 1)
        assert each == pytest.approx(wanted, abs=0.8)


@given(st.sampled_from([*DIVERGING]), st.integers(0, 4), st.integers(0, 4), st.booleans())
def test_arms_are_equally_dark_equally_far_from_the_middle(
    name: str, below: int, above: int, neutral: bool
) -> None:
    made = arms(name, below, above, neutral=neutral)
    assert len(made) == len(set(made)) == below + above + neutral
    light = [lightness(colour) for colour in made]
    low, high = light[:below][::-1], light[len(light) - above :]
    assert low == sorted(low, reverse=True)
    assert high == sorted(high, reverse=True)
    for left, right in zip(low, high, strict=False):
        assert left == pytest.approx(right, abs=4)
    if neutral:
        assert made[below] == DIVERGING[name][3]


def test_lightness() -> None:
    assert lightness("#000000") == 0
    assert lightness("#FFFFFF") == pytest.approx(100)
    assert lightness("#777777") == pytest.approx(50.03, abs=0.05)
    assert lightness("#030303") == pytest.approx(0.82, abs=0.02)  # the straight part at the bottom


@pytest.mark.parametrize("ink", [INK, MUTED])
@pytest.mark.parametrize("ground", [SURFACE, CANVAS])
def test_text_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


def test_luminance_and_contrast() -> None:
    assert luminance("#000000") == 0
    assert luminance("#FFFFFF") == pytest.approx(1)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == contrast("#FFFFFF", "#777777") < 4.5  # WCAG's example
    assert contrast("#767676", "#FFFFFF") >= 4.5


def test_mixing() -> None:
    assert mixed("#000000", "#FFFFFF", 0) == "#000000"
    assert mixed("#000000", "#FFFFFF", 1) == "#FFFFFF"
    assert mixed("#102030", "#304050", 0.5) == "#203040"


def test_every_quiet_layer_is_drawn_somehow() -> None:
    assert all(quiet.fill or (quiet.line and quiet.width) for quiet in BACKGROUND.values())
