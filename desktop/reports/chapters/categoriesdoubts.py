"""What has to be known of a whole list of categories: numbers from outside, dates, the law."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from desktop.core.models.modelwords import origin_words
from desktop.core.models.result import Why
from desktop.core.periods import Kind
from desktop.core.wording import _, date, number, quantity
from desktop.reports.chapters.categoriescase import Case, absent_inputs, input_name


def doubts_first(case: Case) -> Iterator[str]:
    """What is so much in doubt that it stands above everything else."""
    absent = absent_inputs(case.data, case.level, case.model)
    inside = case.result.inside[-1]
    every = int(inside.sum())
    undecided = max(
        int((inside & (each.why[-1] == Why.UNDECIDED)).sum())
        for each in case.result.outcomes.values()
    )
    if absent and 2 * undecided > every:
        yield _(
            "{undecided} af {all} områder kan ikke afgøres, fordi udtrækket ikke har tal på dette"
            " niveau for: {names}."
        ).format(
            undecided=number(undecided),
            all=number(every),
            names="; ".join(input_name(case.data, each) for each in absent),
        )
    if not in_force(case):
        yield _("Modellen gælder {dates}; perioden ligger udenfor.").format(dates=dates_words(case))
    yield from origin_words(case.model)
    if str(case.model.doubt):
        yield str(case.model.doubt)


def doubts(case: Case) -> Iterator[str]:
    """The rest: which numbers stand in for others, from which day, and which do not vary."""
    yield from _inputs_words(case)
    yield from _reference_words(case)
    yield from _day_words(case)
    yield from switch_words(case)
    steady = [
        input_name(case.data, each) for each in case.model.inputs if each.id in case.sure.steady
    ]
    if steady:
        yield _(
            "Uden antal bag sig, og derfor regnet for faste, når sikkerheden regnes ud: {names}."
        ).format(names="; ".join(steady))
    longest = max(
        (each.years for outcome in case.model.outcomes for each in outcome.categories), default=1
    )
    if longest > 1:
        yield _(
            "Sikkerheden regner med de samme udsving i alle årene, så {years} år i træk regnes for"
            " lige så sikkert som ét."
        ).format(years=number(longest))
    yield _(
        "En kategori er et redskab til at få øje på forskelle mellem områder. Den siger intet om"
        " dem, der bor der."
    )


def in_force(case: Case) -> bool:
    """Whether the period lies between the model's dates."""
    model, day = case.model, case.period.end
    begun = model.valid_from is None or model.valid_from <= day
    return begun and (model.valid_to is None or day <= model.valid_to)


def dates_words(case: Case) -> str:
    """From when and until when the model holds; empty where it says neither."""
    model = case.model
    first = date(model.valid_from) if model.valid_from else ""
    last = date(model.valid_to) if model.valid_to else ""
    if first and last:
        return _("fra {first} til {last}").format(first=first, last=last)
    if first:
        return _("fra {first}").format(first=first)
    return _("til {last}").format(last=last) if last else ""


def _inputs_words(case: Case) -> Iterator[str]:
    held = case.result.inputs.inputs
    absent = [each for each in case.model.inputs if not held[each.id].indicator]
    if absent:
        yield _("Uden tal på dette niveau: {names}.").format(
            names="; ".join(input_name(case.data, each) for each in absent)
        )
    for each in case.model.inputs:
        used = held[each.id].indicator
        if used and used != each.indicator:
            yield _("For »{name}« bruges indikatoren »{used}« i stedet for modellens egen.").format(
                name=input_name(case.data, each), used=case.data.indicator(used).label
            )
    apart = [
        _("{name}: {period}").format(name=input_name(case.data, each), period=periods)
        for each in case.model.inputs
        if (periods := period_words(case, each.id)) and periods != case.period.label
    ]
    if apart:
        yield _("Tal, der er fra en anden periode end {period}: {names}.").format(
            period=case.period.label, names="; ".join(apart)
        )


def period_words(case: Case, id: str) -> str:
    """The periods behind an input's newest numbers; empty where it has none."""
    periods = case.result.inputs.inputs[id].periods
    held = periods[-1] if periods else ()
    return " + ".join(each.label for each in reversed(held))


def _reference_words(case: Case) -> Iterator[str]:
    inputs, year = case.result.inputs, case.period.end.year
    for reference in case.model.references:
        used = inputs.reference_years.get(reference.id, (None,))[-1]
        name = str(reference.name) or reference.id
        if used is None:
            yield _("{name}: intet tal for {year}, så prøver af det kan ikke afgøres.").format(
                name=name, year=year
            )
            continue
        value = quantity(float(inputs.references[reference.id][-1]), reference.unit, 3)
        if used < year:
            yield _(
                "{name}: tallet for {year} kendes ikke, og det for {used} ({value}) bruges."
            ).format(name=name, year=year, used=used, value=value)
        else:
            yield _("{name}: {value}, tallet for {year}.").format(name=name, value=value, year=used)


def _day_words(case: Case) -> Iterator[str]:
    """Whether what the model takes as on 1 January is so."""
    inputs, year = case.result.inputs, case.period.year
    used = {
        input_name(case.data, each): inputs.inputs[each.id].periods[-1][:1]
        for each in case.model.inputs
        if each.new_year and inputs.inputs[each.id].periods
    }
    undated = False
    if case.model.population.new_year:
        counted = inputs.residents_periods[-1] if inputs.residents_periods else None
        undated = counted is None
        used[_("Beboertal")] = () if counted is None else (counted,)
    told = "; ".join(f"{name}: {held[0].label}" for name, held in used.items() if held)
    if told and case.period.kind is Kind.YEAR:
        yield _(
            "Perioden {year} læses som listen for {year}: det, der regnes pr. 1. januar {year}, er"
            " det nyeste før da ({told}), resten det nyeste til og med {year}."
        ).format(year=year, told=told)
    elif told:
        yield _("Modellen regner dette pr. 1. januar; her er det fra en anden dag: {told}.").format(
            told=told
        )
    if undated:
        yield _("Beboertal er fra listen over områder, uden dato.")


def switch_words(case: Case) -> Iterator[str]:
    """Which parts of the model can be switched off, and whether they are."""
    off = case.result.switched_off
    for switch in case.model.switches:
        name = str(switch.name) or switch.id
        text = _("»{name}« er slået fra.") if switch.id in off else _("»{name}« er slået til.")
        note = f" {switch.note}" if str(switch.note) else ""
        yield text.format(name=name) + note


def rounding_words(case: Case) -> Iterator[str]:
    """The areas where rounded numbers would have decided a test otherwise."""
    for test in case.model.tests:
        found = case.result.tests[test.id]
        places = np.flatnonzero(found.rounding[-1] & case.result.inside[-1]).tolist()
        if found.on and places:
            names = ", ".join(case.name(at) for at in places[:8])
            yield _("»{test}« afhænger af afrunding for {names}.").format(
                test=str(test.name) or test.id, names=names
            )
