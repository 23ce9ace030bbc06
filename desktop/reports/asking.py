"""From what somebody asks for to a request that holds against the extract."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.periods import Period, order
from desktop.core.wording import _
from desktop.maps.paper import Paper
from desktop.maps.view import MapView
from desktop.reports.asked import Asked, Template
from desktop.reports.planfile import Plan

MOST_AREAS = 2_500
BY = ("sector", "organisation")


def asked_for(
    data: Dataset,
    template: Template,
    *,
    level: str = "",
    areas: Sequence[int] = (),
    indicators: Sequence[str] = (),
    period: Period | None = None,
    since: Period | None = None,
    periods: Sequence[Period] = (),
    model: str = "",
    by: str = "sector",
    views: Sequence[MapView] = (),
    plan: Plan | None = None,
    plan_name: str = "",
    day: dt.date | None = None,
    paper: Paper | None = None,
) -> Asked:
    """The request, with what was not said filled in.

    The level is the plan's, else the extract's first; the period its newest; the paper the
    template's; the day today. Areas and indicators keep their order, each once. A plan's own areas
    and indicators stand in where none are named.

    Raises:
        UsageError: the extract has no such level, indicator, area or model, the level has no
            numbers, or ``since`` is not before the period.
    """
    level = data.level(level or (plan.level if plan is not None else data.levels[0].id)).id
    held = {each.id for each in data.indicators_of(level)}
    if not held:
        raise UsageError(
            _("Niveauet »{level}« har ingen tal.").format(level=str(data.level(level).name)),
            hint=_("Vælg et andet niveau."),
        )
    chosen = tuple(dict.fromkeys(indicators or (plan.indicators if plan is not None else ())))
    for id in chosen:
        if data.indicator(id).id not in held:
            raise UsageError(
                _("»{indicator}« har ingen tal på niveauet »{level}«.").format(
                    indicator=data.indicator(id).label, level=str(data.level(level).name)
                ),
                hint=_("Vælg en anden indikator eller et andet niveau."),
            )
    planned = _plan_areas(data, level, plan)
    positions = tuple(dict.fromkeys(areas)) or planned
    if plan is not None and set(positions) != set(planned) and documents_plan(template):
        raise UsageError(
            _("Planens egen fil siger, hvilke områder »{plan}« omfatter.").format(plan=plan.name),
            hint=_("Udelad områderne, eller ret dem i filen."),
        )
    _check_areas(data, level, positions)
    now = period or _newest(data, level)
    for each in {now, *periods}:
        _check_period(data, level, each)
    if since is not None and order(since) >= order(now):
        raise UsageError(
            _("{since} er ikke før {period}.").format(since=since.label, period=now.label),
            hint=_("Udviklingen fortælles fra en tidligere periode til en senere."),
        )
    if model and model not in data.models:
        from desktop.core.models.modelfile import model_named

        model_named(model, data.models)
    if by not in BY:
        raise UsageError(
            _("Der kan ikke sammenlignes efter »{by}«.").format(by=by),
            hint=_("Vælg mellem {names}.").format(names=", ".join(BY)),
        )
    asked = Asked(
        data,
        template,
        level,
        now,
        day or dt.date.today(),
        positions,
        chosen,
        since,
        tuple(sorted(set(periods), key=order)),
        model,
        by,
        tuple(views),
        plan,
        " ".join(plan_name.split()),
    )
    return replace(asked, paper=paper or template.paper)


def documents_plan(template: Template) -> bool:
    """Whether a report of the template is of a whole helhedsplan, and not of an area in it."""
    return any(each.id.startswith("plan-") for each in template.chapters)


def _newest(data: Dataset, level: str) -> Period:
    """The newest period of most indicators: a single school year does not name the report."""
    newest = Counter(data.periods_of(each.id, level)[-1] for each in data.indicators_of(level))
    return max(newest, key=lambda period: (newest[period], order(period)))


def _check_period(data: Dataset, level: str, period: Period) -> None:
    """Refuse a time that no indicator has a number of its kind for."""
    held = {each for indicator in data.indicators_of(level)
            for each in data.periods_of(indicator.id, level)}  # fmt: skip
    if period in held:
        return
    alike = [each for each in held if each.kind is period.kind] or list(held)
    raise UsageError(
        _("Udtrækket har ingen tal for {period}.").format(period=period.label),
        hint=_("Det har tal fra {first} til {last}.").format(
            first=min(alike, key=order).label, last=max(alike, key=order).label
        ),
    )


def _plan_areas(data: Dataset, level: str, plan: Plan | None) -> tuple[int, ...]:
    if plan is None or plan.level != level:
        return ()
    index = data.areas(level).index
    return tuple(index[code] for code in plan.areas if code in index)


def _check_areas(data: Dataset, level: str, positions: Sequence[int]) -> None:
    count = len(data.areas(level))
    if any(not 0 <= at < count for at in positions):
        raise UsageError(
            _("Et af områderne findes ikke på niveauet »{level}«.").format(level=level),
            hint=_("Vælg områderne igen."),
        )
    if len(positions) > MOST_AREAS:
        raise UsageError(
            _("{count} områder er for mange til én rapport.").format(count=len(positions)),
            hint=_("Højst {most}. Del den i flere.").format(most=MOST_AREAS),
        )
