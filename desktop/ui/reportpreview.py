"""The pages of a report on the screen: drawn from the drawings that are written to the file."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from enum import StrEnum
from math import ceil

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.wording import _, number
from desktop.maps.drawing import Drawing
from desktop.ui.jobs import Job, Lane
from desktop.ui.painter import paint
from desktop.ui.segments import Segment, Segments
from desktop.ui.theme import Theme

_EDGE = 16  # pixels round a page
_KEPT = 8  # images of pages
_FRAME = "#C8D3DC"
_SMALLEST = 0.2  # pixels per millimetre

Key = tuple[int, float, float]  # number of the page, pixels per millimetre, pixels per unit


class Zoom(StrEnum):
    """How large a page is shown."""

    WHOLE = "whole"
    WIDTH = "width"


def drawn(page: Drawing, scale: float, ratio: float) -> QImage:
    """A page as an image on white.

    Args:
        page: a drawing in millimetres.
        scale: units of the screen per millimetre.
        ratio: pixels per unit of the screen.
    """
    width, height = (max(1, ceil(side * scale * ratio)) for side in (page.width, page.height))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    paint(page, painter, scale)
    painter.end()
    return image


class PageImages(QObject):
    """Images of pages, drawn by another thread and kept a while: the page looked at first."""

    ready = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = Lane("pages", self)
        self._pages: tuple[Drawing, ...] = ()
        self._images: OrderedDict[Key, QImage] = OrderedDict()
        self._job: Job | None = None
        self._past: dict[int, QImage] = {}  # of the pages before, by their number
        self._wanted: tuple[Key, ...] = ()
        self._closed = False

    def show_pages(self, pages: Sequence[Drawing]) -> None:
        """Draw other pages from here on; those before are shown until the new ones are drawn."""
        self._past = {key[0]: image for key, image in self._images.items() if key[0] < len(pages)}
        self._pages = tuple(pages)
        self._images.clear()
        self._wanted = ()

    def image(self, key: Key) -> QImage | None:
        """The page in this size; another size of it while that is being drawn; or nothing yet."""
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        others = [image for held, image in self._images.items() if held[0] == key[0]]
        return others[-1] if others else self._past.get(key[0])

    def has(self, key: Key) -> bool:
        """Whether the page is there in this very size."""
        return key in self._images

    def want(self, keys: Sequence[Key]) -> None:
        """Draw these, the first first, and nothing else that was asked for."""
        self._wanted = tuple(key for key in keys if key not in self._images)
        self._go_on()

    def close(self) -> None:
        """Draw nothing more."""
        self._closed = True
        self._lane.close()

    def _go_on(self) -> None:
        if self._closed or self._job is not None or not self._wanted:
            return
        key, *rest = self._wanted
        self._wanted = tuple(rest)
        page = self._pages[key[0]]

        def work(_stopped: object) -> QImage:
            return drawn(page, key[1], key[2])

        self._job = self._lane.start(work)
        self._job.succeeded.connect(lambda image: self._take(key, page, image))
        self._job.ended.connect(self._on_ended)

    def _take(self, key: Key, page: Drawing, image: QImage) -> None:
        if key[0] < len(self._pages) and self._pages[key[0]] is page:
            self._images[key] = image
            self._past.pop(key[0], None)
            while len(self._images) > _KEPT:
                self._images.popitem(last=False)
            self.ready.emit()

    def _on_ended(self) -> None:
        self._job = None
        self._go_on()


class PageView(QWidget):
    """One page in the middle of its room; white while it is being drawn."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._page = QSize()
        self._image: QImage | None = None

    def show_page(self, size: QSize, image: QImage | None) -> None:
        """Show a page that takes ``size``; an image of another size is stretched to it."""
        self._page, self._image = size, image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._page.isEmpty():
            return
        page = self._page
        left = max(_EDGE, (self.width() - page.width()) // 2)
        top = max(_EDGE, (self.height() - page.height()) // 2)
        place = QRectF(left, top, page.width(), page.height())
        painter = QPainter(self)
        painter.fillRect(place, QColor("#FFFFFF"))
        if self._image is not None:
            size = self._image.deviceIndependentSize().toSize()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if abs(size.width() - page.width()) <= 1:
                painter.drawImage(place.topLeft(), self._image)
            else:
                painter.drawImage(place, self._image)
        painter.setPen(QPen(QColor(_FRAME), 1))
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()


class PageRoom(QScrollArea):
    """The room of a page: keys turn pages, and scroll where the page is larger than the room."""

    turned = Signal(int)  # by so many
    sent = Signal(int)  # to the page with this number, -1 the last
    resized = Signal()

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self.setWidget(view)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        if key == Qt.Key.Key_Left or (key == Qt.Key.Key_PageUp and bar.value() == bar.minimum()):
            self.turned.emit(-1)
        elif key == Qt.Key.Key_Right or (
            key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space) and bar.value() == bar.maximum()
        ):
            self.turned.emit(1)
        elif key == Qt.Key.Key_Home:
            self.sent.emit(0)
        elif key == Qt.Key.Key_End:
            self.sent.emit(-1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class ReportPreview(QFrame):
    """Pages to turn, whole or as wide as the room; or words, where there is no page to show."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("stage")
        self.setMinimumWidth(380)
        self.setAccessibleName(_("Forhåndsvisning"))
        self._pages: tuple[Drawing, ...] = ()
        self._at = 0
        self._more = False
        self._zoom = Zoom.WHOLE
        self._images = PageImages(self)
        self.view = PageView(theme)
        self.room = PageRoom(self.view)
        self.room.setAccessibleName(_("Siden"))
        self.back = self._step("‹", _("Forrige side"), -1)
        self.forward = self._step("›", _("Næste side"), 1)
        self.place = QLabel()
        self.place.setProperty("role", "muted")
        self.zooms = {
            Zoom.WHOLE: self._zoom_button(_("Hele siden"), Zoom.WHOLE),
            Zoom.WIDTH: self._zoom_button(_("Bredde"), Zoom.WIDTH),
        }
        self.zooms[Zoom.WHOLE].setChecked(True)
        self.problem = QLabel()
        self.hint = QLabel()
        self._stack = QStackedWidget()
        self._lay_out()
        self._images.ready.connect(self._show)
        self.room.turned.connect(self.turn)
        self.room.sent.connect(self.go_to)
        self.room.resized.connect(self._show)
        self._show()

    @property
    def pages(self) -> tuple[Drawing, ...]:
        """The pages shown."""
        return self._pages

    @property
    def at(self) -> int:
        """The number of the page looked at, from 0."""
        return self._at

    @property
    def is_drawn(self) -> bool:
        """Whether the page looked at is there, as sharp as it gets."""
        return bool(self._pages) and self._images.has(self._key(self._at))

    def show_pages(self, pages: Sequence[Drawing], *, more: bool = False) -> None:
        """Show other pages, at the same number as far as there is one.

        Args:
            pages: drawings in millimetres.
            more: whether others are on their way.
        """
        self._pages, self._more = tuple(pages), more
        self._at = max(0, min(self._at, len(pages) - 1))
        self._images.show_pages(self._pages)
        self.problem.clear()
        self.hint.clear()
        self._stack.setCurrentIndex(0)
        self._show()

    def say(self, problem: str, hint: str = "") -> None:
        """Show words instead of pages."""
        self._pages, self._at = (), 0
        self._images.show_pages(())
        self.problem.setText(problem)
        self.hint.setText(hint)
        self._stack.setCurrentIndex(1)
        self._show()
        self.setAccessibleDescription(" ".join(part for part in (problem, hint) if part))

    def turn(self, by: int) -> None:
        """The page so many further on, stopping at the ends."""
        self.go_to(max(0, min(self._at + by, len(self._pages) - 1)))

    def go_to(self, page: int) -> None:
        """A page by its number, from its head; -1 is the last."""
        page = len(self._pages) - 1 if page < 0 else page
        if page != self._at and 0 <= page < len(self._pages):
            self._at = page
            self.room.verticalScrollBar().setValue(0)
            self._show()

    def set_zoom(self, zoom: Zoom) -> None:
        """Show pages whole, or as wide as the room."""
        self._zoom = zoom
        self.zooms[zoom].setChecked(True)
        self._show()

    def close_lanes(self) -> None:
        """End the thread that draws."""
        self._images.close()

    def _key(self, page: int) -> Key:
        drawing, room = self._pages[page], self.room.viewport().size()
        width, height = room.width() - 2 * _EDGE, room.height() - 2 * _EDGE
        scale = width / drawing.width
        if self._zoom is Zoom.WHOLE:
            scale = min(scale, height / drawing.height)
        return page, max(scale, _SMALLEST), self.devicePixelRatioF()

    def _show(self) -> None:
        count, at = len(self._pages), self._at
        for widget in (self.back, self.forward, self.place, *self.zooms.values()):
            widget.setEnabled(bool(count))
        self.back.setEnabled(at > 0)
        self.forward.setEnabled(at < count - 1)
        told = _("side {at} af {count} indtil nu") if self._more else _("side {at} af {count}")
        words = told.format(at=number(at + 1), count=number(count))
        self.place.setText(words if count else "")
        if not count:
            self.view.show_page(QSize(), None)
            return
        key, drawing = self._key(at), self._pages[at]
        size = QSize(round(drawing.width * key[1]), round(drawing.height * key[1]))
        whole = self._zoom is Zoom.WHOLE
        self.view.setMinimumHeight(0 if whole else size.height() + 2 * _EDGE)
        self.view.show_page(size, self._images.image(key))
        beside = () if self._more else (at + 1, at - 1)  # drawn ahead once all are there
        around = [each for each in (at, *beside) if 0 <= each < count]
        self._images.want([self._key(each) for each in around])
        said = ". ".join(drawing.texts())
        self.setAccessibleName(_("Forhåndsvisning, {page}").format(page=words))
        self.setAccessibleDescription(said)
        self.room.setAccessibleDescription(said)

    def _step(self, text: str, name: str, by: int) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setProperty("role", "step")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda _on: self.turn(by))
        return button

    def _zoom_button(self, name: str, zoom: Zoom) -> Segment:
        button = Segment(name)
        button.setAutoExclusive(True)
        button.clicked.connect(lambda _on: self.set_zoom(zoom))
        return button

    def _lay_out(self) -> None:
        zooms = Segments()
        zooms.setAccessibleName(_("Størrelse"))
        zooms.fill_snugly([*self.zooms.values()])
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 0)
        bar.setSpacing(4)
        bar.addWidget(self.back)
        bar.addWidget(self.forward)
        bar.addSpacing(4)
        bar.addWidget(self.place)
        bar.addStretch(1)
        bar.addWidget(zooms)
        for label, role in ((self.problem, "strong"), (self.hint, "muted")):
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self.problem)
        column.addWidget(self.hint)
        column.addStretch(3)
        told = QScrollArea()
        told.setWidget(words)
        told.setWidgetResizable(True)
        told.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for area in (self.room, told):
            area.viewport().setAutoFillBackground(False)
            inner = area.widget()
            if inner is not None:
                inner.setAutoFillBackground(False)
        self._stack.addWidget(self.room)
        self._stack.addWidget(told)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(bar)
        down.addWidget(self._stack, 1)
