"""The kinds of chapters that templates may ask for, and what a request gets of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

from desktop.core.wording import _
from desktop.reports.asked import Asked, Chapter, ChapterKind, ChapterSpec, Maker
from desktop.reports.blocks import Block, Contents, Title
from desktop.reports.titles import title_of


def chapter_kinds() -> Mapping[str, ChapterKind]:
    """All kinds of chapters by id, in the order that people are told of them."""
    kinds = (
        ChapterKind("contents", _("Indhold"), "chapterkinds", "make_contents"),
        ChapterKind("words", _("Egne ord"), "chapterkinds", "make_words"),
        ChapterKind("standard-front", _("Standardrapportens forside"), "standard", "make_front"),
        ChapterKind("standard-numbers", _("Områder og indikatorer"), "standard", "make_numbers"),
        ChapterKind("standard-indicators", _("Hver indikator"), "standard", "make_indicators"),
        ChapterKind("standard-changes", _("Ændringer"), "standard", "make_changes"),
        ChapterKind("plan-front", _("Helhedsplanen i korte træk"), "plan", "make_front"),
        ChapterKind("plan-area", _("Området og beboerne"), "plan", "make_area"),
        ChapterKind("plan-baseline", _("Udgangspunktet"), "planstate", "make_baseline"),
        ChapterKind("plan-development", _("Udviklingen"), "planstate", "make_development"),
        ChapterKind("plan-comparison", _("Lignende områder"), "plancompare", "make_comparison"),
        ChapterKind("plan-goals", _("Mål og hvor langt"), "plangoals", "make_goals"),
        ChapterKind("plan-efforts", _("Indsatser"), "planefforts", "make_efforts"),
        ChapterKind("plan-maps", _("Helhedsplanens kort"), "planmaps", "make_maps"),
        ChapterKind("plan-method", _("Metodebilag"), "method", "make_method"),
        ChapterKind(
            "map-sheets",
            _("Kortark"),
            "mapsheets",
            "make_map_sheets",
            {"per_page": 1, "shows": ("value",)},
        ),
        ChapterKind("atlas", _("Atlas"), "atlas", "make_atlas", {"per_page": 1}),
        ChapterKind("datasheet", _("Udtrækket"), "datasheet", "make_datasheet"),
        ChapterKind("definitions", _("Definitioner"), "datasheetdefinitions", "make_definitions"),
        ChapterKind("audit", _("Hvad der ikke vises"), "datasheetaudit", "make_audit"),
        ChapterKind("about", _("Om tallene"), "sources", "make_about"),
    )
    return {kind.id: kind for kind in kinds}


def chapters_of(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapters that a template's line comes to for a request.

    Raises:
        UsageError: the request lacks what the chapter needs, or the extract does.
    """
    kind = chapter_kinds()[spec.id]
    folder = "desktop.reports" if kind.module == "chapterkinds" else "desktop.reports.chapters"
    maker: Maker = getattr(import_module(f"{folder}.{kind.module}"), kind.function)
    return tuple(maker(asked, spec))


def make_contents(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The list of what the report holds, under the report's own title."""
    title = spec.title or title_of(asked)

    def blocks() -> Iterable[Block]:
        yield Title(title, subtitle=_("Indhold"))
        yield Contents()

    return (Chapter(_("Indhold"), blocks),)


def make_words(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """A page of the template's own words; nothing without any."""
    del asked
    if not spec.text:
        return ()

    def blocks() -> Iterable[Block]:
        yield Title(spec.title or _("Indledning"))

    return (Chapter(spec.title or _("Indledning"), blocks),)
