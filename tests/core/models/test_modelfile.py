"""Model files: what is read, every mistake with its place, and nothing but ModelError."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import FileProblem, ModelError, UsageError
from desktop.core.indicators import Text
from desktop.core.models.model import (
    Band,
    Category,
    Comparison,
    Line,
    Measured,
    Missing,
    Otherwise,
    Part,
    Status,
)
from desktop.core.models.modelfile import (
    LARGEST,
    builtin_models,
    load_model,
    model_named,
    read_model,
)
from tests.core.models.mistakes import MISTAKES, SOUND
from tests.core.models.modeltext import written


def test_everything_is_read() -> None:
    made = read_model(SOUND, "prøve.toml")
    assert (made.id, made.version, made.status) == ("prøve", "2026.1", "own")
    assert made.name == Text("Prøve", "Trial")
    assert (made.valid_from, made.valid_to) == (dt.date(2010, 1, 1), dt.date(2013, 12, 31))
    assert (made.population.residents_minimum, made.population.sector) == (50, "almen")
    assert made.population.most_years_old == 2
    assert made.inputs[0].alternatives == ("lavindk_fam",)
    assert made.inputs[0].years == 2
    assert made.references[0].values == {2019: 0.66, 2022: 1.0}
    assert made.references[0].otherwise is Otherwise.LATEST
    assert made.switches[0].default is False
    assert made.rules[0].adverse
    assert made.rules[0].of is Measured.PERCENTILE
    assert made.rules[1].line == Line((-2.0, 2.0), (10.0, 1.0))
    assert made.scores[0].parts == (Part("indkomst", "trin", weight=2.0), Part(score="tema"))
    assert made.scores[1].missing is Missing.REWEIGHT
    assert list(made.score_by_id) == ["tema", "samlet"]
    assert (made.tests[0].limit.reference, made.tests[0].limit.times) == ("landet", 3)
    assert made.tests[1].compare is Comparison.ABOVE
    assert made.outcomes[0].categories[0].band == Band(low=8.0)
    assert made.outcomes[1].otherwise == Category("ingen", Text("Ingen"))
    assert made.outcomes[1].categories[0].years == 5
    assert made.memory == 4


@pytest.mark.parametrize(
    ("old", "new", "place", "said"), MISTAKES, ids=[f"{new[:40]}" for _o, new, _p, _s in MISTAKES]
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, place: str, said: str) -> None:
    assert old in SOUND
    with pytest.raises(ModelError) as caught:
        read_model(SOUND.replace(old, new, 1), "prøve.toml")
    start = f"prøve.toml: {place}: " if place else "prøve.toml: "
    assert caught.value.problem.startswith(start), caught.value.problem
    assert said in f"{caught.value.problem} {caught.value.hint}"
    assert caught.value.hint
    assert "{" not in caught.value.problem
    others = caught.value.problem.count("\n")
    assert not others or new in MORE_FOLLOWS, "one mistake makes no others"


MORE_FOLLOWS = ('id = "indkomst"', "otherwise = {ide")  # a name lost, a key unknown


def test_many_mistakes_are_told_in_one_go_each_with_its_place() -> None:
    text = SOUND
    for old, new in (
        ('status = "own"', 'status = "eget"\nfarve = "rød"'),
        ("residents_minimum = 50", "residents_minimum = 50\nbeboere = 1"),
        ("bounds = [25, 50, 75]", "bounds = [25, 75, 50]"),
        ('{score = "tema"}', '{score = "temaer"}'),
        ("times = 3", "times = 3,5"),
        ("limit = 40", "limit = 0,4"),
        ('all = ["@udsat"]', 'all = ["@udsatt"]'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(ModelError) as caught:
        read_model(text, "m.toml")
    lines = caught.value.problem.splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        f"linje {text[: text.index('3,5')].count(chr(10)) + 1}",
        f"linje {text[: text.index('0,4')].count(chr(10)) + 1}",
        "status",
        "[population]",
        "Ukendt nøgle »farve«. Der er",
        "[[scores]] nr. 1, parts nr. 2, score",
        "[[outcomes]] nr. 2, categories nr. 1, all",
        "[[rules]] nr. 1, bounds",
    ]
    assert "»0,4« er skrevet med komma. Skriv decimaltal med punktum: 0.4." in lines[1]
    assert "Mente du »tema«?" in lines[5]
    assert "8 fejl" in caught.value.hint


def test_only_so_many_mistakes_are_listed() -> None:
    unknown = "".join(f"nøgle{nr} = 1\n" for nr in range(30)).replace("ø", "oe")
    with pytest.raises(ModelError) as caught:
        read_model(unknown + SOUND, "m.toml")
    assert caught.value.problem.count("\n") == 20
    assert caught.value.problem.endswith("Og 10 fejl til.")


@pytest.mark.parametrize(("edge", "name"), [("-1", "Lav"), ("16.5", "Høj")])
def test_a_band_that_no_score_can_reach_is_refused(edge: str, name: str) -> None:
    text = SOUND.replace("from = 8", f"from = {edge}").replace("below = 8", f"below = {edge}")
    with pytest.raises(ModelError, match=f"Ingen score kan nå »{name}«: den går fra"):
        read_model(text, "m.toml")


def test_a_band_between_two_sums_is_refused() -> None:
    text = SOUND.replace(', weight = 2}, {score = "tema"}]', "}]")  # 0, 1, 2 or 3
    text = text.replace("from = 8", "from = 2.5").replace("below = 8", "from = 2.2\nbelow = 2.5")
    text = text.replace('[[outcomes]]\nid = "lov"', LOWEST + '[[outcomes]]\nid = "lov"')
    with pytest.raises(ModelError, match="intet pointtal") as caught:
        read_model(text, "m.toml")
    assert "categories nr. 2" in caught.value.problem
    assert len(read_model(text.replace("2.2", "2"), "m.toml").outcomes[0].categories) == 3


LOWEST = """
[[outcomes.categories]]
id = "lavest"
name = "Lavest"
below = 2.2

"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 0,3", "linje 1: »0,3« er skrevet med komma."),
        ("a = {b = 0,3}", "linje 1: »0,3« er skrevet med komma."),
        ("a = -12,75 # procent", "linje 1: »-12,75« er skrevet med komma."),
        ("a = 1\nb = hej", "linje 2, tegn 5 (»b = hej«): Filen er ikke gyldig TOML."),
        ('a = "x', "Filen er ikke gyldig TOML."),
        ("a = [1, 2", "Filen er ikke gyldig TOML."),
        ("a 1", "linje 1, tegn 3 (»a 1«): Filen er ikke gyldig TOML."),
    ],
)
def test_what_is_no_toml_is_said_in_danish_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        read_model(text, "m.toml")
    assert said in caught.value.problem
    assert caught.value.hint
    both = f"{caught.value.problem} {caught.value.hint}"
    for english in ("Invalid", "Expected", "Unclosed", "Unterminated", "(at ", "Illegal"):
        assert english not in both


def test_bands_may_end_where_the_score_does() -> None:
    text = SOUND.replace("from = 8", "from = 8\nto = 16").replace(
        "below = 8", "from = 0\nbelow = 8"
    )
    bands = [each.band for each in read_model(text, "m").outcomes[0].categories]
    assert bands == [Band(8.0, 16.0, high_inclusive=True), Band(0.0, 8.0)]


def test_a_model_without_outcomes_has_nothing_to_categorise_by() -> None:
    with pytest.raises(ModelError, match="intet at inddele"):
        read_model(SOUND[: SOUND.index("[[outcomes]]")], "m.toml")


@pytest.mark.parametrize(
    "text",
    ["format = ", "a = 1\na = 2", "\0", "x = " + "[" * 5000, "x = " + "9" * 5000, "[[a]\n"],
    ids=["half", "twice", "zero", "deep", "long number", "bracket"],
)
def test_what_is_no_toml_is_told(text: str) -> None:
    with pytest.raises(ModelError, match=r"^m\.toml: (.*: )?Filen er ikke gyldig TOML"):
        read_model(text, "m.toml")


def test_files_that_cannot_be_models(tmp_path: Path) -> None:
    path = tmp_path / "egen.toml"
    with pytest.raises(FileProblem):
        load_model(path)
    path.write_bytes(SOUND.encode("latin-1"))
    with pytest.raises(ModelError, match="UTF-8"):
        load_model(path)
    path.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(ModelError, match="for stor"):
        load_model(path)
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.encode())
    assert load_model(path) == read_model(SOUND, "x")


@pytest.mark.parametrize("name", sorted(builtin_models()))
def test_the_models_of_the_program_hold_together(name: str) -> None:
    made = model_named(name)
    assert made.id == name
    assert made.name.en


def test_a_model_is_named_by_id_by_file_or_by_what_was_shipped(tmp_path: Path) -> None:
    path = tmp_path / "egen.toml"
    path.write_text(SOUND, encoding="utf-8")
    assert model_named(str(path)).id == "prøve"
    assert model_named("prøve", {"prøve": SOUND}).id == "prøve"
    first = min(builtin_models())
    with pytest.raises(UsageError, match="ingen model") as caught:
        model_named(first + "x")
    assert first in caught.value.hint
    with pytest.raises(ModelError, match=r"^knækket: "):
        model_named("knækket", {"knækket": "id = 1"})


def test_a_number_may_be_written_as_a_quotient() -> None:
    text = SOUND.replace("2019 = 0.66", '2019 = "2.35/3"')
    assert read_model(text, "m.toml").references[0].values == {2019: 2.35 / 3, 2022: 1.0}


def test_only_the_programs_own_files_are_official() -> None:
    law = builtin_models()["par61"].read_text("utf-8")
    assert model_named("par61").status is Status.OFFICIAL
    same = model_named("par61", {"par61": law.replace("\n", "\r\n")})
    assert (same.status, same.claims, same.differs) == (Status.OFFICIAL, False, False)
    other = model_named("par61", {"par61": law.replace("limit = 40", "limit = 41")})
    assert (other.status, other.claims, other.differs) == (Status.OWN, True, True)
    named = read_model(law.replace('id = "par61"', 'id = "min"'), "m.toml")
    assert (named.status, named.claims, named.differs) == (Status.OWN, True, False)
    mine = read_model(SOUND, "m.toml")
    assert (mine.status, mine.claims, mine.differs) == (Status.OWN, False, False)


@given(st.integers(0, 10**9))
def test_a_model_written_and_read_is_the_same(seed: int) -> None:
    text, made = written(random.Random(seed))
    assert read_model(text, "m.toml") == made


TOKENS = [
    "0", "-1", "1e999", "nan", "true", '""', '"x"', "[]", "{}", "2020-01-01", "[[1]]", '["@k0"]',
    "0x" + "f" * 40, '"@k1"', "1.5", "10000", '"percentile"', '"value"', '">"', "{reference = 1}",
]  # fmt: skip


@given(st.integers(0, 10**9), st.data())
def test_a_spoilt_model_raises_nothing_but_model_errors(seed: int, data: st.DataObject) -> None:
    text, _made = written(random.Random(seed))
    lines = text.splitlines()
    for _time in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        key, equals, _value = lines[at].partition(" = ")
        what = data.draw(st.integers(0, 3))
        if what == 0:
            del lines[at]
        elif what == 1:
            lines.insert(at, lines[data.draw(st.integers(0, len(lines) - 1))])
        elif what == 2 and equals:
            lines[at] = f"{key} = {data.draw(st.sampled_from(TOKENS))}"
        else:
            lines[at] = lines[at].replace("0", data.draw(st.sampled_from(["9", "-1", "x"])))
        if not lines:
            break
    try:
        made: Any = read_model("\n".join(lines), "m.toml")
    except ModelError as error:
        assert error.problem.startswith("m.toml: ")
    else:
        assert made.memory >= 0
        assert made.score_by_id.keys() == {each.id for each in made.scores}
