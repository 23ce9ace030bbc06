"""The strip of years and the bar of chances."""

from __future__ import annotations

import pytest

from desktop.maps.drawing import Box, Text
from desktop.maps.history import (
    Part,
    StripColours,
    StripYear,
    bar_words,
    chance_bar,
    history_strip,
    strip_step,
    strip_words,
    year_at,
)

COLOURS = StripColours("#111111", "#222222", "#333333", "#444444", "#555555", "#666666")
PALETTE = ("#AA0000", "#00AA00")
YEARS = (
    StripYear("23", -1, "kan ikke afgøres", hatched=True),
    StripYear("24", -1, "under 300 beboere"),
    StripYear("25", 1, "Lav"),
    StripYear("26", 0, "Høj"),
)


def test_a_box_a_year_in_the_colour_of_its_category() -> None:
    boxes = [mark for mark in history_strip(YEARS, 3, PALETTE, 280, COLOURS).marks
             if isinstance(mark, Box)]  # fmt: skip

    assert [box.fill for box in boxes] == ["#444444", "#555555", "#00AA00", "#AA0000"]
    assert [bool(box.hatched) for box in boxes] == [True, False, False, False]
    assert [box.line for box in boxes] == ["#333333"] * 3 + ["#111111"]


@pytest.mark.parametrize(("count", "width"), [(1, 280.0), (4, 280.0), (12, 290.0), (12, 120.0)])
def test_the_strip_stays_inside_and_a_click_finds_the_year(count: int, width: float) -> None:
    years = [StripYear(str(nr), 0, "") for nr in range(count)]
    drawing = history_strip(years, 0, PALETTE, width, COLOURS)
    boxes = [mark for mark in drawing.marks if isinstance(mark, Box)]

    assert len(boxes) == count
    for at, box in enumerate(boxes):
        assert box.x >= 0
        assert box.x + box.width <= width
        assert year_at(box.x + box.width / 2, count, width) == at
    assert year_at(-1, count, width) == -1
    assert year_at(count * strip_step(count, width) + 1, count, width) == -1


def test_labels_that_have_no_room_are_left_out_and_the_newest_stands() -> None:
    years = [StripYear(f"{nr:02d}", 0, "") for nr in range(12)]
    texts = [
        mark.text
        for mark in history_strip(years, 11, PALETTE, 100, COLOURS).marks
        if isinstance(mark, Text)
    ]
    assert 1 < len(texts) < 12
    assert texts[-1] == "11"


def test_no_years_are_an_empty_strip() -> None:
    assert history_strip((), -1, PALETTE, 100, COLOURS).marks == ()
    assert year_at(5, 0, 100) == -1


def test_the_strip_can_be_heard() -> None:
    assert strip_words(YEARS[2:]) == "25: Lav; 26: Høj"


@pytest.mark.parametrize("shares", [(0.86, 0.14), (1.0, 0.0), (0.3, 0.3), (0.001, 0.999)])
def test_each_category_has_its_share_of_the_bar(shares: tuple[float, float]) -> None:
    parts = [Part(shares[1], 1), Part(shares[0], 0)]
    drawing = chance_bar(parts, PALETTE, 200, COLOURS)
    reach = {
        colour: (min(b.x for b in found), max(b.x + b.width for b in found))
        for colour in PALETTE
        if (found := [b for b in drawing.marks if isinstance(b, Box) and b.fill == colour])
    }
    if shares[1]:
        assert reach["#00AA00"] == pytest.approx((0, shares[1] * 200))
    if shares[0]:
        assert reach["#AA0000"] == pytest.approx((shares[1] * 200, (shares[0] + shares[1]) * 200))
    assert ("#AA0000" in reach) == bool(shares[0])
    (ground, *_rest) = (mark for mark in drawing.marks if isinstance(mark, Box))
    assert ground.hatched == "#666666"  # what is left is undecided


def test_the_bar_can_be_heard() -> None:
    assert bar_words([("Høj", "86 %"), ("Lav", "14 %")]) == "Høj 86 %, Lav 14 %"
    assert bar_words([]) == "ingen chancer kendt"
