"""Why an area has its category: from indicator to points, sum and category."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.models.explaintables import Section
from desktop.core.wording import _

_SIZE = (760, 620)


class WhyCard(QDialog):
    """An explanation to scroll through: headings, sentences and tables."""

    def __init__(self, sections: Sequence[Section], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Hvorfor?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(_SIZE[0], parent.width()), min(_SIZE[1], parent.height()))
        body = QWidget()
        body.setObjectName("rightbody")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(4)
        for at, section in enumerate(sections):
            column.addSpacing(14 if at else 0)
            column.addWidget(_label(section.title, "strong" if at else "panel-title"))
            for sentence in section.sentences:
                column.addWidget(_label(sentence, "plain" if at else "muted"))
            if section.rows:
                column.addLayout(_table(section))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(body)
        scroll.setAccessibleName(_("Hvorfor?"))
        close = QPushButton(_("Luk"))
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 14)
        layout.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 6, 24, 0)
        foot.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(foot)


def _table(section: Section) -> QGridLayout:
    """The first row names the columns; figures stand at the right of theirs."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 0)
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(3)
    for row, cells in enumerate(section.rows):
        for column, text in enumerate(cells):
            label = _label(text, "plain" if row else "muted")
            right = section.align[column : column + 1] == "r"
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(side | Qt.AlignmentFlag.AlignTop)
            label.setWordWrap(column == 0)
            grid.addWidget(label, row, column)
    grid.setColumnStretch(0, 1)
    return grid


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
