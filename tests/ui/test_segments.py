"""The choice of level has room for every name, or shortens it and tells it in full."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.segments import Segment, Segments

SLIM = 258  # pixels: what a narrow window gives


@pytest.fixture
def segments(qtbot: QtBot, dressed: QApplication) -> Segments:
    made = Segments()
    qtbot.addWidget(made)
    made.resize(SLIM, 40)
    made.show()
    return made


def rows(segments: Segments, *names: str) -> list[list[str]]:
    """The names as they are shown, row by row."""
    made = [Segment(name) for name in names]
    segments.fill(made)
    for one, other in pairwise(made):
        assert not one.geometry().intersects(other.geometry())
    assert all(segments.rect().contains(button.geometry()) for button in made)
    tops = sorted({button.y() for button in made})
    return [[button.shown for button in made if button.y() == top] for top in tops]


def test_short_names_share_a_row_and_fill_it(segments: Segments) -> None:
    assert rows(segments, "Boligområde", "Afdeling", "Distrikt") == [
        ["Boligområde", "Afdeling", "Distrikt"]
    ]
    (first, *_between, last) = segments.findChildren(Segment)
    assert (first.x(), last.geometry().right()) == (3, SLIM - 4)
    assert first.toolTip() == ""


def test_long_names_take_another_row(segments: Segments) -> None:
    one = segments.height()
    assert rows(segments, "Housing area", "Housing department", "District") == [
        ["Housing area", "Housing department"],
        ["District"],
    ]
    assert segments.height() > one


def test_four_and_five_levels(segments: Segments) -> None:
    names = ("Boligområde", "Boligafdeling", "Skoledistrikt", "Lokalområde", "Sogn")
    for count in (4, 5):
        shown = rows(segments, *names[:count])
        assert [name for row in shown for name in row] == list(names[:count])
        assert len(shown) == 2


def test_a_name_wider_than_all_is_shortened_and_told_in_full(segments: Segments) -> None:
    name = "Særligt udsatte boligområder og tilstødende afdelinger"
    ((shown,), (short,)) = rows(segments, name, "Distrikt")

    assert shown.endswith("…")
    assert name.startswith(shown[:-1])
    assert segments.findChildren(Segment)[0].toolTip() == name
    assert short == "Distrikt"


def test_a_wider_window_gives_the_rows_back(segments: Segments) -> None:
    rows(segments, "Housing area", "Housing department", "District")
    tall = segments.height()
    segments.resize(420, tall)

    assert segments.height() < tall
    assert len({button.y() for button in segments.findChildren(Segment)}) == 1
