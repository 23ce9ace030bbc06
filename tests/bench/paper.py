"""Times reports of the invented municipality, from the request to the checked and logged file.

Each report has a process of its own, so that its memory is its own, and opens the extract before
the time begins.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PROFILES = 175
# What is asked for, with how many areas (0 is all of them), and the goal in seconds.
REPORTS: Mapping[str, tuple[str, int, float]] = {
    "one profile": ("profile", 1, 1.0),
    "standard report, 20 areas": ("standard", 20, 10.0),
    "atlas, all indicators": ("atlas", 0, 30.0),
    "all profiles": ("profile", _PROFILES, 90.0),
    "yearly report, all areas": ("yearly", 0, 60.0),
    "categories": ("categories", 0, 10.0),
    "sectors": ("sectors", 0, 10.0),
    "moved": ("moved", 0, 10.0),
    "datasheet": ("datasheet", 0, 10.0),
    "plan": ("plan", 2, 10.0),
}
MEMORY = 600  # MiB, the goal for each


def reports(extract: Path, key_file: Path) -> dict[str, dict[str, float]]:
    """Seconds, pages and MiB by report."""
    return {
        name: _child(kind, areas, extract, key_file)
        for name, (kind, areas, _goal) in REPORTS.items()
    }


def print_reports(measured: Mapping[str, Mapping[str, float]]) -> None:
    """One line for each, with the goal."""
    print(f"{'report':28}{'seconds':>9}{'goal':>7}{'pages':>7}{'check':>8}{'MiB':>7}")
    for name, found in measured.items():
        goal = REPORTS[name][2]
        print(
            f"{name:28}{found['seconds']:>9.2f}{goal:>7.0f}{found['pages']:>7.0f}"
            f"{found['saving']:>8.2f}{found['memory']:>7.0f}"
        )


def _child(kind: str, areas: int, extract: Path, key_file: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as settings:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "tests.bench.paper", kind, str(areas)),
                *(str(extract), str(key_file), str(Path(settings) / "report.pdf")),
            ],
            env={**os.environ, "BOLIGATLAS_SETTINGS": settings},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def main(kind: str, areas: int, extract: Path, key_file: Path, out: Path) -> dict[str, Any]:
    """Make one report: seconds in all, seconds of them to write and check, pages, MiB."""
    from desktop.core.envelope import read_identity
    from desktop.core.extract import open_extract
    from desktop.reports.asking import asked_for
    from desktop.reports.making import make_report, save_report
    from desktop.reports.templates import shipped_template

    data = open_extract(extract, read_identity(key_file))
    template = shipped_template(kind)
    level = data.levels[0].id
    begun = time.perf_counter()
    asked = asked_for(data, template, level=level, areas=range(areas))
    laid = make_report(asked)
    made = time.perf_counter()
    saved = save_report(out, laid, asked)
    ended = time.perf_counter()
    return {
        "seconds": ended - begun,
        "saving": ended - made,
        "pages": saved.pages,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    asked_kind, asked_areas, *paths = sys.argv[1:]
    print(json.dumps(main(asked_kind, int(asked_areas), *map(Path, paths))))
