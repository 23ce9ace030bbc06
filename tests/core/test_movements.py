"""What has moved: how much of the list chance alone gives, and what stands on it."""

from __future__ import annotations

import numpy as np
import pytest

from desktop.core.disclosure import FloatArray, State
from desktop.core.errors import UsageError
from desktop.core.indicators import Direction, Indicator, Kind, Text
from desktop.core.measures import Cells, missing_cells, ratio_cells, value_cells
from desktop.core.movements import PLAIN, Asked, MovedList, Pair, moved, moved_of, pairs_of
from desktop.core.periods import parse
from tests.fake_extract import HIDDEN, fake_dataset

NAN = float("nan")
NOW, BEFORE = parse("2026K2"), parse("2025K2")


def shares(counts: object, bases: object, per: float = 100.0) -> Cells:
    tops, among = np.asarray(counts, np.float64), np.asarray(bases, np.float64)
    return ratio_cells(tops, among, np.zeros(tops.shape, np.uint8), per)


def indicator(id: str = "a", **fields: object) -> Indicator:
    stated = {"direction": Direction.WORSE, "dimension": "arbejde"} | fields
    return Indicator(id, Text(id), **stated)  # type: ignore[arg-type]


def pair(before: Cells, now: Cells, of: Indicator | None = None) -> Pair:
    nothing = missing_cells(1)
    return Pair(of or indicator(), BEFORE, NOW, before, now, nothing, nothing)


def listed(*pairs: Pair, **asked: object) -> MovedList:
    exists = [np.ones(each.now.values.shape, bool) for each in pairs]
    return moved_of(pairs, exists, Asked(**asked))  # type: ignore[arg-type]


def planted(
    chance: np.random.Generator,
    *,
    areas: int,
    indicators: int,
    true: float,
    kind: Kind,
    base: tuple[int, int] = (150, 900),
    share: tuple[float, float] = (0.05, 0.4),
    moving: float = 0.0,
    odds: float = 1.0,
) -> tuple[list[Pair], FloatArray]:
    """Invented pairs, and which cells truly move; a spread over 1 by negative binomial counts."""
    pairs, truth = [], []
    for at in range(indicators):
        bases = np.floor(chance.uniform(*base, areas))
        level = chance.uniform(*share, areas)
        moves = chance.random(areas) < moving
        after = np.where(moves, odds * level / (1 - level + odds * level), level)
        drawn = []
        for p in (level, after):
            if true > 1:
                mean = bases * p
                drawn.append(chance.poisson(chance.gamma(mean / (true - 1), true - 1)))
            elif kind is Kind.RATE:
                drawn.append(chance.poisson(bases * p))
            else:
                drawn.append(chance.binomial(bases.astype(int), p))
        of = indicator(f"i{at}", measured=kind.value, dimension=f"d{at % 4}")
        pairs.append(pair(shares(drawn[0], bases), shares(drawn[1], bases), of))
        truth.append(moves)
    return pairs, np.array(truth)


CALM = [
    ({"kind": Kind.SHARE, "true": 1.0}, False),
    ({"kind": Kind.RATE, "true": 1.0}, False),
    ({"kind": Kind.RATE, "true": 2.5}, False),
    ({"kind": Kind.SHARE, "true": 1.0, "base": (15, 90), "share": (0.0, 0.08)}, False),
    ({"kind": Kind.SHARE, "true": 1.0}, True),
]


@pytest.mark.parametrize(("world", "sensitive"), CALM)
def test_where_nothing_moves_the_list_is_empty_as_often_as_said(
    world: dict[str, object], *, sensitive: bool
) -> None:
    chance = np.random.default_rng(2026)
    draws, rate, lines, plain, tests = 300, 0.10, 0, 0, 0
    for _ in range(draws):
        pairs, _truth = planted(chance, areas=120, indicators=6, **world)  # type: ignore[arg-type]
        found = listed(*pairs, rate=rate, sensitive=sensitive)
        lines += bool(found.rows)
        plain += found.plain_flagged
        tests += found.tested
    slack = 3 * np.sqrt(rate * (1 - rate) / draws)
    assert lines / draws <= rate + slack
    assert plain <= PLAIN * tests * 1.3 + 3 * np.sqrt(
        PLAIN * tests
    )  # what a plain limit would give


@pytest.mark.parametrize(("world", "sensitive"), CALM)
def test_of_what_is_listed_no_more_is_false_than_said(
    world: dict[str, object], *, sensitive: bool
) -> None:
    chance = np.random.default_rng(7)
    rate, false, found_true = 0.10, [], 0
    for _ in range(200):
        pairs, truth = planted(
            chance,
            areas=120,
            indicators=6,
            moving=0.06,
            odds=3.5,
            **world,  # type: ignore[arg-type]
        )
        found = listed(*pairs, rate=rate, sensitive=sensitive)
        hits = [truth[int(row.indicator.id[1:]), row.area] for row in found.rows]
        false.append(1 - np.mean(hits) if hits else 0.0)
        found_true += sum(hits)
        assert found.expected_false == pytest.approx(rate * len(found.rows))
    error = np.std(false) / np.sqrt(len(false))
    assert np.mean(false) <= rate + 3 * error
    small = world.get("share") == (0.0, 0.08)
    assert found_true > (0 if small else 2000)  # and it does find what is there


def test_indicators_that_go_together_break_no_promise() -> None:
    chance = np.random.default_rng(5)
    lists, rate = [], 0.10
    for _ in range(300):
        bases = np.floor(chance.uniform(150, 900, 100))
        ones = [chance.binomial(bases.astype(int), 0.2) for _ in range(2)]
        pairs = []
        for at in range(5):  # the same people for the most part, counted again
            again = [chance.binomial(each, 0.9) + chance.binomial(5, 0.2, 100) for each in ones]
            pairs.append(
                pair(shares(again[0], bases), shares(again[1], bases), indicator(f"i{at}"))
            )
        lists.append(bool(listed(*pairs, rate=rate).rows))
    assert np.mean(lists) <= rate + 3 * np.sqrt(rate * (1 - rate) / len(lists))


def step(*, worse: int = 0, areas: int = 20) -> tuple[FloatArray, FloatArray]:
    """Counts of 400 that stay but for the first ``worse``, which go from 40 to 120."""
    before = np.full(areas, 40.0)
    return before, np.where(np.arange(areas) < worse, 120.0, before)


def test_the_strongest_stands_first_with_what_belongs_to_it() -> None:
    before, now = step(worse=2)
    now[1] = 90.0
    bases = np.full(20, 400.0)
    cells = shares(before, bases), shares(now, bases)
    of = indicator()
    found = listed(Pair(of, BEFORE, NOW, *cells, shares([800], [8000]), shares([930], [8000])))
    assert [row.area for row in found.rows] == [0, 1]
    first = found.rows[0]
    assert (first.before, first.now, first.change) == (10.0, 30.0, 20.0)
    assert first.low < 20 < first.high
    assert first.municipality_change == pytest.approx(1.625)
    assert first.p < found.rows[1].p <= found.rows[1].q <= 0.10
    assert found.tested == 20
    assert found.parts[0].listed == 2
    assert found.plain_flagged == 2


def test_worse_follows_the_direction_and_better_is_the_other_way() -> None:
    bases = np.full(20, 400.0)
    before, now = step(worse=1)
    up = shares(before, bases), shares(now, bases)
    worse, better = indicator(), indicator(direction=Direction.BETTER)
    assert len(listed(pair(*up, worse)).rows) == 1
    assert not listed(pair(*up, better)).rows
    assert len(listed(pair(*up, better), better=True).rows) == 1
    assert not listed(pair(*up, worse), better=True).rows
    down = pair(up[1], up[0], better)
    assert [row.change for row in listed(down).rows] == [-20.0]


def test_what_is_neither_good_nor_bad_is_left_out_unless_asked_for() -> None:
    bases = np.full(20, 400.0)
    before, now = step(worse=1)
    neither = pair(
        shares(now, bases), shares(before, bases), indicator(direction=Direction.NEITHER)
    )
    left_out = listed(neither)
    assert (left_out.tested, left_out.rows, left_out.untested.undirected) == (0, (), 1)
    both_ways = listed(neither, undirected=True)
    assert [row.area for row in both_ways.rows] == [0]


def test_agreeing_indicators_are_counted_and_those_under_one_heading_told_apart() -> None:
    bases = np.full(20, 400.0)
    before, now = step(worse=3)
    pairs = []
    for id, dimension, areas in (("a", "arbejde", 3), ("b", "arbejde", 2), ("c", "skole", 1)):
        moves = np.where(np.arange(20) < areas, now, before)
        cells = shares(before, bases), shares(moves, bases)
        pairs.append(pair(*cells, indicator(id, dimension=dimension)))
    signs = {(row.area, row.indicators, row.subjects) for row in listed(*pairs).rows}
    assert signs == {(0, 3, 2), (1, 2, 1), (2, 1, 1)}


def test_the_movement_of_all_may_be_left_out() -> None:
    bases = np.full(30, 400.0)
    before, now = shares(np.full(30, 40.0), bases), shares(np.full(30, 90.0), bases)
    assert len(listed(pair(before, now)).rows) == 30
    assert not listed(pair(before, now), apart=True).rows


def test_cells_that_cannot_be_tested_are_counted_by_their_reason() -> None:
    states = np.array([State.SHOWN, State.WITHHELD, State.MISSING, State.UNDEFINED], np.uint8)
    counts = np.where(states == State.SHOWN, 40.0, NAN)
    now = ratio_cells(counts, counts * 10, states, 100.0)
    means = value_cells(np.full(4, 7.0), np.zeros(4, np.uint8))
    found = listed(pair(now, now), pair(means, means, indicator("m", measured="mean")))
    untested = found.untested
    assert found.tested == 1
    assert (untested.withheld, untested.missing, untested.undefined) == (1, 1, 1)
    assert untested.uncounted == 4
    assert untested.cells == 7


def test_areas_that_are_no_more_are_not_spoken_of() -> None:
    cells = shares([40.0, 40.0], [400.0, 400.0])
    found = moved_of([pair(cells, cells)], [np.array([True, False])], Asked())
    assert found.tested == 1
    assert not found.untested.cells


def test_an_empty_list_of_nothing() -> None:
    found = moved_of([], [], Asked())
    assert (found.tested, found.rows, found.expected_false) == (0, (), 0)


# From an extract


def test_an_extract_answers_and_nothing_withheld_is_among_it() -> None:
    asked = Asked(rate=0.9, undirected=True, sensitive=True)
    found, other = (
        moved(fake_dataset(hidden=hidden), "boligomraade", asked=asked)
        for hidden in (HIDDEN, HIDDEN * 3)
    )
    assert found.tested > 40
    assert found.untested.withheld
    assert found.untested.uncounted
    assert found == other


def test_each_indicator_has_its_newest_period_and_the_one_a_year_before() -> None:
    by_id = {each.indicator.id: each for each in pairs_of(fake_dataset(), "boligomraade")}
    assert by_id["uden_job"].period.code == "2026K2"
    assert by_id["uden_job"].before_period.code == "2025K2"
    assert by_id["fravaer"].before_period.code in {"2023/24", "2024/25"}


def test_a_period_asked_for_is_taken_and_others_follow_it() -> None:
    data = fake_dataset()
    by_id = {each.indicator.id: each for each in pairs_of(data, "distrikt", parse("2025K4"))}
    assert by_id["uden_job"].period.code == "2025K4"
    assert by_id["fravaer"].period.code == "2024/25"  # the year after is not over yet


@pytest.mark.parametrize("asked", ["2030K1", "2019", "2026M02"])
def test_a_period_that_is_not_there_is_told(asked: str) -> None:
    with pytest.raises(UsageError, match="ingen tal for") as told:
        pairs_of(fake_dataset(), "boligomraade", parse(asked))
    assert "2025/26" in told.value.hint


def test_with_one_period_there_is_nothing_to_hold_it_against() -> None:
    found = moved(fake_dataset(periods=1), "boligomraade")
    assert {part.indicator.id for part in found.parts} == {"fravaer"}
    assert found.untested.unpaired == 4


@pytest.mark.parametrize("rate", [0.0, 1.0, -1.0, NAN])
def test_a_rate_that_is_no_share_is_refused(rate: float) -> None:
    with pytest.raises(UsageError, match="mellem 0 og 1"):
        moved(fake_dataset(), "boligomraade", asked=Asked(rate=rate))


def test_within_some_areas_they_alone_are_tested_with_the_spread_of_all() -> None:
    data = fake_dataset(columns=8, rows=6)
    within = np.arange(len(data.areas("boligomraade"))) < 20
    whole, part = moved(data, "boligomraade"), moved(data, "boligomraade", within=within)
    rest = moved(data, "boligomraade", within=~within)
    assert part.tested + rest.tested == whole.tested
    assert [each.spread for each in part.parts] == [each.spread for each in whole.parts]
    assert {row.area for row in part.rows} <= set(np.flatnonzero(within).tolist())


def test_the_share_of_chance_is_that_of_the_list_within() -> None:
    now = np.full(50, 60.0)
    now[0] = 110.0
    one = pair(shares(np.full(50, 60.0), np.full(50, 500.0)), shares(now, np.full(50, 500.0)))
    whole = moved_of([one], [np.ones(50, bool)], Asked())
    part = moved_of([one], [np.arange(50) < 10], Asked())
    assert len(whole.rows) == len(part.rows) == 1
    assert part.rows[0].p == whole.rows[0].p
    assert part.rows[0].q == pytest.approx(whole.rows[0].q * 10 / 50)
    assert not moved_of([one], [np.arange(50) >= 10], Asked()).rows
