"""Opening an extract: envelope, GeoPackage, date, dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from desktop.core.apart import unseal_apart
from desktop.core.dataset import Dataset
from desktop.core.envelope import Key, Passphrase, unseal
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
    if isinstance(key, Passphrase):
        return open_content(unseal_apart(path, key, stopped), today)
    return open_content(unseal(path, key), today)


def open_content(content: bytes | memoryview, today: dt.date | None = None) -> Dataset:
    """The dataset in the content of an envelope.

    Raises:
        DamagedExtract, UnknownFormat, Expired: see their docstrings.
    """
    source = GeoPackage(content)
    try:
        source.manifest.check_date(today or dt.date.today())
    except Exception:
        source.close()
        raise
    return Dataset(source)
