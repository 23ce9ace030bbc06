"""Which options belong to which question of a command."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.errors import UsageError
from desktop.core.wording import _


def refuse_stray(
    given: Mapping[str, bool], homes: Mapping[str, str], taken: frozenset[str]
) -> None:
    """Refuse the first option that the question asked does not take.

    Args:
        given: whether each option was written.
        homes: the question that each option belongs to, as it is written.
        taken: the options that belong to the question asked.

    Raises:
        UsageError: an option does nothing here.
    """
    for option, written in given.items():
        if written and option not in taken:
            raise UsageError(
                _("{option} hører ikke til her.").format(option=option),
                hint=_("Den hører til {question}.").format(question=homes[option]),
            )
