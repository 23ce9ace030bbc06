"""What ``boligatlas map`` is asked to show: a change, two indicators, categories, some areas."""

from __future__ import annotations

import argparse
from dataclasses import replace

from desktop.commands.asking import within_of
from desktop.core.areafilter import AreaFilter
from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.periods import Period
from desktop.core.periods import parse as parse_period
from desktop.core.wording import _
from desktop.maps.classes import OWN
from desktop.maps.palettes import DIVERGING, RAMPS
from desktop.maps.view import MapView, Second, Shows, Style, fitting_style, nearest_period

_SECOND_RAMP = "violet"


def as_asked(
    data: Dataset, view: MapView, options: argparse.Namespace
) -> tuple[MapView, MapView | None]:
    """The view with what the options ask for, and that of a second map where they ask for one.

    Raises:
        UsageError: options that go against each other, or name what the extract does not have.
        SourceError: a period that is none.
        ModelError: a model's file does not hold together.
    """
    _check(options)
    view = replace(
        view,
        style=_style(data, view, options),
        ramp=_ramp(options) or view.ramp,
        filter=_filter(data, view, options),
    )
    if options.change is not None:
        return replace(view, shows=Shows.CHANGE, since=_since(data, view, options.change)), None
    if options.model:
        first, *others = (_categories(data, view, model) for model in options.model)
        return first, others[0] if others else None
    if options.other is None:
        return view, None
    second = _second(data, view, options.other)
    if options.bivariate:
        both = Second(second.indicator, second.period, second.breakdown)
        return replace(view, shows=Shows.BIVARIATE, second=both), None
    return view, second


def all_asked(data: Dataset, view: MapView, options: argparse.Namespace) -> tuple[MapView, ...]:
    """Every map that the options ask for: with small ones on a page, the map at several times.

    Raises:
        UsageError: options that go against each other, or name what the extract does not have.
        SourceError: a period that is none.
        ModelError: a model's file does not hold together.
    """
    if options.periods and options.per_page == 1:
        raise UsageError(
            _("{option} bruges kun sammen med {view}.").format(
                option="--periods", view="--per-page"
            ),
            hint=_("Skriv også {view}, eller udelad den.").format(view="--per-page"),
        )
    first, other = as_asked(data, view, options)
    if options.per_page == 1:
        return (first,) if other is None else (first, other)
    periods = _times(data, first, options)
    if other is not None:
        return (*_at(data, first, periods), *_at(data, other, periods)) if options.periods else (
            first, other
        )  # fmt: skip
    return tuple(_at(data, first, periods))


def _times(data: Dataset, view: MapView, options: argparse.Namespace) -> list[Period]:
    """The times asked for, or the same time of so many years up to the one shown."""
    held = data.periods_of(view.indicator, view.level, view.breakdown)
    if options.periods:
        return [parse_period(part.strip()) for part in options.periods.split(";") if part.strip()]
    wanted, found = view.period, [view.period]
    while len(found) < options.per_page:
        wanted = wanted.year_before()
        if wanted not in held:
            break
        found.append(wanted)
    return found[::-1]


def _at(data: Dataset, view: MapView, periods: list[Period]) -> list[MapView]:
    """The view at the times that it has numbers for."""
    held = data.periods_of(view.indicator, view.level, view.breakdown)
    found = dict.fromkeys(nearest_period(held, period) for period in periods)
    return [replace(view, period=period) for period in found]


def _check(options: argparse.Namespace) -> None:
    """Refuse what cannot be shown at once."""
    asked = [
        name
        for name, wanted in (
            ("--change", options.change is not None),
            ("--and", options.other is not None),
            ("--model", bool(options.model)),
        )
        if wanted
    ]
    if len(asked) > 1:
        raise UsageError(
            _("{one} og {other} kan ikke vises på én gang.").format(one=asked[0], other=asked[1]),
            hint=_("Vælg den ene."),
        )
    for option, given in (("--double", options.double), ("--bivariate", options.bivariate)):
        if given and options.other is None:
            raise UsageError(
                _("{option} bruges kun sammen med {view}.").format(option=option, view="--and"),
                hint=_("Skriv også {view}, eller udelad den.").format(view="--and"),
            )
    if len(options.model) > 2:
        raise UsageError(
            _("Der kan højst være to modeller på et ark."),
            hint=_("Skriv --model én eller to gange."),
        )


def _style(data: Dataset, view: MapView, options: argparse.Namespace) -> Style:
    indicator = data.indicator(view.indicator)
    wanted = Style(options.style) if options.style else fitting_style(indicator, Style.CLASSES)
    if wanted is Style.SYMBOLS and fitting_style(indicator, Style.CLASSES) is not Style.SYMBOLS:
        raise UsageError(
            _("{name} er ikke et antal og kan ikke vises som cirkler.").format(name=indicator.name),
            hint=_("Vælg en anden måde eller en anden indikator."),
        )
    return wanted


def _ramp(options: argparse.Namespace) -> str:
    known = [*DIVERGING] if options.change is not None else [*RAMPS]
    if options.ramp and options.ramp not in known:
        raise UsageError(
            _("Farveskalaen findes ikke: {name}").format(name=options.ramp),
            hint=_("De er {names}.").format(names=", ".join(known)),
        )
    return options.ramp or ""


def _filter(data: Dataset, view: MapView, options: argparse.Namespace) -> AreaFilter:
    """The filter on the organisation, sector or larger area that is named."""
    if not options.within:
        return view.filter
    inside = within_of(data, options, view.level)
    areas = data.areas(view.level)
    wanted = options.within.casefold()
    first = int(inside.argmax())
    if areas.organisations[first].casefold() == wanted:
        return AreaFilter(organisations=(areas.organisations[first],))
    if areas.sectors[first].casefold() == wanted:
        return AreaFilter(sectors=(areas.sectors[first],))
    for parent, codes in areas.parents.items():
        larger = data.areas(parent)
        code = codes[first]
        name = larger.names[larger.index[code]] if code in larger.index else ""
        if wanted in (code.casefold(), name.casefold()):
            return AreaFilter(parents=((parent, code),))
    raise AssertionError("what areas lie within is one of these")


def _since(data: Dataset, view: MapView, text: str) -> Period | None:
    """The period that a change is held against; None for the year before."""
    if not text:
        return None
    since = parse_period(text)
    held = data.periods_of(view.indicator, view.level)
    if since.start >= view.period.start or since.end < held[0].end:
        raise UsageError(
            _("Ændringen kan ikke regnes fra {period}.").format(period=since.label),
            hint=_("Indikatoren har tal fra {first}; kortet viser {last}.").format(
                first=held[0].label, last=view.period.label
            ),
        )
    return since


def _second(data: Dataset, view: MapView, id: str) -> MapView:
    """The other indicator, at the time nearest to the first one's."""
    indicator = data.indicator(id)
    periods = data.periods_of(indicator.id, view.level)
    if not periods:
        raise UsageError(
            _("Indikatoren har ingen tal på niveauet »{level}«.").format(level=view.level),
            hint=_("Vælg et andet niveau med --level."),
        )
    return replace(
        view,
        indicator=indicator.id,
        period=nearest_period(periods, view.period),
        scheme="natural" if view.scheme == OWN else view.scheme,
        own_bounds=(),
        style=fitting_style(indicator, Style.CLASSES),
        ramp=_SECOND_RAMP if view.ramp != _SECOND_RAMP else "petrol",
    )


def _categories(data: Dataset, view: MapView, name: str) -> MapView:
    """The map of a model's categories."""
    from desktop.core.models.modelfile import model_named
    from desktop.maps.categorymap import shown_on

    model_named(name, data.models)
    asked = replace(view, shows=Shows.CATEGORY, model=name)
    if shown_on(data, asked) is None:
        raise UsageError(
            _("Modellen »{model}« har intet at gå efter på niveauet »{level}«.").format(
                model=name, level=view.level
            ),
            hint=_("»boligatlas models {model}« viser, hvad den går efter.").format(model=name),
        )
    return asked
