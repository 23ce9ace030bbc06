"""The list at the left among categories: models, their outcomes, and the areas that moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.dataset import Dataset
from desktop.core.models.modelwords import status_words
from desktop.core.models.offered import Fit, Offer, fit_known, fit_of, model_id, offers, shape_words
from desktop.core.models.reasons import quoted
from desktop.core.models.yearly import Years, category_names, years_of
from desktop.core.wording import _, number
from desktop.maps.view import MapView
from desktop.ui.desk import Desk
from desktop.ui.pane import Pane
from desktop.ui.session import Session
from desktop.ui.theme import Theme, font

_HEADING, _MODEL, _PLAIN = 34, 46, 27
_MOST_MOVED = 60  # areas listed
_REST = 120  # milliseconds at one time before it is worked out who moved
_ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


class Kind(Enum):
    """What a row is."""

    HEADING = auto()
    MODEL = auto()
    UNFIT = auto()
    OUTCOME = auto()
    MOVE = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """A row. ``id`` is of a model or an outcome, ``area`` a position; ``more`` stands beside."""

    kind: Kind
    text: str
    more: str = ""
    id: str = ""
    area: int = -1
    tip: str = ""


def model_entries(data: Dataset, view: MapView, chosen: str) -> list[Entry]:
    """Headings, models and the chosen model's outcomes: those of the extract first, then ours.

    A model that does not fit the level stands last with the reason; one of which that has not been
    looked into yet stands with the others.
    """
    every = [(offer, fit_known(data, view.level, offer)) for offer in offers(data)]
    good = [(offer, fit) for offer, fit in every if fit is None or fit.fits]
    rows: list[Entry] = []
    for shipped, heading in ((True, _("MODEL")), (False, _("PROGRAMMETS EGNE"))):
        held = [(offer, fit) for offer, fit in good if offer.shipped is shipped]
        if held:
            alone = not shipped and not any(offer.shipped for offer, _fit in good)
            rows.append(Entry(Kind.HEADING, _("MODEL") if alone else heading))
        for offer, fit in held:
            rows.append(_model_row(offer, fit))
            if offer.id == chosen:
                rows += _outcome_rows(offer)
    unfit = [(offer, fit) for offer, fit in every if fit is not None and not fit.fits]
    if not good:
        rows.append(Entry(Kind.HEADING, _("MODEL")))
        rows.append(Entry(Kind.NOTE, _no_model_words(data)))
    if unfit:
        rows.append(Entry(Kind.HEADING, _("PASSER IKKE HER")))
    rows += [
        Entry(Kind.UNFIT, offer.name, fit.why, offer.id, tip=f"{offer.name}: {fit.why}")
        for offer, fit in unfit
    ]
    return rows


def move_entries(data: Dataset, view: MapView, years: Years | None) -> list[Entry]:
    """The areas that have another category than the year before, after a heading."""
    if years is None:
        return []
    heading = Entry(
        Kind.HEADING,
        _("FLYTTET SIDEN {period}").format(period=years.periods[-2].label.upper()),
    )
    if not years.moved:
        decided = bool((years.history.index[-2] >= 0).any())
        words = _("Ingen har skiftet kategori.")
        return [
            heading,
            Entry(Kind.NOTE, words if decided else _("Der er ingen tal for året før.")),
        ]
    names, areas = category_names(years.history.outcome), data.areas(view.level)
    rows = [heading]
    for move in years.moved[:_MOST_MOVED]:
        arrow = "↑" if move.worse else "↓"
        text = areas.names[move.area] or areas.codes[move.area]
        tip = _("{area}: fra {before} til {after} ({why})").format(
            area=text,
            before=quoted(names[move.before]),
            after=quoted(names[move.after]),
            why=move.why,
        )
        rows.append(Entry(Kind.MOVE, text, f"{arrow} {names[move.after]}", area=move.area, tip=tip))
    if (more := len(years.moved) - _MOST_MOVED) > 0:
        rows.append(Entry(Kind.NOTE, _("og {count} til").format(count=number(more))))
    return rows


def _model_row(offer: Offer, fit: Fit | None) -> Entry:
    shape = shape_words(offer.model) if offer.model is not None else ""
    lacking = fit.why if fit is not None else ""
    status = status_words(offer.model.status) if offer.model is not None else ""
    sentence = str(offer.model.sentence) if offer.model is not None else ""
    tip = "\n".join(part for part in (offer.name, sentence, status, lacking) if part)
    return Entry(Kind.MODEL, offer.name, lacking or shape, offer.id, tip=tip)


def _outcome_rows(offer: Offer) -> list[Entry]:
    if offer.model is None or len(offer.model.outcomes) < 2:
        return []
    return [
        Entry(Kind.OUTCOME, str(each.name) or each.id, id=each.id) for each in offer.model.outcomes
    ]


def _no_model_words(data: Dataset) -> str:
    if data.models:
        return _("Ingen model passer til områderne på dette niveau. Vælg et andet niveau nedenfor.")
    return _(
        "Ingen model passer til udtrækket. Dataforvalteren kan lægge en model i udtrækkets opskrift"
        " under »models«."
    )


class EntryModel(QAbstractListModel):
    """The entries for Qt."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show_entries(self, rows: list[Entry]) -> None:
        """Hold other entries."""
        self.beginResetModel()
        self._entries = rows
        self.endResetModel()

    @property
    def entries(self) -> list[Entry]:
        """The entries from the top."""
        return self._entries

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return entry.tip or entry.more
        return entry if role == _ENTRY_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        kind = self._entries[index.row()].kind
        if kind in (Kind.HEADING, Kind.NOTE, Kind.UNFIT):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class EntryDelegate(QStyledItemDelegate):
    """Paints a row. ``chosen`` are the ids of the model and outcome shown, ``area`` the chosen."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.chosen: tuple[str, str] = ("", "")
        self.area = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(_ENTRY_ROLE)
        match entry.kind:
            case Kind.HEADING:
                height = _HEADING if index.row() else _PLAIN
            case Kind.MODEL | Kind.UNFIT:
                height = _MODEL
            case Kind.NOTE:
                room = QRectF(0, 0, max(option.rect.width() - 16, 120), 1000)
                wrap = int(Qt.TextFlag.TextWordWrap)
                height = round(
                    QFontMetricsF(font(13)).boundingRect(room, wrap, entry.text).height() + 12
                )
            case _:
                height = _PLAIN
        return QSize(120, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(_ENTRY_ROLE)
        place = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        match entry.kind:
            case Kind.HEADING:
                self._paint_heading(painter, place, entry)
            case Kind.NOTE:
                painter.setFont(font(13))
                painter.setPen(QColor(self.theme.muted))
                wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
                painter.drawText(place.adjusted(8, 4, -8, 0), int(wrap), entry.text)
            case Kind.MODEL | Kind.UNFIT:
                self._paint_model(painter, place, entry)
            case _:
                self._paint_plain(painter, place, entry)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(self.theme.accent_text))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(0.5, 1.5, -2.5, -1.5), 6, 6)
        painter.restore()

    def _paint_heading(self, painter: QPainter, place: QRectF, entry: Entry) -> None:
        face = font(11, 600)
        face.setLetterSpacing(face.SpacingType.AbsoluteSpacing, 0.8)
        painter.setFont(face)
        painter.setPen(QColor(self.theme.muted))
        text = _elided(face, entry.text, place.width() - 12)
        low = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(place.adjusted(6, 0, -4, -6), int(low), text)

    def _paint_model(self, painter: QPainter, place: QRectF, entry: Entry) -> None:
        chosen = entry.kind is Kind.MODEL and entry.id == self.chosen[0]
        if chosen:
            self._paint_ground(painter, place)
        fits = entry.kind is Kind.MODEL
        face = font(13, 600 if chosen else 400)
        painter.setFont(face)
        ink = self.theme.accent_text if chosen else self.theme.ink if fits else self.theme.muted
        painter.setPen(QColor(ink))
        room = place.width() - 20
        painter.drawText(
            QRectF(place.left() + 8, place.top() + 6, room, 18),
            int(Qt.AlignmentFlag.AlignVCenter),
            _elided(face, entry.text, room),
        )
        small = font(12)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(
            QRectF(place.left() + 8, place.top() + 23, room, 17),
            int(Qt.AlignmentFlag.AlignVCenter),
            _elided(small, entry.more, room),
        )

    def _paint_plain(self, painter: QPainter, place: QRectF, entry: Entry) -> None:
        outcome = entry.kind is Kind.OUTCOME
        chosen = entry.id == self.chosen[1] if outcome else entry.area == self.area
        if chosen:
            self._paint_ground(painter, place)
        left = 22 if outcome else 8
        face = font(13, 600 if chosen else 400)
        painter.setFont(face)
        painter.setPen(QColor(self.theme.accent_text if chosen else self.theme.ink))
        beside = font(13)
        room = place.width() - left - 12
        needed = QFontMetricsF(beside).horizontalAdvance(entry.more) if entry.more else 0.0
        name = min(QFontMetricsF(face).horizontalAdvance(entry.text), room * 0.58)
        name = max(name, room - needed - 10)
        painter.drawText(
            QRectF(place.left() + left, place.top(), name, place.height()),
            int(Qt.AlignmentFlag.AlignVCenter),
            _elided(face, entry.text, name),
        )
        if entry.more:
            painter.setFont(beside)
            painter.setPen(QColor(self.theme.muted))
            rest = room - name - 10
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(
                QRectF(place.right() - 10 - rest, place.top(), rest, place.height()),
                int(right),
                _elided(beside, entry.more, rest),
            )

    def _paint_ground(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.accent_soft))
        painter.drawRoundedRect(place.adjusted(0, 1, -2, -1), 6, 6)


def _elided(face: Any, text: str, room: float) -> str:
    return QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, room)


class ModelList(Pane):
    """The list, and what its rows do. Whether models fit is looked into row by row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.view = QListView()
        self.view.setAccessibleName(_("Modeller"))
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.model = EntryModel(self)
        self._delegate = EntryDelegate(theme, self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.view.clicked.connect(self._on_clicked)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fill)
        self._fitting = QTimer(self)  # one model at a time, the map first
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit_next)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._find_moves)
        self._moves: list[Entry] = []

    def show_session(self, session: Session) -> None:
        self._moves = []
        super().show_session(session)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        super().set_theme(theme)
        self.view.viewport().update()

    def refresh(self, before: Desk | None, after: Desk) -> None:
        one = None if before is None else before.view
        two = after.view
        if one is None or _about(one) != _about(two):
            if one is None or one.level != two.level or one.model != two.model:
                self._moves = []
            if one is None or one.level != two.level:
                self._fill()
            elif (one.model, one.outcome) != (two.model, two.outcome):
                self._soon.start()  # not while the rows themselves say what is picked
            if one is None or one.level != two.level:
                self._fitting.start()
            self._rest.start()
        elif one.selected != two.selected:
            self._mark()

    @property
    def is_settled(self) -> bool:
        """Whether everything has been looked into."""
        return not any(each.isActive() for each in (self._soon, self._fitting, self._rest))

    def _chosen(self, session: Session) -> tuple[str, str]:
        """The model and outcome shown, by id."""
        view = session.view
        chosen = model_id(session.data, view.level, view.period, view.model)
        model = next((each.model for each in offers(session.data) if each.id == chosen), None)
        if model is None:
            return chosen, ""
        held = model.outcome_by_id
        return chosen, view.outcome if view.outcome in held else model.outcomes[0].id

    def _fill(self) -> None:
        session = self.session
        if session is None:
            return
        chosen = self._chosen(session)
        rows = [*model_entries(session.data, session.view, chosen[0]), *self._moves]
        self._delegate.chosen = chosen
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        place = self.view.verticalScrollBar().value()
        self.model.show_entries(rows)
        selection.blockSignals(False)
        self.view.verticalScrollBar().setValue(place)
        self._mark()

    def _mark(self) -> None:
        """Stand at the row of what is shown."""
        session = self.session
        if session is None:
            return
        selected = session.selected
        self._delegate.area = selected[-1] if selected else -1
        current = self.view.currentIndex()
        standing = self.model.entries[current.row()] if current.isValid() else None
        if standing is None or not self._is_shown(standing):
            row = next(
                (
                    at
                    for at, entry in enumerate(self.model.entries)
                    if entry.kind is Kind.MODEL and entry.id == self._delegate.chosen[0]
                ),
                -1,
            )
            selection = self.view.selectionModel()
            selection.blockSignals(True)
            index = self.model.index(row) if row >= 0 else QModelIndex()
            selection.setCurrentIndex(index, selection.SelectionFlag.ClearAndSelect)
            selection.blockSignals(False)
        self.view.viewport().update()

    def _is_shown(self, entry: Entry) -> bool:
        match entry.kind:
            case Kind.MODEL:
                return entry.id == self._delegate.chosen[0]
            case Kind.OUTCOME:
                return entry.id == self._delegate.chosen[1]
            case _:
                return entry.area == self._delegate.area

    def _fit_next(self) -> None:
        """Look into the next model of which it is not known whether it fits."""
        session = self.session
        if session is None:
            return
        view, data = session.view, session.data
        waiting = [each for each in offers(data) if fit_known(data, view.level, each) is None]
        if waiting:
            fit_of(data, view.level, view.period, waiting[0])
        if len(waiting) > 1:
            self._fitting.start()
        elif waiting:
            self._fill()

    def _find_moves(self) -> None:
        session = self.session
        if session is None:
            return
        model, outcome = self._chosen(session)
        view = session.view
        years = years_of(session.data, view.level, view.period, model, outcome) if model else None
        self._moves = move_entries(session.data, view, years)
        self._fill()

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self._take(self.model.entries[index.row()])

    def _on_clicked(self, index: QModelIndex) -> None:
        entry = self.model.entries[index.row()]
        if entry.kind is Kind.MOVE:
            self._take(entry)  # also when it was the current row, but not the chosen area

    def _take(self, entry: Entry) -> None:
        session = self.session
        if session is None:
            return
        if entry.kind is Kind.MODEL and entry.id != self._delegate.chosen[0]:
            session.show_map(model=entry.id, outcome="")
        elif entry.kind is Kind.OUTCOME:
            session.show_map(model=self._delegate.chosen[0], outcome=entry.id)
        elif entry.kind is Kind.MOVE:
            show_area(session, entry.area)


def show_area(session: Session, area: int) -> None:
    """Choose an area, and look at the whole map where it lies outside what is seen."""
    extent = session.view.extent
    if extent is not None:
        data, level = session.data, session.view.level
        outlines = data.outlines(level, len(data.tolerances(level)) - 1)
        rings = outlines.rings_of(area)
        west, south, east, north = extent
        if rings and not any(
            ((ring >= (west, south)) & (ring <= (east, north))).all(axis=1).any() for ring in rings
        ):
            session.show_extent(None)
    session.select([area])


def _about(view: MapView) -> MapView:
    """The view without where it looks and which areas are chosen."""
    return replace(view, extent=None, selected=())
