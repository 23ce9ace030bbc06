"""What the map paints is what the legend says, for every kind of area, on every screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.maps.palettes import HATCH, MISSING, WITHHELD, rgb
from desktop.maps.shownlayers import ShownLayers
from desktop.ui import theme as themes
from tests import fake_extract as fake
from tests.ui.conftest import Atlas, pixel

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def atlas(atlas: Atlas) -> Atlas:
    """Without names on the areas, whose colours are looked at."""
    atlas.session.show_layers(ShownLayers(names=False))
    return atlas


def swatches(atlas: Atlas) -> dict[str, str]:
    """The colours that the legend paints, by label."""
    image = atlas.legend.rows.grab().toImage()
    return {
        row.label: pixel(image, QPoint(13, at * 23 + 7))
        for at, row in enumerate(atlas.session.picture.legend.rows)
    }


def class_of(atlas: Atlas, position: int) -> str:
    """The label of an area's class, by its value and the bounds."""
    value = float(atlas.session.picture.cells.values[position])
    group = sum(value >= bound for bound in atlas.session.picture.bounds)
    return atlas.session.picture.legend.rows[group].label


@pytest.mark.parametrize(
    ("indicator", "classes"), [("Uden for arbejdsmarkedet", 5), ("Gennemsnitsalder", 4)]
)
def test_every_class_is_painted_in_the_colour_of_its_legend_row(
    atlas: Atlas, indicator: str, classes: int
) -> None:
    atlas.click_row(indicator)
    image, colours = atlas.image(), swatches(atlas)
    shown = np.flatnonzero(atlas.session.picture.cells.shown).tolist()

    assert len({class_of(atlas, position) for position in shown}) >= classes
    for position in shown:
        assert pixel(image, atlas.middle(position)) == colours[class_of(atlas, position)]


@pytest.mark.parametrize("position", [fake.WITHHELD, fake.WITHHELD_NOW])
def test_a_withheld_area_is_hatched(atlas: Atlas, position: int) -> None:
    image, middle = atlas.image(), atlas.middle(position)
    row = [pixel(image, middle + QPoint(step, 0)) for step in range(18)]
    below = [pixel(image, middle + QPoint(step, 1)) for step in range(18)]

    assert {WITHHELD, HATCH} < set(row)
    assert row[:6] == row[6:12] == row[12:]
    assert row[1:] == below[:-1]  # the lines slant


@pytest.mark.parametrize("position", [fake.MISSING, fake.UNDEFINED])
def test_an_area_without_data_is_plain_grey(atlas: Atlas, position: int) -> None:
    image, middle = atlas.image(), atlas.middle(position)

    assert {pixel(image, middle + QPoint(step, 0)) for step in range(18)} == {MISSING}


def test_beside_the_areas_and_in_a_hole_there_is_no_class(atlas: Atlas) -> None:
    image, classes = atlas.image(), set(swatches(atlas).values())
    hole = atlas.middle(fake.HOLED) + (atlas.middle(8) - atlas.middle(7)) * 0.3

    assert pixel(image, QPoint(785, 700)) not in classes
    assert atlas.canvas.area_at(hole.toPointF() - QPoint(0, 45)) == -1


def test_another_period_gives_areas_the_colours_of_that_period(atlas: Atlas) -> None:
    atlas.click_row("Uden for arbejdsmarkedet")
    seen = set()
    for _step in range(3):
        image, colours = atlas.image(), swatches(atlas)
        for position in np.flatnonzero(atlas.session.picture.cells.shown).tolist():
            assert pixel(image, atlas.middle(position)) == colours[class_of(atlas, position)]
        seen.add(tuple(atlas.session.picture.groups.tolist()))
        atlas.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)
    assert len(seen) > 1


def test_the_hatching_goes_where_the_number_is_shown_again(atlas: Atlas) -> None:
    atlas.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)
    place = atlas.middle(fake.WITHHELD_NOW)

    assert atlas.painted(place) == swatches(atlas)[class_of(atlas, fake.WITHHELD_NOW)]


def test_dark_surroundings_leave_the_classes_their_colours(atlas: Atlas) -> None:
    classes = [row.label for row in atlas.session.picture.legend.rows if row.group >= 0]
    before = {group: swatches(atlas)[group] for group in classes}
    atlas.window.header.menu.menu().actions()[2].trigger()
    image = atlas.image()

    assert {group: swatches(atlas)[group] for group in classes} == before
    for position in (8, 12, 19):
        assert pixel(image, atlas.middle(position)) == before[class_of(atlas, position)]


def test_in_the_dark_what_is_hidden_is_no_brighter_than_the_classes(atlas: Atlas) -> None:
    theme = themes.DARK
    darkest = min(sum(rgb(colour)) for colour in atlas.session.picture.colours)

    assert sum(rgb(theme.withheld)) < darkest
    assert sum(rgb(theme.missing)) < darkest


def test_hatching_is_light_enough_to_be_told_from_every_class() -> None:
    assert min(rgb(WITHHELD)) > max(rgb(HATCH))


def test_twice_the_pixels_show_the_same_colours_and_the_same_areas() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.test_colours"],
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)

    assert found["ratio"] == 2.0
    assert found["pixels"] == [2 * found["width"], 2 * found["height"]]
    assert found["painted"] == found["expected"]
    assert found["hovered"] == found["names"]


def _look_twice_as_close() -> None:
    """What the test above asks for, in a process with twice the pixels."""
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QApplication

    from desktop.core.settings import Settings
    from desktop.ui.app import application
    from desktop.ui.mainwindow import MainWindow
    from desktop.ui.theme import LIGHT

    application(Settings())
    window = MainWindow(Settings(), LIGHT)
    window.resize(1440, 900)
    window.show_extract(fake.fake_dataset(), Path("æ.boligatlas"))
    window.show()
    while not window.stage.canvas.is_sharp:
        QApplication.processEvents()
    session, canvas = window.session, window.stage.canvas
    assert session is not None
    assert canvas.frame is not None
    assert canvas.image.layers is not None
    grabbed = canvas.grab().toImage()
    shown = [at for at in range(8, 20) if session.picture.cells.shown[at]]
    places = []
    for at in shown:
        east, north = at % 5 + 0.5, at // 5 + 0.5
        x, y = canvas.frame.place(fake.WEST + east * fake.SIDE, fake.SOUTH + north * fake.SIDE)
        places.append(QPoint(int(x), int(y)))
    values, bounds = session.picture.cells.values, session.picture.bounds
    names = session.data.areas("boligomraade").names
    found = {
        "ratio": canvas.devicePixelRatioF(),
        "width": canvas.width(),
        "height": canvas.height(),
        "pixels": list(canvas.image.layers.ids.shape[::-1]),
        "painted": [pixel(grabbed, place) for place in places],
        "expected": [
            session.picture.colours[sum(values[at] >= bound for bound in bounds)] for at in shown
        ],
        "hovered": [names[canvas.area_at(QPointF(place))] for place in places],
        "names": [names[at] for at in shown],
    }
    print(json.dumps(found))
    canvas.close_lane()


if __name__ == "__main__":
    _look_twice_as_close()
