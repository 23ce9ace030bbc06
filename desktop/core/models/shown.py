"""A model worked out on an extract, kept at hand: what stands beside a map and on one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from desktop.core.dataset import Dataset
from desktop.core.errors import ModelError, UsageError
from desktop.core.models.certainty import Certainty, certainty
from desktop.core.models.engine import evaluate
from desktop.core.models.explain import ends_of, explain
from desktop.core.models.explaintables import Section
from desktop.core.models.explainwords import told
from desktop.core.models.inputs import gather
from desktop.core.models.model import Combine, Outcome
from desktop.core.models.modelfile import model_named
from desktop.core.models.modelwords import outside_words, points_words, undecided_words
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


def shown_result(data: Dataset, level: str, period: Period, model: str = "") -> Result | None:
    """A model worked out at a period; without a name, the first that came with the extract.

    None where there is no such model, or where it has nothing to go by on the level.
    """
    named = model or next(iter(data.models), "")
    return data.derived(
        ("result", named, level, period), lambda: _result(data, level, period, named)
    )


def _result(data: Dataset, level: str, period: Period, named: str) -> Result | None:
    if not named:
        return None
    try:
        model = model_named(named, data.models)
        return evaluate(model, gather(data, level, model, period))
    except (ModelError, UsageError):
        return None


def certainty_of(data: Dataset, level: str, period: Period, model: str) -> Certainty | None:
    """How sure a model's categories are at a period: some tenths of a second the first time.

    None where the model has nothing to go by. May be asked for on any thread once the result has
    been worked out (:func:`shown_result`): it then reads nothing of the extract.
    """
    result = shown_result(data, level, period, model)
    if result is None:
        return None
    return data.derived(("certainty", model, level, period), lambda: certainty(result))


def certainty_known(data: Dataset, level: str, period: Period, model: str) -> Certainty | None:
    """The same where it has been worked out before, else None; never takes any time."""
    known: Certainty | None = data.derived_before(("certainty", model, level, period))
    return known


def score_words(result: Result, outcome: Outcome, area: int) -> str:
    """An area's score and the most there can be: ``13 af 24 point``.

    Empty where categories come of tests, and where the score could be anything or nothing.
    """
    if outcome.categories[0].band is None:
        return ""
    score = result.scores[outcome.score]
    value = float(score.values[-1, area])
    if math.isnan(value):
        return ""
    most = ends_of(result.model, outcome.score)[1]
    text = _("{points} af {most} point")
    if result.model.score_by_id[outcome.score].combine is Combine.MEAN:
        text = _("{points} på en skala til {most}")
    return text.format(points=points_words(value), most=points_words(most))


def category_ids(
    data: Dataset, level: str, period: Period, model: str = "", outcome: str = ""
) -> tuple[str, ...]:
    """The id of each area's category by an outcome, empty where it has none.

    Without names, of the extract's first model and the model's first outcome.
    """
    result = shown_result(data, level, period, model)
    if result is None:
        return ("",) * len(data.areas(level))
    held = result.model.outcome_by_id[outcome] if outcome else result.model.outcomes[0]
    names = [*(category.id for category in held.all_categories), ""]
    return tuple(names[at] if at != NONE else "" for at in result.outcomes[held.id].index[-1])


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
