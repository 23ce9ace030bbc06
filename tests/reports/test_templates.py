"""Templates: the shipped ones hold, and what is wrong with one's own is said all at once."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from desktop.core.errors import FileProblem, UsageError
from desktop.maps.drawing import Bitmap
from desktop.maps.paper import Paper
from desktop.reports.chapterkinds import chapter_kinds
from desktop.reports.furniture import Furniture
from desktop.reports.kinds import KINDS
from desktop.reports.logo import logo_marks, read_logo
from desktop.reports.setting import SIDE, TOP
from desktop.reports.templates import (
    load_template,
    read_template,
    shipped,
    shipped_template,
    with_options,
)

OWN = """
id = "vores"
name = {da = "Vores rapport", en = "Our report"}
colour = "#7A2E4D"
sender = "By og Bolig"
paper = "a4-across"

[[chapter]]
id = "contents"
title = "Overblik"

[[chapter]]
id = "words"
title = "Indledning"
text = ["Rapporten er til styringsdialogen."]
"""


def png(width: int = 30, height: int = 10, mode: str = "RGBA") -> bytes:
    from PIL import Image

    held = io.BytesIO()
    Image.new(mode, (width, height), (10, 90, 110, 128)[: len(mode)]).save(held, "PNG")
    return held.getvalue()


@pytest.mark.parametrize("id", KINDS)
def test_every_shipped_template_holds_and_tells_of_itself_in_both_languages(id: str) -> None:
    template = shipped_template(id)
    assert template.id == id
    assert template.name.da
    assert template.name.en
    assert template.sentence.da
    assert template.chapters


def test_the_kinds_are_told_in_one_order() -> None:
    assert tuple(template.id for template in shipped()) == KINDS


def test_every_kind_of_chapter_has_its_maker() -> None:
    for kind in chapter_kinds().values():
        folder = "desktop.reports" if kind.module == "chapterkinds" else "desktop.reports.chapters"
        assert callable(getattr(import_module(f"{folder}.{kind.module}"), kind.function)), kind.id
        assert kind.name


def test_a_template_of_ones_own_is_read() -> None:
    made = read_template(OWN, Path("vores.toml"))
    assert (made.id, made.sender, made.colour) == ("vores", "By og Bolig", "#7A2E4D")
    assert made.paper is Paper.A4_ACROSS
    assert [(each.id, each.title) for each in made.chapters] == [
        ("contents", "Overblik"), ("words", "Indledning"),
    ]  # fmt: skip
    assert made.chapters[1].text == ("Rapporten er til styringsdialogen.",)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (OWN.replace('"words"', '"wordz"'), ("wordz", "words")),
        (OWN.replace("#7A2E4D", "#FFEEAA"), ("#FFEEAA", "mørkere")),
        (OWN.replace("#7A2E4D", "rød"), ("rød", "#115A73")),
        (OWN.replace("sender", "afsender"), ("afsender", "sender")),
        (OWN.replace("a4-across", "a5"), ("a5", "a4")),
        ('title = "{planen}"' + OWN, ("{planen}", "plan")),
        ('id = "x"\nname = "X"', ("kapitler", "[[chapter]]")),
        (OWN + 'logo = "logo.png"\n', ("logo", "")),
        ("id = ", ("", "")),
        (OWN.replace("text = [", f'text = ["{"ord " * 600}", '), ("langt", "2000")),
    ],
)
def test_what_cannot_be_is_said_with_what_to_do(wrong: str, told: tuple[str, str]) -> None:
    with pytest.raises(UsageError) as error:
        read_template(wrong, Path("vores.toml"))
    said = f"{error.value.problem} {error.value.hint}"
    assert "vores.toml" in said
    assert all(word in said for word in told)


def test_all_mistakes_are_told_at_once() -> None:
    wrong = OWN.replace("#7A2E4D", "rød").replace('"words"', '"wordz"').replace("sender", "fra")
    with pytest.raises(UsageError) as error:
        read_template(wrong, Path("vores.toml"))
    assert error.value.problem.count("\n") == 2


def test_a_logo_is_looked_for_beside_the_template(tmp_path: Path) -> None:
    path = tmp_path / "vores.toml"
    path.write_text(OWN.replace("\n[[chapter]]", '\nlogo = "logo.png"\n[[chapter]]', 1), "utf-8")
    with pytest.raises(UsageError, match=r"logo\.png findes ikke"):
        load_template(path)
    (tmp_path / "logo.png").write_bytes(png())
    assert load_template(path).logo
    (tmp_path / "logo.png").write_bytes(b"not a picture")
    with pytest.raises(UsageError, match="billede"):
        load_template(path)


@pytest.mark.parametrize("name", ["../logo.png", "/etc/hostname", "C:\\logo.png/x"])
def test_a_logo_comes_from_nowhere_else(name: str) -> None:
    wrong = OWN.replace("\n[[chapter]]", f"\nlogo = '{name}'\n[[chapter]]", 1)
    with pytest.raises(UsageError, match="samme mappe"):
        read_template(wrong, Path("vores.toml"))


def test_a_logo_keeps_its_points_and_nothing_else() -> None:
    furniture = logo_marks(Furniture("", "", ""), png(300, 100), Paper.A4_UPRIGHT)
    (mark,) = furniture.logo
    assert isinstance(mark, Bitmap)
    assert mark.pixels.shape == (100, 300, 3)
    assert mark.x + mark.width == pytest.approx(210.0 - SIDE)
    assert mark.y == TOP
    assert mark.width / mark.height == pytest.approx(3.0)
    assert mark.height <= 14.01
    assert (mark.pixels[0, 0] > np.array([10, 90, 110])).all()  # half clear: mixed with white


def test_a_huge_logo_is_made_small_or_refused(tmp_path: Path) -> None:
    furniture = logo_marks(Furniture("", "", ""), png(4000, 40), Paper.A4_UPRIGHT)
    (mark,) = furniture.logo
    assert isinstance(mark, Bitmap)
    assert max(mark.pixels.shape) <= 900
    path = tmp_path / "stor.png"
    path.write_bytes(b"\x00" * 5_000_001)
    with pytest.raises(UsageError, match="for stort"):
        read_logo(path)


def test_no_logo_leaves_the_page_as_it_was() -> None:
    furniture = Furniture("", "", "")
    assert logo_marks(furniture, b"", Paper.A4_UPRIGHT) is furniture


def test_a_template_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        load_template(tmp_path / "ingen.toml")
    path = tmp_path / "bytes.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="tekst"):
        load_template(path)


@pytest.mark.parametrize(("wrong", "near"), [("profil", "profile"), ("atlass", "atlas")])
def test_a_kind_that_is_misspelt_is_guessed(wrong: str, near: str) -> None:
    with pytest.raises(UsageError) as error:
        shipped_template(wrong)
    assert near in error.value.hint


def test_settings_of_chapters_can_be_written_as_text() -> None:
    made = with_options(shipped_template("maps"), {"per_page": "4", "shows": "change, category"})
    (chapter,) = made.chapters
    assert chapter.options["per_page"] == 4
    assert chapter.options["shows"] == ("change", "category")


@pytest.mark.parametrize(
    ("options", "told"), [({"perpage": "4"}, "per_page"), ({"per_page": "mange"}, "1")]
)
def test_a_setting_that_cannot_be_is_said(options: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError) as error:
        with_options(shipped_template("maps"), options)
    assert told in error.value.hint
