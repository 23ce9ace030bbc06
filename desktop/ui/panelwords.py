"""What the panel says of an area before any number: who it is, and why a number is not there."""

from __future__ import annotations

import math

from desktop.core.areas import Areas
from desktop.core.disclosure import State
from desktop.core.sentences import limit_words
from desktop.core.wording import _, number
from desktop.maps.view import nearest_period
from desktop.ui.session import Session

_RESIDENTS = "bef_antal"  # the indicator that counts the residents


def identity(session: Session, areas: Areas, position: int) -> str:
    """Level, code, residents, organisation."""
    level = session.data.level(areas.level)
    parts = [f"{level.name} {areas.codes[position]}"]
    parts.append(_resident_words(session, areas, position))
    if areas.organisations[position]:
        parts.append(areas.organisations[position])
    return " · ".join(part for part in parts if part)


def _resident_words(session: Session, areas: Areas, position: int) -> str:
    """The residents at the time shown; else the extract's own number, said to be so.

    Nothing for an area that did not exist then, and nothing for a number that is withheld.
    """
    if not session.existing[position]:
        return ""
    data, shown = session.data, session.view.period
    periods = data.periods_of(_RESIDENTS, areas.level)
    at = nearest_period(periods, shown) if periods else None
    if at is not None and shown.start <= at.end <= shown.end:
        cells = data.cells(_RESIDENTS, areas.level, at)
        if cells.states[position] == State.SHOWN:
            return _("{count} beboere").format(count=number(float(cells.values[position])))
        if cells.states[position] == State.WITHHELD:
            return ""
    residents = float(areas.residents[position])
    if math.isnan(residents):
        return ""
    return _("{count} beboere ved udtrækket").format(count=number(residents))


def why_hidden(session: Session, state: int) -> str:
    if state == State.WITHHELD:
        why = _("Tallet vises ikke, fordi det vedrører for få personer.")
        return f"{why} {limit_words(session.data.manifest.limits)}".strip()
    if state == State.UNDEFINED:
        return _("Der er ingen at regne tallet af.")
    return _("Der er ikke leveret tal for området i denne periode.")
