"""Which measure is asked for; and options that would do nothing, which are refused."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from desktop.core.errors import UsageError
from desktop.core.indicators import Kind
from desktop.core.wording import _

if TYPE_CHECKING:
    from desktop.core.catalogue import Counted
    from desktop.core.indicators import Indicator


def measure_of(options: argparse.Namespace, indicator: Indicator) -> str:
    """The measure asked for, else the value itself in the indicator's own kind.

    Raises:
        UsageError: another kind of number than the indicator's is asked for.
    """
    from desktop.core.answers import OF_KIND

    own = OF_KIND[indicator.kind]
    asked: str = options.measure or own
    if asked not in OF_KIND.values() or asked == own:
        return asked
    kinds = {
        "share": _("en andel"),
        "rate": _("en hyppighed"),
        "count": _("et antal"),
        "mean": _("et gennemsnit eller en færdig værdi"),
    }
    hint = _("Udelad --measure, eller skriv --measure {own}.").format(own=own)
    if asked == "count" and indicator.kind is not Kind.MEAN:
        hint = _("{hint} Antallet står under »talt«.").format(hint=hint)
    raise UsageError(
        _("Indikatoren er {own}, ikke {asked}.").format(own=kinds[own], asked=kinds[asked]),
        hint=hint,
    )


def catalogue_says(measure: str, indicator: Indicator, *, events: bool) -> Counted | None:
    """What the catalogue says that a number covers, where the measure hangs on it.

    Raises:
        UsageError: the user says that the indicator counts events, and the catalogue says what it
            counts.
    """
    if measure != "year-sum":
        return None
    from desktop.core.catalogue import Counted, read_reference

    said = read_reference().counted(indicator)
    if events and said not in (None, Counted.PERIOD):
        raise UsageError(
            _("--events er for indikatorer, som kataloget ikke kender, og det kender denne."),
            hint=_("»boligatlas indicators --explain {id}« siger, hvad et tal dækker.").format(
                id=indicator.id
            ),
        )
    return said


def refuse_idle(options: argparse.Namespace) -> None:
    """Refuse an unknown measure, limits that are none, and options that would have no effect.

    Raises:
        UsageError: there is one.
    """
    _known(options.measure)
    for name, limit in (("--least", options.least), ("--width", options.width)):
        if limit is not None and not (math.isfinite(limit) and limit > 0):
            raise UsageError(
                _("{name} skal være et tal over 0.").format(name=name),
                hint=_("Skriv fx {name} 20.").format(name=name),
            )
    for problem, hint in _idle(options):
        raise UsageError(problem, hint=hint)


def _known(asked: str | None) -> None:
    from desktop.core.answers import MEASURES, OF_KIND

    if asked is None or asked in MEASURES:
        return
    kinds = {str(kind): measure for kind, measure in OF_KIND.items()}
    near = [kinds[asked]] if asked in kinds else get_close_matches(asked, MEASURES, 1, 0.5)
    raise UsageError(
        _("Der er intet mål ved navn »{name}«.").format(name=asked),
        hint=_("Mente du »{near}«?").format(near=near[0])
        if near
        else _("Der er: {all}").format(all=", ".join(MEASURES)),
    )


def _idle(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """What would do nothing, and what to do instead."""
    from desktop.core.answers import COMPARING, STANDING

    if options.against and options.measure not in COMPARING:
        yield (
            _("--against hører til en ændring, og der er ikke bedt om en."),
            _("Skriv --measure {measures}.").format(measures=_either(COMPARING)),
        )
    pooling = options.least is not None or options.width is not None
    if pooling and options.measure != "pooled":
        yield (
            _("--least og --width hører til sammenlagte år, og der er ikke bedt om dem."),
            _("Skriv --measure pooled."),
        )
    if options.events and options.measure != "year-sum":
        yield (
            _("--events hører til en sum over et år, og der er ikke bedt om den."),
            _("Skriv --measure year-sum, eller udelad --events."),
        )
    if options.by and options.together:
        yield (
            _("--by og --together kan ikke bruges sammen."),
            _("--by giver en linje til hver gruppe, --together en til alle."),
        )
    if options.together and options.measure in STANDING:
        yield (
            _("Områder samlet til ét har ingen andre at stå iblandt."),
            _("Brug --by for grupper, der holdes op mod hinanden, eller udelad --together."),
        )
    if options.of_shown and not (options.by or options.together):
        yield (
            _("--of-shown hører til områder, der samles, og her er hvert område for sig."),
            _("Skriv --by eller --together."),
        )
    if options.all and not options.sort:
        yield (
            _("--all hører til --sort; uden den står alle områder der allerede."),
            _("Udelad --all, eller skriv --sort."),
        )


def _either(names: tuple[str, ...]) -> str:
    return _(" eller ").join(names)
