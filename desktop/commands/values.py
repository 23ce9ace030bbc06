"""``boligatlas values``: one measure of one indicator, a line for every area or group."""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import (
    add_question,
    add_within,
    indicator_of,
    level_of,
    period_of,
    write_json,
    write_lines,
)
from desktop.commands.opening import add_opening, open_named
from desktop.commands.valueasking import catalogue_says, measure_of, refuse_idle
from desktop.core.errors import UsageError
from desktop.core.periods import Period
from desktop.core.wording import _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from desktop.commands.units import Units
    from desktop.core.answers import Answer
    from desktop.core.dataset import Dataset
    from desktop.core.indicators import Indicator
    from desktop.core.questions import Question


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    add_question(parser)
    parser.add_argument(
        "--measure",
        metavar=_("MÅL"),
        help=_("fx index, rank, change; »boligatlas measures« forklarer dem; ellers selve tallet"),
    )
    parser.add_argument(
        "--against",
        metavar=_("PERIODE"),
        help=_("perioden, en ændring regnes fra; ellers samme tid året før"),
    )
    parser.add_argument(
        "--by",
        metavar=_("GRUPPE"),
        help=_("saml områderne: organisation, sector eller et niveau, de ligger i"),
    )
    parser.add_argument(
        "--areas", metavar=_("KODE,KODE"), default="", help=_("kun disse områder; ellers alle")
    )
    add_within(parser)
    parser.add_argument(
        "--together",
        action="store_true",
        help=_("områderne i --areas eller --within, eller alle, som ét"),
    )
    parser.add_argument(
        "--of-shown",
        action="store_true",
        help=_("regn grupper af de viste områder alene, og sig, hvor mange det er"),
    )
    parser.add_argument(
        "--breakdown",
        metavar="ID",
        default="",
        help=_("kun en del af en opdeling; til en standardisering selve opdelingen"),
    )
    parser.add_argument(
        "--least",
        type=float,
        metavar=_("ANTAL"),
        help=_("hvor mange der mindst skal være talt, når år lægges sammen (pooled); ellers 20"),
    )
    parser.add_argument(
        "--width",
        type=float,
        metavar=_("BREDDE"),
        help=_("hvor bredt et interval må være, når år lægges sammen (pooled)"),
    )
    parser.add_argument(
        "--events",
        action="store_true",
        help=_("hver periode tæller sine egne hændelser, så de kan lægges sammen (year-sum)"),
    )
    parser.add_argument("--sort", action="store_true", help=_("højeste værdi først"))
    parser.add_argument(
        "--all", action="store_true", help=_("med --sort også dem uden tal, en linje til hver")
    )


def run(options: argparse.Namespace) -> int:
    """Print one measure of one indicator for every area or group."""
    from desktop.commands.valuewords import told

    refuse_idle(options)
    data = open_named(options)
    try:
        facts = _facts(data, options)
    finally:
        data.close()
    if options.json:
        write_json(facts)
    else:
        brief = options.sort and not options.all and not options.areas
        write_lines(list(told(facts, brief=brief)))
    return 0


def _facts(data: Dataset, options: argparse.Namespace) -> dict[str, Any]:
    """What is asked and what is answered, as JSON says it."""
    from desktop.commands.units import names_of_level, question_of, strata_of, units_of
    from desktop.commands.valuenotes import (
        absent_notes,
        derived_note,
        group_notes,
        order_notes,
        pooling_notes,
        smoothing_notes,
    )
    from desktop.core.answers import COMPARING, STANDARDISING, answer, rows_together

    level = level_of(data, options)
    indicator = indicator_of(data, options, level)
    measure = measure_of(options, indicator)
    period = period_of(data, options, indicator.id, level)
    units = units_of(data, options, level, period)
    against = _against(data, options, indicator, level, period)
    together = partial(rows_together, measure)
    notes: list[str] = []
    parted = measure in STANDARDISING
    wanted = options.breakdown
    if parted:
        options.breakdown = ""  # names what to standardise by; it is the whole that is standardised
    said = catalogue_says(measure, indicator, events=options.events)
    question, counted = question_of(data, options, indicator, period, against, units, together)
    question = replace(question, counted=said, events=options.events)
    if parted:
        strata = strata_of(data, wanted, indicator, period, units)
        counted = strata.counted
        question = replace(question, strata=strata.parts, standard=strata.standard)
        told = _("Standardiseret efter {name}, med kommunen som standard.")
        notes.append(told.format(name=strata.name))
    answered = answer(measure, question)
    one, many = names_of_level(data, level)
    facts: dict[str, Any] = {
        "indicator": indicator.id,
        "name": str(indicator.name),
        "measure": measure,
        "measure_name": _measure_name(measure, indicator),
        "level": level,
        "level_name": str(data.level(level).name),
        "level_one": one,
        "level_plural": many,
        "period": period.code,
        "period_name": period.label,
        "unit": answered.unit,
        "decimals": answered.decimals,
        "signed": answered.signed,
        "breakdown": options.breakdown,
        "by": options.by or "",
        "within": options.within or "",
    }
    if measure in COMPARING:
        facts["against"] = against.code
        notes.append(_("Ændring fra {before}.").format(before=against.label))
    ready = _ready(data, indicator, level, period)
    if measure == "smoothed":
        notes += smoothing_notes(question, answered, units)
    if units.positions is None:
        notes += group_notes(
            data, options, measure, question, answered, units, counted, ready=ready
        )
    notes += pooling_notes(measure, question, ready=ready)
    used = {*answered.used, *together(question.periods, question.row, question.against)}
    notes += absent_notes(data, options, level, [question.periods[row] for row in sorted(used)])
    if options.of_shown or options.breakdown:
        notes.append(derived_note())
    rows = _rows(question, answered, units, measure, counted)
    if units.positions is not None:
        _name_organisations(rows, data, units)
    if options.sort:
        rows.sort(key=lambda row: row["rank"][0] if row["rank"] else math.inf)
    notes += order_notes(measure, question, answered, units)
    if any(row["small"] for row in rows):
        notes.append(_("* små tal: tilfældigheder flytter dem meget."))
    return {**facts, "areas": rows, "notes": notes}


def _against(
    data: Dataset, options: argparse.Namespace, indicator: Indicator, level: str, period: Period
) -> Period:
    """The period to hold the other up to: the one asked for, else a year before.

    Raises:
        UsageError: there are no numbers for the one asked for, or it is the same.
    """
    if not options.against:
        return period.year_before()
    given = argparse.Namespace(period=options.against)
    against = period_of(data, given, indicator.id, level)
    if against == period:
        raise UsageError(
            _("{period} kan ikke holdes op mod sig selv.").format(period=period.label),
            hint=_("Vælg en anden periode med --against, eller udelad den."),
        )
    return against


def _name_organisations(rows: list[dict[str, Any]], data: Dataset, units: Units) -> None:
    """Say which organisation each area belongs to, where the level's areas have one."""
    areas = data.areas(units.level)
    if not any(areas.organisations):
        return
    for row in rows:
        row["organisation"] = areas.organisations[areas.index[row["code"]]]


def _measure_name(measure: str, indicator: Indicator) -> str:
    from desktop.core.answers import OF_KIND
    from desktop.core.definitions import definitions
    from desktop.core.indicators import Kind

    if measure in OF_KIND.values():  # the value itself, whatever sort of number was asked for
        measure = OF_KIND[indicator.kind]
    if measure == "interval" and indicator.kind is Kind.RATE:
        measure = "count-interval"
    return str(next(each.name for each in definitions().measures if each.id == measure))


def _ready(data: Dataset, indicator: Indicator, level: str, period: Period) -> bool:
    """Whether an indicator's numbers are ready values, without counts behind them."""
    import numpy as np

    cells = data.cells(indicator.id, level, period)
    return bool((cells.shown & np.isnan(cells.numerators)).any())


def _rows(
    question: Question, answered: Answer, units: Units, measure: str, counted: NDArray[np.int64]
) -> list[dict[str, Any]]:
    """A row of facts for every unit that was asked about."""
    from desktop.core.disclosure import State
    from desktop.core.scores import ranks

    best, worst = ranks(answered.cells.values if measure == "rank" else answered.values)
    total = int((best > 0).sum())
    codes = [period.code for period in question.periods]
    rows: list[dict[str, Any]] = []
    for at, (code, name) in enumerate(zip(units.codes, units.names, strict=True)):
        if not units.lines[at]:
            continue
        shown = answered.states[at] == State.SHOWN
        row: dict[str, Any] = {
            "code": code,
            "name": name,
            "state": State(int(answered.states[at])).name.lower(),
            "value": _number(answered.values[at]),
            "low": _number(answered.low[at]),
            "high": _number(answered.high[at]),
            "count": _number(answered.cells.numerators[at]),
            "base": _number(answered.cells.denominators[at]),
            "rank": [int(best[at]), int(worst[at]), total] if shown else None,
            "small": bool(answered.small[at]),
        }
        if units.positions is None:
            row["areas"] = int(counted[at])
        if measure in ("pooled", "year-sum", "moving-mean", "two-years", "year-before"):
            used = answered.used
            if answered.lengths is not None:
                row["enough"] = bool(answered.lengths[at])
                used = used[: answered.lengths[at] or None]
            row["periods"] = [codes[each] for each in used] if shown else []
        if answered.weights is not None:
            row["own_weight"] = _number(answered.weights[at])
        for key, column in answered.more.items():
            row[key] = _number(column[at])
        rows.append(row)
    return rows


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
