"""``boligatlas keygen``: a key file and its recipient."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desktop.commands.making import new_key_file
from desktop.core.errors import FileProblem
from desktop.core.wording import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=_("FIL"), help=_("nøglefilen, der skrives"))


def run(options: argparse.Namespace) -> int:
    """Make a key file, readable by its owner alone, and print the recipient."""
    if options.file.exists():
        raise FileProblem(
            _("Filen findes allerede: {path}").format(path=options.file),
            hint=_("En nøgle overskrives aldrig. Vælg et andet navn."),
        )
    sys.stdout.write(new_key_file(options.file) + "\n")
    return 0
