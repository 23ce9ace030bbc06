"""What is remembered: there and back, from garbage, and never a secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.envelope import new_identity
from desktop.core.extract import open_extract
from desktop.core.paths import settings_folder
from desktop.core.settings import Recent, Settings, load_settings, save_settings
from desktop.maps.view import first_view
from tests.conftest import Sealed


def test_nothing_there_is_a_fresh_start(own_settings: Path) -> None:
    assert settings_folder() == own_settings
    assert not own_settings.exists()
    assert load_settings() == Settings()
    assert not own_settings.exists()


def test_there_and_back(own_settings: Path) -> None:
    settings = (
        Settings(language="en", theme="dark", window="AdnQywAD")
        .opened(Path("/data/æøå.boligatlas"), Path("/data/nøgle.txt"), "Monitorering")
        .opened(Path("/data/b.boligatlas"), None, "")
        .with_view(Path("/data/æøå.boligatlas"), {"level": "distrikt", "own_bounds": [1.5, 2]})
    )
    assert save_settings(settings)
    assert load_settings() == settings
    assert [path.name for path in own_settings.iterdir()] == ["settings.json"]


def test_a_path_that_is_no_text_can_be_remembered() -> None:
    settings = Settings().opened(Path("/data/\udce6.boligatlas"), None, "x")
    assert save_settings(settings)
    assert load_settings() == settings


def test_the_last_opened_comes_first_and_eight_are_kept() -> None:
    settings = Settings()
    for name in [*"abcdefghij", "c"]:
        settings = settings.opened(Path(name), None, name)
    assert [recent.path for recent in settings.recent] == list("cjihgfed")


def test_views_of_files_no_longer_recent_are_forgotten() -> None:
    settings = Settings().opened(Path("a"), None, "").with_view(Path("a"), {"n": 1})
    settings = settings.with_view(Path("gone"), {"n": 2})
    settings = settings.opened(Path("b"), None, "").with_view(Path("b"), {"n": 3})
    assert settings.views == {"a": {"n": 1}, "b": {"n": 3}}


GARBAGE = [
    b"", b"{", b"null", b"[]", b"3", b'"text"', b"\x00\xff\xfe", b"\xff\xfe{\x00}\x00",
    b'{"recent": null}', b'{"recent": 3}', b'{"recent": ["a"]}', b'{"recent": {"a": 1}}',
    b'{"views": []}', b'{"views": 3}', b'{"views": {"a": 3}}', b'{"views": null}',
    b"[" * 100_000, b'{"language": "da", "recent": [{"path": "a"}',
]  # fmt: skip


@pytest.mark.parametrize("content", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_a_fresh_start(own_settings: Path, content: bytes) -> None:
    own_settings.mkdir()
    (own_settings / "settings.json").write_bytes(content)
    assert load_settings() == Settings()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
ENTRY = st.fixed_dictionaries({}, optional={"path": JSON, "key_file": JSON, "more": JSON})
CONTENT = st.fixed_dictionaries(
    {},
    optional={
        "language": JSON,
        "theme": JSON,
        "window": JSON,
        "recent": JSON | st.lists(JSON | ENTRY, max_size=3),
        "views": JSON | st.dictionaries(st.text(max_size=5), JSON, max_size=3),
        "of a later version": JSON,
    },
)


@given(JSON | CONTENT)
def test_whatever_is_read_can_be_used_and_written_again(content: object) -> None:
    settings_folder().mkdir(exist_ok=True)
    (settings_folder() / "settings.json").write_text(json.dumps(content), "utf-8")
    settings = load_settings()
    assert all(isinstance(each, Recent) for each in settings.recent)
    assert all(isinstance(recent.path, str) for recent in settings.recent)
    assert len(settings.recent) <= 8
    assert save_settings(settings)
    assert load_settings() == settings


def test_a_folder_in_the_place_of_the_file_is_a_fresh_start_and_no_failure(
    own_settings: Path,
) -> None:
    (own_settings / "settings.json").mkdir(parents=True)
    assert load_settings() == Settings()
    assert save_settings(Settings()) is False


def test_a_folder_that_cannot_be_made_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("BOLIGATLAS_SETTINGS", str(tmp_path / "file" / "settings"))
    assert save_settings(Settings()) is False
    assert load_settings() == Settings()


def test_a_folder_that_may_not_be_written_harms_nothing(
    own_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    assert save_settings(Settings(theme="dark"))
    monkeypatch.setattr("tempfile.mkstemp", refused)  # root may write anywhere
    assert save_settings(Settings(theme="light")) is False
    assert load_settings().theme == "dark"


def test_nothing_of_the_key_the_passphrase_or_the_numbers_is_stored(
    own_settings: Path, sealed: Sealed
) -> None:
    data = open_extract(sealed.path, sealed.key)
    try:
        view = first_view(data)
        chosen = data.areas(view.level).codes[0]
        settings = Settings().opened(sealed.path, sealed.key_file, data.manifest.title)
        save_settings(settings.with_view(sealed.path, view.as_settings()))
    finally:
        data.close()
    content = (own_settings / "settings.json").read_text("utf-8")
    assert sealed.key.lines[0] not in content
    assert "AGE-SECRET-KEY" not in content
    remembered = json.loads(content)
    assert set(remembered) == {"language", "theme", "window", "paper", "recent", "views"}
    assert set(remembered["recent"][0]) == {"path", "key_file", "title"}
    (kept,) = remembered["views"].values()
    assert set(kept) == {
        "level", "indicator", "period", "breakdown", "scheme", "classes", "own_bounds", "style",
        "ramp", "reverse", "upper", "fixed", "layers",
    }  # fmt: skip
    assert chosen not in json.dumps(kept)
    assert new_identity()[0].lines[0][:15] not in content
