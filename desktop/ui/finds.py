"""What a search finds besides indicators: areas, places in the window, questions."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.finding import Index
from desktop.core.wording import _
from desktop.ui.desk import homes, places
from desktop.ui.routes import Answer, asked_of_indicators, asked_of_views, follow
from desktop.ui.session import Session

_MOST = 6  # of each sort


@dataclass(frozen=True, slots=True)
class Find:
    """Something that was found: its name, and one of an area, a place or an answer to go to."""

    name: str
    area: int = -1
    place: str = ""
    answer: Answer | None = None


def finds(session: Session, sought: str) -> list[tuple[str, list[Find]]]:
    """What answers a search besides indicators, under headings; nothing for an empty search."""
    if not sought.strip():
        return []
    sections = (
        (_("OMRÅDER"), _areas(session, sought)),
        (_("VISNINGER"), _places(sought)),
        (_("SPØRGSMÅL"), _questions(session, sought)),
    )
    return [(heading, found) for heading, found in sections if found]


def take(session: Session, find: Find) -> None:
    """Choose the area, or go to the place or answer."""
    if find.area >= 0:
        session.select([find.area])
    elif find.answer is not None:
        follow(session, find.answer)
    else:
        session.go(find.place)


def _areas(session: Session, sought: str) -> list[Find]:
    level = session.view.level
    areas = session.data.areas(level)
    index = session.data.derived(
        ("area names", level),
        lambda: Index.of(
            {
                str(at): [(2.0, name), (1.0, code)]
                for at, (name, code) in enumerate(zip(areas.names, areas.codes, strict=True))
            }
        ),
    )
    exists = session.existing
    found = [int(at) for at in index.find(sought)]
    return [Find(areas.names[at] or areas.codes[at], area=at) for at in found if exists[at]][:_MOST]


def _places(sought: str) -> list[Find]:
    titles = dict(homes())
    named = {
        each.id: titles.get(each.home, each.title)
        if each.home == each.id
        else f"{titles[each.home]} · {each.title}"
        for each in places()
    }
    index = Index.of({id: [(1.0, name)] for id, name in named.items()})
    return [Find(named[id], place=id) for id in index.find(sought)][:_MOST]


def _questions(session: Session, sought: str) -> list[Find]:
    asked = [
        each
        for each in (*asked_of_views(session), *asked_of_indicators(session))
        if each.answers[0].held
    ]
    index = Index.of(
        {str(nr): [(2.0, each.question), (1.0, each.keywords)] for nr, each in enumerate(asked)}
    )
    found = [asked[int(nr)] for nr in index.find(sought)]
    return [Find(each.question, answer=each.answers[0]) for each in found][:_MOST]
