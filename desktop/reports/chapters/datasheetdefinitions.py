"""What every indicator of a data sheet means: all that is known of it, label by label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from desktop.core.areas import MUNICIPALITY
from desktop.core.catalogue import Entry, Provenance, Reference, read_reference, same_definition
from desktop.core.cataloguewords import (
    counted_words,
    direction_words,
    formula_words,
    interval_words,
    provenance_words,
    unit_words,
)
from desktop.core.dataset import Dataset
from desktop.core.disclosure import Limits
from desktop.core.indicators import Indicator
from desktop.core.periods import Period
from desktop.core.sentences import limit_words
from desktop.core.wording import _, number, plural
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import Block, Heading, Keep, Title, facts
from desktop.reports.chapters.datasheetaudit import audit_scope, level_names, listed_indicators


def make_definitions(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapter »Definitioner«, of the chosen indicators or all of the extract."""
    name = spec.title or _("Definitioner")
    yield Chapter(name, lambda: _definitions(asked, name))


def _definitions(asked: Asked, name: str) -> Iterator[Block]:
    data = asked.data
    indicators = listed_indicators(asked)
    yield Title(name, subtitle=audit_scope(data, indicators))
    headings = {each.id: str(each.name) for each in data.dimensions}
    under = dict.fromkeys(each.dimension for each in indicators)
    for dimension in sorted(under, key=[*headings, *under].index):
        yield Heading(headings.get(dimension) or dimension or _("Andet"))
        for each in indicators:
            if each.dimension == dimension:
                yield from definition_blocks(data, each)


def definition_blocks(data: Dataset, indicator: Indicator) -> Iterator[Block]:
    """One indicator: its name and a table of all that is known of it."""
    pairs = definition_rows(data, indicator)
    name = str(indicator.name) or indicator.id
    yield Keep((Heading(name, rank=3), facts(pairs, 0.2)))


def definition_rows(data: Dataset, indicator: Indicator) -> list[tuple[str, str]]:
    """Labels and texts; those without a text are left out, but for the ones an auditor looks for.

    The extract's own definition is told; the program's catalogue adds to it where both mean the
    same.
    """
    reference = read_reference()
    entry = _entry_of(data, reference, indicator)
    limits = data.manifest.limits
    known = _is_of_catalogue(reference, indicator)
    rows = [
        (_("Hvad den siger"), str(indicator.sentence)),
        (_("Tæller"), str(indicator.numerator_text) or _("ikke oplyst")),
        (_("Nævner"), str(indicator.denominator_text) or _without_base(indicator, entry)),
        (_("Formel"), f"{formula_words(entry)}; {_unit(indicator)}"),
        (_("Retning"), direction_words(indicator)),
        (_("Interval"), interval_words(indicator)),
        (_("Kilde"), _source(indicator, entry)),
        (_("Opgjort"), str(indicator.reference) or _("ikke oplyst")),
        (_("Dækker"), counted_words(entry.counted) if known else ""),
        (_("Grænser"), limits_of(indicator, limits, ready=entry.ready)),
        (_("Diskretion"), str(indicator.discretion)),
        (_("Bemærk"), str(entry.note)),
        (_("Må ikke blandes"), _variants(data, reference, indicator)),
        (_("Perioder"), periods_words(data, indicator)),
        (_("Opdelinger"), _breakdowns(data, indicator)),
        (_("Version"), _version_words(data, reference, indicator)),
    ]
    return [(label, text) for label, text in rows if text]


def _is_of_catalogue(reference: Reference, indicator: Indicator) -> bool:
    held = reference.entries.get(indicator.id)
    return held is not None and same_definition(held.indicator, indicator)


def _entry_of(data: Dataset, reference: Reference, indicator: Indicator) -> Entry:
    """The indicator with what the catalogue adds; ready is what the extract itself shows."""
    ready = _is_ready(data, indicator)
    if _is_of_catalogue(reference, indicator):
        return replace(reference.entries[indicator.id], indicator=indicator, ready=ready)
    return Entry(indicator, Provenance.PROPOSAL, ready=ready)


def _is_ready(data: Dataset, indicator: Indicator) -> bool:
    """Whether it came as a number without counts; where nothing is shown, whether it is a mean."""
    for level in (*(level.id for level in data.levels), MUNICIPALITY):
        for period in reversed(data.periods_of(indicator.id, level)):
            cells = (
                data.municipality(indicator.id, period)
                if level == MUNICIPALITY
                else data.cells(indicator.id, level, period)
            )
            if cells.shown.any():
                return bool(np.isnan(cells.numerators[cells.shown]).all())
    return False


def _without_base(indicator: Indicator, entry: Entry) -> str:
    if entry.ready or indicator.unit != "n":
        return _("ikke oplyst")
    return _("ingen: et antal")


def _source(indicator: Indicator, entry: Entry) -> str:
    said = str(indicator.source) or _("ikke oplyst")
    if not entry.table:
        return said
    return _("{source}; nærmest i Statistikbanken: {table}").format(source=said, table=entry.table)


def _unit(indicator: Indicator) -> str:
    decimals = plural("{count} decimal", "{count} decimaler", indicator.decimals).format(
        count=number(indicator.decimals)
    )
    return _("{unit}, vist med {decimals}").format(unit=unit_words(indicator), decimals=decimals)


def limits_of(indicator: Indicator, limits: Limits, *, ready: bool) -> str:
    """Which of the extract's limits apply to an indicator.

    All of them to counts of people; only the one of residents to counts of things, and to ready
    values, which have no count to hold against another.
    """
    if indicator.people and not ready:
        return limit_words(limits) or _("ingen")
    said = limit_words(Limits(limits.profile, 0, limits.area_minimum, complement=False))
    if not said:
        return _("ingen")
    if ready:
        return _("{limits} Tallet er leveret færdigt, så små antal kan ikke ses.").format(
            limits=said
        )
    return _("{limits} Der tælles ikke personer, så små antal vises.").format(limits=said)


def _version_words(data: Dataset, reference: Reference, indicator: Indicator) -> str:
    """Which catalogue it follows, and whose the definition is."""
    version = data.manifest.catalogue or _("ukendt")
    held = reference.entries.get(indicator.id)
    if held is None:
        said = _("opskriftens egen definition; katalog {version}").format(version=version)
    elif not same_definition(held.indicator, indicator):
        said = _(
            "katalog {version}, men opskriften har givet den en anden betydning end programmets"
            " katalog {own}"
        ).format(version=version, own=reference.version)
    else:
        said = _("katalog {version}; {provenance}").format(
            version=version, provenance=_inside(provenance_words(held.provenance)).rstrip(".")
        )
    return _("id {id}; {said}").format(id=indicator.id, said=said)


def _variants(data: Dataset, reference: Reference, indicator: Indicator) -> str:
    """The indicators of the extract that look alike and are not."""
    if not _is_of_catalogue(reference, indicator):
        return ""
    names = {each.id: each.label for each in data.indicators}
    held = [names[id] for id in reference.variants_of(indicator.id) if id in names]
    return ", ".join(held)


def periods_words(data: Dataset, indicator: Indicator) -> str:
    """For which periods there are numbers, and on which levels."""
    told: dict[str, list[str]] = {}
    for level, name in level_names(data).items():
        if periods := data.periods_of(indicator.id, level):
            told.setdefault(span_words(periods), []).append(_inside(name))
    said = [
        _("{periods}: {levels}").format(periods=span, levels=", ".join(levels))
        for span, levels in told.items()
    ]
    return "; ".join(said) or _("ingen data")


def _inside(name: str) -> str:
    """A level's name within a line; abbreviations keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def span_words(periods: tuple[Period, ...]) -> str:
    """From when to when, and how many: ``1. kvt. 2016–2. kvt. 2026 (42)``."""
    first, last = periods[0], periods[-1]
    if first == last:
        return first.short_label
    return f"{first.short_label}–{last.short_label} ({number(len(periods))})"


def _breakdowns(data: Dataset, indicator: Indicator) -> str:
    """Into what it is divided, and on which levels."""
    told: dict[str, list[str]] = {}
    names = level_names(data)
    for level in names:
        for each in data.breakdowns_of(indicator.id, level):
            levels = told.setdefault(str(each.name), [])
            if _inside(names[level]) not in levels:
                levels.append(_inside(names[level]))
    return "; ".join(f"{name} ({', '.join(levels)})" for name, levels in told.items())
