"""Whether a number can be trusted: what it rests on, how far chance moves it, what may be hidden.

In plain words and with the number's own figures, so that whoever asks in a meeting gets an answer
that can be read aloud.
"""

from __future__ import annotations

import math

import numpy as np

from desktop.core.comparisons import Against, Question, compare
from desktop.core.comparisonwords import comparison_sentence, process_sentence
from desktop.core.dataset import Dataset
from desktop.core.differences import picked
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import is_small
from desktop.core.levelwords import called
from desktop.core.measures import Cells, restricted
from desktop.core.periods import Period, latest
from desktop.core.places import place_ranges
from desktop.core.sentences import (
    count_words,
    interval_words,
    is_beyond_chance,
    limit_words,
    value_words,
)
from desktop.core.wording import _, difference, ended, number, plural, rounded_half_up, short_date


def trust_sentences(
    data: Dataset, level: str, position: int, indicator: Indicator, period: Period
) -> tuple[str, ...]:
    """What can be said for and against a number, a sentence or two for each question.

    How many it rests on; how far chance alone could move it; how it lies to the municipality;
    whether the change since a year ago is more than chance; when and from what it was made; what is
    hidden. The indicator is taken at its newest period that is over by the time asked for. Of a
    number that is not shown it is said why, and nothing that could tell it.
    """
    areas = data.areas(level)
    at = latest(data.periods_of(indicator.id, level), period)
    if at is None:
        return (_("Der er ingen tal for denne periode eller før."), *_origin(data, indicator, None))
    exists = areas.valid_on(at.end)
    cells = restricted(data.cells(indicator.id, level, at), exists)
    own = picked(cells, np.array([position]))
    if not exists[position]:
        return (_("Området fandtes ikke i denne periode."),)
    if own.states[0] != State.SHOWN:
        return (
            _hidden(int(own.states[0])),
            *_origin(data, indicator, at),
            *_rule(data, level, indicator, cells),
        )
    name = areas.names[position] or areas.codes[position]
    words = called(data.level(level))
    said = [*_basis(own, indicator), *_chance(own, indicator)]
    if indicator.kind is not Kind.COUNT:
        (whole,) = compare(data, level, position, indicator, at, [Question(Against.MUNICIPALITY)])
        said.append(comparison_sentence(name, whole, indicator, words))
    said += _change(data, level, position, indicator, at, own)
    said += _place(cells, position, indicator, words.many)
    said += _origin(data, indicator, at)
    said += _rule(data, level, indicator, cells)
    if indicator.kind in (Kind.SHARE, Kind.RATE):
        said.append(process_sentence())
    return tuple(said)


def _basis(own: Cells, indicator: Indicator) -> list[str]:
    """How many the number rests on, and of whom."""
    counted, base = str(indicator.numerator_text), str(indicator.denominator_text)
    behind = count_words(own, 0)
    if indicator.kind is Kind.COUNT:
        said = _("Tallet er talt op og er, hvad det er: {value}.").format(
            value=value_words(own, 0, indicator)
        )
        return [said]
    if not behind:
        return [_("Tallet er leveret færdigt, så det vides ikke, hvor mange det bygger på.")]
    if counted and base and indicator.kind is not Kind.MEAN:
        said = _("Det bygger på {counts}. Der er talt: {counted}. Ud af: {base}.").format(
            counts=behind, counted=_within(counted), base=_within(base)
        )
    elif indicator.kind is Kind.MEAN:
        said = _("Det er et gennemsnit for {base}.").format(base=number(float(own.denominators[0])))
    else:
        said = _("Det bygger på {counts}.").format(counts=behind)
    if is_small(own, indicator.kind)[0]:
        return [said, _("Det er få, så tallet svinger meget af sig selv.")]
    return [said]


def _chance(own: Cells, indicator: Indicator) -> list[str]:
    """How far chance alone could move it."""
    if indicator.kind is Kind.COUNT:
        return []
    interval = interval_words(own, 0, indicator)
    if not interval:
        return [
            _(
                "Hvor meget det svinger af sig selv, kan ikke regnes ud: det er ikke en andel eller"
                " en hyppighed af noget, der er talt."
            )
        ]
    return [
        _(
            "Alene ved tilfældigheder kunne et tal som dette ligge mellem {interval}, uden at noget"
            " er anderledes (95 %-interval)."
        ).format(interval=interval.replace("–", _(" og "), 1))
    ]


def _change(
    data: Dataset, level: str, position: int, indicator: Indicator, at: Period, own: Cells
) -> list[str]:
    """The change since the same part of the year before, and whether it is more than chance."""
    before = at.year_before()
    if before not in data.periods_of(indicator.id, level):
        return [_("Der er ikke et tal fra året før at holde det op mod.")]
    then = restricted(
        data.cells(indicator.id, level, before), data.areas(level).valid_on(before.end)
    )
    earlier = picked(then, np.array([position]))
    if earlier.states[0] != State.SHOWN:
        return [_("Tallet fra året før vises ikke, så ændringen kan ikke siges.")]
    change = float(own.values[0] - earlier.values[0])
    if rounded_half_up(change, indicator.decimals) == 0:
        return [_("Det er uændret siden {period}.").format(period=before.label)]
    said = _("Siden {period} er det ændret {change}").format(
        period=before.label, change=difference(change, indicator.unit, indicator.decimals)
    )
    if indicator.kind in (Kind.COUNT, Kind.MEAN) or math.isnan(own.numerators[0]):
        return [ended(said)]
    if is_beyond_chance(earlier, own, 0, indicator):
        return [_("{said}; det er mere, end tilfældigheder plejer at give.").format(said=said)]
    return [_("{said}; så meget kan være tilfældigt.").format(said=said)]


def _place(cells: Cells, position: int, indicator: Indicator, many: str) -> list[str]:
    """Between which places the area surely stands; nothing where that is not known."""
    best, worst = place_ranges(cells, indicator.kind, indicator.per, np.array([position]))
    if not best[0]:
        return []
    total = number(int(cells.shown.sum()))
    if best[0] == worst[0]:
        return [
            _("Med 95 % sikkerhed er området nr. {place} af {total} viste {areas}.").format(
                place=int(best[0]), total=total, areas=many
            )
        ]
    return [
        _(
            "Med 95 % sikkerhed ligger området mellem nr. {best} og nr. {worst} af {total} viste"
            " {areas}, højeste først."
        ).format(best=int(best[0]), worst=int(worst[0]), total=total, areas=many)
    ]


def _origin(data: Dataset, indicator: Indicator, at: Period | None) -> list[str]:
    """When the number was made, and from what."""
    said = []
    reference, source = str(indicator.reference), str(indicator.source)
    if at is not None and reference:
        said.append(
            _("Opgjort for {period}: {reference}.").format(
                period=at.label, reference=_within(reference)
            )
        )
    elif at is not None:
        said.append(_("Opgjort for {period}.").format(period=at.label))
    if source:
        said.append(_("Kilde: {source}.").format(source=source.rstrip(".")))
    said.append(_("Udtrækket er dannet {day}.").format(day=short_date(data.manifest.created)))
    return [" ".join(said)]


def _rule(data: Dataset, level: str, indicator: Indicator, cells: Cells) -> list[str]:
    """What is not shown of the indicator, by which rule, and of how many areas."""
    limits = limit_words(data.manifest.limits) if indicator.people else ""
    withheld = int((cells.states == State.WITHHELD).sum())
    words = called(data.level(level))
    told = (
        plural("{areas} er diskretioneret her.", "{areas} er diskretioneret her.", withheld).format(
            areas=words.counted(withheld)
        )
        if withheld
        else ""
    )
    said = " ".join(part for part in (str(indicator.discretion), limits, told) if part)
    return [said] if said else []


def _within(text: str) -> str:
    """A text of the catalogue as it stands inside a sentence; abbreviations keep their capitals."""
    bare = text.rstrip(".")
    return bare if bare[1:2].isupper() else bare[:1].lower() + bare[1:]


def _hidden(state: int) -> str:
    return {
        State.WITHHELD: _("Tallet vises ikke, fordi det vedrører for få personer."),
        State.UNDEFINED: _("Der er ingen at regne tallet af."),
    }.get(State(state), _("Der er ikke leveret tal for området i denne periode."))
