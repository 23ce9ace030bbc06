"""The card of a row: whole sentences, under the row so that the row itself is seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect

from desktop.ui.hovercard import HoverCard

_WIDEST = 96  # letters in a line
_GAP = 6  # pixels between row and card


class RowCard(HoverCard):
    """A hover card that stands under what it is about, over it where there is no room."""

    def say_by(self, sentences: Sequence[str], row: QRect, x: int) -> None:
        """Say some sentences of the row at a place in the parent, near ``x``."""
        lines = tuple(line for sentence in sentences for line in _broken(sentence))
        self.say(lines, row.center())
        room = self._room.size()
        under = row.bottom() + _GAP
        if under + self.height() > room.height() - 8:
            under = row.top() - self.height() - _GAP
        self.move(max(8, min(x + 12, room.width() - self.width() - 8)), max(8, under))


def _broken(sentence: str) -> list[str]:
    """A sentence in lines that a card has room for."""
    lines, line = [], ""
    for word in sentence.split(" "):
        longer = f"{line} {word}" if line else word
        if len(longer) > _WIDEST and line:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]
