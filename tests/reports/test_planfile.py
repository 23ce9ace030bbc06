"""Plan files: what is read, and every mistake told with its place and what to do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.dataset import Dataset
from desktop.core.errors import FileProblem, UsageError
from desktop.core.periods import parse
from desktop.reports.planfile import TEXTS, plan_in, read_plan
from tests.fake_extract import LONG_NAME, fake_dataset

HEAD = """
name = "Helhedsplan Nord"
level = "boligomraade"
areas = ["Skovbrynet", "0109"]
start = 2025-01-01
end = 2028-12-31
baseline = "2024K4"
"""
WHOLE = (
    HEAD.replace("name =", "format = 1\nname =")
    + """
organisations = ["Boligselskabet Nord"]
indicators = ["uden_job", "Skolefravær over 10 %"]
compare = ["Toften"]

[[goal]]
indicator = "uden_job"
target = 18.5
by = 2027-12-31
text = "Flere i arbejde."
baseline = "2024K2"
breakdown = "kvinder"

[[effort]]
name = "Jobcafé"
start = 2025-03-01
end = 2026-12-31
areas = ["Skovbrynet"]
indicators = ["uden_job"]
text = "Rådgivning."

[[effort]]
name = "Klub"
start = 2025-05-01

[text]
baggrund = "Derfor."
"""
)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


def refused(text: str, data: Dataset) -> tuple[str, str]:
    with pytest.raises(UsageError) as error:
        plan_in(text, "plan.toml", data)
    return error.value.problem, error.value.hint


def test_a_whole_file_is_read(data: Dataset) -> None:
    plan = plan_in(WHOLE, "plan.toml", data)
    assert (plan.name, plan.level) == ("Helhedsplan Nord", "boligomraade")
    assert plan.areas == ("0101", "0109")
    assert (plan.start, plan.end) == (dt.date(2025, 1, 1), dt.date(2028, 12, 31))
    assert plan.baseline == parse("2024K4")
    assert plan.indicators == ("uden_job", "fravaer")
    assert plan.compare == ("0113",)
    (goal,) = plan.goals
    assert (goal.indicator, goal.target, goal.breakdown) == ("uden_job", 18.5, "kvinder")
    assert goal.baseline == parse("2024K2")
    jobs, club = plan.efforts
    assert (jobs.areas, jobs.indicators, jobs.end) == (
        ("0101",),
        ("uden_job",),
        dt.date(2026, 12, 31),
    )
    assert (club.areas, club.end) == ((), None)
    assert plan.said("baggrund") == "Derfor."
    assert plan.said("metode") == ""


def test_the_least_that_a_file_may_say(data: Dataset) -> None:
    plan = plan_in(HEAD.replace('level = "boligomraade"\n', ""), "plan.toml", data)
    assert plan.level == "boligomraade"
    assert not (plan.goals or plan.efforts or plan.texts or plan.indicators)


@pytest.mark.parametrize(
    ("before", "after", "problem", "hint"),
    [
        ('"Skovbrynet"', '"Skovbryn"', "intet område »Skovbryn«", "Skovbrynet"),
        ('"Skovbrynet", "0109"', "", "ingen områder", "areas ="),
        ('level = "boligomraade"', 'level = "boligområde"', "", ""),
        ('level = "boligomraade"', 'level = "rode"', "intet områdeniveau »rode«", "boligomraade"),
        ("end = 2028-12-31", "end = 2024-12-31", "slutter 31-12-2024, før den begynder", "Byt om"),
        ("end = 2028-12-31\n", "", "»end« mangler", "end = "),
        ("start = 2025-01-01", 'start = "snart"', "skal stå en dato", "2026-12-31"),
        ('baseline = "2024K4"', 'baseline = "2024K9"', "Perioden kan ikke læses", "2026K2"),
        ('baseline = "2024K4"', 'baseline = "2019K4"', "går tilbage til", "begynder med"),
        ("target = 18.5", "target = 118.5", "118,5 % er over 100 %", "fra 0 til 100 %"),
        ("target = 18.5", "target = -3", "mindre end nul", "ikke ændringen"),
        ("target = 18.5", "target = 18,5", "komma", "18.5"),
        ("by = 2027-12-31", "by = 2024-12-31", "før planen begynder", "løbetid"),
        ('breakdown = "kvinder"', 'breakdown = "kvinde"', "delt op efter »kvinde«", "kvinder"),
        (
            'baseline = "2024K2"\nbreakdown',
            'baseline = "2020K2"\nbreakdown',
            "ingen tal fra",
            "begynder med",
        ),
        (
            'indicator = "uden_job"\ntarget',
            'indicator = "udenjob"\ntarget',
            "ingen indikator »udenjob«",
            "uden_job",
        ),
        ('areas = ["Skovbrynet"]', 'areas = ["Toften"]', "ikke et af planens områder", "areas"),
        ('compare = ["Toften"]', 'compare = ["0109"]', "er selv med i planen", "Slet"),
        ("end = 2026-12-31", "end = 2025-01-31", "Indsatsen slutter", "Byt om"),
        ("organisations =", "organisation =", "Ukendt nøgle »organisation«", "organisations"),
        ("baggrund =", "bagrund =", "Ukendt nøgle »bagrund«", "baggrund"),
        ("[[goal]]", "[[goals]]", "Ukendt nøgle »goals«", "goal"),
        ("format = 1", "format = 9", "nyere format", "nyere udgave"),
        ("[text]", "[text", "ikke gyldig TOML", ""),
    ],
)
def test_what_cannot_be_is_told_with_a_hint(
    data: Dataset, before: str, after: str, problem: str, hint: str
) -> None:
    assert before in WHOLE
    text = WHOLE.replace(before, after, 1)
    if not problem:
        plan_in(text, "plan.toml", data)
        return
    said = " ".join(refused(text, data))
    assert problem in said.replace("\u00a0", " ")
    assert hint in said.replace("\u00a0", " ")
    assert said.startswith("plan.toml")


def test_all_mistakes_are_told_at_once_with_their_places(data: Dataset) -> None:
    text = (
        WHOLE.replace("target = 18.5", "target = 500")
        .replace('"Skovbrynet", "0109"', '"Skovbrynet", "Nowhere"')
        .replace("end = 2026-12-31", "end = 2025-01-31")
        .replace("baggrund", "baggrunds")
    )
    problem, hint = refused(text, data)
    lines = problem.split("\n")
    assert len(lines) == 4
    assert "4 fejl" in hint
    assert any("areas" in line and "Nowhere" in line for line in lines)
    assert any("[[goal]] nr. 1, target" in line for line in lines)
    assert any("[[effort]] nr. 1, end" in line for line in lines)
    assert any("[text]" in line and "baggrunds" in line for line in lines)


def test_an_area_is_known_by_its_name_however_it_is_spelt(data: Dataset) -> None:
    plan = plan_in(HEAD.replace('"Skovbrynet"', '"skovbrynet"'), "plan.toml", data)
    assert plan.areas == ("0101", "0109")
    long = HEAD.replace('"Skovbrynet"', f'"{LONG_NAME}"')
    assert plan_in(long, "plan.toml", data).areas == ("0108", "0109")
    twice = HEAD.replace('"0109"', '"0101"')
    assert plan_in(twice, "plan.toml", data).areas == ("0101",)


def test_a_name_that_several_areas_have_asks_for_a_code() -> None:
    many = fake_dataset()
    areas = many.areas("boligomraade")
    object.__setattr__(areas, "names", ("Skovbrynet", "Skovbrynet", *areas.names[2:]))
    problem, hint = refused(HEAD, many)
    assert "Flere områder hedder »Skovbrynet«" in problem
    assert "0101, 0102" in hint


def test_files_that_cannot_be_read(data: Dataset, tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        read_plan(tmp_path / "nowhere.toml", data)
    other = tmp_path / "plan.toml"
    other.write_bytes(HEAD.replace("Nord", "Næs").encode("cp1252"))
    with pytest.raises(UsageError, match="UTF-8"):
        read_plan(other, data)
    other.write_bytes(b"# x\n" * 300_000)
    with pytest.raises(UsageError, match="for stor"):
        read_plan(other, data)
    other.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert read_plan(other, data).name == "Helhedsplan Nord"


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        plan_in(text, "plan.toml", _DATA)
    except UsageError as error:
        assert error.problem.startswith("plan.toml")


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)),
    st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)),
)
def test_a_plan_never_ends_before_it_begins(start: dt.date, end: dt.date) -> None:
    text = HEAD.replace("2025-01-01", start.isoformat()).replace("2028-12-31", end.isoformat())
    if end < start:
        with pytest.raises(UsageError):
            plan_in(text, "plan.toml", _DATA)
    else:
        assert plan_in(text, "plan.toml", _DATA).end == end


def test_every_free_text_has_a_name_that_toml_takes_bare() -> None:
    assert all(name.isascii() and name.isalpha() for name in TEXTS)


_DATA = fake_dataset()
