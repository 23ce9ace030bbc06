"""Opening an extract: envelope, GeoPackage, date, dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from desktop.core.dataset import Dataset
from desktop.core.envelope import Key, Passphrase, unseal, unseal_apart
from desktop.core.geopackage import GeoPackage

SUFFIX = ".boligatlas"


def open_extract(
    path: Path,
    key: Key,
    *,
    stopped: Callable[[], bool] = lambda: False,
    today: dt.date | None = None,
) -> Dataset:
    """Open an extract into memory.

    Args:
        path: the sealed file.
        key: a passphrase, for which a child process does the slow part, or identities.
        stopped: asked while a passphrase is tried; true ends it.
        today: the day that the delete-by date is held against; the machine's own if left out.

    Raises:
        WrongKey, DamagedExtract, UnknownFormat, Expired, FileProblem: see their docstrings.
        Cancelled: ``stopped`` said so.
    """
    content = unseal_apart(path, key, stopped) if isinstance(key, Passphrase) else unseal(path, key)
    source = GeoPackage(content)
    try:
        source.manifest.check_date(today or dt.date.today())
    except Exception:
        source.close()
        raise
    return Dataset(source)
