"""Reports that take no time: templates, requests and pages for tests of the dialog."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.core.errors import Cancelled
from desktop.core.indicators import Text as Words
from desktop.maps.drawing import Drawing, Text
from desktop.reports.asked import Asked, ChapterSpec, Template
from desktop.reports.kinds import KINDS
from desktop.reports.layout import Laid
from desktop.reports.making import Progress, Saved

NAMES = {
    "maps": "Kortark", "profile": "Områdeprofil", "standard": "Standardrapport",
    "quarterly": "Ledelsesrapport", "yearly": "Helhedsrapport",
    "categories": "Kategoriseringsrapport", "sectors": "Sektorsammenligning",
    "organisations": "Boligorganisationer", "plan": "Helhedsplan-dokumentation", "atlas": "Atlas",
    "moved": "Udvikling og advarsler", "datasheet": "Datablad",
}  # fmt: skip


def templates() -> tuple[Template, ...]:
    """Every kind, with a chapter that nobody makes."""
    return tuple(
        Template(id, Words(NAMES[id]), Words(f"Om {NAMES[id]}."), (ChapterSpec("words"),))
        for id in KINDS
    )


def page(asked: Asked, number: int, of: int) -> Drawing:
    """A page that says what it was made for."""
    width, height = asked.paper.size
    names = [asked.data.areas(asked.level).names[at] for at in asked.areas]
    said = (
        f"{asked.template.name} {asked.period.code} {', '.join(names)} {asked.plan_name}",
        f"indikatorer {' '.join(asked.indicators)}",
        f"model {asked.model} efter {asked.by}",
        f"side {number} af {of}",
    )
    marks = tuple(Text(20, 30 + 10 * nr, line, 4.5, "#1B2733") for nr, line in enumerate(said))
    return Drawing(width, height, marks)


@dataclass
class Reports:
    """Stands in for the making of reports; a test tells it how slow it is, and what goes wrong."""

    pages: int = 3
    chapters: int = 4
    early: bool = False  # whether the first page is there after the first chapter
    go: threading.Event = field(default_factory=threading.Event)
    write: threading.Event = field(default_factory=threading.Event)
    refuse: Exception | None = None
    refuse_to_write: Exception | None = None
    asked: list[Asked] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)  # how each making ended
    standards: tuple[str, ...] = ("PDF/A-2a", "PDF/UA-1")
    _stepped: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __post_init__(self) -> None:
        self.go.set()
        self.write.set()

    def step(self) -> None:
        """Let one chapter be made."""
        self._stepped.release()

    def make_report(
        self,
        asked: Asked,
        *,
        progress: Callable[[Progress], None],
        stopped: Callable[[], bool],
        so_far: Callable[[Laid], None] | None = None,
    ) -> Laid:
        """Pages, chapter by chapter; waits while the test wants it to."""
        self.asked.append(asked)
        if self.refuse is not None:
            raise self.refuse
        for chapter in range(self.chapters):
            progress(Progress(f"Kapitel {chapter + 1}", chapter, self.chapters, 12.0))
            if so_far and chapter == 1 and self.early:
                so_far(Laid("En rapport", asked.day, (page(asked, 1, 1),)))
            while not (self.go.wait(0.005) or self._stepped.acquire(blocking=False)):
                if stopped():
                    self.ended.append("stopped")
                    raise Cancelled
        self.ended.append("made")
        made = tuple(page(asked, nr + 1, self.pages) for nr in range(self.pages))
        return Laid("En rapport", asked.day, made)

    def save_report(
        self,
        path: Path,
        laid: Laid,
        asked: Asked,
        *,
        progress: Callable[[Progress], None] = lambda _progress: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Saved:
        """A file that says how many pages there were."""
        del asked
        progress(Progress("Filen skrives", 0, len(laid.pages), float("nan")))
        while not self.write.wait(0.005):
            if stopped():
                self.ended.append("not written")
                raise Cancelled
        if self.refuse_to_write is not None:
            raise self.refuse_to_write
        path.write_text(f"%PDF-fake {len(laid.pages)}", "utf-8")
        return Saved(len(laid.pages), self.standards)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of the real thing."""
        from desktop.reports import making
        from desktop.ui import exportdialog

        monkeypatch.setattr(making, "make_report", self.make_report)
        monkeypatch.setattr(making, "save_report", self.save_report)
        monkeypatch.setattr(exportdialog, "readable_templates", templates)
