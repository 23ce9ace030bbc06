"""What is said of comparisons and correlations: aloud, calmly, and with the reservations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.areas import Level
from desktop.core.association import Association, Standing, associate
from desktop.core.associationwords import (
    association_sentence,
    coefficient_words,
    expected,
    line_sentence,
    neighbours_sentence,
    off_the_line_words,
    pulling_words,
    reliability_sentence,
    standing_words,
    used_words,
    weighted_sentence,
)
from desktop.core.comparisons import Adjustment, Against, Comparison, Verdict
from desktop.core.comparisonwords import (
    against_words,
    certainty_sentence,
    comparison_sentence,
    difference_words,
    match_words,
    place_words,
    process_sentence,
    reach_words,
    undecided_words,
    verdict_words,
)
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator, Text
from desktop.core.levelwords import Called, called
from desktop.core.measures import Cells, count_cells, ratio_cells, value_cells
from desktop.core.similar import Match

NAN = float("nan")
SHARE = Indicator("a", Text("Andel"))
COUNT = Indicator("b", Text("Beboere"), unit="n", per=1.0, decimals=0)
MEAN = Indicator("c", Text("Alder"), unit="år", per=1.0)
SHOWN = np.zeros(1, np.uint8)
HOUSES = called(Level("afdeling", Text("Afdeling"), Text("Afdelinger"), 2))


def share(top: float, base: float) -> Cells:
    return ratio_cells(np.array([top]), np.array([base]), SHOWN, 100.0)


def hidden(state: State) -> Cells:
    return value_cells(np.array([NAN]), np.array([state], np.uint8))


MADE = Comparison(
    Against.MUNICIPALITY, "", 0, 0, False, share(294, 1000), share(214, 1000),
    8.0, 0.37, 4.5, 11.6, 0.01, Verdict.SURE_HIGHER,
)  # fmt: skip


def said(made: Comparison, indicator: Indicator = SHARE) -> str:
    return comparison_sentence("Skovbrynet", made, indicator).replace("\N{NO-BREAK SPACE}", " ")


def test_a_sure_difference() -> None:
    assert said(MADE) == (
        "Skovbrynet ligger 8,0 pct.point over kommunen: 29,4 % mod 21,4 %."
        " Sikker forskel (interval +4,5 til +11,6)."
    )
    lower = replace(MADE, difference=-8.0, low=-11.6, high=-4.5, verdict=Verdict.SURE_LOWER)
    assert "ligger 8,0 pct.point under kommunen" in said(lower)
    assert "Sikker forskel (interval −11,6 til −4,5)." in said(lower)


def test_a_difference_that_may_be_chance() -> None:
    made = replace(MADE, difference=0.04, low=-1.0, high=1.1, verdict=Verdict.MAY_BE_CHANCE)
    assert said(made).startswith("Skovbrynet ligger på linje med kommunen: ")
    assert said(made).endswith("Kan være tilfældig (interval −1,0 til +1,1).")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"against": Against.REST}, "resten af kommunen"),
        (
            {"against": Against.SECTOR, "name": "almen", "areas": 121, "shown": 121},
            "de øvrige områder i sektoren »almen« (121 områder)",
        ),
        (
            {"against": Against.OTHERS, "areas": 53, "shown": 42, "partial": True},
            "områder i andre sektorer (42 af 53 områder, dem der vises)",
        ),
        ({"against": Against.ORGANISATION, "name": "Nord"}, "Nord"),
        ({"against": Against.ORGANISATION}, "boligorganisationen"),
        ({"against": Against.ORGANISATIONS}, "områder i andre boligorganisationer"),
        ({"against": Against.SIMILAR, "areas": 1, "shown": 1}, "lignende områder (1 område)"),
        ({"against": Against.DISTRICT, "name": "Vest"}, "Vest"),
        ({"against": Against.DISTRICT}, "distriktet"),
        ({"against": Against.AREA, "name": "Ådalen"}, "Ådalen"),
        ({"against": Against.EARLIER, "name": "1. kvartal 2024"}, "sig selv i 1. kvartal 2024"),
    ],
)
def test_what_it_is_held_against(changes: dict[str, object], words: str) -> None:
    made = replace(MADE, **changes)  # type: ignore[arg-type]
    assert against_words(made) == words
    assert words.startswith(place_words(made))


def undecided(**changes: object) -> Comparison:
    made = replace(
        MADE, difference=NAN, relative=NAN, low=NAN, high=NAN, part=NAN, verdict=Verdict.UNDECIDED
    )
    return replace(made, **changes)  # type: ignore[arg-type]


READY = value_cells(np.array([41.5]), SHOWN)


@pytest.mark.parametrize(
    ("changes", "indicator", "words"),
    [
        ({"own": hidden(State.WITHHELD)}, SHARE, "diskretioneret"),
        ({"other": hidden(State.MISSING)}, SHARE, "er: ingen data"),
        ({"other": hidden(State.WITHHELD)}, SHARE, "er: diskretioneret"),
        (
            {"other": hidden(State.UNDEFINED), "against": Against.SECTOR},
            SHARE,
            "der er ingen områder",
        ),
        ({"other": hidden(State.UNDEFINED), "own": READY}, MEAN, "regnet ud på forhånd"),
        ({"other": READY, "own": READY}, MEAN, "ikke en andel eller en hyppighed"),
        ({"skewed": True}, SHARE, "for mange områder vises ikke"),
        ({}, COUNT, "et antal er talt op"),
        ({}, SHARE, "ingen andre at sammenligne med"),
    ],
)
def test_why_nothing_can_be_said(
    changes: dict[str, object], indicator: Indicator, words: str
) -> None:
    assert words in undecided_words(undecided(**changes), indicator)
    assert undecided_words(MADE, indicator) == ""


def test_hidden_numbers_are_named_by_their_state_alone() -> None:
    text = said(undecided(own=hidden(State.WITHHELD)))
    assert text == "Skovbrynet og kommunen kan ikke sammenlignes: diskretioneret."
    assert difference_words(undecided(), SHARE) == ""
    assert reach_words(NAN, 1.0, 1) == reach_words(1.0, NAN, 1) == ""


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.04, 0.83, "+0,04 til +0,83"),
        (-0.83, -0.004, "−0,830 til −0,004"),
        (0.0, 0.83, "0,0 til +0,8"),
        (-0.2, 0.8, "−0,2 til +0,8"),
    ],
)
def test_an_end_is_written_so_that_it_is_seen_which_side_it_is(
    low: float, high: float, words: str
) -> None:
    assert reach_words(low, high, 1) == words


def test_a_mean_has_a_difference_without_a_verdict() -> None:
    made = undecided(own=READY, other=value_cells(np.array([40.0]), SHOWN), difference=1.5)
    assert said(made, MEAN).startswith("Skovbrynet ligger 1,5 år over kommunen: 41,5 år mod 40,0")
    assert "Om forskellen er sikker, kan ikke afgøres: " in said(made, MEAN)


def test_plain_counts() -> None:
    own, other = (count_cells(np.array([each]), SHOWN) for each in (301.0, 118008.0))
    part = undecided(own=own, other=other, part=301 / 118008)
    assert said(part, COUNT) == "Skovbrynet har 301 af 118.008 i kommunen: 0,3 %."
    beside = undecided(own=own, other=other, against=Against.REST)
    assert said(beside, COUNT) == "Skovbrynet har 301; resten af kommunen har 118.008 tilsammen."
    earlier = undecided(
        own=own, other=count_cells(np.array([300.0]), SHOWN), difference=1.0,
        against=Against.EARLIER, name="2025",
    )  # fmt: skip
    assert said(earlier, COUNT) == (
        "Skovbrynet ligger 1 over sig selv i 2025: 301 mod 300."
        " Et antal er talt op og får intet interval."
    )


def test_a_verdict_is_sure_only_where_it_is() -> None:
    words = {verdict: verdict_words(verdict) for verdict in Verdict}
    sure = {verdict for verdict, told in words.items() if "sikker" in told}
    assert sure == {Verdict.SURE_HIGHER, Verdict.SURE_LOWER}
    assert words[Verdict.MAY_BE_CHANCE] == "kan være tilfældig"
    assert words[Verdict.UNDECIDED] == "kan ikke afgøres"


def test_how_sure_several_comparisons_are() -> None:
    assert certainty_sentence(1, Adjustment.NONE) == "Intervallerne er på 95 %."
    assert "af 150 sammenligninger" in certainty_sentence(150, Adjustment.NONE)
    assert "7,5" in certainty_sentence(150, Adjustment.NONE)
    assert "alle 4 sammenligninger under ét (Šidák)" in certainty_sentence(4, Adjustment.SIDAK)
    assert "(Bonferroni)" in certainty_sentence(4, Adjustment.BONFERRONI)
    assert "Registrene tæller alle" in process_sentence()


def test_every_match_has_words() -> None:
    assert match_words(Match.POOR) == "de ligner kun lidt"
    assert len({match_words(match) for match in Match}) == len(Match)


# Association

X = np.arange(20.0)
NOISE = np.random.default_rng(1).normal(0, 3, 20)


def found(y: np.ndarray, weights: np.ndarray | None = None) -> Association:
    return associate(X, y, weights)


@pytest.mark.parametrize(
    ("sign", "words"),
    [(1, "i reglen også højere"), (-1, "i reglen lavere"), (0, "ingen sikker sammenhæng")],
)
def test_which_way_two_indicators_go(sign: int, words: str) -> None:
    text = association_sentence(found(sign * X + NOISE), SHARE, MEAN)
    assert words in text
    assert "»Andel«" in text
    assert "»Alder«" in text


def test_an_order_without_a_line() -> None:
    y = X.copy()
    y[0] = 90.0
    made = found(y)
    assert made.pearson.low < 0 < made.spearman.low
    assert "i rækkefølge, men ikke langs en linje" in association_sentence(made, SHARE, MEAN)
    assert "for smalle" in neighbours_sentence()


def test_nothing_to_speak_of_is_told_as_that() -> None:
    few = associate(X[:1], X[:1])
    assert standing_words(few) == "Kun 1 område viser begge tal; der skal mindst 6 til."
    assert association_sentence(few, SHARE, MEAN) == standing_words(few)
    assert line_sentence(few, SHARE, MEAN) == ""
    assert coefficient_words(few.pearson) == "ikke defineret"
    level = associate(X, np.ones(20))
    assert level.standing is Standing.ALL_EQUAL
    assert "ens i alle områder" in standing_words(level)
    assert standing_words(found(X + NOISE)) == ""


def test_how_many_areas_are_behind() -> None:
    assert used_words(found(X)) == "Regnet af alle 20 områder."
    some = X.copy()
    some[0] = NAN
    assert "19 områder; 1 er ikke med" in used_words(found(some))
    assert "skævt" not in used_words(found(some))
    some[:5] = NAN
    assert "skævt" in used_words(found(some))


def test_the_line_and_the_rest() -> None:
    made = found(2 * X + NOISE)
    text = line_sentence(made, SHARE, MEAN).replace("\N{NO-BREAK SPACE}", " ")
    assert text.startswith("Hvor »Andel« er 1 pct.point højere, er »Alder« i gennemsnit ")
    falling = line_sentence(found(-2 * X - NOISE), SHARE, MEAN).replace("\N{NO-BREAK SPACE}", " ")
    assert " højere (hældning +" in text
    assert " lavere (hældning −" in falling
    assert "−" not in falling.split(" lavere (")[0]
    assert " til " in coefficient_words(made.pearson)
    assert expected(made, 10.0) == pytest.approx(made.intercept + 10 * made.slope.value)
    heavy = np.ones(20)
    heavy[0] = 1e6
    lone = found(2 * X + NOISE, heavy)
    assert " til " not in coefficient_words(lone.pearson)
    assert "1 lige store områder" in weighted_sentence(lone)


def test_who_is_off_the_line_and_who_pulls_at_it() -> None:
    chance = np.sin(7 * X)
    level = found(2 * X + chance)
    assert off_the_line_words(level, HOUSES) == "Ingen afdelinger falder uden for linjen."
    assert pulling_words(level, SHARE, HOUSES) == ""
    odd = 2 * X + chance
    odd[10] += 1000
    off = found(odd)
    assert off_the_line_words(off, HOUSES).startswith("Uden for linjen: afdelinger, ")
    assert pulling_words(off, SHARE, HOUSES) == ""
    far = np.append(X[:-1], 10 * X.max())
    pulled = associate(far, 2 * far + chance)
    assert off_the_line_words(pulled).startswith("Ingen områder")
    assert "hvor »Andel« er usædvanligt højt" in pulling_words(pulled, SHARE)


def test_areas_are_called_what_their_level_is() -> None:
    made = replace(MADE, against=Against.SIMILAR, areas=8, shown=8)
    assert against_words(made, HOUSES) == "lignende afdelinger (8 afdelinger)"
    assert "39 afdelinger" in used_words(replace(found(X), used=39), HOUSES)
    assert (HOUSES.counted(1), HOUSES.counted(1200)) == ("1 afdeling", "1.200 afdelinger")
    assert called(Level("x", Text("SFO"), Text("SFO'er"), 2)) == Called("SFO", "SFO'er")
    assert called(Level("x", Text("Distrikt"), Text(""), 2)) == Called("område", "områder")


def test_what_chance_takes_from_a_correlation() -> None:
    assert "omkring 0,80" in reliability_sentence(0.8, 0.5, 0.506)
    assert "omkring 1,00" in reliability_sentence(0.1, 0.5, 0.9)
    assert "omkring −1,00" in reliability_sentence(0.1, 0.5, -0.9)
    assert reliability_sentence(0.0, 0.5, 0.5) == reliability_sentence(NAN, 1.0, 0.5) == ""
