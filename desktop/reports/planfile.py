"""A helhedsplan as its file tells it: areas, dates, goals, efforts and words of its own.

The format is described in ``resources/templates/README.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.core.errors import BoligatlasError, FileProblem, ModelError, UsageError
from desktop.core.finding import folded
from desktop.core.indicators import Indicator, Kind
from desktop.core.models.reading import Mistakes, Table, nearest
from desktop.core.models.tomltext import toml_of
from desktop.core.periods import Period, latest
from desktop.core.periods import parse as parse_period
from desktop.core.wording import _, number, quantity, short_date

FORMAT = 1
TEXTS = (
    "baggrund", "formaal", "organisering", "omraadet", "udgangspunkt", "udvikling",
    "sammenligning", "maal", "indsatser", "kort", "metode",
)  # fmt: skip
_MOST_BYTES = 1 << 20  # of a file that people write


@dataclass(frozen=True, slots=True)
class Goal:
    """What a plan wants of an indicator: a number by a day, from where it stood at the baseline."""

    indicator: str
    target: float
    by: dt.date
    text: str = ""
    baseline: Period | None = None
    breakdown: str = ""


@dataclass(frozen=True, slots=True)
class PlannedEffort:
    """Something that is done: when, where (codes; none means the whole plan) and for what."""

    name: str
    start: dt.date
    end: dt.date | None = None
    areas: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A helhedsplan: who, where, from when to when, towards what and by what.

    ``areas`` and ``compare`` are codes on ``level``; without ``compare`` similar areas are found.
    ``texts`` are named pieces of free text, such as ``baggrund``.
    """

    name: str
    level: str
    areas: tuple[str, ...]
    start: dt.date
    end: dt.date
    baseline: Period
    organisations: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    compare: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    efforts: tuple[PlannedEffort, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    def said(self, name: str) -> str:
        """The free text of a name; empty where the plan has none."""
        return dict(self.texts).get(name, "")


def read_plan(path: Path, data: Dataset) -> Plan:
    """The plan in a file, with every name found in the extract.

    Raises:
        FileProblem: the file cannot be read.
        UsageError: it is no TOML, or says something that cannot be: all of it in one go, each with
            its place and what to do.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(
                _("{file} er for stor til at være en planfil.").format(file=path.name),
                hint=_("En planfil er en tekst på nogle få sider."),
            )
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise FileProblem(
            _("Planfilen {file} kan ikke læses.").format(file=path.name),
            hint=_("Kontrollér navnet og mappen."),
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            _("Planfilen {file} er ikke skrevet i UTF-8.").format(file=path.name),
            hint=_("Gem den igen med tegnsættet UTF-8."),
        ) from error
    return plan_in(text, path.name, data)


def plan_in(text: str, file: str, data: Dataset) -> Plan:
    """The plan in a TOML text; ``file`` is what it is called when something is wrong with it.

    Raises:
        UsageError: as :func:`read_plan`.
    """
    mistakes = Mistakes(file)
    try:
        table = Table(toml_of(text, mistakes), mistakes)
        if table.whole("format", FORMAT, 1, 10**9) > FORMAT:
            table.note(
                _("Planen er skrevet i et nyere format."), _("Brug en nyere udgave."), "format"
            )
            mistakes.settle()
        plan = _Reader(data, table).plan()
        mistakes.settle()
    except ModelError as error:
        raise UsageError(error.problem, hint=error.hint) from error
    return plan


def area_named(areas: Areas, asked: str) -> tuple[int, str, str]:
    """The position of an area by code or name, or −1 with what is wrong and what to do."""
    if asked in areas.index:
        return areas.index[asked], "", ""
    wanted = folded(asked).strip()
    found = [at for at, name in enumerate(areas.names) if name and folded(name) == wanted]
    if len(found) == 1:
        return found[0], "", ""
    if found:
        codes = ", ".join(areas.codes[at] for at in found)
        problem = _("Flere områder hedder »{name}«.").format(name=asked[:60])
        return -1, problem, _("Skriv et af numrene: {codes}.").format(codes=codes)
    known = [*(name for name in areas.names if name), *areas.codes]
    problem = _("Udtrækket har intet område »{name}«.").format(name=asked[:60])
    return -1, problem, nearest(asked, known) if len(known) <= _FEW else _near(asked, known)


_FEW = 20  # names that may all be listed


def _near(asked: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    spelt = {name.casefold(): name for name in known}
    if found := get_close_matches(asked.casefold(), spelt, 1, 0.5):
        return _("Mente du »{near}«?").format(near=spelt[found[0]])
    return _("Skriv områdets navn eller nummer, som det står i udtrækket.")


class _Reader:
    """Reads one plan against one extract; what cannot be is noted and something stands in."""

    def __init__(self, data: Dataset, table: Table) -> None:
        self._data = data
        self._table = table
        self._level = ""
        self._areas: Areas | None = None

    def plan(self) -> Plan:
        """The plan; it counts only where nothing was noted."""
        table = self._table
        name = table.text("name")
        self._level = self._read_level()
        areas = self._codes(table, "areas")
        if self._areas is not None and not table.mistakes.at("areas") and not areas:
            table.note(
                _("Planen har ingen områder."),
                _("Skriv {form}.").format(form='areas = ["…", "…"]'),
                "areas",
            )
        start, end = self._day(table, "start"), self._day(table, "end")
        if start and end and end < start:
            table.note(
                _("Planen slutter {end}, før den begynder {start}.").format(
                    end=short_date(end), start=short_date(start)
                ),
                _("Byt om på de to datoer, eller ret den ene."),
                "end",
            )
        baseline = self._period(table, "baseline", required=True)
        indicators = self._indicators(table, "indicators")
        self._has_baseline(baseline, indicators)
        compare = self._codes(table, "compare")
        if both := [code for code in compare if code in areas]:
            table.note(
                _("»{area}« er selv med i planen og kan ikke være sammenligningsområde.").format(
                    area=self._name(both[0])
                ),
                _("Slet det af den ene liste."),
                "compare",
            )
        plan = Plan(
            name,
            self._level,
            areas,
            start or dt.date.min,
            end or dt.date.max,
            baseline or parse_period("2000"),
            table.names("organisations"),
            indicators,
            compare,
            tuple(self._goal(each, start) for each in table.tables("goal")),
            tuple(self._effort(each, areas) for each in table.tables("effort")),
            self._texts(),
        )
        table.done()
        return plan

    # Names of the extract

    def _read_level(self) -> str:
        levels = self._data.levels
        spelt = {
            folded(text): level.id
            for level in levels
            for text in (str(level.plural), str(level.name), level.id)
        }
        asked = self._table.text("level", levels[0].id if levels else "")
        found = spelt.get(folded(asked), "")
        if found:
            self._areas = self._data.areas(found)
        elif asked:
            self._table.note(
                _("Udtrækket har intet områdeniveau »{id}«.").format(id=asked[:60]),
                nearest(asked, [level.id for level in levels]),
                "level",
            )
        return found

    def _codes(self, table: Table, key: str) -> tuple[str, ...]:
        """The codes of a list of names or codes, each once."""
        asked = table.names(key)
        if self._areas is None:
            return ()
        found: list[str] = []
        for each in asked:
            at, problem, hint = area_named(self._areas, each)
            if at < 0:
                table.note(problem, hint, key)
            elif (code := self._areas.codes[at]) not in found:
                found.append(code)
        return tuple(found)

    def _name(self, code: str) -> str:
        if self._areas is None or code not in self._areas.index:
            return code
        return self._areas.names[self._areas.index[code]] or code

    def _indicators(self, table: Table, key: str) -> tuple[str, ...]:
        return tuple(
            found.id
            for id in table.names(key)
            if (found := self._indicator(table, key, id)) is not None
        )

    def _indicator(self, table: Table, key: str, asked: str) -> Indicator | None:
        """The indicator with an id or a name; None where the level has none such."""
        if not self._level:
            return None
        held = self._data.indicators_of(self._level)
        spelt: dict[str, Indicator] = {}
        for each in held:
            for text in (str(each.name), each.label, each.id):
                spelt[folded(text)] = each
        if (found := spelt.get(folded(asked))) is not None:
            return found
        elsewhere = any(each.id == asked for each in self._data.indicators)
        problem = (
            _("»{id}« har ingen tal på planens områdeniveau.")
            if elsewhere
            else _("Udtrækket har ingen indikator »{id}«.")
        )
        table.note(problem.format(id=asked[:60]), nearest(asked, [each.id for each in held]), key)
        return None

    def _period(self, table: Table, key: str, *, required: bool = False) -> Period | None:
        if not required and key not in table:
            return None
        asked = table.text(key)
        if not asked:
            return None
        try:
            return parse_period(asked)
        except BoligatlasError as error:
            table.note(error.problem, error.hint, key)
            return None

    def _day(self, table: Table, key: str) -> dt.date | None:
        found = table.day(key)
        if found is None and key not in table:
            table.note(
                _("»{key}« mangler.").format(key=key),
                _("Tilføj linjen {form}.").format(form=f"{key} = 2026-12-31"),
            )
        return found

    def _has_baseline(self, baseline: Period | None, indicators: Sequence[str]) -> None:
        """Note a baseline from before there were any numbers."""
        if baseline is None or not self._level:
            return
        ids = indicators or [each.id for each in self._data.indicators_of(self._level)]
        held = [self._data.periods_of(id, self._level) for id in ids]
        if held and not any(latest(periods, baseline) for periods in held):
            first = min((periods[0] for periods in held if periods), key=lambda each: each.end)
            self._table.note(
                _("Ingen af tallene går tilbage til udgangspunktet {period}.").format(
                    period=baseline.label
                ),
                _("De begynder med {period}.").format(period=first.label),
                "baseline",
            )

    # Goals, efforts and words

    def _goal(self, table: Table, start: dt.date | None) -> Goal:
        asked = table.text("indicator")
        indicator = self._indicator(table, "indicator", asked) if asked else None
        target = table.number("target")
        by = self._day(table, "by")
        breakdown = table.text("breakdown", "")
        if indicator is not None:
            self._check_target(table, indicator, target)
            held = [each.id for each in self._data.breakdowns_of(indicator.id, self._level)]
            if breakdown and breakdown not in held:
                table.note(
                    _("»{id}« er ikke delt op efter »{breakdown}«.").format(
                        id=indicator.id, breakdown=breakdown[:60]
                    ),
                    nearest(breakdown, held),
                    "breakdown",
                )
        if by and start and by < start:
            table.note(
                _("Målet skal nås {day}, før planen begynder.").format(day=short_date(by)),
                _("Skriv en dato i planens løbetid eller efter den."),
                "by",
            )
        made = Goal(
            indicator.id if indicator else asked,
            target,
            by or dt.date.max,
            table.text("text", ""),
            self._period(table, "baseline"),
            breakdown,
        )
        if indicator is not None and made.baseline is not None:
            periods = self._data.periods_of(indicator.id, self._level, breakdown)
            if periods and latest(periods, made.baseline) is None:
                table.note(
                    _("Indikatoren har ingen tal fra {period} eller før.").format(
                        period=made.baseline.label
                    ),
                    _("De begynder med {period}.").format(period=periods[0].label),
                    "baseline",
                )
        table.done()
        return made

    def _check_target(self, table: Table, indicator: Indicator, target: float) -> None:
        """Note a target that the indicator can never have."""
        most = indicator.per if indicator.kind is Kind.SHARE else None
        if target < 0 and indicator.kind is not Kind.MEAN:
            table.note(
                _("Målet {target} er mindre end nul.").format(
                    target=number(target, indicator.decimals)
                ),
                _("Skriv det tal, der skal nås, ikke ændringen."),
                "target",
            )
        elif most is not None and target > most:
            table.note(
                _("Målet {target} er over {most}.").format(
                    target=quantity(target, indicator.unit, indicator.decimals),
                    most=quantity(most, indicator.unit),
                ),
                _("En andel er fra 0 til {most}.").format(most=quantity(most, indicator.unit)),
                "target",
            )

    def _effort(self, table: Table, areas: Sequence[str]) -> PlannedEffort:
        start, end = self._day(table, "start"), table.day("end")
        if start and end and end < start:
            table.note(
                _("Indsatsen slutter {end}, før den begynder {start}.").format(
                    end=short_date(end), start=short_date(start)
                ),
                _("Byt om på de to datoer, eller ret den ene."),
                "end",
            )
        codes = self._codes(table, "areas")
        if outside := [code for code in codes if code not in areas]:
            table.note(
                _("»{area}« er ikke et af planens områder.").format(area=self._name(outside[0])),
                _("Skriv det også under areas øverst, eller slet det her."),
                "areas",
            )
        made = PlannedEffort(
            table.text("name"),
            start or dt.date.min,
            end,
            codes,
            self._indicators(table, "indicators"),
            table.text("text", ""),
        )
        table.done()
        return made

    def _texts(self) -> tuple[tuple[str, str], ...]:
        table = self._table.table("text")
        if table is None:
            return ()
        found: Mapping[str, str] = {name: table.text(name, "").strip() for name in TEXTS}
        table.done()
        return tuple((name, said) for name, said in found.items() if said)
