"""From a recipe to a sealed extract: read, check, count, withhold, draw, write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyproj
import shapely

from desktop import __version__
from desktop.builder import annexes
from desktop.builder.boundaries import LevelAreas, municipality, read_level, simultaneous
from desktop.builder.counting import Held, Report, all_series
from desktop.builder.geometry import metric_crs, read_geometry
from desktop.builder.keys import nearest
from desktop.builder.locating import locate
from desktop.builder.outlines import area_details
from desktop.builder.package import Package
from desktop.builder.quality import BuildReport, Log
from desktop.builder.recipe import Recipe
from desktop.builder.recipefile import read_recipe
from desktop.builder.tables import Table, read_table
from desktop.core.areas import MUNICIPALITY
from desktop.core.disclosure import Limits
from desktop.core.envelope import check_recipient, seal
from desktop.core.errors import FileProblem, SourceError
from desktop.core.indicators import Catalogue, load_catalogue
from desktop.core.manifest import Manifest
from desktop.core.paths import resource, write_whole
from desktop.core.wording import _, number, plural


def _silent(_done: float, _doing: str) -> None:
    """Report nothing."""


def build(
    recipe: Path,
    out: Path,
    *,
    recipients: Sequence[str] = (),
    passphrase: str = "",
    sources: Path | None = None,
    report: Report = _silent,
    today: dt.date | None = None,
) -> BuildReport:
    """Build an extract and seal it. Either the whole file is written, or none.

    Args:
        recipe: the recipe.
        out: the file to write.
        recipients: X25519 public keys of those who may open it; or else
        passphrase: the one passphrase that opens it.
        sources: the folder that the recipe's paths start in; its own if left out.
        report: told how far the work is, from 0 to 1, and what is being done. May raise Cancelled.
        today: the day of creation where the recipe states none.

    Raises:
        RecipeError: the recipe says something that cannot be done.
        SourceError: a file is not what the recipe says.
        FileProblem: the recipe cannot be read, a recipient is none, or the file cannot be written.
    """
    _check_target(out, recipients, passphrase)
    content, made = package(recipe, sources=sources, report=report, today=today)
    report(0.95, _("Forsegler"))
    sealed = seal(content, recipients, passphrase)
    write_whole(out, lambda stream: _write(stream, sealed))
    report(1.0, _("Færdig"))
    return made


def _write(stream: BinaryIO, content: bytes) -> None:
    stream.write(content)


def package(
    recipe: Path,
    *,
    sources: Path | None = None,
    report: Report = _silent,
    today: dt.date | None = None,
) -> tuple[bytes, BuildReport]:
    """The bytes of the GeoPackage before they are sealed, and the report. See :func:`build`."""
    catalogue = load_catalogue(resource("catalogue.toml"))
    read = read_recipe(recipe, catalogue, today or dt.date.today(), sources)
    crs = metric_crs(read.head.crs)
    log = Log()
    report(0.02, _("Læser områder"))
    held = _read(read, crs, log, report)
    _check_data(read, held, log)
    series = all_series(read, held, log, report)
    _warn(read, held, log)
    made = Package(_manifest(read, catalogue, crs, ""), crs)
    made.levels(read.levels, [_without_small(areas, read) for areas in held.areas.values()])
    annexes.write(read, list(held.areas.values()), crs, made, log)
    report(0.7, _("Forenkler omrids"))
    for level, areas in held.areas.items():
        if not shapely.is_missing(areas.shapes).any():
            made.outlines(f"areas/{level}", area_details(areas.shapes, simultaneous(areas)))
    report(0.8, _("Beregner klassegrænser"))
    indicators = [spec.indicator for spec in read.indicators]
    used = {indicator.dimension for indicator in indicators}
    made.catalogue(
        indicators,
        [each for each in catalogue.dimensions if each.id in used],
        [read.breakdowns[id] for id in _used_breakdowns(read)],
    )
    made.series(series)
    made.classes(series)
    done = log.report()
    return made.content(_manifest(read, catalogue, crs, done.as_json())), done


def _check_target(out: Path, recipients: Sequence[str], passphrase: str) -> None:
    """Everything about the target that can be known before the work begins."""
    if bool(recipients) == bool(passphrase):
        seal(b"", recipients, passphrase)  # says what is wrong
    for recipient in recipients:
        check_recipient(recipient)
    if not out.parent.is_dir():
        raise FileProblem(
            _("Mappen til {path} findes ikke.").format(path=out),
            hint=_("Opret mappen, eller vælg en anden."),
        )
    if out.is_dir():
        raise FileProblem(
            _("{path} er en mappe, ikke en fil.").format(path=out),
            hint=_("Skriv et filnavn, der ender på .boligatlas."),
        )


def _read(read: Recipe, crs: pyproj.CRS, log: Log, report: Report) -> Held:
    areas = {spec.id: read_level(spec, read.folder, crs, log) for spec in read.levels}
    outline, names, place = None, [read.head.municipality], ""
    if read.municipality is not None:
        place = read.municipality.source
        attributes, outline = read_geometry(read.municipality, read.folder, crs, log)
        names = [read.head.municipality] * len(attributes)
    areas[MUNICIPALITY] = municipality(
        read.head.municipality_code, read.head.municipality, outline, names, place, log
    )
    _check_together(areas)
    _check_parents(read, areas, log)
    report(0.2, _("Læser tabeller"))
    used = {table for spec in read.indicators for table in spec.tables}
    located = {}
    for id, spec in read.tables.items():
        if id not in used:
            log.reported("unused", spec.file, _("tabellen {id} bruges ikke").format(id=id))
            continue
        table = read_table(spec, read.folder)
        _note_table(table, log)
        located[id] = locate(table, areas[spec.level], log)
    return Held(areas, located)


def _note_table(table: Table, log: Log) -> None:
    names = {"\t": _("tabulator")}
    found = [
        plural("{rows} række", "{rows} rækker", len(table)).format(rows=number(len(table))),
        plural("{columns} kolonne", "{columns} kolonner", len(table.columns)).format(
            columns=len(table.columns)
        ),
    ]
    if table.reading.encoding:
        separator = table.reading.separator
        found.append(_("tegnsæt {encoding}").format(encoding=table.reading.encoding))
        found.append(_("skilletegn {mark}").format(mark=names.get(separator, separator)))
    log.read(
        "table",
        table.file.name,
        ", ".join(found),
        table=table.spec.id,
        rows=len(table),
        columns=len(table.columns),
        encoding=table.reading.encoding,
        separator=table.reading.separator,
    )


def _check_together(areas: dict[str, LevelAreas]) -> None:
    """Levels that lie apart are in different coordinate systems, whatever their files say."""
    bounds = {
        level: shapely.box(*shapely.total_bounds(each.shapes))
        for level, each in areas.items()
        if not shapely.is_missing(each.shapes).any()
    }
    (first, ground), *others = bounds.items()
    for level, each in others:
        if not shapely.intersects(ground, each):
            away = shapely.distance(ground, each) / 1000  # km
            raise SourceError(
                _("Niveauerne {one} og {other} ligger {away} km fra hinanden.").format(
                    one=first, other=level, away=number(float(away))
                ),
                hint=_("Et af dem har et forkert koordinatsystem. Skriv det rigtige som »crs«."),
            )


def _check_parents(read: Recipe, areas: dict[str, LevelAreas], log: Log) -> None:
    """A parent that does not exist is told of; nesting may fail at the edges."""
    for spec in read.levels:
        for level, codes in areas[spec.id].parents.items():
            strangers = sorted({code for code in codes if code} - set(areas[level].codes))
            if strangers:
                log.warned(
                    "parents",
                    spec.boundary.source,
                    _("koder for {level}, som ikke findes: {codes}").format(
                        level=level, codes=", ".join(strangers[:20])
                    ),
                    codes=strangers,
                )


def _check_data(read: Recipe, held: Held, log: Log) -> None:
    """Every area must be in some table of its level, unless the recipe says that it need not."""
    for spec in read.levels:
        areas = held.areas[spec.id]
        tables = [each for each in held.located.values() if each.level is areas]
        for code in spec.without_data:
            if code not in areas.codes:
                raise SourceError(
                    _("Niveauet {level} har intet område »{code}«.").format(
                        level=spec.id, code=code
                    ),
                    hint=_("Ret »without_data«. {near}").format(near=nearest(code, areas.codes)),
                )
        if not tables:
            log.warned("no tables", spec.id, _("niveauet har ingen tal"))
            continue
        seen = np.zeros(len(areas) + 2, np.bool_)
        for each in tables:
            seen[each.areas] = True  # NOWHERE falls on the last, past the municipality
        without = [code for code, there in zip(areas.codes, seen, strict=False) if not there]
        surprising = [code for code in without if code not in spec.without_data]
        if surprising:
            raise SourceError(
                plural(
                    "{count} område i {level} står ikke i nogen tabel: {codes}",
                    "{count} områder i {level} står ikke i nogen tabel: {codes}",
                    len(surprising),
                ).format(
                    count=number(len(surprising)),
                    level=spec.id,
                    codes=", ".join(surprising[:30]) + (" …" if len(surprising) > 30 else ""),
                ),
                hint=_(
                    "Skriv dem i »without_data« for niveauet, hvis det er rigtigt; ellers ret"
                    " nøglerne eller brug »rename_areas«."
                ),
            )
        if without:
            log.reported(
                "without data",
                spec.id,
                _("områder uden tal, som tilladt: {codes}").format(codes=", ".join(without)),
                codes=without,
            )


def _warn(read: Recipe, held: Held, log: Log) -> None:
    """What the extract does not guard against, said plainly."""
    place = _("Diskretion")
    people = [spec for spec in read.indicators if spec.indicator.people]
    if people:
        log.warned(
            "no secondary suppression",
            place,
            _(
                "sekundær diskretionering er ikke udført: et diskretioneret tal kan i nogle"
                " tilfælde regnes ud af summer over områder, niveauer eller kommunen"
            ),
        )
    ready = [spec.indicator.id for spec in people if spec.value]
    if ready:
        log.warned(
            "ready values of people",
            place,
            _(
                "færdige værdier uden tæller og nævner kan kun skjules efter områdets størrelse:"
                " {ids}"
            ).format(ids=", ".join(ready)),
            indicators=ready,
        )
    for spec in read.levels:
        held_back = _small(held.areas[spec.id], read)
        if held_back.any():
            log.reported(
                "residents withheld",
                spec.id,
                _("antal beboere er skjult for {areas} små områder").format(
                    areas=number(int(held_back.sum()))
                ),
                areas=int(held_back.sum()),
            )


def _small(areas: LevelAreas, read: Recipe) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    least = max(read.limits.area_minimum, read.limits.cell_minimum)
    return (areas.residents > 0) & (areas.residents < least)


def _without_small(areas: LevelAreas, read: Recipe) -> LevelAreas:
    """The areas with the residents of small ones unknown."""
    return replace(areas, residents=np.where(_small(areas, read), np.nan, areas.residents))


def _used_breakdowns(read: Recipe) -> list[str]:
    used = {id for spec in read.indicators for id in spec.breakdowns}
    return [id for id in read.breakdowns if id in used]


def _applied(read: Recipe) -> Limits:
    """The limits that were really laid on: without residents there is none of areas' size."""
    return read.limits if read.residents else replace(read.limits, area_minimum=0)


def _manifest(read: Recipe, catalogue: Catalogue, crs: pyproj.CRS, report: str) -> Manifest:
    head = read.head
    srs = crs.to_epsg()
    assert srs is not None
    return Manifest(
        title=head.title,
        municipality=head.municipality,
        municipality_code=head.municipality_code,
        purpose=head.purpose,
        controller=head.controller,
        legal_basis=head.legal_basis,
        kind=head.kind,
        created=head.created,
        valid_from=head.valid_from,
        delete_by=head.delete_by,
        sources=head.sources,
        limits=_applied(read),
        srs=srs,
        builder=f"Boligatlas {__version__}",
        recipe_digest=read.digest,
        catalogue=catalogue.version,
        report=report,
    )
