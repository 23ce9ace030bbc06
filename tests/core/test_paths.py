"""Where things lie, and that a file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from desktop.core.errors import BoligatlasError, FileProblem
from desktop.core.paths import (
    SETTINGS_FOLDER_VARIABLE,
    data_folder,
    read_whole,
    resource,
    settings_folder,
    write_whole,
)

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing")


def writing(content: bytes) -> Callable[[BinaryIO], object]:
    return lambda stream: stream.write(content)


def test_a_new_file_and_then_another_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "kort æøå.pdf"
    write_whole(path, writing(b"first"))
    write_whole(path, writing(b"second, longer"))
    write_whole(path, writing(b""))
    assert path.read_bytes() == b""
    assert list(tmp_path.iterdir()) == [path]


def test_a_long_name(tmp_path: Path) -> None:
    path = tmp_path / ("k" * 250)
    write_whole(path, writing(b"x"))
    assert path.read_bytes() == b"x"


@pytest.mark.parametrize("name", ["æ" * 127, "–" * 85, "🏠" * 63])
def test_a_name_of_many_bytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_whole(path, writing(b"x"))
    assert path.read_bytes() == b"x"


class Broke(Exception):
    pass


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EIO, "Input/output error"),
        OSError(errno.ENOSPC, "No space left on device"),
        PermissionError(errno.EACCES, "Permission denied"),
        Broke(),
        KeyboardInterrupt(),
        MemoryError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_failure_leaves_the_old_file_and_no_half_one(
    tmp_path: Path, error: BaseException
) -> None:
    path = tmp_path / "kort.pdf"
    path.write_bytes(b"old")

    def write(stream: BinaryIO) -> None:
        stream.write(b"half" * 100_000)
        raise error

    expected = FileProblem if isinstance(error, OSError) else type(error)
    with pytest.raises(expected):
        write_whole(path, write)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
def test_a_failure_after_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "kort.pdf"
    path.write_bytes(b"old")

    def failing(*_args: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(step, failing)
    with pytest.raises(FileProblem):
        write_whole(path, writing(b"new"))
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("code", [errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)])
def test_a_full_disk_is_named(tmp_path: Path, code: int) -> None:
    def write(_stream: BinaryIO) -> None:
        raise OSError(code, "full")

    with pytest.raises(FileProblem, match="plads"):
        write_whole(tmp_path / "kort.pdf", write)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 KiB, where this user may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if os.name == "nt" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be made here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_really_full_disk(small_disk: Path) -> None:
    path = small_disk / "kort.pdf"
    write_whole(path, writing(b"old"))
    with pytest.raises(FileProblem, match="plads") as caught:
        write_whole(path, writing(bytes(1 << 20)))
    assert caught.value.hint
    assert path.read_bytes() == b"old"
    assert list(small_disk.iterdir()) == [path]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="findes ikke"):
        write_whole(tmp_path / "nowhere" / "kort.pdf", writing(b"x"))
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_under_the_name_stays(tmp_path: Path) -> None:
    (tmp_path / "kort.pdf").mkdir()
    with pytest.raises(FileProblem):
        write_whole(tmp_path / "kort.pdf", writing(b"x"))
    assert [path.name for path in tmp_path.iterdir()] == ["kort.pdf"]


@posix
def test_a_read_only_folder(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "kort.pdf").write_bytes(b"old")
    folder.chmod(0o555)
    try:
        with pytest.raises(FileProblem):
            _as_nobody(folder / "kort.pdf")
    finally:
        folder.chmod(0o755)
    assert (folder / "kort.pdf").read_bytes() == b"old"
    assert len(list(folder.iterdir())) == 1


def _as_nobody(path: Path) -> None:
    """Write as a user whom permissions bind; root is above them."""
    if os.geteuid() != 0:
        write_whole(path, writing(b"new"))
        return
    for above in path.parents[1:4]:  # pytest's own folders let nobody else in
        above.chmod(0o711)
    os.seteuid(65534)
    try:
        write_whole(path, writing(b"new"))
    finally:
        os.seteuid(0)


@posix
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_permissions_follow_the_umask(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "kort.pdf", writing(b"x"))
        kept = os.umask(mask)
    finally:
        os.umask(before)
    assert (tmp_path / "kort.pdf").stat().st_mode & 0o777 == mode
    assert kept == mask


WRITER = """
import sys
from pathlib import Path
from desktop.core.paths import write_whole

path = Path(sys.argv[1])
print("begun", flush=True)
while True:
    for letter in b"ab":
        write_whole(path, lambda stream: [stream.write(bytes([letter]) * 65536) for _ in range(64)])
"""


@posix
@pytest.mark.parametrize("wait", [0.02, 0.05, 0.11])
def test_the_file_is_whole_whenever_the_program_is_killed(tmp_path: Path, wait: float) -> None:
    path = tmp_path / "kort.pdf"
    path.write_bytes(b"o" * (4 << 20))
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(wait)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    content = path.read_bytes()
    assert len(content) == 4 << 20
    assert len(set(content)) == 1


def test_reading(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    assert read_whole(path) == b"content"
    assert read_whole(path, limit=3) == b"con"
    assert read_whole(path, limit=99) == b"content"


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileProblem, match="findes ikke"):
        read_whole(tmp_path / "missing")
    with pytest.raises(FileProblem):
        read_whole(tmp_path)

    def refused(*_args: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(BoligatlasError, match="kan ikke læses"):
        read_whole(tmp_path / "locked")


def test_resources_are_there() -> None:
    assert resource("catalogue.toml").is_file()
    assert resource("selftest", "format-1.boligatlas").is_file()


def test_resources_in_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("catalogue.toml") == tmp_path / "resources" / "catalogue.toml"


def test_folders_may_lie_elsewhere(own_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_folder() == own_settings
    assert data_folder().parent == own_settings
    monkeypatch.delenv(SETTINGS_FOLDER_VARIABLE)
    assert settings_folder().name == "Boligatlas"
    assert data_folder().name == "Boligatlas"
    assert own_settings not in settings_folder().parents
