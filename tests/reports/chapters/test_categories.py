"""The category report: what it says of models by points and by tests, and where none fits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.models.certainty import UNSURE
from desktop.core.models.result import NONE
from desktop.reports.chapters.categories import counts_table, inputs_of, summary_words
from desktop.reports.chapters.categoriescase import Case, case_of, sure_words
from desktop.reports.chapters.categoriesmoves import matrix_table
from desktop.reports.chapters.categoriespoints import explanations
from tests.core.models.fakemodels import POINTS, TWO_OUTCOMES, UNFIT
from tests.fake_extract import HIDDEN, fake_dataset
from tests.reports.chapters.blocktexts import (
    as_text,
    asked_of,
    blocks_of,
    check_cells,
    check_shape,
    tables,
)

TESTS = """
format = 1
id = "tegn"
version = "2"
status = "own"
name = "Tegnmodel"
note = "Grænserne er vores egne."
doubt = "Den ene prøve er omstridt."
[[inputs]]
id = "job"
indicator = "uden_job"
years = 2
[[inputs]]
id = "skole"
indicator = "fravaer"
[[switches]]
id = "skole"
name = "Prøven af skolefravær"
default = false
[[tests]]
id = "mange"
name = "Mange uden arbejde"
input = "job"
is = ">"
limit = 20
[[tests]]
id = "vaek"
name = "Meget fravær"
input = "skole"
is = ">="
limit = 15
switch = "skole"
[[outcomes]]
id = "tegn"
name = "Tegn"
[[outcomes.categories]]
id = "begge"
name = "Begge tegn"
all = ["mange", "vaek"]
switch = "skole"
[[outcomes.categories]]
id = "et"
name = "Et tegn"
at_least = 1
of = ["mange", "vaek"]
"""


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset(models={"point": POINTS, "to": TWO_OUTCOMES, "tegn": TESTS})


def case(data: Dataset, model: str = "point") -> Case:
    found = case_of(asked_of(data, "categories", model=model))
    assert found is not None
    return found


@pytest.mark.parametrize("model", ["point", "to", "tegn"])
def test_a_category_report_reads_as_it_did(
    data: Dataset, model: str, golden: Callable[[str, str], None]
) -> None:
    blocks = blocks_of(asked_of(data, "categories", model=model))
    check_shape(blocks)
    golden(f"report-categories-{model}.txt", as_text(blocks))


def test_numbers_in_tables_are_those_of_the_extract(data: Dataset) -> None:
    assert check_cells(data, blocks_of(asked_of(data, "categories", model="point"))) > 10


def test_a_number_of_two_years_is_no_cell_of_the_extract(data: Dataset) -> None:
    blocks = blocks_of(asked_of(data, "categories", model="tegn"))
    told = {
        cell.of.indicator
        for table in tables(blocks)
        for row in table.rows
        for cell in row.cells
        if cell.of
    }
    assert told == {"fravaer"}


def test_counts_add_up_to_all_areas(data: Dataset) -> None:
    """Whoever is counted in one row is counted in no other: 20 areas exist now."""
    made = case(data)
    table = counts_table(made, made.model.outcomes[0])
    assert sum(int(row.cells[1].text) for row in table.rows) == 20


def test_the_matrix_counts_those_with_a_category_both_years(data: Dataset) -> None:
    made = case(data)
    outcome = made.model.outcomes[0]
    years = made.years(outcome)
    assert years is not None
    both = (years.history.index[-1] != NONE) & (years.history.index[-2] != NONE)
    last = matrix_table(years).rows[-1]
    assert int(last.cells[-1].text) == int(both.sum())
    inner = [[int(cell.text) for cell in row.cells[1:]] for row in matrix_table(years).rows]
    assert [sum(row[:-1]) for row in inner] == [row[-1] for row in inner]


def test_a_category_is_fast_only_where_it_is_likely(data: Dataset) -> None:
    made = case(data)
    outcome = made.model.outcomes[0]
    own = made.own_chance(outcome)
    for area in np.flatnonzero(np.isfinite(own)).tolist():
        assert (sure_words(made, outcome, area) == "fast") == (own[area] >= UNSURE)
    assert sure_words(made, outcome, int(np.flatnonzero(~np.isfinite(own))[0])) == ""


def test_another_category_is_never_the_area_s_own(data: Dataset) -> None:
    made = case(data)
    outcome = made.model.outcomes[0]
    for area in np.flatnonzero(made.unsure(outcome)).tolist():
        own = str(outcome.all_categories[int(made.index(outcome)[area])].name)
        said = sure_words(made, outcome, area)
        assert said.startswith("kan være")
        assert own not in said


def test_the_chosen_areas_are_told_one_by_one_and_all_are_counted(data: Dataset) -> None:
    some = asked_of(data, "categories", model="point", areas=(8, 9))
    made = case_of(some)
    assert made is not None
    assert set(explanations(made)) <= {8, 9}
    outcome = made.model.outcomes[0]
    assert summary_words(made, outcome) == summary_words(case(data), outcome)
    assert "De valgte områder efter kategori" in as_text(blocks_of(some))


def test_what_is_switched_off_is_said(data: Dataset) -> None:
    text = as_text(blocks_of(asked_of(data, "categories", model="tegn")))
    assert "»Prøven af skolefravær« er slået fra." in text
    assert "Den ene prøve er omstridt." in text
    assert "Grænserne er vores egne." in text


def test_inputs_of_an_outcome(data: Dataset) -> None:
    made = case(data)
    assert inputs_of(made, made.model.outcomes[0]) == {"job", "skole"}


def test_no_model_fits_is_a_page_that_names_what_is_lacking() -> None:
    data = fake_dataset(models={"fremmed": UNFIT})
    blocks = blocks_of(asked_of(data, "categories", model="fremmed"))
    check_shape(blocks)
    text = as_text(blocks)
    assert "kan ikke placere boligområder" in text
    assert "findes_ikke; heller_ikke" in text
    assert "## Om tallene" in text
    assert text.count("# Kategorisering") == 1


def test_without_any_model_every_one_is_told_of() -> None:
    text = as_text(blocks_of(asked_of(fake_dataset(), "categories")))
    assert "Ingen kategoriseringsmodel kan placere boligområder" in text
    assert "Almenboligloven" in text


def test_nothing_hidden_is_told(data: Dataset) -> None:
    for model in ("point", "to", "tegn"):
        text = as_text(blocks_of(asked_of(data, "categories", model=model)))
        assert str(int(HIDDEN)) not in text.replace(".", "")


def test_hidden_numbers_change_nothing() -> None:
    """What lies in the source of a withheld cell reaches no page, no count and no figure."""
    one, other = (fake_dataset(models={"point": POINTS}, hidden=hidden) for hidden in (1.0, 999.0))
    told = [blocks_of(asked_of(each, "categories", model="point")) for each in (one, other)]
    assert as_text(told[0]) == as_text(told[1])


def test_an_early_period_has_no_year_before(data: Dataset) -> None:
    text = as_text(blocks_of(asked_of(data, "categories", "2024K1", model="point")))
    assert "# Kategorisering, 1. kvartal 2024" in text
