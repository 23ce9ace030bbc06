"""The list of indicators and the choice of level."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap

from desktop.core.sentences import value_words
from desktop.ui import indicatordelegate
from desktop.ui.indicatordelegate import IndicatorDelegate
from desktop.ui.indicatorrows import best_of, entries
from tests.fake_extract import FakeSource, fake_dataset
from tests.ui.conftest import CTRL, Atlas, NewWindow, differ

ALL = [
    "ARBEJDE",
    "Uden for arbejdsmarkedet",
    "BEFOLKNING",
    "Beboere",
    "Gennemsnitsalder",
    "SKOLE",
    "Skolefravær over 10 %",
    "TRYGHED",
    "Anmeldte indbrud",
]


def search(atlas: Atlas, text: str) -> None:
    atlas.press(Qt.Key.Key_K, held=CTRL)
    atlas.write(text)


def test_every_indicator_stands_under_its_heading(atlas: Atlas) -> None:
    assert atlas.listed() == ALL
    assert atlas.chosen_row() == "Uden for arbejdsmarkedet"


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("fra", ["SKOLE", "Skolefravær over 10 %"]),
        ("ind", ["TRYGHED", "Anmeldte indbrud"]),
        ("BEB", ["BEFOLKNING", "Beboere", "Gennemsnitsalder"]),
        ("try", ["TRYGHED", "Anmeldte indbrud"]),
        ("gen ald", ["BEFOLKNING", "Gennemsnitsalder"]),
        ("xyz", []),
    ],
)
def test_a_few_letters_find_an_indicator(atlas: Atlas, letters: str, found: list[str]) -> None:
    search(atlas, letters)
    listed = atlas.listed()

    assert listed[: len(found)] == found
    assert not listed[len(found) :] or listed[len(found)] in ("OMRÅDER", "VISNINGER", "SPØRGSMÅL")


def test_a_search_finds_areas_and_shows_the_one_that_is_taken(atlas: Atlas) -> None:
    search(atlas, "skovb")

    assert atlas.listed() == ["OMRÅDER", "Skovbrynet"]
    atlas.press(Qt.Key.Key_Return)
    assert [atlas.session.data.areas("boligomraade").names[at] for at in atlas.selected] == [
        "Skovbrynet"
    ]


def test_a_search_finds_places_and_goes_there(atlas: Atlas) -> None:
    search(atlas, "begynd spørgsmål")
    search(atlas, "spørgsmål")
    listed = atlas.listed()

    assert listed[:2] == ["VISNINGER", "Spørgsmål"]
    atlas.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert atlas.session.desk.place == "questions"


def test_ctrl_k_goes_to_the_search_and_marks_what_stands_there(atlas: Atlas) -> None:
    search(atlas, "ind")
    atlas.canvas.setFocus()
    atlas.press(Qt.Key.Key_K, held=CTRL)

    assert atlas.list.search.hasFocus()
    assert atlas.list.search.selectedText() == "ind"


def test_enter_shows_the_first_that_was_found(atlas: Atlas) -> None:
    search(atlas, "ind")
    atlas.press(Qt.Key.Key_Return)

    assert atlas.session.view.indicator == "anmeldelser"


def test_enter_with_nothing_found_changes_nothing(atlas: Atlas) -> None:
    before = atlas.session.view
    search(atlas, "xyz")
    atlas.press(Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)

    assert atlas.session.view == before


def test_enter_without_a_search_changes_nothing(atlas: Atlas) -> None:
    atlas.click_row("Beboere")
    search(atlas, "")
    atlas.press(Qt.Key.Key_Return)

    assert atlas.session.view.indicator == "beboere"


def test_down_and_up_walk_over_the_headings(atlas: Atlas) -> None:
    atlas.press(Qt.Key.Key_K, held=CTRL)
    walked = []
    for key in [Qt.Key.Key_Down] * 5 + [Qt.Key.Key_Up] * 2:
        atlas.press(key)
        walked.append(atlas.session.view.indicator)
        assert atlas.list.search.hasFocus()

    assert walked == [
        "beboere", "alder", "fravaer", "anmeldelser", "anmeldelser", "fravaer", "alder",
    ]  # fmt: skip


def test_enter_keeps_what_was_walked_to(atlas: Atlas) -> None:
    search(atlas, "be")
    atlas.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    walked = atlas.session.view.indicator
    atlas.press(Qt.Key.Key_Return)

    assert walked == "alder"
    assert atlas.session.view.indicator == walked


def test_escape_clears_the_search_and_then_the_choice_of_areas(atlas: Atlas) -> None:
    atlas.click_area(12)
    search(atlas, "ind")
    atlas.press(Qt.Key.Key_Escape)
    assert (atlas.list.search.text(), atlas.listed(), atlas.selected) == ("", ALL, [12])

    atlas.press(Qt.Key.Key_Escape)
    assert atlas.selected == []


def test_what_is_shown_is_marked_again_when_the_search_is_cleared(atlas: Atlas) -> None:
    search(atlas, "ind")
    assert atlas.chosen_row() == ""

    atlas.press(Qt.Key.Key_Escape)
    assert atlas.chosen_row() == "Uden for arbejdsmarkedet"


def test_a_click_shows_the_indicator_everywhere(atlas: Atlas) -> None:
    atlas.click_row("Anmeldte indbrud")

    assert atlas.session.view.indicator == "anmeldelser"
    assert atlas.chosen_row() == "Anmeldte indbrud"
    assert atlas.stage.head.title.title == "Anmeldte indbrud"
    assert atlas.legend._title.text() == "Pr. 1.000 boliger"


def test_headings_cannot_be_chosen(atlas: Atlas) -> None:
    before = atlas.session.view
    for heading in ALL[::2][:2]:
        atlas.click_row(heading)

        assert atlas.session.view == before
        assert atlas.chosen_row() == "Uden for arbejdsmarkedet"


def test_the_arrow_keys_walk_in_the_list_itself(atlas: Atlas) -> None:
    atlas.list.view.setFocus()
    atlas.press(Qt.Key.Key_Down)
    assert atlas.session.view.indicator == "beboere"

    atlas.press(Qt.Key.Key_End)
    assert atlas.session.view.indicator == "anmeldelser"

    atlas.press(Qt.Key.Key_Up)
    assert atlas.session.view.indicator == "fravaer"


def test_every_row_shows_the_municipality_at_the_time_shown(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: dict[str, str] = {}

    def overheard(*asked: object) -> str:
        words = value_words(*asked)  # type: ignore[arg-type]
        said[asked[2].id] = words  # type: ignore[attr-defined]
        return words

    monkeypatch.setattr(indicatordelegate, "value_words", overheard)
    data = atlas.session.data
    for step in range(2):
        said.clear()
        atlas.list.view.viewport().grab()
        for indicator in data.indicators:
            history = data.municipality_history(indicator.id)
            ended = [p.end <= atlas.session.view.period.end for p in history.periods]
            row = history.cells.row(sum(ended) - 1)
            assert said[indicator.id] == value_words(row, 0, indicator), step
        atlas.click(atlas.slider.track)


def test_the_value_of_a_row_is_painted(atlas: Atlas) -> None:
    before = atlas.list.view.viewport().grab().toImage()
    atlas.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)

    assert differ(before, atlas.list.view.viewport().grab().toImage())


def test_a_wide_value_does_not_lie_over_the_sparkline(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    solid = QPixmap(36, 15)
    solid.fill(QColor("#FF0000"))
    monkeypatch.setattr(IndicatorDelegate, "_spark", lambda *_asked: solid)
    image = atlas.list.view.viewport().grab().toImage()
    red = {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).name() == "#ff0000"
    }

    assert len(red) == 36 * 15 * 5


@pytest.mark.parametrize("width", range(225, 285, 6))
def test_a_name_is_not_near_its_sparkline(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    solid = QPixmap(36, 15)
    solid.fill(QColor("#FF0000"))
    monkeypatch.setattr(IndicatorDelegate, "_spark", lambda *_asked: solid)
    atlas.list.view.setFixedWidth(width)
    atlas.settle()
    image = atlas.list.view.viewport().grab().toImage()
    ground = image.pixelColor(2, 0).name()

    for y in range(image.height()):
        row = [image.pixelColor(x, y).name() for x in range(image.width())]
        if "#ff0000" in row:
            at = row.index("#ff0000")
            before = set(row[at - 8 : at])
            assert len(before) == 1  # the ground alone
            assert ground in row


def test_a_long_name_is_cut_and_told_in_full_on_the_side(atlas: Atlas) -> None:
    model = atlas.list.view.model()
    tips = [
        model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(model.rowCount())
    ]

    assert tips[1] == "Voksne uden for arbejdsmarkedet\nAndel af 16-66-årige"
    assert tips[0] is None


def test_another_level_keeps_indicator_and_period_and_clears_the_choice(atlas: Atlas) -> None:
    atlas.click_row("Anmeldte indbrud")
    atlas.click_area(12)
    period = atlas.session.view.period
    atlas.click(atlas.level_button("Distrikt"))
    atlas.settle()

    view = atlas.session.view
    assert (view.level, view.indicator, view.period) == ("distrikt", "anmeldelser", period)
    assert atlas.selected == []
    assert sum(row.count for row in atlas.legend.rows._rows) == 2
    assert atlas.chosen_row() == "Anmeldte indbrud"
    assert atlas.level_button("Distrikt").isChecked()
    assert not atlas.level_button("Boligområde").isChecked()
    assert atlas.hover(1)[0] == "Øst"


def test_a_press_on_the_level_shown_changes_nothing(atlas: Atlas) -> None:
    before = atlas.session.view
    atlas.click(atlas.level_button("Boligområde"))

    assert atlas.session.view == before
    assert atlas.level_button("Boligområde").isChecked()


class _FewOnDistricts(FakeSource):
    """Districts have the indicators on residents only."""

    def series_periods(self) -> dict[tuple[str, str, str], tuple[str, ...]]:
        return {
            name: codes
            for name, codes in super().series_periods().items()
            if name[1] != "distrikt" or name[0] in ("beboere", "alder")
        }


def test_a_level_without_the_indicator_shows_its_first(new_window: NewWindow) -> None:
    data = fake_dataset()
    data._source.__class__ = _FewOnDistricts
    atlas = new_window(data)
    atlas.click(atlas.level_button("Distrikt"))

    assert atlas.session.view.indicator == "beboere"
    assert atlas.listed() == ["BEFOLKNING", "Beboere", "Gennemsnitsalder"]
    assert atlas.chosen_row() == "Beboere"

    atlas.click(atlas.level_button("Boligområde"))
    assert atlas.session.view.indicator == "beboere"
    assert atlas.listed() == ALL


def test_the_search_stays_when_the_level_changes(atlas: Atlas) -> None:
    search(atlas, "ind")
    atlas.click(atlas.level_button("Distrikt"))

    assert atlas.listed() == ["TRYGHED", "Anmeldte indbrud"]


def test_an_empty_search_finds_everything(atlas: Atlas) -> None:
    assert [entry.text for entry in entries(atlas.session, "   ")] == ALL


@pytest.mark.parametrize(("letters", "best"), [("alder", "alder"), ("be", "beboere")])
def test_enter_takes_what_answers_best_and_not_what_stands_first(
    atlas: Atlas, letters: str, best: str
) -> None:
    rows = entries(atlas.session, letters)
    found = best_of(rows, letters)
    assert found is not None
    search(atlas, letters)
    atlas.press(Qt.Key.Key_Return)

    assert atlas.session.view.indicator == found.id
    assert found.id == best
