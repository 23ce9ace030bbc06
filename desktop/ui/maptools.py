"""The tools of a map: the buttons »Lag« and measuring, and the card of the points shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.core.wording import _
from desktop.maps.view import MapView
from desktop.ui.desk import Desk
from desktop.ui.mapcanvas import MapCanvas
from desktop.ui.session import Session
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.maps.shownlayers import ShownLayers
    from desktop.ui.layerchooser import LayerChooser
    from desktop.ui.placescard import PlacesCard

_SIDE = 34
_BESIDE = 8  # from the button to its window

_SHORT = 4  # letters


class MapTools(QObject):
    """Two buttons and a card on a stage, over one canvas; the stage says where they lie."""

    def __init__(
        self, theme: Theme, canvas: MapCanvas, stage: QWidget, *, folded: bool = False
    ) -> None:
        """Tools for a canvas on a stage; ``folded`` begins with the card folded away."""
        super().__init__(stage)
        self._folded = folded
        self._theme, self._canvas, self._stage = theme, canvas, stage
        self._session: Session | None = None
        self._corner = QPoint()
        self.chooser: LayerChooser | None = None
        self.card: PlacesCard | None = None
        self.layers = self._button(_("Lag"))
        self.layers.setText(_("Lag"))
        size = 12 if len(self.layers.text()) <= _SHORT else 10  # a longer word has to fit as well
        self.layers.setStyleSheet(f"font-size: {size}px;")
        self.layers.clicked.connect(self.choose_layers)
        self.measure = self._button(_("Mål afstand (M)"))
        self.measure.setCheckable(True)
        self.measure.toggled.connect(canvas.set_measuring)
        canvas.measuring_changed.connect(self.measure.setChecked)
        self._draw_icon()

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        """For the stage's column of buttons, from the top."""
        return (self.layers, self.measure)

    def refresh(self, session: Session, before: Desk | None, after: Desk) -> None:
        """Follow what is shown: the card says which points lie on the map."""
        self._session = session
        which = self._canvas.which
        if before is not None and _counted(before.map(which)) == _counted(after.map(which)):
            return
        self._tell(session)

    def place_card(self, right: int, bottom: int) -> None:
        """The lower right corner of the card."""
        self._corner = QPoint(right, bottom)
        if self.card is not None:
            size = self.card.sizeHint()
            self.card.setGeometry(
                right - size.width(), bottom - size.height(), size.width(), size.height()
            )

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._draw_icon()
        if self.card is not None:
            self.card.set_theme(theme)

    def choose_layers(self) -> None:
        """Open the window beside its button."""
        if self._session is None:
            return
        from desktop.ui.layerchooser import LayerChooser  # not before it is asked for

        if self.chooser is None:
            self.chooser = LayerChooser(self._theme, self._stage)
            self.chooser.chosen.connect(self._on_chosen)
        view = self._session.view_of(self._canvas.which)
        self.chooser.show_layers(self._session.data, view.layers, self._theme)
        self.chooser.adjustSize()
        corner = self.layers.mapToGlobal(QPoint(0, 0))
        self.chooser.move(corner - QPoint(self.chooser.width() + _BESIDE, 0))
        self.chooser.show()
        self.chooser.names.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_chosen(self, layers: ShownLayers) -> None:
        if self._session is not None:
            self._session.show_layers(layers)

    def _tell(self, session: Session) -> None:
        which = self._canvas.which
        view = session.view_of(which)
        overlays = self._canvas.overlays if view.layers.points else None
        if overlays is None:
            if self.card is not None:
                self.card.hide()
            return
        from desktop.ui.placescard import PlacesCard, chosen_words, places_rows

        if self.card is None:
            self.card = PlacesCard(self._theme, self._stage)
            if self._folded:
                self.card.fold()
        overlays.follow(session, view.layers)
        if overlays.points is not None:
            picture = session.picture_of(which)
            chosen: list[int] | None = session.selected or None
            where = chosen_words(len(session.selected))
            if chosen is None and not np.array_equal(picture.kept, picture.exists):
                chosen, where = np.flatnonzero(picture.kept).tolist(), _("inden for filteret")
            rows = places_rows(overlays.points, view.level, picture.exists, chosen)
            self.card.show_rows(rows, where)
            self.place_card(self._corner.x(), self._corner.y())

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self._stage)
        button.setProperty("role", "zoom")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFixedSize(_SIDE, _SIDE)
        return button

    def _draw_icon(self) -> None:
        """A ruler, drawn: no typeface is sure to have one."""
        pixmap = QPixmap(QSize(40, 40))
        pixmap.setDevicePixelRatio(2.0)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(10, 10)
        painter.rotate(-45)
        painter.setPen(QPen(QColor(self._theme.ink), 1.3))
        painter.drawRoundedRect(QRectF(-9, -3.5, 18, 7), 1, 1)
        for at, long in ((-6, 2.6), (-3, 3.8), (0, 2.6), (3, 3.8), (6, 2.6)):
            painter.drawLine(QPointF(at, -3.5), QPointF(at, -3.5 + long))
        painter.end()
        self.measure.setIcon(QIcon(pixmap))
        self.measure.setIconSize(QSize(20, 20))


def _counted(view: MapView) -> tuple[object, ...]:
    """What the card's numbers hang on."""
    return (view.layers.points, view.level, view.period, view.selected, view.filter)
