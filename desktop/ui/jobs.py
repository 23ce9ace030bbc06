"""Work off the GUI thread: a value goes in, a value comes back on the GUI thread.

The other thread never touches a job: it knows the work, a flag and a number, and gives its result
to the lane, which waits for it before it goes. So no job is deleted while a thread is inside it, or
by a thread that is not its own.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import Cancelled

Work = Callable[[Callable[[], bool]], Any]


class Job(QObject):
    """One piece of work under way. Its signals arrive on the GUI thread."""

    succeeded = Signal(object)  # what the work returned
    failed = Signal(object)  # the exception
    ended = Signal()  # always last, also after cancelling

    def __init__(self, stop: Event, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = stop

    def cancel(self) -> None:
        """Ask the work to stop; nothing but ``ended`` is heard of it from here on."""
        self._stop.set()

    def deliver(self, result: Any, error: Exception | None) -> None:
        """Tell what came of the work, and be done; the lane calls it."""
        if not self._stop.is_set():
            if error is None:
                self.succeeded.emit(result)
            elif not isinstance(error, Cancelled):
                self.failed.emit(error)
        self.ended.emit()
        self.deleteLater()


class Lane(QObject):
    """One thread that does jobs in the order they were started."""

    _arrived = Signal(int, object, object)  # number of the job, result, exception

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._jobs: dict[int, Job] = {}
        self._numbers = count()
        self._arrived.connect(self._on_arrived)

    def start(self, work: Work) -> Job:
        """Queue work, which is given a question to ask: has it been cancelled?

        Connect to the job's signals before returning to the event loop.
        """
        stop, number = Event(), next(self._numbers)
        job = self._jobs[number] = Job(stop, self)
        self._pool.submit(self._run, work, stop, number)
        return job

    def close(self) -> None:
        """Cancel everything and wait for what is running."""
        for job in self._jobs.values():
            job.cancel()
        self._pool.shutdown(cancel_futures=True)

    def _run(self, work: Work, stop: Event, number: int) -> None:
        """On the lane's own thread."""
        try:
            result = None if stop.is_set() else work(stop.is_set)
        except Exception as error:  # noqa: BLE001 - carried to the GUI thread, which tells it
            self._arrived.emit(number, None, error)
        else:
            self._arrived.emit(number, result, None)

    def _on_arrived(self, number: int, result: Any, error: Exception | None) -> None:
        job = self._jobs.pop(number, None)
        if job is not None:
            job.deliver(result, error)
