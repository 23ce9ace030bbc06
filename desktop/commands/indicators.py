"""``boligatlas indicators``: the catalogue listed, searched, explained, and begun a recipe with."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import table_lines, wrapped, write_answer
from desktop.commands.opening import add_passphrase, open_named
from desktop.core.errors import UsageError
from desktop.core.wording import _, plural

if TYPE_CHECKING:
    from desktop.core.catalogue import Entry, IndicatorSet, Question, Reference
    from desktop.core.dataset import Dataset
    from desktop.core.indicators import Indicator

_MOST_QUESTIONS = 3  # beside the indicators that a search finds

Spans = Mapping[str, Mapping[str, tuple[str, str]]]  # indicator: level: first and last period
Answer = tuple[dict[str, Any], list[str]]  # the same facts for machines and for people


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="*", metavar=_("SØGEORD"), help=_("ord, der skal findes; ellers alle")
    )
    parser.add_argument("--set", metavar="ID", help=_("kun dem, som et kendt system følger"))
    parser.add_argument("--dimension", metavar="ID", help=_("kun dem under en overskrift"))
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--explain", metavar="ID", help=_("alt om én indikator"))
    other.add_argument("--sets", action="store_true", help=_("vis de kendte systemer"))
    other.add_argument(
        "--questions", action="store_true", help=_("vis spørgsmål og det, der svarer på dem")
    )
    other.add_argument(
        "--recipe", action="store_true", help=_("skriv dem, som en opskrift begynder med dem")
    )
    parser.add_argument(
        "--in",
        dest="file",
        type=Path,
        metavar=_("FIL"),
        help=_("et udtræk: vis, hvilke af dem det har"),
    )
    parser.add_argument(
        "--key", type=Path, metavar=_("FIL"), help=_("nøglefil, der åbner udtrækket")
    )
    add_passphrase(parser)
    parser.add_argument("--json", action="store_true", help=_("som JSON"))


def run(options: argparse.Namespace) -> int:
    """Answer what was asked of the catalogue.

    Raises:
        UsageError: an id that does not exist, or wishes that do not go together.
    """
    from desktop.core.catalogue import read_reference

    _check(options)
    reference = read_reference()
    spans, held = None, {}
    if options.file is not None:
        data = open_named(options)
        try:
            spans, held = _spans(data), {each.id: each for each in data.indicators}
        finally:
            data.close()
    if options.sets:
        write_answer(options, *_sets(reference, spans))
    elif options.questions:
        write_answer(options, *_questions(options, reference, spans))
    elif options.explain:
        write_answer(options, *_explained(reference, options.explain, spans, held))
    elif options.recipe:
        write_answer(options, *_recipe(options, reference))
    else:
        write_answer(options, *_listed(options, reference, spans))
    return 0


def _check(options: argparse.Namespace) -> None:
    narrowed = options.words or options.set or options.dimension
    if narrowed and (options.sets or options.explain):
        raise UsageError(
            _("--sets og --explain kan ikke stå sammen med søgeord, --set eller --dimension."),
            hint=_("Udelad det ene."),
        )
    if options.file is None and (options.key is not None or options.passphrase_file is not None):
        raise UsageError(
            _("Nøglen hører til et udtræk, og der er intet nævnt."), hint=_("Skriv --in UDTRÆK.")
        )


def _chosen(options: argparse.Namespace, reference: Reference, sought: str) -> list[Entry]:
    """The entries that are asked for, the best first where words are sought."""
    held = reference.found(sought)
    if options.set:
        ids = reference.set(options.set).indicators
        kept = {entry.id: entry for entry in held if entry.id in ids}
        held = list(kept.values()) if sought else [kept[id] for id in ids]
    if options.dimension:
        wanted = reference.dimension(options.dimension).id
        held = [entry for entry in held if entry.indicator.dimension == wanted]
    return held


def _listed(options: argparse.Namespace, reference: Reference, spans: Spans | None) -> Answer:
    """The indicators asked for; with an extract, those of its own too, and variants in it."""
    from desktop.core.cataloguewords import mixing_words

    sought = " ".join(options.words)
    chosen = _chosen(options, reference, sought)
    questions = reference.asked(sought)[:_MOST_QUESTIONS] if sought else []
    held = [entry.id for entry in chosen if spans is not None and entry.id in spans]
    narrowed = sought or options.set or options.dimension
    own = [id for id in spans or () if id not in reference.entries and not narrowed]
    facts: dict[str, Any] = {
        "version": reference.version,
        "indicators": [_entry_facts(reference, entry, spans) for entry in chosen],
        "questions": [_question_facts(each) for each in questions],
        "own": own,
        "mixed": list(reference.variants_among(held).values()),
    }
    if options.set:
        facts["set"] = _set_facts(reference.set(options.set))
    if options.set and not (sought or options.dimension):
        lines = list(_set_lines(reference.set(options.set), chosen, spans))
    elif sought:
        lines = _flat(_entry_lines(chosen, spans)) or [_("Ingen indikator svarer til søgningen.")]
    else:
        lines = list(_by_dimension(reference, chosen, spans))
    if own:
        told = _("Udtrækkets egne, som kataloget ikke kender: {ids}")
        lines += ["", *wrapped(told.format(ids=", ".join(own)))]
    for sentence in mixing_words(reference, held):
        lines += ["", *wrapped(sentence)]
    if questions:
        lines += ["", _("Spørgsmål"), *(f"  {each.question}" for each in questions)]
    if chosen:
        told = _("--explain ID forklarer en indikator; --recipe skriver dem til en opskrift.")
        lines += ["", told]
    return facts, lines


def _recipe(options: argparse.Namespace, reference: Reference) -> Answer:
    """The indicators asked for as the beginning of a recipe."""
    from desktop.core.cataloguewords import commented, recipe_skeleton

    chosen = _chosen(options, reference, " ".join(options.words))
    lines = []
    if options.set:
        begun = reference.set(options.set)
        lines = [*commented(str(begun.name)), *commented(str(begun.untold)), ""]
    lines += recipe_skeleton(chosen).rstrip().split("\n")
    return {"recipe": "\n".join(lines) + "\n"}, lines


def _spans(data: Dataset) -> Spans:
    return {
        indicator.id: {
            level.id: (periods[0].code, periods[-1].code)
            for level in data.levels
            if (periods := data.periods_of(indicator.id, level.id))
        }
        for indicator in data.indicators
    }


def _entry_lines(entries: Sequence[Entry], spans: Spans | None) -> dict[str, list[str]]:
    """The lines of each entry: id, name and unit, or id, short name and what an extract has."""
    rows = [
        (each.id, str(each.indicator.name), _unit(each))
        if spans is None
        else (each.id, each.indicator.label, _held(spans.get(each.id)))
        for each in entries
    ]
    first, second = (max((len(row[at]) for row in rows), default=0) for at in (0, 1))
    return {
        id: wrapped(f"  {id.ljust(first)}  {name.ljust(second)}  {told}", first + second + 6)
        for id, name, told in rows
    }


def _flat(lines: Mapping[str, Sequence[str]]) -> list[str]:
    return [line for each in lines.values() for line in each]


def _unit(entry: Entry) -> str:
    from desktop.core.indicators import Kind

    told = entry.indicator
    if told.unit != "n":
        return told.unit
    return _("antal") if told.kind is Kind.COUNT else _("gns.")


def _held(levels: Mapping[str, tuple[str, str]] | None) -> str:
    """The periods of the levels; levels with the same are told together."""
    if levels is None:
        return "–"
    together: dict[tuple[str, str], list[str]] = {}
    for level, span in levels.items():
        together.setdefault(span, []).append(level)
    return "; ".join(
        f"{first}–{last} ({', '.join(names)})" for (first, last), names in together.items()
    )


def _by_dimension(
    reference: Reference, entries: Sequence[Entry], spans: Spans | None
) -> Iterator[str]:
    for dimension in reference.dimensions:
        held = [each for each in entries if each.indicator.dimension == dimension.id]
        if held:
            yield f"{dimension.name} ({dimension.id})"
            yield from _flat(_entry_lines(held, spans))
            yield ""
    count = len(entries)
    yield plural("{count} indikator", "{count} indikatorer", count).format(count=count)


def _set_lines(
    chosen: IndicatorSet, entries: Sequence[Entry], spans: Spans | None
) -> Iterator[str]:
    lines = _entry_lines(entries, spans)
    yield str(chosen.name)
    yield from wrapped(str(chosen.sentence), 0)
    yield ""
    for part in chosen.parts:
        yield str(part.name)
        for id in part.indicators:
            yield from lines.get(id, ())
        if str(part.note):
            yield from wrapped(f"  {part.note}")
    yield ""
    yield from wrapped(_("Kilde: {source}").format(source=chosen.source))
    yield from wrapped(_("Kilden siger ikke alt: {untold}").format(untold=chosen.untold))


def _sets(reference: Reference, spans: Spans | None) -> Answer:
    """The known systems, and how much of each an extract has."""
    rows = []
    for each in reference.sets.values():
        count = str(len(each.indicators))
        if spans is not None:
            held = sum(id in spans for id in each.indicators)
            count = _("{held} af {count}").format(held=held, count=count)
        rows.append((each.id, str(each.name), count))
    told = _("--set ID viser et sæt; --set ID --recipe skriver det til en opskrift.")
    facts = {"sets": [_set_facts(each) for each in reference.sets.values()]}
    return facts, [*table_lines(rows, "llr"), "", told]


def _questions(options: argparse.Namespace, reference: Reference, spans: Spans | None) -> Answer:
    """The questions that words are found in, and that indicators of a set or dimension answer."""
    from desktop.core.cataloguewords import look_words

    chosen = {entry.id for entry in _chosen(options, reference, "")}
    asked = [
        each for each in reference.asked(" ".join(options.words)) if chosen & set(each.answers)
    ]
    facts = {"questions": [_question_facts(each) for each in asked]}
    if not asked:
        return facts, [_("Intet spørgsmål svarer til søgningen.")]
    widest = max(len(id) for each in asked for id in each.answers)
    lines: list[str] = []
    for each in asked:
        lines.append(str(each.question))
        for id, why in each.answers.items():
            lacks = "" if spans is None or id in spans else _("(ikke i udtrækket)")
            lines += wrapped(f"  {id.ljust(widest)}  {why} {lacks}".rstrip(), widest + 4)
        if each.look is not None:
            lines.append(f"  {look_words(each.look)}")
        lines.append("")
    return facts, lines[:-1]


def _explained(
    reference: Reference, id: str, spans: Spans | None, held: Mapping[str, Indicator]
) -> Answer:
    """All that is known of one indicator."""
    from desktop.core.cataloguewords import explanation

    entry = reference.entry(id)
    rows = explanation(reference, entry)
    if spans is not None:
        rows.append((_("I udtrækket"), _in_extract(entry, spans, held)))
    width = max(len(label) for label, _text in rows)
    lines = [f"{entry.indicator.name} ({entry.id})", ""]
    for label, text in rows:
        lines += wrapped(f"{label.ljust(width)}  {text}", width + 2)
    return _entry_facts(reference, entry, spans) | {"explanation": dict(rows)}, lines


def _in_extract(entry: Entry, spans: Spans, held: Mapping[str, Indicator]) -> str:
    """The periods an extract has, and whether it means the same by the id."""
    from desktop.core.catalogue import same_definition

    if entry.id not in held:
        return _("findes ikke")
    told = _held(spans[entry.id])
    if same_definition(held[entry.id], entry.indicator):
        return told
    return _("{periods}; udtrækkets afgrænsning er en anden end katalogets").format(periods=told)


def _entry_facts(reference: Reference, entry: Entry, spans: Spans | None) -> dict[str, Any]:
    from desktop.core.indicators import TEXT_FIELDS

    told = entry.indicator
    facts: dict[str, Any] = {
        "id": told.id,
        **{name: str(getattr(told, name)) for name in TEXT_FIELDS},
        "dimension": told.dimension,
        "ages": entry.ages,
        "unit": told.unit,
        "per": told.per,
        "decimals": told.decimals,
        "direction": told.direction.value,
        "kind": told.kind.value,
        "people": told.people,
        "ready": entry.ready,
        "number": entry.number or None,
        "table": entry.table,
        "provenance": entry.provenance.value,
        "note": str(entry.note),
        "variants": list(reference.variants_of(told.id)),
        "sets": [each.id for each in reference.sets_with(told.id)],
        "questions": [each.id for each in reference.questions_with(told.id)],
    }
    if spans is not None:
        facts["periods"] = spans.get(told.id)
    return facts


def _question_facts(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "question": str(question.question),
        "look": question.look.value if question.look is not None else None,
        "answers": {id: str(why) for id, why in question.answers.items()},
    }


def _set_facts(of: IndicatorSet) -> dict[str, Any]:
    return {
        "id": of.id,
        "name": str(of.name),
        "sentence": str(of.sentence),
        "source": str(of.source),
        "untold": str(of.untold),
        "parts": [
            {
                "name": str(part.name),
                "indicators": list(part.indicators),
                "note": str(part.note),
            }
            for part in of.parts
        ],
    }
