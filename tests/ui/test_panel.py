"""The panel at the right: the chosen area, or the extract when none is chosen."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget

from desktop.core.areas import Effort
from desktop.core.courses import course_of
from desktop.core.indicators import Kind
from desktop.core.intervals import is_small, wilson
from desktop.core.trendwords import short_sentence
from desktop.core.wording import number
from desktop.maps.trend import trend_chart
from desktop.ui import areapanel, panelwords
from desktop.ui.panelbody import DrawingView
from tests import fake_extract as fake
from tests.ui.conftest import CTRL, Atlas, NewWindow, differ

PERCENT = "\u00a0%"
ALT = Qt.KeyboardModifier.AltModifier


def fact(atlas: Atlas, name: str) -> str:
    """The words beside a name."""
    return atlas.facts()[name]


def test_nothing_chosen_tells_what_the_extract_is_for(atlas: Atlas) -> None:
    said = "\n".join(atlas.panel_texts())

    for words in (
        "Boligsocial monitorering",
        "Opfølgning på den boligsociale helhedsplan",
        "Eksempelby Kommune, Teknik og Miljø",
        "Databeskyttelseslovens § 10",
        "Kommunens egne registre, udtræk af 1. juli 2026",
        "01-07-2027",
    ):
        assert words in said


def test_a_chosen_area_is_told_in_full(atlas: Atlas) -> None:
    atlas.click_area(12)
    cells, whole = atlas.session.picture.cells, atlas.session.municipality_now()
    counted, base = float(cells.numerators[12]), float(cells.denominators[12])
    low, high = wilson(cells.numerators[12:13], cells.denominators[12:13])
    place = 1 + int((cells.values > cells.values[12]).sum())
    said = atlas.panel_texts()

    assert said[0] == "Toften"
    assert number(100 * counted / base, 1) + PERCENT in said
    assert fact(atlas, "Antal") == f"{number(counted)} af {number(base)}"
    assert fact(atlas, "95 %-interval") == (
        f"{number(100 * float(low[0]), 1)}–{number(100 * float(high[0]), 1)}{PERCENT}"
    )
    assert fact(atlas, "Placering") == f"nr. {place} af 16 viste"
    assert fact(atlas, "Med sikkerhed").startswith("nr. ")
    assert fact(atlas, "kommunen") == number(float(whole.values[0]), 1) + PERCENT


def test_the_change_is_since_the_same_time_a_year_before(atlas: Atlas) -> None:
    atlas.click_area(12)
    now = atlas.session.view.period
    cells = atlas.session.data.cells("uden_job", "boligomraade", now.year_before())
    change = float(atlas.session.picture.cells.values[12] - cells.values[12])

    assert fact(atlas, f"Ændring siden {now.year_before().short_label}") == (
        number(change, 1, sign=True) + "\u00a0pct.point"
    )


def test_there_is_no_change_where_there_was_no_year_before(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.slider.track.setFocus()
    atlas.press(Qt.Key.Key_Home)

    assert not any(text.startswith("Ændring siden") for text in atlas.panel_texts())


@pytest.mark.parametrize("beyond_chance", [True, False])
def test_only_a_change_for_the_better_and_beyond_chance_is_green(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch, beyond_chance: bool
) -> None:
    monkeypatch.setattr(areapanel, "is_beyond_chance", lambda *_asked: beyond_chance)
    roles = set()
    for position in range(8, 20):
        atlas.session.select([position])
        labels = atlas.panel_body().findChildren(QLabel)
        (change,) = [label for label in labels if label.text().endswith("pct.point")]
        better = change.text().startswith("−")
        roles.add(better)

        assert (change.property("role") == "good") == (better and beyond_chance)
    assert roles == {True, False}


def test_where_the_area_stands_is_said_and_told_in_full_when_pointed_at(atlas: Atlas) -> None:
    atlas.click_area(12)

    said = atlas.panel_texts()
    lies = {fact(atlas, place) for place in ("kommunen", "lignende områder")}
    assert "Området ligger …" in said
    assert len(lies) == 2
    assert sum(text.startswith("Toften ligger ") for text in said) >= 3


def test_which_way_it_goes_is_said_when_nothing_moves(atlas: Atlas) -> None:
    atlas.session.show_indicator("uden_job")
    atlas.click_area(12)
    indicator, view = atlas.session.data.indicator("uden_job"), atlas.session.view
    course = course_of(atlas.session.data, view.level, 12, indicator, view.period)
    said = short_sentence(course)

    assert said
    atlas.qtbot.waitUntil(lambda: said in atlas.panel_texts(), timeout=10_000)
    atlas.session.select([fake.MISSING])
    atlas.qtbot.wait(400)
    assert said not in atlas.panel_texts()
    labels = atlas.panel_body().findChildren(QLabel)
    assert not [label for label in labels if label.isVisible() and not label.text().strip()]


def test_a_number_that_stands_on_few_is_said_to(atlas: Atlas) -> None:
    cells = atlas.session.picture.cells
    few = is_small(cells, Kind.SHARE)
    for position in (int(few.argmax()), int((cells.shown & ~few).argmax())):
        atlas.session.select([position])
        said = any(text.startswith("Tallet bygger på få") for text in atlas.panel_texts())

        assert said == few[position]
    assert few.any()


def test_who_lives_there_and_who_runs_it_is_said(atlas: Atlas) -> None:
    atlas.click_area(12)

    assert any(
        re.fullmatch(r"Boligområde 0113 · [\d.]+ beboere ved udtrækket · Boligselskabet Nord", text)
        for text in atlas.panel_texts()
    )


def residents(atlas: Atlas) -> str:
    """What the line under the name says of the residents."""
    (line,) = [text for text in atlas.panel_texts() if text.startswith("Boligområde 01")]
    return " · ".join(part for part in line.split(" · ") if "beboere" in part)


def test_the_residents_are_those_of_the_time_shown(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panelwords, "_RESIDENTS", "beboere")
    for _step in range(2):
        atlas.session.select([12])
        cells = atlas.session.data.cells("beboere", "boligomraade", atlas.session.view.period)
        assert residents(atlas) == f"{number(float(cells.values[12]))} beboere"
        atlas.session.select([fake.WITHHELD])
        assert residents(atlas) == ""
        atlas.session.step_period(-4)


def test_residents_withheld_then_are_not_said_from_another_time(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panelwords, "_RESIDENTS", "beboere")
    atlas.session.select([fake.WITHHELD_NOW])
    assert residents(atlas) == ""

    atlas.session.show_indicator("alder")
    atlas.session.step_period(-1)
    assert residents(atlas).endswith(" beboere")


def test_an_area_that_was_not_there_has_no_residents(atlas: Atlas) -> None:
    atlas.session.select([20])

    assert "fandtes ikke" in atlas.panel_texts()
    assert residents(atlas) == ""


def test_what_the_bars_of_the_deviations_show_is_said(atlas: Atlas) -> None:
    atlas.click_area(12)

    assert "Forskellen i procent af kommunens tal" in atlas.panel_texts()


def test_the_panel_follows_indicator_and_period(atlas: Atlas) -> None:
    atlas.click_area(12)
    seen = [atlas.panel_texts()]
    atlas.press(Qt.Key.Key_Left, held=ALT)
    seen.append(atlas.panel_texts())
    atlas.click_row("Beboere")
    seen.append(atlas.panel_texts())

    assert seen[0] != seen[1] != seen[2]
    assert "Beboere" in seen[2]
    assert "95 %-interval" not in seen[2]


def test_a_ready_mean_has_neither_counts_nor_interval(atlas: Atlas) -> None:
    atlas.click_row("Gennemsnitsalder")
    atlas.click_area(12)
    said = atlas.panel_texts()

    assert not {"Antal", "95 %-interval"} & set(said)
    assert any(re.fullmatch("[0-9,]+\u00a0år", text) for text in said)


@pytest.mark.parametrize("indicator", ["Uden for arbejdsmarkedet", "Beboere", "Gennemsnitsalder"])
def test_a_withheld_area_is_explained_and_has_no_number_anywhere(
    atlas: Atlas, indicator: str
) -> None:
    atlas.click_row(indicator)
    atlas.click_area(fake.WITHHELD)
    said = atlas.panel_texts()
    own = [text for text in said if "diskretioneret" in text]

    assert own
    assert any("færre end 5" in text and "50 beboere" in text for text in said)
    for text in said:
        assert "4.711" not in text
        assert "4711" not in text
    assert not {"Antal", "95 %-interval", "Placering"} & set(said)
    assert not any("Ændring" in text for text in said)
    assert not any(re.search(r"\d+ beboere ·|· \d+ beboere$", text) for text in said)


def test_screen_readers_hear_no_withheld_number_either(atlas: Atlas) -> None:
    atlas.click_area(fake.WITHHELD)
    said: list[str] = []

    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    for widget in [atlas.window, *atlas.window.findChildren(QWidget)]:
        heard = QAccessible.queryAccessibleInterface(widget)
        said += [heard.text(kind) for kind in kinds]
    words = "\n".join(said)

    assert "Ådalen" in words
    assert "diskretioneret" in words
    assert "4711" not in words.replace(".", "")


def test_an_area_withheld_now_shows_its_earlier_numbers_in_the_chart_alone(atlas: Atlas) -> None:
    atlas.click_area(fake.WITHHELD_NOW)
    said = atlas.panel_texts()
    assert "diskretioneret" in said
    assert "Antal" not in said

    atlas.press(Qt.Key.Key_Left, held=ALT)
    assert "Antal" in atlas.panel_texts()


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (fake.MISSING, "Der er ikke leveret tal for området i denne periode."),
        (fake.UNDEFINED, "Der er ingen at regne tallet af."),
    ],
)
def test_why_there_is_no_number_is_said(atlas: Atlas, position: int, words: str) -> None:
    atlas.click_area(position)

    assert words in atlas.panel_texts()


def test_the_course_is_drawn_with_the_efforts_of_the_area(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[list[Effort]] = []

    def watched(*courses: object, **how: object) -> object:
        drawn.append(how["efforts"])  # type: ignore[arg-type]
        return trend_chart(*courses, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(areapanel, "trend_chart", watched)
    at = atlas.session.data.areas("boligomraade").codes.index("0107")
    atlas.click_area(at)
    atlas.panel_texts()

    assert "Lommepengejob" in atlas.panel_texts()
    assert [effort.start for effort in drawn[-1]] == [dt.date(2025, 3, 1)]


def test_an_area_without_efforts_shows_none(atlas: Atlas) -> None:
    atlas.click_area(12)
    said = atlas.panel_texts()

    assert "Lommepengejob" not in said
    assert "kommunen" in said


def test_the_chart_changes_with_the_area(atlas: Atlas) -> None:
    pictures = []
    for position in (12, 17):
        atlas.click_area(position)
        (chart, *_others) = atlas.panel_body().findChildren(DrawingView)
        pictures.append(chart.grab().toImage())

    assert differ(*pictures)


def test_several_chosen_areas_are_listed_with_their_values(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.click_area(17, CTRL)
    atlas.session.select([fake.WITHHELD], add=True)
    said = atlas.panel_texts()

    assert said[0] == "Ådalen"
    assert "3 valgte områder" in said
    values = atlas.session.picture.cells.values
    listed = dict(pairwise(said))
    assert listed["Stadionkvarteret"] == number(float(values[17]), 1) + PERCENT
    assert listed["Ådalen"] == "diskretioneret"


def test_many_chosen_areas_are_listed_as_far_as_there_is_room(atlas: Atlas) -> None:
    atlas.session.select(range(20))

    assert "og 8 til" in atlas.panel_texts()


def test_the_cross_chooses_none(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.click(atlas.tool("Fravælg området"))

    assert atlas.selected == []
    assert "Boligsocial monitorering" in atlas.panel_texts()


def test_a_very_long_name_stays_inside_the_panel(new_window: NewWindow) -> None:
    atlas = new_window(size=(1000, 620))
    atlas.session.select([fake.LONG])
    body = atlas.panel_body()

    assert body.width() <= atlas.panel.width()
    assert all(
        label.mapTo(body, label.rect().topRight()).x() <= body.width()
        for label in body.findChildren(QLabel)
        if label.isVisible()
    )


def test_beside_a_map_of_change_the_panel_tells_the_same_change(atlas: Atlas) -> None:
    since = next(each for each in atlas.session.periods if each.part == 2)
    atlas.session.go("change")
    atlas.session.show_map(since=since)
    atlas.session.select([12])
    atlas.settle()

    assert any(since.short_label in name for name in atlas.facts())
