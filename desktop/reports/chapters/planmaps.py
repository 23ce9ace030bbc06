"""Chapter 7 of a helhedsplan's dossier: a map sheet of each of its indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.core.wording import _, number
from desktop.maps.sheet import composed_sheet
from desktop.maps.titles import title_of
from desktop.maps.view import MapView, fitting_style
from desktop.maps.view import Style as MapStyle
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import Block, Paragraph, Sheet, ShownMap, Style, Title
from desktop.reports.chapters.mapsheets import sheet_setting
from desktop.reports.chapters.planblocks import free
from desktop.reports.chapters.planfacts import Dossier, dossier_of
from desktop.reports.chapters.plansums import standing

MOST = 12  # sheets


def make_maps(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """Chapter 7: where the plan's areas stand on each indicator now, a sheet each."""
    name = spec.title or _("7. Kort")
    yield Chapter(name, lambda: _maps(asked, name))


def _maps(asked: Asked, name: str) -> Iterator[Block]:
    dossier = dossier_of(asked)
    yield Title(name, kicker=dossier.name)
    yield from free(dossier, "kort")
    views = views_of(dossier)
    if not dossier.data.tolerances(dossier.level):
        yield Paragraph(
            _("{areas} har ingen omrids i udtrækket og kan ikke vises på kort.").format(
                areas=str(dossier.data.level(dossier.level).plural)
            )
        )
        return
    if not views:
        yield Paragraph(_("Ingen af nøgletallene har tal, der kan vises på kort."))
        return
    yield Paragraph(
        _(
            "De følgende sider viser helhedsplanens nøgletal på kort over kommunen med de nyeste"
            " tal. Helhedsplanens {areas} har orange kant."
        ).format(areas=dossier.own)
    )
    if len(views) > MOST:
        yield Paragraph(
            _("De første {most} af {all} nøgletal er vist.").format(
                most=number(MOST), all=number(len(views))
            ),
            Style.MUTED,
        )
    for view in views[:MOST]:
        setting = {**sheet_setting(asked), "plan": dossier.name}
        made = composed_sheet(dossier.data, view, **setting)
        maps = tuple(ShownMap(each, frame) for each, frame in made.maps)
        yield Sheet(made.drawing, title_of(dossier.data, view), maps, name)


def views_of(dossier: Dossier) -> tuple[MapView, ...]:
    """A map for each of the plan's indicators that has numbers now, with its areas chosen."""
    codes = tuple(dossier.places.codes[at] for at in dossier.areas)
    found = []
    for id in dossier.indicators:
        stood = standing(dossier, id)
        if stood.now is not None:
            style = fitting_style(stood.indicator, MapStyle.CLASSES)
            found.append(MapView(dossier.level, id, stood.now, selected=codes, style=style))
    return tuple(found)
