"""What a helhedsplan's chapters stand on: its areas, times, goals, efforts, areas like it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.indicators import Kind
from desktop.core.levelwords import Called, called
from desktop.core.periods import Period
from desktop.core.profile import usual_indicators
from desktop.core.profilekey import Key, key_of
from desktop.core.similar import Neighbours, nearest, traits_of
from desktop.core.wording import _
from desktop.reports.asked import Asked
from desktop.reports.planfile import Goal, Plan, PlannedEffort

MOST_COMPARED = 10  # areas that are chosen to be held against the plan's
MOST_INDICATORS = 10  # where nobody has chosen any
_EACH = 6  # areas most like each of the plan's, of which the nearest of all are taken


@dataclass(frozen=True, slots=True)
class Doing:
    """An effort that is told of: from the plan's file or from the extract, areas by position.

    ``areas`` is none where it is for the whole plan.
    """

    effort: PlannedEffort
    areas: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How comparison areas were chosen: by whom, by what, and how like each plan area they are."""

    chosen: bool  # by the plan's file
    found: tuple[Neighbours, ...] = ()  # per area of the plan


@dataclass(frozen=True, slots=True, eq=False)
class Dossier:
    """A plan against an extract; positions are on ``level``.

    ``start`` and ``end`` are None where no file tells them.
    """

    data: Dataset
    level: str
    name: str
    areas: tuple[int, ...]
    period: Period
    baseline: Period
    start: dt.date | None
    end: dt.date | None
    organisations: tuple[str, ...]
    indicators: tuple[str, ...]
    compare: tuple[int, ...]
    likeness: Likeness
    goals: tuple[Goal, ...]
    efforts: tuple[Doing, ...]
    plan: Plan | None

    @property
    def places(self) -> Areas:
        """All areas of the level."""
        return self.data.areas(self.level)

    @property
    def called(self) -> Called:
        """What an area of the level is called, and several."""
        return called(self.data.level(self.level))

    @property
    def own(self) -> str:
        """What the plan's own areas are called: one, or several."""
        return self.called.one if len(self.areas) == 1 else self.called.many

    def named(self, position: int) -> str:
        """An area's name, its code where it has none."""
        return self.places.names[position] or self.places.codes[position]

    def said(self, name: str) -> str:
        """A free text of the plan's file; empty where there is none."""
        return self.plan.said(name) if self.plan else ""


def dossier_of(asked: Asked) -> Dossier:
    """The plan that is asked for, made once for all its chapters.

    Without a plan's file it is of the chosen areas, from ``since``, else from a year before.

    Raises:
        UsageError: no areas are chosen, or the baseline lies after the period of the report.
    """
    name = (
        "plan-dossier", asked.level, asked.areas, asked.indicators, asked.period, asked.since,
        asked.plan, asked.plan_name,
    )  # fmt: skip
    return asked.data.derived(name, lambda: _dossier(asked))


def _dossier(asked: Asked) -> Dossier:
    data, plan = asked.data, asked.plan
    level = plan.level if plan else asked.level
    places = data.areas(level)
    areas = asked.areas if asked.level == level else ()
    if plan and not areas:
        areas = tuple(places.index[code] for code in plan.areas)
    if not areas:
        raise UsageError(
            _("En helhedsplan skal have områder."),
            hint=_("Vælg dem med --area, eller giv en planfil."),
        )
    baseline = plan.baseline if plan else asked.since or asked.period.year_before()
    if baseline.end > asked.period.end:
        raise UsageError(
            _("Udgangspunktet {baseline} ligger efter rapportens periode {period}.").format(
                baseline=baseline.label, period=asked.period.label
            ),
            hint=_("Vælg en senere periode eller et tidligere udgangspunkt."),
        )
    goals = plan.goals if plan else ()
    indicators = _indicators(data, level, asked, plan)
    followed = {*indicators, *_of(goals)}
    judged = [id for id in sorted(followed) if data.indicator(id).kind is not Kind.COUNT]
    compare, likeness = _compared(data, level, areas, baseline, judged, plan)
    owners = tuple(dict.fromkeys(places.organisations[at] for at in areas))
    return Dossier(
        data,
        level,
        (plan.name if plan else asked.plan_name) or _listed_names(places, areas),
        areas,
        asked.period,
        baseline,
        plan.start if plan else None,
        plan.end if plan else None,
        (plan.organisations if plan else ()) or tuple(name for name in owners if name),
        indicators,
        compare,
        likeness,
        goals,
        _efforts(data, level, areas, plan),
        plan,
    )


def _of(goals: Sequence[Goal]) -> tuple[str, ...]:
    return tuple(goal.indicator for goal in goals)


def _listed_names(places: Areas, areas: Sequence[int]) -> str:
    names = [places.names[at] or places.codes[at] for at in areas]
    if len(names) > 3:
        return _("{first} og {count} til").format(first=names[0], count=len(names) - 1)
    return ", ".join(names)


def _indicators(data: Dataset, level: str, asked: Asked, plan: Plan | None) -> tuple[str, ...]:
    """Those asked for, else the plan's, else those with goals, else a calm choice."""
    chosen = asked.indicators or (plan.indicators if plan else ())
    if not chosen and plan:
        chosen = tuple(dict.fromkeys(_of(plan.goals)))
    if chosen:
        return chosen
    usual = [
        id for id in usual_indicators(data, level) if data.indicator(id).kind is not Kind.COUNT
    ]
    return tuple(usual[:MOST_INDICATORS]) or tuple(
        each.id for each in data.indicators_of(level)[:MOST_INDICATORS]
    )


def _compared(
    data: Dataset,
    level: str,
    areas: Sequence[int],
    baseline: Period,
    without: Sequence[str],
    plan: Plan | None,
) -> tuple[tuple[int, ...], Likeness]:
    """The comparison areas: the plan's own, else those most like its areas at the baseline.

    What the plan is followed by does not choose them, so that they are not alike in it by choice.
    """
    places = data.areas(level)
    if plan and plan.compare:
        return tuple(places.index[code] for code in plan.compare), Likeness(chosen=True)
    traits = traits_of(data, level, baseline, (), without)
    own_plan = [places.index[code] for code in plan.areas] if plan else []
    exists = traits.exists.copy()
    exists[[*areas, *own_plan]] = False
    others = replace(traits, exists=exists)
    found: list[Neighbours] = []
    distance: dict[int, float] = {}
    for area in areas:
        own = exists.copy()
        own[area] = traits.exists[area]
        near = nearest(
            replace(others, exists=own), area, min(_EACH, max(int(exists.sum()) // 2, 1))
        )
        found.append(near)
        for at, apart in zip(near.positions.tolist(), near.distances.tolist(), strict=True):
            distance[at] = min(apart, distance.get(at, apart))
    most = min(MOST_COMPARED, max(int(exists.sum()) // 2, 1))
    chosen = sorted(distance, key=lambda at: (round(distance[at], 9), places.codes[at]))[:most]
    return tuple(chosen), Likeness(chosen=False, found=tuple(found))


def _efforts(
    data: Dataset, level: str, areas: Sequence[int], plan: Plan | None
) -> tuple[Doing, ...]:
    """The efforts of the plan's file and those that the extract has for its areas, by their start.

    Those for other areas of the plan than the ones told of are left out. One that both tell of, by
    the same name and start, is told once, with the file's words.
    """
    places = data.areas(level)
    index = places.index
    made = [
        Doing(each, tuple(index[code] for code in each.areas))
        for each in (plan.efforts if plan else ())
    ]
    made = [each for each in made if not each.areas or not set(areas).isdisjoint(each.areas)]
    known = {(each.effort.name, each.effort.start) for each in made}
    for each in data.efforts:
        if each.level != level or index.get(each.area, -1) not in areas:
            continue
        if (each.name, each.start) in known:
            continue
        effort = PlannedEffort(each.name, each.start, each.end, (each.area,), (), each.text)
        made.append(Doing(effort, (index[each.area],)))
    return tuple(sorted(made, key=lambda each: (each.effort.start, each.effort.name)))


def keys_of(dossier: Dossier) -> tuple[Key, ...]:
    """Who each of the plan's areas is at the period of the report."""
    return tuple(key_of(dossier.data, dossier.level, at, dossier.period) for at in dossier.areas)


def first_period(dossier: Dossier, periods: Sequence[Period], years: int = 5) -> Period | None:
    """The first of an indicator's periods that its course is told from: years before baseline."""
    since = dossier.baseline
    for _step in range(years):
        since = since.year_before()
    held = [each for each in periods if each.end >= since.end]
    return held[0] if held else None
