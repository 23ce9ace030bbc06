"""A course in a sentence or two to say aloud, where what points different ways is weighed."""

from __future__ import annotations

import numpy as np

from desktop.core.control import Cusum
from desktop.core.courses import Course
from desktop.core.trendwords import slope_sentence, turn_sentence, wanted_sentence, yearly_decimals
from desktop.core.wording import _, quantity


def gist_sentence(course: Course) -> str:
    """Which way the course has gone over the whole time, held together with the last years.

    A bend is told before a straight line, which does not fit a course that bends. What the last
    years do is called small while no period of the newest year is past its limit on that side.
    """
    if not np.isfinite(course.slopes.slope[0]):
        return slope_sentence(course)
    way = int(course.slopes.direction[0])
    sign, lately = _lately(course)
    if course.turns.count[0]:
        return f"{turn_sentence(course)} {lately}.".removesuffix(" .")
    if not way:
        if not sign and course.watch is None:
            return _("Der er ingen sikker retning over hele tiden.")
        if not sign:
            return _("Der er ingen sikker retning, og de seneste år skiller sig ikke ud.")
        return _("{lately}, men der er ingen sikker retning over hele tiden.").format(lately=lately)
    if sign == -way:
        against = (
            _("{lately}, men over hele tiden er det steget, {change} om året.")
            if way > 0
            else _("{lately}, men over hele tiden er det faldet, {change} om året.")
        )
        return against.format(lately=lately, change=_yearly(course))
    whole = (
        _("Tallet er steget siden {since}, omkring {change} om året.")
        if way > 0
        else _("Tallet er faldet siden {since}, omkring {change} om året.")
    ).format(since=_first_shown(course), change=_yearly(course))
    return " ".join(
        said
        for said in (whole, f"{lately}." if sign else "", wanted_sentence(way, course.indicator))
        if said
    )


def _lately(course: Course) -> tuple[int, str]:
    """What the last years do: 1 for higher, −1 for lower, and a clause without its stop."""
    watch, patterns = course.watch, course.patterns
    for sign, sums in ((1, watch and watch.up), (-1, watch and watch.down)):
        if sums and sums.signals.any() and sums.signals[-1]:
            return sign, _shifted(sign, years_since(sums), past_limits(course, sign))
    newest = _newest_outside(course)
    for sign, over, under in (
        (
            patterns.row,
            _("Tallet har ligget over sit niveau otte år i træk"),
            _("Tallet har ligget under sit niveau otte år i træk"),
        ),
        (
            patterns.steady,
            _("Tallet er steget for hvert af de seneste fem år"),
            _("Tallet er faldet for hvert af de seneste fem år"),
        ),
        (
            patterns.two,
            _("Tallet har ligget langt over sit niveau i to af de seneste tre år"),
            _("Tallet har ligget langt under sit niveau i to af de seneste tre år"),
        ),
        (
            newest,
            _("Det nyeste tal er højere, end det plejer at svinge"),
            _("Det nyeste tal er lavere, end det plejer at svinge"),
        ),
    ):
        if sign:
            return sign, over if sign > 0 else under
    return 0, ""


def years_since(sums: Cusum) -> int:
    """For how many years a sum has been over nothing: the usual estimate of when a shift began.

    Page (1954), Biometrika 41, 100-115. 0 where the newest is nothing.
    """
    nothing = np.flatnonzero(~(sums.sums > 0))
    return len(sums.sums) - (int(nothing[-1]) + 1 if len(nothing) else 0)


def past_limits(course: Course, sign: int) -> bool:
    """Whether any period of the newest year is past its limit on one side."""
    if course.chart is None:
        return False
    newest = course.line.places > course.line.places.max() - course.line.steps
    return bool((course.chart.outside[newest, 0] == sign).any())


def _shifted(sign: int, years: int, clearly: bool) -> str:
    if years < 2:
        clause = {
            (1, False): _("Tallet har ligget lidt højere det seneste år"),
            (1, True): _("Tallet har ligget tydeligt højere det seneste år"),
            (-1, False): _("Tallet har ligget lidt lavere det seneste år"),
            (-1, True): _("Tallet har ligget tydeligt lavere det seneste år"),
        }
        return clause[sign, clearly]
    clause = {
        (1, False): _("Tallet har ligget lidt højere de seneste {years} år"),
        (1, True): _("Tallet har ligget tydeligt højere de seneste {years} år"),
        (-1, False): _("Tallet har ligget lidt lavere de seneste {years} år"),
        (-1, True): _("Tallet har ligget tydeligt lavere de seneste {years} år"),
    }
    words = {2: _("to"), 3: _("tre"), 4: _("fire"), 5: _("fem")}
    return clause[sign, clearly].format(years=words[years])


def _newest_outside(course: Course) -> int:
    return 0 if course.chart is None else int(course.chart.outside[-1, 0])


def _first_shown(course: Course) -> str:
    return course.periods[int(np.flatnonzero(course.cells.shown)[0])].label


def _yearly(course: Course) -> str:
    """How much a year, without a sign: the words say which way."""
    indicator = course.indicator
    unit = _("pct.point") if indicator.unit == "%" else indicator.unit
    return quantity(abs(float(course.slopes.slope[0])), unit, yearly_decimals(indicator))
