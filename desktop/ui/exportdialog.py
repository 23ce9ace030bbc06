"""Printing: what is shown as a sheet, or a report, with its pages before they are saved."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.errors import BoligatlasError, UsageError
from desktop.core.wording import _
from desktop.maps.paper import Paper
from desktop.ui.filedialog import file_to_save
from desktop.ui.messages import words_for
from desktop.ui.pane import Pane
from desktop.ui.reportasking import (
    OWN,
    SHEET,
    Choices,
    Made,
    ReportKind,
    Screen,
    asked_of,
    file_name,
    fitting_kind,
    kind_of,
    kinds,
    own_kind,
    proposed,
)
from desktop.ui.reportfoot import ReportFoot
from desktop.ui.reportform import ReportForm
from desktop.ui.reportkinds import KindList
from desktop.ui.reportpreview import ReportPreview
from desktop.ui.reportsheet import sheet_made
from desktop.ui.reportwords import progress_words, saved_words
from desktop.ui.reportwork import ReportWork, Told
from desktop.ui.session import Session

if TYPE_CHECKING:
    from desktop.reports.asked import Template
    from desktop.reports.layout import Laid
    from desktop.reports.making import Progress, Saved

_log = logging.getLogger("boligatlas")
_LEAST = QSize(1060, 600)  # fits a projector of 1280 × 720, with what its desktop takes
_LARGEST = QSize(1500, 1100)
_KINDS_WIDTH = 282


class ExportDialog(QDialog):
    """Chooses a report and its few settings, shows its pages as they will be, and saves them."""

    saved = Signal(object, str)  # Path; value of the paper where it was the sheet, else nothing

    def __init__(self, pane: Pane, session: Session, paper: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Eksportér PDF"))
        self._pane, self._session = pane, session
        self._screen = seen_on(pane, session)
        self._sheet_paper = Paper(paper) if paper in [*Paper] else Paper.A4_ACROSS
        self._day = dt.date.today()
        self._kinds: dict[str, ReportKind] = {}
        self._choices: Choices | None = None
        self._made: Made | None = None
        self._writing = False
        self._closed = False
        self._wanted: Path | None = None  # where to, when the pages are there
        self._progress: Progress | None = None
        self._pages_each = 0.0  # pages to a chapter, as far as that can be told; 0 is not known
        self._work = ReportWork(parent)
        theme = pane.theme
        self.list = KindList(theme)
        self.form = ReportForm(self._screen, theme)
        self.preview = ReportPreview(theme)
        self.foot = ReportFoot()
        self.paper, self.plan = self.form.paper, self.form.plan
        self.save, self.cancel = self.foot.save, self.foot.close_button
        self._lay_out()
        self.list.picked.connect(self._on_kind)
        self.form.changed.connect(self._on_changed)
        self.form.template_chosen.connect(self._read_template)
        session.pictures_changed.connect(self._on_pictures)  # how sure categories are is known now
        self._work.told.connect(self._on_told)
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.reject)
        self.foot.stop.clicked.connect(self._on_stop)
        self._open()

    @property
    def kind(self) -> ReportKind:
        """The kind of report that is chosen."""
        assert self._choices is not None
        return self._kinds[self._choices.kind]

    @property
    def choices(self) -> Choices:
        """All that is chosen."""
        assert self._choices is not None
        return self._choices

    @property
    def is_busy(self) -> bool:
        """Whether pages are being made or a file is being written."""
        return self._work.is_busy

    def done(self, result: int) -> None:
        """Close; what is under way is ended, and leaves nothing."""
        if not self._closed:
            self._closed = True
            self._session.pictures_changed.disconnect(self._on_pictures)
            self._work.let_go()
            self.preview.close_lanes()
        super().done(result)
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        event.accept()

    # What is chosen

    def _open(self) -> None:
        every = kinds(readable_templates(), self._sheet_paper)
        self._kinds = {each.id: each for each in every}
        wanted = fitting_kind(self._session.desk.place)
        kind = self._kinds.get(wanted, every[0])
        self.list.fill(every, kind.id)
        self.list.setFocus()
        self._choices = proposed(self._screen, kind)
        self.form.show_choices(kind, self._choices)
        self._make()

    def _on_kind(self, id: str) -> None:
        kind = self._kinds[id]
        self.form.settle()
        if self.kind.id == SHEET:
            self._sheet_paper = self.choices.paper
            self._kinds[SHEET] = replace(self.kind, paper=self._sheet_paper)
        self._choices = proposed(self._screen, kind, self.choices)
        self.form.show_choices(kind, self._choices)
        self._make(anew=True)

    def _on_changed(self, choices: Choices) -> None:
        self._choices = choices
        self._make()

    def _read_template(self, choices: Choices) -> None:
        """Take another own template for the report, or the same as it is now."""
        from desktop.reports.templates import load_template

        assert choices.template_file is not None
        self._work.cancel()
        self._choices = choices
        self._kinds[OWN] = own_kind()
        self.form.show_choices(self.kind, choices)
        try:
            template = load_template(choices.template_file)
        except BoligatlasError as error:
            self._refuse(error)
            return
        kind = self._kinds[OWN] = kind_of(template, own=True)
        self._choices = replace(choices, paper=kind.paper)
        self.form.show_choices(kind, self._choices)
        self._make(anew=True)

    def _on_pictures(self) -> None:
        if self.kind.id == SHEET and not self._writing:
            wanted = self._wanted
            self._make()
            self._wanted = wanted if self._work.is_busy else None

    # The pages

    def _make(self, *, anew: bool = False) -> None:
        """Make the pages of what is chosen; those of another kind are taken away at once."""
        self._work.cancel()
        self._made = self._wanted = self._progress = None
        self._pages_each = 0.0
        self.save.setEnabled(True)
        self.save.setAccessibleDescription("")
        if self.kind.id == SHEET:
            self._draw_sheet()
            return
        if anew or not self.preview.pages:
            self.preview.say(_("Siderne gøres klar …"))
        self.foot.show_work(_("Siderne gøres klar …"), None)
        screen, kind, choices, day = self._screen, self.kind, self.choices, self._day

        def work(tell: Told, stopped: Callable[[], bool]) -> Made:
            from desktop.reports.making import make_report

            asked = asked_of(screen, kind, choices, day)
            return Made(asked, make_report(asked, progress=tell, stopped=stopped, so_far=tell))

        self._work.begin(work, self._on_made, self._refuse)

    def _draw_sheet(self) -> None:
        """What is on screen as a sheet, composed here, where the widgets are."""
        from desktop.reports.typefaces import width

        screen, choices, day, name = self._screen, self.choices, self._day, self._sheet_name()
        try:
            sheet = self._pane.composed(choices.paper, width, day, choices.plan_name.strip())
            if sheet is None:
                raise no_sheet()
        except BoligatlasError as error:
            self._refuse(error)
            return
        composed = sheet

        def work(_tell: Told, _stopped: object) -> Made:
            return sheet_made(screen, composed, name, choices, day)

        self.preview.show_pages((composed.drawing,))
        self._say_ready()
        self._work.begin(work, self._on_made, self._refuse)

    def _say_ready(self) -> None:
        self.foot.rest(
            _("Arket viser det, der er på skærmen, og intet andet. Ingen skjulte tal følger med.")
            if self.kind.id == SHEET
            else _("Siderne er dem, der bliver skrevet. Filen kontrolleres, før den får sit navn.")
        )

    def _on_told(self, said: Progress | Laid) -> None:
        """How far it is, or the pages that there are so far."""
        from desktop.reports.making import Progress

        if isinstance(said, Progress):
            self._progress = said
        else:
            self.preview.show_pages(said.pages, more=True)
            if self._progress is not None and self._progress.done:
                self._pages_each = len(said.pages) / self._progress.done
        if self._progress is not None:
            progress = self._progress
            share = progress.done / progress.total if progress.total else None
            pages_each = 1.0 if self._writing else self._pages_each
            self.foot.show_work(progress_words(progress, pages_each), share)

    def _on_made(self, made: Made) -> None:
        self._made = made
        self.preview.show_pages(made.laid.pages)
        self._say_ready()
        if self._wanted is not None:
            self._write(self._wanted, made)

    def _on_stop(self) -> None:
        """End what is under way; the dialog stays."""
        self._work.cancel()
        self._set_writing(on=False)
        self._wanted = None
        if not self.preview.pages:
            self.preview.say(_("Afbrudt."), _("»Gem som PDF« begynder forfra."))
        self.foot.rest(_("Afbrudt. Intet er gemt."))
        self.save.setFocus()

    def _refuse(self, error: Exception) -> None:
        """Say what is in the way; the choices are where it is put right."""
        problem, hint = _told(error)
        self._made = self._wanted = None
        self.preview.say(problem, hint)
        self.foot.rest()
        self.save.setEnabled(False)
        self.save.setAccessibleDescription(problem)

    # The file

    def _on_save(self) -> None:
        self.form.settle()
        if not self.save.isEnabled():
            return
        title = self._sheet_name() if self.kind.id == SHEET else ""
        name = file_name(self._screen, self.kind, self.choices, title)
        path = file_to_save(self, _("Gem som PDF"), self._session.path.parent / name, "PDF (*.pdf)")
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".pdf")
        if self._made is None:
            if not self._work.is_busy:  # it was cancelled
                self._make()
            self._wanted = path
        else:
            self._write(path, self._made)

    def _sheet_name(self) -> str:
        view, data = self._session.view, self._session.data
        return self._pane.heading[0] or str(data.indicator(view.indicator).name)

    def _write(self, path: Path, made: Made) -> None:
        """Save pages that are there."""
        self._wanted = None
        self._set_writing(on=True)
        self.foot.show_work(_("Filen skrives og kontrolleres …"), None)

        def work(tell: Told, stopped: Callable[[], bool]) -> Saved:
            from desktop.reports.making import save_report

            return save_report(path, made.laid, made.asked, progress=tell, stopped=stopped)

        self._work.begin(work, lambda saved: self._on_saved(path, saved), self._on_not_saved)

    def _set_writing(self, *, on: bool) -> None:
        """Nothing else can be chosen while a file is written."""
        self._writing = on
        for part in (self.list, self.form, self.save):
            part.setEnabled(not on)

    def _on_saved(self, path: Path, saved: Saved) -> None:
        self._set_writing(on=False)
        self.foot.show_saved(path, saved_words(path.name, saved))
        self.foot.folder.setFocus()
        self.saved.emit(path, self.choices.paper.value if self.kind.id == SHEET else "")

    def _on_not_saved(self, error: Exception) -> None:
        problem, hint = _told(error)
        still = _("Siderne er her endnu: vælg et andet navn eller en anden mappe.")
        self._set_writing(on=False)
        self.foot.show_problem(problem, " ".join(part for part in (hint, still) if part))
        self.save.setFocus()

    def _lay_out(self) -> None:
        self.list.setFixedWidth(_KINDS_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.list)
        row.addWidget(_rule(upright=True))
        row.addWidget(self.form)
        row.addWidget(self.preview, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 16, 16, 12)
        down.setSpacing(12)
        down.addLayout(row, 1)
        down.addWidget(_rule(upright=False))
        down.addWidget(self.foot)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(button is self.save)
        self.save.setDefault(True)  # what Enter does in a field
        self.setMinimumSize(_LEAST)
        parent = self.parentWidget()
        room = parent.size() if parent is not None else _LEAST
        self.resize((room - QSize(80, 60)).boundedTo(_LARGEST).expandedTo(_LEAST))


def seen_on(pane: Pane, session: Session) -> Screen:
    """What is on screen, as it is now."""
    desk = session.desk
    shown = pane.indicators
    if not shown:
        second = desk.other if desk.place in ("double", "bivariate", "cross") else None
        shown = tuple(
            dict.fromkeys(each.indicator for each in (desk.view, second) if each is not None)
        )
    return Screen(session.data, desk, session.existing.copy(), session.kept.copy(), shown)


def get_ready() -> None:
    """Read what every report needs, before it is asked for; on any thread."""
    from desktop.core.catalogue import read_reference
    from desktop.reports.typefaces import CUTS, typeface

    read_reference()
    for cut in CUTS:
        typeface(cut)
    readable_templates()


@cache
def readable_templates() -> tuple[Template, ...]:
    """The program's templates; one that cannot be read is left out, and the others still serve."""
    from desktop.reports.kinds import KINDS  # not before something is printed
    from desktop.reports.templates import shipped_template

    found = []
    for id in KINDS:
        try:
            found.append(shipped_template(id))
        except BoligatlasError as error:
            _log.warning("template %s: %s", id, error.problem)
    return tuple(found)


def no_sheet() -> UsageError:
    """What is said of a place that cannot be put on a sheet."""
    return UsageError(
        _("Dette sted har ikke noget ark."),
        hint=_("Vælg en rapport i listen til venstre, eller gå til et kort og udskriv det."),
    )


def _told(error: Exception) -> tuple[str, str]:
    """The words for an error; one of the program's own is logged as well."""
    if not isinstance(error, BoligatlasError):
        _log.error("unexpected", exc_info=error)
    return words_for(error)


def _rule(*, upright: bool) -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    if upright:
        rule.setStyleSheet("max-width: 1px; min-width: 1px; max-height: 10000px;")
    return rule
