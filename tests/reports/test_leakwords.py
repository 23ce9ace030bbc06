"""Words of a finished report: cells say what the extract releases, free words no number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.errors import ExportError, LeakFound
from desktop.core.indicators import Text as Named
from desktop.core.periods import parse as parse_period
from desktop.core.wording import NO_BREAK
from desktop.reports.asked import ChapterSpec, Template
from desktop.reports.asking import asked_for
from desktop.reports.blocks import (
    Block,
    Paragraph,
    Source,
)
from desktop.reports.leakcheck import check, leak_error
from desktop.reports.leakwords import unreleased
from desktop.reports.making import make_report, write_report
from tests.fake_extract import (
    MISSING,
    WITHHELD,
    WITHHELD_NOW,
    fake_dataset,
)
from tests.reports.leaking import (
    ASKED,
    DATA,
    DAY,
    LEVEL,
    NOW,
    SHOWN,
    TABLE,
    VALUE,
    laid_of,
    problems,
    source,
    table,
)


@pytest.fixture(autouse=True)
def unconfirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No standard is named, which is quicker."""
    monkeypatch.setattr("desktop.reports.validation.validator", str)


def printed(at: int, text: str, **of: str) -> tuple[str, ...]:
    return problems(table((text, source(at, **of))))


@pytest.mark.parametrize("at", [WITHHELD, WITHHELD_NOW, MISSING])
@pytest.mark.parametrize("text", ["17,2 %", "3", "under 5", "4711", "0"])
def test_a_number_in_a_cell_that_is_not_shown(at: int, text: str) -> None:
    found = printed(at, text)
    assert any("ikke må vises" in each for each in found)
    assert not any(text in each for each in found if len(text) > 1)


@pytest.mark.parametrize("text", ["diskretioneret", "ingen data", "–", ""])
def test_what_a_cell_that_is_not_shown_may_say(text: str) -> None:
    assert printed(WITHHELD, text) == ()


def test_a_cell_that_is_shown_has_its_own_number() -> None:
    cells = DATA.cells("uden_job", LEVEL, parse_period(NOW))
    value = f"{VALUE[SHOWN]:.1f}".replace(".", ",")
    counts = f"{cells.numerators[SHOWN]:.0f} af {cells.denominators[SHOWN]:.0f}"
    assert printed(SHOWN, f"{value}{NO_BREAK}%") == ()
    assert printed(SHOWN, f"{value} % ({counts})") == ()
    assert printed(-1, "diskretioneret") == ()
    wrong = printed(SHOWN, f"{VALUE[SHOWN] + 0.1:.1f} %".replace(".", ","))
    assert any("andet tal" in each for each in wrong)


def test_a_difference_is_from_its_own_past_or_the_municipality() -> None:
    history = DATA.history("uden_job", LEVEL).cells.values[:, SHOWN]
    change = f"{history[-1] - history[-5]:+.1f}".replace(".", ",").replace("-", "−")
    assert printed(SHOWN, f"{change} pct.point") == ()
    assert any("andet tal" in each for each in printed(SHOWN, "+99,9 pct.point"))
    assert any("ikke må vises" in each for each in printed(WITHHELD, f"{change} pct.point"))


@pytest.mark.parametrize(
    "of",
    [
        Source(LEVEL, "9999", "uden_job", NOW),
        Source(LEVEL, "0101", "findes_ikke", NOW),
        Source(LEVEL, "0101", "uden_job", "i går"),
        Source("findes_ikke", "0101", "uden_job", NOW),
    ],
)
def test_a_cell_of_nothing_in_the_extract(of: Source) -> None:
    assert any("ikke har" in each for each in problems(table(("17,2 %", of))))


def test_a_cell_that_is_set_otherwise_than_noted() -> None:
    laid = laid_of(table(("diskretioneret", source(WITHHELD))))
    (cell,) = laid.cells
    noted = replace(laid, cells=(replace(cell, text="ingen data"),))
    assert any("som den skulle" in each for each in check(write_report(laid).content, noted, ASKED))


# Words that somebody wrote


def free(text: str, *more: Block) -> tuple[str, ...]:
    return problems(Paragraph(text, free=True), *(more or (TABLE,)))


@pytest.mark.parametrize(
    "text",
    [
        "3 unge er sigtet.",
        "Der er 3 af 120 i området.",
        "Andelen er 17,2 procent.",
        "Der bor 1.234 mennesker.",
        "I 2025 var der 4 sigtede unge.",
        "Efter § 61 a er 3 sigtet.",
        "12 unge er sigtet.",
        "Det gælder −2 pct.point.",
        "Her er 3unge sigtet.",
        "Her er .3 unge sigtet.",
        "Her er ③ unge sigtet.",
    ],
)
def test_a_number_in_free_words(text: str) -> None:
    found = free(text)
    assert any("frie tekst" in each and "Side 1" in each for each in found), found


@pytest.mark.parametrize(
    "text",
    [
        "Ingen tal her.",
        "Efter almenboliglovens § 61 a, stk. 2, nr. 3, og § 91 a.",
        "Planen løber fra 1. januar 2024 til 31-12-2027.",
        "I 2. kvartal 2026 og skoleåret 2025/26 blev 2026K2 aftalt.",
        "Se kapitel 3, bilag 2 og lov nr. 1561 af 19. december 2017.",
        "1. Vi begynder her.",
        "I perioden 2023-2027 og fra 3. marts til 5. april 2026.",
        "Andelen er 12,6 procent.",  # in the table
    ],
)
def test_numbers_of_no_persons_in_free_words(text: str) -> None:
    assert free(text) == ()


def test_words_of_the_extracts_own_manifest_are_the_controllers() -> None:
    said = "Skolernes egne lister, 3 af 17 skoler"
    asked = replace(ASKED, data=fake_dataset(sources=(said,)))
    laid = laid_of(Paragraph(said, free=True))
    content = write_report(laid).content
    assert check(content, laid, asked) == ()
    assert check(content, laid, ASKED)


def test_what_stands_at_the_foot_of_a_page_is_no_released_number() -> None:
    laid = laid_of(Paragraph("I alt 23 unge er sigtet.", free=True))
    assert any("23. november" in text for text in laid.pages[0].texts())
    assert check(write_report(laid).content, laid, ASKED)


def test_a_small_number_is_not_released_by_standing_elsewhere() -> None:
    other = Paragraph("3 af områderne har fået flere beboere.")
    assert any("frie tekst" in each for each in free("3 unge er sigtet.", TABLE, other))


def test_figures_with_something_unseen_between_them_are_one_number() -> None:
    other = Paragraph("7 af områderne har fået flere beboere, og 8 færre.")
    assert free("7 og 8 områder", other) == ()
    assert any("frie tekst" in each for each in free("7\u200b8 unge er sigtet.", other))


def test_a_template_that_leaks_is_refused() -> None:
    words = ChapterSpec("words", "Indledning", ("I Søparken er 3 unge sigtet.",))
    template = Template("prøve", Named("Prøve"), Named(""), (words,))
    asked = asked_for(DATA, template, day=DAY)
    laid = make_report(asked)
    found = check(write_report(laid).content, laid, asked)
    error = leak_error(found)
    assert isinstance(error, LeakFound)
    assert issubclass(LeakFound, ExportError)
    assert "ikke gemt" in error.problem
    assert "»I Søparken er 3 unge sigtet.«" in error.hint


def test_a_refusal_names_the_first_and_counts_the_rest() -> None:
    error = leak_error([f"Side {nr}: noget." for nr in range(1, 10)])
    assert "Side 1" in error.hint and "5 fejl til" in error.hint and "Side 9" not in error.hint


@pytest.mark.parametrize(
    "path", ["C:\\Users\\Anna", "file:///tmp/udtræk", "\\\\server\\drev", "/home/anna/udtræk"]
)
def test_a_path_on_a_page(path: str) -> None:
    assert any(
        "sti på et drev" in each for each in problems(Paragraph(f"Hentet fra {path} i dag."))
    )


@pytest.mark.parametrize(
    "text", ["Forhold 1:2 og a/b.", "Se profil: Søparken.", "og/eller kl. 8:30"]
)
def test_no_path(text: str) -> None:
    assert not any("sti" in each for each in problems(Paragraph(text)))


@pytest.mark.parametrize("number", ["010203-1234", "0102031234", "311299 4321"])
def test_a_cpr_number_anywhere(number: str) -> None:
    assert any("CPR" in each for each in problems(Paragraph(f"Beboer {number} er med.")))


@pytest.mark.parametrize("number", ["990203-1234", "010203-12345", "320102-1234", "12345678"])
def test_no_cpr_number(number: str) -> None:
    assert not any("CPR" in each for each in problems(Paragraph(f"Sag {number} er med.")))


@pytest.mark.parametrize(
    "words",
    [
        "Frivillige hjælper børn i 3.-9. klasse.", "Klub for 4. og 5. klasse", "Tilbud til 3-årige",
        "Fritidspas til 6–16-årige", "Børn fra 0. til 3. klassetrin",
    ],
)  # fmt: skip
def test_classes_and_ages_in_free_words_are_no_count_of_persons(words: str) -> None:
    assert list(unreleased(fake_dataset(), words, {})) == []


@pytest.mark.parametrize("words", ["3 unge i 9. klasse", "I alt 4 årgange", "9 klasser"])
def test_a_count_beside_them_still_is(words: str) -> None:
    assert list(unreleased(fake_dataset(), words, {}))
