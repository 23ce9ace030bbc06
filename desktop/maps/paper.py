"""Paper: the sizes and directions that a sheet can have."""

from __future__ import annotations

from enum import StrEnum

from desktop.core.wording import _


class Paper(StrEnum):
    """The sizes and directions a sheet can have."""

    A4_ACROSS = "a4-across"
    A4_UPRIGHT = "a4-upright"
    A3_ACROSS = "a3-across"
    A3_UPRIGHT = "a3-upright"

    @property
    def label(self) -> str:
        """What it is called."""
        return {
            Paper.A4_ACROSS: _("A4, liggende"),
            Paper.A4_UPRIGHT: _("A4, stående"),
            Paper.A3_ACROSS: _("A3, liggende"),
            Paper.A3_UPRIGHT: _("A3, stående"),
        }[self]

    @property
    def upright(self) -> bool:
        """Whether it is higher than wide."""
        return self in (Paper.A4_UPRIGHT, Paper.A3_UPRIGHT)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        short, long = (210.0, 297.0) if self.value.startswith("a4") else (297.0, 420.0)
        return (short, long) if self.upright else (long, short)

    @property
    def unit(self) -> float:
        """How much larger than on A4 texts and distances are."""
        return 1.0 if self.value.startswith("a4") else 1.25
