"""The sealed envelope: age (age-encryption.org/v1). The only importer of pyrage.

A file is opened all or nothing: what is handed out has been verified to its last byte, and lives in
memory only. ``pyrage.decrypt_io`` verifies each piece of 64 KiB before it writes it and raises at
the first that does not hold, or when the last is missing; :func:`unseal` keeps the pieces to itself
until the call has returned. It is three times faster than ``pyrage.decrypt``.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import Cancelled, DamagedExtract, FileProblem, UnknownFormat, WrongKey
from desktop.core.paths import cannot_read, read_whole
from desktop.core.wording import _

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

HEADER = b"age-encryption.org/v1\n"
ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_LARGEST = 4 << 30  # bytes; an extract is far smaller, and memory is not endless


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A passphrase, opened through age's scrypt: about two seconds and one gigabyte."""

    text: str

    def __repr__(self) -> str:
        """Never the secret."""
        return "Passphrase(…)"


@dataclass(frozen=True, slots=True)
class Identity:
    """One or more X25519 identities, as they stand in a key file."""

    lines: tuple[str, ...]

    def __repr__(self) -> str:
        """Never the secret."""
        return f"Identity({len(self.lines)} …)"


Key = Passphrase | Identity


def read_identity(path: Path) -> Identity:
    """The identities in a key file made by ``age-keygen`` or :func:`new_identity`.

    Raises:
        FileProblem: the file cannot be read, or holds no identity.
    """
    content = read_whole(path, limit=1 << 20).decode("utf-8", "replace")
    lines = tuple(
        line.strip() for line in content.splitlines() if line.strip().startswith("AGE-SECRET-KEY-1")
    )
    if not lines:
        raise FileProblem(
            _("Filen indeholder ingen nøgle: {path}").format(path=path),
            hint=_("En nøglefil har en linje, der begynder med AGE-SECRET-KEY-1."),
        )
    return Identity(lines)


def new_identity() -> tuple[Identity, str]:
    """A new identity and the recipient (public key) that belongs to it."""
    from pyrage import x25519

    made = x25519.Identity.generate()
    return Identity((str(made),)), str(made.to_public())


def seal(content: bytes, recipients: Sequence[str], passphrase: str = "") -> bytes:
    """Encrypt for recipients, or for one passphrase; age allows one kind at a time.

    Raises:
        FileProblem: no recipient, both kinds, or a recipient that is not an X25519 public key.
    """
    import pyrage

    if bool(recipients) == bool(passphrase):
        raise FileProblem(
            _("Et udtræk forsegles enten til modtagere eller med én adgangssætning."),
            hint=_("Angiv --recipient én eller flere gange, eller --passphrase-file."),
        )
    if passphrase:
        return bytes(pyrage.passphrase.encrypt(content, passphrase))
    return bytes(pyrage.encrypt(content, [_recipient(text) for text in recipients]))


def check_recipient(text: str) -> None:
    """Raise FileProblem when the text is no X25519 public key, before long work is begun."""
    _recipient(text)


def looks_sealed(path: Path) -> None:
    """Raise unless the file begins as an age file; costs one short read.

    Raises:
        FileProblem: it cannot be read.
        UnknownFormat: it is something else, named where it is known.
    """
    start = read_whole(path, limit=64)
    if start.startswith(HEADER):
        return
    if HEADER.startswith(start):
        raise _damaged()
    what = _("Filen er ikke et Boligatlas-udtræk.")
    if start.startswith(b"SQLite format 3\0"):
        what = _("Filen er en ukrypteret GeoPackage- eller SQLite-fil, ikke et udtræk.")
    elif start.startswith(b"PK\x03\x04"):
        what = _("Filen er en ZIP- eller Office-fil, ikke et udtræk.")
    elif start.startswith(ARMOR):
        what = _("Filen er en age-fil i tekstform; et udtræk er binært.")
    raise UnknownFormat(what, hint=_("Vælg en fil, der ender på .boligatlas."))


def needs_passphrase(path: Path) -> bool:
    """Whether the file was sealed with a passphrase rather than for recipients.

    Raises:
        FileProblem, UnknownFormat: see :func:`looks_sealed`.
    """
    looks_sealed(path)
    return read_whole(path, limit=64).startswith(HEADER + b"-> scrypt ")


def unseal(path: Path, key: Key) -> memoryview:
    """The verified content of an extract, in this process.

    Args:
        path: the sealed file.
        key: a passphrase (slow: use :func:`unseal_apart` where a window must stay alive) or
            identities.

    Raises:
        FileProblem, UnknownFormat: see :func:`looks_sealed`.
        WrongKey: the key does not open it.
        DamagedExtract: a byte was altered or the end is missing.
    """
    looks_sealed(path)
    if isinstance(key, Passphrase):
        return memoryview(_unseal_with_passphrase(path, key))
    from pyrage import DecryptError, IdentityError, decrypt_io, x25519

    try:
        identities = [x25519.Identity.from_str(line) for line in key.lines]
    except IdentityError as error:
        raise WrongKey(
            _("Nøglen er ufuldstændig eller skrevet forkert."),
            hint=_("Kopiér nøglefilen igen fra den, der gav dig den."),
        ) from error
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            kept = _Kept(size)
            decrypt_io(stream, kept, identities)
    except DecryptError as error:
        raise _refusal(error) from error
    except OSError as error:
        if error.errno is None:  # age's own complaint about the payload, not the system's
            raise _damaged() from error
        raise cannot_read(path, error) from error
    return kept.content()


def unseal_apart(path: Path, key: Passphrase, stopped: Callable[[], bool] = lambda: False) -> bytes:
    """The content of an extract, opened by a child process.

    age's scrypt takes seconds and holds the interpreter; in a process of its own it can be waited
    for and ended. The passphrase goes in and the content comes back through pipes.

    Args:
        path: the sealed file.
        key: the passphrase.
        stopped: asked about ten times a second; true ends the work.

    Raises:
        Cancelled: ``stopped`` said so.
        FileProblem, UnknownFormat, WrongKey, DamagedExtract: as :func:`unseal`.
    """
    looks_sealed(path)
    command = [sys.executable, *([] if getattr(sys, "frozen", False) else ["-m", "desktop"])]
    child = subprocess.Popen(
        [*command, "_unseal", str(path.absolute())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        content, complaint = _await(child, key.text.encode(), stopped)
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    if child.returncode == 0:
        return content
    refusals = {"wrong-key": _wrong_passphrase, "damaged": _damaged}
    refusal = refusals.get(complaint.decode("ascii", "replace").strip(), _child_failed)
    raise refusal()


def answer_unseal(path: Path) -> int:
    """The child's side of :func:`unseal_apart`: passphrase on stdin, content on stdout."""
    passphrase = Passphrase(sys.stdin.buffer.read().decode())
    try:
        content = unseal(path, passphrase)
    except WrongKey:
        sys.stderr.write("wrong-key")
        return 1
    except DamagedExtract:
        sys.stderr.write("damaged")
        return 1
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    return 0


def _await(
    child: subprocess.Popen[bytes], question: bytes, stopped: Callable[[], bool]
) -> tuple[bytes, bytes]:
    asked: bytes | None = question
    while True:
        try:
            return child.communicate(asked, timeout=0.1)
        except subprocess.TimeoutExpired:
            asked = None
            if stopped():
                raise Cancelled from None


class _Kept(io.RawIOBase):
    """A buffer that takes what is written and gives it out only as a whole."""

    def __init__(self, size: int) -> None:
        if size > _LARGEST:
            raise DamagedExtract(
                _("Filen er større end noget udtræk kan være."),
                hint=_("Kontrollér, at det er den rigtige fil."),
            )
        self._buffer = bytearray(size)
        self._used = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: ReadableBuffer) -> int:
        taken = memoryview(piece).nbytes
        self._buffer[self._used : self._used + taken] = memoryview(piece)
        self._used += taken
        return taken

    def content(self) -> memoryview:
        return memoryview(self._buffer)[: self._used]


def _unseal_with_passphrase(path: Path, key: Passphrase) -> bytes:
    import pyrage

    sealed = read_whole(path)
    try:
        return bytes(pyrage.passphrase.decrypt(sealed, key.text))
    except pyrage.DecryptError as error:
        raise _refusal(error, passphrase=True) from error


def _refusal(error: Exception, *, passphrase: bool = False) -> WrongKey | DamagedExtract:
    """Tell a wrong key from a broken file by what age says.

    age cannot know a wrong passphrase from an altered key stanza: both are "Decryption failed".
    """
    message = str(error).lower()
    if "excessive work" in message:
        return _damaged()
    if passphrase and ("decryption failed" in message or "incorrect passphrase" in message):
        return _wrong_passphrase()
    if "no matching keys" in message:
        return WrongKey(
            _("Nøglen åbner ikke dette udtræk: det er forseglet til en anden."),
            hint=_("Bed dataforvalteren om et udtræk til din nøgle, eller vælg en anden nøglefil."),
        )
    return _damaged()


def _wrong_passphrase() -> WrongKey:
    return WrongKey(
        _("Adgangssætningen passer ikke til udtrækket."),
        hint=_("Se efter store og små bogstaver, og prøv igen. Intet er ændret."),
    )


def _damaged() -> DamagedExtract:
    return DamagedExtract(
        _("Filen er beskadiget og kan ikke åbnes sikkert."),
        hint=_("Kopiér den igen fra kilden, eller bed dataforvalteren om en ny."),
    )


def _child_failed() -> DamagedExtract:
    return DamagedExtract(
        _("Udtrækket kunne ikke låses op."),
        hint=_(
            "Der skal bruges omkring 1 GB ledig hukommelse. Luk andre programmer, og prøv igen."
        ),
    )


def _recipient(text: str) -> object:
    from pyrage import RecipientError, x25519

    try:
        return x25519.Recipient.from_str(text)
    except RecipientError as error:
        raise FileProblem(
            _("Modtageren er ikke en gyldig nøgle: {text}").format(text=text),
            hint=_(
                "En modtager begynder med age1 og er offentlig; den hemmelige nøgle er en anden."
            ),
        ) from error
