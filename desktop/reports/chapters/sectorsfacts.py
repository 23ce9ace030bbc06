"""Groups of areas held against each other: sectors, or boligorganisationer, on many indicators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from desktop.core.areatable import BoolArray
from desktop.core.collation import danish_key
from desktop.core.comparisons import Groups, group_comparison
from desktop.core.dataset import Dataset
from desktop.core.differences import Against, Comparison, Verdict
from desktop.core.errors import UsageError
from desktop.core.grouping import ORGANISATION, SECTOR, combined_of_shown, groups_of
from desktop.core.indicators import Indicator, Kind
from desktop.core.levelwords import Called, called
from desktop.core.periods import Period, latest
from desktop.core.series import Series, even_periods, level_cells
from desktop.core.wording import _
from desktop.reports.asked import Asked, ChapterSpec
from desktop.reports.chapters.standardfacts import indicator_ids

ALMEN = "almen"
INDICATORS = 16


@dataclass(frozen=True, slots=True)
class Group:
    """A sector or an organisation: who is in it at the end of the report's period.

    ``residents`` is how many live in those of its areas whose residents are shown, and ``counted``
    how many areas those are.
    """

    name: str
    members: tuple[int, ...]
    residents: float
    counted: int


@dataclass(frozen=True, slots=True, eq=False)
class OneIndicator:
    """Every group on one indicator against all the others together, by the group's name."""

    indicator: Indicator
    period: Period
    made: dict[str, Comparison]

    def decided(self, name: str) -> bool:
        """Whether something may be said of a group: its sums do not leave many areas out."""
        made = self.made.get(name)
        return made is not None and made.verdict != Verdict.UNDECIDED


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Groups of a level on many indicators.

    ``groups`` are in Danish order, but the almene sector comes first. ``alone`` are the labels of
    indicators that have no number so far back. ``without`` counts areas in no group.
    """

    data: Dataset
    level: str
    called: Called
    by: str
    period: Period
    groups: tuple[Group, ...]
    rows: tuple[OneIndicator, ...]
    without: int

    def against(self, group: Group) -> str:
        """What a group is held against."""
        others = [each.name for each in self.groups if each != group]
        if len(others) == 1:
            return others[0]
        return _("de øvrige tilsammen")


def compared_groups(asked: Asked, spec: ChapterSpec, by: str) -> Compared:
    """The groups of the report's level on the indicators asked for.

    Raises:
        UsageError: the areas of the level are in fewer than two groups; it says which levels are.
    """
    data, level, period = asked.data, asked.level, asked.period
    areas = data.areas(level)
    exists = areas.valid_on(period.end)
    names, members = groups_of(areas, by)
    held = [(name, row & exists) for name, row in zip(names, members, strict=True)]
    groups = [_group(name, row, areas.residents) for name, row in held if row.any()]
    if len(groups) < 2:
        raise _no_groups(asked, by, [group.name for group in groups])
    groups.sort(key=lambda group: (group.name.casefold() != ALMEN, danish_key(group.name)))
    rows = []
    for indicator in _indicators(asked, spec):
        at = latest(data.periods_of(indicator.id, level), period)
        if at is not None:
            rows.append(_one(data, level, indicator, at, by))
    grouped = sum(len(group.members) for group in groups)
    return Compared(
        data,
        level,
        called(data.level(level)),
        by,
        period,
        tuple(groups),
        tuple(rows),
        int(exists.sum()) - grouped,
    )


def _indicators(asked: Asked, spec: ChapterSpec) -> tuple[Indicator, ...]:
    """Those asked for; of the chapter's own choice those alone that sums can be judged of."""
    found = [asked.data.indicator(id) for id in indicator_ids(asked, spec, INDICATORS)]
    judged = tuple(each for each in found if each.kind in (Kind.SHARE, Kind.RATE))
    return tuple(found) if asked.indicators or not judged else judged


def _group(
    name: str, members: BoolArray, residents: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Group:
    own = residents[members]
    known = np.isfinite(own)
    places = tuple(np.flatnonzero(members).tolist())
    return Group(name, places, float(own[known].sum()), int(known.sum()))


def _one(data: Dataset, level: str, indicator: Indicator, period: Period, by: str) -> OneIndicator:
    against = Against.OTHERS if by == SECTOR else Against.ORGANISATIONS
    made: Groups = data.derived(
        ("groups", level, indicator.id, period, by),
        lambda: group_comparison(data, level, indicator, period, by),
    )
    rows = {name: made.compared.at(row, against, name) for row, name in enumerate(made.names)}
    return OneIndicator(indicator, period, rows)


def _no_groups(asked: Asked, by: str, held: Iterable[str]) -> UsageError:
    """Why there is nothing to compare, and which levels have it."""
    data = asked.data
    many = called(data.level(asked.level)).many
    only = next(iter(held), "")
    if by == ORGANISATION:
        problem = _("Udtrækket siger ikke, hvilke boligorganisationer {areas} hører til.")
        alone = _("Alle {areas} hører til den samme boligorganisation, »{name}«.")
    else:
        problem = _("Udtrækket siger ikke, hvilke sektorer {areas} hører til.")
        alone = _("Alle {areas} hører til den samme sektor, »{name}«.")
    levels = [
        str(level.plural)
        for level in data.levels
        if level.id != asked.level and _count(data, level.id, by, asked.period) > 1
    ]
    hint = _("Ingen niveauer i udtrækket er delt sådan, så der er intet at sammenligne.")
    if levels:
        hint = _("Vælg et niveau, der er delt: {levels}.").format(levels=", ".join(levels))
    text = alone if only else problem
    return UsageError(text.format(areas=many, name=only), hint=hint)


def _count(data: Dataset, level: str, by: str, period: Period) -> int:
    areas = data.areas(level)
    _names, members = groups_of(areas, by)
    return int((members & areas.valid_on(period.end)).any(axis=1).sum())


def group_series(
    data: Dataset, level: str, indicator: Indicator, group: Group, by: str, until: Period
) -> Series | None:
    """A group over time: in every period the sum of the areas that existed and are shown then.

    Where under four fifths of the areas are shown, a period has no number. None without periods.
    """
    held = [period for period in data.periods_of(indicator.id, level) if period.end <= until.end]
    periods = even_periods(held, until.kind)
    if not periods:
        return None
    areas = data.areas(level)
    names, members = groups_of(areas, by)
    row = members[names.index(group.name)]
    cells = level_cells(data, level, indicator, periods)
    made, shown = combined_of_shown(cells, row[None], indicator.per)
    days = [period.end for period in periods]
    behind = np.array([int((areas.valid_on(day) & row).sum()) for day in days], np.int64)
    return Series(group.name, made.column(0), behind, shown[:, 0])
