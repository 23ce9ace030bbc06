"""The same jobs done by QGIS on the same machine, in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench.inputs import KEPT

# Our name of a job: the peer script's. QGIS has no frame that is not sharp.
_JOBS = {
    "indicator": "recolour_total",
    "pan, sharp": "pan_100px",
    "zoom, sharp": "zoom_x2",
    "hover": "identify_point",
    "map sheet": "export_pdf_a4",
}


def qgis(layer: str, shared: Path) -> dict[str, float]:
    """Medians of QGIS by our names of the jobs; start and memory are of QGIS Desktop."""
    scripts = shared / "bench"
    measured: dict[str, float] = {}
    drawn = _lines(
        scripts / "run_peer.py", "--peer", "qgis", "--layer", str(KEPT / f"{layer}.gpkg"),
        "--procs", "3", "--reps", "5",
    )  # fmt: skip
    medians = {line["job"]: line["median"] for line in drawn if "job" in line}
    measured.update({ours: medians[theirs] for ours, theirs in _JOBS.items() if theirs in medians})
    desktop = _lines(scripts / "desktop_start.py", str(KEPT / f"{layer}.gpkg"), "--runs", "3")[-1]
    measured["start"] = desktop["map_drawn_ms"][0]
    measured["memory"] = desktop["vmhwm_mib"][0]
    return measured


def _lines(script: Path, *arguments: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(script), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
