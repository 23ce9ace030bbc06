"""Measures speed and memory on synthetic layers and prints tables of medians.

The window is measured under Xvfb on layers A, B and C, whose inputs come from the folder named by
``BOLIGATLAS_SHARED`` (or ``--shared``); what is worked out from numbers is measured on layer M,
which needs neither. Figures are of the machine at hand, and only ratios within one run compare with
another's.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

GOALS = {
    "start": (450, 550, 750),
    "period": (8, 8, 8),
    "indicator": (8, 8, 8),
    "period, whole window": (16, 16, 16),
    "pan, first frame": (5, 5, 5),
    "pan, sharp": (10, 25, 60),
    "zoom, first frame": (5, 5, 5),
    "zoom, sharp": (10, 25, 60),
    "hover": (0.1, 0.1, 0.1),
    "map sheet": (100, 250, 500),
    "memory": (150, 220, 400),
}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = os.environ.get("BOLIGATLAS_SHARED", str(ROOT.parent / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(shared))
    parser.add_argument("--layers", default="A,B,C,M")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--peers", action="store_true", help="measure QGIS beside, where it is")
    parser.add_argument("--figures", action="store_true", help="measure numbers alone, no window")
    parser.add_argument("--paper", action="store_true", help="measure reports alone")
    options = parser.parse_args()
    if options.paper:
        return _paper()
    refused = 0 if options.figures else _windows(options)
    from tests.bench.figures import measured, print_figures
    from tests.bench.inputs import medium

    print_figures(measured(*medium(), options.runs))
    return _paper() or refused


def _paper() -> int:
    from tests.bench.inputs import town
    from tests.bench.paper import print_reports, reports

    print_reports(reports(*town()))
    return 0


def _windows(options: argparse.Namespace) -> int:
    """Measure the window on its layers; 1 where something is missing that this takes."""
    if not (options.shared / "bench" / "make_layers.py").exists():
        print(f"no bench inputs under {options.shared}: name the folder with --shared")
        return 1
    if shutil.which("Xvfb") is None:
        print("Xvfb is needed for a real window")
        return 1
    from tests.bench.inputs import sealed
    from tests.bench.peers import qgis
    from tests.bench.views import print_views

    layers = [each for each in options.layers.split(",") if each != "M"]
    results: dict[str, dict[str, float]] = {}
    peers: dict[str, dict[str, float]] = {}
    with_peers = options.peers and shutil.which("qgis") is not None
    display = f":{90 + os.getpid() % 800}"
    screen = subprocess.Popen(
        ["Xvfb", display, "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(1)
    try:
        for layer in layers:
            extract, key_file = sealed(layer, options.shared)
            results[layer] = _measure(extract, key_file, display, options.runs)
            if with_peers:
                peers[layer] = qgis(layer, options.shared)
        views = _measure_views(options, display) if "M" in options.layers else {}
    finally:
        screen.terminate()
        screen.wait()
    if layers:
        _print_table(layers, results)
    print_views(views)
    if peers:
        _print_ratios(layers, results, peers)
    return 0


def _measure(extract: Path, key_file: Path, display: str, runs: int) -> dict[str, float]:
    starts = [_child("start", extract, key_file, display) for _run in range(runs + 1)][1:]
    used = _child("use", extract, key_file, display)
    return {
        **used,
        "start": statistics.median(each["start"] for each in starts),
        "memory after start": statistics.median(each["memory"] for each in starts),
    }


def _measure_views(options: argparse.Namespace, display: str) -> dict[str, float]:
    """The places on M; brushing on B, which has 2,100 areas, where that is at hand."""
    from tests.bench.inputs import medium, sealed

    extract, key_file = medium()
    starts = [_child("start", extract, key_file, display) for _run in range(options.runs)]
    opened = statistics.median(each["start"] for each in starts)
    views = {"first painted map, with key file": opened}
    views |= _child("views", extract, key_file, display)
    if (options.shared / "bench" / "make_layers.py").exists():
        views |= _child("brush", *sealed("B", options.shared), display)
    return views


def _child(mode: str, extract: Path, key_file: Path, display: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as settings:
        environment = {
            **os.environ,
            "DISPLAY": display,
            "BENCH_START": repr(time.time()),
            "BOLIGATLAS_SETTINGS": settings,
        }
        environment.pop("QT_QPA_PLATFORM", None)
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.window", mode, str(extract), str(key_file)],
            env=environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _print_table(layers: list[str], results: dict[str, dict[str, float]]) -> None:
    names = [*GOALS, "memory after start", "memory after printing"]
    print(f"{'ms (memory in MiB)':24}" + "".join(f"{layer:>10}{'goal':>8}" for layer in layers))
    for name in names:
        row = f"{name:24}"
        for layer in layers:
            goal = GOALS.get(name, ("", "", ""))["ABC".index(layer)]
            row += f"{results[layer].get(name, float('nan')):>10.2f}{goal!s:>8}"
        print(row)


def _print_ratios(
    layers: list[str], results: dict[str, dict[str, float]], peers: dict[str, dict[str, float]]
) -> None:
    """How many times as long, or as much, QGIS took in this run."""
    print(f"\n{'QGIS, and times ours':24}" + "".join(f"{layer:>10}{'':>8}" for layer in layers))
    for name in GOALS:
        if any(name in peers[layer] for layer in layers):
            row = f"{name:24}"
            for layer in layers:
                taken = peers[layer].get(name, float("nan"))
                row += f"{taken:>10.1f}{taken / results[layer][name]:>7.1f}×"
            print(row)


if __name__ == "__main__":
    sys.exit(main())
