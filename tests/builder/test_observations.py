"""From rows to counts, through whole small builds with nothing withheld."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.errors import RecipeError, SourceError
from desktop.core.periods import Period, parse
from tests.builder.making import (
    COUNT,
    FULL,
    LEVEL,
    SHARE,
    TABLE,
    areas,
    opened,
    table_text,
    town,
)

OPEN = "[disclosure]\ncell_minimum = 0\narea_minimum = 0\ncomplement = false\n"
SUMMED = COUNT.replace('"n"', '{column = "n"}')


def built(folder: Path, *parts: str, rows: str) -> Dataset:
    return opened(town(folder, OPEN, LEVEL, *parts, rows=rows))[0]


def numerators(data: Dataset, indicator: str, period: str, breakdown: str = "") -> list[float]:
    cells = data.cells(indicator, "omraade", parse(period), breakdown)
    return [float(each) for each in cells.numerators]


def total(data: Dataset, indicator: str, period: str) -> float:
    return float(data.municipality(indicator, parse(period)).numerators[0])


def refused(folder: Path, *parts: str, rows: str) -> str:
    with pytest.raises(SourceError) as caught:
        built(folder, *parts, rows=rows)
    return f"{caught.value.problem} {caught.value.hint}"


def test_ready_counts(tmp_path: Path) -> None:
    data = built(tmp_path, TABLE, SHARE, rows=FULL)
    assert data.cells("andel", "omraade", parse("2020")).values.tolist() == [10, 20, 30, 40]
    assert data.periods_of("andel", "kommune") == ()


def test_the_municipality_is_the_sum_of_all_rows_with_those_outside_every_area(
    tmp_path: Path,
) -> None:
    rows = FULL + "99;2020;7;50\n"
    table = TABLE + 'municipality = "sum"\nallow_unmatched = ["99"]\n'
    data = built(tmp_path, table, SHARE, rows=rows)
    own = data.municipality("andel", parse("2020"))
    assert (own.numerators[0], own.denominators[0]) == (107, 450)


def test_the_municipality_has_a_row_of_its_own(tmp_path: Path) -> None:
    table = TABLE + 'municipality = {key = "I alt"}\n'
    assert total(built(tmp_path, table, COUNT, rows=FULL + "I alt;2020;500;1\n"), "antal", "2020")
    assert "»I alt«" in refused(tmp_path, table, COUNT, rows=FULL)


def test_the_municipality_has_a_table_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "k.csv").write_text("aar;n;d\n2020;5;10\n2021;6;10\n")
    own = '[[tables]]\nid = "k"\nfile = "k.csv"\nlevel = "kommune"\nperiod = "aar"\n'
    share = SHARE.replace('table = "tal"', 'tables = ["tal", "k"]')
    data = built(tmp_path, TABLE, own, share, rows=FULL)
    assert data.municipality_history("andel").cells.numerators[:, 0].tolist() == [5, 6]


def test_an_unknown_part_makes_a_sum_unknown(tmp_path: Path) -> None:
    rows = table_text([("01", 2020, "...", 1), ("02", 2020, 3, 1), ("03", 2020, 4, 1),
                       ("04", 2020, 5, 1)])  # fmt: skip
    data = built(tmp_path, TABLE + 'municipality = "sum"\n', COUNT, rows=rows)
    cells = data.cells("antal", "omraade", parse("2020"))
    assert cells.states.tolist() == [State.MISSING, 0, 0, 0]
    assert data.periods_of("antal", "kommune") == ()


@pytest.mark.parametrize(
    "count", ["1000000000000", "9223372036854775807", "99999999999999999999999", "9" * 400]
)
def test_a_count_beyond_belief_is_refused_with_its_place(tmp_path: Path, count: str) -> None:
    rows = FULL.replace("02;2020;20;", f"02;2020;{count};")
    says = refused(tmp_path, TABLE, COUNT, rows=rows)
    assert "tal.csv, række 3" in says
    assert "»n«" in says
    assert "for stort" in says
    below = FULL.replace("02;2020;20;", "02;2020;999999999999;")
    assert numerators(built(tmp_path, TABLE, COUNT, rows=below), "antal", "2020")[:2] == [
        10, 999999999999,
    ]  # fmt: skip


def test_a_value_without_end_is_refused_with_its_place(tmp_path: Path) -> None:
    rows = FULL.replace("02;2020;20;", f"02;2020;{'9' * 400};")
    value = '[[indicators]]\nid = "v"\nname = "V"\ntable = "tal"\nvalue = "n"\n'
    says = refused(tmp_path, TABLE, value, rows=rows)
    assert "tal.csv, række 3" in says
    assert "uendelig" in says


def test_a_key_whose_area_has_no_outline_is_told_so(tmp_path: Path) -> None:
    features = areas()
    features[1]["geometry"] = None
    recipe = town(tmp_path, OPEN, LEVEL, TABLE, COUNT, rows=FULL, features=features)
    with pytest.raises(SourceError) as caught:
        opened(recipe)
    assert caught.value.problem == (
        "tal.csv: 1 nøgle står i grænsefilen for omraade, men uden flade: 02"
    )
    assert "»01«" not in caught.value.hint


def states_with(folder: Path, rows: str, table: str, spec: str, name: str) -> list[int]:
    data = built(folder, table, spec, rows=rows)
    found: list[int] = data.cells(name, "omraade", parse("2020")).states.tolist()
    return found


def test_what_the_source_withholds_is_withheld_and_not_missing(tmp_path: Path) -> None:
    marked = table_text([("01", 2020, "..", 100), ("02", 2020, 20, ".."), ("03", 2020, "...", 100),
                         ("04", 2020, 40, 100)])  # fmt: skip
    held, gone = State.WITHHELD, State.MISSING
    assert states_with(tmp_path, marked, TABLE, SHARE, "andel") == [held, held, gone, 0]
    assert states_with(tmp_path, marked, TABLE, COUNT, "antal") == [held, 0, gone, 0]
    value = '[[indicators]]\nid = "v"\nname = "V"\ntable = "tal"\nvalue = "n"\n'
    assert states_with(tmp_path, marked, TABLE, value, "v") == [held, 0, gone, 0]
    stated = TABLE + 'missing = ["..", "..."]\n'
    assert states_with(tmp_path, marked, stated, SHARE, "andel") == [gone, gone, gone, 0]
    other = TABLE + 'missing = ["..."]\nwithheld = ["x"]\n'
    crossed = marked.replace(";..;", ";x;").replace(";..\n", ";x\n")
    assert states_with(tmp_path, crossed, other, SHARE, "andel") == [held, held, gone, 0]


def test_a_sum_with_a_part_that_the_source_withholds_is_unknown(tmp_path: Path) -> None:
    rows = FULL.replace("01;2020;10;", "01;2020;..;") + "01;2020;7;1\n"
    assert states_with(tmp_path, rows, TABLE, SUMMED, "antal")[0] == State.MISSING
    rows = FULL.replace("01;2020;10;", "01;2020;..;") + "01;2020;..;1\n"
    assert states_with(tmp_path, rows, TABLE, SUMMED, "antal")[0] == State.WITHHELD
    data = built(tmp_path, TABLE + 'municipality = "sum"\n', SUMMED, rows=rows)
    assert data.periods_of("antal", "kommune") == ()


def test_a_wide_table_withholds_by_period(tmp_path: Path) -> None:
    rows = "kode;n19;n20\n01;..;5\n02;6;..\n03;7;7\n04;8;8\n"
    wide = TABLE.replace('period = "aar"', 'layout = "wide"')
    spec = COUNT.replace('"n"', '"n{yy}"')
    assert states_with(tmp_path, rows, wide, spec, "antal") == [0, State.WITHHELD, 0, 0]


def test_one_is_told_of_as_one(tmp_path: Path) -> None:
    says = refused(tmp_path, TABLE, COUNT, rows=FULL.replace("04;", "4x;"))
    assert "1 nøgle har intet" in says
    says = refused(tmp_path, TABLE, COUNT, rows=FULL.replace("04;2020;40;100\n", ""))
    assert "1 område i omraade står ikke" in says
    says = refused(tmp_path, TABLE, SHARE, rows=FULL.replace("04;2020;40;100", "04;2020;40;10"))
    assert "1 celle." in says
    high = areas()
    for ring in high[0]["geometry"]["coordinates"]:
        ring[:] = [[*point, 7.0] for point in ring]
    split = [*high, {**areas()[3]}]
    table = TABLE + 'allow_unmatched = ["99"]\n'
    recipe = town(tmp_path, OPEN, LEVEL, table, COUNT, rows=FULL + "99;2020;1;1\n", features=split)
    text = opened(recipe)[1].as_text()
    assert "højden er fjernet fra 1 række\n" in text
    assert "1 område er samlet af 2 rækker" in text
    assert "1 række uden område" in text
    assert "5 rækker, 4 kolonner" in text


def test_filters_and_ranges(tmp_path: Path) -> None:
    ages = [(f"0{area}", 2020, age, 1 + age) for area in (1, 2, 3, 4) for age in (3, 17, 18, 70)]
    rows = table_text(ages, "kode;aar;alder;n")
    young = COUNT.replace('"n"', '{column = "n", where = {alder = "0..17"}}')
    assert numerators(built(tmp_path, TABLE, young, rows=rows), "antal", "2020") == [22.0] * 4
    table = TABLE + 'where = {alder = ["18", "70"]}\n'
    assert numerators(built(tmp_path, table, SUMMED, rows=rows), "antal", "2020") == [90.0] * 4
    assert "ingen række" in refused(
        tmp_path, TABLE + 'where = {alder = ["19"]}\n', SUMMED, rows=rows
    )


def test_no_rows_is_zero_where_the_base_has_rows_and_missing_where_it_has_none(
    tmp_path: Path,
) -> None:
    rows = table_text(
        [("01", 2020, "a", 4), ("01", 2020, "b", 6), ("02", 2020, "b", 9), ("03", 2021, "a", 1),
         ("04", 2021, "b", 1)], "kode;aar;slags;n",
    )  # fmt: skip
    share = SHARE.replace('"n"', '{column = "n", where = {slags = ["a"]}}').replace(
        '"d"', '{column = "n"}'
    )
    data = built(tmp_path, TABLE, share, rows=rows)
    cells = data.cells("andel", "omraade", parse("2020"))
    assert cells.numerators[:2].tolist() == [4, 0]
    assert cells.states.tolist() == [0, 0, State.MISSING, State.MISSING]


def test_breakdowns(tmp_path: Path) -> None:
    rows = table_text(
        [("01", 2020, "m", 4), ("01", 2020, "k", 6), ("02", 2020, "k", 9), ("03", 2020, "m", 1),
         ("04", 2020, "k", 2)], "kode;aar;koen;n",
    )  # fmt: skip
    breakdown = (
        '[[breakdowns]]\nid = "koen"\nname = "Køn"\ncells = ['
        '{id = "m", name = "Mænd", where = {koen = ["m"]}},'
        '{id = "k", name = "Kvinder", where = {koen = ["k"]}}]\n'
    )
    table = TABLE + 'municipality = "sum"\n'
    data = built(tmp_path, table, breakdown, SUMMED + 'breakdowns = ["koen"]', rows=rows)
    assert [each.id for each in data.breakdowns_of("antal", "omraade")] == ["koen.m", "koen.k"]
    assert numerators(data, "antal", "2020", "koen.m") == [4, 0, 1, 0]
    assert numerators(data, "antal", "2020", "koen.k") == [6, 9, 0, 2]
    assert data.municipality("antal", parse("2020"), "koen.k").values[0] == 17


def wide(template: str) -> tuple[str, str]:
    table = TABLE.replace('period = "aar"', 'layout = "wide"')
    return table, COUNT.replace('"n"', f'"{template}"')


@pytest.mark.parametrize(
    ("columns", "template", "periods"),
    [
        ("n10;n11;andet", "n{yy}", ["2010", "2011"]),
        ("n_2010;n_2011;n_sum", "n_{yyyy}", ["2010", "2011"]),
        ("2010K1 n;2010K2 n;x n", "{period} n", ["2010K1", "2010K2"]),
        ("n99;n00;x", "n{yy}", ["1999", "2000"]),
    ],
)
def test_wide_tables(tmp_path: Path, columns: str, template: str, periods: list[str]) -> None:
    rows = table_text([(f"0{at}", at, 10 * at, "x") for at in (1, 2, 3, 4)], f"kode;{columns}")
    data = built(tmp_path, *wide(template), rows=rows)
    assert [period.code for period in data.periods_of("antal", "omraade")] == periods
    assert numerators(data, "antal", periods[1]) == [10, 20, 30, 40]


def test_wide_tables_read_the_periods_asked_for(tmp_path: Path) -> None:
    rows = table_text([(f"0{at}", at, 2, "x") for at in (1, 2, 3, 4)], "kode;n10;n11;x")
    table, indicator = wide("n{yy}")
    data = built(tmp_path, table, indicator + 'periods = ["2011"]', rows=rows)
    assert data.periods_of("antal", "omraade") == (parse("2011"),)
    assert "n12" in refused(tmp_path, table, indicator + 'periods = ["2012"]', rows=rows)
    assert "n{yyyy}" in refused(tmp_path, *wide("n{yyyy}"), rows=rows)
    assert "{yy}" in refused(tmp_path, *wide("n"), rows=rows)


def test_ready_values(tmp_path: Path) -> None:
    rows = table_text([(f"0{at}", 2020, f"{at},25", 1) for at in (1, 2, 3, 4)])
    value = '[[indicators]]\nid = "v"\nname = "V"\ntable = "tal"\nvalue = "n"\ndecimals = 1\n'
    data = built(tmp_path, TABLE + 'municipality = "sum"\n', value, rows=rows)
    assert data.cells("v", "omraade", parse("2020")).values.tolist() == [1.25, 2.25, 3.25, 4.25]
    assert data.periods_of("v", "kommune") == ()  # means have no sum


def test_keys_by_pattern_and_new_names(tmp_path: Path) -> None:
    rows = (
        "kode;aar;n;d\nI alt;2020;9;9\nBydel - 01;2020;1;9\nBydel - 02;2020;2;9\n"
        "Bydel - Tre;2020;3;9\nBydel - 04;2020;4;9\nKvarter - 01;2020;7;9\nBydel - uden;2020;5;9\n"
    )
    table = TABLE.replace('"kode"', '{column = "kode", pattern = "^Bydel - (.+)"}')
    table += 'municipality = {key = "I alt"}\nallow_unmatched = ["uden"]\n'
    table += 'rename_areas = {Tre = "03"}\n'
    recipe = town(tmp_path, OPEN, LEVEL, table, COUNT, rows=rows)
    data, report = opened(recipe)
    assert numerators(data, "antal", "2020") == [1, 2, 3, 4]
    assert total(data, "antal", "2020") == 9
    told = {note.kind: note.details for note in report.reported}
    assert told["other level"]["rows"] == 1
    assert told["unmatched"]["keys"] == ["Bydel - uden"]


def test_keys_without_an_area_stop_the_build(tmp_path: Path) -> None:
    told = refused(tmp_path, TABLE, COUNT, rows=FULL + "1;2020;1;1\n98;2020;1;1\n")
    assert "2 nøgler" in told
    assert "»1« ~ »01«" in told
    assert "98" in told


def test_a_table_of_quite_other_keys_shows_three_of_each(tmp_path: Path) -> None:
    rows = table_text([(code, 2020, 1, 1) for code in ("A", "B", "C", "D")])
    told = refused(tmp_path, TABLE, COUNT, rows=rows)
    assert "»A«, »B«, »C«" in told
    assert "»D«" not in told
    assert "»01«, »02«, »03«" in told


def test_areas_without_rows_stop_the_build_unless_named(tmp_path: Path) -> None:
    rows = table_text([("01", 2020, 1, 1), ("02", 2020, 1, 1), ("03", 2020, 1, 1)])
    assert "04" in refused(tmp_path, TABLE, COUNT, rows=rows)
    level = LEVEL + 'without_data = ["04"]\n'
    data, report = opened(town(tmp_path, OPEN, level, TABLE, COUNT, rows=rows))
    assert data.cells("antal", "omraade", parse("2020")).states[3] == State.MISSING
    assert "without data" in [note.kind for note in report.reported]
    with pytest.raises(SourceError, match="»4«"):
        opened(town(tmp_path, LEVEL + 'without_data = ["4"]\n', TABLE, COUNT, rows=rows))


def test_a_row_without_an_area_is_told(tmp_path: Path) -> None:
    assert "række 6" in refused(tmp_path, TABLE, COUNT, rows=FULL + ";2020;1;1\n")
    table = TABLE + 'allow_unmatched = [""]\n'
    built(tmp_path, table, COUNT, rows=FULL + ";2020;1;1\n")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("01;2021;-1;5", "negativt"),
        ("01;2021;1,5;5", "ikke helt"),
        ("01;2021;6;5", "større tæller end nævner"),
        ("01;2020;6;50", "mere end én række"),
        ("01;i fjor;1;5", "række 6: Perioden kan ikke læses: »i fjor«"),
        ("01;;1;5", "række 6: Perioden"),
        ("01;2021;x;5", "»x« i kolonnen »n«"),
    ],
)
def test_rows_that_cannot_be_are_told_by_number(tmp_path: Path, row: str, says: str) -> None:
    told = refused(tmp_path, TABLE, SHARE, rows=FULL + row + "\n")
    assert says in told
    assert "række 6" in told or "nævner" in told


def test_a_numerator_above_its_base_may_be_meant(tmp_path: Path) -> None:
    rows = FULL + "01;2021;6;5\n"
    share = SHARE + "allow_numerator_above_denominator = true\n"
    data = built(tmp_path, TABLE, share, rows=rows)
    assert data.cells("andel", "omraade", parse("2021")).values[0] == 120


def test_rows_of_one_area_add_up_only_when_asked(tmp_path: Path) -> None:
    data = built(tmp_path, TABLE, SUMMED, rows=FULL + "01;2020;5;5\n")
    assert numerators(data, "antal", "2020")[0] == 15


def test_one_period_for_a_whole_table(tmp_path: Path) -> None:
    rows = table_text([(f"0{at}", at) for at in (1, 2, 3, 4)], "kode;n")
    table = TABLE.replace('"aar"', '{value = "2025/26"}')
    data = built(tmp_path, table, COUNT, rows=rows)
    assert data.periods_of("antal", "omraade") == (parse("2025/26"),)
    with pytest.raises(SourceError, match="i fjor"):
        built(tmp_path, TABLE.replace('"aar"', '{value = "i fjor"}'), COUNT, rows=rows)


def test_a_zero_base_is_undefined(tmp_path: Path) -> None:
    rows = FULL.replace("01;2020;10;100", "01;2020;0;0")
    cells = built(tmp_path, TABLE, SHARE, rows=rows).cells("andel", "omraade", parse("2020"))
    assert cells.states[0] == State.UNDEFINED


def test_an_unknown_table_column_is_told_with_the_nearest(tmp_path: Path) -> None:
    assert "»n«" in refused(tmp_path, TABLE, COUNT.replace('"n"', '"N"'), rows=FULL)
    with pytest.raises(RecipeError):
        built(tmp_path, TABLE, COUNT + 'numerater = "x"', rows=FULL)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["01", "02", "03", "04", "99"]),
            st.sampled_from(["2020", "2020K3", "2021M02"]),
            st.sampled_from(["a", "b"]),
            st.integers(0, 300),
        ),
        min_size=1,
        max_size=60,
    )
)
def test_sums_are_those_of_pandas(tmp_path: Path, drawn: list[tuple[str, str, str, int]]) -> None:
    rows = [*drawn, *((code, "2019", "a", 1) for code in ("01", "02", "03", "04"))]
    table = TABLE + 'municipality = "sum"\nallow_unmatched = ["99"]\n'
    data = built(tmp_path, table, SUMMED, rows=table_text(rows, "kode;aar;slags;n"))
    frame = pd.DataFrame(rows, columns=["kode", "aar", "slags", "n"])
    sums = frame.groupby(["aar", "kode"])["n"].sum()
    codes = data.areas("omraade").codes
    seen: list[Period] = []
    for period in data.periods_of("antal", "omraade"):
        seen.append(period)
        expected = [sums.get((period.code, code), np.nan) for code in codes]
        np.testing.assert_array_equal(numerators(data, "antal", period.code), expected)
    for code, whole in frame.groupby("aar")["n"].sum().items():
        assert total(data, "antal", str(code)) == whole
    with_areas = set(frame[frame.kode != "99"].aar)
    assert {period.code for period in seen} == with_areas


def test_periods_of_several_kinds_stand_in_order(tmp_path: Path) -> None:
    rows = table_text(
        [(f"0{at}", period, 1, 1) for at in (1, 2, 3, 4)
         for period in ("2020", "2020K1", "2020-Q4", "2020M02", "2019/20")]
    )  # fmt: skip
    data = built(tmp_path, TABLE, COUNT, rows=rows)
    periods = [period.code for period in data.periods_of("antal", "omraade")]
    assert periods == ["2020M02", "2020K1", "2019/20", "2020K4", "2020"]
