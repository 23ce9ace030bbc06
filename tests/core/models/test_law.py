"""The law's numbers as the program ships them, each held against what the law and lists say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset, RawSeries
from desktop.core.indicators import Indicator, Text
from desktop.core.models.engine import evaluate
from desktop.core.models.inputs import gather
from desktop.core.models.modelfile import model_named
from desktop.core.models.result import NONE, Result
from desktop.core.periods import parse
from tests.fake_extract import HIDDEN, MANIFEST, FakeSource

LAWS = ("par61-2010", "par61-2014", "par61-2018", "par61")
ORIGIN = ("herkomst_ikkevest", 1, True)
OUTSIDE, CONVICTED = "udenfor_18_64_61a", "doemte_61a"
SCHOOL, INCOME = "udd_grund_30_59_61a", "bruttoindk_61a"

# By input: indicator, years pooled, whether it is as on 1 January.
INPUTS = {
    "par61-2010": {
        "uden": (OUTSIDE, 4, False), "doemte": (CONVICTED, 4, False), "herkomst": ORIGIN,
    },
    "par61-2014": {
        "uden": (OUTSIDE, 2, False), "doemte": (CONVICTED, 2, False),
        "grundskole": ("udd_grund_30_59_uoplyst", 1, False), "indkomst": (INCOME, 1, False),
        "herkomst": ORIGIN,
    },
    "par61-2018": {
        "uden": (OUTSIDE, 2, False), "doemte": (CONVICTED, 2, False),
        "grundskole": (SCHOOL, 1, False), "indkomst": (INCOME, 1, False), "herkomst": ORIGIN,
    },
    "par61": {
        "uden": (OUTSIDE, 2, False), "doemte": (CONVICTED, 2, False),
        "grundskole": (SCHOOL, 1, False), "indkomst": (INCOME, 1, False), "herkomst": ORIGIN,
    },
}  # fmt: skip

FIXED = {
    "uden_40": ("uden", ">", 40), "uden_30": ("uden", ">", 30),
    "grundskole_60": ("grundskole", ">", 60), "grundskole_50": ("grundskole", ">", 50),
    "indkomst_55": ("indkomst", "<", 55), "indkomst_65": ("indkomst", "<", 65),
    "herkomst_50": ("herkomst", ">", 50), "herkomst_30": ("herkomst", ">", 30),
    "doemte_270": ("doemte", ">", 2.7),
}  # fmt: skip
TIMES = {"doemte_3": ("doemte", ">=", 3), "doemte_2": ("doemte", ">=", 2)}

FOUR = ("uden_40", "doemte_3", "grundskole_60", "indkomst_55")
TESTS = {
    "par61-2010": {"uden_40", "doemte_270", "herkomst_50"},
    "par61-2014": {"uden_40", "doemte_270", "grundskole_50", "indkomst_55", "herkomst_50"},
    "par61-2018": {*FOUR, "herkomst_50"},
    "par61": {*FOUR, "uden_30", "doemte_2", "indkomst_65", "herkomst_50", "herkomst_30"},
}

# By category, worst first: at least so many, of these, all of these, years in a row.
CATEGORIES: dict[str, dict[str, tuple[int, set[str], tuple[str, ...], int]]] = {
    "par61-2010": {"listet": (2, {"herkomst_50", "uden_40", "doemte_270"}, (), 1)},
    "par61-2014": {"listet": (3, TESTS["par61-2014"], (), 1)},
    "par61-2018": {
        "haardt": (0, set(), ("@ghetto",), 4),
        "ghetto": (0, set(), ("@udsat", "herkomst_50"), 1),
        "udsat": (2, set(FOUR), (), 1),
    },
    "par61": {
        "omdannelse": (0, set(), ("@parallelsamfund",), 5),
        "parallelsamfund": (0, set(), ("@udsat", "herkomst_50"), 1),
        "udsat": (2, set(FOUR), (), 1),
        "forebyggelse": (
            2, {"uden_30", "doemte_2", "grundskole_60", "indkomst_65"}, ("herkomst_30",), 1,
        ),
    },
}  # fmt: skip

# The limit of a list, and how many times the country it is; that of 2018 and 2019 follows from
# a mean of the country that is known to two decimals.
PUBLISHED = {
    ("par61-2018", 2018): (3, 1.98),
    ("par61-2018", 2019): (3, 1.98),
    ("par61", 2019): (3, 1.98),
    ("par61", 2022): (2, 1.45),
    ("par61", 2023): (3, 2.35),
}

DATES = {
    "par61-2010": (dt.date(2010, 12, 1), dt.date(2013, 12, 31)),
    "par61-2014": (dt.date(2014, 1, 1), dt.date(2018, 11, 30)),
    "par61-2018": (dt.date(2018, 12, 1), dt.date(2021, 11, 30)),
    "par61": (dt.date(2021, 12, 1), None),
}


@pytest.mark.parametrize("law", LAWS)
def test_whom_when_and_what_of(law: str) -> None:
    model = model_named(law)
    people = model.population
    assert (people.residents_minimum, people.sector, people.new_year) == (1000, "almen", True)
    assert (model.valid_from, model.valid_to) == DATES[law]
    found = {each.id: (each.indicator, each.years, each.new_year) for each in model.inputs}
    assert found == INPUTS[law]
    assert model.unconfirmed.da


@pytest.mark.parametrize("law", LAWS)
def test_every_test_of_the_law(law: str) -> None:
    model = model_named(law)
    assert set(model.test_by_id) == TESTS[law]
    for id, test in model.test_by_id.items():
        assert (test.of, test.adverse) == ("value", False)
        assert test.switch == ("herkomst" if test.input == "herkomst" else "")
        assert test.decimals == (2 if test.input == "doemte" else 1)
        if id in FIXED:
            assert (test.input, test.compare, test.limit.value) == FIXED[id]
            assert not test.limit.reference
        else:
            assert (test.input, test.compare, test.limit.times) == TIMES[id]
            assert test.limit.reference == "doemte_land"


@pytest.mark.parametrize("law", LAWS)
def test_every_category_of_the_law(law: str) -> None:
    (outcome,) = model_named(law).outcomes
    found = {
        each.id: (each.at_least, set(each.of), each.all, each.years) for each in outcome.categories
    }
    assert list(found) == list(CATEGORIES[law])  # the strictest first
    assert found == CATEGORIES[law]
    by_origin = {"haardt", "ghetto", "omdannelse", "parallelsamfund"}
    switched = {each.id for each in outcome.categories if each.switch == "herkomst"}
    assert switched == by_origin & set(found)


def test_references_give_the_published_limits() -> None:
    held = {
        (law, year): value
        for law in LAWS
        for reference in model_named(law).references
        for year, value in reference.values.items()
    }
    assert set(held) == set(PUBLISHED)
    for key, (times, limit) in PUBLISHED.items():
        assert times * held[key] == limit
    assert {each.otherwise for law in LAWS for each in model_named(law).references} == {"latest"}


# From an extract to a term

LEVEL = "boligomraade"


@dataclass(eq=False)
class LawSource(FakeSource):
    """An extract with ready values of its own: by indicator and period, the same in all areas."""

    numbers: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def areas(self, level: str) -> Areas:
        """The invented areas, all there always, with 1,500 residents each."""
        areas = super().areas(level)
        count = len(areas)
        return replace(
            areas,
            residents=np.full(count, 1500.0),
            valid_from=np.zeros(count, np.int32),
            valid_to=np.full(count, dt.date.max.toordinal(), np.int32),
        )

    def series_periods(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        """As given, on one level."""
        return {(id, LEVEL, ""): tuple(held) for id, held in self.numbers.items()}

    def series(
        self, indicator: str, level: str, breakdown: str, periods: Sequence[str]
    ) -> RawSeries:
        """As given."""
        held = np.array([self.numbers[indicator][code] for code in periods])
        values = np.repeat(held[:, None], self._count(level), axis=1)
        return RawSeries(None, None, values, np.zeros(values.shape, np.uint8))


def term(
    law: str, year: str, numbers: Mapping[str, Mapping[str, float]], **references: float
) -> tuple[str, Result]:
    """The term of an area with these numbers by the list of a year, and how it came about."""
    held = tuple(
        Indicator(id, Text(id), unit="%", per=100.0, people=False, dimension="befolkning")
        for id in numbers
    )
    source = LawSource(
        4, 2, 1, ("2023K1",), HIDDEN, MANIFEST, background=False, indicators=held, numbers=numbers
    )
    model = model_named(law)
    inputs = gather(Dataset(source), LEVEL, model, parse(year), references=references)
    result = evaluate(model, inputs)
    index = int(result.outcomes["betegnelse"].index[-1, 0])
    every = model.outcomes[0].all_categories
    return every[index].id if index != NONE else "", result


def years(first: int, *numbers: float, part: str = "") -> dict[str, float]:
    return {f"{first + at}{part}": number for at, number in enumerate(numbers)}


NOW = {
    OUTSIDE: years(2018, 45, 45, 45, 45, 39, 41.2),  # two years: 40.1; the last: 41.2
    CONVICTED: years(2018, 3, 3, 3, 3, 2.5, 2.2),  # two years: 2.35; the last: 2.2
    SCHOOL: years(2018, *[50] * 6),
    INCOME: years(2018, *[60] * 6),
    "herkomst_ikkevest": years(2017, *[51] * 6, 49, part="K4"),  # 1 January 2023: 51
    "bef_antal": years(2017, *[1000] * 6, 999, part="K4"),
}


def changed(
    numbers: Mapping[str, Mapping[str, float]], id: str, code: str, to: float
) -> dict[str, Mapping[str, float]]:
    return {**numbers, id: {**numbers[id], code: to}}


def test_the_list_of_a_year_from_the_numbers_of_that_year() -> None:
    found, result = term("par61", "2023", NOW)
    assert found == "omdannelse"
    used = {id: [p.code for p in each.periods[-1]] for id, each in result.inputs.inputs.items()}
    assert used["herkomst"] == ["2022K4"]
    assert used["uden"] == used["doemte"] == ["2023", "2022"]
    assert used["grundskole"] == ["2023"]
    assert [p.code for p in result.inputs.residents_periods if p][-1] == "2022K4"
    assert result.inputs.reference_years["doemte_land"][-1] == 2023
    assert result.tests["doemte_3"].limits[-1, 0] == 2.35
    assert result.tests["doemte_3"].distance[-1, 0] == pytest.approx(0.0, abs=1e-12)
    assert term("par61", "2023K4", NOW)[0] == ""  # 999 residents by then


@pytest.mark.parametrize(
    ("id", "code", "to", "found"),
    [
        (CONVICTED, "2023", 2.19, "forebyggelse"),  # 2.345: under 2.35, over twice the country
        (OUTSIDE, "2023", 41.0, "forebyggelse"),  # 40.0 is not over
        ("herkomst_ikkevest", "2022K4", 50.0, "udsat"),
        ("herkomst_ikkevest", "2018K4", 50.0, "parallelsamfund"),  # 1 January 2019, of five years
        ("herkomst_ikkevest", "2017K4", 50.0, "omdannelse"),  # the sixth year back
        ("bef_antal", "2022K4", 999.0, ""),
    ],
)
def test_what_the_list_of_a_year_hangs_on(id: str, code: str, to: float, found: str) -> None:
    assert term("par61", "2023", changed(NOW, id, code, to))[0] == found


def test_the_limit_of_the_list_of_2022() -> None:
    gone = {
        OUTSIDE: years(2018, *[35] * 5),
        CONVICTED: years(2018, *[1.45] * 5),
        INCOME: years(2018, *[70] * 5),
    }
    found, result = term("par61", "2022", {**NOW, **gone})
    assert found == "forebyggelse"
    assert result.tests["doemte_2"].limits[-1, 0] == 1.45
    less = {**NOW, **gone, CONVICTED: years(2018, *[1.449] * 5)}
    assert term("par61", "2022", less)[0] == "ingen"


HARD = {
    OUTSIDE: years(2014, *[41] * 6),
    CONVICTED: years(2014, *[1.98] * 6),
    SCHOOL: years(2014, *[50] * 6),
    INCOME: years(2014, *[60] * 6),
    "herkomst_ikkevest": years(2014, *[51] * 6),
}


def test_the_list_of_2019_by_its_own_wording() -> None:
    assert term("par61-2018", "2019", HARD, doemte_land=0.66)[0] == "haardt"
    fewer = changed(HARD, "herkomst_ikkevest", "2015", 50.0)  # 1 January 2016, of four years
    assert term("par61-2018", "2019", fewer, doemte_land=0.66)[0] == "ghetto"
    before = changed(HARD, "herkomst_ikkevest", "2014", 50.0)
    assert term("par61-2018", "2019", before, doemte_land=0.66)[0] == "haardt"
    assert term("par61-2018", "2019", HARD, doemte_land=0.67)[0] == "ingen"


def test_the_list_of_2016_by_its_own_wording() -> None:
    school = {"udd_grund_30_59_uoplyst": years(2014, *[50.1] * 3)}
    numbers = {**HARD, **school, CONVICTED: years(2014, 9, 2.75, 2.67)}  # two years: 2.71
    assert term("par61-2014", "2016", numbers)[0] == "listet"
    off = {**numbers, CONVICTED: years(2014, 9, 2.73, 2.67), SCHOOL: years(2014, 1, 1, 1)}
    assert term("par61-2014", "2016", off)[0] == "listet"  # work, school, origin
    few = {**off, "udd_grund_30_59_uoplyst": years(2014, 50, 50, 50)}
    assert term("par61-2014", "2016", few)[0] == "ingen"


def test_the_list_of_2013_by_its_own_wording() -> None:
    four = {
        OUTSIDE: years(2010, 46, 46, 34.2, 34.2),  # four years: 40.1; the last two: 34.2
        CONVICTED: years(2010, 3, 3, 2.42, 2.42),  # four years: 2.71
        "herkomst_ikkevest": years(2009, *[10] * 5),
    }
    assert term("par61-2010", "2013", four)[0] == "listet"
    assert term("par61-2010", "2013", changed(four, OUTSIDE, "2010", 45.6))[0] == "ingen"  # 40.0
    assert term("par61-2010", "2013", changed(four, CONVICTED, "2010", 2.96))[0] == "ingen"  # 2.70
