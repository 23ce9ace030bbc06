"""Can the number be trusted: a small card of sentences, one for each thing that is asked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.dataset import Dataset
from desktop.core.indicators import Indicator
from desktop.core.periods import Period
from desktop.core.sentences import value_words
from desktop.core.trust import trust_sentences
from desktop.core.wording import _

_WIDTH = 460


class TrustCard(QDialog):
    """What a number of an area rests on, to read aloud."""

    def __init__(
        self,
        data: Dataset,
        level: str,
        position: int,
        indicator: Indicator,
        period: Period,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Kan vi stole på det tal?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        areas = data.areas(level)
        name = areas.names[position] or areas.codes[position]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(8)
        layout.addWidget(_label(_("Kan vi stole på det tal?"), "panel-title"))
        layout.addWidget(_label(f"{name} · {indicator.name}", "muted"))
        cells = data.cells(indicator.id, level, period)
        layout.addWidget(_label(value_words(cells, position, indicator), "strong"))
        for sentence in trust_sentences(data, level, position, indicator, period):
            layout.addWidget(_label(sentence, "plain"))
        close = QPushButton(_("Luk"))
        close.clicked.connect(self.accept)
        layout.addSpacing(6)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.setFixedHeight(layout.heightForWidth(_WIDTH))  # all of the sentences are seen


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
