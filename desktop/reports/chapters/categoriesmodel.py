"""The model behind a categorisation: what goes in, how it is weighed, its limits, its doubts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from desktop.core.indicators import Indicator
from desktop.core.models.certainty import DRAWS, UNSURE
from desktop.core.models.explain import ends_of
from desktop.core.models.model import (
    Band,
    Category,
    Combine,
    Measured,
    Missing,
    Model,
    Outcome,
    Rule,
    Score,
)
from desktop.core.models.modelwords import (
    comparison_words,
    measured_words,
    origin_words,
    points_words,
    status_words,
)
from desktop.core.models.yearly import category_names
from desktop.core.wording import _, number, plural, quantity
from desktop.maps.categorycolours import category_colours
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Style,
    Table,
    facts,
)
from desktop.reports.chapters.categoriescase import Case, case_of, head, input_name, outcome_name
from desktop.reports.chapters.categoriesdoubts import (
    dates_words,
    period_words,
    rounding_words,
    switch_words,
)
from desktop.reports.chapters.sources import about_blocks, notes


def make_model(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapter about the model, and what has to be known of its numbers; none without one."""
    if case_of(asked) is None:
        return
    name = spec.title or _("Modellen")
    yield Chapter(name, lambda: _blocks(asked, name))


def _blocks(asked: Asked, name: str) -> Iterator[Block]:
    case = case_of(asked)
    if case is None:
        return
    model = case.model
    yield head(case, name)
    if str(model.sentence):
        yield Paragraph(str(model.sentence), Style.LEAD)
    yield facts(model_rows(case), 0.18)
    yield Heading(_("Hvad der tæller med"))
    yield inputs_table(case)
    if model.rules:
        yield Heading(_("Fra tal til point"))
        yield rules_table(model)
        for score in model.scores:
            yield from score_blocks(case, score)
    if model.tests:
        yield Heading(_("Prøverne"))
        yield tests_table(case)
        yield from notes(rounding_words(case))
    for outcome in model.outcomes:
        yield Heading(outcome_name(case, outcome) or _("Kategorierne"))
        yield categories_table(case, outcome)
    if said := tuple(switch_words(case)):
        yield Heading(_("Det, der kan slås fra"))
        yield Bullets(said)
    if str(model.note):
        yield Heading(_("Forbehold"))
        yield Paragraph(str(model.note))
    yield from about_blocks(case.data, used_indicators(case), case.period)


def used_indicators(case: Case) -> tuple[Indicator, ...]:
    """The indicators that were read, each once, in the model's order."""
    held = case.result.inputs.inputs
    ids = dict.fromkeys(held[each.id].indicator for each in case.model.inputs)
    return tuple(case.data.indicator(id) for id in ids if id)


def model_rows(case: Case) -> list[tuple[str, str]]:
    """What is said of the model as a whole."""
    model, population = case.model, case.model.population
    wants = []
    if population.residents_minimum:
        wants.append(_("mindst {count} beboere").format(count=number(population.residents_minimum)))
    if population.sector:
        wants.append(_("sektoren »{sector}«").format(sector=population.sector))
    rows = [
        (_("Model"), _("{name} (id {id})").format(name=model.name, id=model.id)),
        (_("Version"), model.version),
        (_("Status"), " ".join((f"{status_words(model.status)}.", *origin_words(model)))),
        (_("Gælder"), dates_words(case)),
        (_("Taler om"), _("områder med {wants}").format(wants=_(" og ").join(wants))
            if wants else _("alle områder")),
        (_("Alder af tal"), _("et tal må være op til {years} år ældre end perioden").format(
            years=population.most_years_old)),
        (_("Kilde"), str(model.source)),
        (_("Tvivl"), str(model.doubt)),
    ]  # fmt: skip
    return [(name, said) for name, said in rows if said]


def inputs_table(case: Case) -> Table:
    """The inputs: the indicator that was read, its period, and how it was put together."""
    rows = []
    for each in case.model.inputs:
        columns = case.result.inputs.inputs[each.id]
        used = case.data.indicator(columns.indicator).name if columns.indicator else ""
        more = []
        if columns.indicator and columns.indicator != each.indicator:
            more.append(_("i stedet for modellens egen"))
        if each.years > 1:
            more.append(_("{years} år lagt sammen").format(years=each.years))
        if each.new_year:
            more.append(_("som pr. 1. januar"))
        if each.id in case.sure.steady:
            more.append(_("uden antal bag"))
        cells = (
            Cell(input_name(case.data, each)),
            Cell(str(used) or _("ikke i udtrækket"), muted=not used),
            Cell(period_words(case, each.id)),
            Cell("; ".join(more), muted=True),
        )
        rows.append(Row(cells))
    columns_of = (
        Column(_("Forhold"), 0.26),
        Column(_("Indikator"), 0.34),
        Column(_("Tal for"), 0.18),
        Column(_("Bemærk"), 0.22),
    )
    return Table(columns_of, tuple(rows))


def rules_table(model: Model) -> Table:
    """The ladders and lines: what is measured, and how many points each step gives."""
    rows = [
        Row((Cell(rule.id), Cell(_measured_words(rule)), Cell(_steps_words(rule))))
        for rule in model.rules
    ]
    columns = (Column(_("Regel"), 0.16), Column(_("Måles som"), 0.36), Column(_("Point"), 0.48))
    return Table(columns, tuple(rows))


def _measured_words(rule: Rule) -> str:
    said = {
        Measured.VALUE: _("tallet selv"),
        Measured.DIFFERENCE: _("forskellen til kommunen"),
        Measured.RATIO: _("indeks, kommunen = 100"),
        Measured.Z: _("standardafvigelser (sd) fra midten af modellens områder"),
        Measured.PERCENTILE: _("percentil 0-100 blandt modellens andre områder"),
        Measured.CHANGE: _("ændringen fra samme tid året før"),
    }[rule.of]
    return said + (_("; hvor mere er bedre, vendes der om") if rule.adverse else "")


def _steps_words(rule: Rule) -> str:
    if rule.line is not None:
        return _(
            "en lige linje fra {low} ({first} point) til {high} ({last} point), vandret udenfor"
        ).format(
            low=_short(rule.line.measured[0]),
            first=points_words(rule.line.points[0]),
            high=_short(rule.line.measured[1]),
            last=points_words(rule.line.points[1]),
        )
    told = []
    for at, points in enumerate(rule.points):
        low = _short(rule.bounds[at - 1]) if at else ""
        high = _short(rule.bounds[at]) if at < len(rule.bounds) else ""
        step = _step(low, high, upper=rule.upper_inclusive)
        told.append(_("{step}: {points}").format(step=step, points=points_words(points)))
    return "; ".join(told)


def _step(low: str, high: str, *, upper: bool) -> str:
    """A step by its bounds, the right one of them included."""
    if not low:
        return (_("til og med {high}") if upper else _("under {high}")).format(high=high)
    if not high:
        return (_("over {low}") if upper else _("fra {low}")).format(low=low)
    text = _("over {low} til og med {high}") if upper else _("fra {low} til under {high}")
    return text.format(low=low, high=high)


def _short(value: float) -> str:
    """A number with as many decimals as it has, one at most; empty for an open end."""
    if not math.isfinite(value):
        return ""
    return number(value, 0 if value == round(value) else 1)


def score_blocks(case: Case, score: Score) -> Iterator[Block]:
    """A score: how it is put together, from what, and what is done about what is missing."""
    model = case.model
    low, high = ends_of(model, score.id)
    how = _("sum") if score.combine is Combine.SUM else _("vægtet gennemsnit")
    title = _("{name}: {how}, fra {low} til {high}").format(
        name=str(score.name) or score.id, how=how, low=points_words(low), high=points_words(high)
    )
    whole = sum(part.weight for part in score.parts)
    rows = []
    for part in score.parts:
        if part.score:
            name = str(model.score_by_id[part.score].name) or part.score
        else:
            name = input_name(case.data, model.input_by_id[part.input])
        share = quantity(100 * part.weight / whole, "%", 0) if whole else ""
        rows.append(Row((Cell(name), Cell(part.rule or _("egen sum"), muted=True), Cell(share))))
    yield Heading(title, rank=3, outlined=False)
    columns = (
        Column(_("Del"), 0.56),
        Column(_("Regel"), 0.26),
        Column(_("Vægt"), 0.18, number=True),
    )
    note = {
        Missing.NONE: _("Mangler en del, er der ingen sum."),
        Missing.LOWEST: _("En del, der mangler, tæller de færreste point."),
        Missing.REWEIGHT: _(
            "Mangler en del, står de øvrige for det hele, når der er mindst {least}."
        ).format(least=score.least),
    }[score.missing]
    yield Table(columns, tuple(rows), note)


def tests_table(case: Case) -> Table:
    """The tests with the limits that were used, and how many areas meet each."""
    model, result = case.model, case.result
    rows = []
    for test in model.tests:
        found = result.tests[test.id]
        columns = result.inputs.inputs.get(test.input)
        unit = columns.unit if columns else ""
        limit = measured_words(test.of, float(found.limits[-1, 0]), unit, max(test.decimals, 1))
        if test.limit.reference and limit:
            held = next(each for each in model.references if each.id == test.limit.reference)
            limit = _("{limit} = {times} × {name}").format(
                limit=limit, times=_short(test.limit.times), name=str(held.name) or held.id
            )
        switch = ""
        if test.switch:
            switch = _("kan slås fra") if found.on else _("slået fra")
        met = int(((found.truths[-1] == 2) & result.inside[-1]).sum())
        rows.append(
            Row(
                (
                    Cell(str(test.name) or test.id),
                    Cell(f"{comparison_words(test.compare)} {limit}" if limit else _("ukendt")),
                    Cell(number(met)),
                    Cell(switch, muted=True),
                )
            )
        )
    columns_of = (
        Column(_("Prøve"), 0.4),
        Column(_("Grænse"), 0.36),
        Column(_("Opfyldt af"), 0.11, number=True),
        Column(_("Kontakt"), 0.13),
    )
    return Table(columns_of, tuple(rows))


def categories_table(case: Case, outcome: Outcome) -> Table:
    """The categories with their colours, conditions and what they mean; the first that holds."""
    names = category_names(outcome)
    colours = category_colours(len(names))
    rows = [
        Row(
            (
                Cell(str(each.name), swatch=colours[at]),
                Cell(condition_words(case.model, outcome, each)),
                Cell(str(each.sentence), muted=True),
            )
        )
        for at, each in enumerate(outcome.categories)
    ]
    if len(names) > len(outcome.categories):
        last = Cell(names[-1], swatch=colours[-1])
        said = str(outcome.otherwise.sentence) if outcome.otherwise is not None else ""
        rows.append(Row((last, Cell(_("ellers")), Cell(said, muted=True))))
    columns = (
        Column(_("Kategori"), 0.26),
        Column(_("Når"), 0.38),
        Column(_("Betyder"), 0.36),
    )
    return Table(columns, tuple(rows), _("Et område får den første kategori, der passer."))


def condition_words(model: Model, outcome: Outcome, category: Category) -> str:
    """When a category is given: ``fra 13 til under 17 point``, ``mindst 2 af …``."""
    if category.band is not None:
        return _band_words(category.band)
    names = {test.id: str(test.short) or str(test.name) or test.id for test in model.tests}
    quoted = {id: _("»{name}«").format(name=name) for id, name in names.items()}
    quoted |= {f"@{each.id}": _("»{name}«").format(name=each.name) for each in outcome.categories}
    wants = [quoted[name] for name in category.all]
    if category.at_least:
        wants.append(
            _("mindst {count} af {names}").format(
                count=number(category.at_least),
                names=", ".join(quoted[name] for name in category.of),
            )
        )
    said = _(" og ").join(wants)
    if category.years > 1:
        said = _("{condition}, {years} år i træk").format(
            condition=said, years=number(category.years)
        )
    return said


def _band_words(band: Band) -> str:
    low, high = _short(band.low), _short(band.high)
    parts = []
    if low:
        parts.append((_("fra {low}") if band.low_inclusive else _("over {low}")).format(low=low))
    if high:
        text = _("til og med {high}") if band.high_inclusive else _("under {high}")
        parts.append(text.format(high=high))
    return _(" og ").join(parts) or _("alle")


def certainty_words() -> tuple[str, ...]:
    """How the chances are worked out, a sentence each."""
    return (
        plural(
            "Hvert tal, der er talt op, kunne være faldet lidt anderledes ud. Det er efterlignet"
            " {draws} gang: hver gang trækkes nye tal efter, hvor meget de svinger ved"
            " tilfældigheder, og kategorierne regnes ud igen.",
            "Hvert tal, der er talt op, kunne være faldet lidt anderledes ud. Det er efterlignet"
            " {draws} gange: hver gang trækkes nye tal efter, hvor meget de svinger ved"
            " tilfældigheder, og kategorierne regnes ud igen.",
            DRAWS,
        ).format(draws=number(DRAWS)),
        _("En kategoris chance er den del af gangene, som området fik den."),
        _(
            "»Fast« er en kategori med mindst {share} sandsynlighed. Er den lavere, står den"
            " kategori, som området ellers oftest fik."
        ).format(share=quantity(100 * UNSURE, "%")),
        _(
            "Målestokken (kommunens tal, percentiler, grænser) holdes fast, og der trækkes fra et"
            " fast udgangspunkt, så samme udtræk giver samme chancer."
        ),
        _(
            "Chancen siger ikke, om modellen er god, eller om dens grænser er rigtige: kun hvor"
            " meget tilfældigheder i tallene betyder."
        ),
    )
