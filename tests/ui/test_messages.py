"""What went wrong is told in a sentence, and a bug is logged in full."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.errors import DamagedExtract, FileProblem
from desktop.ui.messages import catch_everything, tell, words_for
from tests.ui.conftest import Atlas

ROOT = Path(__file__).resolve().parents[2]


def boxes() -> list[QMessageBox]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QMessageBox) and widget.isVisible()
    ]


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    """The hook and the boxes of one test are not the next one's."""
    hook = sys.excepthook
    yield
    sys.excepthook = hook
    for box in boxes():
        box.close()


def test_a_problem_is_told_with_its_hint(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    tell(None, FileProblem("Drevet er væk.", hint="Sæt det i igen."))
    (box,) = boxes()

    assert (box.text(), box.informativeText()) == ("Drevet er væk.", "Sæt det i igen.")
    assert box.button(QMessageBox.StandardButton.Ok).text() == "Luk"
    assert caplog.records == []


def test_a_bug_says_that_nothing_was_lost_and_is_logged(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "boligatlas"):
        tell(None, ZeroDivisionError("division by zero"))
    (box,) = boxes()

    assert box.text() == "Der opstod en fejl i programmet."
    assert "Udtrækket er uændret" in box.informativeText()
    assert "division" not in box.text() + box.informativeText() + box.detailedText()
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_a_message_without_a_window_stays_until_it_is_closed(qtbot: QtBot) -> None:
    tell(None, DamagedExtract("Skadet."))
    for _turn in range(20):
        QApplication.processEvents()
    (box,) = boxes()
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Ok), Qt.MouseButton.LeftButton)

    assert boxes() == []


def test_a_message_closed_leaves_nothing_behind(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    for _time in range(3):
        tell(parent, DamagedExtract("Skadet."))
        (box,) = boxes()
        box.close()

    qtbot.waitUntil(lambda: parent.findChildren(QMessageBox) == [])


def test_what_nobody_caught_is_told_and_logged(
    atlas: Atlas, caplog: pytest.LogCaptureFixture
) -> None:
    catch_everything()
    with caplog.at_level(logging.ERROR, "boligatlas"):
        try:
            dict[str, int]()["secret 4711"]
        except KeyError as error:
            sys.excepthook(KeyError, error, error.__traceback__)
    (box,) = boxes()

    assert box.text() == "Der opstod en fejl i programmet."
    assert "4711" not in box.text() + box.informativeText()
    assert "KeyError: 'secret 4711'" in caplog.text
    assert "test_messages.py" in caplog.text
    assert atlas.window.isVisible()


def test_stopping_the_program_is_no_bug(capsys: pytest.CaptureFixture[str]) -> None:
    catch_everything()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert boxes() == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_a_problem_without_a_hint_is_told_as_it_is() -> None:
    assert words_for(FileProblem("Drevet er væk.")) == ("Drevet er væk.", "")


def test_qt_is_below_the_version_that_loses_references() -> None:
    assert tuple(map(int, version("PySide6_Essentials").split(".")[:2])) < (6, 12)


def test_none_and_true_survive_many_crossings_into_qt() -> None:
    script = """
import sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

class Sender(QObject):
    told = Signal(object, bool)
    plain = Signal()

app = QGuiApplication([])
sender, heard = Sender(), []
sender.told.connect(lambda value, flag: heard.append((value, flag)) if len(heard) < 3 else None)
sender.plain.connect(lambda: None)
before = sys.getrefcount(None), sys.getrefcount(True)
for _turn in range(20_000):
    sender.told.emit(None, True)
    sender.plain.emit()
    sender.setObjectName("x")
    sender.blockSignals(True)
    sender.blockSignals(False)
after = sys.getrefcount(None), sys.getrefcount(True)
assert heard[0] == (None, True), heard
for had, has in zip(before, after):
    assert has > had - 2_000, (before, after)
print("alive")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr
