"""``boligatlas cross``: two indicators over areas, an indicator by breakdown, a matrix of all."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import (
    add_question,
    area_of,
    indicator_of,
    level_of,
    period_of,
    table_lines,
    write_json,
    write_lines,
)
from desktop.commands.opening import add_opening, open_named
from desktop.core.errors import UsageError
from desktop.core.wording import _, number, quantity

if TYPE_CHECKING:
    from desktop.core.association import Association
    from desktop.core.crosstable import BreakdownRow, TwoWay
    from desktop.core.dataset import Dataset
    from desktop.core.indicators import Indicator
    from desktop.core.pairs import Pair
    from desktop.core.periods import Period

Answer = tuple[dict[str, Any], list[str]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    add_question(parser)
    parser.add_argument("--and", dest="other", metavar="ID", help=_("den anden indikators id"))
    parser.add_argument(
        "--weighted", action="store_true", help=_("lad områder veje efter deres størrelse")
    )
    parser.add_argument(
        "--table",
        type=int,
        choices=range(2, 10),
        metavar="2-9",
        help=_("fordel områderne i så mange klasser af hver indikator"),
    )
    parser.add_argument(
        "--as-map",
        action="store_true",
        help=_("til --table: kortets klasser, som er ens i alle perioder; ellers lige store"),
    )
    parser.add_argument("--area", metavar=_("KODE"), help=_("områdets kode eller navn"))
    parser.add_argument(
        "--breakdown", action="store_true", help=_("vis indikatoren efter opdeling i området")
    )
    parser.add_argument(
        "--matrix", action="store_true", help=_("alle indikatorer holdt sammen to og to")
    )
    parser.add_argument(
        "--ranks", action="store_true", help=_("matricen efter rang (Spearman) og ikke værdi")
    )


def run(options: argparse.Namespace) -> int:
    """Print how indicators go together, or an indicator by breakdown."""
    _check(options)
    data = open_named(options)
    try:
        level = level_of(data, options)
        if options.matrix:
            facts, lines = _matrix(data, options, level)
        elif options.breakdown:
            facts, lines = _breakdown(data, options, level)
        else:
            facts, lines = _pair(data, options, level)
    finally:
        data.close()
    if options.json:
        write_json(facts)
    else:
        write_lines(lines)
    return 0


def _check(options: argparse.Namespace) -> None:
    """Refuse a question that is none of the three, or two of them at once."""
    asked = [bool(options.matrix), bool(options.breakdown), bool(options.other)]
    if sum(asked) != 1:
        raise UsageError(
            _("Spørg om én ting: to indikatorer, en opdeling eller matricen."),
            hint=_("Brug --and ID, --area KODE --breakdown eller --matrix."),
        )
    if options.breakdown and not options.area:
        raise UsageError(
            _("Opdelingen skal være i et område."), hint=_("Skriv --area KODE --breakdown.")
        )


def _pair(data: Dataset, options: argparse.Namespace, level: str) -> Answer:
    from desktop.core.pairs import paired

    first = indicator_of(data, options, level)
    second = indicator_of(data, argparse.Namespace(indicator=options.other), level)
    if first.id == second.id:
        raise UsageError(
            _("De to indikatorer er den samme."), hint=_("Vælg en anden med --and ID.")
        )
    period = period_of(data, options, first.id, level) if options.period else None
    pair = paired(data, level, first, second, period)
    facts: dict[str, Any] = {
        "level": level,
        "first": _indicator_fact(first, pair.first_period),
        "second": _indicator_fact(second, pair.second_period),
    }
    heading = [
        _("»{first}« ({first_period}) og »{second}« ({second_period})").format(
            first=first.name,
            second=second.name,
            first_period=pair.first_period.label if pair.first_period else "–",
            second_period=pair.second_period.label if pair.second_period else "–",
        )
    ]
    if options.table:
        more, lines = _table(data, level, first, second, pair, options)
    else:
        more, lines = _association(data, level, first, second, pair, weighted=options.weighted)
    return facts | more, heading + lines


def _association(
    data: Dataset, level: str, first: Indicator, second: Indicator, pair: Pair, *, weighted: bool
) -> Answer:
    from desktop.core.association import associate, not_persons_sentence, reliability
    from desktop.core.pairs import size_weights

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
    lines = _association_lines(found, first, second, trust, weighted=weighted)
    if outliers:
        rows = [
            (
                "  " + " ".join(dict.fromkeys((areas.codes[at], areas.names[at]))),
                number(float(pair.first.values[at]), first.decimals),
                number(float(pair.second.values[at]), second.decimals),
                number(each.residual, 1, sign=True),
                number(each.leverage, 2),
                ", ".join(
                    word
                    for word, said in (
                        (_("langt fra linjen"), each.off_the_line),
                        (_("trækker i linjen"), each.far_out),
                    )
                    if said
                ),
            )
            for at, each in outliers
        ]
        head = (
            "  " + _("område"), first.label, second.label, _("fra linjen"), _("vægtstang"), "",
        )  # fmt: skip
        lines = [*lines, _("Områder, der ikke passer:"), *table_lines([head, *rows], "lrrrr")]
    return facts, [*lines, not_persons_sentence()]


def _association_lines(
    found: Association, first: Indicator, second: Indicator, trust: list[float], *, weighted: bool
) -> list[str]:
    from desktop.core.association import Standing
    from desktop.core.associationwords import (
        association_sentence,
        coefficient_words,
        line_sentence,
        neighbours_sentence,
        outlier_rule_sentence,
        reliability_sentence,
        used_words,
        weighted_sentence,
    )

    lines = [association_sentence(found, first, second), used_words(found)]
    if found.standing is not Standing.FOUND:
        return lines
    if weighted:
        lines.append(weighted_sentence(found))
    lines += [
        _("Lineær sammenhæng (Pearson): {r}").format(r=coefficient_words(found.pearson)),
        _("Sammenhæng i rækkefølge (Spearman): {r}").format(r=coefficient_words(found.spearman)),
        line_sentence(found, first, second),
        "" if weighted else reliability_sentence(trust[0], trust[1], found.pearson.value),
        outlier_rule_sentence(found),
        neighbours_sentence(),
    ]
    return [line for line in lines if line]


def _table(
    data: Dataset,
    level: str,
    first: Indicator,
    second: Indicator,
    pair: Pair,
    options: argparse.Namespace,
) -> Answer:
    from desktop.core.association import not_persons_sentence
    from desktop.core.crosstable import even_bounds, two_way

    bounds = [
        data.bounds(indicator.id, level, "natural", options.table)
        if options.as_map
        else even_bounds(cells.values, options.table, indicator.decimals)
        for indicator, cells in ((first, pair.first), (second, pair.second))
    ]
    if options.as_map and not all(bounds):
        raise UsageError(
            _("Udtrækket har ingen klasser til kortet med det antal."),
            hint=_("Vælg et antal fra 3 til 9, eller udelad --as-map."),
        )
    made = two_way(pair, bounds[0], bounds[1])
    names = data.areas(level).names
    codes = data.areas(level).codes
    down = _labels(made.first_bounds, first)
    across = _labels(made.second_bounds, second)
    facts = {
        "first_bounds": made.first_bounds,
        "second_bounds": made.second_bounds,
        "rows": [
            {
                "class": row_name,
                "columns": [
                    {
                        "class": column_name,
                        "count": int(made.counts[row, column]),
                        "areas": [codes[at] for at in made.areas(row, column)],
                    }
                    for column, column_name in enumerate(across)
                ],
            }
            for row, row_name in enumerate(down)
        ],
        "reservation": not_persons_sentence(),
    }
    lines = [
        _("Ned: {first}. Hen: {second}. Tallene er områder.").format(
            first=first.label, second=second.label
        ),
        *_counted(made, down, across),
        "",
        *_named(made, down, across, names, codes),
        not_persons_sentence(),
    ]
    return facts, lines


def _labels(bounds: tuple[float, ...], indicator: Indicator) -> list[str]:
    from desktop.core.crosstable import HIDDEN, class_words
    from desktop.core.sentences import state_words

    return [
        *class_words(bounds, indicator.unit, indicator.decimals),
        *(state_words(state) for state in HIDDEN),
    ]


def _counted(made: TwoWay, down: list[str], across: list[str]) -> list[str]:
    """The counts with sums; states that no area has are left out."""
    rows = [at for at in range(len(down)) if _wanted(made, at, axis=0)]
    columns = [at for at in range(len(across)) if _wanted(made, at, axis=1)]
    head = ["", *(across[at] for at in columns), _("i alt")]
    body = [
        [
            "  " + down[row],
            *(number(int(made.counts[row, column])) for column in columns),
            number(int(made.counts[row].sum())),
        ]
        for row in rows
    ]
    foot = [
        "  " + _("i alt"),
        *(number(int(made.counts[:, column].sum())) for column in columns),
        number(int(made.counts.sum())),
    ]
    return table_lines([head, *body, foot], "l" + "r" * (len(columns) + 1))


def _wanted(made: TwoWay, at: int, *, axis: int) -> bool:
    bounds = made.first_bounds if axis == 0 else made.second_bounds
    return at <= len(bounds) or bool(made.counts.take(at, axis=axis).any())


def _named(
    made: TwoWay,
    down: list[str],
    across: list[str],
    names: tuple[str, ...],
    codes: tuple[str, ...],
) -> Iterator[str]:
    for row, row_name in enumerate(down):
        for column, column_name in enumerate(across):
            if held := made.areas(row, column):
                told = ", ".join(names[at] or codes[at] for at in held)
                yield f"  {row_name} / {column_name}: {told}"


def _breakdown(data: Dataset, options: argparse.Namespace, level: str) -> Answer:
    from desktop.core.crosstable import breakdown_table

    indicator = indicator_of(data, options, level)
    period = period_of(data, options, indicator.id, level)
    area = area_of(data, options, level)
    areas = data.areas(level)
    rows = breakdown_table(data, level, area, indicator, period)
    facts = {
        "level": level,
        "area": {"code": areas.codes[area], "name": areas.names[area]},
        "indicator": _indicator_fact(indicator, period),
        "rows": [_breakdown_fact(row) for row in rows],
    }
    return facts, list(_breakdown_lines(areas.names[area], rows, indicator, period))


def _breakdown_lines(
    area: str, rows: tuple[BreakdownRow, ...], indicator: Indicator, period: Period
) -> Iterator[str]:
    from desktop.core.comparisonwords import (
        certainty_sentence,
        difference_words,
        process_sentence,
        reach_words,
        verdict_words,
    )
    from desktop.core.differences import Adjustment
    from desktop.core.indicators import Kind
    from desktop.core.sentences import count_words, interval_words, value_words

    yield f"{area}: {indicator.name}, {period.label}"
    if indicator.kind is Kind.COUNT:
        yield from _part_lines(rows, indicator)
        return
    head = (
        "  " + _("opdeling"), _("værdi"), _("antal"), _("interval"), _("kommunen"), _("forskel"),
        _("interval"), _("vurdering"),
    )  # fmt: skip
    told = [
        (
            "  " + _breakdown_name(row),
            value_words(row.cells, 0, indicator),
            count_words(row.cells, 0),
            interval_words(row.cells, 0, indicator),
            value_words(row.municipality.other, 0, indicator),
            difference_words(row.municipality, indicator),
            reach_words(row.municipality.low, row.municipality.high, indicator.decimals),
            verdict_words(row.municipality.verdict),
        )
        for row in rows
    ]
    yield from table_lines([head, *told], "lrrrrrr")
    yield certainty_sentence(len(rows), Adjustment.NONE)
    yield process_sentence()


def _part_lines(rows: tuple[BreakdownRow, ...], indicator: Indicator) -> list[str]:
    """Plain counts: how large a part of the municipality's each is."""
    from desktop.core.sentences import value_words

    head = ("  " + _("opdeling"), _("antal"), _("kommunen"), _("områdets del"))
    told = [
        (
            "  " + _breakdown_name(row),
            value_words(row.cells, 0, indicator),
            value_words(row.municipality.other, 0, indicator),
            quantity(100 * row.municipality.part, "%", 1),
        )
        for row in rows
    ]
    return table_lines([head, *told], "lrrr")


def _breakdown_name(row: BreakdownRow) -> str:
    return f"{row.breakdown.name}: {row.breakdown.cell}" if row.breakdown else _("alle")


def _breakdown_fact(row: BreakdownRow) -> dict[str, Any]:
    from desktop.core.disclosure import State

    made = row.municipality
    return {
        "breakdown": row.breakdown.id if row.breakdown else "",
        "name": _breakdown_name(row),
        "state": State(int(row.cells.states[0])).name.lower(),
        "value": float(row.cells.values[0]),
        "numerator": float(row.cells.numerators[0]),
        "denominator": float(row.cells.denominators[0]),
        "low": row.low,
        "high": row.high,
        "municipality": float(made.other.values[0]),
        "difference": made.difference,
        "difference_low": made.low,
        "difference_high": made.high,
        "verdict": made.verdict.name.lower(),
    }


def _matrix(data: Dataset, options: argparse.Namespace, level: str) -> Answer:
    import numpy as np

    from desktop.core.association import correlation_matrix, not_persons_sentence
    from desktop.core.measures import restricted
    from desktop.core.pairs import period_near
    from desktop.core.periods import parse

    wanted = parse(options.period) if options.period else None
    areas = data.areas(level)
    indicators, columns, periods = [], [], []
    for indicator in data.indicators_of(level):
        period = period_near(data.periods_of(indicator.id, level), wanted)
        if period is not None:
            cells = data.cells(indicator.id, level, period)
            columns.append(restricted(cells, areas.valid_on(period.end)).values)
            indicators.append(indicator)
            periods.append(period)
    made = correlation_matrix(columns, by_rank=options.ranks)
    facts = {
        "level": level,
        "method": "spearman" if options.ranks else "pearson",
        "indicators": [
            _indicator_fact(indicator, period)
            for indicator, period in zip(indicators, periods, strict=True)
        ],
        "values": made.values,
        "low": made.low,
        "high": made.high,
        "counts": made.counts,
        "reservation": not_persons_sentence(),
    }
    numbers = [f"{at + 1}" for at in range(len(indicators))]
    rows = [
        [
            numbers[row],
            indicator.label,
            *("–" if np.isnan(each) else number(float(each), 2) for each in made.values[row]),
        ]
        for row, indicator in enumerate(indicators)
    ]
    title = _("Sammenhæng efter rang (Spearman)") if options.ranks else _("Sammenhæng (Pearson)")
    lines = [
        title,
        *table_lines([["", "", *numbers], *rows], "rl" + "r" * len(numbers)),
        not_persons_sentence(),
    ]
    return facts, lines


def _indicator_fact(indicator: Indicator, period: Period | None) -> dict[str, Any]:
    return {
        "id": indicator.id,
        "name": str(indicator.name),
        "unit": indicator.unit,
        "period": period.code if period else None,
    }


def _coefficient_fact(found: Any) -> dict[str, float]:
    return {"value": found.value, "low": found.low, "high": found.high}
