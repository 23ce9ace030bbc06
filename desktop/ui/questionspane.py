"""Begin with a question: what people ask at the left, where it is answered at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.finding import Index
from desktop.core.wording import _
from desktop.ui.desk import Desk
from desktop.ui.pane import Pane, PaneHead
from desktop.ui.routes import Answer, Asked, asked_of_indicators, asked_of_views, follow
from desktop.ui.theme import Theme, font


class AnswerRow(QPushButton):
    """A way to an answer: its name, and what it tells."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.setProperty("role", "row")
        self.setEnabled(answer.held)
        name = QLabel(answer.name)
        name.setProperty("role", "strong")
        why = QLabel(answer.why if answer.held else _("Findes ikke i udtrækket"))
        why.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(2)
        for label in (name, why):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        self.setAccessibleName(f"{answer.name}. {answer.why}")
        self._column = column

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self._column.heightForWidth(self.width()))


class QuestionLine(QLineEdit):
    """A search field whose arrow keys walk the questions."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class QuestionsPane(Pane):
    """Questions to read or search; the chosen one's answers; one click goes there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = PaneHead()
        self.search = QuestionLine()
        self.search.setPlaceholderText(_("Søg spørgsmål, fx skole, flytter, tryg …"))
        self.search.setAccessibleName(_("Søg spørgsmål"))
        self.search.setClearButtonEnabled(True)
        self.questions = QListWidget()
        self.questions.setAccessibleName(_("Spørgsmål"))
        self.questions.setWordWrap(True)
        self.answers: list[AnswerRow] = []
        self._asked: tuple[Asked, ...] = ()
        self._index = Index.of({})
        self._level = ""
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.search)
        left.addWidget(self.questions, 1)
        across = QHBoxLayout()
        across.setContentsMargins(22, 6, 22, 20)
        across.setSpacing(24)
        across.addLayout(left, 5)
        across.addWidget(self._body, 6)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.head)
        down.addLayout(across, 1)
        self.search.textChanged.connect(self._fill)
        self.search.stepped.connect(self._step)
        self.search.returnPressed.connect(self._follow_first)
        self.questions.currentRowChanged.connect(self._tell)
        self.questions.itemActivated.connect(lambda _item: self._follow_first())

    def refresh(self, before: Desk | None, after: Desk) -> None:
        session = self.session
        if session is None:
            return
        self.head.say(
            session,
            after.place,
            _("Begynd med et spørgsmål"),
            _("Vælg et spørgsmål, og gå derfra til kort, udvikling eller tabel."),
        )
        if before is None or self._level != after.view.level:
            self._level = after.view.level
            self._asked = (*asked_of_views(session), *asked_of_indicators(session))
            self._index = Index.of(
                {
                    str(nr): [
                        (4.0, each.question),
                        (3.0, each.keywords),
                        *((2.0, answer.name) for answer in each.answers),
                    ]
                    for nr, each in enumerate(self._asked)
                }
            )
            self._fill()
        if before is None or before.place != after.place:
            self.search.setFocus()

    def _fill(self) -> None:
        """List the questions that answer the search."""
        found = [self._asked[int(nr)] for nr in self._index.find(self.search.text())]
        self.questions.blockSignals(True)
        self.questions.clear()
        for each in found:
            item = QListWidgetItem(each.question)
            item.setData(Qt.ItemDataRole.UserRole, each)
            if not any(answer.held for answer in each.answers):
                item.setForeground(self.palette().placeholderText())
            self.questions.addItem(item)
        self.questions.blockSignals(False)
        self.questions.setCurrentRow(0 if found else -1)
        self._tell(self.questions.currentRow())

    def _tell(self, row: int) -> None:
        """Show the ways to an answer of the chosen question."""
        body = QWidget()
        body.setObjectName("rightbody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        self.answers = []
        if row < 0:
            column.addWidget(_label(_("Intet spørgsmål svarer til søgningen."), "muted"))
        else:
            asked: Asked = self.questions.item(row).data(Qt.ItemDataRole.UserRole)
            title = _label(asked.question, "panel-title")
            title.setFont(font(16, 700))
            column.addWidget(title)
            for answer in asked.answers:
                button = AnswerRow(answer)
                button.clicked.connect(partial(self._follow, answer))
                self.answers.append(button)
                column.addWidget(button)
        column.addStretch(1)
        self._body.setWidget(body)

    def _follow(self, answer: Answer, _on: bool = False) -> None:
        if self.session is not None and answer.held:
            follow(self.session, answer)

    def _follow_first(self) -> None:
        item = self.questions.currentItem()
        if item is not None:
            asked: Asked = item.data(Qt.ItemDataRole.UserRole)
            self._follow(asked.answers[0])

    def _step(self, by: int) -> None:
        row = self.questions.currentRow() + by
        self.questions.setCurrentRow(max(0, min(row, self.questions.count() - 1)))


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
