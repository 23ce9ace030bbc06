"""The licences of what a bundle holds, gathered in it: packages, Qt, Python, the system's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path

TEXTS = Path(__file__).resolve().parent / "texts"
FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
# Of a package's own description, what speaks of licences.
_LICENCE = re.compile(r"(licen[cs]es?|sboms?|copying|notice|authors)\b", re.IGNORECASE)

Entry = tuple[str, str, str]  # name in the bundle, where it came from, what it is to PyInstaller


def gather(folder: Path, entries: Sequence[Entry]) -> None:
    """Lay the texts in ``folder/licences``, with a list of everything and its terms.

    Args:
        folder: the bundle.
        entries: what was put into it.
    """
    target = folder / "licences"
    sources = {os.path.realpath(source) for _name, source, _kind in entries}
    lines = [_python(target), _font(target)]
    for package in sorted(distributions(), key=_name_of):
        name = _name_of(package)
        if name.lower() == "pyinstaller" or _files_of(package) & sources:
            lines.append(f"{name} {package.version}: {_terms_of(package)}")
            _copy_texts(package, target / name)
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-and-PySide.txt"):
        _copy(TEXTS / name, target / "Qt" / name)
    lines += ["Qt: LGPL-3.0", *_system(sources, target / "system")]
    heading = "Boligatlas contains, unchanged, each with its text in a folder here:\n\n"
    (target / "THIRD-PARTY.txt").write_text(heading + "\n".join(sorted(lines)) + "\n", "utf-8")


def _python(target: Path) -> str:
    library = Path(os.__file__).parent
    version = ".".join(map(str, sys.version_info[:2]))
    for text in (
        library / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{version}/copyright"),
    ):
        if text.exists():
            _copy(text, target / "Python" / "LICENSE.txt")
            break
    return f"Python {version}: PSF-2.0"


def _font(target: Path) -> str:
    _copy(FONTS / "LICENSE.txt", target / "Inter" / "LICENSE.txt")
    return "Inter: OFL-1.1"


def _name_of(package: Distribution) -> str:
    return str(package.metadata["Name"])


def _files_of(package: Distribution) -> set[str]:
    return {os.path.realpath(str(path.locate())) for path in package.files or ()}


def _terms_of(package: Distribution) -> str:
    """What a package says of its terms: an expression, a line, or a classifier."""
    said = package.metadata
    for name in ("License-Expression", "License"):
        line = str(said[name]).strip() if name in said else ""
        if line and "\n" not in line:
            return line
    classes = [
        value.rpartition(" :: ")[2]
        for value in said.get_all("Classifier") or ()
        if value.startswith("License")
    ]
    return ", ".join(classes) or "see its text"


def _copy_texts(package: Distribution, target: Path) -> None:
    for path in package.files or ():
        if path.parts[0].endswith(".dist-info") and _LICENCE.match("/".join(path.parts[1:])):
            inside = path.parts[2:] if len(path.parts) > 2 else path.parts[1:]
            _copy(Path(str(path.locate())), target.joinpath(*inside))


def _system(sources: set[str], target: Path) -> list[str]:
    """The packages that a Debian system's own libraries come from; elsewhere there are none."""
    if shutil.which("dpkg-query") is None:
        return []
    ours = tuple(os.path.realpath(place) + os.sep for place in (sys.prefix, sys.base_prefix))
    paths = sorted(path for path in sources if not path.startswith((*ours, str(TEXTS.parents[1]))))
    found = set()
    for path in paths:  # libraries may be known by the name from before /usr took all
        for name in (path, path.removeprefix("/usr")):
            told = subprocess.run(
                ["dpkg-query", "--search", name], capture_output=True, text=True, check=False
            )
            if told.returncode == 0:
                found.add(told.stdout.partition(":")[0])
                break
    lines = []
    for package in sorted(found):
        text = Path("/usr/share/doc") / package / "copyright"
        if text.exists():
            _copy(text, target / f"{package}.txt")
        lines.append(f"{package} (system library): see system/{package}.txt")
    return lines


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
