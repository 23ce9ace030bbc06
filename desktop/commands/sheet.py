"""``boligatlas map``: one map sheet as PDF or PNG."""

from __future__ import annotations

import argparse
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.opening import add_opening, open_named
from desktop.core.errors import UsageError
from desktop.core.wording import _

if TYPE_CHECKING:
    from desktop.core.dataset import Dataset
    from desktop.maps.view import MapView


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    parser.add_argument("--indicator", metavar="ID", help=_("indikatorens id; ellers den første"))
    parser.add_argument("--period", metavar=_("PERIODE"), help=_("fx 2026K2; ellers den nyeste"))
    parser.add_argument("--level", metavar="ID", help=_("områdeniveau; ellers det første"))
    parser.add_argument(
        "--scheme",
        default="natural",
        choices=("natural", "quantiles", "equal", "pretty", "deviation"),
        help=_("hvordan klasserne dannes; ellers naturlige brud"),
    )
    parser.add_argument(
        "--classes",
        type=int,
        metavar="3-9",
        default=5,
        choices=range(3, 10),
        help=_("hvor mange; ellers 5"),
    )
    parser.add_argument(
        "--style",
        default="",
        choices=("classes", "continuous", "symbols"),
        help=_("klasser, trinløse farver eller cirkler (kun antal); ellers det, der passer"),
    )
    parser.add_argument(
        "--ramp", metavar=_("FARVER"), help=_("farveskala, fx petrol, violet eller moss")
    )
    parser.add_argument(
        "--change",
        nargs="?",
        const="",
        metavar=_("PERIODE"),
        help=_("kortet viser ændringen siden perioden; ellers siden året før"),
    )
    parser.add_argument(
        "--and", dest="other", metavar="ID", help=_("endnu en indikator: to kort på arket")
    )
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--double", action="store_true", help=_("med --and: to kort; det er reglen"))
    ways.add_argument(
        "--bivariate", action="store_true", help=_("med --and: begge indikatorer på ét kort")
    )
    parser.add_argument(
        "--model",
        action="append",
        default=[],
        metavar=_("MODEL"),
        help=_("kortet viser modellens kategorier; skrevet to gange: to modeller på arket"),
    )
    parser.add_argument(
        "--within",
        metavar=_("NAVN"),
        help=_("kun områderne i en boligorganisation, en sektor eller et større område"),
    )
    parser.add_argument("--bounds", metavar=_("TAL"), help=_("egne grænser, fx 10;16;22"))
    parser.add_argument(
        "--select",
        action="append",
        default=[],
        metavar=_("KODE"),
        help=_("kode for et område, der fremhæves; kan gentages"),
    )
    parser.add_argument(
        "--per-page",
        type=int,
        default=1,
        choices=(1, 2, 4, 6),
        help=_("2, 4 eller 6 små kort på en side: kortet hvert år tilbage, eller dem i --periods"),
    )
    parser.add_argument(
        "--periods",
        metavar=_("PERIODER"),
        default="",
        help=_("med --per-page: et kort for hver, fx 2022K2;2024K2;2026K2"),
    )
    parser.add_argument("--paper", default="A4", choices=("A4", "A3"), help=_("ellers A4"))
    parser.add_argument("--upright", action="store_true", help=_("stående ark"))
    parser.add_argument("--plan", metavar=_("NAVN"), default="", help=_("helhedsplanens navn"))
    parser.add_argument(
        "--date", metavar=_("DATO"), help=_("datoen på arket (åååå-mm-dd); ellers i dag")
    )
    parser.add_argument(
        "--out", type=Path, metavar=_("FIL"), required=True, help=_("filen: .pdf eller .png")
    )


def run(options: argparse.Namespace) -> int:
    """Draw one map sheet."""
    suffix = options.out.suffix.lower()
    if suffix not in (".pdf", ".png"):
        raise UsageError(
            _("Filen skal ende på .pdf eller .png: {path}").format(path=options.out),
            hint=_("Endelsen bestemmer, hvad der tegnes."),
        )
    from desktop.commands.asking import day_of  # numpy comes with it

    day = day_of(options.date)
    data = open_named(options)
    view = _asked_view(data, options)
    from desktop.commands.sheetviews import all_asked
    from desktop.maps.paper import Paper
    from desktop.reports.mapsheet import laid_sheets, save_sheets, sheets_asked

    asked = sheets_asked(
        data,
        all_asked(data, view, options),
        paper=Paper[f"{options.paper}_{'UPRIGHT' if options.upright else 'ACROSS'}"],
        plan=options.plan,
        day=day,
        per_page=options.per_page,
    )
    if suffix == ".pdf":
        save_sheets(options.out, asked)
        return 0
    pages = laid_sheets(asked).pages
    if len(pages) > 1:
        raise UsageError(
            _("Kortene fylder {count} sider, og et billede har kun én.").format(count=len(pages)),
            hint=_("Skriv dem som .pdf, eller vælg færre perioder."),
        )
    from desktop.ui.start import draw_without_screen

    draw_without_screen()
    from desktop.ui.picture import save_png

    save_png(options.out, pages[0])
    return 0


def _asked_view(data: Dataset, options: argparse.Namespace) -> MapView:
    from desktop.commands.asking import period_of
    from desktop.maps.classes import OWN
    from desktop.maps.view import first_view

    view = first_view(data)
    level = data.level(options.level).id if options.level else view.level
    held = [indicator.id for indicator in data.indicators_of(level)]
    indicator = data.indicator(options.indicator).id if options.indicator else (*held, "")[0]
    period = period_of(data, options, indicator, level)
    index = data.areas(level).index
    for code in options.select:
        if code not in index:
            raise UsageError(
                _("Området findes ikke på niveauet: {code}").format(code=code),
                hint=_("Koder er tekst, og nuller foran tæller med."),
            )
    view = replace(
        view,
        level=level,
        indicator=indicator,
        period=period,
        scheme=options.scheme,
        classes=options.classes,
        selected=tuple(options.select),
    )
    if options.bounds:
        return replace(view, scheme=OWN, own_bounds=_bounds(options.bounds))
    return view


def _bounds(text: str) -> tuple[float, ...]:
    try:
        bounds = tuple(float(part.replace(",", ".")) for part in text.split(";"))
    except ValueError:
        bounds = ()
    rising = list(bounds) == sorted(set(bounds)) and all(isfinite(bound) for bound in bounds)
    if not 1 <= len(bounds) <= 8 or not rising:
        raise UsageError(
            _("Grænserne kan ikke bruges: {text}").format(text=text),
            hint=_("Skriv 1-8 tal i stigende orden, adskilt af semikolon."),
        )
    return bounds
