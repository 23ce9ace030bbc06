"""``boligatlas indicators``: the catalogue listed, searched, explained, and begun a recipe with."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import table_lines, write_json, write_lines
from desktop.commands.opening import add_passphrase, open_named
from desktop.core.wording import _, plural

if TYPE_CHECKING:
    from desktop.core.catalogue import Entry, IndicatorSet, Question, Reference
    from desktop.core.dataset import Dataset

_WIDTH = 100
_MOST_QUESTIONS = 3  # beside the indicators that a search finds

Spans = Mapping[str, Mapping[str, tuple[str, str]]]  # indicator: level: first and last period


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="*", metavar=_("SØGEORD"), help=_("ord, der skal findes; ellers alle")
    )
    parser.add_argument("--set", metavar="ID", help=_("kun dem, som et kendt system følger"))
    parser.add_argument("--dimension", metavar="ID", help=_("kun dem under en overskrift"))
    parser.add_argument("--explain", metavar="ID", help=_("alt om én indikator"))
    parser.add_argument("--sets", action="store_true", help=_("vis de kendte systemer"))
    parser.add_argument(
        "--questions", action="store_true", help=_("vis spørgsmål og det, der svarer på dem")
    )
    parser.add_argument(
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
    """Answer what was asked of the catalogue."""
    from desktop.core.catalogue import read_reference

    reference = read_reference()
    sought = " ".join(options.words)
    if options.sets:
        _tell(options, _sets_facts(reference), _sets_lines(reference))
    elif options.questions:
        asked = reference.asked(sought)
        facts = {"questions": [_question_facts(each) for each in asked]}
        _tell(options, facts, _question_lines(asked))
    elif options.explain:
        _explain(options, reference)
    else:
        _list(options, reference, sought)
    return 0


def _tell(options: argparse.Namespace, facts: Mapping[str, Any], lines: Sequence[str]) -> None:
    if options.json:
        write_json(facts)
    else:
        write_lines(lines)


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


def _list(options: argparse.Namespace, reference: Reference, sought: str) -> None:
    from desktop.core.cataloguewords import recipe_skeleton

    chosen = _chosen(options, reference, sought)
    if options.recipe:
        write_lines([recipe_skeleton(chosen).rstrip()])
        return
    questions = reference.asked(sought)[:_MOST_QUESTIONS] if sought else []
    data = open_named(options) if options.file else None
    try:
        spans = _spans(data) if data is not None else None
        own = _own(data, reference) if data is not None and not sought else []
    finally:
        if data is not None:
            data.close()
    facts = {
        "version": reference.version,
        "indicators": [_entry_facts(reference, entry, spans) for entry in chosen],
        "questions": [_question_facts(each) for each in questions],
        "own": own,
    }
    if options.json:
        write_json(facts)
        return
    if options.set and not sought:
        lines = list(_set_lines(reference.set(options.set), chosen, spans))
    elif sought:
        lines = _flat(_entry_lines(chosen, spans)) or [_("Ingen indikator svarer til søgningen.")]
    else:
        lines = list(_by_dimension(reference, chosen, spans))
    if own:
        told = _("Udtrækkets egne, som kataloget ikke kender: {ids}")
        lines += ["", *_wrapped(told.format(ids=", ".join(own)))]
    if questions:
        lines += ["", _("Spørgsmål"), *(f"  {each.question}" for each in questions)]
    if chosen:
        lines += [
            "",
            _("--explain ID forklarer en indikator; --recipe skriver dem til en opskrift."),
        ]
    write_lines(lines)


def _spans(data: Dataset) -> Spans:
    return {
        indicator.id: {
            level.id: (periods[0].code, periods[-1].code)
            for level in data.levels
            if (periods := data.periods_of(indicator.id, level.id))
        }
        for indicator in data.indicators
    }


def _own(data: Dataset, reference: Reference) -> list[str]:
    return [each.id for each in data.indicators if each.id not in reference.entries]


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
        id: _wrapped(f"  {id.ljust(first)}  {name.ljust(second)}  {told}", first + second + 6)
        for id, name, told in rows
    }


def _flat(lines: Mapping[str, Sequence[str]]) -> list[str]:
    return [line for each in lines.values() for line in each]


def _unit(entry: Entry) -> str:
    return _("antal") if entry.indicator.unit == "n" else entry.indicator.unit


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
    yield from _wrapped(str(chosen.sentence), 0)
    yield ""
    for part in chosen.parts:
        yield str(part.name)
        for id in part.indicators:
            yield from lines.get(id, ())
        if str(part.note):
            yield from _wrapped(f"  {part.note}")
    yield ""
    yield from _wrapped(_("Kilde: {source}").format(source=chosen.source))
    yield from _wrapped(_("Kilden siger ikke alt: {untold}").format(untold=chosen.untold))


def _sets_lines(reference: Reference) -> list[str]:
    rows = [
        (each.id, str(each.name), str(len(each.indicators))) for each in reference.sets.values()
    ]
    return [
        *table_lines(rows, "llr"),
        "",
        _("--set ID viser et sæt; --set ID --recipe skriver det til en opskrift."),
    ]


def _question_lines(asked: Sequence[Question]) -> list[str]:
    from desktop.core.cataloguewords import look_words

    if not asked:
        return [_("Intet spørgsmål svarer til søgningen.")]
    widest = max(len(id) for each in asked for id in each.answers)
    lines: list[str] = []
    for each in asked:
        lines.append(str(each.question))
        lines += [f"  {id.ljust(widest)}  {why}" for id, why in each.answers.items()]
        if each.look is not None:
            lines.append(f"  {look_words(each.look)}")
        lines.append("")
    return [wrapped for line in lines[:-1] for wrapped in _wrapped(line, widest + 4)]


def _explain(options: argparse.Namespace, reference: Reference) -> None:
    from desktop.core.cataloguewords import explanation

    entry = reference.entry(options.explain)
    rows = explanation(reference, entry)
    spans: Spans | None = None
    if options.file:
        data = open_named(options)
        try:
            spans = _spans(data)
            rows.append((_("I udtrækket"), _in_extract(data, entry, spans)))
        finally:
            data.close()
    if options.json:
        write_json(_entry_facts(reference, entry, spans) | {"explanation": dict(rows)})
        return
    width = max(len(label) for label, _text in rows)
    lines = [f"{entry.indicator.name} ({entry.id})", ""]
    for label, text in rows:
        lines += _wrapped(f"{label.ljust(width)}  {text}", width + 2)
    write_lines(lines)


def _in_extract(data: Dataset, entry: Entry, spans: Spans) -> str:
    """The periods an extract has, and whether it means the same by the id."""
    from desktop.core.catalogue import same_definition

    held = next((each for each in data.indicators if each.id == entry.id), None)
    if held is None:
        return _("findes ikke")
    told = _held(spans[entry.id])
    if same_definition(held, entry.indicator):
        return told
    return _("{periods}; udtrækkets afgrænsning er en anden end katalogets").format(periods=told)


def _wrapped(line: str, indent: int = 2) -> list[str]:
    """A line in lines of at most the width; what follows the first is set in."""
    return textwrap.wrap(
        line,
        _WIDTH,
        subsequent_indent=" " * indent,
        drop_whitespace=True,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


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


def _sets_facts(reference: Reference) -> dict[str, Any]:
    return {
        "sets": [
            {
                "id": each.id,
                "name": str(each.name),
                "sentence": str(each.sentence),
                "source": str(each.source),
                "untold": str(each.untold),
                "parts": [
                    {
                        "name": str(part.name),
                        "indicators": list(part.indicators),
                        "note": str(part.note),
                    }
                    for part in each.parts
                ],
            }
            for each in reference.sets.values()
        ]
    }
