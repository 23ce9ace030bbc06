"""Models for the invented extract: by points, with two outcomes, and one that does not fit."""

from __future__ import annotations

POINTS = """
format = 1
id = "point"
version = "1"
status = "own"
name = "Pointmodel"
sentence = "To forhold giver point."
source = "Kommunen selv"
unconfirmed = "Pointgrænserne."
population = {residents_minimum = 300}
[[inputs]]
id = "job"
indicator = "uden_job"
[[inputs]]
id = "skole"
indicator = "fravaer"
[[rules]]
id = "andel"
of = "value"
bounds = [10, 15, 20]
points = [0, 1, 2, 3]
[[scores]]
id = "samlet"
name = "Samlet"
combine = "sum"
parts = [{input = "job", rule = "andel"}, {input = "skole", rule = "andel"}]
[[outcomes]]
id = "trin"
name = "Trin"
score = "samlet"
[[outcomes.categories]]
id = "hoej"
name = "Høj indsats"
from = 4
[[outcomes.categories]]
id = "mellem"
name = "Mellem indsats"
from = 2
below = 4
[[outcomes.categories]]
id = "lav"
name = "Lav indsats"
below = 2
"""

TWO_OUTCOMES = (
    POINTS.replace('id = "point"', 'id = "to"').replace(
        'name = "Pointmodel"', 'name = "To inddelinger"'
    )
    + """
[[outcomes]]
id = "anden"
name = "Anden"
score = "samlet"
[[outcomes.categories]]
id = "over"
name = "Over"
from = 3
[[outcomes.categories]]
id = "under"
name = "Under"
below = 3
"""
)

UNFIT = (
    POINTS.replace('id = "point"', 'id = "fremmed"')
    .replace('"uden_job"', '"findes_ikke"')
    .replace('"fravaer"', '"heller_ikke"')
)
