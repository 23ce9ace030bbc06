"""The main window: header, left column, the pane of the place, and the panel beside a map."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QActionGroup,
    QCloseEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.dataset import Dataset
from desktop.core.settings import Settings, save_settings
from desktop.core.wording import _
from desktop.maps.view import remembered_view
from desktop.ui import theme as themes
from desktop.ui.ahead import LoadAhead
from desktop.ui.areapanel import AreaPanel
from desktop.ui.desk import Desk
from desktop.ui.filewatch import FileWatch, Found
from desktop.ui.header import Header
from desktop.ui.jobs import Lane
from desktop.ui.leftcolumn import LeftColumn
from desktop.ui.panes import Panes
from desktop.ui.session import Session
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.ui.categorypanel import CategoryPanel

_NARROW = 1300  # pixels: below it the side panels are slimmer
_SOON = 400  # milliseconds after the first map
_WITH_PANEL = ("map", "change", "bivariate", "categories")


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
        self._closing = False
        self._loading = LoadAhead()
        self.watch = FileWatch(self)
        self.panes = Panes(theme)
        self.stage = self.panes.stage
        self.left = LeftColumn(theme)
        self.indicators = self.left.indicators
        self.panel = AreaPanel(theme)
        self.category_panel: CategoryPanel | None = None
        self.right = QStackedWidget()
        self.right.addWidget(self.panel)
        self.header = Header(self._make_menu())
        self.export = self.header.export
        body = QWidget()
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.left)
        across.addWidget(self.panes, 1)
        across.addWidget(self.right)
        central = QWidget()
        down = QVBoxLayout(central)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.header)
        down.addWidget(body, 1)
        self.setCentralWidget(central)
        self._connect()
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
            past = self.session.data  # closed when what is under way with it has been done
            self._lane.start(lambda _stopped: past.close())
        self.settings = self.settings.opened(path, key_file, data.manifest.title)
        self.session = Session(data, path, view)
        self.session.changed.connect(self._on_changed)
        self.panes.go("map")
        self.header.say(self.session, self.theme)
        self.setWindowTitle(f"{data.manifest.municipality} · Boligatlas")
        self.panes.show_session(self.session)
        self.left.show_session(self.session)
        self.panel.show_session(self.session)
        if self.category_panel is not None:
            self.category_panel.show_session(self.session)
        self._set_enabled(True)
        self.watch.follow(path)
        self._stand(self.session.desk)
        self.stage.canvas.setFocus()
        self.session_shown.emit()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme, everywhere."""
        self.theme = theme
        self.settings = replace(self.settings, theme=theme.name)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            themes.apply(application, theme)
        for part in (self.panes, self.left, self.panel):
            part.set_theme(theme)
        if self.category_panel is not None:
            self.category_panel.set_theme(theme)
        if self.session is not None:
            self.header.say(self.session, theme)

    def set_presenting(self, presenting: bool) -> None:
        """The map alone, in large type; arrow keys step indicator and period."""
        self._presenting = presenting
        self.header.setVisible(not presenting)
        self.left.setVisible(not presenting)
        if self.session is not None:
            self._stand(self.session.desk)
        self.stage.set_presenting(presenting)
        self.stage.canvas.setFocus()
        full = Qt.WindowState.WindowFullScreen
        state = self.windowState()
        self.setWindowState(state | full if presenting else state & ~full)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._closing = True
        self._remember_view()
        if not self._presenting:
            geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
            self.settings = replace(self.settings, window=geometry)
        save_settings(self.settings)
        self._loading.stop()
        self.panes.close_lanes()
        for lane in self.findChildren(Lane):  # also of a report that is ending
            lane.close()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.watch.look()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < _NARROW
        self.left.setFixedWidth(284 if narrow else 312)
        self.right.setFixedWidth(296 if narrow else 336)
        self.header.set_narrow(narrow)
        super().resizeEvent(event)

    def _connect(self) -> None:
        self.watch.changed.connect(self._on_file_changed)
        self.header.place_picked.connect(self._go)
        self.header.back_requested.connect(self._go_back)
        self.header.forward_requested.connect(self._go_forward)
        self.header.present.clicked.connect(lambda: self.set_presenting(True))
        self.header.export.setToolTip(_("Gem det viste eller en rapport som PDF (Ctrl+P)"))
        self.header.export.clicked.connect(self._on_export)
        self.left.questions_requested.connect(lambda: self._go("questions"))
        self.left.filter_requested.connect(self._on_filter)
        self.indicators.indicator_picked.connect(self._on_indicator_picked)
        self.panel.clear_requested.connect(self._select_none)
        self.panel.why_requested.connect(self._on_why)
        self.panel.profile_requested.connect(lambda: self._go("profile"))
        self.panel.trust_requested.connect(self._on_trust)
        self.stage.information_requested.connect(self._on_information)
        self.stage.canvas.first_painted.connect(self._after_first_map)
        self.stage.canvas.play_requested.connect(self.stage.slider.toggle_play)
        self.stage.canvas.period_stepped.connect(self._step_period)
        self.stage.canvas.indicator_stepped.connect(self._step_indicator)

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
            action = languages.addAction(name)
            action.setCheckable(True)
            action.setChecked(self.settings.language == code)
            action.triggered.connect(lambda _checked, code=code: self._on_language(code))
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(_("Afslut"), QKeySequence("Ctrl+Q"), self.close)
        return menu

    def _make_shortcuts(self) -> None:
        for keys, do in (
            ("Ctrl+K", self._on_search),
            ("Ctrl+P", self._on_export),
            ("F11", lambda: self.set_presenting(not self._presenting)),
            ("Alt+Right", lambda: self._step_period(1)),
            ("Alt+Left", lambda: self._step_period(-1)),
            ("Alt+Down", lambda: self._step_indicator(1)),
            ("Alt+Up", lambda: self._step_indicator(-1)),
            ("Alt+Backspace", self._go_back),
            ("Alt+Shift+Backspace", self._go_forward),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(do)

    def _set_enabled(self, enabled: bool) -> None:
        self.header.set_enabled(enabled)
        self.left.setEnabled(enabled)

    def _on_changed(self, before: Desk, after: Desk) -> None:
        session = self.session
        if session is None:
            return
        if before.view.period != after.view.period:
            self.header.say(session, self.theme)
        if before.stop() != after.stop():
            self._stand(after)

    def _stand(self, desk: Desk) -> None:
        """Bring the pane and the panel of a place to the front."""
        session = self.session
        if session is None:
            return
        self.panes.go(desk.place)
        self.header.show_place(session)
        self.right.setVisible(desk.place in _WITH_PANEL and not self._presenting)
        if desk.place == "categories":
            if self.category_panel is None:
                from desktop.ui.categorypanel import CategoryPanel  # not before it is gone to

                self.category_panel = CategoryPanel(self.theme)
                self.right.addWidget(self.category_panel)
                self.category_panel.show_session(session)
            self.right.setCurrentWidget(self.category_panel)
        else:
            self.right.setCurrentWidget(self.panel)

    def _go(self, place: str) -> None:
        if self.session is not None:
            self.session.go(place)

    def _go_back(self) -> None:
        if self.session is not None:
            self.session.back()

    def _go_forward(self) -> None:
        if self.session is not None:
            self.session.forward()

    def _after_first_map(self) -> None:
        QTimer.singleShot(0, self.indicators.show_values)
        if self._loading.ident is None:
            QTimer.singleShot(_SOON, self._load_ahead)

    def _load_ahead(self) -> None:
        """What the other places need, while the first map is being read."""
        if self.session is None or self._closing:
            return
        data = self.session.data
        self._loading.start()

        def work(_stopped: object) -> None:
            from desktop.core.models.offered import offers

            offers(data)

        self._lane.start(work)

    def _on_file_changed(self, found: Found) -> None:
        """Say what has become of the file; what is open lies in memory."""
        if self.session is None:
            return
        self.header.say(self.session, self.theme)
        if found is Found.GONE:
            self.header.seal.setText(_("Filen er fjernet eller flyttet · det åbnede vises"))
        elif found is Found.REPLACED:
            self.header.seal.setText(_("Filen er skiftet ud · Ctrl+O åbner den nye"))
        self.header.seal.setToolTip(self.header.seal.text())

    def _on_indicator_picked(self, indicator: str) -> None:
        if self.session is not None:
            self.session.show_indicator(indicator)

    def _on_filter(self, corner: QPoint) -> None:
        if self.session is not None:
            from desktop.ui.filtercard import FilterCard  # not before it is asked for

            FilterCard(self.session, self).show_at(corner)

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

        dialog = ExportDialog(self.panes.shown, self.session, self.settings.paper, self)
        dialog.saved.connect(self._on_exported)
        dialog.open()

    def _on_exported(self, path: Path, paper: str) -> None:
        """Say where the file is, and remember the paper of a sheet."""
        if paper:
            self.settings = replace(self.settings, paper=paper)
        self.header.seal.setText(_("Gemt: {path}").format(path=path))

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

    def _on_trust(self, position: int) -> None:
        if self.session is not None:
            from desktop.ui.trustcard import TrustCard

            view = self.session.view
            indicator = self.session.data.indicator(view.indicator)
            card = TrustCard(self.session.data, view.level, position, indicator, view.period, self)
            card.open()

    def _on_language(self, code: str) -> None:
        self.settings = replace(self.settings, language=code)
        self.header.seal.setText(_("Sproget skifter, næste gang Boligatlas åbnes."))

    def _remember_view(self) -> None:
        if self.session is not None:
            self.settings = self.settings.with_view(
                self.session.path, self.session.view.as_settings()
            )
