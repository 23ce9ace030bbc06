"""Which level, indicator, period and area a command asks about, and how answers are written."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import MUNICIPALITY
from desktop.core.errors import UsageError
from desktop.core.periods import Period, order
from desktop.core.periods import parse as parse_period
from desktop.core.wording import _

WIDTH = 100  # of a line that people read
_LONG_HEADING = 9  # characters; a longer one may be told below its table

if TYPE_CHECKING:
    from desktop.core.dataset import Dataset
    from desktop.core.indicators import Indicator


def add_question(
    parser: argparse.ArgumentParser,
    *,
    area: bool = False,
    indicator: bool = True,
    period: bool = True,
) -> None:
    """``--level`` and ``--json``, and what else a command asks about."""
    if area:
        parser.add_argument(
            "--area", metavar=_("KODE"), required=True, help=_("områdets kode eller navn")
        )
    if indicator:
        parser.add_argument(
            "--indicator", metavar="ID", help=_("indikatorens id; ellers den første")
        )
    if period:
        parser.add_argument(
            "--period", metavar=_("PERIODE"), help=_("fx 2026K2; ellers den nyeste")
        )
    parser.add_argument("--level", metavar="ID", help=_("områdeniveau; ellers det første"))
    parser.add_argument("--json", action="store_true", help=_("som JSON"))


def level_of(data: Dataset, options: argparse.Namespace) -> str:
    """The level asked about, else the extract's first.

    Raises:
        UsageError: the extract has no such level.
    """
    return data.level(options.level or data.levels[0].id).id


def indicator_of(data: Dataset, options: argparse.Namespace, level: str) -> Indicator:
    """The indicator asked about, else the level's first.

    Raises:
        UsageError: there is no such indicator, or it has no numbers on the level.
    """
    held = data.indicators_of(level)
    if not options.indicator and held:
        return held[0]
    try:
        indicator = data.indicator(options.indicator or "")
    except UsageError as unknown:
        finding = _("»boligatlas indicators {words} --in FIL« leder efter ord.").format(
            words=options.indicator
        )
        raise UsageError(unknown.problem, hint=f"{unknown.hint} {finding}") from unknown
    if indicator not in held:
        raise UsageError(
            _("Indikatoren har ingen tal på niveauet »{level}«.").format(level=level),
            hint=_("Vælg et andet niveau med --level."),
        )
    return indicator


def period_of(data: Dataset, options: argparse.Namespace, indicator: str, level: str) -> Period:
    """The period asked about, else the newest of the indicator.

    Raises:
        UsageError: the indicator has no numbers for it.
        SourceError: the text names no period.
    """
    periods = data.periods_of(indicator, level)
    if not periods:
        raise UsageError(
            _("Indikatoren har ingen tal på niveauet »{level}«.").format(level=level),
            hint=_("Vælg et andet niveau med --level."),
        )
    period = parse_period(options.period) if options.period else periods[-1]
    if period not in periods:
        near = [each.code for each in periods if _overlap(each, period)]
        raise UsageError(
            _("Indikatoren har ingen tal for {period}.").format(period=period.label),
            hint=_("Mente du {codes}?").format(codes=", ".join(near))
            if near
            else _("Den har tal fra {first} til {last}.").format(
                first=periods[0].label, last=periods[-1].label
            ),
        )
    return period


def wanted_of(data: Dataset, options: argparse.Namespace, level: str) -> Period | None:
    """The period asked about where every indicator answers with its own nearest; None: the newest.

    Raises:
        UsageError: all numbers of the level are older.
        SourceError: the text names no period.
    """
    if not options.period:
        return None
    wanted = parse_period(options.period)
    newest = [data.periods_of(each.id, level)[-1] for each in data.indicators_of(level)]
    if newest and wanted.start > max(each.end for each in newest):
        raise UsageError(
            _("Udtrækket har ingen tal for {period}.").format(period=wanted.label),
            hint=_("De nyeste er fra {period}.").format(period=max(newest, key=order).label),
        )
    return wanted


def area_of(data: Dataset, options: argparse.Namespace, level: str) -> int:
    """The position of the area asked about by code, or by name in any case.

    Raises:
        UsageError: the level has no such area, or several of that name.
    """
    return position_of(data, level, options.area)


def add_within(parser: argparse.ArgumentParser) -> None:
    """``--within``: only the areas of an organisation, a sector or a larger area."""
    parser.add_argument(
        "--within",
        metavar=_("NAVN"),
        help=_("kun områderne i en boligorganisation, en sektor eller et større område"),
    )


def within_of(data: Dataset, options: argparse.Namespace, level: str) -> NDArray[np.bool_]:
    """Which areas of a level are asked about: all, or those within what is named.

    The name is an organisation's, a sector's, or the code or name of an area on a level that the
    areas lie in; in any case.

    Raises:
        UsageError: there is nothing of that name, with the nearest named.
    """
    areas = data.areas(level)
    if not options.within:
        return np.ones(len(areas), bool)
    codes, columns = [], [areas.organisations, areas.sectors]
    for parent, held in areas.parents.items():
        larger = data.areas(parent)
        names = dict(zip(larger.codes, larger.names, strict=True))
        codes.append(held)
        columns.append(tuple(names.get(code, "") for code in held))
    wanted = options.within.casefold()
    for column in (*columns, *codes):
        inside = np.array([bool(each) and each.casefold() == wanted for each in column], bool)
        if inside.any():
            return inside
    near = _nearest(options.within, {each for column in columns for each in column if each})
    raise UsageError(
        _("Ingen områder ligger i »{name}«.").format(name=options.within),
        hint=_("Mente du »{near}«?").format(near=near)
        if near
        else _("Skriv en boligorganisation, en sektor eller et større områdes navn."),
    )


def is_municipality(data: Dataset, level: str, asked: str) -> bool:
    """Whether an area asked about is the municipality: by that word, its name or its code.

    The name may be without »Kommune« and the s before it. An area of the same name on the level
    goes first: ``kommunen`` is always the municipality.
    """
    wanted = asked.strip().casefold()
    if wanted in (MUNICIPALITY, "kommunen", "municipality"):
        return True
    name = data.manifest.municipality.casefold()
    town = name.removesuffix(" kommune")
    if wanted not in (name, town, town.removesuffix("s"), data.manifest.municipality_code):
        return False
    areas = data.areas(level)
    return wanted not in {each.casefold() for each in (*areas.codes, *areas.names)}


def position_of(data: Dataset, level: str, asked: str) -> int:
    """The position of an area by code, or by name in any case.

    Raises:
        UsageError: the level has no such area, or several of that name.
    """
    areas = data.areas(level)
    if asked in areas.index:
        return areas.index[asked]
    named = [at for at, name in enumerate(areas.names) if name.casefold() == asked.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        raise UsageError(
            _("Flere områder hedder »{name}«.").format(name=asked),
            hint=_("Skriv koden: {codes}.").format(
                codes=", ".join(areas.codes[at] for at in named)
            ),
        )
    padded = {code.lstrip("0"): code for code in areas.codes}
    near = padded.get(asked.lstrip("0")) or _nearest(asked, areas.names)
    raise UsageError(
        _("Området findes ikke på niveauet: {code}").format(code=asked),
        hint=_("Mente du »{near}«?").format(near=near)
        if near
        else _("Koder er tekst, og nuller foran tæller med."),
    )


def _nearest(asked: str, names: Iterable[str]) -> str:
    """The name that begins with what was written, else the one most like it; empty for none."""
    known = {name.casefold(): name for name in sorted(names)}
    wanted = asked.casefold()
    begun = [name for folded, name in known.items() if folded.startswith(wanted)]
    near = get_close_matches(wanted, known, 1, 0.6)
    return begun[0] if begun else known[near[0]] if near else ""


def table_lines(rows: Sequence[Sequence[str]], align: str = "") -> list[str]:
    """Rows as aligned lines; ``align`` has ``l`` or ``r`` per column, and the rest are left."""
    widths = [max(map(len, column), default=0) for column in zip(*rows, strict=True)]
    sides = align.ljust(len(widths), "l")
    return [
        "  ".join(
            text.rjust(width) if side == "r" else text.ljust(width)
            for text, width, side in zip(row, widths, sides, strict=True)
        ).rstrip()
        for row in rows
    ]


def fitted_lines(
    rows: Sequence[Sequence[str]], align: str = "", spare: Sequence[int] = ()
) -> list[str]:
    """Rows as aligned lines of at most :data:`WIDTH` where that can be done.

    Args:
        rows: the heading first.
        align: as in :func:`table_lines`.
        spare: columns that may go, in that order, until the rest fits.
    """
    lines = table_lines(rows, align)
    if not spare or max(map(len, lines), default=0) <= WIDTH:
        return lines
    gone, *rest = spare
    sides = align.ljust(len(rows[0]), "l")
    return fitted_lines(
        [[text for column, text in enumerate(row) if column != gone] for row in rows],
        sides[:gone] + sides[gone + 1 :],
        [column - (column > gone) for column in rest],
    )


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, with an ellipsis for what was left out."""
    return text if len(text) <= most else text[: most - 1] + "…"


def numbered_lines(rows: Sequence[Sequence[str]], align: str = "") -> list[str]:
    """As :func:`table_lines`, with numbers for long headings where the lines are too wide.

    What the numbers stand for is told below. The first column keeps its heading.
    """
    lines = table_lines(rows, align)
    if max(map(len, lines), default=0) <= WIDTH:
        return lines
    first, *named = rows[0]
    long = [name for name in named if len(name) > _LONG_HEADING]
    numbers = {name: f"({at + 1})" for at, name in enumerate(dict.fromkeys(long))}
    return [
        *table_lines([[first, *(numbers.get(name, name) for name in named)], *rows[1:]], align),
        *(f"    {told} {name}" for name, told in numbers.items()),
    ]


def wrapped(text: str, indent: int = 2) -> list[str]:
    """A text in lines of at most :data:`WIDTH`; those after the first are set in by ``indent``."""
    return textwrap.wrap(
        text,
        WIDTH,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def write_answer(
    options: argparse.Namespace, facts: Mapping[str, Any], lines: Sequence[str]
) -> None:
    """Print an answer for machines with ``--json``, else for people."""
    if options.json:
        write_json(facts)
    else:
        write_lines(lines)


def write_lines(lines: Sequence[str]) -> None:
    """Print an answer for people."""
    sys.stdout.write("\n".join(lines) + "\n")


def write_json(facts: Mapping[str, Any]) -> None:
    """Print an answer for machines; what is not a number is null."""
    plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(_finite(facts), ensure_ascii=plain, indent=2, allow_nan=False)
    sys.stdout.write(text + "\n")


def _overlap(one: Period, other: Period) -> bool:
    """Whether two periods share a day, such as a quarter and its year."""
    return one.start <= other.end and other.start <= one.end


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if hasattr(value, "tolist"):
        return _finite(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value


def day_of(text: str | None) -> dt.date:
    """The date that is written as 2026-12-31; today where nothing is.

    Raises:
        UsageError: it is no date.
    """
    if not text:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            _("Datoen kan ikke læses: {text}").format(text=text),
            hint=_("Skriv den som {example}.").format(example=dt.date.today().isoformat()),
        ) from error
