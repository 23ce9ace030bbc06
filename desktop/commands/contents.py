"""``boligatlas inspect``: what an extract holds; never a value."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop.commands.opening import add_opening, open_named
from desktop.core.wording import _, number

if TYPE_CHECKING:
    from desktop.core.dataset import Dataset


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    parser.add_argument("--json", action="store_true", help=_("som JSON"))


def run(options: argparse.Namespace) -> int:
    """Print what an extract holds; never a value."""
    data = open_named(options)
    try:
        facts = _facts(data)
    finally:
        data.close()
    if options.json:
        plain = not (sys.stdout.encoding or "").lower().startswith("utf")
        sys.stdout.write(json.dumps(facts, ensure_ascii=plain, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(_told(facts)) + "\n")
    return 0


def _facts(data: Dataset) -> dict[str, Any]:
    """What an extract holds, as JSON says it."""
    manifest = data.manifest.to_rows()
    report = manifest.pop("report")
    return {
        "manifest": manifest,
        "levels": [
            {
                "id": level.id,
                "name": str(level.name),
                "areas": level.count,
                "details": len(data.tolerances(level.id)),
            }
            for level in data.levels
        ],
        "indicators": [
            {
                "id": indicator.id,
                "name": str(indicator.name),
                "unit": indicator.unit,
                "periods": {
                    level.id: (periods[0].code, periods[-1].code, len(periods))
                    for level in data.levels
                    if (periods := data.periods_of(indicator.id, level.id))
                },
            }
            for indicator in data.indicators
        ],
        "background": [background.kind for background in data.backgrounds()],
        "places": len(data.places),
        "efforts": len(data.efforts),
        "report": json.loads(report) if report else None,
    }


def _told(facts: dict[str, Any]) -> Iterator[str]:
    """The facts as lines to read."""
    for name, value in facts["manifest"].items():
        if value and name != "format":
            yield f"{name:18}  {str(value).replace(chr(10), '; ')}"
    yield ""
    yield _("Områdeniveauer")
    for level in facts["levels"]:
        yield f"  {level['id']:18}  {level['name']}, {number(level['areas'])}"
    yield ""
    yield _("Indikatorer")
    for indicator in facts["indicators"]:
        yield f"  {indicator['id']:22}  {indicator['name']}"
        for level, (first, last, count) in indicator["periods"].items():
            yield f"  {'':22}  {level}: {first}–{last} ({count})"
