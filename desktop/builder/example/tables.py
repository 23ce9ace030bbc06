"""The tables: counts by area and period, in the kinds of file a municipality has them in."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from desktop.builder.example.people import PERIODS, Population
from desktop.builder.example.settlement import (
    REDRAWN,
    Area,
    Department,
    Settlement,
    district_code,
)

AREAS_TABLE = "boligomraader.csv"
DEPARTMENTS_TABLE = "afdelinger.parquet"
WORKBOOK = "distrikter_og_kommune.xlsx"
SCHOOL_TABLE = "skolefravaer.csv"
INCOME_TABLE = "indkomst.csv"
CHANGES_TABLE = "omraadeaendringer.csv"
EFFORTS_TABLE = "indsatser.csv"
HEADER_ROW = 3  # of the workbook's sheets: a title and an empty row stand above
MUNICIPALITY_CODE = "0999"

SCHOOL_YEARS = tuple(f"{year}/{year % 100 + 1:02d}" for year in range(2015, 2026))
INCOME_YEARS = tuple(str(year) for year in range(2016, 2026))
YEARLY = ("elever", "elever_over_10_pct_fravaer", "voksne", "voksne_med_lav_indkomst")

# Quarters that were never counted: the bailiff's court was closed, and one register began late.
CLOSED = ("2020K2", "2020K3")
LATE = ("2016K1", "2016K2", "2016K3", "2016K4")
LOST = ("0307", "2018K3")  # area and quarter of a count that went missing


@dataclass(frozen=True, slots=True)
class Row:
    """An area of a table: its code, the homes it has, and the quarters it exists in."""

    code: str
    units: tuple[int, ...]
    quarters: range


def lifetime(part: Area | Department) -> range:
    """The quarters (positions in `PERIODS`) that begin while the area exists."""
    days = [dt.date(int(period[:4]), 3 * int(period[5]) - 2, 1) for period in PERIODS]
    lives = [
        (part.valid_from is None or part.valid_from <= day)
        and (part.valid_to is None or day <= part.valid_to)
        for day in days
    ]
    first = lives.index(True)
    return range(first, first + sum(lives))


def area_rows(settlement: Settlement) -> list[Row]:
    """The housing areas, redrawn ones too, by code."""
    rows = [Row(area.code, area.units, lifetime(area)) for area in settlement.areas]
    return sorted(rows, key=lambda row: row.code)


def department_rows(settlement: Settlement) -> list[Row]:
    """The housing departments, renumbered ones too, by code."""
    parts = [part for area in settlement.areas for part in area.departments]
    return sorted(
        (Row(part.code, (part.unit,), lifetime(part)) for part in parts), key=lambda row: row.code
    )


def district_rows(settlement: Settlement, population: Population) -> list[Row]:
    """The districts: their departments and the rest of their homes."""
    return [
        Row(
            district_code(number),
            tuple(np.flatnonzero(population.district == number).tolist()),
            range(len(PERIODS)),
        )
        for number in range(len(settlement.districts))
    ]


def municipality_rows(population: Population) -> list[Row]:
    """The whole municipality as one row."""
    return [Row(MUNICIPALITY_CODE, tuple(range(len(population.district))), range(len(PERIODS)))]


def quarterly(rows: Sequence[Row], population: Population, key: str) -> pd.DataFrame:
    """One line for each area and quarter; counts are integers, with `<NA>` where never counted."""
    codes = [row.code for row in rows for _ in row.quarters]
    quarters = [PERIODS[quarter] for row in rows for quarter in row.quarters]
    columns: dict[str, object] = {key: codes, "periode": quarters}
    for name in population.counts:
        if name not in YEARLY:
            columns[name] = _integers(_stacked(rows, population.counts[name].astype(np.float64)))
    metres = _stacked(rows, population.square_metres)
    people = _stacked(rows, population.counts["beboere"].astype(np.float64))
    columns["areal_pr_person"] = np.round(metres / np.where(people > 0, people, np.nan), 1)
    frame = pd.DataFrame(columns)
    frame.loc[frame["periode"].isin(CLOSED), "udsaettelser_12_mdr"] = pd.NA
    return frame


def _integers(numbers: NDArray[np.float64]) -> pd.Series[int]:
    return pd.Series(numbers).astype("Int64")


def _stacked(rows: Sequence[Row], table: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate(
        [table[list(row.units)].sum(axis=0)[row.quarters.start : row.quarters.stop] for row in rows]
    )


def school_years(rows: Sequence[Row], population: Population) -> pd.DataFrame:
    """One line for each area and school year, counted in the year's last spring."""
    lines = []
    for row in rows:
        pupils = population.total("elever", row.units)
        absent = population.total("elever_over_10_pct_fravaer", row.units)
        for year in SCHOOL_YEARS:
            spring = PERIODS.index(f"{int(year[:4]) + 1}K2")
            if spring in row.quarters:
                lines.append((row.code, year, int(pupils[spring]), int(absent[spring])))
    return pd.DataFrame(lines, columns=["kode", "skoleaar", "elever", "elever_over_10_pct_fravaer"])


def incomes(rows: Sequence[Row], population: Population) -> pd.DataFrame:
    """One line for each area, with two columns for each year; empty where it did not exist."""
    table: dict[str, list[object]] = {"kode": [row.code for row in rows]}
    for year in INCOME_YEARS:
        autumn = PERIODS.index(f"{year}K4")
        for column, name in (("voksne", "voksne"), ("voksne_med_lav_indkomst", "lav_indkomst")):
            table[f"{name}_{year}"] = [
                int(population.total(column, row.units)[autumn]) if autumn in row.quarters else None
                for row in rows
            ]
    frame = pd.DataFrame(table)
    return frame.astype({name: "Int64" for name in frame.columns if name != "kode"})


def write_tables(settlement: Settlement, population: Population, folder: Path) -> None:
    """Write every table; the same people give the same bytes."""
    areas = area_rows(settlement)
    main = quarterly(areas, population, "kode")
    lost = (main["kode"] == LOST[0]) & (main["periode"] == LOST[1])
    main.loc[lost, "botid_under_1_aar"] = pd.NA
    _write_text(main, folder / AREAS_TABLE, encoding="utf-8-sig", missing="..")
    departments = quarterly(department_rows(settlement), population, "afdeling")
    late = departments["periode"].isin(LATE)
    departments.loc[late, "haervaerk_indbrud_12_mdr"] = pd.NA
    departments.to_parquet(folder / DEPARTMENTS_TABLE, index=False)
    _write_text(school_years(areas, population), folder / SCHOOL_TABLE, encoding="utf-8")
    _write_text(incomes(areas, population), folder / INCOME_TABLE, encoding="cp1252")
    _write_workbook(settlement, population, folder / WORKBOOK)
    _write_text(changes(settlement, population), folder / CHANGES_TABLE, encoding="utf-8")
    _write_text(_efforts(population), folder / EFFORTS_TABLE, encoding="utf-8-sig")


def _write_text(frame: pd.DataFrame, path: Path, *, encoding: str, missing: str = "") -> None:
    text = frame.to_csv(index=False, sep=";", decimal=",", na_rep=missing, lineterminator="\r\n")
    path.write_bytes(text.encode(encoding))


SHEETS: Mapping[str, tuple[str, str]] = {
    "distrikter": ("Distrikter", "Distrikter, kvartalstal"),
    "kommune": ("Kommune", "Hele kommunen, kvartalstal"),
    "skole_distrikter": ("Skolefravær distrikter", "Skolefravær efter distrikt, skoleår"),
    "skole_kommune": ("Skolefravær kommune", "Skolefravær i hele kommunen, skoleår"),
    "indkomst_distrikter": ("Indkomst distrikter", "Lav indkomst efter distrikt, år"),
    "indkomst_kommune": ("Indkomst kommune", "Lav indkomst i hele kommunen, år"),
}


def _write_workbook(settlement: Settlement, population: Population, path: Path) -> None:
    import openpyxl

    districts, whole = district_rows(settlement, population), municipality_rows(population)
    frames = {
        "distrikter": quarterly(districts, population, "kode"),
        "kommune": quarterly(whole, population, "kode"),
        "skole_distrikter": school_years(districts, population),
        "skole_kommune": school_years(whole, population),
        "indkomst_distrikter": incomes(districts, population),
        "indkomst_kommune": incomes(whole, population),
    }
    book = openpyxl.Workbook(write_only=True)
    for name, frame in frames.items():
        title, heading = SHEETS[name]
        sheet = book.create_sheet(title)
        for line in ([heading], [], list(frame.columns), *_lines(frame)):
            sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(_dated(stream.getvalue()))


def _lines(frame: pd.DataFrame) -> Iterable[list[object]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return (list(line) for line in plain.itertuples(index=False, name=None))


def _dated(workbook: bytes) -> bytes:
    """The workbook without the moment it was written: in the archive and in its properties."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-07-01T00:00:00Z", content
                )
            entry = zipfile.ZipInfo(name, date_time=(2026, 7, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return stream.getvalue()


def changes(settlement: Settlement, population: Population) -> pd.DataFrame:
    """What became of redrawn areas: the share of the old one's residents that the new one got."""
    homes = {part.unit: (area, part) for area in settlement.current for part in area.departments}
    lines: list[tuple[str, str, str, str, str, str]] = []
    day = REDRAWN.isoformat()
    for old in settlement.retired:
        last = lifetime(old).stop - 1
        everyone = int(population.total("beboere", old.units)[last])
        shares: dict[str, int] = {}
        for part in old.departments:
            area, renewed = homes[part.unit]
            lines.append(("afdeling", part.code, renewed.code, day, "1", "redraw"))
            moved = int(population.total("beboere", (part.unit,))[last])
            shares[area.code] = shares.get(area.code, 0) + moved
        for code, moved in sorted(shares.items()):
            share = f"{moved / everyone:.4f}".rstrip("0").rstrip(".")
            lines.append(("boligomraade", old.code, code, day, share, "redraw"))
    return pd.DataFrame(sorted(lines), columns=["level", "from", "to", "date", "share", "kind"])


def _efforts(population: Population) -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("boligomraade", code, plan.name, plan.start, plan.end, plan.text)
            for code, plan in population.efforts
        ],
        columns=["level", "area", "name", "start", "end", "text"],
    )
