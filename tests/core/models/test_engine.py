"""The engine: whole models by hand, the law's published case, and what must always hold."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Direction
from desktop.core.models.columns import InputColumns, ModelInputs
from desktop.core.models.engine import evaluate, prepare, work_out
from desktop.core.models.model import Missing, Model
from desktop.core.models.modelfile import model_named, read_model
from desktop.core.models.result import NONE, Outside, Truth, Why
from tests.core.models.handmade import NAN, columns, model, ready, shares
from tests.core.models.mistakes import SOUND
from tests.shared_data import shared

CITY = """
[population]
residents_minimum = 50

[[inputs]]
id = "a"
indicator = "a"
[[inputs]]
id = "b"
indicator = "b"

[[rules]]
id = "sjettedele"
of = "percentile"
bounds = [20, 40, 60, 80]
points = [0, 1, 2, 3, 4]

[[scores]]
id = "s"
parts = [{input = "a", rule = "sjettedele"}, {input = "b", rule = "sjettedele"}]

[[outcomes]]
id = "indsats"
score = "s"
[[outcomes.categories]]
id = "markant"
name = "Markant"
from = 6
[[outcomes.categories]]
id = "ordinaer"
name = "Ordinær"
from = 3
below = 6
[[outcomes.categories]]
id = "minimal"
name = "Minimal"
below = 3
"""

# Five areas: shares of the others below are 0, 25, 50, 75, 100 on each input.
A_ROW = [10.0, 20.0, 30.0, 40.0, 50.0]
B_ROW = [50.0, 10.0, 40.0, 20.0, 30.0]  # more is better: 0, 100, 25, 75, 50 adverse


def city(a: list[float], b: list[float], **more: object) -> ModelInputs:
    return columns(
        {"a": ready([a]), "b": ready([b], direction=Direction.BETTER)},
        **more,  # type: ignore[arg-type]
    )


def test_points_and_levels_of_a_city_by_hand() -> None:
    result = evaluate(model(CITY), city(A_ROW, B_ROW))
    first, second = result.scores["s"].parts
    assert first.measured.tolist() == [[0, 25, 50, 75, 100]]
    assert second.measured.tolist() == [[0, 100, 25, 75, 50]]
    assert first.points.tolist() == [[0, 1, 2, 3, 4]]
    assert second.points.tolist() == [[0, 4, 1, 3, 2]]
    assert result.scores["s"].values.tolist() == [[0, 5, 3, 6, 6]]
    assert result.outcomes["indsats"].index.tolist() == [[2, 1, 1, 0, 0]]
    assert (first.share == 0.5).all()


def test_whom_the_model_does_not_speak_of_is_no_yardstick_and_has_no_category() -> None:
    people = [[49.0, 50.0, NAN, 900.0, 900.0]]
    inputs = city(A_ROW, B_ROW, residents=people, exists=[[True, True, True, True, False]])
    result = evaluate(model(CITY), inputs)
    outside = [Outside.UNDER_FLOOR, 0, Outside.RESIDENTS_UNKNOWN, 0, Outside.ABSENT]
    assert result.outside.tolist() == [outside]
    found = result.outcomes["indsats"]
    assert found.index.tolist() == [[NONE, 1, NONE, 1, NONE]]  # of two areas, each leads once
    assert found.why.tolist() == [[Why.OUTSIDE, 0, Why.OUTSIDE, 0, Why.OUTSIDE]]
    other = evaluate(model(CITY), city(A_ROW, B_ROW, in_sector=[False] * 5))
    assert (other.outside == Outside.SECTOR).all()
    assert not other.inside.any()


def test_a_hidden_number_gives_no_category_but_what_it_could_be() -> None:
    result = evaluate(model(CITY), city([10.0, 20.0, NAN, 40.0, 50.0], B_ROW))
    found = result.outcomes["indsats"]
    assert found.why[0, 2] == Why.UNDECIDED
    assert np.isnan(result.scores["s"].values[0, 2])
    assert (result.scores["s"].low[0, 2], result.scores["s"].high[0, 2]) == (1, 5)
    assert (found.worst[0, 2], found.best[0, 2]) == (1, 2)
    assert result.scores["s"].missing.tolist() == [[0, 0, 1, 0, 0]]


@pytest.mark.parametrize(
    ("row", "index"),
    [([7.0] * 5, [[1] * 5]), ([7.0], [[1]]), ([NAN] * 3, [[NONE] * 3]), ([], [[]])],
    ids=["all equal", "one area", "all withheld", "no area"],
)
def test_areas_that_cannot_be_told_apart(row: list[float], index: list[list[int]]) -> None:
    assert evaluate(model(CITY), city(row, row)).outcomes["indsats"].index.tolist() == index


def test_a_test_may_be_of_a_score_and_of_what_is_measured() -> None:
    body = (
        CITY
        + """
[[outcomes]]
id = "tegn"
[[outcomes.categories]]
id = "to"
name = "To"
at_least = 2
of = ["hoej", "langt_over", "vokset"]

[[tests]]
id = "hoej"
score = "s"
is = ">="
limit = 6
[[tests]]
id = "langt_over"
input = "a"
of = "ratio"
is = ">="
limit = 150
[[tests]]
id = "vokset"
input = "b"
of = "change"
adverse = true
is = ">"
limit = 5
"""
    )
    made = model(body)
    assert made.memory == 1
    inputs = columns(
        {
            "a": ready([A_ROW, A_ROW], municipality=[20.0, 20.0]),
            "b": ready([[x + 6 for x in B_ROW], B_ROW], direction=Direction.BETTER),
        },
        lead=1,
    )
    result = evaluate(made, inputs)
    truths = {id: each.truths[-1].tolist() for id, each in result.tests.items()}
    failed, met = Truth.FAILED, Truth.MET
    assert truths["hoej"] == [failed, failed, failed, met, met]
    assert truths["langt_over"] == [failed, failed, met, met, met]
    assert truths["vokset"] == [met] * 5
    assert (result.tests["vokset"].truths[0] == Truth.UNKNOWN).all()
    found = result.outcomes["tegn"]
    assert found.index[-1].tolist() == [NONE, NONE, 0, 0, 0]
    assert found.why[-1].tolist() == [Why.NOTHING_HOLDS] * 2 + [Why.CATEGORISED] * 3


# The law

YEARS = 5
LAND = [0.66, 0.66, 0.66, 1.45 / 2, 2.35 / 3]  # a third or a half of the published limits


def law_inputs(made: Model, rows: dict[str, list[float]], **more: object) -> ModelInputs:
    """The same areas five years running."""
    names = {each.id: ready([rows[each.id]] * YEARS) for each in made.inputs}
    return columns(
        names,
        references={made.references[0].id: LAND},
        lead=made.memory,
        newest=2023,
        **more,  # type: ignore[arg-type]
    )


def test_a_published_area_gets_the_published_term() -> None:
    case = json.loads(shared("domain", "cases.json").read_text())["par61"]["areas"][0]
    made = model_named("par61")
    rows = {
        "herkomst": [case["nonwest"]],
        "uden": [case["uden"]],
        "doemte": [case["doemte"]],
        "grundskole": [case["grundskole"]],
        "indkomst": [case["income"]],
    }
    result = evaluate(made, law_inputs(made, rows, residents=float(case["residents"])))
    by_number = {1: "uden_40", 2: "doemte_3", 3: "grundskole_60", 4: "indkomst_55"}
    met = [nr for nr, id in by_number.items() if result.tests[id].truths[-1, 0] == Truth.MET]
    assert met == case["met"]
    assert result.tests["doemte_3"].limits[-1, 0] == case["doemte_limit3x"] == 2.35
    outcome = made.outcomes[0]
    found = result.outcomes[outcome.id]
    assert outcome.all_categories[found.index[-1, 0]].id == "omdannelse"
    assert found.met["udsat"][-1, 0] == Truth.MET  # the terms lie inside each other
    assert found.met["parallelsamfund"][-1, 0] == Truth.MET
    assert result.tests["indkomst_55"].distance[-1, 0] == pytest.approx(0.8)
    assert not result.tests["indkomst_55"].rounding[-1, 0]


LIMITS: dict[str, tuple[list[float], str]] = {
    "nothing is met at the limits themselves": ([50, 40, 2.34, 60, 55], "forebyggelse"),
    "three times the country is met at the limit": ([50, 40.01, 2.35, 60, 55], "udsat"),
    "two of four and more than half": ([50.01, 40.01, 2.35, 60, 55], "omdannelse"),
    "only one of four": ([80, 30, 2.35, 60, 65], "ingen"),
    "thirty per cent is not more": ([30, 39, 2.34, 61, 56], "ingen"),
    "prevention": ([30.01, 30.01, 1.56, 61, 65], "forebyggelse"),
    "twice the country is met at the limit": ([31, 30, 1.57, 61, 65], "forebyggelse"),
    "income is below, not at": ([31, 30, 1.56, 61, 65], "ingen"),
}


@pytest.mark.parametrize(("numbers", "term"), LIMITS.values(), ids=list(LIMITS))
def test_the_limits_of_the_law_are_met_on_the_right_side(numbers: list[float], term: str) -> None:
    made = model_named("par61")
    names = ("herkomst", "uden", "doemte", "grundskole", "indkomst")
    rows = {name: [number] for name, number in zip(names, numbers, strict=True)}
    found = evaluate(made, law_inputs(made, rows)).outcomes["betegnelse"]
    assert made.outcomes[0].all_categories[found.index[-1, 0]].id == term


HARD = {
    "herkomst": [66.0], "uden": [41.0], "doemte": [1.0], "grundskole": [61.0], "indkomst": [70.0],
}  # fmt: skip


@pytest.mark.parametrize(
    ("people", "index", "outside"),
    [(1000.0, 0, Outside.INSIDE), (999.0, NONE, Outside.UNDER_FLOOR)],
)
def test_the_law_speaks_of_a_thousand_residents(people: float, index: int, outside: int) -> None:
    made = model_named("par61")
    result = evaluate(made, law_inputs(made, HARD, residents=people))
    assert result.outside[-1, 0] == outside
    assert result.outcomes["betegnelse"].index[-1, 0] == index


def test_five_years_in_a_row_and_no_fewer() -> None:
    made = model_named("par61")
    inputs = law_inputs(made, HARD)
    for year in range(YEARS):
        rows = [[66.0]] * YEARS
        rows[year] = [50.0]
        changed = replace(inputs, inputs={**inputs.inputs, "herkomst": ready(rows)})
        index = evaluate(made, changed).outcomes["betegnelse"].index[-1, 0]
        assert index == (2 if year == YEARS - 1 else 1)
        rows[year] = [NAN]
        changed = replace(inputs, inputs={**inputs.inputs, "herkomst": ready(rows)})
        found = evaluate(made, changed).outcomes["betegnelse"]
        assert found.why[-1, 0] == Why.UNDECIDED
        assert (found.worst[-1, 0], found.best[-1, 0]) == (0, 2 if year == YEARS - 1 else 1)


def test_the_test_of_origin_can_be_switched_off() -> None:
    made = model_named("par61")
    result = evaluate(made, law_inputs(made, HARD, switches={"herkomst": False}))
    assert result.switched_off == ("herkomst",)
    assert made.outcomes[0].categories[result.outcomes["betegnelse"].index[-1, 0]].id == "udsat"
    assert not result.tests["herkomst_50"].on
    assert result.tests["uden_40"].on


def test_a_year_without_a_national_number_is_undecided() -> None:
    made = model_named("par61")
    rows = {**HARD, "uden": [20.0], "doemte": [9.0]}
    inputs = law_inputs(made, rows)
    gone = replace(inputs, references={"doemte_land": np.full(YEARS, NAN)})
    found = evaluate(made, gone).outcomes["betegnelse"]
    assert found.why[-1, 0] == Why.UNDECIDED
    assert np.isnan(evaluate(made, gone).tests["doemte_3"].distance).all()


def test_shares_of_counts_lie_exactly_at_a_limit() -> None:
    made = model(
        """
[[inputs]]
id = "uden"
indicator = "uden"
[[tests]]
id = "over"
input = "uden"
is = ">"
limit = 40
[[outcomes]]
id = "o"
otherwise = {id = "nej", name = "Nej"}
[[outcomes.categories]]
id = "ja"
name = "Ja"
all = ["over"]
"""
    )
    bases = np.arange(5.0, 5005.0, 5.0)
    counts = bases * 2 / 5
    at = evaluate(made, columns({"uden": shares([counts.tolist()], [bases.tolist()])}))
    assert (at.outcomes["o"].index == 1).all()
    more = evaluate(made, columns({"uden": shares([(counts + 1).tolist()], [bases.tolist()])}))
    assert (more.outcomes["o"].index == 0).all()


# What must always hold

number = st.one_of(st.just(NAN), st.floats(0, 100), st.integers(0, 5).map(float))


def random_inputs(made: Model, seed: int, areas: int, years: int = 1) -> ModelInputs:
    chance = np.random.default_rng(seed)
    held: dict[str, InputColumns] = {}
    for at, each in enumerate(made.inputs):
        values = np.round(chance.gamma(2.0, 10.0, (years, areas)), 1)
        values[chance.random(values.shape) < 0.1] = NAN
        direction = (Direction.WORSE, Direction.BETTER)[at % 2]
        held[each.id] = ready(values, municipality=[20.0] * years, direction=direction)
    return columns(
        held,
        residents=chance.integers(20, 3000, (years, areas)).astype(np.float64),
        references={each.id: [1.0] * years for each in made.references},
    )


MODELS = ["par61", "soek", "aarhus", "rotterdam-social", "advarsel"]


@pytest.mark.parametrize("name", MODELS)
def test_the_order_of_the_areas_does_not_matter(name: str) -> None:
    made = model_named(name)
    inputs = random_inputs(made, 1, 60, 6)
    order = np.random.default_rng(2).permutation(60)
    turned = replace(
        inputs,
        inputs={id: _reordered(each, order) for id, each in inputs.inputs.items()},
        residents=inputs.residents[:, order],
    )
    one, other = evaluate(made, inputs), evaluate(made, turned)
    for id, found in one.outcomes.items():
        np.testing.assert_array_equal(found.index[:, order], other.outcomes[id].index)
        np.testing.assert_array_equal(found.why[:, order], other.outcomes[id].why)
    for id, score in one.scores.items():
        np.testing.assert_allclose(score.values[:, order], other.scores[id].values, rtol=1e-12)


def _reordered(
    each: InputColumns, order: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> InputColumns:
    return replace(each, cells=ready(each.cells.values[:, order]).cells)


@given(st.integers(0, 10**6), st.integers(0, 29), st.floats(0.1, 50))
def test_a_worse_number_never_gives_fewer_points(seed: int, area: int, worse: float) -> None:
    made = model_named("soek")
    inputs = random_inputs(made, seed, 30)
    for part, each in enumerate(made.scores[0].parts):
        column = inputs.inputs[each.input]
        if np.isnan(column.cells.values[0, area]):
            continue
        raised = column.cells.values.copy()
        raised[0, area] += worse if column.direction is Direction.WORSE else -worse
        moved = replace(column, cells=ready(raised).cells)
        later = replace(inputs, inputs={**inputs.inputs, each.input: moved})
        before = evaluate(made, inputs).scores[made.scores[0].id].parts[part].points[0, area]
        after = evaluate(made, later).scores[made.scores[0].id].parts[part].points[0, area]
        assert after >= before


@pytest.mark.parametrize("name", [*MODELS, "prøve"])
@given(seed=st.integers(0, 10**6))
def test_what_is_hidden_is_never_guessed(name: str, seed: int) -> None:
    """Whatever the hidden numbers are, the category is the one given or among those it could be."""
    made = read_model(SOUND, "m") if name == "prøve" else model_named(name)
    inputs = random_inputs(made, seed, 25, made.memory + 1)
    hidden = evaluate(made, inputs)
    held = prepare(made, inputs)
    chance = np.random.default_rng(seed)
    filled = {
        id: np.where(
            np.isnan(each.cells.values),
            chance.gamma(2.0, 20.0, each.cells.values.shape),
            each.cells.values,
        )
        for id, each in inputs.inputs.items()
    }
    known = work_out(held, filled).settled.outcomes
    stand_ins = any(score.missing is not Missing.NONE for score in made.scores)
    for id, outcome in hidden.outcomes.items():
        beyond = len(made.outcome_by_id[id].categories)
        could = np.where(outcome.best == NONE, beyond, outcome.best)
        actual = np.where(known[id].index == NONE, beyond, known[id].index)
        decided = hidden.inside & (known[id].why != Why.UNDECIDED)
        if made.outcome_by_id[id].score and stand_ins:  # the model says what stands for a part
            decided &= outcome.why == Why.UNDECIDED
        assert (outcome.worst[decided] <= actual[decided]).all()
        assert (actual[decided] <= could[decided]).all()
        assert (outcome.index[~hidden.inside] == NONE).all()


@given(st.integers(0, 10**6))
def test_draws_at_the_observed_numbers_give_the_observed_categories(seed: int) -> None:
    for name in ("soek", "par61"):
        made = model_named(name)
        inputs = random_inputs(made, seed, 20, 6)
        values = {id: each.cells.values for id, each in inputs.inputs.items()}
        drawn = {id: np.stack([each] * 3, axis=1) for id, each in values.items()}
        held = prepare(made, inputs)
        once, often = work_out(held, values).settled, work_out(held, drawn).settled
        for id, outcome in once.outcomes.items():
            assert often.outcomes[id].index.shape == (6, 3, 20)
            np.testing.assert_array_equal(
                often.outcomes[id].index, np.stack([outcome.index] * 3, axis=1)
            )


def test_categories_are_those_of_ordered_scores() -> None:
    """Among areas of one year a higher score is never a better category."""
    made = model_named("soek")
    result = evaluate(made, random_inputs(made, 5, 300))
    for outcome in made.outcomes:
        score = result.scores[outcome.score].values[0]
        index = result.outcomes[outcome.id].index[0]
        held = index != NONE
        order = np.argsort(score[held], kind="stable")
        assert all(after <= before for before, after in pairwise(index[held][order]))


def fastest(made: Model, inputs: ModelInputs) -> float:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        evaluate(made, inputs)
        times.append(time.perf_counter() - began)
    return min(times)


@pytest.mark.parametrize("name", ["aarhus", "par61"])
def test_ten_years_of_the_largest_town_are_quick(name: str) -> None:
    made = model_named(name)
    inputs = random_inputs(made, 3, 525, 10)
    assert fastest(made, inputs) < 0.05


def test_the_numbers_behind_are_kept() -> None:
    column = shares([[2.0, 4.0, NAN]], [[10.0, 20.0, 9.0]])
    low, high = column.intervals()
    assert np.isnan(low[0, 2])
    shown: FloatArray = column.cells.values[0, :2]
    assert ((low[0, :2] < shown) & (shown < high[0, :2])).all()
    assert high[0, 0] - low[0, 0] > high[0, 1] - low[0, 1]
