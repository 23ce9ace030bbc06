"""Every kind of report that is shipped is tagged as it should be, and a validator confirms it."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from desktop.core.errors import UsageError
from desktop.reports.asking import asked_for
from desktop.reports.making import make_report, write_report
from desktop.reports.structurecheck import structure_problems
from desktop.reports.templates import shipped, shipped_template
from desktop.reports.validation import Validated, validator
from tests.fake_extract import fake_dataset
from tests.reports.papers import BOTH

DAY = dt.date(2026, 11, 23)
DATA = fake_dataset()


@cache
def made(kind: str) -> Validated:
    asked = asked_for(DATA, shipped_template(kind), areas=(0, 2), day=DAY)
    return write_report(make_report(asked))


@pytest.mark.parametrize("kind", [template.id for template in shipped()])
def test_a_kind(kind: str) -> None:
    if kind == "sectors":
        with pytest.raises(UsageError, match="samme sektor"):  # the invented extract has one
            made(kind)
        return
    found = made(kind)
    assert structure_problems(found.content) == ()
    if validator():
        assert (found.said, found.claims) == ((), BOTH)
