"""The category in the panel, and its explanation a click away."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from desktop.core.models.shown import placed
from desktop.ui.whycard import WhyCard
from tests.core.models.test_shown import MODEL
from tests.fake_extract import BEGINS, fake_dataset
from tests.ui.conftest import Atlas, NewWindow


def mark(atlas: Atlas) -> str:
    labels = atlas.panel_body().findChildren(QLabel)
    found = [label.text() for label in labels if label.property("role") == "category"]
    return found[0] if found else ""


def test_an_extract_without_a_model_has_no_category(atlas: Atlas) -> None:
    atlas.click_area(12)

    assert mark(atlas) == ""
    assert not any("vorfor" in text for text in atlas.panel_texts())


def test_the_category_is_that_of_the_model(new_window: NewWindow) -> None:
    atlas = new_window(fake_dataset(models={"min": MODEL}))
    result = atlas.session.categorised()
    assert result is not None
    seen = set()
    for position in range(8, 20):
        atlas.session.select([position])
        (one,) = placed(result, position)
        seen.add(bool(one.category))

        assert mark(atlas) == one.category
        assert one.category or one.why in atlas.panel_texts()
    assert seen == {True, False}


def test_why_is_a_click_away_and_can_be_closed(new_window: NewWindow) -> None:
    atlas = new_window(fake_dataset(models={"min": MODEL}))
    atlas.click_area(12)
    buttons = atlas.panel_body().findChildren(QToolButton)
    (why,) = [button for button in buttons if button.text() == "hvorfor?"]

    atlas.click(why, QPoint(why.width() // 2, why.height() // 2))
    (card,) = atlas.window.findChildren(WhyCard)

    assert card.isVisible()
    said = [label.text() for label in card.findChildren(QLabel)]
    assert any(text.startswith("Resultat") for text in said)
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_an_area_that_was_not_there_has_no_category(new_window: NewWindow) -> None:
    atlas = new_window(fake_dataset(models={"min": MODEL}))
    atlas.session.show_period(atlas.session.periods[0])
    atlas.session.select([BEGINS])

    assert not atlas.session.existing[BEGINS]
    assert mark(atlas) == ""


def test_the_category_follows_time(new_window: NewWindow) -> None:
    atlas = new_window(fake_dataset(models={"min": MODEL}))
    now = atlas.session.categorised()
    atlas.session.show_period(atlas.session.periods[0])
    before = atlas.session.categorised()

    assert now is not None
    assert before is not None
    assert now.inputs.periods[-1] != before.inputs.periods[-1]
    assert atlas.session.categorised() is before
