"""What is said of a helhedsplan's numbers: cells of tables, changes, and the summary in front."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from desktop.core.areas import MUNICIPALITY
from desktop.core.changes import Changes
from desktop.core.comparisonwords import reach_words
from desktop.core.differences import Compared, Verdict
from desktop.core.disclosure import State
from desktop.core.indicators import Direction, Indicator, Kind
from desktop.core.measures import Cells
from desktop.core.models.reasons import quoted
from desktop.core.periods import Period
from desktop.core.sentences import interval_words, is_improvement, value_words
from desktop.core.wording import _, date, number, plural, quantity
from desktop.maps.alttexts import listed
from desktop.reports.blocks import Cell, Source
from desktop.reports.chapters.planfacts import Dossier, keys_of
from desktop.reports.chapters.plansums import Apart, Standing, changes_apart

NOTHING = "–"
_MOST_CHANGES = 4  # that the summary tells one by one


def counted(count: int) -> str:
    """A number inside a sentence, where nought is a word."""
    return number(count) if count else _("ingen")


def label_cell(stood: Standing) -> Cell:
    """The indicator's name."""
    return Cell(stood.indicator.label)


def area_cell(
    dossier: Dossier, stood: Standing, at: int, *, now: bool, strong: bool = False
) -> Cell:
    """An area's own number then or now, held against the extract."""
    cells, period = (stood.cells_now, stood.now) if now else (stood.cells_before, stood.before)
    text = value_words(cells, at, stood.indicator)
    source = _source(dossier.level, dossier.places.codes[at], stood, period)
    return _cell(text, int(cells.states[at]), source, strong=strong)


def municipality_cell(stood: Standing, *, now: bool) -> Cell:
    """The municipality's number then or now."""
    cells = stood.municipality_now if now else stood.municipality_before
    text = value_words(cells, 0, stood.indicator)
    source = _source(MUNICIPALITY, "", stood, stood.now if now else stood.before)
    return _cell(text, int(cells.states[0]), source)


def plan_cell(dossier: Dossier, stood: Standing, *, now: bool, strong: bool = False) -> Cell:
    """The number of the plan's areas together; of one area alone it is the extract's own.

    Of the areas shown then and now where they can be told of, else of those shown that time.
    """
    whole = stood.plan
    if whole.areas == 1:
        return area_cell(dossier, stood, whole.members[0], now=now, strong=strong)
    fixed = whole.now if now else whole.before
    alone = (whole.today if now else whole.then).cells
    if whole.ready:
        return Cell(unsummed_words(), muted=True)
    return sum_cell(fixed if not whole.lacking else alone, stood.indicator, strong=strong)


def sum_cell(cells: Cells, indicator: Indicator, *, strong: bool = False) -> Cell:
    """The number of several areas together, which the extract does not hold."""
    return _cell(value_words(cells, 0, indicator), int(cells.states[0]), None, strong=strong)


def unsummed_words() -> str:
    """What stands for several areas whose numbers came without counts."""
    return _("ingen sum")


def _source(level: str, code: str, stood: Standing, period: Period | None) -> Source | None:
    if period is None:
        return None
    return Source(level, code, stood.indicator.id, period.code, stood.breakdown)


def _cell(text: str, state: int, source: Source | None, *, strong: bool = False) -> Cell:
    hidden = state != State.SHOWN
    return Cell(
        text, source, strong=strong and not hidden, muted=hidden, hatched=state == State.WITHHELD
    )


def interval_cell(cells: Cells, indicator: Indicator) -> Cell:
    """The 95 % interval of a number; a dash where there is none."""
    if cells.states[0] != State.SHOWN:
        return Cell("", muted=True)
    return Cell(interval_words(cells, 0, indicator) or NOTHING, muted=True)


def change_cell(found: Changes) -> Cell:
    """A change with its sign and unit; a dash where there is none."""
    value = float(found.values[0])
    text = quantity(value, found.unit, found.decimals, sign=True)
    return Cell(text or NOTHING, muted=not text)


def reach_cell(low: float, high: float, decimals: int) -> Cell:
    """From where to where a difference may lie."""
    return Cell(reach_words(low, high, decimals) or NOTHING, muted=True)


def moved_words(found: Changes, indicator: Indicator) -> str:
    """What may be said of a change: ``med sikkerhed faldet``, ``kan være tilfældigt``."""
    value, verdict = float(found.values[0]), Verdict(int(found.verdicts[0]))
    if verdict is Verdict.SURE_HIGHER:
        return _("med sikkerhed steget")
    if verdict is Verdict.SURE_LOWER:
        return _("med sikkerhed faldet")
    if verdict is Verdict.MAY_BE_CHANCE:
        return _("kan være tilfældigt")
    if indicator.kind is Kind.COUNT and math.isfinite(value):
        return _("optalt")
    return _("kan ikke afgøres")


def stands_words(found: Compared | None) -> str:
    """What may be said of a difference: ``med sikkerhed over``, ``kan ikke afgøres``."""
    verdict = Verdict(int(found.verdicts[0])) if found is not None else Verdict.UNDECIDED
    return {
        Verdict.SURE_HIGHER: _("med sikkerhed over"),
        Verdict.SURE_LOWER: _("med sikkerhed under"),
        Verdict.MAY_BE_CHANCE: _("kan ikke afgøres"),
        Verdict.UNDECIDED: _("kan ikke afgøres"),
    }[verdict]


def apart_words(found: Apart) -> str:
    """What may be said of two changes side by side; never that one is caused by anything."""
    if math.isnan(found.low):
        return _("kan ikke afgøres")
    if found.low > 0:
        return _("med sikkerhed højere")
    if found.high < 0:
        return _("med sikkerhed lavere")
    return _("kan være tilfældigt")


def wished(stood: Standing) -> int:
    """1 where the plan's number has surely gone the good way, −1 the other way, else 0."""
    found = stood.change
    if Verdict(int(found.verdicts[0])) not in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER):
        return 0
    if stood.indicator.direction is Direction.NEITHER:
        return 0
    return 1 if is_improvement(float(found.values[0]), stood.indicator) else -1


def partial_notes(stood: Sequence[Standing], *, change: bool) -> tuple[str, ...]:
    """Which of the plan's sums lack some of its areas, and which cannot be told for that."""
    some, few = [], []
    for each in stood:
        if each.plan.areas == 1 or each.plan.ready:
            continue
        shown = len(each.plan.members) if change else each.plan.then.shown
        lacking = each.plan.lacking if change else not each.plan.then.cells.shown[0]
        if lacking and shown < each.plan.areas:
            few.append(quoted(each.indicator.label))
        elif shown < each.plan.areas:
            words = _("»{indicator}« ({shown} af {areas})").format(
                indicator=each.indicator.label, shown=number(shown), areas=number(each.plan.areas)
            )
            some.append(words)
    said = []
    ready = [quoted(each.indicator.label) for each in stood if each.plan.ready]
    if ready:
        text = _("Tallene er leveret uden tæller og nævner og kan ikke lægges sammen: {names}.")
        said.append(text.format(names=listed(ready, 8)))
    if some:
        text = _("Helhedsplanens tal er af de områder, der vises: {names}.")
        said.append(text.format(names=listed(some, 8)))
    if few:
        text = (
            _(
                "For få af områderne vises både ved udgangspunktet og nu til at sige noget om:"
                " {names}."
            )
            if change
            else _("For få af områderne vises til et samlet tal for {names}.")
        )
        said.append(text.format(names=listed(few, 8)))
    return tuple(said)


# The summary


def summary_sentences(dossier: Dossier, stood: Sequence[Standing]) -> tuple[str, ...]:
    """What the numbers support, most important first; nothing that they do not."""
    said = [_who(dossier)]
    moved = [each for each in stood if each.moved and np.isfinite(each.change.values[0])]
    if not moved:
        said.append(
            _("Der er endnu ingen tal, der er nyere end udgangspunktet {baseline}.").format(
                baseline=dossier.baseline.label
            )
            if not any(each.moved for each in stood)
            else _("Ingen af nøgletallene kan vises både ved udgangspunktet og nu.")
        )
    else:
        said += _moved(dossier, moved)
    return tuple(sentence for sentence in said if sentence)


def _who(dossier: Dossier) -> str:
    keys = keys_of(dossier)
    residents = sum(key.residents for key in keys)
    names = listed([dossier.named(at) for at in dossier.areas], 6)
    counted = dossier.called.counted(len(dossier.areas))
    if math.isfinite(residents):
        text = (
            _("{plan} omfatter {areas} med {residents} beboere: {names}.")
            if all(key.counted_then for key in keys)
            else _("{plan} omfatter {areas} med {residents} beboere ved udtrækket: {names}.")
        )
        return text.format(
            plan=dossier.name,
            areas=counted,
            residents=number(residents),
            names=names,
        )
    return _("{plan} omfatter {areas}: {names}.").format(
        plan=dossier.name, areas=counted, names=names
    )


def _moved(dossier: Dossier, moved: Sequence[Standing]) -> list[str]:
    good = [each for each in moved if wished(each) > 0]
    bad = [each for each in moved if wished(each) < 0]
    judged = [
        each
        for each in moved
        if each.indicator.direction is not Direction.NEITHER
        and Verdict(int(each.change.verdicts[0])) is not Verdict.UNDECIDED
    ]
    said = []
    if judged:
        open_ones = len(judged) - len(good) - len(bad)
        text = _(
            "Siden udgangspunktet i {baseline} er {good} af {all} nøgletal med sikkerhed gået den"
            " ønskede vej og {bad} den modsatte; for {open} kan ændringen være tilfældig."
        )
        if not open_ones:
            text = _(
                "Siden udgangspunktet i {baseline} er {good} af {all} nøgletal med sikkerhed gået"
                " den ønskede vej og {bad} den modsatte."
            )
        elif open_ones == len(judged):
            text = _(
                "Siden udgangspunktet i {baseline} kan ændringen være tilfældig for hvert af de"
                " {all} nøgletal, der kan bedømmes."
            )
        said.append(
            text.format(
                baseline=dossier.baseline.label,
                good=counted(len(good)),
                all=number(len(judged)),
                bad=counted(len(bad)),
                open=number(open_ones),
            )
        )
    neither = [
        each
        for each in moved
        if each.indicator.direction is Direction.NEITHER
        and Verdict(int(each.change.verdicts[0])) in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER)
    ]
    said += [_change_sentence(each) for each in (*good, *bad, *neither)[:_MOST_CHANGES]]
    told = (*judged, *neither)
    apart = [each for each in told if changes_apart(each).beyond_chance]
    if apart:
        text = plural(
            "{names} har med sikkerhed ændret sig anderledes end i sammenligningsområderne. Det er"
            " en beskrivelse og ikke en effekt.",
            "{names} har hver for sig med sikkerhed ændret sig anderledes end i"
            " sammenligningsområderne. Det er en beskrivelse og ikke en effekt.",
            len(apart),
        )
        said.append(text.format(names=listed([quoted(each.indicator.label) for each in apart], 6)))
    elif told and dossier.compare:
        said.append(
            _(
                "For ingen af dem kan det afgøres, at de har ændret sig anderledes end i"
                " sammenligningsområderne."
            )
        )
    return said


def _change_sentence(stood: Standing) -> str:
    """One sure change: ``»Kontanthjælp« er med sikkerhed faldet fra 13,2 % til 9,4 %.``"""
    fell = float(stood.change.values[0]) < 0
    text = (
        _("»{indicator}« er med sikkerhed faldet fra {before} til {now}.")
        if fell
        else _("»{indicator}« er med sikkerhed steget fra {before} til {now}.")
    )
    return text.format(
        indicator=stood.indicator.label,
        before=value_words(stood.plan.before, 0, stood.indicator),
        now=value_words(stood.plan.now, 0, stood.indicator),
    )


def time_words(dossier: Dossier) -> str:
    """The plan's days, or from where its development is told where no file says them."""
    if dossier.start and dossier.end:
        return _("{start} til {end}").format(start=date(dossier.start), end=date(dossier.end))
    return ""
