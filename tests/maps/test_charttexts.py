"""What charts show in words: ends, chance, and nothing of what is withheld."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.differences import Verdict
from desktop.core.profile import Profile, profile_of
from desktop.core.wording import number
from desktop.maps.alttexts import MOST
from desktop.maps.charttexts import alt_of_bars, alt_of_locator, alt_of_spine, alt_of_trend
from desktop.maps.trend import Course
from desktop.maps.view import first_view
from tests.fake_extract import HIDDEN, LONG, WITHHELD, WITHHELD_NOW, fake_dataset


def course(position: int, hidden: float = HIDDEN) -> Course:
    data = fake_dataset(hidden=hidden)
    history = data.history("uden_job", "boligomraade")
    return Course(history.periods, history.cells.column(position))


def profile(position: int) -> Profile:
    data = fake_dataset()
    view = first_view(data)
    ids = [each.id for each in data.indicators_of(view.level)]
    return profile_of(data, view.level, position, view.period, ids)


def test_a_curve_is_told_by_its_ends_and_how_many_are_withheld() -> None:
    data = fake_dataset()
    own = course(WITHHELD_NOW)
    said = alt_of_trend("Ådalen", data.indicator("uden_job"), own)
    shown = own.cells.values[own.cells.shown]

    assert number(float(shown[0]), 1) in said and number(float(shown[-1]), 1) in said
    assert "1 periode er diskretioneret." in said
    assert "tilfældig" in said


def test_a_curve_without_numbers_says_so() -> None:
    data = fake_dataset()
    for hidden in (1.0, 4711.0):
        said = alt_of_trend("X", data.indicator("uden_job"), course(WITHHELD, hidden))
        assert said.endswith("der er ingen tal at vise.")


def test_the_municipality_is_told_beside() -> None:
    data = fake_dataset()
    said = alt_of_trend("X", data.indicator("uden_job"), course(9), course(10))

    assert said.count(" fra ") >= 2 and "Kommunen: fra" in said


def test_a_spine_names_those_that_surely_differ_and_counts_the_rest() -> None:
    rows = profile(9).rows
    said = alt_of_spine("Kærhaven", rows, "kommunen")
    sure = [
        row.indicator.label
        for row in rows
        if row.comparison is not None
        and row.comparison.verdict in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER)
    ]

    assert "Kærhaven afviger fra kommunen" in said
    assert all(name in said for name in sure[:4])
    assert len(alt_of_spine("N" * 300, rows * 20, "kommunen")) <= MOST


def test_over_and_under_are_told_apart() -> None:
    rows = [row for row in profile(9).rows if row.comparison is not None][:3]
    verdicts = (Verdict.SURE_HIGHER, Verdict.SURE_LOWER, Verdict.MAY_BE_CHANCE)
    judged = [
        replace(row, comparison=replace(row.comparison, verdict=verdict))
        for row, verdict in zip(rows, verdicts, strict=True)
        if row.comparison is not None
    ]
    said = alt_of_spine("X", judged, "kommunen")

    assert f"Med sikkerhed over: {rows[0].indicator.label}." in said
    assert f"Med sikkerhed under: {rows[1].indicator.label}." in said
    assert "For 1 tal kan det ikke afgøres." in said and rows[2].indicator.label not in said


def test_a_spine_of_what_is_withheld_tells_nothing() -> None:
    said = alt_of_spine("X", profile(WITHHELD).rows, "kommunen")

    assert "Med sikkerhed" not in said and "vises ikke" in said


def test_bars_are_told_one_by_one() -> None:
    assert alt_of_bars("Kategorier", [("2025", "Udsat"), ("2026", "diskretioneret")]) == (
        "Kategorier. 2025: Udsat, 2026: diskretioneret."
    )
    assert alt_of_bars("Ti", [(str(at), "1") for at in range(10)]).endswith("og 2 mere.")


@pytest.mark.parametrize(("position", "part"), [(0, "mod sydvest"), (LONG, "")])
def test_a_locator_says_where_an_area_lies(position: int, part: str) -> None:
    data = fake_dataset()
    said = alt_of_locator(data, "boligomraade", position)

    assert part in said and "ligger" in said and len(said) <= MOST
