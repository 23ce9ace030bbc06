"""``boligatlas trend``: the course of an area, or the areas outside a funnel."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import (
    add_question,
    area_of,
    indicator_of,
    is_municipality,
    level_of,
    period_of,
    table_lines,
    wrapped,
    write_answer,
)
from desktop.commands.opening import add_opening, open_named
from desktop.core.areas import MUNICIPALITY
from desktop.core.errors import UsageError
from desktop.core.periods import parse
from desktop.core.wording import _, number

if TYPE_CHECKING:
    from desktop.core.areas import Areas
    from desktop.core.courses import Course
    from desktop.core.dataset import Dataset
    from desktop.core.funnels import Funnel
    from desktop.core.indicators import Indicator
    from desktop.core.trends import Slopes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    add_question(parser)
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "--area",
        metavar=_("KODE"),
        help=_("områdets kode eller navn, eller »kommunen« for kommunen selv"),
    )
    asked.add_argument(
        "--funnel",
        action="store_true",
        help=_("vis i stedet de områder, der ligger uden for tragtens grænser"),
    )
    parser.add_argument(
        "--from",
        dest="since",
        metavar=_("PERIODE"),
        help=_("begynd her; et år betyder fra dets første kvartal"),
    )
    parser.epilog = _(
        "Intervaller og vendepunkter er regnet, som om hvert år kun tæller én gang, for\n"
        "kvartaler ligner hinanden. Summen af afvigelser (CUSUM) lægger de seneste fem år sammen,\n"
        "ét tal om året, og siger uden grund sjældnere end hvert 54. år, at noget har flyttet\n"
        "sig; simuleret går der over 200 år.\n"
        "»boligatlas measures« forklarer, hvordan der regnes."
    )


def run(options: argparse.Namespace) -> int:
    """Print a course or a funnel."""
    data = open_named(options)
    try:
        if options.funnel:
            lines, facts = _funnel_answer(data, options)
        else:
            lines, facts = _course_answer(data, options)
    finally:
        data.close()
    write_answer(options, facts, lines)
    return 0


def _funnel_answer(data: Dataset, options: argparse.Namespace) -> tuple[list[str], dict[str, Any]]:
    """The areas outside a funnel, for people and for machines."""
    from desktop.core.funnels import funnel_of

    if options.since:
        raise UsageError(
            _("--from hører til et områdes udvikling."), hint=_("En tragt er for én --period.")
        )
    level = _level_of(data, options)
    indicator = indicator_of(data, options, level)
    period = period_of(data, options, indicator.id, level)
    funnel = funnel_of(data, level, indicator, period)
    areas = data.areas(level)
    return list(_funnel_told(funnel, areas)), _funnel_facts(funnel, areas)


def _course_answer(data: Dataset, options: argparse.Namespace) -> tuple[list[str], dict[str, Any]]:
    """A course of an area or of the municipality, for people and for machines."""
    from desktop.core.courses import course_of, municipality_course

    since = parse(options.since) if options.since else None
    if is_municipality(data, _level_beside(data, options), options.area):
        indicator = _indicator_of_municipality(data, options)
        until = period_of(data, options, indicator.id, MUNICIPALITY)
        course = municipality_course(data, indicator, until, since)
        manifest = data.manifest
        told = _Told(manifest.municipality_code, manifest.municipality, MUNICIPALITY)
    else:
        level = _level_of(data, options)
        indicator = indicator_of(data, options, level)
        area, areas = area_of(data, options, level), data.areas(level)
        until = period_of(data, options, indicator.id, level)
        course = course_of(data, level, area, indicator, until, since)
        told = _Told(areas.codes[area], areas.names[area], level)
    return list(_course_told(course, told)), _course_facts(course, told)


@dataclass(frozen=True, slots=True)
class _Told:
    """Whose course it is."""

    code: str
    name: str
    level: str


def _level_of(data: Dataset, options: argparse.Namespace) -> str:
    """The level asked about, where the municipality is none."""
    if _says_municipality(options):
        raise UsageError(
            _("Kommunen er ikke et områdeniveau her."),
            hint=_("Skriv --area kommunen for kommunens egen udvikling."),
        )
    return level_of(data, options)


def _level_beside(data: Dataset, options: argparse.Namespace) -> str:
    """The level of areas beside the municipality; the first where that is named as a level."""
    return data.levels[0].id if _says_municipality(options) else level_of(data, options)


def _says_municipality(options: argparse.Namespace) -> bool:
    return (options.level or "").casefold() in (MUNICIPALITY, "kommunen", "municipality")


def _indicator_of_municipality(data: Dataset, options: argparse.Namespace) -> Indicator:
    """The indicator asked about, else the level's first, where the municipality has its number."""
    held = {each.id for each in data.indicators_of(MUNICIPALITY)}
    if options.indicator in held:
        return data.indicator(options.indicator)
    indicator = indicator_of(data, options, _level_beside(data, options))
    if indicator.id not in held:
        raise UsageError(
            _("Udtrækket har ikke hele kommunens tal for »{name}«.").format(name=indicator.label),
            hint=_("Vælg en anden indikator med --indicator."),
        )
    return indicator


def _course_told(course: Course, told: _Told) -> Iterator[str]:
    from desktop.core.gist import gist_sentence
    from desktop.core.trendwords import course_sentences, effort_sentences

    yield f"{_named(told)}: {course.indicator.name}"
    yield ""
    gist = gist_sentence(course)
    yield from wrapped(gist, 0)
    details = list(_not_said(course_sentences(course), gist))
    worked_out = course.chart is not None or math.isfinite(course.slopes.slope[0])
    if details and worked_out:
        yield ""
        yield _("Sådan er det regnet:")
    for sentence in details:
        yield from wrapped(f"  {sentence}" if worked_out else sentence, 2 if worked_out else 0)
    if course.efforts:
        yield ""
        yield _("Indsatser i området:")
        for sentence in effort_sentences(course.efforts):
            yield from wrapped(f"  {sentence}")
    yield ""
    yield from table_lines(list(_periods_told(course)), "lrrrl")


def _named(told: _Told) -> str:
    """The code and the name; once where they are the same, and the name alone of a municipality."""
    if told.level == MUNICIPALITY or told.code == told.name:
        return told.name
    return f"{told.code} {told.name}"


def _not_said(sentences: Sequence[str], gist: str) -> Iterator[str]:
    """What the gist has not said already: neither a whole text nor a last sentence of its own."""
    last = gist.rpartition(". ")[2]
    for sentence in sentences:
        if sentence not in gist:
            yield sentence.removesuffix(f" {last}")


def _periods_told(course: Course) -> Iterator[Sequence[str]]:
    """A line per period: number, counts, limits, and what is to be noticed."""
    from desktop.core.sentences import count_words, value_words

    indicator, cells, chart = course.indicator, course.cells, course.chart
    yield (_("Periode"), _("Tal"), _("Antal"), _("Grænser") if chart is not None else "", "")
    for row, period in enumerate(course.periods):
        limits, marks = "", []
        if chart is not None and cells.shown[row]:
            ends = [
                number(float(end[row, 0]) * indicator.per, indicator.decimals)
                for end in (chart.low, chart.high)
            ]
            limits = f"{ends[0]}–{ends[1]}"
            marks += {1: [_("over")], -1: [_("under")]}.get(int(chart.outside[row, 0]), [])
        marks += [
            effort.name
            for effort in course.efforts
            if effort.start <= period.end and (effort.end is None or effort.end >= period.start)
        ]
        yield (
            period.short_label,
            value_words(cells, row, indicator),
            count_words(cells, row) if cells.shown[row] else "",
            limits,
            ", ".join(marks),
        )


def _course_facts(course: Course, told: _Told) -> dict[str, Any]:
    """A course as JSON says it."""
    from desktop.core.disclosure import State
    from desktop.core.gist import gist_sentence
    from desktop.core.trendwords import course_sentences

    cells, chart, watch, per = course.cells, course.chart, course.watch, course.indicator.per
    count = int(course.turns.count[0])
    grid = dict(zip(course.line.places.tolist(), course.line.rows.tolist(), strict=True))
    return {
        "area": told.code,
        "name": told.name,
        "level": told.level,
        "withheld_periods": course.withheld,
        "skewed_by_withheld": course.skewed,
        "indicator": course.indicator.id,
        "unit": course.indicator.unit,
        "gist": gist_sentence(course),
        "sentences": course_sentences(course),
        "slope": _slope_facts(course.slopes),
        "municipality": _slope_facts(course.municipality),
        "apart_from_municipality": _slope_facts(course.against),
        "turning_points": {
            "periods": [
                course.periods[grid[place]].code if place in grid else None
                for place in course.turns.places[0][:count].tolist()
            ],
            "slopes": course.turns.slopes[0][: count + 1 if count else 0],
            "evidence": course.turns.evidence[0],
        },
        "season": {
            "strength": course.season.strength[0],
            "effects": course.season.effects[:, 0],
        },
        "chart": chart
        and {
            "centre": chart.centre[0] * per,
            "spread": chart.spread[0],
            "from": course.chart_periods and course.chart_periods[0].code,
            "to": course.chart_periods and course.chart_periods[1].code,
        },
        "patterns": {
            "eight_on_one_side": course.patterns.row,
            "six_steadily": course.patterns.steady,
            "two_of_three_far": course.patterns.two,
        },
        "cusum": watch
        and {
            "level": watch.level * per,
            "limit": watch.limit,
            "baseline": [course.periods[row].code for row in watch.baseline.tolist()],
            "watched": [course.periods[row].code for row in watch.watched.tolist()],
            "up": watch.up.sums,
            "up_signals": watch.up.signals,
            "down": watch.down.sums,
            "down_signals": watch.down.signals,
            "years_between_false_signals": watch.between,
        },
        "efforts": [
            {
                "name": effort.name,
                "start": effort.start.isoformat(),
                "end": effort.end and effort.end.isoformat(),
            }
            for effort in course.efforts
        ],
        "periods": [
            {
                "period": period.code,
                "state": State(int(cells.states[row])).name.lower(),
                "value": cells.values[row],
                "numerator": cells.numerators[row],
                "denominator": cells.denominators[row],
                "low": chart.low[row, 0] * per if chart else None,
                "high": chart.high[row, 0] * per if chart else None,
                "outside": int(chart.outside[row, 0]) if chart else None,
            }
            for row, period in enumerate(course.periods)
        ],
    }


def _slope_facts(slopes: Slopes) -> dict[str, Any]:
    return {
        "per_year": slopes.slope[0],
        "low": slopes.low[0],
        "high": slopes.high[0],
        "error": slopes.error[0],
        "newey_west_error": slopes.robust[0],
        "degrees_of_freedom": slopes.freedom[0],
        "periods": slopes.seen[0],
        "direction": slopes.direction[0],
    }


def _funnel_told(funnel: Funnel, areas: Areas) -> Iterator[str]:
    from desktop.core.funnelwords import funnel_sentences

    yield f"{funnel.indicator.name}, {funnel.period.label}"
    yield ""
    for sentence in funnel_sentences(funnel):
        yield from wrapped(sentence, 0)
    if not funnel.tested:
        return
    for sign, heading in (
        (2, _("Over 99,8 %-grænsen")),
        (1, _("Mellem 95 %- og 99,8 %-grænsen, over")),
        (-1, _("Mellem 95 %- og 99,8 %-grænsen, under")),
        (-2, _("Under 99,8 %-grænsen")),
    ):
        rows = [_outside_told(funnel, areas, at) for at in _outside(funnel, sign)]
        yield ""
        yield f"{heading}: {len(rows)}"
        yield from (f"  {line}" for line in table_lines(rows, "llrrr"))


def _outside(funnel: Funnel, sign: int) -> list[int]:
    """The areas past a limit, in the order of the extract: this is no league table."""
    return [at for at, mark in enumerate(funnel.outside.tolist()) if mark == sign]


def _outside_told(funnel: Funnel, areas: Areas, at: int) -> tuple[str, ...]:
    from desktop.core.sentences import count_words, value_words

    indicator = funnel.indicator
    limit = 1 if abs(int(funnel.outside[at])) == 2 else 0
    ends = [number(float(end[limit, at]), indicator.decimals) for end in (funnel.low, funnel.high)]
    return (
        areas.codes[at],
        areas.names[at] if areas.names[at] != areas.codes[at] else "",
        value_words(funnel.cells, at, indicator),
        count_words(funnel.cells, at),
        _("grænser {low}–{high}").format(low=ends[0], high=ends[1]),
    )


def _funnel_facts(funnel: Funnel, areas: Areas) -> dict[str, Any]:
    """A funnel as JSON says it."""
    from desktop.core.funnelwords import funnel_sentences

    return {
        "level": areas.level,
        "indicator": funnel.indicator.id,
        "period": funnel.period.code,
        "unit": funnel.indicator.unit,
        "centre": funnel.centre,
        "centre_is_the_municipality": funnel.of_municipality,
        "tested": funnel.tested,
        "withheld": funnel.withheld,
        "without_number": funnel.unknown,
        "spread": funnel.spread,
        "sentences": funnel_sentences(funnel),
        "outside": [
            {
                "area": areas.codes[at],
                "name": areas.names[at],
                "value": funnel.cells.values[at],
                "denominator": funnel.cells.denominators[at],
                "limit": "99.8" if abs(mark) == 2 else "95",
                "side": "over" if mark > 0 else "under",
                "limits_95": [funnel.low[0, at], funnel.high[0, at]],
                "limits_99_8": [funnel.low[1, at], funnel.high[1, at]],
            }
            for at, mark in enumerate(funnel.outside.tolist())
            if mark
        ],
    }
