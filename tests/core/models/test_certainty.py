from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from desktop.core.disclosure import State
from desktop.core.indicators import Direction, Kind
from desktop.core.measures import ratio_cells, value_cells
from desktop.core.models.certainty import certainty
from desktop.core.models.chance import even_places, numbers_at, places_of, spread_of, varies
from desktop.core.models.columns import InputColumns, ModelInputs
from desktop.core.models.engine import evaluate, prepare, work_out
from desktop.core.models.measured import measure, yardstick
from desktop.core.models.model import Measured, Model
from desktop.core.models.modelfile import model_named, read_model
from desktop.core.models.nearness import crossing
from desktop.core.models.result import NONE, Result

ONE_TEST = """
format = 1
id = "en-proeve"
version = "1"
status = "own"
name = "Én prøve"
[[inputs]]
id = "andel"
indicator = "andel"
[[tests]]
id = "hoej"
input = "andel"
is = ">"
limit = 40
[[outcomes]]
id = "udfald"
otherwise = {id = "lav", name = "Lav"}
[[outcomes.categories]]
id = "hoej"
name = "Høj"
all = ["hoej"]
"""


def columns(
    counted: object,
    bases: object,
    direction: Direction = Direction.WORSE,
    kind: Kind = Kind.SHARE,
    states: object = None,
    per: float = 100.0,
) -> InputColumns:
    counts = np.atleast_2d(np.asarray(counted, float))
    of = np.broadcast_to(np.asarray(bases, float), counts.shape).copy()
    marks = np.zeros(counts.shape, np.uint8) if states is None else np.asarray(states, np.uint8)
    town = ratio_cells(
        counts.sum(1, keepdims=True),
        of.sum(1, keepdims=True),
        np.zeros((len(counts), 1), np.uint8),
        per,
    )
    return InputColumns(ratio_cells(counts, of, marks, per), town, "x", direction, kind, per)


def worked(model: Model, inputs: Mapping[str, InputColumns], **more: object) -> Result:
    shape = next(iter(inputs.values())).cells.values.shape
    return evaluate(
        model,
        ModelInputs(
            inputs,
            np.full(shape, 2000.0),
            np.ones(shape, bool),
            np.ones(shape[1], bool),
            lead=model.memory,
            **more,  # type: ignore[arg-type]
        ),
    )


def invented(model: Model, seed: int, areas: int = 23) -> dict[str, InputColumns]:
    """Numbers of every kind: shares with some withheld, a rate with zeros, ready values."""
    random = np.random.default_rng(seed)
    shape = (2 + model.memory, areas)
    made: dict[str, InputColumns] = {}
    for at, each in enumerate(model.inputs):
        bases = random.integers(60, 900, shape).astype(float)
        counts = np.floor(bases * random.uniform(0.02, 0.7, (1, areas)))
        states = np.where(random.random(shape) < 0.1, State.WITHHELD, State.SHOWN)
        direction = Direction.BETTER if at % 3 == 1 else Direction.WORSE
        kind = Kind.RATE if at % 4 == 2 else Kind.SHARE
        if kind is Kind.RATE:
            counts = random.poisson(1.5, shape).astype(float)
        made[each.id] = columns(counts, bases, direction, kind, states)
        if at % 5 == 4:
            ready = value_cells(30 + 20 * random.random(shape), states.astype(np.uint8))
            town = value_cells(np.full((shape[0], 1), 40.0), np.zeros((shape[0], 1), np.uint8))
            made[each.id] = InputColumns(ready, town, "ready", direction, Kind.MEAN, 1.0)
    return made


def references(model: Model, years: int) -> dict[str, object]:
    return {"references": {each.id: np.full(years, 9.0) for each in model.references}}


@pytest.mark.parametrize(
    ("counted", "base"), [(8, 20), (25, 50), (38, 100), (45, 100), (110, 300), (410, 1000), (3, 60)]
)
def test_one_test_agrees_with_the_exact_binomial(counted: int, base: int) -> None:
    """The chance of being over 40 % is that of seeing no more than was seen, were it 40 %."""
    result = worked(read_model(ONE_TEST, "m"), {"andel": columns([[counted]], base)})
    found = certainty(result).chances["udfald"][0, 0, 0]
    binomial = stats.binom(base, 0.4)
    exact = binomial.cdf(counted) - 0.5 * binomial.pmf(counted)
    assert found == pytest.approx(exact, abs=0.02)


@pytest.mark.parametrize(("events", "limit"), [(4, 3.0), (10, 14.0), (25, 20.0), (60, 75.0)])
def test_a_rate_agrees_with_the_exact_poisson(events: int, limit: float) -> None:
    model = read_model(ONE_TEST.replace("limit = 40", f"limit = {limit}"), "m")
    result = worked(model, {"andel": columns([[events]], 1000.0, kind=Kind.RATE, per=1000.0)})
    found = certainty(result).chances["udfald"][0, 0, 0]
    poisson = stats.poisson(limit)
    exact = poisson.cdf(events) - 0.5 * poisson.pmf(events)
    assert found == pytest.approx(exact, abs=0.04)


@pytest.mark.parametrize(
    "name", ["soek", "aarhus", "rotterdam-sikkerhed", "rotterdam-social", "par61", "eget-eksempel"]
)
def test_counting_ranks_gives_what_the_engine_makes_of_the_drawn_numbers(name: str) -> None:
    """The long way round: every number drawn, and the whole model worked out on each draw."""
    model, draws = model_named(name), 400
    inputs = invented(model, 7)
    years = 2 + model.memory
    result = worked(model, inputs, **references(model, years))
    found = certainty(result, draws=draws, seed=5)
    shuffle = np.random.default_rng(5)
    places = even_places(draws)
    numbers = {
        each.id: numbers_at(inputs[each.id], places[shuffle.permutation(draws)])
        for each in model.inputs
    }
    drawn = work_out(prepare(model, result.inputs), numbers)
    for outcome in model.outcomes:
        index = drawn.settled.outcomes[outcome.id].index[result.inputs.lead :]
        for at in range(len(outcome.all_categories)):
            exact = (index == at).mean(axis=1)
            away = np.abs(found.chances[outcome.id][at] - exact)
            assert away.max() <= 0.03  # lines are tabulated in steps
            assert away.mean() <= 0.003


def test_a_change_varies_with_both_years() -> None:
    text = ONE_TEST.replace('is = ">"', 'of = "change"\nis = ">"').replace(
        "limit = 40", "limit = 5"
    )
    result = worked(read_model(text, "m"), {"andel": columns([[40.0], [48.0]], 100.0)})
    deviation = np.hypot(np.sqrt(0.24 / 100), np.sqrt(0.2496 / 100))
    exact = stats.norm.sf((0.05 - 0.08) / deviation)
    assert certainty(result).chances["udfald"][0, 0, 0] == pytest.approx(exact, abs=0.02)


@given(st.integers(0, 10_000), st.sampled_from(["soek", "par61", "advarsel", "aarhus"]))
@settings(max_examples=12, deadline=None)
def test_chances_are_chances(seed: int, name: str) -> None:
    model = model_named(name)
    result = worked(model, invented(model, seed, 9), **references(model, 2 + model.memory))
    found = certainty(result, draws=200)
    for outcome in model.outcomes:
        parts = [*found.chances[outcome.id], found.undecided[outcome.id], found.nothing[outcome.id]]
        assert all((part >= 0).all() for part in parts)
        np.testing.assert_allclose(np.sum(parts, axis=0), 1.0, atol=1e-9)


def test_numbers_that_do_not_vary_are_sure_of_their_category() -> None:
    model = model_named("soek")
    inputs = {
        id: InputColumns(
            value_cells(each.cells.values, each.cells.states), each.municipality, "x",
            each.direction, Kind.MEAN, 1.0,
        )
        for id, each in invented(model, 3).items()
    }  # fmt: skip
    result = worked(model, inputs)
    found = certainty(result)
    assert set(found.steady) == set(inputs)
    for outcome in model.outcomes:
        index = result.outcomes[outcome.id].index
        assert (index != NONE).any()
        for at in range(len(outcome.all_categories)):
            np.testing.assert_array_equal(found.chances[outcome.id][at], index == at)


def test_the_same_seed_gives_the_same_and_another_about_the_same() -> None:
    model = model_named("soek")
    result = worked(model, invented(model, 1))
    one, again, other = certainty(result), certainty(result), certainty(result, seed=2)
    for outcome in model.outcomes:
        np.testing.assert_array_equal(one.chances[outcome.id], again.chances[outcome.id])
        away = np.abs(one.chances[outcome.id] - other.chances[outcome.id])
        assert 0 < away.max() < 0.06


def test_areas_outside_the_model_have_no_chances() -> None:
    model = model_named("soek")
    inputs = invented(model, 1, 9)
    residents = np.full((2, 9), 2000.0)
    residents[:, 4] = 49
    result = evaluate(
        model, ModelInputs(inputs, residents, np.ones((2, 9), bool), np.ones(9, bool))
    )
    found = certainty(result, draws=200)
    chances = found.chances["befolkning"]
    assert np.isnan(chances[:, :, 4]).all()
    assert np.isfinite(np.delete(chances, 4, axis=2)).all()


@pytest.mark.parametrize(
    ("kind", "counted", "bases"),
    [(Kind.SHARE, 30, 90), (Kind.SHARE, 0, 90), (Kind.SHARE, 90, 90), (Kind.RATE, 4, 700)],
)
def test_places_and_numbers_are_each_others_inverse(kind: Kind, counted: int, bases: int) -> None:
    made = columns([[counted]], bases, kind=kind)
    places = np.array([-2.5, -1.0, -0.2, 0.3, 1.7])
    for place, number in zip(places, numbers_at(made, places)[0, :, 0], strict=True):
        if 0 < number < (100 if kind is Kind.SHARE else np.inf):
            back = places_of(made, np.array([[number]]), np.array([[True]]))
            assert back[0, 0] == pytest.approx(place)


def test_the_middle_draw_is_the_number_and_the_ends_are_wilsons() -> None:
    made = columns([[30.0, 0.0]], 90)
    low, middle, high = numbers_at(made, np.array([-1.959963984540054, 0.0, 1.959963984540054]))[0]
    np.testing.assert_allclose(middle, made.cells.values[0])
    interval = made.intervals()
    np.testing.assert_allclose([low, high], [interval[0][0], interval[1][0]], atol=1e-9)
    assert spread_of(made)[0, 0] == pytest.approx(100 * np.sqrt(2 / 9 / 90), rel=0.01)


def test_what_is_not_counted_does_not_vary() -> None:
    shown = np.zeros((1, 1), np.uint8)
    cells = value_cells(np.array([[47.0]]), shown)
    ready = InputColumns(cells, cells)
    assert not varies(ready).any()
    assert spread_of(ready)[0, 0] == 0
    np.testing.assert_array_equal(numbers_at(ready, np.array([-3.0, 3.0])).ravel(), [47, 47])


@given(
    st.integers(0, 10_000),
    st.sampled_from(list(Measured)),
    st.booleans(),
    st.booleans(),
    st.sampled_from([0.0, 16.6667, 50.0, 75.0, 100.0, 120.0, -1.0, 2.0]),
)
@settings(max_examples=150, deadline=None)
def test_a_crossing_is_where_the_measure_passes(
    seed: int, of: Measured, turned: bool, at: bool, limit: float
) -> None:
    """On either side of the number found, what the engine measures passes or does not."""
    turned = turned and of is not Measured.VALUE
    random = np.random.default_rng(seed)
    made = columns(random.integers(0, 12, (2, 7)).astype(float), 40)
    against = yardstick(made, np.ones((2, 7), bool))
    found = crossing(of, limit, against, turned=turned, at=at)
    finite = np.isfinite(found.numbers)
    for step in (-1e-6, 0.0, 1e-6):
        tried = np.where(finite, found.numbers + step, 17.0)
        measured = measure(of, against, tried, turned=turned)
        near = 1e-9
        passes = measured >= limit - near if at else measured > limit + near
        known = np.isfinite(measured) & ~np.isnan(found.numbers)
        np.testing.assert_array_equal(found.beyond(tried)[known], passes[known])
