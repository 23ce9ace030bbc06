"""The category that stands beside a map: that of the first model which came with the extract."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.dataset import Dataset
from desktop.core.errors import ModelError, UsageError
from desktop.core.models.certainty import certainty
from desktop.core.models.engine import evaluate
from desktop.core.models.explain import explain
from desktop.core.models.explaintables import Section
from desktop.core.models.explainwords import told
from desktop.core.models.inputs import gather
from desktop.core.models.model import Outcome
from desktop.core.models.modelfile import model_named
from desktop.core.models.modelwords import outside_words, undecided_words
from desktop.core.models.result import NONE, Outside, Result, Why
from desktop.core.models.sensitivity import sensitivity
from desktop.core.periods import Period
from desktop.core.wording import _


@dataclass(frozen=True, slots=True)
class Placed:
    """An area's category by name, or empty with ``why`` it has none."""

    model: str
    outcome: str
    category: str
    why: str = ""


def shown_result(data: Dataset, level: str, period: Period) -> Result | None:
    """The first model of the extract worked out at a period.

    None where no model came along, or where it has nothing to go by on the level.
    """
    if not data.models:
        return None
    try:
        model = model_named(next(iter(data.models)), data.models)
        return evaluate(model, gather(data, level, model, period))
    except (ModelError, UsageError):
        return None


def placed(result: Result, area: int) -> tuple[Placed, ...]:
    """What one area is by each outcome of a model, in the newest year."""
    model = str(result.model.name)
    made = []
    for outcome in result.model.outcomes:
        index = int(result.outcomes[outcome.id].index[-1, area])
        name = str(outcome.name)
        if index != NONE:
            made.append(Placed(model, name, str(outcome.all_categories[index].name)))
        else:
            made.append(Placed(model, name, "", _why(result, outcome, area)))
    return tuple(made)


def why_told(data: Dataset, level: str, result: Result, area: int) -> tuple[Section, ...]:
    """The whole answer to "hvorfor?" for one area, with chances and what hangs on each weight."""
    areas = data.areas(level)
    return told(
        explain(
            result,
            area,
            name=areas.names[area],
            indicators={each.id: each.label for each in data.indicators},
            certainty=certainty(result),
            shifts=sensitivity(result),
        )
    )


def _why(result: Result, outcome: Outcome, area: int) -> str:
    worked = result.outcomes[outcome.id]
    match Why(int(worked.why[-1, area])):
        case Why.OUTSIDE:
            population = result.model.population
            return outside_words(
                Outside(int(result.outside[-1, area])),
                population.residents_minimum,
                population.sector,
                float(result.inputs.residents[-1, area]),
            )
        case Why.UNDECIDED:
            names = [
                str(outcome.all_categories[at].name) if at != NONE else ""
                for at in (int(worked.worst[-1, area]), int(worked.best[-1, area]))
            ]
            words = undecided_words(*names)
            return f"{words[:1].upper()}{words[1:]}."
        case _:
            return _("Ingen af modellens kategorier passer.")
