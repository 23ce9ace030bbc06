"""What ``compare`` says to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.commands.asking import table_lines
from desktop.core.areas import Areas
from desktop.core.comparisons import Groups
from desktop.core.comparisonwords import (
    behind_words,
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
from desktop.core.periods import Period
from desktop.core.sentences import count_words, interval_words, value_words
from desktop.core.similar import Neighbours, Trait, trait_name
from desktop.core.wording import _, number, quantity


def area_lines(
    name: str,
    indicator: Indicator,
    period: Period,
    made: Sequence[Comparison],
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
        yield f"  {comparison_sentence(name, each, indicator)}"


def groups_lines(groups: Groups, indicator: Indicator, period: Period) -> Iterator[str]:
    """One indicator: a row for each group against all the others together."""
    yield f"{indicator.name}, {period.label}"
    rows = []
    for row, name in enumerate(groups.names):
        made = groups.compared.at(row, Against.OTHERS, name)
        behind = behind_words(
            int(groups.areas[row]), int(groups.shown[row]), partial=bool(groups.partial[row])
        )
        reach = reach_words(made.low, made.high, indicator.decimals)
        why = undecided_words(made, indicator)
        rows.append(
            (
                "  " + name + behind,
                value_words(made.own, 0, indicator),
                count_words(made.own, 0),
                interval_words(made.own, 0, indicator),
                difference_words(made, indicator),
                reach,
                verdict_words(made.verdict) + (f" ({why})" if why else ""),
            )
        )
    heading = (
        "  " + _("gruppe"),
        _("værdi"),
        _("antal"),
        _("interval"),
        _("mod de andre"),
        _("interval"),
        _("vurdering"),
    )
    yield from table_lines([heading, *rows], "lrrrrr")


def similar_lines(data: Dataset, level: str, area: int, found: Neighbours) -> Iterator[str]:
    """The neighbours with their distance and each trait beside the area's own."""
    areas = data.areas(level)
    unused = ", ".join(trait_name(data, id) for id in found.left_out)
    if not len(found.positions):
        yield _("Lignende områder: {match}.").format(match=match_words(found.match))
    else:
        yield _("Lignende områder: {match}. Afstanden er i typiske spredninger pr. træk.").format(
            match=match_words(found.match)
        )
        yield from _neighbour_lines(areas, area, found)
    if unused:
        yield "  " + _("Ikke brugt: {traits}").format(traits=unused)


def _neighbour_lines(areas: Areas, area: int, found: Neighbours) -> list[str]:
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
    heading = ("  " + _("område"), _("afstand"), *(trait.name for trait in found.traits))
    return table_lines([heading, *rows], "lr" + "r" * len(found.traits))


def _trait_words(trait: Trait, at: int) -> str:
    if trait.labels:
        return str(trait.labels[at])
    return quantity(float(trait.values[at]), trait.unit, trait.decimals) or "–"
