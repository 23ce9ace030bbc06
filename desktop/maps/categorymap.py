"""The map of a model's categories: colours by category, dots where a category is uncertain.

How certain the categories are takes longer to work out than the rest. A map has its dots where
that has been done before it is asked for (:func:`~desktop.core.models.shown.certainty_of`), and
says in the legend when it has not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.measures import restricted
from desktop.core.models.certainty import UNSURE as UNSURE_CHANCE
from desktop.core.models.certainty import own_chances
from desktop.core.models.model import Outcome
from desktop.core.models.modelwords import chance_words
from desktop.core.models.offered import model_id
from desktop.core.models.result import NONE, Outside, Result, Why
from desktop.core.models.shown import certainty_known, score_words, shown_result
from desktop.core.models.yearly import category_names, outside_short, undecided_reach
from desktop.core.wording import _, quantity
from desktop.maps import palettes
from desktop.maps.categorycolours import category_colours
from desktop.maps.filtering import kept_areas
from desktop.maps.picture import ABSENT, UNSURE, Legend, LegendRow, Picture
from desktop.maps.view import MapView

UNDECIDED = -int(State.WITHHELD)  # hatched, like whatever is not told
_NO_MODEL = -30
_OUTSIDE = -20  # less the reason why the model does not speak of an area


@dataclass(frozen=True, slots=True)
class Shown:
    """What a category map is of: the model by id, worked out, and one of its outcomes."""

    model: str
    result: Result
    outcome: Outcome


def shown_on(data: Dataset, view: MapView) -> Shown | None:
    """What a view's category map is of, or None where no model has anything to say."""
    id = model_id(data, view.level, view.period, view.model)
    result = shown_result(data, view.level, view.period, id) if id else None
    if result is None:
        return None
    held = result.model.outcome_by_id
    return Shown(id, result, held.get(view.outcome, result.model.outcomes[0]))


def picture(data: Dataset, view: MapView) -> Picture:
    """The map of a view's model and outcome."""
    exists = data.areas(view.level).valid_on(view.period.end)
    cells = restricted(data.cells(view.indicator, view.level, view.period, view.breakdown), exists)
    kept = kept_areas(data, view, exists)
    shown = shown_on(data, view)
    if shown is None:
        groups = np.where(exists, np.int16(_NO_MODEL), np.int16(ABSENT))
        row = LegendRow(
            _NO_MODEL, _("uden kategori"), palettes.MISSING, False, int((exists & kept).sum())
        )
        legend = Legend(_("Ingen kategorier"), (row,), "", "")
        return Picture(cells, exists, kept, groups, (), (), legend)
    groups = _groups(shown, exists)
    names = category_names(shown.outcome)
    colours = category_colours(len(names))
    dotted = unsure_areas(data, view, shown)
    rows = [
        LegendRow(at, name, colours[at], False, int(((groups == at) & kept).sum()))
        for at, name in enumerate(names)
    ]
    rows.append(_unsure_row(dotted, kept))
    rows += _other_rows(shown, groups, kept)
    legend = Legend(_title(shown, view), tuple(rows), "", "")
    return Picture(cells, exists, kept, groups, (), colours, legend, dotted=dotted)


def unsure_areas(data: Dataset, view: MapView, shown: Shown) -> NDArray[np.bool_] | None:
    """The areas whose category is less likely than what counts as sure; None while not known."""
    found = certainty_known(data, view.level, view.period, shown.model)
    if found is None:
        return None
    index = shown.result.outcomes[shown.outcome.id].index[-1:]
    own = own_chances(found.chances[shown.outcome.id][:, -1:], index)[0]
    unsure: NDArray[np.bool_] = own < UNSURE_CHANCE  # NaN is not
    return unsure


def hover_lines(data: Dataset, view: MapView, picture: Picture, position: int) -> tuple[str, ...]:
    """What the map says about an area: name, category, points and chance, and what it could be."""
    name = data.areas(view.level).names[position] or data.areas(view.level).codes[position]
    shown = shown_on(data, view)
    if shown is None:
        return (name, _("Ingen model inddeler områderne her."))
    result, outcome = shown.result, shown.outcome
    found = result.outcomes[outcome.id]
    group = int(picture.groups[position])
    if group >= 0:
        lines = [name, category_names(outcome)[group]]
        if points := score_words(result, outcome, position):
            lines.append(points)
        known = certainty_known(data, view.level, view.period, shown.model)
        if known is not None and found.index[-1, position] != NONE:
            chance = float(known.chances[outcome.id][group, -1, position])
            lines.append(_("{chance} sandsynlig").format(chance=chance_words(chance)))
        return tuple(lines)
    if found.why[-1, position] == Why.UNDECIDED:
        reach = undecided_reach(result, outcome, position)
        return (name, _("Kan ikke afgøres"), reach[:1].upper() + reach[1:])
    return (name, _("Ingen kategori: {why}").format(why=_outside(shown, position)))


def title(data: Dataset, view: MapView) -> str:
    """What stands over a category map."""
    level = str(data.level(view.level).plural) or str(data.level(view.level).name)
    return _("Kategorisering af {areas}, {period}").format(
        areas=level[:1].lower() + level[1:], period=view.period.label
    )


def subtitle(data: Dataset, view: MapView) -> str:
    """The line under the title: the model, and its outcome where it has several."""
    shown = shown_on(data, view)
    if shown is None:
        return _("Ingen model har noget at sige om områderne på dette niveau.")
    model = shown.result.model
    parts = [str(model.name)]
    if len(model.outcomes) > 1:
        parts.append(str(shown.outcome.name) or shown.outcome.id)
    return " · ".join(parts)


def _groups(shown: Shown, exists: NDArray[np.bool_]) -> NDArray[np.int16]:
    found = shown.result.outcomes[shown.outcome.id]
    why, outside = found.why[-1], shown.result.outside[-1]
    groups: NDArray[np.int16] = found.index[-1].astype(np.int16)
    groups[why == Why.NOTHING_HOLDS] = len(shown.outcome.categories)
    groups[why == Why.UNDECIDED] = UNDECIDED
    beyond = why == Why.OUTSIDE
    groups[beyond] = _OUTSIDE - outside[beyond].astype(np.int16)
    groups[beyond & (outside == Outside.RESIDENTS_UNKNOWN)] = UNDECIDED
    groups[~exists] = ABSENT
    return groups


def _unsure_row(dotted: NDArray[np.bool_] | None, kept: NDArray[np.bool_]) -> LegendRow:
    if dotted is None:
        return LegendRow(UNSURE, _("sikkerheden regnes ud …"), palettes.SURFACE, False, 0, True)
    label = _("usikker (under {share} sandsynlig)").format(share=quantity(100 * UNSURE_CHANCE, "%"))
    return LegendRow(UNSURE, label, palettes.SURFACE, False, int((dotted & kept).sum()), True)


def _other_rows(
    shown: Shown, groups: NDArray[np.int16], kept: NDArray[np.bool_]
) -> list[LegendRow]:
    """Those that cannot be decided, always, and those the model does not speak of, by reason."""

    def count(group: int) -> int:
        return int(((groups == group) & kept).sum())

    rows = [LegendRow(UNDECIDED, _("kan ikke afgøres"), palettes.WITHHELD, True, count(UNDECIDED))]
    population = shown.result.model.population
    for outside in (Outside.UNDER_FLOOR, Outside.SECTOR):
        group = _OUTSIDE - int(outside)
        if (groups == group).any():
            words = outside_short(outside, population.residents_minimum, population.sector)
            rows.append(LegendRow(group, words, palettes.MISSING, False, count(group)))
    return rows


def _outside(shown: Shown, position: int) -> str:
    population = shown.result.model.population
    reason = Outside(int(shown.result.outside[-1, position]))
    return outside_short(reason, population.residents_minimum, population.sector)


def _title(shown: Shown, view: MapView) -> str:
    name = str(shown.outcome.name) or shown.outcome.id
    return _("{outcome}, {period}").format(outcome=name, period=view.period.label)
