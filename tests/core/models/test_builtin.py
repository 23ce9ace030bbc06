"""The program's own models: whole files, in both languages, that give what is published."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from desktop.core.disclosure import State
from desktop.core.indicators import Direction, load_catalogue
from desktop.core.models import modelfile
from desktop.core.models.columns import InputColumns
from desktop.core.models.engine import evaluate
from desktop.core.models.model import Model, Status
from desktop.core.models.modelfile import builtin_models, load_model, model_named
from desktop.core.models.outcomes import by_bands
from desktop.core.models.result import NONE, Result, Truth, Why
from desktop.core.models.scoring import Points
from desktop.core.paths import resource
from tests.core.models.handmade import columns, ready

NAMES = sorted(builtin_models())
NAN = float("nan")


def test_there_are_the_models_asked_for() -> None:
    assert NAMES == [
        "aarhus", "advarsel", "eget-eksempel", "par61", "par61-2010", "par61-2014", "par61-2018",
        "rotterdam-sikkerhed", "rotterdam-social", "soek",
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_model_says_where_it_comes_from(name: str) -> None:
    model = load_model(builtin_models()[name])
    assert model.id == name
    assert model.note.da
    assert model.source.da
    assert model.sentence.da
    official = name.startswith("par61")
    assert (model.status is Status.OFFICIAL) == official
    assert (model.valid_from is not None) == official


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_in_both_languages(name: str) -> None:
    content = tomllib.loads(builtin_models()[name].read_text("utf-8"))
    texts = [table for table in _tables(content) if "da" in table or "en" in table]
    assert len(texts) > 5
    for text in texts:
        assert set(text) == {"da", "en"}
        assert text["en"].strip()
        assert text["da"] != text["en"]


@pytest.mark.parametrize("name", NAMES)
def test_every_indicator_is_known(name: str) -> None:
    known = load_catalogue(resource("catalogue.toml")).indicators
    for each in load_model(builtin_models()[name]).inputs:
        for id in (each.indicator, *each.alternatives):
            assert id in known or id.endswith("_survey")


def test_the_wordings_of_the_law_follow_each_other() -> None:
    laws = [model_named(name) for name in ("par61-2010", "par61-2014", "par61-2018", "par61")]
    for earlier, later in pairwise(laws):
        assert earlier.valid_to is not None
        assert later.valid_from is not None
        assert (later.valid_from - earlier.valid_to).days == 1
    assert laws[-1].valid_to is None


def test_the_format_page_explains_every_key_and_no_other() -> None:
    page = resource("models", "README.md").read_text("utf-8")
    written = "".join(re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    tomllib.loads(written)
    explained = set(re.findall(r"^\s*(?:# )?([a-z_]+) = ", written, re.MULTILINE))
    explained |= set(re.findall(r"[{,] ?([a-z_]+) = ", written))
    explained |= {
        part for name in re.findall(r"\[\[?([a-z.]+)\]", written) for part in name.split(".")
    }
    code = resource().parent / "desktop" / "core" / "models" / "modelfile.py"
    read = re.findall(
        r"table\.(?:text|words|number|whole|yes|choice|numbers|names|day|yearly|table|tables)"
        r"\(\s*\"([a-z_]+)\"",
        code.read_text("utf-8").replace("inner.", "table."),
    )
    keys = {*read, "id", "from", "to", "above", "below", "da", "en", "limit"}
    assert keys - explained == set()
    assert explained - keys == set()
    assert modelfile.FORMAT == 1


# § 61 a and b


def law(
    numbers: Mapping[str, float],
    name: str = "par61",
    *,
    residents: float = 1587.0,
    switches: Mapping[str, bool] | None = None,
    mean: float = 2.35 / 3,
    before: Mapping[str, float] | None = None,
) -> Result:
    """One area with the same numbers every year, but ``before`` in all years up to the last."""
    model = model_named(name)
    rows = 1 + model.memory
    plain = {"uden": 20.0, "doemte": 0.5, "grundskole": 40.0, "indkomst": 80.0, "herkomst": 10.0}
    inputs: dict[str, InputColumns] = {}
    for each in model.inputs:
        number = numbers.get(each.id, plain[each.id])
        series = [[(before or {}).get(each.id, number)]] * (rows - 1) + [[number]]
        inputs[each.id] = ready(series)
    return evaluate(
        model,
        columns(
            inputs,
            residents=residents,
            references={each.id: [mean] * rows for each in model.references},
            switches=switches,
            lead=rows - 1,
        ),
    )


def category(result: Result) -> str:
    (outcome,) = result.model.outcomes
    index = int(result.outcomes[outcome.id].index[-1, 0])
    return outcome.all_categories[index].id if index != NONE else ""


def met(result: Result) -> set[str]:
    return {id for id, test in result.tests.items() if test.truths[-1, 0] == Truth.MET}


TAASTRUPGAARD = {
    "herkomst": 66.4, "uden": 26.7, "doemte": 1.62, "grundskole": 77.3, "indkomst": 54.2,
}  # fmt: skip


def test_taastrupgaard_as_published() -> None:
    result = law(TAASTRUPGAARD)
    wanted = {
        "grundskole_60",
        "indkomst_55",
        "indkomst_65",
        "doemte_2",
        "herkomst_50",
        "herkomst_30",
    }
    assert met(result) == wanted
    assert category(result) == "omdannelse"
    limit = result.tests["doemte_3"].limits[-1, 0]
    assert limit == 2.35
    assert result.tests["doemte_3"].distance[-1, 0] == pytest.approx(1.62 - 2.35)
    assert result.tests["indkomst_55"].distance[-1, 0] == pytest.approx(0.8)


def test_a_parallel_society_of_fewer_years_is_not_converted() -> None:
    assert category(law(TAASTRUPGAARD, before={"herkomst": 49.0})) == "parallelsamfund"


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ({"doemte": 2.6, "herkomst": 55.0}, "ingen"),  # Remisevængerne: only criterion 2
        ({"doemte": 2.6, "grundskole": 61.0, "herkomst": 55.0}, "omdannelse"),  # Hørgården: 2 and 3
        ({"doemte": 2.6, "grundskole": 61.0, "herkomst": 50.0}, "udsat"),  # Ellekonebakken: ≤ 50
        ({"uden": 40.0, "grundskole": 61.0}, "ingen"),  # exactly at: over 40 is asked for
        ({"uden": 40.001, "grundskole": 61.0}, "udsat"),
        ({"uden": 45.0, "grundskole": 60.0}, "ingen"),
        ({"uden": 45.0, "grundskole": 60.001}, "udsat"),
        ({"uden": 45.0, "doemte": 2.35}, "udsat"),  # at least three times
        ({"uden": 45.0, "doemte": 2.349}, "ingen"),
        ({"uden": 45.0, "indkomst": 55.0}, "ingen"),  # under 55
        ({"uden": 45.0, "indkomst": 54.999}, "udsat"),
        ({"uden": 45.0, "grundskole": 61.0, "herkomst": 50.001}, "omdannelse"),
        ({"uden": 31.0, "indkomst": 64.0, "herkomst": 30.0}, "ingen"),  # 61 b: over 30
        ({"uden": 31.0, "indkomst": 64.0, "herkomst": 30.001}, "forebyggelse"),
        ({"uden": 30.0, "indkomst": 64.0, "herkomst": 40.0}, "ingen"),
        ({"uden": 31.0, "indkomst": 65.0, "herkomst": 40.0}, "ingen"),
        ({"uden": 31.0, "doemte": 1.567, "herkomst": 40.0}, "forebyggelse"),  # at least twice
        ({"uden": 31.0, "doemte": 1.566, "herkomst": 40.0}, "ingen"),
        ({"uden": 31.0, "grundskole": 61.0, "herkomst": 40.0}, "forebyggelse"),
        ({"uden": 41.0, "grundskole": 61.0, "herkomst": 40.0}, "udsat"),  # and not 61 b beside it
    ],
)
def test_the_laws_limits_on_both_sides(numbers: dict[str, float], found: str) -> None:
    assert category(law(numbers)) == found


def test_all_tests_met_are_there_beside_the_highest_category() -> None:
    result = law({"uden": 41.0, "grundskole": 61.0, "herkomst": 40.0})
    assert category(result) == "udsat"
    assert {"uden_30", "herkomst_30"} <= met(result)
    assert result.outcomes["betegnelse"].met["forebyggelse"][-1, 0] == Truth.MET


def test_fewer_than_a_thousand_residents_have_no_category() -> None:
    assert category(law(TAASTRUPGAARD, residents=999.0)) == ""
    assert category(law(TAASTRUPGAARD, residents=1000.0)) == "omdannelse"


def test_the_test_of_origin_can_be_switched_off() -> None:
    off = {"herkomst": False}
    milder = {"uden": 31.0, "indkomst": 64.0, "herkomst": 5.0}
    assert category(law(TAASTRUPGAARD, switches=off)) == "udsat"
    assert category(law(milder, switches=off)) == "forebyggelse"
    assert law({}, switches=off).switched_off == ("herkomst",)


@pytest.mark.parametrize(
    ("name", "numbers", "found"),
    [
        ("par61-2018", {"uden": 45.0, "grundskole": 61.0, "herkomst": 51.0}, "haardt"),
        ("par61-2018", {"uden": 45.0, "grundskole": 61.0, "herkomst": 50.0}, "udsat"),
        ("par61-2014", {"uden": 52.9, "grundskole": 51.0, "indkomst": 54.0}, "listet"),
        ("par61-2014", {"uden": 52.9, "grundskole": 50.0, "indkomst": 54.0}, "ingen"),
        ("par61-2014", {"uden": 52.9, "doemte": 2.71, "herkomst": 82.1}, "listet"),
        ("par61-2014", {"uden": 52.9, "doemte": 2.7, "herkomst": 82.1}, "ingen"),
        ("par61-2014", {"uden": 52.9, "herkomst": 82.1}, "ingen"),
        ("par61-2010", {"uden": 40.1, "doemte": 2.71}, "listet"),
        ("par61-2010", {"uden": 40.1, "doemte": 2.7}, "ingen"),
        ("par61-2010", {"uden": 40.0, "herkomst": 51.0}, "ingen"),
        ("par61-2010", {"uden": 40.1, "herkomst": 50.1}, "listet"),
    ],
)
def test_earlier_wordings(name: str, numbers: dict[str, float], found: str) -> None:
    assert category(law(numbers, name)) == found


def test_a_hard_list_area_needs_its_years() -> None:
    numbers = {"uden": 45.0, "grundskole": 61.0, "herkomst": 51.0}
    assert category(law(numbers, "par61-2018", before={"uden": 39.0})) == "ghetto"


# Rotterdam


@pytest.mark.parametrize(
    ("name", "at_the_edge"), [("rotterdam-sikkerhed", "utrygt"), ("rotterdam-social", "problem")]
)
def test_rotterdams_classes(name: str, at_the_edge: str) -> None:
    model = model_named(name)
    (outcome,) = model.outcomes
    scores = np.array([[1.0, 3.89, 3.9, 3.91, 4.99, 5.0, 5.99, 6.0, 7.09, 7.1, 10.0]])
    found = by_bands(outcome, Points(scores, scores, scores), np.zeros(scores.shape, np.uint8))
    ids = [each.id for each in outcome.categories]
    wanted = [0, 0, ids.index(at_the_edge), 1, 1, 2, 2, 3, 3, 4, 4]
    assert found.index[0].tolist() == wanted


def test_rotterdams_survey_counts_as_published() -> None:
    for name, share in (("rotterdam-sikkerhed", 2 / 3), ("rotterdam-social", 0.7)):
        index = model_named(name).score_by_id["indeks"]
        weights = {part.score: part.weight for part in index.parts}
        assert weights["svar"] / sum(weights.values()) == pytest.approx(share)


def test_the_middle_of_the_areas_is_the_middle_of_the_scale() -> None:
    model = model_named("rotterdam-sikkerhed")
    spread = [[1.0, 2.0, 3.0, 4.0, 5.0]]
    better = {"naboskab"}
    inputs = {
        each.id: ready(
            [[6 - number for number in spread[0]]] if each.id in better else spread,
            direction=Direction.BETTER if each.id in better else Direction.WORSE,
        )
        for each in model.inputs
    }
    scores = evaluate(model, columns(inputs)).scores["indeks"].values[0]
    one = 1 / np.sqrt(2)  # standard deviation of 1 to 5 is √2
    np.testing.assert_allclose(scores, [5.5 + 2.25 * s for s in (2 * one, one, 0, -one, -2 * one)])


def test_without_a_survey_there_is_no_index() -> None:
    model = model_named("rotterdam-social")
    survey = {"tilfredshed", "deltagelse", "naboskab", "tillid"}
    inputs = {
        each.id: ready([[NAN] * 3 if each.id in survey else [1.0, 2.0, 3.0]])
        for each in model.inputs
    }
    result = evaluate(model, columns(inputs))
    assert np.isnan(result.scores["indeks"].values).all()
    assert np.isfinite(result.scores["registertal"].values).all()


# SØK, Aarhus, NEO CANDO


def test_soek_by_hand_on_ten_areas() -> None:
    """An area with k of nine others below it is at k/9; sixths give these points."""
    model = model_named("soek")
    rising = [[float(number) for number in range(10, 20)]]
    falling = [[-number for number in rising[0]]]
    inputs = {
        each.id: ready(falling, direction=Direction.BETTER) if each.id == "areal" else ready(rising)
        for each in model.inputs
    }
    result = evaluate(model, columns(inputs))
    points = [0, 0, 1, 2, 2, 3, 4, 4, 5, 5]
    for id, parts in (("befolkning", 4), ("bolig", 3)):
        assert result.scores[id].values[0].tolist() == [parts * each for each in points]
    assert _categories(result, "befolkning") == [
        "minimal", "minimal", "minimal", "reduceret", "reduceret",
        "ordinaer", "intensiveret", "intensiveret", "markant", "markant",
    ]  # fmt: skip
    assert _categories(result, "bolig") == [
        "minimal", "minimal", "minimal", "reduceret", "reduceret",
        "ordinaer", "intensiveret", "intensiveret", "markant", "markant",
    ]  # fmt: skip


def test_soek_speaks_of_fifty_residents_and_more() -> None:
    model = model_named("soek")
    inputs = {each.id: ready([[1.0, 2.0, 3.0]]) for each in model.inputs}
    result = evaluate(model, columns(inputs, residents=[[49.0, 50.0, 900.0]]))
    assert result.inside[0].tolist() == [False, True, True]


def test_aarhus_points_grow_with_the_distance_from_the_municipality() -> None:
    model = model_named("aarhus")
    inputs = {
        each.id: ready([[8.0, 10.9, 11.0, 13.9, 14.0, 18.0, 30.0]], municipality=[10.0])
        for each in model.inputs
    }
    result = evaluate(model, columns(inputs))
    assert result.scores["samlet"].values[0].tolist() == [0, 0, 8, 8, 16, 24, 24]
    assert _categories(result, "kategori") == [
        "uden_for_risiko", "uden_for_risiko", "risikoomraade", "risikoomraade", "udsat",
        "saerligt_udsat", "saerligt_udsat",
    ]  # fmt: skip


def test_aarhus_goes_on_three_traits_of_four() -> None:
    model = model_named("aarhus")
    inputs = {each.id: ready([[20.0, 20.0]], municipality=[10.0]) for each in model.inputs}
    inputs["unge"] = ready([[NAN, 20.0]], municipality=[10.0])
    result = evaluate(model, columns(inputs))
    assert result.scores["boern_tryghed"].values[0].tolist() == [12, 12]


def test_two_signals_make_a_warning() -> None:
    model = model_named("advarsel")
    calm = {each.id: [[10.0] * 4] * 2 for each in model.inputs}
    calm["haervaerk"] = [[10.0] * 4, [15.0, 15.0, 14.9, 15.0]]
    calm["fraflytning"] = [[10.0] * 4, [15.0, 10.0, 14.9, NAN]]
    inputs = {id: ready(rows, municipality=[10.0, 10.0]) for id, rows in calm.items()}
    result = evaluate(model, columns(inputs, lead=1))
    found = result.outcomes["tegn"]
    assert _categories(result, "tegn") == ["flere", "et", "ingen", ""]
    assert found.why[-1, 3] == Why.UNDECIDED
    assert (found.worst[-1, 3], found.best[-1, 3]) == (0, 1)
    truths = {id: int(test.truths[-1, 0]) for id, test in result.tests.items()}
    assert truths["fraflytning_vokset"] == Truth.MET  # both over 150 and grown by 5


def test_a_withheld_number_is_never_a_failed_test() -> None:
    model = model_named("par61")
    rows = 1 + model.memory
    inputs = {each.id: ready([[NAN]] * rows, hidden=State.WITHHELD) for each in model.inputs}
    result = evaluate(
        model, columns(inputs, references={"doemte_land": [2.35 / 3] * rows}, lead=rows - 1)
    )
    assert {int(test.truths[-1, 0]) for test in result.tests.values()} == {int(Truth.UNKNOWN)}
    assert category(result) == ""


def _categories(result: Result, outcome: str) -> list[str]:
    every = result.model.outcome_by_id[outcome].all_categories
    index = result.outcomes[outcome].index[-1]
    return [every[at].id if at != NONE else "" for at in index]


def _tables(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _tables(each)


def test_the_model_to_copy_shows_every_way() -> None:
    model: Model = model_named("eget-eksempel")
    assert {rule.of.value for rule in model.rules} == {"z", "percentile", "value"}
    assert any(rule.line for rule in model.rules)
    assert {score.missing.value for score in model.scores} == {"none", "reweight"}
