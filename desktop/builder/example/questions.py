"""What the citizens' panel is asked: indicators of the town's own, which no catalogue knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.indicators import Direction, Text

_ASKED = Text("de adspurgte, der har svaret", "those asked who answered")
_SOURCE = Text("Eksempelby Kommunes opdigtede borgerpanel", "Eksempelby's invented citizens' panel")
_REFERENCE = Text(
    "Spørgeskema i årets sidste kvartal til et udsnit af de voksne",
    "Questionnaire in the last quarter of the year to a sample of the adults",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the panel as an indicator: whom it counts, and which way is worse."""

    id: str
    column: str
    dimension: str
    direction: Direction
    name: Text
    short: Text
    sentence: Text
    counted: Text


QUESTIONS: tuple[Question, ...] = (
    Question(
        "utryghed_survey",
        "utrygge_om_aftenen",
        "tryghed",
        Direction.WORSE,
        Text("Utrygge om aftenen (borgerpanel)", "Feeling unsafe in the evening (panel)"),
        Text("Utrygge om aftenen", "Unsafe in the evening"),
        Text(
            "Andel af de adspurgte, der føler sig utrygge i området om aftenen",
            "Share of those asked who feel unsafe in the area in the evening",
        ),
        Text(
            "adspurgte, der føler sig utrygge eller meget utrygge udendørs om aftenen",
            "those asked who feel unsafe or very unsafe outdoors in the evening",
        ),
    ),
    Question(
        "naboskab_survey",
        "kender_naboer",
        "tryghed",
        Direction.BETTER,
        Text("Kontakt med naboer (borgerpanel)", "Contact with neighbours (panel)"),
        Text("Kontakt med naboer", "Contact with neighbours"),
        Text(
            "Andel af de adspurgte, der kan bede en nabo om hjælp",
            "Share of those asked who can ask a neighbour for help",
        ),
        Text(
            "adspurgte, der kender en nabo, de kan bede om hjælp",
            "those asked who know a neighbour to ask for help",
        ),
    ),
    Question(
        "tilfredshed_survey",
        "tilfredse_med_omraadet",
        "tryghed",
        Direction.BETTER,
        Text("Tilfredse med området (borgerpanel)", "Content with the area (panel)"),
        Text("Tilfredse med området", "Content with the area"),
        Text(
            "Andel af de adspurgte, der er glade for at bo i området",
            "Share of those asked who like living in the area",
        ),
        Text(
            "adspurgte, der er tilfredse eller meget tilfredse med at bo i området",
            "those asked who are content or very content with living in the area",
        ),
    ),
    Question(
        "deltagelse_survey",
        "deltager_i_faellesskab",
        "medborgerskab",
        Direction.BETTER,
        Text("Deltagelse i fællesskaber (borgerpanel)", "Taking part in local life (panel)"),
        Text("Deltager i fællesskaber", "Takes part locally"),
        Text(
            "Andel af de adspurgte, der er med i en forening eller frivillige",
            "Share of those asked who are in an association or volunteer",
        ),
        Text(
            "adspurgte, der det seneste år har været aktive i en forening eller som frivillige",
            "those asked who were active in an association or as volunteers in the last year",
        ),
    ),
    Question(
        "tillid_survey",
        "har_tillid_til_andre",
        "tryghed",
        Direction.BETTER,
        Text("Tillid til andre (borgerpanel)", "Trust in others (panel)"),
        Text("Tillid til andre", "Trust in others"),
        Text(
            "Andel af de adspurgte, der stoler på de fleste i området",
            "Share of those asked who trust most people in the area",
        ),
        Text(
            "adspurgte, der svarer, at man kan stole på de fleste i området",
            "those asked who answer that most people in the area can be trusted",
        ),
    ),
)


def definition(question: Question) -> list[str]:
    """The question's texts and direction as lines of a recipe."""
    texts: Mapping[str, Text] = {
        "name": question.name,
        "short": question.short,
        "sentence": question.sentence,
        "numerator_text": question.counted,
        "denominator_text": _ASKED,
        "source": _SOURCE,
        "reference": _REFERENCE,
    }
    lines = [f'dimension = "{question.dimension}"', f'direction = "{question.direction}"']
    lines += [f'{key} = {{da = "{text.da}", en = "{text.en}"}}' for key, text in texts.items()]
    return [*lines, 'unit = "%"', "per = 100", "decimals = 1"]
