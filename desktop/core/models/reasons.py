"""Why an area has its category, in the fewest words: for a panel, where the whole is too much."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.core.disclosure import State
from desktop.core.models.explanation import (
    Alone,
    Explanation,
    Number,
    Points,
    Sum,
    Tested,
    Verdict,
)
from desktop.core.models.model import Model, Outcome
from desktop.core.models.modelwords import (
    comparison_words,
    finely,
    measured_words,
    points_words,
    step_words,
)
from desktop.core.models.result import Truth, Why
from desktop.core.sentences import state_words
from desktop.core.wording import _, number, plural, quantity


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of the answer: what counts, how much of it there is, and what comes of it.

    A heading has neither value nor truth. By points ``points`` is NaN where there are none and
    ``most`` is what it could be at most; by limits ``most`` is 0 and ``truth`` says which side.
    """

    name: str
    value: str
    points: float = math.nan
    most: float = 0.0
    truth: Truth | None = None
    detail: str = ""
    heading: bool = False


def reasons(explanation: Explanation, verdict: Verdict, model: Model) -> tuple[Reason, ...]:
    """What one outcome stands on in an area: points by input, or the limits its tests have."""
    if explanation.outside != 0:
        return ()
    numbers = {each.input: each for each in explanation.numbers}
    if verdict.score:
        sums = {each.id: each for each in explanation.sums}
        return tuple(_by_points(sums, verdict.score, numbers))
    wanted = set(tests_of(model.outcome_by_id[verdict.id]))
    return tuple(
        _by_limit(each, numbers, model)
        for each in explanation.tests
        if each.on and each.id in wanted
    )


def tests_of(outcome: Outcome) -> tuple[str, ...]:
    """The tests that an outcome's categories name, each once, in the order of the file."""
    named = (name for each in outcome.categories for name in (*each.of, *each.all))
    return tuple(dict.fromkeys(name for name in named if not name.startswith("@")))


def summary_words(explanation: Explanation, verdict: Verdict) -> str:
    """How much there is of all there could be: ``13 af 21 point``, ``2 af 5 kriterier opfyldt``."""
    if verdict.why is Why.OUTSIDE:
        return ""
    if verdict.score:
        score = next(each for each in explanation.sums if each.id == verdict.score)
        if math.isnan(score.value):
            return _("mellem {low} og {high} point").format(
                low=points_words(score.low), high=points_words(score.high)
            )
        return _("{points} af {most} point").format(
            points=points_words(score.value), most=points_words(score.highest)
        )
    return ""


def met_words(rows: tuple[Reason, ...]) -> str:
    """How many of the tests are met; empty where nothing is held against limits."""
    held = [each for each in rows if each.truth is not None]
    if not held:
        return ""
    met = sum(each.truth is Truth.MET for each in held)
    return plural(
        "{met} af {count} kriterium opfyldt", "{met} af {count} kriterier opfyldt", len(held)
    ).format(met=number(met), count=number(len(held)))


def near_sentences(verdict: Verdict, outcome: Outcome) -> tuple[str, ...]:
    """How near the next categories are: by one number alone, and by points.

    The least change of one number to a better category, then that to a worse one, and how many
    points there are to each neighbour. Empty for an area without a category.
    """
    if verdict.why is not Why.CATEGORISED:
        return ()
    place = {str(each.name): at for at, each in enumerate(outcome.all_categories)}
    here = place.get(verdict.category_name, 0)
    told = []
    for better in (True, False):
        side = [each for each in verdict.alone if (place.get(each.category, here) > here) is better]
        if side:
            told.append(_alone_words(min(side, key=_away)))
    if not verdict.alone:
        told.append(_("Intet enkelt tal kan alene ændre kategorien."))
    told += _between(verdict)
    return tuple(told)


def lacking_sentences(verdict: Verdict) -> tuple[str, ...]:
    """What the next worse category by limits would take; empty by points."""
    if not verdict.lacking:
        return ()
    nearest = verdict.lacking[-1]
    if nearest.years:
        return (
            _("{name} kræver {years} år i træk; betingelsen holder i år.").format(
                name=quoted(nearest.name), years=number(nearest.years)
            ),
        )
    if nearest.failing and not nearest.every:
        return (
            plural(
                "Til {name} mangler {count} kriterium.",
                "Til {name} mangler {count} kriterier.",
                nearest.needed,
            ).format(name=quoted(nearest.name), count=number(nearest.needed)),
        )
    wanted = ", ".join(quoted(each) for each in nearest.every)
    return (_("Til {name} mangler {what}.").format(name=quoted(nearest.name), what=wanted),)


def quoted(name: str) -> str:
    """A name in quotation marks, unless it brings its own."""
    return name if "»" in name else _("»{name}«").format(name=name)


def _between(verdict: Verdict) -> Iterator[str]:
    parts = []
    for near in verdict.neighbours:
        if near.points == 0:
            continue
        text = _("{points} op til {name}") if near.points > 0 else _("{points} ned til {name}")
        parts.append(text.format(points=finely(abs(near.points)), name=quoted(near.name)))
    if parts:
        yield _("Point: {parts}.").format(parts=", ".join(parts))


def _away(turn: Alone) -> float:
    """How far a number is from where it would change the category, in proportion to itself."""
    return abs(turn.number - turn.now) / max(abs(turn.number), abs(turn.now), 1e-12)


def _alone_words(turn: Alone) -> str:
    decimals = turn.decimals + (abs(turn.number - turn.now) < 0.5 * 10.0**-turn.decimals)
    if turn.included:
        word = _("mindst") if turn.upward else _("højst")
    elif turn.exact:
        word = _("over") if turn.upward else _("under")
    else:
        word = _("omkring")
    people = ""
    if turn.people:
        text = _(" ({count} flere)") if turn.people > 0 else _(" ({count} færre)")
        people = text.format(count=number(abs(turn.people)))
    return _("Med {word} {number}{people} på {name} ville kategorien være {category}.").format(
        word=word,
        number=quantity(turn.number, turn.unit, decimals),
        people=people,
        name=quoted(turn.name),
        category=quoted(turn.category),
    )


def _by_points(
    sums: dict[str, Sum], id: str, numbers: dict[str, Number], name: str = ""
) -> Iterator[Reason]:
    """The inputs of a score, under the names of the scores between."""
    own = [part for part in sums[id].parts if part.input]
    if own and name:
        yield Reason(name, "", heading=True)
    yield from (_point_row(part, numbers[part.input]) for part in own)
    for part in sums[id].parts:
        if part.score:
            yield from _by_points(sums, part.score, numbers, part.name)


def _point_row(part: Points, one: Number) -> Reason:
    measured = measured_words(part.of, part.measured, one.unit, one.decimals)
    step = step_words(part.over, part.under)
    detail = [
        f"{part.name}: {_value_words(one)}",
        measured if measured != _value_words(one) else "",
    ]
    if not math.isnan(part.points):
        points = finely(part.points)
        detail.append(
            _("{points} af {most} point").format(points=points, most=points_words(part.highest))
            + (_(" for {step}").format(step=step) if step else "")
        )
    return Reason(
        part.name,
        _value_words(one),
        part.points,
        part.highest,
        detail=" · ".join(each for each in detail if each),
    )


def _by_limit(test: Tested, numbers: dict[str, Number], model: Model) -> Reason:
    one = numbers.get(model.test_by_id[test.id].input)
    value = measured_words(test.of, test.number, test.unit, test.decimals)
    if not value and one is not None:
        value = _value_words(one)
    limit = measured_words(test.of, test.limit, test.unit, max(test.decimals, 1))
    held = _("grænse: {word} {limit}").format(word=comparison_words(test.compare), limit=limit)
    names = model.test_by_id[test.id]
    return Reason(
        str(names.short) or test.name, value, truth=test.truth, detail=f"{test.name} · {held}"
    )


def _value_words(one: Number) -> str:
    """A number, or that it cannot be shown."""
    if one.state is State.SHOWN:
        return quantity(one.value, one.unit, one.decimals)
    if one.state is State.WITHHELD:
        return _("kan ikke vises")
    return state_words(int(one.state)) if one.indicator else _("ikke i udtrækket")
