"""The primary rule: what may be shown, at every edge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import FloatArray, Limits, State, primary_states
from tests.strategies import counted, limits

NAN = float("nan")
SHOWN, MISSING, UNDEFINED, WITHHELD = State
STANDARD = Limits()


def state(
    numerator: float,
    denominator: float | None,
    residents: float | None = None,
    allowed: Limits = STANDARD,
) -> State:
    made = primary_states(
        np.array([numerator], np.float64),
        None if denominator is None else np.array([denominator], np.float64),
        None if residents is None else np.array([residents], np.float64),
        allowed,
    )
    assert made.shape == (1,)
    assert made.dtype == np.uint8
    return State(made[0])


def test_the_standard_limits() -> None:
    assert (STANDARD.cell_minimum, STANDARD.area_minimum, STANDARD.complement) == (5, 50, True)


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    [
        (0, 100, SHOWN),
        (1, 100, WITHHELD),
        (4, 100, WITHHELD),
        (5, 100, SHOWN),
        (95, 100, SHOWN),
        (96, 100, WITHHELD),
        (99, 100, WITHHELD),
        (100, 100, SHOWN),
        (0, 0, UNDEFINED),
        (0, 1, WITHHELD),
        (0, 4, WITHHELD),
        (0, 5, SHOWN),
        (5, 5, SHOWN),
        (3, 3, WITHHELD),
        (3, 0, WITHHELD),
        (7, 0, UNDEFINED),
        (NAN, 100, MISSING),
        (20, NAN, MISSING),
        (NAN, NAN, MISSING),
        (NAN, 0, MISSING),
        (0, NAN, MISSING),
        (2, NAN, WITHHELD),
        (NAN, 3, WITHHELD),
        (120, 100, SHOWN),
    ],
)
def test_counts_of_a_base(count: float, base: float, expected: State) -> None:
    assert state(count, base) is expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, SHOWN), (1, WITHHELD), (4, WITHHELD), (5, SHOWN), (4711, SHOWN), (NAN, MISSING)],
)
def test_plain_counts(count: float, expected: State) -> None:
    assert state(count, None) is expected


@pytest.mark.parametrize(
    ("residents", "expected"),
    [(0, SHOWN), (1, WITHHELD), (49, WITHHELD), (50, SHOWN), (NAN, SHOWN), (None, SHOWN)],
)
def test_residents(residents: float | None, expected: State) -> None:
    assert state(20, 100, residents) is expected
    assert state(20, None, residents) is expected


def test_a_small_area_hides_also_what_is_undefined_or_missing() -> None:
    assert state(0, 0, 12) is WITHHELD
    assert state(NAN, 100, 12) is WITHHELD


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (Limits("x", 5, 50, complement=True), WITHHELD),
        (Limits("x", 5, 50, complement=False), SHOWN),
        (Limits("x", 3, 50, complement=True), SHOWN),
        (Limits("x", 0, 0, complement=True), SHOWN),
    ],
)
def test_the_complement_follows_its_own_switch(allowed: Limits, expected: State) -> None:
    assert state(97, 100, None, allowed) is expected


@given(counted(), limits(), st.booleans(), st.booleans())
def test_no_shown_cell_violates_a_limit(
    cells: tuple[FloatArray, FloatArray, FloatArray],
    allowed: Limits,
    with_base: bool,
    with_residents: bool,
) -> None:
    count, base, residents = cells
    made = primary_states(
        count, base if with_base else None, residents if with_residents else None, allowed
    )
    for at in np.flatnonzero(made == SHOWN):
        assert count[at] == 0 or count[at] >= max(allowed.cell_minimum, 1)
        if with_base:
            assert base[at] >= max(allowed.cell_minimum, 1)
            rest = base[at] - count[at]
            assert not allowed.complement or rest <= 0 or rest >= allowed.cell_minimum
        if with_residents:
            assert not 0 < residents[at] < allowed.area_minimum


@given(counted(), limits())
def test_nothing_is_hidden_without_a_reason(
    cells: tuple[FloatArray, FloatArray, FloatArray], allowed: Limits
) -> None:
    count, base, residents = cells
    made = primary_states(count, base, residents, allowed)
    for at in np.flatnonzero(made == WITHHELD):
        small = [count[at], base[at]]
        if allowed.complement:
            small.append(base[at] - count[at])
        assert (
            any(0 < each < allowed.cell_minimum for each in small)
            or 0 < residents[at] < allowed.area_minimum
        )
    assert (np.isnan(count[made == MISSING]) | np.isnan(base[made == MISSING])).all()
    assert (base[made == UNDEFINED] == 0).all()


@given(counted(), limits(), st.integers(0, 8), st.integers(0, 200), st.booleans())
def test_raising_the_limits_never_shows_more(
    cells: tuple[FloatArray, FloatArray, FloatArray],
    allowed: Limits,
    cell_more: int,
    area_more: int,
    complement: bool,
) -> None:
    higher = Limits(
        "higher",
        allowed.cell_minimum + cell_more,
        allowed.area_minimum + area_more,
        allowed.complement or complement,
    )
    before, after = primary_states(*cells, allowed), primary_states(*cells, higher)
    assert not ((after == SHOWN) & (before != SHOWN)).any()
    assert (after[before == WITHHELD] == WITHHELD).all()


@given(counted(), limits())
def test_periods_by_areas_are_the_same_as_one_after_the_other(
    cells: tuple[FloatArray, FloatArray, FloatArray], allowed: Limits
) -> None:
    flat = primary_states(*cells, allowed)
    count, base, residents = (column.reshape(1, -1) for column in cells)
    assert (primary_states(count, base, residents, allowed) == flat.reshape(1, -1)).all()
