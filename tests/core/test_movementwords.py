"""What is said about what has moved: which periods, how many, and what an empty list means."""

from __future__ import annotations

from dataclasses import replace

from desktop.core import movements
from desktop.core.indicators import Indicator, Text
from desktop.core.movements import Asked, MovedList, Movement, Untested
from desktop.core.movementwords import (
    compared_words,
    found_sentence,
    list_sentences,
    method_sentences,
    movement_sentence,
    nothing_sentences,
)
from desktop.core.periods import parse

NAN = float("nan")
SHARE = Indicator("a", Text("a"), unit="%", decimals=1)
ROW = Movement(
    SHARE,
    0,
    parse("2024"),
    parse("2025"),
    11.7,
    47.6,
    (12.0, 103.0),
    (49.0, 103.0),
    35.9,
    21.1,
    48.1,
    NAN,
    1e-6,
    0.01,
    1,
    1,
    0.0,
)


def compared(before: str, now: str, tested: int = 5) -> movements.Tested:
    return movements.Tested(SHARE, parse(before), parse(now), tested, 0, 1.0, 1.0, NAN)


def moved(*rows: Movement, tested: int = 100, **asked: object) -> MovedList:
    return MovedList(
        Asked(**asked),  # type: ignore[arg-type]
        rows,
        tested,
        Untested(),
        0.1 * len(rows),
        2,
        (),
    )


def test_the_periods_compared_are_told_by_how_long_they_are_newest_first() -> None:
    parts = [
        compared("2025K2", "2026K2"),
        compared("2023", "2024"),
        compared("2024", "2025"),
        compared("2024", "2025"),
        compared("2024/25", "2025/26"),
        compared("2025M05", "2026M05"),
        compared("2021", "2022", tested=0),
    ]
    assert compared_words(parts) == (
        "2025 mod 2024 og 2024 mod 2023 for årlige tal, 2025/26 mod 2024/25 for skoleår,"
        " 2. kvartal 2026 mod 2. kvartal 2025 for kvartalstal,"
        " maj 2026 mod maj 2025 for månedstal"
    )
    assert compared_words([]) == ""


def test_the_counts_stand_beside_the_shares() -> None:
    assert "i 2025 (12 af 103 → 49 af 103): +35,9" in movement_sentence(ROW)
    plain = replace(ROW, before_counts=(12.0, NAN), now_counts=(49.0, NAN))
    assert "i 2025: +35,9" in movement_sentence(plain)


def test_the_first_line_says_how_many_of_how_many_and_how_many_by_chance() -> None:
    assert found_sentence(moved(ROW, ROW)) == (
        "2 af 100 prøvede tal har flyttet sig; højst omkring 0,2 af dem ventes på listen ved"
        " et tilfælde."
    )
    assert found_sentence(moved(ROW)).startswith(
        "1 af 100 prøvede tal har flyttet sig; højst omkring"
    )
    assert found_sentence(moved()).startswith("Ingen af 100")
    assert found_sentence(moved(tested=0)) == "Der er ingen tal at prøve."


def test_a_fixed_limit_is_told_without_what_chance_would_give_and_the_test_is_called_strict() -> (
    None
):
    said = method_sentences(moved(ROW))
    fixed = "Til sammenligning: en fast grænse på 99,8 % for hvert tal ville have peget på 2."
    assert fixed in said
    assert any("Prøven er streng" in each and "de samme begge år" in each for each in said)
    sensitive = method_sentences(moved(ROW, sensitive=True))
    assert fixed in sensitive
    assert not any("streng" in each for each in sensitive)


def test_an_empty_list_is_news_too_but_one_without_numbers_is_not() -> None:
    assert "--sensitive" in nothing_sentences(moved())[-1]
    assert "--rate" in nothing_sentences(moved(sensitive=True))[-1]
    assert len(nothing_sentences(moved(sensitive=True, rate=0.3))) == 1
    assert nothing_sentences(moved(ROW)) == ()
    assert nothing_sentences(moved(tested=0)) == ()
    assert list_sentences(moved(tested=0)) == ("Der er ingen tal at prøve.",)
