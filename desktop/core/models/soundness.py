"""Whether the parts of a model hold together: names, ladders, weights, bands and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from desktop.core.models.bands import check_cover
from desktop.core.models.model import (
    Category,
    Line,
    Measured,
    Missing,
    Model,
    Outcome,
    Part,
    Rule,
    Score,
    Test,
    in_order,
)
from desktop.core.models.reading import Mistakes, Table, nearest, numbered
from desktop.core.wording import _


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Part = TypeVar("_Part")


def check_model(model: Model, table: Table) -> None:
    """Note where the parts of a model contradict each other.

    Names are looked up among all that the file gives, so that a mistake in one part does not make
    mistakes of those that name it. A part that could not be read is not judged any further.

    Args:
        model: as read, with something of the right sort where a value had a mistake.
        table: the whole file, which says where a mistake stands and keeps the list of them.
    """
    if model.valid_from and model.valid_to and model.valid_from > model.valid_to:
        table.note(_("Modellen ophører, før den begynder."), _("Byt om på datoerne."), "valid_to")
    lists: Mapping[str, Sequence[_Named]] = {
        "inputs": model.inputs,
        "references": model.references,
        "switches": model.switches,
        "rules": model.rules,
        "scores": model.scores,
        "tests": model.tests,
        "outcomes": model.outcomes,
    }
    as_read = Mistakes("", list(table.mistakes.found))
    for key in lists:
        _check_ids(table.ids(key), table, f"[[{key}]]")
    if not model.outcomes and not as_read.at("outcomes", ""):
        table.note(
            _("Modellen har intet at inddele områder efter."),
            _("Tilføj en [[outcomes]] med [[outcomes.categories]]."),
        )
    _check_names(model, table)
    _check_each(model.rules, _check_rule, "[[rules]]", table, as_read)
    _check_each(model.scores, _check_score, "[[scores]]", table, as_read)
    _check_each(model.tests, _check_test, "[[tests]]", table, as_read)
    _check_each(model.outcomes, _check_outcome, "[[outcomes]]", table, as_read)
    if not table.mistakes.at("[[scores]]"):
        circle = in_order(model.scores, lambda score: score.needs)
        _check_circle(model.scores, circle, table, "[[scores]]")
    for nr, outcome in enumerate(model.outcomes, 1):
        place = numbered("[[outcomes]]", nr)
        if not table.mistakes.at(place):
            with table.noting():
                _check_whole(outcome, model, table, place)


def _check_each(
    items: Sequence[_Part],
    check: Callable[[_Part, Table, str], None],
    key: str,
    table: Table,
    as_read: Mistakes,
) -> None:
    """Every part of a list by itself, those passed over that could not be read."""
    for nr, item in enumerate(items, 1):
        place = numbered(key, nr)
        if not as_read.at(place):
            with table.noting():
                check(item, table, place)


def _check_names(model: Model, table: Table) -> None:
    """Every name that one part calls another by."""
    known = {
        key: table.ids(key)
        for key in ("inputs", "references", "switches", "rules", "scores", "tests")
    }

    def check(key: str, name: str, place: str) -> None:
        if name:
            _check_name(name, known[key], table, place)

    for at, score in enumerate(model.scores, 1):
        for nr, part in enumerate(score.parts, 1):
            place = f"{numbered('[[scores]]', at)}, {numbered('parts', nr)}"
            check("scores", part.score, f"{place}, score")
            check("inputs", part.input, f"{place}, input")
            if part.input:
                check("rules", part.rule, f"{place}, rule")
    for at, test in enumerate(model.tests, 1):
        place = numbered("[[tests]]", at)
        check("inputs", test.input, f"{place}, input")
        check("scores", test.score, f"{place}, score")
        check("references", test.limit.reference, f"{place}, limit, reference")
        check("switches", test.switch, f"{place}, switch")
    for at, outcome in enumerate(model.outcomes, 1):
        place = numbered("[[outcomes]]", at)
        check("scores", outcome.score, f"{place}, score")
        for nr, category in enumerate(outcome.categories, 1):
            check("switches", category.switch, f"{place}, {numbered('categories', nr)}, switch")
        _check_condition_names(outcome, known["tests"], table, place)


def _check_condition_names(
    outcome: Outcome, tests: Sequence[str], table: Table, place: str
) -> None:
    """The tests and other categories that the conditions of an outcome name."""
    for nr, category in enumerate(outcome.categories, 1):
        others = [f"@{each.id}" for each in outcome.categories if each.id != category.id]
        for key, names in (("of", category.of), ("all", category.all)):
            for name in names:
                _check_name(
                    name, [*tests, *others], table, f"{place}, {numbered('categories', nr)}, {key}"
                )


def _check_name(name: str, known: Sequence[str], table: Table, place: str) -> None:
    if name not in known:
        table.note(_("»{name}« findes ikke.").format(name=name), nearest(name, known), place)


def _ids(items: Iterable[_Named]) -> list[str]:
    return [each.id for each in items]


def _check_ids(ids: Sequence[str], table: Table, place: str) -> None:
    for nr, id in enumerate(ids, 1):
        if id in ids[: nr - 1]:
            table.note(
                _("Id'et »{id}« er brugt før.").format(id=id),
                _("Giv hver sit eget id."),
                f"{numbered(place, nr)}, id",
            )


def _check_circle(
    items: Sequence[_Named],
    ordered: Mapping[str, object],
    table: Table,
    place: str,
) -> None:
    circling = [nr for nr, each in enumerate(items, 1) if each.id not in ordered]
    if circling:
        table.note(
            _("»{id}« bygger på sig selv i ring.").format(id=items[circling[0] - 1].id),
            _("Bryd ringen: noget må bygge på input eller test alene."),
            numbered(place, circling[0]),
        )


def _check_rule(rule: Rule, table: Table, place: str) -> None:
    if rule.adverse and rule.of is Measured.VALUE:
        table.fail(
            _("En værdi, som den er, kan ikke vendes efter indikatorens retning."),
            _("Slet adverse, og skriv point, der falder, hvor en høj værdi er god."),
            f"{place}, adverse",
        )
    if rule.line is not None:
        if rule.bounds or rule.points:
            table.fail(
                _("Reglen har både en stige og en linje."),
                _("Behold bounds og points, eller line."),
                f"{place}, line",
            )
        _check_line(rule.line, table, place)
        return
    if not rule.bounds:
        table.fail(
            _("Stigen mangler."),
            _("Skriv bounds og points, eller line."),
            f"{place}, bounds",
        )
    if not all(low < high for low, high in pairwise(rule.bounds)):
        table.fail(
            _("Grænserne skal stige."),
            _("Skriv dem fra den laveste til den højeste, hver kun én gang."),
            f"{place}, bounds",
        )
    if rule.of is Measured.PERCENTILE and not 0 <= rule.bounds[0] <= rule.bounds[-1] <= 100:
        table.fail(
            _("En percentil ligger fra 0 til 100."),
            _("Ret grænserne, så de ligger der."),
            f"{place}, bounds",
        )
    if len(rule.points) != len(rule.bounds) + 1:
        table.fail(
            _("Der er {points} point til {bounds} grænser.").format(
                points=len(rule.points), bounds=len(rule.bounds)
            ),
            _("Der skal være ét pointtal mere, end der er grænser."),
            f"{place}, points",
        )
    steps = [after - before for before, after in pairwise(rule.points)]
    if rule.adverse and min(steps) < 0 < max(steps):
        table.fail(
            _("Stigen modsiger sig selv: pointene både stiger og falder, mens det bliver værre."),
            _("Lad pointene gå én vej, eller skriv adverse = false."),
            f"{place}, points",
        )


def _check_line(line: Line, table: Table, place: str) -> None:
    if line.measured[0] >= line.measured[1]:
        table.fail(
            _("Linjen skal gå fra et lavere til et højere målt tal."),
            _("Skriv [målt, point] for det laveste i »from« og for det højeste i »to«."),
            f"{place}, line",
        )


def _check_score(score: Score, table: Table, place: str) -> None:
    if not score.parts:
        table.fail(
            _("Scoren er ikke sat sammen af noget."),
            _("Skriv {form}.").format(form='parts = [{input = "…", rule = "…"}]'),
            f"{place}, parts",
        )
    for nr, part in enumerate(score.parts, 1):
        _check_part(part, table, f"{place}, {numbered('parts', nr)}")
    if not any(part.weight > 0 for part in score.parts):
        table.fail(
            _("Alle vægte er nul."),
            _("Giv mindst én del en vægt over nul."),
            f"{place}, parts",
        )
    if score.least > 1 and score.missing is Missing.NONE:
        table.fail(
            _("Et mindste antal dele har kun mening, når dele må mangle."),
            _("Slet least, eller skriv {form}.").format(form='missing = "reweight"'),
            f"{place}, least",
        )
    if score.least > len(score.parts):
        table.fail(
            _("Der kræves {least} dele, og der er kun {parts}.").format(
                least=score.least, parts=len(score.parts)
            ),
            _("Skriv et lavere tal."),
            f"{place}, least",
        )


def _check_part(part: Part, table: Table, place: str) -> None:
    if bool(part.input) == bool(part.score):
        table.fail(_("En del er enten et input eller en score."), _("Skriv den ene af dem."), place)
    if part.weight < 0:
        table.fail(
            _("Vægten er negativ."),
            _("Vend reglens point i stedet."),
            f"{place}, weight",
        )
    if part.score and part.rule:
        table.fail(
            _("En score har allerede point og bruger ingen regel."),
            _("Slet rule."),
            f"{place}, rule",
        )
    if part.input and not part.rule:
        table.fail(
            _("Et input bliver til point ved en regel, og hvilken er ikke sagt."),
            _("Skriv {form}.").format(form='rule = "…"'),
            f"{place}, rule",
        )


def _check_test(test: Test, table: Table, place: str) -> None:
    if bool(test.input) == bool(test.score):
        table.fail(
            _("En test gælder enten et input eller en score."), _("Skriv den ene af dem."), place
        )
    if test.score and test.of is not Measured.VALUE:
        table.fail(_("En score måles, som den er."), _("Slet »of«."), f"{place}, of")
    if test.adverse and test.of is Measured.VALUE:
        table.fail(
            _("En værdi, som den er, kan ikke vendes efter indikatorens retning."),
            _("Slet adverse, og vælg den side af grænsen, der menes."),
            f"{place}, adverse",
        )


def _check_outcome(outcome: Outcome, table: Table, place: str) -> None:
    if not outcome.categories:
        table.fail(
            _("Der er ingen kategorier."),
            _("Tilføj [[outcomes.categories]], den værste først."),
            place,
        )
    _check_ids(_ids(outcome.all_categories), table, f"{place}, categories")
    banded = any(category.band is not None for category in outcome.categories)
    for nr, category in enumerate(outcome.categories, 1):
        with table.noting():
            if banded:
                _check_banded(category, outcome, table, f"{place}, {numbered('categories', nr)}")
            else:
                _check_condition(category, table, f"{place}, {numbered('categories', nr)}")


def _check_whole(outcome: Outcome, model: Model, table: Table, place: str) -> None:
    """What can be said of an outcome's categories together, once each is sound."""
    if outcome.categories[0].band is None:
        _check_circle(outcome.categories, outcome.by_need, table, f"{place}, categories")
    elif not table.mistakes.at("[[rules]]", "[[scores]]", "rules", "scores"):
        check_cover(outcome, model, table, place)


def _check_banded(category: Category, outcome: Outcome, table: Table, place: str) -> None:
    if category.band is None or category.of or category.all or category.at_least:
        table.fail(
            _("Nogle kategorier er stykker af en score, andre er betingelser."),
            _("Brug »from« og »below« i dem alle, eller »of« og »all« i dem alle."),
            place,
        )
    if not outcome.score and category is outcome.categories[0]:
        table.fail(
            _("Kategorien er et stykke af en score, men hvilken er ikke sagt."),
            _("Skriv score = … i [[outcomes]]."),
            place,
        )
    if category.switch:
        table.fail(
            _("Et stykke af en score kan ikke slås fra."),
            _("Slet switch."),
            f"{place}, switch",
        )
    if category.years > 1:
        table.fail(
            _("År i træk kan kun kræves af betingelser."),
            _("Lav en test af scoren, og brug den i all."),
            f"{place}, years",
        )
    band = category.band
    empty = band.low == band.high and not (band.low_inclusive and band.high_inclusive)
    if band.low > band.high or empty:
        table.fail(_("Stykket er tomt."), _("»from« skal være mindre end »below«."), place)


def _check_condition(category: Category, table: Table, place: str) -> None:
    if not category.of and not category.all:
        table.fail(
            _("Kategorien har ingen betingelse."),
            _("Skriv »from« og »below«, eller »all«, eller »at_least« og »of«."),
            place,
        )
    if bool(category.of) != bool(category.at_least) or category.at_least > len(category.of):
        table.fail(
            _("Hvor mange af testene skal være opfyldt?"),
            _("Skriv »at_least« fra 1 til antallet i »of«, og begge dele eller ingen af dem."),
            f"{place}, at_least",
        )
