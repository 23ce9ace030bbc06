"""Outlines as operators of a page, in bulk, on a grid of 1/20 point (1440 to the inch)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from desktop.maps.drawing import Points
from desktop.reports.typefaces import POINT

Grid = NDArray[np.int32]  # (n, 2): x and y on the grid, y downwards
Window = tuple[float, float, float, float]  # left, top, right, bottom in millimetres

STEP = 0.05  # points between the lines of the grid
PER_MM = 1 / POINT / STEP
HATCH_SPACING = 0.9  # millimetres between slanting lines
_LOWEST, _HIGHEST = -8192, 32767  # places on the grid that have their figures ready
_FARTHEST = 1e9  # steps; what lies beyond, kilometres off the page, is drawn in to there


def on_grid(
    points: Points, starts: NDArray[np.int32], window: Window, *, closed: bool
) -> tuple[Grid, NDArray[np.int32], NDArray[np.bool_]]:
    """Places on the grid, without those that do not show.

    Returns:
        The points, the starts of the lines that are left, and which of the lines those are.
        A closed ring loses its last point, which repeats the first. Points that fall together are
        written once. Points beyond an edge of the window, between others beyond the same edge, are
        left out: what is seen stays as it is. Lines left with one point are left out.
    """
    if not len(points):
        return np.zeros((0, 2), np.int32), np.zeros(1, np.int32), np.zeros(len(starts) - 1, bool)
    grid = np.rint(np.clip(points * PER_MM, -_FARTHEST, _FARTHEST)).astype(np.int32)
    first = np.zeros(len(grid), bool)
    first[starts[:-1]] = True
    last = np.zeros(len(grid), bool)
    last[starts[1:] - 1] = True
    line = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    for needed in _needed(window):
        keep = needed(grid) | first | last
        if not keep.all():
            grid, first, last, line = grid[keep], first[keep], last[keep], line[keep]
    keep = np.ones(len(grid), bool)
    keep[1:] = (grid[1:] != grid[:-1]).any(axis=1) | first[1:]
    if closed:
        keep &= ~last | first
    counts = np.bincount(line[keep], minlength=len(starts) - 1)
    alive = counts > 1
    keep &= alive[line]
    left = np.concatenate([[0], np.cumsum(counts[alive])]).astype(np.int32)
    return grid[keep], left, alive


def _needed(window: Window) -> list[Callable[[Grid], NDArray[np.bool_]]]:
    """For each edge of the window, which points are not between others beyond it.

    To be asked one after the other, each of what the last one left: a corner would be lost if its
    two neighbours went for the sake of different edges.
    """

    def inside(axis: int, sign: int, edge: float) -> Callable[[Grid], NDArray[np.bool_]]:
        def needed(grid: Grid) -> NDArray[np.bool_]:
            keep = np.ones(len(grid), bool)
            beyond = sign * grid[:, axis] > sign * edge * PER_MM
            keep[1:-1] = ~(beyond[1:-1] & beyond[:-2] & beyond[2:])
            return keep

        return needed

    left, top, right, bottom = window
    return [inside(0, -1, left), inside(0, 1, right), inside(1, -1, top), inside(1, 1, bottom)]


def paths_of(
    points: Grid, starts: NDArray[np.int32], finish: NDArray[np.intp], endings: tuple[bytes, ...]
) -> tuple[str, NDArray[np.intp]]:
    """Operators for lines, each followed by one of the endings, and where each line's begin.

    ``finish`` is the ending of each line.
    """
    operators = np.array([b"l\n", b"m\n", *(b"l\n" + ending for ending in endings)], "S6")
    which = np.zeros(len(points), np.intp)
    which[starts[1:] - 1] = finish + 2
    which[starts[:-1]] = 1
    low, high = points.min(), points.max()
    if low < _LOWEST or high > _HIGHEST:
        figures = np.array([b"%d " % value for value in points.ravel().tolist()], "S12")
        figures = figures.reshape(-1, 2)
    else:
        figures = _figures()[points - _LOWEST]
    size = figures.itemsize
    cells = np.zeros((len(points), 2 * size + 6), np.uint8)
    cells[:, : 2 * size] = figures.view(np.uint8).reshape(-1, 2 * size)
    cells[:, 2 * size :] = operators[which].view(np.uint8).reshape(-1, 6)
    used = cells != 0
    lengths = used.sum(axis=1)
    offsets = np.cumsum(lengths) - lengths
    return cells[used].tobytes().decode("ascii"), offsets[starts[:-1]]


@cache
def _figures() -> NDArray[np.bytes_]:
    """The figures of every place on the grid, each with a space after it."""
    return np.array([b"%d " % place for place in range(_LOWEST, _HIGHEST + 1)], "S6")


def hatch_lines(low: NDArray[np.generic], high: NDArray[np.generic]) -> str:
    """Slanting lines over a rectangle of the grid, in step with all others on the page."""
    left, top, right, bottom = (round(float(edge)) for edge in (*low, *high))
    spacing = HATCH_SPACING * PER_MM * 2**0.5
    first, last = int((left + top) // spacing) + 1, int((right + bottom) // spacing)
    lines = []
    for step in range(first, last + 1):
        total = round(step * spacing)  # x + y along the line
        x, end = max(left, total - bottom), min(right, total - top)
        lines.append(f"{x} {total - x} m {end} {total - end} l S")
    return "\n".join(lines)
