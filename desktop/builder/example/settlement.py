"""Names, codes, owners and history of the housing areas and their departments.

A code is text: two digits for the district and two for the area, then a hyphen and two digits for
the department ("0114", "0114-02"). One pair of areas was redrawn on `REDRAWN`: both got new codes,
and one department moved from the one to the other.
"""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from desktop.builder.example.areas import Housing
from desktop.builder.example.town import Mosaic
from desktop.core.paths import resource

REDRAWN = dt.date(2022, 1, 1)
BUILT = dt.date(2019, 1, 1)  # the first day of the area that is newer than the first period
FJORDPARKEN_CODE = "0114"
ALMEN, OTHER = "almen", "anden"
ALMEN_SHARE = 0.7  # of the areas


@dataclass(frozen=True, slots=True)
class Department:
    """A housing department (afdeling). `unit` numbers its homes: it outlives a change of code."""

    code: str
    name: str
    blocks: tuple[int, ...]
    unit: int
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None  # the last day


@dataclass(frozen=True, slots=True)
class Area:
    """A housing area (boligområde) as it was between two days."""

    code: str
    name: str
    district: int
    sector: str
    organisation: str
    departments: tuple[Department, ...]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None  # the last day

    @property
    def units(self) -> tuple[int, ...]:
        """The homes of the area's departments."""
        return tuple(department.unit for department in self.departments)

    @property
    def blocks(self) -> tuple[int, ...]:
        """All blocks of the area."""
        return tuple(block for department in self.departments for block in department.blocks)


@dataclass(frozen=True, slots=True)
class Settlement:
    """All housing areas, the current ones first in the order of the units, then the retired."""

    areas: tuple[Area, ...]
    districts: tuple[str, ...]  # names; the code of the first is "01"

    @property
    def current(self) -> tuple[Area, ...]:
        """Areas that exist in the newest period."""
        return tuple(area for area in self.areas if area.valid_to is None)

    @property
    def retired(self) -> tuple[Area, ...]:
        """Areas that were redrawn."""
        return tuple(area for area in self.areas if area.valid_to is not None)


def names() -> dict[str, Any]:
    """The invented names in `resources/example/names.toml`."""
    return tomllib.loads(resource("example", "names.toml").read_text(encoding="utf-8"))


def district_code(district: int) -> str:
    """The code of a district by its number from 0."""
    return f"{district + 1:02d}"


def settle(
    housing: Sequence[Housing], blocks: Mosaic, generator: np.random.Generator
) -> Settlement:
    """Name and number the areas; the first of `housing` becomes Fjordparken."""
    words = names()
    codes = _codes(housing, blocks)
    almen = _almen(len(housing), generator)
    shown = _area_names(words, len(housing), generator)
    owners = generator.choice(len(words["organisations"]), len(housing), p=_OWNER_SHARES)
    counter = itertools.count()
    areas = [
        Area(
            code=codes[number],
            name=shown[number],
            district=home.district,
            sector=ALMEN if almen[number] else OTHER,
            organisation=words["organisations"][owners[number]] if almen[number] else "",
            departments=_departments(codes[number], shown[number], home.departments, counter),
        )
        for number, home in enumerate(housing)
    ]
    areas[_newest(areas)] = _opened(areas[_newest(areas)], BUILT)
    return Settlement(_redraw(areas, blocks), tuple(words["districts"]))


_OWNER_SHARES = (0.27, 0.23, 0.18, 0.15, 0.11, 0.06)


def _codes(housing: Sequence[Housing], blocks: Mosaic) -> list[str]:
    """Number each district's areas from west to east; Fjordparken always gets 0114."""
    west = [float(blocks.middles[list(home.blocks), 0].mean()) for home in housing]
    codes = [""] * len(housing)
    for district in sorted({home.district for home in housing}):
        members = [number for number, home in enumerate(housing) if home.district == district]
        for place, number in enumerate(sorted(members, key=lambda member: west[member]), 1):
            codes[number] = f"{district_code(district)}{place:02d}"
    if FJORDPARKEN_CODE in codes:
        codes[codes.index(FJORDPARKEN_CODE)] = codes[0]
    codes[0] = FJORDPARKEN_CODE
    return codes


def _almen(count: int, generator: np.random.Generator) -> list[bool]:
    drawn = (generator.permutation(count) < round(ALMEN_SHARE * count)).tolist()
    return [True, *drawn[1:]]


def _area_names(words: dict[str, Any], count: int, generator: np.random.Generator) -> list[str]:
    """Different names, each first part as seldom as possible; Fjordparken is the first."""
    avoid = {*words["avoid"], words["fjordparken"]}
    drawn: list[str] = [words["fjordparken"], *words["fixed"]]
    while len(drawn) < count:
        endings = generator.choice(words["last"], len(words["first"]))
        for first in generator.permutation(words["first"]).tolist():
            name = first + str(endings[len(drawn) % len(endings)])
            if name not in avoid and name not in drawn:
                drawn.append(name)
    rest = generator.permutation(drawn[1:count]).tolist()
    return [drawn[0], *rest]


def _departments(
    code: str, name: str, parts: Iterable[tuple[int, ...]], counter: Iterable[int]
) -> tuple[Department, ...]:
    listed = list(parts)
    units = itertools.islice(counter, len(listed))
    return tuple(
        Department(
            code=f"{code}-{place:02d}",
            name=name if len(listed) == 1 else f"{name}, afd. {place}",
            blocks=part,
            unit=unit,
        )
        for place, (part, unit) in enumerate(zip(listed, units, strict=True), 1)
    )


def _newest(areas: Sequence[Area]) -> int:
    """The area that was built later than the others: the last with two departments."""
    return max(number for number, area in enumerate(areas) if len(area.departments) == 2)


def _opened(area: Area, day: dt.date) -> Area:
    departments = tuple(replace(department, valid_from=day) for department in area.departments)
    return replace(area, departments=departments, valid_from=day)


def _redraw(areas: Sequence[Area], blocks: Mosaic) -> tuple[Area, ...]:
    """Give a pair of neighbours new codes, and add the two areas they were before."""
    gained, other, moved = _pair(areas, blocks)
    renewed = dict(zip((other, gained), _free_codes(areas, areas[gained].district), strict=True))
    current = [
        _recoded(area, renewed[number]) if number in renewed else area
        for number, area in enumerate(areas)
    ]
    mover = next(part for part in areas[gained].departments if part.unit == moved)
    staying = tuple(part for part in areas[gained].departments if part.unit != moved)
    before = (
        _ended(areas[other], (*areas[other].departments, mover)),
        _ended(areas[gained], staying),
    )
    return (*current, *before)


def _pair(areas: Sequence[Area], blocks: Mosaic) -> tuple[int, int, int]:
    """An area that gained a department in 2022, its neighbour that lost it, and the unit."""
    for gained, area in enumerate(areas[1:], 1):
        if len(area.departments) != 3 or area.valid_from or area.sector != ALMEN:
            continue
        for part in area.departments:
            near = {far for block in part.blocks for far in blocks.neighbours[block]}
            for other, neighbour in enumerate(areas[1:], 1):
                if (
                    other != gained
                    and near & set(neighbour.blocks)
                    and neighbour.district == area.district
                    and len(neighbour.departments) == 2
                    and neighbour.valid_from is None
                ):
                    return gained, other, part.unit
    raise ValueError("no two neighbouring areas can be redrawn")


def _free_codes(areas: Sequence[Area], district: int) -> tuple[str, str]:
    last = max(int(area.code[2:]) for area in areas if area.district == district)
    return (f"{district_code(district)}{last + 1:02d}", f"{district_code(district)}{last + 2:02d}")


def _recoded(area: Area, code: str) -> Area:
    departments = tuple(
        replace(department, code=code + department.code[4:], valid_from=REDRAWN)
        for department in area.departments
    )
    return replace(area, code=code, departments=departments, valid_from=REDRAWN)


def _ended(area: Area, departments: Sequence[Department]) -> Area:
    """The area as it was until the day before `REDRAWN`, with these departments."""
    until = REDRAWN - dt.timedelta(days=1)
    numbered = tuple(
        replace(
            department,
            code=f"{area.code}-{place:02d}",
            name=f"{area.name}, afd. {place}",
            valid_to=until,
        )
        for place, department in enumerate(departments, 1)
    )
    return replace(area, departments=numbered, valid_to=until)
