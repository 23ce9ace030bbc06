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
    is_share,
    limit_words,
    municipality_words,
    rank_words,
    state_words,
    value_words,
)

SHARE = Indicator("a", Text("Andel"), direction=Direction.WORSE)
COUNT = Indicator("b", Text("Antal"), unit="n", per=1.0, decimals=0)
MEAN = Indicator("c", Text("Alder"), unit="år", per=1.0)
RATE = Indicator("d", Text("Indbrud"), unit="pr. 1.000", per=1000.0)
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
    assert rank_words(CELLS, 0) == "nr. 3 af 3"
    assert rank_words(CELLS, 1) == rank_words(CELLS, 2) == "nr. 1–2 af 3"


def test_interval_is_wilsons() -> None:
    oracle = binomtest(184, 1070).proportion_ci(method="wilson")
    ends = [f"{100 * end:.1f}".replace(".", ",") for end in (oracle.low, oracle.high)]
    assert interval_words(CELLS, 0, SHARE) == f"{ends[0]}–{ends[1]}\N{NO-BREAK SPACE}%"


def test_what_is_no_share_of_a_whole_has_no_interval() -> None:
    more = ratio_cells(np.array([12.0]), np.array([10.0]), np.zeros(1, np.uint8), 1000.0)
    assert not is_share(more, 0)
    assert interval_words(more, 0, RATE) == ""
    assert interval_words(count_cells(TOPS, STATES), 0, COUNT) == ""
    assert interval_words(value_cells(TOPS, STATES), 0, MEAN) == ""
    assert is_share(CELLS, 0)


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
                "nr. 3 af 3 · kommunen 21,4\N{NO-BREAK SPACE}%",
            ),
        ),
        (count_cells(TOPS, STATES), missing_cells(1), COUNT, ("Søparken", "184", "nr. 1 af 3")),
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


def test_a_change_is_beyond_chance_only_where_the_intervals_do_not_meet() -> None:
    states = np.zeros(3, np.uint8)
    before = ratio_cells(
        np.array([50.0, 500.0, 50.0]), np.array([100.0, 1000.0, 20.0]), states, 100
    )
    after = ratio_cells(np.array([44.0, 440.0, 44.0]), np.array([100.0, 1000.0, 20.0]), states, 100)

    # Wilson 95 %: of 100, 40.4-59.6 and 34.7-53.8; of 1,000, 46.9-53.1 and 40.9-47.1.
    assert not is_beyond_chance(before, after, 0)
    assert not is_beyond_chance(before, after, 1)
    further = ratio_cells(
        np.array([44.0, 430.0, 44.0]), np.array([100.0, 1000.0, 20.0]), states, 100
    )
    assert is_beyond_chance(before, further, 1)
    assert is_beyond_chance(further, before, 1)
    assert not is_beyond_chance(before, after, 2)  # more counted than base: no share
