"""Two indicators held together over the areas of a level."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from desktop.commands.asking import indicator_of, numbered_lines, period_of, wrapped
from desktop.commands.crossclasses import classes_answer
from desktop.commands.facts import indicator_fact
from desktop.core.areas import Areas
from desktop.core.association import (
    Association,
    Coefficient,
    Outlier,
    Standing,
    associate,
    not_persons_sentence,
    reliability,
)
from desktop.core.associationwords import (
    association_sentence,
    coefficient_words,
    expected,
    line_sentence,
    neighbours_sentence,
    off_the_line_words,
    pulling_words,
    reliability_sentence,
    used_words,
    weighted_sentence,
)
from desktop.core.catalogue import read_reference
from desktop.core.cataloguewords import mixing_words
from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.levelwords import Called, called
from desktop.core.pairs import Pair, paired, size_weights
from desktop.core.sentences import value_words
from desktop.core.wording import _, difference, quantity


def pair_answer(
    data: Dataset, options: argparse.Namespace, level: str
) -> tuple[dict[str, Any], list[str]]:
    """How two indicators go together, as a number and a line or as a table of classes.

    Raises:
        UsageError: the two are one, or there is no such indicator, period or table.
    """
    first = indicator_of(data, options, level)
    second = indicator_of(data, argparse.Namespace(indicator=options.other), level)
    if first.id == second.id:
        raise UsageError(
            _("De to indikatorer er den samme."), hint=_("Vælg en anden med --and ID.")
        )
    period = period_of(data, options, first.id, level) if options.period else None
    pair = paired(data, level, first, second, period)
    mixing = mixing_words(read_reference(), (first.id, second.id))
    facts: dict[str, Any] = {
        "level": level,
        "mixing": mixing,
        "first": indicator_fact(first, pair.first_period),
        "second": indicator_fact(second, pair.second_period),
    }
    title = _("»{first}« ({first_period}) og »{second}« ({second_period})").format(
        first=first.name,
        second=second.name,
        first_period=pair.first_period.label if pair.first_period else "–",
        second_period=pair.second_period.label if pair.second_period else "–",
    )
    heading = [line for sentence in (title, *mixing) for line in wrapped(sentence)]
    if options.table:
        more, lines = classes_answer(data, level, first, second, pair, options)
    else:
        more, lines = _association(data, level, first, second, pair, weighted=options.weighted)
    return facts | more, heading + lines


def _association(
    data: Dataset, level: str, first: Indicator, second: Indicator, pair: Pair, *, weighted: bool
) -> tuple[dict[str, Any], list[str]]:
    areas = data.areas(level)
    weights = size_weights(areas, pair) if weighted else None
    keep = pair.exists  # an area that is no more is not one that is left out
    found = associate(
        pair.first.values[keep],
        pair.second.values[keep],
        None if weights is None else weights[keep],
    )
    trust = [
        reliability(cells, indicator.kind, indicator.per)
        for cells, indicator in ((pair.first, first), (pair.second, second))
    ]
    positions = keep.nonzero()[0]
    outliers = [(int(positions[each.position]), each) for each in found.outliers]
    facts = {
        "weighted": weighted,
        "standing": found.standing.value,
        "used": found.used,
        "left_out": found.left_out,
        "effective": found.effective,
        "pearson": _coefficient_fact(found.pearson),
        "spearman": _coefficient_fact(found.spearman),
        "slope": _coefficient_fact(found.slope),
        "intercept": found.intercept,
        "explained": found.explained,
        "reliability": trust,
        "residual_limit": found.residual_limit,
        "leverage_limit": found.leverage_limit,
        "outliers": [
            {
                "code": areas.codes[at],
                "name": areas.names[at],
                "first": float(pair.first.values[at]),
                "second": float(pair.second.values[at]),
                "residual": each.residual,
                "leverage": each.leverage,
                "off_the_line": each.off_the_line,
                "far_out": each.far_out,
            }
            for at, each in outliers
        ],
        "reservation": not_persons_sentence(),
    }
    words = called(data.level(level))
    told = _association_lines(found, first, second, trust, words, weighted=weighted)
    lines = [line for sentence in told for line in wrapped(sentence)]
    if found.standing is Standing.FOUND:
        lines += _outlier_lines(areas, pair, first, second, found, outliers, words)
        lines += wrapped(neighbours_sentence())
    return facts, [*lines, *wrapped(not_persons_sentence())]


def _association_lines(
    found: Association,
    first: Indicator,
    second: Indicator,
    trust: list[float],
    called: Called,
    *,
    weighted: bool,
) -> list[str]:
    lines = [association_sentence(found, first, second, called)]
    if found.standing is not Standing.TOO_FEW:
        lines.append(used_words(found, called))
    if found.standing is not Standing.FOUND:
        return lines
    if weighted:
        lines.append(weighted_sentence(found))
    lines += [
        _("Lineær sammenhæng (Pearson): {r}").format(r=coefficient_words(found.pearson)),
        _("Sammenhæng i rækkefølge (Spearman): {r}").format(r=coefficient_words(found.spearman)),
        line_sentence(found, first, second),
        "" if weighted else reliability_sentence(trust[0], trust[1], found.pearson.value),
    ]
    return [line for line in lines if line]


def _outlier_lines(
    areas: Areas,
    pair: Pair,
    first: Indicator,
    second: Indicator,
    found: Association,
    outliers: Sequence[tuple[int, Outlier]],
    called: Called,
) -> list[str]:
    """The areas off the line with what the line says of them, and those that pull at it."""
    off = [at for at, each in outliers if each.off_the_line]
    pulling = [at for at, each in outliers if each.far_out]
    lines = ["", *wrapped(off_the_line_words(found, called))]
    if off:
        lines += _off_the_line(areas, pair, first, second, found, off, called)
    if pulling:
        head = ("  " + called.one, first.label, second.label)
        rows = [(_named(areas, at), *_both(pair, first, second, at)) for at in pulling]
        lines += ["", *wrapped(pulling_words(found, first, called))]
        lines += numbered_lines([head, *rows], "lrr")
    return [*lines, ""]


def _off_the_line(
    areas: Areas,
    pair: Pair,
    first: Indicator,
    second: Indicator,
    found: Association,
    off: Sequence[int],
    called: Called,
) -> list[str]:
    rows = []
    for at in off:
        line = expected(found, float(pair.first.values[at]))
        rows.append(
            (
                _named(areas, at),
                *_both(pair, first, second, at),
                quantity(line, second.unit, second.decimals),
                difference(float(pair.second.values[at]) - line, second.unit, second.decimals),
            )
        )
    head = ("  " + called.one, first.label, second.label, _("linjen siger"), _("forskel"))
    return numbered_lines([head, *rows], "lrrrr")


def _named(areas: Areas, at: int) -> str:
    return "  " + " ".join(dict.fromkeys((areas.codes[at], areas.names[at])))


def _both(pair: Pair, first: Indicator, second: Indicator, at: int) -> tuple[str, str]:
    return value_words(pair.first, at, first), value_words(pair.second, at, second)


def _coefficient_fact(found: Coefficient) -> dict[str, float]:
    return {"value": found.value, "low": found.low, "high": found.high}
