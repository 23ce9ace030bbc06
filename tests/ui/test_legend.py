"""The legend: every class with its count, and the small window behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.core.disclosure import State
from desktop.core.wording import use_language
from desktop.ui.legendeditor import read_bounds
from tests import fake_extract as fake
from tests.ui.conftest import CTRL, Atlas, differ


@pytest.fixture
def choosing(atlas: Atlas) -> Iterator[Atlas]:
    """With the chooser open over the map."""
    atlas.click(atlas.legend.scheme)
    assert atlas.chooser.isVisible()
    yield atlas
    atlas.chooser.close()


def counted(atlas: Atlas) -> Counter[str]:
    """How many of the areas drawn have each label, by their values and states."""
    words = {
        State.WITHHELD: "diskretioneret",
        State.UNDEFINED: "ikke defineret",
        State.MISSING: "ingen data",
    }
    picture = atlas.session.picture
    found: Counter[str] = Counter()
    for position in np.flatnonzero(picture.exists).tolist():
        value, state = picture.cells.values[position], State(picture.cells.states[position])
        group = sum(value >= bound for bound in picture.bounds)
        found[picture.legend.rows[group].label if state == State.SHOWN else words[state]] += 1
    return found


def choose_scheme(atlas: Atlas, id: str) -> None:
    """With the arrow keys, from the top."""
    box = atlas.chooser.scheme
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _step in range(box.findData(id)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == id


def write_bounds(atlas: Atlas, text: str) -> None:
    line = atlas.chooser.own
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def complaint(atlas: Atlas) -> str:
    label = atlas.chooser._complaint
    return label.text() if label.isVisible() else ""


def test_every_area_is_counted_once(atlas: Atlas) -> None:
    rows = atlas.legend.rows._rows

    assert {row.label: row.count for row in rows if row.count} == counted(atlas)
    assert sum(row.count for row in rows) == 20


def test_the_counts_follow_the_period(atlas: Atlas) -> None:
    atlas.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)

    assert {row.label: row.count for row in atlas.legend.rows._rows if row.count} == counted(atlas)


def test_withheld_missing_and_undefined_have_rows_of_their_own(atlas: Atlas) -> None:
    rows = {row.label: row for row in atlas.legend.rows._rows}

    assert rows["diskretioneret"].hatched
    assert [rows[label].count for label in ("diskretioneret", "ikke defineret", "ingen data")] == [
        2,
        1,
        1,
    ]


def test_the_rule_for_bounds_is_printed(atlas: Atlas) -> None:
    said = [label.text() for label in atlas.legend.findChildren(QLabel) if label.isVisible()]

    assert any("nedre grænse" in text or "til og med" in text for text in said), said


def test_the_legend_is_said_to_those_who_cannot_see_it(atlas: Atlas) -> None:
    words = atlas.legend.rows.accessibleDescription()

    assert "diskretioneret: 2" in words
    assert words.count(";") == len(atlas.legend.rows._rows) - 1


def test_a_click_chooses_the_areas_of_a_class(atlas: Atlas) -> None:
    for at, row in enumerate(atlas.legend.rows._rows):
        atlas.click_group(at)

        assert len(atlas.selected) == row.count
        assert {int(atlas.session.picture.groups[p]) for p in atlas.selected} <= {row.group}


def test_a_click_on_withheld_chooses_the_withheld(atlas: Atlas) -> None:
    labels = [row.label for row in atlas.legend.rows._rows]
    atlas.click_group(labels.index("diskretioneret"))

    assert atlas.selected == [fake.WITHHELD, fake.WITHHELD_NOW]


def test_ctrl_and_click_adds_a_class_and_takes_it_away(atlas: Atlas) -> None:
    atlas.click_group(0)
    first = atlas.selected
    atlas.click_group(1, CTRL)
    both = atlas.selected
    atlas.click_group(0, CTRL)

    assert both[: len(first)] == first
    assert atlas.selected == both[len(first) :] != []


def test_arrows_and_enter_choose_as_a_click_does(atlas: Atlas) -> None:
    atlas.click_group(2)
    clicked = atlas.selected
    atlas.press(Qt.Key.Key_Escape)
    atlas.move(atlas.canvas, atlas.canvas.rect().center())
    atlas.legend.rows.setFocus()
    while atlas.legend.rows._pointed != 2:
        atlas.press(Qt.Key.Key_Down)
    atlas.press(Qt.Key.Key_Return)

    assert atlas.selected == clicked


def test_the_row_under_the_pointer_is_marked(atlas: Atlas) -> None:
    atlas.move(atlas.canvas, atlas.canvas.rect().center())
    before = atlas.legend.rows.grab().toImage()
    atlas.move(atlas.legend.rows, atlas.legend.rows.rect().center())

    assert differ(before, atlas.legend.rows.grab().toImage())


@pytest.mark.parametrize("scheme", ["quantiles", "equal", "pretty", "natural"])
def test_another_scheme_is_shown_at_once(choosing: Atlas, scheme: str) -> None:
    if scheme == "natural":
        choose_scheme(choosing, "equal")
    choose_scheme(choosing, scheme)

    assert choosing.session.view.scheme == scheme
    assert {r.label: r.count for r in choosing.legend.rows._rows if r.count} == counted(choosing)
    assert choosing.legend.scheme.text().startswith(choosing.chooser.scheme.currentText())
    assert choosing.chooser.isVisible()


@pytest.mark.parametrize("keys", [1, 4])
def test_another_number_of_classes_is_shown_at_once(choosing: Atlas, keys: int) -> None:
    before = len(choosing.session.picture.bounds)
    choosing.chooser.count.setFocus()
    for _step in range(keys):
        QTest.keyClick(choosing.chooser.count, Qt.Key.Key_Up)

    assert choosing.session.view.classes == 5 + keys
    assert len(choosing.session.picture.bounds) > before
    assert {r.label: r.count for r in choosing.legend.rows._rows if r.count} == counted(choosing)


def test_there_are_three_to_nine_classes(choosing: Atlas) -> None:
    count = choosing.chooser.count
    count.setFocus()
    for key, end in ((Qt.Key.Key_PageUp, 9), (Qt.Key.Key_PageDown, 3)):
        QTest.keyClick(count, key)
        QTest.keyClick(count, key)
        assert choosing.session.view.classes == end


def test_own_bounds_are_written_as_danes_write_numbers(choosing: Atlas) -> None:
    before = choosing.image()
    choose_scheme(choosing, "own")
    write_bounds(choosing, "10; 16,5")

    assert choosing.session.view.own_bounds == (10.0, 16.5)
    labels = [row.label for row in choosing.legend.rows._rows if row.group >= 0]
    assert labels == ["under 10,0\u00a0%", "10,0 – 16,5\u00a0%", "16,5\u00a0% og over"]
    assert {r.label: r.count for r in choosing.legend.rows._rows if r.count} == counted(choosing)
    assert differ(before, choosing.image())


def test_own_bounds_begin_from_those_in_use(choosing: Atlas) -> None:
    choose_scheme(choosing, "pretty")
    bounds = choosing.session.picture.bounds
    QTest.keyClick(choosing.chooser.scheme, Qt.Key.Key_End)

    assert choosing.session.picture.bounds == bounds
    assert read_bounds(choosing.chooser.own.text()) == bounds


@pytest.mark.parametrize("text", ["abc", "20; 10", "10; 10", "1;2;3;4;5;6;7;8;9", "nan", "1e99"])
def test_bounds_that_make_no_sense_are_kept_out_with_a_sentence(choosing: Atlas, text: str) -> None:
    choose_scheme(choosing, "own")
    before = choosing.session.view
    write_bounds(choosing, text)

    assert complaint(choosing) == "Skriv 1-8 tal i stigende orden, adskilt af semikolon."
    assert choosing.session.view == before


def test_the_sentence_goes_when_the_bounds_make_sense(choosing: Atlas) -> None:
    choose_scheme(choosing, "own")
    write_bounds(choosing, "abc")
    write_bounds(choosing, "12")

    assert complaint(choosing) == ""
    assert choosing.session.view.own_bounds == (12.0,)


def test_the_chooser_opened_again_stands_as_the_map_does(choosing: Atlas) -> None:
    choose_scheme(choosing, "own")
    write_bounds(choosing, "abc")
    choosing.chooser.close()
    QApplication.processEvents()
    choosing.click(choosing.legend.scheme)

    assert complaint(choosing) == ""
    assert read_bounds(choosing.chooser.own.text()) == choosing.session.picture.bounds


def test_own_bounds_do_not_follow_to_another_indicator(choosing: Atlas) -> None:
    choose_scheme(choosing, "own")
    write_bounds(choosing, "10; 16,5")
    choosing.chooser.close()
    choosing.click_row("Beboere")

    assert choosing.session.view.scheme == "natural"
    assert choosing.session.view.own_bounds == ()


def test_own_bounds_stay_while_time_passes(choosing: Atlas) -> None:
    choose_scheme(choosing, "own")
    write_bounds(choosing, "10; 16,5")
    choosing.chooser.close()
    choosing.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)

    assert choosing.session.picture.bounds == (10.0, 16.5)


def test_escape_closes_the_chooser_and_leaves_the_choice_of_areas(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.click(atlas.legend.scheme)
    QTest.keyClick(atlas.chooser.scheme, Qt.Key.Key_Escape)

    assert not atlas.chooser.isVisible()
    assert atlas.selected == [12]


@pytest.mark.parametrize(
    ("language", "text", "bounds"),
    [
        ("da", "10; 16,5", (10.0, 16.5)),
        ("da", "1.000; 2.000,5", (1000.0, 2000.5)),
        ("da", " −5 %;0 % ;", (-5.0, 0.0)),
        ("da", "", None),
        ("da", ";", None),
        ("da", "5; 4", None),
        ("en", "10; 16.5", (10.0, 16.5)),
        ("en", "1,000; 2,000.5", None),
    ],
)
def test_bounds_are_read_in_the_language_in_use(
    language: str, text: str, bounds: tuple[float, ...] | None
) -> None:
    use_language(language)

    assert read_bounds(text) == bounds
