"""The written text of an area: no claim without its interval, no number that is not shown."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.areas import MUNICIPALITY, Areas
from desktop.core.areatext import MOST_SENTENCES, area_sentences, area_text
from desktop.core.areatextfacts import (
    Certainty,
    Change,
    Farthest,
    Headline,
    Moved,
    Nothing,
    Overall,
    Placing,
    Reservation,
    Silent,
    Standing,
    Statement,
    Uncompared,
    Unjudged,
    headline_row,
    placings_of,
    statements_of,
)
from desktop.core.dataset import Dataset, RawSeries
from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.indicators import Direction, Indicator, Kind, Text
from desktop.core.models.shown import shown_result
from desktop.core.periods import Period, parse
from desktop.core.profile import Profile, profile_of
from desktop.core.sentences import value_words
from desktop.core.wording import number, quantity, use_language
from tests.core.models.fakemodels import POINTS, TWO_OUTCOMES
from tests.fake_extract import (
    HIDDEN,
    LONG,
    MANIFEST,
    MISSING,
    QUARTERS,
    WITHHELD,
    FakeSource,
    fake_dataset,
)

LEVEL = "boligomraade"
NOW, THEN = parse("2026K2"), parse("2025K2")
IDS = ("andel", "sats", "middel", "tal")
SHARE = Indicator("andel", Text("Andele"), direction=Direction.WORSE)
RATE = Indicator("sats", Text("Satser"), unit="‰", per=1000.0)
MEAN = Indicator("middel", Text("Midler"), unit="m²", per=1.0)
COUNT = Indicator("tal", Text("Antal"), unit="n", per=1.0, decimals=0)
_Z = 1.959963984540054


@dataclass(eq=False)
class Invented(FakeSource):
    """An extract whose counts were drawn: by indicator, periods × areas with the whole last."""

    tops: Mapping[str, FloatArray] | None = None
    bases: Mapping[str, FloatArray] | None = None
    hidden_states: Mapping[str, StateArray] | None = None

    def series_periods(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        codes = (THEN.code, NOW.code)
        levels = (LEVEL, MUNICIPALITY)
        return {(id, level, ""): codes for id in IDS for level in levels}

    def areas(self, level: str) -> Areas:
        """As many as were drawn, all there at all times."""
        count = 1 if level == MUNICIPALITY else 3
        blank = ("",) * count
        unknown = np.full(count, np.nan)
        return Areas(
            level,
            tuple(f"{at}" for at in range(count)),
            ("Ådalen", "Byen", "Cirklen")[:count],
            blank,
            blank,
            unknown,
            unknown,
            np.zeros(count, np.int32),
            np.full(count, 3_000_000, np.int32),
        )

    def series(
        self, indicator: str, level: str, breakdown: str, periods: Sequence[str]
    ) -> RawSeries:
        assert self.tops is not None
        assert self.bases is not None
        assert self.hidden_states is not None
        rows = [(THEN.code, NOW.code).index(code) for code in periods]
        columns = slice(3, 4) if level == MUNICIPALITY else slice(0, 3)
        shape = (len(rows), -1) if len(rows) > 1 else (-1,)
        top, base = (
            table[indicator][rows, columns].reshape(shape) for table in (self.tops, self.bases)
        )
        state = self.hidden_states[indicator][rows, columns].reshape(shape)
        shown = state == State.SHOWN
        top = np.where(shown, top, HIDDEN)
        return RawSeries(top, None if indicator == "tal" else np.where(shown, base, HIDDEN), None,
                         state)  # fmt: skip


@st.composite
def invented(draw: st.DrawFn) -> Dataset:
    tops, bases, states = {}, {}, {}
    for id in IDS:
        base = np.array(draw(st.lists(st.integers(1, 900), min_size=6, max_size=6)), float)
        share = np.array(draw(st.lists(st.integers(0, 100), min_size=6, max_size=6)), float) / 100
        top = np.floor(base * share)
        top, base = top.reshape(2, 3), base.reshape(2, 3)
        more = float(draw(st.integers(0, 4000)))
        whole_base = base.sum(axis=1) + more
        whole_top = top.sum(axis=1) + np.floor(more * draw(st.integers(0, 100)) / 100)
        drawn = draw(
            st.lists(
                st.sampled_from((State.SHOWN,) * 5 + (State.WITHHELD, State.MISSING)),
                min_size=8,
                max_size=8,
            )
        )
        tops[id] = np.column_stack([top, whole_top])
        bases[id] = np.column_stack([base, whole_base])
        states[id] = np.array(drawn, np.uint8).reshape(2, 4)
    return dataset(tops, bases, states)


def dataset(
    tops: Mapping[str, FloatArray],
    bases: Mapping[str, FloatArray],
    states: Mapping[str, StateArray],
) -> Dataset:
    source = Invented(
        4, 2, 4, QUARTERS, HIDDEN, MANIFEST, background=False, tops=tops, bases=bases,
        hidden_states=states,
    )  # fmt: skip
    source.indicators = (SHARE, RATE, MEAN, COUNT)
    return Dataset(source)


def told(data: Dataset, position: int = 0, ids: Sequence[str] = IDS) -> tuple[Statement, ...]:
    return statements_of(data, profile_of(data, LEVEL, position, NOW, ids))


def counts(data: Dataset, id: str, period: Period) -> tuple[float, float, float, float]:
    """The area's and the municipality's counts and bases, NaN where they are not shown."""
    own, whole = data.cells(id, LEVEL, period), data.municipality(id, period)
    return (
        float(own.numerators[0]),
        float(own.denominators[0]),
        float(whole.numerators[0]),
        float(whole.denominators[0]),
    )


def ends(indicator: Indicator, top: float, base: float) -> tuple[float, float]:
    """Wilson's or Byar's interval, written out anew."""
    if indicator.kind is Kind.SHARE:
        share, z2 = top / base, _Z * _Z
        middle = (share + z2 / (2 * base)) / (1 + z2 / base)
        reach = _Z * math.sqrt(share * (1 - share) / base + z2 / (4 * base * base))
        reach /= 1 + z2 / base
        return 100 * (middle - reach), 100 * (middle + reach)
    low = top * (1 - 1 / (9 * top) - _Z / (3 * math.sqrt(top))) ** 3 if top else 0.0
    high = (top + 1) * (1 - 1 / (9 * (top + 1)) + _Z / (3 * math.sqrt(top + 1))) ** 3
    return 1000 * max(low, 0) / base, 1000 * high / base


def between(
    indicator: Indicator, one: tuple[float, float], other: tuple[float, float]
) -> tuple[float, float]:
    """The interval of a difference of two independent numbers."""
    (low, high), (under, over) = ends(indicator, *one), ends(indicator, *other)
    value, base = (indicator.per * top / base for top, base in (one, other))
    difference = value - base
    return (
        difference - math.hypot(value - low, over - base),
        difference + math.hypot(high - value, base - under),
    )


def against_whole(data: Dataset, indicator: Indicator) -> tuple[float, float]:
    top, base, whole_top, whole_base = counts(data, indicator.id, NOW)
    share = base / whole_base
    rest = (whole_top - top, whole_base - base)
    low, high = between(indicator, (top, base), rest)
    return (1 - share) * low, (1 - share) * high


def over_time(data: Dataset, indicator: Indicator) -> tuple[float, float]:
    now, then = (counts(data, indicator.id, period)[:2] for period in (NOW, THEN))
    return between(indicator, now, then)


def borne_out(statement: Standing | Farthest | Change, ends: tuple[float, float]) -> None:
    assert (statement.low, statement.high) == pytest.approx(ends, abs=1e-6)
    assert statement.low > 0 or statement.high < 0


@given(invented())
@settings(max_examples=60)
def test_every_claim_of_certainty_is_borne_out_by_the_counts(data: Dataset) -> None:
    statements = told(data)
    for each in statements:
        match each:
            case Standing(certainty=Certainty.SURE):
                borne_out(each, against_whole(data, each.indicator))
                assert (each.difference > 0) == (each.low > 0)
            case Farthest():
                borne_out(each, against_whole(data, each.indicator))
            case Change(certainty=Certainty.SURE):
                borne_out(each, over_time(data, each.indicator))
            case Moved():
                for change in each.changes:
                    borne_out(change, over_time(data, change.indicator))
                    assert (change.change > 0) == (change.low > 0)
            case Overall():
                sure = [
                    against_whole(data, indicator)
                    for indicator in (SHARE, RATE)
                    if data.cells(indicator.id, LEVEL, NOW).shown[0]
                    and np.isfinite(counts(data, indicator.id, NOW)).all()
                ]
                assert each.above == sum(low > 0 for low, _high in sure)
                assert each.below == sum(high < 0 for _low, high in sure)
                assert each.compared <= len(sure)


@given(invented())
@settings(max_examples=60)
def test_certainty_is_said_where_there_is_some_and_only_there(data: Dataset) -> None:
    statements = told(data)
    said = area_text(statements)
    sure = any(
        isinstance(each, Overall | Moved) or getattr(each, "certainty", "") == Certainty.SURE
        for each in statements
    )
    if not sure:
        assert "med sikkerhed" not in said
    for each in statements:
        if isinstance(each, Standing) and each.certainty is Certainty.CHANCE:
            level = f"{abs(each.difference):.3f}" != "0.000" and "på linje" not in said
            assert not level or "forskellen kan være tilfældig" in said
    for banned in ("signifikant", " sikkert", "ghetto", "nan", "  ", " ."):
        assert banned not in said


@given(invented())
@settings(max_examples=60)
def test_no_number_is_told_that_is_not_shown(data: Dataset) -> None:
    profile = profile_of(data, LEVEL, 0, NOW, IDS)
    statements = statements_of(data, profile)
    allowed: set[str] = {number(count) for count in range(6)}
    for row in profile.rows:
        indicator = row.indicator
        decimals = indicator.decimals
        for cells in (row.cell, *([row.comparison.other] if row.comparison else [])):
            if cells.shown[0]:
                allowed.add(number(float(cells.values[0]), decimals))
                allowed |= {number(float(c[0])) for c in (cells.numerators, cells.denominators)}
        if row.comparison is not None:
            allowed.add(number(abs(row.comparison.difference), decimals))
        allowed.add(number(abs(row.change), decimals))
    said = area_text(statements).replace("2. kvartal 2026", "")
    found = set(re.findall(r"\d[\d.]*(?:,\d+)?", said))
    assert {each.rstrip(".") for each in found} <= allowed
    assert number(HIDDEN) not in said


@given(invented(), st.integers(0, 2), st.permutations(IDS), st.integers(1, 4))
@settings(max_examples=40)
def test_a_text_is_short_and_says_nothing_twice(
    data: Dataset, position: int, ids: list[str], count: int
) -> None:
    sentences = area_sentences(told(data, position, ids[:count]))
    assert 1 <= len(sentences) <= MOST_SENTENCES
    assert len(set(sentences)) == len(sentences)
    for each in sentences:
        assert each[:1] == each[:1].upper()
        assert each.endswith(".")
        assert "{" not in each


@given(invented())
@settings(max_examples=25)
def test_the_headline_is_the_one_that_is_wanted_where_it_is_shown(data: Dataset) -> None:
    profile = profile_of(data, LEVEL, 0, NOW, IDS)
    for row in profile.rows:
        found = headline_row(profile, row.indicator.id)
        if row.shown:
            assert found is row
        else:
            assert found is None or found.shown


def whole(
    own: tuple[float, float] = (60.0, 200.0),
    before: tuple[float, float] = (60.0, 200.0),
    others: tuple[float, float] = (300.0, 3000.0),
) -> Dataset:
    """All of an area's indicators with the same counts; the municipality with others as well."""
    top = np.array([[before[0], 1, 1, before[0] + others[0]], [own[0], 1, 1, own[0] + others[0]]])
    base = np.array([[before[1], 9, 9, before[1] + others[1]], [own[1], 9, 9, own[1] + others[1]]])
    shown = np.zeros((2, 4), np.uint8)
    return dataset(dict.fromkeys(IDS, top), dict.fromkeys(IDS, base), dict.fromkeys(IDS, shown))


def only(data: Dataset, id: str = "andel") -> str:
    return area_text(told(data, 0, (id,))).replace("\u00a0", " ")


def test_a_sure_difference_and_a_change_that_may_be_chance() -> None:
    assert only(whole(before=(64.0, 200.0))) == (
        "For Ådalen er andelen »Andele« 30,0 % (60 af 200), med sikkerhed over kommunens 11,3 %;"
        " forskellen er 18,8 procentpoint. På et år er andelen faldet 2,0 procentpoint; faldet kan"
        " være tilfældigt."
    )


def test_a_difference_that_may_be_chance_and_a_sure_change() -> None:
    assert only(whole(own=(20.0, 200.0), before=(60.0, 200.0), others=(360.0, 3000.0))) == (
        "For Ådalen er andelen »Andele« 10,0 % (20 af 200), 1,9 procentpoint under kommunens"
        " 11,9 %; forskellen kan være tilfældig. På et år er andelen med sikkerhed faldet; faldet"
        " er 20,0 procentpoint."
    )


def test_no_difference_and_no_change() -> None:
    assert only(whole(own=(30.0, 300.0), before=(30.0, 300.0))) == (
        "For Ådalen er andelen »Andele« 10,0 % (30 af 300), på linje med kommunens 10,0 %. På et år"
        " er andelen uændret."
    )


def test_means_are_not_judged_and_counts_are_known() -> None:
    assert only(whole(before=(70.0, 200.0)), "middel").endswith(
        "om forskellen er mere end tilfældig, kan ikke afgøres. På et år er tallet faldet 0,1 m²; "
        "om det er tilfældigt, kan ikke afgøres."
    )
    assert only(whole(own=(75.0, 1.0)), "tal") == (
        "For Ådalen er antallet »Antal« 75. På et år er antallet steget med 15."
    )


def test_all_four_together_are_counted_and_the_moved_are_named() -> None:
    said = area_text(told(whole(own=(90.0, 200.0)))).replace("\u00a0", " ")
    assert "Af 2 nøgletal, der kan sammenlignes, ligger 2 med sikkerhed over kommunen og ingen" in (
        said
    )
    assert "forskellen størst for" in said
    assert "På et år er med sikkerhed »Satser« steget 150,0 ‰." in said


@pytest.mark.parametrize(
    ("position", "why"), [(WITHHELD, Nothing.WITHHELD), (MISSING, Nothing.EMPTY)]
)
def test_without_any_number_it_says_why(position: int, why: Nothing) -> None:
    data = fake_dataset()
    ids = ("uden_job", "fravaer", "alder")
    statements = statements_of(data, profile_of(data, LEVEL, position, NOW, ids))
    assert [each.why for each in statements if isinstance(each, Silent)] == [why]
    said = area_text(statements)
    assert re.findall(r"\d", said) == ["3"]


def test_an_area_that_is_gone_and_one_without_indicators() -> None:
    data = fake_dataset()
    gone = profile_of(data, LEVEL, len(data.areas(LEVEL)) - 1, NOW, ("uden_job",))
    assert area_text(statements_of(data, gone)) == "Området fandtes ikke i denne periode."
    nothing = profile_of(data, LEVEL, 0, NOW, ())
    assert area_text(statements_of(data, nothing)).startswith("Udtrækket har ingen tal")


def test_a_very_long_name_is_not_repeated_in_a_sentence() -> None:
    data = fake_dataset()
    said = area_text(statements_of(data, profile_of(data, LEVEL, LONG, NOW, ("uden_job",))))
    assert said.startswith("For området er andelen »Voksne uden for arbejdsmarkedet«")


def test_without_the_municipality_nothing_is_compared() -> None:
    data = whole()
    hidden = np.array([[0, 0, 0, State.MISSING]] * 2, np.uint8)
    source = data._source
    assert isinstance(source, Invented)
    source.hidden_states = dict.fromkeys(IDS, hidden)
    statements = told(data)
    assert [each for each in statements if isinstance(each, Uncompared)] == [Uncompared(3)]
    assert not any(isinstance(each, Standing | Overall) for each in statements)
    assert "Tallene kan ikke holdes op mod kommunens" in area_text(statements)


def test_numbers_without_counts_are_said_to_be_undecided() -> None:
    said = area_text((Unjudged(16, 13, 0), Reservation(1, 0, 2)))
    assert said == (
        "Af 16 nøgletal ligger 13 over kommunen og ingen under; om forskellene er mere end"
        " tilfældige, kan ikke afgøres. 1 nøgletal vises ikke af hensyn til diskretion, og 2"
        " nøgletal bygger på få."
    )


def test_categories_are_told_in_one_sentence() -> None:
    one = Placing("Pointmodel (egen)", "", "Udsat", "13 af 24 point")
    assert area_text([one]) == "Kategorien er »Udsat« (13 af 24 point) efter modellen »Pointmodel«."
    two = (replace(one, outcome="Folk"), Placing("Pointmodel (egen)", "Huse", "Rolig", ""))
    assert area_text(two) == (
        "Kategorierne er »Udsat« (Folk, 13 af 24 point) og »Rolig« (Huse) efter modellen"
        " »Pointmodel«."
    )


def test_placings_are_those_of_the_model() -> None:
    data = fake_dataset(columns=6, rows=5, models={"point": POINTS, "to": TWO_OUTCOMES})
    result = shown_result(data, LEVEL, NOW, "point")
    assert result is not None
    placed = {at: placings_of(result, at) for at in range(len(data.areas(LEVEL)))}
    index = result.outcomes[result.model.outcomes[0].id].index[-1]
    for at, placings in placed.items():
        assert bool(placings) == (index[at] >= 0)
        assert all(each.outcome == "" for each in placings)
    assert placings_of(None, 0) == ()


def test_the_headline_tells_the_number_as_everywhere() -> None:
    data = fake_dataset()
    profile = profile_of(data, LEVEL, 0, NOW, ("uden_job",))
    (headline,) = [e for e in statements_of(data, profile) if isinstance(e, Headline)]
    shown = quantity(headline.value, headline.indicator.unit, headline.indicator.decimals)
    assert shown == value_words(profile.rows[0].cell, 0, headline.indicator)


def _all_texts(data: Dataset) -> str:
    ids = ("uden_job", "beboere", "alder", "fravaer", "anmeldelser")
    profiles: list[Profile] = [
        profile_of(data, LEVEL, at, NOW, ids) for at in range(len(data.areas(LEVEL)))
    ]
    result = shown_result(data, LEVEL, NOW, "point")
    lines = [
        area_text(statements_of(data, each, "", placings_of(result, each.position)))
        for each in profiles
    ]
    return "".join(f"{line}\n" for line in lines).replace("\u00a0", " ")


def test_the_texts_of_an_extract_read_as_they_did(golden: Callable[[str, str], None]) -> None:
    golden("areatext.txt", _all_texts(fake_dataset(models={"point": POINTS})))


def test_the_same_extract_gives_the_same_texts_in_english_too() -> None:
    use_language("en")
    data = fake_dataset(models={"point": POINTS})
    assert _all_texts(data) == _all_texts(fake_dataset(models={"point": POINTS}))
