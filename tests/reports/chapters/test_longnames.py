"""Names of two hundred letters, one area, one period: reports on areas stay on their paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.maps.drawing import Clip, Group, Mark, Text
from desktop.maps.paper import Paper
from desktop.reports.layout import Laid
from desktop.reports.making import make_report
from desktop.reports.typefaces import POINT, width
from tests.fake_extract import HIDDEN, MANIFEST, QUARTERS
from tests.reports.chapters.areacases import LEVEL, Sectored, asked_of

LONG = "Boligselskabet Vestre Ringgade og Åboulevardens Andelsboligforening " * 3
TEMPLATES = ("standard", "quarterly", "yearly", "sectors", "organisations")


class LongNames(Sectored):
    """Every area, organisation and sector has a name of some two hundred letters."""

    def areas(self, level: str) -> Areas:
        areas = super().areas(level)
        if level != LEVEL:
            return areas
        return replace(
            areas,
            names=tuple(f"{LONG}{at}" for at in range(len(areas))),
            organisations=tuple(name and f"{LONG}{name}" for name in areas.organisations),
            sectors=tuple(f"{name} {LONG}" for name in areas.sectors),
        )


@pytest.fixture(scope="module")
def data() -> Dataset:
    said = replace(MANIFEST, municipality=LONG, title=LONG)
    return Dataset(LongNames(8, 5, 4, QUARTERS, HIDDEN, said, background=False))


def texts(marks: Sequence[Mark]) -> Iterator[Text]:
    for mark in marks:
        if isinstance(mark, Text):
            yield mark
        elif isinstance(mark, Clip | Group):
            yield from texts(mark.marks)


def check_inside(laid: Laid) -> None:
    """No text passes the edge of its page, and none is smaller than seven points."""
    for page in laid.pages:
        for text in texts(page.marks):
            wide = width(text.text, text.size, text.weight, text.tabular)
            left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
            assert left > 5.0, text.text
            assert left + wide < page.width - 5.0, text.text
            assert text.y < page.height
            assert text.size >= 6.99 * POINT


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("paper", [Paper.A4_UPRIGHT, Paper.A4_ACROSS])
def test_long_names_stay_on_the_paper(data: Dataset, template: str, paper: Paper) -> None:
    check_inside(make_report(asked_of(data, template, paper=paper)))


@pytest.mark.parametrize("template", ["standard", "quarterly", "yearly"])
def test_one_area_one_indicator_and_one_period(template: str) -> None:
    data = Dataset(Sectored(8, 5, 4, QUARTERS[-1:], HIDDEN, MANIFEST, background=False))
    check_inside(make_report(asked_of(data, template, areas=(8,), indicators=("uden_job",))))
