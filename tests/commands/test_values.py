"""``boligatlas values``: a line for every area or group, in words and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from desktop.cli import main
from desktop.commands.units import Units
from desktop.commands.valueasking import catalogue_says
from desktop.commands.valuenotes import order_notes, smoothing_notes
from desktop.core.answers import MEASURES, STANDING, Answer, answer
from desktop.core.catalogue import Counted, read_reference
from desktop.core.dataset import Breakdown, Dataset
from desktop.core.disclosure import State, StateArray
from desktop.core.errors import UsageError
from desktop.core.indicators import Text
from desktop.core.measures import Cells, missing_cells, ratio_cells
from desktop.core.periods import parse
from desktop.core.questions import Question
from desktop.core.wording import NO_BREAK
from tests.fake_extract import (
    HIDDEN,
    MANIFEST,
    MISSING,
    QUARTERS,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    FakeSource,
    fake_dataset,
)

Captured = pytest.CaptureFixture[str]
AGES = (
    Breakdown("alder.unge", Text("Alder", "Age"), Text("Unge", "Young")),
    Breakdown("alder.gamle", Text("Alder", "Age"), Text("Gamle", "Old")),
    Breakdown("alder_koen.alle", Text("Alder og køn", "Age and sex"), Text("Alle", "All")),
)


class Aged(FakeSource):
    """The invented extract with numbers by age, for the municipality too."""

    def series_periods(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        held = dict(super().series_periods())
        del held["uden_job", "boligomraade", "kvinder"]
        for part in AGES:
            for level in ("boligomraade", "kommune"):
                held["uden_job", level, part.id] = self.quarters
        return held


@pytest.fixture(params=["plain"])
def opened(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """An invented extract in place of the one that is named."""
    data = fake_dataset()
    if request.param == "aged":
        source = Aged(5, 4, 4, QUARTERS, HIDDEN, MANIFEST, background=False, breakdowns=AGES)
        data = Dataset(source)
    monkeypatch.setattr("desktop.commands.values.open_named", lambda options: data)
    return data


_NO_LIMIT = ("nan", "0", "-5", "inf")

aged = pytest.mark.parametrize("opened", ["aged"], indirect=True)


def told(capsys: Captured, *words: str) -> str:
    assert main(["values", "x.boligatlas", *words]) == 0
    heard = capsys.readouterr()
    assert heard.err == ""
    return heard.out


def facts(capsys: Captured, *words: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(told(capsys, *words, "--json"))
    return made


def refused(capsys: Captured, *words: str) -> str:
    assert main(["values", "x.boligatlas", *words]) == 1
    heard = capsys.readouterr()
    assert heard.out == ""
    assert re.fullmatch(r"error: .+\nhint: .+\n", heard.err), heard.err
    return heard.err


def test_every_area_that_exists_has_a_line(opened: Dataset, capsys: Captured) -> None:
    areas = opened.areas("boligomraade")
    rows = facts(capsys)["areas"]
    assert [row["code"] for row in rows] == list(areas.codes[:-1])  # the last one has ended
    states = [rows[at]["state"] for at in (0, WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED)]
    assert states == ["shown", "withheld", "withheld", "missing", "undefined"]
    cells = opened.cells(
        "uden_job", "boligomraade", opened.periods_of("uden_job", "boligomraade")[-1]
    )
    for at, row in enumerate(rows):
        shown = cells.states[at] == State.SHOWN
        assert row["value"] == (pytest.approx(float(cells.values[at])) if shown else None)
        assert (row["count"] is None) == (row["rank"] is None) == (not shown)


@pytest.mark.parametrize("measure", sorted(set(MEASURES) - {"year-sum", "count", "mean", "rate"}))
@pytest.mark.parametrize(
    "how", [(), ("--json",), ("--by", "distrikt"), ("--by", "distrikt", "--of-shown")]
)
@aged
def test_nothing_hidden_is_said(
    opened: Dataset, capsys: Captured, measure: str, how: tuple[str, ...]
) -> None:
    text = told(capsys, "--measure", measure, *how).replace(".", "")
    assert str(int(HIDDEN)) not in text
    assert "nan" not in text.lower()


@pytest.mark.parametrize("measure", ["share", "change", "pooled", "index", "interval"])
def test_nothing_hidden_is_said_of_all_as_one(
    opened: Dataset, capsys: Captured, measure: str
) -> None:
    for how in (("--together",), ("--together", "--of-shown")):
        text = told(capsys, "--measure", measure, *how).replace(".", "")
        assert str(int(HIDDEN)) not in text
        assert "nan" not in text.lower()


def test_the_line_of_an_area(opened: Dataset, capsys: Captured) -> None:
    text = told(capsys, "--areas", "0101,Søparken,0104")
    head, level, blank, *lines = text.splitlines()
    assert head == "Voksne uden for arbejdsmarkedet · Andel"
    assert level == "Boligområder · 2. kvartal 2026"
    assert not blank
    row = facts(capsys, "--areas", "0101")["areas"][0]
    value = f"{row['value']:.1f}".replace(".", ",")
    assert re.search(
        rf"0101 +Skovbrynet +Boligselskabet Nord +{value}\xa0% .* {row['count']:.0f} af ", lines[1]
    )
    assert re.search(rf"nr\. {row['rank'][0]} af {row['rank'][2]}", lines[1])
    assert re.fullmatch(r"0104 +Ådalen +Boligforeningen Fjorden +diskretioneret", lines[3])


def test_sorted_the_highest_is_first_and_the_hidden_last(opened: Dataset, capsys: Captured) -> None:
    found = [row["value"] for row in facts(capsys, "--sort")["areas"]]
    shown = [value for value in found if value is not None]
    assert shown == sorted(shown, reverse=True)
    assert found[: len(shown)] == shown


def test_groups_have_the_state_of_their_areas(opened: Dataset, capsys: Captured) -> None:
    west, east = facts(capsys, "--by", "distrikt", "--indicator", "anmeldelser")["areas"]
    assert (west["name"], east["name"]) == ("Vest", "Øst")
    assert {west["state"], east["state"]} <= {"withheld", "missing"}
    assert west["areas"] + east["areas"] == 20
    of_shown = facts(capsys, "--by", "distrikt", "--of-shown")
    assert sum(row["areas"] for row in of_shown["areas"]) == 16
    assert "Regnet alene af boligområder, der vises: 16 af 20." in of_shown["notes"]
    assert all(row["value"] is not None for row in of_shown["areas"])


def test_an_own_selection_as_one(opened: Dataset, capsys: Captured) -> None:
    apart = facts(capsys, "--areas", "0101,0109")["areas"]
    (one,) = facts(capsys, "--areas", "0101,0109", "--together")["areas"]
    assert one["count"] == sum(row["count"] for row in apart)
    assert one["value"] == pytest.approx(100 * one["count"] / sum(row["base"] for row in apart))
    assert "De valgte boligområder" in told(capsys, "--areas", "0101,0109", "--together")


def test_a_group_of_shown_areas_is_of_the_same_areas_then_and_now(
    opened: Dataset, capsys: Captured
) -> None:
    codes = f"0101,{WITHHELD_NOW + 101:04d}"
    (now,) = facts(capsys, "--areas", codes, "--together", "--of-shown", "--measure", "change")[
        "areas"
    ]
    (alone,) = facts(capsys, "--areas", "0101", "--measure", "change")["areas"]
    assert now["value"] == pytest.approx(alone["value"])
    assert now["areas"] == 1


def test_a_change_says_from_when(opened: Dataset, capsys: Captured) -> None:
    made = facts(capsys, "--measure", "change")
    assert made["against"] == "2025K2"
    earlier = facts(capsys, "--measure", "change", "--against", "2024K1", "--areas", "0101")
    assert earlier["against"] == "2024K1"
    text = told(capsys, "--measure", "change", "--areas", "0101")
    assert "pct.point" in text
    assert "Ændring fra 2. kvartal 2025." in text
    assert re.search(r"[+−][\d,]+\xa0til\xa0[+−]", text)


def test_two_years_and_pooled_say_which_periods(opened: Dataset, capsys: Captured) -> None:
    assert "2025K2 + 2026K2" in told(capsys, "--measure", "two-years")
    rows = facts(capsys, "--measure", "pooled", "--least", "200")["areas"]
    for row in rows:
        if row["enough"]:
            assert row["count"] >= 200
            assert row["periods"][0] == "2026K2"
    assert {len(row["periods"]) for row in rows} == {0, 1, 2, 3}
    assert {period[4:] for row in rows for period in row["periods"]} == {"K2"}
    text = told(capsys, "--measure", "pooled", "--least", "200")
    assert "2024K2 + 2025K2 + 2026K2" in text
    assert "Samme del af så få år som muligt, højst 5, til mindst 200 er talt." in text
    assert "stadig for få" in told(capsys, "--measure", "pooled", "--least", "90000")


def test_a_rank_shows_the_place(opened: Dataset, capsys: Captured) -> None:
    rows = facts(capsys, "--measure", "rank")["areas"]
    for row in rows:
        if row["rank"]:
            assert row["value"] == row["rank"][0]
            assert row["worst"] == row["rank"][1]


@aged
def test_standardised_by_age_with_the_municipality_as_standard(
    opened: Dataset, capsys: Captured
) -> None:
    made = facts(capsys, "--measure", "standardised")
    assert "Standardiseret efter Alder, med kommunen som standard." in made["notes"]
    assert [made["areas"][at]["state"] for at in (0, WITHHELD, MISSING)] == [
        "shown", "withheld", "missing"
    ]  # fmt: skip
    (index, *_others) = facts(capsys, "--measure", "standardised-indirect")["areas"]
    assert index["value"] == pytest.approx(100 * index["count"] / index["expected"])


@aged
def test_another_breakdown_may_be_named(opened: Dataset, capsys: Captured) -> None:
    made = facts(capsys, "--measure", "standardised", "--breakdown", "alder_koen")
    assert "Standardiseret efter Alder og køn, med kommunen som standard." in made["notes"]
    part = facts(capsys, "--breakdown", "alder.unge")
    assert part["breakdown"] == "alder.unge"


def test_no_standardising_without_a_breakdown_by_age(opened: Dataset, capsys: Captured) -> None:
    heard = refused(capsys, "--measure", "standardised")
    assert "ingen opdeling efter alder" in heard
    assert "kvinder" in heard
    heard = refused(capsys, "--measure", "standardised", "--indicator", "anmeldelser")
    assert "ingen opdeling" in heard
    # the parts of the municipality are not held, and cannot be added up either
    heard = refused(capsys, "--measure", "standardised", "--breakdown", "kvinder")
    assert "ikke alle kendt" in heard


@pytest.mark.parametrize(
    ("words", "problem", "hint"),
    [
        (["--measure", "persentile"], "»persentile«", "percentile"),
        (["--measure", "xyzxyz"], "»xyzxyz«", "index"),
        (["--indicator", "uden_jop"], "uden_jop", "uden_job"),
        (["--by", "sektor"], "»sektor«", "sector"),
        (["--areas", "0101,9999"], "9999", "nuller"),
        (["--period", "2031K1"], "2031", "1. kvartal 2024"),
        (["--measure", "change", "--against", "1999"], "1999", "1. kvartal 2024"),
        (["--breakdown", "mænd"], "»mænd«", "kvinder"),
        (["--measure", "year-sum"], "andel", "moving-mean"),
        (["--measure", "smoothed", "--indicator", "alder"], "færdig værdi", "Udelad --measure"),
        (["--period", "2025"], "2025", "Mente du 2025K1, 2025K2, 2025K3, 2025K4?"),
        (["--measure", "change", "--against", "2025"], "2025", "2025K2"),
        (["--against", "2025K2"], "--against", "change"),
        (["--measure", "rank", "--against", "2025K2"], "--against", "change"),
        (["--measure", "per-mile"], "»per-mile«", "per-mille"),
        (["--measure", "rate"], "en andel, ikke en hyppighed", "share"),
        (["--measure", "per-mille", "--indicator", "beboere"], "nævner", "hyppighed"),
        (["--measure", "interval", "--indicator", "alder"], "færdig værdi", "Udelad"),
        (["--measure", "interval", "--indicator", "beboere"], "talt op", "Registre"),
        (["--measure", "index", "--indicator", "beboere"], "hele kommunens antal", "rank"),
        (["--measure", "change", "--against", "2026K2"], "sig selv", "--against"),
        *((["--measure", "pooled", "--least", value], "--least", "20") for value in _NO_LIMIT),
        *((["--measure", "pooled", "--width", value], "--width", "20") for value in _NO_LIMIT),
        (["--events"], "--events", "year-sum"),
        (["--measure", "year-sum", "--indicator", "beboere"], "Kataloget", "--events"),
        (["--measure", "count"], "en andel, ikke et antal", "»talt«"),
        (["--measure", "share", "--indicator", "beboere"], "et antal, ikke en andel", "count"),
        (["--measure", "mean", "--indicator", "anmeldelser"], "en hyppighed", "rate"),
        (["--least", "30"], "--least", "pooled"),
        (["--width", "3", "--measure", "two-years"], "--width", "pooled"),
        (["--of-shown"], "--of-shown", "--together"),
        (["--by", "distrikt", "--together"], "--together", "en linje"),
        *((["--together", "--measure", one], "ingen andre", "--by") for one in STANDING),
        (["--all"], "--all", "--sort"),
        (["--within", "Boligselskabet Nor"], "Boligselskabet Nor", "Boligselskabet Nord"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(
    opened: Dataset, capsys: Captured, words: list[str], problem: str, hint: str
) -> None:
    first, second = refused(capsys, *words).splitlines()
    assert problem in first
    assert hint in second


def test_year_sums_warn_of_what_each_period_counts(opened: Dataset, capsys: Captured) -> None:
    text = told(capsys, "--measure", "year-sum", "--indicator", "beboere", "--events")
    assert "En sum har kun mening, når hver periode tæller sine egne hændelser." in text


def test_a_mean_over_a_year_of_rates_warns_of_overlapping_years(
    opened: Dataset, capsys: Captured
) -> None:
    for indicator, warned in (("anmeldelser", True), ("beboere", False), ("uden_job", False)):
        notes = facts(capsys, "--measure", "moving-mean", "--indicator", indicator)["notes"]
        assert any("de seneste 12 måneder" in note for note in notes) == warned


def test_ready_values_are_not_put_together_and_it_is_said(
    opened: Dataset, capsys: Captured
) -> None:
    text = told(capsys, "--indicator", "alder", "--areas", "0101,0109", "--together")
    assert "ikke defineret" in text
    assert "Færdige værdier kan ikke samles" in text
    text = told(capsys, "--indicator", "alder", "--measure", "two-years")
    assert "perioderne vejer lige meget" in text


def test_a_group_without_areas_in_the_period_has_no_line(opened: Dataset, capsys: Captured) -> None:
    ended = opened.areas("boligomraade").codes[-1]
    assert facts(capsys, "--by", "organisation", "--areas", ended)["areas"] == []
    then = facts(capsys, "--by", "organisation", "--areas", ended, "--period", "2024K4")
    assert len(then["areas"]) == 1


def test_the_number_itself_is_of_the_indicators_kind(opened: Dataset, capsys: Captured) -> None:
    kinds = {"uden_job": "share", "beboere": "count", "alder": "mean", "anmeldelser": "rate"}
    for indicator, kind in kinds.items():
        assert facts(capsys, "--indicator", indicator)["measure"] == kind
        assert facts(capsys, "--indicator", indicator, "--measure", kind)["measure"] == kind


def test_only_the_areas_within_a_whole_and_those_as_one(opened: Dataset, capsys: Captured) -> None:
    rows = facts(capsys, "--within", "Boligselskabet Nord")["areas"]
    assert {row["organisation"] for row in rows} == {"Boligselskabet Nord"}
    everyone = {row["code"]: row for row in facts(capsys)["areas"]}
    assert all(everyone[row["code"]] == row for row in rows)  # in the order of all areas still
    (one,) = facts(capsys, "--within", "Boligselskabet Nord", "--together", "--of-shown")["areas"]
    assert one["count"] == sum(row["count"] or 0 for row in rows)
    text = told(capsys, "--within", "Vest")
    assert "Boligområder i Vest · 2. kvartal 2026" in text
    assert "Boligselskabet Nord" in text


@pytest.mark.parametrize("measure", ["share", "rank", "percentile", "z", "index"])
def test_areas_that_are_not_shown_are_not_in_the_order_and_it_is_said(
    opened: Dataset, capsys: Captured, measure: str
) -> None:
    notes = facts(capsys, "--measure", measure)["notes"]
    # two are withheld, one has no data and one no base
    assert "4 boligområder vises ikke og er ikke med i rækkefølgen." in notes
    assert ("Gennemsnit og spredning er af de viste alene." in notes) == (measure == "z")


def test_where_most_are_withheld_it_is_said_that_few_are_counted() -> None:
    data, states = fake_dataset(), np.full(5, State.WITHHELD, np.uint8)
    states[0] = State.SHOWN
    question, answered, units = smoothed_of(data, states)
    assert list(order_notes("rank", question, answered, units)) == [
        "4 boligområder vises ikke og er ikke med i rækkefølgen, som regel fordi få er talt med."
    ]
    grouped = replace(units, positions=None)
    assert list(order_notes("rank", question, answered, grouped)) == [
        "4 boligområder vises ikke og er ikke med i rækkefølgen."
    ]
    corrected, few = smoothing_notes(question, answered, units)
    assert "Antal fra 1 til 4 vises ikke" in corrected
    assert few == "Kun 1 boligområde viser et antal over 0, så skønnet er usikkert."
    assert list(smoothing_notes(replace(question, fewest=1), answered, grouped)) == [
        "4 boligområder vises ikke; det egne tal vejer derfor for meget."
    ]
    events = replace(question.indicator, people=False)
    assert not list(smoothing_notes(replace(question, indicator=events), answered, units))


def smoothed_of(data: Dataset, states: StateArray) -> tuple[Question, Answer, Units]:
    """Smoothed values of as many areas as states."""
    count = len(states)
    cells = ratio_cells(np.full(count, 8.0), np.full(count, 90.0), states, 100.0)
    table = Cells(cells.numerators[None], cells.denominators[None], cells.values[None],
                  cells.states[None])  # fmt: skip
    question = Question(
        data.indicator("uden_job"), (parse("2026K2"),), table, missing_cells((1, 1)), 0, fewest=5
    )
    blank = ("",) * count
    units = Units(
        "boligomraade", blank, blank, np.ones(count, bool), np.zeros((0, count), bool),
        "boligområde", "boligområder", np.arange(count),
    )  # fmt: skip
    return question, answer("smoothed", question), units


def test_a_group_that_is_not_shown_says_where_there_are_numbers(
    opened: Dataset, capsys: Captured
) -> None:
    for how in (("--together",), ("--by", "distrikt"), ("--within", "Vest", "--together")):
        notes = facts(capsys, *how)["notes"]
        assert "Brug --of-shown for at regne af de viste boligområder alene." in notes
        assert "Der er egne tal for distrikter: brug --level distrikt." in notes
        whole = [note for note in notes if note.startswith("Kommunens eget tal er ")]
        assert len(whole) == (how == ("--together",))
    for how in (("--areas", "0101,0109", "--together"), ("--together", "--of-shown")):
        assert not any("brug" in note.lower() for note in facts(capsys, *how)["notes"])


def test_sorted_those_without_a_number_are_counted_by_why(
    opened: Dataset, capsys: Captured
) -> None:
    text = told(capsys, "--sort")
    assert "Uden tal: 2 diskretioneret, 1 ingen data, 1 ikke defineret; --all" in text
    assert len([line for line in text.splitlines() if re.match(r"0\d{3} ", line)]) == 16
    for how in (("--sort", "--all"), ()):
        text = told(capsys, *how)
        assert "Uden tal" not in text
        assert len([line for line in text.splitlines() if re.match(r"0\d{3} ", line)]) == 20
    assert "diskretioneret" in told(capsys, "--sort", "--areas", "0101,0104")
    assert len(facts(capsys, "--sort")["areas"]) == 20


def test_sorted_by_rank_the_first_is_first(opened: Dataset, capsys: Captured) -> None:
    assert facts(capsys, "--sort", "--measure", "rank")["areas"][0]["value"] == 1


def test_the_catalogue_decides_whether_periods_may_be_added_up() -> None:
    known = read_reference().entry("fraflytning_pct").indicator
    assert catalogue_says("year-sum", known, events=False) is Counted.YEAR
    assert catalogue_says("change", known, events=False) is None
    own = replace(known, id="egen_fraflytning")
    assert catalogue_says("year-sum", own, events=True) is None
    with pytest.raises(UsageError, match="kataloget ikke kender"):
        catalogue_says("year-sum", known, events=True)


def test_a_place_is_written_with_those_it_may_be(opened: Dataset, capsys: Captured) -> None:
    (row,) = facts(capsys, "--measure", "rank", "--areas", "0101")["areas"]
    assert 1 <= row["low"] <= row["value"] <= row["worst"] <= row["high"] <= row["rank"][2]
    text = told(capsys, "--measure", "rank", "--areas", "0101").replace(NO_BREAK, " ")
    assert f"nr. {row['rank'][0]} ({row['low']:.0f}–{row['high']:.0f})" in text
    assert "I parentes de pladser, det kan være" in text
    counted = facts(capsys, "--measure", "rank", "--indicator", "beboere")
    assert {row["low"] for row in counted["areas"]} == {None}
    assert not any("parentes" in note for note in counted["notes"])


def test_counts_have_no_interval_and_rates_have(opened: Dataset, capsys: Captured) -> None:
    for measure in ((), ("--measure", "change")):
        for indicator, known in (("beboere", False), ("anmeldelser", True)):
            rows = facts(capsys, "--indicator", indicator, *measure)["areas"]
            assert any(row["low"] is not None for row in rows) == known
    made = facts(capsys, "--indicator", "anmeldelser", "--measure", "interval")
    assert made["measure_name"] == "Interval for en hyppighed"


def test_per_mille_is_in_per_mille(opened: Dataset, capsys: Captured) -> None:
    (share,) = facts(capsys, "--areas", "0101")["areas"]
    made = facts(capsys, "--areas", "0101", "--measure", "per-mille")
    assert (made["unit"], made["measure_name"]) == ("‰", "Promille")
    assert made["areas"][0]["value"] == pytest.approx(10 * share["value"])


def test_an_area_that_does_not_exist_then_is_named(opened: Dataset, capsys: Captured) -> None:
    areas = opened.areas("boligomraade")
    code, name = areas.codes[-1], areas.names[-1]
    expected = f"Findes ikke i 2. kvartal 2026 og er ikke med: {name}."
    for how in (("--together",), (), ("--by", "distrikt"), ("--together", "--measure", "change")):
        assert facts(capsys, "--areas", f"0101,{code}", *how)["notes"].count(expected) == 1
    assert not any("Findes ikke" in note for note in facts(capsys, "--areas", "0101")["notes"])


def test_it_is_said_that_numbers_may_tell_of_others(opened: Dataset, capsys: Captured) -> None:
    for how in (("--together", "--of-shown"), ("--breakdown", "kvinder")):
        notes = facts(capsys, *how)["notes"]
        assert any(note.startswith("Der er ingen sekundær diskretion") for note in notes)
    assert not any("sekundær" in note for note in facts(capsys)["notes"])
