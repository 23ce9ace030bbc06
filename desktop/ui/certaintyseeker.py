"""Works out on another thread how sure a model's categories are, once one rests at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.dataset import Dataset
from desktop.core.models.offered import model_id
from desktop.core.models.shown import certainty_known, certainty_of, shown_result
from desktop.maps.view import MapView
from desktop.ui.jobs import Job, Lane

_REST = 80  # milliseconds at one time before it is begun: not while time plays


class CertaintySeeker(QObject):
    """Finds the certainty of category maps; what it found is kept by the extract."""

    found = Signal()

    def __init__(self, data: Dataset, parent: QObject) -> None:
        super().__init__(parent)
        self._data = data
        self._lane = Lane("certainty", self)
        self._wanted: tuple[MapView, ...] = ()
        self._job: Job | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._begin)

    def seek(self, views: Sequence[MapView]) -> None:
        """Find how sure the categories of some maps are, and nothing else that was asked for."""
        self._wanted = tuple(views)
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if views:
            self._rest.start()
        else:
            self._rest.stop()

    def close(self) -> None:
        """Seek nothing more."""
        self.seek(())
        self._lane.close()

    def _begin(self) -> None:
        data, asked, known = self._data, [], False
        for view in self._wanted:
            model = model_id(data, view.level, view.period, view.model)
            if certainty_known(data, view.level, view.period, model) is not None:
                known = True  # found meanwhile, by a job that nobody waited for any more
            # The result is made here, so that the other thread reads nothing of the extract.
            elif model and shown_result(data, view.level, view.period, model):
                asked.append((view.level, view.period, model))
        if not asked:
            if known:
                self.found.emit()
            return

        def work(_stopped: object) -> None:
            for level, period, model in asked:
                certainty_of(data, level, period, model)

        self._job = self._lane.start(work)
        self._job.succeeded.connect(self._on_found)

    def _on_found(self, _result: object) -> None:
        self._job = None
        self.found.emit()
