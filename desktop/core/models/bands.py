"""Whether the bands of an outcome divide its score: meeting, covering it all, each reached."""

from __future__ import annotations

from itertools import pairwise

from desktop.core.models.model import Band, Model, Outcome
from desktop.core.models.possible import holds, possible_scores, score_range
from desktop.core.models.reading import Table, numbered
from desktop.core.wording import _, number

_HAIR = 1e-9  # how far bands may fall short of a score's ends because of binary fractions


def check_cover(outcome: Outcome, model: Model, table: Table, place: str) -> None:
    """Bands must run one way, meet, and reach both ends of what the score can be."""
    bands = [category.band for category in outcome.categories if category.band is not None]
    rising = [(nr, band) for nr, band in enumerate(bands, 1)]
    if len(bands) > 1 and bands[0].low > bands[-1].low:
        rising.reverse()
    for (_nr, lower), (nr, upper) in pairwise(rising):
        _check_meeting(lower, upper, table, f"{place}, {numbered('categories', nr)}")
    low, high = score_range(model, model.score_by_id[outcome.score])
    lowest, highest = rising[0][1], rising[-1][1]
    under = lowest.low - _HAIR > low or (not lowest.low_inclusive and lowest.low >= low)
    over = highest.high + _HAIR < high or (not highest.high_inclusive and highest.high <= high)
    if under or over:
        table.fail(
            _("Scoren går fra {low} til {high}, og kategorierne dækker ikke det hele.").format(
                low=number(low, 2), high=number(high, 2)
            ),
            _("Udelad grænsen i den yderste kategori, eller flyt den."),
            f"{place}, {numbered('categories', (rising[0] if under else rising[-1])[0])}",
        )
    _check_reached(outcome, model, table, place)
    if outcome.otherwise is not None:
        table.fail(
            _("Kategorierne dækker hele scoren, så »otherwise« bruges aldrig."),
            _("Slet otherwise."),
            f"{place}, otherwise",
        )


def _check_reached(outcome: Outcome, model: Model, table: Table, place: str) -> None:
    """Every band must hold some score that there can be."""
    low, high = score_range(model, model.score_by_id[outcome.score])
    held = possible_scores(model, model.score_by_id[outcome.score])
    for nr, category in enumerate(outcome.categories, 1):
        band = category.band or Band()
        within = [score for score in held or (low, high) if holds(band, score)]
        if not within and (held is not None or band.high < low or band.low > high):
            text = _("Ingen score kan nå »{name}«: den går fra {low} til {high}.")
            if band.low < high and band.high > low:
                text = _("Ingen score kan nå »{name}«: der er intet pointtal, den rummer.")
            table.note(
                text.format(name=category.name, low=number(low, 2), high=number(high, 2)),
                _("Flyt grænserne, eller slet kategorien."),
                f"{place}, {numbered('categories', nr)}",
            )


def _check_meeting(lower: Band, upper: Band, table: Table, place: str) -> None:
    hint = _("Hvor den ene slutter (»below«), skal den næste begynde (»from«) med samme tal.")
    both = lower.high_inclusive and upper.low_inclusive
    if lower.high > upper.low or (lower.high == upper.low and both):
        table.fail(_("Kategorierne overlapper."), hint, place)
    if lower.high < upper.low or not (lower.high_inclusive or upper.low_inclusive):
        table.fail(_("Der er et hul mellem kategorierne."), hint, place)
