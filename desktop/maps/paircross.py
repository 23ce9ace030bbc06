"""Two models on a sheet: how many areas have which category by both, and the chosen ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.dataset import Dataset
from desktop.core.levelwords import called
from desktop.core.models.agreement import agreement, agreement_sentences
from desktop.core.models.offered import offers
from desktop.core.models.yearly import category_names
from desktop.core.wording import _, number
from desktop.maps import palettes
from desktop.maps.categorycolours import category_colours
from desktop.maps.categorymap import hover_lines, shown_on
from desktop.maps.drawing import Box
from desktop.maps.filtering import kept_areas
from desktop.maps.frame import Bounds
from desktop.maps.picture import Picture
from desktop.maps.sheetrows import Row, Table, chosen_areas
from desktop.maps.sheettags import COLUMN, ROW, told
from desktop.maps.typesetting import SMALLEST, Pen
from desktop.maps.view import MapView

_STRIP = 1.5  # millimetres of a category's colour beside its name
_ROW, _LOWEST = 6.0, 4.0  # millimetres of A4 from row to row, and the least


@dataclass(frozen=True, slots=True, eq=False)
class CrossTable:
    """How many areas both models place where: ``counts`` by first (rows) and second (columns)."""

    models: tuple[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: NDArray[np.int64]


def model_titles(data: Dataset, views: tuple[MapView, MapView]) -> tuple[str, str]:
    """What the models of two maps are called."""
    names = {offer.id: offer.name for offer in offers(data)}
    shown = [shown_on(data, view) for view in views]
    one, other = (
        names.get(each.model, each.model) if each is not None else _("ingen model")
        for each in shown
    )
    return one, other


def cross_said(
    data: Dataset, views: tuple[MapView, MapView]
) -> tuple[tuple[str, ...], CrossTable | None]:
    """How far the two models agree, in sentences and in counts; no counts where one is missing."""
    one, other = (shown_on(data, view) for view in views)
    if one is None or other is None:
        words = _("Der skal to modeller til, som passer til udtrækkets tal på dette niveau.")
        return (words,), None
    exists = data.areas(views[0].level).valid_on(views[0].period.end)
    kept = kept_areas(data, views[0], exists)
    found = agreement(one.result, one.outcome.id, other.result, other.outcome.id, kept)
    models = (str(one.result.model.name), str(other.result.model.name))
    said = agreement_sentences(found, *models, called(data.level(views[0].level)))
    table = CrossTable(models, found.first_names, found.second_names, found.table)
    return said, table if found.both.any() else None


def models_table(
    data: Dataset, views: tuple[MapView, MapView], pictures: tuple[Picture, Picture]
) -> Table:
    """The chosen areas with their category by either model, in the order they were chosen."""
    areas = data.areas(views[0].level)
    shown = [shown_on(data, view) for view in views]
    chosen = chosen_areas(areas, views[0])
    rows = []
    for at in chosen:
        name = areas.names[at] or areas.codes[at]
        if not pictures[0].exists[at]:
            rows.append(Row(name, word=_("fandtes ikke"), strong=at == chosen[-1]))
            continue
        told = []
        for each, view, picture in zip(shown, views, pictures, strict=True):
            group = int(picture.groups[at])
            if each is not None and group >= 0:
                told.append(category_names(each.outcome)[group])
            else:
                told.append(hover_lines(data, view, picture, at)[1])
        rows.append(Row(name, strong=at == chosen[-1], below=" / ".join(told)))
    return Table((), tuple(rows), None)


def set_cross(pen: Pen, words: tuple[str, ...], table: CrossTable | None, box: Bounds) -> None:
    """The sentences and under them the table, in a box."""
    left, top, right, bottom = box
    unit = pen.unit
    y = top + 3 * unit
    with told(pen, "H2"):
        pen.text(left, y, _("Områder efter de to modeller"), 9.5, palettes.INK, 600)
    with told(pen, "P"):
        for line in pen.wrapped(" ".join(words), 8.5, 400, right - left, 4):
            y += 4.1 * unit
            pen.text(left, y, line, 8.5, palettes.MUTED)
    if table is None:
        return
    y += 5.5 * unit
    names = left + min(0.3 * (right - left), 42 * unit)
    count = len(table.columns)
    wide = min((right - names) / count, 24 * unit)
    end = names + count * wide
    with told(pen, "P"):
        for line in pen.wrapped(f"{table.models[1]} →", 8, 600, end - left, 1):
            pen.text(end, y, line, 8, palettes.INK, 600, "end")
        side = pen.cut(f"↓ {table.models[0]}", 8, 600, names - left + 0.35 * (end - names))
        pen.text(left, y, side, 8, palettes.INK, 600)
    with told(pen, "Table"):
        y = _set_columns(pen, table, names, wide, y)
        pitch = min(_ROW * unit, max((bottom - y) / len(table.rows), _LOWEST * unit))
        for row in range(len(table.rows)):
            with told(pen, "TR"):
                _set_row(pen, table, row, (left, names, wide), y + (row + 1) * pitch, pitch)


def _set_columns(pen: Pen, table: CrossTable, names: float, wide: float, y: float) -> float:
    """The second model's categories, each over a strip of its colour. Returns where they end."""
    unit = pen.unit
    heads = [pen.wrapped(name, SMALLEST, 400, wide - 1.5 * unit, 2) for name in table.columns]
    tall = max(len(lines) for lines in heads)
    strip = y + (4 + 3.1 * (tall - 1) + 1) * unit
    with told(pen, "TR"):
        with told(pen, "TD"):
            pass
        colours = category_colours(len(heads))
        for at, (lines, colour) in enumerate(zip(heads, colours, strict=True)):
            with told(pen, "TH", COLUMN):
                for down, line in enumerate(lines):
                    under = (4 + 3.1 * (down + tall - len(lines))) * unit
                    pen.text(names + (at + 0.5) * wide, y + under, line, SMALLEST, palettes.MUTED,
                             anchor="middle")  # fmt: skip
                pen.marks.append(
                    Box(names + at * wide + 0.3 * unit, strip, wide - 0.6 * unit, _STRIP * unit,
                        colour, palettes.mixed(colour, palettes.INK, 0.12), 0.1 * unit)
                )  # fmt: skip
    return strip + (_STRIP + 0.6) * unit


def _set_row(
    pen: Pen,
    table: CrossTable,
    row: int,
    across: tuple[float, float, float],
    foot: float,
    pitch: float,
) -> None:
    """A category of the first model, and how many areas have it with each of the second.

    ``across`` is where names begin, where counts begin, and how wide a count's cell is.
    """
    unit = pen.unit
    left, names, wide = across
    colour = category_colours(len(table.rows))[row]
    middle = foot - pitch / 2 + 1.1 * unit
    most = max(int(table.counts.max()), 1)
    with told(pen, "TH", ROW):
        pen.marks.append(
            Box(names - 2.4 * unit, foot - pitch + 0.3 * unit, _STRIP * unit, pitch - 0.6 * unit,
                colour, palettes.mixed(colour, palettes.INK, 0.12), 0.1 * unit)
        )  # fmt: skip
        label = pen.cut(table.rows[row], 8, 400, names - left - 4 * unit)
        pen.text(names - 3.8 * unit, middle, label, 8, anchor="end")
    for column, held in enumerate(table.counts[row].tolist()):
        fill = palettes.mixed(palettes.PETROL_SOFT, palettes.SURFACE, 1 - held / most)
        with told(pen, "TD"):
            pen.marks.append(
                Box(names + column * wide + 0.3 * unit, foot - pitch + 0.3 * unit,
                    wide - 0.6 * unit, pitch - 0.6 * unit, fill, palettes.HAIRLINE, 0.15 * unit)
            )  # fmt: skip
            pen.text(names + (column + 0.5) * wide, middle, number(held), 9,
                     palettes.INK if held else palettes.MUTED, 600 if held else 400, "middle",
                     tabular=True)  # fmt: skip
