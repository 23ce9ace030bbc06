"""Where some areas lie: themselves in clay with a number, others of their level pale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from desktop.core.areas import Outlines
from desktop.core.dataset import Dataset
from desktop.core.wording import number
from desktop.maps import palettes
from desktop.maps.drawing import Box, Clip, Dot, Drawing, Fills, Mark, Text
from desktop.maps.frame import Bounds, Frame
from desktop.maps.outlines import borders, detail_for, fills, placed, rim, seen_rings
from desktop.maps.symbols import places
from desktop.maps.typesetting import POINT

_PALE = "#D3DBE2"
_AROUND = 0.9  # of their own reach, that is shown on every side of some areas
_SIZE = 7.5 * POINT
_LEAST = 1.6  # millimetres across, under which an area gets a ring round it


def site_map(
    data: Dataset,
    level: str,
    chosen: Sequence[int],
    day: dt.date,
    width: float,
    height: float,
    *,
    others: Sequence[int] = (),
    near: bool = False,
    numbered: bool = True,
) -> Drawing:
    """A map in millimetres of the areas of a level that existed on a day.

    Args:
        data: an open extract.
        level: whose areas.
        chosen: positions of those in clay, numbered from 1 in this order.
        day: those that did not exist then are left out, but for the chosen.
        width: of the drawing.
        height: of the drawing.
        others: positions of areas in petrol, such as those that the chosen are held against.
        near: the chosen and what lies around them, else all of the level.
        numbered: whether the chosen have their numbers.

    Returns:
        The map; empty where the level has no outlines.
    """
    tolerances = data.tolerances(level)
    if not tolerances:
        return Drawing(width, height, ())
    coarse = data.outlines(level, len(tolerances) - 1)
    margins = (2.0,) * 4
    bounds = _with_land(data, coarse.bounds)
    if near:
        bounds = _around(coarse, chosen, bounds)
    frame = Frame.fit(bounds, width, height, margins)
    outlines = data.outlines(level, detail_for(tolerances, frame.scale, 0.12))
    exists = data.areas(level).valid_on(day)
    colours = [_PALE if held else "" for held in exists.tolist()]
    for at in others:
        colours[at] = palettes.PETROL
    for at in chosen:
        colours[at] = palettes.CLAY
    marks: list[Mark] = [*_ground(data, frame, lines=near)]
    marks.append(_painted(outlines, frame, tuple(colours)))
    marks.append(borders(outlines, frame, palettes.SURFACE, 0.25 if near else 0.12))
    marks += [rim(outlines, at, frame, palettes.SURFACE, 0.4) for at in chosen] if near else []
    middles = places(data, level)
    for nr, at in enumerate(chosen, 1):
        if not np.isfinite(middles[at]).all():
            continue
        x, y = frame.place(*middles[at].tolist())
        if not near and _across(outlines, at) * frame.scale < _LEAST:
            marks.append(Dot(x, y, _LEAST, "", palettes.CLAY, 0.35))
        if numbered:
            marks += _number(nr, x, y)
    edge = [Box(0.0, 0.0, width, height, "", palettes.HAIRLINE, 0.25)] if near else []
    return Drawing(width, height, (Clip(0.0, 0.0, width, height, tuple(marks)), *edge))


def _around(outlines: Outlines, chosen: Sequence[int], whole: Bounds) -> Bounds:
    """The bounds of some areas with room about them, within those of everything.

    Of everything where they have no outlines.
    """
    held = [ring for at in chosen for ring in outlines.rings_of(at)]
    if not held:
        return whole
    points = np.concatenate(held)
    west, south = points.min(axis=0).tolist()
    east, north = points.max(axis=0).tolist()
    reach = max(east - west, north - south) * _AROUND
    return (
        max(west - reach, whole[0]),
        max(south - reach, whole[1]),
        min(east + reach, whole[2]),
        min(north + reach, whole[3]),
    )


def _with_land(data: Dataset, areas: Bounds) -> Bounds:
    """The bounds of the areas and the land around them."""
    found = [each.outlines.bounds for each in data.backgrounds() if each.kind == "land"]
    every = np.array([areas, *found])
    west, south = every[:, :2].min(axis=0).tolist()
    east, north = every[:, 2:].max(axis=0).tolist()
    return west, south, east, north


def _ground(data: Dataset, frame: Frame, *, lines: bool) -> list[Mark]:
    """The quiet layers that are in the frame."""
    marks: list[Mark] = []
    for background in data.backgrounds():
        quiet = palettes.BACKGROUND.get(background.kind)
        if quiet is None:
            continue
        if quiet.fill:
            count = int(background.outlines.owners.max(initial=-1)) + 1
            marks.append(fills(background.outlines, frame, (quiet.fill,) * count))
        if quiet.line and (lines or quiet.fill):
            marks.append(borders(background.outlines, frame, quiet.line, quiet.width))
    return marks


def _painted(outlines: Outlines, frame: Frame, colours: tuple[str, ...]) -> Fills:
    """The areas in the frame, those of a colour together so that they are one path."""
    inks = tuple(dict.fromkeys(colour for colour in colours if colour))
    which = np.array([inks.index(colour) if colour else -1 for colour in colours], np.int32)
    keep = seen_rings(outlines, frame) & (which[outlines.owners] >= 0)
    order = np.argsort(which[outlines.owners][keep], kind="stable")
    lengths = np.diff(outlines.starts)
    rings = np.flatnonzero(keep)[order]
    points = [outlines.points[outlines.starts[r] : outlines.starts[r + 1]] for r in rings.tolist()]
    starts = np.concatenate([[0], np.cumsum(lengths[rings])]).astype(np.int32)
    packed = np.concatenate(points) if points else np.zeros((0, 2), np.int32)
    return Fills(placed(packed, frame), starts, which[outlines.owners][rings], inks)


def _across(outlines: Outlines, at: int) -> float:
    rings = outlines.rings_of(at)
    if not rings:
        return 0.0
    points = np.concatenate(rings)
    return float((points.max(axis=0) - points.min(axis=0)).max())


def _number(nr: int, x: float, y: float) -> list[Mark]:
    text = number(nr)
    radius = 2.0 if nr < 10 else 2.5
    return [
        Dot(x, y, radius, palettes.SURFACE, palettes.INK, 0.2),
        Text(x, y + 0.36 * _SIZE, text, _SIZE, palettes.INK, 600, "middle", tabular=True),
    ]
