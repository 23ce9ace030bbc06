"""The English: every text of the program, whole, and no more.

``python3 dev.py translate`` brings the catalogue in step with the code.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desktop.core import paths
from desktop.core.wording import LANGUAGES, _, date, number, plural, quantity, use_language

ROOT = Path(__file__).parents[1]
CODE = ROOT / "desktop"
SOURCE = ROOT / "resources" / "translations" / "en" / "LC_MESSAGES" / "boligatlas.po"
RENEW = f"run: python3 dev.py translate; then write what is missing in {SOURCE.relative_to(ROOT)}"

KEYWORDS = {"_": None, "plural": (1, 2)}
# Texts that are the same in both languages.
ALIKE = {
    "Atlas", "Boligatlas {version}", "Chance", "EPSG:{number}", "Filter", "Helhedsplan", "MODEL",
    "Menu", "Model", "N", "PERIODE", "Program", "Radar", "Status", "Version", "Violet",
    "id {id}; {said}", "land", "r = {r} · {used}", "station", "{count} decimal",
    "{name} (id {id})",
}  # fmt: skip
# Words of English that are none in Danish; a text with one of them was not written in Danish.
ENGLISH = {
    "and", "are", "cannot", "choose", "could", "file", "from", "is", "must", "not", "of", "the",
    "this", "what", "which", "with", "you", "your",
}  # fmt: skip
QUOTED = re.compile(r"»[^«]*«|\"[^\"]*\"|\{[^{}]*\}|\[[^\]]*\]|--[\w-]+|\.\w+")
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{[^{}]*\}")

Text = str | tuple[str, ...]


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(io.BytesIO(SOURCE.read_bytes()), locale="en", abort_invalid=True)


@pytest.fixture(scope="module")
def said() -> set[Text]:
    """Every text that Babel finds in the code."""
    return {text for _file, _line, text, *_more in extract_from_dir(CODE, keywords=KEYWORDS)}


@pytest.fixture
def in_english(english: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program in English, with the catalogue as it is now."""
    folder = tmp_path / "translations" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "boligatlas.mo").open("wb") as file:
        write_mo(file, english)
    monkeypatch.setattr(paths, "resource", tmp_path.joinpath)
    use_language("en")


@pytest.fixture(scope="module")
def pairs(english: Catalog) -> list[tuple[str, str]]:
    """Every Danish text with its English, forms of plurals one by one; what is untranslated not."""
    return [
        (danish, translated)
        for message in english
        for danish, translated in zip(forms(message.id), forms(message.string), strict=False)
        if danish and translated
    ]


def forms(text: str | Sequence[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of ``_`` and ``plural`` in the code, with its place."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):  # noqa: SIM102
                if node.func.id in KEYWORDS:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def literal(call: ast.Call) -> Text | None:
    """The text that a call names, if it is written out."""
    assert isinstance(call.func, ast.Name)
    count = 1 if call.func.id == "_" else 2
    texts = [
        word.value
        for word in call.args[:count]
        if isinstance(word, ast.Constant) and isinstance(word.value, str)
    ]
    if len(texts) != count:
        return None
    return texts[0] if count == 1 else tuple(texts)


def test_every_text_is_in_the_catalogue(english: Catalog, said: set[Text]) -> None:
    known = {tuple(m.id) if isinstance(m.id, list) else m.id for m in english if m.id}

    assert not said - known, told("new in the code", said - known)
    assert not known - said, told("no longer in the code", known - said)
    assert not english.obsolete, told("no longer in the code", english.obsolete)


def test_every_text_is_translated(english: Catalog) -> None:
    lacking = [m.id for m in english if m.id and not all(map(str.strip, forms(m.string)))]
    unsure = [m.id for m in english if m.id and m.fuzzy]

    assert not lacking, told("not translated", lacking)
    assert not unsure, told("marked as fuzzy", unsure)


def told(what: str, texts: Iterable[object]) -> str:
    return "\n".join([f"{what}; {RENEW}", *sorted(map(repr, texts))])


def test_nothing_is_left_in_danish(pairs: list[tuple[str, str]]) -> None:
    same = {
        danish
        for danish, translated in pairs
        if danish == translated and re.search(r"[^\W\d_]", PLACEHOLDER.sub("", danish))
    }

    assert same <= ALIKE
    assert [translated for _d, translated in pairs if re.search("[æøåÆØÅ»«]", translated)] == []


def test_the_texts_in_the_code_are_danish(pairs: list[tuple[str, str]]) -> None:
    def words(text: str) -> set[str]:
        return set(re.findall(r"\w+", QUOTED.sub(" ", text).lower()))

    assert [danish for danish, _translated in pairs if ENGLISH & words(danish)] == []


def test_placeholders_agree(english: Catalog, pairs: list[tuple[str, str]]) -> None:
    def placeholders(text: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(text.replace("nøgle = ", "key = ")))  # an example's word

    assert [pair for pair in pairs if placeholders(pair[0]) != placeholders(pair[1])] == []
    assert [(m.id, errors) for m, errors in english.check()] == []


def test_texts_begin_and_end_alike(pairs: list[tuple[str, str]]) -> None:
    """Parts of sentences are put together: capitals, spaces and stops must be as in Danish."""

    def manner(text: str) -> tuple[bool, str, int]:
        return text[0].isspace(), text[len(text.rstrip(".:… ")) :], text.count("\n")

    def capital(text: str) -> bool | None:
        return text[0].isupper() if text[0].isalpha() else None

    assert [pair for pair in pairs if manner(pair[0]) != manner(pair[1])] == []
    assert [pair for pair in pairs if {*map(capital, pair)} == {True, False}] == []


def test_plurals_have_every_form(english: Catalog) -> None:
    assert english.num_plurals == 2
    assert [m.id for m in english if m.pluralizable and len(forms(m.string)) != 2] == []


def test_babel_finds_every_text_in_the_code(said: set[Text]) -> None:
    """It sees no text that is put together, nor one inside the braces of an f-string."""
    unseen = [place for place, call in calls() if literal(call) not in said]

    assert unseen == [], "write the text out, and outside of f-strings"


def test_no_text_is_fixed_before_the_language_is_chosen() -> None:
    """A text at the top of a module or class, or as a default, would stay Danish for ever."""
    early: list[str] = []
    for path in sorted(CODE.rglob("*.py")):
        waiting: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                waiting += [node.args, *getattr(node, "decorator_list", [])]
                continue
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):  # noqa: SIM102
                if node.func.id in KEYWORDS:
                    early.append(f"{path.relative_to(ROOT)}:{node.lineno}")
            waiting += ast.iter_child_nodes(node)

    assert early == []


def test_the_header_names_nobody_and_no_time(english: Catalog) -> None:
    header = dict(english.mime_headers)

    assert not re.search(r"@|/", "".join(header[k] for k in header if k != "Content-Type"))
    assert header["POT-Creation-Date"] == header["PO-Revision-Date"] == "2026-11-01 00:00+0000"


@pytest.mark.usefixtures("in_english")
def test_the_program_speaks_english() -> None:
    assert _("Udtrækket indeholder ingen tal at vise.") == "The extract holds no figures to show."
    assert _("diskretioneret") == "withheld"
    assert plural("{count} valgt område", "{count} valgte områder", 1) == "{count} area selected"
    assert plural("{count} valgt område", "{count} valgte områder", 2) == "{count} areas selected"
    assert number(2318.25, 1) == "2,318.3"
    assert quantity(-1.25, "kr.", 2) == "−1.25\u00a0kr."
    assert date(dt.date(2026, 11, 23)) == "23 November 2026"


@pytest.mark.usefixtures("in_english")
def test_danish_is_one_word_away() -> None:
    use_language("da")

    assert _("diskretioneret") == "diskretioneret"
    assert number(2318.25, 1) == "2.318,3"


def test_every_other_language_has_a_catalogue() -> None:
    found = {path.parents[1].name for path in SOURCE.parents[2].rglob("boligatlas.po")}

    assert {"da"} | found == set(LANGUAGES)
