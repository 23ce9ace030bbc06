"""What a profile says: who the area is, how it stands, and each row as it may be read aloud."""

from __future__ import annotations

import math
from collections import Counter

from desktop.core.areas import Effort
from desktop.core.cataloguewords import direction_words
from desktop.core.comparisons import Adjustment, Against, Question, name_of
from desktop.core.comparisonwords import (
    behind_words,
    certainty_sentence,
    comparison_sentence,
    match_words,
)
from desktop.core.dataset import Dataset
from desktop.core.differences import Verdict
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.indicators import Kind
from desktop.core.levelwords import Called, called
from desktop.core.periods import Period
from desktop.core.profile import Lean, Profile, Row, telling
from desktop.core.profilekey import Key
from desktop.core.sentences import count_words, interval_words, state_words, value_words
from desktop.core.wording import _, difference, number, quantity, short_date


def title_of(key: Key) -> str:
    """The area's name, its code where it has none."""
    return key.name or key.code


def key_words(key: Key) -> tuple[str, ...]:
    """Who the area is, in a few words each: level and code, residents, dwellings, owner, place."""
    parts = [f"{key.level} {key.code}"]
    if math.isfinite(key.residents):
        text = _("{count} beboere") if key.counted_then else _("{count} beboere ved udtrækket")
        parts.append(text.format(count=number(key.residents)))
    if math.isfinite(key.dwellings):
        parts.append(_("{count} boliger").format(count=number(key.dwellings)))
    parts += [f"{number(count)} {what}" for count, what in key.holds]
    parts += [key.organisation, key.sector]
    parts += [name for _level, name in key.inside]
    return tuple(part for part in parts if part)


def against_label(
    data: Dataset, level: str, position: int, period: Period, question: Question
) -> str:
    """What an area is held against, as it is chosen and heads a column: ``Kommunen``, a name."""
    try:
        name = name_of(data, level, position, period, question)
    except UsageError:
        name = ""
    match question.against:
        case Against.MUNICIPALITY:
            return _("Kommunen")
        case Against.SIMILAR:
            return _("Lignende {areas}").format(areas=called(data.level(level)).many)
        case Against.SECTOR:
            return _("Sektoren »{name}«").format(name=name)
        case Against.ORGANISATION:
            return name or _("Boligorganisationen")
        case _:
            return name or _("Distriktet")


def lean_words(lean: Lean) -> str:
    """What a bar's colour means."""
    return {
        Lean.MORE: _("med sikkerhed mere udsat"),
        Lean.LESS: _("med sikkerhed mindre udsat"),
        Lean.APART: _("med sikkerhed anderledes, uden retning"),
        Lean.UNSURE: _("kan ikke afgøres"),
        Lean.NONE: _("kan ikke sammenlignes"),
    }[lean]


def summary_sentences(profile: Profile, against: str, words: Called) -> tuple[str, ...]:
    """How the area stands in all, and on what it stands out most; empty for an area that is not."""
    if not profile.exists:
        return (_("Området fandtes ikke i denne periode."),)
    if not profile.rows:
        return (_("Der er ingen indikatorer at vise."),)
    shown = [row for row in profile.rows if row.shown]
    if not shown:
        return (_("Ingen af de {count} tal kan vises.").format(count=number(len(profile.rows))),)
    leans = Counter(row.lean for row in shown)
    compared = len(shown) - leans[Lean.NONE]
    said = []
    if compared:
        said.append(
            _(
                "På {more} af {count} tal, der kan sammenlignes, er området med sikkerhed mere"
                " udsat end {place} og på {less} med sikkerhed mindre udsat."
            ).format(
                count=number(compared),
                more=number(leans[Lean.MORE]),
                less=number(leans[Lean.LESS]),
                place=_inside(against),
            )
        )
    hidden = len(profile.rows) - len(shown)
    if hidden:
        said.append(_("{count} tal vises ikke.").format(count=number(hidden)))
    most = telling(profile, 1)
    if most and most[0].lean in (Lean.MORE, Lean.LESS, Lean.APART):
        row = most[0]
        assert row.comparison is not None
        named = title_of(profile.key)
        sentence = comparison_sentence(named, row.comparison, row.indicator, words)
        said.append(
            _("Mest skiller »{indicator}« sig ud: {sentence}").format(
                indicator=row.indicator.label, sentence=sentence
            )
        )
    return tuple(said)


def certainty_words(profile: Profile) -> str:
    """What the intervals of the comparisons that have one together mean; empty where none has."""
    judged = sum(
        row.comparison is not None and row.comparison.verdict is not Verdict.UNDECIDED
        for row in profile.rows
    )
    return certainty_sentence(judged, Adjustment.NONE) if judged else ""


def like_sentences(profile: Profile, words: Called) -> tuple[str, ...]:
    """Which the similar areas are, by which traits, and how like; empty where there are none."""
    like = profile.like
    if like is None:
        return ()
    if not len(like.positions):
        why = match_words(like.match)
        return (_("Lignende {areas}: {why}.").format(areas=words.many, why=why),)
    text = _("Lignende {areas} er valgt efter {traits}: {match}.").format(
        areas=words.many,
        traits=_listed([trait.name for trait in like.traits]),
        match=match_words(like.match),
    )
    names = _("De er: {names}.").format(names=_listed(list(profile.like_names)))
    reason = _("Det, der sammenlignes, vælger dem ikke.")
    return (text, names, reason)


def effort_words(effort: Effort) -> str:
    """An effort with its dates: ``Helhedsplan, 01-07-2017 til 30-06-2021``."""
    if effort.end is None:
        return _("{name}, fra {start}").format(name=effort.name, start=short_date(effort.start))
    return _("{name}, {start} til {end}").format(
        name=effort.name, start=short_date(effort.start), end=short_date(effort.end)
    )


def place_words(row: Row) -> str:
    """Between which places the area surely stands: ``nr. 3–11 af 175``; empty where not known."""
    if not row.best:
        return ""
    place = f"{row.best}" if row.best == row.worst else f"{row.best}–{row.worst}"
    return _("nr. {place} af {total}").format(place=place, total=number(row.among))


def change_sentence(row: Row) -> str:
    """The change since the year before, and whether it is more than chance; empty without one."""
    if row.before is None or not math.isfinite(row.change):
        return ""
    unit, decimals = row.indicator.unit, row.indicator.decimals
    said = _("Ændring siden {period}: {change}").format(
        period=row.before.label, change=difference(row.change, unit, decimals)
    )
    if row.indicator.kind is Kind.COUNT:
        return f"{said}."
    if row.indicator.kind is Kind.MEAN:
        return _("{said}; om det er mere end tilfældigt, kan ikke afgøres.").format(said=said)
    if row.moved:
        return _("{said}; det er mere end tilfældigt.").format(said=said)
    return _("{said}; det kan være tilfældigt.").format(said=said)


def row_sentences(profile: Profile, row: Row, words: Called) -> tuple[str, ...]:
    """A row as it may be read aloud: number, comparison, change, place, and which way is worse."""
    indicator = row.indicator
    if row.period is None:
        return (str(indicator.name), _("Der er ingen tal for denne periode eller før."))
    first = _("{indicator}, {period}: {value}").format(
        indicator=indicator.name, period=row.period.label, value=value_words(row.cell, 0, indicator)
    )
    if not row.shown:
        state = state_words(int(row.cell.states[0]))
        told = _("{indicator}, {period}: {state}.").format(
            indicator=indicator.name, period=row.period.label, state=state
        )
        return (told, hidden_words(row))
    more = [
        part
        for part in (
            count_words(row.cell, 0),
            _interval(row),
            _("bygger på få") if row.small else "",
        )
        if part
    ]
    said = [f"{first} ({'; '.join(more)})." if more else f"{first}."]
    if row.comparison is not None:
        named = title_of(profile.key)
        said.append(comparison_sentence(named, row.comparison, indicator, words))
    said.append(change_sentence(row))
    place = place_words(row)
    if place:
        text = _("Med 95 % sikkerhed {place} viste, højeste først.")
        said.append(text.format(place=place))
    said.append(direction_words(indicator))
    return tuple(part for part in said if part)


def hidden_words(row: Row) -> str:
    """Why a row shows no number, in a sentence."""
    return {
        State.WITHHELD: _("Tallet vises ikke, fordi det vedrører for få personer."),
        State.UNDEFINED: _("Der er ingen at regne tallet af."),
    }.get(State(int(row.cell.states[0])), _("Der er ikke leveret tal for området i denne periode."))


def difference_figure(row: Row) -> str:
    """The difference with its sign and without its unit, as in a column; empty without one."""
    if row.comparison is None:
        return ""
    return number(row.comparison.difference, row.indicator.decimals, sign=True)


def relative_words(row: Row) -> str:
    """The difference in percent of what it is held against: ``+37 %``; empty without one."""
    if row.comparison is None:
        return ""
    return quantity(100 * row.comparison.relative, "%", sign=True)


def other_words(row: Row) -> str:
    """The number that the area is held against; empty where there is none."""
    comparison = row.comparison
    if comparison is None:
        return ""
    return value_words(comparison.other, 0, row.indicator)


def against_note(profile: Profile, words: Called) -> str:
    """How many areas a sum is made of, where it differs from row to row said of the fewest."""
    made = [row.comparison for row in profile.rows if row.comparison and row.comparison.areas]
    partial = [each for each in made if each.partial]
    if not partial:
        return (
            behind_words(made[0].areas, made[0].shown, partial=False, called=words) if made else ""
        )
    fewest = min(partial, key=lambda each: each.shown)
    return behind_words(fewest.areas, fewest.shown, partial=True, called=words)


def _interval(row: Row) -> str:
    words = interval_words(row.cell, 0, row.indicator)
    return _("95 %-interval {interval}").format(interval=words) if words else ""


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{first} og {last}").format(first=", ".join(names[:-1]), last=names[-1])


def _inside(label: str) -> str:
    """A label as it stands inside a sentence."""
    return {_("Kommunen"): _("kommunen"), _("Distriktet"): _("distriktet")}.get(
        label, label[:1].lower() + label[1:] if label.startswith(_("Lignende")) else label
    )
