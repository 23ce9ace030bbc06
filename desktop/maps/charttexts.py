"""What charts show, in one to three sentences: for those who do not see them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop.core.areas import Effort
from desktop.core.dataset import Dataset
from desktop.core.differences import Verdict, picked
from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Indicator, Kind
from desktop.core.measures import Cells
from desktop.core.profile import Row
from desktop.core.sentences import is_beyond_chance, value_words
from desktop.core.wording import _, number, plural, quantity
from desktop.maps.alttexts import listed, reach_sentence, short
from desktop.maps.timelines import TimeContent, TimeLine
from desktop.maps.trend import Course

_LINES = 4  # of a time chart, that are told of


def alt_of_spine(name: str, rows: Sequence[Row], against: str) -> str:
    """What a spine shows: on which indicators an area surely differs, and on how many it may not.

    Args:
        name: of the area.
        rows: those that are drawn.
        against: what it is held against, inside a sentence: ``kommunen``.
    """
    head = _("Søjler for, hvor meget {name} afviger fra {place} på {count} tal.").format(
        name=short(name, 60), place=against, count=number(len(rows))
    )
    higher, lower = (
        [row.indicator.label for row in rows if _verdict(row) is verdict]
        for verdict in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER)
    )
    hidden = sum(not row.shown for row in rows)
    unsure = len(rows) - hidden - len(higher) - len(lower)
    said = [head]
    if higher:
        said.append(_("Med sikkerhed over: {names}.").format(names=listed(higher)))
    if lower:
        said.append(_("Med sikkerhed under: {names}.").format(names=listed(lower)))
    if unsure:
        said.append(_("For {count} tal kan det ikke afgøres.").format(count=number(unsure)))
    if hidden:
        said.append(_("{count} vises ikke.").format(count=number(hidden)))
    return short(" ".join(said))


def alt_of_trend(
    name: str,
    indicator: Indicator,
    area: Course,
    municipality: Course | None = None,
    efforts: Sequence[Effort] = (),
) -> str:
    """What a small curve shows: from what to what, whether that may be chance, and the reach.

    Args:
        name: of the area, or whatever else the curve is of.
        indicator: what is counted.
        area: its course.
        municipality: the course behind it, where one is drawn.
        efforts: those whose starts are marked.
    """
    ends = _ends(area)
    called = {"name": short(name, 60), "indicator": indicator.label}
    if ends is None:
        told = _("Kurve for »{indicator}« i {name}: der er ingen tal at vise.")
        return told.format(**called)
    first, last = ends
    said = [
        _("Kurve for »{indicator}« i {name}: {change}.").format(
            change=_change(area, first, last, indicator), **called
        )
    ]
    if first != last:
        said.append(_chance(area.cells, first, last, indicator))
        said.append(reach_sentence(area.cells.values, indicator))
    if municipality is not None and (other := _ends(municipality)) is not None:
        said.append(
            _("Kommunen: {change}.").format(change=_change(municipality, *other, indicator))
        )
    withheld = int((area.cells.states == State.WITHHELD).sum())
    if withheld:
        told = plural("{count} periode er diskretioneret.", "{count} perioder er diskretioneret.",
                      withheld)  # fmt: skip
        said.append(told.format(count=number(withheld)))
    if efforts:
        said.append(
            _("Indsatsers start er mærket: {names}.").format(
                names=listed([str(each.name) for each in efforts], 3)
            )
        )
    return short(" ".join(each for each in said if each))


def alt_of_time(content: TimeContent) -> str:
    """What a large time chart shows: every line from its first number to its last."""
    if not content.periods:
        return _("Kurver for »{indicator}«: der er ingen tal at vise.").format(
            indicator=content.indicator.label
        )
    head = _("Kurver for »{indicator}« fra {first} til {last}.").format(
        indicator=content.indicator.label,
        first=content.periods[0].label,
        last=content.periods[-1].label,
    )
    told = [_line(content, line) for line in content.lines[:_LINES]]
    more = len(content.lines) - len(told)
    if more:
        told.append(_("og {count} mere").format(count=number(more)))
    return short(f"{head} {'; '.join(told)}.")


def alt_of_bars(heading: str, items: Sequence[tuple[str, str]], most: int = 8) -> str:
    """What bars, strips and other plain charts show: each name with what is said of it."""
    told = [f"{short(name, 40)}: {words}" for name, words in items[:most]]
    more = len(items) - len(told)
    if more:
        told.append(_("og {count} mere").format(count=number(more)))
    return short(f"{heading.rstrip('.:')}. {', '.join(told)}." if told else f"{heading}.")


def alt_of_locator(data: Dataset, level: str, position: int) -> str:
    """Where an area lies: in which part of the municipality, and within which larger areas."""
    from desktop.maps.symbols import places

    areas = data.areas(level)
    name = short(areas.names[position] or areas.codes[position], 60)
    inside = []
    for parent, codes in areas.parents.items():
        larger = data.areas(parent)
        if codes[position] in larger.index:
            inside.append(larger.names[larger.index[codes[position]]] or codes[position])
    within = _(", i {places}").format(places=listed(inside, 2)) if inside else ""
    if not data.tolerances(level):
        return _("{name}{within}.").format(name=name, within=within)
    middles = places(data, level)
    part = _part(middles, position)
    return _("Lille kort: {name} ligger {part}{within}.").format(
        name=name, part=part, within=within
    )


def _part(middles: FloatArray, position: int) -> str:
    """Which part of all areas a place is in, by thirds of their reach."""
    known = middles[np.isfinite(middles).all(axis=1)]
    place = middles[position]
    if not len(known) or not np.isfinite(place).all():
        return _("i kommunen")
    low, high = known.min(axis=0), known.max(axis=0)
    share = (place - low) / np.where(high > low, high - low, 1.0)
    across, up = (int(min(each * 3, 2)) for each in share.tolist())
    return (
        (_("mod sydvest"), _("mod syd"), _("mod sydøst")),
        (_("mod vest"), _("midt i området"), _("mod øst")),
        (_("mod nordvest"), _("mod nord"), _("mod nordøst")),
    )[up][across]


def _verdict(row: Row) -> Verdict:
    return Verdict.UNDECIDED if row.comparison is None else row.comparison.verdict


def _ends(course: Course) -> tuple[int, int] | None:
    """The first and the last period with a number."""
    shown = np.flatnonzero(course.cells.shown)
    return (int(shown[0]), int(shown[-1])) if len(shown) else None


def _change(course: Course, first: int, last: int, indicator: Indicator) -> str:
    if first == last:
        return _("{value} i {period}").format(
            value=value_words(course.cells, first, indicator), period=course.periods[first].label
        )
    return _("fra {before} i {first} til {after} i {last}").format(
        before=value_words(course.cells, first, indicator),
        first=course.periods[first].label,
        after=value_words(course.cells, last, indicator),
        last=course.periods[last].label,
    )


def _chance(cells: Cells, first: int, last: int, indicator: Indicator) -> str:
    """Whether the way from the first number to the last is more than chance."""
    if indicator.kind in (Kind.COUNT, Kind.MEAN) or np.isnan(cells.numerators[last]):
        return ""
    then, now = (picked(cells, np.array([at])) for at in (first, last))
    if is_beyond_chance(then, now, 0, indicator):
        return _("Ændringen er mere end tilfældig.")
    return _("Ændringen kan være tilfældig.")


def _line(content: TimeContent, line: TimeLine) -> str:
    shown = np.flatnonzero(np.isfinite(line.values))
    name = short(line.series.name, 40)
    if not len(shown):
        return _("{name}: intet at vise").format(name=name)
    unit = "" if content.index is not None else content.indicator.unit
    before, after = (
        quantity(float(line.values[at]), unit, content.indicator.decimals)
        for at in (shown[0], shown[-1])
    )
    return _("{name}: fra {before} til {after}").format(name=name, before=before, after=after)
