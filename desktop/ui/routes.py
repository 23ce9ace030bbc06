"""From a question to where it is answered: which place, which indicators, what lies on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.core.catalogue import Look, Question, read_reference
from desktop.core.wording import _
from desktop.ui.session import Session

_PLACES: Mapping[Look | None, str] = {
    Look.TREND: "trend",
    Look.COMPARE: "map",
    Look.CROSS: "double",
    Look.CATEGORIES: "categories",
    None: "map",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to an answer: what it is called, what it tells, and where it is.

    ``indicators`` are those to be shown there, the first map's first; ``points`` whether points of
    interest are put on the map. ``held`` is whether this extract has what it takes.
    """

    name: str
    why: str
    place: str
    indicators: tuple[str, ...] = ()
    points: bool = False
    held: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the words it is also found by, and its answers, those held here first."""

    question: str
    keywords: str
    answers: tuple[Answer, ...]


def asked_of_views(session: Session) -> tuple[Asked, ...]:
    """The questions of meetings that a view answers, whatever the indicator."""
    points = bool(session.data.places)
    models = bool(session.data.models)
    told = (
        (_("Hvad har flyttet sig, som vi bør tale om?"), _("advarsler kvartal nyt siden sidst"),
         _("Flyttet sig"), _("Det, der er ændret mere, end tilfældet giver"), "moved", True),
        (_("Hvordan er ét område, alt i alt?"), _("profil ark overblik stole på tallet"),
         _("Områdeprofil"), _("Alle tal for området mod kommunen eller områder, der ligner"),
         "profile", True),
        (_("Hvorfor er området i den kategori, og hvor tæt er det på den næste?"),
         _("point grænse model risiko"),
         _("Kategorier"), _("Vælg området på kortet; svaret står ved siden af"),
         "categories", models),
        (_("Hænger to ting sammen, og hvem falder udenfor?"), _("samvariation punkter to kort"),
         _("Dobbeltkort"), _("To indikatorer side om side, med punkter og linje"),
         "double", True),
        (_("Er det blevet bedre siden et bestemt år?"), _("ændring udvikling siden"),
         _("Ændringskort"), _("Ændringen i hvert område, og om den er mere end tilfældig"),
         "change", True),
        (_("Hvordan står en boligorganisations afdelinger?"), _("organisation tabel liste filter"),
         _("Tabel"), _("Vælg organisationen i filteret til venstre"), "table", True),
        (_("Hvor ligger skoler, klubber og andre steder?"), _("punkter steder fritid institution"),
         _("Kort med steder"), _("Stederne lægges oven på kortet"), "map", points),
    )  # fmt: skip
    return tuple(
        Asked(
            question,
            words,
            (Answer(name, why, place, points=place == "map" and points, held=held),),
        )
        for question, words, name, why, place, held in told
    )


def asked_of_indicators(session: Session) -> tuple[Asked, ...]:
    """The catalogue's questions, those first that this extract has an answer to."""
    made = [_asked(session, question) for question in read_reference().questions.values()]
    return tuple(sorted(made, key=lambda each: not any(one.held for one in each.answers)))


def follow(session: Session, answer: Answer) -> None:
    """Go to where the answer is."""
    view = session.view
    if answer.points:
        kinds = frozenset(each.kind for each in session.data.places)
        session.show_map(layers=replace(view.layers, points=kinds))
    if answer.indicators:
        session.show_indicator(answer.indicators[0])
    session.go(answer.place)
    if len(answer.indicators) > 1:
        session.show_indicator(answer.indicators[1], which=1)


def _asked(session: Session, question: Question) -> Asked:
    held = {each.id: each for each in session.data.indicators_of(session.view.level)}
    entries = read_reference().entries
    place = _PLACES[question.look]
    here = [id for id in question.answers if id in held]
    answers: list[Answer] = []
    for id, why in question.answers.items():
        name = str(held[id].name if id in held else entries[id].indicator.name)
        other = tuple(each for each in here if each != id)[:1] if place == "double" else ()
        at = "map" if place == "double" and not other else place
        answers.append(Answer(name, str(why), at, (id, *other), held=id in held))
    return Asked(
        str(question.question),
        " ".join(question.keywords),
        tuple(sorted(answers, key=lambda each: not each.held)),
    )
