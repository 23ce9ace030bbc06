"""Templates of reports: the shipped ones, and files of a municipality's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from desktop.core.errors import BoligatlasError, FileProblem, ModelError, UsageError
from desktop.core.indicators import Text
from desktop.core.models.reading import Mistakes, Table, nearest
from desktop.core.models.tomltext import toml_of
from desktop.core.paths import read_whole, resource
from desktop.core.wording import _
from desktop.maps import palettes
from desktop.maps.paper import Paper
from desktop.reports.asked import ChapterSpec, Option, Template
from desktop.reports.chapterkinds import chapter_kinds
from desktop.reports.kinds import KINDS
from desktop.reports.logo import read_logo
from desktop.reports.titles import PLACES

FOLDER = "templates"
_PLACE = re.compile(r"\{([^{}]*)\}")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LARGEST = 200_000  # bytes of a template
_LONGEST = 2_000  # characters of a piece of text
_LEAST_CONTRAST = 4.5  # of the accent on white, which is set as text


def shipped() -> tuple[Template, ...]:
    """The templates that come with the program, in the order that people are told of them."""
    return tuple(shipped_template(id) for id in KINDS)


def shipped_template(id: str) -> Template:
    """A template that comes with the program.

    Raises:
        UsageError: there is none of that name, with the nearest named.
    """
    if id not in KINDS:
        from difflib import get_close_matches

        near = get_close_matches(id, KINDS, 1, 0.5)
        raise UsageError(
            _("Der er ingen rapport ved navn »{name}«.").format(name=id),
            hint=_("Mente du »{near}«?").format(near=near[0])
            if near
            else _("Vælg mellem {names}.").format(names=", ".join(KINDS)),
        )
    return load_template(resource(FOLDER, f"{id}.toml"))


def load_template(path: Path) -> Template:
    """A template from its file; a logo is looked for beside it.

    Raises:
        FileProblem: there is no such file.
        UsageError: what it says cannot be; all that is wrong is said, with its place.
    """
    try:
        text = read_whole(path, limit=_LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            _("Skabelonen {name} kan ikke læses som tekst.").format(name=path.name),
            hint=_("Gem den som UTF-8."),
        ) from error
    return read_template(text, path)


def read_template(text: str, path: Path) -> Template:
    """A template from the text of its file; ``path`` is where the file lies.

    Raises:
        UsageError: what it says cannot be; all that is wrong is said, with its place.
    """
    mistakes = Mistakes(path.name)
    try:
        top = Table(toml_of(text, mistakes), mistakes)
        made = Template(
            id=top.id(),
            name=top.words("name", required=True),
            sentence=top.words("sentence"),
            title=_title(top),
            sender=top.text("sender", ""),
            paper=top.choice("paper", Paper, Paper.A4_UPRIGHT),
            colour=_colour(top),
            logo=_logo(top, path.parent),
            run_on=top.yes("run_on", default=False),
            chapters=tuple(_chapter(each) for each in top.tables("chapter")),
        )
        if not made.chapters:
            top.note(_("Skabelonen har ingen kapitler."), _("Skriv mindst ét [[chapter]]."))
        top.done()
        mistakes.settle()
    except ModelError as error:
        raise UsageError(error.problem, hint=error.hint) from error
    return made


def with_options(template: Template, options: Mapping[str, str]) -> Template:
    """The template with settings of its chapters written as text: ``{"per_page": "4"}``.

    A setting goes to every chapter that knows it. Lists are parted by commas, and yes and no are
    ``true`` and ``false``.

    Raises:
        UsageError: no chapter of the template knows the setting, or it is none of its kind.
    """
    kinds = chapter_kinds()
    known = {name: example for each in template.chapters
             for name, example in kinds[each.id].options.items()}  # fmt: skip
    for name in options:
        if name not in known:
            raise UsageError(
                _("Ingen af rapportens kapitler har indstillingen »{name}«.").format(name=name),
                hint=nearest(name, list(known))
                if known
                else _("Rapportens kapitler har ingen indstillinger."),
            )
    told = {name: _written(name, text, known[name]) for name, text in options.items()}
    chapters = tuple(
        replace(each, options={**each.options, **{name: value for name, value in told.items()
                                                  if name in kinds[each.id].options}})
        for each in template.chapters
    )  # fmt: skip
    return replace(template, chapters=chapters)


def _written(name: str, text: str, example: Option) -> Option:
    """A setting of the same kind as its example, from text."""
    try:
        match example:
            case bool():
                return {"true": True, "false": False}[text.casefold()]
            case int():
                return int(text)
            case float():
                return float(text.replace(",", "."))
            case str():
                return text
            case _:
                return tuple(part.strip() for part in text.split(",") if part.strip())
    except (KeyError, ValueError) as error:
        raise UsageError(
            _("»{text}« kan ikke være indstillingen {name}.").format(text=text, name=name),
            hint=_("Skriv den som {example}.").format(example=example),
        ) from error


def _title(top: Table) -> Text:
    title = top.words("title")
    for name in _PLACE.findall(f"{title.da} {title.en}"):
        if name not in PLACES:
            top.note(
                _("»{name}« kan ikke udfyldes i en titel.").format(name="{" + name + "}"),
                nearest(name, list(PLACES)),
                "title",
            )
    return title


def _colour(top: Table) -> str:
    colour = top.text("colour", palettes.PETROL)
    if not _COLOUR.fullmatch(colour):
        top.note(
            _("»{colour}« er ikke en farve.").format(colour=colour),
            _("Skriv den som {example}.").format(example=palettes.PETROL),
            "colour",
        )
        return palettes.PETROL
    if palettes.contrast(colour, palettes.SURFACE) < _LEAST_CONTRAST:
        top.note(
            _("Farven {colour} er for lys til tekst på hvidt papir.").format(colour=colour),
            _("Vælg en mørkere udgave af den."),
            "colour",
        )
    return colour


def _logo(top: Table, folder: Path) -> bytes:
    name = top.text("logo", "")
    if not name:
        return b""
    if Path(name).name != name:
        top.note(
            _("Logoet skal ligge i samme mappe som skabelonen."),
            _("Skriv kun filens navn."),
            "logo",
        )
        return b""
    try:
        return read_logo(folder / name)
    except FileProblem:
        top.note(
            _("Logoet {name} findes ikke ved siden af skabelonen.").format(name=name),
            _("Læg filen der, eller slet linjen."),
            "logo",
        )
    except BoligatlasError as error:
        top.note(error.problem, error.hint, "logo")
    return b""


def _chapter(table: Table) -> ChapterSpec:
    kinds = chapter_kinds()
    id = table.id()
    if id not in kinds:
        table.note(_("Ukendt kapitel »{name}«.").format(name=id), nearest(id, list(kinds)), "id")
    title = table.text("title", "")
    known = kinds[id].options if id in kinds else {}
    options = {key: _option(table, key, known[key]) for key in known if key in table}
    text = table.names("text")
    if any(len(each) > _LONGEST for each in text):
        table.note(
            _("Et stykke tekst er for langt."),
            _("Højst {count} tegn i hvert stykke; del det.").format(count=_LONGEST),
            "text",
        )
    if id in kinds:
        table.done()
    return ChapterSpec(id, title, text, options)


def _option(table: Table, key: str, example: Option) -> Option:
    """A setting of the same kind as its example."""
    match example:
        case bool():
            return table.yes(key, default=example)
        case int():
            return table.whole(key, example, 0, 1000)
        case float():
            return table.number(key, example)
        case str():
            return table.text(key, example)
        case _:
            return table.names(key)
