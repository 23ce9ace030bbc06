"""The command line: parse, call one function, say how it went.

Exit status 0 is done, 1 refused with ``error:`` and ``hint:`` on standard error, 2 misused.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from desktop import __version__
from desktop.core.errors import BoligatlasError, Cancelled, UsageError
from desktop.core.wording import _, language, use_language

PROGRAM = "boligatlas"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; without one, open the window.

    Returns:
        The exit status. A user never sees a traceback; what was not foreseen is told in a sentence,
        and in full where ``BOLIGATLAS_DEBUG`` is set.
    """
    _settle()
    status = _guarded(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.stdout.flush()
    except OSError as error:
        status = _unheard(error)
    return status


def summaries() -> dict[str, str]:
    """The commands, each with what it does in a line."""
    return {
        "build": _("dan et udtræk efter en opskrift"),
        "inspect": _("vis, hvad et udtræk indeholder"),
        "indicators": _("find en indikator: spørgsmål, sæt, definition"),
        "measures": _("forklar, hvordan hvert tal regnes ud"),
        "values": _("vis et tal for alle områder: andel, indeks, rang, ændring"),
        "compare": _("hold et område op mod kommunen, sektoren, lignende områder"),
        "cross": _("to indikatorer eller en opdeling på tværs"),
        "trend": _("vis et områdes udvikling, vendepunkter og kontrolgrænser"),
        "warnings": _("hvad har flyttet sig?"),
        "categories": _("områdernes kategorier efter en model, og hvorfor"),
        "models": _("vis og kontrollér kategoriseringsmodeller"),
        "map": _("tegn et kortark som PDF eller PNG"),
        "report": _("lav en rapport som PDF: områdeprofil, standardrapport, atlas m.fl."),
        "example": _("skriv en opdigtet kommunes filer og opskrift"),
        "demo": _("åbn den opdigtede kommune"),
        "selftest": _("prøv, om programmet virker på denne maskine"),
        "keygen": _("lav en nøglefil, og vis dens offentlige nøgle"),
    }


def parser_of(command: str) -> argparse.ArgumentParser:
    """The parser of a command, or of the program itself for an empty name."""
    if not command:
        return _window_parser()
    parser = _Parser(f"{PROGRAM} {command}", summaries()[command])
    _module(command).add_arguments(parser)
    return parser


class _Parser(argparse.ArgumentParser):
    """Says what was misunderstood the way every other problem is said."""

    def __init__(self, name: str, purpose: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=name,
            description=purpose[0].upper() + purpose[1:] + ("" if purpose[-1] in ".?!…" else "."),
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        _complain(message, _("»{name} --help« viser, hvordan.").format(name=self.prog))
        self.exit(2)


def _guarded(given: Sequence[str]) -> int:
    try:
        return _run(given)
    except SystemExit as ended:  # the parser has spoken
        return ended.code if isinstance(ended.code, int) else 2
    except BoligatlasError as error:
        _complain(error.problem, error.hint)
    except (Cancelled, KeyboardInterrupt, EOFError):
        _complain(_("Afbrudt."), "")
    except BrokenPipeError as error:
        _unheard(error)
    except Exception as error:
        if os.environ.get("BOLIGATLAS_DEBUG"):
            raise
        _complain(*_unforeseen(error))
    return 1


def _run(given: Sequence[str]) -> int:
    command = given[0] if given else ""
    if command in summaries():
        parser = parser_of(command)
        options = parser.parse_args(given[1:])
        if any(not word.strip() or _is_left_empty(word) for word in given[1:]):
            parser.error(_("en værdi er tom"))
    elif command == "_unseal" and len(given) == 2:  # our own child, see core.apart
        options = argparse.Namespace(file=Path(given[1]))
    else:
        return _open_window(given)
    status: int = _module(command).run(options)
    return status


def _is_left_empty(word: str) -> bool:
    return word.startswith("--") and word.endswith("=")


def _module(command: str) -> ModuleType:
    return import_module(f"desktop.commands.{_MODULES.get(command, command)}")


def _open_window(given: Sequence[str]) -> int:
    parser = parser_of("")
    options = parser.parse_args(given)
    file: Path | None = options.file
    if options.key is not None and file is None:
        parser.error(_("--key kræver en fil at åbne"))
    if file is not None and str(file).isalpha() and not file.exists():
        parser.error(_("der er hverken en kommando eller en fil ved navn {name}").format(name=file))
    from desktop.ui.start import has_display, run

    if not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        raise UsageError(
            _("Her er ingen skærm at vise vinduet på."),
            hint=_("»{name} map« tegner kort uden skærm.").format(name=PROGRAM),
        )
    with _ended_by_interrupt():
        return run(file, options.key)


def _window_parser() -> argparse.ArgumentParser:
    lines = [f"  {name:12}{summary}" for name, summary in summaries().items()]
    more = _("»{name} KOMMANDO --help« forklarer hver.").format(name=PROGRAM)
    parser = _Parser(
        PROGRAM,
        _("Boligområder på kort, uden netværk; en kommando kan træde i stedet for filen."),
        "\n".join([_("kommandoer:"), *lines, "", more]),
    )
    parser.add_argument(
        "file", nargs="?", type=Path, metavar=_("FIL"), help=_("udtræk, der skal åbnes")
    )
    parser.add_argument(
        "--key", type=Path, metavar=_("FIL"), help=_("nøglefil, der åbner udtrækket")
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"Boligatlas {__version__}",
        help=_("vis programmets version"),
    )
    return parser


_MODULES = {  # of desktop.commands, where they are not called as the command is
    "inspect": "contents",
    "map": "sheet",
    "_unseal": "unseal",
}
_PARSER_WORDS = {  # what the parser itself says, in Danish
    "usage: ": "brug: ",
    "positional arguments": "argumenter",
    "options": "valg",
    "show this help message and exit": "vis denne hjælp",
    "the following arguments are required: %s": "der mangler: %s",
    "unrecognized arguments: %s": "ukendt: %s",
    "expected one argument": "der mangler en værdi",
    "expected at least one argument": "der mangler mindst én værdi",
    "ignored explicit argument %r": "tager ikke værdien %r",
    "not allowed with argument %s": "kan ikke bruges sammen med %s",
    "one of the arguments %s is required": "der mangler en af: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "kan ikke være %(value)r; vælg mellem %(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "kan ikke være %(value)r",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
}


def _settle() -> None:
    """Make language and streams fit for what follows, whatever the system has given us."""
    chosen = os.environ.get("BOLIGATLAS_LANGUAGE")
    if chosen:
        use_language(chosen)
    vars(argparse)["_"] = lambda text: _PARSER_WORDS.get(text, text) if language() == "da" else text
    if not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        os.environ["LC_CTYPE"] = "C.UTF-8"  # Qt complains about a system without a language
    try:
        Path.home()
    except RuntimeError:  # a user unknown to the system, and so without settings
        os.environ["HOME"] = "/nonexistent"
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started us
            setattr(sys, name, open(os.devnull, "r+"))  # noqa: SIM115, PTH123 - as long as the program
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


@contextlib.contextmanager
def _ended_by_interrupt() -> Iterator[None]:
    """Let Ctrl-C in the terminal end the window at once; Qt's loop would not hear of it."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _unheard(error: OSError) -> int:
    """Nobody reads what we write, or it cannot be written; the latter is told.

    Returns:
        The exit status.
    """
    if not isinstance(error, BrokenPipeError):
        _complain(*_unforeseen(error))
    with contextlib.suppress(OSError, ValueError):  # what is left must not be tried again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _unforeseen(error: Exception) -> tuple[str, str]:
    """Problem and hint of an error that nobody has given words."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return _("Der er ikke plads på drevet."), _("Frigør plads, og prøv igen.")
    if isinstance(error, MemoryError):
        return _("Der er ikke hukommelse nok."), _("Luk andre programmer, og prøv igen.")
    if isinstance(error, OSError) and error.strerror:
        told = f"{error.strerror}: {error.filename}" if error.filename else error.strerror
        return _("Systemet melder fejl: {told}").format(told=told), ""
    return (
        _("Der opstod en fejl i programmet."),
        _("Intet er ændret. Sæt BOLIGATLAS_DEBUG=1 for at se fejlen i sin helhed."),
    )


def _complain(problem: str, hint: str) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.write(f"error: {problem}\n" + (f"hint: {hint}\n" if hint else ""))
