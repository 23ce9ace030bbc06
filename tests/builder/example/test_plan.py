"""The plan file of the example is one that a dossier can be made of."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desktop.builder.example.generate import draw
from desktop.builder.example.plan import PLAN_FILE, plan_text
from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.reports.asking import asked_for
from desktop.reports.leakcheck import check
from desktop.reports.making import make_report, write_report
from desktop.reports.planfile import plan_in, read_plan
from desktop.reports.templates import shipped_template
from tests.fake_extract import fake_dataset


def test_the_plan_of_the_example_is_read_against_its_extract(recipe: Path, data: Dataset) -> None:
    plan = read_plan(recipe.parent / PLAN_FILE, data)
    assert plan.name == "Helhedsplan Fjordparken 2021–2027"
    areas = data.areas(plan.level)
    assert areas.codes[areas.index[plan.areas[0]]] == "0114"
    assert len(plan.areas) == 2
    assert {areas.organisations[areas.index[code]] for code in plan.areas} == {*plan.organisations}
    assert len(plan.goals) == 4
    assert plan.said("baggrund").count("\n\n") == 1


def test_the_dossier_of_the_example_is_made_and_says_nothing_that_it_must_not(
    recipe: Path, data: Dataset
) -> None:
    plan = read_plan(recipe.parent / PLAN_FILE, data)
    template = shipped_template("plan")
    asked = asked_for(data, template, plan=plan, day=dt.date(2026, 11, 23))
    laid = make_report(asked)
    assert check(write_report(laid).content, laid, asked) == ()
    with pytest.raises(UsageError, match="egen fil"):
        asked_for(data, template, plan=plan, areas=[asked.areas[0]])
    profile = asked_for(data, shipped_template("profile"), plan=plan, areas=[asked.areas[0]])
    laid = make_report(profile)
    assert check(write_report(laid).content, laid, profile) == ()


def test_another_town_s_plan_holds_areas_of_that_town() -> None:
    settlement = draw(7).settlement
    text = plan_text(settlement)
    codes = {area.code for area in settlement.current}
    line, _of_the_effort = (
        line for line in text.splitlines() if line.startswith('areas = ["0114"')
    )
    assert {code.strip(' "') for code in line.split("[")[1].rstrip("]").split(",")} <= codes


def test_a_plan_of_another_extract_is_refused_in_words() -> None:
    text = plan_text(draw(7).settlement)
    with pytest.raises(UsageError, match="ingen indikator »udenfor_16_66«"):
        plan_in(text, PLAN_FILE, fake_dataset())
