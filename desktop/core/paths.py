"""Where things lie, and the one way a file is written."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from desktop.core.errors import FileProblem
from desktop.core.wording import _

SETTINGS_FOLDER_VARIABLE = "BOLIGATLAS_SETTINGS"


def resource(*names: str) -> Path:
    """Path of a file or folder under ``resources/``, in the source tree or in the bundle."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root.joinpath("resources", *names)


def settings_folder() -> Path:
    """The user's own folder for settings; not created here.

    ``BOLIGATLAS_SETTINGS`` overrides it, for profiles that lie elsewhere.
    """
    chosen = os.environ.get(SETTINGS_FOLDER_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("Boligatlas", appauthor=False)


def data_folder() -> Path:
    """The user's own folder for things made on this machine, such as the demonstration."""
    chosen = os.environ.get(SETTINGS_FOLDER_VARIABLE)
    if chosen:
        return Path(chosen) / "data"
    from platformdirs import user_data_path

    return user_data_path("Boligatlas", appauthor=False)


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file so that it is there complete or not at all.

    The content goes to a file beside ``path``, is flushed to the disk and takes the name in one
    step. Whatever fails, an older file under that name is untouched and no half file is left.

    Raises:
        FileProblem: the folder is missing or read-only, the disk is full, or the name is taken by
            a folder or locked by another program.
    """
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent
        )
        beside = Path(name)
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
        beside = None
        _sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if beside is not None:
            with contextlib.suppress(OSError):
                beside.unlink()


def read_whole(path: Path, *, limit: int | None = None) -> bytes:
    """The bytes of a file, or the first ``limit`` of them.

    Raises:
        FileProblem: there is no such file, or it may not be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read() if limit is None else stream.read(limit)
    except OSError as error:
        raise cannot_read(path, error) from error


def cannot_read(path: Path, error: OSError) -> FileProblem:
    """The user's version of a failure to read ``path``."""
    if isinstance(error, FileNotFoundError):
        return FileProblem(
            _("Filen findes ikke: {path}").format(path=path),
            hint=_("Den kan være flyttet eller omdøbt. Kontrollér stien."),
        )
    if isinstance(error, IsADirectoryError):
        return FileProblem(
            _("{path} er en mappe, ikke en fil.").format(path=path),
            hint=_("Vælg filen inde i mappen."),
        )
    return FileProblem(
        _("Filen kan ikke læses: {path}").format(path=path),
        hint=_("Kontrollér, at du har adgang, og at intet andet program har låst den."),
    )


def cannot_write(path: Path, error: OSError) -> FileProblem:
    """The user's version of a failure to write ``path``."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else -1):
        return FileProblem(
            _("Der er ikke plads på drevet til {path}.").format(path=path),
            hint=_("Intet blev skrevet. Frigør plads, eller vælg et andet drev."),
        )
    if isinstance(error, FileNotFoundError):
        return FileProblem(
            _("Mappen til {path} findes ikke.").format(path=path),
            hint=_("Opret mappen, eller vælg en anden."),
        )
    return FileProblem(
        _("{path} kan ikke skrives.").format(path=path),
        hint=_("Intet blev skrevet. Kontrollér, at du må skrive der, og at filen ikke er åben."),
    )


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; Windows needs and allows no such thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
