"""Categories over the years: since when, who moved, and which parts moved them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.models.engine import evaluate
from desktop.core.models.history import contributions, history, moves
from desktop.core.models.model import Model
from desktop.core.models.modelfile import model_named
from desktop.core.models.result import NONE, Result
from tests.core.models.handmade import NAN, columns, model, ready
from tests.core.models.test_engine import random_inputs

BODY = """
[population]
residents_minimum = 100

[[inputs]]
id = "a"
indicator = "a"
[[inputs]]
id = "b"
indicator = "b"

[[rules]]
id = "trin"
of = "value"
bounds = [10, 20]
points = [0, 1, 2]

[[scores]]
id = "s"
parts = [{input = "a", rule = "trin", weight = 2}, {input = "b", rule = "trin"}]

[[tests]]
id = "a_hoej"
input = "a"
is = ">="
limit = 20
[[tests]]
id = "b_hoej"
input = "b"
is = ">="
limit = 20

[[outcomes]]
id = "niveau"
score = "s"
[[outcomes.categories]]
id = "hoej"
name = "Høj"
from = 4
[[outcomes.categories]]
id = "lav"
name = "Lav"
below = 4

[[outcomes]]
id = "tegn"
[[outcomes.categories]]
id = "to"
name = "To"
all = ["a_hoej", "b_hoej"]
[[outcomes.categories]]
id = "et"
name = "Et"
at_least = 1
of = ["a_hoej", "b_hoej"]
"""
MODEL = model(BODY)
#        0   1   2   3    4   5   6   7
A = [[25.0, 5, 25, NAN, 25, 25, 25, 25], [25.0, 25, 5, 25, 25, 25, 25, 5]]
B = [[25.0, 5, 25, 25, 25, 25, 25, 5], [25.0, 5, 5, 25, 25, 25, 25, 5]]
PEOPLE = [[500.0] * 6 + [99, 500], [500.0] * 8]
EXISTS = [[True] * 4 + [False, True, True, True], [True] * 5 + [False, True, True]]


def worked() -> Result:
    return evaluate(MODEL, columns({"a": ready(A), "b": ready(B)}, residents=PEOPLE, exists=EXISTS))


def which(column: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[int]:
    return [int(at) for at in np.flatnonzero(column)]


def test_moves_between_two_years() -> None:
    found = moves(worked(), "niveau")
    assert found.matrix.tolist() == [[1, 2], [1, 0]]
    assert which(found.moved) == [1, 2, 7]
    assert which(found.new) == [4]
    assert which(found.closed) == [5]
    assert which(found.entered) == [6]
    assert which(found.left) == []
    assert which(found.undecided) == [3]
    assert found.reasons(1) == (("a", 4.0),)
    assert found.reasons(2) == (("a", -4.0), ("b", -2.0))
    assert found.reasons(0) == ()


def test_moves_by_tests_say_which_turned() -> None:
    found = moves(worked(), "tegn")
    assert found.matrix.tolist() == [[1, 0, 1], [0, 0, 1], [0, 1, 0]]
    assert which(found.moved) == [1, 2, 7]
    assert found.reasons(1) == (("a_hoej", 1.0),)
    assert found.reasons(2) == (("a_hoej", -1.0), ("b_hoej", -1.0))
    assert found.turned["a_hoej"][3] == 0  # it was unknown


def test_a_test_that_is_switched_off_moves_nobody() -> None:
    made = model(
        BODY.replace('id = "a_hoej"\n', 'id = "a_hoej"\nswitch = "k"\n')
        + """
[[switches]]
id = "k"
"""
    )
    inputs = columns({"a": ready(A), "b": ready(B)}, switches={"k": False})
    found = moves(evaluate(made, inputs), "tegn")
    assert list(found.turned) == ["b_hoej"]
    assert found.reasons(2) == (("b_hoej", -1.0),)


def test_moves_may_go_backwards() -> None:
    there, back = moves(worked(), "tegn"), moves(worked(), "tegn", -1, -2)
    np.testing.assert_array_equal(there.matrix.T, back.matrix)
    np.testing.assert_array_equal(there.new, back.closed)
    np.testing.assert_array_equal(there.entered, back.left)


def of(*years: list[float], lead: int = 0) -> Result:
    quiet = [[5.0] * len(years[0])] * len(years)
    return evaluate(MODEL, columns({"a": ready(list(years)), "b": ready(quiet)}, lead=lead))


def test_since_when_an_area_has_its_category() -> None:
    result = of([25.0, 5, 25, 25, NAN], [25.0, 25, 5, NAN, 25], [25.0, 25, 25, 25, NAN])
    found = history(result, "niveau")
    assert found.since.tolist() == [0, 1, 2, 2, NONE]
    assert found.index[:, 0].tolist() == [0, 0, 0]
    assert [period.code for period in found.periods] == ["2023", "2024", "2025"]


def test_years_that_were_only_looked_back_at_are_no_history() -> None:
    found = history(of([25.0], [25.0], [25.0], lead=1), "niveau")
    assert found.index.shape == (2, 1)
    assert len(found.periods) == 2
    assert found.since.tolist() == [0]


def test_no_category_holding_is_a_standing_of_its_own() -> None:
    found = history(of([5.0, 25.0], [5.0, 5.0]), "tegn")
    assert found.index.tolist() == [[2, 1], [2, 2]]
    assert found.since.tolist() == [0, 1]


@pytest.mark.parametrize("what", [history, moves])
def test_an_unknown_outcome(what: object) -> None:
    assert callable(what)
    with pytest.raises(KeyError):
        what(worked(), "andet")


def deep(missing: str, combine: str) -> Model:
    settings = f'missing = "{missing}"\ncombine = "{combine}"\n'
    body = (
        BODY.replace('id = "s"\n', f'id = "s"\n{settings}')
        + """
[[scores]]
id = "top"
combine = "mean"
missing = "lowest"
parts = [{score = "s", weight = 3}, {score = "mellem"}, {input = "b", rule = "trin", weight = 1}]
[[scores]]
id = "mellem"
parts = [{score = "s"}, {input = "a", rule = "trin"}]
"""
    )
    return model(body.replace("from = 4", "from = 1").replace("below = 4", "below = 1"))


@given(
    st.sampled_from(["none", "reweight", "lowest"]),
    st.sampled_from(["sum", "mean"]),
    st.lists(st.tuples(*[st.one_of(st.just(NAN), st.floats(0, 30))] * 2), min_size=1, max_size=8),
)
def test_contributions_add_up_to_the_score(
    missing: str, combine: str, numbers: list[tuple[float, float]]
) -> None:
    first, second = zip(*numbers, strict=True)
    result = evaluate(deep(missing, combine), columns({"a": ready([first]), "b": ready([second])}))
    for score in ("s", "mellem", "top"):
        parts = contributions(result, score)
        np.testing.assert_allclose(
            sum(parts.values(), np.zeros(1)), result.scores[score].values, atol=1e-12
        )


@pytest.mark.parametrize("name", ["soek", "rotterdam-social", "aarhus", "par61"])
def test_every_area_is_in_one_place_between_two_years(name: str) -> None:
    made = model_named(name)
    result = evaluate(made, random_inputs(made, 7, 200, 6))
    for outcome in made.outcomes:
        found = moves(result, outcome.id)
        stayed = (found.before == found.after) & (found.before != NONE)
        apart = [found.new, found.closed, found.entered, found.left, found.undecided]
        never = ~result.inside[-1] & ~result.inside[-2]
        total = sum(column.astype(int) for column in [stayed, found.moved, never, *apart])
        assert (total == 1).all()
        assert found.matrix.sum() == (stayed | found.moved).sum()
        change = result.scores[outcome.score].values if outcome.score else None
        if change is not None:
            np.testing.assert_allclose(
                sum(found.points.values(), np.zeros(1)), change[-1] - change[-2], atol=1e-9
            )
