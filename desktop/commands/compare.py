"""``boligatlas compare``: an area against the municipality, its sector, its like, itself."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import add_question, area_of, level_of, write_answer
from desktop.commands.opening import add_opening, open_named
from desktop.core.wording import _

if TYPE_CHECKING:
    from desktop.core.dataset import Dataset
    from desktop.core.indicators import Indicator
    from desktop.core.periods import Period


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    add_question(parser, indicator=False)
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--area", metavar=_("KODE"), help=_("områdets kode eller navn"))
    asked.add_argument(
        "--sectors", action="store_true", help=_("sektorerne op mod hinanden, fx almen mod øvrige")
    )
    asked.add_argument(
        "--organisations", action="store_true", help=_("boligorganisationerne op mod de andre")
    )
    parser.add_argument(
        "--indicator",
        action="append",
        metavar="ID",
        help=_("indikatorens id; kan gentages; »all« er dem alle; ellers den første"),
    )
    parser.add_argument(
        "--with",
        dest="against",
        action="append",
        metavar=_("HVAD"),
        help=_(
            "municipality, rest, sector, others, organisation, organisations, district, similar,"
            " earlier, et niveau eller et områdes kode; flere med komma; ellers dem, der er tal til"
        ),
    )
    parser.add_argument("--before", metavar=_("PERIODE"), help=_("for earlier; ellers året før"))
    parser.add_argument(
        "--traits",
        metavar="ID",
        help=_("for similar: residents, dwellings, sector, organisation, indikatorer; med komma"),
    )
    parser.add_argument(
        "--count",
        type=int,
        metavar=_("ANTAL"),
        help=_("for similar; ellers 8, dog højst halvdelen af de andre"),
    )
    parser.add_argument(
        "--adjust",
        default="none",
        choices=("none", "bonferroni", "sidak"),
        help=_("gør intervallerne bredere, fordi der sammenlignes flere gange; ellers ikke"),
    )


def run(options: argparse.Namespace) -> int:
    """Print comparisons of an area, or of the sectors or organisations with each other."""
    from desktop.commands.compareasking import indicators_asked

    data = open_named(options)
    try:
        level = level_of(data, options)
        asked = indicators_asked(data, options, level)
        if options.area is not None:
            facts, lines = _area_answer(data, options, level, asked)
        else:
            facts, lines = _groups_answer(data, options, level, asked)
    finally:
        data.close()
    write_answer(options, facts, lines)
    return 0


def _area_answer(
    data: Dataset,
    options: argparse.Namespace,
    level: str,
    asked: Sequence[tuple[Indicator, Period]],
) -> tuple[dict[str, Any], list[str]]:
    from desktop.commands.compareasking import questions_asked
    from desktop.commands.comparefacts import comparison_fact, similar_fact
    from desktop.commands.comparelines import area_lines, similar_lines
    from desktop.commands.facts import cell_fact, indicator_fact
    from desktop.core.comparisons import compare
    from desktop.core.comparisonwords import certainty_sentence, process_sentence
    from desktop.core.differences import Adjustment, Against, adjusted_z
    from desktop.core.similar import neighbours

    area = area_of(data, options, level)
    questions = questions_asked(data, options, level, area)
    adjustment = Adjustment(options.adjust)
    count = len(questions) * len(asked)
    z = adjusted_z(count, adjustment)
    areas = data.areas(level)
    name = areas.names[area] or areas.codes[area]
    lines: list[str] = []
    told = []
    for indicator, period in asked:
        made = compare(data, level, area, indicator, period, questions, z=z)
        fact = indicator_fact(indicator, period) | {
            "own": cell_fact(made[0].own),
            "comparisons": [comparison_fact(each) for each in made],
        }
        exists = bool(areas.valid_on(period.end)[area])
        lines += [*area_lines(name, indicator, period, made, exists=exists), ""]
        like = [each for each in questions if each.against is Against.SIMILAR]
        if like:
            found = neighbours(
                data,
                level,
                area,
                period,
                traits=like[0].traits,
                count=like[0].count,
                without=indicator.id,
            )
            fact["similar"] = similar_fact(data, level, found)
            if len(asked) == 1:
                lines += [*similar_lines(data, level, area, found), ""]
        told.append(fact)
    lines += [certainty_sentence(count, adjustment), process_sentence()]
    facts = {
        "level": level,
        "area": {"code": areas.codes[area], "name": areas.names[area]},
        "confidence": 0.95,
        "adjustment": adjustment.value,
        "comparisons": count,
        "indicators": told,
    }
    return facts, lines


def _groups_answer(
    data: Dataset,
    options: argparse.Namespace,
    level: str,
    asked: Sequence[tuple[Indicator, Period]],
) -> tuple[dict[str, Any], list[str]]:
    from desktop.commands.comparefacts import groups_fact
    from desktop.commands.comparelines import groups_lines
    from desktop.commands.facts import indicator_fact
    from desktop.core.comparisons import group_comparison
    from desktop.core.comparisonwords import certainty_sentence, process_sentence
    from desktop.core.differences import Adjustment, adjusted_z

    by = "sector" if options.sectors else "organisation"
    adjustment = Adjustment(options.adjust)
    areas = data.areas(level)
    held = len({*(areas.sectors if options.sectors else areas.organisations)} - {""})
    count = len(asked) * (held if held > 2 else 1)  # of two, the one difference is the other's
    z = adjusted_z(count, adjustment)
    lines: list[str] = []
    told = []
    for indicator, period in asked:
        groups = group_comparison(data, level, indicator, period, by, z=z)
        told.append(indicator_fact(indicator, period) | {"groups": groups_fact(groups)})
        lines += [*groups_lines(groups, indicator, period), ""]
    lines += [certainty_sentence(count, adjustment), process_sentence()]
    facts = {
        "level": level,
        "by": by,
        "confidence": 0.95,
        "adjustment": adjustment.value,
        "comparisons": count,
        "indicators": told,
    }
    return facts, lines
