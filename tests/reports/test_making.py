"""A report is made chapter by chapter, can be stopped, and is a file whole and checked or not."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import BoligatlasError, Cancelled, ExportError, UsageError
from desktop.core.indicators import Text
from desktop.core.paths import data_folder
from desktop.reports import making
from desktop.reports.asked import Asked, Chapter, ChapterSpec, Template
from desktop.reports.asking import asked_for
from desktop.reports.blocks import Block, Paragraph, Title
from desktop.reports.making import Progress, make_report, save_report, write_report
from desktop.reports.titles import title_of
from tests.fake_extract import fake_dataset

DATA = fake_dataset()
DAY = dt.date(2026, 11, 23)


def asked(*chapters: ChapterSpec, **given: Any) -> Asked:
    template = Template(
        "prøve", Text("Prøve"), Text(""), chapters, title=Text(given.pop("title", ""))
    )
    return asked_for(DATA, template, day=DAY, **given)


WORDS = ChapterSpec("words", "Indledning", ("Rapporten er en prøve.", "Den er kort."))
FRONT = ChapterSpec("contents", "Prøverapport")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOLIGATLAS_SETTINGS", str(tmp_path / "settings"))


def test_chapters_come_in_the_order_of_the_template() -> None:
    laid = make_report(asked(FRONT, WORDS))
    assert [entry.text for entry in laid.outline] == ["Prøverapport", "Indledning"]
    texts = laid.pages[1].texts()
    assert texts.index("Indledning") < texts.index("Rapporten er en prøve.")
    assert [each.text for each in laid.free] == list(WORDS.text)


def test_it_is_told_how_far_it_is() -> None:
    told: list[Progress] = []
    make_report(asked(FRONT, WORDS, WORDS), progress=told.append)
    assert [(each.name, each.done, each.total) for each in told[:3]] == [
        ("Indhold", 0, 3), ("Indledning", 1, 3), ("Indledning", 2, 3),
    ]  # fmt: skip
    assert math.isnan(told[0].left)
    assert told[2].left >= 0
    assert told[-1].done == told[-1].total


def test_it_stops_between_chapters_when_asked() -> None:
    told: list[Progress] = []
    with pytest.raises(Cancelled):
        make_report(asked(FRONT, WORDS), progress=told.append, stopped=lambda: bool(told))
    assert len(told) == 1


def test_a_report_without_a_page_is_refused() -> None:
    with pytest.raises(UsageError, match="intet indhold"):
        make_report(asked(ChapterSpec("words")))


def test_the_same_request_gives_the_same_bytes() -> None:
    one, other = (write_report(make_report(asked(FRONT, WORDS))).content for _ in range(2))
    assert one == other


def test_a_saved_report_is_logged_without_a_value(tmp_path: Path) -> None:
    request = asked(FRONT, WORDS, areas=(0, 1), indicators=("uden_job",))
    laid = make_report(request)
    saved = save_report(tmp_path / "rapport.pdf", laid, request)
    assert saved.pages == len(laid.pages) == 2
    (line,) = (data_folder() / "eksporter.jsonl").read_text("utf-8").splitlines()
    entry = json.loads(line)
    assert entry["kind"] == "prøve"
    assert entry["areas"] == list(DATA.areas(request.level).codes[:2])
    assert "rapport.pdf" not in line


def test_a_report_that_fails_the_check_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.reports import leakcheck

    monkeypatch.setattr(leakcheck, "check", lambda *_given: ("Side 1: noget står der.",))
    request = asked(FRONT, WORDS)
    with pytest.raises(ExportError):
        save_report(tmp_path / "rapport.pdf", make_report(request), request)
    assert not list(tmp_path.glob("*.pdf"))
    assert not list(tmp_path.glob(".*"))
    assert not (data_folder() / "eksporter.jsonl").exists()


def test_a_folder_that_is_gone_is_said_and_an_older_file_stays(tmp_path: Path) -> None:
    request = asked(FRONT, WORDS)
    laid = make_report(request)
    with pytest.raises(BoligatlasError):
        save_report(tmp_path / "gone" / "rapport.pdf", laid, request)
    older = tmp_path / "rapport.pdf"
    older.write_bytes(b"older")
    blocked = tmp_path / "settings"
    blocked.write_text("a file where the log's folder should be", "utf-8")
    with pytest.raises(ExportError):
        save_report(older, laid, request)
    assert older.read_bytes() == b"older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rapport.pdf", "settings"]


@pytest.mark.parametrize(
    ("pattern", "areas", "title"),
    [
        ("{navn}: {områder}, {periode}", (0,), "Prøve: {0}, {period}"),
        ("{navn} {periode}", (), "Prøve {period}"),
        ("{områder}", (0, 1, 2, 3, 4), "{0}, {1}, {2} og 2 til"),
        ("{plan} i {kommune}", (), "Fjordparken 2025 i {town}"),
        ("{navn} · {områder} · {periode}", (), "Prøve · {period}"),
        ("", (), "Prøve · Fjordparken 2025 · {period} · {town}"),
    ],
)
def test_a_title_is_filled_in(pattern: str, areas: tuple[int, ...], title: str) -> None:
    request = asked(WORDS, title=pattern, areas=areas, plan_name=" Fjordparken  2025 ")
    names = DATA.areas(request.level).names
    town = DATA.manifest.municipality
    assert title_of(request) == title.format(*names, period=request.period.label, town=town)


def test_a_chapter_that_fails_fails_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterable[Block]:
        yield Title("Begyndt")
        yield Paragraph("Første sætning.")
        raise UsageError("Der er ingen tal.", hint="Vælg andre.")

    monkeypatch.setattr(making, "chapters_of", lambda *_given: (Chapter("x", broken),))
    with pytest.raises(UsageError, match="ingen tal"):
        make_report(asked(WORDS))


def test_writing_tells_of_every_page_and_can_be_stopped_at_each(tmp_path: Path) -> None:
    request = asked(FRONT, WORDS)
    laid = make_report(request)
    pages = len(laid.pages)
    told: list[Progress] = []
    save_report(tmp_path / "rapport.pdf", laid, request, progress=told.append)
    assert [each.done for each in told] == [nr // 2 for nr in range(1, 2 * pages + 1)]
    assert all(each.total == pages for each in told)
    assert told[-1].left == 0

    for most in range(2 * pages):
        answers = chain(repeat(False, most), repeat(True))
        with pytest.raises(Cancelled):
            save_report(tmp_path / "no.pdf", laid, request, stopped=answers.__next__)
    assert [each.name for each in tmp_path.glob("*.pdf")] == ["rapport.pdf"]


def test_a_report_of_several_times_says_so_in_its_title() -> None:
    periods = DATA.periods_of("uden_job", "boligomraade")[-4:]
    request = asked(WORDS, title="{periode}", periods=periods)
    assert title_of(request) == f"{periods[0].label} – {periods[-1].label}"
