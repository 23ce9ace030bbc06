"""What ``compare`` is asked to hold against what."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from difflib import get_close_matches

from desktop.commands.asking import indicator_of, period_of, position_of, wanted_of
from desktop.core.comparisons import Question
from desktop.core.comparisonwords import short_place_words
from desktop.core.dataset import Dataset
from desktop.core.differences import Against
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.periods import Period, parse
from desktop.core.similar import DWELLINGS, ORGANISATION, RESIDENTS, SECTOR
from desktop.core.wording import _

ALL = "all"


def comparators() -> dict[str, Against]:
    """What an area may be held against, by every word for it, the ones to teach first.

    The Danish ones and those of the language in use, and the names that machines read.
    """
    danish = {
        "kommunen": Against.MUNICIPALITY,
        "resten": Against.REST,
        "sektoren": Against.SECTOR,
        "øvrige": Against.OTHERS,
        "organisationen": Against.ORGANISATION,
        "organisationerne": Against.ORGANISATIONS,
        "distriktet": Against.DISTRICT,
        "lignende": Against.SIMILAR,
        "tidligere": Against.EARLIER,
    }
    plain = {each.value: each for each in Against if each is not Against.AREA}
    own = {short_place_words(each).casefold(): each for each in plain.values()}
    return own | danish | plain


def trait_words() -> dict[str, str]:
    """The traits that are no indicators, by their Danish words."""
    return {
        "beboere": RESIDENTS,
        "boliger": DWELLINGS,
        "sektor": SECTOR,
        "sektoren": SECTOR,
        "organisation": ORGANISATION,
        "boligorganisation": ORGANISATION,
    }


def asks_all(options: argparse.Namespace) -> bool:
    """Whether all indicators are asked about, by that word alone or beside some of them."""
    return ALL in (options.indicator or ())


def indicators_asked(
    data: Dataset, options: argparse.Namespace, level: str
) -> list[tuple[Indicator, Period]]:
    """The indicators asked about, each with its period.

    With all of them, a period that one does not have gives its last one before; a single one asked
    for by name must have it.
    """
    if not asks_all(options):
        asked = options.indicator or [""]
        found = [
            indicator_of(data, argparse.Namespace(indicator=id), level)
            for id in dict.fromkeys(asked)
        ]
        named = [(each, period_of(data, options, each.id, level)) for each in found]
        _check_before(options, [period for _each, period in named])
        return named
    wanted = wanted_of(data, options, level)
    end = wanted.end if wanted else None
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


def _check_before(options: argparse.Namespace, periods: Sequence[Period]) -> None:
    """Refuse to hold a number against one of the same time or later as "earlier"."""
    if options.before and any(parse(options.before).end >= each.end for each in periods):
        raise UsageError(
            _("{period} er ikke før det, der spørges om.").format(
                period=parse(options.before).label
            ),
            hint=_("Vælg en tidligere periode med --before."),
        )


def questions_asked(
    data: Dataset, options: argparse.Namespace, level: str, area: int
) -> list[Question]:
    """What the area is to be held against; without a wish, what the extract has a number for."""
    before = parse(options.before) if options.before else None
    named = [part.strip() for part in (options.traits or "").split(",") if part.strip()]
    held = {indicator.id for indicator in data.indicators_of(level)}
    traits = tuple(id if id in held else trait_words().get(id.casefold(), id) for id in named)
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
    known = comparators()
    for word in dict.fromkeys(known.get(each.casefold(), each) for each in words):
        if isinstance(word, Against):
            questions.append(Question(word, before=before, traits=traits, count=options.count or 0))
        elif word in areas.parents:
            questions.append(Question(Against.DISTRICT, parent=word))
        else:
            questions.append(Question(Against.AREA, area=_other_area(data, level, word, area)))
    return questions


def _taught() -> list[str]:
    return [short_place_words(each) for each in Against if each is not Against.AREA]


def _other_area(data: Dataset, level: str, word: str, area: int) -> int:
    """The area a word names; a slip in one of the other words is met as that."""
    try:
        found = position_of(data, level, word)
    except UsageError as error:
        if word.casefold() in {
            name.casefold() for name in data.areas(level).names
        }:  # several areas of that name
            raise
        words = [*comparators(), *data.areas(level).parents, *data.areas(level).names]
        near = get_close_matches(word, words, 1, 0.75)
        taught = ", ".join([*_taught(), *data.areas(level).parents])
        raise UsageError(
            _("Der kan ikke sammenlignes med »{word}«.").format(word=word),
            hint=(_("Mente du »{near}«?").format(near=near[0]) + " " if near else "")
            + _("Skriv {words} eller et områdes kode eller navn.").format(words=taught),
        ) from error
    if found == area:
        raise UsageError(
            _("Området kan ikke sammenlignes med sig selv."),
            hint=_("Skriv --with tidligere for at sammenligne med en tidligere periode."),
        )
    return found
