"""An area's categories on paper: over the years, why it has them, and what is near."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.models.explain import explain
from desktop.core.models.explanation import Explanation, Number, Verdict
from desktop.core.models.model import Outcome
from desktop.core.models.modelwords import (
    chance_words,
    comparison_words,
    finely,
    measured_words,
    points_words,
    status_words,
    step_words,
)
from desktop.core.models.offered import fit_of, model_id, offers
from desktop.core.models.reasons import (
    Reason,
    lacking_sentences,
    met_words,
    near_sentences,
    quoted,
    reasons,
    summary_words,
    tests_of,
)
from desktop.core.models.result import Result, Truth
from desktop.core.models.shown import certainty_of, placed, shown_result
from desktop.core.models.yearly import years_of
from desktop.core.periods import Period
from desktop.core.sentences import state_words
from desktop.core.wording import _, ended, quantity
from desktop.maps.categoryyears import CategoryYears, category_years
from desktop.maps.charttexts import alt_of_bars
from desktop.maps.history import strip_words
from desktop.maps.profilepage import strips_figure
from desktop.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    Source,
    Style,
    Table,
)
from desktop.reports.blocks import Row as TableRow
from desktop.reports.typefaces import width as measure

_MODELS = 3  # whose categories are shown over the years
_MOST_ROWS = 14  # of a table of what counts
_LIKELY = 0.005
_NONE = "–"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A model worked out on a level at a time."""

    id: str
    result: Result


def models_of(data: Dataset, level: str, period: Period, wanted: str = "") -> tuple[Model, ...]:
    """The models that say something of a level: the one wanted first, then the extract's own.

    Without a wish the first is the first that fits. Empty where none does.
    """
    first = model_id(data, level, period, wanted)
    ids = [first] if first else []
    for offer in offers(data):
        if offer.shipped and offer.id not in ids and fit_of(data, level, period, offer).fits:
            ids.append(offer.id)
    found = ((id, shown_result(data, level, period, id)) for id in ids[:_MODELS])
    return tuple(Model(id, result) for id, result in found if result is not None)


def category_blocks(
    data: Dataset, level: str, period: Period, models: Sequence[Model], area: int, width: float
) -> Iterator[Block]:
    """The categories of an area: over the years by every model, and why by the first.

    Args:
        data: the extract.
        level: of the area.
        period: the newest time.
        models: from :func:`models_of`.
        area: its position.
        width: of the column in millimetres.
    """
    if not models:
        return
    yield Heading(_("Kategorier og hvorfor"), outlined=False)
    yield from years_blocks(data, level, period, models, area, width)
    yield from why_blocks(data, level, period, models[0], area)
    for other in models[1:]:
        said = _other_words(other, area)
        if said:
            yield Paragraph(said, Style.MUTED)


def years_blocks(
    data: Dataset, level: str, period: Period, models: Sequence[Model], area: int, width: float
) -> Iterator[Block]:
    """A strip of years for every outcome of the models; nothing where there never was one."""
    strips: list[CategoryYears] = []
    for model in models:
        outcomes = model.result.model.outcomes
        name = _short(str(model.result.model.name))
        for outcome in outcomes:
            years = years_of(data, level, period, model.id, outcome.id)
            if years is None:
                continue
            strip = category_years(years, area)
            own = name if len(outcomes) == 1 else f"{outcome.name}, {name}"
            strips.append(replace(strip, name=own))
    drawing = strips_figure(strips, width, measure)
    if drawing is not None:
        items = [(strip.name, strip_words(strip.years)) for strip in strips]
        alt = alt_of_bars(_("Områdets kategorier over årene"), items)
        yield Figure(drawing, alt)


def why_blocks(
    data: Dataset, level: str, period: Period, model: Model, area: int
) -> Iterator[Block]:
    """Why an area has its categories by a model: what counts, how sure it is, and what is near."""
    result = model.result
    areas = data.areas(level)
    found = explain(
        result,
        area,
        name=areas.names[area],
        indicators={each.id: each.label for each in data.indicators},
        certainty=certainty_of(data, level, period, model.id),
    )
    for verdict in found.verdicts:
        yield from _verdict_blocks(data, level, result, found, verdict, area)
    yield Paragraph(
        _("{model}, version {version}: {status}.").format(
            model=found.name, version=found.version, status=status_words(found.status)
        ),
        Style.MUTED,
    )


def _verdict_blocks(
    data: Dataset, level: str, result: Result, found: Explanation, verdict: Verdict, area: int
) -> Iterator[Block]:
    outcome = result.model.outcome_by_id[verdict.id]
    rows = reasons(found, verdict, result.model)
    yield Paragraph(_title(result, found, verdict, rows, area), Style.STRONG)
    chances = _chance_sentence(verdict)
    if verdict.sentence or chances:
        yield Paragraph(" ".join(each for each in (verdict.sentence, chances) if each))
    if rows and verdict.score:
        yield _points_table(data, level, result, found, rows, area)
    elif rows:
        yield _tests_table(found, outcome)
    near = (*near_sentences(verdict, outcome), *lacking_sentences(verdict))
    if near:
        yield Bullets(near)


def _title(
    result: Result, found: Explanation, verdict: Verdict, rows: Sequence[Reason], area: int
) -> str:
    """The category with its points, or why there is none."""
    name = _short(found.name)
    if len(result.model.outcomes) > 1:
        name = _("{model}, {outcome}").format(model=name, outcome=_inside(verdict.name))
    said = verdict.category_name
    if not said:
        at = [each.id for each in result.model.outcomes].index(verdict.id)
        said = placed(result, area)[at].why
    count = summary_words(found, verdict) or met_words(tuple(rows))
    told = ", ".join(each for each in (said.rstrip("."), count) if each)
    return _("{outcome}: {category}").format(outcome=name, category=told)


def _chance_sentence(verdict: Verdict) -> str:
    """How likely each category is when the numbers vary by chance; empty where that is unknown."""
    undecided = _("uafgjort")
    parts = [
        f"{quoted(each.name) if each.id else undecided} {chance_words(each.chance)}"
        for each in verdict.chances
        if each.chance >= _LIKELY
    ]
    if not parts or not any(each.id for each in verdict.chances):
        return ""
    return ended(
        _("Sikkerhed, når tallene svinger tilfældigt: {parts}").format(parts=", ".join(parts))
    )


def _points_table(
    data: Dataset,
    level: str,
    result: Result,
    found: Explanation,
    rows: Sequence[Reason],
    area: int,
) -> Table:
    """What the points are given for, a row each, under the headings of the model."""
    columns = (
        Column(_("Forhold"), 0.38),
        Column(_("Tal"), 0.14, number=True),
        Column(_("Målt"), 0.16, number=True, muted=True),
        Column(_("Trin"), 0.16, number=True, muted=True),
        Column(_("Point"), 0.16, number=True),
    )
    numbers = {each.name: each for each in found.numbers}
    parts = {part.name: part for score in found.sums for part in score.parts if part.input}
    made = []
    for row in rows[:_MOST_ROWS]:
        if row.heading or row.name not in parts:
            made.append(TableRow((Cell(row.name),), heading=True))
            continue
        part, one = parts[row.name], numbers[row.name]
        measured = measured_words(part.of, part.measured, one.unit, one.decimals)
        step = step_words(part.over, part.under)
        points = _("kan ikke afgøres")
        if math.isfinite(row.points):
            points = _("{points} af {most}").format(
                points=finely(row.points), most=points_words(row.most)
            )
        made.append(
            TableRow(
                (
                    Cell(row.name),
                    _number_cell(data, level, result, one, area),
                    Cell(measured or _NONE),
                    Cell(step or _NONE),
                    Cell(points, strong=True),
                )
            )
        )
    return Table(columns, tuple(made))


def _tests_table(found: Explanation, outcome: Outcome) -> Table:
    """The criteria that the categories name, a row each, with their limits."""
    columns = (
        Column(_("Kriterium"), 0.46),
        Column(_("Tal"), 0.14, number=True),
        Column(_("Grænse"), 0.22, number=True, muted=True),
        Column(_("Opfyldt"), 0.18, number=True),
    )
    named = tests_of(outcome)
    told = [each for each in found.tests if each.on and each.id in named]
    made = []
    for each in told[:_MOST_ROWS]:
        value = measured_words(each.of, each.number, each.unit, each.decimals)
        limit = measured_words(each.of, each.limit, each.unit, max(each.decimals, 1))
        truth = {Truth.MET: _("ja"), Truth.FAILED: _("nej")}.get(each.truth, _("kan ikke afgøres"))
        made.append(
            TableRow(
                (
                    Cell(each.name),
                    Cell(value or _NONE),
                    Cell(f"{comparison_words(each.compare)} {limit}"),
                    Cell(truth, strong=True),
                )
            )
        )
    return Table(columns, tuple(made))


def _number_cell(data: Dataset, level: str, result: Result, one: Number, area: int) -> Cell:
    """The number that counts, with where it is from where it is one cell of the extract."""
    if not one.indicator:
        return Cell(_("ikke i udtrækket"), muted=True)
    shown = one.state is State.SHOWN
    text = quantity(one.value, one.unit, one.decimals) if shown else state_words(int(one.state))
    periods = result.inputs.inputs[one.input].periods[-1]
    of = None
    if len(periods) == 1:
        of = Source(level, data.areas(level).codes[area], one.indicator, periods[0].code)
    return Cell(text, of, muted=not shown)


def _other_words(model: Model, area: int) -> str:
    """What the area is by another model, in a sentence; empty where it has no category."""
    found = [each for each in placed(model.result, area) if each.category]
    if not found:
        return ""
    parts = [
        _("{outcome}: {category}").format(outcome=each.outcome, category=quoted(each.category))
        if len(found) > 1
        else quoted(each.category)
        for each in found
    ]
    return ended(
        _("Efter modellen »{model}«: {categories}").format(
            model=model.result.model.name, categories=", ".join(parts)
        )
    )


def _inside(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _short(name: str) -> str:
    """A model's name without what stands in brackets."""
    return name.split(" (", maxsplit=1)[0]
