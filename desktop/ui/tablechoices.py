"""The columns that a table can have, and the sets of them that the catalogue names."""

from __future__ import annotations

from desktop.core.wording import _
from desktop.ui.columnchooser import Choice, NamedSet
from desktop.ui.tablecontent import AreaTable


def column_choices(table: AreaTable) -> list[Choice]:
    """What is known of the areas, and then the level's indicators under their headings."""
    facts = _("Om området")
    found = [
        Choice(id, table.fact_name(id), facts, f"{table.fact_name(id)} {facts}".casefold())
        for id in table.facts()
    ]
    held = table.data.indicators_of(table.view.level)
    headings = {each.id: str(each.name) for each in table.data.dimensions}
    for dimension in dict.fromkeys([*headings, *(each.dimension for each in held)]):
        heading = headings.get(dimension, dimension)
        found += [
            Choice(
                each.id,
                each.label,
                heading or _("Andre"),
                f"{each.label} {each.name} {each.sentence} {each.id} {heading}".casefold(),
            )
            for each in held
            if each.dimension == dimension
        ]
    return found


def named_sets(table: AreaTable) -> list[NamedSet]:
    """The named sets of the catalogue, as far as the level has their indicators."""
    from desktop.core.catalogue import read_reference

    held = {each.id for each in table.data.indicators_of(table.view.level)}
    found = []
    for each in read_reference().sets.values():
        ids = tuple(id for id in each.indicators if id in held)
        if ids:
            found.append(NamedSet(str(each.name), str(each.sentence), ids))
    return found
