"""Where an area stands, in the few lines beside a map: med sikkerhed over kommunen 21,4 %."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.comparisons import Against, Comparison, Question, Verdict, compare
from desktop.core.comparisonwords import comparison_sentence, place_words
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator, Kind
from desktop.core.periods import Period
from desktop.core.sentences import value_words
from desktop.core.wording import _, number, rounded_half_up

_NEARLY_ALL = 0.8  # of the areas behind a sum, for it to be said in so few words


@dataclass(frozen=True, slots=True)
class Standing:
    """One line: that the area lies so and so to a place, whose value is such.

    ``sure`` where the interval of the difference leaves out none. ``sentence`` is the whole of it,
    to be read aloud.
    """

    lies: str
    place: str
    value: str
    sure: bool
    sentence: str


def standings(
    data: Dataset, level: str, area: int, indicator: Indicator, period: Period
) -> tuple[Standing, ...]:
    """How an area lies to the municipality, its sector, its district and the areas like it.

    Only those that the extract knows and that are shown, and sums where nearly all of the areas
    are. None for a plain count, which would only say which place is the larger, and none where the
    area's own number is not shown.
    """
    if indicator.kind is Kind.COUNT:
        return ()
    made = compare(data, level, area, indicator, period, _questions(data, level, area))
    return tuple(_standing(data, level, area, each, indicator) for each in made if _is_said(each))


def _questions(data: Dataset, level: str, area: int) -> tuple[Question, ...]:
    areas = data.areas(level)
    asked = [Question(Against.MUNICIPALITY)]
    if areas.sectors[area] and len(set(areas.sectors)) > 1:
        asked.append(Question(Against.SECTOR))
    if areas.parents:
        asked.append(Question(Against.DISTRICT))
    return (*asked, Question(Against.SIMILAR))


def _is_said(comparison: Comparison) -> bool:
    """Both are shown, and nearly all of a sum: it is the low counts that are hidden."""
    if comparison.partial and comparison.shown < _NEARLY_ALL * comparison.areas:
        return False
    return bool(
        comparison.own.states[0] == State.SHOWN and comparison.other.states[0] == State.SHOWN
    )


def _standing(
    data: Dataset, level: str, area: int, comparison: Comparison, indicator: Indicator
) -> Standing:
    areas = data.areas(level)
    sure = comparison.verdict in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER)
    return Standing(
        _lies(comparison, indicator),
        _place(comparison),
        value_words(comparison.other, 0, indicator),
        sure,
        comparison_sentence(areas.names[area] or areas.codes[area], comparison, indicator),
    )


def _lies(comparison: Comparison, indicator: Indicator) -> str:
    match comparison.verdict:
        case Verdict.SURE_HIGHER:
            return _("med sikkerhed over")
        case Verdict.SURE_LOWER:
            return _("med sikkerhed under")
    rounded = rounded_half_up(comparison.difference, indicator.decimals)
    if rounded == 0:
        return _("på linje med")
    if comparison.verdict is Verdict.UNDECIDED:
        return _("over") if rounded > 0 else _("under")
    return _("måske over") if rounded > 0 else _("måske under")


def _place(comparison: Comparison) -> str:
    """The name as short as it can be; a sum of the shown alone tells how many they are."""
    if comparison.against is Against.SECTOR:
        name = _("sektoren »{name}«").format(name=comparison.name)
    else:
        name = place_words(comparison)
    if not comparison.partial:
        return name
    return _("{name} ({shown} af {areas} vist)").format(
        name=name, shown=number(comparison.shown), areas=number(comparison.areas)
    )
