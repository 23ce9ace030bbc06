"""From what is on screen to a report: which kinds there are, what each needs, and the request.

Nothing here knows of widgets. What is on screen is taken once, when the dialog opens; from there
on a report is chosen by plain data.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.periods import Kind as TimeKind
from desktop.core.periods import Period, order
from desktop.core.wording import _, number
from desktop.maps.paper import Paper
from desktop.maps.view import MapView, nearest_period

if TYPE_CHECKING:
    from desktop.reports.asked import Asked, Template
    from desktop.reports.layout import Laid
    from desktop.ui.desk import Desk

SHEET, OWN = "sheet", "own"  # the kinds that are no template of the program
_LONGEST = 120  # characters of a proposed file name
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


class Need(StrEnum):
    """A choice that a kind of report is asked about."""

    AREAS = "areas"
    PERIOD = "period"
    TIMES = "times"  # more than the one period
    INDICATORS = "indicators"
    MODEL = "model"
    PLAN_FILE = "plan_file"
    TEMPLATE_FILE = "template_file"


class Of(StrEnum):
    """Which areas a report is about."""

    PICKED = "picked"
    KEPT = "kept"
    ALL = "all"


class Times(StrEnum):
    """Which times an atlas has a map of."""

    ONE = "one"
    YEARLY = "yearly"
    EVERY = "every"


USUAL, SHOWN, PICKED = "", "shown", "picked"  # choices of indicators that are no named set
_NEEDS: Mapping[str, tuple[Need, ...]] = {
    SHEET: (),
    "maps": (),
    "profile": (Need.AREAS, Need.PERIOD, Need.INDICATORS, Need.MODEL),
    "standard": (Need.AREAS, Need.PERIOD, Need.INDICATORS),
    "quarterly": (Need.AREAS, Need.PERIOD, Need.INDICATORS),
    "yearly": (Need.AREAS, Need.PERIOD, Need.INDICATORS, Need.MODEL),
    "categories": (Need.AREAS, Need.PERIOD, Need.MODEL),
    "sectors": (Need.PERIOD, Need.INDICATORS),
    "organisations": (Need.PERIOD, Need.INDICATORS),
    "plan": (Need.PLAN_FILE,),
    "atlas": (Need.PERIOD, Need.TIMES, Need.INDICATORS),
    "moved": (Need.AREAS, Need.PERIOD, Need.INDICATORS),
    "datasheet": (Need.INDICATORS,),
}
_ORDER = (*(id for id in _NEEDS if id != "maps"), "maps")
_ANYTHING = (Need.AREAS, Need.PERIOD, Need.INDICATORS, Need.MODEL)
_FITTING = {"moved": "moved", "table": "standard", "questions": "quarterly"}


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """What is on screen when a report is asked for.

    ``existing`` and ``kept`` say of each area of the level whether there is such an area at the
    time shown, and whether it is inside the filter. ``indicators`` are those in sight, the first
    the map's own, or a table's columns.
    """

    data: Dataset
    desk: Desk
    existing: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    indicators: tuple[str, ...]

    @property
    def view(self) -> MapView:
        """The map, or the first of two."""
        return self.desk.view

    @property
    def picked(self) -> tuple[int, ...]:
        """Positions of the chosen areas, in the order they were chosen."""
        index = self.data.areas(self.view.level).index
        return tuple(index[code] for code in self.view.selected)


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of report: its name, one sentence, and what it has to be told."""

    id: str
    name: str
    sentence: str
    needs: tuple[Need, ...]
    paper: Paper
    template: Template | None = None  # none for the sheet, and for an own one not yet chosen


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has chosen for a report; everything has a value from the start.

    ``picked`` are positions of areas. ``indicators`` is a choice of them: the report's own, those
    in sight, those picked, or the id of a named set. An empty ``model`` is the extract's first.
    """

    kind: str
    period: Period
    paper: Paper
    of: Of = Of.ALL
    picked: tuple[int, ...] = ()
    times: Times = Times.ONE
    indicators: str = USUAL
    picked_indicators: tuple[str, ...] = ()
    model: str = ""
    plan_name: str = ""
    plan_file: Path | None = None
    template_file: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A report whose pages are there: the request, and what was laid out for it."""

    asked: Asked
    laid: Laid


def fitting_kind(place: str) -> str:
    """The kind of report that a place in the window suggests; a sheet where it has one."""
    return _FITTING.get(place, SHEET)


def sheet_kind(paper: Paper) -> ReportKind:
    """What is shown, as one sheet."""
    return ReportKind(
        SHEET,
        _("Det viste som ark"),
        _("Det, der er på skærmen, på ét ark."),
        _NEEDS[SHEET],
        paper,
    )


def kind_of(template: Template, *, own: bool = False) -> ReportKind:
    """A template as a kind of report.

    Args:
        template: as it was read.
        own: whether it is a municipality's own, from a file.
    """
    needs = _NEEDS.get(template.id, _ANYTHING)
    if own:
        plan = any(each.id.startswith("plan") for each in template.chapters)
        needs = (Need.TEMPLATE_FILE, *((Need.PLAN_FILE,) if plan else ()), *_ANYTHING)
    return ReportKind(
        OWN if own else template.id,
        _("Egen skabelon") if own else str(template.name),
        str(template.sentence),
        needs,
        template.paper,
        template,
    )


def own_kind() -> ReportKind:
    """A municipality's own template, before a file is chosen."""
    return ReportKind(
        OWN,
        _("Egen skabelon"),
        _("Kommunens egen sammensætning af kapitler, fra en fil."),
        (Need.TEMPLATE_FILE,),
        Paper.A4_UPRIGHT,
    )


def kinds(templates: Iterable[Template], paper: Paper) -> tuple[ReportKind, ...]:
    """Every kind in the order it is offered in: the sheet first, an own template last.

    Args:
        templates: the program's.
        paper: of the sheet.
    """
    made = [kind_of(each) for each in templates]
    made.sort(key=lambda each: _ORDER.index(each.id) if each.id in _ORDER else len(_ORDER))
    return (sheet_kind(paper), *made, own_kind())


def periods_offered(data: Dataset, level: str, kind: str = "") -> tuple[Period, ...]:
    """The times that any indicator of a level has numbers of, the newest first.

    A report of the year is offered whole years alone, where there are any.
    """
    held = {
        period
        for indicator in data.indicators_of(level)
        for period in data.periods_of(indicator.id, level)
    }
    years = {each for each in held if each.kind is TimeKind.YEAR}
    return tuple(sorted(years if kind == "yearly" and years else held, key=order, reverse=True))


def proposed(screen: Screen, kind: ReportKind, before: Choices | None = None) -> Choices:
    """What is chosen for a kind of report to begin with: what is on screen.

    Args:
        screen: what is on screen.
        kind: of report.
        before: what was chosen for another kind in the same dialog, of which all that this kind is
            asked about too is kept.
    """
    view = screen.view
    if before is not None:
        usual = usual_areas(screen, before.kind, before.picked)
        of = usual_areas(screen, kind.id, before.picked) if before.of is usual else before.of
        period = _fitting_period(screen, kind.id, before.period)
        return replace(before, kind=kind.id, period=period, paper=kind.paper, of=of)
    return Choices(
        kind.id,
        _fitting_period(screen, kind.id, view.period),
        kind.paper,
        usual_areas(screen, kind.id, screen.picked),
        screen.picked,
        indicators=SHOWN if screen.desk.place == "table" else USUAL,
        picked_indicators=screen.indicators,
        model=view.model,
    )


def usual_areas(screen: Screen, kind: str, picked: tuple[int, ...]) -> Of:
    """Which areas a kind of report begins with: those picked, else what the filter leaves.

    A profile is of areas that somebody picks; of all of them it is a book.
    """
    if picked or kind == "profile":
        return Of.PICKED
    return Of.ALL if np.array_equal(screen.kept, screen.existing) else Of.KEPT


def _fitting_period(screen: Screen, kind: str, wanted: Period) -> Period:
    offered = periods_offered(screen.data, screen.view.level, kind)
    if wanted in offered or not offered:
        return wanted
    return nearest_period(offered[::-1], wanted)


def areas_of(screen: Screen, choices: Choices) -> tuple[int, ...]:
    """Positions of the areas that are chosen.

    Raises:
        UsageError: none is.
    """
    if choices.of is Of.PICKED:
        if not choices.picked:
            raise UsageError(
                _("Der er ikke valgt noget område."),
                hint=_("Tilføj et område ved at skrive de første bogstaver af dets navn."),
            )
        return choices.picked
    if choices.of is Of.ALL:
        return ()
    inside: list[int] = np.flatnonzero(screen.kept).tolist()
    if not inside:
        raise UsageError(
            _("Ingen områder er inden for filteret."),
            hint=_("Vælg alle områder, eller luk og ret filteret."),
        )
    return tuple(inside)


def indicators_of(screen: Screen, choices: Choices) -> tuple[str, ...]:
    """Ids of the indicators that are chosen; none leaves the choice to the report.

    Raises:
        UsageError: they were to be picked, and none was.
    """
    if choices.indicators == USUAL:
        return ()
    if choices.indicators == SHOWN:
        return screen.indicators
    held = [each.id for each in screen.data.indicators_of(screen.view.level)]
    if choices.indicators == PICKED:
        picked = tuple(id for id in choices.picked_indicators if id in held)
        if not picked:
            raise UsageError(
                _("Der er ikke valgt nogen indikator."),
                hint=_("Sæt hak ved mindst én, eller vælg et andet sæt."),
            )
        return picked
    from desktop.core.catalogue import read_reference

    return tuple(id for id in read_reference().set(choices.indicators).indicators if id in held)


def indicator_choices(screen: Screen) -> list[tuple[str, str]]:
    """What can be chosen of indicators, as (name, choice)."""
    from desktop.core.profilesets import ALL, USUAL, sets_of

    count = len(screen.indicators)
    shown = _("Dem på skærmen ({count})").format(count=number(count))
    found = [(_("Rapportens egne"), USUAL), *([(shown, SHOWN)] if count else ())]
    level = screen.view.level
    for name, choice in sets_of(screen.data, level, named=True):
        if choice not in (USUAL, ALL):
            found.append((name, str(choice)))
    return [*found, (_("Udvalgte …"), PICKED)]


def times_of(data: Dataset, level: str, period: Period, times: Times) -> tuple[Period, ...]:
    """The times of an atlas, in order; none is the one period alone.

    Yearly are those of the same part of the year; every time is each of the same length.
    """
    if times is Times.ONE:
        return ()
    alike = [each for each in periods_offered(data, level)[::-1] if each.kind is period.kind]
    if times is Times.YEARLY:
        alike = [each for each in alike if each.part == period.part]
    return tuple(alike)


def area_words(screen: Screen, of: Of, picked: tuple[int, ...]) -> str:
    """What a choice of areas is called, and how many they are."""
    count = {
        Of.PICKED: len(picked),
        Of.KEPT: int(screen.kept.sum()),
        Of.ALL: int(screen.existing.sum()),
    }[of]
    name = {
        Of.PICKED: _("Udvalgte ({count})"),
        Of.KEPT: _("I filteret ({count})"),
        Of.ALL: _("Alle ({count})"),
    }[of]
    return name.format(count=number(count))


def views_of(screen: Screen) -> tuple[MapView, ...]:
    """The maps on screen."""
    desk = screen.desk
    second = (desk.other,) if desk.place in ("double", "models") and desk.other is not None else ()
    return (desk.view, *second)


def asked_of(screen: Screen, kind: ReportKind, choices: Choices, day: dt.date) -> Asked:
    """The request, checked against the extract.

    Args:
        screen: what was on screen.
        kind: of report; not the sheet.
        choices: what the person chose.
        day: the date that the report is to bear.

    Raises:
        UsageError: something is missing or does not fit this extract.
        FileProblem: the plan's file cannot be read.
    """
    from desktop.reports.asking import asked_for
    from desktop.reports.planfile import read_plan

    template = kind.template
    if template is None:
        raise UsageError(
            _("Der er ikke valgt nogen skabelon."),
            hint=_("Vælg en fil, der ender på .toml."),
        )
    needs = kind.needs
    plan = None
    if Need.PLAN_FILE in needs:
        if choices.plan_file is None:
            raise UsageError(
                _("Der er ikke valgt nogen planfil."),
                hint=_("Planfilen nævner områder, mål og indsatser i helhedsplanen."),
            )
        plan = read_plan(choices.plan_file, screen.data)
    view, level = screen.view, screen.view.level
    return asked_for(
        screen.data,
        template,
        level=plan.level if plan is not None else level,
        areas=areas_of(screen, choices) if Need.AREAS in needs else (),
        indicators=indicators_of(screen, choices) if Need.INDICATORS in needs else (),
        period=choices.period,
        since=view.since if screen.desk.place == "change" else None,
        periods=times_of(screen.data, level, choices.period, choices.times)
        if Need.TIMES in needs
        else (),
        model=choices.model,
        by="organisation" if template.id == "organisations" else "sector",
        views=views_of(screen),
        plan=plan,
        plan_name=choices.plan_name.strip(),
        paper=choices.paper,
        day=day,
    )


def file_name(screen: Screen, kind: ReportKind, choices: Choices, title: str = "") -> str:
    """The file name that is proposed: what it is, where it is one area its name, and the time.

    Args:
        screen: what was on screen.
        kind: of report.
        choices: what the person chose.
        title: of what is shown, for a sheet.
    """
    parts = [title or (kind.template and str(kind.template.name)) or kind.name]
    if Need.AREAS in kind.needs and choices.of is Of.PICKED and len(choices.picked) == 1:
        areas, at = screen.data.areas(screen.view.level), choices.picked[0]
        parts.append(areas.names[at] or areas.codes[at])
    if Need.PLAN_FILE in kind.needs and choices.plan_file is not None:
        parts.append(choices.plan_file.stem)
    else:
        parts.append(choices.period.code)
    stem = " ".join(_NOT_IN_NAMES.sub("-", " ".join(parts)).split())
    return f"{stem.strip(' .')[:_LONGEST].strip(' .')}.pdf"
