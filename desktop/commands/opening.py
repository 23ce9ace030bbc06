"""Opening the extract that a command names."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.envelope import Key, Passphrase, needs_passphrase, read_identity
from desktop.core.errors import FileProblem, UsageError
from desktop.core.paths import read_whole
from desktop.core.wording import _

if TYPE_CHECKING:
    from desktop.core.dataset import Dataset


def add_opening(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=_("FIL"), help=_("udtrækket"))
    parser.add_argument(
        "--key", type=Path, metavar=_("FIL"), help=_("nøglefil, der åbner udtrækket")
    )
    add_passphrase(parser)


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar=_("FIL"),
        help=_("fil, hvis første linje er adgangssætningen"),
    )


def open_named(options: argparse.Namespace) -> Dataset:
    from desktop.core.extract import open_extract

    return open_extract(options.file, _key(options))


def _key(options: argparse.Namespace) -> Key:
    if options.key is not None:
        return read_identity(options.key)
    if options.passphrase_file is not None:
        return Passphrase(first_line(options.passphrase_file))
    if needs_passphrase(options.file) and sys.stdin.isatty():
        return Passphrase(getpass.getpass(_("Adgangssætning: ")))
    raise UsageError(
        _("Der mangler en nøgle til udtrækket."),
        hint=_("Angiv --key NØGLEFIL eller --passphrase-file FIL."),
    )


def first_line(path: Path) -> str:
    try:
        lines = read_whole(path, limit=1 << 16).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise FileProblem(
            _("Filen med adgangssætningen er ikke UTF-8: {path}").format(path=path),
            hint=_("Gem den som ren tekst i UTF-8."),
        ) from error
    if not lines or not lines[0].strip():
        raise FileProblem(
            _("Filen med adgangssætningen er tom: {path}").format(path=path),
            hint=_("Skriv adgangssætningen på første linje."),
        )
    return lines[0]
