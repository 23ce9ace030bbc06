"""What is said of two indicators over areas: short, with numbers, interval and reservations."""

from __future__ import annotations

import math

from desktop.core.association import FEWEST, Association, Coefficient, Standing
from desktop.core.indicators import Indicator
from desktop.core.levelwords import Called, plainly
from desktop.core.wording import _, number, quantity

MANY_LEFT_OUT = 0.1  # of the areas; more than that is said aloud


def standing_words(found: Association, called: Called | None = None) -> str:
    """Why there is no association to speak of; empty where there is one."""
    areas = called or plainly()
    if found.standing is Standing.TOO_FEW:
        return _("Kun {used} viser begge tal; der skal mindst {fewest} til.").format(
            used=areas.counted(found.used), fewest=number(FEWEST)
        )
    if found.standing is Standing.ALL_EQUAL:
        return _(
            "Det ene af tallene er ens i alle {areas}, og så er der ingen sammenhæng at måle."
        ).format(areas=areas.many)
    return ""


def used_words(found: Association, called: Called | None = None) -> str:
    """How many areas the numbers are worked out from; ``called`` is what those are called."""
    text = _("Regnet af {used}; {left} er ikke med, fordi et af tallene ikke vises.")
    if not found.left_out:
        text = _("Regnet af alle {used}.")
    used = (called or plainly()).counted(found.used)
    told = text.format(used=used, left=number(found.left_out))
    if found.left_out > MANY_LEFT_OUT * (found.used + found.left_out):
        told += " " + _(
            "Det er mange, og oftest de mindste eller dem med lave tal, så billedet er skævt."
        )
    return told


def coefficient_words(found: Coefficient) -> str:
    """A correlation with its interval: ``0,62 (0,51 til 0,71)``."""
    if math.isnan(found.value):
        return _("ikke defineret")
    if math.isnan(found.low):
        return number(found.value, 2)
    return _("{value} ({low} til {high})").format(
        value=number(found.value, 2), low=number(found.low, 2), high=number(found.high, 2)
    )


def association_sentence(
    found: Association, first: Indicator, second: Indicator, called: Called | None = None
) -> str:
    """Which way two indicators go together, and whether that may be chance."""
    if found.standing is not Standing.FOUND:
        return standing_words(found, called)
    names = {"first": first.label, "second": second.label}
    if not _is_sure(found.pearson):
        text = _(
            "Der er ingen sikker sammenhæng mellem »{first}« og »{second}«: den kan være tilfældig."
        )
        if _is_sure(found.spearman):
            text = _(
                "»{first}« og »{second}« hænger sammen i rækkefølge, men ikke langs en linje: se"
                " efter områder, der trækker."
            )
        return text.format(**names)
    text = _("Hvor »{first}« er højere, er »{second}« i reglen lavere.")
    if found.pearson.value > 0:
        text = _("Hvor »{first}« er højere, er »{second}« i reglen også højere.")
    return text.format(**names)


def _is_sure(found: Coefficient) -> bool:
    return found.low > 0 or found.high < 0


def line_sentence(found: Association, first: Indicator, second: Indicator) -> str:
    """The line through the areas; empty where there is none."""
    if found.standing is not Standing.FOUND:
        return ""
    slope = found.slope
    text = _(
        "Hvor »{first}« er {one} højere, er »{second}« i gennemsnit {slope} højere"
        " (hældning {low} til {high}); linjen rummer {explained} af forskellene mellem områderne."
    )
    if slope.value < 0:
        text = _(
            "Hvor »{first}« er {one} højere, er »{second}« i gennemsnit {slope} lavere"
            " (hældning {low} til {high}); linjen rummer {explained} af forskellene mellem"
            " områderne."
        )
    return text.format(
        first=first.label,
        one=_unit(first, 1, 0),
        second=second.label,
        slope=_unit(second, abs(slope.value), 2),
        low=number(slope.low, 2, sign=True),
        high=number(slope.high, 2, sign=True),
        explained=quantity(100 * found.explained, "%", 0),
    )


def off_the_line_words(found: Association, called: Called | None = None) -> str:
    """The heading of the areas that lie too far from the line for chance, or that none do."""
    many = (called or plainly()).many
    if not any(each.off_the_line for each in found.outliers):
        return _("Ingen {areas} falder uden for linjen.").format(areas=many)
    return _(
        "Uden for linjen: {areas}, hvis andet tal er så langt fra, hvad det første lader vente, at"
        " det næppe er tilfældigt."
    ).format(areas=many)


def pulling_words(found: Association, first: Indicator, called: Called | None = None) -> str:
    """The heading of the areas that the line leans on; empty where there are none."""
    if not any(each.far_out for each in found.outliers):
        return ""
    return _(
        "Trækker i linjen: {areas}, hvor »{first}« er usædvanligt højt eller lavt. De bestemmer"
        " mere end andre, hvor stejl linjen er, men behøver ikke falde uden for den."
    ).format(areas=(called or plainly()).many, first=first.label)


def expected(found: Association, value: float) -> float:
    """What the line says of the second indicator where the first is ``value``; NaN without one."""
    return found.intercept + found.slope.value * value


def neighbours_sentence() -> str:
    """What the intervals of a correlation leave out."""
    return _(
        "Intervallerne regner områderne som uafhængige. Naboer ligner ofte hinanden, og så er"
        " intervallerne for smalle."
    )


def weighted_sentence(found: Association) -> str:
    """What the weights do to the intervals."""
    return _(
        "Områderne vejer efter størrelse. De svarer til {effective} lige store områder, og"
        " intervallerne er regnet efter det; det er et skøn."
    ).format(effective=number(found.effective))


def reliability_sentence(first: float, second: float, r: float) -> str:
    """How chance in small areas weakens the correlation; empty where that cannot be said."""
    if not (first > 0 and second > 0) or math.isnan(r):
        return ""
    cleared = max(-1.0, min(1.0, r / math.sqrt(first * second)))
    return _(
        "Tilfældige udsving i små områder svækker sammenhængen. Uden dem ville den være omkring"
        " {cleared}; det er et skøn, som forudsætter, at udsvingene i de to tal ikke hænger sammen."
    ).format(cleared=number(cleared, 2))


def _unit(indicator: Indicator, value: float, decimals: int) -> str:
    unit = _("pct.point") if indicator.unit == "%" else indicator.unit
    return quantity(value, unit, decimals)
