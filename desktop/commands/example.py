"""``boligatlas example``: the example municipality's source files and recipe."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desktop.commands.making import need_builder
from desktop.core.errors import FileProblem
from desktop.core.wording import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar=_("MAPPE"), help=_("mappen, der skrives i"))


def run(options: argparse.Namespace) -> int:
    """Write the example municipality's source files and recipe."""
    need_builder()
    from desktop.builder.example.generate import generate

    try:
        recipe = generate(options.folder)
    except (OSError, RuntimeError) as error:  # GDAL has words of its own for a full disk
        raise FileProblem(
            _("Eksemplet kunne ikke skrives i {folder}.").format(folder=options.folder),
            hint=_("Kontrollér, at der er plads på drevet, og at du må skrive der."),
        ) from error
    sys.stdout.write(f"{recipe}\n")
    return 0
