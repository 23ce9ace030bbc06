"""What the parts of a sheet are, so that a tagged document can be read aloud in the right order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from desktop.maps.drawing import ARTIFACT, Group, Mark
from desktop.maps.typesetting import Pen

STAMP = "stamp"  # key of the group that holds a page's date and number
COLUMN, ROW = (("Scope", "Column"),), (("Scope", "Row"),)
_CELLS = ("TH", "TD")  # stand also where they are empty, so that rows are of one length


@contextmanager
def told(
    pen: Pen,
    role: str,
    attributes: tuple[tuple[str, str], ...] = (),
    *,
    alt: str = "",
    key: str = "",
) -> Iterator[None]:
    """What the pen sets meanwhile is one thing: a heading, a paragraph, a cell of a table.

    Nothing stands where nothing was set, but for cells.
    """
    outer = pen.marks
    inner: list[Mark] = []
    pen.marks = inner
    yield
    pen.marks = outer
    if inner or role in _CELLS:
        outer.append(Group(role, tuple(inner), alt, key, attributes))


@contextmanager
def stamped(pen: Pen) -> Iterator[None]:
    """Date and page, which are set anew in a document of many pages."""
    with told(pen, ARTIFACT, (("Type", "Pagination"),), key=STAMP):
        yield
