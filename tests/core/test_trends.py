"""Slopes, turning points and seasons: held against regressions done one series at a time."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Kind
from desktop.core.measures import Cells, missing_cells, ratio_cells, value_cells
from desktop.core.periods import Period, parse
from desktop.core.timeline import timeline
from desktop.core.trends import (
    season,
    slopes,
    slopes_against,
    slopes_of,
)
from desktop.core.turningpoints import EVIDENCE, turning_points

NAN = float("nan")
QUARTERS = tuple(parse(f"{2016 + at // 4}K{at % 4 + 1}") for at in range(42))
LINE = timeline(QUARTERS)


def years(count: int) -> tuple[Period, ...]:
    return tuple(parse(str(2000 + at)) for at in range(count))


def design(line_years: FloatArray, part: object) -> FloatArray:
    """A regression's columns: time, and a term for each part of the year."""
    parts = np.asarray(part)
    return np.column_stack([line_years, *(parts == each for each in np.unique(parts))]).astype(
        float
    )


def invented(areas: int = 5, rows: int = 42, seed: int = 1) -> tuple[FloatArray, FloatArray]:
    chance = np.random.default_rng(seed)
    noise = np.cumsum(chance.standard_normal((rows, areas)), axis=0) * 0.3
    seasonal = 2.0 * np.cos(np.arange(rows) * np.pi / 2)[:, None]
    return 20 + 0.1 * np.arange(rows)[:, None] + noise + seasonal, chance.uniform(
        50, 900, (rows, areas)
    )


def like_the_one_before(r: float, shape: tuple[int, int], seed: int) -> FloatArray:
    chance = np.random.default_rng(seed)
    steps = chance.standard_normal((shape[0] + 100, shape[1]))
    for at in range(1, len(steps)):
        steps[at] = r * steps[at - 1] + np.sqrt(1 - r * r) * steps[at]
    return steps[100:]


# Slopes


def test_slope_and_robust_error_are_those_of_a_regression_with_newey_and_west() -> None:
    values, weights = invented()
    found = slopes(values, weights, LINE)
    for area in range(values.shape[1]):
        oracle = sm.WLS(
            values[:, area], design(LINE.years, LINE.part), weights=weights[:, area]
        ).fit(cov_type="HAC", cov_kwds={"maxlags": 4, "use_correction": True}, use_t=True)
        assert found.slope[area] == pytest.approx(oracle.params[0])
        assert found.robust[area] == pytest.approx(oracle.bse[0])
        assert found.error[area] >= found.robust[area]
    np.testing.assert_allclose(found.freedom, 9)
    np.testing.assert_allclose(found.high - found.slope, student.ppf(0.975, 9) * found.error)


def test_whole_years_have_no_terms_for_parts() -> None:
    values, weights = invented(rows=11)
    found = slopes(values, weights, timeline(years(11)))
    for area in range(values.shape[1]):
        oracle = sm.WLS(
            values[:, area], sm.add_constant(np.arange(11.0)), weights=weights[:, area]
        ).fit(cov_type="HAC", cov_kwds={"maxlags": 1, "use_correction": True})
        assert found.slope[area] == pytest.approx(oracle.params[1])
        assert found.robust[area] == pytest.approx(oracle.bse[1])


def test_gaps_are_passed_over_and_each_area_is_by_itself() -> None:
    values, weights = invented()
    values[3:9, 0] = weights[17, 1] = NAN
    values[LINE.part == 2, 2] = NAN
    values[:, 3] = NAN
    found = slopes(values, weights, LINE)
    for area in range(3):
        known = np.isfinite(values[:, area] + weights[:, area])
        oracle = sm.WLS(
            values[known, area],
            design(LINE.years[known], LINE.part[known]),
            weights=weights[known, area],
        ).fit()
        assert found.slope[area] == pytest.approx(oracle.params[0])
        alone = slopes(values[:, [area]], weights[:, [area]], LINE)
        assert alone.error[0] == pytest.approx(found.error[area])
    assert np.isnan(found.slope[3])
    assert np.isnan(found.low[3])
    assert found.direction[3] == 0
    assert found.seen.tolist() == [36, 41, 32, 0, 42]


def test_a_period_that_is_not_in_the_table_is_a_gap_too() -> None:
    values, weights = invented()
    kept = [at for at in range(42) if at not in (5, 6, 20)]
    holed = values.copy()
    holed[[5, 6, 20]] = NAN
    short = slopes(values[kept], weights[kept], timeline([QUARTERS[at] for at in kept]))
    np.testing.assert_allclose(short.error, slopes(holed, weights, LINE).error)


@pytest.mark.parametrize(
    ("kind", "least"), [("even", 0.95), ("twelve months", 0.95), ("alike", 0.90)]
)
def test_the_interval_holds_the_true_slope_as_often_as_said(kind: str, least: float) -> None:
    noise = like_the_one_before(0.8 if kind == "alike" else 0.0, (45, 4000), 8)
    if kind == "twelve months":
        noise = noise[3:] + noise[2:-1] + noise[1:-2] + noise[:-3]
    values = noise[:42] + 0.5 * LINE.years[:, None]
    found = slopes(values, np.ones(values.shape), LINE)
    held = (found.low <= 0.5) & (found.high >= 0.5)
    robust = np.abs(found.slope - 0.5) <= student.ppf(0.975, 9) * found.robust
    assert held.mean() > least
    assert robust.mean() < held.mean()  # why Newey and West's error is not enough


def test_a_course_is_never_surer_than_its_counts() -> None:
    bases = np.full((42, 2), 40.0)
    counts = np.zeros((42, 2))
    counts[:, 1] = 10
    cells = ratio_cells(counts, bases, np.zeros((42, 2), np.uint8), 100.0)
    found = slopes_of(cells, Kind.SHARE, 100.0, LINE)
    np.testing.assert_allclose(found.slope, 0, atol=1e-12)
    assert (found.low < -0.02).all()
    assert (found.direction == 0).all()
    time = LINE.years
    within = np.concatenate(
        [time[LINE.part == part] - time[LINE.part == part].mean() for part in range(4)]
    )
    level = (420 + 0.5) / (1680 + 1)
    chance = 100 * np.sqrt(level * (1 - level) / 40 / (within**2).sum())
    assert found.error[1] == pytest.approx(chance)


@given(st.floats(-3, 3), st.floats(-50, 50))
def test_a_straight_line_is_found_again(slope: float, start: float) -> None:
    values = (start + slope * LINE.years)[:, None]
    found = slopes(values, np.ones(values.shape), LINE)
    assert found.slope[0] == pytest.approx(slope, abs=1e-9)


@pytest.mark.parametrize(
    ("periods", "rows"),
    [(QUARTERS[:1], 1), (QUARTERS[:2], 2), (QUARTERS[:8], 8), (years(2), 2), ((), 0)],
)
def test_too_short_a_series_has_no_slope(periods: tuple[Period, ...], rows: int) -> None:
    values = np.arange(float(rows * 2)).reshape(rows, 2)
    line = timeline(periods)
    found = slopes(values, np.ones((rows, 2)), line)
    assert np.isnan(found.slope).all()
    assert (turning_points(values, np.ones((rows, 2)), line).count == 0).all()
    assert np.isnan(season(values, np.ones((rows, 2)), line).strength).all()


def test_three_years_are_enough_and_say_little() -> None:
    values = np.array([[1.0], [2.0], [3.1]])
    found = slopes(values, np.ones((3, 1)), timeline(years(3)))
    assert found.slope[0] == pytest.approx(1.05)
    assert found.freedom[0] == 1


def test_periods_of_another_length_are_left_out() -> None:
    mixed = (parse("2024"), *QUARTERS[-4:-2], parse("2025"), *QUARTERS[-2:])
    line = timeline(mixed)
    assert line.rows.tolist() == [1, 2, 4, 5]
    assert line.steps == 4
    assert line.places.tolist() == [0, 1, 2, 3]
    assert line.part[0] == QUARTERS[-4].part - 1


def test_hidden_cells_give_no_slope() -> None:
    cells = missing_cells((42, 3))
    for kind in Kind:
        assert np.isnan(slopes_of(cells, kind, 100.0, LINE).slope).all()
    states = np.full((42, 1), State.WITHHELD, np.uint8)
    withheld = ratio_cells(np.full((42, 1), 4711.0), np.full((42, 1), 9999.0), states, 100.0)
    assert np.isnan(slopes_of(withheld, Kind.SHARE, 100.0, LINE).slope).all()


def test_a_course_of_noughts_is_not_known_to_part_from_one_that_falls() -> None:
    states = np.zeros((42, 1), np.uint8)
    bases = np.full((42, 1), 20.0)
    nought = ratio_cells(np.zeros((42, 1)), bases, states, 100.0)
    everyone = ratio_cells((90 - np.arange(42.0))[:, None], bases * 1000, states, 100.0)
    own = slopes_of(nought, Kind.SHARE, 100.0, LINE)
    found = slopes_against(nought, everyone, Kind.SHARE, 100.0, LINE)
    assert found.slope[0] == pytest.approx(0.02)
    assert found.error[0] >= own.error[0]
    assert found.direction[0] == 0


def test_ready_values_and_plain_counts_weigh_the_same() -> None:
    values, _weights = invented()
    cells = value_cells(values, np.zeros(values.shape, np.uint8))
    found = slopes_of(cells, Kind.MEAN, 1.0, LINE)
    even = slopes(values, np.ones(values.shape), LINE)
    np.testing.assert_array_equal(found.error, even.error)


def test_against_the_municipality_what_hits_all_alike_falls_out() -> None:
    values, _weights = invented(areas=3)
    common = values[:, [0]]
    states = np.zeros(values.shape, np.uint8)
    cells = value_cells(common + np.array([0.0, 0.5, -0.5]) * LINE.years[:, None], states)
    other: Cells = value_cells(common, states[:, :1])
    found = slopes_against(cells, other, Kind.MEAN, 1.0, LINE)
    np.testing.assert_allclose(found.slope, [0.0, 0.5, -0.5], atol=1e-9)
    assert found.direction.tolist() == [0, 1, -1]


# Turning points


def left_by(
    values: FloatArray, weights: FloatArray, bends: tuple[int, ...]
) -> tuple[float, list[float]]:
    """The weighted sum of squares that bends leave, and what a year brings between them."""
    known = np.isfinite(values)
    hinges = [np.maximum(LINE.years - LINE.years[bend], 0) for bend in bends]
    columns = np.column_stack([*hinges, design(LINE.years, LINE.part)])[known]
    fit = sm.WLS(values[known], columns, weights=weights[known]).fit()
    return float(fit.ssr), fit.params[: len(bends) + 1].tolist()


@pytest.mark.parametrize("turns", [1, 2])
def test_turning_points_are_those_of_trying_every_place(turns: int) -> None:
    values, weights = invented(areas=3, seed=6)
    time = LINE.years[:, None]
    values = values + 4 * np.maximum(time - 4, 0) - (turns - 1) * 8 * np.maximum(time - 7, 0)
    values[10:13, 1] = NAN
    found = turning_points(values, weights, LINE)
    assert found.count.tolist() == [turns] * 3
    places = range(8, 34)
    for area in range(3):
        tried = [
            (*left_by(values[:, area], weights[:, area], bends), bends)
            for bends in combinations(places, turns)
            if turns == 1 or bends[1] - bends[0] >= 8
        ]
        best, steps, bends = min(tried, key=lambda each: each[0])
        assert tuple(found.places[area][:turns]) == bends
        start = steps[turns]
        course = [start, *np.cumsum(steps[:turns]) + start]
        np.testing.assert_allclose(found.slopes[area][: turns + 1], course, rtol=1e-6)
        straight, _steps = left_by(values[:, area], weights[:, area], ())
        weight = (
            np.isfinite(values[:, area]).sum() / weights[np.isfinite(values[:, area]), area].sum()
        )
        fall = 11 * np.log(straight * weight / (best * weight)) - 2 * turns * np.log(11)
        assert found.evidence[area] == pytest.approx(fall)
        assert found.evidence[area] > EVIDENCE
    assert (found.places[:, turns:] == -1).all()


@pytest.mark.parametrize(("r", "most"), [(0.0, 0.003), (0.8, 0.03)])
def test_turns_are_seldom_claimed_where_there_is_none(r: float, most: float) -> None:
    values = like_the_one_before(r, (42, 2000), 3) + LINE.years[:, None]
    found = turning_points(values, np.ones(values.shape), LINE)
    assert (found.count > 0).mean() <= most


def test_a_handful_of_values_in_many_quarters_tells_of_no_turn() -> None:
    values = np.full((42, 1), NAN)
    values[::4, 0] = [1, 1, 1, 1, 1, 1, 9, 17, 25, 33, 41]
    assert turning_points(values, np.ones((42, 1)), LINE).count[0] == 1
    values[4::8, 0] = NAN
    assert turning_points(values, np.ones((42, 1)), LINE).count[0] == 0


def test_a_course_without_a_turn_or_without_values_has_none() -> None:
    values = np.column_stack([np.full(42, 7.0), LINE.years, np.full(42, NAN)])
    found = turning_points(values, np.ones(values.shape), LINE)
    assert found.count.tolist() == [0, 0, 0]
    assert np.isnan(found.slopes).all()


# Seasons


def test_a_season_is_found_and_its_absence_too() -> None:
    noise = like_the_one_before(0.0, (42, 200), 12)
    swing = 3 * np.array([1.0, 0.0, -1.0, 0.0])[LINE.part]
    values = noise + LINE.years[:, None]
    calm = season(values, np.ones(values.shape), LINE)
    strong = season(values + swing[:, None], np.ones(values.shape), LINE)
    assert np.quantile(calm.strength, 0.95) < 0.2
    assert strong.strength.min() > 0.6
    np.testing.assert_allclose(strong.effects.mean(axis=1), [3, 0, -3, 0], atol=0.1)
    np.testing.assert_allclose(strong.effects.mean(axis=0), 0, atol=1e-9)


def test_whole_years_have_no_season() -> None:
    values = np.arange(20.0).reshape(10, 2)
    assert np.isnan(season(values, np.ones((10, 2)), timeline(years(10))).strength).all()


def test_all_equal_has_no_season_and_a_missing_quarter_no_effect() -> None:
    values = np.full((42, 2), 5.0)
    values[LINE.part == 1, 1] = NAN
    found = season(values, np.ones((42, 2)), LINE)
    np.testing.assert_array_equal(found.strength, [0, 0])
    assert np.isnan(found.effects[1, 1])
    np.testing.assert_allclose(found.effects[:, 0], 0)
