"""What a report is called."""

from __future__ import annotations

from desktop.core.wording import _
from desktop.reports.asked import Asked

PLACES = ("kommune", "områder", "plan", "periode", "navn")  # what a title may leave to fill in
_NAMED = 3  # areas in a title; the rest are counted


def title_of(asked: Asked) -> str:
    """What the document is called: the template's title with names and time filled in.

    A part between dots that has nothing to say, such as the areas where all are meant, is left out.
    """
    data, template = asked.data, asked.template
    areas = data.areas(asked.level)
    names = ", ".join(areas.names[at] for at in asked.areas[:_NAMED])
    if len(asked.areas) > _NAMED:
        names = _("{names} og {count} til").format(names=names, count=len(asked.areas) - _NAMED)
    plan = asked.plan.name if asked.plan is not None else asked.plan_name
    pattern = str(template.title)
    if not pattern:
        parts = (str(template.name), plan or names, _times(asked), data.manifest.municipality)
        return " · ".join(part for part in parts if part)
    return _filled(pattern, {
        "kommune": data.manifest.municipality,
        "områder": names,
        "plan": plan,
        "periode": _times(asked),
        "navn": str(template.name),
    })  # fmt: skip


def _times(asked: Asked) -> str:
    """The time that the report is of, or the first and last of several."""
    if len(asked.periods) < 2:
        return asked.period.label
    return f"{asked.periods[0].label} – {asked.periods[-1].label}"


def _filled(pattern: str, words: dict[str, str]) -> str:
    for name, said in words.items():
        pattern = pattern.replace("{" + name + "}", said)
    return " · ".join(part for part in pattern.split(" · ") if part.strip())
