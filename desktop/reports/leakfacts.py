"""What laying a report out notes of it, so that the finished file can be held against the extract.

Pages count from 0. Lengths are millimetres of the page, y downwards.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.maps.frame import Frame
from desktop.maps.view import MapView
from desktop.reports.blocks import Source


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of a table that is a number of the extract, as it was set.

    ``text`` is the cell's whole text, also where it was broken over lines. ``key`` is the key of
    the group on the page that holds it, by which its words are found again in the file.
    """

    source: Source
    text: str
    page: int
    key: str


@dataclass(frozen=True, slots=True)
class PrintedMap:
    """A map on a page: ``frame.place`` gives places of the page."""

    page: int
    view: MapView
    frame: Frame


@dataclass(frozen=True, slots=True)
class FreeWords:
    """A text that somebody wrote and the program did not work out, as it was given.

    ``origin`` says where it is from, in words that a reader of the refusal understands: a chapter's
    heading, say.
    """

    text: str
    page: int
    origin: str = ""
