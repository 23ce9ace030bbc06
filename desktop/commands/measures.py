"""``boligatlas measures``: how every number is worked out."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from desktop.commands.asking import table_lines, write_json, write_lines
from desktop.core.definitions import (
    Measure,
    definitions,
    measure_named,
    measures_with,
)
from desktop.core.wording import _

WIDTH = 88
COMMANDS = {  # which command shows the measures of a subject
    "values": "values",
    "scores": "values",
    "time": "values",
    "groups": "values",
    "certainty": "values",
    "adjusted": "values",
    "comparisons": "compare",
    "across": "cross",
    "trends": "trend",
    "moved": "warnings",
    "models": "categories",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name",
        nargs="*",
        metavar=_("NAVN"),
        help=_("målets id eller navn, eller ord at søge efter"),
    )
    parser.add_argument("--json", action="store_true", help=_("som JSON"))


def run(options: argparse.Namespace) -> int:
    """List the measures, or explain the one that is named or those that a word is found in."""
    measures = definitions().measures
    asked = " ".join(options.name)
    found = _asked(measures, asked) if asked else measures
    if options.json:
        write_json({"measures": [_facts(measure) for measure in found]})
    elif len(found) == 1:
        write_lines(list(_explained(found[0])))
    else:
        write_lines(list(_listed(found)))
    return 0


def _asked(measures: Sequence[Measure], asked: str) -> Sequence[Measure]:
    """The measure of that id or name, else those with the words in their texts.

    Raises:
        UsageError: nothing fits.
    """
    exact = asked.casefold()
    for measure in measures:
        if exact in (measure.id, measure.name.da.casefold(), measure.name.en.casefold()):
            return [measure]
    return measures_with(measures, asked) or [measure_named(measures, asked)]


def _facts(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "subject": measure.subject,
        "command": COMMANDS[measure.subject] if measure.told else None,
        "asked_for": _asked_for(measure),
        "name": str(measure.name),
        "formula": str(measure.formula),
        "unit": str(measure.unit),
        "edges": str(measure.edges),
        "source": str(measure.source),
        "function": measure.function,
    }


def _listed(measures: Sequence[Measure]) -> Iterator[str]:
    """The measures under their headings, a line each."""
    subjects = definitions().subjects
    width = max(len(measure.id) for measure in measures)
    for subject, heading in subjects.items():
        under = [measure for measure in measures if measure.subject == subject]
        if not under:
            continue
        yield _("{heading} · boligatlas {command}").format(
            heading=str(heading), command=COMMANDS[subject]
        )
        rows = [[_marked(each, width), str(each.name), str(each.unit)] for each in under]
        yield from table_lines(rows)
        yield ""
    if any(_asked_for(measure) for measure in measures):
        yield _("* kan skrives efter »boligatlas values --measure«.")
    if not all(measure.told for measure in measures):
        yield _("- vises ikke af nogen kommando endnu.")
    yield _("»boligatlas measures NAVN« forklarer et af dem.")


def _marked(measure: Measure, width: int) -> str:
    mark = "*" if _asked_for(measure) else " " if measure.told else "-"
    return f"{mark} {measure.id:{width}}"


def _asked_for(measure: Measure) -> bool:
    """Whether ``values --measure`` takes the measure's id."""
    from desktop.core.answers import MEASURES

    return measure.id in MEASURES


def _explained(measure: Measure) -> Iterator[str]:
    """One measure in full."""
    yield f"{measure.name} ({measure.id})"
    yield ""
    for heading, text in (
        (_("Formel"), measure.formula),
        (_("Enhed"), measure.unit),
        (_("Særtilfælde"), measure.edges),
        (_("Kilde"), measure.source),
    ):
        yield heading
        yield from textwrap.wrap(str(text), WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield ""
    command = COMMANDS[measure.subject]
    asking = f"{command} --measure {measure.id}" if _asked_for(measure) else command
    if measure.told:
        yield _("Hører til »boligatlas {asking}«.").format(asking=asking)
    else:
        yield _("Vises ikke af nogen kommando endnu.")
    yield _("Regnes ud af {function}.").format(function=measure.function)
