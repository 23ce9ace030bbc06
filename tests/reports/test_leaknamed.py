"""Names and titles of a template and of a plan tell no number that the report does not release."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from desktop.core.indicators import Text as Named
from desktop.core.periods import parse as parse_period
from desktop.reports.asked import Asked, ChapterSpec
from desktop.reports.blocks import Bullets, Paragraph, Side
from desktop.reports.leakcheck import check
from desktop.reports.making import make_report, write_report
from desktop.reports.planfile import Goal, Plan, PlannedEffort
from tests.reports.leaking import ASKED, DATA, LEVEL, laid_of, problems

PLAN = Plan(
    "Helhedsplan 2024–2027",
    LEVEL,
    (DATA.areas(LEVEL).codes[0],),
    dt.date(2024, 1, 1),
    dt.date(2027, 12, 31),
    parse_period("2024K1"),
)


@pytest.fixture(autouse=True)
def unconfirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No standard is named, which is quicker."""
    monkeypatch.setattr("desktop.reports.validation.validator", str)


def found(asked: Asked) -> tuple[str, ...]:
    laid = make_report(asked)
    return check(write_report(laid).content, laid, asked)


def with_template(**changes: Any) -> Asked:
    words = ChapterSpec("words", "Forord", ("Ingen tal her.",))
    return replace(ASKED, template=replace(ASKED.template, **{"chapters": (words,), **changes}))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": Named("417 unge er sigtet")},
        {"title": Named("417 unge er sigtet")},
        {"title": Named("Her er 3unge sigtet")},
        {"sender": "Kommunen, hvor 3 er sigtet"},
        {"chapters": (ChapterSpec("words", "Her er 3 sigtet", ("Ingen tal.",)),)},
    ],
)
def test_a_number_in_what_a_template_is_called(changes: dict[str, Any]) -> None:
    assert any("eller planens ord" in each for each in found(with_template(**changes)))


@pytest.mark.parametrize(
    "plan",
    [
        replace(PLAN, name="Planen for 417 sigtede"),
        replace(PLAN, organisations=("Foreningen af 3 sigtede",)),
        replace(PLAN, efforts=(PlannedEffort("Møder", dt.date(2024, 2, 1), text="Om 3 sigtede"),)),
        replace(PLAN, goals=(Goal("uden_job", 9.0, dt.date(2027, 1, 1), "Nu er 417 sigtet"),)),
    ],
)
def test_a_number_in_what_a_plan_calls_things(plan: Plan) -> None:
    assert any("eller planens ord" in each for each in found(replace(with_template(), plan=plan)))


def test_dates_and_numbers_of_plans_are_of_no_persons() -> None:
    plan = replace(PLAN, name="Helhedsplan 3, 2024–2027")
    asked = with_template(title=Named("{plan} · rapport 2 af 3. marts 2026"))
    assert found(replace(asked, plan=plan)) == ()


@pytest.mark.parametrize("title", ["Om 010203-1234", r"Fra C:\Users\bo"])
def test_what_only_the_documents_own_title_says(title: str) -> None:
    said = found(with_template(title=Named(title)))
    assert any("CPR" in each or "sti" in each for each in said)


def test_free_words_beside_each_other_are_held_against_the_report_too() -> None:
    words = (Paragraph("3 unge er sigtet.", free=True), Bullets(("4711 også",), free=True))
    assert len(problems(Side((words[0],), (words[1],)))) == 2
    noted = laid_of(Side(words, ())).free
    assert [each.text for each in noted] == ["3 unge er sigtet.", "4711 også"]
