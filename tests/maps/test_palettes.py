"""Colours: in order of lightness for every eye and on grey paper, and text that can be read."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from desktop.maps.palettes import (
    BACKGROUND,
    CANVAS,
    INK,
    MUTED,
    RAMPS,
    SURFACE,
    contrast,
    luminance,
    mixed,
    ramp,
    rgb,
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


def lightness(colour: str, seen: np.ndarray) -> float:
    """CIE L* of a colour as an eye sees it."""
    part = np.array(rgb(colour)) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    y = float(np.clip(seen @ linear, 0, 1) @ [0.2126, 0.7152, 0.0722])
    return float(116 * np.cbrt(y) - 16 if y > 0.008856 else 903.3 * y)


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("name", RAMPS)
@pytest.mark.parametrize("count", range(2, 10))
def test_ramps_grow_darker_at_every_step(name: str, count: int, seen: str) -> None:
    steps = [lightness(colour, SEEN[seen]) for colour in ramp(name, count)]
    falls = [light - dark for light, dark in pairwise(steps)]
    assert min(falls) > 20 / count
    assert steps[0] - steps[-1] > 45


@pytest.mark.parametrize("name", RAMPS)
def test_ramps(name: str) -> None:
    assert ramp(name, 5) == RAMPS[name]
    assert ramp(name, 1) == (RAMPS[name][2],)
    for count in range(1, 10):
        colours = ramp(name, count)
        assert len(set(colours)) == count
        assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in colours)
    assert (ramp(name, 9)[0], ramp(name, 9)[-1]) == (RAMPS[name][0], RAMPS[name][-1])
    with pytest.raises(KeyError):
        ramp("alarm", 5)


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
