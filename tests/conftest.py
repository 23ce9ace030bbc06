"""What all tests share: golden files, renewed with ``pytest --renew``, and Danish to begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.wording import use_language

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of a name; with ``--renew``, make it that text."""

    def same(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--renew"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert text == path.read_text("utf-8")

    return same


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    """Every test begins in Danish and leaves it so."""
    use_language("da")
    yield
    use_language("da")
