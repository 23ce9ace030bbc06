"""The cuts of the typeface: what they hold and how systems find them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from installer import fonts

NEEDED = "æøåÆØÅéöäü−±·→↑▲²½€–\u00ad\u00a0"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cuts in resources when they are current, else a fresh set."""
    newest = max(path.stat().st_mtime for path in (*fonts.sources(), Path(fonts.__file__)))
    if all((fonts.OUT / cut.file_name).is_file() for cut in fonts.CUTS) and all(
        (fonts.OUT / cut.file_name).stat().st_mtime >= newest for cut in fonts.CUTS
    ):
        return fonts.OUT
    out = tmp_path_factory.mktemp("fonts")
    fonts.cut_all(out)
    return out


def advance(font: Any, characters: str) -> set[int]:
    cmap = font.getBestCmap()
    return {font["hmtx"][cmap[ord(character)]][0] for character in characters}


@pytest.mark.parametrize("cut", fonts.CUTS, ids=lambda cut: cut.postscript_name)
def test_a_cut_holds_the_letters_of_danish_and_the_signs_of_figures(
    folder: Path, cut: fonts.Cut
) -> None:
    cmap = TTFont(folder / cut.file_name).getBestCmap()

    assert not [character for character in NEEDED if ord(character) not in cmap]


@pytest.mark.parametrize("cut", fonts.CUTS, ids=lambda cut: cut.postscript_name)
def test_a_cut_is_static_and_found_under_its_family_and_weight(
    folder: Path, cut: fonts.Cut
) -> None:
    font = TTFont(folder / cut.file_name)
    names = font["name"]

    assert not {"fvar", "gvar", "STAT"} & set(font.keys())
    assert font["OS/2"].usWeightClass == cut.weight
    assert font["OS/2"].fsType == 0  # may be embedded
    assert bool(font["OS/2"].fsSelection & fonts.BOLD) == (cut.weight == 700)
    assert bool(font["head"].macStyle & 1) == (cut.weight == 700)
    assert names.getDebugName(16) == cut.family
    assert names.getDebugName(17) == cut.style
    assert names.getDebugName(6) == cut.postscript_name


def test_no_two_cuts_share_a_name(folder: Path) -> None:
    for number in (3, 4, 6):
        names = {TTFont(folder / cut.file_name)["name"].getDebugName(number) for cut in fonts.CUTS}
        assert len(names) == len(fonts.CUTS)


TABULAR_CUTS = [cut for cut in fonts.CUTS if cut.tabular]


@pytest.mark.parametrize("cut", TABULAR_CUTS, ids=lambda cut: cut.style)
def test_tabular_figures_are_of_one_width(folder: Path, cut: fonts.Cut) -> None:
    font = TTFont(folder / cut.file_name)
    figures = advance(font, "0123456789+−±")

    assert len(figures) == 1
    assert len(advance(font, ".,:")) == 1
    assert advance(font, "\u2007") == figures  # the figure space fills the place of a digit


def test_proportional_figures_stay_proportional(folder: Path) -> None:
    assert len(advance(TTFont(folder / "Inter-Regular.ttf"), "0123456789")) > 1


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    variable, _ = fonts.sources()
    cut = fonts.CUTS[0]
    for name in ("one.ttf", "two.ttf"):
        fonts._instance.cache_clear()
        fonts.make(variable, cut).save(tmp_path / name)

    assert (tmp_path / "one.ttf").read_bytes() == (tmp_path / "two.ttf").read_bytes()


def test_current_cuts_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fonts, "CUTS", fonts.CUTS[:1])

    assert fonts.main(["--out", str(tmp_path)]) == 0
    assert "wrote Inter-Regular.ttf, LICENSE.txt" in capsys.readouterr().out
    assert fonts.main(["--out", str(tmp_path)]) == 0
    assert "up to date" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Inter-Regular.ttf", "LICENSE.txt"]
    assert "SIL OPEN FONT LICENSE" in (tmp_path / "LICENSE.txt").read_text("utf-8")
