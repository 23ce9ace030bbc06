"""What the areas of a level are called in sentences: boligområder, afdelinger, distrikter."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.areas import Level
from desktop.core.wording import _, number


@dataclass(frozen=True, slots=True)
class Called:
    """One area of a level and several, as they stand inside a sentence."""

    one: str
    many: str

    def counted(self, count: int) -> str:
        """How many: ``39 afdelinger``, ``1 afdeling``."""
        return f"{number(count)} {self.one if count == 1 else self.many}"


def called(level: Level) -> Called:
    """What a level's areas are called; plainly areas where the level has no plural."""
    one, many = str(level.name), str(level.plural)
    if not (one and many):
        return plainly()
    return Called(_inside(one), _inside(many))


def plainly() -> Called:
    """Areas of whatever level."""
    return Called(_("område"), _("områder"))


def _inside(text: str) -> str:
    """A name as it is written inside a sentence; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
