"""Work beside the window: one thing at a time, and nothing left behind."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.core import dataset
from desktop.core.errors import Cancelled
from desktop.ui.reportwork import Aside, ReportWork, Told, short_turns
from tests.fake_extract import fake_dataset


@pytest.fixture
def owner() -> Iterator[QObject]:
    """What the work belongs to."""
    yield QObject()
    assert gc.get_freeze_count() == 0


class Heard:
    """What came of the work."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.failed: list[Exception] = []


def _waiting(stopped: Callable[[], bool], ended: threading.Event) -> None:
    while not stopped():
        ended.wait(0.002)
    ended.set()
    raise Cancelled


def test_results_and_words_arrive_and_errors_too(owner: QObject, qtbot: QtBot) -> None:
    work, heard = ReportWork(owner), Heard()
    told: list[object] = []
    work.told.connect(told.append)

    def make(tell: Told, _stopped: object) -> int:
        assert threading.current_thread() is not threading.main_thread()
        tell("halvt")
        return 7

    work.begin(make, heard.done.append, heard.failed.append)
    assert work.is_busy
    qtbot.waitUntil(lambda: not work.is_busy)
    assert (told, heard.done) == (["halvt"], [7])

    def fail(_tell: Told, _stopped: object) -> None:
        raise ValueError("nej")

    work.begin(fail, heard.done.append, heard.failed.append)
    qtbot.waitUntil(lambda: not work.is_busy)
    assert [str(error) for error in heard.failed] == ["nej"]
    work.let_go()


def test_what_is_begun_anew_ends_what_was_under_way(owner: QObject, qtbot: QtBot) -> None:
    work, heard, ended = ReportWork(owner), Heard(), threading.Event()
    begun = threading.Event()

    def first(tell: Told, stopped: Callable[[], bool]) -> None:
        begun.set()
        while not stopped():
            ended.wait(0.002)
        tell("for sent")
        ended.set()
        raise Cancelled

    work.begin(first, heard.done.append, heard.failed.append)
    qtbot.waitUntil(begun.is_set)
    told: list[object] = []
    work.told.connect(told.append)
    work.begin(lambda _tell, _stopped: 2, heard.done.append, heard.failed.append)
    qtbot.waitUntil(lambda: not work.is_busy)

    assert ended.is_set()
    assert (heard.done, heard.failed, told) == ([2], [], [])
    work.let_go()


def test_many_begun_at_once_are_done_once(owner: QObject, qtbot: QtBot) -> None:
    work, heard, ran = ReportWork(owner), Heard(), []
    for nr in range(20):

        def make(_tell: Told, _stopped: object, nr: int = nr) -> int:
            ran.append(nr)
            return nr

        work.begin(make, heard.done.append, heard.failed.append)
    qtbot.waitUntil(lambda: not work.is_busy)

    assert ran == heard.done == [19]
    work.let_go()


def test_letting_go_waits_for_nobody_and_leaves_no_thread(owner: QObject, qtbot: QtBot) -> None:
    work, heard, ended = ReportWork(owner), Heard(), threading.Event()
    begun = threading.Event()
    gone: list[bool] = []
    work.destroyed.connect(lambda: gone.append(True))

    def make(_tell: Told, stopped: Callable[[], bool]) -> None:
        begun.set()
        _waiting(stopped, ended)

    work.begin(make, heard.done.append, heard.failed.append)
    qtbot.waitUntil(begun.is_set)
    work.let_go()
    assert not gone

    qtbot.waitUntil(lambda: bool(gone))
    assert ended.is_set()
    assert (heard.done, heard.failed) == ([], [])
    assert not [each for each in threading.enumerate() if each.name.startswith("report")]


def test_turns_are_short_while_it_lasts_and_as_before_afterwards() -> None:
    usual = sys.getswitchinterval()
    with short_turns():
        assert sys.getswitchinterval() < 0.001
        with short_turns():
            pass
        assert sys.getswitchinterval() < 0.001
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_what_is_there_is_set_aside_until_nobody_needs_it() -> None:
    one, other = Aside(), Aside()
    one.hold()
    other.hold()
    one.let_go()
    assert gc.get_freeze_count()
    other.let_go()
    other.let_go()
    assert gc.get_freeze_count() == 0


class Slow(OrderedDict[Any, Any]):
    """Lets another thread in between the question whether something is there and the answer."""

    def __contains__(self, name: object) -> bool:
        there = super().__contains__(name)
        time.sleep(0.0005)
        return there


def test_two_threads_read_an_extract_that_keeps_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "_KEPT_HISTORIES", 1)
    monkeypatch.setattr(dataset, "_KEPT_BYTES", 0)
    data, wrong = fake_dataset(), []
    monkeypatch.setattr(data, "_histories", Slow())
    ids = [each.id for each in data.indicators_of("boligomraade")]

    def read(turns: Sequence[int]) -> None:
        try:
            for turn in turns:
                data.history(ids[turn % len(ids)], "boligomraade")
        except Exception as error:  # noqa: BLE001 - told by the assertion
            wrong.append(error)

    threads = [threading.Thread(target=read, args=(turns,)) for turns in ([0] * 200, range(200))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
