"""What a map is called, and the line under it."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.areafilter import AreaFilter
from desktop.core.periods import parse
from desktop.maps.titles import subtitle_of, title_of
from desktop.maps.view import MapView, first_view
from desktop.maps.worked import work_out
from tests.fake_extract import WOMEN, fake_dataset

DATA = fake_dataset()


def under(view: MapView) -> str:
    return subtitle_of(DATA, view, work_out(DATA, view))


def test_the_line_says_what_when_and_how_many() -> None:
    view = first_view(DATA)
    assert under(view) == "Andel af 16-66-årige · 2. kvartal 2026 · 20 boligområder"
    counts = MapView("distrikt", "beboere", parse("2025K1"))
    assert under(counts) == "1. kvartal 2025 · 2 distrikter"


def test_a_filter_is_said_with_how_many_it_keeps() -> None:
    view = replace(first_view(DATA), filter=AreaFilter(parents=(("distrikt", "Vest"),)))
    assert under(view).endswith(" · 12 af 20 boligområder: Vest")


def test_a_part_of_the_residents_stands_in_the_title() -> None:
    view = first_view(DATA)
    assert title_of(DATA, view) == str(DATA.indicator(view.indicator).name)
    women = replace(view, breakdown=WOMEN.id)
    assert title_of(DATA, women) == f"{DATA.indicator(view.indicator).name} · {WOMEN.cell}"
