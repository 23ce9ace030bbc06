"""Where the folder of real public data is, for the tests that read it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared(*names: str) -> Path:
    """A path in the folder of real data; the test is left out, with the reason, where it is absent.

    ``BOLIGATLAS_SHARED`` names the folder, else it is ``shared`` beside the project.
    """
    stated = os.environ.get("BOLIGATLAS_SHARED")
    folder = Path(stated) if stated else Path(__file__).resolve().parents[2] / "shared"
    path = folder.joinpath(*names)
    if not path.exists():
        pytest.skip(f"no real data: {path.name} is not there; set BOLIGATLAS_SHARED")
    return path
