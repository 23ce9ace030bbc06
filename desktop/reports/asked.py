"""What a report is asked to be about, and the chapters that it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from desktop.core.dataset import Dataset
from desktop.core.indicators import Text
from desktop.core.periods import Period
from desktop.maps.palettes import PETROL
from desktop.maps.paper import Paper
from desktop.maps.view import MapView
from desktop.reports.blocks import Block
from desktop.reports.planfile import Plan

Option = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChapterSpec:
    """A chapter as a template asks for it: which, with what heading and words of its own.

    ``options`` are the chapter's own settings, each of a kind that :class:`ChapterKind` names.
    """

    id: str
    title: str = ""
    text: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """How a kind of report is put together: data, so that a municipality can have its own.

    ``colour`` is the accent of rules and kickers; ``logo`` the bytes of a PNG, or none. Where
    chapters ``run_on`` they do not each begin a page.
    """

    id: str
    name: Text
    sentence: Text
    chapters: tuple[ChapterSpec, ...]
    paper: Paper = Paper.A4_UPRIGHT
    title: Text = field(default_factory=lambda: Text(""))
    sender: str = ""  # who publishes it, above the title; empty: the municipality
    colour: str = PETROL
    logo: bytes = b""
    run_on: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A report as somebody wants it; everything has been checked against the extract.

    Attributes:
        data: the open extract.
        template: which chapters, and how they look.
        level: of the areas.
        areas: positions of the chosen areas on the level; none means all that exist.
        indicators: ids of the chosen ones that the level has; none means the chapter's own choice.
        period: the time that the report is of.
        since: what development is told from; None is the chapter's own choice.
        periods: the chosen times of an atlas; none means ``period`` alone.
        model: id of a categorisation model; empty is the extract's first that fits.
        by: ``sector`` or ``organisation``: what is held against what.
        views: maps that were put on screen or named on the command line.
        plan: the helhedsplan, where the report documents one.
        plan_name: the name of the helhedsplan that the report belongs to, or nothing.
        day: the date that the report bears.
        paper: size and direction of its pages.
    """

    data: Dataset
    template: Template
    level: str
    period: Period
    day: dt.date
    areas: tuple[int, ...] = ()
    indicators: tuple[str, ...] = ()
    since: Period | None = None
    periods: tuple[Period, ...] = ()
    model: str = ""
    by: str = "sector"
    views: tuple[MapView, ...] = ()
    plan: Plan | None = None
    plan_name: str = ""
    paper: Paper = Paper.A4_UPRIGHT


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a report that is worked out when its turn comes.

    ``name`` is told while it is made, such as an area's. It begins on a new page, on ``paper``
    where that is not the report's own.
    """

    name: str
    make: Callable[[], Iterable[Block]]
    paper: Paper | None = None


Maker = Callable[[Asked, ChapterSpec], Iterable[Chapter]]


@dataclass(frozen=True, slots=True)
class ChapterKind:
    """A kind of chapter that templates may ask for.

    ``module`` and ``function`` say where its :data:`Maker` is; it is loaded when it is used.
    ``options`` are the settings that it knows, with an example of each, whose type they share.
    """

    id: str
    name: str
    module: str
    function: str
    options: Mapping[str, Option] = field(default_factory=dict)
