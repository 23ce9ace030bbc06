"""The viewer as a folder: what is left out, and that the folder works where it is put."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import dev
from desktop.core.envelope import read_identity, seal, unseal
from desktop.core.paths import resource
from installer import build, licences

NOBODY = 65534
CLOSED_OFF = ("desktop/builder", "pandas", "geopandas", "fiona", "pyarrow", "openpyxl", "tkinter")


# What is left out


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/imageformats/libqjpeg.so", False),
        ("PySide6\\plugins\\tls\\qschannelbackend.dll", False),
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("libpython3.11.so.1.0", True),
    ],
)
def test_plugins(name: str, kept: bool) -> None:
    assert build.is_needed_plugin(name) == kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("resources/fonts/Inter-Regular.ttf", True),
        ("resources/selftest/format-1.boligatlas", True),
        ("PySide6/Qt/translations/qtbase_da.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6\\translations\\qt_help_da.qm", False),
        ("numpy-2.4.6.dist-info/METADATA", False),
        ("page_validation-0.11.0.dist-info/METADATA", True),
        ("page_validation-0.11.0.dist-info/RECORD", False),
        ("numpy/lib/tests/data/x.npy", False),
        ("lxml/includes/etree.h", False),
        ("pyphen/dictionaries/hyph_da_DK.dic", True),
        ("pyphen\\dictionaries\\README_hyph_en_GB.txt", True),
        ("pyphen/dictionaries/hyph_en_US.dic", False),
        ("pyphen/dictionaries/README_hyph_de.txt", False),
    ],
)
def test_files(name: str, kept: bool) -> None:
    entry = (name, f"/somewhere/{name}", "DATA")
    assert build.needed_files([entry]) == ([entry] if kept else [])


def test_libraries_that_nothing_kept_rests_on_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needs = {
        "/p/QtGui.so": {("libGui.so", "/p/libGui.so")},
        "/p/libGui.so": {("libCore.so", "/p/libCore.so"), ("libc.so", None)},
        "/p/libqgtk3.so": {("libgtk.so", "/usr/lib/libgtk.so")},
    }
    monkeypatch.setattr(
        "PyInstaller.depend.bindepend.get_imports", lambda path: needs.get(path, set())
    )
    found = [
        ("PySide6/QtGui.so", "/p/QtGui.so", "EXTENSION"),
        ("PySide6/Qt/lib/libGui.so", "/p/libGui.so", "BINARY"),
        ("PySide6/Qt/lib/libCore.so", "/p/libCore.so", "BINARY"),
        ("libCore.so", "PySide6/Qt/lib/libCore.so", "SYMLINK"),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "/p/libqgtk3.so", "BINARY"),
        ("libgtk.so", "/usr/lib/libgtk.so", "BINARY"),
        ("libpython3.11.so", "/usr/lib/libpython3.11.so", "BINARY"),
    ]
    kept = [name for name, _source, _kind in build.needed_binaries(found)]
    assert kept == [
        "PySide6/QtGui.so",
        "PySide6/Qt/lib/libGui.so",
        "PySide6/Qt/lib/libCore.so",
        "libCore.so",
        "libpython3.11.so",
    ]


def test_the_resources_are_those_that_the_viewer_reads() -> None:
    files, folders = zip(*build.resources(), strict=True)
    assert {"resources", "resources/fonts", "resources/selftest"} <= set(folders)
    names = {Path(path).relative_to(build.ROOT / "resources").as_posix() for path in files}
    assert {"catalogue.toml", "catalogue/bolig.toml", "sets.toml", "questions.toml"} <= names
    assert {"resources/recipes", "resources/example"}.isdisjoint(folders)
    assert all(Path(path).is_file() for path in files)


def test_what_is_found_by_name_is_named() -> None:
    named = build.found_by_name()
    assert "desktop.commands.sheet" in named
    assert any(name.startswith("desktop.reports.chapters.") for name in named)
    assert all(find_spec(name) for name in named)


# How it ends


def test_without_fonts_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "ROOT", tmp_path)
    assert build.main(["--out", str(tmp_path / "dist")]) == 1
    assert capsys.readouterr().err == (
        "bundle: the fonts have not been cut\nhint: python3 dev.py setup\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_failed_build_leaves_the_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / build.NAME
    older.mkdir()
    (older / "program").touch()
    failed = subprocess.CompletedProcess([], 1, stdout="")
    monkeypatch.setattr("subprocess.run", lambda *_given, **_more: failed)
    assert build.main(["--out", str(tmp_path)]) == 1
    assert "PyInstaller failed" in capsys.readouterr().err
    assert [path.name for path in older.iterdir()] == ["program"]


def test_the_date_of_every_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763856000")
    assert build.source_date() == "1763856000"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    monkeypatch.setattr(build, "ROOT", tmp_path)  # no git there
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert build.source_date() == str(build.NO_DATE)


def test_the_report_names_the_largest_parts_first(tmp_path: Path) -> None:
    for name, size in {
        "boligatlas": 3_000_000,
        "_internal/numpy/core.so": 5_000_000,
        "_internal/numpy.libs/blas.so": 5_000_000,
        "_internal/PySide6/Qt/lib/libQt6Core.so.6": 7_000_000,
        "_internal/PySide6/Qt/lib/libicudata.so.73": 40_000_000,
        "_internal/libpython3.11.so.1.0": 1_000_000,
        "_internal/libX11.so.6": 500_000,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
        os.truncate(path, size)
    assert build.report(tmp_path).splitlines() == [
        f"bundle: {tmp_path}: 61.5 MB in 7 files",
        "    40.0 MB  ICU (in Qt)",
        "    10.0 MB  numpy",
        "     7.0 MB  Qt and PySide",
        "     3.0 MB  boligatlas",
        "     1.0 MB  Python",
        "     0.5 MB  system libraries",
    ]


def test_licences_of_what_is_used(tmp_path: Path) -> None:
    source = find_spec("numpy")
    assert source and source.origin
    licences.gather(tmp_path, [("numpy", source.origin, "PYMODULE")])
    told = (tmp_path / "licences" / "THIRD-PARTY.txt").read_text("utf-8")
    assert re.search(r"^numpy \d.*BSD", told, re.MULTILINE)
    assert "reportlab" not in told
    for name in ("Qt/LGPL-3.0.txt", "Qt/GPL-3.0.txt", "Qt/Qt-and-PySide.txt", "Inter/LICENSE.txt"):
        assert (tmp_path / "licences" / name).stat().st_size > 500
    assert any((tmp_path / "licences" / "numpy").rglob("LICENSE*"))


# The folder itself


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, made once."""
    lacking = dev.missing(bundling=True)
    if lacking:
        pytest.skip(f"PyInstaller needs {', '.join(lacking)}")
    return build.make(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def installed(bundle: Path) -> Iterator[Path]:
    """A copy that nobody may write to, in a place that everybody may read."""
    place = Path("/opt") if os.access("/opt", os.W_OK) else bundle.parent
    folder = place / f"boligatlas test {os.getpid()}"
    shutil.copytree(bundle, folder, symlinks=True)
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def unprivileged() -> list[str]:
    """What a command is put behind to have no rights and no network, as far as we may."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("setpriv") is None:
        return []
    user = f"--reuid={NOBODY} --regid={NOBODY} --clear-groups --no-new-privs".split()
    alone = ["unshare", "--net"]
    works = (
        shutil.which("unshare")
        and not subprocess.run([*alone, "true"], check=False, capture_output=True).returncode
    )
    return [*(alone if works else []), "setpriv", *user]


def run(
    folder: Path, *words: object, home: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """The bundle's program, with next to nothing in its environment."""
    if home is not None:
        variables = {"HOME": str(home), "BOLIGATLAS_SETTINGS": str(home / "settings"), **variables}
    return subprocess.run(
        [*unprivileged(), str(folder / build.NAME), *map(str, words)],
        cwd="/",
        env={"PATH": os.defpath, **variables},
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder of nobody's own, which nobody reaches."""
    with tempfile.TemporaryDirectory(prefix="boligatlas-home-") as name:
        folder = Path(name)
        if unprivileged():
            os.chown(folder, NOBODY, NOBODY)
        yield folder


@pytest.mark.slow
def test_the_folder_holds_the_viewer_and_no_more(bundle: Path) -> None:
    from PyInstaller.archive.readers import CArchiveReader

    names = [path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()]
    inside = bundle / "_internal"
    archive = CArchiveReader(str(bundle / build.NAME))
    modules = set(archive.open_embedded_archive("PYZ.pyz").toc)
    for left in CLOSED_OFF:
        assert not (inside / left).exists()
        assert left.replace("/", ".") not in modules
    assert "desktop.ui.mainwindow" in modules
    assert not [name for name in modules if re.search(r"(^|\.)tests?(\.|$)", name)]
    assert not [name for name in names if re.search(r"libssl|libgtk|Qt6(Network|Svg|Qml)", name)]
    assert not [path for path in bundle.rglob("*") if path.is_symlink() and not path.exists()]
    assert (inside / "resources" / "fonts" / "Inter-Regular.ttf").exists()
    assert (inside / "resources" / "catalogue.toml").exists()
    assert list(inside.glob("page_validation-*.dist-info/METADATA"))
    divided = {path.stem for path in inside.glob("pyphen/dictionaries/*.dic")}
    assert divided == {"hyph_da_DK", "hyph_en_GB"}
    assert sum(build.parts(bundle).values()) < 250_000_000
    listed = (bundle / "licences" / "THIRD-PARTY.txt").read_text("utf-8")
    for name in ("Qt", "PySide6", "numpy", "reportlab", "pikepdf", "page-validation", "pyphen"):
        assert re.search(rf"^{name}", listed, re.MULTILINE), name
    for name in ("pyrage", "Inter", "Python"):
        assert re.search(rf"^{name}", listed, re.MULTILINE), name


@pytest.mark.slow
def test_it_starts_where_nothing_may_be_written(installed: Path, home: Path) -> None:
    for where in (home, None):  # None: no home, no settings, not even their names
        ended = run(installed, "selftest", home=where)
        assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
        assert ended.stdout.startswith("Alt virker")


@pytest.mark.slow
def test_it_draws_maps(installed: Path, home: Path) -> None:
    extract = installed / "_internal" / "resources" / "selftest" / "format-1.boligatlas"
    for suffix, head in (("pdf", b"%PDF"), ("png", b"\x89PNG")):
        out = home / f"kort.{suffix}"
        ended = run(
            installed, "map", extract, "--key", extract.with_suffix(".key"), "--out", out, home=home
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        assert out.read_bytes().startswith(head)


@pytest.mark.slow
def test_it_opens_with_a_passphrase(installed: Path, home: Path) -> None:
    """The child that unlocks is the bundle's own program."""
    key = read_identity(resource("selftest", "format-1.key"))
    content = bytes(unseal(resource("selftest", "format-1.boligatlas"), key))
    sealed, words = home / "sealed.boligatlas", home / "words.txt"
    sealed.write_bytes(seal(content, [], "blå grød"))
    words.write_text("blå grød\n", "utf-8")
    ended = run(installed, "inspect", sealed, "--passphrase-file", words, home=home)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Eksempelby Kommune" in ended.stdout


@pytest.mark.slow
@pytest.mark.parametrize("words", ["build x.toml --out y --recipient age1", "example x", "demo"])
def test_it_says_that_it_is_the_viewer(words: str, installed: Path, home: Path) -> None:
    ended = run(installed, *words.split(), home=home)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: Denne installation er fremviseren")
    assert ended.stdout == ""
    assert list(home.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux may lack a screen")
def test_without_a_screen_it_says_so(installed: Path, home: Path) -> None:
    ended = run(installed, home=home)
    assert ended.returncode == 1
    assert "skærm" in ended.stderr


@pytest.fixture
def screen() -> Iterator[str]:
    """A screen of our own, as DISPLAY names it."""
    for tool in ("Xvfb", "xdotool"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1500x950x24"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()
    if not number:
        server.wait()
        pytest.skip("Xvfb does not start")
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.mark.slow
@pytest.mark.display
def test_the_window_is_shown(installed: Path, home: Path, screen: str) -> None:
    extract = installed / "_internal" / "resources" / "selftest" / "format-1.boligatlas"
    words = [installed / build.NAME, extract, "--key", extract.with_suffix(".key")]
    before = [part for part in unprivileged() if part not in ("unshare", "--net")]
    child = subprocess.Popen(
        [*before, *map(str, words)],
        cwd="/",
        env={
            "PATH": os.defpath,
            "DISPLAY": screen,
            "HOME": str(home),
            "BOLIGATLAS_SETTINGS": str(home / "settings"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        shown = ""
        patience = time.monotonic() + 120
        while not shown and child.poll() is None and time.monotonic() < patience:
            time.sleep(0.2)
            shown = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", "Boligatlas"],
                env={**os.environ, "DISPLAY": screen},
                check=False,
                capture_output=True,
                text=True,
            ).stdout
        assert child.poll() is None, child.communicate()[1].decode()
        assert shown, "no window was shown"
        _photograph(screen)
    finally:
        child.send_signal(signal.SIGINT)
        _out, complaint = child.communicate(timeout=60)
    assert b"Traceback" not in complaint
    assert child.returncode == -signal.SIGINT


def _photograph(screen: str) -> None:
    """The screen as a PNG, for people to look at: in the folder that BOLIGATLAS_PICTURES names."""
    folder = os.environ.get("BOLIGATLAS_PICTURES")
    if not folder or shutil.which("import") is None:
        return
    time.sleep(2)
    picture = str(Path(folder) / "bundle.png")
    subprocess.run(["import", "-display", screen, "-window", "root", picture], check=False)


@pytest.mark.slow
def test_the_same_source_gives_the_same_files(bundle: Path, tmp_path: Path) -> None:
    again = build.make(tmp_path)
    names = [path.relative_to(bundle) for path in sorted(bundle.rglob("*")) if path.is_file()]
    assert [path.relative_to(again) for path in sorted(again.rglob("*")) if path.is_file()] == names
    different = [
        name for name in names if (bundle / name).read_bytes() != (again / name).read_bytes()
    ]
    if different and _changed_since(bundle):
        pytest.skip("the source has been changed meanwhile")
    assert different == []


def _changed_since(bundle: Path) -> bool:
    """Whether anyone has worked on the source since the folder was begun, within two minutes."""
    begun = bundle.stat().st_ctime - 120
    files = [*build.ROOT.glob("desktop/**/*.py"), *build.ROOT.glob("resources/**/*")]
    return any(path.stat().st_mtime > begun for path in files)
