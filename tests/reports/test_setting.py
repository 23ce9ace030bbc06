"""Lines of text: they fit, lose nothing, and are divided where a dictionary allows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.wording import NO_BREAK, use_language
from desktop.maps.drawing import Text
from desktop.maps.paper import Paper
from desktop.reports.blocks import Style
from desktop.reports.setting import (
    STYLES,
    Face,
    broken,
    column_width,
    set_lines,
    text_width,
)
from desktop.reports.typefaces import SOFT_HYPHEN

BODY = STYLES[Style.BODY]
WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzæøåABC0123456789,.-–/%§()", min_size=1, max_size=45),
    max_size=25,
)


def joined(lines: tuple[str, ...]) -> str:
    """The text again: what a soft hyphen divides is one word."""
    return "".join(
        line.removesuffix(SOFT_HYPHEN) + ("" if line.endswith(SOFT_HYPHEN) else " ")
        for line in lines
    ).strip()


@given(WORDS, st.floats(12.0, 180.0))
def test_lines_fit_and_lose_nothing(words: list[str], room: float) -> None:
    text = " ".join(words)
    lines = broken(text, BODY, room)
    assert all(text_width(line.replace(SOFT_HYPHEN, "-"), BODY) <= room + 1e-6 for line in lines)
    assert "".join(joined(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("word", "allowed"),
    [
        ("arbejdsmarkedet", {"arbejds", "arbejdsmar"}),
        ("ungdomsuddannelse", {"ung", "ungdoms", "ungdomsud", "ungdomsuddan"}),
        ("boligområde", {"bolig", "boligom"}),
        ("skoleårets", {"sko", "skole"}),
    ],
)
def test_a_danish_word_is_divided_at_its_joints(word: str, allowed: set[str]) -> None:
    seen = set()
    for room in range(8, 40):
        lines = broken(f"og {word}", BODY, float(room))
        seen |= {
            line.removeprefix("og ").removesuffix(SOFT_HYPHEN)
            for line in lines
            if line.endswith(SOFT_HYPHEN) and line.startswith("og ")
        }
    assert seen
    assert seen <= allowed


def test_a_line_ends_at_the_joint_of_a_compound_where_that_costs_little() -> None:
    room = text_width("uden for arbejdsmar-", BODY) + 0.1
    assert broken("uden for arbejdsmarkedet", BODY, room)[0] == f"uden for arbejds{SOFT_HYPHEN}"


def test_a_word_in_too_narrow_a_room_is_divided_into_what_can_be_spoken() -> None:
    room = text_width("Hærvæ-", BODY) + 0.1
    assert broken("Hærværk", BODY, room) == (f"Hær{SOFT_HYPHEN}", "værk")


def test_a_heading_divides_no_word_that_has_a_line_to_itself() -> None:
    room = text_width("arbejdsmarkedet", BODY) + 0.1
    assert broken("Uden arbejdsmarkedet", BODY, room, whole=True) == ("Uden", "arbejdsmarkedet")
    narrow = broken("Uden arbejdsmarkedet", BODY, room - 1.0, whole=True)
    assert narrow[0].startswith("Uden ar")


@pytest.mark.parametrize(
    "held",
    [
        "2. kvartal 2026",
        "2. kvt. 2025",
        "60 m²",
        "10 %",
        "8,4 ‰",
        "§ 61",
        "+6,4 til +14,4",
        "Rugengen (1)",
    ],
)
def test_what_is_read_as_one_stands_on_one_line(held: str) -> None:
    text = f"Andelen er fra {held} og frem til nu"
    for room in range(24, 60):
        lines = broken(text, BODY, float(room))
        assert any(held.replace(" ", NO_BREAK) in line for line in lines)


def test_a_mark_at_the_end_is_never_alone_on_its_line() -> None:
    for room in range(12, 60):
        assert broken("Modtagere af førtidspension *", BODY, float(room))[-1] != "*"


def test_a_line_that_is_nearly_full_is_left_as_it_is() -> None:
    whole = "Andelen af voksne uden for"
    room = text_width(whole, BODY) + 4.0
    assert broken(f"{whole} arbejdsmarkedet", BODY, room)[0] == whole


def test_numbers_and_their_units_are_not_parted() -> None:
    text = f"Det er nu 29,4{NO_BREAK}% af dem"
    for room in range(15, 60):
        assert all(line.count("29,4") == line.count("%") for line in broken(text, BODY, room))


def test_an_existing_hyphen_is_where_a_word_is_divided_first() -> None:
    room = text_width("de 16-66-", BODY) + 0.5
    assert broken("de 16-66-årige", BODY, room) == ("de 16-66-", "årige")


def test_english_is_divided_by_its_own_dictionary() -> None:
    use_language("en")
    try:
        lines = broken("the neighbourhoods", BODY, text_width("the neighbour-", BODY) + 0.1)
    finally:
        use_language("da")
    assert lines == (f"the neighbour{SOFT_HYPHEN}", "hoods")


def test_lines_stand_below_each_other_inside_their_height() -> None:
    face = Face(10.0, 14.0)
    marks = set_lines(("en", "to"), face, 3.0, 5.0)
    first, second = (mark for mark in marks if isinstance(mark, Text))
    assert (first.x, second.x) == (3.0, 3.0)
    assert second.y - first.y == pytest.approx(face.line)
    assert first.y - 0.7 * face.millimetres > 5.0
    assert second.y + 0.22 * face.millimetres < 5.0 + 2 * face.line


@pytest.mark.parametrize("paper", Paper)
def test_the_column_leaves_a_margin(paper: Paper) -> None:
    assert 0.8 * paper.size[0] < column_width(paper) < paper.size[0] - 20
