"""Finding things by what they are called: folded letters, beginnings, insides and small slips.

Danish puts words together, so what is sought may stand inside a word ("fravær" in "skolefravær"),
and keyboards without Danish letters write them in two ("haervaerk").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_WORD = re.compile(r"[a-z0-9]+")

# How well a word answers a word sought.
_WHOLE, _BEGINNING, _INSIDE, _ENDING, _SLIP = 1.0, 0.8, 0.5, 0.4, 0.3
_LEAST_INSIDE = 3  # letters; fewer stand inside everything
_LEAST_STEM, _MOST_ENDING = 4, 3  # letters; "udsættelser" finds "udsættelse", "trygt" finds "tryg"
_ONE_SLIP, _TWO_SLIPS = 4, 8  # letters of a word sought, before so many slips are forgiven


def folded(text: str) -> str:
    """The text in small letters of the English alphabet: å is aa, ø is oe, æ is ae."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    parted = unicodedata.normalize("NFD", plain)
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The words of a text, folded; whatever is neither letter nor figure parts them."""
    return _WORD.findall(folded(text))


@dataclass(frozen=True, slots=True)
class Index:
    """Things to be found: for every word, where it stands and how much it tells of the thing."""

    order: tuple[str, ...]
    places: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, things: Mapping[str, Iterable[tuple[float, str]]]) -> Index:
        """An index of things by id, each with its texts and how much each text tells of it."""
        places: dict[str, dict[str, float]] = {}
        for id, texts in things.items():
            for weight, text in texts:
                for word in words_of(text):
                    held = places.setdefault(word, {})
                    held[id] = max(weight, held.get(id, 0.0))
        return cls(tuple(things), places)

    def find(self, sought: str) -> list[str]:
        """The ids of the things that every word sought is found in, the best first.

        A word counts most where it is a whole word, then where it begins one, then inside one, then
        where it is one with an ending; where it is none of these anywhere, with small slips at the
        beginning of one. Ties keep their order. Nothing sought finds everything.
        """
        words = words_of(sought)
        if not words:
            return list(self.order) if not sought.strip() else []
        answers = [self._answers(word) for word in words]
        common = set(answers[0]).intersection(*answers[1:])
        total = {id: sum(answer[id] for answer in answers) for id in common}
        return sorted(
            (id for id in self.order if id in common), key=lambda id: total[id], reverse=True
        )

    def _answers(self, sought: str) -> dict[str, float]:
        fitting = [(word, _fit(sought, word)) for word in self.places]
        found = [(word, fit) for word, fit in fitting if fit]
        slips = (len(sought) >= _ONE_SLIP) + (len(sought) >= _TWO_SLIPS)
        if not found and slips:
            found = [(word, _SLIP) for word in self.places if begins_nearly(word, sought, slips)]
        best: dict[str, float] = {}
        for word, fit in found:
            for id, weight in self.places[word].items():
                best[id] = max(best.get(id, 0.0), fit * weight)
        return best


def _fit(sought: str, word: str) -> float:
    if word.startswith(sought):
        return _WHOLE if len(word) == len(sought) else _BEGINNING
    if len(sought) >= _LEAST_INSIDE and sought in word:
        return _INSIDE
    ending = len(sought) - len(word)
    bent = len(word) >= _LEAST_STEM and ending <= _MOST_ENDING and sought.startswith(word)
    return _ENDING if bent else 0.0


def begins_nearly(word: str, sought: str, slips: int) -> bool:
    """Whether a word begins with what is sought but for so many slips.

    A slip is a letter too many, too few, another one, or two that have changed places. The first
    letter must be right.
    """
    return word[:1] == sought[:1] and _begins(word[1:], sought[1:], slips)


def _begins(word: str, sought: str, slips: int) -> bool:
    at = 0
    while at < len(sought) and at < len(word) and word[at] == sought[at]:
        at += 1
    word, sought = word[at:], sought[at:]
    if not sought:
        return True
    if not slips:
        return False
    swapped = len(word) > 1 and sought[:2] == word[1] + word[0]
    return (
        (swapped and _begins(word[2:], sought[2:], slips - 1))
        or _begins(word[1:], sought[1:], slips - 1)
        or _begins(word[1:], sought, slips - 1)
        or _begins(word, sought[1:], slips - 1)
    )
