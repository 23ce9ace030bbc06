"""Finding by what things are called: folded, inside words, with slips, in a sensible order."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.core.finding import Index, begins_nearly, folded, words_of

WORDS = st.text("abcdeæøå", min_size=1, max_size=9)
PLAIN = st.text("abc", min_size=1, max_size=7)


def index(*things: str) -> Index:
    return Index.of({thing: [(1.0, thing)] for thing in things})


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Hærværk", "haervaerk"),
        ("SKOLEFRAVÆR", "skolefravaer"),
        ("små bøger på Ærø", "smaa boeger paa aeroe"),
        ("a\u030arhus", "aarhus"),  # a letter and a ring of its own, as some systems write it
        ("café", "cafe"),
        ("m²", "m²"),
    ],
)
def test_letters_are_folded(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text(max_size=30))
def test_what_is_folded_stays(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=30))
def test_words_hold_small_letters_and_figures_alone(text: str) -> None:
    assert all(set(word) <= set(string.ascii_lowercase + string.digits) for word in words_of(text))


def test_words_are_parted_by_whatever_is_no_letter() -> None:
    assert words_of("0-17-årige, § 61 a") == ["0", "17", "aarige", "61", "a"]


def test_the_better_the_fit_the_earlier() -> None:
    held = index("fravaerdage", "skolefravaer", "fravaer", "frav")
    assert held.find("fravær") == ["fravaer", "fravaerdage", "skolefravaer", "frav"]
    assert held.find("fraværet") == ["fravaer"]
    assert index("tryg", "utryg").find("trygt") == ["tryg"]


def test_a_weight_outdoes_an_order() -> None:
    held = Index.of({"b": [(1.0, "ord")], "a": [(2.0, "ord")], "c": [(1.0, "ord")]})
    assert held.find("ord") == ["a", "b", "c"]


def test_a_thing_counts_once_by_its_best_text() -> None:
    held = Index.of({"b": [(1.0, "ord ord ordet"), (1.0, "ord")], "a": [(1.5, "ord")]})
    assert held.find("ord") == ["a", "b"]


def test_every_word_must_be_found() -> None:
    held = index("unge uden uddannelse", "unge 18-24", "uddannelse")
    assert held.find("uddannelse unge") == ["unge uden uddannelse"]
    assert held.find("unge boliger") == []


def test_nothing_sought_finds_all_and_no_word_nothing() -> None:
    held = index("b", "a")
    assert held.find("") == held.find("  ") == ["b", "a"]
    assert held.find("§!") == []


def test_few_letters_do_not_stand_inside_words() -> None:
    assert index("su", "desuden").find("su") == ["su"]
    assert index("desuden").find("sud") == ["desuden"]


def test_slips_are_forgiven_only_where_nothing_else_is_found() -> None:
    held = index("bolig", "bolog")
    assert held.find("bolig") == ["bolig"]
    assert held.find("bolug") == ["bolig", "bolog"]


@pytest.mark.parametrize("slipped", ["kontanhjælp", "kontanthjlp", "kontatnhjælp", "kontanntjaelp"])
def test_long_words_forgive_two_slips(slipped: str) -> None:
    assert index("kontanthjælp").find(slipped) == ["kontanthjælp"]


@pytest.mark.parametrize("slipped", ["sq", "suu", "xontanthjælp", "knotnathjlp"])
def test_short_words_first_letters_and_many_slips_are_not_forgiven(slipped: str) -> None:
    assert index("su", "kontanthjælp").find(slipped) == []


@given(st.lists(WORDS, min_size=1, max_size=6, unique=True), st.data())
def test_the_beginning_of_a_thing_finds_it(things: list[str], data: st.DataObject) -> None:
    thing = data.draw(st.sampled_from(things))
    end = data.draw(st.integers(1, len(thing)))
    assert thing in index(*things).find(thing[:end])


@given(WORDS.filter(lambda word: len(word) >= 5), st.data())
def test_a_slip_does_not_hide_a_thing(word: str, data: st.DataObject) -> None:
    plain = folded(word)
    at = data.draw(st.integers(1, len(plain) - 1))
    letter = data.draw(st.sampled_from("abcxyz"))
    slipped = data.draw(
        st.sampled_from(
            [
                plain[:at] + plain[at + 1 :],
                plain[:at] + letter + plain[at:],
                plain[:at] + letter + plain[at + 1 :],
                plain[:at] + plain[at : at + 2][::-1] + plain[at + 2 :],
            ]
        )
    )
    assert begins_nearly(plain, slipped, 1)
    assert index(word).find(slipped) == [word]


def slips_of(word: str, sought: str) -> int:
    """The fewest slips by which a beginning of a word becomes what is sought: the whole table."""
    table = [[0] * (len(word) + 1) for _row in range(len(sought) + 1)]
    for i in range(len(sought) + 1):
        for j in range(len(word) + 1):
            if not i or not j:
                table[i][j] = i + j
                continue
            same = sought[i - 1] == word[j - 1]
            ways = [table[i - 1][j - 1] + (not same), table[i - 1][j] + 1, table[i][j - 1] + 1]
            if i > 1 and j > 1 and sought[i - 2 : i] == word[j - 1] + word[j - 2]:
                ways.append(table[i - 2][j - 2] + 1)
            table[i][j] = min(ways)
    return min(table[-1])


@given(PLAIN, PLAIN, st.integers(0, 2))
def test_slips_are_counted_as_the_whole_table_counts_them(
    word: str, sought: str, slips: int
) -> None:
    assume(word[0] == sought[0])
    assert begins_nearly(word, sought, slips) == (slips_of(word[1:], sought[1:]) <= slips)
