"""What lies on a map besides the areas is remembered from one day to the next."""

from __future__ import annotations

import json

import pytest

from desktop.maps.shownlayers import AT_FIRST, ShownLayers, remembered_layers


def test_layers_are_remembered() -> None:
    shown = ShownLayers(frozenset({"rail", "road"}), frozenset({"klub"}), names=False)
    assert remembered_layers(json.loads(json.dumps(shown.as_settings()))) == shown


@pytest.mark.parametrize(
    "found", [None, 3, [], {}, {"hidden": "rail", "points": [3, None], "names": 0}]
)
def test_what_cannot_be_read_is_as_at_first(found: object) -> None:
    assert remembered_layers(found) == AT_FIRST
