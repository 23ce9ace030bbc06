"""A request holds against the extract, and what was not said is filled in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desktop.core.errors import BoligatlasError, UsageError
from desktop.core.indicators import Text
from desktop.core.periods import parse
from desktop.maps.paper import Paper
from desktop.reports.asked import Asked, ChapterSpec, Template
from desktop.reports.asking import asked_for
from desktop.reports.planfile import Plan
from tests.fake_extract import fake_dataset

DATA = fake_dataset()
TEMPLATE = Template("prøve", Text("Prøve"), Text(""), (ChapterSpec("words"),), Paper.A3_ACROSS)
DAY = dt.date(2026, 11, 23)


def asked(**given: Any) -> Asked:
    return asked_for(DATA, TEMPLATE, day=DAY, **given)


def test_what_is_not_said_is_filled_in() -> None:
    made = asked()
    assert made.level == DATA.levels[0].id
    assert made.period == DATA.periods_of("uden_job", made.level)[-1]
    assert made.paper is Paper.A3_ACROSS
    assert (made.areas, made.indicators) == ((), ())


def test_doubles_are_asked_for_once_and_order_is_kept() -> None:
    made = asked(areas=(3, 1, 3), indicators=("alder", "uden_job", "alder"))
    assert made.areas == (3, 1)
    assert made.indicators == ("alder", "uden_job")


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "rode"},
        {"indicators": ("findes_ikke",)},
        {"areas": (9_999,)},
        {"areas": (-1,)},
        {"model": "findes-ikke"},
        {"by": "farve"},
        {"since": parse("2030K1")},
        {"period": parse("1990K1")},
        {"periods": (parse("2025K1"), parse("2040"))},
    ],
)
def test_what_the_extract_does_not_hold_is_refused_in_words(wrong: dict[str, Any]) -> None:
    with pytest.raises(BoligatlasError) as error:
        asked(**wrong)
    assert error.value.problem
    assert error.value.hint


def test_too_many_areas_are_refused() -> None:
    with pytest.raises(UsageError, match="for mange"):
        asked_for(fake_dataset(columns=60, rows=50), TEMPLATE, areas=range(2_600), day=DAY)


def test_a_plans_areas_and_indicators_stand_in() -> None:
    codes = DATA.areas("boligomraade").codes
    plan = Plan(
        "Fjordparken 2025", "boligomraade", codes[:2], DAY, DAY, parse("2024K4"),
        indicators=("uden_job",),
    )  # fmt: skip
    made = asked(plan=plan)
    assert (made.areas, made.indicators) == ((0, 1), ("uden_job",))
    assert asked(plan=plan, areas=(4,)).areas == (4,)
