"""What is said about one number: value, count of base, rank, comparison, change.

Shared by the hover card, the area panel, paper and the command line, so that the same number is
always said the same way.
"""

from __future__ import annotations

import numpy as np

from desktop.core.disclosure import Limits, State
from desktop.core.indicators import Direction, Indicator, Kind
from desktop.core.intervals import cell_intervals, difference_intervals
from desktop.core.measures import Cells, rank
from desktop.core.places import place_ranges
from desktop.core.wording import NO_BREAK, _, difference, number, quantity


def state_words(state: int) -> str:
    """Why a cell shows no number."""
    return {
        State.WITHHELD: _("diskretioneret"),
        State.UNDEFINED: _("ikke defineret"),
        State.MISSING: _("ingen data"),
    }[State(state)]


def value_words(cells: Cells, position: int, indicator: Indicator) -> str:
    """The value with its unit, or why there is none: ``17,2 %``."""
    if cells.states[position] != State.SHOWN:
        return state_words(int(cells.states[position]))
    return quantity(float(cells.values[position]), indicator.unit, indicator.decimals)


def count_words(cells: Cells, position: int) -> str:
    """The counts behind a share: ``184 af 1.070``; empty where there is no base."""
    counted, base = float(cells.numerators[position]), float(cells.denominators[position])
    if not np.isfinite(base):
        return ""
    return _("{count} af {base}").format(count=number(counted), base=number(base))


def rank_words(cells: Cells, position: int) -> str:
    """The place among the shown, highest first: ``nr. 96 af 175``; ties share their places.

    Where areas are withheld it says that the others are those shown, ``nr. 15 af 114 viste``.
    """
    if cells.states[position] != State.SHOWN:
        return ""
    first, last, total = rank(cells.values, position)
    place = f"{first}" if first == last else f"{first}–{last}"
    if (cells.states == State.WITHHELD).any():
        return _("nr. {place} af {total} viste").format(place=place, total=total)
    return _("nr. {place} af {total}").format(place=place, total=total)


def places_words(cells: Cells, position: int, indicator: Indicator) -> str:
    """Between which places an area surely stands: ``nr. 12–51``; empty where that is not known."""
    best, worst = place_ranges(cells, indicator.kind, indicator.per, np.array([position]))
    if not best[0]:
        return ""
    if best[0] == worst[0]:
        return _("nr. {place}").format(place=int(best[0]))
    return _("nr. {best}–{worst}").format(best=int(best[0]), worst=int(worst[0]))


def municipality_words(municipality: Cells, indicator: Indicator) -> str:
    """The municipality's value: ``kommunen 21,4 %``; empty where there is none."""
    if municipality.states[0] != State.SHOWN:
        return ""
    return _("kommunen {value}").format(value=value_words(municipality, 0, indicator))


def interval_words(cells: Cells, position: int, indicator: Indicator) -> str:
    """The 95 % interval of a share or rate: ``27,1–31,8 %``; empty where there is none.

    Such an interval is not even about the value, so its ends are said, not a plus-minus. A plain
    count gets none: how many live somewhere is known.
    """
    if indicator.kind is Kind.COUNT:
        return ""
    low, high = cell_intervals(_only(cells, position), indicator.kind, indicator.per)
    if not np.isfinite(low[0]):
        return ""
    ends = [number(float(end[0]), indicator.decimals) for end in (low, high)]
    return f"{ends[0]}–{ends[1]}{NO_BREAK}{indicator.unit}"


def limit_words(limits: Limits) -> str:
    """What is not shown because it concerns too few people; empty where there are no limits."""
    people, residents = limits.cell_minimum, limits.area_minimum
    if people > 1 and residents > 1:
        text = _(
            "Antal fra 1 til {most} personer, talt med eller ikke, og områder med færre end"
            " {residents} beboere vises ikke."
        )
        if not limits.complement:
            text = _(
                "Antal fra 1 til {most} personer og områder med færre end {residents} beboere"
                " vises ikke."
            )
    elif people > 1:
        text = _("Antal fra 1 til {most} personer vises ikke.")
        if limits.complement:
            text = _("Antal fra 1 til {most} personer, talt med eller ikke, vises ikke.")
    elif residents > 1:
        text = _("Områder med færre end {residents} beboere vises ikke.")
    else:
        return ""
    return text.format(most=people - 1, residents=residents)


def change_words(before: Cells, after: Cells, position: int, indicator: Indicator) -> str:
    """The change between two periods: ``−1,8 pct.point``; empty where either is not shown."""
    if before.states[position] != State.SHOWN or after.states[position] != State.SHOWN:
        return ""
    change = float(after.values[position] - before.values[position])
    return difference(change, indicator.unit, indicator.decimals)


def is_improvement(change: float, indicator: Indicator) -> bool:
    """Whether a change goes the good way; never for an indicator without a direction."""
    if indicator.direction is Direction.WORSE:
        return change < 0
    return indicator.direction is Direction.BETTER and change > 0


def is_beyond_chance(before: Cells, after: Cells, position: int, indicator: Indicator) -> bool:
    """Whether the 95 % interval of the change between two cells leaves out no change at all.

    The same people are partly in both, which makes the interval wider than it need be: it never
    says too much. False where either cell has no interval of its own.
    """
    early, late = _only(before, position), _only(after, position)
    low, high = difference_intervals(
        late.values,
        cell_intervals(late, indicator.kind, indicator.per),
        early.values,
        cell_intervals(early, indicator.kind, indicator.per),
    )
    return bool(low[0] > 0 or high[0] < 0)


def _only(cells: Cells, position: int) -> Cells:
    """One cell of many."""
    one = slice(position, position + 1)
    return Cells(
        cells.numerators[one], cells.denominators[one], cells.values[one], cells.states[one]
    )


def hover_lines(
    name: str, cells: Cells, position: int, municipality: Cells, indicator: Indicator
) -> tuple[str, ...]:
    """The lines of the hover card: name; value and counts; rank and municipality."""
    middle = " · ".join(
        part
        for part in (value_words(cells, position, indicator), count_words(cells, position))
        if part
    )
    foot = " · ".join(
        part
        for part in (rank_words(cells, position), municipality_words(municipality, indicator))
        if part
    )
    return tuple(line for line in (name, middle, foot) if line)
