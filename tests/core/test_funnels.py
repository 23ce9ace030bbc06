"""The funnel of all areas: who is outside, and what is never told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.funnels import Funnel, funnel_of
from desktop.core.funnelwords import funnel_sentences
from desktop.core.indicators import Indicator
from desktop.core.intervals import Z_95, wilson
from desktop.core.periods import parse
from tests.fake_extract import fake_dataset

LEVEL = "boligomraade"


def funnel(indicator: str = "uden_job", period: str = "2026K2") -> Funnel:
    data = fake_dataset(columns=8, rows=6)
    return funnel_of(data, LEVEL, data.indicator(indicator), parse(period))


def test_outside_the_funnel_are_those_whose_interval_lacks_the_municipality() -> None:
    found = funnel()
    low, high = wilson(found.cells.numerators, found.cells.denominators, Z_95)
    centre = found.centre / 100
    with np.errstate(invalid="ignore"):
        beyond = (low > centre).astype(int) - (high < centre)
    assert np.sign(found.outside).tolist() == beyond.tolist()
    assert (found.outside != 0).any()
    assert found.of_municipality
    assert found.tested == int(found.cells.shown.sum())
    assert (found.low[1] <= found.low[0])[found.cells.shown].all()


def test_hidden_areas_have_no_limits_and_are_not_outside() -> None:
    found = funnel()
    hidden = ~found.cells.shown
    assert hidden.any()
    assert np.isnan(found.low[:, hidden]).all()
    assert not found.outside[hidden].any()


def test_a_funnel_counts_those_withheld_apart_from_those_without_numbers() -> None:
    found = funnel()
    exists = fake_dataset(columns=8, rows=6).areas(LEVEL).valid_on(found.period.end)
    assert found.withheld == int(((found.cells.states == State.WITHHELD) & exists).sum()) > 0
    assert found.tested + found.withheld + found.unknown == int((found.cells.shown | exists).sum())
    said = " ".join(funnel_sentences(found))
    assert "diskretioneret og står ikke her" in said
    assert "intet fund" in said
    without = " ".join(funnel_sentences(replace(found, withheld=0, unknown=0)))
    assert "står ikke her" not in without


def test_a_funnel_says_what_chance_alone_would_give_and_what_it_means() -> None:
    found = funnel()
    said = " ".join(funnel_sentences(found))
    assert f"{found.tested} områder er prøvet" in said
    assert "Det siger ikke hvorfor." in said
    assert found.spread > 2
    assert "i det hele taget mere forskellige, end tilfældet gør dem" in said
    assert "At ligge uden for grænserne betyder" in said


@pytest.mark.parametrize("indicator", ["beboere", "alder"])
def test_counts_and_means_have_no_funnel(indicator: str) -> None:
    with pytest.raises(UsageError, match="ingen tragt") as told:
        funnel(indicator)
    assert told.value.hint == "Vælg en andel eller en hyppighed."
    assert "hyppighed" in told.value.problem


def test_without_the_municipality_the_centre_is_that_of_the_shown() -> None:
    data = fake_dataset(columns=8, rows=6)
    indicator: Indicator = data.indicator("uden_job")
    data.municipality = lambda *_: data.cells("nothing", "kommune", parse("1999"))  # type: ignore[method-assign]
    found = funnel_of(data, LEVEL, indicator, parse("2026K2"))
    shown = found.cells.shown
    whole = found.cells.numerators[shown].sum() / found.cells.denominators[shown].sum()
    assert found.centre == pytest.approx(100 * whole)
    assert not found.of_municipality
    assert "viste områders" in funnel_sentences(found)[0]
