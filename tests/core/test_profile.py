"""What a profile holds, and what it says."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.comparisons import Against, Question, Verdict, compare
from desktop.core.dataset import Dataset
from desktop.core.indicators import Direction
from desktop.core.levelwords import plainly
from desktop.core.measures import Cells, ratio_cells
from desktop.core.periods import Period, parse
from desktop.core.profile import (
    Lean,
    Profile,
    in_dimensions,
    lean_of,
    line_of,
    profile_of,
    questions_of,
    telling,
    usual_indicators,
    with_lines,
)
from desktop.core.profilewords import (
    against_label,
    key_words,
    like_sentences,
    place_words,
    row_sentences,
    summary_sentences,
)
from desktop.core.sentences import is_beyond_chance
from desktop.core.trust import trust_sentences
from tests.fake_extract import (
    BEGINS,
    HIDDEN,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    fake_dataset,
)

LEVEL, NOW = "boligomraade", parse("2026K2")
DATA = fake_dataset()
ALL = tuple(each.id for each in DATA.indicators)


def made(position: int = 9, question: Question | None = None, when: str = "2026K2") -> Profile:
    return profile_of(DATA, LEVEL, position, parse(when), ALL, question)


@pytest.mark.parametrize("position", [0, 4, 9, 12])
@pytest.mark.parametrize("against", [Against.MUNICIPALITY, Against.ORGANISATION, Against.DISTRICT])
def test_every_row_is_the_comparison_that_the_panel_makes(position: int, against: Against) -> None:
    question = Question(against)
    for row in made(position, question).rows:
        assert row.period is not None
        (own,) = compare(DATA, LEVEL, position, row.indicator, row.period, [question])
        assert row.comparison is not None
        for name in ("difference", "low", "high"):
            mine, theirs = getattr(row.comparison, name), getattr(own, name)
            assert mine == theirs or (math.isnan(mine) and math.isnan(theirs))
        assert row.comparison.verdict == own.verdict


def test_the_change_and_its_mark_are_those_of_the_panel() -> None:
    for position in range(len(DATA.areas(LEVEL))):
        row = made(position).row("uden_job")
        assert row is not None
        assert row.period is not None
        now = DATA.cells("uden_job", LEVEL, NOW)
        then = DATA.cells("uden_job", LEVEL, NOW.year_before())
        if position in (BEGINS, len(now.values) - 1):
            continue
        assert row.moved == is_beyond_chance(then, now, position, row.indicator)
        change = now.values[position] - then.values[position]
        assert (row.change == change) or (math.isnan(row.change) and math.isnan(change))


def halved_before(data: Dataset) -> Dataset:
    """The extract with half as many out of work a year before, so that it has surely moved."""
    held = data.cells

    def cells(indicator: str, level: str, period: Period, breakdown: str = "") -> Cells:
        made = held(indicator, level, period, breakdown)
        if (indicator, period) != ("uden_job", NOW.year_before()):
            return made
        return ratio_cells(made.numerators // 2, made.denominators, made.states, 100.0)

    data.cells = cells  # type: ignore[method-assign]
    return data


def test_a_change_beyond_chance_is_marked_and_said() -> None:
    data = halved_before(fake_dataset())
    marked = []
    for position in range(8, 20):
        profile = profile_of(data, LEVEL, position, NOW, ALL)
        row = profile.row("uden_job")
        assert row is not None
        marked.append(row.moved)
        said = " ".join(row_sentences(profile, row, plainly()))
        assert ("det er mere end tilfældigt" in said) is row.moved
        trusted = " ".join(trust_sentences(data, LEVEL, position, row.indicator, NOW))
        assert ("mere, end tilfældigheder plejer" in trusted) is row.moved
        assert ("så meget kan være tilfældigt" in trusted) is not row.moved
    assert {*marked} == {True, False}


@pytest.mark.parametrize("position", [WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED])
def test_what_is_not_shown_carries_and_tells_no_number(position: int) -> None:
    profile = made(position)
    row = profile.row("uden_job")
    assert row is not None
    assert not row.shown
    assert row.lean is Lean.NONE
    numbers = (*row.cell.values, *row.cell.numerators, row.low, row.high, row.change)
    assert all(math.isnan(each) for each in numbers)
    assert (row.best, row.worst, row.moved, row.small) == (0, 0, False, False)
    said = " ".join(row_sentences(profile, row, plainly()))
    assert "%" not in said.replace("95 %", "")
    assert str(int(HIDDEN)) not in said


def test_nothing_hidden_is_ever_said() -> None:
    one, other = fake_dataset(), fake_dataset(hidden=31.0)
    for position in range(len(one.areas(LEVEL))):
        texts = []
        for data in (one, other):
            profile = profile_of(data, LEVEL, position, NOW, ALL, Question(Against.SIMILAR))
            told = [*summary_sentences(profile, "Kommunen", plainly())]
            for row in profile.rows:
                told += row_sentences(profile, row, plainly())
            texts.append(told)
        assert texts[0] == texts[1]


@given(position=st.integers(0, 20), id=st.sampled_from(ALL))
def test_a_range_of_places_holds_the_place(position: int, id: str) -> None:
    row = made(position).row(id)
    assert row is not None
    if row.best:
        cells = DATA.cells(id, LEVEL, row.period or NOW)
        exists = DATA.areas(LEVEL).valid_on((row.period or NOW).end)
        place = int((np.where(exists, cells.values, np.nan) > cells.values[position]).sum()) + 1
        assert 1 <= row.best <= place <= row.worst <= row.among
        assert place_words(row).endswith(f"af {row.among}")
    else:
        assert place_words(row) == ""


def test_a_verdict_is_turned_by_the_direction() -> None:
    for position in range(len(DATA.areas(LEVEL))):
        row = made(position).row("uden_job")
        assert row is not None
        if row.comparison is not None:
            higher = row.comparison.verdict is Verdict.SURE_HIGHER
            assert (row.lean is Lean.MORE) is higher  # more out of work is more adverse
        better = replace(row.indicator, direction=Direction.BETTER)
        neither = replace(row.indicator, direction=Direction.NEITHER)
        turned = {Lean.MORE: Lean.LESS, Lean.LESS: Lean.MORE}
        assert lean_of(row.comparison, better) is turned.get(row.lean, row.lean)
        if row.lean in turned:
            assert lean_of(row.comparison, neither) is Lean.APART


def test_similar_areas_are_the_same_in_every_row_and_are_named() -> None:
    profile = made(9, Question(Against.SIMILAR))
    counts = {row.comparison.areas for row in profile.rows if row.comparison is not None}
    assert counts == {len(profile.like_names)}
    assert profile.like is not None
    assert "0110" not in profile.like_names
    told = " ".join(like_sentences(profile, plainly()))
    assert all(name in told for name in profile.like_names)
    assert "beboere" in told
    assert like_sentences(made(9), plainly()) == ()


def test_what_an_area_can_be_held_against() -> None:
    asked = questions_of(DATA, LEVEL, 9)
    assert [each.against for each in asked] == [
        Against.MUNICIPALITY, Against.SIMILAR, Against.ORGANISATION, Against.DISTRICT,
    ]  # fmt: skip
    assert [against_label(DATA, LEVEL, 9, NOW, each) for each in asked] == [
        "Kommunen", "Lignende boligområder", "Boligforeningen Fjorden", "Øst",
    ]  # fmt: skip


def test_an_area_before_it_began_shows_nothing_and_says_so() -> None:
    profile = made(BEGINS, when="2024K2")
    assert not profile.exists
    assert not any(row.shown for row in profile.rows)
    assert math.isnan(profile.key.residents)
    assert summary_sentences(profile, "Kommunen", plainly()) == (
        "Området fandtes ikke i denne periode.",
    )


def test_an_indicator_without_numbers_yet_has_an_empty_row() -> None:
    row = made(9, when="2024K1").row("fravaer")
    assert row is not None
    assert row.period is None
    assert not row.shown


def test_the_usual_choice_is_of_every_dimension_and_calm() -> None:
    usual = usual_indicators(DATA, LEVEL)
    assert set(usual) == set(ALL) - {"beboere"}
    assert list(in_dimensions(DATA, tuple(reversed(usual)))) == list(usual)
    assert len(usual_indicators(DATA, LEVEL, most=2)) == 2
    first = {DATA.indicator(id).dimension for id in usual_indicators(DATA, LEVEL, most=4)}
    assert len(first) >= 3


def test_the_telling_rows_are_the_surest_and_largest() -> None:
    for position in range(len(DATA.areas(LEVEL))):
        rows = telling(made(position))
        assert all(row.shown for row in rows)
        sure = [row.lean in (Lean.MORE, Lean.LESS, Lean.APART) for row in rows]
        assert sure == sorted(sure, reverse=True)
        sizes = [
            abs(row.comparison.relative)
            for row, surely in zip(rows, sure, strict=True)
            if surely and row.comparison is not None
        ]
        assert sizes == sorted(sizes, reverse=True)


def test_courses_end_at_the_time_shown() -> None:
    line = line_of(DATA, LEVEL, 9, "uden_job", parse("2025K2"))
    assert line.periods[-1] == line.whole_periods[-1] == parse("2025K2")
    assert len(line.cells.values) == len(line.periods) == 6
    profile = with_lines(made(), {"uden_job": line})
    assert profile.lines["uden_job"] is line
    assert made().lines == {}


def test_who_an_area_is() -> None:
    profile = made(6)
    counted = DATA.cells("beboere", LEVEL, NOW).values[6]
    assert key_words(profile.key)[:2] == ("Boligområde 0107", f"{int(counted)} beboere")
    assert profile.key.inside == (("Distrikt", "Vest"),)
    assert [effort.name for effort in profile.efforts] == ["Lommepengejob"]
    district = profile_of(DATA, "distrikt", 0, NOW, ALL)
    assert district.key.holds == ((12, "boligområder"),)
