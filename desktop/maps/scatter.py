"""Two indicators of the same areas as points: one along the foot, one up the side.

The chart is laid out once for a size and drawn in two layers: :func:`ground` is everything that
stays while areas are pointed at and chosen, :func:`chosen_dots` and :func:`ring` lie over it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.association import Association, Standing
from desktop.core.disclosure import FloatArray
from desktop.core.wording import _
from desktop.maps import palettes
from desktop.maps.axes import (
    FIGURE_SIZE,
    Axis,
    figures_below,
    figures_beside,
    figures_width,
    fitted,
    grid_across,
    most_ticks,
)
from desktop.maps.drawing import Clip, Dot, Dots, Drawing, Fills, Mark, Strokes, Text
from desktop.maps.mappair import MapPair
from desktop.maps.trend import ChartColours

IntArray = NDArray[np.int64]

NAMED = 5  # outliers that are written beside their points; more would hide them
MANY = 60  # chosen areas: from there on their points keep their size
_MOST_RIMMED = 1500  # points
_SMALLEST = 2.6  # pixels, the radius of the smallest point and of one whose size is not known
_FOUND = 4.5  # pixels, the radius of a chosen point at least, where few are chosen
_ROOM = 0.04  # of the values' span, beside the outermost points
_BAND_STEPS = 48
_NAME_SIZE = 11.0
_LONGEST_NAME = 26  # letters


@dataclass(frozen=True, slots=True)
class ScatterColours:
    """What a scatter plot is drawn in: points, what lies between them, and the chosen areas."""

    chart: ChartColours
    dot: str
    surface: str
    selected: str


@dataclass(frozen=True, slots=True, eq=False)
class Scatter:
    """A scatter plot laid out.

    ``points`` (n, 2) and ``radii`` (n,) have an entry per area of the level, NaN where it does not
    show both numbers. ``order`` are the positions of the others from left to right, then upwards.
    ``found`` is None until the association is worked out.
    """

    pair: MapPair
    found: Association | None
    across: Axis
    up: Axis
    points: FloatArray
    radii: FloatArray
    order: IntArray
    width: float
    height: float


def lay_out(pair: MapPair, found: Association | None, width: float, height: float) -> Scatter:
    """Places for every area that shows both numbers.

    The area of a point grows with the residents, so that a large place is not overlooked among
    many small ones; where the residents are not known the point is of the smallest size.

    Args:
        pair: the numbers.
        found: how they go together, if that is known yet.
        width: of the drawing, in pixels or points.
        height: of the drawing.
    """
    one, other = pair.indicators
    top, bottom = 20.0, max(height - 34.0, 40.0)
    up = fitted(pair.second, bottom, top, most_ticks(bottom - top, 30), unit=other.unit, room=_ROOM)
    left = figures_width(up, units=_is_short(up)) + 8
    right = max(width - 24.0, left + 40)
    across = fitted(
        pair.first, left + 4, right, most_ticks(right - left, 76), unit=one.unit, room=_ROOM
    )
    points = np.column_stack([across.scale.place(pair.first), up.scale.place(pair.second)])
    shown = np.flatnonzero(pair.shown)
    order = shown[np.lexsort((shown, -points[shown, 1], points[shown, 0]))]
    radii = _radii(pair, width)
    return Scatter(pair, found, across, up, points, radii, order, width, height)


def ground(scatter: Scatter, names: tuple[str, ...], colours: ScatterColours) -> Drawing:
    """Everything but what is chosen and pointed at: grid, points, line with its band, outliers.

    Args:
        scatter: laid out.
        names: of all areas of the level.
        colours: of the theme.
    """
    if not len(scatter.order):
        text = _("Ingen områder viser begge tal.")
        middle = Text(
            scatter.width / 2, scatter.height / 2, text, 12, colours.chart.muted, 400, "middle"
        )
        return Drawing(scatter.width, scatter.height, (middle,))
    left, right, _top, bottom = _inside(scatter)
    marks: list[Mark] = [
        grid_across(scatter.up, left - 4, right, colours.chart),
        *figures_beside(scatter.up, left - 8, colours.chart, units=_is_short(scatter.up)),
        *figures_below(scatter.across, bottom + 15, colours.chart, units=_is_short(scatter.across)),
        *_titles(scatter, colours.chart),
    ]
    found = scatter.found
    has_line = found is not None and found.standing is Standing.FOUND and not scatter.pair.same
    if found is not None and has_line:
        marks.append(_clipped(scatter, (_band(scatter, found, colours.chart),)))
    shown = scatter.order[np.argsort(-scatter.radii[scatter.order], kind="stable")]
    marks.append(_dots(scatter, shown, colours.dot, colours.surface))
    if found is not None and has_line:
        marks.append(_clipped(scatter, (_line(scatter, found, colours.chart),)))
        marks += _outlier_marks(scatter, found, names, colours)
    return Drawing(scatter.width, scatter.height, tuple(marks))


def chosen_dots(
    scatter: Scatter, positions: IntArray, colours: ScatterColours, *, many: bool
) -> Dots:
    """Chosen areas over the ground, in their colour.

    Few are drawn large enough to be found; ``many`` keep their size. Positions that are not in the
    plot are passed over.
    """
    kept = positions[np.isfinite(scatter.points[positions, 0])]
    radii = np.maximum(scatter.radii[kept], _SMALLEST if many else _FOUND)
    index = np.zeros(len(kept), np.int64)
    return Dots(scatter.points[kept], radii, index, (colours.selected,), colours.surface, 1.0)


def ring(scatter: Scatter, position: int, colours: ScatterColours) -> tuple[Mark, ...]:
    """A ring around the point of an area; nothing where it is not in the plot."""
    if position < 0 or not np.isfinite(scatter.points[position, 0]):
        return ()
    x, y = scatter.points[position].tolist()
    radius = max(float(scatter.radii[position]), 4.0) + 2.5
    return (Dot(x, y, radius, "", colours.chart.ink, 1.6),)


def nearest(scatter: Scatter, x: float, y: float, reach: float = 7.0) -> int:
    """The area whose point is under a place, or within ``reach`` pixels of it; −1 for none."""
    shown = scatter.order
    if not len(shown):
        return -1
    away = np.hypot(scatter.points[shown, 0] - x, scatter.points[shown, 1] - y)
    away = np.where(away <= np.maximum(scatter.radii[shown], reach), away, np.inf)
    at = int(np.argmin(away))
    return int(shown[at]) if np.isfinite(away[at]) else -1


def inside(scatter: Scatter, left: float, top: float, right: float, bottom: float) -> IntArray:
    """The areas whose points have their middle in a rectangle, edges included; from the left."""
    points = scatter.points[scatter.order]
    held = (points[:, 0] >= left) & (points[:, 0] <= right)
    held &= (points[:, 1] >= top) & (points[:, 1] <= bottom)
    return scatter.order[held]


def stepped(scatter: Scatter, position: int, by: int) -> int:
    """The area so many points farther to the right, stopping at the ends.

    From an area that is not in the plot it is the first point, or the last when ``by`` is negative;
    −1 where there are none.
    """
    count = len(scatter.order)
    if not count:
        return -1
    at = np.flatnonzero(scatter.order == position)
    if not len(at):
        return int(scatter.order[0 if by > 0 else -1])
    return int(scatter.order[max(0, min(int(at[0]) + by, count - 1))])


def dot_colour(ramp: str, reverse: bool) -> str:
    """The colour of the points: a dark one of the first map's ramp, but not its darkest."""
    colours = palettes.ramp(ramp, 5)
    return colours[1 if reverse else 3]


def _inside(scatter: Scatter) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of the room for points."""
    across, up = scatter.across.scale, scatter.up.scale
    return across.start, across.end, up.end, up.start


def _radii(pair: MapPair, width: float) -> FloatArray:
    """Area in proportion to residents; many points are drawn smaller than few."""
    shown = pair.shown
    sizes = np.where(shown, pair.residents, np.nan)
    known = np.isfinite(sizes) & (sizes > 0)
    largest = float(sizes[known].max()) if known.any() else 1.0
    most = float(np.clip(0.62 * width / np.sqrt(max(int(shown.sum()), 1)) * 0.24, 4.5, 8.5))
    radii = np.full(len(sizes), _SMALLEST)
    radii[known] = np.maximum(most * np.sqrt(sizes[known] / largest), _SMALLEST)
    radii[~shown] = np.nan
    return radii


def _is_short(axis: Axis) -> bool:
    """Whether a unit can stand at every figure; a longer one stands once, beside the name."""
    return len(axis.unit) <= 2 or axis.unit == "index"


def _titles(scatter: Scatter, colours: ChartColours) -> tuple[Text, Text]:
    """What the two axes are: the upright one's over it, the other's at the end of the foot."""
    left, right, top, _bottom = _inside(scatter)
    names = [
        name if _is_short(axis) else f"{name} ({axis.unit})"
        for name, axis in zip(scatter.pair.names, (scatter.across, scatter.up), strict=True)
    ]
    return (
        Text(left - 4, top - 9, f"↑ {names[1]}", FIGURE_SIZE, colours.muted),
        Text(right, scatter.height - 3, f"{names[0]} →", FIGURE_SIZE, colours.muted, 400, "end"),
    )


def _clipped(scatter: Scatter, marks: tuple[Mark, ...]) -> Clip:
    left, right, top, bottom = _inside(scatter)
    return Clip(left, top, right - left, bottom - top, marks)


def _dots(scatter: Scatter, positions: IntArray, colour: str, rim: str) -> Dots:
    """Points with a rim that parts them; where they are very many it would only bleach them."""
    index = np.zeros(len(positions), np.int64)
    rim = rim if len(positions) <= _MOST_RIMMED else ""
    return Dots(scatter.points[positions], scatter.radii[positions], index, (colour,), rim, 0.8)


def _line(scatter: Scatter, found: Association, colours: ChartColours) -> Strokes:
    """The line from the first point's place to the last's: nothing is said of what lies beyond."""
    x = _reach(scatter)[[0, -1]]
    points = _placed(scatter, x, found.intercept + found.slope.value * x)
    return Strokes(points, np.array([0, 2], np.int32), colours.ink, 1.4, dashed=True)


def _band(scatter: Scatter, found: Association, colours: ChartColours) -> Fills:
    """Where the line itself may lie: its 95 % band, narrowest at the middle of the areas.

    ``±t·s·√(1/n + (x − mean)²/S)``; t·s·/√S is the reach of the slope's interval.
    """
    first = scatter.pair.first[scatter.order]
    spread = float(((first - first.mean()) ** 2).sum())
    x = _reach(scatter)
    reach = (found.slope.high - found.slope.value) * np.sqrt(
        spread / len(first) + (x - first.mean()) ** 2
    )
    middle = found.intercept + found.slope.value * x
    over, under = _placed(scatter, x, middle + reach), _placed(scatter, x, middle - reach)
    ring = np.concatenate([over, under[::-1], over[:1]])
    return Fills(ring, np.array([0, len(ring)], np.int32), np.zeros(1, np.int32), (colours.band,))


def _reach(scatter: Scatter) -> FloatArray:
    first = scatter.pair.first[scatter.order]
    return np.linspace(first.min(), first.max(), _BAND_STEPS)


def _placed(scatter: Scatter, x: FloatArray, y: FloatArray) -> FloatArray:
    return np.column_stack([scatter.across.scale.place(x), scatter.up.scale.place(y)])


def _outlier_marks(
    scatter: Scatter, found: Association, names: tuple[str, ...], colours: ScatterColours
) -> list[Mark]:
    """Points off the line are hollow; where they are few their names stand beside them."""
    off = [each.position for each in found.outliers if each.off_the_line]
    marks: list[Mark] = []
    taken: list[tuple[float, float]] = []
    right = scatter.across.scale.end
    for position in off:
        x, y = scatter.points[position].tolist()
        radius = max(float(scatter.radii[position]), 3.4)
        marks.append(Dot(x, y, radius, colours.surface, colours.dot, 1.8))
        if len(off) > NAMED or any(abs(y - row) < 12 and abs(x - at) < 150 for at, row in taken):
            continue
        taken.append((x, y))
        beyond = x + radius + 8 + 0.6 * _NAME_SIZE * min(len(names[position]), _LONGEST_NAME)
        step = radius + 5 if beyond < right + 20 else -radius - 5
        anchor = "start" if step > 0 else "end"
        text = _shortened(names[position])
        marks.append(Text(x + step, y + 4, text, _NAME_SIZE, colours.chart.ink, 400, anchor))
    return marks


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
