"""The atlas: all indicators, under their themes, found by contents and bookmarks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop.core.errors import UsageError
from desktop.maps.view import MapView
from desktop.reports.asked import Asked, ChapterSpec, Option
from desktop.reports.asking import asked_for
from desktop.reports.blocks import Sheet
from desktop.reports.chapters.atlas import make_atlas
from desktop.reports.leakcheck import check
from desktop.reports.making import make_report, write_report
from desktop.reports.templates import shipped_template
from tests.fake_extract import HIDDEN, fake_dataset
from tests.reports.chapters.test_mapsheets import DAY


def asked(hidden: float = HIDDEN, **wanted: Any) -> Asked:
    return asked_for(fake_dataset(hidden=hidden), shipped_template("atlas"), day=DAY, **wanted)


def sheets(request: Asked, **options: Option) -> list[Sheet]:
    made = []
    for chapter in make_atlas(request, ChapterSpec("atlas", options=options)):
        made += [block for block in chapter.make() if isinstance(block, Sheet)]
    return made


def views(request: Asked, **options: Option) -> list[list[MapView]]:
    return [[each.view for each in sheet.maps] for sheet in sheets(request, **options)]


def test_every_indicator_of_the_level_has_its_page_under_its_theme() -> None:
    request = asked()
    made = sheets(request)
    data = request.data
    names = {each.id: str(each.name) for each in data.dimensions}

    assert {s.maps[0].view.indicator for s in made} == {
        each.id for each in data.indicators_of(request.level)
    }
    for sheet in made:
        indicator = data.indicator(sheet.maps[0].view.indicator)
        assert sheet.outline == str(indicator.name)
        assert sheet.section == names.get(indicator.dimension, "Andre indikatorer")
    sections = [sheet.section for sheet in made]
    assert len(dict.fromkeys(sections)) == sum(
        at == 0 or sections[at - 1] != each for at, each in enumerate(sections)
    )


def test_every_chosen_period_has_its_page_and_no_number_two() -> None:
    request = asked(indicators=("uden_job", "fravaer"))
    periods = request.data.periods_of("uden_job", request.level)[-3:]
    made = sheets(replace(request, periods=periods))

    assert [each.outline.split(" · ")[-1] for each in made][:3] == [
        period.short_label for period in periods
    ]
    shown = [(s.maps[0].view.indicator, s.maps[0].view.period) for s in made]
    assert len(shown) == len(set(shown)) == 5


def test_several_on_a_page_are_the_times_of_one_or_the_indicators_of_a_theme() -> None:
    request = asked()
    for page in views(request, per_page=4):
        data = request.data
        assert len({data.indicator(view.indicator).dimension for view in page}) == 1
    periods = request.data.periods_of("uden_job", request.level)[-5:]
    pages = views(replace(request, periods=periods, indicators=("uden_job",)), per_page=4)
    assert [len(page) for page in pages] == [4, 1]


def test_with_areas_chosen_they_are_listed_else_the_ends() -> None:
    chosen, ends = sheets(asked(areas=(9,)))[0], sheets(asked())[0]

    assert "Fremhævede områder" in chosen.drawing.texts()
    assert "Højeste og laveste tal" in ends.drawing.texts()


def test_the_whole_atlas_has_contents_bookmarks_and_passes_the_check() -> None:
    request = asked()
    laid = make_report(request)
    made = write_report(laid)
    ranks = [(entry.text, entry.level) for entry in laid.outline]
    themes = {sheet.section for sheet in sheets(request)}

    assert len(laid.links) == len([entry for entry in laid.outline if entry.page > 0])
    assert {text for text, level in ranks if level == 1} >= themes
    assert all(level == 2 for text, level in ranks
               if text in {sheet.outline for sheet in sheets(request)} - themes)  # fmt: skip
    assert [each.view.indicator for each in laid.maps] == [
        sheet.maps[0].view.indicator for sheet in sheets(request)
    ]
    assert check(made.content, laid, request) == ()
    assert made.claims.names() == ("PDF/A-2a", "PDF/UA-1")


def test_what_is_withheld_changes_not_a_byte_of_an_atlas() -> None:
    one, other = (write_report(make_report(asked(hidden))).content for hidden in (1.0, HIDDEN))

    assert one == other


def test_what_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked()
    with pytest.raises(UsageError):
        sheets(request, per_page=5)
    monkeypatch.setattr(request.data, "tolerances", lambda _level: ())
    with pytest.raises(UsageError, match="ingen omrids"):
        sheets(request)


def test_words_of_the_template_stand_once_before_the_maps() -> None:
    request = asked()
    chapters = tuple(
        replace(each, title="Kortene", text=("Egne ord.",)) if each.id == "atlas" else each
        for each in request.template.chapters
    )
    laid = make_report(replace(request, template=replace(request.template, chapters=chapters)))

    assert [words.text for words in laid.free] == ["Egne ord."]
    assert [entry.text for entry in laid.outline].count("Kortene") == 1
