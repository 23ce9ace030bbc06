"""What the words of a finished page tell: that they are those of the report, cell by cell.

Numbers are held against what the extract releases, never against what it hides: a hidden number
cannot be looked for, as it is nowhere, and a small one would be found everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from desktop.core.areas import MUNICIPALITY
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.errors import BoligatlasError
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import cell_intervals
from desktop.core.measures import Cells
from desktop.core.periods import Period
from desktop.core.periods import parse as parse_period
from desktop.core.sentences import state_words
from desktop.core.wording import NO_BREAK, _, number
from desktop.maps.drawing import ARTIFACT, Clip, Drawing, Group, Mark, Text
from desktop.reports.leakfacts import FreeWords, PrintedCell
from desktop.reports.pdfreading import PageReading
from desktop.reports.typefaces import SOFT_HYPHEN, cut_for, printable

_NUMBER: Final = re.compile(r"(?<![\w.,])[−-]?\d+(?:[.,]\d+)*(?!\w)")
# In free words also what stands close to letters, or after a point: »3unge«, ».3«.
_WRITTEN: Final = re.compile(r"(?<!\w)[−-]?\d+(?:[.,]\d+)*")
_UNSEEN: Final = frozenset({"Cc", "Cf"})  # what takes no room: figures beside it are one number
_SIGNED: Final = re.compile(r"^[+−±]")
_CPR: Final = re.compile(r"(?<!\d)(\d{2})(\d{2})\d{2}[- ]?\d{4}(?!\d)")
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS: Final = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
)
# Numbers in free words that are of no persons: dates, times, references and names of things.
_HARMLESS: Final = re.compile(
    rf"\d{{1,2}}\.? ?(?:–|-|og|til)? ?(?:\d{{1,2}}\.?)? ?(?:{_MONTHS})(?: \d{{4}})?"
    r"|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{4}-\d{2}-\d{2}|kl\. \d{1,2}(?:[.:]\d{2})?"
    r"|(?:19|20)\d{2}(?:[/–-](?:(?:19|20)?\d{2}))?(?:K[1-4])?"
    r"|[1-4]\. (?:kvartal|halvår)|\d{1,2}\. (?:time|udgave|etape|fase)"
    r"|§{1,2} ?\d+(?: ?[a-zæøå])?(?:(?:,| og| eller|-|–) ?(?:§ ?)?\d+(?: ?[a-zæøå](?!\w))?)*"
    r"|(?:stk|nr|litra|pkt|kap)\. ?\d+"
    r"|(?:kapitel|bilag|side|afsnit|punkt|etape|fase|trin|figur|tabel|lov nr|version) \d+"
    r"|(?:helhedsplan|delplan|rapport|afdeling|afd\.|blok|mål|indsats|uge) \d+"
    r"|\d{1,2}\.(?:(?: ?[–-] ?| og | til | eller )\d{1,2}\.)* ?(?:klasse|årgang)\w*"
    r"|\d{1,2}(?:(?: ?[–-] ?| til )\d{1,2})?-årig\w*",
    re.IGNORECASE,
)  # fmt: skip
_COUNTED: Final = re.compile(r"^\s*\d{1,2}[.)](?=\s)")  # the number of a point in a list
_PATH: Final = re.compile(
    r"(?<![A-Za-z])[A-Za-z]:\\[^\s]|file:/|\\\\[A-Za-z0-9]|/(?:home|Users)/[^\s]"
)
_NOTHING: Final = frozenset({"", "–", "—", "-"})


def text_problems(page: PageReading, drawing: Drawing) -> Iterator[str]:
    """Where the texts of a page are not those of its drawing, one after the other."""
    expected = [text.replace(NO_BREAK, " ") for text in _printed(drawing.marks) if text]
    found = [each.text.replace(NO_BREAK, " ") for each in page.texts if each.text]
    same = len(expected) == len(found) and all(
        one == other or one == other + " " for one, other in zip(found, expected, strict=True)
    )
    if not same:
        yield _("Teksten er en anden end rapportens.")
    if any(not (0 <= t.x <= page.width and 0 <= t.y <= page.height) for t in page.texts):
        yield _("Der står tekst uden for siden.")
    if any(each.size < 1 for each in page.texts):
        yield _("Der står tekst, der er for lille til at ses.")


def _printed(marks: Sequence[Mark]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, Text):
            yield printable(mark.text, cut_for(mark.size, mark.weight, mark.tabular))
        elif isinstance(mark, Clip | Group):
            yield from _printed(mark.marks)


def path_problems(texts: Iterable[str]) -> Iterator[str]:
    """Whether a page tells where something lies on a machine or a net."""
    if any(_PATH.search(text) for text in texts):
        yield _("Der står en sti på et drev.")


def joined(texts: Iterable[str]) -> str:
    """Lines as one text: words that were divided are whole again, spaces are plain."""
    told = " ".join(texts).replace(f"{SOFT_HYPHEN} ", "").replace(SOFT_HYPHEN, "")
    return " ".join(told.replace(NO_BREAK, " ").split())


# Cells of tables


def cell_problems(
    data: Dataset, pages: Sequence[Drawing], cells: Sequence[PrintedCell]
) -> Iterator[tuple[int, str]]:
    """Cells of tables that say another thing than the extract does, with their pages."""
    held = [_keyed(page) for page in pages]
    positions: dict[str, dict[str, int]] = {}
    asked: dict[tuple[str, str, str, str], list[PrintedCell]] = defaultdict(list)
    for cell in cells:
        source = cell.source
        level = source.level if source.area else MUNICIPALITY
        asked[source.indicator, level, source.period, source.breakdown].append(cell)
        groups = held[cell.page]
        if _close("".join(groups.get(cell.key, ()))) != _close(cell.text):
            yield cell.page, _("En celle i en tabel står ikke, som den skulle.")
    for (id, level, code, breakdown), printed in asked.items():
        try:
            indicator, period = data.indicator(id), parse_period(code)
            found = _cells(data, id, level, period, breakdown)
            if level != MUNICIPALITY and level not in positions:
                codes = data.areas(level).codes
                positions[level] = {code: at for at, code in enumerate(codes)}
            released = _Released(data, indicator, level, period, breakdown, found)
            for cell in printed:
                at = 0 if level == MUNICIPALITY else positions[level][cell.source.area]
                if problem := released.problem(at, cell.text):
                    yield cell.page, problem
        except (BoligatlasError, KeyError, ValueError):
            for cell in printed:
                yield cell.page, _("En celle i en tabel er af noget, som udtrækket ikke har.")


def _close(text: str) -> str:
    """Without spaces and hyphens that may come and go at the end of a line."""
    return "".join(text.replace(SOFT_HYPHEN, "").split())


def _cells(data: Dataset, id: str, level: str, period: Period, breakdown: str) -> Cells:
    if level == MUNICIPALITY:
        return data.municipality(id, period, breakdown)
    return data.cells(id, level, period, breakdown)


class _Released:
    """What may be printed of the cells of one indicator, level and time."""

    def __init__(
        self,
        data: Dataset,
        indicator: Indicator,
        level: str,
        period: Period,
        breakdown: str,
        cells: Cells,
    ) -> None:
        self._data = data
        self._indicator = indicator
        self._level = level
        self._period = period
        self._breakdown = breakdown
        self._cells = cells
        self._marks = {joined([state_words(state)]) for state in State if state != State.SHOWN}
        self._marks |= {_("fandtes ikke"), _("vises ikke"), *_NOTHING}

    def problem(self, at: int, text: str) -> str:
        """What is wrong with the text of a cell; empty where it may stand."""
        said = joined([text])
        name = str(self._indicator.name)
        if self._cells.states[at] != State.SHOWN:
            if said in self._marks:
                return ""
            return _("En celle i kolonnen »{name}« har et tal, der ikke må vises.").format(
                name=name
            )
        numbers = numbers_in(
            said.replace(self._indicator.unit, "") if self._indicator.unit else said
        )
        if numbers == [number(float(self._cells.values[at]), self._indicator.decimals)]:
            return ""
        if _SIGNED.match(said):
            allowed = self._differences(at)
            wrong = any(each.lstrip("+−±") not in allowed for each in numbers)
        else:
            allowed = self._values(at)
            wrong = any(each not in allowed for each in numbers)
        if wrong:
            return _("En celle i kolonnen »{name}« har et andet tal end udtrækkets.").format(
                name=name
            )
        return ""

    def _values(self, at: int) -> set[str]:
        """The number as it is printed, its counts and its interval."""
        cells, indicator = self._cells, self._indicator
        one = slice(at, at + 1)
        alone = Cells(
            cells.numerators[one], cells.denominators[one], cells.values[one], cells.states[one]
        )
        told = [number(float(cells.values[at]), indicator.decimals)]
        told += [number(float(each[at])) for each in (cells.numerators, cells.denominators)]
        if indicator.kind is not Kind.COUNT:
            low, high = cell_intervals(alone, indicator.kind, indicator.per)
            told += [number(float(end[0]), indicator.decimals) for end in (low, high)]
        return {each for each in told if each}

    def _differences(self, at: int) -> set[str]:
        """How far the number is from its own at other times, and from the municipality's."""
        id, breakdown, value = self._indicator.id, self._breakdown, float(self._cells.values[at])
        if self._level == MUNICIPALITY:
            others = self._data.municipality_history(id, breakdown).cells.values[:, at]
        else:
            others = self._data.history(id, self._level, breakdown).cells.values[:, at]
        whole = self._data.municipality(id, self._period, breakdown).values
        apart = value - np.concatenate([others, whole])
        decimals = (self._indicator.decimals, min(self._indicator.decimals + 1, 2), 1)
        return {
            number(abs(float(each)), d) for each in apart if np.isfinite(each) for d in decimals
        }


def _keyed(page: Drawing) -> Mapping[str, list[str]]:
    """The lines of every group that has a key."""
    found: dict[str, list[str]] = defaultdict(list)

    def gather(marks: Sequence[Mark], keys: tuple[str, ...]) -> None:
        for mark in marks:
            match mark:
                case Text(text=text):
                    for key in keys:
                        found[key].append(text)
                case Group(marks=inner, key=key, alt=alt):
                    within = (*keys, key) if key else keys
                    if alt:  # a small drawing in the text's place
                        for each in within:
                            found[each].append(alt)
                    else:
                        gather(inner, within)
                case Clip(marks=inner):
                    gather(inner, keys)

    gather(page.marks, ())
    return found


# Words that somebody wrote


def numbers_in(text: str) -> list[str]:
    """The numbers of a text as they are written, with a true minus."""
    return [each.replace("-", "−") for each in _NUMBER.findall(text)]


def free_problems(
    data: Dataset, pages: Sequence[Drawing], free: Sequence[FreeWords]
) -> Iterator[tuple[int, str]]:
    """Numbers that somebody wrote into a template or a plan, and that the report does not release.

    A number below the extract's own limit is never released by standing elsewhere: it is on every
    page as a page's or a list's. Dates, years, paragraphs and the like are of no persons, and lines
    of the extract's own manifest are its controller's.
    """
    if not free:
        return
    counted: Counter[str] = Counter()
    for page in pages:
        counted.update(numbers_in(joined(told_texts(page.marks))))
    for each in free:
        counted.subtract(numbers_in(joined([each.text])))
    rows = data.manifest.to_rows().values()
    own = {joined([line]) for row in rows for line in row.splitlines()}
    for each in free:
        said = joined([each.text])
        if said in own:
            continue
        for found in unreleased(data, said, counted):
            problem = _(
                "Den frie tekst nævner et tal, som rapporten ikke selv viser: »{words}«. Skriv"
                " teksten uden tallet."
            )
            yield each.page, problem.format(words=around(said, found))


def unreleased(data: Dataset, said: str, counted: Mapping[str, int]) -> Iterator[str]:
    """The numbers of some words that are of persons, for all that is known, and are not released.

    Args:
        data: the extract, whose limit is the least number that standing elsewhere releases.
        said: the words.
        counted: how often each number stands in the report beside such words.
    """
    seen = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", said)
        if unicodedata.category(letter) not in _UNSEEN
    )
    for written in _WRITTEN.findall(_HARMLESS.sub(" ", _COUNTED.sub(" ", seen))):
        found = written.replace("-", "−")
        small = found.isdecimal() and 0 < int(found) < data.manifest.limits.cell_minimum
        if small or counted.get(found, 0) <= 0:
            yield found


def told_texts(marks: Sequence[Mark]) -> Iterator[str]:
    """The texts of a page without those that only adorn or repeat it, or list its contents."""
    for mark in marks:
        match mark:
            case Text(text=text):
                yield text
            case Group(role=role, marks=inner) if role not in (ARTIFACT, "TOC"):
                yield from told_texts(inner)
            case Clip(marks=inner):
                yield from told_texts(inner)


def around(text: str, found: str) -> str:
    """Some words around a number."""
    at = max(text.replace("-", "−").find(found), 0)
    begin, end = max(at - 25, 0), min(at + len(found) + 25, len(text))
    return ("…" if begin else "") + text[begin:end].strip() + ("…" if end < len(text) else "")


def cpr_problems(data: Dataset, texts: Iterable[str]) -> Iterator[str]:
    """Whether a text holds what looks like a CPR number: ten digits that begin with a date.

    A code of an area may look like one.
    """
    for text in texts:
        for match in _CPR.finditer(text):
            day, month = int(match[1]), int(match[2])
            if 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]:
                if any(match[0] in data.areas(level.id).codes for level in data.levels):
                    continue
                yield _("Der står noget, der ligner et CPR-nummer.")
                return
