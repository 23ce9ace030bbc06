"""A drawing in other units: what is made in pixels of a screen, on paper."""

from __future__ import annotations

from dataclasses import replace

from desktop.maps.drawing import Box, Clip, Dot, Dots, Drawing, Fills, Mark, Strokes, Text


def scaled(drawing: Drawing, factor: float) -> Drawing:
    """The same drawing with every length times ``factor``."""
    marks = tuple(_scaled(mark, factor) for mark in drawing.marks)
    return Drawing(drawing.width * factor, drawing.height * factor, marks)


def _scaled(mark: Mark, factor: float) -> Mark:
    match mark:
        case Fills():
            return replace(mark, points=mark.points * factor)
        case Strokes():
            return replace(mark, points=mark.points * factor, width=mark.width * factor)
        case Text():
            return replace(mark, x=mark.x * factor, y=mark.y * factor, size=mark.size * factor)
        case Box():
            return replace(
                mark,
                x=mark.x * factor,
                y=mark.y * factor,
                width=mark.width * factor,
                height=mark.height * factor,
                line_width=mark.line_width * factor,
                radius=mark.radius * factor,
            )
        case Dot():
            return replace(
                mark,
                x=mark.x * factor,
                y=mark.y * factor,
                radius=mark.radius * factor,
                line_width=mark.line_width * factor,
            )
        case Dots():
            return replace(
                mark,
                points=mark.points * factor,
                radii=mark.radii * factor,
                line_width=mark.line_width * factor,
            )
        case Clip():
            return replace(
                mark,
                x=mark.x * factor,
                y=mark.y * factor,
                width=mark.width * factor,
                height=mark.height * factor,
                marks=tuple(_scaled(each, factor) for each in mark.marks),
            )
