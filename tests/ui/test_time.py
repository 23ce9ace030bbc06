"""The time slider: click, drag, keys, play."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from tests.fake_extract import QUARTERS, fake_dataset
from tests.ui.conftest import Atlas, NewWindow


def at(atlas: Atlas, index: int) -> QPoint:
    """Where a period stands on the track."""
    return QPoint(round(atlas.slider.track._x(index)), 12)


def period(atlas: Atlas) -> str:
    return atlas.session.view.period.code


def said(atlas: Atlas) -> str:
    (label,) = atlas.slider.findChildren(QLabel)
    return label.text()


def test_the_window_opens_on_the_newest_period(atlas: Atlas) -> None:
    assert period(atlas) == QUARTERS[-1]
    assert said(atlas) == atlas.session.view.period.short_label
    assert atlas.slider.track.accessibleDescription() == "2. kvartal 2026"


def test_a_click_on_the_track_shows_that_period(atlas: Atlas) -> None:
    for index in (3, 0, 9, 5):
        atlas.click(atlas.slider.track, at(atlas, index))

        assert period(atlas) == QUARTERS[index]
        assert said(atlas) == atlas.session.view.period.short_label


def test_a_click_between_two_periods_takes_the_nearer(atlas: Atlas) -> None:
    between = at(atlas, 3) + (at(atlas, 4) - at(atlas, 3)) * 0.7
    atlas.click(atlas.slider.track, between)

    assert period(atlas) == QUARTERS[4]


def test_dragging_shows_every_period_on_the_way(atlas: Atlas) -> None:
    seen: list[str] = []
    atlas.session.view_changed.connect(lambda _before, after: seen.append(after.period.code))
    atlas.drag(atlas.slider.track, at(atlas, 9), at(atlas, 1))

    assert seen == [QUARTERS[index] for index in (7, 5, 3, 1)]


def test_dragging_past_the_ends_stays_at_the_ends(atlas: Atlas) -> None:
    atlas.drag(atlas.slider.track, at(atlas, 5), QPoint(-30, 12))
    assert period(atlas) == QUARTERS[0]

    atlas.drag(atlas.slider.track, at(atlas, 0), at(atlas, 9) + QPoint(60, 0))
    assert period(atlas) == QUARTERS[-1]


def test_keys_step_and_go_to_the_ends(atlas: Atlas) -> None:
    atlas.slider.track.setFocus()
    walked = []
    for key in (
        Qt.Key.Key_Home,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_End,
        Qt.Key.Key_Right,
    ):
        atlas.press(key)
        walked.append(QUARTERS.index(period(atlas)))

    assert walked == [0, 0, 1, 5, 1, 9, 9]


def test_alt_and_arrows_step_from_anywhere(atlas: Atlas) -> None:
    for widget in (atlas.list.search, atlas.canvas, atlas.legend.rows):
        widget.setFocus()
        before = QUARTERS.index(period(atlas))
        atlas.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)

        assert QUARTERS.index(period(atlas)) == before - 1


def test_playing_from_the_end_begins_again_and_stops_at_the_end(atlas: Atlas) -> None:
    atlas.slider._timer.setInterval(1)
    seen: list[str] = []
    atlas.session.view_changed.connect(lambda _before, after: seen.append(after.period.code))
    atlas.click(atlas.slider.play)
    assert atlas.slider.play.isChecked()

    atlas.qtbot.waitUntil(lambda: not atlas.slider.play.isChecked())
    assert seen == list(QUARTERS)
    assert not atlas.slider._timer.isActive()


def test_playing_from_the_middle_goes_on_from_there(atlas: Atlas) -> None:
    atlas.slider._timer.setInterval(1)
    atlas.click(atlas.slider.track, at(atlas, 6))
    seen: list[str] = []
    atlas.session.view_changed.connect(lambda _before, after: seen.append(after.period.code))
    atlas.canvas.setFocus()
    atlas.press(Qt.Key.Key_Space)

    atlas.qtbot.waitUntil(lambda: not atlas.slider.play.isChecked())
    assert seen == list(QUARTERS[7:])


def test_a_second_press_pauses(atlas: Atlas) -> None:
    atlas.click(atlas.slider.play)
    atlas.click(atlas.slider.play)

    assert period(atlas) == QUARTERS[0]
    assert not atlas.slider._timer.isActive()


def test_taking_the_knob_stops_the_playing(atlas: Atlas) -> None:
    atlas.click(atlas.slider.play)
    atlas.click(atlas.slider.track, at(atlas, 4))

    assert not atlas.slider.play.isChecked()
    assert period(atlas) == QUARTERS[4]


def test_one_period_leaves_nothing_to_play_or_step(new_window: NewWindow) -> None:
    atlas = new_window(fake_dataset(periods=1))
    atlas.click(atlas.slider.play)
    atlas.click(atlas.slider.track, QPoint(300, 12))
    atlas.press(Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_PageUp)
    atlas.canvas.setFocus()
    atlas.press(Qt.Key.Key_Space)

    assert period(atlas) == QUARTERS[-1]
    assert not atlas.slider.play.isChecked()
    assert not atlas.slider.play.isEnabled()
    assert atlas.slider.grab().toImage().width() == atlas.slider.width()


def test_a_yearly_indicator_is_shown_at_the_same_time_and_back_again(atlas: Atlas) -> None:
    atlas.click(atlas.slider.track, at(atlas, QUARTERS.index("2025K3")))
    atlas.click_row("Skolefravær over 10 %")
    assert period(atlas) == "2024/25"
    assert len(atlas.slider.track._periods) == 3

    atlas.click_row("Uden for arbejdsmarkedet")
    assert len(atlas.slider.track._periods) == 10
    assert atlas.session.view.period.end.year == 2025


def test_looking_at_another_indicator_of_the_same_time_keeps_the_period(atlas: Atlas) -> None:
    atlas.click(atlas.slider.track, at(atlas, 2))
    for row in ("Beboere", "Gennemsnitsalder", "Uden for arbejdsmarkedet"):
        atlas.click_row(row)

        assert period(atlas) == QUARTERS[2]


def test_going_by_way_of_yearly_numbers_does_not_lead_back_in_time(atlas: Atlas) -> None:
    newest = atlas.session.view.period
    for _turn in range(3):
        for indicator in ("fravaer", "uden_job"):  # of school years, and of quarters
            atlas.session.show_indicator(indicator)
    assert atlas.session.view.period == newest

    atlas.session.step_period(-2)
    earlier = atlas.session.view.period
    atlas.session.show_indicator("fravaer")
    atlas.session.show_indicator("uden_job")
    assert atlas.session.view.period == earlier
    assert earlier != newest
