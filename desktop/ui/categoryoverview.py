"""What the category panel says with no area chosen: the counts, the moves and the model itself."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QPushButton

from desktop.core.models.modelwords import origin_words, status_words
from desktop.core.models.result import NONE
from desktop.core.models.yearly import Move, Years, category_names, years_of
from desktop.core.wording import _, number, plural
from desktop.maps.categorycolours import category_colours
from desktop.maps.categorymap import Shown
from desktop.ui.categorymatrix import CategoryMatrix
from desktop.ui.modellist import show_area
from desktop.ui.panelbody import PanelBody
from desktop.ui.session import Session
from desktop.ui.theme import Theme

_MOST_MOVED = 8  # areas that are named


def tell_overview(body: PanelBody, theme: Theme, session: Session, shown: Shown) -> None:
    """Fill a panel with counts, moves since the year before, and where the model comes from."""
    model, view, data = shown.result.model, session.view, session.data
    body.heading(str(model.name))
    body.text(status_words(model.status)[:1].upper() + status_words(model.status)[1:], "muted")
    if str(model.sentence):
        body.text(str(model.sentence), "plain")
    body.rule()
    years = years_of(data, view.level, view.period, shown.model, shown.outcome.id)
    _tell_counts(body, session, shown, years)
    if years is not None:
        _tell_moves(body, theme, session, shown, years)
    body.rule()
    for name, words in (
        (_("Kilde"), str(model.source)),
        (_("Forbehold"), "\n".join((*origin_words(model), str(model.doubt))).strip()),
        (_("Om reglerne"), str(model.note)),
    ):
        if words:
            body.text(name.upper(), "section")
            body.text(words, "plain")
    body.text(_("Klik på et område for at se, hvorfor det er i sin kategori."), "muted")


def _tell_counts(body: PanelBody, session: Session, shown: Shown, years: Years | None) -> None:
    body.section(_("Områder i hver kategori"))
    names, kept = category_names(shown.outcome), session.picture.kept
    now = session.picture.groups
    before = years.history.index[-2] if years is not None else None
    if before is not None:
        assert years is not None
        body.fact(
            "", f"{years.periods[-1].short_label}  ({years.periods[-2].short_label})", "muted"
        )
    for at, name in enumerate(names):
        count = number(int(((now == at) & kept).sum()))
        if before is not None:
            count += f"  ({number(int(((before == at) & kept).sum()))})"
        body.fact(name, count)


def _tell_moves(
    body: PanelBody, theme: Theme, session: Session, shown: Shown, years: Years
) -> None:
    found, names = years.moves, category_names(shown.outcome)
    kept = session.picture.kept
    moved = [each for each in years.moved if kept[each.area]]
    both = (found.before != NONE) & (found.after != NONE) & kept
    counts = np.zeros((len(names), len(names)), np.int64)
    np.add.at(counts, (found.before[both], found.after[both]), 1)
    body.rule()
    body.section(
        plural(
            "{count} område har flyttet sig", "{count} områder har flyttet sig", len(moved)
        ).format(count=number(len(moved)))
    )
    if both.any():
        matrix = CategoryMatrix(theme, _("Flytninger mellem kategorier"))
        palette = category_colours(len(names))
        matrix.show_table(
            names,
            names,
            counts,
            (palette, palette),
            (
                _("Fra, {period}").format(period=years.periods[-2].short_label),
                _("Til, {period}").format(period=years.periods[-1].short_label),
            ),
        )
        matrix.cell_picked.connect(
            lambda row, column: session.select(
                np.flatnonzero((found.before == row) & (found.after == column) & kept).tolist()
            )
        )
        body.add(matrix)
    for each in moved[:_MOST_MOVED]:
        body.add(_link(session, each, names))
        body.text(each.why, "muted")
    if (more := len(moved) - _MOST_MOVED) > 0:
        body.text(_("og {count} til i listen til venstre").format(count=number(more)), "muted")
    others = _others_words(years, kept)
    if others:
        body.text(others, "muted")


def _link(session: Session, move: Move, names: tuple[str, ...]) -> QPushButton:
    """An area that moved: a click goes to it."""
    areas = session.data.areas(session.view.level)
    arrow = "↑" if move.worse else "↓"
    words = f"{areas.names[move.area] or areas.codes[move.area]}  {arrow} {names[move.after]}"
    link = QPushButton(words.replace("&", "&&"))
    link.setProperty("role", "link")
    link.setToolTip(
        _("fra {before} til {after}").format(before=names[move.before], after=names[move.after])
    )
    link.clicked.connect(partial(_show, session, move.area))
    return link


def _show(session: Session, area: int, _on: bool = False) -> None:
    show_area(session, area)


def _others_words(years: Years, kept: NDArray[np.bool_]) -> str:
    """Those that neither moved nor stayed, by why."""
    found = years.moves
    parts = []
    for mask, words in (
        (found.new, _("{count} nye")),
        (found.closed, _("{count} ophørt")),
        (found.entered, _("{count} kommet med i modellen")),
        (found.left, _("{count} gledet ud af modellen")),
        (found.undecided, _("{count} uafgjort et af årene")),
    ):
        if count := int((mask & kept).sum()):
            parts.append(words.format(count=number(count)))
    return _("Desuden: {parts}.").format(parts=", ".join(parts)) if parts else ""
