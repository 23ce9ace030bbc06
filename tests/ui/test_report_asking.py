"""From what is on screen to the request: what every kind begins with, and what is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.dataset import Dataset
from desktop.core.errors import FileProblem, UsageError
from desktop.core.indicators import Text
from desktop.core.periods import Kind, parse
from desktop.maps.paper import Paper
from desktop.maps.view import first_view
from desktop.reports.asked import ChapterSpec, Template
from desktop.reports.kinds import KINDS
from desktop.ui.desk import Desk, places
from desktop.ui.reportasking import (
    OWN,
    PICKED,
    SHEET,
    SHOWN,
    USUAL,
    Choices,
    Need,
    Of,
    ReportKind,
    Screen,
    Times,
    area_words,
    areas_of,
    asked_of,
    file_name,
    fitting_kind,
    indicator_choices,
    indicators_of,
    kind_of,
    kinds,
    own_kind,
    periods_offered,
    proposed,
    sheet_kind,
    times_of,
)
from tests.fake_extract import fake_dataset
from tests.ui.report_fakes import templates

DAY = dt.date(2026, 11, 23)
HERE = {each.id: each for each in kinds(templates(), Paper.A3_ACROSS)}


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


def screen_of(
    data: Dataset, picked: tuple[int, ...] = (), kept: int | None = None, place: str = "map"
) -> Screen:
    """A screen with some areas chosen, and only the first ``kept`` inside the filter."""
    view = first_view(data)
    codes = data.areas(view.level).codes
    view = replace(view, selected=tuple(codes[at] for at in picked))
    existing = data.areas(view.level).valid_on(view.period.end)
    inside = existing.copy()
    if kept is not None:
        inside[np.flatnonzero(inside)[kept:]] = False
    return Screen(data, Desk(place, view), existing, inside, (view.indicator,))


def chosen(screen: Screen, kind: str, **fields: object) -> tuple[ReportKind, Choices]:
    return HERE[kind], replace(proposed(screen, HERE[kind]), **fields)  # type: ignore[arg-type]


def test_every_place_suggests_a_report_that_there_is() -> None:
    suggested = {each.id: fitting_kind(each.id) for each in places()}

    assert {*suggested.values()} <= {*HERE}
    assert suggested["moved"] == "moved"
    assert suggested["table"] == "standard"
    assert suggested["questions"] == "quarterly"
    assert suggested["map"] == suggested["profile"] == SHEET


def test_the_sheet_is_first_an_own_template_last_and_every_kind_is_there() -> None:
    ids = [*HERE]

    assert (ids[0], ids[-1]) == (SHEET, OWN)
    assert {*ids} == {SHEET, *KINDS, OWN}
    assert HERE[SHEET].paper is Paper.A3_ACROSS
    assert all(each.name and each.sentence for each in HERE.values())


def test_a_kind_that_nobody_foresaw_stands_before_the_own_and_is_asked_about_everything() -> None:
    new = Template("ny", Text("Ny"), Text("En ny."), (ChapterSpec("words"),))
    made = kinds((*templates(), new), Paper.A4_ACROSS)

    assert [each.id for each in made][-2:] == ["ny", OWN]
    assert {Need.AREAS, Need.PERIOD, Need.INDICATORS} <= {*made[-2].needs}


def test_an_own_template_with_a_chapter_of_the_plan_needs_a_plan() -> None:
    def needs(chapter: str) -> tuple[Need, ...]:
        own = Template("egen", Text("Egen"), Text(""), (ChapterSpec(chapter),))
        return kind_of(own, own=True).needs

    assert Need.PLAN_FILE in needs("plan-goals")
    assert Need.PLAN_FILE not in needs("words")
    assert Need.TEMPLATE_FILE in needs("words")
    assert own_kind().needs == (Need.TEMPLATE_FILE,)


@pytest.mark.parametrize(
    ("picked", "kept", "kind", "of"),
    [
        ((12, 3), None, "standard", Of.PICKED),
        ((), 4, "standard", Of.KEPT),
        ((), None, "standard", Of.ALL),
        ((), None, "profile", Of.PICKED),
        ((), 4, "profile", Of.PICKED),
    ],
)
def test_areas_begin_with_those_chosen_then_the_filter_then_all(
    data: Dataset, picked: tuple[int, ...], kept: int | None, kind: str, of: Of
) -> None:
    screen = screen_of(data, picked, kept)
    choices = proposed(screen, HERE[kind])

    assert choices.of is of
    assert choices.picked == picked
    assert choices.period == screen.view.period
    assert choices.paper is Paper.A4_UPRIGHT


def test_going_between_kinds_keeps_what_was_chosen(data: Dataset) -> None:
    screen = screen_of(data, (12,))
    first = replace(
        proposed(screen, HERE["standard"]),
        of=Of.ALL,
        picked=(12, 3),
        period=parse("2025K1"),
        plan_name="Fjordparken",
        indicators=PICKED,
    )
    there = proposed(screen, HERE["moved"], first)

    assert replace(there, kind="standard") == first
    assert there.kind == "moved"


def test_going_by_way_of_a_profile_does_not_take_all_areas_away(data: Dataset) -> None:
    screen = screen_of(data)
    first = proposed(screen, HERE["standard"])
    profile = proposed(screen, HERE["profile"], first)

    assert (first.of, profile.of) == (Of.ALL, Of.PICKED)
    assert proposed(screen, HERE["standard"], profile).of is Of.ALL


def test_from_the_table_its_columns_come_along(data: Dataset) -> None:
    screen = replace(screen_of(data, place="table"), indicators=("beboere", "alder"))
    kind, choices = chosen(screen, "standard")

    assert choices.indicators == SHOWN
    assert asked_of(screen, kind, choices, DAY).indicators == ("beboere", "alder")


def test_the_times_on_offer_are_those_with_numbers_the_newest_first(data: Dataset) -> None:
    offered = periods_offered(data, "boligomraade")

    assert [each.end for each in offered] == sorted((each.end for each in offered), reverse=True)
    assert {each.kind for each in offered} == {Kind.QUARTER, Kind.SCHOOL_YEAR}
    assert periods_offered(data, "boligomraade", "yearly") == offered  # no whole years to offer


def test_the_times_of_an_atlas(data: Dataset) -> None:
    newest = parse("2026K2")

    assert times_of(data, "boligomraade", newest, Times.ONE) == ()
    yearly = times_of(data, "boligomraade", newest, Times.YEARLY)
    assert [each.code for each in yearly] == ["2024K2", "2025K2", "2026K2"]
    every = times_of(data, "boligomraade", newest, Times.EVERY)
    assert len(every) == 10 and every[-1] == newest


def test_areas_chosen_are_asked_for_in_their_order(data: Dataset) -> None:
    screen = screen_of(data, (12, 3), kept=5)
    _kind, choices = chosen(screen, "standard")

    assert areas_of(screen, choices) == (12, 3)
    assert areas_of(screen, replace(choices, of=Of.KEPT)) == (*np.flatnonzero(screen.kept),)
    assert areas_of(screen, replace(choices, of=Of.ALL)) == ()


def test_no_area_is_refused_with_what_to_do(data: Dataset) -> None:
    _kind, choices = chosen(screen_of(data), "profile")

    with pytest.raises(UsageError, match="ikke valgt noget område") as refused:
        areas_of(screen_of(data), choices)
    assert refused.value.hint
    with pytest.raises(UsageError, match="inden for filteret"):
        areas_of(screen_of(data, kept=0), replace(choices, of=Of.KEPT))


def test_indicators_are_the_reports_own_those_shown_or_those_picked(data: Dataset) -> None:
    screen = screen_of(data)
    _kind, choices = chosen(screen, "standard")

    assert indicators_of(screen, replace(choices, indicators=USUAL)) == ()
    assert indicators_of(screen, replace(choices, indicators=SHOWN)) == ("uden_job",)
    picked = replace(choices, indicators=PICKED, picked_indicators=("alder", "findes_ikke"))
    assert indicators_of(screen, picked) == ("alder",)
    with pytest.raises(UsageError, match="ikke valgt nogen indikator"):
        indicators_of(screen, replace(picked, picked_indicators=()))


def test_every_choice_of_indicators_that_is_offered_can_be_asked_for(data: Dataset) -> None:
    screen = screen_of(data)
    _kind, choices = chosen(screen, "standard")
    held = {each.id for each in data.indicators_of("boligomraade")}

    for name, choice in indicator_choices(screen):
        assert name
        assert {*indicators_of(screen, replace(choices, indicators=choice))} <= held


@pytest.mark.parametrize("id", [id for id in KINDS if id != "plan"])
def test_every_kind_comes_to_a_request_from_the_first_screen(data: Dataset, id: str) -> None:
    screen = screen_of(data, (12,))
    kind, choices = chosen(screen, id, plan_name="  Fjordparken  2025 ", paper=Paper.A3_UPRIGHT)
    asked = asked_of(screen, kind, choices, DAY)

    assert asked.template is kind.template
    assert (asked.period, asked.day, asked.paper) == (choices.period, DAY, Paper.A3_UPRIGHT)
    assert asked.plan_name == "Fjordparken 2025"
    assert asked.areas == ((12,) if Need.AREAS in kind.needs else ())
    assert asked.by == ("organisation" if id == "organisations" else "sector")
    assert asked.views[0] == screen.view


def test_a_change_on_screen_says_since_when(data: Dataset) -> None:
    screen = screen_of(data, place="change")
    view = replace(screen.view, since=parse("2025K1"))
    screen = replace(screen, desk=replace(screen.desk, view=view))

    assert asked_of(screen, *chosen(screen, "moved"), DAY).since == parse("2025K1")
    elsewhere = replace(screen, desk=replace(screen.desk, place="map"))
    assert asked_of(elsewhere, *chosen(elsewhere, "moved"), DAY).since is None


def test_without_a_plan_file_or_a_template_it_says_which_file(data: Dataset) -> None:
    screen = screen_of(data)
    kind, choices = chosen(screen, "plan")

    with pytest.raises(UsageError, match="planfil"):
        asked_of(screen, kind, choices, DAY)
    with pytest.raises(FileProblem, match=r"findes-ikke\.toml"):
        asked_of(screen, kind, replace(choices, plan_file=Path("findes-ikke.toml")), DAY)
    with pytest.raises(UsageError, match="skabelon"):
        asked_of(screen, own_kind(), choices, DAY)


def test_how_many_areas_each_choice_is(data: Dataset) -> None:
    screen = screen_of(data, (12, 3), kept=5)
    said = [area_words(screen, of, (12, 3)) for of in Of]

    assert said == ["Udvalgte (2)", "I filteret (5)", "Alle (20)"]


def test_a_file_is_called_after_its_kind_its_one_area_and_its_time(data: Dataset) -> None:
    screen = screen_of(data, (12,))

    assert file_name(screen, *chosen(screen, "profile")) == "Områdeprofil Toften 2026K2.pdf"
    both = chosen(screen, "profile", picked=(12, 3))
    assert file_name(screen, *both) == "Områdeprofil 2026K2.pdf"
    plan = chosen(screen, "plan", plan_file=Path("x/fjordparken.toml"))
    assert file_name(screen, *plan) == "Helhedsplan-dokumentation fjordparken.pdf"
    sheet = sheet_kind(Paper.A4_ACROSS), proposed(screen, HERE[SHEET])
    assert file_name(screen, *sheet, "Skolefravær") == "Skolefravær 2026K2.pdf"


@given(st.text(max_size=300))
def test_a_file_name_is_one_that_every_system_takes(title: str) -> None:
    screen = screen_of(fake_dataset())
    name = file_name(screen, *chosen(screen, "maps"), title)

    assert len(name) <= 124
    assert name.endswith(".pdf")
    assert not {*name} & {*'<>:"/\\|?*\n\t\0'}
    assert name == name.strip()
