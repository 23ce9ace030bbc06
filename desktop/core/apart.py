"""Opening an envelope in a child process, and the child itself.

age's scrypt takes seconds and holds the interpreter; a large file takes a good part of a second. In
a process of its own the work can be waited for and ended, and a window is built meanwhile. The key
goes in and the content comes out through pipes: nothing touches a disk.

Run as ``python -m desktop.core.apart FILE``, or ``boligatlas _unseal FILE`` in a bundle.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from desktop.core.envelope import (
    Identity,
    Key,
    Passphrase,
    check_size,
    damaged,
    looks_sealed,
    not_for_this_key,
    unseal,
    unseal_into,
    wrong_passphrase,
)
from desktop.core.errors import BoligatlasError, Cancelled, DamagedExtract, WrongKey
from desktop.core.paths import cannot_read
from desktop.core.wording import _

_PASSPHRASE, _IDENTITY = "passphrase", "identity"
_PIPE = 1 << 20  # bytes the pipe holds where the system lets us say
_ASKED = 0.1  # seconds between two questions whether to stop


def unseal_apart(path: Path, key: Key, stopped: Callable[[], bool] = lambda: False) -> memoryview:
    """The verified content of an extract, opened by a child process.

    What arrives is handed out only when the child has said that it verified all of it.

    Args:
        path: the sealed file.
        key: a passphrase or identities.
        stopped: asked about ten times a second; true ends the work.

    Raises:
        Cancelled: ``stopped`` said so.
        FileProblem, UnknownFormat, WrongKey, DamagedExtract: as ``envelope.unseal``.
    """
    looks_sealed(path)
    try:
        buffer = bytearray(check_size(path.stat().st_size))
    except OSError as error:
        raise cannot_read(path, error) from error
    question = _written(key)
    with _child(path) as child:
        assert child.stdin and child.stdout and child.stderr
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(child, stopped, ended), daemon=True)
        watch.start()
        try:
            with contextlib.suppress(OSError):  # a child that has died is heard of below
                child.stdin.write(question)
                child.stdin.close()
            used = _read_all(child.stdout, buffer)
            complaint = child.stderr.read().decode("ascii", "replace")
            status = child.wait()
        finally:
            ended.set()
            watch.join()
    if stopped():
        raise Cancelled
    if status == 0:
        return memoryview(buffer)[:used]
    raise _refusal(complaint, key)


def answer(path: Path, asked: BinaryIO, told: BinaryIO) -> str:
    """The child's side: read a key, write the content, and return what went wrong, if anything."""
    key = _read_key(asked.read())
    try:
        if isinstance(key, Passphrase):
            told.write(unseal(path, key))
        else:
            unseal_into(path, key, told)
        told.flush()
    except WrongKey:
        return "wrong-key"
    except DamagedExtract:
        return "damaged"
    except (BoligatlasError, OSError):
        return "failed"
    return ""


def main(path: Path) -> int:
    """Answer on standard input and output."""
    with open(sys.stdout.fileno(), "wb", buffering=_PIPE, closefd=False) as told:
        complaint = answer(path, sys.stdin.buffer, told)
    sys.stderr.write(complaint)
    return 1 if complaint else 0


@contextlib.contextmanager
def _child(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The child, which does not outlive the block."""
    own = ["_unseal"] if getattr(sys, "frozen", False) else ["-m", "desktop.core.apart"]
    child = subprocess.Popen(
        [sys.executable, *own, str(path.absolute())],
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        _widen(child)
        yield child
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        for stream in (child.stdin, child.stdout, child.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _widen(child: subprocess.Popen[bytes]) -> None:
    """Let the pipe hold more than Linux's 64 KiB; elsewhere it stays as it is."""
    if sys.platform == "linux" and child.stdout is not None:
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(child.stdout.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _watch(
    child: subprocess.Popen[bytes], stopped: Callable[[], bool], ended: threading.Event
) -> None:
    while not ended.wait(_ASKED):
        if stopped():
            with contextlib.suppress(OSError):
                child.kill()
            return


def _read_all(stream: object, buffer: bytearray) -> int:
    """Fill the buffer from a pipe; the content is always shorter than the sealed file."""
    view = memoryview(buffer)
    used = 0
    while used < len(buffer):
        taken: int = stream.readinto(view[used:])  # type: ignore[attr-defined]
        if not taken:
            break
        used += taken
    return used


def _written(key: Key) -> bytes:
    if isinstance(key, Passphrase):
        try:
            return f"{_PASSPHRASE}\n{key.text}".encode()
        except UnicodeEncodeError as error:  # half a surrogate pair; such a text opens nothing
            raise wrong_passphrase() from error
    return "\n".join((_IDENTITY, *key.lines)).encode()


def _read_key(content: bytes) -> Key:
    kind, _newline, rest = content.decode().partition("\n")
    return Passphrase(rest) if kind == _PASSPHRASE else Identity(tuple(rest.splitlines()))


def _refusal(complaint: str, key: Key) -> BoligatlasError:
    if complaint == "wrong-key":
        return wrong_passphrase() if isinstance(key, Passphrase) else not_for_this_key()
    if complaint == "damaged":
        return damaged()
    return DamagedExtract(
        _("Udtrækket kunne ikke låses op."),
        hint=_("Det kræver omkring 1 GB ledig hukommelse. Luk andre programmer, og prøv igen."),
    )


if __name__ == "__main__":
    status = main(Path(sys.argv[1]))
    sys.stderr.flush()
    os._exit(status)  # nothing is left to tidy up, and the parent is waiting
