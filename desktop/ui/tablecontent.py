"""What the table is of: the columns of a level at a time, each made when it is first looked at."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from desktop.core.areatable import (
    BoolArray,
    IntArray,
    NumberColumn,
    PlaceRanges,
    WordColumn,
    grouped,
    number_column,
    ordered,
    residents_column,
    scale_of,
    sort_keys,
    word_column,
)
from desktop.core.areawholes import (
    Sums,
    Together,
    Whole,
    by_organisation,
    sums,
)
from desktop.core.collation import text_places
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Indicator, Text
from desktop.core.periods import Period
from desktop.core.wording import _, number
from desktop.maps.view import MapView, nearest_period
from desktop.ui.tableparts import (
    CATEGORY,
    COUNTS_RESIDENTS,
    NAME,
    ORGANISATION,
    PLACE,
    RESIDENTS,
    SECTOR,
    WITHIN,
    Column,
    Heading,
    LevelWords,
    Stretch,
    place_words,
    stretch_of,
)


class AreaTable:
    """All areas of the level of a view at its period, and the rows of several areas as one."""

    def __init__(self, data: Dataset, view: MapView, kept: BoolArray, words: LevelWords) -> None:
        self.data = data
        self.view = view
        self.kept = kept
        self.words = words
        self._exists = data.areas(view.level).valid_on(view.period.end)
        self._columns: dict[str, Column] = {}
        self._scales: dict[str, tuple[float, float]] = {}
        self._texts: dict[str, list[str | None]] = {}
        self._group_sums: dict[str, Sums] = {}
        self._whole_sums: dict[str, Sums] = {}
        self._places: dict[str, PlaceRanges] = {}
        self._wholes: tuple[Together, ...] = ()

    def fits(self, view: MapView, kept: BoolArray) -> bool:
        """Whether a view is of the same numbers."""
        own = self.view
        same = (own.level, own.period, own.breakdown) == (view.level, view.period, view.breakdown)
        if own.breakdown and own.indicator != view.indicator:
            return False
        return same and bool((self.kept == kept).all())

    @property
    def wholes(self) -> tuple[Together, ...]:
        """The rows of several areas as one that stand at the top."""
        return self._wholes

    def compare_with(self, wholes: tuple[Together, ...]) -> None:
        """Hold the areas against other rows."""
        self._wholes = wholes
        self._whole_sums = {}

    def column(self, id: str) -> Column:
        """A column by its id: an indicator's, or one of the names above."""
        if id not in self._columns:
            self._columns[id] = self._made(id)
        return self._columns[id]

    def numbers(self, id: str) -> NumberColumn | None:
        """A column of numbers; None where it is one of words or places."""
        if id == PLACE:
            return None
        column = self.column(id)
        return column if isinstance(column, NumberColumn) else None

    def scale(self, id: str) -> tuple[float, float]:
        """The ends of a column's bars."""
        if id not in self._scales:
            column = self.numbers(id)
            self._scales[id] = scale_of(column, self.kept) if column is not None else (0.0, 1.0)
        return self._scales[id]

    def places(self, id: str) -> PlaceRanges:
        """Between which places the kept areas stand in a column of numbers."""
        if id not in self._places:
            column = self.numbers(id)
            assert column is not None
            self._places[id] = PlaceRanges(column, self.kept)
        return self._places[id]

    @cached_property
    def groups(self) -> tuple[tuple[Together, ...], IntArray]:
        """The organisations, and which of them every area belongs to."""
        return by_organisation(self.data, self.view.level, self.kept)

    def whole_sums(self, id: str) -> Sums | None:
        """A column's numbers for the rows at the top."""
        column = self.numbers(id)
        if column is None or not self._wholes:
            return None
        if id not in self._whole_sums:
            self._whole_sums[id] = sums(self.data, column, self._wholes)
        return self._whole_sums[id]

    def group_sums(self, id: str) -> Sums | None:
        """A column's numbers for the organisations."""
        column = self.numbers(id)
        if column is None:
            return None
        if id not in self._group_sums:
            self._group_sums[id] = sums(self.data, column, self.groups[0])
        return self._group_sums[id]

    def order(
        self, id: str, *, falling: bool, cautious: bool = False, sought: str = "", gathered: bool
    ) -> IntArray:
        """The rows: the kept areas by a column, ties by name; or gathered by organisation.

        ``sought`` leaves those whose name holds every word of it. The row of an organisation is
        ``-1 - its number``; the organisations come by the same column, or by name.
        """
        rows = self.words.by_name
        rows = rows[self.kept[rows]]
        if sought.strip():
            rows = rows[self.named(sought)[rows]]
        rows = ordered(rows, self._keys(id, falling, cautious), falling=falling)
        if not gathered:
            return rows
        held, belongs = self.groups
        keys = text_places([group.name for group in held])
        order = ordered(np.arange(len(held)), keys, falling=False)
        found = self.group_sums(id)
        if found is not None:
            own = sort_keys(found.column, falling=falling, cautious=cautious)
            order = ordered(order, own, falling=falling)
        elif id in (NAME, ORGANISATION) and falling:
            order = ordered(order, keys, falling=True)
        return grouped(rows, belongs, order)

    def named(self, sought: str) -> BoolArray:
        """Whose name holds every word, in small or large letters."""
        parts = sought.casefold().split()
        return np.array([all(part in name for part in parts) for name in self._folded_names], bool)

    def name(self, row: int) -> str:
        """The name of a row: an area's, or an organisation's."""
        if row < 0:
            return self.groups[0][-1 - row].name
        return self.words.column(NAME).texts[row]

    def text(self, id: str, row: int) -> str:
        """What a cell says, without the unit."""
        if id == NAME:
            return self.name(row)
        if id == PLACE:
            return ""
        if row < 0:
            found = self.group_sums(id)
            return found.column.text(-1 - row) if found is not None else ""
        column = self.column(id)
        if isinstance(column, WordColumn):
            return column.texts[row]
        texts = self._texts.setdefault(id, [None] * len(self.kept))
        text = texts[row]
        if text is None:
            text = texts[row] = column.text(row)
        return text

    def place_text(self, id: str, row: int) -> str:
        """``3–11``; a dash where the place cannot be told."""
        if row < 0:
            return ""
        return self.place_texts(id, np.array([row]))[0]

    def place_texts(self, id: str, rows: IntArray) -> list[str]:
        """The places of several areas, worked out together."""
        best, worst = self.places(id).of(rows)
        return [place_words(*pair) for pair in zip(best.tolist(), worst.tolist(), strict=True)]

    def stretch(self, id: str, rows: IntArray) -> Stretch:
        """Some rows of a column of numbers."""
        column = self.numbers(id)
        assert column is not None
        texts = [self.text(id, row) for row in rows.tolist()]
        areas = np.maximum(rows, 0)
        stretch = stretch_of(texts, column, areas)
        led = rows < 0
        if not led.any():
            return stretch
        found = self.group_sums(id)
        assert found is not None
        at = np.where(led, -1 - rows, 0)
        own = stretch_of(texts, found.column, at)
        return Stretch(
            texts,
            np.where(led, own.values, stretch.values),
            np.where(led, own.low, stretch.low),
            np.where(led, own.high, stretch.high),
            np.where(led, own.states, stretch.states),
            np.where(led, own.small | found.doubtful[at], stretch.small),
        )

    def whole_stretch(self, id: str) -> Stretch | None:
        """A column's numbers for the rows at the top, for painting."""
        found = self.whole_sums(id)
        if found is None:
            return None
        at = np.arange(len(self._wholes))
        made = stretch_of([found.column.text(row) for row in at.tolist()], found.column, at)
        small = made.small | found.doubtful
        return Stretch(made.texts, made.values, made.low, made.high, made.states, small)

    def municipality_value(self, id: str) -> float:
        """The municipality's number in a column, where it is one of the rows at the top."""
        found = self.whole_sums(id)
        if found is None:
            return float("nan")
        at = [nr for nr, whole in enumerate(self._wholes) if whole.of is Whole.MUNICIPALITY]
        return float(found.column.cells.values[at[0]]) if at else float("nan")

    def course(self, id: str, rows: IntArray) -> FloatArray:
        """Periods × rows: a column over time until its period, NaN where nothing is shown."""
        column = self.numbers(id)
        assert column is not None
        history = self.data.history(id, self.view.level, column.breakdown)
        if column.period not in history.periods:
            return np.full((0, len(rows)), np.nan)
        until = history.periods.index(column.period) + 1
        values = history.cells.values[:until, np.maximum(rows, 0)]
        return np.where(rows < 0, np.nan, values)

    def heading(self, id: str, sorted_by: str) -> Heading:
        """What stands over a column; the places are those of ``sorted_by``."""
        data, view = self.data, self.view
        if id == NAME:
            name = str(data.level(view.level).name) or _("Område")
            return Heading(name, "", _("Navn"))
        if id == PLACE:
            column = self.numbers(sorted_by)
            label = column.indicator.label if column is not None else ""
            told = _(
                "Mellem hvilke pladser området ligger på »{name}« med 95 % sikkerhed, blandt"
                " tabellens områder. Nr. 1 har det højeste tal."
            ).format(name=label)
            total = number(self.places(sorted_by).total) if column is not None else ""
            return Heading(_("Plads"), _("af {total}").format(total=total), told)
        if id == CATEGORY:
            return Heading(_("Kategori"), "", self._category_told())
        if id in (ORGANISATION, SECTOR) or id.startswith(WITHIN):
            name = self.fact_name(id)
            return Heading(name, "", name)
        return self._number_heading(id)

    def fact_name(self, id: str) -> str:
        """The name of a column that is no indicator's."""
        if id.startswith(WITHIN):
            parent = id.removeprefix(WITHIN)
            known = {level.id: str(level.name) for level in self.data.levels}
            return known.get(parent, parent)
        return {
            PLACE: _("Plads"),
            ORGANISATION: _("Boligorganisation"),
            SECTOR: _("Sektor"),
            RESIDENTS: _("Beboere"),
            CATEGORY: _("Kategori"),
        }[id]

    def facts(self) -> tuple[str, ...]:
        """The columns that are no indicators', as far as the extract knows anything for them."""
        areas = self.data.areas(self.view.level)
        known = [ORGANISATION] if any(areas.organisations) else []
        known += [SECTOR] if any(areas.sectors) else []
        known += [WITHIN + parent for parent, codes in areas.parents.items() if any(codes)]
        known += [RESIDENTS, PLACE]
        known += [CATEGORY] if self.data.models else []
        return tuple(known)

    def first_facts(self) -> tuple[str, ...]:
        """Those that a table begins with: who owns the homes, how many live there, and places."""
        told_apart = len({*self.words.column(ORGANISATION).texts} - {""}) > 1
        return (*((ORGANISATION,) if told_apart else ()), RESIDENTS, PLACE)

    def period_of(self, indicator: str) -> Period | None:
        """The period that an indicator is shown at: the shared one, or the one nearest to it."""
        periods = self.data.periods_of(indicator, self.view.level, self._breakdown(indicator))
        return nearest_period(periods, self.view.period) if periods else None

    @cached_property
    def _folded_names(self) -> list[str]:
        return [name.casefold() for name in self.words.column(NAME).texts]

    def _breakdown(self, indicator: str) -> str:
        return self.view.breakdown if indicator == self.view.indicator else ""

    def _keys(self, id: str, falling: bool, cautious: bool) -> FloatArray:
        return sort_keys(self.column(id), falling=falling, cautious=cautious)

    def _made(self, id: str) -> Column:
        if id == CATEGORY:
            return self._categories()
        if id == RESIDENTS:
            return self._residents()
        if id.startswith("@"):
            return self.words.column(id)
        return number_column(
            self.data,
            self.view.level,
            self.data.indicator(id),
            self.period_of(id),
            self._exists,
            self._breakdown(id),
        )

    def _residents(self) -> NumberColumn:
        """The residents at the time shown where they are counted, else those of the extract."""
        level = self.view.level
        at = self.period_of(COUNTS_RESIDENTS)
        shown = self.view.period
        if at is not None and shown.start <= at.end <= shown.end:
            indicator = self.data.indicator(COUNTS_RESIDENTS)
            return number_column(self.data, level, indicator, at, self._exists)
        ready = Indicator(RESIDENTS, Text(_("Beboere")), unit="n", per=1.0, decimals=0)
        return residents_column(self.data.areas(level), ready, self._exists)

    def _categories(self) -> WordColumn:
        from desktop.core.models.result import NONE
        from desktop.core.models.shown import shown_result

        result = shown_result(self.data, self.view.level, self.view.period)
        if result is None:
            return word_column(("",) * len(self.kept))
        outcome = result.model.outcomes[0]
        index = result.outcomes[outcome.id].index[-1]
        names = [*(str(each.name) for each in outcome.all_categories), ""]
        texts = [names[at] if at != NONE else "" for at in index.tolist()]
        places = np.where(index == NONE, np.nan, index.astype(np.float64))
        return WordColumn(tuple(texts), places)

    def _category_told(self) -> str:
        from desktop.core.models.shown import shown_result

        result = shown_result(self.data, self.view.level, self.view.period)
        return str(result.model.name) if result is not None else _("Kategori")

    def _number_heading(self, id: str) -> Heading:
        column = self.numbers(id)
        assert column is not None
        indicator = column.indicator
        parts = [{"n": _("antal"), "index": _("indeks")}.get(indicator.unit, indicator.unit)]
        if column.breakdown:
            parts += [
                str(each.cell) for each in self.data.breakdowns if each.id == column.breakdown
            ]
        if column.period is not None and column.period != self.view.period:
            parts.append(column.period.short_label)
        full = [str(indicator.name), str(indicator.sentence)]
        full.append(column.period.label if column.period is not None else "")
        if id == RESIDENTS and column.period is None:
            full.append(_("som de er opgjort ved udtrækket"))
        return Heading(
            self.fact_name(id) if id == RESIDENTS else indicator.label,
            " · ".join(part for part in parts if part),
            "\n".join(part for part in full if part),
        )
