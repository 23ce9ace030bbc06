"""What is said about a catalogue entry, and the recipe that begins from a set."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from desktop.core.catalogue import Counted, Entry, Look, Provenance, Reference
from desktop.core.indicators import Direction, Indicator, Kind
from desktop.core.wording import _, number

_WIDTH = 100


def direction_words(indicator: Indicator) -> str:
    """Which way the number is worse."""
    return {
        Direction.WORSE: _("Et højere tal tyder på større udsathed."),
        Direction.BETTER: _("Et lavere tal tyder på større udsathed."),
        Direction.NEITHER: _("Tallet beskriver; det er hverken godt eller dårligt."),
    }[indicator.direction]


def formula_words(entry: Entry) -> str:
    """How the number comes from what is counted."""
    indicator = entry.indicator
    if entry.ready:
        return _("færdig værdi, som leveres uden tæller og nævner")
    if not str(indicator.denominator_text):
        return _("tæller")
    if indicator.per == 1:
        return _("tæller / nævner")
    return _("tæller / nævner × {per}").format(per=number(indicator.per))


def interval_words(indicator: Indicator) -> str:
    """Which interval belongs to the number, and why."""
    return {
        Kind.SHARE: _("Wilsons: en del af sin nævner, hvor hvert tilfælde tælles én gang."),
        Kind.RATE: _("Byars: hændelser, der kan ske flere gange, mod en nævner."),
        Kind.COUNT: _("Intet: et antal er talt op."),
        Kind.MEAN: _("Intet: det, der lægges sammen, er ikke en optælling af uafhængige tilfælde."),
    }[indicator.kind]


def counted_words(counted: Counted) -> str:
    """What one number covers, and whether periods may be added up."""
    return {
        Counted.STATUS: _("Som det stod på ét tidspunkt; perioder lægges ikke sammen."),
        Counted.PERIOD: _("Periodens egne hændelser; perioder kan lægges sammen til et år."),
        Counted.YEAR: _("Et helt år i hvert tal; perioder lægges ikke sammen."),
    }[counted]


def provenance_words(provenance: Provenance) -> str:
    """Where a definition comes from."""
    return {
        Provenance.OFFICIAL: _("Lovens egen afgrænsning, som vi læser den."),
        Provenance.PUBLISHED: _("Beskrevet af et register eller et kendt system."),
        Provenance.PROPOSAL: _("Vores forslag efter almindelig dansk praksis."),
    }[provenance]


def look_words(look: Look) -> str:
    """How the answer to a question is best looked at, with the command that does it."""
    return {
        Look.TREND: _("Følg udviklingen: boligatlas trend"),
        Look.COMPARE: _("Sammenlign: boligatlas compare"),
        Look.CROSS: _("Hold to indikatorer op mod hinanden: boligatlas cross"),
        Look.CATEGORIES: _("Se områdernes kategorier: boligatlas categories"),
    }[look]


def ages_words(ages: str) -> str:
    """Who is in the base: ``18-66 år``, ``18 år og derover``; empty for all."""
    if not ages:
        return ""
    if ages.endswith("+"):
        return _("{age} år og derover").format(age=ages[:-1])
    return _("{ages} år").format(ages=ages)


def mixing_words(reference: Reference, ids: Iterable[str]) -> list[str]:
    """A sentence for every family that several of the indicators are of; none where none are."""
    told = _("{ids} ligner hinanden, men tæller ikke det samme. {sentence}")
    return [
        told.format(ids=", ".join(members), sentence=reference.families[family].sentence)
        for family, members in reference.variants_among(ids).items()
    ]


def explanation(reference: Reference, entry: Entry) -> list[tuple[str, str]]:
    """All that is known of an indicator: labels and texts, those without a text left out."""
    told = entry.indicator
    family = reference.families.get(entry.family)
    variants = ", ".join(reference.variants_of(entry.id))
    rows = (
        (_("Hvad den siger"), str(told.sentence)),
        (_("Tæller"), str(told.numerator_text)),
        (_("Nævner"), str(told.denominator_text)),
        (_("Alder"), ages_words(entry.ages)),
        (_("Formel"), formula_words(entry)),
        (_("Enhed"), unit_words(told)),
        (_("Interval"), interval_words(told)),
        (_("Retning"), direction_words(told)),
        (_("Kilde"), str(told.source)),
        (_("Statistikbanken"), entry.table),
        (_("Opgørelsestidspunkt"), str(told.reference)),
        (_("Dækker"), counted_words(entry.counted)),
        (_("Diskretion"), str(told.discretion)),
        (_("Afgrænsning"), provenance_words(entry.provenance)),
        (_("Bemærk"), str(entry.note)),
        (
            _("Må ikke blandes"),
            f"{variants}. {family.sentence}" if family is not None and variants else "",
        ),
        (_("Sæt"), ", ".join(each.id for each in reference.sets_with(entry.id))),
        (
            _("Spørgsmål"),
            " ".join(str(each.question) for each in reference.questions_with(entry.id)),
        ),
        (_("Nummer"), str(entry.number) if entry.number else ""),
    )
    return [(label, text) for label, text in rows if text]


def unit_words(indicator: Indicator) -> str:
    """The unit as it is read."""
    return {
        "n": _("antal") if indicator.kind is Kind.COUNT else _("gennemsnit"),
        "pers.": _("personer"),
        "kr.": _("kroner"),
    }.get(indicator.unit, indicator.unit)


def recipe_skeleton(entries: Iterable[Entry]) -> str:
    """``[[indicators]]`` for a recipe: valid TOML in which the empty texts are to be filled in.

    The builder refuses a text that was left empty, so nothing is forgotten in silence.
    """
    return "\n".join(line for entry in entries for line in _block(entry))


def _block(entry: Entry) -> Iterator[str]:
    told = entry.indicator
    yield from commented(f"{told.name}. {entry.note}" if str(entry.note) else str(told.name))
    yield "[[indicators]]"
    yield f'id = "{told.id}"'
    yield 'table = ""'
    yield from commented(str(told.numerator_text))
    yield 'value = ""' if entry.ready else 'numerator = ""'
    if str(told.denominator_text) and not entry.ready:
        yield from commented(str(told.denominator_text))
        yield 'denominator = ""'
    yield ""


def commented(text: str) -> list[str]:
    """A text as lines of comment."""
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )
