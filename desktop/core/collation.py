"""Danish alphabetical order: æ, ø and å last, and numbers by their size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from desktop.core.disclosure import FloatArray

_FIGURES = re.compile(r"(\d{1,18})")
# The three last letters as signs that follow z; letters of the neighbours where Danish has them.
_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})

Key = tuple[str | int, ...]


def danish_key(text: str) -> Key:
    """What a text is sorted by among Danish ones.

    Large and small letters are alike, æ, ø and å follow z in that order, aa is å, other accents
    count for nothing, and ``Afdeling 9`` comes before ``Afdeling 10``. Texts with equal keys are
    spelt alike but for these.
    """
    plain = unicodedata.normalize("NFC", text).casefold().replace("aa", "å").translate(_LETTERS)
    parted = unicodedata.normalize("NFD", plain)
    letters = "".join(letter for letter in parted if not unicodedata.combining(letter))
    parts = _FIGURES.split(letters)
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts))


def text_places(texts: Sequence[str]) -> FloatArray:
    """Each text's place in the alphabet among them, from 0; NaN for an empty one.

    Texts with equal keys share a place.
    """
    keys = {text: danish_key(text) for text in set(texts) if text.strip()}
    places = {key: float(place) for place, key in enumerate(sorted(set(keys.values())))}
    by_text = {text: places[key] for text, key in keys.items()}
    return np.array([by_text.get(text, np.nan) for text in texts], np.float64)
