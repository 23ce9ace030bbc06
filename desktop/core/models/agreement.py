"""Two models held against each other: where they agree, where not, and what each of them counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.levelwords import Called, plainly
from desktop.core.models.columns import BoolArray
from desktop.core.models.history import contributions, standing
from desktop.core.models.model import Outcome
from desktop.core.models.modelwords import points_words
from desktop.core.models.reasons import quoted, tests_of
from desktop.core.models.result import NONE, IndexArray, Result, Truth
from desktop.core.models.yearly import category_names
from desktop.core.wording import _, number, plural, quantity

_TOLD = 3  # indicators or limits that are named of an area


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """The newest categories of two outcomes, area by area.

    ``first`` and ``second`` count the names beside them, worst first, :data:`NONE` for none.
    ``table`` counts the areas that both place, by first (rows) and second (columns). ``apart`` is
    how much worse the first places an area than the second, from −1 to 1 of the way between the
    ends of each, NaN where one of them does not place it.
    """

    first: IndexArray
    second: IndexArray
    first_names: tuple[str, ...]
    second_names: tuple[str, ...]
    table: NDArray[np.int64]
    apart: FloatArray

    @property
    def both(self) -> BoolArray:
        """The areas that both models place."""
        both: BoolArray = (self.first != NONE) & (self.second != NONE)
        return both

    def cell(self, row: int, column: int) -> NDArray[np.int64]:
        """The areas of one cell of the table."""
        return np.flatnonzero((self.first == row) & (self.second == column))

    def furthest(self, most: int) -> tuple[int, ...]:
        """The areas that the two place most differently, at most so many."""
        size = np.where(np.isnan(self.apart), 0.0, np.abs(self.apart))
        order = np.argsort(-size, kind="stable")[:most]
        return tuple(int(at) for at in order if size[at] > 1e-9)


def agreement(
    one: Result,
    outcome: str,
    other: Result,
    other_outcome: str,
    within: BoolArray | None = None,
) -> Agreement:
    """Two results of the same level held against each other; ``within`` are the areas counted.

    Raises:
        KeyError: a model has no such outcome.
    """
    first, names = _placed(one, outcome)
    second, other_names = _placed(other, other_outcome)
    if within is not None:
        first, second = (np.where(within, each, NONE) for each in (first, second))
    both = (first != NONE) & (second != NONE)
    table = np.zeros((len(names), len(other_names)), np.int64)
    np.add.at(table, (first[both], second[both]), 1)
    steps, other_steps = max(len(names) - 1, 1), max(len(other_names) - 1, 1)
    apart = np.where(both, second / other_steps - first / steps, np.nan)
    return Agreement(first, second, names, other_names, table, apart)


def _placed(result: Result, outcome: str) -> tuple[IndexArray, tuple[str, ...]]:
    return standing(result, outcome)[-1], category_names(result.model.outcome_by_id[outcome])


def agreement_sentences(
    found: Agreement, first: str, second: str, called: Called | None = None
) -> tuple[str, ...]:
    """How far two models agree, to be read aloud; ``first`` and ``second`` are their names.

    Where they have equally many categories: how many areas are on the same step. Always: what
    becomes of the worst category of each.
    """
    words = called or plainly()
    placed = int(found.both.sum())
    if not placed:
        return (
            _("Der er ingen områder, som begge modeller inddeler, så de kan ikke sammenlignes."),
        )
    told = [_("{areas} har en kategori i begge modeller.").format(areas=words.counted(placed))]
    if len(found.first_names) == len(found.second_names):
        alike = int(np.trace(found.table))
        told.append(
            _("{alike} af dem ({share}) står på samme trin i begge.").format(
                alike=number(alike), share=quantity(100 * alike / placed, "%")
            )
        )
    only_first, only_second = int(found.table[0, 1:].sum()), int(found.table[1:, 0].sum())
    together = int(found.table[0, 0])
    told.append(
        _(
            "{together} er i øverste kategori i begge, {one} kun i {first} og {two} kun i {second}."
        ).format(
            together=number(together),
            one=number(only_first),
            two=number(only_second),
            first=quoted(first),
            second=quoted(second),
        )
    )
    return tuple(told)


def only_counted(data: Dataset, one: Result, other: Result) -> tuple[str, ...]:
    """The indicators that the first model counts and the second does not, by name."""
    names = {each.id: each.label for each in data.indicators}
    used = [each.indicator for each in one.inputs.inputs.values() if each.indicator]
    against = {each.indicator for each in other.inputs.inputs.values()}
    return tuple(dict.fromkeys(names.get(id, id) for id in used if id not in against))


def counted_words(data: Dataset, result: Result, outcome: Outcome, area: int) -> str:
    """What weighs most in an area by a model, in a few words: the points or the limits met."""
    if outcome.score and outcome.categories[0].band is not None:
        return _points_words(data, result, outcome, area)
    names = []
    for id in tests_of(outcome):
        test, found = result.model.test_by_id[id], result.tests[id]
        if found.on and found.truths[-1, area] == Truth.MET:
            names.append(str(test.short) or str(test.name) or id)
    if not names:
        return _("ingen kriterier opfyldt")
    return _("opfyldt: {names}").format(names=few(names))


def _points_words(data: Dataset, result: Result, outcome: Outcome, area: int) -> str:
    labels = {each.id: each.label for each in data.indicators}
    parts = {
        id: float(column[-1, area]) for id, column in contributions(result, outcome.score).items()
    }
    known = {id: points for id, points in parts.items() if not math.isnan(points)}
    if not known:
        return _("point kan ikke regnes ud")
    order = sorted(known, key=lambda id: -known[id])
    names = [
        f"{_input_name(result, labels, id)} {points_words(known[id])}"
        for id in order
        if known[id] > 0
    ]
    return _("mest point: {names}").format(names=few(names)) if names else _("ingen point")


def _input_name(result: Result, labels: dict[str, str], id: str) -> str:
    given = str(result.model.input_by_id[id].name)
    return given or labels.get(result.inputs.inputs[id].indicator, id)


def few(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    told, more = list(names[:_TOLD]), len(names) - _TOLD
    if more > 0:
        told.append(plural("{count} anden", "{count} andre", more).format(count=number(more)))
    return ", ".join(told)
