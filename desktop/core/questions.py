"""What is asked about an indicator, and what has to be there for an answer to have a meaning."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from desktop.core.catalogue import Counted
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator, Kind
from desktop.core.measures import Cells
from desktop.core.periods import Period
from desktop.core.windows import ABSENT
from desktop.core.wording import _


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked about an indicator.

    ``cells`` is periods × units, where a unit is an area or a group, and ``municipality`` periods
    × 1. ``row`` is the period asked about, ``against`` the one to hold it up to, −1 where it is not
    held. ``strata`` (strata × units) and ``standard`` (strata × 1) are needed to standardise.
    Counts from 1 to ``fewest − 1`` are withheld for being so low; 1 where none are, and for groups,
    which are withheld for other reasons. ``counted`` is what the catalogue says one number covers,
    None where it does not know the indicator; ``events`` that somebody who knows says each period
    counts its own events.
    """

    indicator: Indicator
    periods: tuple[Period, ...]
    cells: Cells
    municipality: Cells
    row: int
    against: int = ABSENT
    strata: Cells | None = None
    standard: Cells | None = None
    least: float = 20.0
    width: float = math.inf
    fewest: int = 1
    counted: Counted | None = None
    events: bool = False


def require_counts(asked: Question, *, based: bool = False) -> None:
    """Refuse means and ready values, and with ``based`` plain counts too.

    Raises:
        UsageError: there are no counts, or no base, behind the values.
    """
    uncounted = asked.cells.shown & np.isnan(asked.cells.numerators)
    if asked.indicator.kind is Kind.MEAN or uncounted.any():
        raise UsageError(
            _("Et gennemsnit eller en færdig værdi har intet antal bag sig, som målet kræver."),
            hint=_("Udelad --measure for at se værdierne."),
        )
    if based and asked.indicator.kind is Kind.COUNT:
        raise UsageError(
            _("Målet kræver en nævner, og indikatoren er et antal."),
            hint=_("Vælg en andel eller en hyppighed."),
        )


def require_events(asked: Question) -> None:
    """Refuse a sum of periods unless each of them counts its own events.

    Raises:
        UsageError: the catalogue says otherwise, or nobody says anything.
    """
    if asked.counted is Counted.PERIOD or (asked.counted is None and asked.events):
        return
    if asked.counted is Counted.YEAR:
        raise UsageError(
            _("Indikatoren tæller allerede et helt år; en sum ville tælle de samme flere gange."),
            hint=_("Udelad --measure for at se tallet, som det er."),
        )
    if asked.counted is Counted.STATUS:
        raise UsageError(
            _("Indikatoren tæller, hvordan det står på ét tidspunkt, og kan ikke lægges sammen."),
            hint=_("Brug --measure moving-mean, som er årets tal i gennemsnit."),
        )
    raise UsageError(
        _("Kataloget kender ikke indikatoren og ved ikke, om dens perioder kan lægges sammen."),
        hint=_("Tæller hver periode kun sine egne hændelser, så skriv --events."),
    )


def strata_of(asked: Question) -> tuple[Cells, Cells]:
    """What to standardise by: the parts of the units, and of the standard.

    Raises:
        UsageError: not a share or a rate, or there are no parts.
    """
    if asked.indicator.kind not in (Kind.SHARE, Kind.RATE):
        raise UsageError(
            _("Kun andele og hyppigheder kan standardiseres."),
            hint=_("Vælg en indikator med både tæller og nævner."),
        )
    if asked.strata is None or asked.standard is None:
        raise UsageError(
            _("Indikatoren har ingen opdeling at standardisere efter."),
            hint=_("»boligatlas inspect« viser, hvad udtrækket indeholder."),
        )
    return asked.strata, asked.standard


def unknown_standard() -> UsageError:
    """What to raise where the municipality's own parts are not all known."""
    return UsageError(
        _("Kommunens tal i opdelingen er ikke alle kendt, så der er intet at standardisere efter."),
        hint=_("Vælg en anden periode."),
    )
