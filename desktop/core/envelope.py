"""The sealed envelope: age (age-encryption.org/v1). The only importer of pyrage.

A file is opened all or nothing: what is handed out has been verified to its last byte, and lives in
memory only. ``pyrage.decrypt_io`` verifies each piece of 64 KiB before it writes it and raises at
the first that does not hold, or when the last is missing; :func:`unseal` keeps the pieces to itself
until the call has returned. It is three times faster than ``pyrage.decrypt``.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop.core.errors import DamagedExtract, FileProblem, UnknownFormat, WrongKey
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
    content = read_whole(path, limit=1 << 20).decode("utf-8-sig", "replace")
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
        raise damaged()
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
        key: identities, or a passphrase, which is slow: see ``apart.unseal_apart``.

    Raises:
        FileProblem, UnknownFormat: see :func:`looks_sealed`.
        WrongKey: the key does not open it.
        DamagedExtract: a byte was altered or the end is missing.
    """
    looks_sealed(path)
    try:
        size = check_size(path.stat().st_size)
    except OSError as error:
        raise cannot_read(path, error) from error
    if isinstance(key, Passphrase):
        return memoryview(_unseal_with_passphrase(path, key))
    kept = _Kept(size)
    unseal_into(path, key, kept)
    return kept.content()


def unseal_into(path: Path, key: Identity, sink: BinaryIO | io.RawIOBase) -> None:
    """Write the content of an extract to a sink that keeps it back until this has returned.

    What was written before an exception must be thrown away: its end was never verified.

    Raises:
        FileProblem, WrongKey, DamagedExtract: as :func:`unseal`.
    """
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
            decrypt_io(stream, sink, identities)
    except DecryptError as error:
        raise _refusal(error) from error
    except OSError as error:
        if error.errno is None:  # age's own complaint about the payload, not the system's
            raise damaged() from error
        raise cannot_read(path, error) from error


def check_size(size: int) -> int:
    """The size of a sealed file in bytes, if an extract can be that large.

    Raises:
        DamagedExtract: it cannot.
    """
    if size > _LARGEST:
        raise DamagedExtract(
            _("Filen er større, end noget udtræk kan være."),
            hint=_("Kontrollér, at det er den rigtige fil."),
        )
    return size


class _Kept(io.RawIOBase):
    """A buffer that takes what is written and gives it out only as a whole."""

    def __init__(self, size: int) -> None:
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
    except UnicodeEncodeError as error:  # half a surrogate pair; such a text opens nothing
        raise wrong_passphrase() from error


def _refusal(error: Exception, *, passphrase: bool = False) -> WrongKey | DamagedExtract:
    """Tell a wrong key from a broken file by what age says.

    age cannot know a wrong passphrase from an altered key stanza: both are "Decryption failed".
    """
    message = str(error).lower()
    if "excessive work" in message:
        return damaged()
    if passphrase and ("decryption failed" in message or "incorrect passphrase" in message):
        return wrong_passphrase()
    if "no matching keys" in message:
        return not_for_this_key()
    return damaged()


def not_for_this_key() -> WrongKey:
    """An extract that was sealed for somebody else."""
    return WrongKey(
        _("Nøglen åbner ikke dette udtræk: det er forseglet til en anden."),
        hint=_("Bed dataforvalteren om et udtræk til din nøgle, eller vælg en anden nøglefil."),
    )


def wrong_passphrase() -> WrongKey:
    """A passphrase that does not open the extract."""
    return WrongKey(
        _("Adgangssætningen passer ikke til udtrækket."),
        hint=_("Se efter store og små bogstaver, og prøv igen. Intet er ændret."),
    )


def damaged() -> DamagedExtract:
    """A file that does not hold together."""
    return DamagedExtract(
        _("Filen er beskadiget og kan ikke åbnes sikkert."),
        hint=_("Kopiér den igen fra kilden, eller bed dataforvalteren om en ny."),
    )


def _recipient(text: str) -> object:
    from pyrage import RecipientError, x25519

    if text.strip().upper().startswith("AGE-SECRET-KEY"):
        raise FileProblem(
            _("Det er en hemmelig nøgle, ikke en modtager."),
            hint=_("Modtagerens offentlige nøgle begynder med age1. Vis ikke den hemmelige."),
        )
    try:
        return x25519.Recipient.from_str(text)
    except RecipientError as error:
        raise FileProblem(
            _("Modtageren er ikke en gyldig nøgle: {text}").format(text=text),
            hint=_(
                "En modtager begynder med age1 og er offentlig; den hemmelige nøgle er en anden."
            ),
        ) from error
