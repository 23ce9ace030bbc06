"""``boligatlas demo``: open the example municipality."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desktop.commands.making import need_builder, new_key_file, run_child
from desktop.core.paths import data_folder
from desktop.core.wording import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--folder", type=Path, metavar=_("MAPPE"), help=_("hvor eksemplet ligger eller lægges")
    )


def run(options: argparse.Namespace) -> int:
    """Open the example municipality, made first if it is not there.

    Without a display, render the window and a map sheet and say where they are.
    """
    folder = (options.folder or data_folder() / "demo").absolute()
    extract, key_file = folder / "eksempelby.boligatlas", folder / "eksempelby.key"
    if not (extract.exists() and key_file.exists()):
        _make_demo(folder, extract, key_file)
    from desktop.ui.start import has_display, render, run

    if has_display():
        return run(extract, key_file)
    picture, sheet = render(extract, key_file, folder)
    sys.stdout.write(
        _("Her er ingen skærm. Vinduet er tegnet til {picture}\nog et kortark til {sheet}").format(
            picture=picture, sheet=sheet
        )
        + "\n"
    )
    return 0


def _make_demo(folder: Path, extract: Path, key_file: Path) -> None:
    """The real way: source files, recipe, build. The build has a process of its own."""
    need_builder()
    sys.stdout.write(_("Eksempelkommunen dannes i {folder} …").format(folder=folder) + "\n")
    sys.stdout.flush()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        from desktop.core.paths import cannot_write

        raise cannot_write(folder, error) from error
    recipient = new_key_file(key_file)
    sources = folder / "kilder"
    recipe = sources / "eksempelby.toml"
    run_child("example", str(sources))
    run_child("build", str(recipe), "--out", str(extract), "--recipient", recipient, "--quiet")
