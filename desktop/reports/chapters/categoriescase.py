"""A categorisation model worked out for a report: this year, the years before, and how sure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Areas
from desktop.core.catalogue import read_reference
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.levelwords import Called, called
from desktop.core.models.certainty import UNSURE, Certainty, own_chances
from desktop.core.models.model import Input, Model, Outcome
from desktop.core.models.modelwords import chance_words, status_words
from desktop.core.models.offered import Offer, fit_of, model_id, offers
from desktop.core.models.result import NONE, Outside, Result, Why
from desktop.core.models.shown import certainty_of, shown_result
from desktop.core.models.yearly import (
    Years,
    category_names,
    outside_short,
    undecided_reach,
    years_of,
)
from desktop.core.periods import Period
from desktop.core.wording import _
from desktop.reports.asked import Asked
from desktop.reports.blocks import Block, Cell, Column, Paragraph, Row, Style, Table, Title
from desktop.reports.chapters.sources import about_blocks

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A model worked out on the areas of a level.

    ``within`` are the areas that are told of one by one: those that were asked for, else all.
    Counts and yardsticks are always of all.
    """

    data: Dataset
    level: str
    period: Period
    id: str
    result: Result
    sure: Certainty
    within: BoolArray

    @property
    def model(self) -> Model:
        """The model itself."""
        return self.result.model

    @property
    def areas(self) -> Areas:
        """The areas of the level."""
        return self.data.areas(self.level)

    @property
    def called(self) -> Called:
        """What the areas are called in sentences."""
        return called(self.data.level(self.level))

    def years(self, outcome: Outcome) -> Years | None:
        """The outcome over the years, None where there is nothing to go by."""
        return years_of(self.data, self.level, self.period, self.id, outcome.id)

    def name(self, area: int) -> str:
        """An area's name, or its code where it has none."""
        return self.areas.names[area] or self.areas.codes[area]

    def index(self, outcome: Outcome) -> NDArray[np.int16]:
        """Each area's category in :func:`category_names`, :data:`NONE` for none."""
        found = self.result.outcomes[outcome.id]
        beyond = np.int16(len(outcome.categories))
        last: NDArray[np.int16] = np.where(
            found.why[-1] == Why.NOTHING_HOLDS, beyond, found.index[-1]
        )
        return last

    def own_chance(self, outcome: Outcome) -> FloatArray:
        """The chance of the category that each area has; NaN where it has none."""
        index = self.index(outcome)
        chances = self.sure.chances[outcome.id][:, -1:]
        own = own_chances(chances, index[None])[0]
        nothing = self.sure.nothing[outcome.id][-1]
        found: FloatArray = np.where(index == len(chances), nothing, own)
        return found

    def unsure(self, outcome: Outcome) -> BoolArray:
        """The areas whose category is less likely than what counts as sure."""
        unsure: BoolArray = self.own_chance(outcome) < UNSURE  # NaN is not
        return unsure

    def undecided(self, outcome: Outcome) -> BoolArray:
        """The areas whose category missing numbers leave open."""
        undecided: BoolArray = self.result.outcomes[outcome.id].why[-1] == Why.UNDECIDED
        return undecided

    @property
    def all_steady(self) -> bool:
        """Whether none of the numbers that go in can vary, so that chances tell nothing."""
        shown = {id for id, each in self.result.inputs.inputs.items() if each.cells.shown[-1].any()}
        return shown <= set(self.sure.steady)


def case_of(asked: Asked) -> Case | None:
    """The model that is asked for, else the extract's first that fits; None where none does."""
    data, level, period = asked.data, asked.level, asked.period
    id = model_id(data, level, period, asked.model)
    result = shown_result(data, level, period, id) if id else None
    sure = certainty_of(data, level, period, id) if result is not None else None
    if result is None or sure is None or not _places_any(result):
        return None
    within = np.zeros(len(data.areas(level)), bool)
    within[list(asked.areas) if asked.areas else slice(None)] = True
    return Case(data, level, period, id, result, sure, within)


def _places_any(result: Result) -> bool:
    """Whether any area has a category by any outcome, or at least could have one."""
    return any(
        ((each.index[-1] != NONE) | (each.why[-1] == Why.UNDECIDED)).any()
        for each in result.outcomes.values()
    )


def no_case_blocks(asked: Asked, name: str) -> Iterator[Block]:
    """A page that says that no model fits, and what each of them lacks."""
    data = asked.data
    words = called(data.level(asked.level))
    yield Title(name)
    wanted = [each for each in offers(data) if not asked.model or each.id == asked.model]
    if asked.model and not wanted:
        yield Paragraph(_("Der er ingen model med id »{id}«.").format(id=asked.model), Style.LEAD)
        return
    text = _("Ingen kategoriseringsmodel kan placere {areas} ud fra de tal, udtrækket har.")
    if asked.model:
        text = _("Modellen »{model}« kan ikke placere {areas} ud fra de tal, udtrækket har.")
    yield Paragraph(
        text.format(areas=words.many, model=wanted[0].name if wanted else ""), Style.LEAD
    )
    yield Paragraph(
        _(
            "Der er set efter modellernes indikatorer på dette niveau, også dem, der kan træde i"
            " stedet. En model, der er lavet til udtrækkets egne indikatorer, kan sendes med det."
        )
    )
    rows = tuple(_lacking_row(asked, each) for each in wanted)
    columns = (
        Column(_("Model"), 0.28),
        Column(_("Hvorfor ikke"), 0.3),
        Column(_("Indikatorer, der mangler"), 0.42, muted=True),
    )
    yield Table(columns, rows)
    yield from about_blocks(data, (), asked.period)


def _lacking_row(asked: Asked, offer: Offer) -> Row:
    data = asked.data
    fit = fit_of(data, asked.level, asked.period, offer)
    why = fit.why or _("ingen områder får en kategori")
    lacking = absent_inputs(data, asked.level, offer.model) if offer.model is not None else ()
    names = "; ".join(input_name(data, each) for each in lacking) or _("ingen")
    return Row((Cell(offer.name), Cell(why), Cell(names)))


def absent_inputs(data: Dataset, level: str, model: Model) -> tuple[Input, ...]:
    """The inputs of which the level has neither the indicator nor one that stands in for it."""
    return tuple(
        each
        for each in model.inputs
        if not any(data.periods_of(id, level) for id in (each.indicator, *each.alternatives))
    )


def input_name(data: Dataset, wanted: Input) -> str:
    """An input by the model's name for it, else the extract's or the catalogue's."""
    if str(wanted.name):
        return str(wanted.name)
    held = {each.id: each.label for each in data.indicators}
    if wanted.indicator in held:
        return held[wanted.indicator]
    entry = read_reference().entries.get(wanted.indicator)
    return entry.indicator.label if entry is not None else wanted.indicator


def head(case: Case, name: str) -> Title:
    """The head of a chapter about a model: its name, and whose it is."""
    model = case.model
    subtitle = _("{model}: {status}").format(model=model.name, status=status_words(model.status))
    return Title(name, subtitle=subtitle)


def outcome_name(case: Case, outcome: Outcome) -> str:
    """What an outcome is called; nothing where the model has but one."""
    return (str(outcome.name) or outcome.id) if len(case.model.outcomes) > 1 else ""


def category_words(case: Case, outcome: Outcome, area: int) -> str:
    """An area's category, or in a few words why it has none."""
    index = int(case.index(outcome)[area])
    if index != NONE:
        return category_names(outcome)[index]
    if case.undecided(outcome)[area]:
        return _("kan ikke afgøres: {reach}").format(
            reach=undecided_reach(case.result, outcome, area)
        )
    return outside_reason(case, Outside(int(case.result.outside[-1, area])))


def outside_reason(case: Case, outside: Outside) -> str:
    """Why the model does not speak of an area."""
    population = case.model.population
    return outside_short(outside, population.residents_minimum, population.sector)


def sure_words(case: Case, outcome: Outcome, area: int) -> str:
    """How sure an area's category is, in words: »fast«, or what else it may be.

    Empty where it has none, and where none of the numbers that go in can vary.
    """
    own = float(case.own_chance(outcome)[area])
    if case.all_steady or not own >= 0:
        return ""
    if own >= UNSURE:
        return _("fast")
    other = likeliest_other(case, outcome, area)
    return _("kan være »{name}«").format(name=other) if other else _("kan være uafgjort")


def likeliest_other(case: Case, outcome: Outcome, area: int) -> str:
    """The likeliest category but the area's own; empty where being without one is likelier."""
    chances = case.sure.chances[outcome.id][:, -1, area].copy()
    index = int(case.index(outcome)[area])
    if 0 <= index < len(chances):
        chances[index] = -1.0
    at = int(np.argmax(chances))
    nothing = float(case.sure.nothing[outcome.id][-1, area])
    if index < len(chances) and nothing > chances[at]:
        names = category_names(outcome)
        return names[len(chances)] if len(names) > len(chances) else ""
    return str(outcome.all_categories[at].name) if chances[at] > 0 else ""


def chance_cell(case: Case, outcome: Outcome, area: int) -> str:
    """The chance of the area's category; empty where there is none to tell."""
    own = float(case.own_chance(outcome)[area])
    return "" if case.all_steady or not own >= 0 else chance_words(own)


def before_words(case: Case, outcome: Outcome, area: int) -> str:
    """The category the year before, or why there was none."""
    years = case.years(outcome)
    if years is None or len(years.periods) < 2:
        return ""
    return years.words(-2, area)


def in_order(case: Case, mask: BoolArray) -> list[int]:
    """The areas of a mask by name, and then by code."""
    found = np.flatnonzero(mask).tolist()
    return sorted(found, key=lambda at: (case.name(at).casefold(), case.areas.codes[at]))
