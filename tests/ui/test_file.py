"""What happens when the file of the open extract changes on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.ui.filewatch import Found
from tests.fake_extract import fake_dataset
from tests.ui.conftest import Atlas, NewWindow


@pytest.fixture
def opened(new_window: NewWindow, tmp_path: Path) -> tuple[Atlas, Path]:
    path = tmp_path / "by.boligatlas"
    path.write_bytes(b"sealed")
    atlas = new_window()
    atlas.window.show_extract(fake_dataset(), path)
    return atlas, path


def said(atlas: Atlas) -> str:
    return atlas.window.header.seal.text()


def test_a_file_that_stays_is_not_spoken_of(opened: tuple[Atlas, Path]) -> None:
    atlas, _path = opened
    before = said(atlas)
    atlas.window.watch.look()
    assert (said(atlas), atlas.window.watch.found) == (before, Found.SAME)


def test_a_file_that_is_taken_away_is_told_and_all_works_on(opened: tuple[Atlas, Path]) -> None:
    atlas, path = opened
    path.unlink()
    atlas.window.watch.look()
    assert said(atlas) == "Filen er fjernet eller flyttet · det åbnede vises"
    period = atlas.session.view.period
    atlas.session.step_period(-1)
    assert atlas.session.view.period != period
    path.write_bytes(b"sealed")
    atlas.window.watch.look()
    assert atlas.window.watch.found is not Found.GONE


def test_a_file_that_is_replaced_is_told(opened: tuple[Atlas, Path]) -> None:
    atlas, path = opened
    path.write_bytes(b"another, newer")
    atlas.window.watch.look()
    assert said(atlas) == "Filen er skiftet ud · Ctrl+O åbner den nye"
