"""The pages on screen: turned by keys and buttons, sharp, and the same that are written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.maps.drawing import Box, Drawing, Text
from desktop.ui.reportpreview import ReportPreview, Zoom, drawn
from desktop.ui.theme import DARK, LIGHT

COLOURS = ("#115A73", "#E07A3F", "#0B6B4F")


def pages(count: int = 3, width: float = 210.0, height: float = 297.0) -> tuple[Drawing, ...]:
    return tuple(
        Drawing(
            width,
            height,
            (
                Box(0, 0, width, height, fill=COLOURS[nr % 3]),
                Text(20, 20, f"Side nummer {nr + 1}", 5, "#FFFFFF"),
            ),
        )
        for nr in range(count)
    )


@pytest.fixture
def preview(qtbot: QtBot) -> Iterator[ReportPreview]:
    made = ReportPreview(LIGHT)
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    yield made
    made.close_lanes()


def sharp(preview: ReportPreview, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: preview.is_drawn)


def seen(preview: ReportPreview) -> str:
    """The colour in the middle of the page."""
    image = preview.view.grab().toImage()
    middle = preview.room.viewport().rect().center()
    return image.pixelColor(middle).name().upper()


def test_the_page_is_painted_as_it_is_drawn(preview: ReportPreview, qtbot: QtBot) -> None:
    preview.show_pages(pages())
    sharp(preview, qtbot)

    assert seen(preview) == COLOURS[0]
    assert preview.place.text() == "side 1 af 3"
    assert "Side nummer 1" in preview.accessibleDescription()
    assert preview.accessibleName() == "Forhåndsvisning, side 1 af 3"


def test_pages_are_turned_by_buttons(preview: ReportPreview, qtbot: QtBot) -> None:
    preview.show_pages(pages())
    assert not preview.back.isEnabled()
    for nr in (1, 2):
        QTest.mouseClick(preview.forward, Qt.MouseButton.LeftButton)
        sharp(preview, qtbot)
        assert (preview.at, seen(preview)) == (nr, COLOURS[nr])
    assert not preview.forward.isEnabled()
    QTest.mouseClick(preview.back, Qt.MouseButton.LeftButton)

    assert preview.place.text() == "side 2 af 3"


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        ((Qt.Key.Key_PageDown,), 1),
        ((Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left), 1),
        ((Qt.Key.Key_Space,), 1),
        ((Qt.Key.Key_End,), 2),
        ((Qt.Key.Key_End, Qt.Key.Key_PageDown), 2),
        ((Qt.Key.Key_End, Qt.Key.Key_PageUp), 1),
        ((Qt.Key.Key_End, Qt.Key.Key_Home), 0),
        ((Qt.Key.Key_PageUp,), 0),
    ],
)
def test_pages_are_turned_by_keys(
    preview: ReportPreview, keys: tuple[Qt.Key, ...], at: int
) -> None:
    preview.show_pages(pages())
    preview.room.setFocus()
    for key in keys:
        QTest.keyClick(preview.room, key)

    assert preview.at == at


def test_as_wide_as_the_room_a_page_is_scrolled_and_then_turned(
    preview: ReportPreview, qtbot: QtBot
) -> None:
    preview.show_pages(pages())
    QTest.mouseClick(preview.zooms[Zoom.WIDTH], Qt.MouseButton.LeftButton)
    sharp(preview, qtbot)
    bar = preview.room.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    QTest.keyClick(preview.room, Qt.Key.Key_PageDown)
    assert (preview.at, bar.value() > 0) == (0, True)
    bar.setValue(bar.maximum())
    QTest.keyClick(preview.room, Qt.Key.Key_PageDown)
    assert (preview.at, bar.value()) == (1, 0)

    QTest.mouseClick(preview.zooms[Zoom.WHOLE], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.maximum() == 0)


def test_more_pages_keep_the_place(preview: ReportPreview, qtbot: QtBot) -> None:
    preview.show_pages(pages(2), more=True)
    preview.go_to(1)
    assert preview.place.text() == "side 2 af 2 indtil nu"
    preview.show_pages(pages(3))
    assert (preview.at, preview.place.text()) == (1, "side 2 af 3")
    preview.show_pages(pages(1))
    sharp(preview, qtbot)

    assert (preview.at, seen(preview)) == (0, COLOURS[0])


def test_words_take_the_place_of_pages(preview: ReportPreview, qtbot: QtBot) -> None:
    preview.show_pages(pages())
    preview.say("Der er ikke valgt noget område.", "Tilføj et område.")

    assert preview.pages == ()
    assert preview.problem.isVisible() and preview.hint.isVisible()
    assert preview.accessibleDescription() == "Der er ikke valgt noget område. Tilføj et område."
    assert not preview.forward.isEnabled() and not preview.zooms[Zoom.WIDTH].isEnabled()
    preview.show_pages(pages(1))
    sharp(preview, qtbot)
    assert not preview.problem.isVisible()


def test_a_page_is_white_in_a_dark_room(qtbot: QtBot) -> None:
    made = ReportPreview(DARK)
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    made.show_pages((Drawing(210, 297, ()),))
    sharp(made, qtbot)

    assert seen(made) == "#FFFFFF"
    made.close_lanes()


def test_a_page_is_drawn_in_all_the_pixels_of_a_fine_screen() -> None:
    image = drawn(pages(1)[0], 2.0, 2.0)

    assert (image.width(), image.height()) == (840, 1188)
    assert image.deviceIndependentSize().toTuple() == (420.0, 594.0)
    assert image.pixelColor(QPoint(839, 1187)).name().upper() == COLOURS[0]


def test_nothing_is_drawn_after_it_is_closed(preview: ReportPreview, qtbot: QtBot) -> None:
    preview.close_lanes()
    preview.show_pages(pages())
    qtbot.wait(20)

    assert not preview.is_drawn
