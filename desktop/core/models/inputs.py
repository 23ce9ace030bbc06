"""Gathers a model's columns from an extract: which indicator, which period, how many residents."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import numpy as np

from desktop.core.areas import MUNICIPALITY, Areas
from desktop.core.dataset import Dataset, History
from desktop.core.disclosure import FloatArray, State
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.measures import Cells, missing_cells
from desktop.core.models.columns import InputColumns, ModelInputs
from desktop.core.models.model import Input, Model, Otherwise, Reference
from desktop.core.models.reading import nearest
from desktop.core.periods import Kind, Period, is_over
from desktop.core.windows import years_pooled
from desktop.core.wording import _, plural

RESIDENTS = "bef_antal"  # the indicator that counts residents, where an extract has it
MOST_YEARS = 50

Values = Mapping[str, float | Mapping[int, float]]


def gather(
    data: Dataset,
    level: str,
    model: Model,
    period: Period,
    years: int = 1,
    *,
    references: Values | None = None,
    switches: Mapping[str, bool] | None = None,
) -> ModelInputs:
    """The columns of a model at a period and at the same part of the years before it.

    For every year an input's newest period at or before it is used, unless it lies more than the
    model's ``most_years_old`` before; from year to year the same part of the year where it is held.
    Where a whole year is asked for, what the model takes as on 1 January is the newest at the end
    of the year before.

    The first of an input's indicator and its alternatives that has numbers on the level is used.
    Inputs of several years are pooled as :func:`~desktop.core.windows.years_pooled` does. Residents
    are the indicator ``bef_antal`` where it is held, else those of the list of areas; a withheld
    number of residents is unknown.

    Args:
        data: an open extract.
        level: id of a level.
        model: the model.
        period: the newest period.
        years: how many years to categorise, from 1; those the model looks back at come on top.
        references: values to use instead of the model's own, for all years or by year.
        switches: switches that are not as the model sets them.

    Raises:
        UsageError: no such level, reference or switch; a reference that is no number; a period
            after or before all numbers; or the extract has none of the model's indicators there.
    """
    found = data.level(level)
    if not 1 <= years <= MOST_YEARS:
        raise UsageError(
            _("Der kan vises fra 1 til {most} år.").format(most=MOST_YEARS),
            hint=_("Vælg et antal år derimellem."),
        )
    for id in switches or {}:
        _check_named(
            id, [each.id for each in model.switches], _("Modellen har ingen kontakt »{id}«.")
        )
    known = [each.id for each in model.references]
    for id in references or {}:
        _check_named(id, known, _("Modellen har intet referencetal »{id}«."))
    chosen = {each.id: _chosen(data, each, level) for each in model.inputs}
    if model.inputs and not any(chosen.values()):
        raise _nothing_there(data, model, level)
    rows = tuple(_earlier(period, back) for back in reversed(range(years + model.memory)))
    most = model.population.most_years_old
    inputs = {
        each.id: _columns(data, level, each, chosen[each.id], _days(rows, each.new_year), most)
        for each in model.inputs
    }
    _check_period(data, level, period, [id for id in chosen.values() if id], inputs)
    areas = data.areas(found.id)
    counted = _days(rows, model.population.new_year)
    residents, residents_periods = _residents(data, areas, counted, most)
    given = {each.id: _reference(each, rows, references or {}) for each in model.references}
    return ModelInputs(
        inputs,
        residents,
        np.array([areas.valid_on(row.end) for row in rows]),
        _in_sector(areas, model.population.sector),
        rows,
        model.memory,
        level,
        areas.codes,
        residents_periods,
        {id: values for id, (values, _years) in given.items()},
        {id: used for id, (_values, used) in given.items()},
        frozenset(references or {}),
        {each.id: (switches or {}).get(each.id, each.default) for each in model.switches},
    )


def rows_of(
    held: Sequence[Period], asked: Sequence[Period], most_years_old: int
) -> tuple[int | None, ...]:
    """Which of the periods held stands for each period asked for, oldest first; None: none.

    The newest is the newest that is over by then and no more than so many years before. Each
    earlier one is the same part of the year before the one after it where that is held, else found
    anew.
    """
    found: list[int | None] = []
    place = {period: at for at, period in enumerate(held)}
    for row in reversed(asked):
        last = found[-1] if found else None
        same = None if last is None else place.get(held[last].year_before())
        found.append(_newest(held, row, most_years_old) if same is None else same)
    return tuple(reversed(found))


def _newest(held: Sequence[Period], asked: Period, most_years_old: int) -> int | None:
    oldest = _earlier(asked, most_years_old).end
    fitting = [
        at for at, each in enumerate(held) if oldest <= each.end and is_over(each, asked.end)
    ]
    return max(
        fitting, key=lambda at: (held[at].end, held[at].kind is asked.kind, at), default=None
    )


def _earlier(period: Period, years: int) -> Period:
    return Period(period.kind, period.year - years, period.part)


def _days(rows: Sequence[Period], new_year: bool) -> tuple[Period, ...]:
    """The periods whose numbers are wanted: of whole years those before, for their last day."""
    return tuple(
        each.year_before() if new_year and each.kind is Kind.YEAR else each for each in rows
    )


def _chosen(data: Dataset, wanted: Input, level: str) -> str:
    """The indicator to read, empty where the extract has none of those named on the level."""
    names = (wanted.indicator, *wanted.alternatives)
    return next((id for id in names if data.periods_of(id, level)), "")


def _columns(
    data: Dataset, level: str, wanted: Input, id: str, rows: Sequence[Period], most: int
) -> InputColumns:
    if not id:
        return InputColumns(
            missing_cells((len(rows), len(data.areas(level)))),
            missing_cells((len(rows), 1)),
            periods=((),) * len(rows),
        )
    indicator = data.indicator(id)
    history = data.history(id, level)
    places = rows_of(history.periods, rows, most)
    used = [None if at is None else history.periods[at] for at in places]
    return InputColumns(
        _taken(history, used, indicator, wanted.years),
        _taken(data.municipality_history(id), used, indicator, wanted.years),
        id,
        indicator.direction,
        indicator.kind,
        indicator.per,
        indicator.unit,
        indicator.decimals,
        tuple(_behind(period, history.periods, wanted.years) for period in used),
    )


def _behind(period: Period | None, held: Sequence[Period], years: int) -> tuple[Period, ...]:
    if period is None:
        return ()
    window = (_earlier(period, back) for back in range(years))
    return tuple(each for each in window if each in held)


def _taken(
    history: History, used: Sequence[Period | None], indicator: Indicator, years: int
) -> Cells:
    """The cells of some periods, pooled over years; missing where there is no period."""
    cells = history.cells
    if years > 1 and history.periods:
        cells = years_pooled(cells, history.periods, indicator.per, years)
    place = {period: at for at, period in enumerate(history.periods)}
    rows = np.array([-1 if each is None else place.get(each, -1) for each in used], np.int64)
    nothing = missing_cells((1, cells.values.shape[1]))
    return Cells(
        np.concatenate([cells.numerators, nothing.numerators])[rows],
        np.concatenate([cells.denominators, nothing.denominators])[rows],
        np.concatenate([cells.values, nothing.values])[rows],
        np.concatenate([cells.states, nothing.states])[rows],
    )


def _residents(
    data: Dataset, areas: Areas, rows: Sequence[Period], most: int
) -> tuple[FloatArray, tuple[Period | None, ...]]:
    """Residents, years × areas, and the period each year's were counted at."""
    listed = np.tile(areas.residents, (len(rows), 1))
    if not data.periods_of(RESIDENTS, areas.level):
        return listed, (None,) * len(rows)
    history = data.history(RESIDENTS, areas.level)
    places = rows_of(history.periods, rows, most)
    for row, at in enumerate(places):
        if at is not None:
            states, values = history.cells.states[at], history.cells.values[at]
            listed[row] = np.where(states == State.MISSING, listed[row], values)
    return listed, tuple(None if at is None else history.periods[at] for at in places)


def _in_sector(areas: Areas, sector: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    wanted = sector.casefold()
    return np.array([not wanted or each.casefold() == wanted for each in areas.sectors], bool)


def _reference(
    reference: Reference, rows: Sequence[Period], given: Values
) -> tuple[FloatArray, tuple[int | None, ...]]:
    """A value for each year, and the year it is of."""
    values = given.get(reference.id, reference.values)
    if not isinstance(values, Mapping):
        values = {row.year: values for row in rows}
    if not all(math.isfinite(value) for value in values.values()):
        raise UsageError(
            _("Referencetallet »{id}« er ikke et tal.").format(id=reference.id),
            hint=_("Skriv tal med punktum, som 0.78."),
        )
    if min(reference.values.values()) > 0 and any(value <= 0 for value in values.values()):
        raise UsageError(
            _("Referencetallet »{id}« skal være over nul, som modellens egne tal er.").format(
                id=reference.id
            ),
            hint=_("Skriv tal med punktum, som 0.78."),
        )
    used: list[int | None] = []
    for row in rows:
        earlier = [year for year in values if year <= row.year]
        exact = reference.otherwise is Otherwise.NONE and row.year not in values
        used.append(None if exact else max(earlier, default=None))
    return np.array([math.nan if year is None else values[year] for year in used]), tuple(used)


def _check_named(id: str, known: Sequence[str], problem: str) -> None:
    if id not in known:
        raise UsageError(problem.format(id=id), hint=nearest(id, known))


def _check_period(
    data: Dataset,
    level: str,
    period: Period,
    indicators: Sequence[str],
    inputs: Mapping[str, InputColumns],
) -> None:
    """Refuse a period that no number can be about."""
    held = [each for id in indicators for each in data.periods_of(id, level)]
    newest = max(held, key=lambda each: each.end, default=period)
    if period.start > newest.end:
        raise UsageError(
            _("Der er ingen tal for {period} endnu.").format(period=period.label),
            hint=_("De nyeste er fra {newest}.").format(newest=newest.label),
        )
    if held and not any(each.periods[-1] for each in inputs.values()):
        oldest = min(held, key=lambda each: each.end)
        raise UsageError(
            _("Der er ingen tal at inddele efter i {period}.").format(period=period.label),
            hint=_("De ældste er fra {oldest}, de nyeste fra {newest}.").format(
                oldest=oldest.label, newest=newest.label
            ),
        )


def _nothing_there(data: Dataset, model: Model, level: str) -> UsageError:
    """What to say where the extract has none of a model's indicators on the level."""
    wanted = [each.indicator for each in model.inputs]
    here = [each.id for each in data.indicators_of(level)]
    elsewhere = [
        other.id
        for other in data.levels
        if other.id not in (level, MUNICIPALITY)
        and any(_chosen(data, each, other.id) for each in model.inputs)
    ]
    near = dict.fromkeys(match for id in wanted for match in get_close_matches(id, here, 1, 0.6))
    if elsewhere:
        hint = _("De findes på: {levels}.").format(levels=", ".join(elsewhere))
    elif near:
        hint = _("Udtrækket har noget, der ligner: {near}.").format(near=", ".join(near))
    else:
        hint = _("Udtrækket har på dette niveau: {all}.").format(all=", ".join(here))
    return UsageError(
        plural(
            "Udtrækket har ikke modellens indikator på niveauet {level}: {wanted}.",
            "Udtrækket har ingen af modellens indikatorer på niveauet {level}: {wanted}.",
            len(wanted),
        ).format(level=level, wanted=", ".join(wanted)),
        hint=hint,
    )
