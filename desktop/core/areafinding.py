"""Finding an area by a few letters of its name, its code, its owner or the place it lies in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Areas
from desktop.core.collation import danish_key
from desktop.core.finding import folded


@dataclass(frozen=True, slots=True)
class AreaIndex:
    """Areas in the order of their names, with what they are found by.

    ``positions`` are those on the level; ``names`` and ``others`` are folded texts beside them: the
    name itself, and code, organisation and sector.
    """

    positions: tuple[int, ...]
    names: tuple[str, ...]
    others: tuple[str, ...]

    @classmethod
    def of(cls, areas: Areas, keep: NDArray[np.bool_]) -> AreaIndex:
        """An index of the areas at which ``keep`` is true; those without a name by their code."""
        kept = np.flatnonzero(keep).tolist()
        spelt = {at: areas.names[at] or areas.codes[at] for at in kept}
        kept.sort(key=lambda at: (danish_key(spelt[at]), areas.codes[at]))
        known: dict[str, str] = {}
        for text in {*areas.organisations, *areas.sectors}:
            known[text] = folded(text)
        return cls(
            tuple(kept),
            tuple(folded(spelt[at]) for at in kept),
            tuple(
                f"{areas.codes[at].casefold()} {known[areas.organisations[at]]}"
                f" {known[areas.sectors[at]]}"
                for at in kept
            ),
        )

    def find(self, sought: str) -> tuple[int, ...]:
        """The positions of the areas that every word sought is found in, the best first.

        A name that begins with what is sought comes first, then one with a word that does, then
        one that has it inside, and last those whose code or owner has it. Nothing sought finds all.
        """
        words = folded(sought).split()
        if not words:
            return self.positions
        whole = " ".join(words)
        found = []
        for row, (name, other) in enumerate(zip(self.names, self.others, strict=True)):
            if all(word in name for word in words):
                begins = name.startswith(whole)
                inner = f" {whole}" in name
                found.append((0 if begins else 1 if inner else 2, row))
            elif all(word in name or word in other for word in words):
                found.append((3, row))
        return tuple(self.positions[row] for _rank, row in sorted(found))

    def beside(self, position: int, by: int) -> int:
        """The area so many places further on in the order of names, going round at the ends.

        Raises:
            ValueError: there is no area.
        """
        if not self.positions:
            raise ValueError("no area")
        if position not in self.positions:
            return self.positions[0]
        at = self.positions.index(position)
        return self.positions[(at + by) % len(self.positions)]
