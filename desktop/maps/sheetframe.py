"""Head and foot of every sheet: what it is, where it comes from, who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop.core.wording import _
from desktop.maps import palettes
from desktop.maps.sheettags import stamped, told
from desktop.maps.typesetting import SMALLEST, Pen

MARGIN = 11.0  # millimetres on A4
_READABLE = 4.5  # contrast of letters on white paper
_DARKER = 0.08


@dataclass(frozen=True, slots=True)
class Look:
    """What a sheet wears: ``colour`` of rule and kicker, and who sends it.

    ``sender`` stands in the place of the municipality; empty is the municipality. ``kind`` is the
    report that the sheet is part of, and stands in the place of the extract's name.
    """

    colour: str = palettes.PETROL
    sender: str = ""
    kind: str = ""

    @property
    def letters(self) -> str:
        """The colour, as dark as letters of it have to be on white paper."""
        dark = self.colour
        while palettes.contrast(dark, palettes.SURFACE) < _READABLE:
            dark = palettes.mixed(dark, palettes.INK, _DARKER)
        return dark


class Framed(Protocol):
    """What stands in head and foot."""

    @property
    def kicker(self) -> str:
        """The line above the title: whose sheet it is."""

    @property
    def title(self) -> str:
        """What it is of."""

    @property
    def subtitle(self) -> str:
        """The line under the title."""

    @property
    def plan(self) -> str:
        """The helhedsplan that it belongs to, or nothing."""

    @property
    def source(self) -> str:
        """Sources, and what is withheld."""

    @property
    def responsible(self) -> str:
        """Purpose, controller and legal basis."""

    @property
    def stamp(self) -> str:
        """Program, date and page."""


def set_head(pen: Pen, content: Framed, left: float, right: float, look: Look) -> float:
    """Title, where it comes from, what it shows; the plan at right. Returns where the rule is."""
    unit = pen.unit
    aside = _plan_width(pen, content.plan, right - left)
    room = right - left - (aside + 8 * unit if aside else 0)
    titles, points = pen.fitted(content.title, (19, 17, 15, 13), 700, room, 4)
    y = MARGIN * unit + 4.1 * unit
    with told(pen, "H1"):
        for at, line in enumerate(titles):
            y += points * (0.43 if at else 0.36) * unit
            pen.text(left, y, line, points, palettes.INK, 700)
    kicker = pen.cut(content.kicker, 9.5, 600, right - left)
    with told(pen, "P"):
        pen.text(left, MARGIN * unit + 3 * unit, kicker, 9.5, look.letters, 600)
    y += 0.8 * unit
    lines, points = pen.fitted(content.subtitle, (10.5, 9.5, 8.5), 400, room, 2)
    with told(pen, "P"):
        for line in lines:
            y += 4.9 * unit
            pen.text(left, y, line, points, palettes.MUTED)
    if content.plan:
        with told(pen, "P"):
            _plan(pen, content.plan, right, y, aside)
    y += 3.8 * unit
    pen.rule(left, y, right, look.colour, 0.5 * unit)
    return y


def _plan_width(pen: Pen, plan: str, whole: float) -> float:
    if not plan:
        return 0.0
    least = pen.width(_("Bilag til helhedsplan"), 9)
    return min(max(pen.width(plan, 9.5, 600), least), whole * 0.3)


def _plan(pen: Pen, plan: str, right: float, bottom: float, room: float) -> None:
    lines = pen.wrapped(plan, 9.5, 600, room + 0.01, 3)
    y = bottom - 4.3 * pen.unit * len(lines)
    pen.text(right, y, _("Bilag til helhedsplan"), 9, palettes.MUTED, anchor="end")
    for line in lines:
        y += 4.3 * pen.unit
        pen.text(right, y, line, 9.5, palettes.INK, 600, "end")


def set_foot(pen: Pen, content: Framed, left: float, right: float, bottom: float) -> float:
    """Source and who answers for the numbers; date and page at right. Returns where the rule is."""
    unit, points = pen.unit, 7.5
    stamp = pen.width(content.stamp, points)
    source = pen.wrapped(content.source, points, 400, right - left - stamp - 8 * unit, 3)
    responsible = pen.wrapped(content.responsible, SMALLEST, 400, right - left, 3)
    pitch = 3.7 * unit
    first = bottom - pitch * (max(len(source), 1) + len(responsible) - 1)
    pen.rule(left, first - 4.6 * unit, right, palettes.HAIRLINE, 0.25 * unit)
    y = first
    with told(pen, "P"):
        for line in source:
            pen.text(left, y, line, points, palettes.MUTED)
            y += pitch
    with stamped(pen):
        pen.text(right, first, content.stamp, points, palettes.MUTED, anchor="end")
    y = max(y, first + pitch)
    with told(pen, "P"):
        for line in responsible:
            pen.text(left, y, line, SMALLEST, palettes.MUTED)
            y += pitch
    return first - 4.6 * unit
