"""The GeoPackage inside: the same numbers by SQL and by the program, and damage of every kind."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop.core.areas import MUNICIPALITY
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.envelope import seal
from desktop.core.errors import (
    BoligatlasError,
    DamagedExtract,
    Expired,
    ExtractError,
    UnknownFormat,
    UsageError,
)
from desktop.core.extract import open_content, open_extract
from desktop.core.geopackage import GeoPackage
from desktop.core.indicators import Kind
from desktop.core.measures import Cells
from tests.conftest import Sealed

DAY = dt.date(2026, 11, 23)
NAMES = {"shown": 0, "missing": 1, "undefined": 2, "withheld": 3}


@pytest.fixture(scope="module")
def data(sealed: Sealed) -> Iterator[Dataset]:
    opened = open_extract(sealed.path, sealed.key, today=DAY)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def database(sealed: Sealed) -> Iterator[sqlite3.Connection]:
    """The same file as any other program reads it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(sealed.content)
        yield connection


def by_sql(database: sqlite3.Connection, *named: str) -> list[tuple[object, ...]]:
    return database.execute(
        "SELECT o.area, o.numerator, o.denominator, o.value, o.state FROM observations AS o"
        " JOIN areas AS a ON a.level = o.level AND a.code = o.area"
        " WHERE o.indicator = ? AND o.level = ? AND o.period = ? AND o.breakdown = ''"
        " ORDER BY a.position",
        named,
    ).fetchall()


def same(cells: Cells, rows: list[tuple[object, ...]], per: float) -> None:
    assert cells.states.tolist() == [NAMES[str(row[4])] for row in rows]
    top, base, value = (np.array([row[at] for row in rows], np.float64) for at in (1, 2, 3))
    np.testing.assert_array_equal(cells.numerators, top)
    np.testing.assert_array_equal(cells.denominators, base)
    if np.isfinite(base).any():
        value = top * per / base
    elif np.isfinite(top).any():
        value = top
    np.testing.assert_allclose(cells.values, value, rtol=1e-14)


def test_the_view_of_sql_is_what_the_program_reads(
    data: Dataset, database: sqlite3.Connection
) -> None:
    compared = 0
    for level in (*(level.id for level in data.levels), MUNICIPALITY):
        for indicator in data.indicators_of(level):
            for period in data.periods_of(indicator.id, level)[::4]:
                rows = by_sql(database, indicator.id, level, period.code)
                if level == MUNICIPALITY:
                    cells = data.municipality(indicator.id, period)
                else:
                    cells = data.cells(indicator.id, level, period)
                    assert tuple(row[0] for row in rows) == data.areas(level).codes
                same(cells, rows, indicator.per)
                compared += len(rows)
    assert compared > 500
    hidden = database.execute("SELECT count(*) FROM observations WHERE state = 'withheld'")
    assert hidden.fetchone()[0] > 100


def test_a_withheld_cell_has_no_number_in_the_file(database: sqlite3.Connection) -> None:
    assert not database.execute(
        "SELECT count(*) FROM observations WHERE state != 'shown'"
        " AND coalesce(numerator, denominator, value) IS NOT NULL"
    ).fetchone()[0]
    rows = database.execute("SELECT areas, numerator_width, numerators, states FROM series")
    for areas, width, text, states in rows:
        for at in range(areas if states else 0):
            if states[at] == str(int(State.WITHHELD)):
                assert text[at * width : (at + 1) * width] == " " * width


def test_histories_are_their_rows(sealed: Sealed) -> None:
    one, other = (open_content(sealed.content, DAY) for _ in range(2))
    for indicator in one.indicators:
        history = one.history(indicator.id, "boligomraade")
        assert history.periods == one.periods_of(indicator.id, "boligomraade")
        for row, period in enumerate(history.periods):
            for cells in (
                other.cells(indicator.id, "boligomraade", period),  # read alone
                one.cells(indicator.id, "boligomraade", period),  # from the history at hand
            ):
                np.testing.assert_array_equal(cells.values, history.cells.values[row])
                np.testing.assert_array_equal(cells.numerators, history.cells.numerators[row])
                np.testing.assert_array_equal(cells.states, history.cells.states[row])
        whole = one.municipality_history(indicator.id)
        for row, period in enumerate(whole.periods):
            np.testing.assert_array_equal(
                other.municipality(indicator.id, period).values, whole.cells.values[row]
            )
    one.close()
    other.close()


def test_what_is_not_held_is_missing(data: Dataset) -> None:
    from desktop.core.periods import parse

    long_ago = parse("1901K1")
    cells = data.cells("bef_antal", "boligomraade", long_ago)
    assert (cells.states == State.MISSING).all()
    assert len(cells.states) == len(data.areas("boligomraade"))
    assert data.municipality("bef_antal", long_ago).states.tolist() == [State.MISSING]
    assert data.periods_of("bef_antal", "boligomraade", "kvinder") == ()
    assert data.history("bef_antal", "boligomraade", "kvinder").periods == ()


def test_levels_areas_and_parents(data: Dataset) -> None:
    assert [level.id for level in data.levels] == ["boligomraade", "distrikt"]
    areas, districts = data.areas("boligomraade"), data.areas("distrikt")
    assert len(areas) == data.level("boligomraade").count == 177
    assert set(areas.parents["distrikt"]) <= {*districts.codes, ""}
    assert areas.index[areas.codes[40]] == 40
    ended = areas.valid_to < DAY.toordinal()
    assert (areas.valid_on(DAY) == ~ended & (areas.valid_from <= DAY.toordinal())).all()


def test_models_are_read_as_they_were_written(sealed: Sealed) -> None:
    content = with_changes(sealed, "INSERT INTO models (model, definition) VALUES ('eget', 'id')")
    assert Dataset(GeoPackage(content)).models["eget"] == "id"


def test_outlines_hold_together(data: Dataset) -> None:
    for level in data.levels:
        count = len(data.areas(level.id))
        for detail in range(len(data.tolerances(level.id))):
            outlines = data.outlines(level.id, detail)
            assert set(outlines.owners) == set(range(count))
            assert outlines.starts[-1] == len(outlines.points)
            firsts, lasts = outlines.starts[:-1], outlines.starts[1:] - 1
            assert (outlines.points[firsts] == outlines.points[lasts]).all()
    assert [layer.kind for layer in data.backgrounds()] == ["land", "green", "water", "road"]


@pytest.mark.parametrize(
    ("asked", "near"), [("bef_antl", "bef_antal"), ("underretninger", "underretning")]
)
def test_an_unknown_indicator_names_the_nearest(data: Dataset, asked: str, near: str) -> None:
    with pytest.raises(UsageError) as caught:
        data.indicator(asked)
    assert asked in caught.value.problem
    assert near in caught.value.hint


def test_an_unknown_name_like_nothing_lists_all(data: Dataset) -> None:
    with pytest.raises(UsageError) as caught:
        data.level("xyz")
    assert "boligomraade, distrikt" in caught.value.hint


def test_after_its_date_it_does_not_open(sealed: Sealed) -> None:
    open_extract(sealed.path, sealed.key, today=dt.date(2099, 12, 31)).close()
    with pytest.raises(Expired):
        open_extract(sealed.path, sealed.key, today=dt.date(2100, 1, 1))


# Other contents in the envelope


def with_changes(sealed: Sealed, *statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(sealed.content)
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)
        content: bytes = connection.serialize()
    return content


def empty(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for statement in ("CREATE TABLE t (a)", *statements):
            connection.execute(statement)
        content: bytes = connection.serialize()
    return content


@pytest.mark.parametrize(
    "content",
    [
        b"", b"a letter", b"PK\x03\x04" + bytes(90), b"SQLite format 3", bytes(4096),
        empty(), empty("PRAGMA application_id = 1196444487"),
        empty("CREATE TABLE manifest (key, value)"),
    ],
    ids=["empty", "text", "zip", "cut", "zeros", "sqlite", "geopackage", "manifest alone"],
)  # fmt: skip
def test_another_content_is_named(tmp_path: Path, sealed: Sealed, content: bytes) -> None:
    import pyrage

    public = str(pyrage.x25519.Identity.from_str(sealed.key.lines[0]).to_public())
    path = tmp_path / "x.boligatlas"
    path.write_bytes(seal(content, [public]))
    with pytest.raises(UnknownFormat, match="indhold er ikke") as caught:
        open_extract(path, sealed.key)
    assert caught.value.hint


def test_a_newer_format_is_named(sealed: Sealed) -> None:
    content = with_changes(sealed, "UPDATE manifest SET value = '2' WHERE key = 'format'")
    with pytest.raises(UnknownFormat, match="nyere"):
        open_content(content, DAY)


def read_everything(content: bytes) -> None:
    data = open_content(content, DAY)
    try:
        data.backgrounds(), data.places, data.efforts, data.models
        for level in data.levels:
            areas = data.areas(level.id)
            areas.valid_on(DAY)
            for detail in range(len(data.tolerances(level.id))):
                data.outlines(level.id, detail).bounds  # noqa: B018
            for indicator in data.indicators_of(level.id):
                for period in data.periods_of(indicator.id, level.id)[-1:]:
                    cells = data.cells(indicator.id, level.id, period)
                    assert len(cells.values) == len(areas)
                    data.municipality(indicator.id, period)
                data.history(indicator.id, level.id)
                data.municipality_history(indicator.id)
                for scheme in ("natural", "quantiles", "equal", "pretty"):
                    data.bounds(indicator.id, level.id, scheme, 5)
    finally:
        data.close()


TABLES = ["manifest", "levels", "areas", "area_parents", "outlines", "dimensions", "indicators",
          "breakdowns", "series", "classes", "points", "efforts"]  # fmt: skip

DAMAGE = {
    **{f"no {table}": f"DROP TABLE {table}" for table in TABLES if table != "manifest"},
    **{f"no rows in {table}": f"DELETE FROM {table}" for table in ("manifest", "areas")},
    "a longer column": "UPDATE series SET numerators = numerators || '1'",
    "a shorter column": "UPDATE series SET numerators = substr(numerators, 2)",
    "an empty column": "UPDATE series SET numerators = ''",
    "no column": "UPDATE series SET numerators = NULL",
    "no numbers": "UPDATE series SET numerator_width = NULL, denominator_width = NULL",
    "base alone": "UPDATE series SET numerator_width = NULL",
    "letters": "UPDATE series SET numerators = replace(numerators, '1', 'x')",
    "spaces": "UPDATE series SET numerators = replace(numerators, '1', ' ')",
    "width zero": "UPDATE series SET numerator_width = 0",
    "negative width": "UPDATE series SET numerator_width = -numerator_width",
    "endless width": "UPDATE series SET numerator_width = 1 << 60",
    "width in letters": "UPDATE series SET numerator_width = 'two'",
    "shorter states": "UPDATE series SET states = substr(states, 2) WHERE states IS NOT NULL",
    "unknown states": "UPDATE series SET states = replace(states, '3', '4')",
    "fewer areas said": "UPDATE series SET areas = areas - 1",
    "all about fewer areas": "UPDATE series SET areas = 1, states = NULL,"
    " numerators = substr(numerators, 1, numerator_width),"
    " denominators = substr(denominators, 1, denominator_width)",
    "negative areas": "UPDATE series SET areas = -1",
    "areas in letters": "UPDATE series SET areas = 'many'",
    "an area less": "DELETE FROM areas WHERE level = 'boligomraade' AND position = 4",
    "an area elsewhere": "UPDATE areas SET position = position + 1000 WHERE position = 4",
    "a period of nonsense": "UPDATE series SET period = 'x' || period",
    "a period as bytes": "UPDATE series SET period = CAST(period AS BLOB)",
    "level of nobody": "UPDATE levels SET level = 'x' || level",
    "count in letters": "UPDATE levels SET areas = 'many'",
    "a day of nonsense": "UPDATE areas SET valid_from = 'yesterday'",
    "a day as number": "UPDATE areas SET valid_to = 20261123",
    "residents in letters": "UPDATE areas SET residents = 'many'",
    "names as bytes": "UPDATE areas SET name = CAST(name AS BLOB)",
    "codes as bytes": "UPDATE areas SET code = CAST(code AS BLOB)",
    "no direction": "UPDATE indicators SET direction = 'up'",
    "per in letters": "UPDATE indicators SET per = 'hundred'",
    "per as bytes": "UPDATE indicators SET per = x'00'",
    "decimals in letters": "UPDATE indicators SET decimals = 'one'",
    "endless decimals": "UPDATE indicators SET decimals = 1 << 40",
    "unit as bytes": "UPDATE indicators SET unit = x'25'",
    "name as bytes": "UPDATE indicators SET name_da = x'ff'",
    "dimension as bytes": "UPDATE dimensions SET name_da = x'ff'",
    "manifest as bytes": "UPDATE manifest SET value = CAST(value AS BLOB)",
    "sources as bytes": "UPDATE manifest SET value = x'ff' WHERE key = 'sources'",
    "bounds of nonsense": "UPDATE classes SET bounds = '[1,'",
    "bounds as object": "UPDATE classes SET bounds = '{\"a\": 1}'",
    "bounds as number": "UPDATE classes SET bounds = '3'",
    "bounds without number": "UPDATE classes SET bounds = '[NaN]'",
    "bounds backwards": "UPDATE classes SET bounds = '[3, 1]'",
    "points cut": "UPDATE outlines SET points = substr(points, 5)",
    "points shorter": "UPDATE outlines SET points = substr(points, 81)",
    "a line of one point": "UPDATE outlines SET border_starts = x'0000000001000000'"
    " || substr(border_starts, 9)",
    "points gone": "UPDATE outlines SET points = x''",
    "starts cut": "UPDATE outlines SET starts = substr(starts, 2)",
    "starts shorter": "UPDATE outlines SET starts = substr(starts, 5)",
    "starts beyond": "UPDATE outlines SET starts = x'00000000ffffff7f'",
    "starts backwards": "UPDATE outlines SET starts = x'00000000ffffffff'",
    "owners shorter": "UPDATE outlines SET owners = substr(owners, 5)",
    "owners beyond": "UPDATE outlines SET owners = replace(owners, x'01000000', x'01000010')",
    "lines shorter": "UPDATE outlines SET border_points = substr(border_points, 9)",
    "line starts beyond": "UPDATE outlines SET border_starts = x'00000000ffffff7f'",
    "tolerance in letters": "UPDATE outlines SET tolerance = 'fine'",
    "points as text": "UPDATE points SET geom = 'x'",
    "points as nothing": "UPDATE points SET geom = NULL",
    "point cut": "UPDATE points SET geom = substr(geom, 1, 20)",
    "point of unknown envelope": "UPDATE points SET geom = x'4750000fe6640000'",
    "place name as bytes": "UPDATE points SET name = x'ff'",
    "effort at no time": "UPDATE efforts SET start = 'soon'",
    "effort name as bytes": "UPDATE efforts SET name = x'ff'",
    "model as bytes": "INSERT INTO models (model, definition) VALUES ('eget', x'ff')",
}


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE.keys())
def test_contents_that_do_not_hold_together_are_damage(sealed: Sealed, statement: str) -> None:
    content = with_changes(sealed, statement)
    with pytest.raises(BoligatlasError) as caught:
        read_everything(content)
    assert isinstance(caught.value, DamagedExtract | UnknownFormat)
    assert caught.value.hint


def test_the_untouched_extract_reads(sealed: Sealed) -> None:
    read_everything(with_changes(sealed))


MEASURED = "ALTER TABLE indicators ADD COLUMN measured TEXT NOT NULL DEFAULT ''"


def kinds_after(sealed: Sealed, *statements: str) -> dict[str, Kind]:
    held = GeoPackage(with_changes(sealed, *statements))
    kinds = {indicator.id: indicator.kind for indicator in held.indicators}
    held.close()
    return kinds


def test_an_extract_from_before_the_kind_of_number_was_said_reads(sealed: Sealed) -> None:
    older = kinds_after(sealed)
    assert older["udenfor_16_66"] is Kind.SHARE
    assert older["bef_antal"] is Kind.COUNT
    assert kinds_after(sealed, MEASURED) == older


def test_the_kind_of_number_is_read_where_it_is_said(sealed: Sealed) -> None:
    said = "UPDATE indicators SET measured = 'mean' WHERE indicator = 'udenfor_16_66'"
    kinds = kinds_after(sealed, MEASURED, said)
    assert kinds["udenfor_16_66"] is Kind.MEAN
    assert kinds | {"udenfor_16_66": Kind.SHARE} == kinds_after(sealed)


@pytest.mark.parametrize("value", ["'guess'", "x'ff'"])
def test_a_kind_of_number_that_nobody_knows_is_damage(sealed: Sealed, value: str) -> None:
    with pytest.raises(DamagedExtract):
        kinds_after(sealed, MEASURED, f"UPDATE indicators SET measured = {value}")


def flip_and_read(content: bytes, seed: int) -> bool:
    """Whether an extract with some altered bytes was refused; raises what must never come out."""
    chance = random.Random(seed)
    altered = bytearray(content)
    page = int.from_bytes(altered[16:18], "big")
    for _ in range(chance.choice([1, 3, 30])):
        at = chance.randrange(len(altered))
        if chance.random() < 0.5:  # where SQLite keeps its own numbers
            at = at // page * page + chance.randrange(min(page, 120))
        altered[at] = chance.choice([altered[at] ^ 1 << chance.randrange(8), chance.randrange(256)])
    if chance.random() < 0.1:
        del altered[chance.randrange(len(altered)) :]
    try:
        read_everything(bytes(altered))
    except ExtractError as error:
        assert error.hint
        return True
    return False


def test_random_damage_raises_nothing_else(sealed: Sealed) -> None:
    refused = [flip_and_read(sealed.content, seed) for seed in range(200)]
    assert any(refused)


@pytest.mark.slow
def test_much_random_damage_raises_nothing_else(sealed: Sealed) -> None:
    for seed in range(1000, 3000):
        flip_and_read(sealed.content, seed)


def test_a_refused_content_leaves_no_connection_open(
    sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def watched(*args: Any, **more: Any) -> sqlite3.Connection:
        made.append(connect(*args, **more))
        return made[-1]

    contents = empty(), with_changes(sealed, "DELETE FROM manifest")
    monkeypatch.setattr(sqlite3, "connect", watched)
    for content in contents:
        with pytest.raises(ExtractError):
            GeoPackage(content)
    assert len(made) == 2
    for connection in made:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
