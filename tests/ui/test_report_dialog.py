"""Reports from the window: chosen, looked at, made, cancelled and saved by a person."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.core.errors import FileProblem, UsageError
from desktop.core.paths import cannot_write
from desktop.ui import exportdialog, reportform
from desktop.ui.exportdialog import ExportDialog
from desktop.ui.reportasking import OWN, PICKED, SHEET, Of
from tests.ui.conftest import Atlas
from tests.ui.report_fakes import Reports
from tests.ui.test_reach import unnamed
from tests.ui.watchdog import Watchdog

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reports]:
    """Reports that take no time, or as long as the test wants."""
    made = Reports()
    made.install(monkeypatch)
    yield made
    made.go.set()
    made.write.set()


@pytest.fixture
def to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Where the person saves: the last path in the list."""
    chosen = [tmp_path / "rapport.pdf"]
    monkeypatch.setattr(exportdialog, "file_to_save", lambda *_asked: chosen[-1])
    return chosen


def opened(atlas: Atlas, kind: str = "") -> ExportDialog:
    """The dialog behind the button, at a kind of report."""
    atlas.click(atlas.window.export)
    dialogs = atlas.window.findChildren(ExportDialog)
    dialog = next(each for each in dialogs if each.isVisible())
    if kind:
        pick(dialog, kind)
    return dialog


def pick(dialog: ExportDialog, kind: str) -> None:
    """Click a kind in the list."""
    items = [dialog.list.item(row) for row in range(dialog.list.count())]
    row = [item.data(Qt.ItemDataRole.UserRole) for item in items].index(kind)
    dialog.list.scrollToItem(items[row])
    place = dialog.list.visualItemRect(items[row]).center()
    QTest.mouseClick(dialog.list.viewport(), LEFT, pos=place)


def rest(atlas: Atlas, dialog: ExportDialog) -> None:
    atlas.qtbot.waitUntil(lambda: not dialog.is_busy, timeout=20_000)


def page(dialog: ExportDialog) -> str:
    """What stands on the page looked at."""
    return " ".join(dialog.preview.pages[dialog.preview.at].texts())


def save(atlas: Atlas, dialog: ExportDialog) -> None:
    QTest.mouseClick(dialog.save, LEFT)
    rest(atlas, dialog)


def watch(dialog: ExportDialog, watchdog: Watchdog, what: str, by: int) -> None:
    """Turn pages while something is under way."""
    while dialog.is_busy:
        watchdog.watch(what, lambda: dialog.preview.turn(by))


def test_the_list_has_a_name_and_a_sentence_for_every_kind(atlas: Atlas, reports: Reports) -> None:
    dialog = opened(atlas)
    rows = [dialog.list.item(row) for row in range(dialog.list.count())]

    assert rows[0].text() == "Det viste som ark"
    assert rows[-1].text() == "Egen skabelon"
    assert len(rows) == 14
    assert all(". " in row.data(Qt.ItemDataRole.AccessibleTextRole) for row in rows)
    assert dialog.kind.id == SHEET and dialog.preview.pages
    dialog.reject()


def test_a_profile_of_the_chosen_area_is_there_to_look_at(atlas: Atlas, reports: Reports) -> None:
    atlas.click_area(12)
    dialog = opened(atlas, "profile")
    rest(atlas, dialog)

    assert "Områdeprofil 2026K2 Toften" in page(dialog)
    assert dialog.preview.place.text() == "side 1 af 3"
    assert dialog.form.areas.of.currentText() == "Udvalgte (1)"
    assert dialog.form.period.currentText() == "2. kvartal 2026"
    assert dialog._made is not None
    assert dialog.preview.pages == dialog._made.laid.pages  # the very drawings that are written
    dialog.reject()


@pytest.mark.parametrize(("place", "kind"), [("table", "standard"), ("moved", "moved"),
                                             ("questions", "quarterly")])  # fmt: skip
def test_places_without_a_sheet_offer_the_report_that_fits(
    atlas: Atlas, reports: Reports, place: str, kind: str
) -> None:
    atlas.session.go(place)
    dialog = opened(atlas)
    rest(atlas, dialog)

    assert dialog.kind.id == kind
    assert dialog.preview.pages
    dialog.reject()


def test_the_table_hands_over_its_columns_and_the_areas_it_keeps(
    atlas: Atlas, reports: Reports
) -> None:
    atlas.session.go("table")
    dialog = opened(atlas)
    rest(atlas, dialog)

    columns = atlas.window.panes.shown.indicators
    assert len(columns) > 1
    assert reports.asked[-1].indicators == columns
    dialog.reject()


def test_an_area_is_added_by_three_letters_and_taken_away_again(
    atlas: Atlas, reports: Reports, to: list[Path]
) -> None:
    atlas.click_area(12)
    dialog = opened(atlas, "profile")
    field = dialog.form.areas
    field.adder.setFocus()
    QTest.keyClicks(field.adder, "ros")
    QTest.keyClick(field.adder, Qt.Key.Key_Return)
    rest(atlas, dialog)
    assert "Toften, Rosenlund" in page(dialog)
    QTest.keyClick(field.adder, Qt.Key.Key_Return)  # with nothing sought: it saves nothing
    rest(atlas, dialog)
    assert dialog.isVisible() and not to[-1].exists()

    chip = field.chips.findChildren(QWidget)[0]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    rest(atlas, dialog)
    assert "2026K2 Rosenlund" in page(dialog)
    dialog.reject()


def test_choices_reach_the_pages(atlas: Atlas, reports: Reports) -> None:
    atlas.click_area(12)
    dialog = opened(atlas, "profile")
    form = dialog.form
    for dropdown in (form.period, form.paper, form.areas.of):
        dropdown.setFocus()
        QTest.keyClick(dropdown, Qt.Key.Key_End)
    form.plan.setFocus()
    QTest.keyClicks(form.plan, "Toften 2025-2028")
    atlas.qtbot.waitUntil(lambda: dialog.choices.plan_name == "Toften 2025-2028")
    rest(atlas, dialog)

    asked = reports.asked[-1]
    assert asked.period.code == "2024K1"  # the oldest
    assert asked.paper.value == "a3-upright"
    assert asked.areas == ()
    assert "Toften 2025-2028" in page(dialog)
    assert dialog.preview.pages[0].width == 297
    dialog.reject()


def test_enter_in_a_field_saves(atlas: Atlas, reports: Reports, to: list[Path]) -> None:
    dialog = opened(atlas, "standard")
    rest(atlas, dialog)
    dialog.plan.setFocus()
    QTest.keyClicks(dialog.plan, "Toften")
    QTest.keyClick(dialog.plan, Qt.Key.Key_Return)
    rest(atlas, dialog)

    assert to[-1].exists()
    assert reports.asked[-1].plan_name == "Toften"  # what was written last counts
    dialog.reject()


def test_indicators_can_be_picked_one_by_one(atlas: Atlas, reports: Reports) -> None:
    dialog = opened(atlas, "standard")
    form = dialog.form
    form.indicators.setFocus()
    QTest.keyClick(form.indicators, Qt.Key.Key_End)
    assert dialog.choices.indicators == PICKED
    assert form.chooser.isVisible()
    form.chooser.list.setFocus()
    rows = [form.chooser.list.item(row) for row in range(form.chooser.list.count())]
    residents = next(row for row in rows if row.text() == "Beboere")
    form.chooser.list.setCurrentItem(residents)
    QTest.keyClick(form.chooser.list, Qt.Key.Key_Space)
    form.chooser.close()
    rest(atlas, dialog)

    assert "beboere" in reports.asked[-1].indicators
    dialog.reject()


def test_a_profile_without_an_area_asks_for_one(atlas: Atlas, reports: Reports) -> None:
    dialog = opened(atlas, "profile")
    rest(atlas, dialog)

    assert dialog.preview.problem.text() == "Der er ikke valgt noget område."
    assert dialog.preview.hint.text()
    assert not dialog.save.isEnabled()
    assert dialog.save.accessibleDescription() == "Der er ikke valgt noget område."
    pick(dialog, "standard")
    rest(atlas, dialog)
    assert dialog.choices.of is Of.ALL
    assert dialog.save.isEnabled() and dialog.preview.pages
    dialog.reject()


def test_what_does_not_fit_is_a_sentence_in_the_dialog(atlas: Atlas, reports: Reports) -> None:
    reports.refuse = UsageError("Ingen model passer til boligområderne.", hint="Vælg et niveau.")
    dialog = opened(atlas, "categories")
    rest(atlas, dialog)

    assert dialog.preview.problem.text() == "Ingen model passer til boligområderne."
    assert dialog.preview.hint.text() == "Vælg et niveau."
    assert not dialog.save.isEnabled()
    dialog.reject()


def test_a_fault_of_the_program_is_told_without_its_insides(
    atlas: Atlas, reports: Reports, caplog: pytest.LogCaptureFixture
) -> None:
    reports.refuse = ZeroDivisionError("x/0")
    dialog = opened(atlas, "yearly")
    rest(atlas, dialog)

    assert dialog.preview.problem.text() == "Der opstod en fejl i programmet."
    assert "x/0" not in dialog.preview.hint.text()
    assert "ZeroDivisionError" in caplog.text
    dialog.reject()


def test_all_mistakes_of_a_plan_file_are_listed(
    atlas: Atlas, reports: Reports, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('name = 7\nlevel = "findes ikke"\nugyldigt = 3\n', "utf-8")
    monkeypatch.setattr(reportform, "file_to_open", lambda *_asked: plan)
    dialog = opened(atlas, "plan")
    rest(atlas, dialog)
    assert "planfil" in dialog.preview.problem.text()

    QTest.mouseClick(dialog.form.plan_file.button, LEFT)
    rest(atlas, dialog)
    said = f"{dialog.preview.problem.text()} {dialog.preview.hint.text()}"
    assert dialog.form.plan_file.file.words == "plan.toml"
    assert all(each in said for each in ("name", "level", "ugyldigt"))
    assert not dialog.plan.isVisible()  # the file names the plan

    plan.write_text("name = 7\n", "utf-8")  # mended in part, and chosen once more
    QTest.mouseClick(dialog.form.plan_file.button, LEFT)
    rest(atlas, dialog)
    assert "ugyldigt" not in f"{dialog.preview.problem.text()} {dialog.preview.hint.text()}"
    dialog.reject()


TEMPLATE = 'id = "egen"\nname = "Egen"\n\n[[chapter]]\nid = "{chapter}"\n'


def test_an_own_template_with_an_unknown_chapter_is_refused_and_a_right_one_taken(
    atlas: Atlas, reports: Reports, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "egen.toml"
    monkeypatch.setattr(reportform, "file_to_open", lambda *_asked: path)
    dialog = opened(atlas, OWN)
    rest(atlas, dialog)
    assert "skabelon" in dialog.preview.problem.text()

    path.write_text(TEMPLATE.format(chapter="findes_ikke"), "utf-8")
    QTest.mouseClick(dialog.form.template_file.button, LEFT)
    said = f"{dialog.preview.problem.text()} {dialog.preview.hint.text()}"
    assert "findes_ikke" in said
    assert not dialog.save.isEnabled()

    path.write_text(TEMPLATE.format(chapter="words"), "utf-8")
    QTest.mouseClick(dialog.form.template_file.button, LEFT)
    rest(atlas, dialog)
    assert "Egen 2026K2" in page(dialog)
    assert dialog.save.isEnabled()
    dialog.reject()


def test_how_far_it_is_stands_below_and_pages_come_as_they_are_ready(
    atlas: Atlas, reports: Reports
) -> None:
    reports.go.clear()
    reports.early = True
    dialog = opened(atlas, "standard")
    atlas.qtbot.waitUntil(lambda: "Kapitel 1" in dialog.foot.words.text())
    assert dialog.foot.words.text() == "Kapitel 1 · 1 af 4 · ca. 15 sekunder tilbage"
    assert dialog.foot.bar.isVisible() and dialog.foot.stop.isVisible()
    reports.step()
    atlas.qtbot.waitUntil(lambda: bool(dialog.preview.pages))
    assert dialog.preview.place.text() == "side 1 af 1 indtil nu"
    assert "side 2 af ca. 4" in dialog.foot.words.text()

    reports.go.set()
    rest(atlas, dialog)
    assert dialog.preview.place.text() == "side 1 af 3"
    assert not dialog.foot.bar.isVisible()
    dialog.reject()


def test_cancelling_ends_the_work_and_saving_begins_it_again(
    atlas: Atlas, reports: Reports, to: list[Path]
) -> None:
    reports.go.clear()
    dialog = opened(atlas, "standard")
    atlas.qtbot.waitUntil(lambda: bool(reports.asked))
    QTest.mouseClick(dialog.foot.stop, LEFT)
    atlas.qtbot.waitUntil(lambda: reports.ended == ["stopped"])
    assert dialog.isVisible() and not dialog.is_busy
    assert dialog.foot.words.text() == "Afbrudt. Intet er gemt."

    reports.go.set()
    save(atlas, dialog)
    assert to[-1].read_text("utf-8") == "%PDF-fake 3"
    dialog.reject()


def test_closing_ends_the_work_and_leaves_nothing(
    atlas: Atlas, reports: Reports, to: list[Path]
) -> None:
    reports.go.clear()
    dialog = opened(atlas, "standard")
    atlas.qtbot.waitUntil(lambda: bool(reports.asked))
    QTest.mouseClick(dialog.save, LEFT)  # to be saved when it is made
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()

    atlas.qtbot.waitUntil(lambda: reports.ended == ["stopped"])
    atlas.qtbot.waitUntil(
        lambda: not [each for each in threading.enumerate() if each.name.startswith("report")]
    )
    assert not to[-1].exists()


def test_cancelling_while_the_file_is_written_leaves_none(
    atlas: Atlas, reports: Reports, to: list[Path]
) -> None:
    reports.write.clear()
    dialog = opened(atlas, "standard")
    rest(atlas, dialog)
    QTest.mouseClick(dialog.save, LEFT)
    assert dialog.is_busy
    assert not dialog.list.isEnabled() and not dialog.form.isEnabled()
    atlas.qtbot.waitUntil(dialog.foot.bar.isVisible)
    atlas.qtbot.wait(80)  # until the thread is at it
    QTest.mouseClick(dialog.foot.stop, LEFT)
    atlas.qtbot.waitUntil(lambda: reports.ended == ["made", "not written"])

    assert not to[-1].exists()
    assert dialog.list.isEnabled() and dialog.preview.pages
    dialog.reject()


def test_another_choice_ends_what_was_being_made(atlas: Atlas, reports: Reports) -> None:
    reports.go.clear()
    dialog = opened(atlas, "standard")
    atlas.qtbot.waitUntil(lambda: bool(reports.asked))
    pick(dialog, "yearly")
    atlas.qtbot.waitUntil(lambda: reports.ended == ["stopped"])
    reports.go.set()
    rest(atlas, dialog)

    assert [asked.template.id for asked in reports.asked] == ["standard", "yearly"]
    assert "Helhedsrapport" in page(dialog)
    dialog.reject()


def test_saved_before_it_is_made_it_is_saved_when_it_is(
    atlas: Atlas, reports: Reports, to: list[Path]
) -> None:
    reports.go.clear()
    dialog = opened(atlas, "standard")
    atlas.qtbot.waitUntil(lambda: bool(reports.asked))
    QTest.mouseClick(dialog.save, LEFT)
    assert not to[-1].exists()
    reports.go.set()
    rest(atlas, dialog)

    assert to[-1].exists()
    assert len(reports.asked) == 1
    dialog.reject()


def test_a_saved_report_says_so_and_leads_to_its_folder(
    atlas: Atlas, reports: Reports, to: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    dialog = opened(atlas, "standard")
    rest(atlas, dialog)
    save(atlas, dialog)
    assert dialog.foot.words.text() == (
        "Gemt: rapport.pdf (3 sider, kontrolleret, PDF/A-2a og PDF/UA-1 bekræftet)"
    )
    assert str(to[-1]) in atlas.window.header.seal.text()

    QTest.mouseClick(dialog.foot.folder, LEFT)
    assert [Path(url.toLocalFile()) for url in shown] == [to[-1].parent]
    dialog.reject()


@pytest.mark.parametrize(
    "error",
    [PermissionError(13, "Permission denied"), FileNotFoundError(2, "No such file or directory")],
)
def test_a_file_that_cannot_be_written_loses_nothing(
    atlas: Atlas, reports: Reports, to: list[Path], tmp_path: Path, error: OSError
) -> None:
    reports.refuse_to_write = cannot_write(to[-1], error)
    dialog = opened(atlas, "standard")
    rest(atlas, dialog)
    save(atlas, dialog)
    assert dialog.foot.words.text() == str(reports.refuse_to_write)
    assert dialog.foot.hint.text().endswith("vælg et andet navn eller en anden mappe.")
    assert dialog.preview.pages and dialog.save.isEnabled()

    reports.refuse_to_write = None
    to.append(tmp_path / "andet navn.pdf")
    save(atlas, dialog)
    assert to[-1].exists()
    assert len(reports.asked) == 1  # not made anew
    assert isinstance(cannot_write(to[-1], error), FileProblem)
    dialog.reject()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(
    atlas: Atlas, to: list[Path], tmp_path: Path
) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    dialog = opened(atlas)
    save(atlas, dialog)

    assert "kan ikke skrives" in dialog.foot.words.text()
    dialog.reject()
    tmp_path.chmod(stat.S_IRWXU)


def test_tab_reaches_every_choice_and_comes_round(atlas: Atlas, reports: Reports) -> None:
    atlas.click_area(12)
    dialog = opened(atlas, "profile")
    rest(atlas, dialog)
    form, preview = dialog.form, dialog.preview
    dialog.list.setFocus()
    reached: list[QWidget] = []
    while (focused := dialog.focusWidget()) not in reached:
        reached.append(focused)
        QTest.keyClick(dialog, Qt.Key.Key_Tab)
    wanted = {
        dialog.list, form.areas.of, form.areas.adder, form.period, form.indicators, form.model,
        form.paper, form.plan, preview.room, preview.forward, dialog.cancel, dialog.save,
    }  # fmt: skip

    assert wanted - {*reached} == set()
    assert unnamed(dialog) == []
    dialog.reject()


def test_the_arrow_keys_walk_the_kinds_and_only_where_one_rests_is_made(
    atlas: Atlas, reports: Reports
) -> None:
    dialog = opened(atlas)
    dialog.list.setFocus()
    for _step in range(3):
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    rest(atlas, dialog)

    assert dialog.kind.id == "quarterly"
    assert [asked.template.id for asked in reports.asked] == ["quarterly"]
    dialog.reject()


def test_a_real_report_of_all_areas_is_made_and_saved_while_the_window_lives(
    atlas: Atlas, to: list[Path]
) -> None:
    dialog, watchdog = opened(atlas), Watchdog()
    watchdog.watch("another kind", lambda: pick(dialog, "standard"))
    watch(dialog, watchdog, "making", 1)
    assert len(dialog.preview.pages) > 2
    watchdog.watch("save", lambda: QTest.mouseClick(dialog.save, LEFT))
    watch(dialog, watchdog, "writing", -1)

    assert dialog.foot.words.text().startswith("Gemt: rapport.pdf (")
    assert "Standardrapport" in extract_text(to[-1])
    assert watchdog.longest < 0.05, watchdog.worst()
    dialog.reject()


def test_it_has_room_on_a_projector(atlas: Atlas, reports: Reports) -> None:
    atlas.click_area(12)
    dialog = opened(atlas, "profile")
    rest(atlas, dialog)
    dialog.resize(dialog.minimumSize())

    size = dialog.minimumSize()
    assert size.width() <= 1200
    assert size.height() <= 660
    assert dialog.minimumSizeHint().width() <= 1200
    assert dialog.preview.width() >= 380
    dialog.reject()
