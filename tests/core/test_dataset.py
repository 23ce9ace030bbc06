"""The dataset over an invented source: order, memory, and what is hidden."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from desktop.core.dataset import Dataset, RawSeries
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from tests.fake_extract import HIDDEN, MISSING, UNDEFINED, WITHHELD, FakeSource, fake_dataset


def test_periods_are_in_order_of_time_whatever_their_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = ("2025", "2024K4", "2024", "2025/26", "2025K1", "2024M11")
    held = {("uden_job", "boligomraade", ""): codes}
    monkeypatch.setattr(FakeSource, "series_periods", lambda _self: held)
    data = fake_dataset()
    made = [period.code for period in data.periods_of("uden_job", "boligomraade")]
    assert made == ["2024M11", "2024K4", "2024", "2025K1", "2025", "2025/26"]
    assert [each.id for each in data.indicators_of("boligomraade")] == ["uden_job"]
    assert data.indicators_of("distrikt") == ()


def test_nothing_hidden_comes_out_of_any_question() -> None:
    data = fake_dataset()
    for level in data.levels:
        for indicator in data.indicators_of(level.id):
            for breakdown in (
                "",
                *(each.id for each in data.breakdowns_of(indicator.id, level.id)),
            ):
                history = data.history(indicator.id, level.id, breakdown)
                newest = data.cells(indicator.id, level.id, history.periods[-1], breakdown)
                for each in (history.cells, newest):
                    for column in (each.numerators, each.denominators, each.values):
                        assert not np.isin(column, (HIDDEN, HIDDEN * 3)).any()
    cells = data.history("uden_job", "boligomraade").cells
    assert (cells.states[:, WITHHELD] == State.WITHHELD).all()
    assert (cells.states[:, MISSING] == State.MISSING).all()
    assert (cells.states[:, UNDEFINED] == State.UNDEFINED).all()


@pytest.mark.parametrize(("room", "kept"), [(0, 6), (1 << 20, 10)])
def test_as_many_histories_are_kept_as_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch, room: int, kept: int
) -> None:
    monkeypatch.setattr("desktop.core.dataset._KEPT_BYTES", room)
    data = fake_dataset()
    asked = [(each.id, level.id) for level in data.levels for each in data.indicators_of(level.id)]
    for indicator, level in asked:
        data.history(indicator, level)
    read: list[str] = []
    whole = FakeSource.series

    def counted(self: FakeSource, indicator: str, *more: Any) -> RawSeries:
        read.append(indicator)
        return whole(self, indicator, *more)

    monkeypatch.setattr(FakeSource, "series", counted)
    for indicator, level in reversed(asked):
        data.history(indicator, level)

    assert len(asked) == 10
    assert len(read) == len(asked) - kept


def test_histories_read_again_after_many_others_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("desktop.core.dataset._KEPT_BYTES", 0)
    data = fake_dataset()
    first = data.history("uden_job", "boligomraade").cells.values.copy()
    for level in data.levels:
        for indicator in data.indicators_of(level.id):
            data.history(indicator.id, level.id)
    np.testing.assert_array_equal(data.history("uden_job", "boligomraade").cells.values, first)


def test_breakdowns() -> None:
    data = fake_dataset()
    assert [each.id for each in data.breakdowns_of("uden_job", "boligomraade")] == ["kvinder"]
    assert data.breakdowns_of("beboere", "boligomraade") == ()


def test_the_municipality_is_no_level_to_choose() -> None:
    data = fake_dataset()
    assert [level.id for level in data.levels] == ["boligomraade", "distrikt"]
    with pytest.raises(UsageError):
        data.level("kommune")


def test_closing_closes_the_source() -> None:
    source = FakeSource(5, 4, 4, ("2026K2",), HIDDEN, fake_dataset().manifest, background=False)
    Dataset(source).close()
    assert source.closed
