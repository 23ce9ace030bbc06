"""A categorisation model worked out on an extract, as the command line asks for it."""

from __future__ import annotations

import argparse
import datetime as dt
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.commands.asking import level_of, within_of
from desktop.core.errors import UsageError
from desktop.core.periods import Kind, Period, order
from desktop.core.periods import parse as parse_period
from desktop.core.wording import _, date, number, plural

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from desktop.core.areas import Areas
    from desktop.core.dataset import Dataset
    from desktop.core.models.model import Model
    from desktop.core.models.result import Result


WIDTH = 100
_YEARS = 10  # of a history, where nothing else is asked for
_Given = TypeVar("_Given", float, bool)


@dataclass(frozen=True, slots=True)
class Case:
    """A model worked out on an extract."""

    data: Dataset
    model: Model
    level: str
    areas: Areas
    period: Period
    result: Result
    within: NDArray[np.bool_]  # the areas asked about
    within_name: str = ""


def case_of(data: Dataset, options: argparse.Namespace) -> Case:
    """The model, level, period and years that are asked for, worked out.

    Raises:
        UsageError: no such model, level, reference or switch, or nothing to work with.
        ModelError: a model file that does not hold together.
    """
    from desktop.core.models.engine import evaluate
    from desktop.core.models.inputs import gather

    model = _model(data, options.model)
    level = level_of(data, options)
    period = parse_period(options.period) if options.period else _newest(data, level, model)
    years = 1
    if options.explain is None:
        years = 1 + bool(options.moves)
    if options.history is not None:
        wanted = _YEARS if options.years is None else options.years
        years = min(wanted, max(period.year - _first_year(data, level, model) + 1, 1))
    inputs = gather(
        data,
        level,
        model,
        period,
        years,
        references=_once([_reference(text) for text in options.reference]),
        switches=_once([_switch(text) for text in options.switch]),
    )
    return Case(
        data,
        model,
        level,
        data.areas(level),
        period,
        evaluate(model, inputs),
        within_of(data, options, level),
        options.within or "",
    )


def _model(data: Dataset, asked: str | None) -> Model:
    from desktop.core.models.modelfile import model_named, names_told

    if asked:
        return model_named(asked, data.models)
    if not data.models:
        raise UsageError(
            _("Sig, hvilken model der skal bruges."),
            hint=_("Skriv --model og en af:") + "\n" + names_told(),
        )
    return model_named(next(iter(data.models)), data.models)


def _first_year(data: Dataset, level: str, model: Model) -> int:
    """The year of the oldest number the model could use: a history does not begin before it."""
    names = [id for each in model.inputs for id in (each.indicator, *each.alternatives)]
    return min((period.year for id in names for period in data.periods_of(id, level)), default=9999)


def _newest(data: Dataset, level: str, model: Model) -> Period:
    """The newest period of the model's indicators, else of any on the level.

    A school year is asked for by name alone: it ends in the summer and would set all else aside.
    """
    names = [id for each in model.inputs for id in (each.indicator, *each.alternatives)]
    held = [period for id in names for period in data.periods_of(id, level)]
    if not held:
        held = [p for each in data.indicators_of(level) for p in data.periods_of(each.id, level)]
    if not held:
        raise UsageError(
            _("Niveauet har ingen tal: {level}").format(level=level),
            hint=_("Vælg et andet niveau med --level."),
        )
    plain = [period for period in held if period.kind is not Kind.SCHOOL_YEAR]
    return max(plain or held, key=order)


def _once(pairs: list[tuple[str, _Given]]) -> dict[str, _Given]:
    """What is given for each id, which can be given but once."""
    ids = [id for id, _value in pairs]
    for id in ids:
        if ids.count(id) > 1:
            raise UsageError(
                _("»{id}« er givet mere end én gang.").format(id=id),
                hint=_("Skriv kun det, der skal gælde."),
            )
    return dict(pairs)


def _reference(text: str) -> tuple[str, float]:
    id, _equals, value = text.partition("=")
    try:
        return id.strip(), float(value.replace(",", "."))
    except ValueError as error:
        raise UsageError(
            _("Referencetallet kan ikke læses: {text}").format(text=text),
            hint=_("Skriv id=tal, fx doemte_land=0,8."),
        ) from error


def _switch(text: str) -> tuple[str, bool]:
    id, _equals, value = text.partition("=")
    if value not in ("on", "off"):
        raise UsageError(
            _("Kontakten kan ikke læses: {text}").format(text=text),
            hint=_("Skriv id=off eller id=on."),
        )
    return id.strip(), value == "on"


def heading(case: Case) -> dict[str, Any]:
    """What was asked and what was used to answer, as JSON says it."""
    model, inputs = case.model, case.result.inputs
    return {
        "model": model.id,
        "name": str(model.name),
        "version": model.version,
        "status": model.status.value,
        "claims_official": model.claims,
        "differs_from_own": model.differs,
        "unconfirmed": str(model.unconfirmed),
        "level": case.level,
        "period": case.period.code,
        "within": case.within_name,
        "undecided": {id: count for id, (count, _all) in _undecided(case).items()},
        "in_force": _in_force(case, case.period),
        "absent": [each.id for each in model.inputs if not inputs.inputs[each.id].indicator],
        "replaced": dict(_replaced(case)),
        "references": {
            id: {"value": float(values[-1]), "year": inputs.reference_years[id][-1],
                 "given": id in inputs.given}
            for id, values in inputs.references.items()
        },
        "switched_off": list(case.result.switched_off),
    }  # fmt: skip


def _replaced(case: Case) -> Iterator[tuple[str, str]]:
    for each in case.model.inputs:
        used = case.result.inputs.inputs[each.id].indicator
        if used and used != each.indicator:
            yield each.indicator, used


def _in_force(case: Case, period: Period) -> bool:
    """Whether a period lies between the model's dates."""
    day = period.end
    begun = case.model.valid_from is None or case.model.valid_from <= day
    return begun and (case.model.valid_to is None or day <= case.model.valid_to)


def heading_lines(case: Case) -> Iterator[str]:
    """The same as lines to read."""
    from desktop.core.models.modelwords import origin_words, status_words

    model = case.model
    yield from (lacking := list(_undecided_lines(case)))
    level = str(case.data.level(case.level).plural) or case.level
    yield _("{model}, version {version}: {status}").format(
        model=model.name, version=model.version, status=status_words(model.status)
    )
    yield f"{case.data.manifest.municipality}, {level}, {case.period.label}"
    yield from (wrapped(words, 0) for words in origin_words(model))
    if case.within_name:
        yield _("Kun områder i »{name}«; målestokken er stadig hele modellens områder.").format(
            name=case.within_name
        )
    dates, first = dates_words(model), case.result.inputs.periods[case.result.inputs.lead]
    if not _in_force(case, case.period):
        yield _("Modellen gælder {dates}; perioden ligger udenfor.").format(dates=dates)
    elif not _in_force(case, first):
        yield _("Modellen gælder {dates}; tidligere år er regnet efter de samme regler.").format(
            dates=dates
        )
    inputs = case.result.inputs
    absent = [each for each in model.inputs if not inputs.inputs[each.id].indicator]
    if absent and not lacking:
        yield _("Uden tal på dette niveau: {names}.").format(
            names="; ".join(input_name(case, each.id) for each in absent)
        )
    for asked, used in _replaced(case):
        yield _("»{asked}« har ingen tal her; »{used}« bruges i stedet.").format(
            asked=asked, used=used
        )
    off = case.result.switched_off
    for switch in (each for each in model.switches if each.id in off):
        yield _("»{name}« er slået fra.").format(name=str(switch.name) or switch.id)
    yield ""


def _undecided(case: Case) -> dict[str, tuple[int, int]]:
    """By outcome, how many of the areas that the model speaks of are undecided, and those all."""
    from desktop.core.models.result import Why

    inside = case.result.inside[-1] & case.within
    return {
        id: (int((inside & (each.why[-1] == Why.UNDECIDED)).sum()), int(inside.sum()))
        for id, each in case.result.outcomes.items()
    }


def _undecided_lines(case: Case) -> Iterator[str]:
    """Said first of all where most areas are undecided because the extract lacks inputs."""
    inputs = case.result.inputs.inputs
    absent = [each.id for each in case.model.inputs if not inputs[each.id].indicator]
    undecided, every = max(_undecided(case).values(), default=(0, 0))
    if not absent or 2 * undecided <= every:
        return
    text = plural(
        "{undecided} af {all} område kan ikke afgøres, fordi udtrækket ikke har tal på dette niveau"
        " for: {names}.",
        "{undecided} af {all} områder kan ikke afgøres, fordi udtrækket ikke har tal på dette"
        " niveau for: {names}.",
        every,
    )
    names = "; ".join(input_name(case, id) for id in absent)
    told = text.format(undecided=number(undecided), all=number(every), names=names)
    yield wrapped(told, 0)
    yield ""


def input_name(case: Case, id: str) -> str:
    """What an input is called: by the model, the extract, the catalogue, else its indicator."""
    from desktop.core.catalogue import read_reference

    wanted = case.model.input_by_id[id]
    indicator = case.result.inputs.inputs[id].indicator or wanted.indicator
    held = {each.id: each.label for each in case.data.indicators}
    known = read_reference().entries
    named = str(known[indicator].indicator.label) if indicator in known else indicator
    return str(wanted.name) or held.get(indicator, named)


def area_name(case: Case, at: int) -> str:
    """An area by name, with code and year where it has ended or shares the name with another."""
    name, when = case.areas.names[at], lifetime(case, at)
    if when or case.areas.names.count(name) > 1:
        told = ", ".join(part for part in (case.areas.codes[at], when) if part)
        return f"{name} ({told})"
    return name


def lifetime(case: Case, at: int) -> str:
    """``ophørt 2020``, ``fra 2028``; empty where the area is there in the period."""
    day = case.period.end.toordinal()
    begun, ended = int(case.areas.valid_from[at]), int(case.areas.valid_to[at])
    if ended < day:
        return _("ophørt {year}").format(year=dt.date.fromordinal(ended).year)
    return _("fra {year}").format(year=dt.date.fromordinal(begun).year) if begun > day else ""


def wrapped(text: str, indent: int = 2) -> str:
    """A text in lines of at most :data:`WIDTH`, those after the first as far in."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (len(text) - len(text.lstrip()) + indent),
        break_on_hyphens=False,
        break_long_words=False,
    )


def dates_words(model: Model) -> str:
    """The days between which a model holds; empty where it names none."""
    if model.valid_from and model.valid_to:
        return _("fra {first} til {last}").format(
            first=date(model.valid_from), last=date(model.valid_to)
        )
    if model.valid_from:
        return _("fra {first}").format(first=date(model.valid_from))
    return _("til {last}").format(last=date(model.valid_to)) if model.valid_to else ""
