"""What the chapters of a helhedsplan share: its own words, figures in pairs, the plan's line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.grouping import combined
from desktop.core.measures import Cells
from desktop.core.periods import Period
from desktop.core.series import even_periods
from desktop.core.wording import _
from desktop.maps.paper import Paper
from desktop.reports.blocks import Block, Figure, Gap, Keep, Paragraph, Side, Style
from desktop.reports.chapters.planfacts import Dossier, first_period
from desktop.reports.chapters.plansums import Standing
from desktop.reports.setting import column_width
from desktop.reports.typefaces import width

PIXEL = 0.225  # millimetres to a pixel of the screen, so that the smallest figures are 7 points
_BELOW_WORDS = 2.5  # millimetres under figures that have words below them
GAP = 5.0  # millimetres between two figures beside each other


def half_width(paper: Paper) -> float:
    """How wide one of two figures beside each other is, in millimetres."""
    return (column_width(paper) - GAP) / 2


def measure(text: str, size: float, weight: int) -> float:
    """What a text measures, in the unit of its size."""
    return width(text, size, weight)


def free(dossier: Dossier, *names: str) -> Iterator[Block]:
    """The plan's own words of some names, paragraph by paragraph."""
    for name in names:
        for text in dossier.said(name).split("\n\n"):
            if text.strip():
                yield Paragraph(" ".join(text.split()), Style.QUOTE, free=True)


def in_pairs(blocks: Sequence[tuple[Block, ...]], head: tuple[Block, ...] = ()) -> Iterator[Block]:
    """Figures with what stands above them, two and two beside each other.

    ``head`` stands over the first of them, on the same page.
    """
    for first in range(0, len(blocks), 2):
        pair = blocks[first : first + 2]
        side = Side(pair[0], pair[1] if len(pair) > 1 else ())
        worded = any(isinstance(each[-1], Paragraph) for each in pair)
        below = (Gap(_BELOW_WORDS),) if worded else ()
        yield Keep((*(head if not first else ()), side, *below))


def headed(title: str, figure: Figure) -> tuple[Block, ...]:
    """A figure under its name."""
    return Paragraph(title, Style.STRONG), figure


def plan_name(dossier: Dossier) -> str:
    """What the plan is called in a chart: its area where it has only one."""
    if len(dossier.areas) == 1:
        return dossier.named(dossier.areas[0])
    return _("Helhedsplanen")


def compared_name(dossier: Dossier) -> str:
    """What the comparison areas together are called in a chart."""
    return _("Sammenlignede") if dossier.likeness.chosen else _("Lignende")


def course_periods(dossier: Dossier, stood: Standing, years: int) -> tuple[Period, ...]:
    """An even row of an indicator's periods, from years before the baseline until now."""
    data: Dataset = dossier.data
    held = data.periods_of(stood.indicator.id, dossier.level, stood.breakdown)
    if not held or stood.now is None:
        return ()
    begins, now = first_period(dossier, held, years), stood.now
    return tuple(
        each
        for each in even_periods(held, now.kind)
        if (begins is None or each.end >= begins.end) and each.end <= now.end
    )


def together(positions: Sequence[int], cells: Cells, per: float) -> Cells:
    """Some areas as one in every period: the same ones, and no number where one is not shown.

    ``cells`` are periods × areas; the result has an entry per period.
    """
    if len(positions) == 1:
        return cells.column(positions[0])
    mask = np.zeros((1, cells.states.shape[1]), bool)
    mask[0, list(positions)] = True
    return combined(cells, mask, per).column(0)
