"""Points of interest on a map: painted as symbols, pointed at, and counted by area."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from desktop.core.areas import Place
from desktop.core.dataset import Dataset
from desktop.core.wording import _, number
from desktop.maps.drawing import Mark
from desktop.maps.frame import Bounds, Frame
from desktop.maps.inside import areas_around
from desktop.maps.points import SMALL, Gathered, gather, kind_name, shown_marks
from desktop.ui.sprites import Sprites, blit
from desktop.ui.theme import Theme

_REACH = 3.0  # pixels around a symbol that still point at it
_LISTED = 5  # of the places that one mark stands for


class MapPoints:
    """The points of some kinds of one extract."""

    def __init__(self, data: Dataset, kinds: frozenset[str]) -> None:
        self.data, self.kinds = data, kinds
        self.places: tuple[Place, ...] = tuple(p for p in data.places if p.kind in kinds)
        self._ground = np.array([(p.east, p.north) for p in self.places]).reshape(-1, 2)
        self._sprites = Sprites()
        self._gathered: tuple[float, Gathered] | None = None
        self._drawn: tuple[Gathered, list[tuple[str, ...] | int]] | None = None

    def paint(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """Paint the symbols that are seen."""
        marked, x, y = self._seen(frame)
        ratio = painter.device().devicePixelRatio()
        radius = self._at(frame.scale).radius
        side = 2 * np.ceil(2.2 * max(radius, 8.0)) + 2
        gathered = self._at(frame.scale)
        if self._drawn is None or self._drawn[0] is not gathered:
            self._drawn = (gathered, gathered.shown([place.kind for place in self.places]))
        for mark, *place in zip(marked.tolist(), x.tolist(), y.tolist(), strict=True):
            shown = self._drawn[1][mark]
            image = self._sprites.marks(
                (shown, radius, theme.name),
                partial(_marks, shown, side / 2, radius, theme),
                side,
                ratio,
            )
            blit(painter, image, *place)

    def boxes(self, frame: Frame) -> list[Bounds]:
        """What the symbols cover, so that names keep off."""
        _marked, x, y = self._seen(frame)
        reach = self._at(frame.scale).radius + 2
        sides = (x - reach, y - reach, x + reach, y + reach)
        return list(zip(*(side.tolist() for side in sides), strict=True))

    def at(self, place: QPointF, frame: Frame) -> tuple[int, ...]:
        """Positions of the places whose mark is pointed at; empty where there is none."""
        marked, x, y = self._seen(frame)
        if not len(marked):
            return ()
        away = np.hypot(x - place.x(), y - place.y())
        nearest = int(away.argmin())
        gathered = self._at(frame.scale)
        if away[nearest] > max(gathered.radius, SMALL) + _REACH:
            return ()
        return tuple(np.flatnonzero(gathered.of == marked[nearest]).tolist())

    def lines(self, found: Sequence[int], level: str, exists: NDArray[np.bool_]) -> tuple[str, ...]:
        """What to say of places pointed at: name, kind, and the area they lie in."""
        around = self.areas(level, exists)
        names = self.data.areas(level).names
        if len(found) == 1:
            (at,) = found
            place = self.places[at]
            kind = kind_name(place.kind, 1)
            inside = names[around[at]] if around[at] >= 0 else ""
            said = kind.capitalize() if place.name else ""
            where = _("ligger i {area}").format(area=inside) if inside else _("uden for områderne")
            return (place.name or kind.capitalize(), f"{said} · {where}" if said else where)
        listed = [
            f"{kind_name(self.places[at].kind, 1).capitalize()}: {self.places[at].name}"
            for at in found[:_LISTED]
        ]
        if len(found) > _LISTED:
            listed.append(_("og {count} mere").format(count=number(len(found) - _LISTED)))
        return (_("{count} steder").format(count=number(len(found))), *listed)

    def areas(self, level: str, exists: NDArray[np.bool_]) -> NDArray[np.int32]:
        """The area of a level that each place lies in, -1 outside all of them."""
        name = ("points in", level, self.kinds, exists.tobytes())
        return self.data.derived(
            name, lambda: areas_around(self._ground, self.data.outlines(level, 0), exists)
        )

    def _at(self, scale: float) -> Gathered:
        if self._gathered is None or self._gathered[0] != scale:
            self._gathered = (scale, gather(self._ground, scale))
        return self._gathered[1]

    def _seen(
        self, frame: Frame
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        """The marks in the frame, and where they are."""
        ground = self._ground[self._at(frame.scale).marks]
        x = (ground[:, 0] - frame.east) * frame.scale + frame.width / 2
        y = (frame.north - ground[:, 1]) * frame.scale + frame.height / 2
        seen = (x > -20) & (x < frame.width + 20) & (y > -20) & (y < frame.height + 20)
        marked = np.flatnonzero(seen)
        return marked, x[marked], y[marked]


def _marks(
    shown: tuple[str, ...] | int, middle: float, radius: float, theme: Theme
) -> tuple[Mark, ...]:
    letter = radius > SMALL
    return shown_marks(shown, (middle, middle), radius, theme.ink, theme.surface, letter=letter)
