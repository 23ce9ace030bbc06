"""What is said of groups held against each other, and of what may be concluded from it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from desktop.core.comparisonwords import certainty_sentence, undecided_words
from desktop.core.differences import Adjustment, Comparison, Verdict
from desktop.core.grouping import SECTOR
from desktop.core.wording import _, number, plural, quantity
from desktop.reports.chapters.sectorsfacts import Compared, Group, OneIndicator
from desktop.reports.chapters.standardwords import SURE

_TOLD = 3  # of the largest differences


def title_of_group(found: Compared, group: Group) -> str:
    """What a group is called: »Sektoren almen«, or the organisation's own name."""
    if found.by == SECTOR:
        return _("Sektoren »{name}«").format(name=group.name)
    return group.name


def lead_words(found: Compared, group: Group) -> str:
    """How many indicators a group differs on beyond chance, and how many may be chance."""
    verdicts = [made.verdict for made in comparisons(found, group) if made is not None]
    judged = [verdict for verdict in verdicts if verdict != Verdict.UNDECIDED]
    name = title_of_group(found, group)
    if not judged:
        return _("Ingen af forskellene mellem {name} og {others} kan afgøres.").format(
            name=_inside(name), others=others_words(found, group)
        )
    if len(judged) == 1:
        return _one_words(found, group, name)
    return _(
        "{name} ligger med sikkerhed over {others} på {over} og under på {under} af {judged}"
        " indikatorer, der kan afgøres; på {chance} kan forskellen være tilfældig."
    ).format(
        name=name,
        others=others_words(found, group),
        over=_count(verdicts.count(Verdict.SURE_HIGHER)),
        under=_count(verdicts.count(Verdict.SURE_LOWER)),
        judged=number(len(judged)),
        chance=_count(verdicts.count(Verdict.MAY_BE_CHANCE)),
    )


def _one_words(found: Compared, group: Group, name: str) -> str:
    row = next(
        row
        for row in found.rows
        if group.name in row.made and row.made[group.name].verdict != Verdict.UNDECIDED
    )
    text = {
        Verdict.SURE_HIGHER: _("{name} ligger med sikkerhed over {others} på »{indicator}«."),
        Verdict.SURE_LOWER: _("{name} ligger med sikkerhed under {others} på »{indicator}«."),
        Verdict.MAY_BE_CHANCE: _(
            "Forskellen mellem {name} og {others} på »{indicator}« kan være tilfældig."
        ),
    }[row.made[group.name].verdict]
    return text.format(name=name, others=others_words(found, group), indicator=row.indicator.label)


def largest_words(found: Compared, group: Group) -> str:
    """The differences beyond chance that are largest for their size; empty for none."""
    sure = [
        row for row in found.rows if group.name in row.made and row.made[group.name].verdict in SURE
    ]
    sure.sort(key=lambda row: -_size(row.made[group.name]))
    if not sure:
        return ""
    told = [_told(row, row.made[group.name]) for row in sure[:_TOLD]]
    return _("I forhold til tallenes størrelse er forskellen størst for {told}.").format(
        told=_(" og ").join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
    )


def comparisons(found: Compared, group: Group) -> list[Comparison | None]:
    """A group's comparison on every indicator; None where it has no area with one."""
    return [row.made.get(group.name) for row in found.rows]


def people_words(found: Compared) -> str:
    """How sums are made: of people, not of areas."""
    return _(
        "Gruppernes tal er summer af antal over summer af grundlag, så store {areas} vejer efter,"
        " hvor mange de har; det er ikke gennemsnit af {areas}."
    ).format(areas=found.called.many)


def left_out_words(found: Compared) -> tuple[str, ...]:
    """Which differences cannot be told, gathered by why; and areas that are in no group."""
    reasons: dict[str, dict[str, int]] = {}
    for row in found.rows:
        for made in row.made.values():
            why = undecided_words(made, row.indicator, found.called)
            if why:
                held = reasons.setdefault(why, {})
                held[row.indicator.label] = held.get(row.indicator.label, 0) + 1
    said = [
        _("Kan ikke afgøres: {labels}. {why}.").format(
            labels=", ".join(_times(label, count, found) for label, count in labels.items()),
            why=why[:1].upper() + why[1:],
        )
        for why, labels in reasons.items()
    ]
    partial = [
        row.indicator.label
        for row in found.rows
        if any(m.partial and not m.skewed for m in row.made.values())
    ]
    if partial:
        said.append(
            _(
                "Regnet alene af de {areas}, hvor tallet vises: {labels}. Det er oftest dem med de"
                " laveste tal, der ikke vises."
            ).format(areas=found.called.many, labels=", ".join(partial))
        )
    if found.without:
        said.append(
            plural(
                "{areas} hører ikke til nogen af grupperne og er ikke med.",
                "{areas} hører ikke til nogen af grupperne og er ikke med.",
                found.without,
            ).format(areas=found.called.counted(found.without))
        )
    return tuple(said)


def _times(label: str, count: int, found: Compared) -> str:
    """An indicator, and for how many of several groups, where that is not all."""
    if len(found.groups) == 2 or count == len(found.groups):
        return label
    return _("{indicator} ({count} af {groups})").format(
        indicator=label, count=number(count), groups=number(len(found.groups))
    )


def conclusion_words(found: Compared) -> tuple[str, ...]:
    """What may be concluded, and what not: three short points."""
    if found.by == SECTOR:
        first = _(
            "At en forskel er der med sikkerhed, siger, at sektorernes tal er forskellige ud over"
            " det, tilfældet kan forklare. Det siger ikke hvorfor."
        )
        second = _(
            "Sektorerne har forskellige beboere: alder, familier og boligernes størrelse er ikke"
            " ens. Forskellen er derfor ikke et mål for, hvad boligformen gør ved folk."
        )
    else:
        first = _(
            "At en forskel er der med sikkerhed, siger, at boligorganisationens tal er forskelligt"
            " fra de øvriges ud over det, tilfældet kan forklare. Det siger ikke hvorfor."
        )
        second = _(
            "Boligorganisationer har forskellige boliger, beboere og kvarterer. Tallene er ikke en"
            " rangliste og ikke et mål for, hvor godt en organisation arbejder."
        )
    third = _(
        "Tallene handler om grupper. De siger intet om den enkelte beboer eller om et bestemt"
        " område."
    )
    return (first, second, third)


def certainty_words(found: Compared, groups: Sequence[Group]) -> str:
    """What many comparisons at once mean; empty for none."""
    count = sum(
        made is not None and made.verdict != Verdict.UNDECIDED
        for group in groups
        for made in comparisons(found, group)
    )
    return certainty_sentence(count, Adjustment.NONE) if count else ""


def behind_group(found: Compared, group: Group) -> str:
    """How many areas a group has and how many people are known to live there."""
    areas = found.called.counted(len(group.members))
    if not group.counted:
        return areas
    residents = quantity(group.residents, _("beboere"))
    if group.counted < len(group.members):
        return _("{areas}; {residents} i de {counted}, hvor beboertallet vises").format(
            areas=areas, residents=residents, counted=number(group.counted)
        )
    return f"{areas}; {residents}"


def _told(row: OneIndicator, made: Comparison) -> str:
    indicator = row.indicator
    own, other = (
        quantity(float(cells.values[0]), indicator.unit, indicator.decimals)
        for cells in (made.own, made.other)
    )
    return _("{indicator} ({own} mod {other})").format(
        indicator=indicator.label, own=own, other=other
    )


def _count(count: int) -> str:
    return number(count) if count else _("ingen")


def _size(made: Comparison) -> float:
    size = abs(made.relative)
    return size if math.isfinite(size) else math.inf


def others_words(found: Compared, group: Group) -> str:
    """What a group is held against, inside a sentence."""
    others = found.against(group)
    if len(found.groups) == 2 and found.by == SECTOR:
        return _("sektoren »{name}«").format(name=others)
    return others


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:] if name.startswith(_("Sektoren")) else name
