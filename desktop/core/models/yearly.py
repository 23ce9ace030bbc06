"""A model over the years: as far back as its numbers go, and what is said of those who moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.errors import ModelError, UsageError
from desktop.core.measures import Cells
from desktop.core.models.engine import evaluate
from desktop.core.models.history import History, Moves, history, moves
from desktop.core.models.inputs import gather
from desktop.core.models.model import Model, Outcome
from desktop.core.models.modelfile import model_named
from desktop.core.models.reasons import quoted
from desktop.core.models.result import NONE, CodeArray, Outside, Result, Why
from desktop.core.periods import Period
from desktop.core.sentences import state_words
from desktop.core.wording import _, number

_MOST = 12  # years that a strip has room for
_TOLD = 2  # reasons of a move
UNDECIDED = 100  # beside the codes of Outside


@dataclass(frozen=True, slots=True)
class Move:
    """An area that has another category than the year before.

    ``worse`` says towards which end of the model's categories; ``before`` and ``after`` count
    ``Outcome.all_categories``, one more for none of them. ``why`` names what moved most.
    """

    area: int
    before: int
    after: int
    worse: bool
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Years:
    """An outcome over the years, oldest first, and who has moved since the year before.

    ``without`` says for every year and area why it has no category: the codes of ``Outside``, and
    :data:`UNDECIDED`; 0 where it has one.
    """

    history: History
    moves: Moves
    moved: tuple[Move, ...]
    without: CodeArray
    minimum: float
    sector: str

    @property
    def periods(self) -> tuple[Period, ...]:
        """The years, as periods of the kind asked for."""
        return self.history.periods

    def is_undecided(self, row: int, area: int) -> bool:
        """Whether missing numbers leave an area's category open in a year."""
        return bool(self.without[row, area] in (UNDECIDED, Outside.RESIDENTS_UNKNOWN))

    def words(self, row: int, area: int) -> str:
        """An area's category in a year, or in a few words why it has none."""
        index = int(self.history.index[row, area])
        if index != NONE:
            return category_names(self.history.outcome)[index]
        code = int(self.without[row, area])
        if code == UNDECIDED:
            return _("kan ikke afgøres")
        return outside_short(Outside(code), self.minimum, self.sector)


def years_of(data: Dataset, level: str, period: Period, model: str, outcome: str) -> Years | None:
    """An outcome at a period and at the same part of the years before it, as far as numbers go.

    At least two years, so that there is a year before, and at most twelve. None where there is no
    such model or it has nothing to go by.
    """
    made = data.derived(("years", model, level, period), lambda: _years(data, level, period, model))
    return made.get(outcome)


def _years(data: Dataset, level: str, period: Period, named: str) -> dict[str, Years]:
    """By outcome. The result itself is many times as large, and let go."""
    try:
        model = model_named(named, data.models)
        years = max(2, min(period.year - first_year(data, level, model) + 1, _MOST))
        result = evaluate(model, gather(data, level, model, period, years))
    except (ModelError, UsageError):
        return {}
    made = {}
    for outcome in model.outcomes:
        found = moves(result, outcome.id)
        why = result.outcomes[outcome.id].why[result.inputs.lead :]
        without = np.where(why == Why.OUTSIDE, result.outside[result.inputs.lead :], 0)
        made[outcome.id] = Years(
            history(result, outcome.id),
            found,
            _moved_areas(data, result, found),
            np.where(why == Why.UNDECIDED, UNDECIDED, without).astype(np.uint8),
            model.population.residents_minimum,
            model.population.sector,
        )
    return made


def first_year(data: Dataset, level: str, model: Model) -> int:
    """The year of the oldest number that the model could use; 9999 where there is none."""
    names = [id for each in model.inputs for id in (each.indicator, *each.alternatives)]
    return min((period.year for id in names for period in data.periods_of(id, level)), default=9999)


def _moved_areas(data: Dataset, result: Result, found: Moves) -> tuple[Move, ...]:
    """The areas that have moved since the year before, the worst category now first."""
    names = data.areas(result.inputs.level).names
    made = [
        Move(
            area,
            int(found.before[area]),
            int(found.after[area]),
            bool(found.after[area] < found.before[area]),
            reason_words(data, result, found, area),
        )
        for area in np.flatnonzero(found.moved).tolist()
    ]
    return tuple(sorted(made, key=lambda each: (each.after, each.before, names[each.area])))


def reason_words(data: Dataset, result: Result, found: Moves, area: int) -> str:
    """What moved most in an area, in a few words: points by input, or the tests that turned."""
    told = []
    for id, change in found.reasons(area)[:_TOLD]:
        if found.points:
            columns = result.inputs.inputs[id]
            name = str(result.model.input_by_id[id].name)
            if not name and columns.indicator:
                name = data.indicator(columns.indicator).label
            moved = number(change, _decimals(change), sign=True)
            told.append(f"{name or id} {unseen_words(columns.cells, area) or moved}")
        else:
            test = result.model.test_by_id[id]
            text = _("{name} opfyldt") if change > 0 else _("{name} ikke mere opfyldt")
            told.append(text.format(name=str(test.short) or str(test.name) or id))
    return ", ".join(told) or _("en række af år blev lang nok eller blev brudt")


def unseen_words(cells: Cells, area: int) -> str:
    """That a number is not shown now or was not the year before; empty where both are shown.

    How its points changed then says nothing of it: others stand for what is lacking.

    Args:
        cells: years × areas.
        area: a position.
    """
    for row, words in ((-1, _("({state} nu)")), (-2, _("({state} før)"))):
        state = State(int(cells.states[row, area]))
        if state != State.SHOWN:
            return words.format(state=state_words(state))
    return ""


def category_names(outcome: Outcome) -> tuple[str, ...]:
    """The names of an outcome's categories, worst first, and last what none of them is called."""
    names = [str(each.name) for each in outcome.all_categories]
    if outcome.otherwise is None and outcome.categories[0].band is None:
        names.append(_("ingen af kategorierne"))
    return tuple(names)


def outside_short(outside: Outside, minimum: float, sector: str) -> str:
    """Why a model does not speak of an area, as a legend says it; empty where it does."""
    return {
        Outside.INSIDE: "",
        Outside.ABSENT: _("fandtes ikke"),
        Outside.SECTOR: _("ikke sektoren »{sector}«").format(sector=sector),
        Outside.RESIDENTS_UNKNOWN: _("beboertal vises ikke"),
        Outside.UNDER_FLOOR: _("under {least} beboere").format(least=number(minimum)),
    }[outside]


def _decimals(value: float) -> int:
    return 0 if abs(value - round(value)) < 1e-9 else 1


def undecided_reach(result: Result, outcome: Outcome, area: int) -> str:
    """Between which categories an undecided area lies in the newest year."""
    found = result.outcomes[outcome.id]
    names = [str(each.name) for each in outcome.all_categories]
    worst, best = int(found.worst[-1, area]), int(found.best[-1, area])
    if best == NONE:
        return _("{worst} eller ingen").format(worst=quoted(names[worst]))
    return _("fra {worst} til {best}").format(worst=quoted(names[worst]), best=quoted(names[best]))
