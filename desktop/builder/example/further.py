"""The files of what is counted once a year, of the survey, and of the people divided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from desktop.builder.example.circumstances import SURVEY_YEARS, SURVEYED, YEARS
from desktop.builder.example.parts import Parts, cells
from desktop.builder.example.people import PERIODS, Column, Counts, Population
from desktop.builder.example.settlement import Settlement
from desktop.builder.example.tables import (
    Row,
    area_rows,
    department_rows,
    district_rows,
    municipality_rows,
)
from desktop.builder.example.yearly import Yearly, autumns

YEARLY_TABLE = "aarstal.csv"
SURVEY_TABLE = "borgerpanel.csv"
INCOME_COLUMN = "bruttoindkomst_pct_af_regionen"
LEVELS = ("boligomraade", "distrikt", "kommune")
AGE_NAMES: Mapping[str, str] = {"18_29": "-29", "30_49": "30-49", "50_66": "50-66"}


def write_further(
    settlement: Settlement,
    population: Population,
    divided: Parts,
    counted: Yearly,
    answers: Mapping[str, Counts],
    folder: Path,
) -> None:
    """Write the divided counts, the yearly table and the survey; as ever, the same bytes."""
    rows = levels(settlement, population)
    frames = [yearly_frame(level, rows[level], counted) for level in LEVELS]
    _write_text(pd.concat(frames), folder / YEARLY_TABLE)
    frames = [survey_frame(level, rows[level], population, answers) for level in LEVELS]
    _write_text(pd.concat(frames), folder / SURVEY_TABLE)
    for level, own in rows.items():
        adults_frame(own, divided).to_parquet(folder / adults_table(level), index=False)
        ages_frame(own, divided).to_parquet(folder / ages_table(level), index=False)


def adults_table(level: str) -> str:
    """The file of a level's adults by age and origin."""
    return f"voksne_{level}.parquet"


def ages_table(level: str) -> str:
    """The file of a level's residents by age."""
    return f"alder_{level}.parquet"


def levels(settlement: Settlement, population: Population) -> dict[str, list[Row]]:
    """The rows of every level."""
    return {
        "boligomraade": area_rows(settlement),
        "afdeling": department_rows(settlement),
        "distrikt": district_rows(settlement, population),
        "kommune": municipality_rows(population),
    }


def _write_text(frame: pd.DataFrame, path: Path) -> None:
    text = frame.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
    path.write_bytes(text.encode("utf-8"))


def yearly_frame(level: str, rows: Sequence[Row], counted: Yearly) -> pd.DataFrame:
    """One line for each area and year it existed at the end of."""
    kept = _kept(rows, YEARS)
    columns: dict[str, object] = _keys(level, rows, YEARS, kept)
    for name, table in counted.counts.items():
        columns[name] = _summed(rows, table)[kept]
    weighted = _summed(rows, counted.income * counted.taxable)
    people = _summed(rows, counted.taxable)
    columns[INCOME_COLUMN] = np.round(weighted[kept] / people[kept], 1)
    return pd.DataFrame(columns)


def survey_frame(
    level: str, rows: Sequence[Row], population: Population, answers: Mapping[str, Counts]
) -> pd.DataFrame:
    """One line for each area and year; areas too small to ask in have none."""
    residents = _summed(rows, population.counts["beboere"][:, autumns(SURVEY_YEARS)])
    kept = _kept(rows, SURVEY_YEARS) & (residents >= SURVEYED)
    columns: dict[str, object] = _keys(level, rows, SURVEY_YEARS, kept)
    for name, table in answers.items():
        columns[name] = _summed(rows, table)[kept]
    return pd.DataFrame(columns)


def adults_frame(rows: Sequence[Row], divided: Parts) -> pd.DataFrame:
    """One line for each area, quarter, age and origin."""
    every = cells()
    columns = _long_keys(rows, len(every))
    columns["alder"] = _labels([AGE_NAMES[band] for band, _origin in every], rows)
    columns["herkomst"] = _labels([origin for _band, origin in every], rows)
    for name, table in divided.adults.items():
        columns[name] = _long(rows, list(table))
    return pd.DataFrame(columns)


def ages_frame(rows: Sequence[Row], divided: Parts) -> pd.DataFrame:
    """One line for each area, quarter and age group, of all residents.

    The groups are other than those of the adults, so that no cell of the one is the other's sum.
    """
    bands, late = divided.bands, divided.middle_aged
    groups = {
        "0-17": bands["0_15"] + bands["16_17"],
        "18-29": bands["18_29"],
        "30-59": late,
        "60-": bands["30_49"] + bands["50_66"] + bands["67_"] - late,
    }
    columns = _long_keys(rows, len(groups))
    columns["alder"] = _labels(list(groups), rows)
    columns["beboere"] = _long(rows, list(groups.values()))
    return pd.DataFrame(columns)


def _long_keys(rows: Sequence[Row], many: int) -> dict[str, object]:
    """Area and quarter of every line: all quarters of an area, once for each of its cells."""
    areas = [row.code for row in rows for _ in row.quarters]
    quarters = [PERIODS[quarter] for row in rows for quarter in row.quarters]
    return {"kode": _texts(areas * many), "periode": _texts(quarters * many)}


def _labels(names: Sequence[str], rows: Sequence[Row]) -> pd.Series[str]:
    lines = sum(len(row.quarters) for row in rows)
    return _texts([name for name in names for _ in range(lines)])


def _texts(labels: Sequence[str]) -> pd.Series[str]:
    """Labels of which the same few come again and again."""
    return pd.Series(labels, dtype="category")


def _long(rows: Sequence[Row], tables: Sequence[Counts]) -> Counts:
    return np.concatenate(
        [
            table[list(row.units)].sum(axis=0)[row.quarters.start : row.quarters.stop]
            for table in tables
            for row in rows
        ]
    )


def _summed(rows: Sequence[Row], table: Counts | Column) -> Column:
    return np.array([table[list(row.units)].sum(axis=0) for row in rows])


def _kept(
    rows: Sequence[Row], years: Sequence[str]
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.array([[autumn in row.quarters for autumn in autumns(years)] for row in rows])


def _keys(
    level: str,
    rows: Sequence[Row],
    years: Sequence[str],
    kept: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> dict[str, object]:
    area, year = np.nonzero(kept)
    return {
        "niveau": level,
        "kode": [rows[number].code for number in area.tolist()],
        "aar": [years[number] for number in year.tolist()],
    }
