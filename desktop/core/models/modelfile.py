"""Reads a model file. What it says that cannot be is told with file, place and what to do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from desktop.core.errors import ModelError, UsageError
from desktop.core.models.model import (
    Band,
    Category,
    Combine,
    Comparison,
    Input,
    Limit,
    Line,
    Measured,
    Missing,
    Model,
    Otherwise,
    Outcome,
    Part,
    Population,
    Reference,
    Rule,
    Score,
    Status,
    Switch,
    Test,
)
from desktop.core.models.reading import Mistakes, Table
from desktop.core.models.soundness import check_model
from desktop.core.models.tomltext import toml_of
from desktop.core.paths import read_whole, resource
from desktop.core.wording import _

FORMAT = 1
LARGEST = 256 * 1024  # bytes; the longest model of the program takes a tenth


def builtin_models() -> Mapping[str, Path]:
    """The program's own models: the file of each id."""
    return {path.stem: path for path in sorted(resource("models").glob("*.toml"))}


def model_named(name: str, shipped: Mapping[str, str] | None = None) -> Model:
    """The model that a user names: one shipped in the extract, the program's own, or a file.

    Args:
        name: an id, or the path of a TOML file.
        shipped: models that came with the extract, as TOML by id; they go before the program's.

    Raises:
        UsageError: there is none of that name, with the nearest named.
        ModelError: its file does not hold together.
        FileProblem: a path that cannot be read.
    """
    shipped = shipped or {}
    if name in shipped:
        return read_model(shipped[name], name)
    own = builtin_models()
    if name in own:
        return load_model(own[name])
    path = Path(name)
    if path.suffix.lower() == ".toml" or path.parent != Path():
        return load_model(path)
    raise UsageError(
        _("Der er ingen model »{name}«.").format(name=name), hint=_meant(name, shipped)
    )


def names_told(shipped: Mapping[str, str] | None = None) -> str:
    """The models there are, each with its name, a line each."""
    names = _names(shipped or {})
    return "\n".join(f"  {id}: {name}" if name else f"  {id}" for id, name in names.items())


def _names(shipped: Mapping[str, str]) -> dict[str, str]:
    """The name of every model by id, empty where the file does not hold together."""
    texts = {id: path.read_text("utf-8") for id, path in builtin_models().items()}
    names = {}
    for id, text in {**texts, **shipped}.items():
        try:
            names[id] = str(read_model(text, id).name)
        except ModelError:
            names[id] = ""
    return names


def _meant(asked: str, shipped: Mapping[str, str]) -> str:
    """Which model was probably meant, by its id or by a word of its name, and all there are."""
    names = _names(shipped)
    word = asked.casefold()
    near = get_close_matches(word, names, 1, 0.6) or sorted(
        (id for id, name in names.items() if word in name.casefold()), key=len
    )
    every = _("Modellerne er:") + "\n" + names_told(shipped)
    return _("Mente du »{near}«?").format(near=near[0]) + " " + every if near else every


def load_model(path: Path) -> Model:
    """The model in a file.

    Raises:
        FileProblem: the file cannot be read.
        ModelError: it is no model, or does not hold together.
    """
    content = read_whole(path, limit=LARGEST + 1)
    if len(content) > LARGEST:
        raise ModelError(
            _("{file}: Filen er for stor til at være en model.").format(file=path.name),
            hint=_("En model fylder højst {most} kB.").format(most=LARGEST // 1024),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ModelError(
            _("{file}: Filen er ikke skrevet i UTF-8.").format(file=path.name),
            hint=_("Gem den som tekst i UTF-8."),
        ) from error
    return read_model(text, path.name)


def read_model(text: str, file: str) -> Model:
    """The model in a TOML text; ``file`` is what it is called when something is wrong with it.

    Only what the program's own files say, to the letter, is official: any other text is of somebody
    else's making and is read as such, whatever it says of itself.

    Raises:
        ModelError: it is no TOML, or no model that holds together.
    """
    mistakes = Mistakes(file)
    table = Table(toml_of(text, mistakes), mistakes)
    before = len(mistakes.found)
    if table.whole("format", None, 1, 10**9) > FORMAT:
        table.note(
            _("Modellen er skrevet i et nyere format."), _("Brug en nyere udgave."), "format"
        )
    if len(mistakes.found) > before:
        mistakes.settle()  # what another format says cannot be judged by this one
    model = _model(table)
    check_model(model, table)
    mistakes.settle()
    own = builtin_models().get(model.id)
    same = own is not None and _lines(own.read_text("utf-8")) == _lines(text)
    claims = model.status is Status.OFFICIAL and not same
    status = Status.OWN if claims else model.status
    return replace(model, status=status, claims=claims, differs=own is not None and not same)


def _lines(text: str) -> list[str]:
    """A text as it is read, however its lines end."""
    return text.splitlines()


def _model(table: Table) -> Model:
    population = table.table("population")
    made = Model(
        id=table.id(),
        version=table.text("version"),
        status=table.choice("status", Status),
        name=table.words("name", required=True),
        sentence=table.words("sentence"),
        source=table.words("source"),
        note=table.words("note"),
        valid_from=table.day("valid_from"),
        valid_to=table.day("valid_to"),
        population=_population(population) if population else Population(),
        inputs=tuple(_input(each) for each in table.tables("inputs")),
        references=tuple(_reference(each) for each in table.tables("references")),
        switches=tuple(_switch(each) for each in table.tables("switches")),
        rules=tuple(_rule(each) for each in table.tables("rules")),
        scores=tuple(_score(each) for each in table.tables("scores")),
        tests=tuple(_test(each) for each in table.tables("tests")),
        outcomes=tuple(_outcome(each) for each in table.tables("outcomes")),
        doubt=table.words("doubt"),
        unconfirmed=table.words("unconfirmed"),
    )
    table.done()
    return made


def _population(table: Table) -> Population:
    made = Population(
        _floor(table),
        table.text("sector", ""),
        table.whole("most_years_old", 2, 0, 50),
        table.yes("new_year", default=False),
    )
    table.done()
    return made


def _floor(table: Table) -> float:
    """The fewest residents, which cannot be fewer than none."""
    least = table.number("residents_minimum", 0.0)
    if least < 0:
        table.note(
            _("Der kan ikke være færre end nul beboere."),
            _("Skriv 0 eller mere."),
            "residents_minimum",
        )
    return least


def _input(table: Table) -> Input:
    made = Input(
        table.id(),
        table.text("indicator"),
        table.names("alternatives"),
        table.whole("years", 1, 1, 10),
        table.words("name"),
        table.yes("new_year", default=False),
    )
    table.done()
    return made


def _reference(table: Table) -> Reference:
    made = Reference(
        table.id(),
        table.yearly("values"),
        table.words("name"),
        table.text("unit", ""),
        table.words("source"),
        table.choice("otherwise", Otherwise, Otherwise.LATEST),
    )
    table.done()
    return made


def _switch(table: Table) -> Switch:
    made = Switch(
        table.id(),
        table.yes("default", default=True),
        table.words("name"),
        table.words("note"),
    )
    table.done()
    return made


def _rule(table: Table) -> Rule:
    of = table.choice("of", Measured)
    line = table.table("line")
    made = Rule(
        table.id(),
        of,
        table.yes("adverse", default=of is not Measured.VALUE),
        table.numbers("bounds"),
        table.numbers("points"),
        table.yes("upper_inclusive", default=False),
        _line(line) if line else None,
    )
    table.done()
    return made


def _line(table: Table) -> Line:
    ends = table.numbers("from"), table.numbers("to")
    for key, numbers in zip(("from", "to"), ends, strict=True):
        if len(numbers) != 2:
            table.note(
                _("Her skal stå to tal: det målte og dets point."),
                _("Skriv {form}.").format(form="line = {from = [-2, 10], to = [2, 1]}"),
                key,
            )
    table.done()
    (low, at_low), (high, at_high) = ((*numbers, 0.0, 0.0)[:2] for numbers in ends)
    return Line((low, high), (at_low, at_high))


def _score(table: Table) -> Score:
    made = Score(
        table.id(),
        tuple(_part(each) for each in table.tables("parts")),
        table.words("name"),
        table.choice("combine", Combine, Combine.SUM),
        table.choice("missing", Missing, Missing.NONE),
        table.whole("least", 1, 1, 1000),
    )
    table.done()
    return made


def _part(table: Table) -> Part:
    made = Part(
        table.text("input", ""),
        table.text("rule", ""),
        table.text("score", ""),
        table.number("weight", 1.0),
    )
    table.done()
    return made


def _test(table: Table) -> Test:
    made = Test(
        table.id(),
        table.choice("is", Comparison),
        _limit(table),
        table.text("input", ""),
        table.text("score", ""),
        table.choice("of", Measured, Measured.VALUE),
        table.yes("adverse", default=False),
        table.words("name"),
        table.whole("decimals", 1, 0, 9),
        table.text("switch", ""),
        table.words("short"),
    )
    table.done()
    return made


def _limit(table: Table) -> Limit:
    if not table.is_table("limit"):
        return Limit(table.number("limit"))
    inner = table.table("limit")
    assert inner is not None
    made = Limit(reference=inner.text("reference"), times=inner.number("times", 1.0))
    if made.times <= 0:
        inner.note(
            _("Et referencetal ganges med et tal over nul."),
            _("Skriv {form}.").format(form="times = 3"),
            "times",
        )
    inner.done()
    return made


def _outcome(table: Table) -> Outcome:
    otherwise = table.table("otherwise")
    made = Outcome(
        table.id(),
        tuple(_category(each) for each in table.tables("categories")),
        table.words("name"),
        table.text("score", ""),
        _otherwise(otherwise) if otherwise else None,
    )
    table.done()
    return made


def _otherwise(table: Table) -> Category:
    made = Category(table.id(), table.words("name", required=True), table.words("sentence"))
    table.done()
    return made


def _category(table: Table) -> Category:
    made = Category(
        table.id(),
        table.words("name", required=True),
        table.words("sentence"),
        _band(table),
        table.whole("at_least", 0, 0, 1000),
        table.names("of"),
        table.names("all"),
        table.whole("years", 1, 1, 50),
        table.text("switch", ""),
    )
    table.done()
    return made


def _band(table: Table) -> Band | None:
    """The stretch of score a category has: ``from`` or ``above``, and ``below`` or ``to``."""
    keys = [key for key in ("from", "above", "below", "to") if key in table]
    if not keys:
        return None
    for one, other in (("from", "above"), ("below", "to")):
        if one in keys and other in keys:
            table.note(
                _("»{one}« og »{other}« siger det samme på to måder.").format(one=one, other=other),
                _("Behold den ene."),
                other,
            )
    ends = {key: table.number(key) for key in keys}
    return Band(
        ends.get("from", ends.get("above", -math.inf)),
        ends.get("below", ends.get("to", math.inf)),
        "above" not in ends,
        "to" in ends,
    )
