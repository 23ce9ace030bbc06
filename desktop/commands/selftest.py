"""``boligatlas selftest``: whether the program works on this machine."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.core.errors import ExportError
from desktop.core.paths import SETTINGS_FOLDER_VARIABLE, resource
from desktop.core.wording import _

SELFTEST = ("selftest", "format-1.boligatlas")
SELFTEST_KEY = ("selftest", "format-1.key")
_LEAST_PAINTED = 0.001  # of a picture of the window; a legend's swatch is a fifth of that


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It needs to be told nothing."""


def run(_options: argparse.Namespace) -> int:
    """Open the bundled extract, draw it, print it."""
    import tempfile

    from desktop.ui.start import render

    with tempfile.TemporaryDirectory() as folder, _own_settings(Path(folder)):
        made = render(resource(*SELFTEST), resource(*SELFTEST_KEY), Path(folder))
        sizes = [path.stat().st_size for path in made]
        heads = [path.read_bytes()[:4] for path in made]
        painted = _classes_painted(made[0])
    if heads != [b"\x89PNG", b"%PDF"] or min(sizes) < 5_000 or not painted:
        raise ExportError(
            _("Selvtesten tegnede ikke, hvad den skulle."),
            hint=_("Programmet er ufuldstændigt installeret. Installér det igen."),
        )
    sys.stdout.write(_("Alt virker: åbnet, tegnet og trykt.") + "\n")
    return 0


@contextmanager
def _own_settings(folder: Path) -> Iterator[None]:
    """Nobody's settings, and no trace of what is only a test in the user's log."""
    before = os.environ.get(SETTINGS_FOLDER_VARIABLE)
    os.environ[SETTINGS_FOLDER_VARIABLE] = str(folder / "settings")
    try:
        yield
    finally:
        if before is None:
            del os.environ[SETTINGS_FOLDER_VARIABLE]
        else:
            os.environ[SETTINGS_FOLDER_VARIABLE] = before


def _classes_painted(picture: Path) -> bool:
    """Whether a picture of the window shows a map: every class covers more than its legend row."""
    from desktop.maps.palettes import SEQUENTIAL_1
    from desktop.ui.picture import colour_shares

    return min(colour_shares(picture, SEQUENTIAL_1)) > _LEAST_PAINTED
