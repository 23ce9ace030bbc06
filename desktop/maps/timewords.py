"""What a time chart is called, and what is told of its main line below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.dataset import Dataset
from desktop.core.wording import _
from desktop.maps.timelines import TimeContent
from desktop.maps.view import MapView

if TYPE_CHECKING:
    from desktop.core.courses import Course  # scipy is loaded with what makes one


def time_subtitle(data: Dataset, view: MapView, content: TimeContent) -> str:
    """The line under the title: what the number is, of whom, from when to when, and any index."""
    indicator = content.indicator
    parts = [str(indicator.sentence).rstrip(".")]
    parts += [
        str(each.cell)
        for each in data.breakdowns_of(indicator.id, view.level)
        if each.id == view.breakdown
    ]
    if content.periods:
        first, last = content.periods[0].short_label, content.periods[-1].short_label
        parts.append(_("{first} – {last}").format(first=first, last=last))
    if content.index is not None:
        parts.append(_("indeks, {period} = 100").format(period=content.index.label))
    return " · ".join(part for part in parts if part)


def main_sentence(content: TimeContent, course: Course | None) -> str:
    """Which way the main line goes, once that is worked out; empty until then."""
    if course is None:
        return ""
    from desktop.core.gist import gist_sentence

    return f"{content.main.series.name}: {gist_sentence(course)}"


def further_sentences(
    content: TimeContent, course: Course | None, *, limits: bool, breakdown: bool
) -> tuple[str, ...]:
    """The municipality's own way, the limits, and what has to be known of the lines."""
    said: list[str] = []
    if course is not None:
        from desktop.core.trendwords import against_sentence, chart_sentence

        said.append(against_sentence(course))
        if limits:
            said.append(chart_sentence(course))
        if breakdown:
            said.append(_("Retning og grænser er regnet for alle under ét."))
    if content.efforts:
        said.append(
            _("At en ændring falder sammen med en indsats, viser ikke, at indsatsen er årsagen.")
        )
    said += content.notes
    if content.index is not None:
        said.append(
            _("Indeks har ingen intervaller: usikkerheden i udgangspunktet ville mangle i dem.")
        )
    return tuple(sentence for sentence in said if sentence)
