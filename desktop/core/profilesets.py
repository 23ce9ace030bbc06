"""Which indicators a profile shows: a calm choice, all of them, or a named set."""

from __future__ import annotations

from desktop.core.catalogue import read_reference
from desktop.core.dataset import Dataset
from desktop.core.profile import in_dimensions, usual_indicators
from desktop.core.wording import _, number

USUAL, ALL = "", "*"  # the choices that are no named set
_LEAST = 3  # indicators of a named set that the level has, for it to be offered


def indicators_in(data: Dataset, level: str, chosen: str, also: str) -> tuple[str, ...]:
    """The ids of a choice in the order of the rows, and always the one that the maps show."""
    held = [each.id for each in data.indicators_of(level)]
    if chosen == ALL:
        ids = tuple(held)
    elif chosen == USUAL:
        ids = usual_indicators(data, level)
    else:
        named = read_reference().sets.get(chosen)
        ids = tuple(id for id in named.indicators if id in held) if named else ()
    return in_dimensions(data, (*ids, also))


def sets_of(data: Dataset, level: str, *, named: bool) -> list[tuple[str, object]]:
    """What can be chosen, as (name with how many indicators, choice).

    The named sets have to be read, and are left out unless ``named``.
    """
    held = {each.id for each in data.indicators_of(level)}
    usual = len(usual_indicators(data, level))
    found: list[tuple[str, object]] = [
        (_("Overblik ({count})").format(count=number(usual)), USUAL),
        (_("Alle ({count})").format(count=number(len(held))), ALL),
    ]
    for each in read_reference().sets.values() if named else ():
        count = sum(id in held for id in each.indicators)
        if count >= _LEAST:
            found.append((f"{each.name} ({number(count)})", each.id))
    return found
