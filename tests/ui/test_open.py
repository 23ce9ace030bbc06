"""Opening: what is asked for, waiting, giving up, and every kind of no."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.core.dataset import Dataset
from desktop.core.envelope import HEADER, Passphrase, new_identity, seal
from desktop.core.errors import Cancelled, DamagedExtract, FileProblem
from desktop.core.settings import Recent, Settings
from desktop.ui import app, opendialog
from desktop.ui.mainwindow import MainWindow
from desktop.ui.opendialog import OpenDialog
from desktop.ui.theme import LIGHT
from tests.conftest import Sealed
from tests.fake_extract import fake_dataset

WORDS = "hest batteri hæfteklamme"
NewDialog = Callable[..., OpenDialog]


@pytest.fixture
def new_dialog(qtbot: QtBot) -> Iterator[NewDialog]:
    """Makes dialogs, shown."""
    made: list[OpenDialog] = []

    def make(path: Path | None = None, recent: tuple[Recent, ...] = ()) -> OpenDialog:
        dialog = OpenDialog(recent, None, path)
        qtbot.addWidget(dialog)
        dialog.open()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        made.append(dialog)
        return dialog

    yield make
    for dialog in made:
        dialog.done(0)


@pytest.fixture
def by_words(tmp_path: Path) -> Path:
    """A file that says it was sealed with a passphrase; nothing opens it."""
    path = tmp_path / "med ord.boligatlas"
    path.write_bytes(HEADER + b"-> scrypt AAAA 18\nAAAA\n--- AAAA\n" + bytes(100))
    return path


@pytest.fixture(scope="module")
def sealed_by_words(sealed: Sealed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The self-test's extract under a passphrase."""
    path = tmp_path_factory.mktemp("words") / "æøå.boligatlas"
    path.write_bytes(seal(sealed.content, [], WORDS))
    return path


class Opening:
    """Stands in for the slow part: waits until it is let go, then gives or raises."""

    def __init__(self, outcome: Dataset | Exception) -> None:
        self.outcome, self.asked = outcome, list[Any]()
        self.go, self.was_stopped = threading.Event(), threading.Event()

    def __call__(self, path: Path, key: object, *, stopped: Callable[[], bool]) -> Dataset:
        self.asked.append((path, key))
        while not self.go.wait(0.005):
            if stopped():
                self.was_stopped.set()
                raise Cancelled
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opening]:
    work = Opening(fake_dataset())
    monkeypatch.setattr(opendialog, "open_extract", work)
    yield work
    work.go.set()


def write(dialog: OpenDialog, text: str) -> None:
    """Into whatever has the focus, and Enter."""
    focused = dialog.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)
    QTest.keyClick(focused, Qt.Key.Key_Return)


def press(widget: Any) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def altered(sealed: Sealed, folder: Path, key: str, value: str) -> Path:
    """The self-test's extract with another line in its manifest, sealed for the same key."""
    database = sqlite3.connect(":memory:")
    database.deserialize(sealed.content)
    database.execute("UPDATE manifest SET value = ? WHERE key = ?", (value, key))
    database.commit()
    content = database.serialize()
    database.close()
    own, recipient = new_identity()
    path = folder / "ændret.boligatlas"
    path.write_bytes(seal(content, [recipient]))
    (folder / "nøgle.txt").write_text(own.lines[0], "utf-8")
    return path


def test_recent_extracts_are_listed_by_title(new_dialog: NewDialog, by_words: Path) -> None:
    recent = (Recent(str(by_words), title="Boligsocial monitorering"), Recent("/væk/gammel.x"))
    dialog = new_dialog(None, recent)

    assert [dialog.list.item(at).text() for at in range(2)] == [
        "Boligsocial monitorering",
        "gammel",
    ]
    assert not dialog.open_button.isEnabled()


def test_a_click_on_a_recent_extract_asks_for_what_opens_it(
    new_dialog: NewDialog, by_words: Path
) -> None:
    dialog = new_dialog(None, (Recent(str(by_words)),))
    place: QRect = dialog.list.visualItemRect(dialog.list.item(0))
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place.center())

    assert dialog.file_label.text() == str(by_words)
    assert dialog.passphrase.isVisible()


def test_a_file_with_a_passphrase_asks_for_it_and_nothing_else(
    new_dialog: NewDialog, by_words: Path
) -> None:
    dialog = new_dialog(by_words)

    assert dialog.passphrase.isVisible()
    assert dialog.passphrase.hasFocus()
    assert not dialog.key_button.isVisible()


def test_a_file_for_a_key_asks_for_the_key_and_nothing_else(
    new_dialog: NewDialog, sealed: Sealed
) -> None:
    dialog = new_dialog(sealed.path)

    assert dialog.key_button.isVisible()
    assert not dialog.passphrase.isVisible()


def test_the_passphrase_is_never_shown(new_dialog: NewDialog, by_words: Path) -> None:
    dialog = new_dialog(by_words)
    QTest.keyClicks(dialog.passphrase, WORDS)

    assert WORDS not in dialog.passphrase.displayText()


def test_a_key_file_opens_what_was_sealed_for_it(
    new_dialog: NewDialog, sealed: Sealed, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = new_dialog(sealed.path)
    monkeypatch.setattr(opendialog, "file_to_open", lambda *_asked: sealed.key_file)
    press(dialog.key_button)
    assert dialog.key_button.text() == "Nøglefil: nøgle.txt"

    with qtbot.waitSignal(dialog.opened) as heard:
        press(dialog.open_button)
    data, path, key_file = heard.args or []
    assert data.manifest.municipality
    assert (path, key_file) == (sealed.path, sealed.key_file)
    assert not dialog.isVisible()
    data.close()


def test_the_key_used_last_time_is_there_again(new_dialog: NewDialog, sealed: Sealed) -> None:
    recent = (Recent(str(sealed.path), str(sealed.key_file)),)
    dialog = new_dialog(sealed.path, recent)

    assert dialog.key_button.text() == "Nøglefil: nøgle.txt"


def test_another_extract_does_not_inherit_the_key(
    new_dialog: NewDialog, sealed: Sealed, tmp_path: Path
) -> None:
    other = tmp_path / "anden.boligatlas"
    other.write_bytes(sealed.path.read_bytes())
    dialog = new_dialog(sealed.path, (Recent(str(sealed.path), str(sealed.key_file)),))
    dialog.choose(other)

    assert dialog.key_button.text() == "Vælg nøglefil …"
    press(dialog.open_button)
    assert dialog.note.text() == "Vælg den nøglefil, som udtrækket er forseglet til."


@pytest.mark.parametrize("wrong", ["another", "none", "gone"])
def test_a_key_that_does_not_fit_is_told_kindly(
    new_dialog: NewDialog, sealed: Sealed, tmp_path: Path, qtbot: QtBot, wrong: str
) -> None:
    key_file = tmp_path / "nøgle.txt"
    if wrong != "gone":
        key_file.write_text(new_identity()[0].lines[0] if wrong == "another" else "intet", "utf-8")
    dialog = new_dialog(sealed.path)
    dialog.take_key_file(key_file)
    press(dialog.open_button)
    qtbot.waitUntil(lambda: dialog.note.text().count("\n") == 1)

    problem, hint = dialog.note.text().split("\n")
    assert problem.endswith((".", str(key_file)))
    assert hint
    assert "Traceback" not in dialog.note.text()
    assert dialog.isVisible()
    qtbot.waitUntil(dialog.open_button.isEnabled)


def test_without_a_passphrase_nothing_is_tried(
    new_dialog: NewDialog, by_words: Path, opening: Opening
) -> None:
    dialog = new_dialog(by_words)
    press(dialog.open_button)

    assert dialog.note.text() == "Skriv adgangssætningen."
    assert opening.asked == []


def test_a_wrong_passphrase_is_told_kindly_and_the_right_one_opens(
    new_dialog: NewDialog, sealed_by_words: Path, qtbot: QtBot
) -> None:
    dialog = new_dialog(sealed_by_words)
    write(dialog, "hest batteri")
    assert dialog.wait.isVisible()
    qtbot.waitUntil(lambda: not dialog.wait.isVisible(), timeout=60_000)
    assert dialog.note.text() == (
        "Adgangssætningen passer ikke til udtrækket.\n"
        "Se efter store og små bogstaver, og prøv igen. Intet er ændret."
    )

    with qtbot.waitSignal(dialog.opened, timeout=60_000) as heard:
        write(dialog, WORDS)  # the wrong one is marked, so this takes its place
    (data, path, key_file) = heard.args or []
    assert (path, key_file) == (sealed_by_words, None)
    assert data.indicators
    data.close()


def test_giving_up_the_unlocking_ends_the_child_and_gives_the_dialog_back(
    new_dialog: NewDialog, sealed_by_words: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    children: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def started(*asked: Any, **how: Any) -> subprocess.Popen[bytes]:
        children.append(start(*asked, **how))
        return children[-1]

    monkeypatch.setattr(subprocess, "Popen", started)
    dialog = new_dialog(sealed_by_words)
    opened: list[object] = []
    dialog.opened.connect(lambda *found: opened.append(found))
    write(dialog, WORDS)
    qtbot.waitUntil(lambda: len(children) == 1)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.wait.isVisible())

    assert children[0].poll() is not None
    assert dialog.isVisible()
    assert dialog.passphrase.isEnabled()
    assert dialog.note.text() == "Afbrudt. Intet er ændret."
    assert opened == []


def test_the_window_lives_while_an_extract_is_being_unlocked(
    new_dialog: NewDialog, by_words: Path, opening: Opening, qtbot: QtBot
) -> None:
    dialog = new_dialog(by_words)
    turns: list[int] = []
    timer = QTimer(dialog)
    timer.timeout.connect(lambda: turns.append(1))
    write(dialog, WORDS)
    timer.start(0)
    qtbot.waitUntil(lambda: len(turns) > 20)

    assert dialog.wait.isVisible()
    assert not dialog.open_button.isEnabled()
    assert dialog.cancel_button.isEnabled()
    assert dialog.note.text() == "Låser op. En adgangssætning tager et par sekunder."
    timer.stop()
    with qtbot.waitSignal(dialog.opened):
        opening.go.set()
    assert isinstance(opening.asked[0][1], Passphrase)


def test_cancel_stops_the_work_and_a_second_try_begins_afresh(
    new_dialog: NewDialog, by_words: Path, opening: Opening, qtbot: QtBot
) -> None:
    dialog = new_dialog(by_words)
    write(dialog, "første")
    press(dialog.cancel_button)
    qtbot.waitUntil(dialog.open_button.isEnabled)
    assert opening.was_stopped.is_set()

    opening.go.set()
    with qtbot.waitSignal(dialog.opened):
        write(dialog, "anden")
    assert [key.text for _path, key in opening.asked] == ["første", "anden"]


def test_cancel_with_nothing_under_way_closes_the_dialog(
    new_dialog: NewDialog, by_words: Path
) -> None:
    dialog = new_dialog(by_words)
    press(dialog.cancel_button)

    assert not dialog.isVisible()


def test_closing_the_dialog_stops_the_work(
    new_dialog: NewDialog, by_words: Path, opening: Opening
) -> None:
    dialog = new_dialog(by_words)
    opened: list[object] = []
    dialog.opened.connect(lambda *found: opened.append(found))
    write(dialog, WORDS)
    dialog.close()

    assert opening.was_stopped.is_set() or not opening.asked
    assert opened == []


def test_a_passphrase_is_forgotten_when_the_dialog_is_done(
    new_dialog: NewDialog, by_words: Path, opening: Opening, qtbot: QtBot
) -> None:
    dialog = new_dialog(by_words)
    opening.go.set()
    with qtbot.waitSignal(dialog.opened):
        write(dialog, WORDS)

    assert dialog.passphrase.text() == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tom", b"", "beskadiget"),
        ("halv", HEADER[:10], "beskadiget"),
        ("zip", b"PK\x03\x04" + bytes(50), "ZIP- eller Office-fil"),
        ("bare sqlite", b"SQLite format 3\0" + bytes(100), "ukrypteret"),
        ("tekst", "Kære borgmester".encode(), "ikke et Boligatlas-udtræk"),
    ],
)
def test_something_else_is_named_for_what_it_is(
    new_dialog: NewDialog, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / f"{name}.boligatlas"
    path.write_bytes(content)
    dialog = new_dialog(path)
    problem, hint = dialog.note.text().split("\n")

    assert words in problem
    assert hint.endswith(".")
    assert not dialog.open_button.isEnabled()
    assert dialog.browse.isEnabled()


def test_a_file_that_is_gone_is_told_kindly(new_dialog: NewDialog, tmp_path: Path) -> None:
    dialog = new_dialog(tmp_path / "væk.boligatlas")

    assert dialog.note.text().startswith("Filen findes ikke: ")


@pytest.mark.parametrize("place", [0.5, 0.999])
def test_a_damaged_file_is_told_kindly(
    new_dialog: NewDialog, sealed: Sealed, tmp_path: Path, qtbot: QtBot, place: float
) -> None:
    content = bytearray(sealed.path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path = tmp_path / "skadet.boligatlas"
    path.write_bytes(content)
    dialog = new_dialog(path)
    dialog.take_key_file(sealed.key_file)
    press(dialog.open_button)
    qtbot.waitUntil(lambda: "beskadiget" in dialog.note.text())

    assert dialog.isVisible()


def test_a_newer_format_asks_for_a_newer_program(
    new_dialog: NewDialog, sealed: Sealed, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = new_dialog(altered(sealed, tmp_path, "format", "99"))
    dialog.take_key_file(tmp_path / "nøgle.txt")
    press(dialog.open_button)

    qtbot.waitUntil(lambda: "nyere format (99)" in dialog.note.text())


def test_an_extract_past_its_date_is_not_opened(
    new_dialog: NewDialog, sealed: Sealed, tmp_path: Path, qtbot: QtBot
) -> None:
    past = dt.date.today() - dt.timedelta(days=1)
    dialog = new_dialog(altered(sealed, tmp_path, "delete_by", past.isoformat()))
    dialog.take_key_file(tmp_path / "nøgle.txt")
    press(dialog.open_button)

    qtbot.waitUntil(lambda: past.strftime("%d-%m-%Y") in dialog.note.text())
    assert "Slet filen" in dialog.note.text()


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (DamagedExtract("Noget mangler.", hint="Prøv igen."), "Noget mangler.\nPrøv igen."),
        (FileProblem("Drevet er væk.", hint="Sæt det i."), "Drevet er væk.\nSæt det i."),
        (RuntimeError("secret 4711"), "Der opstod en fejl i programmet.\n"),
    ],
)
def test_whatever_goes_wrong_is_a_sentence(
    new_dialog: NewDialog,
    by_words: Path,
    opening: Opening,
    qtbot: QtBot,
    outcome: Exception,
    words: str,
) -> None:
    opening.outcome = outcome
    opening.go.set()
    dialog = new_dialog(by_words)
    write(dialog, WORDS)
    qtbot.waitUntil(lambda: not dialog.wait.isVisible())

    assert dialog.note.text().startswith(words)
    assert "4711" not in dialog.note.text()


def test_the_window_asks_and_shows_what_was_opened(
    qtbot: QtBot, by_words: Path, opening: Opening
) -> None:
    window = MainWindow(Settings(recent=(Recent(str(by_words)),)), LIGHT)
    qtbot.addWidget(window)
    window.open_requested.connect(lambda: app.ask(window))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert not window.export.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(OpenDialog)
    dialog.choose(by_words)
    opening.go.set()
    with qtbot.waitSignal(window.session_shown):
        write(dialog, WORDS)

    assert window.export.isEnabled()
    assert window.settings.recent[0].title == "Boligsocial monitorering"
    assert "Eksempelby Kommune" in window.windowTitle()
    qtbot.waitUntil(lambda: window.findChildren(OpenDialog) == [])


def test_without_an_extract_the_window_can_be_used_without_harm(qtbot: QtBot) -> None:
    window = MainWindow(Settings(), LIGHT)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for key in (Qt.Key.Key_F11, Qt.Key.Key_Left, Qt.Key.Key_Escape, Qt.Key.Key_Plus):
        QTest.keyClick(window.stage.canvas, key)
    for key in (Qt.Key.Key_K, Qt.Key.Key_P):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    QTest.mouseClick(window.stage.canvas, Qt.MouseButton.LeftButton)

    assert window.session is None
    assert not window.isFullScreen()


def test_an_extract_with_nothing_to_show_leaves_the_one_that_is_open(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = MainWindow(Settings(), LIGHT)
    qtbot.addWidget(window)
    first, empty = fake_dataset(), fake_dataset()
    window.show_extract(first, tmp_path / "a.boligatlas")
    empty.levels = ()
    with pytest.raises(Exception, match="ingen tal at vise"):
        window.show_extract(empty, tmp_path / "b.boligatlas")

    assert window.session is not None
    assert window.session.data is first
    assert not first._source.closed  # type: ignore[attr-defined]
