"""Which blocks make a district, a housing area and a housing department.

Housing areas are grown block by block, within one district and within the part of the town that
has been given to them; what lies between is other housing. Their departments divide them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.builder.example.ground import Bend, Points
from desktop.builder.example.town import CENTRE, Mosaic

AREAS = 175
DEPARTMENTS = 349
MOST_DEPARTMENTS = 6
SHARE_OF_TOWN = 0.5  # of the built-up hectares, before areas too many are left out
SMALLEST = 3.0  # hectares of a housing area
LARGEST = 58.0
FJORDPARKEN = (2850.0, -620.0)  # plan metres
FJORDPARKEN_DEPARTMENTS = 3

# Middle of each district on the plan (km), and which side of the fjord it is on (1 is south).
DISTRICTS_KM = (
    (2.0, -1.3, 1), (-0.4, -1.0, 1), (-2.0, -1.2, 1), (-4.3, -1.4, 1), (-1.9, -3.0, 1),
    (0.6, -3.1, 1), (4.2, -2.0, 1), (-0.3, 0.9, 0), (-2.6, 1.2, 0), (-1.2, 3.1, 0),
    (1.6, 2.5, 0), (3.8, 1.9, 0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Housing:
    """One housing area as sets of blocks; the order of the departments is that of their codes."""

    district: int
    departments: tuple[tuple[int, ...], ...]

    @property
    def blocks(self) -> tuple[int, ...]:
        """All blocks of the area."""
        return tuple(block for department in self.departments for block in department)


def districts(blocks: Mosaic, bend: Bend) -> NDArray[np.int64]:
    """District of every block: the nearest middle on the same side of the fjord."""
    middles = bend(np.array([(x, y) for x, y, _ in DISTRICTS_KM]) * 1000.0)
    bank = np.array([side for _, _, side in DISTRICTS_KM])
    away = np.hypot(*(blocks.middles[:, None, :] - middles[None, :, :]).transpose(2, 0, 1))
    away[blocks.bank[:, None] != bank[None, :]] = np.inf
    return np.asarray(away.argmin(axis=1))


def built_up(blocks: Mosaic, bend: Bend, taken: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Blocks where people live: not `taken` (park, harbour), not slivers, not the open land."""
    middle = bend(np.array([[-50.0, -50.0]]))[0]
    reach = np.hypot(*((blocks.middles - middle) / (5650.0, 4150.0)).T)
    return np.asarray(~taken & (blocks.hectares >= 1.0) & (reach < 1.0))


def housing(
    blocks: Mosaic,
    bend: Bend,
    live: NDArray[np.bool_],
    district: NDArray[np.int64],
    generator: np.random.Generator,
) -> tuple[Housing, ...]:
    """The town's housing areas with their departments; the first one is Fjordparken."""
    wish = _wish(blocks, bend, generator)
    pool = _pool(blocks, live, wish)
    near = blocks.middles - bend(np.array([FJORDPARKEN]))[0]
    first = int(np.where(live, np.hypot(*near.T), np.inf).argmin())
    free = set(np.flatnonzero(pool).tolist()) | {first}
    groups = [_grown(first, 38.0, free | set(np.flatnonzero(live).tolist()), blocks, district)]
    free -= set(groups[0])
    groups += _rings(free, blocks, district)
    for ring in groups[1:]:
        free -= set(ring)
    groups += _regions(free, blocks, district, generator)
    groups = _joined(groups, blocks, district)
    groups = groups[:1] + _best(groups[1:], AREAS - 1, wish)
    parts = _department_numbers(groups, blocks)
    return tuple(
        Housing(int(district[group[0]]), _divided(group, count, blocks))
        for group, count in zip(groups, parts, strict=True)
    )


def _wish(blocks: Mosaic, bend: Bend, generator: np.random.Generator) -> NDArray[np.float64]:
    """How much a block would like to be in a housing area: patches, more near the centre."""
    total = generator.normal(0.0, 0.35, len(blocks.shapes))
    for length, height in ((1700.0, 0.55), (850.0, 0.75), (450.0, 0.35)):
        for _ in range(6):
            angle, phase = generator.uniform(0.0, 2 * np.pi, 2)
            direction = np.array([np.cos(angle), np.sin(angle)]) * (2 * np.pi / length)
            total += height * np.sin(blocks.middles @ direction + phase) / np.sqrt(3.0)
    away = np.hypot(*(blocks.middles - bend(np.array([CENTRE]))[0]).T)
    return np.asarray(total - away / 6500.0)


def _pool(blocks: Mosaic, live: NDArray[np.bool_], wish: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The most willing blocks, until they hold their share of the built-up hectares."""
    order = np.argsort(np.where(live, -wish, np.inf), kind="stable")
    hectares = np.where(live[order], blocks.hectares[order], 0.0)
    chosen = np.zeros(len(live), dtype=np.bool_)
    chosen[order[np.cumsum(hectares) <= SHARE_OF_TOWN * hectares.sum()]] = True
    return chosen & live


def _grown(
    start: int,
    hectares: float,
    free: Collection[int],
    blocks: Mosaic,
    district: NDArray[np.int64],
) -> tuple[int, ...]:
    """A compact group of free blocks of one district around `start`, of about `hectares`."""
    group = [start]
    size = float(blocks.hectares[start])
    while size < hectares:
        edge = {
            other
            for block in group
            for other in blocks.neighbours[block]
            if other in free and other not in group and district[other] == district[start]
        }
        middle = blocks.middles[group].mean(axis=0)
        ranked = sorted(edge, key=lambda block: _squared(blocks.middles[block] - middle))
        if not ranked or size + blocks.hectares[ranked[0]] > LARGEST:
            break
        group.append(ranked[0])
        size += float(blocks.hectares[ranked[0]])
    return tuple(group)


def _squared(offset: Points) -> float:
    return float(offset @ offset)


def _rings(free: set[int], blocks: Mosaic, district: NDArray[np.int64]) -> list[tuple[int, ...]]:
    """Two areas that go round a block that is not theirs; inside the first lies another area."""
    rings: list[tuple[int, ...]] = []
    used: set[int] = set()
    for middle in sorted(free):
        ring = tuple(sorted(blocks.neighbours[middle]))
        around = {middle, *ring}
        hectares = float(blocks.hectares[list(ring)].sum())
        if (
            len(ring) in (5, 6)
            and around <= free
            and not around & used
            and len(set(district[list(around)].tolist())) == 1
            and blocks.hectares[middle] > SMALLEST
            and hectares < 30.0
            and _closed(ring, blocks)
        ):
            used |= around | {far for block in ring for far in blocks.neighbours[block]}
            rings += [ring, (middle,)] if not rings else [ring]
            if len(rings) == 3:
                free.discard(middle)
                break
    return rings


def _closed(ring: Iterable[int], blocks: Mosaic) -> bool:
    members = set(ring)
    return all(len(blocks.neighbours[block] & members) == 2 for block in members)


def _regions(
    free: set[int],
    blocks: Mosaic,
    district: NDArray[np.int64],
    generator: np.random.Generator,
) -> list[tuple[int, ...]]:
    """Divide the free blocks into groups of varied size."""
    left = set(free)
    groups: list[tuple[int, ...]] = []
    order = sorted(left)
    generator.shuffle(order)
    for start in order:
        if start not in left:
            continue
        wanted = float(np.clip(generator.lognormal(np.log(11.0), 0.6), 4.0, 48.0))
        group = _grown(start, wanted, left, blocks, district)
        left -= set(group)
        groups.append(group)
    return groups


def _joined(
    groups: list[tuple[int, ...]], blocks: Mosaic, district: NDArray[np.int64]
) -> list[tuple[int, ...]]:
    """Drop groups that are too small, and make three areas of two groups that do not touch."""
    kept = [group for group in groups if blocks.hectares[list(group)].sum() >= SMALLEST]
    middles = np.array([blocks.middles[list(group)].mean(axis=0) for group in kept])
    hectares = np.array([blocks.hectares[list(group)].sum() for group in kept])
    joined: dict[int, int] = {}
    for one in range(4, len(kept)):
        away = np.hypot(*(middles - middles[one]).T)
        touching = {far for block in kept[one] for far in blocks.neighbours[block]}
        for other in np.argsort(away)[1:6].tolist():
            if (
                other > one
                and away[other] < 560.0
                and hectares[one] + hectares[other] < 22.0
                and district[kept[one][0]] == district[kept[other][0]]
                and not touching & set(kept[other])
                and not {one, other} & {*joined, *joined.values()}
            ):
                joined[one] = other
                break
        if len(joined) == 3:
            break
    return [
        group + (kept[joined[number]] if number in joined else ())
        for number, group in enumerate(kept)
        if number not in joined.values()
    ]


def _best(
    groups: list[tuple[int, ...]], count: int, wish: NDArray[np.float64]
) -> list[tuple[int, ...]]:
    """The `count` groups that wish most to be areas, in their order."""
    if len(groups) < count:
        raise ValueError(f"the town has room for {len(groups)} housing areas, not {count}")
    average = np.array([wish[list(group)].mean() for group in groups])
    special = np.arange(len(groups)) < 3
    chosen = np.sort(np.argsort(np.where(special, -np.inf, -average), kind="stable")[:count])
    return [groups[number] for number in chosen.tolist()]


def _department_numbers(groups: list[tuple[int, ...]], blocks: Mosaic) -> list[int]:
    """How many departments each area has; at most one for each block, `DEPARTMENTS` in all."""
    most = np.array([min(len(group), MOST_DEPARTMENTS) for group in groups])
    hectares = np.array([blocks.hectares[list(group)].sum() for group in groups])
    most[0] = FJORDPARKEN_DEPARTMENTS
    count = np.ones(len(groups), dtype=np.int64)
    count[0] = FJORDPARKEN_DEPARTMENTS
    while count.sum() < DEPARTMENTS:
        room = np.where(count < most, hectares / (count + 0.6), -1.0)
        if room.max() < 0.0:
            raise ValueError(f"the town has room for {count.sum()} departments only")
        count[room.argmax()] += 1
    return count.tolist()


def _divided(group: tuple[int, ...], count: int, blocks: Mosaic) -> tuple[tuple[int, ...], ...]:
    """Divide the blocks of an area into `count` departments of neighbouring blocks."""
    middles = blocks.middles[list(group)]
    starts = [int(middles[:, 0].argmin())]
    while len(starts) < count:
        away = np.hypot(*(middles[:, None, :] - middles[None, starts, :]).transpose(2, 0, 1))
        starts.append(int(away.min(axis=1).argmax()))
    parts = [[group[start]] for start in starts]
    left = [block for block in group if block not in {part[0] for part in parts}]
    while left:
        choices = [
            (
                0 if blocks.neighbours[block] & set(part) else 1,
                float(blocks.hectares[part].sum()),
                _squared(blocks.middles[block] - blocks.middles[part].mean(axis=0)),
                block,
                number,
            )
            for number, part in enumerate(parts)
            for block in left
        ]
        *_, block, number = min(choices)
        parts[number].append(block)
        left.remove(block)
    return tuple(tuple(part) for part in parts)
