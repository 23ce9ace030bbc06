"""Categories over the years, as the command line says them: history and moves."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import position_of, table_lines
from desktop.commands.categorycase import area_name
from desktop.core.wording import _, number, quantity

if TYPE_CHECKING:
    from desktop.commands.categorycase import Case
    from desktop.core.models.columns import BoolArray
    from desktop.core.models.model import Outcome

_NAMED = 5  # areas that are named and not only counted


def history_of(case: Case, options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """The categories year by year: of the area asked about, else how many areas had each."""
    from desktop.core.models.certainty import UNSURE, certainty, own_chances
    from desktop.core.models.history import history
    from desktop.core.models.result import NONE

    told = {each.id: history(case.result, each.id) for each in case.model.outcomes}
    sure = certainty(case.result) if options.certainty and not options.history else None
    periods = [period.code for period in case.result.inputs.periods[case.result.inputs.lead :]]
    if options.history:
        at = position_of(case.data, case.level, options.history)
        return _area_history(case, at, sure=options.certainty)
    facts: dict[str, Any] = {}
    lines: list[str] = []
    for outcome in case.model.outcomes:
        index = told[outcome.id].index[:, case.within]
        rows = [(str(outcome.name) or outcome.id, *periods)]
        counts: dict[str, list[int]] = {}
        for at, category in enumerate(outcome.all_categories):
            counts[category.id] = [int(count) for count in (index == at).sum(axis=1)]
            rows.append((f"  {category.name}", *map(number, counts[category.id])))
        none = [int(count) for count in (index == NONE).sum(axis=1)]
        rows.append(("  " + _("uden kategori"), *map(number, none)))
        facts[outcome.id] = {"counts": counts, "without": none}
        if sure is not None:
            own = own_chances(sure.chances[outcome.id], told[outcome.id].index)[:, case.within]
            unsure = [int(count) for count in (own < UNSURE).sum(axis=1)]
            rows.append(("  " + _("usikker kategori"), *map(number, unsure)))
            facts[outcome.id]["unsure"] = unsure
        lines += [*table_lines(rows, "l" + "r" * len(periods)), ""]
    if sure is not None:
        lines.append(_unsure_words())
    else:
        lines = lines[:-1]
    return {"periods": periods, "history": facts}, lines


def _unsure_words() -> str:
    from desktop.core.models.certainty import UNSURE

    return _("Usikker: chancen for årets kategori er under {share}.").format(
        share=quantity(100 * UNSURE, "%")
    )


def _area_history(case: Case, at: int, *, sure: bool) -> tuple[dict[str, Any], list[str]]:
    from desktop.core.models.certainty import UNSURE, certainty
    from desktop.core.models.history import history
    from desktop.core.models.modelwords import chance_words, points_words
    from desktop.core.models.result import NONE

    result, lead = case.result, case.result.inputs.lead
    periods = result.inputs.periods[lead:]
    heads, align = [_("periode")], "l"
    columns: list[list[str]] = []
    facts: dict[str, Any] = {}
    sentences: list[str] = []
    chances = certainty(result).chances if sure else {}
    for outcome in case.model.outcomes:
        found, every = result.outcomes[outcome.id], outcome.all_categories
        indices = [int(index) for index in found.index[lead:, at]]
        ids = [every[index].id if index != NONE else None for index in indices]
        words = [_year_words(case, outcome, row, at) for row in range(lead, len(result.outside))]
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
                for row, index in enumerate(indices)
            ]
            heads.append(_("sikkerhed"))
            align += "r"
            columns.append([chance_words(each) if each >= 0 else "" for each in own])
            facts[outcome.id]["chances"] = own
            unsure = [each < UNSURE for each in own]
            facts[outcome.id]["unsure"] = [
                period.code for period, so in zip(periods, unsure, strict=True) if so
            ]
            if any(unsure):
                heads.append("")
                align += "l"
                columns.append([_("usikker") if so else "" for so in unsure])
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
    if any(each.get("unsure") for each in facts.values()):
        sentences.append(_unsure_words())
    rows = [
        tuple(heads),
        *zip((period.label for period in periods), *columns, strict=True),
    ]
    name, code = case.areas.names[at], case.areas.codes[at]
    return (
        {"code": code, "periods": [period.code for period in periods], "history": facts},
        [f"{name} ({code})", *table_lines(rows, align), "", *sentences],
    )


def _year_words(case: Case, outcome: Outcome, row: int, at: int) -> str:
    """An area's category in one year, or why it has none."""
    from desktop.core.models.modelwords import undecided_words
    from desktop.core.models.result import NONE, Outside, Why

    found, every = case.result.outcomes[outcome.id], outcome.all_categories
    index = int(found.index[row, at])
    if index != NONE:
        return str(every[index].name)
    if found.why[row, at] == Why.UNDECIDED:
        worst, best = int(found.worst[row, at]), int(found.best[row, at])
        return undecided_words(
            str(every[worst].name), str(every[best].name) if best != NONE else ""
        )
    return _outside_short(Outside(int(case.result.outside[row, at])))


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
        moved = [int(at) for at in np.flatnonzero(found.moved & case.within)]
        both = (found.before >= 0) & (found.after >= 0) & case.within
        matrix = np.zeros_like(found.matrix)
        np.add.at(matrix, (found.before[both], found.after[both]), 1)
        steady = int(np.trace(matrix))
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
                    _reason_words(case, at, found.reasons(at), by_points=bool(found.points)),
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
            if (mask & case.within).any():
                lines.append(f"  {words}: {_counted(case, mask & case.within)}")
        lines.append("")
        facts[outcome.id] = {
            "matrix": matrix,
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
                id: [case.areas.codes[at] for at in np.flatnonzero(mask & case.within)]
                for id, (mask, _w) in others.items()
            },
        }
    before = case.result.inputs.periods[-2]
    head = _("Fra {before} til {after}").format(before=before.label, after=case.period.label)
    return {"from": before.code, "moves": facts}, [head, "", *lines[:-1]]


def _counted(case: Case, mask: BoolArray) -> str:
    """How many areas, and which where they are few."""
    import numpy as np

    places = np.flatnonzero(mask).tolist()
    if len(places) > _NAMED:
        return number(len(places))
    return f"{number(len(places))} ({', '.join(area_name(case, at) for at in places)})"


def _reason_words(
    case: Case, area: int, reasons: tuple[tuple[str, float], ...], *, by_points: bool
) -> str:
    """What moved most, in a few words."""
    from desktop.core.models.yearly import unseen_words

    told = []
    for id, change in reasons[:3]:
        if by_points:
            columns = case.result.inputs.inputs[id]
            name = str(case.model.input_by_id[id].name)
            if not name and columns.indicator:
                name = case.data.indicator(columns.indicator).label
            moved = unseen_words(columns.cells, area) or number(change, 1, sign=True)
            told.append(f"{name or id} {moved}")
        else:
            name = str(case.model.test_by_id[id].name) or id
            words = _("{name} opfyldt") if change > 0 else _("{name} ikke mere opfyldt")
            told.append(words.format(name=name))
    return "; ".join(told) or _("en række af år blev lang nok eller blev brudt")
