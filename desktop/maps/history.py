"""Categories as small drawings: a strip of years, and a bar of how likely each category is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core.wording import _
from desktop.maps.drawing import Box, Drawing, Mark, Text

_GAP = 4.0
_BOX = 17.0
_RADIUS = 4.0
_LABEL = 11.0  # size of the year below
_LABEL_ROOM = 17.0  # the least width that a label fits in
_BAR = 10.0


@dataclass(frozen=True, slots=True)
class StripColours:
    """What strips and bars are drawn in."""

    ink: str
    muted: str
    hairline: str
    withheld: str
    missing: str
    hatch: str


@dataclass(frozen=True, slots=True)
class StripYear:
    """One year: its label, the category's place among the colours or −1, and how it is told.

    ``hatched`` is a year whose category cannot be decided; a year without category that is not
    hatched is one the model does not speak of the area in.
    """

    label: str
    category: int
    words: str
    hatched: bool = False


def history_strip(
    years: Sequence[StripYear],
    now: int,
    palette: Sequence[str],
    width: float,
    colours: StripColours,
) -> Drawing:
    """A box per year in the colour of its category, oldest first; ``now`` is outlined."""
    marks: list[Mark] = []
    step = strip_step(len(years), width)
    every = max(1, -(-int(_LABEL_ROOM) // max(1, int(step))))
    for at, year in enumerate(years):
        shown = year.category >= 0
        marks.append(
            Box(
                at * step + 1,
                1.0,
                max(step - _GAP, 2.0),
                _BOX,
                fill=palette[year.category]
                if shown
                else (colours.withheld if year.hatched else colours.missing),
                line=colours.ink if at == now else colours.hairline,
                line_width=2.0 if at == now else 1.0,
                radius=min(_RADIUS, step / 4),
                hatched=colours.hatch if year.hatched and not shown else "",
            )
        )
        if (len(years) - 1 - at) % every == 0:
            marks.append(
                Text(
                    at * step + 1 + (step - _GAP) / 2,
                    _BOX + 16,
                    year.label,
                    _LABEL,
                    colours.ink if at == now else colours.muted,
                    weight=600 if at == now else 400,
                    anchor="middle",
                    tabular=True,
                )
            )
    return Drawing(width, _BOX + 21, tuple(marks))


def strip_step(count: int, width: float) -> float:
    """From one year of a strip to the next; few years do not spread over all the width."""
    return min((width + _GAP - 2) / max(count, 1), 44.0)


def year_at(x: float, count: int, width: float) -> int:
    """The year of a strip at a place across, or −1 beside it."""
    at = int(x // strip_step(count, width)) if x >= 0 else -1
    return at if at < count else -1


def strip_words(years: Sequence[StripYear]) -> str:
    """The strip, to those who cannot see it."""
    return "; ".join(f"{year.label}: {year.words}" for year in years)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: its share, and the category's place among the colours or −1 for none."""

    share: float
    category: int


def chance_bar(
    parts: Sequence[Part], palette: Sequence[str], width: float, colours: StripColours
) -> Drawing:
    """How likely each category is, as one stacked bar; what is left is hatched: undecided."""
    marks: list[Mark] = [
        Box(0, 0, width, _BAR, fill=colours.withheld, radius=_BAR / 2, hatched=colours.hatch)
    ]
    edges: list[tuple[float, float, str]] = []
    left = 0.0
    for part in parts:
        length = part.share * width
        if part.category >= 0 and length > 0:
            edges.append((left, length, palette[part.category]))
        left += length
    for at, (start, length, colour) in enumerate(edges):
        round_end = at in (0, len(edges) - 1)
        radius = min(_BAR / 2, length / 2) if round_end else 0.0
        marks.append(Box(start, 0, length, _BAR, fill=colour, radius=radius))
        if round_end and len(edges) > 1 and length > _BAR:  # square towards the neighbour
            inner = start + length / 2 if at == 0 else start
            marks.append(Box(inner, 0, length / 2, _BAR, fill=colour))
    marks.append(
        Box(0.5, 0.5, width - 1, _BAR - 1, line=colours.hairline, line_width=1.0, radius=_BAR / 2)
    )
    return Drawing(width, _BAR, tuple(marks))


def bar_words(names: Sequence[tuple[str, str]]) -> str:
    """The bar, to those who cannot see it: ``Udsat 86 %, Risikoområde 14 %``."""
    return ", ".join(f"{name} {chance}" for name, chance in names) or _("ingen chancer kendt")
