"""A document names the standards that a validator confirms, and no others."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace

import pikepdf
import pytest

from desktop.maps.paper import Paper
from desktop.reports import validation
from desktop.reports.blocks import Cell, Column, Row, Table, Title
from desktop.reports.document import finished
from desktop.reports.furniture import Furniture
from desktop.reports.layout import lay_out
from desktop.reports.validation import Validated, faults, validated, validator
from desktop.reports.xmp import NO_CLAIMS, Claims
from tests.reports.papers import BOTH, DAY, TITLE, laid, painted, sample, spoiled

Answer = Callable[[bytes, str], object]


def made(*, tree: bool = True) -> Validated:
    document = laid()
    pages, told = painted(document)
    if not tree:
        return validated(pages, TITLE, DAY)
    return validated(pages, TITLE, DAY, tree=told, outline=document.outline, links=document.links)


def use(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    """A validator that answers as it is told."""
    page = ModuleType("page")
    page.__dict__.update(
        __version__="0.0",
        SafetyLimits=dict,
        validate_pdf_bytes=lambda content, profile, limits: answer(content, profile),
    )
    monkeypatch.setitem(sys.modules, "page", page)


def report(*said: tuple[str, str]) -> SimpleNamespace:
    failures = [SimpleNamespace(rule_id=rule, message=message) for rule, message in said]
    return SimpleNamespace(is_compliant=not failures, failures=failures)


def claims_of(content: bytes) -> Claims:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        told = pdf.open_metadata(set_pikepdf_as_editor=False)
        archive = f"{told.get('pdfaid:part', '')}{told.get('pdfaid:conformance', '')}".lower()
        return Claims(archive, "pdfuaid:part" in told)


# With the validator itself


@pytest.fixture
def _real() -> None:
    if not validator():
        pytest.skip("page-validation has no wheel for this system")


@pytest.mark.usefixtures("_real")
def test_a_tagged_document_follows_both_standards() -> None:
    found = made()
    assert found.said == ()
    assert (found.claims, claims_of(found.content)) == (BOTH, BOTH)
    assert found.content == sample()
    assert found.validator.startswith("page-validation 0.")


@pytest.mark.usefixtures("_real")
def test_a_document_without_a_tree_claims_no_accessibility() -> None:
    found = made(tree=False)
    assert (found.claims, claims_of(found.content)) == (Claims("2u"), Claims("2u"))
    assert faults(finished(painted(laid())[0], TITLE, DAY, claims=BOTH), "ua1")


@pytest.mark.usefixtures("_real")
@pytest.mark.parametrize(
    ("standard", "spoil"),
    [
        ("ua1", lambda pdf: pdf.Root.__delitem__("/ViewerPreferences")),
        ("ua1", lambda pdf: pdf.Root.__delitem__("/StructTreeRoot")),
        ("2a", lambda pdf: pdf.Root.__delitem__("/OutputIntents")),
        ("2a", lambda pdf: pdf.Root.__delitem__("/Metadata")),
    ],
)
def test_the_validator_finds_faults(standard: str, spoil: Callable[[pikepdf.Pdf], object]) -> None:
    assert faults(sample(), standard) == ()
    assert faults(spoiled(sample(), spoil), standard)


@pytest.mark.usefixtures("_real")
def test_a_table_of_thousands_of_rows_can_be_confirmed() -> None:
    rows = tuple(Row((Cell(f"Område {at}"), Cell("3 %"))) for at in range(1100))
    table = Table((Column("Område"), Column("Andel", number=True)), rows)
    furniture = Furniture("Eksempelby Kommune", "Kilde: opdigtet.", "Formål: at prøve.")
    long = lay_out((Title("A"), table), furniture, "A", DAY, Paper.A4_UPRIGHT)
    pages, tree = painted(long)
    assert validated(pages, "A", DAY, tree=tree, outline=long.outline).claims == BOTH


# With others in its place


def test_without_a_validator_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "page", None)
    found = made()
    assert (found.claims, claims_of(found.content)) == (NO_CLAIMS, NO_CLAIMS)
    assert (found.validator, found.said) == ("", ())
    assert found.content == sample(NO_CLAIMS)
    assert faults(found.content, "2a")[0].startswith("ModuleNotFoundError")


@pytest.mark.parametrize(
    ("failing", "left"),
    [
        ({"ua1"}, Claims("2a")),
        ({"2a"}, Claims(accessible=True)),
        ({"2a", "ua1"}, NO_CLAIMS),
        (set(), BOTH),
    ],
)
def test_what_fails_is_not_claimed(
    failing: set[str], left: Claims, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Claims]] = []

    def answer(content: bytes, profile: str) -> SimpleNamespace:
        asked.append((profile, claims_of(content)))
        return report(("7.1", "no")) if profile in failing else report()

    use(monkeypatch, answer)
    found = made()
    assert (found.claims, claims_of(found.content)) == (left, left)
    assert set(found.said) == {f"{name}: 7.1: no" for name in failing}
    if left and left != BOTH:  # the file that is kept was asked of, not only the first
        assert asked[-1][1] == left


def test_a_claim_that_fails_only_without_the_other_is_given_up_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answer(content: bytes, profile: str) -> SimpleNamespace:
        alone = claims_of(content) != BOTH
        return report(("1", "no")) if profile == "ua1" or alone else report()

    use(monkeypatch, answer)
    found = made()
    assert claims_of(found.content) == found.claims == NO_CLAIMS
    assert found.said == ("ua1: 1: no", "2a: 1: no")


class Panic(BaseException):
    """What the validator's own language throws is no ordinary exception."""


@pytest.mark.parametrize("error", [RuntimeError("broken"), MemoryError(), Panic("index")])
def test_a_validator_that_breaks_confirms_nothing(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(content: bytes, profile: str) -> object:
        raise error

    use(monkeypatch, answer)
    found = made()
    assert found.claims == NO_CLAIMS
    assert found.said[0] == f"2a: {type(error).__name__}: {error}"


def test_whoever_interrupts_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(content: bytes, profile: str) -> object:
        raise KeyboardInterrupt

    use(monkeypatch, answer)
    with pytest.raises(KeyboardInterrupt):
        made()


def test_faults_are_told_once_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, lambda content, profile: report(*((str(at % 50), "no") for at in range(500))))
    assert len(faults(b"", "2a")) == 50
    assert len(made().said) == 2 * validation._TOLD_AT_MOST


def test_a_validator_that_will_not_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, lambda content, profile: SimpleNamespace(is_compliant=False, failures=[]))
    assert faults(b"", "2a") == ("not compliant",)


def test_loading_reports_does_not_load_the_validator() -> None:
    import subprocess

    script = "import sys, desktop.reports.validation; print('page' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "False\n"
