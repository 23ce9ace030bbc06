"""The recipe of the example: what the generated files mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.builder.example import further, layers, parted, tables
from desktop.builder.example.questions import QUESTIONS, Question, definition

RECIPE_FILE = "eksempelby.toml"


@dataclass(frozen=True, slots=True)
class Measure:
    """How an indicator of the catalogue is read: from which kind of table and which columns."""

    id: str
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    source: str = "kvartal"  # a key of `_TABLES_OF`
    breakdown: str = ""


MEASURES: tuple[Measure, ...] = (
    Measure("udenfor_16_66", "udenfor_arbejdsmarkedet", "beboere_16_66", source="voksne",
            breakdown=parted.ADULTS),
    Measure("kontanthjaelp", "kontanthjaelp", "beboere_18_66", source="voksne",
            breakdown=parted.ADULTS),
    Measure("foertidspension", "foertidspension", "beboere_18_66"),
    Measure("selvforsoergende", "selvforsoergende", "beboere_18_66"),
    Measure("lav_indkomst", "lav_indkomst_{yyyy}", "voksne_{yyyy}", source="indkomst"),
    Measure("bef_antal", "beboere", source="alder", breakdown=parted.AGES),
    Measure("hus_beboede", "husstande"),
    Measure("alder_0_17", "boern_0_17", "beboere"),
    Measure("alder_65", "aeldre_65", "beboere"),
    Measure("enlig_forsoerger", "boern_af_enlige", "boern_0_17"),
    Measure("herkomst_ikkevest", "ikke_vestlig_herkomst", "beboere"),
    Measure("fraflytning_pct", "fraflytninger_12_mdr", "lejemaal"),
    Measure("botid_kort", "botid_under_1_aar", "beboere"),
    Measure("skolefravaer", "elever_over_10_pct_fravaer", "elever", source="skole"),
    Measure("underretning", "boern_med_underretning", "boern_0_17"),
    Measure("sigtede_unge", "sigtede_10_17", "unge_10_17"),
    Measure("haervaerk_indbrud", "haervaerk_indbrud_12_mdr", "beboere"),
    Measure("udsaettelser", "udsaettelser_12_mdr", "lejemaal"),
    Measure("ung24_uden_udd", "unge_uden_ungdomsudd", "unge_24_26"),
    Measure("udd_grundskole_18_64", "grundskole_hoejeste", "beboere_18_64"),
    Measure("fritid_uden", "boern_uden_fritidstilbud", "boern_6_17"),
    Measure("friplads", "boern_med_friplads", "boern_i_dagtilbud"),
    Measure("bolig_u60", "boliger_under_60_m2", "boliger"),
    Measure("install_mangel", "boliger_med_mangler", "boliger"),
    Measure("areal_pers", value="areal_pr_person"),
    Measure("udenfor_18_64_61a", "uden_tilknytning_18_64", "beboere_18_64", source="lov"),
    Measure("doemte_61a", "doemte_18", "voksne", source="lov"),
    Measure("udd_grund_30_59_61a", "grundskole_30_59", "beboere_30_59", source="lov"),
    Measure("bruttoindk_61a", value=further.INCOME_COLUMN, source="lov"),
    Measure("helbred_overf", "helbredsbetinget_ydelse", "beboere_18_66", source="aar"),
    Measure("foranstaltning", "boern_med_foranstaltning", "boern_0_17", source="aar"),
    Measure("tilflytning_pct", "tilflyttede_12_mdr", "beboere", source="aar"),
)  # fmt: skip

_EVERY_LEVEL = ("boligomraade", "afdeling", "distrikt", "kommune")
_TABLES_OF = {
    "kvartal": ("boligomraader", "afdelinger", "distrikter", "kommune"),
    "skole": ("skole_boligomraader", "skole_distrikter", "skole_kommune"),
    "indkomst": ("indkomst_boligomraader", "indkomst_distrikter", "indkomst_kommune"),
    "lov": ("aarstal_boligomraade", "aarstal_kommune"),
    "aar": ("aarstal_boligomraade", "aarstal_distrikt", "aarstal_kommune"),
    "voksne": tuple(f"voksne_{level}" for level in _EVERY_LEVEL),
    "alder": tuple(f"alder_{level}" for level in _EVERY_LEVEL),
    "panel": ("panel_boligomraade", "panel_distrikt", "panel_kommune"),
}

_HEAD = f"""\
# Opskrift på eksempeludtrækket for Eksempelby. Byen og alle tal er opdigtede.
format = 1

[extract]
title = "Boligsocial monitorering"
municipality = "Eksempelby Kommune"
municipality_code = "{tables.MUNICIPALITY_CODE}"
purpose = "Eksempel: statistisk overvågning af kommunens boligområder til brug for \
planlægning af boligsociale indsatser. Oplysningerne bruges ikke til afgørelser om \
enkeltpersoner."
controller = "Eksempelby Kommune, Socialforvaltningen (opdigtet)"
legal_basis = "Eksempel, ikke en juridisk vurdering: statistik af væsentlig samfundsmæssig \
betydning, besluttet af den opdigtede dataansvarlige."
kind = "standard"
created = 2026-07-01
valid_from = 2026-07-01
delete_by = 2036-12-31
crs = "{layers.CRS}"
sources = ["Eksempelby Kommunes opdigtede registre, udtræk af 1. juli 2026"]

[disclosure]
profile = "aarhus"
cell_minimum = 5
complement = true
area_minimum = 50
residents = "bef_antal"

[[levels]]
id = "boligomraade"
name = {{da = "Boligområde", en = "Housing area"}}
plural = {{da = "boligområder", en = "housing areas"}}
source = "{layers.AREAS_FILE}"
layer = "{layers.AREAS_LAYER}"
key = "kode"
name_column = "navn"
organisation = "organisation"
sector = "sektor"
residents = "beboere"
dwellings = "boliger"
valid_from = "gyldig_fra"
valid_to = "gyldig_til"
parents = {{distrikt = "distrikt"}}

[[levels]]
id = "afdeling"
name = {{da = "Afdeling", en = "Housing department"}}
plural = {{da = "afdelinger", en = "housing departments"}}
source = "{layers.DEPARTMENTS_FILE}"
key = "afdeling"
name_column = "navn"
organisation = "organisation"
sector = "sektor"
residents = "beboere"
dwellings = "boliger"
valid_from = "gyldig_fra"
valid_to = "gyldig_til"
parents = {{boligomraade = "boligomraade", distrikt = "distrikt"}}

[[levels]]
id = "distrikt"
name = {{da = "Distrikt", en = "District"}}
plural = {{da = "distrikter", en = "districts"}}
source = "{layers.DISTRICTS_FILE}"
encoding = "cp1252"
key = "kode"
name_column = "navn"
residents = "beboere"
dwellings = "boliger"

[municipality]
source = "{layers.MUNICIPALITY_FILE}"
layer = "{layers.MUNICIPALITY_LAYER}"
"""

_BACKGROUND = (
    ("land", "land"),
    ("green", "groent"),
    ("water", "vand"),
    ("road", "veje"),
    ("rail", "jernbane"),
)
_MODELS = ("aarhus", "soek", "par61")  # the window shows the first
_POINTS = (("school", "skole"), ("club", "klub"), ("library", "bibliotek"), ("office", "kontor"))


def recipe_text() -> str:
    """The whole recipe as TOML."""
    parts = [_HEAD, *(_background(kind, layer) for kind, layer in _BACKGROUND)]
    parts += [_points(kind, name) for kind, name in _POINTS]
    parts += [f'[[changes]]\nfile = "{tables.CHANGES_TABLE}"\n']
    parts += [f'[[efforts]]\nfile = "{tables.EFFORTS_TABLE}"\n']
    parts += [f'[[models]]\nmodel = "{model}"\n' for model in _MODELS]
    parts += _tables()
    parts += parted.breakdowns()
    parts += [_indicator(measure) for measure in MEASURES]
    parts += [_question(question) for question in QUESTIONS]
    return "\n".join(parts)


def _background(kind: str, layer: str) -> str:
    return (
        f'[[background]]\nkind = "{kind}"\nsource = "{layers.BACKGROUND_FILE}"\n'
        f'layer = "{layer}"\nname_column = "navn"\n'
    )


def _points(kind: str, name: str) -> str:
    return (
        f'[[points]]\nkind = "{kind}"\nsource = "{layers.PLACES_FILE}"\n'
        f'layer = "{layers.PLACES_LAYER}"\nname_column = "navn"\nwhere = {{type = ["{name}"]}}\n'
    )


def _tables() -> list[str]:
    text = ('separator = ";"', 'decimal = ","')
    quarter, school = ('period = "periode"',), ('period = "skoleaar"',)
    income = ('layout = "wide"',)
    listed = [
        _table("boligomraader", tables.AREAS_TABLE, "boligomraade",
               (*quarter, *text, 'encoding = "utf-8-sig"', 'missing = ["", ".."]')),
        _table("afdelinger", tables.DEPARTMENTS_TABLE, "afdeling", quarter, area="afdeling"),
        _table("skole_boligomraader", tables.SCHOOL_TABLE, "boligomraade",
               (*school, *text, 'encoding = "utf-8"')),
        _table("indkomst_boligomraader", tables.INCOME_TABLE, "boligomraade",
               (*income, *text, 'encoding = "cp1252"')),
    ]  # fmt: skip
    kinds = {"": quarter, "skole": school, "indkomst": income}
    for name, (sheet, _) in tables.SHEETS.items():
        kind, _, _ = name.rpartition("_")
        level = "kommune" if name.endswith("kommune") else "distrikt"
        options = (f'sheet = "{sheet}"', f"header_row = {tables.HEADER_ROW}", *kinds[kind])
        listed.append(_table(name, tables.WORKBOOK, level, options))
    year = ('period = "aar"', *text, 'encoding = "utf-8"')
    for name, file in (("aarstal", further.YEARLY_TABLE), ("panel", further.SURVEY_TABLE)):
        for level in further.LEVELS:
            where = f'where = {{niveau = ["{level}"]}}'
            listed.append(_table(f"{name}_{level}", file, level, (*year, where)))
    for level in _EVERY_LEVEL:
        listed.append(_table(f"voksne_{level}", further.adults_table(level), level, quarter))
        listed.append(_table(f"alder_{level}", further.ages_table(level), level, quarter))
    return listed


def _table(name: str, file: str, level: str, options: Sequence[str], *, area: str = "kode") -> str:
    lines = [f'id = "{name}"', f'file = "{file}"', f'level = "{level}"', f'area = "{area}"']
    return "[[tables]]\n" + "\n".join([*lines, *options]) + "\n"


def _indicator(measure: Measure) -> str:
    lines = [f'id = "{measure.id}"', _read_from(measure.source)]
    if measure.source == "indkomst":
        years = ", ".join(f'"{year}"' for year in tables.INCOME_YEARS)
        lines.append(f"periods = [{years}]")
    columns = {key: getattr(measure, key) for key in ("numerator", "denominator", "value")}
    for key, column in columns.items():
        if column:
            text = f'{{column = "{column}"}}' if measure.breakdown else f'"{column}"'
            lines.append(f"{key} = {text}")
    lines += [f'breakdowns = ["{measure.breakdown}"]'] if measure.breakdown else []
    return _listed(lines)


def _question(question: Question) -> str:
    counted = [f'numerator = "{question.column}"', 'denominator = "svar"']
    lines = [f'id = "{question.id}"', _read_from("panel"), *counted, *definition(question)]
    return _listed(lines)


def _read_from(source: str) -> str:
    return "tables = [" + ", ".join(f'"{table}"' for table in _TABLES_OF[source]) + "]"


def _listed(lines: Sequence[str]) -> str:
    return "[[indicators]]\n" + "\n".join(lines) + "\n"
