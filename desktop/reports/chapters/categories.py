"""The year's categorisation: how many areas are in which category, where, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from desktop.core.models.certainty import UNSURE
from desktop.core.models.explain import ends_of
from desktop.core.models.model import Band, Outcome
from desktop.core.models.modelwords import points_words
from desktop.core.models.reasons import tests_of
from desktop.core.models.result import NONE, Outside
from desktop.core.models.yearly import UNDECIDED, Years, category_names, undecided_reach
from desktop.core.sentences import state_words
from desktop.core.wording import _, number, plural, quantity
from desktop.maps.alttexts import alt_of_map
from desktop.maps.categorycolours import category_colours
from desktop.maps.drawing import Drawing
from desktop.maps.palettes import MISSING, SURFACE, mixed
from desktop.maps.pointladder import Stretch, point_ladder
from desktop.maps.sheet import finished_picture
from desktop.maps.sheetmap import set_map, set_scale_bar
from desktop.maps.shownlayers import AT_FIRST
from desktop.maps.typesetting import Pen
from desktop.maps.view import MapView, Shows
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Keep,
    Paragraph,
    Row,
    ShownMap,
    Side,
    Style,
    Table,
)
from desktop.reports.chapters.categoriescase import (
    BoolArray,
    Case,
    before_words,
    case_of,
    chance_cell,
    head,
    in_order,
    input_name,
    no_case_blocks,
    outcome_name,
    outside_reason,
    sure_words,
)
from desktop.reports.chapters.categoriesdoubts import doubts, doubts_first
from desktop.reports.chapters.sources import notes
from desktop.reports.setting import column_width
from desktop.reports.typefaces import width as text_width

_MAP = 108.0, 88.0  # millimetres
_OUTSIDE = (Outside.UNDER_FLOOR, Outside.RESIDENTS_UNKNOWN, Outside.SECTOR)
_LISTED = 60  # names after each other; the rest are counted


def make_categories(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapter with the year's categorisation; a page that says why where no model fits."""
    name = spec.title or _("Kategorisering, {period}").format(period=asked.period.label)
    yield Chapter(_("Kategorisering"), lambda: _blocks(asked, name))


def _blocks(asked: Asked, name: str) -> Iterator[Block]:
    case = case_of(asked)
    if case is None:
        yield from no_case_blocks(asked, name)
        return
    yield head(case, name)
    yield from (Paragraph(text, Style.STRONG) for text in doubts_first(case))
    for outcome in case.model.outcomes:
        yield from _outcome_blocks(asked, case, outcome)
    yield Heading(_("Det skal man vide om listen"))
    yield from notes(doubts(case))


def _outcome_blocks(asked: Asked, case: Case, outcome: Outcome) -> Iterator[Block]:
    if name := outcome_name(case, outcome):
        yield Heading(name)
    yield Paragraph(summary_words(case, outcome), Style.LEAD)
    counts = counts_table(case, outcome)
    figure = map_figure(asked, case, outcome)
    yield Side((figure,), (counts,), 0.56) if figure is not None else counts
    if ladder := ladder_figure(asked, case, outcome):
        rank = 3 if name else 2
        yield Keep((Heading(_("Hvor områderne ligger på skalaen"), rank, outlined=False), ladder))
    title = _("Områder efter kategori")
    if not case.within.all():
        title = _("De valgte områder efter kategori")
    yield Heading(f"{name}: {title[:1].lower()}{title[1:]}" if name else title)
    yield areas_table(case, outcome)
    yield from without_blocks(case, outcome)


# What is said


def summary_words(case: Case, outcome: Outcome) -> str:
    """How many areas are in each category, how many have moved, and how many are uncertain."""
    index, called = case.index(outcome), case.called
    names = category_names(outcome)
    inside = int(case.result.inside[-1].sum())
    placed = int((index != NONE).sum())
    each = [
        _("{count} er »{name}«").format(count=number(int((index == at).sum())), name=name)
        for at, name in enumerate(names)
        if (index == at).any()
    ]
    said = [
        plural(
            "Modellen taler om {areas}, og {placed} har en kategori",
            "Modellen taler om {areas}, og {placed} har en kategori",
            inside,
        ).format(areas=called.counted(inside), placed=number(placed))
        + (f": {_listed(each)}." if each else ".")
    ]
    years = case.years(outcome)
    if years is not None and len(years.periods) > 1:
        said.append(moved_words(years, names))
    unsure, undecided = int(case.unsure(outcome).sum()), int(case.undecided(outcome).sum())
    if case.all_steady:
        said.append(_("Hvor sikre kategorierne er, kan ikke regnes ud: tallene er uden antal bag."))
    elif unsure:
        said.append(
            plural(
                "{count} ligger så nær en grænse, at kategorien er usikker.",
                "{count} ligger så nær en grænse, at kategorien er usikker.",
                unsure,
            ).format(count=number(unsure))
        )
    elif placed:
        said.append(_("Ingen af dem er usikre."))
    if undecided:
        said.append(
            plural(
                "For {count} område mangler der tal, og kategorien kan ikke afgøres.",
                "For {count} områder mangler der tal, og kategorien kan ikke afgøres.",
                undecided,
            ).format(count=number(undecided))
        )
    return " ".join(said)


def moved_words(years: Years, names: tuple[str, ...]) -> str:
    """How many have another category than the year before, and towards which end."""
    before = years.periods[-2].label
    moved = len(years.moved)
    if not moved:
        return _("Ingen har skiftet kategori siden {period}.").format(period=before)
    worse = sum(each.worse for each in years.moved)
    return plural(
        "{count} har skiftet kategori siden {period}: {worse} i retning af »{worst}« og {better} i"
        " retning af »{best}«.",
        "{count} har skiftet kategori siden {period}: {worse} i retning af »{worst}« og {better} i"
        " retning af »{best}«.",
        moved,
    ).format(
        count=number(moved),
        period=before,
        worse=number(worse),
        worst=names[0],
        better=number(moved - worse),
        best=names[-1],
    )


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} og {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


# Tables


def counts_table(case: Case, outcome: Outcome) -> Table:
    """A row for every category, with its colour: how many now, the year before, and uncertain."""
    names = category_names(outcome)
    colours = category_colours(len(names))
    index, unsure = case.index(outcome), case.unsure(outcome)
    years = case.years(outcome)
    early = years.history.index[-2] if years is not None and len(years.periods) > 1 else None
    rows = []
    for at, name in enumerate(names):
        cells = [Cell(name, swatch=colours[at]), Cell(number(int((index == at).sum())))]
        if early is not None:
            cells.append(Cell(number(int((early == at).sum())), muted=True))
        if not case.all_steady:
            cells.append(Cell(number(int((unsure & (index == at)).sum())), muted=True))
        rows.append(Row(tuple(cells)))
    rows += _without_rows(case, outcome, years if early is not None else None)
    columns = [Column(_("Kategori")), Column(_("Nu"), number=True)]
    if early is not None:
        columns.append(Column(_("Året før"), number=True))
    if not case.all_steady:
        columns.append(Column(_("Usikre nu"), number=True))
    note = ""
    if not case.all_steady:
        note = _("Usikker: kategorien er under {share} sandsynlig. Prikket på kortet.").format(
            share=quantity(100 * UNSURE, "%")
        )
    return Table(tuple(columns), tuple(rows), note)


def _without_rows(case: Case, outcome: Outcome, years: Years | None) -> Iterator[Row]:
    """The undecided, hatched, and those that the model does not speak of, by the reason.

    Areas whose residents are not shown are hatched with the undecided, as they are on the map.
    """
    outside = case.result.outside[-1]
    earlier = years.without[-2] if years is not None else None
    hidden = case.undecided(outcome) | (outside == Outside.RESIDENTS_UNKNOWN)
    kinds: list[tuple[str, BoolArray, tuple[int, ...]]] = [
        (_("kan ikke afgøres"), hidden, (UNDECIDED, Outside.RESIDENTS_UNKNOWN)),
        *(
            (outside_reason(case, why), np.asarray(outside == why), (int(why),))
            for why in (Outside.UNDER_FLOOR, Outside.SECTOR)
        ),
    ]
    for name, now, codes in kinds:
        before = int(np.isin(earlier, codes).sum()) if earlier is not None else 0
        if not now.any() and not before:
            continue
        cells = [
            Cell(name, swatch=MISSING, hatched=UNDECIDED in codes),
            Cell(number(int(now.sum()))),
        ]
        if earlier is not None:
            cells.append(Cell(number(before), muted=True))
        if not case.all_steady:
            cells.append(Cell(""))
        yield Row(tuple(cells))


def areas_table(case: Case, outcome: Outcome) -> Table:
    """Every area with a category, under the category: points, how sure, and the year before."""
    names = category_names(outcome)
    colours = category_colours(len(names))
    index = case.index(outcome)
    columns = _area_columns(case, outcome)
    rows = []
    for at, name in enumerate(names):
        held = in_order(case, (index == at) & case.within)
        if not held:
            continue
        title = f"{name} ({number(len(held))})"
        rows.append(Row((Cell(title, swatch=colours[at]),), heading=True))
        for area in held:
            cells = _area_cells(case, outcome, area, name)
            rows.append(Row(tuple(cells[id] for id in columns)))
    note = ""
    if "chance" in columns:
        note = _(
            "Chance: sandsynligheden for den kategori, området har. Fast: mindst {share}; ellers"
            " står den kategori, der er den mest sandsynlige af de andre."
        ).format(share=quantity(100 * UNSURE, "%"))
    return Table(tuple(columns.values()), tuple(rows), note)


def _area_columns(case: Case, outcome: Outcome) -> dict[str, Column]:
    """The columns that have something to say."""
    placed = np.flatnonzero(case.index(outcome) != NONE).tolist()
    years = case.years(outcome)
    columns = {"name": Column(_("Område")), "code": Column(_("Kode"), muted=True)}
    if any(case.areas.organisations[at] for at in placed):
        columns["organisation"] = Column(_("Boligorganisation"), muted=True)
    if outcome.categories[0].band is not None:
        columns["points"] = Column(_("Point"), number=True)
    if not case.all_steady:
        columns["sure"] = Column(_("Sikkerhed"))
        columns["chance"] = Column(_("Chance"), number=True, muted=True)
    if years is not None and len(years.periods) > 1:
        columns["before"] = Column(years.periods[-2].short_label)
    return columns


def _area_cells(case: Case, outcome: Outcome, area: int, category: str) -> dict[str, Cell]:
    """Everything there is to say of an area, by column."""
    points = ""
    if outcome.categories[0].band is not None:
        score = float(case.result.scores[outcome.score].values[-1, area])
        points = points_words(score) or _("ingen sum")
    before = before_words(case, outcome, area)
    same = before == category
    return {
        "name": Cell(case.name(area)),
        "code": Cell(case.areas.codes[area]),
        "organisation": Cell(case.areas.organisations[area]),
        "points": Cell(points),
        "sure": Cell(sure_words(case, outcome, area)),
        "chance": Cell(chance_cell(case, outcome, area)),
        "before": Cell(_("samme") if same else before, muted=same, strong=not same),
    }


def without_blocks(case: Case, outcome: Outcome) -> Iterator[Block]:
    """Who is undecided and between what, and who is outside, by the reason."""
    undecided = case.undecided(outcome) & case.within
    outside = [
        (outside_reason(case, why), (case.result.outside[-1] == why) & case.within)
        for why in _OUTSIDE
    ]
    if not undecided.any() and not any(mask.any() for _why, mask in outside):
        return
    yield Heading(_("Uden kategori"), rank=3, outlined=False)
    if undecided.any():
        yield undecided_table(case, outcome, undecided)
    for why, mask in outside:
        held = in_order(case, mask)
        if held:
            named = ", ".join(case.name(at) for at in held[:_LISTED])
            more = len(held) - _LISTED
            if more > 0:
                named = _("{names} og {count} til").format(names=named, count=number(more))
            yield Paragraph(
                _("{why} ({count}): {names}.").format(
                    why=why[:1].upper() + why[1:], count=number(len(held)), names=named
                ),
                Style.MUTED,
            )


def undecided_table(case: Case, outcome: Outcome, undecided: BoolArray) -> Table:
    """The areas that missing numbers leave open: which numbers, and what they could be."""
    needed = inputs_of(case, outcome)
    rows = []
    for area in in_order(case, undecided):
        missing: dict[str, list[str]] = {}
        for each in case.model.inputs:
            cells = case.result.inputs.inputs[each.id].cells
            if each.id in needed and not cells.shown[-1, area]:
                state = state_words(int(cells.states[-1, area]))
                missing.setdefault(state, []).append(input_name(case.data, each))
        why = "; ".join(f"{state}: {', '.join(names)}" for state, names in missing.items())
        reach = undecided_reach(case.result, outcome, area)
        rows.append(Row((Cell(case.name(area)), Cell(reach), Cell(why, muted=True))))
    columns = (
        Column(_("Kan ikke afgøres"), 0.2),
        Column(_("Kan være"), 0.35),
        Column(_("Fordi der mangler"), 0.45),
    )
    return Table(columns, tuple(rows))


def inputs_of(case: Case, outcome: Outcome) -> frozenset[str]:
    """The inputs that an outcome hangs on."""
    model = case.model
    found: set[str] = set()
    waiting = [outcome.score] if outcome.score else []
    for id in tests_of(outcome):
        test = model.test_by_id[id]
        if test.input:
            found.add(test.input)
        if test.score:
            waiting.append(test.score)
    while waiting:
        for part in model.score_by_id[waiting.pop()].parts:
            if part.input:
                found.add(part.input)
            if part.score:
                waiting.append(part.score)
    return frozenset(found)


# Figures


def map_figure(asked: Asked, case: Case, outcome: Outcome) -> Figure | None:
    """The map of the categories; None where the level has no outlines."""
    data = case.data
    held = data.indicators_of(case.level)
    if not data.tolerances(case.level) or not held:
        return None
    codes = case.areas.codes
    view = MapView(
        case.level,
        held[0].id,
        case.period,
        selected=tuple(codes[at] for at in asked.areas),
        layers=replace(AT_FIRST, names=bool(asked.areas)),
        shows=Shows.CATEGORY,
        model=case.id,
        outcome=outcome.id,
    )
    picture = finished_picture(data, view)
    wide, high = _MAP
    pen = Pen(text_width, 1.0)
    frame = set_map(pen, data, view, picture, (0.0, 0.0, wide, high - 7.0))
    set_scale_bar(pen, frame, 0.0, high - 1.2)
    caption = _("Kategorier, {period}. Skraveret: kan ikke afgøres. Prikket: usikker.").format(
        period=case.period.label
    )
    return Figure(
        Drawing(wide, high, tuple(pen.marks)),
        alt_of_map(data, view, picture),
        caption,
        (ShownMap(view, frame),),
    )


def ladder_figure(asked: Asked, case: Case, outcome: Outcome) -> Figure | None:
    """Every area on the model's scale; None for categories that come of tests."""
    if outcome.categories[0].band is None:
        return None
    low, high = ends_of(case.model, outcome.score)
    names = category_names(outcome)
    colours = category_colours(len(names))
    bands = [each.band or Band() for each in outcome.categories]
    stretches = [
        Stretch(name, max(band.low, low), min(band.high, high), mixed(colour, SURFACE, 0.55))
        for name, band, colour in zip(names, bands, colours, strict=True)
    ]
    index = case.index(outcome)
    scores = np.where(index != NONE, case.result.scores[outcome.score].values[-1], np.nan)
    chosen = np.zeros(len(scores), bool)
    chosen[list(asked.areas)] = True
    drawing = point_ladder(
        scores,
        index,
        case.unsure(outcome),
        chosen,
        stretches,
        column_width(asked.paper),
        text_width,
    )
    counted = number(int(np.isfinite(scores).sum()))
    alt = _("Prikker for {count} områder på en skala fra {low} til {high} point. {counts}.").format(
        count=counted,
        low=points_words(low),
        high=points_words(high),
        counts=", ".join(
            f"{name}: {number(int((index == at).sum()))}" for at, name in enumerate(names)
        ),
    )
    return Figure(drawing, alt, _("En prik er et område; tallene under er kategoriernes grænser."))
