"""Printing: the sheet as it will be, its paper, and the plan it belongs to."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import UsageError
from desktop.core.wording import _
from desktop.maps.drawing import Drawing
from desktop.maps.paper import Paper
from desktop.ui.dropdown import Dropdown
from desktop.ui.filedialog import file_to_save
from desktop.ui.painter import paint
from desktop.ui.pane import Pane
from desktop.ui.session import Session

_PREVIEW = QSize(560, 430)
_LONGEST = 120  # characters of a proposed file name
_PAUSE_MS = 150  # after the last key before the preview is drawn anew


class SheetPreview(QWidget):
    """A sheet in small, in the middle of its room."""

    def __init__(self) -> None:
        super().__init__()
        self._drawing: Drawing | None = None
        self.setMinimumSize(_PREVIEW)
        self.setAccessibleName(_("Forhåndsvisning"))

    def show_drawing(self, drawing: Drawing | None) -> None:
        """Show another sheet or none; its texts are what a screen reader hears."""
        self._drawing = drawing
        self.setAccessibleDescription(". ".join(drawing.texts()) if drawing is not None else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        drawing = self._drawing
        room = 4.0
        scale = min(
            (self.width() - 2 * room) / drawing.width, (self.height() - 2 * room) / drawing.height
        )
        width, height = drawing.width * scale, drawing.height * scale
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        painter = QPainter(self)
        painter.setPen(QPen(QColor("#C8D3DC"), 1))
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRect(QRectF(left, top, width, height))
        painter.translate(left, top)
        paint(drawing, painter, scale)
        painter.end()


class ExportDialog(QDialog):
    """Chooses paper, plan and file for a sheet of what is shown."""

    export_requested = Signal(object, str, str)  # Path, value of the paper, name of the plan

    def __init__(self, pane: Pane, session: Session, paper: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Eksportér PDF"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pane, self._session = pane, session
        self.preview = SheetPreview()
        self.note = QLabel()
        self.paper = Dropdown()
        for each in Paper:
            self.paper.addItem(each.label, each.value)
        self.paper.setCurrentIndex(max(0, self.paper.findData(paper)))
        self.paper.setAccessibleName(_("Papir"))
        self.plan = QLineEdit()
        self.plan.setPlaceholderText(_("Fx Fjordparken 2025–2028"))
        self.plan.setAccessibleName(_("Helhedsplan"))
        self.save = QPushButton(_("Gem som PDF …"))
        self.save.setProperty("role", "primary")
        self.save.setDefault(True)
        self.cancel = QPushButton(_("Annullér"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._lay_out()
        self._soon.timeout.connect(self._draw)
        self.paper.currentIndexChanged.connect(self._draw)
        session.pictures_changed.connect(self._draw)  # how sure categories are has come to be known
        self.plan.textChanged.connect(lambda _text: self._soon.start())
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.reject)
        self._draw()

    @property
    def chosen_paper(self) -> Paper:
        """The paper that stands in the list."""
        return Paper(self.paper.currentData())

    def _lay_out(self) -> None:
        title = QLabel(_("Det viste som ark"))
        title.setProperty("role", "panel-title")
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(self.note)
        for text, widget in ((_("Papir"), self.paper), (_("Helhedsplan"), self.plan)):
            label = QLabel(text)
            label.setProperty("role", "strong")
            label.setBuddy(widget)
            column.addSpacing(6)
            column.addWidget(label)
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.save)
        column.addWidget(self.cancel)
        side = QWidget()
        side.setFixedWidth(250)
        column.setContentsMargins(0, 0, 0, 0)
        side.setLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 20, 20, 20)
        row.setSpacing(20)
        row.addWidget(self.preview, 1)
        row.addWidget(side)

    def _draw(self) -> None:
        from desktop.reports.typefaces import width

        why_not = _(
            "Dette sted har ikke noget ark endnu. Kort, udvikling, krydsanalyse og profil kan"
            " udskrives, og tabellens rækker kan kopieres (Ctrl+C)."
        )
        drawing = None
        try:
            drawing = self._pane.sheet(
                self.chosen_paper, width, dt.date.today(), self.plan.text().strip()
            )
        except UsageError as error:
            why_not = " ".join(each for each in (str(error), error.hint) if each)
        self.save.setEnabled(drawing is not None)
        self.paper.setEnabled(drawing is not None)
        self.plan.setEnabled(drawing is not None)
        self.preview.show_drawing(drawing)
        self.note.setText(
            _("Arket viser det, der er på skærmen, og intet andet. Ingen skjulte tal følger med.")
            if drawing is not None
            else why_not
        )
        self.save.setAccessibleDescription("" if drawing is not None else why_not)

    def _on_save(self) -> None:
        session = self._session
        name = self._pane.heading[0] or str(session.data.indicator(session.view.indicator).name)
        stem = f"{name} {session.view.period.code}".replace("/", "-")[:_LONGEST]
        proposal = session.path.parent / f"{stem}.pdf"
        path = file_to_save(self, _("Gem som PDF"), proposal, "PDF (*.pdf)")
        if path is not None:
            path = path if path.suffix else path.with_suffix(".pdf")
            self.export_requested.emit(path, self.chosen_paper.value, self.plan.text().strip())
            self.accept()
