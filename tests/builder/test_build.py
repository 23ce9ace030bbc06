"""The build as a whole: sealed whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.builder import build as build_module
from desktop.builder.build import build, package
from desktop.core.envelope import Identity, Passphrase, new_identity, unseal
from desktop.core.errors import BoligatlasError, Cancelled, FileProblem, SourceError
from desktop.core.extract import open_extract
from desktop.core.geopackage import GeoPackage
from tests.builder.making import (
    COUNT,
    FULL,
    LEVEL,
    SHARE,
    TABLE,
    TODAY,
    feature,
    square,
    town,
    write_geojson,
)


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    folder = tmp_path / "kilder"
    folder.mkdir()
    return town(folder, LEVEL, TABLE, SHARE, rows=FULL)


@pytest.fixture(scope="module")
def key() -> tuple[Identity, str]:
    return new_identity()


def files(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()} - {"kilder"}


def test_a_recipient_opens_it(recipe: Path, tmp_path: Path, key: tuple[Identity, str]) -> None:
    told: list[float] = []
    out = tmp_path / "ud.boligatlas"
    report = build(
        recipe, out, recipients=[key[1]], today=TODAY, report=lambda done, _doing: told.append(done)
    )
    data = open_extract(out, key[0], today=TODAY)
    assert data.manifest.report == report.as_json()
    assert bytes(unseal(out, key[0])) == package(recipe, today=TODAY)[0]
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert files(tmp_path) == {"ud.boligatlas"}


@pytest.mark.slow
def test_a_passphrase_opens_it(recipe: Path, tmp_path: Path) -> None:
    out = tmp_path / "ud.boligatlas"
    build(recipe, out, passphrase="fire ord i rad", today=TODAY)
    GeoPackage(unseal(out, Passphrase("fire ord i rad"))).close()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"recipients": ["age1forkert"]},
        {"recipients": ["age1forkert"], "passphrase": "x"},
    ],
)
def test_keys_are_checked_before_anything_is_read(
    tmp_path: Path, options: dict[str, object]
) -> None:
    with pytest.raises(FileProblem):
        build(tmp_path / "ingen.toml", tmp_path / "ud", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["ingen/ud.boligatlas", "kilder"])
def test_the_target_is_checked_before_anything_is_read(
    recipe: Path, tmp_path: Path, key: tuple[Identity, str], name: str
) -> None:
    with pytest.raises(FileProblem, match="appe"):
        build(tmp_path / "ingen.toml", tmp_path / name, recipients=[key[1]])


def test_a_build_that_fails_leaves_an_older_file_alone(
    recipe: Path, tmp_path: Path, key: tuple[Identity, str]
) -> None:
    out = tmp_path / "ud.boligatlas"
    out.write_bytes(b"gammel")
    (recipe.parent / "tal.csv").write_text("kode;aar;n;d\nX;2020;1;1\n")
    with pytest.raises(SourceError):
        build(recipe, out, recipients=[key[1]], today=TODAY)
    assert out.read_bytes() == b"gammel"
    assert files(tmp_path) == {"ud.boligatlas"}


def test_stopping_leaves_nothing(recipe: Path, tmp_path: Path, key: tuple[Identity, str]) -> None:
    def stop(done: float, _doing: str) -> None:
        if done > 0.9:
            raise Cancelled

    with pytest.raises(Cancelled):
        build(recipe, tmp_path / "ud", recipients=[key[1]], today=TODAY, report=stop)
    assert files(tmp_path) == set()


def test_a_full_disk_leaves_nothing(
    recipe: Path, tmp_path: Path, key: tuple[Identity, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(stream: object, content: bytes) -> None:
        stream.write(content[:100])  # type: ignore[attr-defined]
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(build_module, "_write", full)
    with pytest.raises(FileProblem, match="ikke plads"):
        build(recipe, tmp_path / "ud", recipients=[key[1]], today=TODAY)
    assert files(tmp_path) == set()


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="a disk of a few kilobytes takes the rights to mount one",
)
def test_a_truly_full_disk_leaves_nothing(
    recipe: Path, tmp_path: Path, key: tuple[Identity, str]
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this machine lets no one mount")
    try:
        (disk / "ud").write_bytes(b"gammel")
        with pytest.raises(FileProblem, match="ikke plads"):
            build(recipe, disk / "ud", recipients=[key[1]], today=TODAY)
        assert files(disk) == {"ud"}
        assert (disk / "ud").read_bytes() == b"gammel"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


_KILLED = """
import sys, time
from pathlib import Path
from desktop.builder import build as module
def slow(stream, content):
    stream.write(content[: len(content) // 2])
    stream.flush()
    print("half", flush=True)
    time.sleep(60)
module._write = slow
module.build(Path(sys.argv[1]), Path(sys.argv[2]), recipients=[sys.argv[3]])
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_killed_build_leaves_no_half_file_under_the_name(
    recipe: Path, tmp_path: Path, key: tuple[Identity, str]
) -> None:
    out = tmp_path / "ud.boligatlas"
    out.write_bytes(b"gammel")
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(recipe), str(out), key[1]],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"half\n"
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    child.stdout.close()
    assert out.read_bytes() == b"gammel"


def test_sources_may_lie_elsewhere(recipe: Path, tmp_path: Path) -> None:
    moved = tmp_path / "opskrift.toml"
    moved.write_bytes(recipe.read_bytes())
    with pytest.raises(SourceError, match="findes ikke"):
        package(moved, today=TODAY)
    assert package(moved, sources=recipe.parent, today=TODAY) == package(recipe, today=TODAY)


def test_levels_far_apart_are_caught(recipe: Path) -> None:
    far = [feature(square(0, west=700_000.0), kode="F", navn="x")]
    write_geojson(recipe.parent / "fjern.geojson", far)
    other = LEVEL.replace('"omraade"', '"fjern"').replace("omraader.geojson", "fjern.geojson")
    recipe.write_text(recipe.read_text("utf-8").replace(TABLE, other + TABLE), "utf-8")
    with pytest.raises(SourceError, match="126 km"):
        package(recipe, today=TODAY)


def test_nothing_is_written_to_disk_in_the_clear(
    recipe: Path, tmp_path: Path, key: tuple[Identity, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and "w" in str(arguments[1] or ""):
            opened.append(str(arguments[0]))
        if watching and event == "sqlite3.connect":
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    build(recipe, tmp_path / "ud", recipients=[key[1]], today=TODAY)
    watching = False
    assert {Path(name).name for name in opened if not name.isdigit()} <= {":memory:"}
    assert opened
    assert not (tmp_path / "ud").read_bytes().startswith(b"SQLite")


def test_a_build_is_quick(recipe: Path) -> None:
    started = time.perf_counter()
    package(recipe, today=TODAY)
    assert time.perf_counter() - started < 10


def test_every_failure_has_a_hint(recipe: Path) -> None:
    recipe.write_text(recipe.read_text("utf-8") + COUNT.replace('"n"', '"x"'), "utf-8")
    with pytest.raises(BoligatlasError) as caught:
        package(recipe, today=TODAY)
    assert caught.value.hint
