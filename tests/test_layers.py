"""What each layer may load, seen in a bare process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("pandas", "geopandas", "shapely", "pyproj", "fiona", "openpyxl", "pyarrow", "scipy")


def modules_of(package: str) -> list[str]:
    folder = ROOT / "desktop" / package
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[-1] != "__main__":
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


def loaded_by(*modules: str) -> set[str]:
    """The top-level packages in a process that imported nothing else."""
    script = (
        "import importlib, json, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(ended.stdout))


@pytest.mark.parametrize("package", ["core", "maps", "reports", "builder"])
def test_only_the_user_interface_knows_qt(package: str) -> None:
    if package == "builder":
        pytest.importorskip("geopandas")
    names = modules_of(package)
    assert len(names) > 3
    assert not loaded_by(*names) & {"PySide6", "shiboken6", "shiboken"}


def test_the_core_and_the_maps_are_light() -> None:
    loaded = loaded_by(*modules_of("core"), *modules_of("maps"))
    assert "numpy" in loaded
    assert not loaded & set(HEAVY)


def test_each_module_of_the_core_stands_alone() -> None:
    assert not loaded_by("desktop.core.errors", "desktop.core.wording") & {"numpy", "pyrage"}


def test_the_way_to_the_window_loads_no_qt_before_the_extract_is_being_opened() -> None:
    loaded = loaded_by("desktop.ui.start")
    assert not loaded & {"PySide6", "shiboken6", "reportlab", "pikepdf", *HEAVY}


def test_the_command_line_starts_with_next_to_nothing() -> None:
    loaded = loaded_by("desktop.cli")
    assert not loaded & {"PySide6", "shiboken6", "numpy", "reportlab", *HEAVY}


def test_this_test_would_see_it() -> None:
    assert "PySide6" in loaded_by("desktop.ui.app")
