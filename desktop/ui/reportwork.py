"""Makes and saves reports off the GUI thread, and ends without leaving anything behind.

The pages are made by a thread beside the window's. Both are Python, so the window has to wait its
turn: turns are short while a report is under way. And the whole program waits while Python looks
through everything there is for what refers to itself in a ring: what is there already is set aside
from that, piece by piece, for as long as there is a report.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.ui.jobs import Job, Lane

_TURN = 0.0005  # seconds that a thread may keep another waiting
_REST_MS = 40  # before work begins: the window is painted first, and a list can be walked
_turns = Lock()
_under_way: list[float] = []  # what a turn was before, once for each report under way

Told = Callable[[object], None]
Make = Callable[[Told, Callable[[], bool]], Any]


@contextmanager
def short_turns() -> Iterator[None]:
    """Let other threads in more often than Python does by itself, while this lasts."""
    with _turns:
        _under_way.append(_under_way[0] if _under_way else sys.getswitchinterval())
        sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        with _turns:
            usual = _under_way.pop()
            if not _under_way:
                sys.setswitchinterval(usual)


class Aside:
    """Everything that there is, set aside from the search for rings until it is let go."""

    _held = 0

    def __init__(self) -> None:
        self._holds = False

    def hold(self) -> None:
        """Set aside what there is by now."""
        if not self._holds:
            self._holds = True
            Aside._held += 1
        gc.freeze()

    def let_go(self) -> None:
        """Look through everything again, once nobody else holds it aside."""
        if self._holds:
            self._holds = False
            Aside._held -= 1
            if not Aside._held:
                gc.unfreeze()


class ReportWork(QObject):
    """One thing at a time: what is begun anew ends what was under way.

    ``told`` carries whatever the work tells on its way; it and the results arrive on the GUI
    thread, and never from work that has been cancelled.
    """

    told = Signal(object)
    _arrived = Signal(object, object)  # the job that tells, what it tells

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = Lane("report", self)
        self._aside = Aside()
        self._job: Job | None = None
        self._next: tuple[Make, Callable[[Any], None], Callable[[Exception], None]] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REST_MS)
        self._soon.timeout.connect(self._start)
        self._tag: object = None  # whose words are listened to
        self._left = 0  # jobs whose thread has not come back yet
        self._going = False
        self._arrived.connect(self._on_told)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way that has not been cancelled."""
        return self._job is not None or self._next is not None

    def begin(
        self,
        make: Make,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do something soon, and hand what came of it to ``done`` or ``failed``.

        Args:
            make: the work; given what to tell by, and what to ask whether it is to stop.
            done: given what the work returned.
            failed: given the exception.
        """
        self.cancel()
        self._next = (make, done, failed)
        self._soon.start()

    def cancel(self) -> None:
        """End what is under way; nothing more is heard of it."""
        self._soon.stop()
        self._next = None
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._tag = None

    def let_go(self) -> None:
        """Cancel, and be gone when the thread has come back; nobody waits for it."""
        self.cancel()
        self._going = True
        self._leave()

    def _start(self) -> None:
        if self._next is None:
            return
        (make, done, failed), self._next = self._next, None
        self._aside.hold()
        tag = self._tag = object()

        def work(stopped: Callable[[], bool]) -> Any:
            with short_turns():
                return make(lambda said: self._arrived.emit(tag, said), stopped)

        job = self._job = self._lane.start(work)
        self._left += 1
        job.succeeded.connect(lambda result: self._over(job, done, result))
        job.failed.connect(lambda error: self._over(job, failed, error))
        job.ended.connect(self._on_ended)

    def _over(self, job: Job, tell: Callable[[Any], None], result: Any) -> None:
        if self._job is job:
            self._job = self._tag = None
            tell(result)

    def _on_told(self, tag: object, said: object) -> None:
        if not self._going:
            self._aside.hold()
        if tag is self._tag:
            self.told.emit(said)

    def _on_ended(self) -> None:
        self._left -= 1
        self._leave()

    def _leave(self) -> None:
        if self._going and not self._left:
            self._aside.let_go()
            self._lane.close()
            self.deleteLater()
