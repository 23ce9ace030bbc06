"""Goes through the instructions of a page: the operators of :mod:`desktop.reports.canvas` alone.

A page says what it paints in operators; many points are taken at once. Whatever is not among those
that we write is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.reports.pdfpieces import (
    Area,
    Letters,
    MarkedContent,
    Paints,
    PlacedImage,
    PrintedText,
    Unreadable,
)

_N = rb"-?(?:\d+(?:\.\d{1,2})?|\.\d{1,2})"
_SHADE = rb"(?:[01]|0?\.\d{1,6})"
_STRING = rb"\((?:[^()\\\r\n]|\\[0-7]{3}|\\[()\\])*+\)"
_END = rb"(?:[ \n]+|$)"
_INSTRUCTION: Final = re.compile(
    rb"(?P<run>(?>" + _N + rb" " + _N + rb" [ml][ \n]+|f\*[ \n]+|S[ \n]+)++)"
    # A whole text, as nearly all are written. The distance of lines follows from their size.
    rb"|BT 1 0 0 1 (?P<x>" + _N + rb") (?P<y>" + _N + rb") Tm /(?P<face>F\d+\+\d+) "
    rb"(?P<high>" + _N + rb") Tf \d*\.?\d{0,6} TL (?P<said>" + _STRING + rb") Tj T\* ET" + _END
    + rb"|(?P<space>[ \n]+)"
    rb"|(?P<shade>(?:" + _SHADE + rb" ){3})(?P<ink>rg|RG)" + _END
    + rb"|(?P<leading>\d*\.?\d{0,6}) TL" + _END
    + rb"|(?P<numbers>(?:" + _N + rb" ){0,6})"
    rb"(?P<operator>q|Q|cm|W\*?|n|f\*?|S|B|h|m|l|c|re|w|J|j|BT|ET|Tm|T\*|EMC)" + _END
    + rb"|(?P<string>" + _STRING + rb") Tj" + _END
    + rb"|/(?P<font>F\d+(?:\+\d+)?) (?P<size>" + _N + rb") Tf" + _END
    + rb"|\[(?P<dash>(?: ?" + _N + rb")*)\] 0 d" + _END
    + rb"|/(?P<tag>[A-Za-z0-9]+) <<(?P<about>[/A-Za-z0-9 ]*)>> BDC" + _END
    + rb"|/(?P<image>[A-Za-z0-9._]+) Do" + _END
)  # fmt: skip
_OPERANDS: Final = {
    "q": 0, "Q": 0, "cm": 6, "W": 0, "W*": 0, "n": 0, "f": 0, "f*": 0, "S": 0, "B": 0, "h": 0,
    "m": 2, "l": 2, "c": 6, "re": 4, "w": 1, "J": 1, "j": 1, "BT": 0, "ET": 0, "Tm": 6, "T*": 0,
    "EMC": 0,
}  # fmt: skip
_SHORT: Final = re.compile(rb"([^ml]*) m[ \n]+([^ml]*) l[ \n]+(S[ \n]+)?")  # one stretch
_STEP: Final = re.compile(rb"([^mlfS]*) l[ \n]+")  # a stretch of a path that goes on
_MARKED = re.compile(rb"/MCID (\d+)")
_ADORNING = re.compile(
    rb"/Type /(Layout|Pagination|Background|Page)( ?/Subtype /(Header|Footer|Watermark))?"
)
_LONG = re.compile(rb"\s*(?:[-.\d]+\s+)*[-\d]*\.\d{3,}")
_ESCAPED = re.compile(rb"\\[0-7]{3}|\\.|[^\\]", re.DOTALL)
_BENDS = 6  # straight pieces that stand for a curve


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state: places are scaled and moved, never turned."""

    scale: tuple[float, float] = (1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)
    fill: str = "#000000"
    stroke: str = "#000000"
    width: float = 1.0
    clip: Area = (0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class Reader:
    """Goes through the instructions of a page."""

    page: Area
    fonts: dict[str, Letters]
    texts: list[PrintedText] = field(default_factory=list)
    marks: list[MarkedContent] = field(default_factory=list)
    images: list[PlacedImage] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    _kept: list[tuple[_State, int]] = field(default_factory=list)
    _mark: int = -1
    _depth: int = 0  # of kept states where the open mark began
    _text: tuple[float, float] | None = None  # where text stands, inside a text object
    _said: bool = False  # whether it stands behind what was said there
    _font: tuple[str, float] | None = None
    _clipping: bool = False
    _rings: list[FloatArray] = field(default_factory=list)  # of the path that is not yet painted
    _points: list[FloatArray] = field(default_factory=list)
    _lengths: list[int] = field(default_factory=list)
    _owners: list[int] = field(default_factory=list)
    _painted: list[tuple[str, float, Area, bool]] = field(default_factory=list)

    def read(self, content: bytes) -> None:
        """All of a page."""
        self.state = replace(self.state, clip=self.page)
        at = 0
        while match := _INSTRUCTION.match(content, at):
            at = match.end()
            _MEANING[str(match.lastgroup)](self, match)
        if at != len(content):
            rest = content[at : at + 200]
            raise Unreadable("operator", precise=bool(_LONG.match(rest)))
        if self._kept or self._mark >= 0 or self._text is not None or self._rings:
            raise Unreadable("end")

    def paints(self) -> Paints:
        """All that was painted, packed."""
        lengths = np.array(self._lengths, np.int64)
        painted = self._painted
        return Paints(
            np.concatenate([*self._points, np.zeros((0, 2))]),
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            np.array(self._owners, np.int64),
            tuple(each[0] for each in painted),
            np.array([each[1] for each in painted], np.float64),
            np.array([each[2] for each in painted], np.float64).reshape(-1, 4),
            np.array([each[3] for each in painted], bool),
        )

    # The graphics state

    def operate(self, match: re.Match[bytes]) -> None:
        operator = match["operator"].decode()
        numbers = [float(each) for each in match["numbers"].split()]
        if len(numbers) != _OPERANDS[operator]:
            raise Unreadable(operator)
        _DOING[operator](self, *numbers)

    def ink(self, match: re.Match[bytes]) -> None:
        colour, state = _hex(match["shade"]), self.state
        filled = match["ink"] == b"rg"
        self.state = replace(state, fill=colour) if filled else replace(state, stroke=colour)

    def keep(self) -> None:
        self._kept.append((self.state, self._mark))

    def restore(self) -> None:
        if not self._kept or self._kept[-1][1] != self._mark:
            raise Unreadable("Q")
        self.state = self._kept.pop()[0]

    def change(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        if b or c or not a or not d:
            raise Unreadable("cm")
        (sx, sy), (dx, dy) = self.state.scale, self.state.shift
        self.state = replace(self.state, scale=(sx * a, sy * d), shift=(dx + sx * e, dy + sy * f))

    def thickness(self, width: float) -> None:
        self.state = replace(self.state, width=width * abs(self.state.scale[0]))

    # Meaning

    def begin(self, match: re.Match[bytes]) -> None:
        role, about = match["tag"].decode(), match["about"]
        if self._mark >= 0 or self._text is not None:
            raise Unreadable("BDC")
        numbered = _MARKED.fullmatch(about.strip())
        adorning = _ADORNING.fullmatch(about.strip())
        if (role == "Artifact") != bool(adorning) or not (numbered or adorning):
            raise Unreadable("BDC")
        self.marks.append(MarkedContent(role, int(numbered[1]) if numbered else -1))
        self._mark, self._depth = len(self.marks) - 1, len(self._kept)

    def finish(self) -> None:
        if self._mark < 0 or self._text is not None or self._depth != len(self._kept):
            raise Unreadable("EMC")
        self._mark = -1

    # Text

    def begin_text(self) -> None:
        if self._text is not None or self._rings:
            raise Unreadable("BT")
        self._text, self._said = (0.0, 0.0), False

    def end_text(self) -> None:
        if self._text is None:
            raise Unreadable("ET")
        self._text = None

    def place_text(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        if self._text is None or (a, b, c, d) != (1.0, 0.0, 0.0, 1.0):
            raise Unreadable("Tm")
        self._text, self._said = (e, f), False

    def end_line(self) -> None:
        if self._text is None:
            raise Unreadable("T*")
        self._text, self._font = (np.nan, np.nan), None  # nothing may follow on the next line

    def nothing(self, *_numbers: object) -> None:
        """Caps, joins, dashes and distances of lines tell nothing."""

    def choose(self, match: re.Match[bytes]) -> None:
        self._font = (match["font"].decode(), float(match["size"]))

    def text(self, match: re.Match[bytes]) -> None:
        """A whole text object."""
        self.begin_text()
        self._text = (float(match["x"]), float(match["y"]))
        self._font = (match["face"].decode(), float(match["high"]))
        self._speak(match["said"][1:-1])
        self._text, self._font = None, None

    def show(self, match: re.Match[bytes]) -> None:
        self._speak(match["string"][1:-1])

    def _speak(self, written: bytes) -> None:
        if self._text is None or self._font is None or self._font[0] not in self.fonts:
            raise Unreadable("Tj")
        name, size = self._font
        letters = self.fonts[name]
        try:
            said = "".join([letters[code] for code in _ESCAPED.findall(written)])
        except KeyError as error:
            raise Unreadable("Tj") from error
        if self._said:  # goes on in another subset of the typeface
            last = self.texts[-1]
            self.texts[-1] = replace(last, text=last.text + said)
            return
        (sx, sy), (dx, dy) = self.state.scale, self.state.shift
        x, y = self._text
        self.texts.append(
            PrintedText(said, x * sx + dx, y * sy + dy, size * abs(sy), self.state.fill, self._mark)
        )
        self._said = True

    # Paths

    def run(self, match: re.Match[bytes]) -> None:
        """Points, with what ends their lines."""
        written = match["run"]
        if self._text is not None:
            raise Unreadable("m")
        if short := _SHORT.fullmatch(written):
            x, y, right, top = (float(each) for each in short[1].split() + short[2].split())
            self._rings.append(self._placed([(x, y), (right, top)]))
            if short[3]:
                self.stroke()
        elif step := _STEP.fullmatch(written):
            self.line(*(float(each) for each in step[1].split()))
        else:
            self._run(written)

    def _run(self, written: bytes) -> None:
        """Many points at once."""
        letters = np.frombuffer(written.translate(None, b" \n-.*0123456789"), np.uint8)
        numbers = written.translate(_ONLY_NUMBERS).split()
        points = np.array(numbers, np.float64).reshape(-1, 2) * self.state.scale + self.state.shift
        is_point = (letters == _M) | (letters == _L)
        firsts = np.flatnonzero(letters[is_point] == _M)
        ends = np.flatnonzero(~is_point)
        before = np.cumsum(is_point)[ends]  # points before each end
        if not self._rings and len(ends) and (not len(firsts) or firsts[0] > 0):
            raise Unreadable("m")
        if len(points) and not self._rings and (not len(firsts) or firsts[0] > 0):
            raise Unreadable("l")
        if self._rings and len(points):  # the path goes on
            stop = int(firsts[0]) if len(firsts) else len(points)
            stop = min(stop, int(before[0])) if len(ends) else stop
            self._rings[-1] = np.concatenate([self._rings[-1], points[:stop]])
        begins = np.concatenate([firsts, [len(points)]])
        done = 0
        if len(ends):
            if np.diff(before, prepend=-bool(self._rings)).min() <= 0:
                raise Unreadable("f*")
            if self._rings:
                held = int(np.searchsorted(firsts, before[0]))
                self._rings += [points[begins[at] : begins[at + 1]] for at in range(held)]
                filled = int(letters[ends[0]]) == _F
                self._paint(fill=filled, stroke=not filled, bulk=filled)
                ends, before, done = ends[1:], before[1:], held
        if len(ends):
            last = int(np.searchsorted(firsts, before[-1]))
            self._many(points, begins[done : last + 1], before, letters[ends])
            done = last
        self._rings += [points[begins[at] : begins[at + 1]] for at in range(done, len(firsts))]

    def _many(
        self,
        points: FloatArray,
        begins: NDArray[np.int64],
        before: NDArray[np.int64],
        ends: NDArray[np.uint8],
    ) -> None:
        """Rings that begin at points, painted by so many ends, each after so many points."""
        first = len(self._painted)
        self._points.append(points[begins[0] : begins[-1]])
        self._lengths += np.diff(begins).tolist()
        self._owners += (first + np.searchsorted(before, begins[:-1], side="right")).tolist()
        state = self.state
        looks = {
            _F: (state.fill, np.nan, state.clip, True),
            _S: (state.stroke, state.width, state.clip, False),
        }
        self._painted += [looks[end] for end in ends.tolist()]

    def move(self, x: float, y: float) -> None:
        self._rings.append(self._placed([(x, y)]))

    def line(self, x: float, y: float) -> None:
        if not self._rings:
            raise Unreadable("l")
        self._rings[-1] = np.concatenate([self._rings[-1], self._placed([(x, y)])])

    def curve(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        if not self._rings:
            raise Unreadable("c")
        ring = self._rings[-1]
        bend = np.concatenate([ring[-1:], self._placed([(a, b), (c, d), (e, f)])])
        self._rings[-1] = np.concatenate([ring, _BERNSTEIN @ bend])

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        right, top = x + width, y + height
        self._rings.append(self._placed([(x, y), (right, y), (right, top), (x, top)]))

    def close(self) -> None:
        if not self._rings:
            raise Unreadable("h")

    def clip(self) -> None:
        if not self._rings:
            raise Unreadable("W")
        self._clipping = True

    def end_path(self) -> None:
        if not self._clipping:
            raise Unreadable("n")
        every = np.concatenate(self._rings)
        (left, bottom), (right, top) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
        west, south, east, north = self.state.clip
        clip = (max(left, west), max(bottom, south), min(right, east), min(top, north))
        self.state = replace(self.state, clip=clip)
        self._clipping, self._rings = False, []

    def fill(self) -> None:
        self._paint(fill=True, bulk=False)

    def fill_even_odd(self) -> None:
        self._paint(fill=True, bulk=True)

    def stroke(self) -> None:
        self._paint(stroke=True)

    def fill_and_stroke(self) -> None:
        rings = self._rings
        self._paint(fill=True)
        self._rings = rings
        self._paint(stroke=True)

    def _paint(self, *, fill: bool = False, stroke: bool = False, bulk: bool = False) -> None:
        if not self._rings or self._clipping or self._text is not None:
            raise Unreadable("f")
        self._points += self._rings
        self._lengths += [len(ring) for ring in self._rings]
        self._owners += [len(self._painted)] * len(self._rings)
        state = self.state
        colour = state.stroke if stroke else state.fill
        width = state.width if stroke else np.nan
        self._painted.append((colour, width, state.clip, bulk and fill))
        self._rings = []

    def image(self, match: re.Match[bytes]) -> None:
        (sx, sy), (dx, dy) = self.state.scale, self.state.shift
        area = (min(dx, dx + sx), min(dy, dy + sy), max(dx, dx + sx), max(dy, dy + sy))
        self.images.append(PlacedImage(match["image"].decode(), area))

    def _placed(self, points: list[tuple[float, float]]) -> FloatArray:
        return np.array(points, np.float64) * self.state.scale + self.state.shift


_DOING: Final[dict[str, Callable[..., None]]] = {
    "q": Reader.keep, "Q": Reader.restore, "cm": Reader.change, "W": Reader.clip,
    "W*": Reader.clip, "n": Reader.end_path, "f": Reader.fill, "f*": Reader.fill_even_odd,
    "S": Reader.stroke, "B": Reader.fill_and_stroke, "h": Reader.close, "m": Reader.move,
    "l": Reader.line, "c": Reader.curve, "re": Reader.rectangle, "w": Reader.thickness,
    "J": Reader.nothing, "j": Reader.nothing, "BT": Reader.begin_text, "ET": Reader.end_text,
    "Tm": Reader.place_text, "T*": Reader.end_line, "EMC": Reader.finish,
}  # fmt: skip
# By the last group of an instruction that is met.
_MEANING: Final[dict[str, Callable[[Reader, re.Match[bytes]], None]]] = {
    "run": Reader.run, "said": Reader.text, "space": Reader.nothing, "ink": Reader.ink,
    "operator": Reader.operate, "string": Reader.show, "size": Reader.choose,
    "dash": Reader.nothing, "about": Reader.begin, "image": Reader.image,
    "leading": Reader.nothing,
}  # fmt: skip
_M, _L, _F, _S = b"mlfS"
_ONLY_NUMBERS = bytes.maketrans(b"mlfS*\n", b"      ")
_ALONG = np.linspace(0, 1, _BENDS + 1)[1:, None]
_BERNSTEIN = np.hstack([
    (1 - _ALONG) ** 3, 3 * _ALONG * (1 - _ALONG) ** 2, 3 * _ALONG**2 * (1 - _ALONG), _ALONG**3,
])  # fmt: skip


def _hex(shade: bytes) -> str:
    """``.066667 .352941 .45098`` as ``#115A73``."""
    return "#" + "".join(f"{round(float(part) * 255):02X}" for part in shade.split())
