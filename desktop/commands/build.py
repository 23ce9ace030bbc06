"""``boligatlas build``: recipe to sealed extract."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desktop.commands.making import need_builder
from desktop.commands.opening import add_passphrase, first_line
from desktop.core.paths import write_whole
from desktop.core.wording import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recipe", type=Path, metavar=_("OPSKRIFT"), help=_("opskriften (TOML)"))
    parser.add_argument(
        "--out", type=Path, metavar=_("FIL"), required=True, help=_("udtrækket, der skrives")
    )
    parser.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="age1…",
        help=_("en modtagers offentlige nøgle; kan gentages"),
    )
    add_passphrase(parser)
    parser.add_argument(
        "--sources",
        type=Path,
        metavar=_("MAPPE"),
        help=_("mappe, som opskriftens filer ligger i (ellers opskriftens)"),
    )
    parser.add_argument(
        "--report", type=Path, metavar=_("FIL"), help=_("skriv rapporten som JSON her")
    )
    parser.add_argument("--quiet", action="store_true", help=_("vis ikke rapporten"))


def run(options: argparse.Namespace) -> int:
    """Build an extract and print its report."""
    need_builder()
    from desktop.builder.build import build as build_extract

    passphrase = first_line(options.passphrase_file) if options.passphrase_file else ""
    told = _Progress(sys.stderr.isatty() and not options.quiet)
    report = build_extract(
        options.recipe,
        options.out,
        recipients=options.recipient,
        passphrase=passphrase,
        sources=options.sources,
        report=told,
    )
    told.end()
    if options.report is not None:
        content = report.as_json().encode("utf-8")
        write_whole(options.report, lambda stream: stream.write(content))
    if not options.quiet:
        sys.stdout.write(report.as_text() + "\n")
    return 0


class _Progress:
    """Prints how far a build has come on one line of a terminal."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown

    def __call__(self, share: float, doing: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\033[K{round(share * 100):3d} %  {doing}")
            sys.stderr.flush()

    def end(self) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")
