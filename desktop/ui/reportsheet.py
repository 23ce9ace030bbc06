"""What is on screen as a report of one page, so that it is checked and logged like the others."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from desktop.core.indicators import Text
from desktop.core.wording import _
from desktop.ui.reportasking import SHEET, Choices, Made, Screen, views_of

if TYPE_CHECKING:
    from desktop.maps.sheet import ComposedSheet


def sheet_made(
    screen: Screen, sheet: ComposedSheet, title: str, choices: Choices, day: dt.date
) -> Made:
    """A composed sheet as the only page of a report.

    Args:
        screen: what is on screen.
        sheet: what was composed of it.
        title: what is shown, briefly.
        choices: paper, and the name of a plan.
        day: the date that the sheet bears.

    Raises:
        UsageError: what is on screen is not in the extract.
    """
    from desktop.reports.asked import Template
    from desktop.reports.asking import asked_for
    from desktop.reports.blocks import Sheet, ShownMap
    from desktop.reports.furniture import furniture_of
    from desktop.reports.layout import lay_out

    data, view, views = screen.data, screen.view, views_of(screen)
    asked = asked_for(
        data,
        Template(SHEET, Text(_("Det viste som ark")), Text(""), (), choices.paper),
        level=view.level,
        areas=screen.picked,
        indicators=screen.indicators,
        period=view.period,
        periods=tuple(each.period for each in views),
        views=views,
        plan_name=choices.plan_name,
        paper=choices.paper,
        day=day,
    )
    maps = tuple(ShownMap(each, frame) for each, frame in sheet.maps)
    named = " · ".join(
        part for part in (title, view.period.label, data.manifest.municipality) if part
    )
    furniture = furniture_of(data, title, plan=asked.plan_name)
    block = Sheet(sheet.drawing, title, maps)
    return Made(asked, lay_out((block,), furniture, named, day, choices.paper))
