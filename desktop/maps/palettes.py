"""Colours: the tokens of the screen and the ramps of the maps.

Every ramp runs from light to dark with strictly falling lightness, so that it survives a grey
printer and the common kinds of colour blindness. A diverging ramp does so from its neutral middle
to either end, and its arms differ in yellow against blue, never in red against green. No ramp comes
near the clay of the chosen areas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from desktop.core.wording import _

INK = "#1B2733"
MUTED = "#5B6B7A"
FAINT = "#8795A1"
CANVAS = "#F5F7F9"
SURFACE = "#FFFFFF"
HAIRLINE = "#E2E7EC"
PETROL = "#115A73"
PETROL_SOFT = "#E3F0F4"
CLAY = "#E07A3F"
GOOD = "#0B6B4F"
WITHHELD = "#EEF1F4"
HATCH = "#AEB9C4"
MISSING = "#E9EDF0"
CIRCLED = "#F4F0E6"  # areas under circles: like no class, and not the grey of missing ones
BAR = "#C8D3DC"
CARD_MUTED = "#B4C0CA"

SEQUENTIAL_1 = ("#F0EBDD", "#C9DDD3", "#8CC0BC", "#43929F", "#115A73")
SEQUENTIAL_2 = ("#F3EAE6", "#E3C9CF", "#C49CB4", "#9A6B9B", "#5F3B78")

RAMPS: Mapping[str, tuple[str, ...]] = {
    "petrol": SEQUENTIAL_1,
    "violet": SEQUENTIAL_2,
    "blue": ("#F3EDE4", "#B7CCDE", "#7EA4CB", "#4078B1", "#04498A"),
    "moss": ("#F3EEDE", "#C4CEA5", "#8AAA72", "#547F4D", "#2B5435"),
    "lake": ("#FAF1C7", "#B5D9A6", "#61B1A6", "#0A7BA2", "#004885"),
    "plum": ("#F6ECE6", "#E9BFC5", "#CF8EA6", "#A35B82", "#673561"),
}

# From one dark end over a neutral middle to the other: low values first.
DIVERGING: Mapping[str, tuple[str, ...]] = {
    "petrol-ochre": (
        "#00586D", "#348FA1", "#8FC5C9", "#EFEEEA", "#DBBD86", "#AB8240", "#724D20",
    ),
    "violet-moss": (
        "#62427F", "#9E75AE", "#D3B5D4", "#EFEEEA", "#B4C899", "#6D935A", "#375E35",
    ),
    "blue-ochre": (
        "#0E4B8F", "#5384BF", "#A0BFDF", "#EFEEEA", "#DBBD86", "#AB8240", "#724D20",
    ),
}  # fmt: skip

_STEPS = 256  # shades told apart along a ramp


@dataclass(frozen=True, slots=True)
class Quiet:
    """How a quiet background layer is drawn: fill or line colour, and line width in millimetres."""

    fill: str = ""
    line: str = ""
    width: float = 0.0


BACKGROUND: Mapping[str, Quiet] = {
    "land": Quiet(fill="#FCFDFD", line="#DDE4EA", width=0.15),
    "green": Quiet(fill="#EDF3EA"),
    "water": Quiet(fill="#E1ECF2"),
    "building": Quiet(fill="#EDF0F3"),
    "rail": Quiet(line="#D5DCE2", width=0.25),
    "road": Quiet(line="#E4E8EC", width=0.35),
}


# The same layers in a dim room, on the dark canvas.
BACKGROUND_DARK: Mapping[str, Quiet] = {
    "land": Quiet(fill="#202B35", line="#33414D", width=0.15),
    "green": Quiet(fill="#22332F"),
    "water": Quiet(fill="#142A37"),
    "building": Quiet(fill="#26323D"),
    "rail": Quiet(line="#3A4854", width=0.25),
    "road": Quiet(line="#303D49", width=0.35),
}


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue from 0 to 255 of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(one: str, other: str, share: float) -> str:
    """``one`` with ``share`` (0 to 1) of ``other`` in it."""
    parts = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in parts)


def ramp_name(name: str) -> str:
    """What a ramp is called on screen.

    Raises:
        KeyError: no such ramp.
    """
    return {
        "petrol": _("Petrol"),
        "violet": _("Violet"),
        "blue": _("Blå"),
        "moss": _("Mosgrøn"),
        "lake": _("Gul til blå"),
        "plum": _("Blomme"),
        "petrol-ochre": _("Petrol og okker"),
        "violet-moss": _("Violet og mosgrøn"),
        "blue-ochre": _("Blå og okker"),
    }[name]


def ramp(name: str, count: int, *, reverse: bool = False) -> tuple[str, ...]:
    """``count`` colours along the named ramp, from light to dark; a diverging one end to end.

    As many as the ramp has stops are the stops; any other number is spread evenly in lightness.
    ``reverse`` turns the ramp around.

    Raises:
        KeyError: no such ramp.
    """
    stops = RAMPS[name] if name in RAMPS else DIVERGING[name]
    if count == 1:
        return (stops[len(stops) // 2],)
    if count == len(stops):
        return stops[::-1] if reverse else stops
    if name in RAMPS:
        return shades(name, np.linspace(0.0, 1.0, count), reverse=reverse)
    made = arms(name, count // 2, count // 2, neutral=bool(count % 2))
    return made[::-1] if reverse else made


def shades(name: str, shares: NDArray[np.float64], *, reverse: bool = False) -> tuple[str, ...]:
    """The colour at each place along a ramp, from 0 to 1; evenly in lightness, 256 steps.

    Places beyond the ends are at the ends.

    Raises:
        KeyError: no such ramp.
    """
    track = _track(name)
    places = np.rint(np.clip(shares, 0.0, 1.0) * _STEPS).astype(np.intp)
    if reverse:
        places = _STEPS - places
    return tuple(track[place] for place in places.tolist())


def arms(name: str, below: int, above: int, *, neutral: bool) -> tuple[str, ...]:
    """Colours of classes on either side of a middle, such as no change: lowest class first.

    Classes equally far from the middle are equally dark, whichever side has more of them.

    Args:
        name: a diverging ramp.
        below: classes below the middle.
        above: classes above it.
        neutral: whether a class holds the middle.

    Raises:
        KeyError: no such ramp.
    """
    track, half, most = _track(name), _STEPS // 2, max(below, above, 2)
    low = [track[half - round(half * step / most)] for step in range(below, 0, -1)]
    high = [track[half + round(half * step / most)] for step in range(1, above + 1)]
    return (*low, *((track[half],) if neutral else ()), *high)


@cache
def _track(name: str) -> tuple[str, ...]:
    """A ramp in 257 colours: evenly in lightness, on either side of the middle if diverging."""
    if name in RAMPS:
        return _even(RAMPS[name], _STEPS)
    stops = DIVERGING[name]
    middle = len(stops) // 2
    low, high = _even(stops[: middle + 1], _STEPS // 2), _even(stops[middle:], _STEPS // 2)
    return (*low, *high[1:])


def _even(stops: tuple[str, ...], steps: int) -> tuple[str, ...]:
    """``steps`` + 1 colours between stops whose lightness only rises or only falls."""
    fine = [
        mixed(left, right, part / _STEPS)
        for left, right in pairwise(stops)
        for part in range(_STEPS)
    ]
    fine.append(stops[-1])
    light = np.array([lightness(colour) for colour in fine])
    rising = light if light[-1] > light[0] else -light
    places = np.searchsorted(rising, np.linspace(rising[0], rising[-1], steps + 1))
    return tuple(fine[place] for place in np.minimum(places, len(fine) - 1).tolist())


def lightness(colour: str) -> float:
    """CIE 1976 L*, from 0 to 100, of ``#rrggbb``."""
    share = luminance(colour)
    return 116 * float(np.cbrt(share)) - 16 if share > 216 / 24389 else share * 24389 / 27


def luminance(colour: str) -> float:
    """Relative luminance from 0 to 1, WCAG 2.1."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio from 1 to 21, WCAG 2.1."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
