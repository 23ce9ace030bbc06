"""What ``compare`` is asked to hold against what."""

from __future__ import annotations

import argparse
from difflib import get_close_matches

from desktop.commands.asking import indicator_of, period_of, position_of
from desktop.core.comparisons import Question
from desktop.core.dataset import Dataset
from desktop.core.differences import Against
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.periods import Period, parse
from desktop.core.wording import _

ALL = "all"


def indicators_asked(
    data: Dataset, options: argparse.Namespace, level: str
) -> list[tuple[Indicator, Period]]:
    """The indicators asked about, each with its period.

    With all of them, a period that one does not have gives its last one before; a single one asked
    for by name must have it.
    """
    if options.indicator != [ALL]:
        asked = options.indicator or [""]
        found = [
            indicator_of(data, argparse.Namespace(indicator=id), level)
            for id in dict.fromkeys(asked)
        ]
        return [(each, period_of(data, options, each.id, level)) for each in found]
    end = parse(options.period).end if options.period else None
    found_all = []
    for indicator in data.indicators_of(level):
        periods = [
            period
            for period in data.periods_of(indicator.id, level)
            if end is None or period.end <= end
        ]
        if periods:
            found_all.append((indicator, periods[-1]))
    if not found_all:
        raise UsageError(
            _("Ingen indikatorer har tal så tidligt."),
            hint=_("Vælg en senere periode med --period."),
        )
    return found_all


def questions_asked(
    data: Dataset, options: argparse.Namespace, level: str, area: int
) -> list[Question]:
    """What the area is to be held against; without a wish, what the extract has a number for."""
    before = parse(options.before) if options.before else None
    traits = tuple(part.strip() for part in (options.traits or "").split(",") if part.strip())
    if options.count is not None and options.count < 1:
        raise UsageError(
            _("Antallet af lignende områder skal være mindst 1."), hint=_("Skriv fx --count 8.")
        )
    areas = data.areas(level)
    words = [word.strip() for part in options.against or () for word in part.split(",")]
    if not words:
        words = [
            Against.MUNICIPALITY,
            *((Against.SECTOR,) if areas.sectors[area] else ()),
            *((Against.ORGANISATION,) if areas.organisations[area] else ()),
            *((Against.DISTRICT,) if areas.parents else ()),
            Against.SIMILAR,
            Against.EARLIER,
        ]
    questions = []
    for word in dict.fromkeys(words):
        if word in set(Against) - {Against.AREA}:
            against = Against(word)
            questions.append(
                Question(against, before=before, traits=traits, count=options.count or 0)
            )
        elif word in areas.parents:
            questions.append(Question(Against.DISTRICT, parent=word))
        else:
            questions.append(Question(Against.AREA, area=_other_area(data, level, word, area)))
    return questions


def _other_area(data: Dataset, level: str, word: str, area: int) -> int:
    """The area a word names; a slip in one of the other words is met as that."""
    try:
        found = position_of(data, level, word)
    except UsageError as error:
        near = get_close_matches(word, [*Against, *data.areas(level).parents], 1, 0.75)
        if not near:
            raise
        raise UsageError(
            _("Der kan ikke sammenlignes med »{word}«.").format(word=word),
            hint=_("Mente du »{near}«?").format(near=near[0]),
        ) from error
    if found == area:
        raise UsageError(
            _("Området kan ikke sammenlignes med sig selv."),
            hint=_("Skriv --with earlier for at sammenligne med en tidligere periode."),
        )
    return found
