"""Why an area has its category, as facts and as words."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.core.indicators import Direction, Kind
from desktop.core.measures import ratio_cells, value_cells
from desktop.core.models.certainty import certainty
from desktop.core.models.columns import InputColumns
from desktop.core.models.engine import evaluate
from desktop.core.models.explain import explain
from desktop.core.models.explainwords import told
from desktop.core.models.explanation import Explanation
from desktop.core.models.modelfile import model_named
from desktop.core.models.modelwords import chance_words, points_words, step_words
from desktop.core.models.result import Outside, Result, Truth, Why
from desktop.core.models.sensitivity import sensitivity
from desktop.core.periods import parse
from desktop.core.wording import use_language
from tests.core.models.handmade import columns, ready

NAN = float("nan")


def share(
    counted: list[list[float]], base: float, indicator: str, direction: Direction = Direction.WORSE
) -> InputColumns:
    counts = np.array(counted, float)
    states = np.where(np.isnan(counts), 3, 0).astype(np.uint8)
    shown = np.zeros((len(counts), 1), np.uint8)
    town = np.nansum(counts, 1, keepdims=True)
    return InputColumns(
        ratio_cells(counts, np.full(counts.shape, base), states, 100.0),
        ratio_cells(town, np.full(town.shape, 10 * base), shown, 100.0),
        indicator,
        direction,
        periods=((parse("2026K2"),),) * len(counts),
    )


def soek() -> Result:
    """Ten areas; the sixth in the middle of everything, the last with a number withheld."""
    rising = [[60.0 + 12 * at for at in range(10)]]
    gap = [[*rising[0][:9], NAN]]
    size = InputColumns(
        value_cells(np.array([[60.0 - at for at in range(10)]]), np.zeros((1, 10), np.uint8)),
        value_cells(np.array([[52.0]]), np.zeros((1, 1), np.uint8)),
        "areal_pers", Direction.BETTER, Kind.MEAN, 1.0, "m²", 1, ((parse("2026K2"),),),
    )  # fmt: skip
    inputs = {
        "herkomst": share(rising, 500.0, "herkomst_ikkevest", Direction.NEITHER),
        "uddannelse": share(rising, 400.0, "udd_grundskole_18_64"),
        "indkomst": share(gap, 450.0, "lavindk_fam"),
        "arbejde": share(rising, 480.0, "udenfor_16_66"),
        "areal": size,
        "installationer": share(rising, 900.0, "install_mangel"),
        "smaa_boliger": share(rising, 600.0, "bolig_u60"),
    }
    return evaluate(model_named("soek"), columns(inputs, newest=2026))


def law(**numbers: float) -> Result:
    model = model_named("par61")
    rows = 1 + model.memory
    plain = {"uden": 41.0, "doemte": 2.336, "grundskole": 40.0, "indkomst": 58.0, "herkomst": 39.9}
    inputs = {
        each.id: replace(ready([[{**plain, **numbers}[each.id]]] * rows), indicator=each.indicator)
        for each in model.inputs
    }
    made = columns(inputs, references={"doemte_land": [0.78] * rows}, lead=rows - 1, newest=2026)
    made = replace(made, reference_years={"doemte_land": (2023,) * rows})
    return evaluate(model, made)


def explained(result: Result, area: int, name: str = "Skovbrynet") -> Explanation:
    return explain(result, area, name=name, certainty=certainty(result), shifts=sensitivity(result))


def words(explanation: Explanation) -> str:
    lines = []
    for section in told(explanation):
        lines.append(f"# {section.title}")
        lines += section.sentences
        lines += [" | ".join(row) for row in section.rows]
    return "\n".join(lines).replace("\u00a0", " ") + "\n"


@pytest.mark.parametrize(
    ("file", "make", "area"),
    [
        ("why-points.txt", soek, 5),
        ("why-missing.txt", soek, 9),
        ("why-tests.txt", law, 0),
        ("why-undecided.txt", lambda: law(doemte=NAN), 0),
    ],
)
def test_golden(
    golden: Callable[[str, str], None], file: str, make: Callable[[], Result], area: int
) -> None:
    golden(file, words(explained(make(), area)))


def test_points_add_up_to_the_score_and_the_category() -> None:
    found = explained(soek(), 5)
    for total in found.sums:
        assert total.value == sum(part.points * part.weight for part in total.parts)
        assert sum(part.share for part in total.parts) == pytest.approx(1)
    verdict = found.verdicts[0]
    assert verdict.category == "ordinaer"
    assert [(each.id, each.edge, each.points) for each in verdict.neighbours] == [
        ("intensiveret", 13, 1.0),
        ("reduceret", 9, -4.0),  # under 9, in whole points
    ]


def test_a_score_of_whole_points_is_never_no_points_from_leaving() -> None:
    """At the lower edge of its band a sum of whole points has one to lose."""
    result = soek()
    scores = result.scores["befolkning"].values[-1]
    edges = np.flatnonzero(np.isin(scores, (5, 9, 13, 17)))
    assert edges.size
    for at in edges:
        verdict = explained(result, int(at)).verdicts[0]
        assert {each.points for each in verdict.neighbours if not each.worse} == {-1.0}


def test_only_weights_that_the_outcome_is_made_of_are_told() -> None:
    population, housing = explained(soek(), 5).verdicts
    assert {each.name for each in housing.hanging} == {"areal_pers", "install_mangel", "bolig_u60"}
    assert len(population.hanging) == 4 * 3
    assert [each.areas for each in population.hanging] == sorted(
        (each.areas for each in population.hanging), reverse=True
    )


def test_what_stood_in_for_what_is_said() -> None:
    found = explained(soek(), 5)
    (income,) = [each for each in found.numbers if each.input == "indkomst"]
    assert (income.replaced, income.indicator) == ("lav_indkomst", "lavindk_fam")
    assert "»lavindk_fam« bruges i stedet" in words(found)


def test_a_withheld_number_is_said_and_never_given() -> None:
    found = explained(soek(), 9)
    (income,) = [each for each in found.numbers if each.input == "indkomst"]
    assert np.isnan([income.value, income.low, income.counted, income.base]).all()
    assert found.verdicts[0].why is Why.UNDECIDED
    assert (found.verdicts[0].worst, found.verdicts[0].best) == (
        "Markant indsats",
        "Intensiveret indsats",
    )
    assert (found.sums[0].low, found.sums[0].high) == (15, 20)
    assert "diskretioneret" in words(found)


def test_the_rounded_number_that_would_decide_otherwise_is_marked() -> None:
    found = explained(law(), 0)
    tests = {each.id: each for each in found.tests}
    assert tests["doemte_3"].truth is Truth.FAILED
    assert tests["doemte_3"].rounding  # 2,336 is published as 2,34, which is the limit
    assert not tests["uden_40"].rounding
    assert "afhænger af afrunding" in words(found)


def test_what_a_worse_category_lacks() -> None:
    found = explained(law(), 0).verdicts[0]
    lacking = {each.id: each for each in found.lacking}
    assert lacking["udsat"].needed == 1
    assert len(lacking["udsat"].failing) == 3
    assert lacking["parallelsamfund"].every == ("Udsat boligområde", "Herkomst over 50 %")
    alone = {(each.name, each.number, each.upward): each.category for each in found.alone}
    assert alone["udd_grund_30_59_61a", 60, True] == "Udsat boligområde"
    assert alone["herkomst_ikkevest", 30, False] == "Ingen af lovens betegnelser"


def test_an_area_that_the_model_does_not_speak_of() -> None:
    result = soek()
    small = columns(dict(result.inputs.inputs), residents=[[49.0] * 10], newest=2026)
    found = explained(evaluate(result.model, small), 2)
    assert found.outside is Outside.UNDER_FLOOR
    assert found.verdicts[0].alone == ()
    assert "Området har 49 beboere" in words(found)


def test_a_switch_that_is_off_and_an_own_reference_are_said() -> None:
    result = law()
    inputs = replace(result.inputs, switches={"herkomst": False}, given=frozenset({"doemte_land"}))
    text = words(explained(evaluate(result.model, inputs), 0))
    assert "»Prøven af herkomst« er slået fra." in text
    assert "0,780 %, angivet af brugeren" in text
    assert (
        "Herkomst over 50 % | 39,9 | over 50,0 | slået fra" in text.replace(" %", "", 0)
        or "slået fra" in text
    )


def test_it_speaks_english_too() -> None:
    use_language("en")
    try:
        assert "Ordinary effort" in words(explained(soek(), 5))
    finally:
        use_language("da")


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (1.0, "over 99 %"),
        (0.995, "over 99 %"),
        (0.714, "71 %"),
        (0.01, "1 %"),
        (0.004, "under 1 %"),
        (0.0, "under 1 %"),
    ],
)
def test_chances_are_never_rounded_to_all_or_nothing(chance: float, said: str) -> None:
    assert chance_words(chance).replace("\u00a0", " ") == said


def test_small_words() -> None:
    assert points_words(14.0) == "14"
    assert points_words(3.44) == "3,4"
    assert points_words(NAN) == ""
    assert step_words(-math.inf, 16.6667) == "under 16,7"
    assert step_words(20, 40) == "20–40"
    assert step_words(80, math.inf) == "over 80"
    assert step_words(NAN, NAN) == ""


def test_the_weights_of_all_areas_are_told_when_asked_for() -> None:
    found = explained(soek(), 5)
    titles = [section.title for section in told(found)]
    asked = [section.title for section in told(found, weights=True)]
    assert [title for title in asked if title not in titles] == [
        "Befolkning: så mange af 9 områder skifter kategori",
        "Boliger: så mange af 10 områder skifter kategori",
    ]


def test_what_the_category_hangs_on_is_said_of_this_area() -> None:
    text = words(explained(soek(), 5))
    assert "Kategorien holder, uanset hvilket forhold der udelades." in text
    assert "Den holder også, når et forhold vejer 25 % mere eller mindre." in text
    assert "Mest hænger på" not in text
    assert "uanset hvilken prøve der udelades." in words(explained(law(), 0))
    text = words(explained(law(indkomst=70.0), 0))
    assert "uanset" not in text
    assert (
        "Udelades »§ 61 b, nr. 1: uden for arbejde og uddannelse« eller »§ 61 b, nr. 2: dømte, to"
        " gange landet«, bliver kategorien »Ingen af lovens betegnelser«." in text
    )


@pytest.mark.parametrize("area", range(10))
def test_left_out_is_said_as_often_as_it_changes_the_category(area: int) -> None:
    found = explained(soek(), area)
    said = " ".join(" ".join(each.sentences) for each in told(found)[1:3])
    for verdict in found.verdicts:
        for each in verdict.hanging:
            if each.this and each.factor == 0 and each.becomes:
                assert f"bliver kategorien »{each.becomes}«" in said
            elif verdict.category and not each.this:
                assert each.becomes == verdict.category_name


def test_three_of_what_alone_would_change_it_are_told_and_the_rest_counted() -> None:
    found = explained(soek(), 5)
    housing = found.verdicts[1]
    assert len(housing.alone) == 6
    lines = told(found)[2].sentences
    at = lines.index("Alene dette ville ændre kategorien:")
    assert lines[at + 1].startswith("  areal_pers falder fra 55,0")  # the nearest
    assert lines[at + 4] == "  og 3 andre"
