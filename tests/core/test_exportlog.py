"""The log of exports: complete, chained, and whole after whatever happened."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop import __version__
from desktop.core.errors import ExportError
from desktop.core.exportlog import FIRST, LOG, ExportEntry, extract_id, log_export, verify
from desktop.core.paths import SETTINGS_FOLDER_VARIABLE
from tests.fake_extract import MANIFEST

ROOT = Path(__file__).resolve().parents[2]
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing")


def entry(number: int = 0) -> ExportEntry:
    return ExportEntry(
        extract_id(MANIFEST), "profile", "boligomraade", ("0101", f"Ære {number}"), ("uden_job",),
        ("2026K2",), "standard", hashlib.sha256(b"%d" % number).hexdigest(),
    )  # fmt: skip


def written(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / LOG).read_text("utf-8").splitlines()]


def test_what_a_line_says(tmp_path: Path) -> None:
    log_export(entry(7), tmp_path / "new" / "folder", now=NOON)
    (line,) = written(tmp_path / "new" / "folder")
    assert line["utc"] == "2026-11-23T12:00:00+00:00"
    assert dt.datetime.fromisoformat(str(line["local"])) == NOON
    assert line["program"] == f"Boligatlas {__version__}"
    assert line["action"] == "export"
    assert line["areas"] == ["0101", "Ære 7"]
    assert line["area_count"] == 2
    assert line["user"]
    assert set(line) == {
        "utc", "local", "user", "program", "action", "extract", "kind", "level", "area_count",
        "areas", "indicators", "periods", "profile", "sha256", "previous", "digest",
    }  # fmt: skip
    assert {each.name for each in fields(ExportEntry)} <= set(line)


def test_the_users_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTINGS_FOLDER_VARIABLE, str(tmp_path))
    log_export(entry())
    assert verify(tmp_path / "data" / LOG) == ()


def test_an_extract_is_known_by_its_title_day_and_recipe() -> None:
    others = [
        replace(MANIFEST, title="Et andet"),
        replace(MANIFEST, created=dt.date(2026, 7, 2)),
        replace(MANIFEST, recipe_digest="0f"),
    ]
    assert len({extract_id(each) for each in (MANIFEST, *others)}) == 4
    assert extract_id(replace(MANIFEST, purpose="Andet")) == extract_id(MANIFEST)


def test_each_line_names_the_one_before(tmp_path: Path) -> None:
    for number in range(4):
        log_export(entry(number), tmp_path, now=NOON)
    lines = written(tmp_path)
    assert [line["previous"] for line in lines] == [
        FIRST,
        *(line["digest"] for line in lines[:-1]),
    ]
    assert verify(tmp_path / LOG) == ()


def test_a_line_longer_than_what_is_read_first(tmp_path: Path) -> None:
    long = replace(entry(), areas=tuple(f"{number:06d}" for number in range(20_000)))
    for each in (entry(), long, long, entry()):
        log_export(each, tmp_path)
    assert verify(tmp_path / LOG) == ()


def changed(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b"profile", b"atlas"), *lines[2:]]


def reckoned_anew(lines: list[bytes]) -> list[bytes]:
    body = {**json.loads(lines[1]), "kind": "atlas"}
    del body["digest"]
    packed = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    body["digest"] = hashlib.sha256(packed.encode()).hexdigest()
    return [lines[0], json.dumps(body).encode(), *lines[2:]]


TAMPERED: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "changed": changed,
    "changed with its digest": reckoned_anew,
    "last changed": lambda lines: [*lines[:-1], lines[-1].replace(b"profile", b"atlas")],
    "taken out": lambda lines: [lines[0], *lines[2:]],
    "first taken out": lambda lines: lines[1:],
    "changed places": lambda lines: [lines[0], lines[2], lines[1], lines[3]],
    "said twice": lambda lines: [lines[0], lines[1], *lines[1:]],
    "words put in": lambda lines: [lines[0], b"slet mig", *lines[1:]],
    "broken off in the middle": lambda lines: [lines[0], lines[1][:50], *lines[2:]],
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_done_to_it_shows(tmp_path: Path, how: str) -> None:
    for number in range(4):
        log_export(entry(number), tmp_path)
    path = tmp_path / LOG
    lines = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([*TAMPERED[how](lines), b""]))
    assert verify(path)
    log_export(entry(9), tmp_path)
    assert verify(path), "one more line hides nothing"


@settings(max_examples=40)
@given(st.data())
def test_broken_off_anywhere_the_chain_goes_on(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("log")
    path = folder / LOG
    whole = 0
    for number in range(3):
        before = path.stat().st_size if path.exists() else 0
        log_export(entry(number), folder)
        size = path.stat().st_size
        cut = data.draw(st.integers(before, size))
        os.truncate(path, cut)
        whole += cut == size
        assert verify(path) in {(), ("Det sidste i loggen er ikke skrevet færdigt.",)}
    log_export(entry(4), folder)
    assert verify(path) == ()
    kept = [line for line in path.read_bytes().splitlines() if line.endswith(b"}")]
    assert len(kept) >= whole + 1


@pytest.mark.parametrize("lines", [1, 2])
def test_a_line_that_lacks_its_end_alone_counts(tmp_path: Path, lines: int) -> None:
    for number in range(lines):
        log_export(entry(number), tmp_path)
    path = tmp_path / LOG
    os.truncate(path, path.stat().st_size - 1)
    log_export(entry(4), tmp_path)
    assert verify(path) == ()
    assert len(written(tmp_path)) == lines + 1
    assert not any("torn" in line for line in written(tmp_path))


KILLED = """
import os, sys
from pathlib import Path
from desktop.core import exportlog
from tests.core.test_exportlog import entry
real = os.write
def half(handle, line):
    real(handle, line[: len(line) // 2])
    os.kill(os.getpid(), 9)
os.write = half
exportlog.log_export(entry(1), Path(sys.argv[1]))
"""


@posix
def test_killed_in_the_middle_of_a_line(tmp_path: Path) -> None:
    log_export(entry(0), tmp_path)
    for _time in range(2):
        done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False)
        assert done.returncode == -9
    assert verify(tmp_path / LOG)
    log_export(entry(2), tmp_path)
    assert verify(tmp_path / LOG) == ()
    assert "torn" in json.loads((tmp_path / LOG).read_bytes().splitlines()[-1])


def test_two_processes_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop.core.exportlog import log_export;"
        "from tests.core.test_exportlog import entry;"
        "[log_export(entry(n), Path(sys.argv[1])) for n in range(25)]"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT) for _ in "ab"]
    assert [run.wait(timeout=60) for run in runs] == [0, 0]
    assert len(written(tmp_path)) == 50
    assert verify(tmp_path / LOG) == ()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(ExportError) as refused:
        log_export(entry(), tmp_path / "data")
    assert "ikke gemt" in refused.value.problem
    assert "logges" in refused.value.hint


def test_a_log_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / LOG).mkdir()
    with pytest.raises(ExportError):
        log_export(entry(), tmp_path)


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log_export(entry(), tmp_path)

    def full(_handle: int, _line: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(ExportError):
        patched.setattr(os, "write", full)
        log_export(entry(), tmp_path)
    assert verify(tmp_path / LOG) == ()


@posix
def test_another_that_never_lets_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr("desktop.core.exportlog._PATIENCE", 0.05)
    log_export(entry(), tmp_path)
    with (tmp_path / LOG).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ExportError):
            log_export(entry(), tmp_path)
    log_export(entry(), tmp_path)
    assert verify(tmp_path / LOG) == ()
