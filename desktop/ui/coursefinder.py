"""Works out the course of what is shown on another thread, once nothing moves any more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.dataset import Dataset
from desktop.maps.timelines import drawn_areas
from desktop.maps.view import MapView
from desktop.ui.jobs import Job, Lane

if TYPE_CHECKING:
    from desktop.core.courses import Course  # scipy is loaded with what makes one

_REST = 160  # milliseconds without a change
_KEPT = 32


class CourseFinder(QObject):
    """Courses of one extract, the last of them kept at hand."""

    found = Signal()  # the course asked for last is there

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._data: Dataset | None = None
        self._view: MapView | None = None
        self._kept: OrderedDict[Hashable, Course] = OrderedDict()
        self._lane = Lane("courses", self)
        self._job: Job | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._begin)

    def show_data(self, data: Dataset) -> None:
        """Look in another extract."""
        self._stop()
        self._data = data
        self._kept.clear()

    def course(self, view: MapView) -> Course | None:
        """The course of a view's last chosen area, or of the municipality; None until it is found.

        It goes over all periods that are as long as the one shown.
        """
        return self._kept.get(_key(view))

    def seek(self, view: MapView) -> None:
        """Find the course of a view in a moment, instead of any that is being looked for."""
        self._stop()
        self._view = view
        if _key(view) not in self._kept:
            self._rest.start()

    def close(self) -> None:
        """Let the thread end."""
        self._stop()
        self._lane.close()

    def _stop(self) -> None:
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _begin(self) -> None:
        data, view = self._data, self._view
        if data is None or view is None:
            return
        chosen = drawn_areas(data, view)
        indicator = data.indicator(view.indicator)
        held = [
            period
            for period in data.periods_of(view.indicator, view.level)
            if period.kind is view.period.kind
        ]
        if not held:
            return

        def work(_stopped: object) -> Course:
            from desktop.core.courses import course_of, municipality_course

            if chosen:
                return course_of(data, view.level, chosen[0], indicator, held[-1])
            return municipality_course(data, indicator, held[-1])

        self._job = self._lane.start(work)
        self._job.succeeded.connect(partial(self._on_found, _key(view)))

    def _on_found(self, key: Hashable, course: Course) -> None:
        self._job = None
        self._kept[key] = course
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.found.emit()


def _key(view: MapView) -> Hashable:
    return view.indicator, view.level, view.period.kind, view.selected[-1:]
