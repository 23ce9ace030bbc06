"""``boligatlas cross``: two indicators over areas, an indicator by breakdown, a matrix of all."""

from __future__ import annotations

import argparse

from desktop.commands.asking import add_question, level_of, write_answer
from desktop.commands.belonging import refuse_stray
from desktop.commands.opening import add_opening, open_named
from desktop.core.errors import UsageError
from desktop.core.wording import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    add_question(parser)
    parser.add_argument("--and", dest="other", metavar="ID", help=_("den anden indikators id"))
    parser.add_argument(
        "--weighted", action="store_true", help=_("lad områder veje efter deres størrelse")
    )
    parser.add_argument(
        "--table",
        type=int,
        choices=range(2, 10),
        metavar="2-9",
        help=_("fordel områderne i så mange klasser af hver indikator"),
    )
    parser.add_argument(
        "--as-map",
        action="store_true",
        help=_("til --table: kortets klasser, som er ens i alle perioder; ellers lige store"),
    )
    parser.add_argument(
        "--names", action="store_true", help=_("til --table: hvilke områder der er i hver klasse")
    )
    parser.add_argument("--area", metavar=_("KODE"), help=_("områdets kode eller navn"))
    parser.add_argument(
        "--breakdown", action="store_true", help=_("vis indikatoren efter opdeling i området")
    )
    parser.add_argument(
        "--matrix", action="store_true", help=_("alle indikatorer holdt sammen to og to")
    )
    parser.add_argument(
        "--all-lines",
        action="store_true",
        help=_("hele matricen, i stykker; ellers de første, der er plads til"),
    )
    parser.add_argument(
        "--ranks", action="store_true", help=_("matricen efter rang (Spearman) og ikke værdi")
    )


def run(options: argparse.Namespace) -> int:
    """Print how indicators go together, or an indicator by breakdown."""
    _check(options)
    data = open_named(options)
    try:
        level = level_of(data, options)
        if options.matrix:
            from desktop.commands.crossmatrix import matrix_answer as answer
        elif options.breakdown:
            from desktop.commands.crossbreakdown import breakdown_answer as answer
        else:
            from desktop.commands.crosspair import pair_answer as answer
        facts, lines = answer(data, options, level)
    finally:
        data.close()
    write_answer(options, facts, lines)
    return 0


def _check(options: argparse.Namespace) -> None:
    """Refuse a question that is none of the three, two of them, or one with another's options."""
    asked = [bool(options.matrix), bool(options.breakdown), bool(options.other)]
    if sum(asked) != 1:
        raise UsageError(
            _("Spørg om én ting: to indikatorer, en opdeling eller matricen."),
            hint=_("Brug --and ID, --area KODE --breakdown eller --matrix."),
        )
    if options.breakdown and not options.area:
        raise UsageError(
            _("Opdelingen skal være i et område."), hint=_("Skriv --area KODE --breakdown.")
        )
    refuse_stray(
        {
            "--indicator": bool(options.indicator),
            "--area": bool(options.area),
            "--table": options.table is not None,
            "--weighted": options.weighted,
            "--as-map": options.as_map,
            "--names": options.names,
            "--ranks": options.ranks,
            "--all-lines": options.all_lines,
        },
        _homes(),
        _taken(options),
    )


def _taken(options: argparse.Namespace) -> frozenset[str]:
    """The options of the question asked."""
    if options.matrix:
        return frozenset({"--ranks", "--all-lines"})
    if options.breakdown:
        return frozenset({"--indicator", "--area"})
    if options.table is not None:
        return frozenset({"--indicator", "--table", "--as-map", "--names"})
    return frozenset({"--indicator", "--weighted"})


def _homes() -> dict[str, str]:
    """The question that each option belongs to."""
    pair, code = "--indicator ID --and ID", _("KODE")
    table = f"{pair} --table 2-9"
    return {
        "--indicator": pair,
        "--area": f"--area {code} --breakdown",
        "--table": pair,
        "--weighted": pair,
        "--as-map": table,
        "--names": table,
        "--ranks": "--matrix",
        "--all-lines": "--matrix",
    }
