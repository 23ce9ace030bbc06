"""Colours: the tokens of the screen and the ramps of the maps.

Every ramp runs from light to dark with strictly falling lightness, so that it survives a grey
printer and the common kinds of colour blindness.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
BAR = "#C8D3DC"

SEQUENTIAL_1 = ("#F0EBDD", "#C9DDD3", "#8CC0BC", "#43929F", "#115A73")
SEQUENTIAL_2 = ("#F3EAE6", "#E3C9CF", "#C49CB4", "#9A6B9B", "#5F3B78")

RAMPS: Mapping[str, tuple[str, ...]] = {"petrol": SEQUENTIAL_1, "violet": SEQUENTIAL_2}


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


def ramp(name: str, count: int) -> tuple[str, ...]:
    """``count`` colours from light to dark, evenly along the named ramp.

    Raises:
        KeyError: no such ramp.
    """
    stops = RAMPS[name]
    if count == 1:
        return (stops[len(stops) // 2],)
    colours = []
    for step in range(count):
        place = step * (len(stops) - 1) / (count - 1)
        left = min(int(place), len(stops) - 2)
        colours.append(mixed(stops[left], stops[left + 1], place - left))
    return tuple(colours)


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
