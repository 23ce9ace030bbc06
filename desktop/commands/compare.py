"""``boligatlas compare``: an area against the municipality, its sector, its like, itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import (
    add_question,
    area_of,
    level_of,
    position_of,
    table_lines,
    write_json,
    write_lines,
)
from desktop.commands.opening import add_opening, open_named
from desktop.core.errors import UsageError
from desktop.core.wording import _, number, quantity

if TYPE_CHECKING:
    from desktop.core.areas import Areas
    from desktop.core.comparisons import Groups, Question
    from desktop.core.dataset import Dataset
    from desktop.core.differences import Comparison
    from desktop.core.indicators import Indicator
    from desktop.core.measures import Cells
    from desktop.core.periods import Period
    from desktop.core.similar import Neighbours

ALL = "all"


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
    data = open_named(options)
    try:
        level = level_of(data, options)
        asked = _indicators(data, options, level)
        if options.area is not None:
            facts, lines = _area_answer(data, options, level, asked)
        else:
            facts, lines = _groups_answer(data, options, level, asked)
    finally:
        data.close()
    if options.json:
        write_json(facts)
    else:
        write_lines(lines)
    return 0


def _area_answer(
    data: Dataset,
    options: argparse.Namespace,
    level: str,
    asked: Sequence[tuple[Indicator, Period]],
) -> tuple[dict[str, Any], list[str]]:
    from desktop.core.comparisons import compare
    from desktop.core.comparisonwords import certainty_sentence, process_sentence
    from desktop.core.differences import Adjustment, Against, adjusted_z
    from desktop.core.similar import neighbours

    area = area_of(data, options, level)
    questions = _questions(data, options, level, area)
    adjustment = Adjustment(options.adjust)
    count = len(questions) * len(asked)
    z = adjusted_z(count, adjustment)
    areas = data.areas(level)
    name = areas.names[area] or areas.codes[area]
    lines: list[str] = []
    told = []
    for indicator, period in asked:
        made = compare(data, level, area, indicator, period, questions, z=z)
        fact = _indicator_fact(indicator, period) | {
            "own": _cell_fact(made[0].own),
            "comparisons": [_fact(each) for each in made],
        }
        exists = bool(areas.valid_on(period.end)[area])
        lines += [*_told(name, indicator, period, made, exists=exists), ""]
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
            fact["similar"] = _similar_fact(data, level, found)
            if len(asked) == 1:
                lines += [*_similar_lines(data, level, area, found), ""]
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


def _told(
    name: str,
    indicator: Indicator,
    period: Period,
    made: Sequence[Comparison],
    *,
    exists: bool,
) -> Iterator[str]:
    """One indicator: its heading, and a sentence for each comparison."""
    from desktop.core.comparisonwords import comparison_sentence
    from desktop.core.sentences import count_words, interval_words, value_words

    own = made[0].own
    yield f"{indicator.name}, {period.label}"
    behind = [count_words(own, 0), interval_words(own, 0, indicator)]
    rest = f" ({'; '.join(part for part in behind if part)})" if any(behind) else ""
    yield f"  {name}: {value_words(own, 0, indicator)}{rest}"
    if not exists:
        yield "  " + _("{area} fandtes ikke ved udgangen af perioden.").format(area=name)
    if not own.shown[0]:
        return
    for each in made:
        yield f"  {comparison_sentence(name, each, indicator)}"


def _groups_answer(
    data: Dataset,
    options: argparse.Namespace,
    level: str,
    asked: Sequence[tuple[Indicator, Period]],
) -> tuple[dict[str, Any], list[str]]:
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
        told.append(_indicator_fact(indicator, period) | {"groups": _groups_fact(groups)})
        lines += [*_groups_lines(groups, indicator, period), ""]
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


def _groups_lines(groups: Groups, indicator: Indicator, period: Period) -> Iterator[str]:
    from desktop.core.comparisonwords import (
        behind_words,
        difference_words,
        reach_words,
        undecided_words,
        verdict_words,
    )
    from desktop.core.differences import Against
    from desktop.core.sentences import count_words, interval_words, value_words

    yield f"{indicator.name}, {period.label}"
    rows = []
    for row, name in enumerate(groups.names):
        made = groups.compared.at(row, Against.OTHERS, name)
        behind = behind_words(
            int(groups.areas[row]), int(groups.shown[row]), partial=bool(groups.partial[row])
        )
        reach = reach_words(made.low, made.high, indicator.decimals)
        why = undecided_words(made, indicator)
        rows.append(
            (
                "  " + name + behind,
                value_words(made.own, 0, indicator),
                count_words(made.own, 0),
                interval_words(made.own, 0, indicator),
                difference_words(made, indicator),
                reach,
                verdict_words(made.verdict) + (f" ({why})" if why else ""),
            )
        )
    heading = (
        "  " + _("gruppe"),
        _("værdi"),
        _("antal"),
        _("interval"),
        _("mod de andre"),
        _("interval"),
        _("vurdering"),
    )
    yield from table_lines([heading, *rows], "lrrrrr")


def _similar_lines(data: Dataset, level: str, area: int, found: Neighbours) -> Iterator[str]:
    """The neighbours with their distance and each trait beside the area's own."""
    from desktop.core.comparisonwords import match_words
    from desktop.core.similar import trait_name

    areas = data.areas(level)
    unused = ", ".join(trait_name(data, id) for id in found.left_out)
    if not len(found.positions):
        yield _("Lignende områder: {match}.").format(match=match_words(found.match))
    else:
        yield _("Lignende områder: {match}. Afstanden er i typiske spredninger pr. træk.").format(
            match=match_words(found.match)
        )
        yield from _neighbour_lines(areas, area, found)
    if unused:
        yield "  " + _("Ikke brugt: {traits}").format(traits=unused)


def _neighbour_lines(areas: Areas, area: int, found: Neighbours) -> list[str]:
    everyone = [area, *found.positions.tolist()]
    distances = ["–", *(number(float(each), 2) for each in found.distances)]
    rows = [
        (
            "  " + " ".join(dict.fromkeys((areas.codes[at], areas.names[at]))),
            distance,
            *(_trait_words(trait, at) for trait in found.traits),
        )
        for at, distance in zip(everyone, distances, strict=True)
    ]
    heading = ("  " + _("område"), _("afstand"), *(trait.name for trait in found.traits))
    return table_lines([heading, *rows], "lr" + "r" * len(found.traits))


def _trait_words(trait: Any, at: int) -> str:
    if trait.labels:
        return str(trait.labels[at])
    return quantity(float(trait.values[at]), trait.unit, trait.decimals) or "–"


def _indicators(
    data: Dataset, options: argparse.Namespace, level: str
) -> list[tuple[Indicator, Period]]:
    """The indicators asked about, each with its period.

    With all of them, a period that one does not have gives its last one before; a single one asked
    for by name must have it.
    """
    from desktop.commands.asking import indicator_of, period_of
    from desktop.core.periods import parse

    if options.indicator != [ALL]:
        asked = options.indicator or [""]
        found = [
            indicator_of(data, argparse.Namespace(indicator=id), level)
            for id in dict.fromkeys(asked)
        ]
        return [(each, period_of(data, options, each.id, level)) for each in found]
    end = parse(options.period).end if options.period else None
    found_all = []
    for indicator in data.indicators_of(level):
        periods = [
            period
            for period in data.periods_of(indicator.id, level)
            if end is None or period.end <= end
        ]
        if periods:
            found_all.append((indicator, periods[-1]))
    if not found_all:
        raise UsageError(
            _("Ingen indikatorer har tal så tidligt."),
            hint=_("Vælg en senere periode med --period."),
        )
    return found_all


def _questions(data: Dataset, options: argparse.Namespace, level: str, area: int) -> list[Question]:
    """What the area is to be held against; without a wish, what the extract has a number for."""
    from desktop.core.comparisons import Question
    from desktop.core.differences import Against
    from desktop.core.periods import parse

    before = parse(options.before) if options.before else None
    traits = tuple(part.strip() for part in (options.traits or "").split(",") if part.strip())
    if options.count is not None and options.count < 1:
        raise UsageError(
            _("Antallet af lignende områder skal være mindst 1."), hint=_("Skriv fx --count 8.")
        )
    areas = data.areas(level)
    words = [word.strip() for part in options.against or () for word in part.split(",")]
    if not words:
        words = [
            Against.MUNICIPALITY,
            *((Against.SECTOR,) if areas.sectors[area] else ()),
            *((Against.ORGANISATION,) if areas.organisations[area] else ()),
            *((Against.DISTRICT,) if areas.parents else ()),
            Against.SIMILAR,
            Against.EARLIER,
        ]
    questions = []
    for word in dict.fromkeys(words):
        if word in set(Against) - {Against.AREA}:
            against = Against(word)
            questions.append(
                Question(against, before=before, traits=traits, count=options.count or 0)
            )
        elif word in areas.parents:
            questions.append(Question(Against.DISTRICT, parent=word))
        else:
            questions.append(Question(Against.AREA, area=_other_area(data, level, word, area)))
    return questions


def _other_area(data: Dataset, level: str, word: str, area: int) -> int:
    """The area a word names; a slip in one of the other words is met as that."""
    from difflib import get_close_matches

    from desktop.core.differences import Against

    try:
        found = position_of(data, level, word)
    except UsageError as error:
        near = get_close_matches(word, [*Against, *data.areas(level).parents], 1, 0.75)
        if not near:
            raise
        raise UsageError(
            _("Der kan ikke sammenlignes med »{word}«.").format(word=word),
            hint=_("Mente du »{near}«?").format(near=near[0]),
        ) from error
    if found == area:
        raise UsageError(
            _("Området kan ikke sammenlignes med sig selv."),
            hint=_("Skriv --with earlier for at sammenligne med en tidligere periode."),
        )
    return found


def _indicator_fact(indicator: Indicator, period: Period) -> dict[str, Any]:
    return {
        "id": indicator.id,
        "name": str(indicator.name),
        "unit": indicator.unit,
        "period": period.code,
    }


def _cell_fact(cells: Cells) -> dict[str, Any]:
    from desktop.core.disclosure import State

    return {
        "state": State(int(cells.states[0])).name.lower(),
        "value": float(cells.values[0]),
        "numerator": float(cells.numerators[0]),
        "denominator": float(cells.denominators[0]),
    }


def _fact(made: Comparison) -> dict[str, Any]:
    return {
        "against": made.against.value,
        "name": made.name,
        "areas": made.areas,
        "shown": made.shown,
        "of_shown_alone": made.partial,
        "other": _cell_fact(made.other),
        "difference": made.difference,
        "relative": made.relative,
        "low": made.low,
        "high": made.high,
        "part": made.part,
        "verdict": made.verdict.name.lower(),
        "skewed": made.skewed,
    }


def _groups_fact(groups: Groups) -> list[dict[str, Any]]:
    from desktop.core.differences import Against

    facts = []
    for row, name in enumerate(groups.names):
        made = groups.compared.at(row, Against.OTHERS)
        facts.append(
            {
                "name": name,
                "areas": int(groups.areas[row]),
                "shown": int(groups.shown[row]),
                "of_shown_alone": bool(groups.partial[row]),
                "own": _cell_fact(made.own),
                "others": _fact(made),
            }
        )
    return facts


def _similar_fact(data: Dataset, level: str, found: Neighbours) -> dict[str, Any]:
    areas = data.areas(level)
    return {
        "match": found.match.value,
        "traits": [trait.id for trait in found.traits],
        "left_out": list(found.left_out),
        "areas": [
            {
                "code": areas.codes[at],
                "name": areas.names[at],
                "distance": float(distance),
                "traits": {
                    trait.id: trait.labels[at] if trait.labels else float(trait.values[at])
                    for trait in found.traits
                },
            }
            for at, distance in zip(found.positions.tolist(), found.distances, strict=True)
        ],
    }
