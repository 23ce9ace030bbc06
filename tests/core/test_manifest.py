"""The manifest: there and back, newer, incomplete, and out of date."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import Limits
from desktop.core.errors import DamagedExtract, Expired, UnknownFormat
from desktop.core.manifest import FORMAT, Manifest
from tests.fake_extract import MANIFEST

WORDS = st.text(max_size=30)
LINES = st.lists(
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20),
    max_size=4,
)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2500, 1, 1))
REQUIRED = sorted(MANIFEST.to_rows())


@given(
    st.builds(
        replace,
        st.just(MANIFEST),
        title=WORDS,
        purpose=WORDS,
        controller=WORDS,
        report=WORDS,
        created=DAYS,
        valid_from=DAYS,
        delete_by=DAYS,
        sources=LINES.map(tuple),
        limits=st.builds(Limits, WORDS, st.integers(0, 99), st.integers(0, 999), st.booleans()),
        srs=st.integers(1024, 99999),
        extra=st.dictionaries(st.text("xyz", min_size=1, max_size=5), WORDS, max_size=3),
    )
)
def test_there_and_back(manifest: Manifest) -> None:
    assert Manifest.from_rows(manifest.to_rows()) == manifest


def test_rows_are_texts_and_reading_leaves_them_alone() -> None:
    rows = MANIFEST.to_rows()
    assert all(isinstance(value, str) for value in rows.values())
    kept = dict(rows)
    Manifest.from_rows(rows)
    assert rows == kept


def test_what_a_later_version_adds_is_kept() -> None:
    manifest = Manifest.from_rows({**MANIFEST.to_rows(), "ny_oplysning": "æøå"})
    assert manifest.extra == {"ny_oplysning": "æøå"}
    assert manifest.to_rows()["ny_oplysning"] == "æøå"


def test_a_newer_format_is_named() -> None:
    with pytest.raises(UnknownFormat) as caught:
        Manifest.from_rows({"format": str(FORMAT + 1)})
    assert str(FORMAT + 1) in caught.value.problem
    assert str(FORMAT) in caught.value.hint


@pytest.mark.parametrize("key", REQUIRED)
def test_a_missing_key_is_damage(key: str) -> None:
    rows = MANIFEST.to_rows()
    del rows[key]
    with pytest.raises(DamagedExtract):
        Manifest.from_rows(rows)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", ""), ("format", "et"), ("format", "1.0"),
        ("created", "1. juli 2026"), ("valid_from", ""), ("delete_by", "2026-13-01"),
        ("cell_minimum", "fem"), ("area_minimum", ""), ("srs", "EPSG:25832"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_damage(key: str, value: str) -> None:
    with pytest.raises(DamagedExtract):
        Manifest.from_rows({**MANIFEST.to_rows(), key: value})


def test_the_delete_by_date_itself_opens_and_the_day_after_does_not() -> None:
    manifest = replace(MANIFEST, delete_by=dt.date(2026, 12, 31))
    manifest.check_date(dt.date(2026, 12, 30))
    manifest.check_date(dt.date(2026, 12, 31))
    with pytest.raises(Expired) as caught:
        manifest.check_date(dt.date(2027, 1, 1))
    assert "31-12-2026" in caught.value.problem
