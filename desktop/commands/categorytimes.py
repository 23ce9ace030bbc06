"""Categories over the years, as the command line says them: history and moves."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import position_of, table_lines
from desktop.core.wording import _, number

if TYPE_CHECKING:
    from desktop.commands.categorycase import Case


def history_of(case: Case, options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """The categories year by year: of the area asked about, else how many areas had each."""
    from desktop.core.models.history import history
    from desktop.core.models.result import NONE

    told = {each.id: history(case.result, each.id) for each in case.model.outcomes}
    periods = [period.code for period in case.result.inputs.periods[case.result.inputs.lead :]]
    if options.history:
        at = position_of(case.data, case.level, options.history)
        return _area_history(case, at, sure=options.certainty)
    facts: dict[str, Any] = {}
    lines: list[str] = []
    for outcome in case.model.outcomes:
        index = told[outcome.id].index
        rows = [(str(outcome.name) or outcome.id, *periods)]
        counts: dict[str, list[int]] = {}
        for at, category in enumerate(outcome.all_categories):
            counts[category.id] = [int(count) for count in (index == at).sum(axis=1)]
            rows.append((f"  {category.name}", *map(number, counts[category.id])))
        none = [int(count) for count in (index == NONE).sum(axis=1)]
        rows.append(("  " + _("uden kategori"), *map(number, none)))
        facts[outcome.id] = {"counts": counts, "without": none}
        lines += [*table_lines(rows, "l" + "r" * len(periods)), ""]
    return {"periods": periods, "history": facts}, lines[:-1]


def _area_history(case: Case, at: int, *, sure: bool) -> tuple[dict[str, Any], list[str]]:
    from desktop.core.models.certainty import certainty
    from desktop.core.models.history import history
    from desktop.core.models.modelwords import chance_words, points_words, undecided_words
    from desktop.core.models.result import NONE, Outside, Why

    result, lead = case.result, case.result.inputs.lead
    periods = result.inputs.periods[lead:]
    heads, align = [_("periode")], "l"
    columns: list[list[str]] = []
    facts: dict[str, Any] = {}
    sentences: list[str] = []
    chances = certainty(result).chances if sure else {}
    for outcome in case.model.outcomes:
        found, every = result.outcomes[outcome.id], outcome.all_categories
        words, ids = [], []
        for row in range(lead, len(result.outside)):
            index = int(found.index[row, at])
            ids.append(every[index].id if index != NONE else None)
            if index != NONE:
                words.append(str(every[index].name))
            elif found.why[row, at] == Why.UNDECIDED:
                worst, best = int(found.worst[row, at]), int(found.best[row, at])
                words.append(
                    undecided_words(
                        str(every[worst].name), str(every[best].name) if best != NONE else ""
                    )
                )
            else:
                outside = Outside(int(result.outside[row, at]))
                words.append(_outside_short(outside))
        heads.append(str(outcome.name) or outcome.id)
        align += "l"
        columns.append(words)
        since = int(history(result, outcome.id).since[at])
        facts[outcome.id] = {
            "categories": ids,
            "since": periods[since].code if since != NONE else None,
        }
        if outcome.categories[0].band is not None:
            values = result.scores[outcome.score].values[lead:, at]
            heads.append(_("sum"))
            align += "r"
            columns.append([points_words(float(value)) for value in values])
            facts[outcome.id]["scores"] = values
        if sure:
            own = [
                float(chances[outcome.id][index, row, at]) if index != NONE else math.nan
                for row, index in enumerate(int(each) for each in found.index[lead:, at])
            ]
            heads.append(_("sikkerhed"))
            align += "r"
            columns.append([chance_words(each) if each >= 0 else "" for each in own])
            facts[outcome.id]["chances"] = own
        if since != NONE:
            sentences.append(
                _("{outcome}: »{category}« siden {period}.").format(
                    outcome=str(outcome.name) or outcome.id,
                    category=words[-1],
                    period=periods[since].label
                    if since
                    else _("mindst {period}").format(period=periods[0].label),
                )
            )
    rows = [
        tuple(heads),
        *zip((period.label for period in periods), *columns, strict=True),
    ]
    name, code = case.areas.names[at], case.areas.codes[at]
    return (
        {"code": code, "periods": [period.code for period in periods], "history": facts},
        [f"{name} ({code})", *table_lines(rows, align), "", *sentences],
    )


def _outside_short(outside: Any) -> str:
    from desktop.core.models.result import Outside

    return {
        Outside.ABSENT: _("fandtes ikke"),
        Outside.SECTOR: _("anden sektor"),
        Outside.RESIDENTS_UNKNOWN: _("beboertal vises ikke"),
        Outside.UNDER_FLOOR: _("for få beboere"),
    }.get(outside, _("ingen"))


def moves_of(case: Case) -> tuple[dict[str, Any], list[str]]:
    """The areas that have changed category since the year before, and why."""
    import numpy as np

    from desktop.core.models.history import moves

    facts: dict[str, Any] = {}
    lines: list[str] = []
    for outcome in case.model.outcomes:
        found = moves(case.result, outcome.id)
        names = [str(each.name) for each in outcome.all_categories]
        names += [_("ingen")] * (len(found.matrix) - len(names))
        moved = [int(at) for at in np.flatnonzero(found.moved)]
        steady = int(np.trace(found.matrix))
        title = str(outcome.name) or outcome.id
        lines.append(
            _("{outcome}: {moved} har skiftet, {steady} har ikke.").format(
                outcome=title, moved=number(len(moved)), steady=number(steady)
            )
        )
        rows = [
            (_("kode"), _("område"), _("før"), _("nu"), _("fordi")),
            *(
                (
                    case.areas.codes[at],
                    case.areas.names[at],
                    names[found.before[at]],
                    names[found.after[at]],
                    _reason_words(case, found.reasons(at), by_points=bool(found.points)),
                )
                for at in moved
            ),
        ]
        lines += [f"  {line}" for line in table_lines(rows)] if moved else []
        others = {
            "new": (found.new, _("nye områder")),
            "closed": (found.closed, _("ophørte områder")),
            "entered": (found.entered, _("kommet med i modellen")),
            "left": (found.left, _("gledet ud af modellen")),
            "undecided": (found.undecided, _("uafgjort et af årene")),
        }
        for mask, words in others.values():
            if mask.any():
                lines.append(f"  {words}: {number(int(mask.sum()))}")
        lines.append("")
        facts[outcome.id] = {
            "matrix": found.matrix,
            "moved": [
                {
                    "code": case.areas.codes[at],
                    "before": names[found.before[at]],
                    "after": names[found.after[at]],
                    "reasons": dict(found.reasons(at)),
                }
                for at in moved
            ],
            **{
                id: [case.areas.codes[at] for at in np.flatnonzero(mask)]
                for id, (mask, _w) in others.items()
            },
        }
    before = case.result.inputs.periods[-2]
    head = _("Fra {before} til {after}").format(before=before.label, after=case.period.label)
    return {"from": before.code, "moves": facts}, [head, "", *lines[:-1]]


def _reason_words(case: Case, reasons: tuple[tuple[str, float], ...], *, by_points: bool) -> str:
    """What moved most, in a few words."""
    told = []
    for id, change in reasons[:3]:
        if by_points:
            columns = case.result.inputs.inputs[id]
            name = str(case.model.input_by_id[id].name)
            if not name and columns.indicator:
                name = case.data.indicator(columns.indicator).label
            told.append(f"{name or id} {number(change, 1, sign=True)}")
        else:
            name = str(case.model.test_by_id[id].name) or id
            words = _("{name} opfyldt") if change > 0 else _("{name} ikke mere opfyldt")
            told.append(words.format(name=name))
    return "; ".join(told) or _("en række af år blev lang nok eller blev brudt")
