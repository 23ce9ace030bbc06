"""The log of exports: who took what out of which extract, and when; never a number from it.

One JSON object a line. Each line names the digest of the one before it and carries its own, so that
a line that is changed, taken out or put in between breaks the chain. That the newest lines were cut
off cannot be told from the file alone; the controller's copy shows it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop import __version__
from desktop.core.errors import ExportError
from desktop.core.manifest import Manifest
from desktop.core.paths import data_folder
from desktop.core.wording import _

LOG = "eksporter.jsonl"
FIRST = "0" * 64  # what the first line names as the one before it
_TAIL = 1 << 16  # bytes from the end in which the last line is looked for first
_PATIENCE = 10.0  # seconds to wait for another process that writes
_READ_WRITE = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """What is said of an export. Codes and names of things, never values, and no path.

    Attributes:
        extract: :func:`extract_id` of the extract.
        kind: of report, such as ``profile``.
        level: of the areas.
        areas: codes of the areas that it tells of.
        indicators: their ids.
        periods: their codes.
        profile: the extract's disclosure profile.
        sha256: digest of the finished file.
    """

    extract: str
    kind: str
    level: str
    areas: tuple[str, ...]
    indicators: tuple[str, ...]
    periods: tuple[str, ...]
    profile: str
    sha256: str


def extract_id(manifest: Manifest) -> str:
    """What an extract is called in the log: a digest of its title, its day and its recipe."""
    said = [manifest.title, manifest.created.isoformat(), manifest.recipe_digest]
    return hashlib.sha256(_packed(said)).hexdigest()


def log_export(
    entry: ExportEntry, folder: Path | None = None, *, now: dt.datetime | None = None
) -> None:
    """Add an export to the log, on the disk before this returns.

    To be called when the file is finished and before it gets its name: an export that cannot be
    logged must not be made. What a process that was killed left half written stays where it is, and
    the next line says that it is there.

    Args:
        entry: the export.
        folder: where the log lies; None is the user's own folder, which is made where missing.
        now: the time, with a zone; None is the clock's.

    Raises:
        ExportError: the log cannot be written.
    """
    path = (data_folder() if folder is None else folder) / LOG
    now = (now or dt.datetime.now(dt.UTC)).astimezone()
    body = {
        "utc": now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "local": now.isoformat(timespec="seconds"),
        "user": _user(),
        "program": f"Boligatlas {__version__}",
        "action": "export",
        "extract": entry.extract,
        "kind": entry.kind,
        "level": entry.level,
        "area_count": len(entry.areas),
        "areas": list(entry.areas),
        "indicators": list(entry.indicators),
        "periods": list(entry.periods),
        "profile": entry.profile,
        "sha256": entry.sha256,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, _READ_WRITE, 0o600)
        try:
            with _alone(handle):
                _append(handle, body)
        finally:
            os.close(handle)
    except OSError as error:
        raise ExportError(
            _("Rapporten er ikke gemt, fordi den ikke kan skrives i loggen over eksporter."),
            hint=_(
                "Enhver eksport skal logges. Kontrollér, at der er plads på drevet, at du må skrive"
                " i {path}, og at intet andet program har låst filen."
            ).format(path=path),
        ) from error


def verify(path: Path) -> tuple[str, ...]:
    """What is wrong with a log, in words with the number of the line; empty where it holds.

    Lines that were never finished, and that the line after them tells of, are no fault.

    Raises:
        OSError: the file cannot be read.
    """
    lines = path.read_bytes().split(b"\n")
    unfinished = lines.pop()
    problems: list[str] = []
    last, gap = FIRST, b""
    for number, line in enumerate(lines, 1):
        body = _entry(line)
        if body is None:
            gap += line + b"\n"
            if _is_object(line):
                problems.append(_("Linje {number} er ændret.").format(number=number))
            continue
        if body["previous"] != last:
            problems.append(
                _("Linje {number} følger ikke efter den før: noget er ændret, fjernet eller"
                  " sat ind.").format(number=number)
            )  # fmt: skip
        if body.get("torn", "") != (hashlib.sha256(gap).hexdigest() if gap else ""):
            problems.append(
                _("Det, der står før linje {number}, er ikke det, som linjen siger.").format(
                    number=number
                )
            )
        last, gap = body["digest"], b""
    if unfinished or gap:
        problems.append(_("Det sidste i loggen er ikke skrevet færdigt."))
    return tuple(problems)


def _append(handle: int, body: dict[str, Any]) -> None:
    """Write a line at the end, linked to the last one that is whole."""
    size = os.lseek(handle, 0, os.SEEK_END)
    last, gap = _last_entry(_read(handle, max(size - _TAIL, 0), size))
    if last is None or gap:
        last, gap = _last_entry(_read(handle, 0, size))
    begin = b"" if not gap or gap.endswith(b"\n") else b"\n"
    if begin and (whole := _entry(gap.rpartition(b"\n")[2])) is not None:
        last, gap = whole, b""  # a line that lacks its end alone is no torn one
    linked = {**body, "previous": FIRST if last is None else last["digest"]}
    if gap:
        linked["torn"] = hashlib.sha256(gap + begin).hexdigest()
    linked["digest"] = hashlib.sha256(_packed(linked)).hexdigest()
    line = begin + _packed(linked) + b"\n"
    while line:
        line = line[os.write(handle, line) :]
    os.fsync(handle)


def _last_entry(content: bytes) -> tuple[dict[str, Any] | None, bytes]:
    """The last whole entry, and all that stands after it."""
    end = len(content)
    while (end := content.rfind(b"\n", 0, end)) >= 0:
        begin = content.rfind(b"\n", 0, end) + 1
        if (body := _entry(content[begin:end])) is not None:
            return body, content[end + 1 :]
    return None, content


def _entry(line: bytes) -> dict[str, Any] | None:
    """A line that carries its own digest, or None."""
    try:
        body = json.loads(line)
        own = {name: value for name, value in body.items() if name != "digest"}
        if body["digest"] != hashlib.sha256(_packed(own)).hexdigest() or "previous" not in body:
            return None
        return dict(body)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None


def _is_object(line: bytes) -> bool:
    """Whether a line is whole, as one that broke off never is."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _packed(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _read(handle: int, begin: int, end: int) -> bytes:
    os.lseek(handle, begin, os.SEEK_SET)
    parts = []
    while begin < end and (part := os.read(handle, end - begin)):
        parts.append(part)
        begin += len(part)
    return b"".join(parts)


def _user() -> str:
    """Who is signed in, as the system calls them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


@contextlib.contextmanager
def _alone(handle: int) -> Iterator[None]:
    """No other process writes meanwhile; the system lets go of the lock of one that dies."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            _lock(handle)
            break
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
    try:
        yield
    finally:
        _unlock(handle)


if sys.platform == "win32":
    import msvcrt

    _PLACE = 1 << 40  # far beyond the end, so that the log can be read while it is locked

    def _lock(handle: int) -> None:
        os.lseek(handle, _PLACE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, _PLACE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
