"""The list of categories, as the command line tells of it: counts, areas, those without, doubts."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from desktop.commands.asking import table_lines
from desktop.commands.categorycase import Case, area_name, input_name, wrapped
from desktop.core.periods import Kind
from desktop.core.wording import _, number, plural, quantity

if TYPE_CHECKING:
    from desktop.core.models.certainty import Certainty
    from desktop.core.models.model import Outcome, Test

_SHORT = 24  # characters that a name may have in a row of names
_NAMED = 12  # areas named after each other; the rest are counted


def listed(case: Case, options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """Every area asked about with its categories, and how many have each."""
    from desktop.core.models.certainty import certainty

    sure = certainty(case.result) if options.certainty else None
    outcomes = {outcome.id: _outcome_facts(case, outcome, sure) for outcome in case.model.outcomes}
    areas = [_area_facts(case, int(at), sure) for at in np.flatnonzero(case.within)]
    facts: dict[str, Any] = {
        "outcomes": outcomes,
        "areas": areas,
        "draws": sure.draws if sure else 0,
        "doubts": list(_doubts(case, sure)),
    }
    found = [each for each in areas if any(c["category"] for c in each["categories"].values())]
    if not found:
        return facts, [_("Ingen områder får en kategori."), "", *_without_lines(case)]
    lines = list(_legend(sure))
    lines += [*_count_lines(case, outcomes), *_area_lines(case, found)]
    if doubts := facts["doubts"]:
        lines += [*(wrapped(doubt, 0) for doubt in doubts), ""]
    if without := list(_without_lines(case)):
        lines += [*without, ""]
    if case.model.tests:
        lines.append(
            _("»boligatlas models {model}« forklarer prøverne.").format(model=case.model.id)
        )
    return facts, lines if lines[-1] else lines[:-1]


def _outcome_facts(case: Case, outcome: Outcome, sure: Certainty | None) -> dict[str, Any]:
    from desktop.core.models.certainty import UNSURE, own_chances
    from desktop.core.models.result import Why

    found = case.result.outcomes[outcome.id]
    index, reasons = found.index[-1][case.within], found.why[-1][case.within]
    facts: dict[str, Any] = {
        "name": str(outcome.name) or outcome.id,
        "categories": [
            {"id": each.id, "name": str(each.name), "areas": int((index == at).sum())}
            for at, each in enumerate(outcome.all_categories)
        ],
        "without": {
            why.name.lower(): int((reasons == why).sum())
            for why in Why
            if why is not Why.CATEGORISED
        },
    }
    if sure is not None:
        own = own_chances(sure.chances[outcome.id][:, -1:], found.index[-1:])[0][case.within]
        for at, each in enumerate(facts["categories"]):
            each["unsure"] = int(((index == at) & (own < UNSURE)).sum())
    return facts


def _area_facts(case: Case, at: int, sure: Certainty | None) -> dict[str, Any]:
    from desktop.core.models.result import NONE, Outside, Truth, Why

    result = case.result
    facts: dict[str, Any] = {
        "code": case.areas.codes[at],
        "name": case.areas.names[at],
        "organisation": case.areas.organisations[at],
        "outside": Outside(int(result.outside[-1, at])).name.lower(),
        "categories": {},
        "scores": {id: float(each.values[-1, at]) for id, each in result.scores.items()},
        "tests": {
            id: Truth(int(each.truths[-1, at])).name.lower() if each.on else "off"
            for id, each in result.tests.items()
        },
    }
    for outcome in case.model.outcomes:
        found = result.outcomes[outcome.id]
        every = outcome.all_categories
        index, worst, best = (
            int(column[-1, at]) for column in (found.index, found.worst, found.best)
        )
        one: dict[str, Any] = {
            "category": every[index].id if index != NONE else None,
            "why": Why(int(found.why[-1, at])).name.lower(),
            "worst": every[worst].id if worst != NONE else None,
            "best": every[best].id if best != NONE else None,
        }
        if sure is not None:
            one["chances"] = {
                each.id: float(chance)
                for each, chance in zip(every, sure.chances[outcome.id][:, -1, at], strict=True)
            }
        facts["categories"][outcome.id] = one
    return facts


def _legend(sure: Certainty | None) -> Iterator[str]:
    from desktop.core.models.certainty import UNSURE

    if sure is None:
        return
    yield wrapped(
        _(
            "Sikkerhed er chancen for samme kategori, hvis tallene var faldet lidt anderledes ud;"
            " * betyder, at en anden kategori er mere sandsynlig. Usikre er de områder, hvis"
            " sikkerhed er under {share}."
        ).format(share=quantity(100 * UNSURE, "%")),
        0,
    )
    yield ""


def _count_lines(case: Case, outcomes: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    for outcome in case.model.outcomes:
        facts = outcomes[outcome.id]
        drawn = any("unsure" in each for each in facts["categories"])
        rows = [(facts["name"], _("områder"), _("usikre") if drawn else "")]
        for each in facts["categories"]:
            unsure = number(each.get("unsure", math.nan))
            rows.append((f"  {each['name']}", number(each["areas"]), unsure))
        none = sum(facts["without"].values())
        rows.append(("  " + _("uden kategori"), number(none), ""))
        yield from table_lines(rows, "lrr")
        yield ""


def _area_lines(case: Case, areas: list[dict[str, Any]]) -> Iterator[str]:
    """The areas with a category, the most burdened category first and then by code."""
    heads = [_("kode"), _("område")]
    align = "ll"
    organised = any(area["organisation"] for area in areas)
    if organised:
        heads.append(_("boligorganisation"))
        align += "l"
    for outcome in case.model.outcomes:
        heads.append(str(outcome.name) or outcome.id)
        align += "l"
        if outcome.categories[0].band is not None:
            heads.append(_("sum"))
            align += "r"
        heads.append(_("sikkerhed"))
        align += "r"
    if case.model.tests:
        heads.append(_("opfyldte prøver"))
    rows = [tuple(heads)]
    for area in sorted(areas, key=lambda each: (_places(case, each), each["code"])):
        cells = [area["code"], area["name"]]
        if organised:
            cells.append(area["organisation"])
        for outcome in case.model.outcomes:
            cells += _category_cells(outcome, area)
        if case.model.tests:
            met = [test for test in case.model.tests if area["tests"][test.id] == "met"]
            cells.append("; ".join(_short_name(test) for test in met))
        rows.append(tuple(cells))
    yield from table_lines(rows, align)
    yield ""


def _short_name(test: Test) -> str:
    """A test's name where many stand side by side: its short one, else a long one to its colon."""
    name = str(test.name) or test.id
    return str(test.short) or (name if len(name) <= _SHORT else name.partition(":")[0])


def _places(case: Case, area: Mapping[str, Any]) -> tuple[int, ...]:
    places = []
    for outcome in case.model.outcomes:
        ids = [each.id for each in outcome.all_categories]
        category = area["categories"][outcome.id]["category"]
        places.append(ids.index(category) if category else len(ids))
    return tuple(places)


def _category_cells(outcome: Outcome, area: Mapping[str, Any]) -> list[str]:
    from desktop.core.models.modelwords import chance_words, points_words

    one = area["categories"][outcome.id]
    names = {each.id: str(each.name) for each in outcome.all_categories}
    cells = [names[one["category"]] if one["category"] else _("kan ikke afgøres")]
    if outcome.categories[0].band is not None:
        cells.append(points_words(area["scores"][outcome.score]))
    chances = one.get("chances", {})
    sure = ""
    if one["category"] and chances:
        sure = chance_words(chances[one["category"]])
        if max(chances, key=chances.__getitem__) != one["category"]:
            sure = f"* {sure}"
    return [*cells, sure]


def _doubts(case: Case, sure: Certainty | None) -> Iterator[str]:
    """What has to be known of the whole list: numbers from outside, numbers held fixed, the law."""
    inputs, year = case.result.inputs, case.period.end.year
    for reference in case.model.references:
        used = inputs.reference_years.get(reference.id, (None,))[-1]
        name = str(reference.name) or reference.id
        if reference.id in inputs.given:
            continue
        if used is None:
            yield _("{name}: intet tal for {year}, så prøver af det kan ikke afgøres.").format(
                name=name, year=year
            )
        elif used < year:
            value = quantity(float(inputs.references[reference.id][-1]), reference.unit, 3)
            yield _(
                "{name}: tallet for {year} kendes ikke, og det for {used} ({value}) bruges."
                " --reference {id}=TAL sætter et andet."
            ).format(name=name, year=year, used=used, value=value, id=reference.id)
    yield from _day_doubts(case)
    steady = [input_name(case, id) for id in sure.steady] if sure else []
    if steady:
        yield _(
            "{names}: tallene har ingen antal bag sig, så sikkerheden regner dem for faste."
        ).format(names="; ".join(steady))
    if sure and (long := _longest(case)) > 1:
        yield _(
            "Sikkerheden regner med de samme udsving i alle årene, så {years} år i træk regnes for"
            " lige så sikkert som ét."
        ).format(years=number(long))
    if str(case.model.doubt):
        switches = [each.id for each in case.model.switches if case.result.inputs.switches[each.id]]
        off = _(" --switch {id}=off regner uden.").format(id=switches[0]) if switches else ""
        yield f"{case.model.doubt}{off}"


def _longest(case: Case) -> int:
    """The most years in a row that a category asks for."""
    every = (each for outcome in case.model.outcomes for each in outcome.categories)
    return max((each.years for each in every), default=1)


def _day_doubts(case: Case) -> Iterator[str]:
    """Whether what the model takes as on 1 January is so, and which numbers stand for it."""
    inputs, year = case.result.inputs, case.period.year
    used = {
        input_name(case, each.id): inputs.inputs[each.id].periods[-1][:1]
        for each in case.model.inputs
        if each.new_year
    }
    if case.model.population.new_year:
        counted = inputs.residents_periods[-1]
        used[_("Beboertal")] = () if counted is None else (counted,)
    told = "; ".join(f"{name}: {held[0].label}" for name, held in used.items() if held)
    unknown = [name for name, held in used.items() if not held]
    if used and case.period.kind is Kind.YEAR:
        yield _(
            "Perioden {year} læses som listen for {year}: det, der regnes pr. 1. januar {year}, er"
            " det nyeste før da ({told}), resten det nyeste til og med {year}."
        ).format(year=year, told=told or _("ingen"))
    elif told:
        yield _(
            "Modellen regner dette pr. 1. januar; her er det fra en anden dag: {told}."
            " --period {year} regner som listen for {year}."
        ).format(told=told, year=year)
    if unknown and _("Beboertal") in unknown:
        yield _("Beboertal er fra listen over områder, uden dato.")


def _without_lines(case: Case) -> Iterator[str]:
    """The areas without a category, by the reason."""
    from desktop.core.models.modelwords import undecided_words
    from desktop.core.models.result import NONE, Outside, Why

    result, population = case.result, case.model.population
    least = number(population.residents_minimum)
    reasons = {
        Outside.ABSENT: _("fandtes ikke på det tidspunkt"),
        Outside.SECTOR: _("er uden for sektoren »{sector}«").format(sector=population.sector),
        Outside.RESIDENTS_UNKNOWN: _("har et beboertal, der ikke vises (mindst {least})").format(
            least=least
        ),
        Outside.UNDER_FLOOR: _("har under {least} beboere").format(least=least),
    }
    for outside, reason in reasons.items():
        mask = (result.outside[-1] == outside) & case.within
        if mask.any():
            yield wrapped(_without(case, np.flatnonzero(mask).tolist(), reason), 0)
    for outcome in case.model.outcomes:
        found, every = result.outcomes[outcome.id], outcome.all_categories
        name = f"{outcome.name}: " if len(case.model.outcomes) > 1 else ""
        by_words: dict[str, list[int]] = {}
        for at in np.flatnonzero(case.within).tolist():
            why = found.why[-1, at]
            if why == Why.UNDECIDED:
                worst, best = int(found.worst[-1, at]), int(found.best[-1, at])
                words = undecided_words(
                    str(every[worst].name), str(every[best].name) if best != NONE else ""
                )
                by_words.setdefault(words, []).append(at)
            elif why == Why.NOTHING_HOLDS:
                by_words.setdefault(_("opfylder ingen kategoris betingelser"), []).append(at)
        for words, places in by_words.items():
            yield wrapped(_without(case, places, words, name), 0)


def _without(case: Case, places: list[int], reason: str, outcome: str = "") -> str:
    named = ", ".join(area_name(case, at) for at in places[:_NAMED])
    more = len(places) - _NAMED
    if more > 0:
        named += plural(" og {count} til", " og {count} til", more).format(count=number(more))
    count = plural("{count} område", "{count} områder", len(places)).format(
        count=number(len(places))
    )
    return f"{outcome}{count} {reason}: {named}"
