"""What is to be said under a list of one measure: what is not in it, and how it was made."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from desktop.commands.asking import position_of
from desktop.commands.units import Units, names_of_level, sizes_of
from desktop.core.answers import OF_KIND, Answer, too_few_to_smooth
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.indicators import Kind
from desktop.core.periods import Period
from desktop.core.questions import Question
from desktop.core.windows import MOST_YEARS
from desktop.core.wording import _, ended, number, quantity

_MANY = 0.2  # of the areas with people; from there on what is withheld tells in what is shown
_MOSTLY = 50.0  # per cent; over it a withheld share is so for those it leaves, not for its count
OWN_VALUES = (*OF_KIND.values(), "interval")


def order_notes(measure: str, question: Question, answered: Answer, units: Units) -> Iterator[str]:
    """Who is not in the order of the areas or groups, and what the range of a place is."""
    if measure == "rank" and np.isfinite(answered.low).any():
        yield _("I parentes de pladser, det kan være, når tilfældigheder regnes med (95 %).")
    hidden = int((answered.states != State.SHOWN).sum())
    if hidden in (0, len(answered.states)):
        return
    few = _few_counted(question, answered, units)
    told = (
        _("{areas} vises ikke og er ikke med i rækkefølgen, som regel fordi få er talt med.")
        if few
        else _("{areas} vises ikke og er ikke med i rækkefølgen.")
    )
    yield told.format(areas=_some(hidden, units))
    if measure == "z":
        yield _("Gennemsnit og spredning er af de viste alene.")


def absent_notes(
    data: Dataset, options: argparse.Namespace, level: str, periods: Iterable[Period]
) -> Iterator[str]:
    """Which of the areas asked for by name do not exist in a period that is used."""
    areas = data.areas(level)
    asked = [code.strip() for code in options.areas.split(",") if code.strip()]
    places = list(dict.fromkeys(position_of(data, level, code) for code in asked))
    for period in periods:
        there = areas.valid_on(period.end)
        gone = [areas.names[at] for at in places if not there[at]]
        if gone:
            yield _("Findes ikke i {period} og er ikke med: {areas}.").format(
                period=period.label, areas=", ".join(gone)
            )


def derived_note() -> str:
    """What shown numbers may tell of one that is not, where they are added up or parted."""
    return _(
        "Der er ingen sekundær diskretion: holdt op mod andre tal kan et tal her røbe et, der ikke "
        "vises."
    )


def smoothing_notes(question: Question, answered: Answer, units: Units) -> Iterator[str]:
    """What withheld areas do to smoothed values, and what is done about it."""
    withheld = int((answered.states == State.WITHHELD).sum())
    shown = answered.states == State.SHOWN
    if not withheld or not question.indicator.people:
        return
    if question.fewest > 1 and not _is_most(question):
        yield _(
            "Antal fra 1 til {most} vises ikke; der er regnet med, at de findes, når det fælles "
            "niveau og spredningen skønnes."
        ).format(most=question.fewest - 1)
        if too_few_to_smooth(answered.cells, question.fewest):
            told = (
                _("Kun {areas} viser et antal over 0; der trækkes mod kommunens eget tal.")
                if question.municipality.row(question.row).shown[0]
                else _("Kun {areas} viser et antal over 0, så skønnet er usikkert.")
            )
            counted = int((answered.cells.numerators[shown] > 0).sum())
            yield told.format(areas=_some(counted, units))
    elif withheld > _MANY * (withheld + int(shown.sum())):
        yield _("{areas} vises ikke; det egne tal vejer derfor for meget.").format(
            areas=_some(withheld, units)
        )


def group_notes(
    data: Dataset,
    options: argparse.Namespace,
    measure: str,
    question: Question,
    answered: Answer,
    units: Units,
    counted: NDArray[np.int64],
    *,
    ready: bool,
) -> Iterator[str]:
    """What a number for a group is made of, and where there is one if it is withheld."""
    period = question.periods[question.row]
    _one, areas = names_of_level(data, units.level)
    if ready:
        yield _("Færdige værdier kan ikke samles: et gennemsnit af andele er ikke en andel.")
        return
    if options.of_shown:
        yield _("Regnet alene af {areas}, der vises: {part} af {whole}.").format(
            areas=areas,
            part=number(int(counted.sum())),
            whole=number(int(sizes_of(data, period, units).sum())),
        )
        return
    yield _(
        "Er nogle af en gruppes {areas} diskretioneret eller uden data, er gruppen det også."
    ).format(areas=areas)
    if not np.isin(answered.states[units.lines], (State.WITHHELD, State.MISSING)).any():
        return
    yield _("Brug --of-shown for at regne af de viste {areas} alene.").format(areas=areas)
    larger = data.areas(units.level).parents
    for level in [options.by] if options.by in larger else larger:
        if period in data.periods_of(question.indicator.id, level, options.breakdown):
            yield _("Der er egne tal for {areas}: brug --level {level}.").format(
                areas=names_of_level(data, level)[1], level=level
            )
    municipality = question.municipality.row(question.row)
    if options.together and units.members.all() and municipality.shown[0] and measure in OWN_VALUES:
        value = quantity(
            float(municipality.values[0]), question.indicator.unit, question.indicator.decimals
        )
        yield ended(_("Kommunens eget tal er {value}.").format(value=value))


def pooling_notes(measure: str, question: Question, *, ready: bool) -> Iterator[str]:
    """How periods were put together, and what that does."""
    indicator = question.indicator
    if measure == "year-sum":
        yield _("En sum har kun mening, når hver periode tæller sine egne hændelser.")
        if str(indicator.reference):
            told = _("Om indikatorens periode: {reference}.")
            yield ended(told.format(reference=indicator.reference))
    if ready and measure in ("moving-mean", "two-years"):
        yield _("Indikatoren har kun færdige værdier, så perioderne vejer lige meget.")
    elif measure in ("moving-mean", "two-years", "pooled") and indicator.kind is Kind.SHARE:
        yield _("Mange tælles i flere af perioderne, så intervallet er snarere for smalt.")
    elif measure == "moving-mean" and indicator.kind is Kind.RATE:
        yield _(
            "Tæller hver periode de seneste 12 måneder, er de samme med flere gange, og"
            " intervallet er for smalt."
        )
    if measure == "pooled":
        yield _(
            "Samme del af så få år som muligt, højst {most}, til mindst {least} er talt."
        ).format(most=MOST_YEARS, least=number(question.least))
        if np.isfinite(question.width):
            whole = float(question.width).is_integer()
            yield _("Intervallet må højst være {width} bredt.").format(
                width=quantity(question.width, indicator.unit, 0 if whole else 1)
            )


def _some(count: int, units: Units) -> str:
    """So many of the areas or groups: "61 boligområder"."""
    return f"{number(count)} {units.one if count == 1 else units.many}"


def _few_counted(question: Question, answered: Answer, units: Units) -> bool:
    """Whether most areas without a number are so because few are counted in them."""
    withheld = int((answered.states == State.WITHHELD).sum())
    hidden = int((answered.states != State.SHOWN).sum())
    return (
        units.positions is not None
        and question.fewest > 1
        and 2 * withheld > hidden
        and not _is_most(question)
    )


def _is_most(question: Question) -> bool:
    """Whether most people are counted, so that areas are withheld for the few who are not."""
    own = float(question.municipality.row(question.row).values[0])
    return question.indicator.kind is Kind.SHARE and own > _MOSTLY
