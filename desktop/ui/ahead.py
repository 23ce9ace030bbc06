"""Loads what the other places need while the first map is being read."""

from __future__ import annotations

from importlib import import_module
from threading import Thread
from time import sleep

_NEXT = (  # in the order that people are likely to ask for them
    "desktop.core.standing",
    "desktop.ui.doublepane",
    "desktop.ui.tablepane",
    "desktop.ui.profilepane",
    "desktop.ui.trendpane",
    "desktop.core.models.shown",
    "desktop.ui.modellist",
    "desktop.ui.categorypanel",
    "desktop.maps.categorymap",
    "desktop.maps.changemap",
    "desktop.maps.bivariate",
    "desktop.ui.movedpane",
    "desktop.ui.multiplespane",
    "desktop.ui.crosspane",
    "desktop.ui.modelspane",
    "desktop.ui.questionspane",
    "desktop.ui.filtercard",
    "desktop.ui.finds",
    "desktop.core.distributions",
    "desktop.maps.sheet",
    "desktop.maps.figuresheet",
    "desktop.reports.typefaces",
    "desktop.reports.making",
    "desktop.ui.exportdialog",
    "desktop.ui.legendeditor",
)
_BREATH = 0.02  # seconds between two, so that whoever draws is not kept waiting


class LoadAhead(Thread):
    """Imports one module after the other; whoever needs one sooner loads it without waiting."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._stopped = False

    def stop(self) -> None:
        """Load nothing more."""
        self._stopped = True

    def run(self) -> None:
        """On its own thread; modules make no widgets when they are loaded."""
        for name in _NEXT:
            if self._stopped:
                return
            import_module(name)
            sleep(_BREATH)
        import_module("desktop.ui.exportdialog").get_ready()
