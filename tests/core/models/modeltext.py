"""Random models that hold together, with the TOML that says the same."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import random
from enum import Enum

from desktop.core.indicators import Text
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
from desktop.core.models.possible import holds, possible_scores, score_range


def written(chance: random.Random) -> tuple[str, Model]:
    """A random model and its TOML; the same chance gives the same."""
    model = _random_model(chance)
    return _toml(model), model


def _random_model(chance: random.Random) -> Model:
    inputs = tuple(
        Input(
            f"i{nr}",
            f"indikator{nr}",
            tuple(f"anden{at}" for at in range(chance.randrange(3))),
            chance.randint(1, 3),
            _text(chance),
        )
        for nr in range(chance.randint(1, 4))
    )
    references = tuple(
        Reference(
            f"r{nr}",
            {2015 + at: _number(chance) for at in range(chance.randint(1, 4))},
            _text(chance),
            "%",
            _text(chance),
            chance.choice(list(Otherwise)),
        )
        for nr in range(chance.randrange(3))
    )
    switches = tuple(
        Switch(f"k{nr}", chance.random() < 0.5, _text(chance), _text(chance))
        for nr in range(chance.randrange(3))
    )
    rules = tuple(_rule(chance, f"regel{nr}") for nr in range(chance.randint(1, 3)))
    scores: list[Score] = []
    for nr in range(chance.randint(1, 4)):
        scores.append(_score(chance, f"s{nr}", inputs, rules, scores))
    tests = tuple(
        _test(chance, f"t{nr}", inputs, scores, references, switches)
        for nr in range(chance.randint(1, 5))
    )
    bare = Model(
        "m",
        "1",
        chance.choice([Status.AFTER_MODEL, Status.OWN]),
        Text("Modellen", 'The "model"\n\tø'),
        _text(chance),
        _text(chance),
        _text(chance),
        dt.date(2010, 1, 1) if chance.random() < 0.5 else None,
        dt.date(2020, 12, 31) if chance.random() < 0.5 else None,
        Population(
            float(chance.randrange(1000)),
            chance.choice(["", "almen"]),
            chance.randrange(4),
            chance.random() < 0.5,
        ),
        inputs,
        references,
        switches,
        rules,
        tuple(chance.sample(scores, len(scores))),
        tests,
    )
    outcomes = tuple(
        chance.choice([_banded, _conditional])(chance, f"o{nr}", bare)
        for nr in range(chance.randint(1, 3))
    )
    return dataclasses.replace(bare, outcomes=outcomes, doubt=_text(chance))


def _rule(chance: random.Random, id: str) -> Rule:
    of = chance.choice(list(Measured))
    adverse = of is not Measured.VALUE and chance.random() < 0.7
    if chance.random() < 0.4:
        low, high = sorted(chance.sample(range(-50, 50), 2))
        return Rule(id, of, adverse, line=Line((low, high), (_number(chance), _number(chance))))
    bounds = sorted(chance.sample(range(1, 100), chance.randint(1, 5)))
    points = [_number(chance) for _ in range(len(bounds) + 1)]
    if adverse:
        points.sort(reverse=chance.random() < 0.5)
    return Rule(id, of, adverse, tuple(map(float, bounds)), tuple(points), chance.random() < 0.3)


def _score(
    chance: random.Random,
    id: str,
    inputs: tuple[Input, ...],
    rules: tuple[Rule, ...],
    before: list[Score],
) -> Score:
    parts = []
    for nr in range(chance.randint(1, 4)):
        weight = chance.choice([1.0, 0.5, 3.0, 0.0]) if nr else 1.0
        if before and chance.random() < 0.3:
            parts.append(Part(score=chance.choice(before).id, weight=weight))
        else:
            parts.append(Part(chance.choice(inputs).id, chance.choice(rules).id, weight=weight))
    missing = chance.choice(list(Missing))
    least = 1 if missing is Missing.NONE else chance.randint(1, len(parts))
    return Score(id, tuple(parts), _text(chance), chance.choice(list(Combine)), missing, least)


def _test(
    chance: random.Random,
    id: str,
    inputs: tuple[Input, ...],
    scores: list[Score],
    references: tuple[Reference, ...],
    switches: tuple[Switch, ...],
) -> Test:
    of_score = chance.random() < 0.3
    of = Measured.VALUE if of_score else chance.choice(list(Measured))
    if references and chance.random() < 0.4:
        limit = Limit(reference=chance.choice(references).id, times=abs(_number(chance)) + 0.5)
    else:
        limit = Limit(_number(chance))
    return Test(
        id,
        chance.choice(list(Comparison)),
        limit,
        "" if of_score else chance.choice(inputs).id,
        chance.choice(scores).id if of_score else "",
        of,
        of is not Measured.VALUE and chance.random() < 0.5,
        _text(chance),
        chance.randrange(4),
        chance.choice(switches).id if switches and chance.random() < 0.4 else "",
        _text(chance),
    )


def _banded(chance: random.Random, id: str, model: Model) -> Outcome:
    score = chance.choice(model.scores)
    low, high = score_range(model, score)
    cuts = sorted({round(chance.uniform(low, high), 3) for _ in range(chance.randrange(4))})
    bands = _bands(chance, cuts)
    held = possible_scores(model, score)
    while cuts and held is not None and not all(any(holds(b, s) for s in held) for b in bands):
        cuts.pop(chance.randrange(len(cuts)))  # every band has to be one that a score can reach
        bands = _bands(chance, cuts)
    if chance.random() < 0.5:
        bands.reverse()
    if len(bands) == 1:
        bands = [Band(low=low - 1.0)]
    made = tuple(
        Category(f"k{nr}", Text("K"), _text(chance), band) for nr, band in enumerate(bands)
    )
    return Outcome(id, made, _text(chance), score.id)


def _bands(chance: random.Random, cuts: list[float]) -> list[Band]:
    ends = [-float("inf"), *cuts, float("inf")]
    to_lower = [False, *[chance.random() < 0.3 for _ in cuts], False]
    return [
        Band(ends[at], ends[at + 1], not to_lower[at], to_lower[at + 1])
        for at in range(len(ends) - 1)
    ]


def _conditional(chance: random.Random, id: str, model: Model) -> Outcome:
    made: list[Category] = []
    for nr in range(chance.randint(1, 4)):
        names = [each.id for each in model.tests] + [f"@{each.id}" for each in made]
        of = tuple(chance.sample(names, chance.randint(0, len(names))))
        rest = [name for name in names if name not in of]
        every = (
            tuple(chance.sample(rest, chance.randint(0 if of else 1, len(rest)))) if rest else ()
        )
        switch = chance.choice(model.switches).id if model.switches else ""
        at_least = chance.randint(1, len(of)) if of else 0
        years = chance.randint(1, 5)
        made.append(
            Category(f"k{nr}", Text("K"), _text(chance), None, at_least, of, every, years, switch)
        )
    otherwise = Category("ellers", Text("E"), _text(chance)) if chance.random() < 0.5 else None
    return Outcome(id, tuple(reversed(made)), _text(chance), "", otherwise)


def _number(chance: random.Random) -> float:
    return chance.choice([float(chance.randint(-20, 20)), round(chance.uniform(-9, 9), 3)])


def _text(chance: random.Random) -> Text:
    return chance.choice([Text(), Text("På dansk \\ »her«"), Text("Dansk", "English")])


# What the format calls a field that the program calls something else, and what it leaves out.
_KEYS = {"compare": "is"}


def _toml(model: Model) -> str:
    lines = ["format = 1"]
    for field in dataclasses.fields(model):
        value = getattr(model, field.name)
        if field.name in ("population", "claims", "differs") or isinstance(value, tuple):
            continue
        if (text := _inline(value)) is not None:
            lines.append(f"{field.name} = {text}")
    lines += ["[population]", *_lines(model.population)]
    for field in dataclasses.fields(model):
        value = getattr(model, field.name)
        if isinstance(value, tuple):
            for each in value:
                lines += [f"[[{field.name}]]", *_lines(each)]
                for category in each.categories if isinstance(each, Outcome) else ():
                    lines += ["[[outcomes.categories]]", *_lines(category)]
    return "\n".join(lines) + "\n"


def _lines(item: object) -> list[str]:
    return [f"{key} = {text}" for key, text in _pairs(item)]


def _pairs(item: object) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for field in dataclasses.fields(item):  # type: ignore[arg-type]
        value = getattr(item, field.name)
        if isinstance(value, Band):
            pairs += _band(value)
        elif field.name == "categories":
            continue
        elif isinstance(value, Category):
            otherwise = ", ".join(
                f"{key} = {text}"
                for key, text in _pairs(value)
                if key in ("id", "name", "sentence")
            )
            pairs.append((field.name, "{" + otherwise + "}"))
        elif (text := _inline(value)) is not None:
            pairs.append((_KEYS.get(field.name, field.name), text))
    return pairs


def _band(band: Band) -> list[tuple[str, str]]:
    pairs = []
    if band.low != -float("inf"):
        pairs.append(("from" if band.low_inclusive else "above", repr(band.low)))
    if band.high != float("inf"):
        pairs.append(("to" if band.high_inclusive else "below", repr(band.high)))
    return pairs


def _inline(value: object) -> str | None:
    """A value as TOML; None for what is left out when it is empty."""
    if value is None or value in ("", ()) or value == Text():
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum | str):
        return json.dumps(str(value), ensure_ascii=False)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Text):
        english = f", en = {json.dumps(value.en, ensure_ascii=False)}" if value.en else ""
        return "{da = " + json.dumps(value.da, ensure_ascii=False) + english + "}"
    return _composite(value)


def _composite(value: object) -> str:
    if isinstance(value, Limit):
        if not value.reference:
            return repr(value.value)
        return "{" + f'reference = "{value.reference}", times = {value.times!r}' + "}"
    if isinstance(value, Line):
        (low, high), (at_low, at_high) = value.measured, value.points
        return "{" + f"from = [{low!r}, {at_low!r}], to = [{high!r}, {at_high!r}]" + "}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {each!r}" for key, each in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(str(_inline(each)) for each in value) + "]"
    return "{" + ", ".join(f"{key} = {text}" for key, text in _pairs(value)) + "}"
