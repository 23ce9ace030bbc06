"""Work off the GUI thread: a value goes in, a value comes back on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import Cancelled


class Job(QObject):
    """One piece of work under way. Its signals arrive on the GUI thread."""

    succeeded = Signal(object)  # what the work returned
    failed = Signal(object)  # the exception
    ended = Signal()  # always last, also after cancelling

    _arrived = Signal(object, object)

    def __init__(self, work: Callable[[Callable[[], bool]], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = Event()
        self._arrived.connect(self._deliver)

    def cancel(self) -> None:
        """Ask the work to stop; nothing but ``ended`` is heard of it from here on."""
        self._stop.set()

    def run(self) -> None:
        """Called on the lane's thread."""
        if self._stop.is_set():
            self._arrived.emit(None, Cancelled())
            return
        try:
            self._arrived.emit(self._work(self._stop.is_set), None)
        except Exception as error:  # noqa: BLE001 - carried to the GUI thread, which tells it
            self._arrived.emit(None, error)

    def _deliver(self, result: Any, error: Exception | None) -> None:
        if not self._stop.is_set():
            if error is None:
                self.succeeded.emit(result)
            elif not isinstance(error, Cancelled):
                self.failed.emit(error)
        self.ended.emit()
        self.deleteLater()


class Lane(QObject):
    """One thread that does jobs in the order they were started."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._jobs: set[Job] = set()

    def start(self, work: Callable[[Callable[[], bool]], Any]) -> Job:
        """Queue work, which is given a question to ask: has it been cancelled?

        Connect to the job's signals before returning to the event loop.
        """
        job = Job(work, self)
        jobs = self._jobs  # a job that held its lane could be its end, and so its own
        jobs.add(job)
        job.ended.connect(lambda: jobs.discard(job))
        self._pool.submit(job.run)
        return job

    def close(self) -> None:
        """Cancel everything and wait for what is running."""
        for job in self._jobs:
            job.cancel()
        self._pool.shutdown(cancel_futures=True)
