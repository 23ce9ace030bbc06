"""Geometry files: read, placed on the ground, flat and valid. The only importer of fiona."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from desktop.builder.keys import nearest
from desktop.builder.quality import Log
from desktop.builder.recipe import Boundary
from desktop.builder.tables import as_texts, refuse_persons, source_path
from desktop.core.errors import RecipeError, SourceError
from desktop.core.paths import read_whole
from desktop.core.wording import _, number, plural

Geometries = NDArray[np.object_]
SUFFIXES = (".gpkg", ".geojson", ".json", ".shp")
_MARGIN = 4.0  # degrees; Bornholm lies three outside the strip of UTM zone 32 that maps it
_AREAS = (3, 6)  # shapely's type numbers of Polygon and MultiPolygon


def metric_crs(text: str) -> pyproj.CRS:
    """The extract's CRS.

    Raises:
        RecipeError: there is none of that name, or it is not plane and in metres.
    """
    crs = _crs(text, "[extract] crs")
    metres = all(axis.unit_name == "metre" for axis in crs.axis_info)
    if not crs.is_projected or not metres or crs.to_epsg() is None:
        raise RecipeError(
            _("»{crs}« kan ikke være udtrækkets koordinatsystem.").format(crs=text),
            hint=_("Vælg et plant system i meter med EPSG-nummer; i Danmark EPSG:25832."),
        )
    return crs


def read_geometry(
    boundary: Boundary, folder: Path, crs: pyproj.CRS, log: Log
) -> tuple[pd.DataFrame, Geometries]:
    """The attributes and the geometries of a file, flat and in the extract's CRS.

    Raises:
        SourceError: the file is missing, not what its name says, or lies where it cannot.
        RecipeError: a stated CRS does not exist.
    """
    import geopandas

    path = source_path(folder, boundary.source)
    layer = _layer(path, boundary)
    options: dict[str, Any] = {"layer": layer} if layer else {}
    if boundary.encoding:
        options["encoding"] = boundary.encoding
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of coordinates that are refused below
            frame = geopandas.read_file(path, engine="fiona", **options)
    except Exception as error:  # GDAL's many ways to say no have no common class
        raise _unreadable(path, boundary.encoding) from error
    if "geometry" not in frame or (frame.geometry.isna() | frame.geometry.is_empty).all():
        raise SourceError(
            _("{file} har ingen geometri.").format(file=path.name),
            hint=_("Kontrollér filen og »layer«."),
        )
    attributes = pd.DataFrame(frame.drop(columns="geometry"))
    refuse_persons(attributes, path)
    shapes: Geometries = np.asarray(frame.geometry.array, dtype=object)
    flattened = int((shapely.has_z(shapes) | shapely.has_m(shapes)).sum())
    shapes = shapely.force_2d(shapes)
    _check_finite(shapes, path)
    own = _crs(boundary.crs, boundary.source) if boundary.crs else frame.crs
    shapes = _placed(shapes, own, crs, path)
    log.read(
        "geometry",
        f"{path.name} ({layer})" if layer else path.name,
        plural(
            "{rows} række, koordinatsystem {crs}",
            "{rows} rækker, koordinatsystem {crs}",
            len(frame),
        ).format(rows=number(len(frame)), crs=own.name if own else ""),
        rows=len(frame),
        crs=own.name if own else "",
        **({"layer": layer} if layer else {}),
    )
    if flattened:
        log.repaired(
            "flattened",
            path.name,
            plural(
                "højden er fjernet fra {rows} række",
                "højden er fjernet fra {rows} rækker",
                flattened,
            ).format(rows=number(flattened)),
            rows=flattened,
        )
    return attributes, shapes


def column_texts(attributes: pd.DataFrame, name: str, path: str) -> pd.Series[str]:
    """A column as texts.

    Raises:
        SourceError: there is none of that name.
    """
    if name not in attributes.columns:
        raise SourceError(
            _("{file} har ingen kolonne »{name}«.").format(file=Path(path).name, name=name),
            hint=_("{near} Kolonner: {all}")
            .format(
                near=nearest(name, attributes.columns).split(":")[0].removesuffix(_("Der er")),
                all=", ".join(attributes.columns),
            )
            .strip(),
        )
    return as_texts(attributes[name])


def repaired(shapes: Geometries, names: Sequence[str], place: str, log: Log) -> Geometries:
    """Valid polygons; what was invalid is put right and listed. Other geometry is left out."""
    shapes = polygonal(shapes)
    for at in np.flatnonzero(~shapely.is_valid(shapes)).tolist():
        reason = re.split(r"[\[]", shapely.is_valid_reason(shapes[at]))[0].strip()
        before = shapely.area(shapes[at])
        # "structure" keeps what lies inside an outline; the other method drops doubled parts.
        made = shapely.make_valid(shapes[at], method="structure", keep_collapsed=False)
        shapes[at] = polygonal(np.array([made], object))[0]
        after = shapely.area(shapes[at])
        log.repaired(
            "invalid",
            place,
            _("{name}: ugyldigt omrids rettet ({reason}), arealet ændret {change} m²").format(
                name=names[at],
                reason=_fault(reason),
                change=number(after - before, 1, sign=True),
            ),
            name=names[at],
            reason=reason,
            change_m2=round(float(after - before), 3),
        )
    return shapes


def _fault(reason: str) -> str:
    """What makes an outline invalid, in the language in use."""
    return {
        "Self-intersection": _("selvskæring"),
        "Ring Self-intersection": _("en ring rører sig selv"),
        "Too few points in geometry component": _("for få punkter"),
        "Hole lies outside shell": _("et hul uden for omridset"),
        "Nested shells": _("et omrids inden i et andet"),
        "Nested holes": _("et hul inden i et andet"),
        "Duplicate Rings": _("samme ring to gange"),
        "Interior is disconnected": _("det indre er delt"),
    }.get(reason, reason)


def polygonal(shapes: Geometries) -> Geometries:
    """The polygons of every geometry; an empty MultiPolygon where it has none."""
    shapes = np.array(shapes, object)
    kinds = shapely.get_type_id(shapes)
    for at in np.flatnonzero(~np.isin(kinds, _AREAS) | shapely.is_empty(shapes)):
        parts = list(shapely.get_parts(shapely.get_parts([shapes[at]])))
        areas = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
        shapes[at] = shapely.union_all(areas) if areas else shapely.MultiPolygon()
    return shapes


def _crs(text: str, place: str) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError as error:
        raise RecipeError(
            _("Koordinatsystemet »{crs}« kendes ikke ({place}).").format(crs=text, place=place),
            hint=_("Skriv det som EPSG:25832, EPSG:4326 eller WKT."),
        ) from error


def _layer(path: Path, boundary: Boundary) -> str:
    import fiona

    if path.suffix.lower() not in SUFFIXES:
        raise SourceError(
            _("Geometri af typen »{suffix}« læses ikke: {file}").format(
                suffix=path.suffix, file=path.name
            ),
            hint=_("Brug {all}.").format(all=", ".join(SUFFIXES)),
        )
    if path.suffix.lower() in (".json", ".geojson"):
        if re.search(rb'"type"\s*:\s*"Topology"', read_whole(path, limit=1 << 16)):
            raise SourceError(
                _("{file} er TopoJSON, som ikke læses.").format(file=path.name),
                hint=_("Gem den som GeoPackage eller GeoJSON; mapshaper og QGIS kan."),
            )
        return ""
    try:
        layers = fiona.listlayers(path)
    except Exception as error:  # as above
        raise _unreadable(path) from error
    if boundary.layer and boundary.layer not in layers:
        raise SourceError(
            _("{file} har intet lag »{layer}«.").format(file=path.name, layer=boundary.layer),
            hint=nearest(boundary.layer, layers),
        )
    if not boundary.layer and len(layers) > 1:
        raise SourceError(
            _("{file} har flere lag.").format(file=path.name),
            hint=_("Skriv »layer« i opskriften. Der er: {all}").format(all=", ".join(layers)),
        )
    return boundary.layer


def _unreadable(path: Path, encoding: str = "") -> SourceError:
    beside = ""
    if path.suffix.lower() == ".shp" and not path.with_suffix(".shx").is_file():
        beside = _("En Shapefile skal ligge sammen med sin .shx og .dbf.")
    elif encoding:
        beside = _("Kontrollér filen og tegnsættet {encoding}.").format(encoding=encoding)
    return SourceError(
        _("{file} kan ikke læses som geometri.").format(file=path.name),
        hint=beside or _("Filen kan være beskadiget eller af en anden type, end navnet siger."),
    )


def _check_finite(shapes: Geometries, path: Path) -> None:
    points, rows = shapely.get_coordinates(shapes, return_index=True)
    broken = ~np.isfinite(points).all(axis=1)
    if broken.any():
        raise SourceError(
            _("{file}: række nr. {row} har et koordinat, der ikke er et tal.").format(
                file=path.name, row=int(rows[broken.argmax()]) + 1
            ),
            hint=_("Ret geometrien i et GIS-program, eller gem filen igen fra kilden."),
        )


def _placed(shapes: Geometries, own: pyproj.CRS | None, crs: pyproj.CRS, path: Path) -> Geometries:
    """The shapes in the extract's CRS, after a look whether they can lie there."""
    bounds = shapely.total_bounds(shapes[~shapely.is_missing(shapes)])
    if np.isnan(bounds).all():
        return shapes
    if own is None:
        raise SourceError(
            _("{file} siger ikke, hvilket koordinatsystem den er i.").format(file=path.name),
            hint=_('Skriv det i opskriften, for eksempel crs = "{guess}".').format(
                guess=_likely(bounds)
            ),
        )
    if own.is_geographic and np.abs(bounds).max() > 360:
        raise SourceError(
            _("{file} siger grader ({crs}), men tallene er for store til grader.").format(
                file=path.name, crs=own.name
            ),
            hint=_('Skriv det rigtige koordinatsystem, for eksempel crs = "{guess}".').format(
                guess=_likely(bounds)
            ),
        )
    if not own.is_geographic and np.abs(bounds).max() <= 180:
        raise SourceError(
            _("{file} siger meter ({crs}), men tallene ligner grader.").format(
                file=path.name, crs=own.name
            ),
            hint=_('Skriv det rigtige koordinatsystem, for eksempel crs = "EPSG:4326".'),
        )
    moved = _moved(shapes, own, crs)
    _check_place(moved, crs, path)
    return moved


def _moved(shapes: Geometries, own: pyproj.CRS, crs: pyproj.CRS) -> Geometries:
    if own.equals(crs, ignore_axis_order=True):
        return shapes
    transformer = pyproj.Transformer.from_crs(own, crs, always_xy=True)

    def transform(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return np.asarray(shapely.transform(shapes, transform), object)


def _check_place(shapes: Geometries, crs: pyproj.CRS, path: Path) -> None:
    """Refuse what lies outside the part of the world that the extract's CRS is made for."""
    bounds = shapely.total_bounds(shapes[~shapely.is_missing(shapes)])
    use = crs.area_of_use
    to_degrees = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    east, north = (
        to_degrees.transform(bounds[[0, 2]], bounds[[1, 3]])
        if np.isfinite(bounds).all()
        else (np.array([np.inf]), np.array([np.inf]))
    )
    inside = np.isfinite([*east, *north]).all() and (
        use is None
        or (
            use.west - _MARGIN <= min(east)
            and max(east) <= use.east + _MARGIN
            and use.south - _MARGIN <= min(north)
            and max(north) <= use.north + _MARGIN
        )
    )
    if not inside:
        where = (
            _("{east}° øst, {north}° nord").format(
                east=number(float(np.mean(east)), 1), north=number(float(np.mean(north)), 1)
            )
            if np.isfinite([*east, *north]).all()
            else _("intet sted på jorden")
        )
        raise SourceError(
            _("{file} ligger et forkert sted: {where}.").format(file=path.name, where=where),
            hint=_(
                "Filens koordinatsystem er nok angivet forkert, eller akserne er byttet om. Skriv"
                " det rigtige som crs for kilden; udtrækket er i {crs}."
            ).format(crs=crs.name),
        )


def _likely(bounds: NDArray[np.float64]) -> str:
    return "EPSG:4326" if np.abs(bounds).max() <= 180 else "EPSG:25832"
