"""What the commands that make extracts share."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from desktop.core.errors import BoligatlasError, UsageError
from desktop.core.paths import write_whole
from desktop.core.wording import _


def need_builder() -> None:
    """Refuse where only the viewer is installed."""
    parts = ("desktop.builder", "geopandas", "openpyxl", "pyarrow")
    if not all(find_spec(part) for part in parts):
        raise UsageError(
            _("Denne installation er fremviseren; den kan ikke danne udtræk."),
            hint=_("Udtræk dannes hos dataforvalteren. Åbn et med »boligatlas FIL«."),
        )


def run_child(*arguments: str) -> None:
    program = [sys.executable, *([] if getattr(sys, "frozen", False) else ["-m", "desktop"])]
    done = subprocess.run(
        [*program, *arguments],
        check=False,
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if done.returncode:
        complaint = done.stderr.decode("utf-8", "replace").splitlines()
        told = {line.partition(": ")[0]: line.partition(": ")[2] for line in complaint}
        raise BoligatlasError(
            told.get("error", _("Eksemplet kunne ikke dannes.")), hint=told.get("hint", "")
        )


def new_key_file(path: Path) -> str:
    """Write a new key file that nobody else may read, and return its recipient."""
    from desktop.core.envelope import new_identity

    identity, recipient = new_identity()
    content = f"# public key: {recipient}\n{identity.lines[0]}\n".encode()
    before = os.umask(0o077)
    try:
        write_whole(path, lambda stream: stream.write(content))
    finally:
        os.umask(before)
    return recipient
