"""Map sheets in reports: which pages a request comes to, and what they bear."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.maps import palettes
from desktop.maps.paper import Paper
from desktop.maps.view import MapView, Shows, first_view
from desktop.reports.asked import Asked, ChapterSpec, Option
from desktop.reports.asking import asked_for
from desktop.reports.blocks import Sheet
from desktop.reports.chapters.mapsheets import make_map_sheets
from desktop.reports.templates import shipped_template
from tests.core.models.test_shown import MODEL
from tests.fake_extract import fake_dataset

DAY = dt.date(2026, 11, 23)


def asked(data: Dataset | None = None, **wanted: Any) -> Asked:
    return asked_for(data or fake_dataset(), shipped_template("maps"), day=DAY, **wanted)


def sheets(request: Asked, **options: Option) -> list[Sheet]:
    made = []
    for chapter in make_map_sheets(request, ChapterSpec("map-sheets", options=options)):
        made += [block for block in chapter.make() if isinstance(block, Sheet)]
    return made


def shown(request: Asked, **options: Option) -> list[list[MapView]]:
    return [[each.view for each in sheet.maps] for sheet in sheets(request, **options)]


def test_without_views_it_is_the_first_indicator_at_the_newest_period() -> None:
    request = asked(areas=(9, 3))
    (((view),),) = shown(request)

    assert (view.indicator, view.period) == ("uden_job", request.period)
    assert view.selected == ("0110", "0104")


def test_chosen_indicators_and_periods_are_a_page_each() -> None:
    data = fake_dataset()
    periods = data.periods_of("uden_job", "boligomraade")[-3:]
    found = shown(asked(data, indicators=("uden_job", "fravaer"), periods=periods))

    # The school years of the three quarters are two.
    assert [each[0].indicator for each in found] == ["uden_job"] * 3 + ["fravaer"] * 2


def test_two_views_of_one_level_are_a_double_map_and_a_change_beside_is_not() -> None:
    data = fake_dataset()
    view = first_view(data)
    other = replace(view, indicator="fravaer", period=data.periods_of("fravaer", view.level)[-1])
    change = replace(view, shows=Shows.CHANGE)

    assert shown(asked(views=(view, other))) == [[view, other]]
    assert shown(asked(views=(view, change))) == [[view], [change]]
    assert shown(asked(views=(view, other, change)), per_page=4) == [[view, other, change]]


@pytest.mark.parametrize("name", ["change", "bivariate", "double", "category"])
def test_every_way_of_showing_makes_a_page(name: str) -> None:
    data = fake_dataset(models={"min": MODEL})
    ((first, *others),) = shown(asked(data), shows=(name,))

    expected = {"double": Shows.VALUE}.get(name) or Shows(name)
    assert first.shows is expected
    assert len(others) == (1 if name == "double" else 0)


def test_the_page_bears_colour_sender_plan_paper_and_day() -> None:
    request = asked(paper=Paper.A3_UPRIGHT, plan_name="Fjordparken")
    template = replace(request.template, colour="#7A3E9D", sender="Boligselskabet Nord")
    (sheet,) = sheets(replace(request, template=template))
    told = sheet.drawing.as_text()

    assert (sheet.drawing.width, sheet.drawing.height) == Paper.A3_UPRIGHT.size
    assert "#7A3E9D" in told and palettes.PETROL not in told.splitlines()[3]
    assert "Boligselskabet Nord" in told and "Fjordparken" in told
    assert "23. november 2026" in told


def test_pages_are_called_by_what_they_show() -> None:
    data = fake_dataset()
    periods = data.periods_of("uden_job", "boligomraade")[-2:]
    names = [sheet.outline for sheet in sheets(asked(data, periods=periods))]
    assert names == [
        "Voksne uden for arbejdsmarkedet · 1. kvt. 2026",
        "Voksne uden for arbejdsmarkedet · 2. kvt. 2026",
    ]
    (change,) = sheets(asked(data), shows=("change",))
    assert change.outline.startswith("Ændring: Voksne")


def test_where_metres_lie_is_on_the_page() -> None:
    (sheet,) = sheets(asked())
    frame = sheet.maps[0].frame
    x, y = frame.place(frame.east, frame.north)

    assert 0 < x < sheet.drawing.width and 0 < y < sheet.drawing.height


def test_what_cannot_be_is_refused() -> None:
    for options in ({"shows": ("tabel",)}, {"per_page": 3}, {"shows": ("category",)}):
        with pytest.raises(UsageError):
            sheets(asked(), **options)


def test_a_single_page_is_made_for_as_many_maps_as_there_are() -> None:
    data = fake_dataset()
    periods = data.periods_of("uden_job", "boligomraade")

    def width_of(count: int, per_page: int) -> float:
        request = asked(data, periods=periods[-count:])
        return sheets(request, per_page=per_page)[0].maps[0].frame.scale

    assert width_of(2, 6) == width_of(2, 2) > width_of(6, 6)
    assert width_of(1, 6) == width_of(1, 1)


def test_a_double_map_is_never_parted_by_a_page() -> None:
    request = asked(indicators=("uden_job", "fravaer"))
    pages = shown(request, per_page=2, shows=("change", "bivariate", "change", "double"))
    assert [len(page) for page in pages] == [2, 2, 1, 2]
    pages = shown(request, per_page=4, shows=("bivariate", "change", "double"))
    assert [[each.indicator for each in page] for page in pages] == [
        ["uden_job", "uden_job", "fravaer"],
        ["uden_job", "fravaer"],
    ]
