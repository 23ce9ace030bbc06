"""Columns and small models made by hand, for tests of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.indicators import Direction, Kind
from desktop.core.measures import Cells, ratio_cells, value_cells
from desktop.core.models.columns import InputColumns, ModelInputs
from desktop.core.models.model import Model
from desktop.core.models.modelfile import read_model
from desktop.core.periods import Kind as Length
from desktop.core.periods import Period

NAN = float("nan")
HEAD = 'format = 1\nid = "m"\nversion = "1"\nstatus = "own"\nname = "M"\n'


def model(body: str) -> Model:
    """The model of a TOML text without its head."""
    return read_model(HEAD + body, "m.toml")


def table(rows: Sequence[Sequence[float]]) -> FloatArray:
    return np.array(rows, np.float64)


def ready(
    rows: Sequence[Sequence[float]] | FloatArray,
    *,
    municipality: Sequence[float] | None = None,
    direction: Direction = Direction.WORSE,
    hidden: State = State.WITHHELD,
) -> InputColumns:
    """Ready values of years × areas; a NaN is hidden."""
    values = np.array(rows, np.float64)
    own = [NAN] * len(values) if municipality is None else municipality
    return InputColumns(
        _cells(values, hidden),
        _cells(np.array(own, np.float64).reshape(-1, 1), State.MISSING),
        "indikator",
        direction,
        Kind.MEAN,
    )


def shares(counts: Sequence[Sequence[float]], bases: Sequence[Sequence[float]]) -> InputColumns:
    """Shares in per cent of years × areas; a NaN count is withheld."""
    numerators = table(counts)
    states = np.where(np.isnan(numerators), State.WITHHELD, State.SHOWN).astype(np.uint8)
    return InputColumns(
        ratio_cells(numerators, table(bases), states, 100.0),
        value_cells(np.full((len(numerators), 1), NAN), missing(len(numerators), 1)),
        "indikator",
        Direction.WORSE,
    )


def columns(
    inputs: Mapping[str, InputColumns],
    *,
    residents: float | Sequence[Sequence[float]] | FloatArray = 1500.0,
    exists: Sequence[Sequence[bool]] | None = None,
    in_sector: Sequence[bool] | None = None,
    references: Mapping[str, Sequence[float]] | None = None,
    switches: Mapping[str, bool] | None = None,
    lead: int = 0,
    newest: int = 2025,
) -> ModelInputs:
    """Model inputs of the shape of the first of some inputs."""
    shape = next(iter(inputs.values())).cells.values.shape
    years, areas = shape
    return ModelInputs(
        inputs,
        np.broadcast_to(np.array(residents, np.float64), shape).copy(),
        np.ones(shape, bool) if exists is None else np.array(exists),
        np.ones(areas, bool) if in_sector is None else np.array(in_sector),
        tuple(Period(Length.YEAR, newest - back) for back in reversed(range(years))),
        lead,
        references={id: np.array(each, np.float64) for id, each in (references or {}).items()},
        switches=switches or {},
    )


def missing(*shape: int) -> StateArray:
    return np.full(shape, State.MISSING, np.uint8)


def _cells(values: FloatArray, hidden: State) -> Cells:
    return value_cells(values, np.where(np.isnan(values), hidden, State.SHOWN).astype(np.uint8))
