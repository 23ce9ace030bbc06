"""An invented extract in memory, small and with every kind of cell: for maps, paper and screen.

A grid of square areas with wavy sides, so that neighbours share borders. By position on the level
``boligomraade``, whatever the size of the grid:

====  ====================================================================================
1     begins on 1 January 2025, on the ground of the last position
2     has a hole (a lake)
3     withheld in every period; also its residents
4     withheld in the newest period only
5     never supplied
6     undefined: the base is zero in every period
7     has a very long name
last  ended on 31 December 2024
====  ====================================================================================

Indicators: ``uden_job`` (a share with a breakdown ``kvinder``), ``beboere`` (a plain count),
``alder`` (a ready mean without counts), ``fravaer`` (a share by school year), ``anmeldelser`` (per
1,000, of crimes and so not of people). Levels: ``boligomraade`` and ``distrikt``; the municipality
has every number, counted over all areas, also those withheld.

What is withheld lies in the source as :data:`HIDDEN`, which a real extract never does: whatever
reads past the states is found out by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import MUNICIPALITY, Areas, Effort, Level, Outlines, Place
from desktop.core.dataset import Breakdown, Dataset, RawSeries
from desktop.core.disclosure import FloatArray, Limits, State, StateArray
from desktop.core.errors import UsageError
from desktop.core.indicators import Dimension, Direction, Indicator, Text
from desktop.core.manifest import Manifest
from desktop.maps.classes import class_bounds

SIDE = 600.0  # metres across one area
WEST, SOUTH = 570_000.0, 6_220_000.0  # where the grid begins, EPSG:25832

BEGINS, HOLED, WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED, LONG = range(1, 8)
LONG_NAME = "Vestre Ringgade og Åboulevarden ved Østergårds Æblehave, etape 2"
HIDDEN = 4711.0  # stands in the source where a cell is withheld; must never come out

QUARTERS = tuple(f"{year}K{part}" for year in (2024, 2025, 2026) for part in (1, 2, 3, 4))[:10]
SCHOOL_YEARS = ("2023/24", "2024/25", "2025/26")

_NAMES = (
    "Skovbrynet", "Nørrevang", "Søparken", "Ådalen", "Æblehaven", "Ørstedsgade", "Fjordparken", "",
    "Bakkegården", "Kærhaven", "Lindebo", "Møllevangen", "Toften", "Vesterled", "Østerled",
    "Højstrup", "Rosenlund", "Stadionkvarteret", "Havnefronten", "Lærkereden",
)  # fmt: skip

INDICATORS = (
    Indicator(
        "uden_job",
        Text("Voksne uden for arbejdsmarkedet", "Adults outside the labour market"),
        short=Text("Uden for arbejdsmarkedet", "Outside the labour market"),
        sentence=Text("Andel af 16-66-årige", "Share of those aged 16-66"),
        dimension="arbejde",
        numerator_text=Text(
            "16-66-årige uden beskæftigelse og uddannelse",
            "people aged 16-66 in neither employment nor education",
        ),
        denominator_text=Text("16-66-årige i området", "people aged 16-66 in the area"),
        direction=Direction.WORSE,
        source=Text("Danmarks Statistik, RAS", "Statistics Denmark, RAS"),
        reference=Text("ultimo kvartalet", "end of quarter"),
    ),
    Indicator(
        "beboere",
        Text("Beboere", "Residents"),
        dimension="befolkning",
        unit="n",
        per=1.0,
        decimals=0,
    ),
    Indicator(
        "alder",
        Text("Gennemsnitsalder", "Mean age"),
        sentence=Text("Beboernes alder i gennemsnit", "Residents' age on average"),
        dimension="befolkning",
        unit="år",
        per=1.0,
        people=False,
    ),
    Indicator(
        "fravaer",
        Text("Skolefravær over 10 %", "School absence above 10 %"),
        sentence=Text("Andel af elever i folkeskolen", "Share of pupils in public schools"),
        dimension="skole",
        numerator_text=Text("elever med over 10 % fravær", "pupils absent more than 10 %"),
        denominator_text=Text("elever i folkeskolen", "pupils in public schools"),
        direction=Direction.WORSE,
    ),
    Indicator(
        "anmeldelser",
        Text("Anmeldte indbrud", "Reported burglaries"),
        sentence=Text("Pr. 1.000 boliger", "Per 1,000 dwellings"),
        dimension="tryghed",
        numerator_text=Text("anmeldte indbrud i beboelse", "reported burglaries in dwellings"),
        denominator_text=Text("boliger", "dwellings"),
        unit="pr. 1.000",
        per=1000.0,
        direction=Direction.WORSE,
        people=False,
    ),
)

DIMENSIONS = tuple(
    Dimension(id, Text(da, en))
    for id, da, en in (
        ("arbejde", "Arbejde", "Work"),
        ("befolkning", "Befolkning", "Population"),
        ("skole", "Skole", "School"),
        ("tryghed", "Tryghed", "Safety"),
    )
)

WOMEN = Breakdown("kvinder", Text("Køn", "Sex"), Text("Kvinder", "Women"))

MANIFEST = Manifest(
    title="Boligsocial monitorering",
    municipality="Eksempelby Kommune",
    municipality_code="999",
    purpose="Opfølgning på den boligsociale helhedsplan",
    controller="Eksempelby Kommune, Teknik og Miljø",
    legal_basis="Databeskyttelseslovens § 10",
    kind="demonstration",
    created=dt.date(2026, 7, 1),
    valid_from=dt.date(2026, 7, 1),
    delete_by=dt.date(2027, 7, 1),
    sources=("Kommunens egne registre, udtræk af 1. juli 2026",),
    limits=Limits(),
)


@dataclass(eq=False)
class FakeSource:
    """A :class:`~desktop.core.dataset.Source` that invents what it is asked for.

    The same arguments give the same extract. ``outline_points`` is points per side of an area in
    the finest of three details; ``hidden`` is what the source holds where a cell is withheld.
    """

    columns: int
    rows: int
    outline_points: int
    quarters: tuple[str, ...]
    hidden: float
    manifest: Manifest
    background: bool
    levels: tuple[Level, ...] = field(init=False)
    indicators: tuple[Indicator, ...] = INDICATORS
    dimensions: tuple[Dimension, ...] = DIMENSIONS
    breakdowns: tuple[Breakdown, ...] = (WOMEN,)
    shipped: Mapping[str, str] = field(default_factory=dict)  # models
    closed: bool = False

    def __post_init__(self) -> None:
        """Say which levels there are."""
        self.levels = (
            Level(
                "boligomraade",
                Text("Boligområde", "Housing area"),
                Text("boligområder", "housing areas"),
                self._count("boligomraade"),
            ),
            Level("distrikt", Text("Distrikt", "District"), Text("distrikter", "districts"), 2),
            Level(MUNICIPALITY, Text("Kommune", "Municipality"), Text("kommuner"), 1),
        )

    def areas(self, level: str) -> Areas:
        """The areas of a level; on ``distrikt`` the western and the eastern half."""
        count = self._count(level)
        always = np.zeros(count, np.int32)
        forever = np.full(count, dt.date.max.toordinal(), np.int32)
        residents = 150.0 + 37.0 * (np.arange(count, dtype=np.float64) % 61)
        if level != "boligomraade":
            names = ("Vest", "Øst") if level == "distrikt" else (self.manifest.municipality,)
            blank = ("",) * count
            return Areas(
                level, names, names, blank, blank, residents * 40, residents * 20, always, forever
            )
        residents[WITHHELD] = np.nan
        always[BEGINS] = dt.date(2025, 1, 1).toordinal()
        forever[-1] = dt.date(2024, 12, 31).toordinal()
        return Areas(
            level,
            tuple(f"{position + 101:04d}" for position in range(count)),
            tuple(_area_name(position, count) for position in range(count)),
            tuple(("Boligselskabet Nord", "Boligforeningen Fjorden")[p % 2] for p in range(count)),
            ("almen",) * count,
            residents,
            np.floor(residents / 2.1),
            always,
            forever,
            {"distrikt": tuple("Vest" if west else "Øst" for west in self._western())},
        )

    def series_periods(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        """Every indicator has all its periods on all levels."""
        held = {
            (indicator.id, level.id, ""): self._codes(indicator.id)
            for indicator in self.indicators
            for level in self.levels
        }
        held["uden_job", "boligomraade", WOMEN.id] = self.quarters
        return held

    def series(
        self, indicator: str, level: str, breakdown: str, periods: Sequence[str]
    ) -> RawSeries:
        """Counts that differ by area and move a little from period to period."""
        rows = [self._codes(indicator).index(code) for code in periods]
        tables = self._tables(indicator, level, breakdown)
        shape = (len(rows), -1) if len(rows) > 1 else (-1,)
        picked = [None if t is None else t[rows].reshape(shape) for t in tables[:3]]
        return RawSeries(picked[0], picked[1], picked[2], tables[3][rows].reshape(shape))

    def bounds(self, indicator: str, level: str, scheme: str, classes: int) -> tuple[float, ...]:
        """Bounds over all periods, made from the shown cells."""
        found = next(each for each in self.indicators if each.id == indicator)
        numerators, denominators, values, states = self._tables(indicator, level, "")
        if values is None:
            assert numerators is not None
            values = numerators * found.per
            if denominators is not None:
                values = values / np.where(denominators > 0, denominators, np.nan)
        shown = np.where(states == State.SHOWN, values, np.nan)
        return class_bounds(shown, scheme, classes, found.decimals)

    def tolerances(self, layer: str) -> tuple[float, ...]:
        """Three details, by how far the waves of a side are cut off."""
        return (0.5, 8.0, 40.0) if layer.startswith("areas/") else (0.5,)

    def outlines(self, layer: str, detail: int) -> Outlines:
        """The grid for a level of areas, a simple shape for a quiet layer."""
        if layer.startswith("background/"):
            return self._quiet(layer.removeprefix("background/"))
        if layer == "areas/boligomraade":
            return _grid(self.columns, self.rows, max(self.outline_points >> 2 * detail, 1))
        west = (self.columns + 1) // 2
        return _boxes(
            [(0, 0, west, self.rows), (west, 0, self.columns, self.rows)]
            if layer == "areas/distrikt"
            else [(0, 0, self.columns, self.rows)]
        )

    def background_kinds(self) -> tuple[str, ...]:
        """All but buildings, when asked for."""
        return ("road", "rail", "water", "green", "land") if self.background else ()

    def places(self) -> tuple[Place, ...]:
        """A school and a station."""
        return (
            Place("skole", "Østre Skole", WEST + 0.4 * SIDE, SOUTH + 0.6 * SIDE),
            Place("station", "Eksempelby St.", WEST + 2.5 * SIDE, SOUTH + 1.5 * SIDE),
        )

    def efforts(self) -> tuple[Effort, ...]:
        """One that goes on and one that has ended."""
        return (
            Effort("boligomraade", "0107", "Lommepengejob", dt.date(2025, 3, 1), None),
            Effort("boligomraade", "0109", "Naboskab", dt.date(2024, 1, 1), dt.date(2025, 6, 30)),
        )

    def models(self) -> Mapping[str, str]:
        """What it was given."""
        return self.shipped

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True

    def _count(self, level: str) -> int:
        return {"boligomraade": self.columns * self.rows + 1, "distrikt": 2}.get(level, 1)

    def _codes(self, indicator: str) -> tuple[str, ...]:
        return SCHOOL_YEARS if indicator == "fravaer" else self.quarters

    def _western(self) -> NDArray[np.bool_]:
        column = np.arange(self.columns * self.rows) % self.columns
        return np.append(column, BEGINS) < (self.columns + 1) // 2

    def _tables(
        self, indicator: str, level: str, breakdown: str
    ) -> tuple[FloatArray | None, FloatArray | None, FloatArray | None, StateArray]:
        """Numerators, denominators, values and states, periods × areas."""
        numerators, denominators, states = self._counts(indicator, breakdown)
        if level != "boligomraade":
            numerators, denominators = self._summed(level, numerators, denominators)
            states = np.zeros(numerators.shape, np.uint8)
        else:
            hidden = states == State.WITHHELD
            numerators = np.where(hidden, self.hidden, numerators)
            denominators = np.where(hidden, self.hidden * 3, denominators)
        if indicator == "alder":
            values = np.round(numerators / np.maximum(denominators, 1) * 25 + 30, 1)
            values[states == State.WITHHELD] = self.hidden
            return None, None, values, states
        if indicator == "beboere":
            return denominators, None, None, states
        return numerators, denominators, None, states

    def _counts(self, indicator: str, breakdown: str) -> tuple[FloatArray, FloatArray, StateArray]:
        count = self._count("boligomraade")
        periods = len(self._codes(indicator))
        salt = [each.id for each in self.indicators].index(indicator) * 2 + bool(breakdown)
        chance = np.random.default_rng(salt)
        denominators = np.floor(120 + 900 * chance.random(count) ** 2)
        shares = 0.04 + 0.36 * chance.random(count) ** 1.5
        moves = 1 + 0.02 * np.cumsum(chance.standard_normal((periods, count)), axis=0)
        denominators = np.floor(denominators * (1 + 0.004 * np.arange(periods))[:, None])
        if breakdown:
            denominators = np.floor(denominators / 2)
        numerators = np.floor(np.clip(shares * moves, 0.03, 0.9) * denominators)
        states = np.zeros(numerators.shape, np.uint8)
        states[:, WITHHELD] = State.WITHHELD
        states[-1, WITHHELD_NOW] = State.WITHHELD
        states[:, MISSING] = State.MISSING
        numerators[:, MISSING] = denominators[:, MISSING] = np.nan
        if indicator not in ("beboere", "alder"):
            numerators[:, UNDEFINED] = denominators[:, UNDEFINED] = 0.0
        return numerators, denominators, states

    def _summed(
        self, level: str, numerators: FloatArray, denominators: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        current = np.ones(self._count("boligomraade"), bool)
        current[-1] = False
        western = self._western()
        groups = [western, ~western] if level == "distrikt" else [np.ones_like(western)]
        sums = [
            np.stack([np.nansum(table[:, group & current], axis=1) for group in groups], axis=1)
            for table in (numerators, denominators)
        ]
        return sums[0], sums[1]

    def _quiet(self, kind: str) -> Outlines:
        width, height = float(self.columns), float(self.rows)
        shapes: Mapping[str, list[tuple[float, float]]] = {
            "land": _corners(-0.8, -0.6, width + 0.8, height + 0.6),
            "green": _corners(-0.7, -0.5, -0.1, height / 2),
            "water": [
                (-0.8, height + 0.1), (width / 2, height + 0.3), (width + 0.8, height + 0.05),
                (width + 0.8, height + 0.4), (-0.8, height + 0.45), (-0.8, height + 0.1),
            ],
            "rail": [(-0.8, -0.3), (width / 3, -0.15), (width + 0.8, -0.4)],
            "road": [(width + 0.3, -0.6), (width + 0.2, height / 2), (width + 0.5, height + 0.6)],
        }  # fmt: skip
        return _outlines([_metres(shapes[kind])], [0])


def fake_dataset(
    *,
    columns: int = 5,
    rows: int = 4,
    outline_points: int = 16,
    periods: int = len(QUARTERS),
    hidden: float = HIDDEN,
    background: bool = True,
    models: Mapping[str, str] | None = None,
    **manifest: object,
) -> Dataset:
    """An invented extract with ``columns`` × ``rows`` areas and one that has ended.

    Args:
        columns: areas from west to east; with ``rows`` at least 8 areas in all.
        rows: areas from south to north.
        outline_points: points along each of an area's four sides in the finest detail.
        periods: how many of the :data:`QUARTERS` there are, counted from the newest.
        hidden: the number that the source holds in withheld cells.
        background: whether there are quiet layers.
        models: categorisation models that came along, as TOML by id.
        manifest: fields of :data:`MANIFEST` to be otherwise, such as ``title="…"``.

    Raises:
        UsageError: fewer than 8 areas leave no room for every kind of cell.
    """
    if columns * rows < LONG + 1:
        raise UsageError("too small")
    said = replace(MANIFEST, **manifest)  # type: ignore[arg-type]
    source = FakeSource(
        columns,
        rows,
        outline_points,
        QUARTERS[-periods:],
        hidden,
        said,
        background,
        shipped=models or {},
    )
    return Dataset(source)


def _area_name(position: int, count: int) -> str:
    if position == count - 1:
        return "Gamle Nørrevang"
    if position == LONG:
        return LONG_NAME
    return _NAMES[position] if position < len(_NAMES) else f"Område {position + 1}"


def _grid(columns: int, rows: int, points: int) -> Outlines:
    """Squares with wavy sides, west to east and then south to north, and the one that has ended."""
    along = np.arange(points) / points
    wave = 0.05 * np.sin(2 * np.pi * along) + 0.01 * np.sin(38 * np.pi * along)
    node_y, node_x = np.meshgrid(np.arange(rows + 1.0), np.arange(columns + 1.0), indexing="ij")
    level = np.stack(  # sides from west to east
        [node_x[:, :-1, None] + along, node_y[:, :-1, None] + wave], axis=-1
    )
    upright = np.stack(  # sides from south to north
        [node_x[:-1, :, None] + wave, node_y[:-1, :, None] + along], axis=-1
    )
    ends_x = np.stack([node_x[:, 1:], node_y[:, 1:]], axis=-1)[:, :, None]
    ends_y = np.stack([node_x[1:], node_y[1:]], axis=-1)[:, :, None]
    level = np.concatenate([level, ends_x], axis=2)
    upright = np.concatenate([upright, ends_y], axis=2)
    rings = np.concatenate(
        [
            level[:-1, :, :-1],
            upright[:, 1:, :-1],
            level[1:, :, :0:-1],
            upright[:, :-1, :0:-1],
            level[:-1, :, :1],
        ],
        axis=2,
    ).reshape(rows * columns, -1, 2)
    west, south = HOLED % columns + 0.35, HOLED // columns + 0.35
    hole = np.array(_corners(west, south, west + 0.3, south + 0.3))
    shapes = [*rings, hole, rings[BEGINS]]
    owners = [*range(len(rings)), HOLED, len(rings)]
    order = sorted(range(len(owners)), key=owners.__getitem__)
    borders = [*level.reshape(-1, points + 1, 2), *upright.reshape(-1, points + 1, 2), hole]
    return _outlines(
        [_metres(shapes[at]) for at in order],
        [owners[at] for at in order],
        [_metres(line) for line in borders],
    )


def _boxes(boxes: list[tuple[int, int, int, int]]) -> Outlines:
    rings = [_metres(_corners(*box)) for box in boxes]
    return _outlines(rings, list(range(len(rings))))


def _corners(west: float, south: float, east: float, north: float) -> list[tuple[float, float]]:
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def _metres(points: FloatArray | Sequence[tuple[float, float]]) -> FloatArray:
    """Places counted in areas as metres."""
    return np.asarray(points, np.float64) * SIDE + (WEST, SOUTH)


def _outlines(
    rings: Sequence[FloatArray], owners: Sequence[int], borders: Sequence[FloatArray] | None = None
) -> Outlines:
    points, starts = _packed(rings)
    lines, line_starts = _packed(rings if borders is None else borders)
    return Outlines(points, starts, np.array(owners, np.int32), lines, line_starts)


def _packed(shapes: Sequence[FloatArray]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    points = np.round(np.concatenate(shapes) * 100).astype(np.int32)
    lengths = [0, *(len(shape) for shape in shapes)]
    return points, np.cumsum(lengths).astype(np.int32)
