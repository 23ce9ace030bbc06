"""The command line: parse, call one function, print.

Exit status 0 is done, 1 refused with ``error:`` and ``hint:`` on standard error, 2 misused.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop import __version__
from desktop.core.errors import BoligatlasError, Cancelled
from desktop.core.wording import _, use_language

_COMMANDS = ("build", "inspect", "map", "example", "demo", "selftest", "keygen", "_unseal")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; without one, open the window.

    Returns:
        The exit status. A user never sees a traceback; what was not foreseen is told in a sentence,
        and in full where ``BOLIGATLAS_DEBUG`` is set.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    _choose_language()
    try:
        if given and given[0] in _COMMANDS:
            return _run_command(given)
        return _open_window(given)
    except BoligatlasError as error:
        _complain(error.problem, error.hint)
        return 1
    except (Cancelled, KeyboardInterrupt):
        _complain(_("Afbrudt."), "")
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception:
        if os.environ.get("BOLIGATLAS_DEBUG"):
            raise
        _complain(
            _("Der opstod en fejl i programmet."),
            _("Intet er ændret. Sæt BOLIGATLAS_DEBUG=1 for at se fejlen i sin helhed."),
        )
        return 1


def _open_window(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="boligatlas",
        description=_("Boligområder på kort, uden netværk."),
        epilog=_("Kommandoer: {names}. »boligatlas KOMMANDO --help« forklarer hver.").format(
            names=", ".join(name for name in _COMMANDS if not name.startswith("_"))
        ),
    )
    parser.add_argument("file", nargs="?", type=Path, help=_("udtræk, der skal åbnes"))
    parser.add_argument("--key", type=Path, help=_("nøglefil, der åbner udtrækket"))
    parser.add_argument("--version", action="version", version=f"Boligatlas {__version__}")
    options = parser.parse_args(given)
    if options.key is not None and options.file is None:
        parser.error(_("--key kræver en fil at åbne"))
    from desktop.ui.start import run

    return run(options.file, options.key)


def _run_command(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="boligatlas")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_build(commands)
    _add_inspect(commands)
    _add_map(commands)
    _add_others(commands)
    options = parser.parse_args(given)
    from desktop import commands as doers

    status: int = getattr(doers, options.command.strip("_"))(options)
    return status


def _add_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    build = commands.add_parser("build", help=_("dan et udtræk efter en opskrift"))
    build.add_argument("recipe", type=Path, help=_("opskriften (TOML)"))
    build.add_argument("--out", type=Path, required=True, help=_("udtrækket, der skrives"))
    build.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="age1…",
        help=_("modtagers offentlige nøgle; kan gentages"),
    )
    build.add_argument(
        "--passphrase-file", type=Path, help=_("fil, hvis første linje er adgangssætningen")
    )
    build.add_argument(
        "--sources", type=Path, help=_("mappe, som opskriftens filer ligger i (ellers opskriftens)")
    )
    build.add_argument("--report", type=Path, help=_("skriv byggerapporten som JSON her"))
    build.add_argument("--quiet", action="store_true", help=_("vis ikke rapporten"))


def _add_inspect(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    inspect = commands.add_parser("inspect", help=_("vis, hvad et udtræk indeholder"))
    _add_opening(inspect)
    inspect.add_argument("--json", action="store_true", help=_("som JSON"))


def _add_map(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    draw = commands.add_parser("map", help=_("tegn et kortark som PDF eller PNG"))
    _add_opening(draw)
    draw.add_argument("--indicator", help=_("indikatorens id"))
    draw.add_argument("--period", help=_("fx 2026K2; ellers den nyeste"))
    draw.add_argument("--level", help=_("områdeniveau; ellers det første"))
    draw.add_argument(
        "--scheme", default="natural", choices=("natural", "quantiles", "equal", "pretty")
    )
    draw.add_argument("--classes", type=int, default=5, choices=range(3, 10))
    draw.add_argument("--bounds", help=_("egne grænser, fx 10;16;22"))
    draw.add_argument("--select", action="append", default=[], help=_("fremhævet område (kode)"))
    draw.add_argument("--paper", default="A4", choices=("A4", "A3"))
    draw.add_argument("--upright", action="store_true", help=_("stående ark"))
    draw.add_argument("--plan", default="", help=_("helhedsplanens navn"))
    draw.add_argument("--date", help=_("datoen på arket (åååå-mm-dd); ellers i dag"))
    draw.add_argument("--out", type=Path, required=True, help=_("filen: .pdf eller .png"))


def _add_others(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    example = commands.add_parser("example", help=_("skriv eksempelkommunens filer og opskrift"))
    example.add_argument("folder", type=Path)
    demo = commands.add_parser("demo", help=_("åbn eksempelkommunen"))
    demo.add_argument("--folder", type=Path, help=_("hvor eksemplet ligger eller lægges"))
    commands.add_parser("selftest", help=_("prøv, at programmet virker på denne maskine"))
    keygen = commands.add_parser("keygen", help=_("lav en nøglefil og vis dens offentlige nøgle"))
    keygen.add_argument("file", type=Path)
    unseal = commands.add_parser("_unseal")
    unseal.add_argument("file", type=Path)


def _add_opening(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("udtrækket"))
    parser.add_argument("--key", type=Path, help=_("nøglefil"))
    parser.add_argument(
        "--passphrase-file", type=Path, help=_("fil, hvis første linje er adgangssætningen")
    )


def _choose_language() -> None:
    chosen = os.environ.get("BOLIGATLAS_LANGUAGE")
    if chosen:
        use_language(chosen)


def _complain(problem: str, hint: str) -> None:
    sys.stderr.write(f"error: {problem}\n" + (f"hint: {hint}\n" if hint else ""))
