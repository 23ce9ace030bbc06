"""What tests of map sheets share: a typeface, a sheet to ask, and a crowded one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from desktop.core.dataset import Dataset
from desktop.core.indicators import Text as Words
from desktop.core.wording import use_language
from desktop.maps.drawing import Clip, Drawing, Group, Mark, Text
from desktop.maps.sheet import Paper, compose_sheet
from desktop.maps.view import MapView, first_view
from tests.fake_extract import INDICATORS, fake_dataset

DAY = dt.date(2026, 11, 23)
LONG_TITLE = Words(
    "Andel af unge under uddannelse eller i beskæftigelse, hvis forældre ikke har nogen "
    "erhvervskompetencegivende uddannelse, fordelt efter bopælskommune ved årets udgang",
    "Share of young people in education or employment whose parents have no vocational or "
    "higher education whatsoever, by municipality of residence at the end of the year",
)
PLAN = "Den boligsociale helhedsplan for Fjordparken, Skovbrynet og Nørrevang 2025-2029"


def measure(text: str, size: float, weight: int, tabular: bool) -> float:
    """A typeface in which every letter is as wide as the next."""
    return len(text) * size * (0.55 if weight < 600 else 0.58)


def sheet(data: Dataset, view: MapView, paper: Paper = Paper.A4_ACROSS, plan: str = "") -> Drawing:
    return compose_sheet(data, view, paper=paper, measure=measure, day=DAY, plan=plan)


def code(position: int) -> str:
    return f"{position + 101:04d}"


def outer_marks(drawing: Drawing) -> list[Mark]:
    """The marks of a sheet without those inside a map; what they mean is left aside."""
    return _unwrapped(drawing.marks)


def _unwrapped(marks: tuple[Mark, ...]) -> list[Mark]:
    return [
        m for mark in marks for m in (_unwrapped(mark.marks) if isinstance(mark, Group) else [mark])
    ]


def outside_the_map(drawing: Drawing) -> list[Text]:
    return [mark for mark in outer_marks(drawing) if isinstance(mark, Text)]


def extent(mark: Text) -> tuple[float, float, float, float]:
    width = measure(mark.text, mark.size, mark.weight, mark.tabular)
    left = mark.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor] * width
    return left, mark.y - 0.72 * mark.size, left + width, mark.y + 0.2 * mark.size


def the_clip(drawing: Drawing) -> Clip:
    (clip,) = (mark for mark in outer_marks(drawing) if isinstance(mark, Clip))
    return clip


def all_marks(marks: tuple[Mark, ...]) -> list[Mark]:
    return [
        m
        for mark in marks
        for m in (all_marks(mark.marks) if isinstance(mark, Clip | Group) else [mark])
    ]


def crowded(language: str) -> tuple[Dataset, MapView]:
    """As much as a sheet is ever asked to hold."""
    use_language(language)
    data = fake_dataset(
        columns=7,
        sources=("Kommunens egne registre, udtræk af 1. juli 2026",) * 6,
        purpose="Opfølgning på den boligsociale helhedsplan og kommunens strategi " * 4,
    )
    data.indicators = (replace(INDICATORS[0], name=LONG_TITLE), *INDICATORS[1:])
    view = replace(first_view(data), classes=9, selected=tuple(code(at) for at in range(20)))
    return data, view
