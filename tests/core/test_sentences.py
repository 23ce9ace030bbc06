"""What is said about one number, in every state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from desktop.core.disclosure import Limits, State
from desktop.core.indicators import Direction, Indicator, Text
from desktop.core.measures import Cells, count_cells, missing_cells, ratio_cells, value_cells
from desktop.core.sentences import (
    change_words,
    count_words,
    hover_lines,
    interval_words,
    is_beyond_chance,
    is_improvement,
    limit_words,
    municipality_words,
    places_words,
    rank_words,
    state_words,
    value_words,
)

SHARE = Indicator("a", Text("Andel"), direction=Direction.WORSE)
COUNT = Indicator("b", Text("Antal"), unit="n", per=1.0, decimals=0)
MEAN = Indicator("c", Text("Alder"), unit="år", per=1.0)
RATE = Indicator("d", Text("Indbrud"), unit="pr. 1.000", per=1000.0, measured="rate")
STATES = np.array([0, 0, 0, State.WITHHELD, State.UNDEFINED, State.MISSING], np.uint8)
TOPS = np.array([184.0, 36, 36, 4711, 4711, 4711])
BASES = np.array([1070.0, 120, 120, 9999, 9999, 9999])
CELLS = ratio_cells(TOPS, BASES, STATES, 100.0)
WHOLE = ratio_cells(np.array([21.4]), np.array([100.0]), np.zeros(1, np.uint8), 100.0)
HIDDEN = {3: "diskretioneret", 4: "ikke defineret", 5: "ingen data"}


def test_values() -> None:
    assert value_words(CELLS, 0, SHARE) == "17,2\N{NO-BREAK SPACE}%"
    counted = count_cells(TOPS * 10, STATES)
    assert value_words(counted, 0, COUNT) == "1.840"
    assert value_words(value_cells(TOPS, STATES), 0, MEAN) == "184,0\N{NO-BREAK SPACE}år"


@pytest.mark.parametrize(("position", "words"), HIDDEN.items())
def test_hidden_cells_say_why_and_nothing_else(position: int, words: str) -> None:
    assert value_words(CELLS, position, SHARE) == words
    assert state_words(int(STATES[position])) == words
    assert count_words(CELLS, position) == ""
    assert rank_words(CELLS, position) == ""
    assert interval_words(CELLS, position, SHARE) == ""
    assert change_words(CELLS, CELLS, position, SHARE) == ""
    lines = hover_lines("Skovbrynet", CELLS, position, WHOLE, SHARE)
    assert lines == ("Skovbrynet", words, "kommunen 21,4\N{NO-BREAK SPACE}%")
    assert not any(figure in " ".join(lines) for figure in ("4711", "4.711", "47", "9999", "9.999"))


def test_a_shown_state_has_no_words() -> None:
    with pytest.raises(KeyError):
        state_words(State.SHOWN)


def test_counts_behind_a_share() -> None:
    assert count_words(CELLS, 0) == "184 af 1.070"
    assert count_words(count_cells(TOPS, STATES), 0) == ""
    assert count_words(value_cells(TOPS, STATES), 0) == ""


def test_ranks_and_ties() -> None:
    assert rank_words(CELLS, 0) == "nr. 3 af 3 viste"
    assert rank_words(CELLS, 1) == rank_words(CELLS, 2) == "nr. 1–2 af 3 viste"


def test_where_all_are_shown_the_rank_is_among_all() -> None:
    whole = ratio_cells(TOPS[:3], BASES[:3], np.zeros(3, np.uint8), 100.0)
    assert rank_words(whole, 0) == "nr. 3 af 3"


def test_a_place_is_said_with_its_uncertainty() -> None:
    near = ratio_cells(
        np.array([500.0, 510, 900]), np.full(3, 1000.0), np.zeros(3, np.uint8), 100.0
    )
    assert places_words(near, 0, SHARE) == places_words(near, 1, SHARE) == "nr. 2–3"
    assert places_words(near, 2, SHARE) == "nr. 1"
    assert places_words(CELLS, 3, SHARE) == ""
    assert places_words(count_cells(TOPS, STATES), 0, COUNT) == ""


def test_interval_is_wilsons() -> None:
    oracle = binomtest(184, 1070).proportion_ci(method="wilson")
    ends = [f"{100 * end:.1f}".replace(".", ",") for end in (oracle.low, oracle.high)]
    assert interval_words(CELLS, 0, SHARE) == f"{ends[0]}–{ends[1]}\N{NO-BREAK SPACE}%"


def test_the_interval_of_a_rate_is_byars() -> None:
    events = ratio_cells(np.array([65.0]), np.array([1000.0]), np.zeros(1, np.uint8), 1000.0)
    assert interval_words(events, 0, RATE) == "50,2–82,8\N{NO-BREAK SPACE}pr. 1.000"


def test_counts_and_ready_values_have_no_interval() -> None:
    assert interval_words(count_cells(TOPS, STATES), 0, COUNT) == ""
    assert interval_words(value_cells(TOPS, STATES), 0, MEAN) == ""
    more = ratio_cells(np.array([12.0]), np.array([10.0]), np.zeros(1, np.uint8), 100.0)
    assert interval_words(more, 0, SHARE) == ""  # more counted than there are: no share


def test_municipality() -> None:
    assert municipality_words(WHOLE, SHARE) == "kommunen 21,4\N{NO-BREAK SPACE}%"
    assert municipality_words(missing_cells(1), SHARE) == ""


def test_change() -> None:
    before = ratio_cells(TOPS + 20, BASES, STATES, 100.0)
    assert change_words(before, CELLS, 0, SHARE) == "−1,9\N{NO-BREAK SPACE}pct.point"
    assert change_words(CELLS, before, 0, SHARE) == "+1,9\N{NO-BREAK SPACE}pct.point"
    assert change_words(CELLS, CELLS, 0, SHARE) == "0,0\N{NO-BREAK SPACE}pct.point"
    gone = missing_cells(6)
    assert change_words(gone, CELLS, 0, SHARE) == change_words(CELLS, gone, 0, SHARE) == ""


@pytest.mark.parametrize(
    ("direction", "up", "down"),
    [(Direction.WORSE, False, True), (Direction.BETTER, True, False),
     (Direction.NEITHER, False, False)],
)  # fmt: skip
def test_improvement(direction: Direction, up: bool, down: bool) -> None:
    indicator = replace(SHARE, direction=direction)
    assert is_improvement(1.0, indicator) is up
    assert is_improvement(-1.0, indicator) is down
    assert is_improvement(0.0, indicator) is False


@pytest.mark.parametrize(
    ("cells", "whole", "indicator", "lines"),
    [
        (
            CELLS,
            WHOLE,
            SHARE,
            (
                "Søparken",
                "17,2\N{NO-BREAK SPACE}% · 184 af 1.070",
                "nr. 3 af 3 viste · kommunen 21,4\N{NO-BREAK SPACE}%",
            ),
        ),
        (
            count_cells(TOPS, STATES),
            missing_cells(1),
            COUNT,
            ("Søparken", "184", "nr. 1 af 3 viste"),
        ),
        (missing_cells(1), missing_cells(1), SHARE, ("Søparken", "ingen data")),
    ],
)
def test_hover_lines(
    cells: Cells, whole: Cells, indicator: Indicator, lines: tuple[str, ...]
) -> None:
    assert hover_lines("Søparken", cells, 0, whole, indicator) == lines


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (
            Limits("x", 5, 50, True),
            (
                "Antal fra 1 til 4 personer, talt med eller ikke, og områder med færre end 50"
                " beboere vises ikke."
            ),
        ),
        (
            Limits("x", 5, 50, False),
            "Antal fra 1 til 4 personer og områder med færre end 50 beboere vises ikke.",
        ),
        (Limits("x", 3, 0, True), "Antal fra 1 til 2 personer, talt med eller ikke, vises ikke."),
        (Limits("x", 3, 1, False), "Antal fra 1 til 2 personer vises ikke."),
        (Limits("x", 1, 200, True), "Områder med færre end 200 beboere vises ikke."),
        (Limits("x", 0, 0, True), ""),
    ],
)
def test_limits_are_said_as_they_are(limits: Limits, said: str) -> None:
    assert limit_words(limits) == said


def test_a_change_is_beyond_chance_where_its_interval_leaves_out_no_change() -> None:
    states = np.zeros(4, np.uint8)
    bases = np.array([100.0, 1000.0, 1000.0, 20.0])
    before = ratio_cells(np.array([50.0, 500.0, 500.0, 50.0]), bases, states, 100)
    after = ratio_cells(np.array([44.0, 440.0, 460.0, 44.0]), bases, states, 100)

    # Newcombe's method 10, 95 %: −19.4 to 7.7, −10.3 to −1.6, −8.4 to 0.4 percentage points.
    assert not is_beyond_chance(before, after, 0, SHARE)
    assert is_beyond_chance(before, after, 1, SHARE)
    assert is_beyond_chance(after, before, 1, SHARE)
    assert not is_beyond_chance(before, after, 2, SHARE)
    assert not is_beyond_chance(before, after, 3, SHARE)  # more counted than base: no share
    gone = missing_cells(4)
    assert not is_beyond_chance(gone, after, 1, SHARE)
    assert not is_beyond_chance(before, gone, 1, SHARE)
