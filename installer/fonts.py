"""Cut the typeface: static files for screen and paper from the variable font.

    python installer/fonts.py [--out resources/fonts]

The variable font comes with the package `fontpkg-inter`. Paper needs static files, and it cannot
switch OpenType features, so figures of equal width are cuts of their own: "Inter Tabular". The
same variable font gives the same bytes. Cuts that are newer than their sources are left alone.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"
STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
TABULAR = "0123456789,.:+−±()[]"  # spaces and hyphens stay: table cells hold words, too
SOFT_HYPHEN, HYPHEN = 0x00AD, 0x002D
WINDOWS = (3, 1, 0x409)  # platform, encoding and language of every name
REGULAR, BOLD, STYLE_BITS = 0x40, 0x20, 0x61  # OS/2 fsSelection


@dataclass(frozen=True, slots=True)
class Cut:
    """One static file."""

    family: str
    weight: int
    optical_size: int = 14
    tabular: bool = False

    @property
    def style(self) -> str:
        return STYLES[self.weight]

    @property
    def postscript_name(self) -> str:
        return f"{self.family.replace(' ', '')}-{self.style}"

    @property
    def file_name(self) -> str:
        return f"{self.postscript_name}.ttf"


CUTS = (
    Cut("Inter", 400),
    Cut("Inter", 600),
    Cut("Inter", 700),
    Cut("Inter Display", 700, optical_size=28),  # titles
    Cut("Inter Tabular", 400, tabular=True),
    Cut("Inter Tabular", 600, tabular=True),
)


def sources() -> tuple[Path, Path]:
    """The variable font and its licence, as installed."""
    package = Path(str(files("fontpkg_inter")))
    return package / "files" / "Inter[opsz,wght].ttf", package / "LICENSE"


def make(variable: Path, cut: Cut) -> Any:
    """The cut as a font in memory."""
    plain = _instance(variable, cut.weight, cut.optical_size)
    font = TTFont(BytesIO(plain), recalcTimestamp=False)
    _rename(font, cut)
    substitutes = _tabular_figures(font) if cut.tabular else {}
    for table in font["cmap"].tables:
        for character in TABULAR:
            glyph = table.cmap.get(ord(character))
            table.cmap[ord(character)] = substitutes.get(glyph, glyph)
        table.cmap[SOFT_HYPHEN] = table.cmap[HYPHEN]
    return font


@cache
def _instance(variable: Path, weight: int, optical_size: int) -> bytes:
    """A file's bytes at one place in the design space; seconds of work, so done once for each."""
    font = TTFont(variable, recalcTimestamp=False)  # the source's date: same bytes every time
    place = {"wght": weight, "opsz": optical_size}
    font = instancer.instantiateVariableFont(font, place, inplace=True)
    del font["STAT"]  # describes axes that are gone
    font["name"].removeUnusedNames(font)
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def _tabular_figures(font: Any) -> dict[str, str]:
    """What the feature `tnum` puts in place of each glyph."""
    gsub = font["GSUB"].table
    found: dict[str, str] = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for subtable in gsub.LookupList.Lookup[index].SubTable:
                    found.update(getattr(subtable, "ExtSubTable", subtable).mapping)
    return found


def _rename(font: Any, cut: Cut) -> None:
    """Family and style such that every system finds the cut under its family and weight."""
    plain = cut.weight in (400, 700)  # older systems know these two styles of a family only
    full = cut.family if cut.style == "Regular" else f"{cut.family} {cut.style}"
    names = font["name"]
    version = names.getDebugName(5)
    texts = {
        1: cut.family if plain else full,
        2: cut.style if plain else "Regular",
        3: f"{version};{cut.postscript_name}",
        4: full,
        6: cut.postscript_name,
        16: cut.family,
        17: cut.style,
    }
    for number in (25, *texts):
        names.removeNames(nameID=number)
    for number, text in texts.items():
        names.setName(text, number, *WINDOWS)
    bold = cut.weight == 700
    font["OS/2"].usWeightClass = cut.weight
    selection = font["OS/2"].fsSelection & ~STYLE_BITS
    font["OS/2"].fsSelection = selection | (BOLD if bold else REGULAR)
    font["head"].macStyle = int(bold)


def cut_all(out: Path) -> list[str]:
    """Write what is missing or older than its sources; the names of the files written."""
    variable, licence = sources()
    newest = max(path.stat().st_mtime for path in (variable, licence, Path(__file__)))
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for cut in CUTS:
        target = out / cut.file_name
        if not _is_current(target, newest):
            beside = target.with_suffix(".part")
            make(variable, cut).save(beside)
            beside.replace(target)
            written.append(target.name)
    terms = out / "LICENSE.txt"
    if not _is_current(terms, newest):
        beside = terms.with_suffix(".part")
        shutil.copyfile(licence, beside)
        beside.replace(terms)
        written.append(terms.name)
    return written


def _is_current(path: Path, newest: float) -> bool:
    return path.is_file() and path.stat().st_mtime >= newest


def main(arguments: list[str] | None = None) -> int:
    """Cut what is out of date and say so."""
    parser = argparse.ArgumentParser(description="Cut the typeface into static files.")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write to")
    out: Path = parser.parse_args(arguments).out
    written = cut_all(out)
    print(f"fonts: wrote {', '.join(written)}" if written else "fonts: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
