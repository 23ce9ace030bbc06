"""Make the viewer a folder that runs on machines without Python.

    python installer/build.py [--out dist]

PyInstaller gathers what the viewer imports; here stands what is left out. The licences of all that
comes along are laid beside it. See README.md.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NAME = "boligatlas"
NO_DATE = 315_532_800  # 1980: the oldest that every archive can hold

Entry = tuple[str, str, str]  # name in the folder, where it lies now, what it is to PyInstaller

# The builder, and what libraries would like to have but the viewer never calls.
LEFT_OUT = [
    *("desktop.builder", "fiona", "geopandas", "openpyxl", "pandas", "pyarrow", "pyproj"),
    *("cffi", "charset_normalizer", "cryptography", "matplotlib", "shapely"),
    *("PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtPrintSupport", "PySide6.QtSvg"),
    *("numpy.ctypeslib", "numpy.distutils", "numpy.f2py", "numpy.testing"),
    # scipy.special is all that is used, and needs none of these at start.
    *("scipy.cluster", "scipy.constants", "scipy.datasets", "scipy.differentiate", "scipy.fft"),
    *("scipy.fftpack", "scipy.integrate", "scipy.interpolate", "scipy.io", "scipy.linalg"),
    *("scipy.ndimage", "scipy.odr", "scipy.optimize", "scipy.signal", "scipy.sparse"),
    *("scipy.spatial", "scipy.stats", "scipy.special.cython_special"),
    *("lxml.cssselect", "lxml.html", "lxml.isoschematron", "lxml.objectify", "lxml.sax"),
    *("PIL._avif", "PIL._imagingcms", "PIL._imagingft", "PIL._imagingtk", "PIL._webp"),
    *("PIL.ImageGrab", "PIL.ImageQt", "PIL.ImageShow", "PIL.ImageTk", "threadpoolctl"),
    *("_hashlib", "_ssl", "ssl", "asyncio", "multiprocessing", "curses", "readline", "tkinter"),
    *("doctest", "ensurepip", "lib2to3", "pdb", "pydoc", "pydoc_data", "test", "unittest", "venv"),
    *("distutils", "hypothesis", "pkg_resources", "pygments", "pytest", "rich", "setuptools"),
]
# Qt loads these while it runs, by folder; all other plugins stay behind.
PLUGINS = {
    "platforms": {"qcocoa", "qminimal", "qoffscreen", "qwayland", "qwindows", "qxcb"},
    "platforminputcontexts": {
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    },
    "wayland-decoration-client": {"bradient"},
    "wayland-shell-integration": {"xdg-shell"},
}
RESOURCES = (
    *("catalogue.toml", "catalogue/*.toml", "questions.toml", "sets.toml"),
    *("measures.toml", "models/*.toml"),
    *("fonts/*", "selftest/*", "templates/*", "translations/**/*.mo"),
)
_PLUGIN = re.compile(r"/plugins/([^/]+)/(?:lib)?([^/.]+)")
_UNUSED_FILE = re.compile(
    r"PySide6/(Qt/)?translations/(?!qtbase_da\.)"  # of Qt's own words, the Danish
    r"|pyphen/dictionaries/(?!(README_)?hyph_(da_DK|en_GB)\.)"  # with the terms of each
    r"|(?!page_validation-.*/METADATA$).*\.dist-info/"  # it asks for its own version
    r"|lxml/(includes|isoschematron)/|reportlab/fonts/|(.*/)?tests?/"
    r"|.*\.(h|pxd|pxi|pyi|typed)$"
)


class Stop(Exception):
    """The folder could not be made: what happened, and what to try."""

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        self.hint = hint


# What comes along; called by boligatlas.spec


def resources() -> list[tuple[str, str]]:
    """The files that the viewer reads, each with the folder that it goes to."""
    found = [path for pattern in RESOURCES for path in (ROOT / "resources").glob(pattern)]
    return [(str(path), str(path.parent.relative_to(ROOT))) for path in sorted(found)]


def found_by_name() -> list[str]:
    """The modules that the program finds by name: its commands, and the chapters of reports."""
    packages = ("desktop/commands", "desktop/reports/chapters")
    found = [path for package in packages for path in (ROOT / package).glob("*.py")]
    modules = [path.relative_to(ROOT).with_suffix("") for path in sorted(found)]
    return [".".join(module.parts) for module in modules if module.name != "__init__"]


def needed_files(found: Sequence[Entry]) -> list[Entry]:
    """Of the data files, those that the viewer reads."""
    return [entry for entry in found if not _UNUSED_FILE.match(entry[0].replace("\\", "/"))]


def needed_binaries(found: Sequence[Entry]) -> list[Entry]:
    """Of the libraries, the plugins that are kept, Python's modules, and what these rest on."""
    kept = [entry for entry in found if is_needed_plugin(entry[0])]
    reached = _reached([entry for entry in kept if _is_root(entry)], kept)
    return [entry for entry in kept if _is_root(entry) or Path(entry[1]).name in reached]


def is_needed_plugin(name: str) -> bool:
    """Whether a file is one of the plugins that are kept, or no plugin at all."""
    match = _PLUGIN.search("/" + name.replace("\\", "/"))
    return match is None or match[2] in PLUGINS.get(match[1], ())


def _is_root(entry: Entry) -> bool:
    """Whether something else than a library's own needs calls for the file."""
    name, _source, kind = entry
    is_python = re.match(r"(lib)?python\d", Path(name).name) is not None
    return kind == "EXTENSION" or is_python or "plugins" in Path(name).parts


def _reached(roots: Sequence[Entry], kept: Sequence[Entry]) -> set[str]:
    """The names of the libraries that the roots need, directly or through others."""
    from PyInstaller.depend.bindepend import get_imports

    sources = {Path(source).name: source for _name, source, kind in kept if kind != "SYMLINK"}
    reached: set[str] = set()
    ahead = [source for _name, source, _kind in roots]
    while ahead:
        names = {Path(name).name for name, _path in get_imports(ahead.pop())}
        ahead += [sources[name] for name in names - reached if name in sources]
        reached |= names
    return reached


# The folder


def make(out: Path) -> Path:
    """Make the folder in ``out``, in place of an older one.

    Raises:
        Stop: something is missing, or PyInstaller failed.
    """
    if not (ROOT / "resources" / "fonts" / "LICENSE.txt").exists():
        raise Stop("the fonts have not been cut", "python3 dev.py setup")
    with tempfile.TemporaryDirectory(prefix="boligatlas-bundle-") as name:
        work = Path(name)
        made = _gather(work)
        _unlink_dangling(made)
        _strip(made)
        _set_dates(made, int(source_date()))
        target = out / NAME
        try:
            out.mkdir(parents=True, exist_ok=True)
            if target.exists():
                shutil.rmtree(target)
            shutil.move(made, target)
        except OSError as error:
            raise Stop(f"cannot write {target} ({error})", "Is the program running?") from error
    return target


def source_date() -> str:
    """What every file is dated: SOURCE_DATE_EPOCH, else the last change, else 1980."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return given
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        told = ""
    return told.strip() or str(NO_DATE)


def _gather(work: Path) -> Path:
    """Let PyInstaller build in ``work``; nothing is taken from earlier builds."""
    settled = {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": source_date(),
        "PYINSTALLER_CONFIG_DIR": str(work / "config"),
    }
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR"]
    command += ["--distpath", str(work / "dist"), "--workpath", str(work / "work")]
    command.append(str(HERE / "boligatlas.spec"))
    if subprocess.run(command, cwd=ROOT, env={**os.environ, **settled}, check=False).returncode:
        raise Stop("PyInstaller failed; what it said stands above", "python3 dev.py setup")
    return work / "dist" / NAME


def _unlink_dangling(folder: Path) -> None:
    """Remove the links to libraries that were left out."""
    for path in folder.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()


def _strip(folder: Path) -> None:
    """Take the debugger's part out of Python's own libraries and the validator's: most of them.

    No others are touched: those from wheels have been rearranged and do not all survive it.
    """
    strip = shutil.which("strip")
    if strip and sys.platform.startswith("linux"):
        inside = folder / "_internal"
        libraries = [*inside.glob("libpython*"), *inside.glob("python*/lib-dynload/*.so")]
        libraries += inside.glob("page/*.so")
        subprocess.run([strip, "--strip-unneeded", *sorted(libraries)], check=False)


def _set_dates(folder: Path, date: int) -> None:
    for path in folder.rglob("*"):
        if not path.is_symlink():
            os.utime(path, (date, date))


# What came out


def parts(folder: Path) -> dict[str, int]:
    """The bytes of each part, the largest first."""
    sizes: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            part = part_of(path.relative_to(folder))
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
    return dict(sorted(sizes.items(), key=lambda each: (-each[1], each[0])))


def part_of(path: Path) -> str:
    """What a file of the folder belongs to."""
    places = path.parts
    if places[0] != "_internal":
        return places[0]
    if len(places) == 2:
        python = re.match(r"(lib)?python|base_library", places[1])
        return "Python" if python else "system libraries"
    if places[1].startswith("python"):
        return "Python"
    if places[1] in ("PySide6", "shiboken6"):
        return "ICU (in Qt)" if places[-1].startswith("libicu") else "Qt and PySide"
    return places[1].removesuffix(".libs")


def report(folder: Path) -> str:
    """How large the folder is, and its ten largest parts."""
    sizes = parts(folder)
    count = sum(1 for path in folder.rglob("*") if path.is_file())
    lines = [f"bundle: {folder}: {_megabytes(sum(sizes.values()))} in {count} files"]
    lines += [f"  {_megabytes(size):>9}  {part}" for part, size in list(sizes.items())[:10]]
    return "\n".join(lines)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the folder and tell how large it is."""
    parser = argparse.ArgumentParser(description="Make the viewer as a folder.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where the folder is put")
    out: Path = parser.parse_args(arguments).out
    try:
        made = make(out.absolute())
    except Stop as stop:
        print(f"bundle: {stop}", file=sys.stderr)
        if stop.hint:
            print(f"hint: {stop.hint}", file=sys.stderr)
        return 1
    print(report(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
