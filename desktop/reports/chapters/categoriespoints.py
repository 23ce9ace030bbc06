"""How each category was reached: the numbers of every area, their points or tests, what is near."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.disclosure import State
from desktop.core.models.explain import explain, part_ends
from desktop.core.models.explanation import Explanation
from desktop.core.models.model import Measured, Outcome
from desktop.core.models.modelwords import comparison_words, measured_words, points_words
from desktop.core.models.reasons import lacking_sentences, near_sentences, tests_of
from desktop.core.models.result import Outside, Truth
from desktop.core.models.yearly import category_names
from desktop.core.sentences import state_words
from desktop.core.wording import _, number, quantity
from desktop.maps.categorycolours import category_colours
from desktop.maps.palettes import SEQUENTIAL_1, SURFACE, mixed
from desktop.maps.paper import Paper
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Source,
    Style,
    Table,
)
from desktop.reports.chapters.categoriescase import (
    Case,
    case_of,
    head,
    in_order,
    input_name,
    outcome_name,
)

_MOST = 8  # inputs beside each other; more go on in a table of their own
_MOST_FINE = 7  # the same where points have decimals
_MOST_TESTS = 9
_FEW = 5  # inputs that there is room for on upright paper


def make_points(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapter that shows how each category was reached; nothing where no model fits."""
    case = case_of(asked)
    if case is None:
        return
    name = spec.title or _("Sådan er kategorierne nået")
    yield Chapter(name, lambda: _blocks(asked, name), _paper(asked.paper, case))


def _paper(paper: Paper, case: Case) -> Paper | None:
    """Across where the columns are many; None is the paper of the report."""
    model = case.model
    most = max(
        len(tests_of(each)) if each.categories[0].band is None else len(_inputs(case, each.score))
        for each in model.outcomes
    )
    if most <= _FEW or not paper.upright:
        return None
    return Paper.A3_ACROSS if paper is Paper.A3_UPRIGHT else Paper.A4_ACROSS


def _inputs(case: Case, score: str) -> list[_Head]:
    return [each for each in _heads(case, score) if each.input]


def _blocks(asked: Asked, name: str) -> Iterator[Block]:
    case = case_of(asked)
    if case is None:
        return
    yield head(case, name)
    explained = explanations(case)
    for outcome in case.model.outcomes:
        if title := outcome_name(case, outcome):
            yield Heading(title)
        if outcome.categories[0].band is not None:
            yield Paragraph(_points_words(case, outcome), Style.MUTED)
            yield from points_tables(case, outcome, explained)
        else:
            yield Paragraph(_tests_words(), Style.MUTED)
            yield from tests_tables(case, outcome, explained)


def explanations(case: Case) -> dict[int, Explanation]:
    """Why each of the areas that are told of has its category; by position."""
    names = {each.id: each.label for each in case.data.indicators}
    wanted = np.flatnonzero((case.result.outside[-1] == Outside.INSIDE) & case.within).tolist()
    return {at: explain(case.result, at, name=case.name(at), indicators=names) for at in wanted}


def _points_words(case: Case, outcome: Outcome) -> str:
    measured = {
        rule.of for rule in case.model.rules if rule.id in _rules_of(case, outcome.score)
    } - {Measured.VALUE}
    said = _(
        "For hvert forhold står tallet og de point, det giver; jo mørkere felt, jo flere point."
        " Under området står den mindste ændring, der alene ville give en anden kategori."
    )
    if measured:
        said += " " + _(
            "Point gives ikke altid efter tallet selv: se modellens trin bagest i rapporten."
        )
    return said


def _tests_words() -> str:
    return _(
        "For hver prøve står tallet, og om prøven er opfyldt. Under området står, hvad der alene"
        " ville give en anden kategori, og hvad der mangler til den næste. * afhænger af afrunding,"
        " uvist: et tal vises ikke, slået fra: prøven regnes ikke med."
    )


def _rules_of(case: Case, score: str) -> set[str]:
    found: set[str] = set()
    for part in case.model.score_by_id[score].parts:
        if part.score:
            found |= _rules_of(case, part.score)
        else:
            found.add(part.rule)
    return found


@dataclass(frozen=True, slots=True)
class _Head:
    """A pair of columns: an input and its points, or the sum of a score between."""

    name: str
    score: str  # the score whose part it is, or the score itself
    part: int  # its place there, −1 for the score itself
    input: str
    most: float


def _heads(case: Case, score: str) -> Iterator[_Head]:
    """The inputs of a score, each score between followed by its own sum."""
    model = case.model
    for at, part in enumerate(model.score_by_id[score].parts):
        most = part_ends(model, part)[1]
        if part.score:
            yield from _heads(case, part.score)
            name = (str(model.score_by_id[part.score].name) or part.score).partition(":")[0]
            yield _Head(_("= {name}").format(name=name), score, at, "", most)
        else:
            name = input_name(case.data, model.input_by_id[part.input])
            yield _Head(name, score, at, part.input, most)


def points_tables(
    case: Case, outcome: Outcome, explained: dict[int, Explanation]
) -> Iterator[Block]:
    """The areas by category, with value and points of every input.

    A model of many inputs gets several tables.
    """
    most = _MOST_FINE if _is_fine(case, outcome.score) else _MOST
    parts = _divided(list(_heads(case, outcome.score)), most)
    for at, some in enumerate(parts):
        last = at == len(parts) - 1
        if len(parts) > 1:
            rank = 3 if outcome_name(case, outcome) else 2
            title = _("Forhold, del {part} af {all}").format(
                part=number(at + 1), all=number(len(parts))
            )
            yield Heading(title, rank, outlined=False)
        yield _points_table(case, outcome, explained, some, last=last)


def _is_fine(case: Case, score: str) -> bool:
    """Whether the points of a score's inputs may have decimals."""
    rules = (case.model.rule_by_id[id] for id in _rules_of(case, score))
    return any(
        rule.line is not None or any(points != round(points) for points in rule.points)
        for rule in rules
    )


def _divided(heads: Sequence[_Head], most: int) -> list[list[_Head]]:
    """The heads in as many tables as there is room for inputs; a sum stays with its last input."""
    count = sum(bool(each.input) for each in heads)
    tables = max(-(-count // most), 1)
    most = -(-count // tables)
    made: list[list[_Head]] = [[]]
    for each in heads:
        if each.input and sum(bool(held.input) for held in made[-1]) == most:
            made.append([])
        made[-1].append(each)
    return made


def _points_table(
    case: Case,
    outcome: Outcome,
    explained: dict[int, Explanation],
    heads: Sequence[_Head],
    *,
    last: bool,
) -> Table:
    made: list[Row] = []
    for row in _by_category(case, outcome, explained):
        if isinstance(row, Row):
            made.append(row)
            continue
        explanation = explained[row]
        cells = [Cell(case.name(row))]
        if last:
            cells.append(Cell(_sum_words(explanation, outcome.score), strong=True))
        for each in heads:
            cells += _point_cells(case, explanation, row, each)
        below = _near(outcome, explanation) if last else ""
        made.append(Row(tuple(cells), below=below))
    columns = [Column(_("Område"))]
    if last:
        columns.append(Column(_("Sum"), number=True))
    for each in heads:
        if each.input:
            columns.append(Column(each.name, number=True))
            columns.append(Column(_("p."), number=True))
        else:
            columns.append(Column(each.name, number=True))
    across = sum(bool(each.input) for each in heads) > _FEW
    finely = _is_fine(case, outcome.score)
    return Table(_shared(columns, across=across, finely=finely), tuple(made))


def _shared(columns: Sequence[Column], *, across: bool, finely: bool) -> tuple[Column, ...]:
    """The columns with their widths: narrow ones for points and sums, the rest for the names.

    ``finely``: the points have decimals and take more room.
    """
    whole = 1.0 if across else 269 / 182
    narrow = (0.046 if finely else 0.034) * whole
    made = [Column(columns[0].heading)]
    for at, each in enumerate(columns[1:], 1):
        share = narrow if each.heading == _("p.") else 0.051 * whole
        if at + 1 < len(columns) and columns[at + 1].heading == _("p."):
            share = 0.053 * whole
        made.append(Column(each.heading, share, number=True))
    return tuple(made)


def _by_category(
    case: Case, outcome: Outcome, explained: dict[int, Explanation]
) -> Iterator[Row | int]:
    """A heading for each category and then its areas, the undecided last."""
    names = category_names(outcome)
    colours = category_colours(len(names))
    index = case.index(outcome)
    told = np.zeros(len(index), bool)
    told[list(explained)] = True
    for at, name in enumerate(names):
        held = in_order(case, told & (index == at))
        if held:
            yield Row((Cell(name, swatch=colours[at]),), heading=True)
            yield from held
    undecided = in_order(case, told & case.undecided(outcome))
    if undecided:
        yield Row((Cell(_("Kan ikke afgøres"), swatch=SURFACE, hatched=True),), heading=True)
        yield from undecided


def _sum_words(explanation: Explanation, score: str) -> str:
    total = next(each for each in explanation.sums if each.id == score)
    if math.isnan(total.value):
        low, high = points_words(total.low), points_words(total.high)
        return f"{low}–{high}" if low and high and low != high else low or _("ingen")
    return points_words(total.value)


def _point_cells(case: Case, explanation: Explanation, area: int, head: _Head) -> list[Cell]:
    """The value of an input and its points; of a score between only its points."""
    total = next(each for each in explanation.sums if each.id == head.score)
    points = total.parts[head.part].points
    shade = _shade(points, head.most)
    text = points_words(points)
    if not head.input:
        return [Cell(text or "?", swatch=shade, hatched=not text)]
    return [
        value_cell(case, explanation, area, head.input),
        Cell(text or "?", swatch=shade, hatched=not text),
    ]


def _shade(points: float, most: float) -> str:
    """The darker, the more of the points there can be; plain for none known."""
    if not math.isfinite(points) or most <= 0:
        return SURFACE
    return mixed(SEQUENTIAL_1[0], SEQUENTIAL_1[-1], min(max(points / most, 0.0), 1.0))


def value_cell(case: Case, explanation: Explanation, area: int, id: str) -> Cell:
    """The number that goes in for an area, or why there is none.

    A number of several years put together is no cell of the extract, and has no source.
    """
    one = next(each for each in explanation.numbers if each.input == id)
    columns = case.result.inputs.inputs[id]
    periods = columns.periods[-1] if columns.periods else ()
    source = None
    if one.indicator and len(periods) == 1:
        source = Source(case.level, case.areas.codes[area], one.indicator, periods[0].code)
    if not one.indicator:
        return Cell(_("ikke i udtrækket"), muted=True)
    if one.state is not State.SHOWN:
        return Cell(state_words(int(one.state)), of=source, muted=True)
    return Cell(quantity(one.value, one.unit, one.decimals), of=source)


def tests_tables(
    case: Case, outcome: Outcome, explained: dict[int, Explanation]
) -> Iterator[Table]:
    """The areas by category, with the number and the truth of every test in use."""
    wanted = set(tests_of(outcome))
    tests = [each for each in case.model.tests if each.id in wanted]
    for first in range(0, len(tests), _MOST_TESTS):
        some = [each.id for each in tests[first : first + _MOST_TESTS]]
        last = first + _MOST_TESTS >= len(tests)
        yield _tests_table(case, outcome, explained, some, last=last)


def _tests_table(
    case: Case,
    outcome: Outcome,
    explained: dict[int, Explanation],
    ids: Sequence[str],
    *,
    last: bool,
) -> Table:
    rows: list[Row] = []
    for row in _by_category(case, outcome, explained):
        if isinstance(row, Row):
            rows.append(row)
            continue
        explanation = explained[row]
        cells = [Cell(case.name(row))]
        for id in ids:
            cells += _test_cells(case, explanation, row, id)
        rows.append(Row(tuple(cells), below=_near(outcome, explanation) if last else ""))
    share = min(0.87 / max(len(ids), 1), 0.16)
    columns = [Column(_("Område"))]
    for id in ids:
        test = case.model.test_by_id[id]
        limit = _limit_words(case, id)
        name = str(test.short) or str(test.name) or id
        told = any(each.isdigit() for each in name) and not test.limit.reference
        columns.append(
            Column(f"{name} ({limit})" if limit and not told else name, 0.6 * share, number=True)
        )
        columns.append(Column(_("nået"), 0.4 * share))
    return Table(tuple(columns), tuple(rows))


def _limit_words(case: Case, id: str) -> str:
    """The limit of a test as it was used: ``over 40,0 %``."""
    test, found = case.model.test_by_id[id], case.result.tests[id]
    columns = case.result.inputs.inputs.get(test.input)
    limit = measured_words(
        test.of, float(found.limits[-1, 0]), columns.unit if columns else "", test.decimals
    )
    return f"{comparison_words(test.compare)} {limit}" if limit else ""


def _test_cells(case: Case, explanation: Explanation, area: int, id: str) -> list[Cell]:
    held = next(each for each in explanation.tests if each.id == id)
    test = case.model.test_by_id[id]
    shown = measured_words(held.of, held.number, held.unit, held.decimals)
    value = Cell(shown)
    if test.input and (not shown or held.of is Measured.VALUE):
        value = value_cell(case, explanation, area, test.input)
        if shown and shown != value.text:
            value = Cell(shown)
    if not held.on:
        return [value, Cell(_("slået fra"), muted=True)]
    words = {Truth.MET: _("ja"), Truth.FAILED: _("nej"), Truth.UNKNOWN: _("uvist")}[held.truth]
    if held.rounding:
        words += "*"
    truth = Cell(words, strong=held.truth is Truth.MET, muted=held.truth is Truth.FAILED)
    return [value, truth]


def _near(outcome: Outcome, explanation: Explanation) -> str:
    """How near other categories are, as the core says it."""
    verdict = next(each for each in explanation.verdicts if each.id == outcome.id)
    said = (*near_sentences(verdict, outcome), *lacking_sentences(verdict))
    return " ".join(said)
