"""The choice of columns: indicators under their headings, found by a word, or a named set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.wording import _, plural
from desktop.ui.dropdown import Dropdown
from desktop.ui.theme import Theme, font

_ID = int(Qt.ItemDataRole.UserRole)
_WIDTH, _HEIGHT, _ROW = 344, 560, 28

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that may be shown: under which heading, and the words it is found by."""

    id: str
    name: str
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class NamedSet:
    """Columns that go together, by a name."""

    name: str
    told: str
    ids: tuple[str, ...]


class TickDelegate(QStyledItemDelegate):
    """Paints a heading, or a box with a tick and a name; a click anywhere in the row ticks."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _ROW if index.data(_ID) else _ROW + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place, theme = QRectF(option.rect), self.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not index.data(_ID):
            painter.setFont(font(11, 600))
            painter.setPen(QColor(theme.muted))
            _text(painter, place.adjusted(10, 6, -8, 0), str(index.data()))
            painter.restore()
            return
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            painter.setPen(
                QPen(QColor(theme.accent_text), 1)
                if option.state & QStyle.StateFlag.State_HasFocus
                else QPen(Qt.PenStyle.NoPen)
            )
            painter.setBrush(QColor(theme.accent_soft))
            painter.drawRoundedRect(place.adjusted(2.5, 0.5, -2.5, -0.5), 6, 6)
        on = index.data(Qt.ItemDataRole.CheckStateRole) in (Qt.CheckState.Checked, 2)
        box = QRectF(place.left() + 10, place.center().y() - 7.5, 15, 15)
        painter.setPen(QPen(QColor(theme.accent if on else theme.faint), 1))
        painter.setBrush(QColor(theme.accent if on else theme.surface))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            painter.setPen(QPen(QColor(theme.accent_ink), 1.8))
            corner = box.topLeft()
            ends = [corner + QPointF(x, y) for x, y in ((3.6, 7.8), (6.4, 10.6), (11.4, 4.8))]
            painter.drawPolyline(ends)
        painter.setFont(font(13))
        painter.setPen(QColor(theme.ink))
        _text(painter, place.adjusted(34, 0, -8, 0), str(index.data()))
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() not in (QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
            return super().editorEvent(event, model, option, index)
        if event.type() is QEvent.Type.MouseButtonRelease and index.data(_ID):
            on = index.data(Qt.ItemDataRole.CheckStateRole) in (Qt.CheckState.Checked, 2)
            model.setData(index, _tick(not on), Qt.ItemDataRole.CheckStateRole)
        return True


class ColumnChooser(QFrame):
    """A list of columns to tick. What is ticked is shown at once; the order is kept."""

    chosen = Signal(object)  # tuple of ids

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAccessibleName(_("Kolonner"))
        self._choices: tuple[Choice, ...] = ()
        self._sets: tuple[NamedSet, ...] = ()
        self._shown: tuple[str, ...] = ()
        self._filling = False
        self._counted = _columns_counted
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Søg kolonne …"))
        self.search.setAccessibleName(_("Søg kolonne"))
        self.search.setClearButtonEnabled(True)
        self.sets = Dropdown()
        self.sets.setAccessibleName(_("Færdigt sæt"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Kolonner"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self._delegate = TickDelegate(theme, self)
        self.list.setItemDelegate(self._delegate)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.all = QPushButton(_("Alle"))
        self.none = QPushButton(_("Ingen"))
        for button in (self.all, self.none):
            button.setProperty("role", "quiet")
        self._hint = QLabel(_("Træk i en overskrift i tabellen for at flytte kolonnen."))
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.all)
        foot.addWidget(self.none)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.sets)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        column.addWidget(self._hint)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.search.textChanged.connect(self._refill)
        self.sets.activated.connect(self._on_set)
        self.list.itemChanged.connect(self._on_ticked)
        self.all.clicked.connect(lambda: self._tick_found(on=True))
        self.none.clicked.connect(lambda: self._tick_found(on=False))

    def offer(
        self, choices: Sequence[Choice], sets: Sequence[NamedSet], shown: Sequence[str]
    ) -> None:
        """Hold other columns, of which some are shown."""
        self._choices, self._sets, self._shown = tuple(choices), tuple(sets), tuple(shown)
        self.sets.clear()
        self.sets.addItem(_("Vælg et færdigt sæt …"))
        for each in self._sets:
            self.sets.addItem(f"{each.name} ({len(each.ids)})")
            self.sets.setItemData(self.sets.count() - 1, each.told, Qt.ItemDataRole.ToolTipRole)
        self.sets.setVisible(bool(self._sets))
        self.search.clear()
        self._refill()

    def offer_indicators(self) -> None:
        """Offer indicators of something that is no table, such as a report."""
        for widget in (self, self.list):
            widget.setAccessibleName(_("Indikatorer"))
        self.search.setPlaceholderText(_("Søg indikator …"))
        self.search.setAccessibleName(_("Søg indikator"))
        self._counted = _indicators_counted
        self._hint.hide()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._delegate.theme = theme

    def open_under(self, button: QWidget) -> None:
        """Show the list under a button, inside its window."""
        place = button.mapToGlobal(QPoint(button.width() - _WIDTH, button.height() + 4))
        edge = button.window().mapToGlobal(QPoint(8, 8))
        foot = button.window().mapToGlobal(QPoint(0, button.window().height()))
        self.setFixedHeight(min(_HEIGHT, max(foot.y() - place.y() - 8, 240)))
        self.move(max(place.x(), edge.x()), place.y())
        self.show()
        self.search.setFocus()

    def found(self) -> list[Choice]:
        """The columns whose words hold every word of the search, a part of a word too."""
        wanted = self.search.text().casefold().split()
        return [each for each in self._choices if all(part in each.words for part in wanted)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
            self.list.setCurrentRow(next(iter(self._rows()), 0))
        else:
            super().keyPressEvent(event)

    def _rows(self) -> list[int]:
        return [nr for nr in range(self.list.count()) if self.list.item(nr).data(_ID)]

    def _refill(self) -> None:
        self._filling = True
        self.list.clear()
        heading = ""
        for each in self.found():
            if each.heading != heading:
                heading = each.heading
                title = QListWidgetItem(heading.upper())
                title.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(title)
            item = QListWidgetItem(each.name)
            item.setData(_ID, each.id)
            item.setToolTip(each.name)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(_tick(each.id in self._shown))
            self.list.addItem(item)
        self._filling = False
        self._count()

    def _count(self) -> None:
        shown = sum(each.id in self._shown for each in self._choices)
        self.count.setText(self._counted(shown).format(count=shown))

    def _on_ticked(self, item: QListWidgetItem) -> None:
        if not self._filling:
            self._show(item.data(_ID), on=item.checkState() is Qt.CheckState.Checked)

    def _tick_found(self, *, on: bool) -> None:
        ids = [each.id for each in self.found()]
        kept = [id for id in self._shown if id not in ids or on]
        self._put((*kept, *(id for id in ids if on and id not in kept)))

    def _show(self, id: str, *, on: bool) -> None:
        rest = tuple(each for each in self._shown if each != id)
        self._shown = (*rest, id) if on else rest
        self._count()
        self.chosen.emit(self._shown)

    def _on_set(self, at: int) -> None:
        if at > 0:
            facts = tuple(id for id in self._shown if id.startswith("@"))
            self._put((*facts, *self._sets[at - 1].ids))

    def _put(self, shown: tuple[str, ...]) -> None:
        self._shown = shown
        self._refill()
        self.chosen.emit(shown)


def _columns_counted(count: int) -> str:
    return plural("{count} kolonne valgt", "{count} kolonner valgt", count)


def _indicators_counted(count: int) -> str:
    return plural("{count} indikator valgt", "{count} indikatorer valgt", count)


def _text(painter: QPainter, place: QRectF, text: str) -> None:
    """A text at the left, shortened where it has no room."""
    metrics = QFontMetricsF(painter.font())
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)


def _tick(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
