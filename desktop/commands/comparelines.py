"""What ``compare`` says to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.commands.asking import fitted_lines, numbered_lines, wrapped
from desktop.core.areas import Areas
from desktop.core.comparisons import Groups
from desktop.core.comparisonwords import (
    comparison_sentence,
    difference_words,
    match_words,
    reach_words,
    undecided_words,
    verdict_words,
)
from desktop.core.dataset import Dataset
from desktop.core.differences import Against, Comparison
from desktop.core.indicators import Indicator
from desktop.core.levelwords import Called
from desktop.core.periods import Period
from desktop.core.sentences import count_words, interval_words, value_words
from desktop.core.similar import Neighbours, Trait, trait_name
from desktop.core.wording import _, number, quantity


def area_lines(
    name: str,
    indicator: Indicator,
    period: Period,
    made: Sequence[Comparison],
    called: Called,
    *,
    exists: bool,
) -> Iterator[str]:
    """One indicator: its heading, and a sentence for each comparison."""
    own = made[0].own
    yield f"{indicator.name}, {period.label}"
    behind = [count_words(own, 0), interval_words(own, 0, indicator)]
    rest = f" ({'; '.join(part for part in behind if part)})" if any(behind) else ""
    yield f"  {name}: {value_words(own, 0, indicator)}{rest}"
    if not exists:
        yield "  " + _("{area} fandtes ikke ved udgangen af perioden.").format(area=name)
    if not own.shown[0]:
        return
    for each in made:
        yield from wrapped(f"  {comparison_sentence(name, each, indicator, called)}", 4)


def groups_lines(
    groups: Groups, indicator: Indicator, period: Period, called: Called
) -> Iterator[str]:
    """One indicator: a row for each group against all the others together, and why some have none.

    Where the table is too wide, intervals and counts go first.
    """
    yield f"{indicator.name}, {period.label}"
    rows, reasons = [], []
    for row, name in enumerate(groups.names):
        made = groups.compared.at(row, Against.OTHERS, name)
        areas, shown = int(groups.areas[row]), int(groups.shown[row])
        why = undecided_words(made, indicator, called)
        if why:
            reasons.append(why)
        rows.append(
            (
                "  " + name,
                _("{shown} af {areas}").format(shown=number(shown), areas=number(areas))
                if groups.partial[row]
                else number(areas),
                value_words(made.own, 0, indicator),
                count_words(made.own, 0),
                interval_words(made.own, 0, indicator),
                difference_words(made, indicator),
                reach_words(made.low, made.high, indicator.decimals),
                verdict_words(made.verdict),
            )
        )
    heading = (
        "  " + _("gruppe"),
        called.many,
        _("værdi"),
        _("antal"),
        _("interval"),
        _("mod de andre"),
        _("interval"),
        _("vurdering"),
    )
    yield from fitted_lines([heading, *rows], "lrrrrrr", (4, 3, 6))
    if groups.partial.any():
        yield from wrapped(
            "  "
            + _("Hvor der står »af«, er tallet regnet af de {areas}, der vises.").format(
                areas=called.many
            )
        )
    for why in dict.fromkeys(reasons):
        yield from wrapped(
            "  " + _("{verdict}: {why}.").format(verdict=_("Kan ikke afgøres"), why=why)
        )


def similar_lines(
    data: Dataset,
    level: str,
    area: int,
    found: Neighbours,
    period: Period,
    called: Called,
    reason: str = "",
) -> Iterator[str]:
    """The neighbours with their distance and each trait beside the area's own.

    ``reason`` is why they are chosen by no more than that.
    """
    areas = data.areas(level)
    unused = ", ".join(trait_name(data, id) for id in found.left_out)
    title = _("Lignende {areas}").format(areas=called.many)
    if not len(found.positions):
        yield f"{title}: {match_words(found.match)}."
    else:
        text = _(
            "{title} er valgt efter {traits} ({period}) og er de samme i hele svaret: {match}."
            " Afstanden er i typiske spredninger pr. træk."
        )
        told = text.format(
            title=title,
            traits=", ".join(_("»{name}«").format(name=trait.name) for trait in found.traits),
            period=period.label,
            match=match_words(found.match),
        )
        yield from wrapped(f"{told} {reason}".rstrip())
        yield from _neighbour_lines(areas, area, found, called)
    if unused:
        yield from wrapped("  " + _("Ikke brugt: {traits}").format(traits=unused))


def well_shown_lines(labels: Sequence[str], called: Called, *, most: int = 8) -> Iterator[str]:
    """What to ask about instead, where too many areas are withheld to judge."""
    told = [_("»{name}«").format(name=label) for label in labels[:most]]
    if told:
        text = _("Mindst 80 % af alle {areas} vises for {indicators}.")
        if len(labels) > most:
            text = _("Mindst 80 % af alle {areas} vises for {indicators} og {more} til.")
        shown = text.format(
            areas=called.many, indicators=", ".join(told), more=number(len(labels) - most)
        )
        yield from wrapped("{} {}".format(_("Spørg i stedet om en af disse:"), shown))
    else:
        text = _("Ingen indikator vises for mindst 80 % af alle {areas}.")
        yield text.format(areas=called.many)


def _neighbour_lines(areas: Areas, area: int, found: Neighbours, called: Called) -> list[str]:
    everyone = [area, *found.positions.tolist()]
    distances = ["–", *(number(float(each), 2) for each in found.distances)]
    rows = [
        (
            "  " + " ".join(dict.fromkeys((areas.codes[at], areas.names[at]))),
            distance,
            *(_trait_words(trait, at) for trait in found.traits),
        )
        for at, distance in zip(everyone, distances, strict=True)
    ]
    heading = ("  " + called.one, _("afstand"), *(trait.name for trait in found.traits))
    return numbered_lines([heading, *rows], "lr" + "r" * len(found.traits))


def _trait_words(trait: Trait, at: int) -> str:
    if trait.labels:
        return str(trait.labels[at])
    return quantity(float(trait.values[at]), trait.unit, trait.decimals) or "–"
