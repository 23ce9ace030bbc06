"""Small words of models: points, steps, chances, what was measured, and why there is nothing."""

from __future__ import annotations

import math

from desktop.core.models.model import Comparison, Measured, Model, Status
from desktop.core.models.result import Outside
from desktop.core.wording import _, difference, number, quantity


def status_words(status: Status) -> str:
    """Where a model comes from."""
    return {
        Status.OFFICIAL: _("lovens regler; kun myndighedens egen liste er en afgørelse"),
        Status.AFTER_MODEL: _("efter andres model, med egne fortolkninger"),
        Status.OWN: _("egen model"),
    }[status]


def origin_words(model: Model) -> tuple[str, ...]:
    """What has to be known of where a model's rules come from, a sentence each."""
    told = []
    if model.claims:
        told.append(
            _("Modellen kalder sig officiel, men er ikke en af programmets; den regnes for egen.")
        )
    if model.differs:
        told.append(
            _("Den har samme id som programmets egen »{id}«, men er ikke den samme.").format(
                id=model.id
            )
        )
    if str(model.unconfirmed):
        told.append(_("Dele er ikke bekræftet: {what}").format(what=model.unconfirmed))
    return tuple(told)


def comparison_words(compare: Comparison) -> str:
    """The side of a limit that meets a test."""
    return {
        Comparison.ABOVE: _("over"),
        Comparison.AT_LEAST: _("mindst"),
        Comparison.BELOW: _("under"),
        Comparison.AT_MOST: _("højst"),
    }[compare]


def measured_words(of: Measured, value: float, unit: str, decimals: int) -> str:
    """What was measured, as it is said: ``percentil 71``, ``indeks 142``, ``+1,3 sd``."""
    if math.isnan(value):
        return ""
    match of:
        case Measured.VALUE:
            return quantity(value, unit, decimals)
        case Measured.DIFFERENCE | Measured.CHANGE:
            return difference(value, unit, decimals)
        case Measured.RATIO:
            return _("indeks {value}").format(value=number(value))
        case Measured.Z:
            return _("{value} sd").format(value=number(value, 1, sign=True))
        case Measured.PERCENTILE:
            return _("percentil {value}").format(value=number(value))


def points_words(value: float) -> str:
    """Points without decimals where they are whole; empty for none."""
    if not math.isfinite(value):
        return ""
    return number(value, 0 if abs(value - round(value)) < 1e-9 else 1)


def finely(value: float) -> str:
    """Points near an edge: two decimals where they are not whole."""
    return number(value, 0 if abs(value - round(value)) < 1e-9 else 2)


def step_words(over: float, under: float) -> str:
    """A step of a ladder by its bounds: ``under 20``, ``20–40``, ``over 80``; empty for none."""
    if math.isnan(over):
        return ""
    ends = [number(end, places(end)) if math.isfinite(end) else "" for end in (over, under)]
    if not ends[0]:
        return _("under {edge}").format(edge=ends[1])
    if not ends[1]:
        return _("over {edge}").format(edge=ends[0])
    return f"{ends[0]}–{ends[1]}"


def chance_words(chance: float) -> str:
    """A chance in whole per cent, never none or all of it: ``71 %``, ``over 99 %``.

    Also where all draws agree: some thousand of them tell no more than that.
    """
    if chance > 0.99:
        return _("over {share}").format(share=quantity(99, "%"))
    if chance < 0.01:
        return _("under {share}").format(share=quantity(1, "%"))
    return quantity(100 * chance, "%")


def outside_words(outside: Outside, minimum: float, sector: str, residents: float) -> str:
    """Why the model does not speak of an area; empty where it does."""
    return {
        Outside.INSIDE: "",
        Outside.ABSENT: _("Området fandtes ikke på det tidspunkt."),
        Outside.SECTOR: _("Modellen taler kun om områder i sektoren »{sector}«.").format(
            sector=sector
        ),
        Outside.RESIDENTS_UNKNOWN: _(
            "Områdets beboertal vises ikke, og modellen kræver mindst {least}."
        ).format(least=number(minimum)),
        Outside.UNDER_FLOOR: _(
            "Området har {residents} beboere, og modellen taler kun om områder med mindst {least}."
        ).format(residents=number(residents), least=number(minimum)),
    }[outside]


def undecided_words(worst: str, best: str) -> str:
    """What an undecided area could be."""
    if not best:
        return _("kan ikke afgøres: »{worst}« eller ingen").format(worst=worst)
    return _("kan ikke afgøres: fra »{worst}« til »{best}«").format(worst=worst, best=best)


def places(value: float) -> int:
    """The decimals of a bound: none where it is whole."""
    return 0 if value == round(value) else 1
