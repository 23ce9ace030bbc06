"""Columns from an extract: which indicator, which period, whose residents, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.indicators import Direction, Kind
from desktop.core.models.engine import evaluate
from desktop.core.models.inputs import gather, rows_of
from desktop.core.models.model import Input, Model, Population
from desktop.core.models.result import Outside, Why
from desktop.core.periods import Kind as Length
from desktop.core.periods import Period, parse
from tests.core.models.handmade import model
from tests.fake_extract import (
    BEGINS,
    HIDDEN,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    FakeSource,
    fake_dataset,
)

LEVEL = "boligomraade"
BODY = """
[population]
residents_minimum = 200
sector = "Almen"

[[inputs]]
id = "job"
indicator = "uden_arbejde"
alternatives = ["uden_job"]
[[inputs]]
id = "alder"
indicator = "alder"
years = 2
[[inputs]]
id = "skole"
indicator = "fravaer"
[[inputs]]
id = "anmeldt"
indicator = "anmeldelser"
years = 2

[[references]]
id = "landet"
values = {2023 = 20, 2025 = 30}

[[references]]
id = "præcis"
values = {2023 = 20, 2025 = 30}
otherwise = "none"

[[switches]]
id = "kontakt"

[[tests]]
id = "job"
input = "job"
is = ">"
limit = {reference = "landet", times = 1}

[[outcomes]]
id = "o"
otherwise = {id = "nej", name = "Nej"}
[[outcomes.categories]]
id = "ja"
name = "Ja"
all = ["job"]
"""
MODEL = model(BODY)
NOW = parse("2026K2")


def source(data: Dataset) -> FakeSource:
    return cast("FakeSource", data._source)


def test_the_alternative_is_used_and_said() -> None:
    data = fake_dataset()
    found = gather(data, LEVEL, MODEL, NOW).inputs["job"]
    assert (found.indicator, found.direction, found.kind) == (
        "uden_job",
        Direction.WORSE,
        Kind.SHARE,
    )
    cells = data.cells("uden_job", LEVEL, NOW)
    np.testing.assert_array_equal(found.cells.values[0], cells.values)
    np.testing.assert_array_equal(found.cells.states[0], cells.states)
    assert found.municipality.values[0, 0] == data.municipality("uden_job", NOW).values[0]
    assert found.periods == ((NOW,),)


def test_years_are_the_same_part_of_each_year_oldest_first() -> None:
    data = fake_dataset()
    found = gather(data, LEVEL, MODEL, NOW, 3)
    assert [period.code for period in found.periods] == ["2024K2", "2025K2", "2026K2"]
    history = data.history("uden_job", LEVEL)
    rows = [history.periods.index(period) for period in found.periods]
    np.testing.assert_array_equal(found.inputs["job"].cells.values, history.cells.values[rows])


def test_an_input_is_the_newest_that_has_ended() -> None:
    found = gather(fake_dataset(), LEVEL, MODEL, NOW, 2).inputs["skole"]
    assert [each[0].code for each in found.periods] == ["2024/25", "2025/26"]


def test_two_years_are_pooled_by_the_ratio_of_sums() -> None:
    data = fake_dataset()
    found = gather(data, LEVEL, MODEL, NOW, 2).inputs["anmeldt"]
    now = data.cells("anmeldelser", LEVEL, NOW)
    before = data.cells("anmeldelser", LEVEL, parse("2025K2"))
    expected = (
        1000 * (now.numerators + before.numerators) / (now.denominators + before.denominators)
    )
    shown = now.shown & before.shown
    np.testing.assert_allclose(found.cells.values[1][shown], expected[shown])
    np.testing.assert_allclose(
        found.cells.denominators[1][shown], (now.denominators + before.denominators)[shown]
    )
    assert [period.code for period in found.periods[1]] == ["2026K2", "2025K2"]
    one = data.municipality("anmeldelser", NOW)
    other = data.municipality("anmeldelser", parse("2025K2"))
    whole = 1000 * (one.numerators + other.numerators) / (one.denominators + other.denominators)
    assert found.municipality.values[1, 0] == pytest.approx(whole[0])


def test_ready_values_of_two_years_are_averaged_and_a_first_year_alone_is_missing() -> None:
    data = fake_dataset()
    found = gather(data, LEVEL, MODEL, NOW, 3).inputs["alder"]
    mean = (
        data.cells("alder", LEVEL, NOW).values + data.cells("alder", LEVEL, parse("2025K2")).values
    ) / 2
    np.testing.assert_allclose(found.cells.values[2], mean)
    assert not found.cells.shown[0].any()  # there is no 2023
    assert found.periods[0] == (parse("2024K2"),)


def test_states_are_kept_and_no_hidden_number_is_in() -> None:
    found = gather(fake_dataset(), LEVEL, MODEL, NOW, 2)
    states = found.inputs["anmeldt"].cells.states[1]
    assert states[WITHHELD] == State.WITHHELD
    assert states[WITHHELD_NOW] == State.WITHHELD  # the year before alone is no two-year mean
    assert states[MISSING] == State.MISSING
    assert states[UNDEFINED] == State.UNDEFINED
    for each in found.inputs.values():
        held = (each.cells.values, each.cells.numerators, each.cells.denominators)
        assert not any((column >= HIDDEN).any() for column in held)


def test_residents_are_those_of_the_list_unless_they_are_counted() -> None:
    data = fake_dataset()
    found = gather(data, LEVEL, MODEL, NOW, 2)
    areas = data.areas(LEVEL)
    np.testing.assert_array_equal(found.residents, np.stack([areas.residents] * 2))
    assert found.residents_periods == (None, None)
    people = next(each for each in source(data).indicators if each.id == "beboere")
    source(data).indicators = (*source(data).indicators, replace(people, id="bef_antal"))
    counted = _with_residents(data)
    found = gather(counted, LEVEL, MODEL, NOW, 2)
    assert [period.code for period in found.residents_periods if period] == ["2025K2", "2026K2"]
    cells = counted.cells("bef_antal", LEVEL, NOW)
    np.testing.assert_array_equal(found.residents[1][cells.shown], cells.values[cells.shown])
    assert np.isnan(found.residents[1][WITHHELD])
    assert found.residents[1][MISSING] == areas.residents[MISSING]


def _with_residents(data: Dataset) -> Dataset:
    """A dataset in which ``bef_antal`` counts what ``beboere`` does."""
    inner = source(data)
    real = inner._tables

    def tables(indicator: str, level: str, breakdown: str) -> Any:
        return real("beboere" if indicator == "bef_antal" else indicator, level, breakdown)

    inner._tables = tables  # type: ignore[method-assign]
    return Dataset(inner)


def test_areas_that_were_not_there_and_other_sectors() -> None:
    data = fake_dataset()
    found = gather(data, LEVEL, MODEL, NOW, 3)
    assert found.exists[:, BEGINS].tolist() == [False, True, True]
    assert found.exists[:, -1].tolist() == [True, False, False]
    assert found.in_sector.all()  # however it is written
    other = replace(MODEL, population=Population(sector="privat"))
    assert not gather(data, LEVEL, other, NOW).in_sector.any()


def test_references_are_of_the_year_or_the_newest_before() -> None:
    data = fake_dataset()
    found = gather(data, LEVEL, MODEL, NOW, 5)
    np.testing.assert_array_equal(found.references["landet"], [np.nan, 20, 20, 30, 30])
    assert found.reference_years["landet"] == (None, 2023, 2023, 2025, 2025)
    np.testing.assert_array_equal(found.references["præcis"], [np.nan, 20, np.nan, 30, np.nan])
    assert not found.given
    own = gather(data, LEVEL, MODEL, NOW, 2, references={"landet": 12.5, "præcis": {2026: 7.0}})
    assert own.references["landet"].tolist() == [12.5, 12.5]
    np.testing.assert_array_equal(own.references["præcis"], [np.nan, 7])
    assert own.given == {"landet", "præcis"}


def test_switches_are_as_the_model_sets_them_unless_said() -> None:
    data = fake_dataset()
    assert gather(data, LEVEL, MODEL, NOW).switches == {"kontakt": True}
    assert gather(data, LEVEL, MODEL, NOW, switches={"kontakt": False}).switches == {
        "kontakt": False
    }


def test_a_model_that_looks_back_gets_years_before_those_asked_for() -> None:
    looking = model(BODY + "years = 3\n")
    found = gather(fake_dataset(), LEVEL, looking, NOW, 1)
    assert (found.lead, found.years) == (2, 3)
    result = evaluate(looking, found)
    assert result.outcomes["o"].index.shape == (3, 21)


def test_from_extract_to_category() -> None:
    data = fake_dataset()
    result = evaluate(MODEL, gather(data, LEVEL, MODEL, NOW))
    values = data.cells("uden_job", LEVEL, NOW).values
    found = result.outcomes["o"]
    inside = result.inside[0]
    with np.errstate(invalid="ignore"):
        assert (found.index[0] == 0).tolist() == (inside & (values > 30)).tolist()
    assert (found.why[0] == Why.UNDECIDED).tolist() == (inside & np.isnan(values)).tolist()
    assert result.outside[0, WITHHELD] == Outside.RESIDENTS_UNKNOWN
    assert result.outside[0, -1] == Outside.ABSENT


@pytest.mark.parametrize(
    ("more", "said", "hint"),
    [
        ({"level": "boligomrade"}, "intet områdeniveau", "boligomraade"),
        ({"period": parse("2027K1")}, "ingen tal for 1. kvartal 2027 endnu", "skoleåret 2025/26"),
        ({"period": parse("2019")}, "Der er ingen tal at inddele efter i 2019", "1. kvartal 2024"),
        ({"years": 0}, "fra 1 til 50 år", "antal år"),
        ({"references": {"land": 1.0}}, "intet referencetal »land«", "landet"),
        ({"references": {"landet": float("nan")}}, "»landet« er ikke et tal", "punktum"),
        ({"switches": {"kontakter": True}}, "ingen kontakt »kontakter«", "kontakt"),
    ],
)
def test_questions_without_an_answer(more: dict[str, Any], said: str, hint: str) -> None:
    asked = {"level": LEVEL, "model": MODEL, "period": NOW, **more}
    with pytest.raises(UsageError) as caught:
        gather(fake_dataset(), **asked)
    assert said in caught.value.problem
    assert hint in caught.value.hint


def asking_for(*indicators: str) -> Model:
    inputs = tuple(Input(f"i{nr}", id) for nr, id in enumerate(indicators))
    return replace(MODEL, inputs=inputs, tests=(), references=())


def test_a_model_of_which_the_extract_has_nothing_is_refused_with_what_is_near() -> None:
    data = fake_dataset()
    with pytest.raises(UsageError, match="uden_jobs, anden") as caught:
        gather(data, LEVEL, asking_for("uden_jobs", "anden"), NOW)
    assert "uden_job" in caught.value.hint
    with pytest.raises(UsageError, match="zzz") as caught:
        gather(data, LEVEL, asking_for("zzz"), NOW)
    assert "fravaer" in caught.value.hint
    periods = dict(source(data).series_periods())
    del periods["fravaer", LEVEL, ""]
    source(data).series_periods = lambda: periods  # type: ignore[method-assign]
    with pytest.raises(UsageError) as caught:
        gather(Dataset(source(data)), LEVEL, asking_for("fravaer"), NOW)
    assert caught.value.hint == "De findes på: distrikt."


def test_an_input_of_which_the_extract_has_nothing_is_missing() -> None:
    found = gather(fake_dataset(), LEVEL, asking_for("uden_job", "anden"), NOW, 2)
    assert (found.inputs["i1"].cells.states == State.MISSING).all()
    assert found.inputs["i1"].indicator == ""
    assert found.inputs["i1"].periods == ((), ())


@pytest.mark.parametrize(
    ("held", "asked", "most", "found"),
    [
        ("2024 2025", "2026", 2, "2025"),
        ("2023", "2026", 2, None),
        ("2024", "2026", 2, "2024"),
        ("2026", "2026K2", 2, None),  # it has not ended
        ("2025K1 2025K4", "2026K2", 0, None),
        ("2025K1 2025K4", "2026K2", 1, "2025K4"),
        ("2025K4 2025", "2025", 2, "2025"),
        ("2025K4 2025", "2025K4", 2, "2025K4"),
        ("2024/25 2025/26", "2026K1", 2, "2024/25"),
        ("2024/25 2025/26", "2026K2", 2, "2025/26"),  # nothing more is counted after June
        ("2024/25 2025/26", "2026K3", 2, "2025/26"),
        ("", "2026", 2, None),
    ],
)
def test_which_period_stands_for_another(
    held: str, asked: str, most: int, found: str | None
) -> None:
    periods = [parse(code) for code in held.split()]
    (at,) = rows_of(periods, [parse(asked)], most)
    assert (None if at is None else periods[at].code) == found


def test_earlier_years_keep_the_part_of_the_year() -> None:
    periods = [parse(code) for code in ("2024K1", "2024K2", "2025K1", "2025K2", "2026K1")]
    asked = [parse(code) for code in ("2024K2", "2025K2", "2026K2")]
    assert [periods[at].code for at in rows_of(periods, asked, 2) if at is not None] == [
        "2024K1", "2025K1", "2026K1",
    ]  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(2015, 2026), st.integers(1, 4)), unique=True, max_size=30),
    st.integers(1, 6),
    st.integers(0, 4),
)
def test_no_period_is_of_the_future_or_too_old(
    held: list[tuple[int, int]], years: int, most: int
) -> None:
    periods = [Period(Length.QUARTER, year, part) for year, part in sorted(held)]
    asked = [Period(Length.QUARTER, 2026 - back, 2) for back in reversed(range(years))]
    for row, at in zip(asked, rows_of(periods, asked, most), strict=True):
        oldest = Period(row.kind, row.year - most, row.part).end
        fitting = [period for period in periods if oldest <= period.end <= row.end]
        assert (at is None) == (not fitting)
        if at is not None:
            assert periods[at] in fitting
