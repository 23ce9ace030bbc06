"""What a few screens look like, against small pictures of how they should; and real windows.

Pictures are kept small and grey: they catch what has moved, vanished or turned dark, and let pass
what a typeface is drawn like elsewhere. ``--renew`` makes them anew; look at them before they are
kept.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from desktop.ui.theme import DARK, LIGHT
from tests.conftest import GOLDEN
from tests.core.models.test_shown import MODEL
from tests.fake_extract import fake_dataset
from tests.ui.conftest import Atlas, NewWindow

SMALL = (288, 180)  # pixels of a kept picture
BLOCK = 12  # pixels of it that are looked at together
MOST = 14.0  # of 255 that the mean of a block may lie off
ROOT = Path(__file__).resolve().parents[2]


def grey(image: QImage) -> NDArray[np.float64]:
    """A picture as numbers from 0 to 255, height × width."""
    small = image.scaled(
        *SMALL, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    ).convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(small.constBits(), np.uint8).reshape(SMALL[1], small.bytesPerLine())
    return lines[:, : SMALL[0]].astype(np.float64)


def blocks(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of every block of a picture."""
    rows, columns = SMALL[1] // BLOCK, SMALL[0] // BLOCK
    means: NDArray[np.float64] = picture.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))
    return means


def at_rest(atlas: Atlas) -> NDArray[np.float64]:
    """The window once nothing changes any more: some of it follows from other threads."""
    alike, seen = 0, grey(atlas.window.grab().toImage())
    for _turn in range(60):
        atlas.qtbot.wait(150)
        before, seen = seen, grey(atlas.window.grab().toImage())
        alike = alike + 1 if (before == seen).all() else 0
        if alike == 4:
            break
    return seen


@pytest.mark.parametrize(
    ("place", "dark"),
    [
        *((place, False) for place in ("map", "double", "categories", "trend", "profile", "table")),
        ("map", True),
    ],
)
def test_a_screen_looks_as_it_should(
    new_window: NewWindow, request: pytest.FixtureRequest, place: str, dark: bool
) -> None:
    theme = DARK if dark else LIGHT
    atlas = new_window(fake_dataset(models={"min": MODEL}), theme=theme)
    atlas.window.set_theme(theme)
    atlas.session.select([12])
    atlas.session.go(place)
    assert atlas.window.panes.shown.isVisible()
    seen = at_rest(atlas)
    path = GOLDEN / "screens" / f"{place}{'-dark' if dark else ''}.png"
    if request.config.getoption("--renew"):
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = QImage(seen.astype(np.uint8).tobytes(), *SMALL, SMALL[0],
                      QImage.Format.Format_Grayscale8)  # fmt: skip
        assert kept.save(str(path))
    wanted = grey(QImage(str(path)))
    off = np.abs(blocks(seen) - blocks(wanted))

    assert off.max() < MOST, np.argwhere(off >= MOST).tolist()


@pytest.mark.display
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
@pytest.mark.parametrize(
    ("size", "density"),
    [("1280x720", 1), ("1440x900", 1), ("1440x900", 2), ("1920x1080", 1)],
)
def test_a_real_window_has_room_for_everything(tmp_path: Path, size: str, density: int) -> None:
    width, height = (int(part) * density for part in size.split("x"))
    screen = tmp_path / "display"
    with screen.open("wb") as told:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
            stdout=told,
            stderr=subprocess.DEVNULL,
        )
    try:
        while not screen.read_text("ascii").endswith("\n"):
            assert server.poll() is None
        environment = {
            **os.environ,
            "DISPLAY": f":{screen.read_text('ascii').strip()}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": str(density),
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.ui.realwindow", size],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        server.terminate()
        server.wait()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {}
