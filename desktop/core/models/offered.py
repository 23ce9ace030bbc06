"""The models that can be chosen, and which of them have something to say of a level of areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.catalogue import read_reference
from desktop.core.dataset import Dataset
from desktop.core.errors import ModelError, UsageError
from desktop.core.models.explain import ends_of
from desktop.core.models.model import Combine, Input, Model
from desktop.core.models.modelfile import builtin_models, model_named
from desktop.core.models.modelwords import points_words
from desktop.core.models.reasons import quoted
from desktop.core.models.result import NONE, Outside, Result
from desktop.core.models.shown import shown_result
from desktop.core.periods import Period
from desktop.core.wording import _, number, plural

_NAMED = 2  # indicators that are named; more are counted


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be asked for by ``id``.

    ``shipped`` came with the extract; the others are the program's own. ``model`` is None where its
    file does not hold together, and ``problem`` then says why.
    """

    id: str
    shipped: bool
    model: Model | None
    problem: str = ""

    @property
    def name(self) -> str:
        """What it is called; its id where it cannot be read."""
        return str(self.model.name) if self.model is not None else self.id


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a model has something to say of a level, and what it lacks, in a few words."""

    fits: bool
    why: str = ""


def offers(data: Dataset) -> tuple[Offer, ...]:
    """The models that came with the extract, and then the program's own, each id once."""
    return data.derived("offers", lambda: _offers(data))


def _offers(data: Dataset) -> tuple[Offer, ...]:
    return tuple(_offer(data, id) for id in _ids(data))


def _ids(data: Dataset) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*data.models, *builtin_models())))


def _offer(data: Dataset, id: str) -> Offer:
    """One model, read once: where the first will do, the others need not be read for it."""
    return data.derived(("offer", id), lambda: _read(data, id))


def _read(data: Dataset, id: str) -> Offer:
    shipped = id in data.models
    try:
        return Offer(id, shipped, model_named(id, data.models))
    except (ModelError, UsageError) as error:
        return Offer(id, shipped, None, str(error))


def model_id(data: Dataset, level: str, period: Period, model: str = "") -> str:
    """The model that is meant: the one named, else the first on offer that says something here.

    Empty where none does.
    """
    if model:
        return model
    return data.derived(
        ("first model", level),
        lambda: next(
            (id for id in _ids(data) if fit_of(data, level, period, _offer(data, id)).fits), ""
        ),
    )


def shape_words(model: Model) -> str:
    """What a model is made of: ``8 indikatorer · 0-24 point · 4 kategorier``."""
    parts = [
        plural("{count} indikator", "{count} indikatorer", len(model.inputs)).format(
            count=number(len(model.inputs))
        )
    ]
    first = model.outcomes[0]
    if len(model.outcomes) > 1:
        parts.append(_("{count} inddelinger").format(count=number(len(model.outcomes))))
    elif first.categories[0].band is not None:
        low, high = ends_of(model, first.score)
        unit = _("point") if model.score_by_id[first.score].combine is Combine.SUM else _("skala")
        parts.append(f"{points_words(low)}–{points_words(high)} {unit}")
    else:
        parts.append(
            plural("{count} kriterium", "{count} kriterier", len(model.tests)).format(
                count=number(len(model.tests))
            )
        )
    count = len(first.all_categories)
    parts.append(
        plural("{count} kategori", "{count} kategorier", count).format(count=number(count))
    )
    return " · ".join(parts)


def fit_of(data: Dataset, level: str, period: Period, offer: Offer) -> Fit:
    """Whether a model has something to say of a level at a period.

    One that places a single area by a single outcome does. The model is worked out, and the answer
    for the first period that is asked about stands for the level.
    """
    return data.derived(("fit", level, offer.id), lambda: _fit(data, level, period, offer))


def fit_known(data: Dataset, level: str, offer: Offer) -> Fit | None:
    """The same where it has been asked before, else None; never takes any time."""
    known: Fit | None = data.derived_before(("fit", level, offer.id))
    return known


def _fit(data: Dataset, level: str, period: Period, offer: Offer) -> Fit:
    model = offer.model
    if model is None:
        return Fit(False, _("kan ikke læses: {problem}").format(problem=offer.problem))
    absent = _absent(data, level, model)
    if len(absent) == len(model.inputs) and not _anywhere(data, model):
        return Fit(False, _("ingen af modellens indikatorer er i udtrækket"))
    lacking = _("mangler {names}").format(names=_some([_called(data, each) for each in absent]))
    result = shown_result(data, level, period, offer.id)
    if result is None:
        return Fit(False, lacking if absent else _("ingen tal så langt tilbage"))
    placed = any((each.index[-1] != NONE).any() for each in result.outcomes.values())
    if placed:
        return Fit(True, lacking if absent else "")
    if not result.inside[-1].any():
        return Fit(False, _nobody(result))
    return Fit(False, lacking if absent else _("for få tal vises på dette niveau"))


def _absent(data: Dataset, level: str, model: Model) -> tuple[Input, ...]:
    """The inputs of which the level has neither the indicator nor one that stands in for it."""
    return tuple(
        each
        for each in model.inputs
        if not any(data.periods_of(id, level) for id in (each.indicator, *each.alternatives))
    )


def _anywhere(data: Dataset, model: Model) -> bool:
    """Whether any level has any of a model's indicators."""
    return any(len(_absent(data, level.id, model)) < len(model.inputs) for level in data.levels)


def _called(data: Dataset, wanted: Input) -> str:
    """The name of an input as the model, the extract or the program's catalogue has it."""
    if str(wanted.name):
        return str(wanted.name)
    held = {each.id: each.label for each in data.indicators}
    if wanted.indicator in held:
        return held[wanted.indicator]
    entry = read_reference().entries.get(wanted.indicator)
    return entry.indicator.label if entry is not None else wanted.indicator


def _nobody(result: Result) -> str:
    """Why a model speaks of no area at all: what most of them stumble on."""
    codes = result.outside[-1]
    counts = np.bincount(codes, minlength=len(Outside))
    counts[[Outside.INSIDE, Outside.ABSENT]] = -1
    population = result.model.population
    match Outside(int(np.argmax(counts))):
        case Outside.SECTOR:
            return _("ingen områder i sektoren »{sector}«").format(sector=population.sector)
        case Outside.RESIDENTS_UNKNOWN:
            return _("beboertal vises ikke")
        case _:
            return _("ingen områder med mindst {least} beboere").format(
                least=number(population.residents_minimum)
            )


def _some(names: Sequence[str]) -> str:
    """``»A«``, ``»A« og »B«``, ``»A«, »B« og 3 andre``."""
    told = [quoted(name) for name in names[:_NAMED]]
    more = len(names) - len(told)
    if more:
        told.append(plural("{count} anden", "{count} andre", more).format(count=number(more)))
    if len(told) < 2:
        return "".join(told)
    return _("{first} og {last}").format(first=", ".join(told[:-1]), last=told[-1])
