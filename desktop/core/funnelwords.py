"""What is said about a funnel: calmly, and to be read aloud."""

from __future__ import annotations

from desktop.core.funnels import Funnel
from desktop.core.wording import _, number, plural, quantity

_WIDE = 2.0  # spread between areas that is worth saying


def funnel_sentences(funnel: Funnel) -> tuple[str, ...]:
    """What a funnel rests on and what being outside it means."""
    indicator = funnel.indicator
    if not funnel.tested:
        return (_("Ingen områder kan prøves mod grænserne."), *unshown_sentences(funnel))
    centre = quantity(funnel.centre, indicator.unit, indicator.decimals)
    said = [
        (
            _(
                "Grænserne ligger om kommunens {centre}, og er vide for små områder og snævre for"
                " store."
            )
            if funnel.of_municipality
            else _("Grænserne ligger om de viste områders {centre}, og er vide for små områder.")
        ).format(centre=centre),
        _(
            "{tested} områder er prøvet. Af dem ventes omkring {wide} uden for 95 %-grænserne ved"
            " et tilfælde, og {narrow} uden for 99,8 %-grænserne."
        ).format(
            tested=number(funnel.tested),
            wide=_few(0.05 * funnel.tested),
            narrow=_few(0.002 * funnel.tested),
        ),
        *unshown_sentences(funnel),
        _(
            "At ligge uden for grænserne betyder, at forskellen fra kommunen er større, end"
            " tilfældet alene kan forklare i et område af den størrelse. Det siger ikke hvorfor."
        ),
    ]
    if funnel.spread > _WIDE:
        said.append(
            _(
                "Områderne er i det hele taget mere forskellige, end tilfældet gør dem (spredning"
                " {spread}), så det er ventet, at mange er uden for."
            ).format(spread=number(funnel.spread, 1))
        )
    return tuple(said)


def unshown_sentences(funnel: Funnel) -> tuple[str, ...]:
    """How many areas could not be held against the limits, and what that does to the picture."""
    said = []
    if funnel.withheld:
        said.append(
            plural(
                "{count} område er diskretioneret og står ikke her.",
                "{count} områder er diskretioneret og står ikke her.",
                funnel.withheld,
            ).format(count=number(funnel.withheld))
        )
        said.append(
            _(
                "Det er mest områder, hvor få er talt, altså små områder og lave tal. At der er få"
                " eller ingen i en gruppe, især i midten og under grænserne, er derfor intet fund."
            )
        )
    if funnel.unknown:
        said.append(
            plural(
                "{count} område har intet tal at prøve.",
                "{count} områder har intet tal at prøve.",
                funnel.unknown,
            ).format(count=number(funnel.unknown))
        )
    return (" ".join(said),) if said else ()


def _few(count: float) -> str:
    return number(count, 1 if count < 10 else 0)
