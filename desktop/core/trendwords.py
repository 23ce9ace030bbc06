"""What is said about a course: calmly, and to be read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from desktop.core.areas import Effort
from desktop.core.courses import Course, Watch, all_nought
from desktop.core.indicators import Direction, Indicator, Kind
from desktop.core.periods import Period
from desktop.core.trends import Slopes
from desktop.core.wording import _, date, difference, ended, number, plural, quantity

_WEAK, _CLEAR = 0.2, 0.5  # strength of a season
_MONEY = "kr"  # begins the unit of an amount
_LONG = 200.0  # years between signals without cause, over which the number is not said


def slope_sentence(course: Course) -> str:
    """Which way the course goes, how much a year, and how sure that is."""
    slopes, indicator = course.slopes, course.indicator
    if course.skewed:
        silence = _("Derfor siges intet om, hvilken vej det går.")
        return f"{skewed_sentence(course)} {silence}"
    if not np.isfinite(slopes.slope[0]):
        return _(
            "Der er for få tal til at sige, hvilken vej det går: mindst tre år skal kunne ses."
        )
    way = int(slopes.direction[0])
    said = {
        1: _("Tallet stiger: {change} om året ({interval}), regnet af {count} perioder."),
        -1: _("Tallet falder: {change} om året ({interval}), regnet af {count} perioder."),
        0: _(
            "Ingen sikker retning over hele tiden: {change} om året ({interval}), regnet af {count}"
            " perioder."
        ),
    }[way].format(
        change=_yearly(float(slopes.slope[0]), indicator),
        interval=interval_words(slopes, indicator),
        count=int(slopes.seen[0]),
    )
    return f"{said} {wanted_sentence(way, indicator)}".rstrip()


def skewed_sentence(course: Course) -> str:
    """That too many periods are withheld to say which way it goes; empty where they are not.

    What is withheld is low counts; of a share over a half, rather those so high that few are left.
    Beside nothing but noughts, low counts are the highest there are.
    """
    if not course.skewed:
        return ""
    seen = course.cells.values[course.cells.shown] / course.indicator.per
    few_left = course.indicator.kind is Kind.SHARE and float(np.median(seen)) > 0.5
    said = (
        _(
            "{withheld} af {count} perioder vises ikke, oftest dem med de højeste tal, så"
            " billedet er skævt."
        )
        if few_left or all_nought(course.cells)
        else _(
            "{withheld} af {count} perioder vises ikke, oftest dem med de laveste tal, så"
            " billedet er skævt."
        )
    )
    return said.format(withheld=course.withheld, count=course.withheld + course.shown)


def against_sentence(course: Course) -> str:
    """The municipality's own direction, and whether the area's is another; empty without one."""
    own, apart, indicator = course.municipality, course.against, course.indicator
    if not np.isfinite(own.slope[0]) or not np.isfinite(apart.slope[0]):
        return ""
    said = {
        1: _(
            "Kommunen: {own} om året. Området stiger mere eller falder mindre: {apart}"
            " ({interval})."
        ),
        -1: _(
            "Kommunen: {own} om året. Området falder mere eller stiger mindre: {apart}"
            " ({interval})."
        ),
        0: _("Kommunen: {own} om året. Ingen sikker forskel fra den: {apart} ({interval})."),
    }[int(apart.direction[0])]
    return said.format(
        own=_yearly(float(own.slope[0]), indicator),
        apart=_yearly(float(apart.slope[0]), indicator),
        interval=interval_words(apart, indicator),
    )


def turn_sentence(course: Course) -> str:
    """Where the course turns, or that it is not seen to."""
    turns, indicator = course.turns, course.indicator
    count = int(turns.count[0])
    if not np.isfinite(course.slopes.slope[0]):
        return ""
    if not count:
        return _("Intet vendepunkt er tydeligt nok til at nævne.")
    grid = {int(place): course.periods[row] for row, place in _places(course)}
    places = [int(place) for place in turns.places[0][:count]]
    when = [_nearest(grid, place).label for place in places]
    steps = [_yearly(float(step), indicator) for step in turns.slopes[0][: count + 1]]
    if count == 1:
        one = _("Kurven knækker omkring {when}: før {before} om året, efter {after}.")
        return ended(one.format(when=when[0], before=steps[0], after=steps[1]))
    two = _(
        "Kurven knækker omkring {first} og {second}: først {before} om året, så {between}, til"
        " sidst {after}."
    )
    return ended(
        two.format(first=when[0], second=when[1], before=steps[0], between=steps[1], after=steps[2])
    )


def short_sentence(course: Course) -> str:
    """The one thing to say of a course where there is room for one; empty for too few numbers.

    Where it turns, else which way it goes, else that no direction is sure; and of too many withheld
    periods that they are.
    """
    slopes = course.slopes
    if course.skewed:
        return skewed_sentence(course)
    if not np.isfinite(slopes.slope[0]):
        return ""
    if course.turns.count[0]:
        return turn_sentence(course)
    said = {
        1: _("Stiger {change} om året ({interval})."),
        -1: _("Falder {change} om året ({interval})."),
        0: _("Ingen sikker retning over tid."),
    }[int(slopes.direction[0])]
    size = abs(float(slopes.slope[0]))
    unit = _("pct.point") if course.indicator.unit == "%" else course.indicator.unit
    return said.format(
        change=quantity(size, unit, yearly_decimals(course.indicator)),
        interval=interval_words(slopes, course.indicator),
    )


def season_sentence(course: Course) -> str:
    """Whether the parts of the year differ; empty for whole years and for too few."""
    strength = float(course.season.strength[0])
    if not np.isfinite(strength):
        return ""
    if strength < _WEAK:
        return _("Der ses ingen årstid i tallet.")
    effects = course.season.effects[:, 0]
    spread = quantity(
        float(np.nanmax(effects) - np.nanmin(effects)),
        course.indicator.unit,
        yearly_decimals(course.indicator),
    )
    if strength < _CLEAR:
        weak = _("Tallet svinger svagt med årstiden, i alt {spread}.")
        return ended(weak.format(spread=spread))
    clear = _("Tallet svinger tydeligt med årstiden, i alt {spread}.")
    return ended(clear.format(spread=spread))


def chart_sentence(course: Course) -> str:
    """Between what limits the newest number would lie, and which periods are past theirs.

    Or why there are no limits; empty where no period is shown.
    """
    chart, indicator = course.chart, course.indicator
    if course.skewed or not course.shown:
        return ""
    if chart is None or course.chart_periods is None:
        return _no_limits(course)
    first, last = course.chart_periods
    said = _(
        "Grænserne ligger om niveauet {level}, målt {first} til {last}, så langt ude, at tallet"
        " sjældent kommer forbi dem, når intet har ændret sig (kontrolgrænser). De tager højde for,"
        " hvor meget tallet selv plejer at svinge fra år til år."
    ).format(
        level=quantity(float(chart.centre[0]) * indicator.per, indicator.unit, indicator.decimals),
        first=first.label,
        last=last.label,
    )
    stretches = _stretches(course.periods, chart.outside[:, 0].tolist())
    if not stretches:
        within = (
            _("Alle perioder ligger inden for.")
            if course.shown == len(course.periods)
            else _("Alle viste perioder ligger inden for.")
        )
        return f"{said} {within}"
    return said + " " + _("Uden for: {stretches}.").format(stretches="; ".join(stretches))


def _no_limits(course: Course) -> str:
    if course.steady:
        return _("Tallet plejer at være det samme hver gang, så her er ingen grænser.")
    if course.shown >= course.least:
        return _(
            "Perioderne ligger for spredt til at se, hvor meget tallet plejer at svinge, så her er"
            " ingen grænser."
        )
    return plural(
        "{count} periode er for lidt til at se, hvor meget tallet plejer at svinge, så her er ingen"
        " grænser. Der skal mindst {least} til.",
        "{count} perioder er for lidt til at se, hvor meget tallet plejer at svinge, så her er"
        " ingen grænser. Der skal mindst {least} til.",
        course.shown,
    ).format(count=course.shown, least=course.least)


def pattern_sentence(course: Course) -> str:
    """What the same time of the last years does together; empty where that is nothing."""
    patterns = course.patterns
    said = [
        {1: over, -1: under}[sign]
        for sign, over, under in (
            (
                patterns.row,
                _("Otte år i træk har ligget over niveauet."),
                _("Otte år i træk har ligget under niveauet."),
            ),
            (
                patterns.steady,
                _("Tallet har været højere for hvert af de seneste fem år."),
                _("Tallet har været lavere for hvert af de seneste fem år."),
            ),
            (
                patterns.two,
                _(
                    "To af de seneste tre år har ligget langt over niveauet: over to tredjedele af"
                    " vejen til grænsen."
                ),
                _(
                    "To af de seneste tre år har ligget langt under niveauet: over to tredjedele af"
                    " vejen til grænsen."
                ),
            ),
        )
        if sign
    ]
    return " ".join(said)


def watch_sentence(course: Course) -> str:
    """Whether the years add up to a lasting shift, and how often that is said in vain."""
    watch = course.watch
    if watch is None:
        return ""
    baseline = course.periods[int(watch.baseline[0])], course.periods[int(watch.baseline[-1])]
    level = quantity(
        watch.level * course.indicator.per, course.indicator.unit, course.indicator.decimals
    )
    up, down = (
        _signal(watch, each.signals.tolist(), course.periods) for each in (watch.up, watch.down)
    )
    said = (
        _("Lagt sammen peger de seneste år fra {when} på et vedvarende højere niveau")
        if up
        else _("Lagt sammen peger de seneste år fra {when} på et vedvarende lavere niveau")
        if down
        else _("Lagt sammen viser de seneste år ingen vedvarende forskydning")
    ).format(when=up or down)
    against = _("end {level} ({first}–{last})") if up or down else _("fra {level} ({first}–{last})")
    against = against.format(
        level=level, first=baseline[0].short_label, last=baseline[1].short_label
    )
    highest = max(float(watch.up.sums[-1]), float(watch.down.sums[-1]))
    state = _("Summen af afvigelser (CUSUM) er {sum}; over {limit} regnes for et skift.").format(
        sum=number(highest, 1), limit=number(watch.limit)
    )
    vain = _between(watch, counted=bool(np.isfinite(course.cells.numerators).any()))
    said = f"{said} {against}."
    if (up or down) and course.chart is not None and not course.chart.outside.any():
        said += " " + _("Ingen enkelt periode er uden for grænserne, men årene trækker samme vej.")
    return f"{said} {state} {vain}"


def effort_sentences(efforts: Sequence[Effort]) -> tuple[str, ...]:
    """The efforts in the area, and that standing side by side proves nothing."""
    if not efforts:
        return ()
    return (
        *(effort_words(effort) for effort in efforts),
        _("At en ændring falder sammen med en indsats, viser ikke, at indsatsen er årsagen."),
    )


def effort_words(effort: Effort) -> str:
    """An effort with its days: ``Helhedsplan, 1. juli 2017 – 30. juni 2021``."""
    if effort.end is None:
        return _("{name}, siden {start}").format(name=effort.name, start=date(effort.start))
    return f"{effort.name}, {date(effort.start)} – {date(effort.end)}"


def caution_sentence(course: Course) -> str:
    """Why the interval is wider than the number of periods would make it.

    Empty for whole years, for what is no share of people, and where there is no interval.
    """
    if (
        course.indicator.kind is not Kind.SHARE
        or course.line.steps == 1
        or not np.isfinite(course.slopes.slope[0])
    ):
        return ""
    return _(
        "De fleste personer går igen fra periode til periode, og tal for 12 måneder overlapper;"
        " intervallerne er regnet, som om hvert år kun fortæller noget én gang."
    )


def course_sentences(course: Course) -> tuple[str, ...]:
    """All that is said of a course, but for the efforts beside it."""
    said = (
        slope_sentence(course),
        against_sentence(course),
        turn_sentence(course),
        season_sentence(course),
        chart_sentence(course),
        pattern_sentence(course),
        watch_sentence(course),
        caution_sentence(course),
    )
    return tuple(sentence for sentence in said if sentence)


def interval_words(slopes: Slopes, indicator: Indicator) -> str:
    """The 95 % interval of a slope: ``95 %: −0,2 til +0,4``."""
    ends = [
        number(float(end[0]), yearly_decimals(indicator), sign=True)
        for end in (slopes.low, slopes.high)
    ]
    return _("95 %: {low} til {high}").format(low=ends[0], high=ends[1])


def wanted_sentence(way: int, indicator: Indicator) -> str:
    """Whether a direction (1 up, −1 down) is for the better; empty where that is not settled.

    Amounts of money are those of their own time, and what they could buy is not told by them.
    """
    if not way or indicator.direction is Direction.NEITHER:
        return ""
    worse = (way > 0) is (indicator.direction is Direction.WORSE)
    if indicator.unit.casefold().startswith(_MONEY):
        return (
            _("Det er til det dårligere, men beløbene er ikke regnet om til faste priser.")
            if worse
            else _("Det er til det bedre, men beløbene er ikke regnet om til faste priser.")
        )
    return _("Det er til det dårligere.") if worse else _("Det er til det bedre.")


def _yearly(change: float, indicator: Indicator) -> str:
    return difference(change, indicator.unit, yearly_decimals(indicator))


def yearly_decimals(indicator: Indicator) -> int:
    """A yearly change has a decimal more than the number, but whole crowns stay whole."""
    return indicator.decimals + (not indicator.unit.startswith("kr"))


def _places(course: Course) -> list[tuple[int, int]]:
    return list(zip(course.line.rows.tolist(), course.line.places.tolist(), strict=True))


def _nearest(grid: dict[int, Period], place: int) -> Period:
    return grid[min(grid, key=lambda each: abs(each - place))]


def _stretches(periods: Sequence[Period], outside: Sequence[int]) -> list[str]:
    """Periods past a limit, run together: ``over i 1. kvt. 2024–2. kvt. 2026``."""
    said = []
    marked = zip(outside, periods, strict=True)
    for sign, run in groupby(marked, key=lambda each: each[0]):
        if not sign:
            continue
        held = [period.short_label for _sign, period in run]
        span = held[0] if len(held) == 1 else f"{held[0]}–{held[-1]}"
        words = _("over i {span}") if sign > 0 else _("under i {span}")
        said.append(words.format(span=span))
    return said


def _signal(watch: Watch, signals: Sequence[bool], periods: Sequence[Period]) -> str:
    """The first year of the signal that stands at the end; empty where none does."""
    if not signals or not signals[-1]:
        return ""
    first = len(signals) - 1
    while first and signals[first - 1]:
        first -= 1
    return periods[int(watch.watched[first])].label


def _between(watch: Watch, *, counted: bool) -> str:
    if not counted:
        return _("Kendte man niveauet præcist, ville det uden grund ske hvert 465. år.")
    if watch.between > _LONG:
        return _("Uden grund sker det sjældnere end hvert 200. år ved så store tal (simuleret).")
    return _("Uden grund sker det omkring hvert {years}. år ved så store tal (simuleret).").format(
        years=round(watch.between)
    )
