"""The names of areas on a map: placed when the frame or the choice changes, else only painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter

from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.maps.areanames import Name, name_colours, place_names
from desktop.maps.frame import Bounds, Frame
from desktop.maps.picture import Picture
from desktop.maps.placing import Places, Rooms, rooms_in
from desktop.ui.jobs import Lane
from desktop.ui.sprites import Sprites, blit
from desktop.ui.theme import Theme

HEIGHT = 18.0  # of a line with its halo
_EDGE = 6.0  # names keep so far from the edges
_TOLERANCE = 20.0  # metres that the outlines may lie off which room is measured in
_AT_ONCE = 40_000  # points of outlines that are measured without another thread


@dataclass(frozen=True, slots=True)
class _Asked:
    """What names were placed for."""

    level: str
    frame: Frame
    closeness: float
    chosen: tuple[int, ...]
    taken: tuple[Bounds, ...]

    def moved_to(self, other: _Asked) -> bool:
        """Whether another is the same but for a map that was dragged."""
        frames = (self.frame, other.frame)
        sizes = {(frame.scale, frame.width, frame.height) for frame in frames}
        return (self.level, self.chosen) == (other.level, other.chosen) and len(sizes) == 1


class AreaNames(QObject):
    """Places and paints names; ``ready`` is called when they can be placed at last."""

    def __init__(self, ready: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._ready = ready
        self._sprites = Sprites()
        self._lane = Lane("names", self)
        self._rooms: tuple[Dataset, str, Rooms] | None = None
        self._making: tuple[Dataset, str] | None = None
        self._asked: _Asked | None = None
        self._picture: Picture | None = None
        self._placed: list[Name] = []

    @property
    def placed(self) -> tuple[Name, ...]:
        """The names that were painted last."""
        return tuple(self._placed)

    def paint(
        self,
        painter: QPainter,
        data: Dataset,
        level: str,
        fills: Sequence[str],
        picture: Picture,
        chosen: Iterable[int],
        frame: Frame,
        closeness: float,
        taken: Iterable[Bounds],
        theme: Theme,
        *,
        moving: bool,
    ) -> None:
        """Paint the names of a map.

        Args:
            painter: of the map.
            data: where the areas are from.
            level: of the areas.
            fills: of the areas.
            picture: the map; only areas inside its filter are named.
            chosen: areas that are named first, the last one before the others.
            frame: where the map looks.
            closeness: how many times as close as when everything is seen.
            taken: places that names keep off.
            theme: of the window.
            moving: whether the map is under way: names that are there go along, no more than that.
        """
        rooms = self._rooms_of(data, level)
        if rooms is None:
            return
        asked = _Asked(level, frame, round(closeness, 3), (*chosen,), (*taken,))
        held = self._picture
        same = held is not None and (
            held is picture
            or (picture.radii is held.radii is None and np.array_equal(held.kept, picture.kept))
        )
        dx = dy = 0.0
        if moving and same and self._asked is not None and self._asked.moved_to(asked):
            dx, dy = self._asked.frame.place(frame.east, frame.north)
            dx, dy = frame.width / 2 - dx, frame.height / 2 - dy
        elif asked != self._asked or not same:
            self._asked, self._picture = asked, picture
            box = (_EDGE, _EDGE, frame.width - _EDGE, frame.height - _EDGE)
            self._placed = place_names(
                rooms,
                data.areas(level).names,
                picture.kept,
                asked.chosen,
                frame,
                asked.closeness,
                self._sprites.text_width,
                HEIGHT,
                Places(box, asked.taken),
                _circles(data, level, picture, frame),
            )
        ratio = painter.device().devicePixelRatio()
        for name in self._placed:
            on_ground = name.beside or not fills[name.area]
            colour, halo = name_colours(theme.canvas if on_ground else fills[name.area])
            left, top, right, bottom = name.box
            image = self._sprites.name(name.text, colour, halo, ratio, HEIGHT)
            blit(painter, image, (left + right) / 2 + dx, (top + bottom) / 2 + dy)

    def forget(self) -> None:
        """Drop what belongs to another extract or theme."""
        self._rooms = self._asked = self._picture = None
        self._placed = []

    def close(self) -> None:
        """Stop measuring for good."""
        self._lane.close()

    def _rooms_of(self, data: Dataset, level: str) -> Rooms | None:
        """The room inside the areas of a level; None while another thread measures it."""
        if self._rooms is not None and self._rooms[:2] == (data, level):
            return self._rooms[2]
        tolerances = data.tolerances(level)
        fitting = [at for at, each in enumerate(tolerances) if each <= _TOLERANCE]
        outlines = data.outlines(level, fitting[-1] if fitting else 0)
        count = len(data.areas(level))

        def measured() -> Rooms:
            return data.derived(("rooms", level), lambda: rooms_in(outlines, count))

        if len(outlines.points) <= _AT_ONCE:
            self._rooms = (data, level, measured())
            return self._rooms[2]
        if self._making != (data, level):
            self._making = (data, level)
            job = self._lane.start(lambda _stopped: (data, level, measured()))
            job.succeeded.connect(self._on_measured)
        return None

    def _on_measured(self, made: tuple[Dataset, str, Rooms]) -> None:
        if self._making == made[:2]:
            self._making = None
            self._rooms = made
            self._ready()


def _circles(data: Dataset, level: str, picture: Picture, frame: Frame) -> FloatArray | None:
    """The circles of a map of counts, None where it has none."""
    if picture.radii is None:
        return None
    from desktop.maps.symbols import circles_of, places  # here already, with the circles

    return circles_of(picture, places(data, level), frame)
