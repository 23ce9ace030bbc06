"""What comes back the next day: window, view, language, theme."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop.core.settings import Settings, load_settings
from desktop.core.wording import use_language
from desktop.ui.theme import DARK, LIGHT, THEMES
from tests.fake_extract import INDICATORS, FakeSource, fake_dataset
from tests.ui.conftest import EXTRACT, Atlas, NewWindow


def closed(atlas: Atlas) -> Settings:
    """Close the window as a person does, and read what it left behind."""
    atlas.window.close()
    return load_settings()


def test_the_view_comes_back(atlas: Atlas, new_window: NewWindow) -> None:
    atlas.click(atlas.level_button("Distrikt"))
    atlas.click_row("Skolefravær over 10 %")
    atlas.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)
    atlas.session.show_classes("equal", 7)
    left = atlas.session.view
    again = new_window(settings=closed(atlas))

    assert again.session.view == left
    assert again.chosen_row() == "Skolefravær over 10 %"
    assert again.level_button("Distrikt").isChecked()


def test_own_bounds_come_back(atlas: Atlas, new_window: NewWindow) -> None:
    atlas.session.show_classes("own", 5, (10.0, 16.5))
    again = new_window(settings=closed(atlas))

    assert again.session.view.own_bounds == (10.0, 16.5)


def test_chosen_areas_are_forgotten(atlas: Atlas, new_window: NewWindow) -> None:
    atlas.click_area(12)
    settings = closed(atlas)

    assert "0113" not in repr(settings)
    assert new_window(settings=settings).selected == []


def test_another_extract_opens_at_its_own_view(atlas: Atlas, new_window: NewWindow) -> None:
    atlas.click_row("Beboere")
    other = new_window(settings=closed(atlas), path=Path("Anden.boligatlas"))

    assert other.session.view.indicator == "uden_job"


def test_an_indicator_that_is_gone_gives_way_to_the_first(
    atlas: Atlas, new_window: NewWindow
) -> None:
    class Fewer(FakeSource):
        def series_periods(self) -> dict[tuple[str, str, str], tuple[str, ...]]:
            found = super().series_periods()
            return {name: found[name] for name in found if name[0] != "anmeldelser"}

    atlas.click_row("Anmeldte indbrud")
    data = fake_dataset()
    data._source.__class__ = Fewer
    data.indicators = tuple(each for each in INDICATORS if each.id != "anmeldelser")
    again = new_window(data, closed(atlas))

    assert again.session.view.indicator == "uden_job"


@pytest.mark.parametrize(
    "view",
    [
        {"level": "sogn"},
        {"period": "engang"},
        {"classes": 4000},
        {"classes": "mange"},
        {"own_bounds": None},
        {"scheme": 7},
        {"indicator": None},
    ],
)
def test_a_view_without_sense_does_no_harm(
    atlas: Atlas, new_window: NewWindow, view: dict[str, Any]
) -> None:
    settings = closed(atlas)
    broken = {**settings.views[str(EXTRACT)], **view}
    again = new_window(settings=replace(settings, views={str(EXTRACT): broken}))

    assert again.session.view.level == "boligomraade"
    assert again.session.periods


def test_the_window_comes_back_in_its_size(atlas: Atlas, new_window: NewWindow) -> None:
    room = QGuiApplication.primaryScreen().availableSize()
    atlas.window.setMinimumSize(1, 1)
    atlas.window.setGeometry(30, 40, min(1100, room.width() - 60), min(700, room.height() - 80))
    size = atlas.window.size()
    settings = closed(atlas)
    again = new_window(settings=settings, size=None)

    assert settings.window
    assert again.window.size() == size.expandedTo(again.window.minimumSize())


@pytest.mark.parametrize("window", ["", "sludder", "æøå", "AAAA"])
def test_a_window_without_sense_opens_in_its_own_size(new_window: NewWindow, window: str) -> None:
    atlas = new_window(settings=Settings(window=window), size=None)

    assert (atlas.window.width(), atlas.window.height()) == (1440, 900)


def test_presenting_leaves_no_trace_in_the_window_remembered(atlas: Atlas) -> None:
    atlas.press(Qt.Key.Key_F11)
    before = atlas.window.settings.window

    assert closed(atlas).window == before


def test_opening_another_extract_remembers_the_view_of_the_first(
    atlas: Atlas, new_window: NewWindow
) -> None:
    atlas.click_row("Beboere")
    atlas.window.show_extract(fake_dataset(), Path("Anden.boligatlas"))
    assert atlas.session.view.indicator == "uden_job"

    atlas.window.show_extract(fake_dataset(), EXTRACT)
    assert atlas.session.view.indicator == "beboere"
    assert [Path(recent.path) for recent in atlas.window.settings.recent] == [
        EXTRACT,
        Path("Anden.boligatlas"),
    ]


def test_a_settings_folder_that_cannot_be_written_does_not_keep_the_window(
    atlas: Atlas, own_settings: Path
) -> None:
    own_settings.write_text("a file in the way", "utf-8")
    atlas.window.close()

    assert not atlas.window.isVisible()


def choose(atlas: Atlas, *names: str) -> None:
    """Through the menu, by its texts."""
    menu: QMenu | None = atlas.window.header.menu.menu()
    for name in names:
        assert menu is not None
        (action,) = [each for each in menu.actions() if each.text() == name]
        held = action.menu()
        if isinstance(held, QMenu):
            menu = held
        else:
            action.trigger()


def test_the_theme_comes_back(atlas: Atlas, new_window: NewWindow) -> None:
    choose(atlas, "Mørkt tema")
    settings = closed(atlas)
    again = new_window(settings=settings, theme=THEMES[settings.theme])

    assert again.window.theme is DARK
    choose(again, "Mørkt tema")
    assert again.window.theme is LIGHT


def test_the_header_wears_the_new_theme_too(atlas: Atlas) -> None:
    choose(atlas, "Mørkt tema")

    assert DARK.muted in atlas.window.header.place.text()
    assert LIGHT.muted not in atlas.window.header.place.text()


def test_the_language_changes_the_next_time(atlas: Atlas, new_window: NewWindow) -> None:
    choose(atlas, "Sprog", "English")
    assert atlas.stage.head.title.title == "Voksne uden for arbejdsmarkedet"
    settings = closed(atlas)
    use_language(settings.language)
    again = new_window(settings=settings)

    assert again.stage.head.title.title == "Adults outside the labour market"
    assert again.level_button("Housing area").isChecked()
    assert "WORK" in again.listed()
    assert again.slider.track.accessibleDescription() == again.session.view.period.label
    number = [text for text in again.panel_texts() if "1 July 2026" in text or "01-07-2026" in text]
    assert number


def test_english_numbers_are_written_as_the_english_write_them(new_window: NewWindow) -> None:
    use_language("en")
    atlas = new_window()

    assert "." in atlas.hover(12)[1].split("%")[0]
    assert "," not in atlas.hover(12)[1].split("%")[0]


def test_geometry_is_plain_letters(atlas: Atlas) -> None:
    window = closed(atlas).window

    assert bytes(QByteArray.fromBase64(window.encode()).data())
    assert window.isascii()


def test_ctrl_q_closes_the_window(atlas: Atlas) -> None:
    QTest.keyClick(atlas.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)

    assert not atlas.window.isVisible()
