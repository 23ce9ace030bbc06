"""From the window to paper: what is shown, and nothing else, without stopping the window."""

from __future__ import annotations

import errno
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.wording import number
from desktop.maps.picture import Legend
from desktop.reports import making
from desktop.ui import exportdialog
from desktop.ui.desk import places
from desktop.ui.exportdialog import ExportDialog
from tests import fake_extract as fake
from tests.core.models.test_shown import MODEL
from tests.ui.conftest import CTRL, Atlas, NewWindow


@pytest.fixture
def to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[Path]]:
    """Where the person saves: the last path in the list."""
    chosen = [tmp_path / "kort æøå.pdf"]
    monkeypatch.setattr(exportdialog, "file_to_save", lambda *_asked: chosen[-1])
    yield chosen


def asked(atlas: Atlas) -> ExportDialog:
    """The dialog behind the button."""
    atlas.click(atlas.window.export)
    dialogs = atlas.window.findChildren(ExportDialog)
    return next(each for each in dialogs if each.isVisible())


def save(atlas: Atlas) -> tuple[str, str]:
    """The sheet, by the button, through the dialog; what was said of it in the end."""
    dialog = asked(atlas)
    dialog.list.setCurrentRow(0)
    return press_save(atlas, dialog)


def press_save(atlas: Atlas, dialog: ExportDialog) -> tuple[str, str]:
    """By the button, and wait; the dialog is closed afterwards."""
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    wait(atlas, dialog)
    said = dialog.foot.words.text(), dialog.foot.hint.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    return said


def wait(atlas: Atlas, dialog: ExportDialog) -> None:
    atlas.qtbot.waitUntil(lambda: not dialog.is_busy, timeout=20_000)


def words(path: Path) -> str:
    return " ".join(extract_text(io.BytesIO(path.read_bytes())).split())


def test_the_sheet_says_what_the_window_says(atlas: Atlas, to: list[Path]) -> None:
    atlas.click_row("Anmeldte indbrud")
    atlas.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)
    atlas.click_area(12)
    save(atlas)
    said = words(to[-1])

    assert "Anmeldte indbrud" in said
    assert atlas.session.view.period.label in said
    assert "Toften" in said
    assert number(float(atlas.session.picture.cells.values[12]), 1) in said
    assert "Eksempelby Kommune" in said
    assert "Voksne uden for arbejdsmarkedet" not in said
    assert str(to[-1]) in atlas.window.header.seal.text()


def test_the_sheet_holds_no_withheld_number(atlas: Atlas, to: list[Path]) -> None:
    atlas.session.select([fake.WITHHELD])
    save(atlas)
    said = words(to[-1])

    assert "Ådalen" in said
    assert "4.711" not in said
    assert "4711" not in said


def test_a_name_without_an_ending_becomes_a_pdf(
    atlas: Atlas, to: list[Path], tmp_path: Path
) -> None:
    to.append(tmp_path / "kort")
    save(atlas)

    assert (tmp_path / "kort.pdf").read_bytes().startswith(b"%PDF-")


def test_ctrl_p_asks_for_the_sheet_too(atlas: Atlas) -> None:
    atlas.press(Qt.Key.Key_P, held=CTRL)
    (dialog,) = atlas.window.findChildren(ExportDialog)

    assert dialog.isVisible()
    assert "Voksne uden for arbejdsmarkedet" in dialog.preview.accessibleDescription()
    dialog.reject()


def test_the_plan_stands_on_the_preview_and_on_the_sheet(atlas: Atlas, to: list[Path]) -> None:
    dialog = asked(atlas)
    QTest.keyClicks(dialog.plan, "Fjordparken 2025-2028")
    atlas.qtbot.waitUntil(lambda: "Fjordparken 2025-2028" in dialog.preview.accessibleDescription())
    press_save(atlas, dialog)

    assert "Fjordparken 2025-2028" in words(to[-1])


def test_the_paper_is_remembered(atlas: Atlas, to: list[Path]) -> None:
    dialog = asked(atlas)
    dialog.paper.setFocus()
    QTest.keyClick(dialog.paper, Qt.Key.Key_End)
    last = dialog.paper.currentData()
    press_save(atlas, dialog)
    again = asked(atlas)

    assert again.paper.currentData() == last
    again.reject()


def test_nothing_is_written_when_the_person_changes_their_mind(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(exportdialog, "file_to_save", lambda *_asked: None)
    dialog = asked(atlas)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert atlas.window.export.isEnabled()
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_window_lives_while_the_sheet_is_written(
    atlas: Atlas, to: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    go, write = threading.Event(), making.save_report

    def slowly(*what: object, **how: object) -> making.Saved:
        go.wait(20)
        return write(*what, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "save_report", slowly)
    shown = atlas.session.view.period.label
    dialog = asked(atlas)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    atlas.session.step_period(-1)
    atlas.settle()
    atlas.qtbot.waitUntil(lambda: not dialog.save.isEnabled())
    assert dialog.is_busy
    assert not to[-1].exists()

    go.set()
    wait(atlas, dialog)
    said = words(to[-1])
    assert shown in said  # what was shown when it was asked for
    assert atlas.session.view.period.label not in said
    dialog.reject()


@pytest.mark.parametrize("where", ["no folder", "a folder"])
def test_a_place_that_cannot_be_written_is_told_in_the_dialog(
    atlas: Atlas, to: list[Path], tmp_path: Path, where: str
) -> None:
    to.append(tmp_path / "findes ikke" / "kort.pdf" if where == "no folder" else tmp_path / "m.pdf")
    if where == "a folder":
        to[-1].mkdir()
    problem, hint = save(atlas)

    assert str(to[-1]) in problem
    assert hint.endswith("Siderne er her endnu: vælg et andet navn eller en anden mappe.")
    assert list(tmp_path.glob("**/*.part")) == []


def test_a_full_disk_is_told_kindly_and_keeps_the_older_file(
    atlas: Atlas, to: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    to[-1].write_bytes(b"older")

    sync = os.fsync

    def full(handle: int) -> None:
        if os.fstat(handle).st_size > 10_000:  # the sheet, and not the line in the log
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    problem, hint = save(atlas)

    assert problem.startswith("Der er ikke plads på drevet")
    assert hint.startswith("Intet blev skrevet.")
    assert to[-1].read_bytes() == b"older"
    assert [path.name for path in to[-1].parent.iterdir() if path.suffix == ".part"] == []


def test_the_sheet_can_be_written_elsewhere_after_it_could_not(
    atlas: Atlas, to: list[Path], tmp_path: Path
) -> None:
    dialog = asked(atlas)
    to.append(tmp_path / "findes ikke" / "kort.pdf")
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    wait(atlas, dialog)
    assert dialog.preview.pages
    to.append(tmp_path / "kort.pdf")
    press_save(atlas, dialog)

    assert to[-1].exists()


MAPS = ("map", "change", "double", "bivariate", "categories", "models")
OTHER = MODEL.replace('id = "min"', 'id = "anden"').replace("Min model", "Anden model")


@pytest.fixture
def modelled(new_window: NewWindow) -> Atlas:
    """A window on an extract with two models."""
    return new_window(fake.fake_dataset(models={"min": MODEL, "anden": OTHER}))


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("place", MAPS)
def test_every_place_with_a_map_prints_what_it_shows(
    modelled: Atlas, to: list[Path], place: str
) -> None:
    session = modelled.session
    session.go(place)
    if place == "models":
        session.show_map(1, model="anden")
    session.select([12, fake.WITHHELD])
    if place in ("categories", "models"):
        modelled.qtbot.waitUntil(lambda: session.picture.dotted is not None, timeout=20_000)
    save(modelled)
    said = plain(words(to[-1]))

    legends: list[Legend] = [session.picture.legend]
    if place in ("double", "models") and session.other_picture is not None:
        legends.append(session.other_picture.legend)
    for legend in legends:
        for row in legend.rows:
            if legend.form != "square" or row.group < 0:
                assert plain(row.label) in said
    assert "Toften" in said and "Ådalen" in said
    assert session.view.period.label in said
    assert "4.711" not in said and "4711" not in said


@pytest.mark.parametrize("place", MAPS)
def test_a_sheet_is_read_from_its_title_to_its_foot(
    modelled: Atlas, to: list[Path], place: str
) -> None:
    modelled.session.go(place)
    modelled.session.select([12])
    save(modelled)
    said = plain(words(to[-1]))
    heads = [
        said.index("Eksempelby Kommune"),
        said.index("Fremhævede områder"),
        said.index("Boligatlas ·"),
    ]

    assert heads == sorted(heads)


def test_where_there_is_nothing_to_print_the_dialog_says_why(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(atlas.stage), "composed", lambda *_asked: None)
    dialog = asked(atlas)

    assert not dialog.save.isEnabled()
    assert dialog.preview.problem.text() == "Dette sted har ikke noget ark."
    dialog.reject()


def test_a_level_without_outlines_is_said_in_the_dialog(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atlas.session.data, "tolerances", lambda _level: ())
    dialog = asked(atlas)

    assert not dialog.save.isEnabled()
    assert "har ingen omrids" in dialog.preview.problem.text()
    dialog.reject()


def test_what_comes_to_be_known_after_it_was_closed_is_nothing_to_it(
    modelled: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    modelled.session.go("models")
    dialog = asked(modelled)
    dialog.list.setCurrentRow(0)
    dialog.reject()
    made: list[bool] = []
    monkeypatch.setattr(dialog, "_make", lambda **_given: made.append(True))
    modelled.session.pictures_changed.emit()
    assert not made


@pytest.mark.parametrize("place", [each.id for each in places()])
def test_everywhere_there_is_a_sheet_or_a_reason_why_not(modelled: Atlas, place: str) -> None:
    modelled.session.select([12])
    modelled.session.go(place)
    dialog = asked(modelled)
    dialog.list.setCurrentRow(0)

    assert dialog.save.isEnabled() is bool(dialog.preview.pages)
    assert dialog.save.isEnabled() is not bool(dialog.preview.problem.text())
    assert dialog.save.isEnabled() is dialog.foot.words.text().startswith("Arket viser det")
    dialog.reject()
