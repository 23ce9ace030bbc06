"""The plan file of the example: a helhedsplan for Fjordparken and the largest area beside it."""

from __future__ import annotations

from desktop.builder.example.settlement import ALMEN, FJORDPARKEN_CODE, Area, Settlement

PLAN_FILE = "fjordparken.plan.toml"

_TEXT = """\
# En opdigtet helhedsplan. Nøglerne forklares i programmets resources/templates/README.md:
# boligatlas report EKSEMPELBY.boligatlas --key NØGLE --kind plan --plan-file {file} --out plan.pdf
format = 1
name = "Helhedsplan Fjordparken 2021–2027"
level = "boligomraade"
areas = [{areas}]
organisations = [{organisations}]
start = 2021-01-01
end = 2027-12-31
baseline = "2020K2"
indicators = [
    "udenfor_16_66", "kontanthjaelp", "selvforsoergende", "fritid_uden",
    "skolefravaer", "underretning", "ung24_uden_udd", "haervaerk_indbrud",
]

[[goal]]
indicator = "udenfor_16_66"
target = 27.0
by = 2027-12-31
text = "Flere voksne i arbejde eller uddannelse."

[[goal]]
indicator = "kontanthjaelp"
target = 11.0
by = 2025-12-31
text = "Færre, der lever af kontanthjælp."

[[goal]]
indicator = "skolefravaer"
target = 14.0
by = 2027-06-30
text = "Flere børn i skole hver dag."

[[goal]]
indicator = "fritid_uden"
target = 38.0
by = 2027-12-31
text = "Flere børn og unge i foreningslivet."

[[effort]]
name = "Jobcafé"
start = 2021-09-01
areas = ["{code}"]
indicators = ["udenfor_16_66", "kontanthjaelp", "selvforsoergende"]
text = "Åben rådgivning om job og uddannelse to dage om ugen."

[[effort]]
name = "Fritidspas"
start = 2022-08-01
end = 2025-07-31
indicators = ["fritid_uden"]
text = "Følgeskab til de lokale foreninger og betalt kontingent det første år."

[[effort]]
name = "Lektiehjælp"
start = 2023-08-01
indicators = ["skolefravaer"]
text = "Frivillige hjælper børn i 3.-9. klasse i beboerhuset."

[text]
baggrund = \"\"\"
Fjordparken er byens største almene boligområde. Boligorganisationerne og kommunen har siden 2021 \\
arbejdet sammen om beskæftigelse, uddannelse og fritid i Fjordparken og det nærmeste område.

Teksten er opdigtet, som resten af Eksempelby.\"\"\"
formaal = "Flere voksne i arbejde eller uddannelse, og flere børn og unge med en fritid i foreningslivet."
organisering = "En bestyrelse med boligorganisationerne, kommunen og beboerne. En projektleder og tre medarbejdere."
maal = "Målene er vedtaget af bestyrelsen i 2020."
"""  # noqa: E501 - lines of the file


def plan_text(settlement: Settlement) -> str:
    """The plan file: of Fjordparken, and of the largest other social housing in its district.

    The second is named by its code, as names may be those of several areas.
    """
    first = next(area for area in settlement.current if area.code == FJORDPARKEN_CODE)
    chosen = [first, *_beside(settlement, first)]
    codes = ", ".join(f'"{area.code}"' for area in chosen)
    owners = dict.fromkeys(area.organisation for area in chosen if area.organisation)
    return _TEXT.format(
        file=PLAN_FILE,
        areas=codes,
        organisations=", ".join(f'"{name}"' for name in owners),
        code=FJORDPARKEN_CODE,
    )


def _beside(settlement: Settlement, first: Area) -> list[Area]:
    """The social housing of the same district with the most blocks, where there is any."""
    others = [
        area
        for area in settlement.current
        if area.district == first.district and area.sector == ALMEN and area.code != first.code
    ]
    lasting = [area for area in others if area.valid_from is None]
    return sorted(lasting, key=lambda area: (-len(area.blocks), area.code))[:1]
