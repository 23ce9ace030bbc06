"""``boligatlas categories``: what category every area has by a model, how sure it is, and why."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import add_question, position_of, table_lines, write_answer
from desktop.commands.categorycase import Case, case_of, heading, heading_lines, wrapped
from desktop.commands.categorytimes import history_of, moves_of
from desktop.commands.opening import add_opening, open_named
from desktop.core.wording import _, number, plural

if TYPE_CHECKING:
    from desktop.core.models.certainty import Certainty
    from desktop.core.models.model import Outcome

_NAMED = 12  # areas named after each other; the rest are counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_opening(parser)
    add_question(parser, indicator=False)
    parser.add_argument(
        "--model",
        metavar=_("MODEL"),
        help=_("id eller fil; »boligatlas models« viser dem; ellers den, der følger med udtrækket"),
    )
    parser.add_argument(
        "--explain",
        metavar=_("OMRÅDE"),
        help=_("hvorfor et område har sin kategori: kode, navn"),
    )
    parser.add_argument(
        "--history",
        metavar=_("OMRÅDE"),
        nargs="?",
        const="",
        help=_("kategorierne år for år: for ét område, ellers antallet i hver"),
    )
    parser.add_argument(
        "--moves", action="store_true", help=_("hvem der har skiftet kategori siden året før")
    )
    parser.add_argument(
        "--years", type=int, metavar=_("ANTAL"), default=10, help=_("år i historikken; ellers 10")
    )
    parser.add_argument(
        "--reference",
        metavar=_("ID=TAL"),
        action="append",
        default=[],
        help=_("et eget tal i stedet for modellens; kan gentages"),
    )
    parser.add_argument(
        "--switch",
        metavar="ID=off",
        action="append",
        default=[],
        help=_("slå en del af modellen fra (off) eller til (on); kan gentages"),
    )
    parser.add_argument(
        "--certainty",
        action=argparse.BooleanOptionalAction,
        default=True,
        help=_("regn sikkerheden ud; ellers ja"),
    )


def run(options: argparse.Namespace) -> int:
    """Print the categories of a level's areas, or one of the other views of them."""
    data = open_named(options)
    try:
        case = case_of(data, options)
        if options.explain is not None:
            facts, lines = _explained(case, options)
        elif options.history is not None:
            facts, lines = history_of(case, options)
        elif options.moves:
            facts, lines = moves_of(case)
        else:
            facts, lines = _listed(case, options)
    finally:
        data.close()
    write_answer(options, {**heading(case), **facts}, [*heading_lines(case), *lines])
    return 0


def _listed(case: Case, options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    from desktop.core.models.certainty import certainty

    sure = certainty(case.result) if options.certainty else None
    outcomes = {outcome.id: _outcome_facts(case, outcome, sure) for outcome in case.model.outcomes}
    areas = [_area_facts(case, at, sure) for at in range(len(case.areas))]
    facts = {"outcomes": outcomes, "areas": areas, "draws": sure.draws if sure else 0}
    found = [each for each in areas if any(c["category"] for c in each["categories"].values())]
    if not found:
        return facts, [_("Ingen områder får en kategori."), "", *_without_lines(case)]
    lines = [*_count_lines(case, outcomes), *_area_lines(case, found)]
    if without := list(_without_lines(case)):
        lines += [*without, ""]
    return facts, [*lines, *_legend(case, options)]


def _outcome_facts(case: Case, outcome: Outcome, sure: Certainty | None) -> dict[str, Any]:
    import numpy as np

    from desktop.core.models.result import Why

    found = case.result.outcomes[outcome.id]
    inside = case.result.inside[-1]
    facts: dict[str, Any] = {
        "name": str(outcome.name) or outcome.id,
        "categories": [
            {"id": each.id, "name": str(each.name), "areas": int((found.index[-1] == at).sum())}
            for at, each in enumerate(outcome.all_categories)
        ],
        "without": {
            why.name.lower(): int((found.why[-1] == why).sum())
            for why in Why
            if why is not Why.CATEGORISED
        },
    }
    if sure is not None:
        for each, chances in zip(facts["categories"], sure.chances[outcome.id], strict=True):
            each["expected"] = float(np.where(inside, chances[-1], 0.0).sum())
    return facts


def _area_facts(case: Case, at: int, sure: Certainty | None) -> dict[str, Any]:
    from desktop.core.models.result import NONE, Outside, Truth, Why

    result = case.result
    facts: dict[str, Any] = {
        "code": case.areas.codes[at],
        "name": case.areas.names[at],
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


def _count_lines(case: Case, outcomes: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    for outcome in case.model.outcomes:
        facts = outcomes[outcome.id]
        expects = any("expected" in each for each in facts["categories"])
        rows = [(facts["name"], _("områder"), _("ventet") if expects else "")]
        for each in facts["categories"]:
            expected = number(each.get("expected", math.nan))
            rows.append((f"  {each['name']}", number(each["areas"]), expected))
        none = sum(facts["without"].values())
        rows.append(("  " + _("uden kategori"), number(none), ""))
        yield from table_lines(rows, "lrr")
        yield ""


def _area_lines(case: Case, areas: list[dict[str, Any]]) -> Iterator[str]:
    """The areas with a category, the most burdened category first and then by code."""
    heads = [_("kode"), _("område")]
    align = "ll"
    for outcome in case.model.outcomes:
        heads.append(str(outcome.name) or outcome.id)
        align += "l"
        if outcome.categories[0].band is not None:
            heads.append(_("sum"))
            align += "r"
        heads.append(_("sikkerhed"))
        align += "r"
    tested = bool(case.model.tests)
    if tested:
        heads.append(_("opfyldte prøver"))
    rows = [tuple(heads)]
    for area in sorted(areas, key=lambda each: (_places(case, each), each["code"])):
        cells = [area["code"], area["name"]]
        for outcome in case.model.outcomes:
            cells += _category_cells(outcome, area)
        if tested:
            met = [id for id, truth in area["tests"].items() if truth == "met"]
            cells.append(", ".join(met))
        rows.append(tuple(cells))
    yield from table_lines(rows, align)
    yield ""


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
        if places := [at for at, each in enumerate(result.outside[-1]) if each == outside]:
            yield wrapped(_without(case, places, reason), 0)
    for outcome in case.model.outcomes:
        found, every = result.outcomes[outcome.id], outcome.all_categories
        name = f"{outcome.name}: " if len(case.model.outcomes) > 1 else ""
        by_words: dict[str, list[int]] = {}
        for at, why in enumerate(found.why[-1]):
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


def _legend(case: Case, options: argparse.Namespace) -> Iterator[str]:
    if case.model.tests:
        yield _("»boligatlas models {model}« forklarer prøverne.").format(model=case.model.id)
    if options.certainty:
        yield _(
            "Sikkerhed er chancen for samme kategori, hvis tallene var faldet lidt anderledes ud;"
            " * betyder, at en anden kategori er mere sandsynlig."
        )
        yield _("Ventet er, hvor mange områder der i så fald i gennemsnit ville være i hver.")


def _without(case: Case, places: list[int], reason: str, outcome: str = "") -> str:
    named = ", ".join(case.areas.names[at] for at in places[:_NAMED])
    more = len(places) - _NAMED
    if more > 0:
        named += plural(" og {count} til", " og {count} til", more).format(count=number(more))
    count = plural("{count} område", "{count} områder", len(places)).format(
        count=number(len(places))
    )
    return f"{outcome}{count} {reason}: {named}"


def _explained(case: Case, options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    from dataclasses import asdict

    from desktop.core.models.certainty import certainty
    from desktop.core.models.explain import explain
    from desktop.core.models.explainwords import told
    from desktop.core.models.sensitivity import sensitivity

    at = position_of(case.data, case.level, options.explain)
    explanation = explain(
        case.result,
        at,
        name=case.areas.names[at],
        indicators={each.id: each.label for each in case.data.indicators},
        certainty=certainty(case.result) if options.certainty else None,
        shifts=sensitivity(case.result),
    )
    lines: list[str] = []
    for place, section in enumerate(told(explanation)):
        lines.append(section.title)
        if place:  # what is said of the model stands in the heading
            lines += [wrapped(sentence) for sentence in section.sentences]
        lines += [f"  {line}" for line in table_lines(section.rows, section.align)]
        lines.append("")
    return {"explanation": asdict(explanation)}, lines[:-1]
