"""How sure the categories are: the chances of the unsure areas, and how they were worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from desktop.core.models.model import Outcome
from desktop.core.models.modelwords import chance_words
from desktop.core.models.result import NONE
from desktop.core.models.sensitivity import FACTORS, Shift, sensitivity
from desktop.core.models.yearly import category_names
from desktop.core.wording import _, number, plural
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
)
from desktop.reports.chapters.categoriescase import (
    Case,
    case_of,
    head,
    in_order,
    input_name,
    outcome_name,
)
from desktop.reports.chapters.categoriesmodel import certainty_words


def make_certainty(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapter about how sure the categories are; nothing where no model fits."""
    if case_of(asked) is None:
        return
    name = spec.title or _("Hvor sikre kategorierne er")
    yield Chapter(name, lambda: _blocks(asked, name))


def _blocks(asked: Asked, name: str) -> Iterator[Block]:
    case = case_of(asked)
    if case is None:
        return
    yield head(case, name)
    if case.all_steady:
        yield Paragraph(
            _("Tallene har ingen antal bag sig, så sikkerheden kan ikke regnes ud."), Style.LEAD
        )
    else:
        for outcome in case.model.outcomes:
            yield from _outcome_blocks(case, outcome)
        yield Heading(_("Sådan er chancerne regnet ud"))
        yield Bullets(certainty_words())
    yield from weights_blocks(case)


def _outcome_blocks(case: Case, outcome: Outcome) -> Iterator[Block]:
    if title := outcome_name(case, outcome):
        yield Heading(title)
    index, unsure = case.index(outcome), case.unsure(outcome)
    placed = int((index != NONE).sum())
    count = int(unsure.sum())
    yield Paragraph(
        plural(
            "Af {placed} kategorier er {sure} faste, og {count} er usikker.",
            "Af {placed} kategorier er {sure} faste, og {count} er usikre.",
            count,
        ).format(placed=number(placed), sure=number(placed - count), count=number(count)),
        Style.LEAD,
    )
    held = in_order(case, unsure & case.within)
    if held:
        yield chances_table(case, outcome, held)


def chances_table(case: Case, outcome: Outcome, held: list[int]) -> Table:
    """The chance of every category for some areas, the unlikely left empty, by the category now."""
    names = category_names(outcome)
    colours = category_colours(len(names))
    index = case.index(outcome)
    chances = case.sure.chances[outcome.id][:, -1]
    nothing = case.sure.nothing[outcome.id][-1]
    all_chances = np.vstack([chances, nothing]) if len(names) > len(chances) else chances
    undecided = case.sure.undecided[outcome.id][-1]
    open_too = bool((undecided[held] >= 0.005).any())
    rows = []
    for area in sorted(held, key=lambda at: int(index[at])):  # stable: by name within
        cells = [Cell(case.name(area))]
        for at in range(len(names)):
            chance = float(all_chances[at, area])
            own = at == index[area]
            said = chance_words(chance) if chance >= 0.005 or own else ""
            cells.append(Cell(said, strong=own, swatch=colours[at] if own else ""))
        if open_too:
            left = float(undecided[area])
            cells.append(Cell(chance_words(left) if left >= 0.005 else "", muted=True))
        rows.append(Row(tuple(cells)))
    count = len(names) + open_too
    columns = [
        Column(_("Usikre områder"), 0.26),
        *(Column(name, 0.74 / count, number=True) for name in names),
    ]
    if open_too:
        columns.append(Column(_("Kan ikke afgøres"), 0.74 / count, number=True))
    note = _("Med farve og fed skrift: den kategori, området har. Tomt: under 0,5 %.")
    return Table(tuple(columns), tuple(rows), note)


def weights_blocks(case: Case) -> Iterator[Block]:
    """How many areas change category when a part is left out or weighs otherwise."""
    shifts = sensitivity(case.result)
    rows = [row for outcome in case.model.outcomes for row in _weight_rows(case, outcome, shifts)]
    if not rows:
        return
    yield Heading(_("Hvad der hænger på hver del af modellen"))
    yield Paragraph(
        _(
            "Så mange områder ville skifte eller miste deres kategori, hvis delen vejede en"
            " fjerdedel mere eller mindre, eller blev udeladt. Tal og point er de samme."
        )
    )
    by_points = any(shift.score for shift in shifts)
    columns = [Column(_("Del")), Column(_("Inddeling"), muted=True)]
    if len(case.model.outcomes) < 2:
        columns = columns[:1]
        rows = [Row((row.cells[0], *row.cells[2:])) for row in rows]
    heads = (_("25 % mere"), _("25 % mindre"), _("Udeladt"))
    columns += [Column(each, number=True) for each in heads]
    if not by_points:
        columns = [*columns[:-3], columns[-1]]
        rows = [Row((*row.cells[:-3], row.cells[-1])) for row in rows]
    yield Table(tuple(columns), tuple(rows))


def _weight_rows(case: Case, outcome: Outcome, shifts: tuple[Shift, ...]) -> Iterator[Row]:
    by_part: dict[str, dict[float, int]] = {}
    for shift in shifts:
        changed = shift.moved[outcome.id] | shift.lost[outcome.id]
        counts = by_part.setdefault(_part_name(case, shift), {})
        counts[shift.factor] = int(changed.sum())
    for name, counts in by_part.items():
        if not any(counts.values()):
            continue
        told = (number(counts[each]) if each in counts else "" for each in FACTORS)
        title = str(outcome.name) or outcome.id
        yield Row((Cell(name), Cell(title), *(Cell(each) for each in told)))


def _part_name(case: Case, shift: Shift) -> str:
    """The part of a score, the test, or the switch that a change is of."""
    model = case.model
    if shift.score:
        part = model.score_by_id[shift.score].parts[shift.part]
        if part.score:
            return str(model.score_by_id[part.score].name) or part.score
        return input_name(case.data, model.input_by_id[part.input])
    if shift.test:
        return str(model.test_by_id[shift.test].name) or shift.test
    switch = next(each for each in model.switches if each.id == shift.switch)
    return str(switch.name) or switch.id
