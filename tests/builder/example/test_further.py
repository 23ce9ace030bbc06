"""What is counted beside the quarterly counts: yearly, by the panel, and by age and origin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from desktop.builder.example.parts import allotted
from desktop.builder.example.yearly import split
from desktop.core.areas import MUNICIPALITY
from desktop.core.dataset import Dataset, History
from desktop.core.disclosure import State
from desktop.core.movements import Asked, moved

LEVELS = ("boligomraade", "afdeling", "distrikt", "kommune")
NATION = 0.78  # per cent convicted, as the lists have it
LAST_FIVE = ("2021", "2022", "2023", "2024", "2025")


@pytest.fixture(scope="session")
def yearly(recipe: Path) -> pd.DataFrame:
    return _text(recipe.parent / "aarstal.csv")


@pytest.fixture(scope="session")
def panel(recipe: Path) -> pd.DataFrame:
    return _text(recipe.parent / "borgerpanel.csv")


def _text(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep=";", decimal=",", dtype={"kode": str, "aar": str})


@given(
    st.data(),
    arrays.arrays(np.int64, (4, 3, 2), elements=st.integers(0, 40)),
)
def test_a_total_is_allotted_whole_and_no_cell_gets_more_than_its_base(
    data: st.DataObject, base: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
) -> None:
    part = data.draw(arrays.arrays(np.float64, (3, 2), elements=st.floats(0.0, 1.0)))
    lean = data.draw(arrays.arrays(np.float64, (4, 3), elements=st.floats(-2.0, 2.0)))
    total = np.round(part * base.sum(axis=0)).astype(np.int64)

    cells = allotted(total, base, lean)

    assert (cells.sum(axis=0) == total).all()
    assert (cells >= 0).all()
    assert (cells <= base).all()


@given(
    arrays.arrays(np.float64, (5,), elements=st.floats(0.0, 10.0)),
    st.integers(0, 10_000),
)
def test_a_split_adds_up(
    weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]], total: int
) -> None:
    parts = split(np.array(float(total)), weights)

    assert parts.sum() == (total if weights.sum() > 0 else 0)
    assert (parts >= 0).all()


@pytest.mark.parametrize("level", LEVELS)
def test_the_cells_add_up_to_the_counts(
    level: str, recipe: Path, area_counts: pd.DataFrame
) -> None:
    keys = ["kode", "periode"]
    adults = pd.read_parquet(recipe.parent / f"voksne_{level}.parquet")
    ages = pd.read_parquet(recipe.parent / f"alder_{level}.parquet")
    whole = _whole(level, recipe.parent, area_counts)
    columns = ["beboere_16_66", "beboere_18_66", "udenfor_arbejdsmarkedet", "kontanthjaelp"]
    sums = adults.groupby(keys, observed=True)[columns].sum()
    sums["beboere"] = ages.groupby(keys, observed=True)["beboere"].sum()

    assert len(sums) == len(whole)
    assert adults.groupby(["alder", "herkomst"], observed=True).ngroups == 6
    joined = whole.join(sums.add_suffix("_cells"))
    for column in [*columns, "beboere"]:
        assert (joined[column] == joined[f"{column}_cells"]).all(), column
    assert (adults["udenfor_arbejdsmarkedet"] <= adults["beboere_16_66"]).all()
    assert (adults["kontanthjaelp"] <= adults["beboere_18_66"]).all()
    assert (adults.select_dtypes("number") >= 0).all(axis=None)


def _whole(level: str, folder: Path, area_counts: pd.DataFrame) -> pd.DataFrame:
    if level == "boligomraade":
        frame = area_counts
    elif level == "afdeling":
        frame = pd.read_parquet(folder / "afdelinger.parquet").rename(columns={"afdeling": "kode"})
    else:
        sheet = {"distrikt": "Distrikter", "kommune": "Kommune"}[level]
        book = folder / "distrikter_og_kommune.xlsx"
        frame = pd.read_excel(book, sheet_name=sheet, header=2, dtype={"kode": str})
    return frame.set_index(["kode", "periode"])


def test_origin_goes_with_age_and_benefits_as_it_does_in_towns(recipe: Path) -> None:
    adults = pd.read_parquet(recipe.parent / "voksne_kommune.parquet")
    newest = adults[adults["periode"] == "2026K2"].set_index(["alder", "herkomst"])
    outside = newest["udenfor_arbejdsmarkedet"] / newest["beboere_16_66"]
    benefit = newest["kontanthjaelp"] / newest["beboere_18_66"]

    assert outside["50-66"].min() > outside["-29"].max()
    for age in ("-29", "30-49", "50-66"):
        assert benefit[age, "ikke_vestlig"] > 1.3 * benefit[age, "dansk_vestlig"]


def test_districts_and_municipality_are_sums(yearly: pd.DataFrame, panel: pd.DataFrame) -> None:
    for frame in (yearly, panel):
        counts = [name for name in frame.columns[3:] if "bruttoindkomst" not in name]
        parts = frame[frame["niveau"] == "distrikt"].groupby("aar")[counts].sum()
        whole = frame[frame["niveau"] == "kommune"].set_index("aar")[counts]
        assert (parts == whole).all(axis=None)


def test_numerators_lie_within_their_bases(yearly: pd.DataFrame, panel: pd.DataFrame) -> None:
    bases = {
        "uden_tilknytning_18_64": "beboere_18_64",
        "doemte_18": "voksne",
        "grundskole_30_59": "beboere_30_59",
        "helbredsbetinget_ydelse": "beboere_18_66",
        "boern_med_foranstaltning": "boern_0_17",
        "tilflyttede_12_mdr": "beboere",
    }
    for column, base in bases.items():
        assert (yearly[column] <= yearly[base]).all(), column
    for column in panel.columns[4:]:
        assert (panel[column] <= panel["svar"]).all(), column
    assert (yearly["beboere_30_59"] < yearly["beboere_18_64"]).mean() > 0.99


def _tests(
    yearly: pd.DataFrame, area_counts: pd.DataFrame, areas: geopandas.GeoDataFrame
) -> pd.DataFrame:
    """Which of today's statutory tests every large area of social housing meets, by area and year.

    A plain count over the source tables, with the mean of two years for the first two criteria.
    """
    autumn = area_counts[area_counts["periode"].str.endswith("K4")]
    people = autumn.assign(aar=autumn["periode"].str[:4])[
        ["kode", "aar", "beboere", "ikke_vestlig_herkomst"]
    ]
    own = yearly[yearly["niveau"] == "boligomraade"].drop(columns="beboere")
    frame = own.merge(people, on=["kode", "aar"]).sort_values(["kode", "aar"])
    almene = areas.loc[areas["sektor"] == "almen", "kode"]
    frame = frame[frame["kode"].isin(almene)].reset_index(drop=True)
    for name, column, base in (
        ("outside", "uden_tilknytning_18_64", "beboere_18_64"),
        ("convicted", "doemte_18", "voksne"),
    ):
        both = frame.groupby("kode")[[column, base]].rolling(2).sum().reset_index(drop=True)
        frame[name] = 100 * both[column] / both[base]
    school = 100 * frame["grundskole_30_59"] / frame["beboere_30_59"]
    income = frame["bruttoindkomst_pct_af_regionen"]
    frame["origin"] = 100 * frame["ikke_vestlig_herkomst"] / frame["beboere"]
    large = frame["beboere"] >= 1000
    met = (frame["outside"] > 40).astype(int) + (frame["convicted"] >= 3 * NATION)
    frame["udsat"] = large & (met + (school > 60) + (income < 55) >= 2)
    frame["parallel"] = frame["udsat"] & (frame["origin"] > 50)
    fewer = (frame["outside"] > 30).astype(int) + (frame["convicted"] >= 2 * NATION)
    enough = fewer + (school > 60) + (income < 65) >= 2
    frame["preventive"] = large & ~frame["udsat"] & (frame["origin"] > 30) & enough
    frame["large"] = large
    return frame[frame["outside"].notna()]


def test_every_category_of_the_law_is_found_among_the_large_areas(
    yearly: pd.DataFrame, area_counts: pd.DataFrame, areas: geopandas.GeoDataFrame
) -> None:
    tests = _tests(yearly, area_counts, areas)
    newest = tests[tests["aar"] == "2025"].set_index("kode")
    five = tests[tests["aar"].isin(LAST_FIVE)].groupby("kode")["parallel"].sum() == 5

    assert 8 <= newest["large"].sum() <= 14
    assert five.sum() == 1
    assert newest["parallel"].sum() == 2
    assert newest["udsat"].sum() == 3
    assert newest["preventive"].sum() == 2
    assert newest.loc["0114", "preventive"]


def test_fjordparken_was_on_the_list_before_its_effort(
    yearly: pd.DataFrame, area_counts: pd.DataFrame, areas: geopandas.GeoDataFrame
) -> None:
    rows = _tests(yearly, area_counts, areas).set_index(["kode", "aar"]).loc["0114"]

    assert rows.loc["2017":"2018", "udsat"].all()
    assert not rows.loc["2023":, "udsat"].any()
    assert rows.loc["2023":, "preventive"].all()


def test_some_large_areas_are_near_a_limit(
    yearly: pd.DataFrame, area_counts: pd.DataFrame, areas: geopandas.GeoDataFrame
) -> None:
    tests = _tests(yearly, area_counts, areas)
    newest = tests[(tests["aar"] == "2025") & tests["large"]]
    school = 100 * newest["grundskole_30_59"] / newest["beboere_30_59"]

    assert ((newest["outside"] - 40).abs() < 2).any()
    assert ((school - 60).abs() < 1.5).any()
    assert ((newest["origin"] - 50).abs() < 2).any()
    assert ((newest["bruttoindkomst_pct_af_regionen"] - 55).abs() < 1.5).any()


def test_the_panel_is_asked_in_areas_of_300_residents_and_more(
    panel: pd.DataFrame, area_counts: pd.DataFrame, data: Dataset
) -> None:
    autumn = area_counts[area_counts["periode"].str.endswith("K4")]
    residents = autumn.assign(aar=autumn["periode"].str[:4]).set_index(["kode", "aar"])["beboere"]
    asked = panel[panel["niveau"] == "boligomraade"].set_index(["kode", "aar"])
    years = sorted(panel["aar"].unique())

    assert years == [str(year) for year in range(2018, 2026)]
    assert set(asked.index) == {key for key in residents[residents >= 300].index if key[1] in years}
    assert asked["svar"].min() >= 25
    history = data.history("utryghed_survey", "boligomraade").cells.states
    shown = (history == State.SHOWN).sum()
    assert shown > 0.6 * len(asked)


def test_unsafe_areas_are_those_with_less_trust(panel: pd.DataFrame) -> None:
    asked = panel[(panel["niveau"] == "boligomraade")].groupby("kode").sum(numeric_only=True)
    unsafe = asked["utrygge_om_aftenen"] / asked["svar"]
    trust = asked["har_tillid_til_andre"] / asked["svar"]

    assert np.corrcoef(unsafe, trust)[0, 1] < -0.4


def test_the_models_go_with_the_extract(data: Dataset) -> None:
    assert list(data.models) == ["aarhus", "soek", "par61"]


def test_what_turned_in_the_last_year_is_on_the_list_of_warnings(data: Dataset) -> None:
    worse = moved(data, "boligomraade")
    better = moved(data, "boligomraade", asked=Asked(better=True))
    areas = {row.area for row in worse.rows}

    assert 4 <= len(worse.rows) <= 20
    assert len(areas) >= 2
    assert all(row.period.code == "2025" for row in worse.rows if row.indicators >= 2)
    assert max(row.indicators for row in worse.rows) >= 2
    assert better.rows
    assert not areas & {row.area for row in better.rows}


@pytest.mark.parametrize("indicator", ["udenfor_16_66", "kontanthjaelp", "bef_antal"])
@pytest.mark.parametrize("level", LEVELS)
def test_no_cell_shown_is_small_and_none_is_what_the_others_leave(
    indicator: str, level: str, data: Dataset
) -> None:
    def own(cell: str) -> History:
        if level == MUNICIPALITY:
            return data.municipality_history(indicator, cell)
        return data.history(indicator, level, cell)

    whole = own("").cells
    parts = [own(cell.id).cells for cell in data.breakdowns_of(indicator, level)]
    assert len(parts) == (4 if indicator == "bef_antal" else 6)
    states = np.stack([part.states for part in parts])
    for part in parts:
        shown = part.states == State.SHOWN
        assert not ((part.numerators[shown] > 0) & (part.numerators[shown] < 5)).any()
        rest = part.denominators[shown] - part.numerators[shown]
        assert not ((rest > 0) & (rest < 5)).any()
    assert not ((states == State.WITHHELD).sum(axis=0) == 1).any()
    every = (states == State.SHOWN).all(axis=0)
    assert every.any()
    summed = np.sum([part.numerators for part in parts], axis=0)
    assert (summed[every] == whole.numerators[every]).all()


def test_the_law_s_indicators_are_shown_for_areas_and_municipality(
    data: Dataset, content: dict[str, Any]
) -> None:
    ids = [row["id"] for row in content["indicators"] if row["id"].endswith("_61a")]

    assert len(ids) == 4
    for id in ids:
        assert [period.code for period in data.periods_of(id, "boligomraade")] == [
            str(year) for year in range(2016, 2026)
        ]
        assert len(data.periods_of(id, MUNICIPALITY)) == 10
