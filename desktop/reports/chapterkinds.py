"""The kinds of chapters that templates may ask for, and what a request gets of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

from desktop.core.wording import _
from desktop.reports.asked import Asked, Chapter, ChapterKind, ChapterSpec, Maker, Option
from desktop.reports.blocks import Block, Contents, Title
from desktop.reports.titles import title_of

_PROFILE: Mapping[str, Option] = {
    "headline": "udenfor_16_66", "residents": True, "trends": True, "categories": True,
    "efforts": True, "goals": True, "all": True, "parts": False, "similar": False,
    "definitions": True,
}  # fmt: skip
_MOVED: Mapping[str, Option] = {
    "by": "evidence", "rate": 0.1, "sensitive": False, "undirected": False, "most": 40,
}  # fmt: skip


def chapter_kinds() -> Mapping[str, ChapterKind]:
    """All kinds of chapters by id, in the order that people are told of them."""
    kinds = (
        ChapterKind("contents", _("Indhold"), "chapterkinds", "make_contents"),
        ChapterKind("words", _("Egne ord"), "chapterkinds", "make_words"),
        ChapterKind("profile", _("Områdeprofil"), "profile", "make_profiles", _PROFILE),
        *_standard_kinds(),
        ChapterKind("plan-front", _("Helhedsplanen i korte træk"), "plan", "make_front"),
        ChapterKind("plan-area", _("Området og beboerne"), "plan", "make_area"),
        ChapterKind("plan-baseline", _("Udgangspunktet"), "planbaseline", "make_baseline"),
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
        ChapterKind("categories", _("Årets kategorier"), "categories", "make_categories"),
        ChapterKind("category-moves", _("Flytninger"), "categoriesmoves", "make_moves"),
        ChapterKind(
            "category-points", _("Vejen til kategorien"), "categoriespoints", "make_points"
        ),
        ChapterKind(
            "category-certainty",
            _("Kategoriernes sikkerhed"),
            "categoriescertainty",
            "make_certainty",
        ),
        ChapterKind("category-model", _("Modellen"), "categoriesmodel", "make_model"),
        ChapterKind("moved", _("Hvad har flyttet sig"), "moved", "make_moved", _MOVED),
        ChapterKind("datasheet", _("Udtrækket"), "datasheet", "make_datasheet"),
        ChapterKind("definitions", _("Definitioner"), "datasheetdefinitions", "make_definitions"),
        ChapterKind("audit", _("Hvad der ikke vises"), "datasheetaudit", "make_audit"),
        ChapterKind("about", _("Om tallene"), "sources", "make_about"),
    )
    return {kind.id: kind for kind in kinds}


def _standard_kinds() -> tuple[ChapterKind, ...]:
    """Chapters of areas by indicators, which may name their indicators or how many to choose."""
    chosen: Mapping[str, Option] = {"indicators": ("",), "most": 12}
    return tuple(
        ChapterKind(id, name, module, function, chosen)
        for id, name, module, function in (
            ("standard-front", _("Standardrapportens forside"), "standard", "make_front"),
            ("standard-numbers", _("Områder og indikatorer"), "standard", "make_numbers"),
            ("standard-indicators", _("Hver indikator"), "standard", "make_indicators"),
            ("standard-changes", _("Ændringer"), "standard", "make_changes"),
            ("standard-about", _("Om rapportens tal"), "standard", "make_about"),
            ("quarterly-figures", _("Kommunens nøgletal"), "overview", "make_key_figures"),
            ("quarterly-areas", _("Områder, der skiller sig ud"), "overview", "make_outstanding"),
            ("quarterly-maps", _("Kort over nøgletal"), "overview", "make_maps"),
            ("yearly-front", _("Helhedsrapportens forside"), "yearly", "make_front"),
            ("yearly-themes", _("Hvert tema"), "yearly", "make_themes"),
            ("yearly-development", _("Udvikling over fem år"), "yearly", "make_development"),
            ("yearly-areas", _("Område for område"), "yearly", "make_areas"),
            ("sectors", _("Sektorer mod hinanden"), "sectors", "make_sectors"),
            ("sectors-time", _("Sektorer over tid"), "sectors", "make_over_time"),
            ("sectors-about", _("Om sammenligningens tal"), "sectors", "make_about"),
            (
                "organisations",
                _("Boligorganisationer"),
                "sectorsorganisations",
                "make_organisations",
            ),
            (
                "organisation-pages",
                _("Hver boligorganisation"),
                "sectorsorganisations",
                "make_organisation_pages",
            ),
        )
    )


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
