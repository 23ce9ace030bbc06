"""Work off the GUI thread: a value comes back on it, or what went wrong, or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.errors import Cancelled
from desktop.ui.jobs import Job, Lane

Stopped = Callable[[], bool]


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    made = Lane("test")
    yield made
    made.close()


def heard(job: Job) -> list[object]:
    """What a job says, in order."""
    said: list[object] = []
    job.succeeded.connect(said.append)
    job.failed.connect(lambda error: said.append(type(error)))
    job.ended.connect(lambda: said.append("ended"))
    return said


def test_a_value_comes_back_on_the_gui_thread(lane: Lane, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []

    def work(_stopped: Stopped) -> int:
        threads.append(threading.current_thread())
        return 7

    job = lane.start(work)
    job.succeeded.connect(lambda _value: threads.append(threading.current_thread()))
    said = heard(job)
    qtbot.waitUntil(lambda: "ended" in said)

    assert said == [7, "ended"]
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_what_went_wrong_comes_back(lane: Lane, qtbot: QtBot) -> None:
    said = heard(lane.start(lambda _stopped: 1 // 0))
    qtbot.waitUntil(lambda: "ended" in said)

    assert said == [ZeroDivisionError, "ended"]


def test_jobs_are_done_one_at_a_time_in_order(lane: Lane, qtbot: QtBot) -> None:
    done: list[int] = []

    def work(number: int, _stopped: Stopped) -> None:
        done.append(number)

    said = [heard(lane.start(partial(work, number))) for number in range(20)]
    qtbot.waitUntil(lambda: "ended" in said[-1])

    assert done == list(range(20))


def test_after_cancelling_nothing_but_the_end_is_heard(lane: Lane, qtbot: QtBot) -> None:
    go = threading.Event()
    job = lane.start(lambda _stopped: go.wait(10))
    said = heard(job)
    job.cancel()
    go.set()
    qtbot.waitUntil(lambda: "ended" in said)

    assert said == ["ended"]


def test_the_work_can_ask_whether_to_stop(lane: Lane, qtbot: QtBot) -> None:
    asked = threading.Event()

    def work(stopped: Stopped) -> None:
        while not stopped():
            asked.set()
        raise Cancelled

    job = lane.start(work)
    said = heard(job)
    qtbot.waitUntil(asked.is_set)
    job.cancel()
    qtbot.waitUntil(lambda: "ended" in said)

    assert said == ["ended"]


def test_a_job_cancelled_before_its_turn_is_not_begun(lane: Lane, qtbot: QtBot) -> None:
    go, begun = threading.Event(), threading.Event()
    lane.start(lambda _stopped: go.wait(10))
    job = lane.start(lambda _stopped: begun.set())
    said = heard(job)
    job.cancel()
    go.set()
    qtbot.waitUntil(lambda: "ended" in said)

    assert not begun.is_set()


def test_closing_waits_for_what_is_running_and_tells_nothing_more(qtbot: QtBot) -> None:
    lane, asked, left = Lane("test"), threading.Event(), threading.Event()

    def work(stopped: Stopped) -> str:
        while not stopped():
            asked.set()
        left.set()
        return "too late"

    said = heard(lane.start(work))
    assert asked.wait(10)
    lane.close()

    assert left.is_set()
    assert "too late" not in said


def test_a_lane_without_a_parent_ends_with_its_jobs(qtbot: QtBot) -> None:
    for _time in range(50):
        lane, go = Lane("test"), threading.Event()
        heard(lane.start(partial(_wait, go)))
        go.set()
        lane.close()
        del lane
        QApplication.processEvents()


def _wait(go: threading.Event, _stopped: Stopped) -> bool:
    return go.wait(10)
