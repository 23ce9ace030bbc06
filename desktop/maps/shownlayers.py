"""Which things lie on a map besides the areas: quiet layers, points of interest, names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ShownLayers:
    """What lies on the map besides the areas.

    ``hidden`` are the kinds of quiet layers that are taken off (all others are drawn), ``points``
    the kinds of points of interest that are put on, ``names`` whether areas bear their names.
    """

    hidden: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    names: bool = True

    def as_settings(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "hidden": sorted(self.hidden),
            "points": sorted(self.points),
            "names": self.names,
        }


AT_FIRST = ShownLayers()


def remembered_layers(settings: object) -> ShownLayers:
    """What was remembered, as far as it can be read; kinds that an extract lacks do no harm."""
    if not isinstance(settings, Mapping):
        return AT_FIRST
    hidden, points = (_kinds(settings.get(name)) for name in ("hidden", "points"))
    return ShownLayers(hidden, points, settings.get("names") is not False)


def _kinds(found: object) -> frozenset[str]:
    if not isinstance(found, list):
        return frozenset()
    return frozenset(kind for kind in found if isinstance(kind, str))
