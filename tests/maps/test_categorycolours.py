"""The colours of categories: told apart by every eye and on grey paper."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from desktop.core.models.modelfile import builtin_models, load_model
from desktop.core.models.yearly import category_names
from desktop.maps.categorycolours import category_colours
from desktop.maps.palettes import CLAY, MISSING, WITHHELD, lightness
from tests.maps.test_palettes import SEEN, lab

COUNTS = range(2, 7)


@pytest.mark.parametrize("count", range(1, 13))
def test_the_worst_is_the_darkest_and_it_only_gets_lighter(count: int) -> None:
    colours = category_colours(count)

    assert len(set(colours)) == count
    assert all(lightness(one) < lightness(two) for one, two in pairwise(colours))


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("count", COUNTS)
def test_neighbours_are_told_apart_by_every_eye(count: int, seen: str) -> None:
    drawn = [lab(colour, SEEN[seen]) for colour in category_colours(count)]

    for one, two in pairwise(drawn):
        assert two[0] - one[0] > 5.5
        assert np.linalg.norm(two - one) > 6.5


@pytest.mark.parametrize("count", COUNTS)
def test_no_category_looks_like_a_chosen_area_or_one_without_category(count: int) -> None:
    for colour in category_colours(count):
        for other in (CLAY, MISSING, WITHHELD):
            assert np.linalg.norm(lab(colour, SEEN["all colours"]) - lab(other, np.eye(3))) > 5


def test_none_has_no_colours() -> None:
    assert category_colours(0) == ()


def test_our_own_models_have_tested_colours() -> None:
    for path in builtin_models().values():
        for outcome in load_model(path).outcomes:
            assert len(category_names(outcome)) in COUNTS
