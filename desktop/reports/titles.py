"""What a report is called."""

from __future__ import annotations

from desktop.core.wording import _
from desktop.reports.asked import Asked

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
        parts = (str(template.name), plan or names, asked.period.label, data.manifest.municipality)
        return " · ".join(part for part in parts if part)
    return _filled(pattern, {
        "kommune": data.manifest.municipality,
        "områder": names,
        "plan": plan,
        "periode": asked.period.label,
        "navn": str(template.name),
    })  # fmt: skip


def _filled(pattern: str, words: dict[str, str]) -> str:
    for name, said in words.items():
        pattern = pattern.replace("{" + name + "}", said)
    return " · ".join(part for part in pattern.split(" · ") if part.strip())
