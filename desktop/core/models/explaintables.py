"""The tables of an explanation: tests, points, numbers, and what the categories hang on."""

from __future__ import annotations

import math
from dataclasses import dataclass

from desktop.core.models.explanation import (
    Explanation,
    Number,
    Points,
    Sum,
    Tested,
    Verdict,
)
from desktop.core.models.model import Missing
from desktop.core.models.modelwords import (
    comparison_words,
    measured_words,
    points_words,
    step_words,
)
from desktop.core.models.result import Truth
from desktop.core.sentences import state_words
from desktop.core.wording import MINUS, _, number, plural, quantity


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it: sentences, then a table whose first row names columns.

    ``align`` has ``l`` or ``r`` for each column.
    """

    title: str
    sentences: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    align: str = ""


def tests_section(explanation: Explanation) -> Section:
    """Every test of the area: number, limit, outcome and distance."""
    rows = [
        (_("prøve"), _("tal"), _("grænse"), _("udfald"), _("afstand"), ""),
        *(_test_row(each) for each in explanation.tests),
    ]
    return Section(_("Prøverne"), (), tuple(rows), "lrlll")


def _test_row(test: Tested) -> tuple[str, ...]:
    shown = measured_words(test.of, test.number, test.unit, test.decimals)
    limit = measured_words(test.of, test.limit, test.unit, test.decimals)
    truth = {
        Truth.MET: _("opfyldt"),
        Truth.FAILED: _("ikke opfyldt"),
        Truth.UNKNOWN: _("kan ikke afgøres"),
    }[test.truth]
    distance = ""
    if not math.isnan(test.distance):
        decimals = max(test.decimals, 1)
        if 0 < abs(test.distance) < 0.5 * 10.0**-decimals:
            decimals += 2  # a hair from the limit is not at it
        away = number(abs(test.distance), decimals)
        distance = _("{away} inden for").format(away=away)
        if test.truth is Truth.FAILED:
            distance = _("{away} fra").format(away=away)
    remark = _("afhænger af afrunding") if test.rounding else ""
    if not test.on:
        truth, remark = _("slået fra"), ""
    return (
        test.name,
        shown or MINUS,
        f"{comparison_words(test.compare)} {limit}" if limit else _("ukendt grænse"),
        truth,
        distance,
        remark,
    )


def points_section(total: Sum) -> Section:
    """A score: its parts, what was measured of each, and the points."""
    value = points_words(total.value) or _("ingen sum")
    title = _("{name}: {value} (skalaen går fra {lowest} til {highest})").format(
        name=total.name,
        value=value,
        lowest=points_words(total.lowest),
        highest=points_words(total.highest),
    )
    rows = [
        (_("del"), _("målt"), _("trin"), _("point"), _("af"), _("andel af vægten")),
        *(_part_row(each) for each in total.parts),
    ]
    if not any(row[2] for row in rows[1:]):  # nothing here goes by steps
        rows = [(*row[:2], *row[3:]) for row in rows]
    handled = (_missing_words(total),) if total.missing else ()
    return Section(title, handled, tuple(rows), "lrrrrr"[: len(rows[0])])


def _part_row(part: Points) -> tuple[str, ...]:
    measured = measured_words(part.of, part.measured, "", 1) if part.input else ""
    if measured and part.turned:
        measured = _("{measured}, vendt").format(measured=measured)
    return (
        part.name,
        measured,
        step_words(part.over, part.under),
        points_words(part.points) or _("mangler"),
        f"{points_words(part.lowest)}–{points_words(part.highest)}",
        quantity(100 * part.share, "%"),
    )


def _missing_words(total: Sum) -> str:
    count = plural("{count} del mangler", "{count} dele mangler", total.missing).format(
        count=total.missing
    )
    if math.isnan(total.value):
        return _("{count}, og derfor er der ingen sum.").format(count=count)
    if total.handling is Missing.LOWEST:
        return _("{count} og tæller de færreste point.").format(count=count)
    return _("{count}; de øvrige står for det hele.").format(count=count)


def numbers_section(explanation: Explanation) -> Section:
    """Every number that went in, with counts and interval."""
    rows = [
        (_("forhold"), _("tal"), _("antal"), _("95 %-interval"), _("kommunen"), _("periode")),
        *(_number_row(each) for each in explanation.numbers),
    ]
    return Section(_("Tallene"), (), tuple(rows), "lrrrr")


def _number_row(one: Number) -> tuple[str, ...]:
    if not one.indicator:
        return (one.name, _("ingen tal på niveauet"), "", "", "", "")
    value = quantity(one.value, one.unit, one.decimals) or state_words(int(one.state))
    counts = interval = ""
    if not math.isnan(one.base):
        counts = _("{count} af {base}").format(count=number(one.counted), base=number(one.base))
    if not math.isnan(one.low):
        interval = f"{number(one.low, one.decimals)}–{number(one.high, one.decimals)}"
    return (
        one.name,
        value,
        counts,
        interval,
        quantity(one.municipality, one.unit, one.decimals),
        " + ".join(reversed(one.periods)),
    )


def weights_section(verdict: Verdict) -> Section:
    """How many areas change category by each change of a weight; a star where this one does."""
    factors = sorted({each.factor for each in verdict.hanging}, reverse=True)
    heads = [_weight_head(factor) for factor in factors]
    found = {(each.name, each.factor): each for each in verdict.hanging}
    rows: list[tuple[str, ...]] = [(_("ændring"), *heads)]
    for name in dict.fromkeys(each.name for each in verdict.hanging):
        cells = [found.get((name, factor)) for factor in factors]
        rows.append(
            (name, *(f"{'* ' if c.this else ''}{number(c.areas)}" if c else "" for c in cells))
        )
    title = _("{outcome}: så mange af {all} områder skifter kategori").format(
        outcome=verdict.name, all=number(verdict.compared)
    )
    return Section(
        title, (_("* dette område skifter også"),), tuple(rows), "l" + "r" * len(factors)
    )


def _weight_head(factor: float) -> str:
    if factor == 0:
        return _("udeladt")
    return quantity(100 * (factor - 1), "%", sign=True)
