"""The build report: what was read, repaired, noticed and withheld, for people and machines.

It never holds a number that the extract withholds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from desktop.core.wording import _, number, plural

Detail = str | int | float | list[str]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing worth telling. ``kind`` is for machines, ``text`` for people."""

    kind: str
    place: str
    text: str
    details: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many cells of an indicator are withheld on a level."""

    indicator: str
    level: str
    cells: int
    withheld: int

    @property
    def share(self) -> float:
        """Withheld cells per 100."""
        return 100 * self.withheld / self.cells if self.cells else 0.0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What the steward is told, and what stays in the extract."""

    read: tuple[Note, ...] = ()
    repaired: tuple[Note, ...] = ()
    reported: tuple[Note, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    warnings: tuple[Note, ...] = ()

    def as_text(self) -> str:
        """The report in the language in use."""
        warnings: dict[str, list[str]] = {}
        for note in self.warnings:  # what is said of many indicators is said once
            warnings.setdefault(note.text, []).append(note.place)
        sections = [
            (_("Læst"), _lines(self.read)),
            (_("Rettet"), _lines(self.repaired)),
            (_("Bemærket"), _lines(self.reported)),
            (_("Diskretioneret"), [_withheld_line(each) for each in self.withheld]),
            (_("Advarsler"), [_line(_few(held), text) for text, held in warnings.items()]),
        ]
        nothing = ["  " + _("intet")]
        return "\n\n".join("\n".join([title, *(lines or nothing)]) for title, lines in sections)

    def as_json(self) -> str:
        """The report for machines; the same build gives the same text."""
        content = {
            "read": [asdict(note) for note in self.read],
            "repaired": [asdict(note) for note in self.repaired],
            "reported": [asdict(note) for note in self.reported],
            "withheld": [{**asdict(each), "share": round(each.share, 1)} for each in self.withheld],
            "warnings": [asdict(note) for note in self.warnings],
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True)


class Log:
    """Collects a report while a build runs."""

    def __init__(self) -> None:
        """Begin empty."""
        self._notes: dict[str, list[Note]] = {
            "read": [],
            "repaired": [],
            "reported": [],
            "warnings": [],
        }
        self._withheld: list[Withheld] = []

    def read(self, kind: str, place: str, text: str, **details: Detail) -> None:
        """Something was read."""
        self._notes["read"].append(Note(kind, place, text, details))

    def repaired(self, kind: str, place: str, text: str, **details: Detail) -> None:
        """Something was put right."""
        self._notes["repaired"].append(Note(kind, place, text, details))

    def reported(self, kind: str, place: str, text: str, **details: Detail) -> None:
        """Something was noticed and left as it is."""
        self._notes["reported"].append(Note(kind, place, text, details))

    def warned(self, kind: str, place: str, text: str, **details: Detail) -> None:
        """Something the steward must know before the extract is used."""
        self._notes["warnings"].append(Note(kind, place, text, details))

    def withheld(self, indicator: str, level: str, cells: int, withheld: int) -> None:
        """How much of an indicator is withheld."""
        self._withheld.append(Withheld(indicator, level, cells, withheld))

    def report(self) -> BuildReport:
        """What was collected."""
        return BuildReport(
            tuple(self._notes["read"]),
            tuple(self._notes["repaired"]),
            tuple(self._notes["reported"]),
            tuple(self._withheld),
            tuple(self._notes["warnings"]),
        )


def _lines(notes: tuple[Note, ...]) -> list[str]:
    return [_line(note.place, note.text) for note in notes]


def _line(place: str, text: str) -> str:
    return f"  {place}: {text}"


def _few(places: list[str]) -> str:
    return "; ".join(places[:8]) + (" …" if len(places) > 8 else "")


def _withheld_line(each: Withheld) -> str:
    return "  " + plural(
        "{indicator}, {level}: {withheld} af {cells} celle ({share} %)",
        "{indicator}, {level}: {withheld} af {cells} celler ({share} %)",
        each.cells,
    ).format(
        indicator=each.indicator,
        level=each.level,
        withheld=number(each.withheld),
        cells=number(each.cells),
        share=number(each.share, 1),
    )
