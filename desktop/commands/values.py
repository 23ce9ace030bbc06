"""``boligatlas values``: one measure of one indicator, a line for every area or group."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import (
    add_question,
    indicator_of,
    level_of,
    period_of,
    table_lines,
    write_json,
    write_lines,
)
from desktop.commands.opening import add_opening, open_named
from desktop.core.errors import UsageError
from desktop.core.indicators import Kind as IndicatorKind
from desktop.core.periods import Period
from desktop.core.wording import NO_BREAK, _, difference, number, plural, quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from desktop.commands.units import Units
    from desktop.core.answers import Answer, Question
    from desktop.core.dataset import Dataset
    from desktop.core.indicators import Indicator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    add_question(parser)
    parser.add_argument(
        "--measure",
        metavar=_("MÅL"),
        default="share",
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
    parser.add_argument(
        "--together", action="store_true", help=_("områderne i --areas, eller alle, som ét")
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
        help=_("kun en del, fx koen.k; til en standardisering opdelingen, fx alder"),
    )
    parser.add_argument(
        "--least",
        type=float,
        metavar=_("ANTAL"),
        default=20.0,
        help=_("hvor mange der mindst skal være talt, når perioder lægges sammen; ellers 20"),
    )
    parser.add_argument(
        "--width",
        type=float,
        metavar=_("BREDDE"),
        default=math.inf,
        help=_("hvor bredt et interval må være, når perioder lægges sammen"),
    )
    parser.add_argument("--sort", action="store_true", help=_("højeste værdi først"))


def run(options: argparse.Namespace) -> int:
    """Print one measure of one indicator for every area or group."""
    measure = _measure(options.measure)
    data = open_named(options)
    try:
        facts = _facts(data, options, measure)
    finally:
        data.close()
    if options.json:
        write_json(facts)
    else:
        write_lines(list(_told(facts)))
    return 0


def _measure(asked: str) -> str:
    from desktop.core.answers import MEASURES

    if asked in MEASURES:
        return asked
    near = get_close_matches(asked, MEASURES, 1, 0.5)
    raise UsageError(
        _("Der er intet mål ved navn »{name}«.").format(name=asked),
        hint=_("Mente du »{near}«?").format(near=near[0])
        if near
        else _("Der er: {all}").format(all=", ".join(MEASURES)),
    )


def _facts(data: Dataset, options: argparse.Namespace, measure: str) -> dict[str, Any]:
    """What is asked and what is answered, as JSON says it."""
    from desktop.commands.units import question_of, sizes_of, strata_of, units_of
    from desktop.core.answers import COMPARING, STANDARDISING, answer, rows_together

    level = level_of(data, options)
    indicator = indicator_of(data, options, level)
    period = period_of(data, options, indicator.id, level)
    units = units_of(data, options, level, period)
    against = _against(data, options, indicator, level, period)
    together = partial(rows_together, measure)
    notes: list[str] = []
    parted = measure in STANDARDISING
    wanted = options.breakdown
    if parted:
        options.breakdown = ""  # names what to standardise by; it is the whole that is standardised
    question, counted = question_of(data, options, indicator, period, against, units, together)
    if parted:
        strata = strata_of(data, wanted, indicator, period, units)
        counted = strata.counted
        question = replace(question, strata=strata.parts, standard=strata.standard)
        told = _("Standardiseret efter {name}, med kommunen som standard.")
        notes.append(told.format(name=strata.name))
    answered = answer(measure, question)
    facts: dict[str, Any] = {
        "indicator": indicator.id,
        "name": str(indicator.name),
        "measure": measure,
        "measure_name": _measure_name(measure, indicator),
        "level": level,
        "level_name": str(data.level(level).name),
        "period": period.code,
        "period_name": period.label,
        "unit": answered.unit,
        "decimals": answered.decimals,
        "signed": answered.signed,
        "breakdown": options.breakdown,
        "by": options.by or "",
    }
    if measure in COMPARING:
        facts["against"] = against.code
        notes.append(_("Ændring fra {before}.").format(before=against.label))
    ready = _ready(data, indicator, level, period)
    if units.positions is None:
        notes += _group_notes(options, counted, sizes_of(data, period, units), ready=ready)
    notes += _pooling_notes(measure, question, options, ready=ready)
    rows = _rows(question, answered, units, measure, counted)
    if options.sort:
        rows.sort(key=lambda row: -math.inf if row["value"] is None else row["value"], reverse=True)
    if any(row["small"] for row in rows):
        notes.append(_("* små tal: tilfældigheder flytter dem meget."))
    return {**facts, "areas": rows, "notes": notes}


def _against(
    data: Dataset, options: argparse.Namespace, indicator: Indicator, level: str, period: Period
) -> Period:
    """The period to hold the other up to: the one asked for, else a year before.

    Raises:
        UsageError: there are no numbers for the one asked for.
    """
    if not options.against:
        return period.year_before()
    given = argparse.Namespace(period=options.against)
    return period_of(data, given, indicator.id, level)


def _measure_name(measure: str, indicator: Indicator) -> str:
    from desktop.core.answers import OF_KIND
    from desktop.core.definitions import definitions

    if measure in OF_KIND.values():  # the value itself, whatever sort of number was asked for
        measure = OF_KIND[indicator.kind]
    return str(next(each.name for each in definitions().measures if each.id == measure))


def _ready(data: Dataset, indicator: Indicator, level: str, period: Period) -> bool:
    """Whether an indicator's numbers are ready values, without counts behind them."""
    import numpy as np

    cells = data.cells(indicator.id, level, period)
    return bool((cells.shown & np.isnan(cells.numerators)).any())


def _group_notes(
    options: argparse.Namespace,
    counted: NDArray[np.int64],
    sizes: NDArray[np.int64],
    *,
    ready: bool,
) -> Iterator[str]:
    """What a number for a group is made of."""
    if ready:
        yield _("Færdige værdier kan ikke samles: et gennemsnit af andele er ikke en andel.")
    elif options.of_shown:
        yield _("Regnet alene af områder, der vises: {part} af {whole}.").format(
            part=number(int(counted.sum())), whole=number(int(sizes.sum()))
        )
    else:
        yield _("Er et af områderne diskretioneret eller uden data, er gruppen det også.")


def _pooling_notes(
    measure: str, question: Question, options: argparse.Namespace, *, ready: bool
) -> Iterator[str]:
    """How periods were put together, and what that does."""
    indicator = question.indicator
    if measure == "year-sum":
        yield _("En sum har kun mening, når hver periode tæller sine egne hændelser.")
        if str(indicator.reference):
            yield _("Om indikatorens periode: {reference}.").format(
                reference=str(indicator.reference).rstrip(".")
            )
    if ready and measure in ("moving-mean", "two-years"):
        yield _("Indikatoren har kun færdige værdier, så perioderne vejer lige meget.")
    elif (
        measure in ("moving-mean", "two-years", "pooled") and indicator.kind is IndicatorKind.SHARE
    ):
        yield _("Mange tælles i flere af perioderne, så intervallet er snarere for smalt.")
    if measure == "pooled":
        yield _("Så få af de nyeste perioder som muligt, til mindst {least} er talt.").format(
            least=number(options.least)
        )
        if math.isfinite(options.width):
            yield _("Intervallet må højst være {width} bredt.").format(
                width=quantity(options.width, indicator.unit, 1)
            )


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


def _told(facts: Mapping[str, Any]) -> Iterator[str]:
    """The facts as lines to read."""
    yield f"{facts['name']} · {facts['measure_name']}"
    yield f"{facts['level_name']} · {facts['period_name']}"
    yield ""
    rows = facts["areas"]
    columns = [(_("kode"), "l"), (_("navn"), "l"), (_("værdi"), "r")]
    columns += [("95 %", "r"), (_("talt"), "r"), (_("placering"), "r"), ("", "l")]
    lines = [[heading for heading, _side in columns]]
    lines += [
        [
            row["code"],
            row["name"],
            _value_words(facts, row),
            _interval_words(facts, row),
            _count_words(row),
            _rank_words(row),
            _marks(facts, row),
        ]
        for row in rows
    ]
    coded = any(row["code"] not in ("", row["name"]) for row in rows)
    kept = [
        at
        for at in range(len(columns))
        if (coded if at == 0 else at < 3 or any(line[at] for line in lines[1:]))
    ]
    yield from table_lines(
        [[line[at] for at in kept] for line in lines], "".join(columns[at][1] for at in kept)
    )
    if facts["notes"]:
        yield ""
    yield from facts["notes"]


def _value_words(facts: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    from desktop.core.disclosure import State
    from desktop.core.sentences import state_words

    if row["value"] is None:
        return state_words(State[row["state"].upper()])
    if facts["measure"] == "rank":
        return _places(row["rank"])
    if facts["measure"] == "change":
        return difference(row["value"], facts["unit"], facts["decimals"])
    return quantity(row["value"], facts["unit"], facts["decimals"], sign=facts["signed"])


def _interval_words(facts: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    if row["low"] is None or row["high"] is None:
        return ""
    low, high = (
        number(row[end], facts["decimals"], sign=facts["signed"]) for end in ("low", "high")
    )
    between = _(" til ") if facts["signed"] else "–"
    return f"{low}{between}{high}".replace(" ", NO_BREAK)


def _count_words(row: Mapping[str, Any]) -> str:
    if row["count"] is None or row["value"] is None:
        return ""
    if row["base"] is None:
        return number(row["count"])
    return _("{count} af {base}").format(count=number(row["count"]), base=number(row["base"]))


def _rank_words(row: Mapping[str, Any]) -> str:
    if row["rank"] is None:
        return ""
    return _("nr. {place} af {total}").format(place=_places(row["rank"]), total=row["rank"][2])


def _places(rank: list[int]) -> str:
    return f"{rank[0]}" if rank[0] == rank[1] else f"{rank[0]}–{rank[1]}"


def _marks(facts: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """What is to be said beside a number: small, pooled over which periods, from how many areas."""
    said = ["*"] if row["small"] else []
    if periods := row.get("periods"):
        ends = sorted({periods[-1], periods[0]}, key=periods.index, reverse=True)
        said.append((" + " if facts["measure"] == "two-years" else "–").join(ends))
    if row.get("enough") is False and row["value"] is not None:
        said.append(_("stadig for få"))
    if "areas" in row:
        said.append(
            plural("{count} område", "{count} områder", row["areas"]).format(
                count=number(row["areas"])
            )
        )
    if row.get("own_weight") is not None:
        share = quantity(100 * row["own_weight"], "%")
        said.append(_("eget tal vejer {share}").format(share=share))
    if row.get("expected") is not None:
        said.append(_("ventet {expected}").format(expected=number(row["expected"], 1)))
    return " ".join(said)
