"""``boligatlas warnings``: what has moved since the same time a year before."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import (
    add_question,
    add_within,
    level_of,
    within_of,
    wrapped,
    write_json,
    write_lines,
)
from desktop.commands.opening import add_opening, open_named
from desktop.core.wording import _

if TYPE_CHECKING:
    from desktop.core.areas import Areas
    from desktop.core.movements import MovedList
    from desktop.core.periods import Period


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    add_question(parser, indicator=False)
    add_within(parser)
    parser.add_argument(
        "--rate",
        type=_share,
        default=0.10,
        metavar=_("ANDEL"),
        help=_("højst så stor en del af listen må stå der ved et tilfælde; ellers 0,10"),
    )
    parser.add_argument(
        "--better",
        action="store_true",
        help=_("vis i stedet, hvad der har flyttet sig til det bedre"),
    )
    parser.add_argument(
        "--apart", action="store_true", help=_("fraregn den bevægelse, som alle områder har fælles")
    )
    parser.add_argument(
        "--undirected",
        action="store_true",
        help=_("tag også indikatorer med, der hverken er gode eller dårlige"),
    )
    parser.add_argument(
        "--sensitive",
        action="store_true",
        help=_("mål mod områdernes sædvanlige bevægelse, også hvor den er mindre end tilfældets"),
    )

    parser.epilog = _(
        "Hvert tal prøves mod samme del af året før. Listen holdes så kort, at højst den nævnte\n"
        "andel af linjerne i gennemsnit står der ved et tilfælde; har intet flyttet sig, er den\n"
        "med den sædvanlige andel tom i omkring 90 af 100 tilfælde. Med --within prøves kun de\n"
        "områder, og andelen gælder listen over dem for sig. Hvor de samme personer\n"
        "tælles begge gange, er prøven streng; --sensitive måler mod, hvad områder plejer.\n"
        "»boligatlas measures« forklarer, hvordan der regnes."
    )


def run(options: argparse.Namespace) -> int:
    """Print what has moved, strongest evidence first."""
    from desktop.core.movements import Asked, moved
    from desktop.core.periods import parse

    data = open_named(options)
    try:
        level = level_of(data, options)
        until = parse(options.period) if options.period else None
        asked = Asked(
            options.rate, options.better, options.apart, options.undirected, options.sensitive
        )
        within = within_of(data, options, level) if options.within else None
        found, areas = moved(data, level, until, asked, within), data.areas(level)
        plural_name = str(data.level(level).plural)
    finally:
        data.close()
    if options.json:
        facts = _facts(found, areas)
        count = len(areas) if within is None else int(within.sum())
        write_json(facts | {"within": options.within, "areas": count})
    else:
        heading = _heading(found, plural_name, until, options.within)
        write_lines([*heading, *_told(found, areas, options.within)])
    return 0


def _share(text: str) -> float:
    return float(text.replace(",", "."))


def _heading(
    found: MovedList, areas: str, until: Period | None, within: str | None
) -> Iterator[str]:
    """What is asked, where, and which periods are held against each other."""
    from desktop.core.movementwords import compared_words

    asked = found.asked
    question = (
        _("Hvad har flyttet sig til det bedre?")
        if asked.better
        else _("Hvad har flyttet sig til det dårligere?")
    )
    where = areas[0].upper() + areas[1:]
    if within:
        where = _("{areas} inden for »{within}«").format(areas=where, within=within)
    if until is not None:
        where = _("{areas}, til og med {period}").format(areas=where, period=until.label)
    yield f"{question} {where}"
    if compared := compared_words(found.parts):
        yield from wrapped(compared[0].upper() + compared[1:], 0)
    if asked.apart:
        yield _("Fraregnet den bevægelse, som alle områder har fælles")
    if asked.undirected:
        yield _("Også indikatorer, der hverken er gode eller dårlige, begge veje")
    if asked.sensitive:
        yield _("Målt mod, hvor meget områder plejer at flytte sig")
    yield ""


def _told(found: MovedList, areas: Areas, within: str | None) -> Iterator[str]:
    """The list as lines to read, and last how it is made."""
    from desktop.core.movementwords import (
        found_sentence,
        method_sentences,
        nothing_sentences,
        row_sentences,
    )

    for sentence in (found_sentence(found), *nothing_sentences(found)):
        yield from wrapped(sentence, 0)
    for row in found.rows:
        code, name = areas.codes[row.area], areas.names[row.area]
        yield ""
        yield f"{code if code == name else f'{code} {name}'}: {row.indicator.name}"
        for sentence in row_sentences(row):
            yield from wrapped(f"  {sentence}")
    yield ""
    yield _("Sådan er listen lavet:")
    for sentence in method_sentences(found):
        yield from wrapped(f"  {sentence}")
    if within:
        kept = _(
            "Kun områderne inden for »{within}« er prøvet, så andelen gælder denne liste for sig."
            " Den kan rumme andet end listen over alle."
        ).format(within=within)
        yield from wrapped(f"  {kept}")


def _facts(found: MovedList, areas: Areas) -> dict[str, Any]:
    """The list as JSON says it."""
    from desktop.core.movementwords import list_sentences, row_sentences

    untested = found.untested
    return {
        "level": areas.level,
        "rate": found.asked.rate,
        "better": found.asked.better,
        "apart": found.asked.apart,
        "undirected": found.asked.undirected,
        "sensitive": found.asked.sensitive,
        "tested": found.tested,
        "listed": len(found.rows),
        "expected_false": found.expected_false,
        "plain_limit": {"flagged": found.plain_flagged},
        "untested": {
            "cells": untested.cells,
            "withheld": untested.withheld,
            "missing": untested.missing,
            "undefined": untested.undefined,
            "uncounted": untested.uncounted,
            "unpaired_indicators": untested.unpaired,
            "undirected_indicators": untested.undirected,
        },
        "sentences": list_sentences(found),
        "indicators": [
            {
                "indicator": part.indicator.id,
                "before_period": part.before_period.code,
                "period": part.period.code,
                "tested": part.tested,
                "listed": part.listed,
                "spread": part.spread,
                "common_ratio": part.common,
                "municipality_change": part.municipality_change,
            }
            for part in found.parts
        ],
        "rows": [
            {
                "area": areas.codes[row.area],
                "name": areas.names[row.area],
                "indicator": row.indicator.id,
                "before_period": row.before_period.code,
                "period": row.period.code,
                "before": row.before,
                "now": row.now,
                "before_counts": row.before_counts,
                "now_counts": row.now_counts,
                "change": row.change,
                "low": row.low,
                "high": row.high,
                "municipality_change": row.municipality_change,
                "p": row.p,
                "q": row.q,
                "indicators": row.indicators,
                "subjects": row.subjects,
                "returning": row.returning,
                "sentences": row_sentences(row),
            }
            for row in found.rows
        ],
    }
