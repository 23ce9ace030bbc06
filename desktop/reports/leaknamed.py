"""Words of the request that stand in heads, titles and tables, and what they may not tell.

They are taken from the template and the plan themselves, so that no chapter can forget them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from desktop.core.wording import _
from desktop.maps.drawing import Drawing
from desktop.reports.asked import Asked
from desktop.reports.leakwords import around, joined, numbers_in, told_texts, unreleased


def named_problems(asked: Asked, pages: Sequence[Drawing]) -> Iterator[str]:
    """Numbers in names and titles that the report shows nowhere else.

    What the extract itself calls organisations and efforts is its controller's.
    """
    named = dict.fromkeys(joined([each]) for each in _named(asked))
    words = [each for each in named if any(letter.isdigit() for letter in each)]
    if not words:
        return
    whole = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in words))
    counted: Counter[str] = Counter()
    for page in pages:
        counted.update(numbers_in(whole.sub(" ", joined(told_texts(page.marks)))))
    for each in words:
        for found in unreleased(asked.data, each, counted):
            problem = _(
                "Skabelonens eller planens ord nævner et tal, som rapporten ikke selv viser:"
                " »{words}«. Skriv dem uden tallet."
            )
            yield problem.format(words=around(each, found))


def _named(asked: Asked) -> Iterator[str]:
    """What the template and the plan call things, and what the plan says of goals and efforts."""
    template, plan = asked.template, asked.plan
    yield from (str(template.name), str(template.title), template.sender, asked.plan_name)
    yield from (each.title for each in template.chapters)
    if plan is None:
        return
    data = asked.data
    held = {name for level in data.levels for name in data.areas(level.id).organisations}
    held |= {said for each in data.efforts for said in (each.name, each.text)}
    yield plan.name
    yield from (each for each in plan.organisations if each not in held)
    yield from (each.text for each in plan.goals)
    for effort in plan.efforts:
        yield from (each for each in (effort.name, effort.text) if each not in held)
