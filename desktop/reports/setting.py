"""Setting texts: sizes, lines broken with Danish hyphens, and the room that pages leave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from desktop.core.wording import NO_BREAK, language
from desktop.maps import palettes
from desktop.maps.drawing import Mark, Text
from desktop.maps.paper import Paper
from desktop.reports.blocks import Style
from desktop.reports.typefaces import POINT, SOFT_HYPHEN, width

SIDE, TOP, BOTTOM = 14.0, 13.0, 11.0  # millimetres of margin on A4
_SHORTEST = 8  # letters of a word that is hyphenated
_BEFORE, _AFTER = 3, 4  # letters of it on either line, at least
_JOINT = 4  # letters that a line gives up to end at the joint of a compound
_LOOSE = 0.1  # of the room: a line that is filled better than this is left as it is
_BREAKS = re.compile(r"[ \t\r\n\f\v]+")
_HELD = re.compile(  # spaces within what is read as one: a number and its unit, a quarter, a mark
    r"(?<=\d) (?=(?:[%‰]|m²|km²?|kr\.)(?!\w))|(?<=\d\.) (?=(?:kvartal|kvt\.)(?!\w))"
    r"|(?<=\d) (?=til [+−])|(?<=\d til) (?=[+−])| (?=\(\d{1,2}\)(?!\w))"
    r"|(?<=§) (?=\d)|(?<=kvt\.) (?=\d)|(?<=\bkvartal) (?=\d)| (?=\*$|· )"
)
_VOWELS = frozenset("aeiouyæøåéAEIOUYÆØÅÉ")
_DICTIONARIES = {"da": "da_DK", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Face:
    """How a text is set: size and line distance in points, millimetres of room before and after."""

    size: float
    leading: float
    weight: int = 400
    colour: str = palettes.INK
    before: float = 0.0
    after: float = 2.2
    tabular: bool = False

    @property
    def line(self) -> float:
        """From line to line in millimetres."""
        return self.leading * POINT

    @property
    def millimetres(self) -> float:
        """The size in millimetres."""
        return self.size * POINT


STYLES: dict[Style, Face] = {
    Style.LEAD: Face(11.5, 17.5, after=3.0),
    Style.BODY: Face(9.5, 14.0),
    Style.STRONG: Face(9.5, 14.0, 600, after=1.2),
    Style.MUTED: Face(8.0, 11.5, colour=palettes.MUTED, after=2.0),
    Style.QUOTE: Face(9.5, 14.0, after=2.6),
}
TITLE = Face(21.0, 25.0, 700, after=0.0)
KICKER = Face(9.5, 12.0, 600, palettes.PETROL, after=0.0)
SUBTITLE = Face(10.5, 14.0, colour=palettes.MUTED, after=0.0)
HEADINGS = {
    2: Face(13.0, 16.5, 700, before=4.5, after=1.8),
    3: Face(10.0, 13.5, 600, before=2.6, after=1.0),
}
CAPTION = Face(8.0, 11.0, colour=palettes.MUTED, after=2.6)
TABLE = Face(8.5, 11.2, after=0.0)
TABLE_HEAD = Face(8.0, 10.4, 600, palettes.MUTED, after=0.0)
FOOT = Face(7.0, 9.6, colour=palettes.MUTED, after=0.0)


def column_width(paper: Paper) -> float:
    """How wide the text column is, in millimetres."""
    return paper.size[0] - 2 * SIDE * paper.unit


def text_width(text: str, face: Face) -> float:
    """How wide one line is, in millimetres."""
    return width(text, face.millimetres, face.weight, face.tabular) if text else 0.0


def broken(text: str, face: Face, room: float, *, whole: bool = False) -> tuple[str, ...]:
    """The text in lines that fit the room; a line that ends within a word ends in a soft hyphen.

    Long words are divided where a Danish (or English) dictionary allows it and the line would else
    be loose; ``whole`` divides none that has a line to itself, as in headings. A word
    that is wider than the room is divided wherever it must be. Spaces that do not break hold their
    words together where that is possible.
    """
    lines: list[str] = []
    line = ""
    for word in words_of(text):
        rest = word
        while True:
            longer = f"{line} {rest}" if line else rest
            if text_width(longer, face) <= room:
                line = longer
                break
            own = whole and text_width(rest, face) <= room
            begun = None if own else _begun(line, rest, face, room)
            if begun is not None:
                head, rest = begun
                lines.append(head)
            elif line:
                lines.append(line)
            else:
                head, rest = _forced(rest, face, room)
                lines.append(head)
            line = ""
    if line:
        lines.append(line)
    return tuple(lines)


def words_of(text: str) -> list[str]:
    """The words of a text; spaces that do not break are letters of theirs.

    Numbers with their units, »2. kvartal 2026« and a mark at the end count as one word.
    """
    return [word for word in _BREAKS.split(_HELD.sub(NO_BREAK, text)) if word]


def set_lines(
    lines: Sequence[str],
    face: Face,
    x: float = 0.0,
    top: float = 0.0,
    *,
    colour: str = "",
    anchor: str = "start",
) -> tuple[Mark, ...]:
    """Lines of text below each other from ``top``, in millimetres."""
    rise = (face.leading - face.size) / 2 + 0.76 * face.size  # from a line's top to its baseline
    return tuple(
        Text(
            x,
            top + rise * POINT + at * face.line,
            line,
            face.millimetres,
            colour or face.colour,
            face.weight,
            anchor,
            face.tabular,
        )
        for at, line in enumerate(lines)
    )


def _begun(line: str, word: str, face: Face, room: float) -> tuple[str, str] | None:
    """The line with as much of a word as fits, and the rest of the word; None where none does."""
    if line and text_width(line, face) > room * (1 - _LOOSE):
        return None
    fitting = []
    for at, hyphen in _places(word):
        head = word[:at] + hyphen
        filled = f"{line} {head}" if line else head
        if text_width(filled.replace(SOFT_HYPHEN, "-"), face) <= room:
            fitting.append((filled, word[at:]))
    if not fitting:
        return None
    most = len(fitting[0][0])
    joints = (each for each in fitting if _joined(each[0]) and most - len(each[0]) <= _JOINT)
    return next(joints, fitting[0])


def _joined(head: str) -> bool:
    """Whether a line likely ends where two words were joined: »arbejds-«, »lejemåls-«."""
    return head.endswith(f"s{SOFT_HYPHEN}")


@cache
def _places(word: str) -> tuple[tuple[int, str], ...]:
    """Where a word may be divided, the last place first, and what then ends the line."""
    found = dict(_after_hyphens(word))
    for begin, end in _runs_of_letters(word):
        if end - begin < _SHORTEST:
            continue
        for place in _syllables(word[begin:end]):
            if _BEFORE <= place <= end - begin - _AFTER:
                found.setdefault(begin + place, SOFT_HYPHEN)
    return tuple(sorted(found.items(), reverse=True))


def _syllables(word: str) -> list[int]:
    """Where a dictionary divides a word, but never before a rest that cannot be spoken.

    A syllable of one letter goes with what follows: »skole-årets« and not »skoleå-rets«.
    """
    places = [int(place) for place in _dictionary(language()).positions(word)]
    return [
        place
        for place in places
        if place - 1 not in places
        and not _VOWELS.isdisjoint(word[:place])
        and not _VOWELS.isdisjoint(word[place:])
    ]


def _after_hyphens(word: str) -> Iterator[tuple[int, str]]:
    for at in range(2, len(word) - 1):
        if word[at - 1] in "-/–" and word[at].isalpha():
            yield at, ""


def _runs_of_letters(word: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for at in range(len(word) + 1):
        if at == len(word) or not word[at].isalpha():
            if at > begin:
                yield begin, at
            begin = at + 1


@cache
def _dictionary(spoken: str) -> _Dictionary:
    from pyphen import Pyphen

    made: _Dictionary = Pyphen(lang=_DICTIONARIES.get(spoken, "da_DK"))
    return made


class _Dictionary(Protocol):
    """What is asked of a dictionary of hyphens."""

    def positions(self, word: str) -> list[int]:
        """Before which letters the word may be divided."""


def _forced(word: str, face: Face, room: float) -> tuple[str, str]:
    """As much of a word as fits alone, at least one letter; to a syllable where it can be."""
    syllables = [
        begin + place
        for begin, end in _runs_of_letters(word)
        for place in _syllables(word[begin:end])
        if 2 <= place <= end - begin - 2
    ]
    for place in reversed(syllables):
        if text_width(word[:place] + "-", face) <= room:
            return word[:place] + SOFT_HYPHEN, word[place:]
    fitting = 1
    while fitting < len(word) and text_width(word[: fitting + 1] + "-", face) <= room:
        fitting += 1
    end = "" if word[fitting - 1] in (NO_BREAK, "-") else SOFT_HYPHEN
    return word[:fitting].rstrip(NO_BREAK) + end, word[fitting:].lstrip(NO_BREAK)
