"""The main window: header, indicator list, map, area panel."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.dataset import Dataset
from desktop.core.settings import Settings, save_settings
from desktop.core.wording import _, short_date
from desktop.maps.view import MapView, remembered_view
from desktop.ui import theme as themes
from desktop.ui.areapanel import AreaPanel
from desktop.ui.indicatorlist import IndicatorList
from desktop.ui.jobs import Lane
from desktop.ui.mapstage import MapStage
from desktop.ui.messages import tell
from desktop.ui.segments import Segment, Segments
from desktop.ui.session import Session
from desktop.ui.theme import Theme

_NARROW = 1300  # pixels: below it the side panels are slimmer


class MainWindow(QMainWindow):
    """Holds the parts together and owns the actions; what is shown is the session's."""

    open_requested = Signal()
    session_shown = Signal()

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self.setWindowTitle("Boligatlas")
        self.setMinimumSize(1000, 620)
        self.settings = settings
        self.theme = theme
        self.session: Session | None = None
        self._lane = Lane("work", self)
        self._presenting = False

        self.stage = MapStage(theme)
        self.indicators = IndicatorList(theme)
        self.panel = AreaPanel(theme)
        self._header = self._make_header()
        self._left = self._make_left()
        body = QWidget()
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._left)
        across.addWidget(self.stage, 1)
        across.addWidget(self.panel)
        central = QWidget()
        down = QVBoxLayout(central)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._header)
        down.addWidget(body, 1)
        self.setCentralWidget(central)

        self.indicators.indicator_picked.connect(self._on_indicator_picked)
        self.panel.clear_requested.connect(self._select_none)
        self.panel.why_requested.connect(self._on_why)
        self.stage.information_requested.connect(self._on_information)
        self.stage.canvas.first_painted.connect(self._after_first_map)
        self.stage.canvas.play_requested.connect(self.stage.slider.toggle_play)
        self.stage.canvas.period_stepped.connect(self._step_period)
        self.stage.canvas.indicator_stepped.connect(self._step_indicator)
        self._make_shortcuts()
        if not self.restoreGeometry(QByteArray.fromBase64(settings.window.encode())):
            self.resize(1440, 900)
        self._set_enabled(False)

    def show_extract(self, data: Dataset, path: Path, key_file: Path | None = None) -> None:
        """Show an open extract, at the view it was left in."""
        if self.session is not None:
            self._remember_view()
        view = remembered_view(data, self.settings.views.get(str(path), {}))
        if self.session is not None:
            past = self.session.data  # closed when an export of it, if one is under way, is written
            self._lane.start(lambda _stopped: past.close())
        self.settings = self.settings.opened(path, key_file, data.manifest.title)
        self.session = Session(data, path, view)
        self.session.view_changed.connect(self._on_view_changed)
        self._fill_levels()
        self._tell()
        self.stage.show_session(self.session)
        self.indicators.show_session(self.session)
        self.panel.show_session(self.session)
        self._set_enabled(True)
        self.stage.canvas.setFocus()
        self.session_shown.emit()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme, everywhere."""
        self.theme = theme
        self.settings = replace(self.settings, theme=theme.name)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            themes.apply(application, theme)
        for part in (self.stage, self.indicators, self.panel):
            part.set_theme(theme)
        self._tell()

    def set_presenting(self, presenting: bool) -> None:
        """The map alone, in large type; arrow keys step indicator and period."""
        self._presenting = presenting
        for part in (self._header, self._left, self.panel):
            part.setVisible(not presenting)
        self.stage.set_presenting(presenting)
        self.stage.canvas.setFocus()
        full = Qt.WindowState.WindowFullScreen
        state = self.windowState()
        self.setWindowState(state | full if presenting else state & ~full)

    def export_pdf(self, path: Path, paper: str = "", plan: str = "") -> None:
        """Write what is shown as a map sheet, on another thread.

        Args:
            path: the PDF.
            paper: the value of a ``maps.sheet.Paper``; empty is the one used last.
            plan: the helhedsplan that the sheet belongs to, if any.
        """
        session = self.session
        if session is None:
            return
        view, data = session.view, session.data
        chosen = paper or self.settings.paper
        self.settings = replace(self.settings, paper=chosen)

        def work(_stopped: object) -> Path:
            from desktop.maps.sheet import Paper
            from desktop.reports.mapsheet import save_map_sheet

            save_map_sheet(path, data, view, paper=Paper(chosen), plan=plan, day=dt.date.today())
            return path

        self.export.setEnabled(False)
        job = self._lane.start(work)
        job.succeeded.connect(self._on_exported)
        job.failed.connect(lambda error: tell(self, error))
        job.ended.connect(lambda: self.export.setEnabled(True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._remember_view()
        if not self._presenting:
            geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
            self.settings = replace(self.settings, window=geometry)
        save_settings(self.settings)
        self.stage.canvas.close_lane()
        self._lane.close()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < _NARROW
        self._left.setFixedWidth(284 if narrow else 312)
        self.panel.setFixedWidth(296 if narrow else 336)
        super().resizeEvent(event)

    def _make_header(self) -> QFrame:
        header = QFrame()
        header.setObjectName("header")
        header.setFixedHeight(56)
        brand = QLabel("◧  Boligatlas")
        brand.setProperty("role", "panel-title")
        self._place = QLabel()
        self._place.setTextFormat(Qt.TextFormat.RichText)
        self._seal = QLabel()
        self._seal.setProperty("role", "muted")
        self._seal.setStyleSheet("font-size: 12px;")
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addStretch(1)
        lines.addWidget(self._place)
        lines.addWidget(self._seal)
        lines.addStretch(1)
        separator = QFrame()
        separator.setFixedSize(1, 32)
        separator.setObjectName("rule")
        separator.setStyleSheet("max-height: 32px; min-height: 32px; max-width: 1px;")
        self.present = QPushButton(_("Præsentation  F11"))
        self.present.clicked.connect(lambda: self.set_presenting(True))
        self.export = QPushButton(_("Eksportér PDF"))
        self.export.setProperty("role", "primary")
        self.export.setToolTip(_("Gem kortet som PDF (Ctrl+P)"))
        self.export.clicked.connect(self._on_export)
        self.menu_button = QToolButton()
        self.menu_button.setText("☰")
        self.menu_button.setAccessibleName(_("Menu"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setMenu(self._make_menu())
        row = QHBoxLayout(header)
        row.setContentsMargins(18, 0, 16, 0)
        row.setSpacing(14)
        row.addWidget(brand)
        row.addWidget(separator)
        row.addLayout(lines)
        row.addStretch(1)
        row.addWidget(self.present)
        row.addWidget(self.export)
        row.addWidget(self.menu_button)
        return header

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(_("Åbn udtræk …"), QKeySequence("Ctrl+O"), self.open_requested.emit)
        menu.addSeparator()
        dark = menu.addAction(_("Mørkt tema"))
        dark.setCheckable(True)
        dark.setChecked(self.theme.name == "dark")
        dark.toggled.connect(lambda on: self.set_theme(themes.DARK if on else themes.LIGHT))
        languages = menu.addMenu(_("Sprog"))
        group = QActionGroup(menu)
        for code, name in (("da", "Dansk"), ("en", "English")):
            action = QAction(name, menu, checkable=True)
            action.setChecked(self.settings.language == code)
            action.triggered.connect(lambda _checked, code=code: self._on_language(code))
            group.addAction(action)
            languages.addAction(action)
        menu.addSeparator()
        menu.addAction(_("Afslut"), QKeySequence("Ctrl+Q"), self.close)
        return menu

    def _make_left(self) -> QFrame:
        left = QFrame()
        left.setObjectName("left")
        self._segments = Segments()
        self._levels = QButtonGroup(self)
        self._levels.setExclusive(True)
        heading = QLabel(_("OMRÅDENIVEAU"))
        heading.setProperty("role", "section")
        column = QVBoxLayout(left)
        column.setContentsMargins(14, 14, 12, 14)
        column.setSpacing(8)
        rule = QFrame()
        rule.setObjectName("rule")
        column.addWidget(self.indicators, 1)
        self._level_choice = QWidget()
        choice = QVBoxLayout(self._level_choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.setSpacing(8)
        for widget in (rule, heading, self._segments):
            choice.addWidget(widget)
        self._level_choice.hide()
        column.addWidget(self._level_choice)
        return left

    def _make_shortcuts(self) -> None:
        for keys, do in (
            ("Ctrl+K", self._on_search),
            ("Ctrl+P", self._on_export),
            ("F11", lambda: self.set_presenting(not self._presenting)),
            ("Alt+Right", lambda: self._step_period(1)),
            ("Alt+Left", lambda: self._step_period(-1)),
            ("Alt+Down", lambda: self._step_indicator(1)),
            ("Alt+Up", lambda: self._step_indicator(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(do)

    def _fill_levels(self) -> None:
        for button in self._levels.buttons():
            self._levels.removeButton(button)
        if self.session is None:
            return
        buttons: list[Segment] = []
        for level in self.session.data.levels:
            if not self.session.data.indicators_of(level.id):
                continue
            button = Segment(str(level.name))
            button.setChecked(level.id == self.session.view.level)
            button.clicked.connect(lambda _checked, id=level.id: self._on_level(id))
            self._levels.addButton(button)
            buttons.append(button)
        self._segments.fill(buttons)
        self._level_choice.setVisible(len(self._levels.buttons()) > 1)

    def _set_enabled(self, enabled: bool) -> None:
        for widget in (self.present, self.export, self.indicators):
            widget.setEnabled(enabled)

    def _tell(self) -> None:
        if self.session is None:
            return
        manifest = self.session.data.manifest
        name = manifest.municipality.replace("&", "&amp;").replace("<", "&lt;")
        period = self.session.view.period.label
        muted = self.theme.muted
        self._place.setText(f"<b>{name}</b> <span style='color:{muted}'>· {period}</span>")
        self._seal.setText(
            _("Krypteret udtræk · slettes senest {date}").format(
                date=short_date(manifest.delete_by)
            )
        )
        self.setWindowTitle(f"{manifest.municipality} · Boligatlas")

    def _on_view_changed(self, before: MapView, after: MapView) -> None:
        if before.period != after.period:
            self._tell()
        if before.level != after.level and self.session is not None:
            shown = [
                level
                for level in self.session.data.levels
                if self.session.data.indicators_of(level.id)
            ]
            for button, level in zip(self._levels.buttons(), shown, strict=True):
                button.setChecked(level.id == after.level)

    def _after_first_map(self) -> None:
        QTimer.singleShot(0, self.indicators.show_values)

    def _on_indicator_picked(self, indicator: str) -> None:
        if self.session is not None:
            self.session.show_indicator(indicator)

    def _on_level(self, level: str) -> None:
        if self.session is not None:
            self.session.show_level(level)

    def _on_search(self) -> None:
        self.indicators.search.setFocus()
        self.indicators.search.selectAll()

    def _on_escape(self) -> None:
        if self._presenting:
            self.set_presenting(False)
        else:
            self._select_none()

    def _select_none(self) -> None:
        if self.session is not None:
            self.session.select([])

    def _step_period(self, by: int) -> None:
        if self.session is not None:
            self.session.step_period(by)

    def _step_indicator(self, by: int) -> None:
        if self.session is not None:
            self.session.step_indicator(by)

    def _on_export(self) -> None:
        if self.session is None or not self.export.isEnabled():
            return
        from desktop.ui.exportdialog import ExportDialog

        dialog = ExportDialog(self.session, self.settings.paper, self)
        dialog.export_requested.connect(self.export_pdf)
        dialog.open()

    def _on_exported(self, path: Path) -> None:
        self._seal.setText(_("Gemt: {path}").format(path=path))

    def _on_information(self) -> None:
        if self.session is not None:
            from desktop.ui.indicatorcard import IndicatorCard

            indicator = self.session.data.indicator(self.session.view.indicator)
            card = IndicatorCard(indicator, self.session.data.manifest, self)
            card.open()

    def _on_why(self, position: int) -> None:
        session = self.session
        result = session.categorised() if session is not None else None
        if session is None or result is None:
            return
        from desktop.core.models.shown import why_told
        from desktop.ui.whycard import WhyCard

        WhyCard(why_told(session.data, session.view.level, result, position), self).open()

    def _on_language(self, code: str) -> None:
        self.settings = replace(self.settings, language=code)
        self._seal.setText(_("Sproget skifter, næste gang Boligatlas åbnes."))

    def _remember_view(self) -> None:
        if self.session is not None:
            self.settings = self.settings.with_view(
                self.session.path, self.session.view.as_settings()
            )
