"""Tabel: every area of the level against the indicators, in an order that says how sure it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QVBoxLayout, QWidget

from desktop.core.areafilter import filter_words
from desktop.core.areawholes import Whole
from desktop.core.levelwords import Called, called
from desktop.core.wording import _, number, plural
from desktop.ui.columnchooser import ColumnChooser
from desktop.ui.desk import Desk
from desktop.ui.jobs import Lane
from desktop.ui.messages import tell
from desktop.ui.pane import Pane, PaneHead
from desktop.ui.session import Session
from desktop.ui.tablecells import CellPainter, natural_width
from desktop.ui.tablechoices import column_choices, named_sets
from desktop.ui.tablecontent import AreaTable
from desktop.ui.tablecopy import copied
from desktop.ui.tablelook import (
    TableLook,
    fitted,
    moved,
    order_sentence,
    possible_wholes,
    ranked_by,
    rows_at_top,
    sorted_anew,
)
from desktop.ui.tablemodel import AreaTableModel
from desktop.ui.tableparts import NAME, PLACE, LevelWords
from desktop.ui.tabletools import TableTools
from desktop.ui.tableview import TableView
from desktop.ui.theme import Theme

_COPIED_AT_ONCE = 4000  # cells; more are written on another thread


class TablePane(Pane):
    """Follows level, filter, time, indicator and chosen areas; columns and order are its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.look = self._before_click = TableLook()
        self.table: AreaTable | None = None
        self._words: LevelWords | None = None
        self._widths: dict[str, int] = {}
        self._picking = False  # whether areas are being chosen in the table itself
        self._cells = CellPainter(theme)
        self.head = PaneHead()
        self.tools = TableTools()
        self.model = AreaTableModel(self)
        self.view = TableView(self._cells, self.model, self)
        self.view.setAccessibleName(_("Områder og indikatorer"))
        self.empty = QLabel()
        self.empty.setProperty("role", "muted")
        self.empty.setContentsMargins(22, 12, 22, 12)
        self.empty.hide()
        self.key = QLabel()
        self.key.setProperty("role", "muted")
        self.key.setContentsMargins(22, 6, 22, 8)
        self.chooser = ColumnChooser(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tools)
        column.addWidget(self.view, 1)
        column.addWidget(self.empty)
        column.addWidget(self.key)
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(4000)
        self._said.timeout.connect(self._say_found)
        self._lane = Lane("copy", self)
        self.setFocusProxy(self.view)
        self._connect()

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(id for id in self.look.columns if not id.startswith("@"))

    def close_lanes(self) -> None:
        self._lane.close()

    def show_session(self, session: Session) -> None:
        if self.session is not None:
            self.session.hover_changed.disconnect(self.view.show_pointed)
        self.table, self._words = None, None
        self.look = replace(TableLook(), cues=self.look.cues, wholes=self.look.wholes)
        session.hover_changed.connect(self.view.show_pointed)
        super().show_session(session)

    def set_theme(self, theme: Theme) -> None:
        self._cells.set_theme(theme)
        self.chooser.set_theme(theme)
        super().set_theme(theme)
        self.view.refit()

    def refresh(self, before: Desk | None, after: Desk) -> None:
        session = self.session
        assert session is not None
        view, kept = after.view, session.kept
        shown_before = self.table.view.indicator if self.table is not None else ""
        if self._words is None or self._words.level != view.level:
            self._words = LevelWords(session.data, view.level)
        if self.table is None or not self.table.fits(view, kept):
            self.table = AreaTable(session.data, view, kept, self._words)
            fresh = True
        else:
            self.table.view, fresh = view, before is None
        look = fitted(self.look, self.table, shown_before)
        chosen_anew = before is None or before.view.selected != view.selected
        if fresh or look != self.look or shown_before != view.indicator:
            self._show(look)
        elif chosen_anew:
            self._compare()
            self._mark()
        if chosen_anew and session.selected and not self._picking:
            self.view.bring(session.selected[-1])

    def _show(self, look: TableLook) -> None:
        """Another look, or other numbers: order the rows, and show them."""
        session, table = self.session, self.table
        assert session is not None
        assert table is not None
        self.look = look
        ranked = ranked_by(look, table)
        gathered = look.gathered and any(table.data.areas(table.view.level).organisations)
        rows = table.order(
            look.sorted_by,
            falling=look.falling,
            cautious=look.cautious,
            sought=look.sought,
            gathered=gathered,
        )
        self._compare(repaint=False)
        self._put_rows(rows, ranked)
        self._mark()
        self._tell(rows)
        self.tools.show_look(
            look,
            possible_wholes(table),
            gatherable=any(table.data.areas(table.view.level).organisations),
        )
        self.view.refit()

    def _put_rows(self, rows: np.ndarray[tuple[int, ...], np.dtype[np.int64]], ranked: str) -> None:
        """Other rows in the view, which stays where it was looked at."""
        table, view, model = self.table, self.view, self.model
        assert table is not None
        index = view.currentIndex()
        row = int(model.rows[index.row()]) if index.isValid() else -1
        id = model.columns[index.column()] if index.isValid() else NAME
        again = model.columns[1:] == self.look.columns
        across = view.horizontalScrollBar().value()
        down = view.verticalScrollBar().value() if np.array_equal(model.rows, rows) else 0
        for part in view.views:
            part.cues = part.head.cues = self.look.cues
            part.head.sorted_by, part.head.falling = self.look.sorted_by, self.look.falling
            part.head.shown = table.view.indicator
        view.filling = True
        model.show_rows(table, self.look.columns, rows, ranked)
        for at, each in enumerate(model.columns):
            width = self._widths.get(each) or natural_width(each, table, self.look.cues)
            if view.columnWidth(at) != width:
                view.setColumnWidth(at, width)
            view.names.setColumnHidden(at, at > 0)
        view.names.setColumnWidth(0, view.columnWidth(0))
        at_row = np.flatnonzero(rows == row)
        if index.isValid() and len(at_row) and id in model.columns:
            view.selectionModel().setCurrentIndex(
                model.index(int(at_row[0]), model.columns.index(id)),
                view.selectionModel().SelectionFlag.NoUpdate,
            )
        view.filling = False
        if again:
            view.horizontalScrollBar().setValue(across)
        view.verticalScrollBar().setValue(down)

    def _compare(self, *, repaint: bool = True) -> None:
        """The rows at the top, which may be about the area chosen last."""
        session, table = self.session, self.table
        assert session is not None
        assert table is not None
        wanted = [whole for whole in self.look.wholes if whole in possible_wholes(table)]
        table.compare_with(
            rows_at_top(session.data, session.view, session.kept, session.selected, wanted)
        )
        if repaint:
            self.view.refit()

    def _mark(self) -> None:
        session = self.session
        assert session is not None
        chosen = np.zeros(len(session.kept), bool)
        chosen[session.selected] = True
        self.view.show_chosen(chosen)

    def _tell(self, rows: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
        session, table = self.session, self.table
        assert session is not None
        assert table is not None
        words = self._called()
        title = words.counted(int(session.kept.sum()))
        inside = filter_words(session.data, session.view.filter)
        sentence = f"{session.view.period.label} · {order_sentence(self.look, table)}"
        self.head.say(session, "table", f"{title} · {inside}" if inside else title, sentence)
        self.view.setAccessibleDescription(sentence)
        self.empty.setVisible(not len(rows))
        self.empty.setText(
            _("Ingen {areas} hedder sådan.").format(areas=words.many)
            if self.look.sought.strip()
            else _("Filteret lader ingen {areas} tilbage.").format(areas=words.many)
        )
        self.key.setText(self._key_words())
        self._say_found()

    def _key_words(self) -> str:
        cues, parts = self.look.cues, []
        if cues.bars:
            parts.append(_("Åben bjælke: få bag tallet"))
        if cues.intervals:
            parts.append(_("streg: 95 %-interval"))
        if (cues.bars or cues.intervals) and Whole.MUNICIPALITY in self.look.wholes:
            parts.append(_("prikket linje: kommunen"))
        text = " · ".join(parts)
        return text[:1].upper() + text[1:]

    def _called(self) -> Called:
        session = self.session
        assert session is not None
        return called(session.data.level(session.view.level))

    def _say_found(self) -> None:
        found = int((self.model.rows >= 0).sum())
        session = self.session
        if session is None or not self.look.sought.strip():
            self.tools.say("")
            return
        words = _("{found} af {all}").format(
            found=number(found), all=self._called().counted(int(session.kept.sum()))
        )
        self.tools.say(words)

    # What a person does.

    def _connect(self) -> None:
        self.tools.look_asked.connect(self._show)
        self.tools.columns_asked.connect(self._open_chooser)
        self.tools.copy_asked.connect(self.copy)
        self.tools.search.left.connect(self._enter_table)
        self.chooser.chosen.connect(self._on_columns)
        self.view.picked.connect(self._on_picked)
        self.view.copy_requested.connect(self.copy)
        self.view.typed.connect(self._on_typed)
        self.view.head.sectionMoved.connect(lambda *_places: QTimer.singleShot(0, self._on_moved))
        for part in self.view.views:
            part.head.sectionClicked.connect(self._on_heading)
            part.head.sectionDoubleClicked.connect(self._on_heading_twice)
            part.head.sectionResized.connect(self._on_resized)
            part.head.menu_requested.connect(self._open_menu)
            part.menu_requested.connect(self._open_menu)
            part.group_picked.connect(self._on_group)
            part.pointed_at.connect(self._on_pointed)

    def copy(self) -> None:
        """Put the chosen rows on the clipboard; all that are listed where none is chosen."""
        session, table = self.session, self.table
        if session is None or table is None:
            return
        rows = self.model.rows
        areas = (rows >= 0) & self.view.chosen[np.maximum(rows, 0)]
        picked = rows[areas] if areas.any() else rows
        columns, ranked = self.look.columns, self.model.ranked
        wholes, intervals = self.tools.with_wholes, self.tools.with_intervals
        held = picked.tolist()

        def work() -> tuple[str, str]:
            return copied(table, columns, held, ranked, wholes=wholes, intervals=intervals)

        if len(held) * (len(columns) + 1) <= _COPIED_AT_ONCE:
            self._on_copied(work(), len(held))
            return
        self.tools.say(_("Kopierer …"))
        job = self._lane.start(lambda _stopped: work())
        job.succeeded.connect(lambda found: self._on_copied(found, len(held)))
        job.failed.connect(lambda error: tell(self, error))

    def _on_copied(self, found: tuple[str, str], rows: int) -> None:
        content = QMimeData()
        content.setText(found[0])
        content.setHtml(found[1])
        QApplication.clipboard().setMimeData(content)
        words = plural("{count} række kopieret", "{count} rækker kopieret", rows)
        self.tools.say(words.format(count=number(rows)))
        self._said.start()

    def _on_heading(self, section: int) -> None:
        self._before_click = self.look
        self._sort_by(self.model.columns[section])

    def _on_heading_twice(self, section: int) -> None:
        """The first click has sorted: that is undone, for it was not what was meant."""
        id = self.model.columns[section]
        if not id.startswith("@"):
            self._show(self._before_click)
            self._show_indicator(id)

    def _sort_by(self, id: str) -> None:
        table = self.table
        if table is not None:
            by = self.model.ranked if id == PLACE else id
            numbers = by != NAME and table.numbers(by) is not None
            self._show(sorted_anew(self.look, by, numbers=numbers))

    def _show_indicator(self, id: str) -> None:
        if self.session is not None:
            self.session.show_indicator(id)

    def _on_picked(self, areas: list[int], alone: bool) -> None:
        """The rows marked in the view; those chosen before keep their order, the last stays last.

        Chosen areas that are not listed are let go only with a plain click.
        """
        session = self.session
        if session is None:
            return
        listed, marked = {*self.model.rows.tolist()}, {*areas}
        held = [at for at in session.selected if at in marked or (not alone and at not in listed)]
        before = {*held}
        self._picking = True
        session.select([*held, *(at for at in areas if at not in before)])
        self._picking = False

    def _on_group(self, group: int, add: bool) -> None:
        session, table = self.session, self.table
        if session is not None and table is not None:
            rows = self.model.rows
            areas = rows[rows >= 0]
            session.select(areas[table.groups[1][areas] == group].tolist(), add=add)

    def _on_pointed(self, position: int) -> None:
        if self.session is not None:
            self.session.hover(position)

    def _on_typed(self, text: str) -> None:
        self.tools.search.setFocus()
        self.tools.search.setText(self.tools.search.text() + text)

    def _enter_table(self) -> None:
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and len(self.model.rows):
            self.view.setCurrentIndex(self.model.index(0, min(1, len(self.model.columns) - 1)))

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        if not self.view.filling and 0 <= section < len(self.model.columns) and width:
            self._widths[self.model.columns[section]] = width

    def _on_moved(self) -> None:
        """A heading was dragged: take over the order, and let the header count as before."""
        head = self.view.head
        order = [self.model.columns[head.logicalIndex(at)] for at in range(head.count())]
        head.blockSignals(True)
        for at in range(head.count()):
            head.moveSection(head.visualIndex(at), at)
        head.blockSignals(False)
        columns = tuple(id for id in order if id != NAME)
        self._show(replace(self.look, columns=columns))

    def _on_columns(self, columns: tuple[str, ...]) -> None:
        table = self.table
        if table is None:
            return
        look = replace(self.look, columns=columns)
        if look.sorted_by not in (NAME, *columns):
            look = replace(look, sorted_by=NAME, falling=False)
        self._show(look)

    def _open_chooser(self) -> None:
        if self.table is not None:
            self.chooser.offer(
                column_choices(self.table), named_sets(self.table), self.look.columns
            )
            self.chooser.open_under(self.tools.columns)

    def _open_menu(self, section: int, place: QPoint) -> None:
        table = self.table
        if table is None or section >= len(self.model.columns):
            return
        id = self.model.columns[section]
        name = table.heading(id, self.model.ranked).name
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Kopiér")).triggered.connect(self.copy)
        menu.addSeparator()
        sort = menu.addAction(_("Sortér efter »{name}«").format(name=name))
        sort.triggered.connect(lambda: self._sort_by(id))
        if not id.startswith("@"):
            show = menu.addAction(_("Vis »{name}« på kortet").format(name=name))
            show.triggered.connect(lambda: self._show_indicator(id))
        if id != NAME:
            columns = self.look.columns
            for text, by in ((_("Flyt til venstre"), -1), (_("Flyt til højre"), 1)):
                step = menu.addAction(text)
                step.setEnabled(moved(columns, id, by) != columns)
                step.triggered.connect(
                    lambda _on=False, by=by: self._on_columns(moved(columns, id, by))
                )
            hide = menu.addAction(_("Skjul kolonnen"))
            hide.triggered.connect(
                lambda: self._on_columns(tuple(each for each in columns if each != id))
            )
        menu.popup(place)
