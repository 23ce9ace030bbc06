"""What an indicator is: one click from every number."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.indicators import Direction, Indicator
from desktop.core.manifest import Manifest
from desktop.core.sentences import limit_words
from desktop.core.wording import _


class IndicatorCard(QDialog):
    """Definition, source, reference date, discretion."""

    def __init__(self, indicator: Indicator, manifest: Manifest, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Om indikatoren"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(3)
        title = QLabel(str(indicator.name))
        title.setProperty("role", "panel-title")
        title.setWordWrap(True)
        layout.addWidget(title)
        for heading, words in definition(indicator, manifest):
            label = QLabel(heading.upper())
            label.setProperty("role", "section")
            text = QLabel(words)
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addSpacing(8)
            layout.addWidget(label)
            layout.addWidget(text)
        close = QPushButton(_("Luk"))
        close.clicked.connect(self.accept)
        layout.addSpacing(14)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def definition(indicator: Indicator, manifest: Manifest) -> list[tuple[str, str]]:
    """Headings and words, those that the extract has something for."""
    direction = {
        Direction.WORSE: _("Et højere tal tyder på større udsathed."),
        Direction.BETTER: _("Et lavere tal tyder på større udsathed."),
        Direction.NEITHER: _("Tallet beskriver; det er hverken godt eller dårligt."),
    }[indicator.direction]
    rule = limit_words(manifest.limits)
    rows = (
        (_("Hvad den siger"), str(indicator.sentence)),
        (_("Tæller"), str(indicator.numerator_text)),
        (_("Nævner"), str(indicator.denominator_text)),
        (_("Retning"), direction),
        (_("Kilde"), str(indicator.source)),
        (_("Opgørelsestidspunkt"), str(indicator.reference)),
        (_("Diskretion"), str(indicator.discretion) or (rule if indicator.people else "")),
        (_("Id"), indicator.id),
    )
    return [(heading, words) for heading, words in rows if words]
