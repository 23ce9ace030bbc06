"""How much hangs on each weight and test, and what one number alone would change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.indicators import Direction
from desktop.core.models.engine import evaluate, prepare, work_out
from desktop.core.models.model import Model
from desktop.core.models.modelfile import model_named
from desktop.core.models.result import NONE, Result
from desktop.core.models.sensitivity import Shift, sensitivity
from desktop.core.models.turning import turns
from tests.core.models.handmade import columns, model, ready, shares

TWO_PARTS = """
[[inputs]]
id = "a"
indicator = "a"
[[inputs]]
id = "b"
indicator = "b"
[[rules]]
id = "r"
of = "value"
bounds = [10, 20]
points = [0, 5, 10]
[[scores]]
id = "s"
combine = "mean"
parts = [{input = "a", rule = "r", weight = 2}, {input = "b", rule = "r", weight = 2}]
[[outcomes]]
id = "o"
score = "s"
[[outcomes.categories]]
id = "hoej"
name = "Høj"
from = 5
[[outcomes.categories]]
id = "lav"
name = "Lav"
below = 5
"""


def by_change(shifts: tuple[Shift, ...]) -> dict[tuple[str, int, str, float], list[bool]]:
    return {
        (each.score, each.part, each.test, each.factor): next(iter(each.moved.values())).tolist()
        for each in shifts
    }


def test_weights_move_the_areas_that_hang_on_them() -> None:
    """Points (10, 0) and (0, 10) make 5, just enough; weighing either more tips one of them."""
    made = model(TWO_PARTS)
    result = evaluate(made, columns({"a": ready([[25, 5, 25]]), "b": ready([[5, 25, 25]])}))
    found = by_change(sensitivity(result))
    assert found == {
        ("s", 0, "", 1.25): [False, True, False],
        ("s", 0, "", 0.75): [True, False, False],
        ("s", 0, "", 0.0): [True, False, False],
        ("s", 1, "", 1.25): [True, False, False],
        ("s", 1, "", 0.75): [False, True, False],
        ("s", 1, "", 0.0): [False, True, False],
    }


def test_the_others_take_up_the_weight_so_that_a_sum_keeps_its_ends() -> None:
    made = model(TWO_PARTS.replace('"mean"', '"sum"').replace("= 5", "= 40"))
    result = evaluate(made, columns({"a": ready([[25.0]]), "b": ready([[25.0]])}))
    assert result.scores["s"].values[0, 0] == 40
    for shift in sensitivity(result):
        assert not shift.moved["o"].any()


def test_a_test_left_out_is_as_if_it_were_switched_off() -> None:
    law = model_named("par61")
    rows = 1 + law.memory
    numbers = {"uden": 45.0, "doemte": 0.1, "grundskole": 61.0, "indkomst": 80.0, "herkomst": 5.0}
    inputs = {id: ready([[number]] * rows) for id, number in numbers.items()}
    result = evaluate(
        law, columns(inputs, references={"doemte_land": [0.78] * rows}, lead=rows - 1)
    )
    shifts = sensitivity(result)
    moved = {each.test or each.switch: bool(each.moved["betegnelse"][0]) for each in shifts}
    assert moved["uden_40"]
    assert moved["grundskole_60"]
    assert not moved["doemte_3"]
    assert "herkomst_50" not in moved  # goes with its switch, as do the categories it decides
    assert not moved["herkomst"]


def test_a_score_of_one_part_has_no_weight_to_change() -> None:
    one = TWO_PARTS.replace(', {input = "b", rule = "r", weight = 2}', "")
    result = evaluate(model(one), columns({"a": ready([[25.0]]), "b": ready([[25.0]])}))
    assert sensitivity(result) == ()


def test_the_turn_of_a_ladder_is_its_bound() -> None:
    made = model(TWO_PARTS)
    result = evaluate(made, columns({"a": ready([[25.0, 5.0]]), "b": ready([[5.0, 5.0]])}))
    (down,) = turns(result, "o", 0)
    assert (down.input, down.number, down.upward, down.included) == ("a", 20, False, False)
    assert down.category == 1
    ups = turns(result, "o", 1)
    assert [(up.input, up.number, up.upward, up.included) for up in ups] == [
        ("a", 20, True, True),
        ("b", 20, True, True),
    ]


def test_the_turn_says_how_many_people() -> None:
    made = model(TWO_PARTS)
    result = evaluate(made, columns({"a": shares([[50]], [[200]]), "b": shares([[10]], [[200]])}))
    (down,) = turns(result, "o", 0)
    assert (down.now, down.number, down.people) == (25, 20, -11)  # 39 of 200 is under 20 %


def test_the_turn_along_a_line_is_found() -> None:
    line = TWO_PARTS.replace(
        "bounds = [10, 20]\npoints = [0, 5, 10]", "line = {from = [0, 0], to = [40, 10]}"
    )
    result = evaluate(model(line), columns({"a": ready([[30.0]]), "b": ready([[22.0]])}))
    found = {turn.input: turn for turn in turns(result, "o", 0)}  # 7.5 and 5.5 make 6.5
    assert found["a"].number == pytest.approx(18, abs=0.001)
    assert found["b"].number == pytest.approx(10, abs=0.001)
    assert not found["a"].exact


def test_nothing_turns_where_there_is_no_category() -> None:
    made = model(TWO_PARTS)
    result = evaluate(made, columns({"a": ready([[np.nan]]), "b": ready([[15.0]])}))
    assert result.outcomes["o"].index[0, 0] == NONE
    assert turns(result, "o", 0) == ()


@given(st.integers(0, 100_000), st.sampled_from(["soek", "aarhus", "eget-eksempel", "par61"]))
@settings(max_examples=25, deadline=None)
def test_a_turn_changes_the_category_and_less_does_not(seed: int, name: str) -> None:
    """What is said would change the category does, when the engine is given that number."""
    made, result = invented(name, seed)
    prepared = prepare(made, result.inputs)
    area = seed % result.inputs.areas
    for outcome in made.outcomes:
        here = result.outcomes[outcome.id].index[-1, area]
        for turn in turns(result, outcome.id, area):
            step = 1e-6 * max(1.0, abs(turn.number)) * (1 if turn.upward else -1)
            beyond = turn.number + (0 if turn.included or not turn.exact else step)
            short = turn.number - (step if turn.included else 2 * step)
            values = {id: each.cells.values.copy() for id, each in result.inputs.inputs.items()}
            values[turn.input][-1, area] = beyond
            after = work_out(prepared, values).settled.outcomes[outcome.id].index[-1, area]
            assert after == turn.category != here
            if turn.exact and (short > turn.now) == turn.upward and abs(short - turn.now) > 1e-9:
                values[turn.input][-1, area] = short
                before = work_out(prepared, values).settled.outcomes[outcome.id].index[-1, area]
                assert before in (here, NONE)


def invented(name: str, seed: int) -> tuple[Model, Result]:
    made = model_named(name)
    random = np.random.default_rng(seed)
    rows = 1 + made.memory
    inputs = {}
    for at, each in enumerate(made.inputs):
        spread = random.uniform(1, 70, (rows, 8)).round(1)
        inputs[each.id] = ready(
            spread,
            municipality=[25.0] * rows,
            direction=Direction.BETTER if at % 3 == 0 else Direction.WORSE,
        )
    references = {each.id: [9.0] * rows for each in made.references}
    return made, evaluate(made, columns(inputs, references=references, lead=rows - 1))
