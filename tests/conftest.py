"""What all tests share: golden files, own folders, a sealed extract, and Danish to begin with.

Golden files are renewed with ``pytest --renew``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from desktop.core.envelope import Identity, new_identity, read_identity, seal, unseal
from desktop.core.paths import SETTINGS_FOLDER_VARIABLE, resource
from desktop.core.wording import use_language

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no test needs to be seen

GOLDEN = Path(__file__).parent / "golden"

settings.register_profile("boligatlas", deadline=None)  # a slow machine is no failure
settings.load_profile("boligatlas")


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


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a settings folder of its own, which is not there yet."""
    folder = tmp_path / "own settings"
    monkeypatch.setenv(SETTINGS_FOLDER_VARIABLE, str(folder))
    return folder


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed extract, what opens it, and the GeoPackage inside."""

    path: Path
    key_file: Path
    key: Identity
    content: bytes


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """The self-test's extract, sealed anew; not to be written to."""
    key = read_identity(resource("selftest", "format-1.key"))
    content = bytes(unseal(resource("selftest", "format-1.boligatlas"), key))
    own, recipient = new_identity()
    folder = tmp_path_factory.mktemp("sealed")
    path, key_file = folder / "Eksempelby æøå.boligatlas", folder / "nøgle.txt"
    path.write_bytes(seal(content, [recipient]))
    key_file.write_text(f"# created: 2026-11-23\n{own.lines[0]}\n", "utf-8")
    return Sealed(path, key_file, own, content)
