"""An explanation in words and tables, for screen, paper and command line alike."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.core.disclosure import State
from desktop.core.models.explanation import (
    Alone,
    Chance,
    Explanation,
    Lacking,
    Neighbour,
    Number,
    Points,
    Sum,
    Tested,
    Verdict,
)
from desktop.core.models.model import Comparison, Measured, Missing, Status
from desktop.core.models.result import Outside, Truth, Why
from desktop.core.sentences import state_words
from desktop.core.wording import MINUS, _, difference, number, plural, quantity

_TOLD = 3  # of the weights and tests that most hangs on


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it: sentences, then a table whose first row names columns.

    ``align`` has ``l`` or ``r`` for each column.
    """

    title: str
    sentences: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    align: str = ""


def told(explanation: Explanation) -> tuple[Section, ...]:
    """The whole explanation, the answer first."""
    sections = [
        Section(_title(explanation), (_model_words(explanation),)),
        *(
            Section(_verdict_title(each), tuple(_verdict_words(each, explanation)))
            for each in explanation.verdicts
        ),
    ]
    if explanation.outside is Outside.INSIDE:
        if explanation.tests:
            sections.append(_tests(explanation))
        sections += [_points(each) for each in explanation.sums]
    sections.append(_numbers(explanation))
    if remarks := tuple(_remarks(explanation)):
        sections.append(Section(_("Forbehold"), remarks))
    return tuple(sections)


def status_words(status: Status) -> str:
    """Where a model comes from."""
    return {
        Status.OFFICIAL: _("lovens regler; kun myndighedens egen liste er en afgørelse"),
        Status.AFTER_MODEL: _("efter andres model, med egne fortolkninger"),
        Status.OWN: _("egen model"),
    }[status]


def comparison_words(compare: Comparison) -> str:
    """The side of a limit that meets a test."""
    return {
        Comparison.ABOVE: _("over"),
        Comparison.AT_LEAST: _("mindst"),
        Comparison.BELOW: _("under"),
        Comparison.AT_MOST: _("højst"),
    }[compare]


def measured_words(of: Measured, value: float, unit: str, decimals: int) -> str:
    """What was measured, as it is said: ``percentil 71``, ``indeks 142``, ``+1,3 sd``."""
    if math.isnan(value):
        return ""
    match of:
        case Measured.VALUE:
            return quantity(value, unit, decimals)
        case Measured.DIFFERENCE | Measured.CHANGE:
            return difference(value, unit, decimals)
        case Measured.RATIO:
            return _("indeks {value}").format(value=number(value))
        case Measured.Z:
            return _("{value} sd").format(value=number(value, 1, sign=True))
        case Measured.PERCENTILE:
            return _("percentil {value}").format(value=number(value))


def points_words(value: float) -> str:
    """Points without decimals where they are whole; empty for none."""
    if not math.isfinite(value):
        return ""
    return number(value, 0 if abs(value - round(value)) < 1e-9 else 1)


def outside_words(outside: Outside, minimum: float, sector: str, residents: float) -> str:
    """Why the model does not speak of an area; empty where it does."""
    return {
        Outside.INSIDE: "",
        Outside.ABSENT: _("Området fandtes ikke på det tidspunkt."),
        Outside.SECTOR: _("Modellen taler kun om områder i sektoren »{sector}«.").format(
            sector=sector
        ),
        Outside.RESIDENTS_UNKNOWN: _(
            "Områdets beboertal vises ikke, og modellen kræver mindst {least}."
        ).format(least=number(minimum)),
        Outside.UNDER_FLOOR: _(
            "Området har {residents} beboere, og modellen taler kun om områder med mindst {least}."
        ).format(residents=number(residents), least=number(minimum)),
    }[outside]


def undecided_words(worst: str, best: str) -> str:
    """What an undecided area could be."""
    if not best:
        return _("kan ikke afgøres: »{worst}« eller ingen").format(worst=worst)
    return _("kan ikke afgøres: fra »{worst}« til »{best}«").format(worst=worst, best=best)


def chance_words(chance: float) -> str:
    """A chance in whole per cent, never quite none or all of it: ``71 %``, ``over 99 %``."""
    if chance >= 1:
        return quantity(100, "%")
    if chance > 0.99:
        return _("over {share}").format(share=quantity(99, "%"))
    if chance < 0.01:
        return _("under {share}").format(share=quantity(1, "%"))
    return quantity(100 * chance, "%")


def _title(explanation: Explanation) -> str:
    name = explanation.area or explanation.code
    code = f" ({explanation.code})" if explanation.area and explanation.code else ""
    return ", ".join(part for part in (f"{name}{code}", explanation.period) if part)


def _model_words(explanation: Explanation) -> str:
    return _("{model}, version {version}: {status}.").format(
        model=explanation.name,
        version=explanation.version,
        status=status_words(explanation.status),
    )


def _verdict_title(verdict: Verdict) -> str:
    if verdict.category:
        return f"{verdict.name}: {verdict.category_name}"
    return _("{outcome}: ingen kategori").format(outcome=verdict.name)


def _verdict_words(verdict: Verdict, explanation: Explanation) -> Iterator[str]:
    if verdict.why is Why.OUTSIDE:
        yield outside_words(
            explanation.outside,
            explanation.residents_minimum,
            explanation.sector,
            explanation.residents,
        )
        return
    if verdict.why is Why.UNDECIDED:
        names = tuple(each.name for each in explanation.numbers if each.state is not State.SHOWN)
        yield _("Der er ikke tal for {names}, og kategorien {what}.").format(
            names=_listed(names), what=undecided_words(verdict.worst, verdict.best)
        )
    elif verdict.why is Why.NOTHING_HOLDS:
        yield _("Ingen kategoris betingelser er opfyldt.")
    if verdict.sentence:
        yield verdict.sentence
    yield from _score_words(verdict, explanation)
    if verdict.holding:
        yield _("Opfyldte betegnelser: {names}.").format(names=_listed(verdict.holding))
    yield from (_lacking_words(each) for each in verdict.lacking)
    yield from _alone_words(verdict)
    yield from _chance_sentences(verdict, explanation)
    yield from _hanging_words(verdict)


def _score_words(verdict: Verdict, explanation: Explanation) -> Iterator[str]:
    score = next((each for each in explanation.sums if each.id == verdict.score), None)
    if score is None:
        return
    scale = {"lowest": points_words(score.lowest), "highest": points_words(score.highest)}
    if not math.isnan(score.value):
        yield _("»{name}« er {value} på en skala fra {lowest} til {highest}.").format(
            name=score.name, value=_finely(score.value), **scale
        )
    elif verdict.category:
        yield _("»{name}« kan ikke regnes ud, men enhver mulig sum giver samme kategori.").format(
            name=score.name
        )
    else:
        yield _("»{name}« kan ikke regnes ud; den ligger mellem {low} og {high}.").format(
            name=score.name, low=points_words(score.low), high=points_words(score.high)
        )
    yield from (_neighbour_words(each) for each in verdict.neighbours)


def _neighbour_words(near: Neighbour) -> str:
    up = near.points > 0 or (near.points == 0 and not near.reached and near.worse)
    if up:
        edge = _("fra {edge}") if near.reached else _("over {edge}")
        text = _("Til »{name}« ({edge}) er der {points} op.")
    else:
        edge = _("til og med {edge}") if near.reached else _("under {edge}")
        text = _("Til »{name}« ({edge}) er der {points} ned.")
    points = _finely(abs(near.points))
    return text.format(
        name=near.name, edge=edge.format(edge=number(near.edge, _places(near.edge))), points=points
    )


def _finely(value: float) -> str:
    """Points near an edge: two decimals where they are not whole."""
    return number(value, 0 if abs(value - round(value)) < 1e-9 else 2)


def _places(value: float) -> int:
    return 0 if value == round(value) else 1


def _lacking_words(lacking: Lacking) -> str:
    if lacking.years:
        return _(
            "»{name}« kræver {years} år i træk; betingelsen holder i år, men ikke så længe."
        ).format(name=lacking.name, years=lacking.years)
    wants = [_quoted(each) for each in lacking.every]
    if lacking.failing:
        wants.append(
            plural("{needed} af {names}", "{needed} af {names}", lacking.needed).format(
                needed=lacking.needed,
                names=_listed(tuple(_quoted(each) for each in lacking.failing)),
            )
        )
    if not wants:
        return _("»{name}« ville også gælde.").format(name=lacking.name)
    return _("Til »{name}« mangler {what}.").format(
        name=lacking.name, what=_(" og desuden ").join(wants)
    )


def _alone_words(verdict: Verdict) -> Iterator[str]:
    if verdict.why is not Why.CATEGORISED:
        return
    if not verdict.alone:
        yield _("Intet enkelt tal kan alene ændre kategorien.")
        return
    yield _("Alene dette ville ændre kategorien:")
    yield from (f"  {_turn_words(each)}" for each in verdict.alone)


def _turn_words(turn: Alone) -> str:
    decimals = turn.decimals
    if abs(turn.number - turn.now) < 0.5 * 10.0**-decimals:
        decimals += 1
    values = {
        "name": turn.name,
        "now": quantity(turn.now, turn.unit, turn.decimals),
        "number": quantity(turn.number, turn.unit, decimals),
        "category": turn.category,
    }
    if turn.upward:
        text = _("{name} stiger fra {now} til over {number}")
        if turn.included:
            text = _("{name} stiger fra {now} til mindst {number}")
        elif not turn.exact:
            text = _("{name} stiger fra {now} til omkring {number}")
    else:
        text = _("{name} falder fra {now} til under {number}")
        if turn.included:
            text = _("{name} falder fra {now} til højst {number}")
        elif not turn.exact:
            text = _("{name} falder fra {now} til omkring {number}")
    people = _people_words(turn)
    return text.format(**values) + people + _(": {category}").format(category=turn.category)


def _people_words(turn: Alone) -> str:
    if not turn.people:
        return ""
    count, base = number(abs(turn.people)), number(turn.base)
    if turn.people > 0:
        return _(" ({count} flere af {base})").format(count=count, base=base)
    return _(" ({count} færre af {base})").format(count=count, base=base)


def _chance_sentences(verdict: Verdict, explanation: Explanation) -> Iterator[str]:
    if not any(each.id for each in verdict.chances):
        return
    shown = {each.name for each in explanation.numbers if each.state is State.SHOWN}
    if shown <= set(explanation.steady):
        yield _("Tallene har ingen antal bag sig, så sikkerheden kan ikke regnes ud.")
        return
    parts = [_chance_part(each) for each in verdict.chances if each.chance >= 0.005]
    yield _("Sikkerhed, når tallene svinger tilfældigt: {parts}.").format(parts=", ".join(parts))
    likeliest = verdict.chances[0]
    if verdict.category and likeliest.id not in ("", verdict.category):
        yield _(
            "Den mest sandsynlige kategori er »{name}« og ikke den beregnede: området ligger tæt"
            " på en grænse."
        ).format(name=likeliest.name)


def _chance_part(chance: Chance) -> str:
    name = chance.name if chance.id else _("uafgjort eller ingen")
    return f"{name} {chance_words(chance.chance)}"


def _hanging_words(verdict: Verdict) -> Iterator[str]:
    if not verdict.hanging or not verdict.category:
        return
    moving = [each for each in verdict.hanging if each.this]
    if moving:
        yield _("Området ville skifte kategori, hvis: {changes}.").format(
            changes="; ".join(factor_words(each.name, each.factor) for each in moving[:_TOLD])
        )
    else:
        text = _("Området beholder sin kategori, selv om en hvilken som helst prøve udelades.")
        if verdict.score:
            text = _("Området beholder den, selv om en vægt ændres 25 % eller et forhold udelades.")
        yield text
    most = verdict.hanging[0]
    yield _("Mest hænger på: {change} ({areas} af {all} områder skifter).").format(
        change=factor_words(most.name, most.factor),
        areas=number(most.areas),
        all=number(verdict.compared),
    )


def factor_words(name: str, factor: float) -> str:
    """A changed weight: ``»Lav indkomst« vejer 25 % mere``."""
    if factor == 0:
        return _("»{name}« udelades").format(name=name)
    if factor > 1:
        return _("»{name}« vejer {share} mere").format(
            name=name, share=quantity(100 * (factor - 1), "%")
        )
    return _("»{name}« vejer {share} mindre").format(
        name=name, share=quantity(100 * (1 - factor), "%")
    )


def _tests(explanation: Explanation) -> Section:
    rows = [
        (_("prøve"), _("tal"), _("grænse"), _("udfald"), _("afstand"), ""),
        *(_test_row(each) for each in explanation.tests),
    ]
    return Section(_("Prøverne"), (), tuple(rows), "lrlll")


def _test_row(test: Tested) -> tuple[str, ...]:
    shown = measured_words(test.of, test.number, test.unit, test.decimals)
    limit = measured_words(test.of, test.limit, test.unit, test.decimals)
    truth = {
        Truth.MET: _("opfyldt"),
        Truth.FAILED: _("ikke opfyldt"),
        Truth.UNKNOWN: _("kan ikke afgøres"),
    }[test.truth]
    distance = ""
    if not math.isnan(test.distance):
        decimals = max(test.decimals, 1)
        if 0 < abs(test.distance) < 0.5 * 10.0**-decimals:
            decimals += 2  # a hair from the limit is not at it
        away = number(abs(test.distance), decimals)
        distance = _("{away} inden for").format(away=away)
        if test.truth is Truth.FAILED:
            distance = _("{away} fra").format(away=away)
    remark = _("afhænger af afrunding") if test.rounding else ""
    if not test.on:
        truth, remark = _("slået fra"), ""
    return (
        test.name,
        shown or MINUS,
        f"{comparison_words(test.compare)} {limit}" if limit else _("ukendt grænse"),
        truth,
        distance,
        remark,
    )


def _points(total: Sum) -> Section:
    value = points_words(total.value) or _("ingen sum")
    title = _("{name}: {value} (skalaen går fra {lowest} til {highest})").format(
        name=total.name,
        value=value,
        lowest=points_words(total.lowest),
        highest=points_words(total.highest),
    )
    rows = [
        (_("del"), _("målt"), _("trin"), _("point"), _("af"), _("andel af vægten")),
        *(_part_row(each) for each in total.parts),
    ]
    if not any(row[2] for row in rows[1:]):  # nothing here goes by steps
        rows = [(*row[:2], *row[3:]) for row in rows]
    handled = (_missing_words(total),) if total.missing else ()
    return Section(title, handled, tuple(rows), "lrrrrr"[: len(rows[0])])


def _part_row(part: Points) -> tuple[str, ...]:
    measured = measured_words(part.of, part.measured, "", 1) if part.input else ""
    if measured and part.turned:
        measured = _("{measured}, vendt").format(measured=measured)
    return (
        part.name,
        measured,
        step_words(part.over, part.under),
        points_words(part.points) or _("mangler"),
        f"{points_words(part.lowest)}–{points_words(part.highest)}",
        quantity(100 * part.share, "%"),
    )


def step_words(over: float, under: float) -> str:
    """A step of a ladder by its bounds: ``under 20``, ``20–40``, ``over 80``; empty for none."""
    if math.isnan(over):
        return ""
    ends = [number(end, _places(end)) if math.isfinite(end) else "" for end in (over, under)]
    if not ends[0]:
        return _("under {edge}").format(edge=ends[1])
    if not ends[1]:
        return _("over {edge}").format(edge=ends[0])
    return f"{ends[0]}–{ends[1]}"


def _missing_words(total: Sum) -> str:
    count = plural("{count} del mangler", "{count} dele mangler", total.missing).format(
        count=total.missing
    )
    if math.isnan(total.value):
        return _("{count}, og derfor er der ingen sum.").format(count=count)
    if total.handling is Missing.LOWEST:
        return _("{count} og tæller de færreste point.").format(count=count)
    return _("{count}; de øvrige står for det hele.").format(count=count)


def _numbers(explanation: Explanation) -> Section:
    rows = [
        (_("forhold"), _("tal"), _("antal"), _("95 % interval"), _("kommunen"), _("periode")),
        *(_number_row(each) for each in explanation.numbers),
    ]
    return Section(_("Tallene"), (), tuple(rows), "lrrrr")


def _number_row(one: Number) -> tuple[str, ...]:
    if not one.indicator:
        return (one.name, _("findes ikke i udtrækket"), "", "", "", "")
    value = quantity(one.value, one.unit, one.decimals) or state_words(int(one.state))
    counts = interval = ""
    if not math.isnan(one.base):
        counts = _("{count} af {base}").format(count=number(one.counted), base=number(one.base))
    if not math.isnan(one.low):
        interval = f"{number(one.low, one.decimals)}–{number(one.high, one.decimals)}"
    return (
        one.name,
        value,
        counts,
        interval,
        quantity(one.municipality, one.unit, one.decimals),
        " + ".join(reversed(one.periods)),
    )


def _remarks(explanation: Explanation) -> Iterator[str]:
    for one in explanation.numbers:
        if one.replaced:
            yield _("Indikatoren »{asked}« er ikke i udtrækket; »{used}« bruges i stedet.").format(
                asked=one.replaced, used=one.indicator
            )
        elif one.state is not State.SHOWN and one.indicator:
            yield _("{name}: {state}.").format(name=one.name, state=state_words(int(one.state)))
    yield from _reference_words(explanation)
    for name in explanation.switched_off:
        yield _("»{name}« er slået fra.").format(name=name)
    if explanation.steady:
        yield _("Uden antal bag, og derfor uden tilfældige udsving: {names}.").format(
            names=_listed(explanation.steady)
        )
    if explanation.note:
        yield explanation.note


def _reference_words(explanation: Explanation) -> Iterator[str]:
    seen: set[str] = set()
    for test in explanation.tests:
        used = test.reference
        if used is None or used.id in seen:
            continue
        seen.add(used.id)
        value = quantity(used.value, used.unit, test.decimals + 1)
        if not value:
            yield _("{name}: intet tal for året, så prøven kan ikke afgøres.").format(
                name=used.name
            )
        elif used.given or used.year is None:
            yield _("{name}: {value}, angivet af brugeren.").format(name=used.name, value=value)
        else:
            yield _("{name}: {value}, tallet for {year}.").format(
                name=used.name, value=value, year=used.year
            )


def _quoted(name: str) -> str:
    return f"»{name}«"


def _listed(names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{first} og {last}").format(first=", ".join(names[:-1]), last=names[-1])
