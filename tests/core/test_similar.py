"""Similar areas: the nearest, by hand; traits that are hidden, missing or the thing compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.errors import UsageError
from desktop.core.periods import parse
from desktop.core.similar import (
    OTHER_APART,
    UNKNOWN_APART,
    Match,
    Trait,
    Traits,
    distances,
    nearest,
    nearest_members,
    neighbours,
    size_traits,
    trait_name,
    traits_of,
)
from tests.fake_extract import MISSING, WITHHELD, WITHHELD_NOW, FakeSource, fake_dataset

NAN = float("nan")
QUARTER = parse("2026K2")
DATA = fake_dataset()


def trait(*scaled: float, id: str = "a", labels: tuple[str, ...] = ()) -> Trait:
    column = np.array(scaled, np.float64)
    return Trait(id, id, "", 1, column, column, labels)


def made_of(*traits: Trait, exists: list[bool] | None = None, codes: str = "") -> Traits:
    size = len(traits[0].values)
    order = np.argsort(list(codes), kind="stable") if codes else np.arange(size)
    there = np.ones(size, bool) if exists is None else np.array(exists)
    return Traits(traits, there, order, ())


def test_distances_by_hand() -> None:
    traits = made_of(
        trait(0, 1, 3, NAN),
        trait(0, 0, 4, 0, id="b"),
        trait(0, 0, 1, 0, id="sector", labels=("x", "x", "y", "x")),
    )
    found = distances(traits, np.array([0]))[0]
    assert np.isnan(found[0])  # itself
    assert found[1] == pytest.approx(np.sqrt(1 / 3))
    assert found[2] == pytest.approx(np.sqrt((9 + 16 + OTHER_APART**2) / 3))
    assert found[3] == pytest.approx(np.sqrt(UNKNOWN_APART**2 / 3))


def test_what_the_area_does_not_show_counts_in_none_of_its_distances() -> None:
    traits = made_of(trait(NAN, 1, 5, 2), trait(0, 3, 1, NAN, id="b"))
    found = nearest(traits, 0, 3)
    assert found.positions.tolist() == [2, 1]  # the last shows nothing that the area does
    assert found.distances.tolist() == [1, 3]
    assert found.left_out == ("a",)
    assert [each.id for each in found.traits] == ["b"]


def test_nobody_is_like_an_area_that_shows_nothing_or_is_not_there() -> None:
    hidden = nearest(made_of(trait(NAN, 1, 2)), 0)
    assert (len(hidden.positions), hidden.match) == (0, Match.NONE)
    gone = made_of(trait(0, 1, 2), exists=[False, True, True])
    assert len(nearest(gone, 0).positions) == 0
    assert nearest(gone, 1).positions.tolist() == [2]
    alone = nearest(made_of(trait(4)), 0)
    assert (len(alone.positions), alone.match) == (0, Match.NONE)


def test_those_equally_far_come_in_the_order_of_their_codes() -> None:
    traits = made_of(trait(0, 1, -1, 1, 1e-12 - 1), codes="mdbca")
    assert nearest(traits, 0, 3).positions.tolist() == [4, 2, 3]
    assert nearest(traits, 0, 99).positions.tolist() == [4, 2, 3, 1]


@pytest.mark.parametrize(
    ("apart", "match"),
    [(0.0, Match.GOOD), (0.5, Match.GOOD), (0.9, Match.FAIR), (1.01, Match.POOR)],
)
def test_how_like_the_nearest_are(apart: float, match: Match) -> None:
    assert nearest(made_of(trait(0, apart, apart)), 0).match is match


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.integers(2, 25), st.integers(1, 9))
def test_all_areas_at_once_are_each_on_its_own(seed: int, size: int, count: int) -> None:
    chance = np.random.default_rng(seed)
    columns = np.where(chance.random((3, size)) < 0.15, NAN, chance.integers(-3, 3, (3, size)) / 2)
    traits = made_of(
        *(trait(*column, id=f"{at}") for at, column in enumerate(columns)),
        exists=(chance.random(size) < 0.9).tolist(),
    )
    members = nearest_members(traits, np.arange(size), count)
    for at in range(size):
        found = nearest(traits, at, count)
        assert sorted(found.positions.tolist()) == np.flatnonzero(members[at]).tolist()
        assert at not in found.positions
        assert (np.diff(found.distances) >= -1e-9).all()
        assert traits.exists[found.positions].all()
    gap = distances(traits, np.arange(size))
    known = np.isfinite(columns).all(axis=0) & traits.exists
    np.testing.assert_allclose(gap[np.ix_(known, known)], gap[np.ix_(known, known)].T)


# From an extract


def test_the_default_traits_are_those_that_the_extract_has() -> None:
    traits = traits_of(DATA, "boligomraade", QUARTER)
    assert [each.id for each in traits.traits] == ["residents"]  # there is only one sector
    counted = traits_of(sized(NAN), "boligomraade", QUARTER)
    assert [each.id for each in counted.traits] == ["beboere"]
    assert counted.absent == ()
    with_shares = traits_of(DATA, "boligomraade", QUARTER, ("uden_job", "alder", "fravaer"))
    assert [each.id for each in with_shares.traits] == ["uden_job", "alder", "fravaer"]
    year = DATA.cells("fravaer", "boligomraade", parse("2025/26")).values  # the last that is over
    at = 8
    assert with_shares.traits[2].values[at] == year[at]


def test_an_area_is_never_chosen_by_what_is_compared() -> None:
    for without, asked in (
        ("uden_job", ("uden_job", "alder")),
        ("beboere", ("residents", "alder")),
    ):
        traits = traits_of(DATA, "boligomraade", QUARTER, asked, (without,))
        assert [each.id for each in traits.traits] == ["alder"]
        assert traits.absent == asked[:1]
    alone = neighbours(
        DATA, "boligomraade", 0, QUARTER, traits=("uden_job",), without=("uden_job",)
    )
    assert (alone.match, alone.left_out) == (Match.NONE, ("uden_job",))


def test_withheld_traits_are_left_out_and_never_shown() -> None:
    for at in (WITHHELD, WITHHELD_NOW, MISSING):
        found = neighbours(DATA, "boligomraade", at, QUARTER, traits=("uden_job", "sector"))
        assert found.left_out == ("uden_job",)
        assert [each.id for each in found.traits] == ["sector"]
    values = traits_of(DATA, "boligomraade", QUARTER, ("uden_job", "residents")).traits
    for each in values:
        assert np.isnan(each.values[WITHHELD])
        assert np.isnan(each.scaled[WITHHELD])
    other = fake_dataset(hidden=99.0)
    for at in range(20):
        one, two = (
            neighbours(data, "boligomraade", at, QUARTER, traits=("uden_job", "alder"))
            for data in (DATA, other)
        )
        np.testing.assert_array_equal(one.positions, two.positions)
        np.testing.assert_array_equal(one.distances, two.distances)


@pytest.mark.parametrize(("areas", "count"), [(2, 1), (3, 1), (10, 4), (17, 8), (40, 8)])
def test_not_all_areas_can_be_like(areas: int, count: int) -> None:
    traits = made_of(trait(*range(areas)))
    assert len(nearest(traits, 0).positions) == count
    assert nearest_members(traits, np.array([0])).sum() == count
    assert len(nearest(traits, 0, 99).positions) == areas - 1  # but who asks is heard


def test_only_areas_that_are_there_are_like() -> None:
    now = neighbours(DATA, "boligomraade", 0, QUARTER, count=50)
    assert 20 not in now.positions  # has ended
    then = neighbours(DATA, "boligomraade", 0, parse("2024K2"), count=50)
    assert 20 in then.positions
    assert 1 not in then.positions  # had not begun


def test_names_of_traits() -> None:
    names = [trait_name(DATA, id) for id in ("residents", "dwellings", "sector", "organisation")]
    assert names == ["beboere", "boliger", "sektor", "boligorganisation"]
    assert trait_name(DATA, "uden_job") == "Uden for arbejdsmarkedet"


def test_an_unknown_trait() -> None:
    with pytest.raises(UsageError, match="skolevej"):
        traits_of(DATA, "boligomraade", QUARTER, ("skolevej",))


class Sized(FakeSource):
    """The invented extract with other residents."""

    residents: FloatArray

    def areas(self, level: str) -> Areas:
        told = super().areas(level)
        return replace(told, residents=self.residents) if level == "boligomraade" else told


def sized(*residents: float) -> Dataset:
    first = DATA._source
    assert isinstance(first, FakeSource)
    source = Sized(
        first.columns, first.rows, 4, first.quarters, first.hidden, first.manifest, False
    )
    source.residents = np.resize(np.array(residents, np.float64), 21)
    return Dataset(source)


def test_residents_count_by_their_logarithm_and_a_robust_spread() -> None:
    data = sized(100, 200, 400, 800, 1600)
    exists = data.areas("boligomraade").valid_on(dt.date(2026, 6, 30))
    logs = np.log(data.areas("boligomraade").residents)
    spread = 1.4826 * np.median(np.abs(logs[exists] - np.median(logs[exists])))
    found = distances(traits_of(data, "boligomraade", QUARTER, ("residents",)), np.array([0]))[0]
    assert found[1] == pytest.approx(np.log(2) / spread)
    assert found[4] == pytest.approx(4 * found[1])


def test_counts_as_traits_count_by_their_logarithm() -> None:
    values = DATA.cells("beboere", "boligomraade", QUARTER).values
    found = traits_of(DATA, "boligomraade", QUARTER, ("beboere",)).traits[0]
    steps = np.diff(found.scaled[[0, 8, 9]]) / np.diff(np.log(values[[0, 8, 9]]))
    assert steps[0] == pytest.approx(steps[1])


def test_traits_in_which_all_or_most_are_level() -> None:
    level = traits_of(sized(300), "boligomraade", QUARTER, ("residents",))
    assert np.nanmax(distances(level, np.array([0]))) == 0
    mostly = traits_of(sized(*[300] * 19, 900, 300), "boligomraade", QUARTER, ("residents",))
    assert distances(mostly, np.array([0]))[0][19] == pytest.approx(3 / np.log(3) * np.log(3), 2)
    nobody = traits_of(sized(0, NAN), "boligomraade", QUARTER, ("residents",))
    assert (nobody.traits, nobody.absent) == ((), ("residents",))


def test_the_traits_that_are_no_indicators() -> None:
    assert size_traits(DATA, "boligomraade")[0] == "residents"
    assert {*size_traits(DATA, "boligomraade")} <= {"residents", "dwellings", "sector"}
    nobody = size_traits(sized(*[NAN] * len(DATA.areas("boligomraade"))), "boligomraade")
    assert "residents" not in nobody
