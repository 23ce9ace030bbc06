"""Distribution functions against scipy's own distributions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from desktop.core.distributions import (
    chi_squared_quantile,
    normal_above,
    normal_below,
    normal_quantile,
    student_quantile,
    times_log,
)

SHARES = st.floats(1e-9, 1 - 1e-9)


@given(st.floats(-30, 30))
def test_normal(z: float) -> None:
    assert float(normal_below(z)) == pytest.approx(float(stats.norm.cdf(z)), rel=1e-12)
    assert float(normal_above(z)) == pytest.approx(float(stats.norm.sf(z)), rel=1e-12)


@given(SHARES, st.integers(1, 400))
def test_quantiles(share: float, freedom: int) -> None:
    assert float(normal_quantile(share)) == pytest.approx(float(stats.norm.ppf(share)), rel=1e-9)
    student = float(stats.t.ppf(share, freedom))
    assert float(student_quantile(share, freedom)) == pytest.approx(student, rel=1e-6, abs=1e-9)


@given(SHARES, st.floats(0.5, 2000))
def test_chi_squared(share: float, freedom: float) -> None:
    made = float(chi_squared_quantile(share, freedom))
    assert made == pytest.approx(float(stats.chi2.ppf(share, freedom)), rel=1e-9)


def test_there_is_no_chi_squared_without_freedom() -> None:
    assert np.isnan(chi_squared_quantile(0.5, np.array([0.0, -1.0, np.nan]))).all()


def test_columns_stay_columns() -> None:
    column = np.array([[-1.0, 0.0], [np.nan, 2.0]])
    made = normal_below(column)
    assert made.shape == column.shape
    assert np.isnan(made).tolist() == [[False, False], [True, False]]


def test_nothing_times_the_logarithm_of_nothing_is_nothing() -> None:
    assert times_log([0.0, 2.0], [0.0, np.e]).tolist() == [0.0, 2.0]
