"""``boligatlas compare``: an area against the municipality, its sector, its like, itself."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import (
    add_question,
    area_of,
    is_municipality,
    level_of,
    wrapped,
    write_answer,
)
from desktop.commands.belonging import refuse_stray
from desktop.commands.opening import add_opening, open_named
from desktop.core.errors import UsageError
from desktop.core.wording import _

if TYPE_CHECKING:
    from desktop.commands.comparemany import Line
    from desktop.core.comparisons import Adjustment, Question
    from desktop.core.dataset import Dataset
    from desktop.core.indicators import Indicator
    from desktop.core.periods import Period
    from desktop.core.similar import Neighbours


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
            "kommunen, resten, sektoren, øvrige (andre sektorer), organisationen, organisationerne"
            " (de andre), distriktet, lignende, tidligere, et niveau eller et områdes kode; flere"
            " med komma; ellers dem, der er tal til"
        ),
    )
    parser.add_argument("--before", metavar=_("PERIODE"), help=_("for tidligere; ellers året før"))
    parser.add_argument(
        "--traits",
        metavar="ID",
        help=_("for lignende: beboere, boliger, sektor, organisation, indikatorer; med komma"),
    )
    parser.add_argument(
        "--count",
        type=int,
        metavar=_("ANTAL"),
        help=_("for lignende; ellers 8, dog højst halvdelen af de andre"),
    )
    parser.add_argument(
        "--all-lines",
        action="store_true",
        help=_("alle sammenligninger i sætninger, også med mange indikatorer"),
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

    _check(options)
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


def _check(options: argparse.Namespace) -> None:
    """Refuse options that only an area is asked about with."""
    refuse = {
        "--with": bool(options.against),
        "--before": options.before is not None,
        "--count": options.count is not None,
        "--traits": options.traits is not None,
    }
    home = "--area {}".format(_("KODE"))
    taken = frozenset(refuse if options.area is not None else ())
    refuse_stray(refuse, dict.fromkeys(refuse, home), taken)


def _area_answer(
    data: Dataset,
    options: argparse.Namespace,
    level: str,
    asked: Sequence[tuple[Indicator, Period]],
) -> tuple[dict[str, Any], list[str]]:
    from desktop.commands.compareasking import questions_asked
    from desktop.commands.comparefacts import comparison_fact, similar_fact
    from desktop.commands.comparelines import area_lines, similar_lines
    from desktop.commands.comparemany import MANY, Line, many_lines
    from desktop.commands.facts import cell_fact, indicator_fact
    from desktop.core.comparisons import compare
    from desktop.core.comparisonwords import short_place_words
    from desktop.core.differences import Adjustment, Against, adjusted_z
    from desktop.core.levelwords import called

    _check_area(data, options, level)
    area = area_of(data, options, level)
    questions = questions_asked(data, options, level, area)
    usual = _usual_period(asked)
    like, questions = _with_neighbours(data, options, level, area, questions, asked, usual)
    adjustment = Adjustment(options.adjust)
    areas, words = data.areas(level), called(data.level(level))
    held = sum(
        bool(areas.valid_on(at.end)[area] and data.cells(each.id, level, at).shown[area])
        for each, at in asked
    )
    count = len(questions) * held  # where the area's own is not shown nothing is compared
    like = like if held else None
    z = adjusted_z(max(count, 1), adjustment)
    name = areas.names[area] or areas.codes[area]
    lines: list[str] = []
    short: list[Line] = []
    told = []
    for indicator, period in asked:
        made = compare(data, level, area, indicator, period, questions, z=z)
        told.append(
            indicator_fact(indicator, period)
            | {
                "own": cell_fact(made[0].own),
                "comparisons": [comparison_fact(each) for each in made],
            }
        )
        exists = bool(areas.valid_on(period.end)[area])
        lines += [*area_lines(name, indicator, period, made, words, exists=exists), ""]
        for each in made:
            place = each.name if each.against is Against.AREA else short_place_words(each.against)
            short.append(Line(indicator, period, "", place, each))
    if len(asked) > MANY and not options.all_lines:
        lines = [f"{name}:", *many_lines(short, others=_("mod")), ""]
    if like is not None:
        reason = _why_so_few(options, like, asked)
        lines += [*similar_lines(data, level, area, like, usual, words, reason), ""]
    hint, hinted = _well_shown(data, options, level, asked, short)
    mixing, below = _below(count, adjustment, asked)
    facts = {
        "level": level,
        "area": {"code": areas.codes[area], "name": areas.names[area]},
        "confidence": 0.95,
        "adjustment": adjustment.value,
        "comparisons": count,
        "indicators": told,
        "similar": similar_fact(data, level, like, usual) if like is not None else None,
        "well_shown": hinted,
        "mixing": mixing,
    }
    return facts, [*lines, *hint, *below]


def _usual_period(asked: Sequence[tuple[Indicator, Period]]) -> Period:
    """The period that most of the indicators are asked about; of several the first."""
    return Counter(period for _indicator, period in asked).most_common(1)[0][0]


def _check_area(data: Dataset, options: argparse.Namespace, level: str) -> None:
    """Refuse the municipality, which is no area."""
    from desktop.core.levelwords import called

    if is_municipality(data, level, options.area):
        raise UsageError(
            _(
                "Kommunen er det, {areas} holdes op mod, og har ikke selv noget at holdes op mod."
            ).format(areas=called(data.level(level)).many),
            hint=_("»boligatlas trend FIL --area kommunen« viser dens egen udvikling."),
        )


def _with_neighbours(
    data: Dataset,
    options: argparse.Namespace,
    level: str,
    area: int,
    questions: Sequence[Question],
    asked: Sequence[tuple[Indicator, Period]],
    period: Period,
) -> tuple[Neighbours | None, list[Question]]:
    """The similar areas, chosen once for all indicators by none of them, and the questions so."""
    from desktop.commands.compareasking import asks_all
    from desktop.core.differences import Against
    from desktop.core.similar import neighbours, size_traits

    like = next((each for each in questions if each.against is Against.SIMILAR), None)
    if like is None:
        return None, list(questions)
    traits, without = like.traits, [indicator.id for indicator, _period in asked]
    if not traits and asks_all(options):
        traits = size_traits(data, level)
        without = [] if traits else without  # size itself, though residents are asked about too
    found = neighbours(data, level, area, period, traits=traits, count=like.count, without=without)
    chosen = tuple(found.positions.tolist())
    return found, [
        replace(each, chosen=chosen) if each.against is Against.SIMILAR else each
        for each in questions
    ]


def _why_so_few(
    options: argparse.Namespace,
    like: Neighbours,
    asked: Sequence[tuple[Indicator, Period]],
) -> str:
    """Why the neighbours are chosen without what is compared; empty where none of it is a trait."""
    from desktop.commands.compareasking import asks_all

    if asks_all(options) and not options.traits:
        return _(
            "Kun størrelse og sektor er brugt, for det, der sammenlignes, skal ikke vælge dem;"
            " et andet spørgsmål kan give andre."
        )
    if {indicator.id for indicator, _period in asked} & {*like.left_out}:
        return _("Det, der sammenlignes, vælger dem ikke; et andet spørgsmål kan give andre.")
    return ""


def _groups_answer(
    data: Dataset,
    options: argparse.Namespace,
    level: str,
    asked: Sequence[tuple[Indicator, Period]],
) -> tuple[dict[str, Any], list[str]]:
    from desktop.commands.comparefacts import groups_fact
    from desktop.commands.comparelines import groups_lines
    from desktop.commands.comparemany import MANY, Line, many_lines
    from desktop.commands.facts import indicator_fact
    from desktop.core.comparisons import group_comparison
    from desktop.core.differences import Adjustment, Against, adjusted_z
    from desktop.core.levelwords import called

    by = "sector" if options.sectors else "organisation"
    adjustment = Adjustment(options.adjust)
    areas, words = data.areas(level), called(data.level(level))
    held = len({*(areas.sectors if options.sectors else areas.organisations)} - {""})
    count = len(asked) * (held if held > 2 else 1)  # of two, the one difference is the other's
    z = adjusted_z(count, adjustment)
    lines: list[str] = []
    short: list[Line] = []
    told = []
    for indicator, period in asked:
        groups = group_comparison(data, level, indicator, period, by, z=z)
        told.append(indicator_fact(indicator, period) | {"groups": groups_fact(groups)})
        lines += [*groups_lines(groups, indicator, period, words), ""]
        for row, name in enumerate(groups.names[: 1 if held == 2 else None]):
            made = groups.compared.at(row, Against.OTHERS, name)
            short.append(Line(indicator, period, name, "", made))
    if len(asked) > MANY and not options.all_lines:
        lines = [*many_lines(short, others=_("gruppe")), ""]
    hint, hinted = _well_shown(data, options, level, asked, short)
    mixing, below = _below(count, adjustment, asked)
    facts = {
        "level": level,
        "by": by,
        "confidence": 0.95,
        "adjustment": adjustment.value,
        "comparisons": count,
        "indicators": told,
        "well_shown": hinted,
        "mixing": mixing,
    }
    return facts, [*lines, *hint, *below]


def _well_shown(
    data: Dataset,
    options: argparse.Namespace,
    level: str,
    asked: Sequence[tuple[Indicator, Period]],
    short: Sequence[Line],
) -> tuple[list[str], list[str]]:
    """What else can be judged where too many areas of one are not shown: lines and ids."""
    from desktop.commands.compareasking import asks_all

    if asks_all(options) or not any(each.made.skewed for each in short):
        return [], []
    from desktop.commands.comparelines import well_shown_lines
    from desktop.core.comparisons import well_shown
    from desktop.core.levelwords import called

    known = {indicator.id for indicator, _period in asked}
    held = well_shown(data, level, _usual_period(asked))
    found = [indicator for indicator in held if indicator.id not in known]
    labels = [indicator.label for indicator in found]
    said = labels or not held  # where only what was asked about is well shown, nothing is left
    return (
        [*well_shown_lines(labels, called(data.level(level))), ""] if said else [],
        [indicator.id for indicator in found],
    )


def _below(
    count: int, adjustment: Adjustment, asked: Sequence[tuple[Indicator, Period]]
) -> tuple[list[str], list[str]]:
    """What is said of indicators that are easily mixed up, and all sentences below an answer."""
    from desktop.core.catalogue import read_reference
    from desktop.core.cataloguewords import mixing_words
    from desktop.core.comparisonwords import certainty_sentence, process_sentence

    mixing = mixing_words(read_reference(), [indicator.id for indicator, _period in asked])
    sure = [certainty_sentence(count, adjustment), process_sentence()] if count else []
    said = [*mixing, *sure]
    return mixing, [line for sentence in said for line in wrapped(sentence)]
