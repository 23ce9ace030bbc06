"""An explanation in words and tables, for screen, paper and command line alike."""

from __future__ import annotations

import math
from collections.abc import Iterator

from desktop.core.disclosure import State
from desktop.core.models.explaintables import (
    Section,
    numbers_section,
    points_section,
    tests_section,
    weights_section,
)
from desktop.core.models.explanation import (
    Alone,
    Chance,
    Explanation,
    Lacking,
    Neighbour,
    Verdict,
)
from desktop.core.models.modelwords import (
    chance_words,
    finely,
    outside_words,
    places,
    points_words,
    status_words,
    undecided_words,
)
from desktop.core.models.result import Outside, Why
from desktop.core.sentences import state_words
from desktop.core.wording import _, number, plural, quantity

_TOLD = 3  # of what would alone change the category, and of what it hangs on


def told(explanation: Explanation, *, weights: bool = False) -> tuple[Section, ...]:
    """The whole explanation, the answer first.

    ``weights``: also how many areas change category by each change of a weight.
    """
    sections = [
        Section(_title(explanation), (_model_words(explanation),)),
        *(
            Section(_verdict_title(each), tuple(_verdict_words(each, explanation)))
            for each in explanation.verdicts
        ),
    ]
    if explanation.outside is Outside.INSIDE:
        if explanation.tests:
            sections.append(tests_section(explanation))
        sections += [points_section(each) for each in explanation.sums]
    sections.append(numbers_section(explanation))
    if weights:
        sections += [
            weights_section(each) for each in explanation.verdicts if each.hanging and each.category
        ]
    if remarks := tuple(_remarks(explanation)):
        sections.append(Section(_("Forbehold"), remarks))
    return tuple(sections)


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
            name=score.name, value=finely(score.value), **scale
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
    if near.points == 0:
        text = _("»{name}« ({edge}) begynder, hvor summen er nu.")
    points = finely(abs(near.points))
    return text.format(
        name=near.name, edge=edge.format(edge=number(near.edge, places(near.edge))), points=points
    )


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
    nearest = sorted(verdict.alone, key=_away)
    yield from (f"  {_turn_words(each)}" for each in nearest[:_TOLD])
    if more := nearest[_TOLD:]:
        yield "  " + plural("og {count} anden", "og {count} andre", len(more)).format(
            count=number(len(more))
        )


def _away(turn: Alone) -> float:
    """How far a number is from where it would change the category, in proportion to itself."""
    return abs(turn.number - turn.now) / max(abs(turn.number), abs(turn.now), 1e-12)


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
    for each in verdict.chances:
        if each.years > 1 and each.chance >= 0.005:
            yield _(
                "»{name}«: de samme udsving regnes i alle årene, så {years} år i træk regnes for"
                " lige så sikkert som ét."
            ).format(name=each.name, years=number(each.years))
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
    """Whether this area keeps its category when something is left out or weighs otherwise."""
    if not verdict.hanging or not verdict.category:
        return
    moving = [each for each in verdict.hanging if each.this]
    left_out = [each for each in moving if each.factor == 0]
    if not left_out:
        text = _("Kategorien holder, uanset hvilken prøve der udelades.")
        if verdict.score:
            text = _("Kategorien holder, uanset hvilket forhold der udelades.")
        yield text
    for becomes in dict.fromkeys(each.becomes for each in left_out):
        names = [_quoted(each.name) for each in left_out if each.becomes == becomes]
        text = _("Udelades {names}, har området ingen kategori.")
        if becomes:
            text = _("Udelades {names}, bliver kategorien »{category}«.")
        yield text.format(names=_any_of(names), category=becomes)
    weights = [each for each in verdict.hanging if each.factor != 0]
    changing = sum(each.this for each in weights)
    if changing:
        yield _(
            "Vejer et forhold 25 % mere eller mindre, skifter den i {count} af {all} tilfælde."
        ).format(count=number(changing), all=number(len(weights)))
    elif weights:
        yield _("Den holder også, når et forhold vejer 25 % mere eller mindre.")


def _any_of(names: list[str]) -> str:
    """``»A«``, ``»A« eller »B«``; more than a few are counted."""
    if len(names) > _TOLD:
        more = len(names) - _TOLD
        rest = plural("{count} andet", "{count} andre", more).format(count=number(more))
        names = [*names[:_TOLD], rest]
    if len(names) == 1:
        return names[0]
    return _("{first} eller {last}").format(first=", ".join(names[:-1]), last=names[-1])


def _remarks(explanation: Explanation) -> Iterator[str]:
    for one in explanation.numbers:
        if one.replaced:
            yield _("Indikatoren »{asked}« har ingen tal her; »{used}« bruges i stedet.").format(
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
    return _("»{name}«").format(name=name)


def _listed(names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{first} og {last}").format(first=", ".join(names[:-1]), last=names[-1])
