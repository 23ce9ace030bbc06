"""Asks a validator whether a document follows the standards that it names, and names no others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.reports.document import finished
from desktop.reports.structure import OutlineEntry, PageLink, Tree
from desktop.reports.xmp import NO_CLAIMS, Claims

_TOLD_AT_MOST: Final = 20  # faults of one standard
_UNSAID: Final = "not compliant"
# The validator guards itself against strangers' files; these are our own, and may be long.
_LIMITS: Final = {
    "max_table_grid_rows": 100_000,
    "max_table_grid_cells": 10_000_000,
    "max_total_decoded_content_size": 2**31,
    "max_decoded_stream_size": 2**28,
    "max_object_count": 10_000_000,
}


@dataclass(frozen=True, slots=True)
class Validated:
    """A finished document, and what it may say of itself.

    Attributes:
        content: the PDF; it names the standards of ``claims`` and no others.
        claims: the standards that the validator has confirmed.
        validator: its name and version; empty where there is none on this machine.
        said: why a standard is not named, a line for each fault, in the validator's own words.
    """

    content: bytes
    claims: Claims
    validator: str
    said: tuple[str, ...]


def validated(
    pages: bytes,
    title: str,
    day: dt.date,
    *,
    tree: Tree | None = None,
    outline: Sequence[OutlineEntry] = (),
    links: Sequence[PageLink] = (),
) -> Validated:
    """The document as :func:`document.finished` makes it, with the claims that hold.

    A tagged document is tried as PDF/A-2a and PDF/UA-1; one without a tree can only be PDF/A-2u.
    What fails is not claimed. Where there is no validator, nothing is.

    Raises:
        ValueError: the tree is not of these pages.
        IndexError: a bookmark or a link leads to a page that there is not.
    """

    def made(claims: Claims) -> bytes:
        return finished(pages, title, day, tree=tree, outline=outline, links=links, claims=claims)

    name = validator()
    if not name:
        return Validated(made(NO_CLAIMS), NO_CLAIMS, "", ())
    claims = Claims("2u") if tree is None else Claims("2a", accessible=True)
    content = made(claims)
    said: tuple[str, ...] = ()
    while claims:
        failed, told = _failed(content, claims)
        if not failed:
            break
        said += told
        claims = _without(claims, failed)
        content = made(claims)  # another file now, which is why it is asked of again
    return Validated(content, claims, name, said)


def validator() -> str:
    """The name and version of the validator; empty where it is not installed or does not load."""
    try:
        import page
    except Exception:  # noqa: BLE001 - whatever is wrong with it, a document can be had without
        return ""
    return f"page-validation {page.__version__}"


def faults(content: bytes, standard: str) -> tuple[str, ...]:
    """What the validator finds wrong with a PDF by a standard: ``2a``, ``2u`` or ``ua1``.

    A validator that fails, or is not there, is itself a fault.
    """
    try:
        import page

        limits = page.SafetyLimits(**_LIMITS)
        report = page.validate_pdf_bytes(content, profile=standard, limits=limits)
        found = dict.fromkeys(f"{each.rule_id}: {each.message}" for each in report.failures)
        holds = report.is_compliant
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - its panics are no ordinary exceptions
        return (f"{type(error).__name__}: {error}",)
    return () if holds else tuple(found) or (_UNSAID,)


def _failed(content: bytes, claims: Claims) -> tuple[frozenset[str], tuple[str, ...]]:
    """The standards that a document names and does not follow, and what was said of each."""
    asked = [claims.archive] if claims.archive else []
    asked += ["ua1"] if claims.accessible else []
    found = {standard: faults(content, standard) for standard in asked}
    said = tuple(f"{name}: {each}" for name, all_ in found.items() for each in all_[:_TOLD_AT_MOST])
    return frozenset(name for name, all_ in found.items() if all_), said


def _without(claims: Claims, failed: frozenset[str]) -> Claims:
    if "ua1" in failed:
        claims = replace(claims, accessible=False)
    return replace(claims, archive="") if claims.archive in failed else claims
