"""The envelope: who opens it, and that damage anywhere never gives a wrong content."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.apart import unseal_apart
from desktop.core.envelope import (
    HEADER,
    Identity,
    Passphrase,
    check_recipient,
    looks_sealed,
    needs_passphrase,
    new_identity,
    read_identity,
    seal,
    unseal,
)
from desktop.core.errors import Cancelled, DamagedExtract, FileProblem, UnknownFormat, WrongKey
from desktop.core.extract import open_extract
from tests.conftest import Sealed

ROOT = Path(__file__).resolve().parents[2]
PIECE = 65536  # age's STREAM: 64 KiB of content and a tag of 16 bytes
REFUSED = (WrongKey, DamagedExtract, UnknownFormat)

KEY, RECIPIENT = new_identity()
OTHER, OTHER_RECIPIENT = new_identity()
SMALL = b"SQLite format 3\0 and a little more"
LARGE = random.Random(1).randbytes(3 * PIECE + 1234)
WHOLE_PIECES = random.Random(2).randbytes(3 * PIECE)
ONCE_SEALED = seal(SMALL * 4, [RECIPIENT])  # a seal is of another length each time


def header_length(sealed: bytes | bytearray) -> int:
    """Up to and with the line of the header's own sum."""
    return sealed.index(b"\n", sealed.index(b"\n--- ") + 1) + 1


def opened(folder: Path, sealed: bytes, key: Identity = KEY) -> bytes | None:
    """The content, or None where it was refused as the docstring says."""
    path = folder / "x.boligatlas"
    path.write_bytes(sealed)
    try:
        return bytes(unseal(path, key))
    except REFUSED as error:
        assert error.problem
        assert error.hint
        return None


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_there_and_back(tmp_path: Path, size: int) -> None:
    content = random.Random(size).randbytes(size)
    assert opened(tmp_path, seal(content, [RECIPIENT])) == content


def test_each_of_several_recipients_opens_it_and_nobody_else(tmp_path: Path) -> None:
    sealed = seal(SMALL, [RECIPIENT, OTHER_RECIPIENT])
    stranger, _recipient = new_identity()
    assert opened(tmp_path, sealed, KEY) == SMALL
    assert opened(tmp_path, sealed, OTHER) == SMALL
    assert opened(tmp_path, sealed, Identity((*stranger.lines, *OTHER.lines))) == SMALL
    with pytest.raises(WrongKey, match="forseglet til en anden"):
        unseal(tmp_path / "x.boligatlas", stranger)


@given(st.binary(max_size=300))
def test_any_content_comes_back_and_the_seal_hides_it(content: bytes) -> None:
    sealed = seal(content, [RECIPIENT])
    assert bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(KEY.lines[0])])) == content
    assert len(content) < 8 or content not in sealed[len(HEADER) :]
    assert seal(content, [RECIPIENT]) != sealed


@pytest.mark.parametrize(
    "lines",
    [("AGE-SECRET-KEY-1",), (KEY.lines[0][:-1],), (KEY.lines[0][:-1] + "æ",), ("nøgle",),
     (*KEY.lines, "AGE-SECRET-KEY-1XYZ")],
)  # fmt: skip
def test_a_broken_identity_is_a_wrong_key(tmp_path: Path, lines: tuple[str, ...]) -> None:
    path = tmp_path / "x.boligatlas"
    path.write_bytes(seal(SMALL, [RECIPIENT]))
    with pytest.raises(WrongKey, match="ufuldstændig"):
        unseal(path, Identity(lines))


@pytest.mark.parametrize(
    ("recipients", "passphrase"),
    [([], ""), ([RECIPIENT], "both"), (["age1"], ""), ([RECIPIENT, "x"], ""), ([KEY.lines[0]], "")],
)
def test_what_cannot_be_sealed(recipients: list[str], passphrase: str) -> None:
    with pytest.raises(FileProblem):
        seal(SMALL, recipients, passphrase)


def test_a_recipient_is_checked_before_long_work() -> None:
    check_recipient(RECIPIENT)
    with pytest.raises(FileProblem):
        check_recipient(RECIPIENT[:-1])


def test_secrets_are_not_printed() -> None:
    assert KEY.lines[0] not in repr(KEY)
    assert "hemmelig" not in repr(Passphrase("hemmelig"))
    assert KEY.lines[0][16:] not in f"{KEY} {KEY!r} {[KEY]}"


# Damage by position


@pytest.mark.parametrize("recipients", [[RECIPIENT], [OTHER_RECIPIENT, RECIPIENT]])
def test_a_small_file_cut_anywhere_never_opens(tmp_path: Path, recipients: list[str]) -> None:
    sealed = seal(SMALL, recipients)
    assert all(opened(tmp_path, sealed[:length]) is None for length in range(len(sealed)))


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80, 0xFF])
def test_a_small_file_with_any_byte_altered_never_opens(tmp_path: Path, flip: int) -> None:
    sealed = seal(SMALL, [OTHER_RECIPIENT, RECIPIENT])
    for at in range(len(sealed)):
        altered = bytearray(sealed)
        altered[at] ^= flip
        assert opened(tmp_path, bytes(altered)) is None, at


def positions(sealed: bytes | bytearray) -> list[int]:
    """The header's bytes, those about every piece's border, and some between."""
    start = header_length(sealed) + 16  # after the payload's nonce
    borders = [start, *range(start, len(sealed), PIECE + 16), len(sealed)]
    near = {at + step for at in borders for step in (-17, -16, -15, -1, 0, 1, 15, 16, 17)}
    drawn = random.Random(3).sample(range(start, len(sealed)), 40)
    return sorted(at for at in {*near, *drawn, *range(start)} if 0 <= at < len(sealed))


@pytest.mark.parametrize("content", [LARGE, WHOLE_PIECES], ids=["odd", "whole pieces"])
def test_a_large_file_cut_at_any_border_never_opens(tmp_path: Path, content: bytes) -> None:
    sealed = seal(content, [RECIPIENT])
    assert opened(tmp_path, sealed) == content
    for length in positions(sealed):
        assert opened(tmp_path, sealed[:length]) is None, length


def test_a_large_file_with_a_byte_altered_never_opens(tmp_path: Path) -> None:
    sealed = bytearray(seal(LARGE, [RECIPIENT]))
    for at in positions(sealed):
        sealed[at] ^= 0x10
        assert opened(tmp_path, bytes(sealed)) is None, at
        sealed[at] ^= 0x10
    assert opened(tmp_path, bytes(sealed)) == LARGE


def test_pieces_in_another_order_or_left_out_never_open(tmp_path: Path) -> None:
    sealed = seal(LARGE, [RECIPIENT])
    start, step = header_length(sealed) + 16, PIECE + 16
    head, pieces = (
        sealed[:start],
        [sealed[at : at + step] for at in range(start, len(sealed), step)],
    )
    assert len(pieces) == 4
    for order in (
        [1, 0, 2, 3],
        [0, 1, 3],
        [0, 2, 3],
        [1, 2, 3],
        [3],
        [0, 1, 2, 2, 3],
        [0, 3, 2, 1],
    ):
        assert opened(tmp_path, head + b"".join(pieces[at] for at in order)) is None, order
    other = seal(LARGE, [RECIPIENT])
    other_start = header_length(other) + 16
    assert opened(tmp_path, head + other[other_start:]) is None
    assert opened(tmp_path, head + b"".join(pieces)) == LARGE


@pytest.mark.parametrize("more", [b"\0", b"\n", b"x" * 16, b"x" * 17, bytes(PIECE + 16)])
@pytest.mark.parametrize("content", [SMALL, WHOLE_PIECES], ids=["small", "whole pieces"])
def test_bytes_after_the_end_never_open(tmp_path: Path, content: bytes, more: bytes) -> None:
    sealed = seal(content, [RECIPIENT])
    assert opened(tmp_path, sealed + more) is None
    assert opened(tmp_path, sealed + sealed) is None


@given(st.data())
def test_no_change_of_a_few_bytes_gives_another_content(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sealed = bytearray(ONCE_SEALED)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(ONCE_SEALED) - 1))
        sealed[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    assert opened(tmp_path_factory.mktemp("few"), bytes(sealed)) in (None, SMALL * 4)


def test_damage_of_the_payload_is_not_called_a_wrong_key(tmp_path: Path) -> None:
    sealed = bytearray(seal(LARGE, [RECIPIENT]))
    path = tmp_path / "x.boligatlas"
    for at in (header_length(sealed) - 20, header_length(sealed) + 3, len(sealed) // 2, -1):
        sealed[at] ^= 1
        path.write_bytes(sealed)
        with pytest.raises(DamagedExtract, match="beskadiget"):
            unseal(path, KEY)
        sealed[at] ^= 1


# What is no extract at all


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", "<x/>")


def armored(path: Path) -> None:
    keys = [pyrage.x25519.Recipient.from_str(RECIPIENT)]
    path.write_bytes(bytes(pyrage.encrypt(SMALL, keys, armored=True)))


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda path: path.write_bytes(b""), DamagedExtract, "beskadiget"),
        (lambda path: path.write_bytes(HEADER[:10]), DamagedExtract, "beskadiget"),
        (lambda path: path.write_bytes(HEADER[:-1]), DamagedExtract, "beskadiget"),
        (lambda path: path.write_bytes(HEADER), DamagedExtract, "beskadiget"),
        (lambda path: path.write_bytes(HEADER + b"x" * 99), DamagedExtract, "beskadiget"),
        (zipped, UnknownFormat, "ZIP"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(84)), UnknownFormat, "SQLite"),
        (armored, UnknownFormat, "tekstform"),
        (lambda path: path.write_bytes(b"%PDF-1.7\n"), UnknownFormat, "ikke et Boligatlas"),
        (lambda path: path.write_bytes(b"\n" + HEADER), UnknownFormat, "ikke et Boligatlas"),
        (lambda path: path.write_bytes(b"age-encryption.org/v2\n"), UnknownFormat, "ikke et"),
        (lambda path: path.write_bytes(bytes(1000)), UnknownFormat, "ikke et Boligatlas"),
        (lambda path: path.mkdir(), FileProblem, "x.boligatlas"),
        (lambda path: None, FileProblem, "findes ikke"),
    ],
    ids=["empty", "10 bytes", "no line end", "header only", "no stanza", "zip", "sqlite", "armored",
         "pdf", "blank line", "version 2", "zeros", "folder", "missing"],
)  # fmt: skip
def test_other_files_are_named(
    tmp_path: Path, make: Callable[[Path], object], error: type[Exception], said: str
) -> None:
    path = tmp_path / "x.boligatlas"
    make(path)
    with pytest.raises(error, match=said) as caught:
        unseal(path, KEY)
    assert getattr(caught.value, "hint", "")
    with pytest.raises(error):
        open_extract(path, KEY)
    if path.is_file() and path.read_bytes().startswith(HEADER):
        looks_sealed(path)
        return
    for ask in (looks_sealed, needs_passphrase, lambda path: unseal_apart(path, Passphrase("x"))):
        with pytest.raises(error):
            ask(path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.boligatlas"
    path.write_bytes(seal(SMALL, [RECIPIENT]))

    def refused(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(FileProblem, match="kan ikke læses"):
        unseal(path, KEY)


@pytest.mark.parametrize("key", [KEY, Passphrase("x")], ids=["key", "passphrase"])
def test_a_file_larger_than_any_extract_is_not_read(
    tmp_path: Path, key: Identity | Passphrase
) -> None:
    path = tmp_path / "x.boligatlas"
    with path.open("wb") as stream:
        stream.write(seal(SMALL, [RECIPIENT]))
        stream.truncate((4 << 30) + 1)  # a hole: no room is taken
    with pytest.raises(DamagedExtract, match="større"):
        unseal(path, key)
    with pytest.raises(DamagedExtract, match="større"):
        open_extract(path, key)


# Key files


@pytest.mark.parametrize(
    "text",
    [
        KEY.lines[0],
        f"# created: 2026-11-23\n# public key: {RECIPIENT}\n{KEY.lines[0]}\n",
        f"  {KEY.lines[0]}  \r\n",
        f"\ufeff{KEY.lines[0]}\n",
        f"æøå\n\n{KEY.lines[0]}",
    ],
)
def test_key_files(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text, "utf-8")
    assert read_identity(tmp_path / "key") == KEY


def test_a_key_file_of_several(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{OTHER.lines[0]}\n{KEY.lines[0]}\n", "utf-8")
    assert read_identity(tmp_path / "key").lines == (*OTHER.lines, *KEY.lines)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", RECIPIENT.encode(), b"# AGE-SECRET"])
def test_a_file_without_a_key(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(FileProblem, match="ingen nøgle") as caught:
        read_identity(tmp_path / "key")
    assert "AGE-SECRET-KEY-1" in caught.value.hint


def test_a_key_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="findes ikke"):
        read_identity(tmp_path / "key")


# Passphrases: scrypt takes about two seconds a time


@pytest.fixture(scope="module")
def locked(sealed: Sealed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("locked") / "æøå.boligatlas"
    path.write_bytes(seal(sealed.content, [], "korrekt hest æøå"))
    return path


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every process that is started."""
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *args: object, **more: object) -> None:
            super().__init__(*args, **more)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    return started


def test_the_right_passphrase(
    locked: Path, sealed: Sealed, children: list[subprocess.Popen[bytes]]
) -> None:
    assert needs_passphrase(locked)
    assert not needs_passphrase(sealed.path)
    asked = []

    def stopped() -> bool:
        asked.append(1)
        return False

    content = unseal_apart(locked, Passphrase("korrekt hest æøå"), stopped)
    assert content == sealed.content
    assert asked
    assert [child.returncode for child in children] == [0]
    assert "korrekt" not in " ".join(map(str, children[0].args))  # type: ignore[arg-type]


def test_a_wrong_passphrase(locked: Path, children: list[subprocess.Popen[bytes]]) -> None:
    with pytest.raises(WrongKey, match="Adgangssætningen"):
        unseal_apart(locked, Passphrase("Korrekt hest æøå"))
    assert [child.poll() for child in children] == [1]


def test_cancelling_ends_the_child(locked: Path, children: list[subprocess.Popen[bytes]]) -> None:
    with pytest.raises(Cancelled):
        unseal_apart(locked, Passphrase("x"), lambda: True)
    (child,) = children
    assert child.returncode is not None
    if os.name != "nt":
        assert child.returncode == -signal.SIGKILL  # it did not end by itself
        with pytest.raises(ProcessLookupError):
            os.kill(child.pid, 0)


def test_a_child_that_dies_is_damage(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false") or "false")
    with pytest.raises(DamagedExtract, match="låses op") as caught:
        unseal_apart(locked, Passphrase("x"))
    assert caught.value.hint


def test_a_key_does_not_open_what_a_passphrase_locked_nor_the_other_way(
    locked: Path, sealed: Sealed
) -> None:
    with pytest.raises(REFUSED):
        unseal(locked, KEY)
    with pytest.raises(REFUSED):
        unseal_apart(sealed.path, Passphrase("x"))


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_a_passphrase_that_is_no_text_is_wrong(locked: Path, text: str) -> None:
    with pytest.raises(WrongKey):
        unseal_apart(locked, Passphrase(text))
    with pytest.raises(WrongKey):
        unseal(locked, Passphrase(text))


def test_a_locked_file_that_is_cut_or_altered(tmp_path: Path, locked: Path) -> None:
    """What age refuses before scrypt, and so at once."""
    whole = locked.read_bytes()
    path = tmp_path / "x.boligatlas"
    for content in (whole[:40], whole[: header_length(whole) - 10], whole.replace(b"scrypt", b"s")):
        path.write_bytes(content)
        with pytest.raises(REFUSED):
            unseal(path, Passphrase("korrekt hest æøå"))


# In a process of its own, with a key


def test_a_key_in_a_process_of_its_own(
    sealed: Sealed, children: list[subprocess.Popen[bytes]]
) -> None:
    assert unseal_apart(sealed.path, sealed.key) == sealed.content
    with pytest.raises(WrongKey, match="til en anden"):
        unseal_apart(sealed.path, KEY)
    assert [child.returncode for child in children] == [0, 1]
    assert sealed.key.lines[0] not in " ".join(map(str, children[0].args))  # type: ignore[arg-type]


def test_damage_in_a_process_of_its_own(tmp_path: Path) -> None:
    sealed = seal(LARGE, [RECIPIENT])
    path = tmp_path / "x.boligatlas"
    start = header_length(sealed) + 16
    for length in (start - 30, start, start + 2 * (PIECE + 16), len(sealed) - 1):
        path.write_bytes(sealed[:length])
        with pytest.raises(DamagedExtract):
            unseal_apart(path, KEY)
    altered = bytearray(sealed)
    altered[-1] ^= 1
    path.write_bytes(altered)
    with pytest.raises(DamagedExtract):
        unseal_apart(path, KEY)


# Nothing in the clear on a disk

WATCH = """
import sys
from pathlib import Path

from desktop.core.envelope import read_identity
from desktop.core.extract import open_extract
import desktop.core.geopackage, pyrage, numpy, sqlite3

seen = []
WRITING = 0o1 | 0o2 | 0o100  # O_WRONLY, O_RDWR, O_CREAT

def watch(event, args):
    if event == "open":
        path, mode, flags = args
        if (mode and set(mode) & set("wax+")) or (flags or 0) & WRITING:
            seen.append(f"open {path} {mode} {flags}")
    elif event.startswith(("os.mkdir", "os.rename", "os.link", "os.symlink", "tempfile.")):
        seen.append(f"{event} {args}")
    elif event == "sqlite3.connect" and args[0] != ":memory:":
        seen.append(f"{event} {args}")

sys.addaudithook(watch)
data = open_extract(Path(sys.argv[1]), read_identity(Path(sys.argv[2])))
for level in data.levels:
    data.areas(level.id), data.outlines(level.id, 0)
    for indicator in data.indicators_of(level.id):
        data.history(indicator.id, level.id)
data.close()
assert not seen, seen
open(sys.argv[3], "wb").close()
assert len(seen) == 1, "the watch is asleep"
"""


def test_nothing_is_written_while_opening(tmp_path: Path, sealed: Sealed) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    names = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "HOME", "SQLITE_TMPDIR"), str(folder))
    before = sorted(sealed.path.parent.iterdir())
    subprocess.run(
        [sys.executable, "-B", "-c", WATCH, sealed.path, sealed.key_file, tmp_path / "awake"],
        cwd=folder,
        env={**os.environ, **names, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert list(folder.iterdir()) == []
    assert sorted(sealed.path.parent.iterdir()) == before


def test_a_secret_key_given_as_a_recipient_is_not_repeated() -> None:
    identity, _recipient = new_identity()
    with pytest.raises(FileProblem) as caught:
        check_recipient(identity.lines[0])
    assert "hemmelig nøgle" in caught.value.problem
    assert identity.lines[0] not in caught.value.problem + caught.value.hint
