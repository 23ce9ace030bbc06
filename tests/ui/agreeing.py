"""Whether every part of a window says the same of what is shown, place by place."""

from __future__ import annotations

import datetime as dt

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.core.sentences import value_words
from desktop.maps.paper import Paper
from desktop.maps.picture import LegendRow, Picture
from desktop.maps.raster import area_numbers, colour_table
from desktop.maps.titles import short_name, title_of
from desktop.maps.view import MapView, Shows
from desktop.maps.worked import work_out
from desktop.reports.typefaces import width
from desktop.ui.mapcanvas import MapCanvas
from tests.ui.conftest import Atlas

DAY = dt.date(2026, 11, 23)


def agree(atlas: Atlas) -> None:
    """Whatever place is in front: it is the session's, and says what the session's view says."""
    session, place = atlas.session, atlas.session.desk.place
    panes = atlas.window.panes
    assert panes.shown is panes.pane(place)
    assert panes.shown.isVisible()
    _pictures(atlas)
    if place in ("map", "change", "bivariate", "categories"):
        _stage(atlas)
    elif place in ("double", "models"):
        for which, canvas in enumerate(panes.shown.findChildren(MapCanvas)):
            assert canvas.which == which
            _canvas(atlas, canvas, session.picture_of(which))
    if place == "double":
        _double(atlas)
    elif place == "table":
        _table(atlas)
    elif place == "profile":
        _profile(atlas)
    elif place == "trend":
        _trend(atlas)
    _sheet(atlas)


def _pictures(atlas: Atlas) -> None:
    """What the session holds is what its views come to when they are worked out afresh."""
    session = atlas.session
    for _wait in range(500):
        if _knows_its_doubts(atlas):
            break
        QTest.qWait(10)
    _same(session.picture, work_out(session.data, session.view))
    assert sum(row.count for row in _classes(session.picture)) == int(session.kept.sum())
    if session.other_picture is not None and not session.desk.common_scale:
        assert session.other is not None
        _same(session.other_picture, work_out(session.data, session.other))


def _knows_its_doubts(atlas: Atlas) -> bool:
    """How sure categories are is found by another thread, and told a moment after it is known."""
    session = atlas.session
    held = [(session.view, session.picture)]
    if session.other is not None and session.other_picture is not None:
        held.append((session.other, session.other_picture))
    return all(
        view.shows is not Shows.CATEGORY
        or [row.label for row in picture.legend.rows]
        == [row.label for row in work_out(session.data, view).legend.rows]
        for view, picture in held
    )


def _same(held: Picture, fresh: Picture) -> None:
    assert (held.groups == fresh.groups).all()
    assert (held.kept == fresh.kept).all()
    assert held.colours == fresh.colours
    assert [row.label for row in held.legend.rows] == [row.label for row in fresh.legend.rows]


def _classes(picture: Picture) -> list[LegendRow]:
    """The rows that every area stands in exactly one of; rows for signs and doubt come on top."""
    groups = {*picture.groups.tolist()} | {*range(len(picture.colours))}
    return [row for row in picture.legend.rows if row.group in groups and not row.dotted]


def _stage(atlas: Atlas) -> None:
    session, picture = atlas.session, atlas.session.picture
    head = atlas.stage.head
    if session.desk.place == "bivariate":
        assert session.view.second is not None
        shown = session.view
        assert head.title.title == short_name(session.data, shown.indicator, shown.breakdown)
        assert session.view.second.indicator == _other(atlas).indicator
    else:
        assert head.title.title == title_of(session.data, session.view)
    _canvas(atlas, atlas.canvas, picture)
    if session.desk.place == "map":
        _panel(atlas)


def _canvas(atlas: Atlas, canvas: MapCanvas, picture: Picture) -> None:
    """Every pixel has the colour of its area, and only areas that exist are drawn."""
    theme, layers = atlas.window.theme, canvas.image.layers
    assert layers is not None
    assert canvas.image.pixels is not None
    drawn = np.unique(area_numbers(layers.ids[layers.ids > 0])) - 1
    assert picture.exists[drawn.astype(int)].all()
    if picture.dotted is None and picture.radii is None:
        colours = picture.area_colours(theme.withheld, theme.missing, theme.canvas)
        table = colour_table(colours, picture.withheld(), theme.hatch)
        assert (canvas.image.pixels == table[layers.ids]).all()


def _panel(atlas: Atlas) -> None:
    session = atlas.session
    if not atlas.panel.isVisible():
        return
    said = [label.text() for label in atlas.panel_body().findChildren(QLabel)]
    if not session.selected:
        assert said[0] == session.data.manifest.title
        return
    at = session.selected[-1]
    assert said[0] == session.data.areas(session.view.level).names[at]
    if session.picture.exists[at]:
        assert _value(atlas, session.view, session.picture, at) in said


def _double(atlas: Atlas) -> None:
    """The table beside the scatter plot says the numbers of both maps."""
    pane, session = atlas.window.panes.shown, atlas.session
    views, pictures = (session.view, _other(atlas)), (session.picture, session.picture_of(1))
    model = pane.table.model  # type: ignore[attr-defined]
    assert model.rowCount() == int((pictures[0].kept & pictures[1].exists).sum())
    for row in range(min(model.rowCount(), 4)):
        at, words = model.position(row), model.words(row)
        for view, picture, said in zip(views, pictures, words[1:], strict=True):
            assert said == _value(atlas, view, picture, at)


def _table(atlas: Atlas) -> None:
    """The column of the shown indicator says the map's numbers, of the map's areas."""
    pane, session = atlas.window.panes.shown, atlas.session
    table = pane.table  # type: ignore[attr-defined]
    if table is None:
        return
    id = session.view.indicator
    column = table.column(id)
    assert (column.cells.states == session.picture.cells.states)[session.kept].all()
    values = column.cells.values[session.kept]
    np.testing.assert_array_equal(values, session.picture.cells.values[session.kept])
    model = pane.model  # type: ignore[attr-defined]
    rows = {str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole))
            for row in range(model.rowCount())}  # fmt: skip
    names = session.data.areas(session.view.level).names
    for at in np.flatnonzero(session.kept)[:20]:
        assert not names[at] or any(names[at][:20] in row for row in rows), names[at]


def _profile(atlas: Atlas) -> None:
    pane, session = atlas.window.panes.shown, atlas.session
    profile = pane.profile  # type: ignore[attr-defined]
    if not session.selected:
        return
    at = session.selected[-1]
    assert profile is not None
    assert (profile.position, profile.level) == (at, session.view.level)
    row = profile.row(session.view.indicator)
    if row is not None and row.period == session.view.period and session.picture.exists[at]:
        said = value_words(row.cell, 0, row.indicator)
        assert said == _whole_value(atlas, at)


def _trend(atlas: Atlas) -> None:
    """The chart's line of the chosen area holds the map's number at the period shown."""
    pane, session = atlas.window.panes.shown, atlas.session
    content = pane.content  # type: ignore[attr-defined]
    assert session.view.period in content.periods


def _sheet(atlas: Atlas) -> None:
    """What is printed says what is shown: title, legend, and the chosen area's number."""
    session = atlas.session
    pane = atlas.window.panes.shown
    drawing = pane.sheet(Paper.A4_ACROSS, width, DAY, "")
    if drawing is None:
        return
    said = " ".join(drawing.texts())
    assert session.data.manifest.controller in said
    if session.desk.place == "map":
        shown = [str(row.count) for row in session.picture.legend.rows]
        texts = drawing.texts()
        assert all(count in texts for count in shown)
        if session.selected and session.picture.exists[session.selected[-1]]:
            at = session.selected[-1]
            assert _value(atlas, session.view, session.picture, at) in texts


def _other(atlas: Atlas) -> MapView:
    other = atlas.session.other
    assert other is not None
    return other


def _value(atlas: Atlas, view: MapView, picture: Picture, at: int) -> str:
    return value_words(picture.cells, at, atlas.session.data.indicator(view.indicator))


def _whole_value(atlas: Atlas, at: int) -> str:
    """The number of all residents, whatever part of them the map shows."""
    session, view = atlas.session, atlas.session.view
    cells = session.data.cells(view.indicator, view.level, view.period)
    return value_words(cells, at, session.data.indicator(view.indicator))
