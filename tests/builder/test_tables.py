from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from desktop.builder.recipe import TableSpec
from desktop.builder.tables import Table, as_texts, read_table
from desktop.core.errors import SourceError

CPR = "070761-4285"  # the example of the CPR office


def read(folder: Path, content: str | bytes, name: str = "tal.csv", **spec: Any) -> Table:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(TableSpec("tal", name, **spec), folder)


def texts_of(table: Table, column: str) -> list[str]:
    found = table.coded(column)
    return [found.values[code] if code >= 0 else "" for code in found.codes]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    table = read(tmp_path, f"a{separator}b\n01{separator}2\n03{separator}4")
    assert table.columns == ("a", "b")
    assert table.reading.separator == separator
    assert texts_of(table, "a") == ["01", "03"]  # leading zeros, and a last line without an end


def test_a_decimal_comma_is_no_separator(tmp_path: Path) -> None:
    table = read(tmp_path, "kode;tal\n01;1,5\n02;2,5\n")
    assert table.reading.separator == ";"
    np.testing.assert_array_equal(table.numbers("tal"), [1.5, 2.5])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    table = read(tmp_path, "område;tal\r\nÆbelø;1\r\n".encode(encoding))
    assert texts_of(table, "område") == ["Æbelø"]
    assert table.reading.encoding == encoding


def test_a_stated_encoding_wins_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    content = "a;b\nø;1\n".encode("cp1252")
    assert texts_of(read(tmp_path, content, encoding="cp865"), "a") == ["°"]
    with pytest.raises(SourceError, match="utf-8"):
        read(tmp_path, content, encoding="utf-8")
    with pytest.raises(SourceError, match="kendes ikke"):
        read(tmp_path, content, encoding="utf-9")


def test_lines_above_the_names_are_skipped_and_rows_counted_as_in_the_file(tmp_path: Path) -> None:
    table = read(tmp_path, "en note\n\nkode;tal\n01;5\n\n02;x\n", header_row=3)
    assert len(table) == 2
    with pytest.raises(SourceError) as caught:
        table.numbers("tal")
    assert "række 6" in caught.value.problem
    assert "»x«" in caught.value.problem


def test_a_quoted_field_may_hold_the_separator_and_a_line_break(tmp_path: Path) -> None:
    table = read(tmp_path, 'kode;note\n"0;1";"to\nlinjer"\n02;x\n')
    assert texts_of(table, "kode") == ["0;1", "02"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a;b\n", "ingen rækker"),
        ("", "Skilletegnet"),
        ("kun en kolonne\n1\n2\n", "Skilletegnet"),
        ("a;b\n1;2;3\n", "kan ikke læses"),
        ('a;b\n"1;2\n', "kan ikke læses"),
        (b"a;b\n\x00;1\n", "ikke en tekstfil"),
        (b"a;b\n\x81;1\n", "Tegnsættet"),
        (";\n1;2\n", "kolonnenavne"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        read(tmp_path, content)


def test_a_short_row_has_no_data_at_its_end(tmp_path: Path) -> None:
    assert np.isnan(read(tmp_path, "a;b\n1;2\n3\n").numbers("b")[1])


def test_names_that_are_missing_or_double_are_told(tmp_path: Path) -> None:
    table = read(tmp_path, "kode;tal;tal\n01;1;2\n")
    with pytest.raises(SourceError) as caught:
        table.coded("Kodee")
    assert "kode" in caught.value.hint
    with pytest.raises(SourceError, match="flere kolonner"):
        table.numbers("tal")


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "boligomraader.csv").write_text("a;b\n1;2\n")
    with pytest.raises(SourceError) as caught:
        read_table(TableSpec("x", "boligområder.csv"), tmp_path)
    assert "boligomraader.csv" in caught.value.hint


def test_an_unknown_kind_of_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"\.xls"):
        read(tmp_path, "x", "tal.xls")


def book(path: Path, rows: list[list[object]], sheet: str = "Ark1") -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    made.save(path)


def test_a_workbook_with_numbers_and_texts(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["en note"], [], ["kode", "aar", "tal", "dag"],
        [1, 2020, 1.234, dt.date(2020, 1, 2)],
        ["02", "2020", "1.234,5", None], [3.0, 2020, "..", 5],
        [None, None, None, None],
    ]  # fmt: skip
    book(tmp_path / "tal.xlsx", rows)
    table = read_table(TableSpec("x", "tal.xlsx", header_row=3), tmp_path)
    assert texts_of(table, "kode") == ["1", "02", "3"]
    assert texts_of(table, "aar") == ["2020", "2020", "2020"]
    assert texts_of(table, "dag") == ["2020-01-02", "", "5"]
    np.testing.assert_array_equal(table.numbers("tal"), [1.234, 1234.5, np.nan])
    assert table.row_number(1) == 5


def test_a_sheet_that_is_not_there_and_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    book(tmp_path / "tal.xlsx", [["a"], [1]], "Tabel")
    with pytest.raises(SourceError) as caught:
        read_table(TableSpec("x", "tal.xlsx", sheet="Tabl"), tmp_path)
    assert "Tabel" in caught.value.hint
    with pytest.raises(SourceError, match="Excel"):
        read(tmp_path, "a;b\n", "andet.xlsx")


def test_parquet_of_every_kind(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "kode": ["01", None, "03"],
            "nr": np.array([1, 2, 3], np.int16),
            "tal": [1.0, np.nan, 3.0],
            "gruppe": pd.Categorical(["b", "a", "b"]),
            "hel": pd.array([1, None, 3], "Int64"),
        }
    )
    frame.to_parquet(tmp_path / "tal.parquet", index=False)
    table = read_table(TableSpec("x", "tal.parquet"), tmp_path)
    assert texts_of(table, "kode") == ["01", "", "03"]
    assert texts_of(table, "nr") == ["1", "2", "3"]
    assert texts_of(table, "tal") == ["1", "", "3"]
    assert texts_of(table, "gruppe") == ["b", "a", "b"]
    np.testing.assert_array_equal(table.numbers("hel"), [1, np.nan, 3])
    with pytest.raises(SourceError, match="Parquet"):
        read(tmp_path, "PAR1", "andet.parquet")


def test_texts_of_values() -> None:
    assert list(as_texts(pd.Series([3.0, 3.5, np.nan]))) == ["3", "3.5", ""]
    assert list(as_texts(pd.Series([" a ", None], dtype=object))) == ["a", ""]
    assert list(as_texts(pd.Series([10**15]))) == ["1000000000000000"]


def test_persons_are_refused_in_every_kind_of_file_and_never_named(tmp_path: Path) -> None:
    digits = CPR.replace("-", "")
    pd.DataFrame({"kode": ["01"] * 3, "nr": [int(digits)] * 3}).to_parquet(tmp_path / "p.parquet")
    pd.DataFrame({"k": ["01"] * 3, "nr": [float(digits)] * 3}).to_parquet(tmp_path / "f.parquet")
    book(tmp_path / "p.xlsx", [["kode", "nr"], ["01", CPR]])
    book(tmp_path / "n.xlsx", [["kode", "nr"], *[["01", int(digits)]] * 3])
    (tmp_path / "p.csv").write_text(f"kode;nr;n\n01;{CPR};1\n")
    for name in ("p.parquet", "f.parquet", "p.xlsx", "n.xlsx", "p.csv"):
        with pytest.raises(SourceError) as caught:
            read_table(TableSpec("x", name), tmp_path)
        told = caught.value.problem + caught.value.hint
        assert "»nr«" in told
        assert "CPR" in told
        assert "4285" not in told
        assert "0707" not in told
