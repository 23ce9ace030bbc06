"""The small window behind »Lag«: quiet layers, points of interest and names, on and off."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.dataset import Dataset
from desktop.core.wording import _, number
from desktop.maps.drawing import Drawing
from desktop.maps.palettes import BACKGROUND, BACKGROUND_DARK
from desktop.maps.points import LARGE, kind_name, kinds_of, symbol_marks
from desktop.maps.shownlayers import ShownLayers
from desktop.ui.painter import paint
from desktop.ui.theme import Theme

_ICON = QSize(22, 20)
_RATIO = 2.0


class LayerChooser(QFrame):
    """A popup; every click is seen on the map at once."""

    chosen = Signal(object)  # ShownLayers

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAccessibleName(_("Lag"))
        self._theme = theme
        self._layers = ShownLayers()
        self._kinds: tuple[str, ...] = ()
        self.quiet: dict[str, QCheckBox] = {}
        self.points: dict[str, QCheckBox] = {}
        self.names = QCheckBox()
        self.all_points = QPushButton()
        self._made_for: tuple[Dataset, Theme] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 14, 18, 14)
        self._layout.setSpacing(3)

    def show_layers(self, data: Dataset, layers: ShownLayers, theme: Theme) -> None:
        """Stand as a view does."""
        self._layers = layers
        if self._made_for != (data, theme):
            self._made_for, self._theme = (data, theme), theme
            self._make(data)
        for kind, box in self.quiet.items():
            _set(box, kind not in layers.hidden)
        for kind, box in self.points.items():
            _set(box, kind in layers.points)
        _set(self.names, layers.names)
        self._name_all()

    def _make(self, data: Dataset) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.quiet, self.points = {}, {}
        self._kinds = kinds_of(data.places)
        counts = {kind: sum(p.kind == kind for p in data.places) for kind in self._kinds}
        self.names = QCheckBox(_("Områdernes navne"))
        self.names.toggled.connect(self._on_names)
        self._layout.addWidget(self.names)
        self._heading(_("Steder"))
        for kind in self._kinds:
            text = f"{kind_name(kind).capitalize()} · {number(counts[kind])}"
            box = self.points[kind] = QCheckBox(text)
            box.setIcon(symbol_icon(kind, self._theme))
            box.setIconSize(_ICON)
            box.toggled.connect(partial(self._on_points, kind))
            self._layout.addWidget(box)
        self.all_points = QPushButton()
        self.all_points.setProperty("role", "quiet")
        self.all_points.setStyleSheet("text-align: left; padding: 4px 0 2px 0;")
        self.all_points.clicked.connect(self._on_all_points)
        if self._kinds:
            self._layout.addWidget(self.all_points)
        else:
            self._say(_("Udtrækket har ingen steder."))
        self._heading(_("Baggrund"))
        kinds = [each.kind for each in data.backgrounds()]
        for kind in kinds:
            box = self.quiet[kind] = QCheckBox(background_name(kind).capitalize())
            box.setIcon(self._swatch(kind))
            box.setIconSize(_ICON)
            box.toggled.connect(partial(self._on_quiet, kind))
            self._layout.addWidget(box)
        if not kinds:
            self._say(_("Udtrækket har intet baggrundskort."))

    def _heading(self, text: str) -> None:
        label = QLabel(text.upper())
        label.setProperty("role", "section")
        label.setContentsMargins(0, 10, 0, 2)
        self._layout.addWidget(label)

    def _say(self, text: str) -> None:
        label = QLabel(text)
        label.setProperty("role", "muted")
        self._layout.addWidget(label)

    def _name_all(self) -> None:
        on = bool(self._layers.points & {*self._kinds})
        self.all_points.setText(_("Skjul alle steder") if on else _("Vis alle steder"))

    def _on_names(self, on: bool) -> None:
        self._choose(replace(self._layers, names=on))

    def _on_points(self, kind: str, on: bool) -> None:
        points = self._layers.points | {kind} if on else self._layers.points - {kind}
        self._choose(replace(self._layers, points=points))

    def _on_quiet(self, kind: str, on: bool) -> None:
        hidden = self._layers.hidden - {kind} if on else self._layers.hidden | {kind}
        self._choose(replace(self._layers, hidden=hidden))

    def _on_all_points(self) -> None:
        on = bool(self._layers.points & {*self._kinds})
        points = frozenset[str]() if on else frozenset(self._kinds)
        for box in self.points.values():
            _set(box, not on)
        self._choose(replace(self._layers, points=points))

    def _choose(self, layers: ShownLayers) -> None:
        self._layers = layers
        self._name_all()
        self.chosen.emit(layers)

    def _swatch(self, kind: str) -> QIcon:
        """What a quiet layer looks like: a fill or a line, on the map's ground."""
        quiet = (BACKGROUND_DARK if self._theme.name == "dark" else BACKGROUND).get(kind)
        pixmap = _pixmap()
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.hairline), 1))
        fill = quiet.fill if quiet is not None and quiet.fill else self._theme.canvas
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(1.5, 3.5, 19, 13), 3, 3)
        if quiet is not None and quiet.line and not quiet.fill:
            painter.setPen(QPen(QColor(self._theme.faint), 1.6))
            painter.drawLine(QPointF(4, 13), QPointF(18, 7))
        painter.end()
        return QIcon(pixmap)


def background_name(kind: str) -> str:
    """What a kind of quiet layer is called; its own word where it is not known."""
    names = {
        "land": _("land"),
        "water": _("vand"),
        "green": _("grønne områder"),
        "building": _("bygninger"),
        "rail": _("jernbane"),
        "road": _("veje"),
    }
    return names.get(kind, kind.replace("_", " "))


def symbol_icon(kind: str, theme: Theme) -> QIcon:
    """The symbol of a kind of points, as on the map."""
    pixmap = _pixmap()
    painter = QPainter(pixmap)
    marks = symbol_marks(kind, 11, 10, LARGE, theme.ink, theme.surface)
    paint(Drawing(_ICON.width(), _ICON.height(), marks), painter)
    painter.end()
    return QIcon(pixmap)


def _pixmap() -> QPixmap:
    pixmap = QPixmap(_ICON * _RATIO)
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _set(box: QCheckBox, on: bool) -> None:
    """Tick a box without telling anyone."""
    box.blockSignals(True)
    box.setChecked(on)
    box.blockSignals(False)
