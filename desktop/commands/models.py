"""``boligatlas models``: the categorisation models there are, one in words, a file checked."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import table_lines, write_answer
from desktop.commands.categorycase import dates_words, wrapped
from desktop.commands.opening import add_passphrase, open_named
from desktop.core.errors import UsageError
from desktop.core.wording import _, number, quantity

if TYPE_CHECKING:
    from desktop.core.models.model import Category, Model, Outcome, Rule, Score, Test


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar=_("MODEL"), help=_("forklar en: id eller fil"))
    parser.add_argument(
        "--check", type=Path, metavar=_("FIL"), help=_("kontrollér en modelfil, før den bruges")
    )
    parser.add_argument(
        "--in",
        dest="file",
        type=Path,
        metavar=_("FIL"),
        help=_("et udtræk: vis, hvilke af modellens forhold det har"),
    )
    parser.add_argument(
        "--key", type=Path, metavar=_("FIL"), help=_("nøglefil, der åbner udtrækket")
    )
    add_passphrase(parser)
    parser.add_argument("--json", action="store_true", help=_("som JSON"))


def run(options: argparse.Namespace) -> int:
    """List the models, explain one, or check a file.

    Raises:
        UsageError: no such model, or an extract without a model to look for.
        ModelError: the file says something that cannot be done.
    """
    from desktop.commands.modelcheck import checked, inputs_in
    from desktop.core.models.modelfile import builtin_models, load_model, model_named

    path = options.check
    if options.file is not None and path is None and not options.id:
        raise UsageError(
            _("Sig, hvilken model udtrækket skal holdes op mod."),
            hint=_("Skriv en MODEL, eller --check FIL."),
        )
    model = load_model(path) if path else model_named(options.id) if options.id else None
    data = open_named(options) if options.file is not None else None
    try:
        if model is None:
            models = [load_model(own) for own in builtin_models().values()]
            facts: dict[str, Any] = {"models": [_summary(each) for each in models]}
            lines = list(_listed(models))
        elif path is not None:
            facts, lines = checked(model, path, data)
        else:
            facts, lines = _plain(asdict(model)), list(_explained(model))
            if data is not None:
                held, told = inputs_in(model, data)
                facts["extract"] = held["inputs"]
                lines += ["", *told]
    finally:
        if data is not None:
            data.close()
    write_answer(options, facts, lines)
    return 0


def _plain(value: Any) -> Any:
    """The fields of a model as JSON has them: dates as text, texts in both languages."""
    import datetime as dt

    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _summary(model: Model) -> dict[str, Any]:
    return {
        "id": model.id,
        "name": str(model.name),
        "version": model.version,
        "status": model.status.value,
        "valid_from": model.valid_from.isoformat() if model.valid_from else None,
        "valid_to": model.valid_to.isoformat() if model.valid_to else None,
        "sentence": str(model.sentence),
        "source": str(model.source),
        "indicators": [each.indicator for each in model.inputs],
    }


def _listed(models: list[Model]) -> Iterator[str]:
    from desktop.core.models.modelwords import status_words

    for model in models:
        yield f"{model.id}: {model.name}"
        yield wrapped(str(model.sentence))
        yield "  " + _("Version {version}; {status}.").format(
            version=model.version, status=status_words(model.status)
        )
        if dates := dates_words(model):
            yield "  " + _("Gælder {dates}.").format(dates=dates)
        yield wrapped(_("Kilde: {source}").format(source=model.source))
        yield ""
    yield _("»boligatlas models MODEL« forklarer en; »--check FIL« kontrollerer din egen.")


def _explained(model: Model) -> Iterator[str]:
    from desktop.core.models.modelwords import origin_words, status_words

    yield f"{model.name} ({model.id})"
    if str(model.sentence):
        yield wrapped(str(model.sentence), 0)
    yield _("Version {version}; {status}.").format(
        version=model.version, status=status_words(model.status)
    )
    if dates := dates_words(model):
        yield _("Gælder {dates}.").format(dates=dates)
    yield from (wrapped(words, 0) for words in origin_words(model))
    yield from _population_lines(model)
    yield from _input_lines(model)
    if model.rules:
        yield from ("", _("Fra tal til point"))
        for rule in model.rules:
            yield from _rule_lines(rule)
    for score in model.scores:
        yield from _score_lines(model, score)
    if model.tests:
        yield from ("", _("Prøver"))
        rows = [_test_row(model, test) for test in model.tests]
        yield from (f"  {line}" for line in table_lines(rows))
    for outcome in model.outcomes:
        yield from _outcome_lines(model, outcome)
    yield from _outside_lines(model)
    for title, text in ((_("Kilde"), model.source), (_("Forbehold"), model.note)):
        if str(text):
            yield from ("", title, wrapped(str(text)))


def _population_lines(model: Model) -> Iterator[str]:
    population = model.population
    wants = []
    if population.residents_minimum:
        wants.append(_("mindst {count} beboere").format(count=number(population.residents_minimum)))
    if population.sector:
        wants.append(_("sektoren »{sector}«").format(sector=population.sector))
    if wants:
        yield _("Taler om områder med: {wants}.").format(wants=_(" og ").join(wants))
    yield _("Et tal må være op til {years} år ældre end den periode, der spørges om.").format(
        years=population.most_years_old
    )


def _input_lines(model: Model) -> Iterator[str]:
    yield from ("", _("Forhold"))
    rows = []
    for each in model.inputs:
        name = str(each.name) or _catalogue_name(each.indicator)
        more = []
        if each.alternatives:
            more.append(_("ellers {ids}").format(ids=", ".join(each.alternatives)))
        if each.years > 1:
            more.append(_("{years} år lagt sammen").format(years=each.years))
        rows.append((each.id, each.indicator, name, "; ".join(more)))
    yield from (f"  {line}" for line in table_lines(rows))


def _catalogue_name(indicator: str) -> str:
    from desktop.core.indicators import load_catalogue
    from desktop.core.paths import resource

    known = load_catalogue(resource("catalogue.toml")).indicators
    return str(known[indicator].name) if indicator in known else ""


def _rule_lines(rule: Rule) -> Iterator[str]:
    from desktop.core.models.model import Measured
    from desktop.core.models.modelwords import points_words

    measured = {
        Measured.VALUE: _("tallet selv"),
        Measured.DIFFERENCE: _("forskellen til kommunen"),
        Measured.RATIO: _("indeks, kommunen = 100"),
        Measured.Z: _("standardafvigelser (sd) fra midten af modellens områder"),
        Measured.PERCENTILE: _("percentil 0-100 blandt modellens andre områder"),
        Measured.CHANGE: _("ændringen fra samme tid året før"),
    }[rule.of]
    turned = _("; hvor mere er bedre, vendes der om") if rule.adverse else ""
    yield f"  {rule.id}: {measured}{turned}"
    if rule.line is not None:
        yield "    " + _(
            "en lige linje fra {low} ({first} point) til {high} ({last} point), vandret udenfor"
        ).format(
            low=_short(rule.line.measured[0]),
            first=points_words(rule.line.points[0]),
            high=_short(rule.line.measured[1]),
            last=points_words(rule.line.points[1]),
        )
        return
    ends = [_short(bound) for bound in rule.bounds]
    steps = [
        _("under {end}"),
        *([_("fra {low} til under {end}")] * (len(ends) - 1)),
        _("fra {low}"),
    ]
    if rule.upper_inclusive:
        steps = [
            _("til og med {end}"),
            *([_("over {low} til og med {end}")] * (len(ends) - 1)),
            _("over {low}"),
        ]
    for step, low, end, points in zip(steps, ["", *ends], [*ends, ""], rule.points, strict=True):
        told = step.format(low=low, end=end)
        yield "    " + _("{step}: {points} point").format(step=told, points=points_words(points))


def _short(value: float) -> str:
    """A number with as many decimals as it has, one at most."""
    return number(value, 0 if value == round(value) else 1)


def _score_lines(model: Model, score: Score) -> Iterator[str]:
    from desktop.core.models.explain import ends_of
    from desktop.core.models.model import Combine, Missing
    from desktop.core.models.modelwords import points_words

    low, high = ends_of(model, score.id)
    how = _("sum") if score.combine is Combine.SUM else _("vægtet gennemsnit")
    title = _("{name}: {how}, fra {low} til {high}").format(
        name=str(score.name) or score.id, how=how, low=points_words(low), high=points_words(high)
    )
    yield from ("", title)
    whole = sum(part.weight for part in score.parts)
    rows = []
    for part in score.parts:
        name = part.input
        if part.score:
            name = str(model.score_by_id[part.score].name) or part.score
        rows.append((name, part.rule, quantity(100 * part.weight / whole, "%", 0)))
    yield from (f"  {line}" for line in table_lines(rows, "llr"))
    yield "  " + {
        Missing.NONE: _("Mangler en del, er der ingen sum."),
        Missing.LOWEST: _("En del, der mangler, tæller de færreste point."),
        Missing.REWEIGHT: _(
            "Mangler en del, står de øvrige for det hele, når der er mindst {least}."
        ),
    }[score.missing].format(least=score.least)


def _test_row(model: Model, test: Test) -> tuple[str, ...]:
    from desktop.core.models.modelwords import comparison_words, measured_words

    limit = measured_words(test.of, test.limit.value, "", test.decimals)
    if test.limit.reference:
        reference = next(each for each in model.references if each.id == test.limit.reference)
        limit = _("{times} × {name}").format(
            times=_short(test.limit.times), name=str(reference.name) or reference.id
        )
    return (
        test.id,
        str(test.name),
        test.input or test.score,
        f"{comparison_words(test.compare)} {limit}",
        _("kan slås fra med {switch}").format(switch=test.switch) if test.switch else "",
    )


def _outcome_lines(model: Model, outcome: Outcome) -> Iterator[str]:
    yield from ("", _("{name}: kategorierne, den første, der passer").format(name=outcome.name))
    for category in outcome.categories:
        yield f"  {category.name}: {condition_words(model, outcome, category)}"
        if str(category.sentence):
            yield wrapped(str(category.sentence), 4)
    if outcome.otherwise is not None:
        yield f"  {outcome.otherwise.name}: " + _("ellers")


def condition_words(model: Model, outcome: Outcome, category: Category) -> str:
    """When a category is given: ``fra 13 til under 17`` or ``mindst 2 af …``."""
    if category.band is not None:
        return _band_words(category)
    names = {test.id: test.id for test in model.tests}
    quoted = _("»{name}«")
    names |= {f"@{each.id}": quoted.format(name=each.name) for each in outcome.categories}
    wants = [names[name] for name in category.all]
    if category.at_least:
        wants.append(
            _("mindst {count} af {names}").format(
                count=category.at_least, names=", ".join(names[name] for name in category.of)
            )
        )
    told = _(" og ").join(wants)
    if category.years > 1:
        told = _("{what}, {years} år i træk").format(what=told, years=category.years)
    if category.switch:
        told = _("{what} (kan slås fra med {switch})").format(what=told, switch=category.switch)
    return told


def _band_words(category: Category) -> str:
    import math

    band = category.band
    assert band is not None
    low = high = ""
    if math.isfinite(band.low):
        text = _("fra {edge}") if band.low_inclusive else _("over {edge}")
        low = text.format(edge=_short(band.low))
    if math.isfinite(band.high):
        text = _("til og med {edge}") if band.high_inclusive else _("under {edge}")
        high = text.format(edge=_short(band.high))
    if low and high and not band.high_inclusive:
        return _("{low} til {high}").format(low=low, high=high)
    return " ".join(end for end in (low, high) if end) or _("altid")


def _outside_lines(model: Model) -> Iterator[str]:
    if model.references:
        yield from ("", _("Tal udefra"))
        for reference in model.references:
            values = ", ".join(
                f"{year}: {quantity(value, reference.unit, 3)}"
                for year, value in sorted(reference.values.items())
            )
            yield f"  {reference.id}: {reference.name}. {values}"
            if str(reference.source):
                yield wrapped(str(reference.source), 4)
    if model.switches:
        yield from ("", _("Kan slås fra"))
        for switch in model.switches:
            yield f"  {switch.id}: {switch.name}"
            if str(switch.note):
                yield wrapped(str(switch.note), 4)
