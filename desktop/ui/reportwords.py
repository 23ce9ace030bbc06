"""What the dialog says of a report under way, and of one that is saved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from desktop.core.wording import _, number, plural

if TYPE_CHECKING:
    from desktop.reports.making import Progress, Saved

_SOON = 2.0  # seconds: less is not worth telling
_MINUTE = 60.0


def left_words(seconds: float) -> str:
    """How long it takes yet, roughly; nothing where that is not known or next to nothing."""
    if not math.isfinite(seconds) or seconds < _SOON:
        return ""
    if seconds < _MINUTE:
        steps = 1 if seconds < 10 else 5
        count = int(math.ceil(seconds / steps) * steps)
        words = plural("ca. {count} sekund tilbage", "ca. {count} sekunder tilbage", count)
    else:
        count = math.ceil(seconds / _MINUTE)
        words = plural("ca. {count} minut tilbage", "ca. {count} minutter tilbage", count)
    return words.format(count=number(count))


def progress_words(progress: Progress, pages_each: float = 0.0) -> str:
    """What is being made, how far it is, and how long it takes yet.

    Args:
        progress: of the report.
        pages_each: pages to a chapter, as far as has been seen; 0 is not known.
    """
    done, total = progress.done, progress.total
    how_far = ""
    if total > 1 and done < total:
        told = _("side {at} af ca. {count}") if pages_each else _("{at} af {count}")
        each = pages_each or 1.0
        how_far = told.format(at=number(int(done * each) + 1), count=number(round(total * each)))
    parts = (progress.name, how_far, left_words(progress.left))
    return " · ".join(part for part in parts if part)


def saved_words(name: str, saved: Saved) -> str:
    """That a file is there, how many pages it has, and what was confirmed of it.

    Args:
        name: of the file, without its folder.
        saved: what came of it.
    """
    pages = plural("{count} side", "{count} sider", saved.pages).format(count=number(saved.pages))
    told = _("Gemt: {name} ({pages}, kontrolleret)")
    if saved.standards:
        told = _("Gemt: {name} ({pages}, kontrolleret, {standards} bekræftet)")
    standards = _(" og ").join(saved.standards)
    return told.format(name=name, pages=pages, standards=standards)
