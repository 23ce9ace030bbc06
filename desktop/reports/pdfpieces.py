"""What is read of a page of a PDF: texts, what was filled and stroked, what content means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray

Area = tuple[float, float, float, float]  # left, bottom, right, top in points
Letters = dict[bytes, str]  # from a code, as it is written in a string, to what it stands for


class Unreadable(Exception):
    """A PDF, or a page of it, holds something that no page of ours does.

    ``precise`` is set where a number tells more than is printed.
    """

    def __init__(self, why: str, *, precise: bool = False) -> None:
        """Keep why; it names the kind of thing and none of its content."""
        super().__init__(why)
        self.precise = precise


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A string on a page: where its baseline begins in points, its size, colour and meaning.

    ``mark`` is the place of what it belongs to in :attr:`PageReading.marks`, −1 for nothing.
    """

    text: str
    x: float
    y: float
    size: float
    colour: str
    mark: int


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """Content of one meaning: its role and, unless it is an artifact, its number on the page."""

    role: str
    number: int


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image by its name in the resources, and where it lies."""

    name: str
    area: Area


@dataclass(frozen=True, slots=True, eq=False)
class Paints:
    """Everything that was filled or stroked on a page, in painting order, packed.

    Ring r is ``points[starts[r]:starts[r + 1]]`` in points of the page, y upwards, and belongs to
    paint ``owners[r]``. Per paint: ``colours``; ``widths``, NaN for a fill; ``clips``, the
    rectangle it is seen in; ``bulk``, whether it was filled by the even-odd rule, as areas are.
    """

    points: FloatArray
    starts: NDArray[np.int64]
    owners: NDArray[np.int64]
    colours: tuple[str, ...]
    widths: FloatArray
    clips: FloatArray
    bulk: NDArray[np.bool_]
