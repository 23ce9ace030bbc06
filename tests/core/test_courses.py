"""The course of one area: what is told, and what is never told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.areas import Effort
from desktop.core.control import Cusum
from desktop.core.courses import (
    Course,
    Patterns,
    Watch,
    course_of,
    municipality_course,
)
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.errors import UsageError
from desktop.core.gist import gist_sentence, past_limits, years_since
from desktop.core.indicators import Direction, Kind
from desktop.core.periods import parse
from desktop.core.trendwords import (
    caution_sentence,
    chart_sentence,
    course_sentences,
    effort_sentences,
    pattern_sentence,
    season_sentence,
    short_sentence,
    slope_sentence,
    turn_sentence,
    watch_sentence,
)
from tests.fake_extract import MISSING, UNDEFINED, WITHHELD, FakeSource, fake_dataset

LEVEL = "boligomraade"
QUARTERS = tuple(f"{2016 + at // 4}K{at % 4 + 1}" for at in range(42))


def extract(counts: FloatArray | None = None, base: float = 1000.0) -> Dataset:
    """Ten years of quarters; ``counts`` is the course of area 0 on ``uden_job``."""
    data = fake_dataset()
    source = data._source
    assert isinstance(source, FakeSource)
    source.quarters = QUARTERS
    invented = source._counts

    def given(indicator: str, breakdown: str) -> tuple[FloatArray, FloatArray, StateArray]:
        tops, bases, states = invented(indicator, breakdown)
        if counts is not None and indicator == "uden_job":
            bases[:, 0], tops[:, 0] = base, counts
        return tops, bases, states

    object.__setattr__(source, "_counts", given)
    return data


def course(counts: FloatArray | None = None, indicator: str = "uden_job", area: int = 0) -> Course:
    data = extract(counts)
    return course_of(data, LEVEL, area, data.indicator(indicator))


RISING: FloatArray = 200.0 + 3.0 * np.arange(42, dtype=np.float64)
BENT: FloatArray = 200.0 + 4.0 * np.maximum(np.arange(42, dtype=np.float64) - 20, 0)
LATE = np.where(np.arange(42) < 34, 200.0, 330.0)


def test_a_rise_is_told_with_its_interval_and_which_way_it_goes() -> None:
    told = slope_sentence(course(RISING))
    assert told.startswith("Tallet stiger: +1,20\u00a0pct.point om året (95 %:")
    assert told.endswith("regnet af 42 perioder. Det er til det dårligere.")
    falling = slope_sentence(course(RISING[::-1].copy()))
    assert falling.startswith("Tallet falder: −1,20")
    assert falling.endswith("Det er til det bedre.")
    level = slope_sentence(course(np.full(42, 200.0)))
    assert level.startswith("Ingen sikker retning over hele tiden: 0,00")


def test_an_amount_of_money_is_better_only_by_its_own_prices() -> None:
    data = extract(RISING)
    for unit in ("kr.", "kr. pr. måned"):
        money = replace(data.indicator("uden_job"), direction=Direction.BETTER, unit=unit)
        for counts, verdict in ((RISING, "bedre"), (RISING[::-1].copy(), "dårligere")):
            found = course_of(extract(counts), LEVEL, 0, money)
            ending = f"til det {verdict}, men beløbene er ikke regnet om til faste priser."
            assert slope_sentence(found).endswith(ending)
            assert gist_sentence(found).endswith(ending)
    bent = course_of(extract(BENT), LEVEL, 0, replace(data.indicator("uden_job"), unit="kr."))
    assert turn_sentence(bent).endswith("\u00a0kr.")
    assert not turn_sentence(bent).endswith("..")
    assert "priser" not in slope_sentence(course(RISING))


def hidden_course(shown: int, *, per_period: int = 42, counts: FloatArray = RISING) -> Course:
    """A course whose first periods are withheld, and the last ``shown`` are not."""
    data = extract(counts)
    source = data._source
    assert isinstance(source, FakeSource)
    given = source._counts

    def hiding(indicator: str, breakdown: str) -> tuple[FloatArray, FloatArray, StateArray]:
        tops, bases, states = given(indicator, breakdown)
        states[: per_period - shown, 0] = State.WITHHELD
        return tops, bases, states

    object.__setattr__(source, "_counts", hiding)
    return course_of(data, LEVEL, 0, data.indicator("uden_job"))


def test_where_over_a_fifth_is_withheld_no_verdict_is_given() -> None:
    found = hidden_course(33, counts=BENT)  # 9 of 42
    assert (found.withheld, found.shown, found.skewed) == (9, 33, True)
    assert found.slopes.direction[0] == 0
    assert np.isnan(found.slopes.slope[0])
    assert np.isnan(found.against.slope[0])
    assert found.turns.count[0] == 0
    assert found.chart is None
    assert found.watch is None
    assert found.patterns == Patterns()
    assert np.isfinite(found.cells.values[9:]).all()  # shown all the same
    assert np.isnan(found.season.strength[0])
    short = "9 af 42 perioder vises ikke, oftest dem med de laveste tal, så billedet er skævt."
    said = f"{short} Derfor siges intet om, hvilken vej det går."
    assert short_sentence(found) == short
    assert gist_sentence(found) == said
    assert course_sentences(found) == (said,)


def test_where_a_fifth_or_less_is_withheld_the_course_is_told() -> None:
    found = hidden_course(34, counts=BENT)  # 8 of 42
    assert not found.skewed
    assert np.isfinite(found.slopes.slope[0])
    assert "vises ikke" not in " ".join(course_sentences(found))


def test_of_a_high_share_it_is_the_highest_that_are_withheld() -> None:
    assert "med de højeste tal" in gist_sentence(hidden_course(20, counts=RISING + 600))


def test_beside_noughts_alone_one_withheld_period_is_the_highest() -> None:
    found = hidden_course(41, counts=np.zeros(42))
    assert found.skewed
    assert gist_sentence(found) == (
        "1 af 42 perioder vises ikke, oftest dem med de højeste tal, så billedet er skævt."
        " Derfor siges intet om, hvilken vej det går."
    )
    assert course_sentences(found) == (gist_sentence(found),)
    some = np.where(np.arange(42) < 40, 0.0, 20.0)
    assert not hidden_course(41, counts=some).skewed


@pytest.mark.parametrize("count", [0.0, 1000.0])
def test_a_level_of_none_or_all_has_no_limits(count: float) -> None:
    found = course(np.full(42, count))
    assert not found.skewed
    assert found.steady
    assert found.chart is None
    assert found.chart_periods is None
    assert found.watch is None
    assert "ligger inden for" not in " ".join(course_sentences(found))
    assert chart_sentence(found) == (
        "Tallet plejer at være det samme hver gang, så her er ingen grænser."
    )
    assert not course(np.full(42, 200.0)).steady


def test_all_withheld_is_too_few_and_not_a_skewed_picture() -> None:
    found = hidden_course(0)
    assert not found.skewed
    assert gist_sentence(found).startswith("Der er for få tal")
    assert course_sentences(found) == (gist_sentence(found),)


@pytest.mark.parametrize(("until", "count"), [("2016K1", 1), ("2016K2", 2), ("2017K3", 7)])
def test_under_two_years_no_limits_are_drawn_and_it_is_said(until: str, count: int) -> None:
    data = extract(RISING)
    found = course_of(data, LEVEL, 0, data.indicator("uden_job"), parse(until))
    assert found.chart is None
    assert found.chart_periods is None
    words = "periode" if count == 1 else "perioder"
    assert chart_sentence(found) == (
        f"{count} {words} er for lidt til at se, hvor meget tallet plejer at svinge, så her er"
        " ingen grænser. Der skal mindst 8 til."
    )
    enough = course_of(data, LEVEL, 0, data.indicator("uden_job"), parse("2017K4"))
    assert enough.chart is not None
    assert "kontrolgrænser" in chart_sentence(enough)


@pytest.mark.parametrize(
    ("codes", "least"),
    [
        (tuple(f"{2022 + at // 12}M{at % 12 + 1:02d}" for at in range(24)), 24),
        (tuple(f"{2010 + at}" for at in range(8)), 8),
    ],
)
def test_limits_need_two_years_of_months_or_eight_of_years(
    codes: tuple[str, ...], least: int
) -> None:
    for kept in (codes[:-1], codes):
        data = fake_dataset()
        source = data._source
        assert isinstance(source, FakeSource)
        source.quarters = kept
        found = course_of(data, LEVEL, 0, data.indicator("uden_job"))
        assert (len(found.periods), found.least) == (len(kept), least)
        assert (found.chart is None) is (len(kept) < least)


def test_periods_that_never_lie_a_year_apart_tell_nothing_of_how_much_they_swing() -> None:
    data = fake_dataset()
    source = data._source
    assert isinstance(source, FakeSource)
    source.quarters = tuple(f"{2000 + at}" for at in range(16))
    invented = source._counts

    def gaps(indicator: str, breakdown: str) -> tuple[FloatArray, FloatArray, StateArray]:
        tops, bases, states = invented(indicator, breakdown)
        states[::2, 0] = State.MISSING
        return tops, bases, states

    object.__setattr__(source, "_counts", gaps)
    found = course_of(data, LEVEL, 0, data.indicator("uden_job"))
    assert found.shown == found.least == 8
    assert found.chart is None
    assert chart_sentence(found).startswith("Perioderne ligger for spredt til at se")


def test_limits_are_told_by_the_first_and_last_period_that_is_shown() -> None:
    assert hidden_course(34).chart_periods == (parse("2018K1"), parse("2025K2"))


def test_an_indicator_without_direction_is_neither_better_nor_worse() -> None:
    data = extract(RISING)
    neither = replace(data.indicator("uden_job"), direction=Direction.NEITHER)
    assert slope_sentence(course_of(data, LEVEL, 0, neither)).endswith("42 perioder.")


def test_a_bend_is_told_where_it_is() -> None:
    found = course(BENT)
    assert found.turns.count[0] == 1
    assert "Kurven knækker omkring 1. kvartal 2021: før 0,00" in turn_sentence(found)
    assert "Intet vendepunkt" in turn_sentence(course(RISING))


def test_where_there_is_room_for_one_thing_it_is_the_bend_else_the_direction() -> None:
    assert short_sentence(course(BENT)) == turn_sentence(course(BENT))
    assert short_sentence(course(RISING)).startswith("Stiger 1,20\u00a0pct.point om året (95 %:")
    assert short_sentence(course(RISING[::-1].copy())).startswith("Falder 1,20\u00a0pct.point")
    assert short_sentence(course(np.full(42, 200.0))) == "Ingen sikker retning over tid."
    assert short_sentence(course(area=WITHHELD)) == ""


def test_limits_rest_on_all_but_the_newest_year_and_what_is_past_them_is_run_together() -> None:
    found = course(LATE)
    assert found.chart is not None
    assert found.chart_periods == (parse("2016K1"), parse("2025K2"))
    assert (found.chart.spread >= 1).all()
    assert "Uden for: over i 3. kvt. 2024–2. kvt. 2026." in chart_sentence(found)
    level = np.full(42, 200.0)
    assert "Alle perioder ligger inden for." in chart_sentence(course(level))
    some = chart_sentence(hidden_course(41, counts=level))
    assert some.endswith(" Alle viste perioder ligger inden for.")


def test_the_watch_reads_one_value_a_year_against_the_years_before() -> None:
    found = course(LATE)
    assert found.watch is not None
    assert [found.periods[row].code for row in found.watch.watched] == [
        f"{year}K2" for year in range(2022, 2027)
    ]
    assert [found.periods[row].part for row in found.watch.baseline] == [2] * 6
    assert found.watch.level == pytest.approx(0.2)
    assert found.watch.between > 54
    said = watch_sentence(found)
    assert "fra 2. kvartal 2025 på et vedvarende højere niveau end 20,0\u00a0%" in said
    assert "lavere niveau" in watch_sentence(course(400 - LATE))
    assert "ingen vedvarende forskydning" in watch_sentence(course(np.full(42, 200.0)))


def test_what_the_years_do_together_is_told() -> None:
    rising = course(np.maximum(RISING, 230))
    assert (rising.patterns.steady, rising.patterns.two) == (1, 1)
    assert "højere for hvert af de seneste fem år" in pattern_sentence(rising)
    under = np.full(42, 200.0)
    under[:9], under[9:] = 260.0, 196.0
    found = course(under)
    assert found.patterns.row == -1
    assert "Otte år i træk har ligget under" in pattern_sentence(found)
    assert not pattern_sentence(course(np.full(42, 200.0)))


def test_the_first_sentence_weighs_the_last_years_against_the_whole_time() -> None:
    assert gist_sentence(course(np.full(42, 200.0))) == (
        "Der er ingen sikker retning, og de seneste år skiller sig ikke ud."
    )
    rising = gist_sentence(course(RISING))
    assert rising.startswith("Tallet er steget siden 1. kvartal 2016, omkring 1,20\u00a0pct.point")
    assert rising.endswith("Det er til det dårligere.")
    falling = gist_sentence(course(RISING[::-1].copy()))
    assert falling.startswith("Tallet er faldet")
    assert falling.endswith("Det er til det bedre.")
    assert gist_sentence(course(BENT)).startswith("Kurven knækker omkring 1. kvartal 2021")
    assert gist_sentence(course(area=WITHHELD)).startswith("Der er for få tal")


def test_a_late_shift_without_a_sure_direction_is_told_as_both() -> None:
    swings = 230 + 40 * np.sin(np.arange(42) / 3.3)
    unsure = replace(course(swings), turns=course(np.full(42, 200.0)).turns)
    assert unsure.slopes.direction[0] == 0
    for sign, word in ((1, "højere"), (-1, "lavere")):
        found = replace(unsure, watch=signalled(unsure, sign))
        assert gist_sentence(found) == (
            f"Tallet har ligget lidt {word} de seneste tre år, men der er ingen sikker retning"
            " over hele tiden."
        )
        assert chart_is_quiet(found)
        assert "årene trækker samme vej" in watch_sentence(found)
    against = replace(course(RISING), watch=signalled(course(RISING), -1))
    assert "men over hele tiden er det steget" in gist_sentence(against)


def signalled(found: Course, sign: int) -> Watch:
    """The watch of a course, with a sum that has grown for three years on one side alone."""
    assert found.watch is not None
    grown = Cusum(np.array([0.0, 0, 2, 4, 6]), np.array([False, False, False, False, True]))
    nothing = Cusum(np.zeros(5), np.zeros(5, bool))
    up, down = (grown, nothing) if sign > 0 else (nothing, grown)
    return replace(found.watch, up=up, down=down)


def chart_is_quiet(found: Course) -> bool:
    return found.chart is not None and not found.chart.outside.any()


def test_a_sum_has_grown_since_it_was_last_nothing() -> None:
    quiet = np.zeros(3, bool)
    assert years_since(Cusum(np.array([0.0, 1, 2]), quiet)) == 2
    assert years_since(Cusum(np.array([1.0, 1, 2]), quiet)) == 3
    assert years_since(Cusum(np.array([1.0, 1, 0]), quiet)) == 0


def test_the_newest_year_past_its_limit_is_clearly_apart() -> None:
    late = course(LATE)
    assert past_limits(late, 1)
    assert not past_limits(late, -1)
    flat = replace(late, turns=course(np.full(42, 200.0)).turns)
    assert "Tallet har ligget tydeligt højere" in gist_sentence(flat)


def test_the_municipality_has_its_own_course_and_nothing_to_be_held_against() -> None:
    data = extract(RISING)
    found = municipality_course(data, data.indicator("uden_job"), since=parse("2020"))
    assert found.periods[0].code == "2020K1"
    own = data.municipality("uden_job", parse("2026K2"))
    assert found.cells.values[-1] == own.values[0]
    assert np.isfinite(found.slopes.slope[0])
    assert np.isnan(found.against.slope[0])
    assert found.efforts == ()


def test_a_course_begins_with_the_period_asked_for() -> None:
    data = extract(RISING)
    found = course_of(
        data, LEVEL, 0, data.indicator("uden_job"), parse("2022K4"), since=parse("2021")
    )
    assert [found.periods[0].code, found.periods[-1].code] == ["2021K1", "2022K4"]
    with pytest.raises(UsageError, match=r"ingen tal fra 2023 til 4\. kvartal 2022"):
        course_of(data, LEVEL, 0, data.indicator("uden_job"), parse("2022K4"), parse("2023"))


def test_a_season_is_told_by_its_strength() -> None:
    swing = np.array([30.0, 0.0, -30.0, 0.0])[np.arange(42) % 4]
    chance = np.random.default_rng(1).normal(0, 15, 42)
    assert "svinger tydeligt" in season_sentence(course(300 + swing + chance / 5))
    assert "svinger svagt" in season_sentence(course(300 + 0.6 * swing + chance))
    assert "ingen årstid" in season_sentence(course(300 + chance))


@pytest.mark.parametrize("area", [WITHHELD, MISSING, UNDEFINED])
def test_an_area_without_numbers_has_a_course_of_nothing(area: int) -> None:
    found = course(area=area)
    assert (found.cells.states != State.SHOWN).all()
    assert "for få tal" in slope_sentence(found)
    assert found.watch is None
    assert found.chart is None
    assert "4711" not in " ".join(course_sentences(found))


def test_means_have_limits_of_their_own() -> None:
    mean = course(indicator="alder")
    assert np.isfinite(mean.slopes.slope[0])
    assert mean.chart is not None
    assert mean.watch is not None
    assert mean.watch.limit == 5
    assert mean.watch.between == 465
    assert "Kendte man niveauet" in watch_sentence(mean)


def test_counts_are_not_held_against_the_municipality() -> None:
    count = course(indicator="beboere")
    assert np.isnan(count.against.slope[0])
    assert count.chart is not None
    assert not any("Kommunen" in sentence for sentence in course_sentences(count))


def test_a_short_course_says_so() -> None:
    data = fake_dataset()
    found = course_of(data, LEVEL, 0, data.indicator("uden_job"), parse("2024K2"))
    assert len(found.periods) == 2
    assert "for få tal" in slope_sentence(found)
    school = course_of(data, LEVEL, 0, data.indicator("fravaer"))
    assert caution_sentence(school) == ""
    assert season_sentence(school) == ""


def test_people_recur_in_shares_and_events_do_not() -> None:
    assert caution_sentence(course(RISING)).startswith("De fleste personer går igen")
    data = extract(RISING)
    events = replace(data.indicator("uden_job"), measured="rate")
    assert events.kind is Kind.RATE
    found = course_of(data, LEVEL, 0, events)
    assert np.isfinite(found.slopes.slope[0])
    assert caution_sentence(found) == ""


def test_a_course_ends_with_the_period_asked_for() -> None:
    data = extract(RISING)
    found = course_of(data, LEVEL, 0, data.indicator("uden_job"), parse("2020K4"))
    assert found.periods[-1].code == "2020K4"
    assert found.slopes.seen[0] == 20


def test_efforts_stand_beside_and_are_not_called_the_cause() -> None:
    data = fake_dataset()
    at = data.areas(LEVEL).codes.index("0107")
    found = course_of(data, LEVEL, at, data.indicator("uden_job"))
    assert [each.name for each in found.efforts] == ["Lommepengejob"]
    said = effort_sentences(found.efforts)
    assert said[0] == "Lommepengejob, siden 1. marts 2025"
    assert "viser ikke" in said[-1]
    assert effort_sentences(()) == ()
    ended = Effort(LEVEL, "x", "Klub", found.efforts[0].start, parse("2025K2").end)
    assert effort_sentences((ended,))[0] == "Klub, 1. marts 2025 – 30. juni 2025"
