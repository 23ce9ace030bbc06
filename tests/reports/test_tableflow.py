"""Tables on pages: widths, rows that stay whole, headings again, and what is told of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.drawing import Box, Drawing, Group, Mark, Text
from desktop.reports.blocks import Cell, Column, Row, Source, Table
from desktop.reports.setting import TABLE, text_width
from desktop.reports.tableflow import TableFlow

SOURCE = Source("boligomraade", "0114", "uden_job", "2026K2")


def table(rows: int, long: str = "Fjordparken", **changes: object) -> TableFlow:
    made = Table(
        (Column("Område"), Column("Andel", number=True), Column("Vurdering")),
        tuple(
            Row((Cell(f"{long} {at}"), Cell("29,4 %", SOURCE), Cell("med sikkerhed over kommunen")))
            for at in range(rows)
        ),
        **changes,  # type: ignore[arg-type] # of Table
    )
    return TableFlow(made, "t")


def walk(marks: tuple[Mark, ...]) -> Iterator[Mark]:
    for mark in marks:
        yield mark
        if isinstance(mark, Group):
            yield from walk(mark.marks)


def groups(marks: tuple[Mark, ...], role: str) -> list[Group]:
    return [mark for mark in walk(marks) if isinstance(mark, Group) and mark.role == role]


def words(marks: tuple[Mark, ...]) -> list[str]:
    return [mark.text for mark in walk(marks) if isinstance(mark, Text)]


def test_a_table_tells_its_headings_and_what_they_are_of() -> None:
    piece = table(2).piece(180.0)
    assert len(groups(piece.marks, "Table")) == 1
    headings = groups(piece.marks, "TH")
    assert [dict(each.attributes)["Scope"] for each in headings] == ["Column"] * 3 + ["Row"] * 2
    assert len(groups(piece.marks, "TD")) == 4
    assert [each.text for each in piece.cells] == ["29,4 %"] * 2
    assert {each.key for each in piece.cells} == {
        each.key for each in groups(piece.marks, "TD") if each.key
    }


def test_the_rest_of_a_table_repeats_its_heading_for_the_eye_alone() -> None:
    whole = table(30)
    parts = whole.divided(180.0, 100.0)
    assert parts is not None
    first, rest = (part.piece(180.0) for part in parts)
    assert first.height <= 100.0
    assert words(rest.marks)[:3] == ["Område", "Andel", "Vurdering"]
    assert not groups(rest.marks, "THead")
    assert {each.key for each in groups(first.marks, "Table") + groups(rest.marks, "Table")} == {
        "t"
    }
    rows = len(groups(first.marks, "TR")) - 1 + len(groups(rest.marks, "TR"))
    assert rows == 30


@given(st.integers(1, 40), st.floats(5.0, 300.0))
def test_dividing_loses_no_row_and_keeps_to_the_room(rows: int, room: float) -> None:
    flow = table(rows)
    parts = flow.divided(180.0, room)
    if parts is None:
        return
    first, rest = (part.piece(180.0) for part in parts)
    assert first.height <= room + 1e-6
    texts = [word for word in words(first.marks) + words(rest.marks) if "Fjordparken" in word]
    assert texts == [f"Fjordparken {at}" for at in range(rows)]


def test_few_rows_are_not_left_alone_under_a_heading() -> None:
    assert table(30).divided(180.0, 14.0) is None


def test_one_row_of_many_is_never_left_for_the_next_page() -> None:
    flow = table(10)
    parts = flow.divided(180.0, flow.piece(180.0).height - 1.0)
    assert parts is not None
    assert len(groups(parts[1].piece(180.0).marks, "TR")) == 2


def test_numbers_have_room_from_words_beside_them() -> None:
    columns = (Column("Nøgletal", 0.5), Column("Nu", 0.2, number=True), Column("Vurdering", 0.3))
    row = Row((Cell("Kontanthjælp"), Cell("diskretioneret"), Cell("kan være tilfældigt")))
    texts = words(TableFlow(Table(columns, (row,)), "t").piece(90.0).marks)
    assert "diskretioneret" in texts


def test_the_heading_of_numbers_stands_on_one_line_where_there_is_room() -> None:
    columns = (Column("Navn"), Column("25 % mindre", number=True), Column("I alt", number=True))
    row = Row((Cell("Skole"), Cell("12.318"), Cell("5")))
    texts = words(TableFlow(Table(columns, (row,)), "t").piece(180.0).marks)
    assert "25\u00a0% mindre" in texts


def test_a_heading_row_goes_with_those_below_it() -> None:
    rows = (
        *(Row((Cell(f"Række {at}"), Cell("1"))) for at in range(4)),
        Row((Cell("Uddannelse"),), heading=True),
        *(Row((Cell(f"Anden {at}"), Cell("1"))) for at in range(4)),
    )
    flow = TableFlow(Table((Column("Navn"), Column("Tal", number=True)), rows), "t")
    for room in range(20, 70):
        parts = flow.divided(180.0, float(room))
        if parts is not None:
            assert not words(parts[0].piece(180.0).marks)[-1].startswith("Uddannelse")


@pytest.mark.parametrize("width", [60.0, 120.0, 182.0, 269.0])
@pytest.mark.parametrize("long", ["Fjordparken", "Vestre Ringgade og Åboulevarden " * 6, "X" * 200])
def test_nothing_reaches_out_of_the_table_or_over_its_neighbour(width: float, long: str) -> None:
    piece = table(3, long).piece(width)
    for mark in walk(piece.marks):
        if isinstance(mark, Text):
            wide = text_width(mark.text.replace("\u00ad", "-"), TABLE)
            left = mark.x - (wide if mark.anchor == "end" else 0.0)
            assert left >= -0.01
            assert left + wide <= width + 3.0
    named = [m for m in walk(piece.marks) if isinstance(m, Text) and m.anchor == "start"]
    numbers = [m for m in walk(piece.marks) if isinstance(m, Text) and m.anchor == "end"]
    middle = min(m.x - text_width(m.text, TABLE) for m in numbers)
    assert all(
        m.x >= middle or m.x + text_width(m.text.replace("\u00ad", "-"), TABLE) <= middle + 3.0
        for m in named
    )


def test_columns_with_a_share_have_it() -> None:
    made = Table(
        (Column("Navn", 0.25), Column("Indhold", 0.75)), (Row((Cell("Kilde"), Cell("Register"))),)
    )
    texts = [m for m in walk(TableFlow(made, "t").piece(100.0).marks) if isinstance(m, Text)]
    register = next(m for m in texts if m.text == "Register")
    assert register.x == pytest.approx(25.0 + 1.3)


def test_what_is_said_below_a_row_is_a_row_over_all_columns() -> None:
    row = Row((Cell("Fjordparken"), Cell("3 %", SOURCE)), below="Få personer; tallet svinger.")
    made = Table((Column("Navn"), Column("Tal", number=True)), (row,))
    piece = TableFlow(made, "t").piece(100.0)
    spans = [dict(each.attributes).get("ColSpan") for each in groups(piece.marks, "TD")]
    assert spans == [None, "2"]


def test_a_small_drawing_in_a_cell_is_told_in_words() -> None:
    bar = Drawing(20.0, 3.0, (Box(0, 0, 20, 3, "#115A73"),))
    row = Row((Cell("Fjordparken"), Cell("tre fjerdedele", figure=bar)))
    made = Table((Column("Navn"), Column("Andel")), (row,))
    (figure,) = groups(TableFlow(made, "t").piece(100.0).marks, "Figure")
    assert figure.alt == "tre fjerdedele"


def test_a_bare_table_shows_no_headings() -> None:
    assert "Område" not in words(table(2, bare=True).piece(180.0).marks)
