"""A model file looked over before it is used: what may not be meant, what an extract has of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.commands.asking import table_lines
from desktop.commands.categorycase import wrapped
from desktop.core.wording import _, number, plural

if TYPE_CHECKING:
    from desktop.core.dataset import Dataset
    from desktop.core.models.model import Input, Model


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a model may well mean, but that is worth a look."""

    problem: str
    hint: str


@dataclass(frozen=True, slots=True)
class Found:
    """What an extract has of an input: by level, the indicator used and its newest period."""

    input: str
    indicators: tuple[str, ...]
    levels: tuple[tuple[str, str, str], ...]


def checked(model: Model, path: Path, data: Dataset | None) -> tuple[dict[str, Any], list[str]]:
    """What can be said of a sound model file, and of what an extract has for it."""
    remarks = remarks_of(model, path, data)
    facts: dict[str, Any] = {
        "file": str(path),
        "usable": True,
        "id": model.id,
        "remarks": [{"problem": each.problem, "hint": each.hint} for each in remarks],
    }
    lines = [_("{file} kan bruges.").format(file=path.name), wrapped(_summary(model), 0)]
    if remarks:
        lines += ["", _("Se efter, om dette er ment:")]
        lines += [wrapped(f"{each.problem} {each.hint}") for each in remarks]
    if data is not None:
        held, told = inputs_in(model, data)
        facts |= held
        lines += ["", *told]
    return facts, lines


def inputs_in(model: Model, data: Dataset) -> tuple[dict[str, Any], list[str]]:
    """Which of a model's inputs an extract has, and on which levels."""
    found = [_found(each, data) for each in model.inputs]
    facts = {
        "inputs": [
            {
                "id": each.input,
                "indicators": list(each.indicators),
                "levels": {
                    level: {"indicator": used, "newest": newest}
                    for level, used, newest in each.levels
                },
            }
            for each in found
        ]
    }
    return facts, list(_inputs_told(found, data))


def remarks_of(model: Model, path: Path, data: Dataset | None) -> tuple[Remark, ...]:
    """What is worth a look: indicators nobody knows, an id of the program's, a sector of none."""
    from desktop.core.catalogue import read_reference
    from desktop.core.models.modelfile import builtin_models

    remarks = []
    if model.claims:
        remarks.append(
            Remark(
                _("Modellen kalder sig officiel; det kan kun programmets egne, uændrede modeller."),
                _('Skriv status = "own" eller "after-model"; den regnes ellers for egen.'),
            )
        )
    remarks += [
        Remark(
            _("»{part}« i »{score}« vejer nul og tæller ikke med.").format(
                part=part.input or part.score, score=str(score.name) or score.id
            ),
            _("Slet delen, eller giv den en vægt."),
        )
        for score in model.scores
        for part in score.parts
        if part.weight == 0
    ]
    own = builtin_models().get(model.id)
    if own is not None and own.resolve() != path.resolve():
        remarks.append(
            Remark(
                _("Id'et »{id}« har en af programmets egne modeller også.").format(id=model.id),
                _("Giv jeres et andet id, så de ikke forveksles."),
            )
        )
    known = {*read_reference().entries, *(each.id for each in (data.indicators if data else ()))}
    named = [id for each in model.inputs for id in (each.indicator, *each.alternatives)]
    remarks += [_unknown(id, known) for id in dict.fromkeys(named) if id not in known]
    if data is not None and model.population.sector:
        sectors = {
            sector.casefold(): sector
            for level in data.levels
            for sector in data.areas(level.id).sectors
            if sector
        }
        if model.population.sector.casefold() not in sectors:
            remarks.append(
                Remark(
                    _("Ingen områder i udtrækket har sektoren »{sector}«.").format(
                        sector=model.population.sector
                    ),
                    _("Der er: {all}").format(all=", ".join(sorted(sectors.values()))),
                )
            )
    return tuple(remarks)


def _unknown(id: str, known: set[str]) -> Remark:
    near = get_close_matches(id, sorted(known), 1, 0.6)
    own = _("Er den jeres egen, skal den stå i udtrækket.")
    problem = _("»{id}« er ikke i kataloget.").format(id=id)
    if near:
        problem = _("»{id}« er ikke i kataloget; mente du »{near}«?").format(id=id, near=near[0])
    return Remark(problem, own)


def _summary(model: Model) -> str:
    inputs = plural("{count} forhold", "{count} forhold", len(model.inputs))
    outcomes = plural("{count} udfald", "{count} udfald", len(model.outcomes))
    return f"{model.name}: " + ", ".join(
        (
            inputs.format(count=number(len(model.inputs))),
            outcomes.format(count=number(len(model.outcomes))),
            ", ".join(str(each.name) for each in model.outcomes[0].all_categories),
        )
    )


def _found(wanted: Input, data: Dataset) -> Found:
    from desktop.core.areas import MUNICIPALITY

    names = (wanted.indicator, *wanted.alternatives)
    levels = []
    for level in data.levels:
        used = next((id for id in names if data.periods_of(id, level.id)), "")
        if used and level.id != MUNICIPALITY:
            levels.append((level.id, used, data.periods_of(used, level.id)[-1].code))
    return Found(wanted.id, names, tuple(levels))


def _inputs_told(found: list[Found], data: Dataset) -> Iterator[str]:
    yield _("I udtrækket:")
    rows = [(_("forhold"), _("indikator"), _("niveauer"))]
    for each in found:
        used = dict.fromkeys(used for _level, used, _newest in each.levels)
        levels = "; ".join(
            _("{level} til {period}").format(level=level, period=newest)
            for level, _used, newest in each.levels
        )
        rows.append((each.input, ", ".join(used) or each.indicators[0], levels or _("ingen tal")))
    yield from (f"  {line}" for line in table_lines(rows))
    for level in data.levels:
        held = sum(any(level.id == at for at, _u, _n in each.levels) for each in found)
        if 0 < held < len(found):
            yield "  " + _("{level}: {held} af {all} forhold har tal.").format(
                level=level.id, held=number(held), all=number(len(found))
            )
        elif held:
            yield "  " + _("{level}: alle forhold har tal.").format(level=level.id)
