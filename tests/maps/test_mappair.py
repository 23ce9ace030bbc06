"""Two maps as a pair: who is in it, who is not and why, and what is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.core.areafilter import AreaFilter
from desktop.core.association import associate
from desktop.core.dataset import Dataset
from desktop.core.levelwords import plainly
from desktop.core.periods import parse
from desktop.maps.mappair import (
    LeftOut,
    MapPair,
    left_out_words,
    map_pair,
    no_common_scale_words,
    pair_names,
    plot_notes,
    together_words,
)
from desktop.maps.view import MapView
from desktop.maps.worked import work_out
from tests.fake_extract import (
    BEGINS,
    HIDDEN,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    fake_dataset,
)

NOW, BEFORE = parse("2026K2"), parse("2024K3")
FIRST = MapView("boligomraade", "uden_job", NOW)

Paired = Callable[[MapView, MapView], MapPair]


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


@pytest.fixture
def paired(data: Dataset) -> Paired:
    def make(one: MapView, other: MapView) -> MapPair:
        return map_pair(data, (one, other), (work_out(data, one), work_out(data, other)))

    return make


@pytest.mark.parametrize("swapped", [False, True])
def test_an_area_has_both_numbers_or_neither(paired: Paired, swapped: bool) -> None:
    other = replace(FIRST, indicator="fravaer", period=parse("2024/25"))
    pair = paired(other, FIRST) if swapped else paired(FIRST, other)
    for hidden in (WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED):
        assert np.isnan(pair.first[hidden])
        assert np.isnan(pair.second[hidden])
    assert (np.isfinite(pair.first) == np.isfinite(pair.second)).all()
    assert (np.isfinite(pair.first) == pair.shown).all()
    assert np.nanmax(pair.first) < HIDDEN


def test_every_area_that_is_left_out_is_counted_once_with_its_reason(paired: Paired) -> None:
    pair = paired(FIRST, replace(FIRST, indicator="fravaer", period=parse("2025/26")))
    assert pair.left_out == LeftOut(withheld=2, undefined=1, missing=1)
    assert int(pair.shown.sum()) + pair.left_out.total == 20
    assert left_out_words(pair.left_out) == (
        "4 er ikke med (diskretioneret 2, ikke defineret 1, ingen data 1)"
    )


def test_an_area_of_one_time_only_is_told(paired: Paired) -> None:
    pair = paired(FIRST, replace(FIRST, period=BEFORE))
    assert np.isnan(pair.first[BEGINS])
    assert pair.left_out.absent == 2  # one begins later, one ended before
    assert "fandtes ikke begge gange 2" in left_out_words(pair.left_out)


def test_areas_outside_the_filter_are_neither_in_nor_left_out(paired: Paired) -> None:
    asked = AreaFilter(organisations=("Boligselskabet Nord",))
    other = replace(FIRST, indicator="alder", filter=asked)
    pair = paired(replace(FIRST, filter=asked), other)
    assert not pair.shown[1::2].any()
    assert int(pair.shown.sum()) + pair.left_out.total == 10


def test_names_tell_the_two_apart(data: Dataset) -> None:
    assert pair_names(data, (FIRST, replace(FIRST, indicator="alder"))) == (
        "Uden for arbejdsmarkedet",
        "Gennemsnitsalder",
    )
    earlier, women = replace(FIRST, period=BEFORE), replace(FIRST, breakdown="kvinder")
    assert pair_names(data, (FIRST, earlier)) == (
        f"Uden for arbejdsmarkedet · {NOW.short_label}",
        f"Uden for arbejdsmarkedet · {BEFORE.short_label}",
    )
    assert pair_names(data, (FIRST, women))[1] == "Uden for arbejdsmarkedet · Kvinder"


def test_the_same_map_twice_is_said_and_nothing_reckoned(paired: Paired) -> None:
    pair = paired(FIRST, FIRST)
    assert pair.same
    said = together_words(pair, associate(pair.first, pair.second), plainly())
    assert said == "De to kort viser det samme."


def test_the_line_says_r_its_interval_the_areas_and_what_it_does_not_say(paired: Paired) -> None:
    pair = paired(FIRST, replace(FIRST, indicator="alder"))
    found = associate(pair.first, pair.second)
    said = together_words(pair, found, plainly())
    assert said.startswith("r = ")
    assert " til " in said
    assert said.endswith(f"{found.used} områder · siger intet om enkeltpersoner")


def test_too_few_is_a_sentence(paired: Paired) -> None:
    asked = AreaFilter(residents=(None, 200.0))
    other = replace(FIRST, indicator="alder", filter=asked)
    pair = paired(replace(FIRST, filter=asked), other)
    found = associate(pair.first, pair.second)
    assert "der skal mindst 6 til" in together_words(pair, found, plainly())


def test_a_common_scale_needs_one_unit(data: Dataset) -> None:
    share, age, count = (data.indicator(id) for id in ("uden_job", "alder", "beboere"))
    assert no_common_scale_words(share, data.indicator("fravaer")) == ""
    assert "det ene er i %, det andet i år" in no_common_scale_words(share, age)
    assert "antal" in no_common_scale_words(count, age)


def test_notes_say_who_is_left_out_and_how_points_are_read(paired: Paired) -> None:
    pair = paired(FIRST, replace(FIRST, indicator="alder"))
    notes = plot_notes(pair, associate(pair.first, pair.second))
    assert notes[0].startswith("4 er ikke med")
    assert "prikkens størrelse er beboere" in notes
