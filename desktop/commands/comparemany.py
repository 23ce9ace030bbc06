"""What ``compare`` says of many indicators: the sure differences first, the rest counted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.commands.asking import fitted_lines, shortened, wrapped
from desktop.core.comparisonwords import difference_words
from desktop.core.differences import Comparison, Verdict
from desktop.core.indicators import Indicator
from desktop.core.periods import Period
from desktop.core.sentences import value_words
from desktop.core.wording import _, number, plural

MANY = 3  # indicators; of more than these the sure differences are told alone
_LONGEST = 26  # characters of a group's or an area's name
SURE = (Verdict.SURE_HIGHER, Verdict.SURE_LOWER)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One comparison of one indicator, with what is held against what."""

    indicator: Indicator
    period: Period
    who: str
    place: str
    made: Comparison


def many_lines(lines: Sequence[Line], *, others: str) -> Iterator[str]:
    """The sure differences, largest first for their size; then how many are not, and how to see.

    ``others`` is the heading of what is held against what.
    """
    sure = sorted(
        (line for line in lines if line.made.verdict in SURE), key=_by_relative_size, reverse=True
    )
    if sure:
        yield _("Sikre forskelle, de forholdsvis største først:")
        rows = [
            (
                "  " + shortened(line.indicator.label, 24),
                shortened(line.who or line.place, _LONGEST),
                value_words(line.made.own, 0, line.indicator),
                value_words(line.made.other, 0, line.indicator),
                difference_words(line.made, line.indicator),
                _percent(line.made.relative),
                line.period.code,
            )
            for line in sure
        ]
        heading = (
            "  " + _("indikator"),
            others,
            _("værdi"),
            _("mod værdien"),
            _("forskel"),
            _("i procent"),
            _("periode"),
        )
        yield from fitted_lines([heading, *rows], "llrrrrl", (4, 3))
    elif any(_is_compared(line) for line in lines):
        yield _("Ingen af forskellene er sikre.")
    yield from _unsure_lines(lines)


def _unsure_lines(lines: Sequence[Line]) -> Iterator[str]:
    """How many differences are not sure, and of which indicators the own number is not shown."""
    counts = Counter(line.made.verdict for line in lines if _is_compared(line))
    told = []
    if chance := counts[Verdict.MAY_BE_CHANCE]:
        text = plural("{count} kan være tilfældig", "{count} kan være tilfældige", chance)
        told.append(text.format(count=number(chance)))
    if open_ones := counts[Verdict.UNDECIDED]:
        text = plural("{count} kan ikke afgøres", "{count} kan ikke afgøres", open_ones)
        told.append(text.format(count=number(open_ones)))
    count = sum(counts[verdict] for verdict in counts if verdict not in SURE)
    if count:
        text = plural(
            "{count} forskel er ikke sikker: {told}. Se den med --all-lines.",
            "{count} forskelle er ikke sikre: {told}. Se dem med --all-lines.",
            count,
        )
        yield from wrapped(text.format(count=number(count), told=", ".join(told)))
    hidden = dict.fromkeys(line.indicator.label for line in lines if not _is_compared(line))
    if hidden:
        text = _("Har intet vist tal her: {indicators}.")
        yield from wrapped(text.format(indicators=", ".join(hidden)))


def _is_compared(line: Line) -> bool:
    """Whether there is a comparison: an area whose own number is not shown has none."""
    return bool(line.who or line.made.own.shown[0])


def _by_relative_size(line: Line) -> float:
    size = abs(line.made.relative)
    return size if math.isfinite(size) else math.inf


def _percent(relative: float) -> str:
    """How much more or less, as a percentage: ``+37 %``; empty beside a zero."""
    told = number(100 * relative, 0, sign=True)
    return _("{percent} %").format(percent=told) if told else ""
