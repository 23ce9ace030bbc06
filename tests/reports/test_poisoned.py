"""Extracts that hold numbers where nothing is shown: no kind of report tells a trace of them.

A real extract holds no number in a cell that is not shown. These hold telling ones, in every
column and state, as do the ones that they are held against: whatever reads past the states comes
out different, or with a number that is nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from desktop.core.dataset import Dataset, RawSeries
from desktop.core.disclosure import FloatArray, State
from desktop.core.errors import UsageError
from desktop.core.paths import resource
from desktop.core.periods import parse as parse_period
from desktop.maps.view import MapView, Second, Shows, Style
from desktop.reports.asked import Asked
from desktop.reports.asking import asked_for
from desktop.reports.layout import Laid
from desktop.reports.leakcheck import check
from desktop.reports.making import make_report, write_report
from desktop.reports.planfile import Goal, Plan
from desktop.reports.templates import shipped_template
from tests.core.models.test_shown import MODEL
from tests.fake_extract import (
    HOLED,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    FakeSource,
    fake_dataset,
)

DAY = dt.date(2026, 11, 23)
LEVEL = "boligomraade"
NOW = parse_period("2026K2")
KINDS = sorted(path.stem for path in resource("templates").glob("*.toml"))
ONE_SECTOR = {"sectors"}  # the invented areas are all of one
BYTE_BY_BYTE = {"maps", "moved", "quarterly"}  # of the rest, all that is written is compared
TELLING = (987654.0, 7654321.0, 98.7654)  # a count, a base and a value
TRACES = ("987654", "987.654", "98.765,4", "7654321", "7.654.321", "98,7654", "98,77")


@dataclass(eq=False)
class Poisoned(FakeSource):
    """The invented extract with numbers in every cell that is not shown."""

    poison: tuple[float, float, float] = TELLING

    def series(
        self, indicator: str, level: str, breakdown: str, periods: Sequence[str]
    ) -> RawSeries:
        """What is stored, and what must not come out."""
        raw = super().series(indicator, level, breakdown, periods)
        hidden = raw.states != State.SHOWN

        def spoiled(column: FloatArray | None, poison: float) -> FloatArray | None:
            return None if column is None else np.where(hidden, poison, column)

        counted, base, value = self.poison
        return RawSeries(
            spoiled(raw.numerators, counted),
            spoiled(raw.denominators, base),
            spoiled(raw.values, value),
            raw.states,
        )


@cache
def poisoned(poison: tuple[float, float, float] = TELLING) -> Dataset:
    source: Any = fake_dataset(models={"min": MODEL})._source
    names = [each.name for each in fields(FakeSource) if each.init]
    given: dict[str, Any] = {name: getattr(source, name) for name in names}
    return Dataset(Poisoned(**given, poison=poison))


def request(data: Dataset, kind: str) -> Asked:
    codes = data.areas(LEVEL).codes
    chosen = (0, HOLED, WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED)
    plan = None
    if kind == "plan":
        goals = (Goal("uden_job", 20.0, dt.date(2027, 1, 1)),)
        plan = Plan(
            "Helhedsplan Syd", LEVEL, tuple(codes[at] for at in chosen), dt.date(2024, 1, 1),
            dt.date(2027, 1, 1), parse_period("2024K4"), goals=goals,
        )  # fmt: skip
    view = MapView(LEVEL, "uden_job", NOW, selected=(codes[WITHHELD],))
    views = (
        view,
        replace(view, shows=Shows.CHANGE),
        replace(view, shows=Shows.BIVARIATE, second=Second("alder", NOW)),
        replace(view, shows=Shows.CATEGORY),
        replace(view, indicator="beboere", style=Style.SYMBOLS),
        replace(view, style=Style.CONTINUOUS, breakdown="kvinder"),
    )
    areas = () if kind in {"atlas", "yearly"} else chosen
    return asked_for(
        data, shipped_template(kind), day=DAY, areas=areas, plan=plan,
        views=views if kind == "maps" else (),
    )  # fmt: skip


def told(laid: Laid) -> str:
    """All that a report says and draws."""
    pages = "".join(page.as_text() for page in laid.pages)
    outline = "".join(f"{entry}\n" for entry in (*laid.outline, *laid.links))
    return f"{laid.title}\n{pages}{outline}"


@pytest.mark.parametrize("kind", [each for each in KINDS if each not in ONE_SECTOR])
def test_no_kind_of_report_tells_what_is_hidden(kind: str) -> None:
    asked = request(poisoned(), kind)
    laid = make_report(asked)
    words = told(laid)
    assert not [trace for trace in TRACES if trace in words]

    other = make_report(request(poisoned((1.0, 2.0, 0.5)), kind))
    assert words == told(other)
    content = write_report(laid).content
    assert check(content, laid, asked) == ()
    if kind in BYTE_BY_BYTE:
        assert content == write_report(other).content


@pytest.mark.parametrize("kind", ONE_SECTOR)
def test_a_kind_that_cannot_be_made_here_says_so(kind: str) -> None:
    with pytest.raises(UsageError):
        make_report(request(poisoned(), kind))


def test_the_poison_is_there() -> None:
    source: Any = poisoned()._source
    raw = source.series("uden_job", LEVEL, "", ("2026K2",))
    assert raw.numerators[WITHHELD] == 987654.0
    assert raw.denominators[MISSING] == 7654321.0
    ready = source.series("alder", LEVEL, "", ("2026K2",))
    assert ready.values[WITHHELD_NOW] == 98.7654
