"""``boligatlas categories``: what category every area has by a model, how sure it is, and why."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.commands.asking import add_question, add_within, position_of, table_lines, write_answer
from desktop.commands.categorycase import (
    Case,
    case_of,
    heading,
    heading_lines,
    lifetime,
    wrapped,
)
from desktop.commands.categorylist import listed
from desktop.commands.categorytimes import history_of, moves_of
from desktop.commands.opening import add_opening, open_named
from desktop.core.errors import UsageError
from desktop.core.wording import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    add_question(parser, indicator=False)
    add_within(parser)
    parser.add_argument(
        "--model",
        metavar=_("MODEL"),
        help=_("id eller fil; »boligatlas models« viser dem; ellers den, der følger med udtrækket"),
    )
    parser.add_argument(
        "--explain",
        metavar=_("OMRÅDE"),
        help=_("hvorfor et område har sin kategori: kode, navn"),
    )
    parser.add_argument(
        "--history",
        metavar=_("OMRÅDE"),
        nargs="?",
        const="",
        help=_("kategorierne år for år: for ét område, ellers antallet i hver"),
    )
    parser.add_argument(
        "--moves", action="store_true", help=_("hvem der har skiftet kategori siden året før")
    )
    parser.add_argument(
        "--years", type=int, metavar=_("ANTAL"), help=_("år i historikken; ellers 10")
    )
    parser.add_argument(
        "--reference",
        metavar=_("ID=TAL"),
        action="append",
        default=[],
        help=_("et eget tal i stedet for modellens; kan gentages"),
    )
    parser.add_argument(
        "--switch",
        metavar="ID=off",
        action="append",
        default=[],
        help=_("slå en del af modellen fra (off) eller til (on); kan gentages"),
    )
    parser.add_argument(
        "--weights",
        action="store_true",
        help=_("med --explain: hvor mange områder der skifter, når en vægt ændres"),
    )
    parser.add_argument(
        "--certainty",
        action=argparse.BooleanOptionalAction,
        default=True,
        help=_("regn sikkerheden ud; ellers ja"),
    )


def run(options: argparse.Namespace) -> int:
    """Print the categories of a level's areas, or one of the other views of them.

    Raises:
        UsageError: two views at once, or something that cannot be asked for.
    """
    views = {
        "--explain": options.explain is not None,
        "--history": options.history is not None,
        "--moves": options.moves,
    }
    asked = [name for name, wanted in views.items() if wanted]
    if len(asked) > 1:
        raise UsageError(
            _("{one} og {other} kan ikke vises på én gang.").format(one=asked[0], other=asked[1]),
            hint=_("Vælg den ene."),
        )
    for option, given, view in (
        ("--weights", options.weights, "--explain"),
        ("--years", options.years is not None, "--history"),
    ):
        if given and view not in asked:
            raise UsageError(
                _("{option} bruges kun sammen med {view}.").format(option=option, view=view),
                hint=_("Skriv også {view}, eller udelad den.").format(view=view),
            )
    data = open_named(options)
    try:
        case = case_of(data, options)
        if options.explain is not None:
            facts, lines = _explained(case, options)
        elif options.history is not None:
            facts, lines = history_of(case, options)
        elif options.moves:
            facts, lines = moves_of(case)
        else:
            facts, lines = listed(case, options)
    finally:
        data.close()
    write_answer(options, {**heading(case), **facts}, [*heading_lines(case), *lines])
    return 0


def _explained(case: Case, options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    from dataclasses import asdict

    from desktop.core.models.certainty import certainty
    from desktop.core.models.explain import explain
    from desktop.core.models.explainwords import told
    from desktop.core.models.sensitivity import sensitivity

    at = position_of(case.data, case.level, options.explain)
    explanation = explain(
        case.result,
        at,
        name=case.areas.names[at],
        indicators={each.id: each.label for each in case.data.indicators},
        certainty=certainty(case.result) if options.certainty else None,
        shifts=sensitivity(case.result),
    )
    lines: list[str] = []
    for place, section in enumerate(told(explanation, weights=options.weights)):
        lines.append(section.title)
        if not place and (when := lifetime(case, at)):
            lines.append("  " + _("Området: {when}.").format(when=when))
        if place:  # what is said of the model stands in the heading
            lines += [wrapped(sentence) for sentence in section.sentences]
        lines += [f"  {line}" for line in table_lines(section.rows, section.align)]
        lines.append("")
    return {"explanation": asdict(explanation)}, lines[:-1]
