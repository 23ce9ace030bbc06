"""A model file that is sound, and everything that can be wrong with it."""

from __future__ import annotations

SOUND = """\
format = 1
id = "prøve"
version = "2026.1"
status = "own"
name = {da = "Prøve", en = "Trial"}
valid_from = 2010-01-01
valid_to = 2013-12-31

[population]
residents_minimum = 50
sector = "almen"

[[inputs]]
id = "indkomst"
indicator = "lav_indkomst"
alternatives = ["lavindk_fam"]
years = 2

[[inputs]]
id = "arbejde"
indicator = "uden_job"

[[references]]
id = "landet"
unit = "%"
values = {2019 = 0.66, 2022 = 1}

[[switches]]
id = "kontakt"
default = false

[[rules]]
id = "trin"
of = "percentile"
bounds = [25, 50, 75]
points = [0, 1, 2, 3]

[[rules]]
id = "linje"
of = "z"
line = {from = [-2, 10], to = [2, 1]}

[[scores]]
id = "samlet"
parts = [{input = "indkomst", rule = "trin", weight = 2}, {score = "tema"}]

[[scores]]
id = "tema"
combine = "mean"
missing = "reweight"
least = 1
parts = [{input = "indkomst", rule = "trin"}, {input = "arbejde", rule = "linje", weight = 0.5}]

[[tests]]
id = "dyrt"
input = "indkomst"
is = ">="
limit = {reference = "landet", times = 3}
decimals = 2
switch = "kontakt"

[[tests]]
id = "arbejde_40"
input = "arbejde"
is = ">"
limit = 40

[[outcomes]]
id = "niveau"
score = "samlet"

[[outcomes.categories]]
id = "høj"
name = "Høj"
from = 8

[[outcomes.categories]]
id = "lav"
name = {da = "Lav", en = "Low"}
below = 8

[[outcomes]]
id = "lov"
otherwise = {id = "ingen", name = "Ingen"}

[[outcomes.categories]]
id = "haard"
name = "Hård"
all = ["@udsat"]
years = 5

[[outcomes.categories]]
id = "udsat"
name = "Udsat"
at_least = 1
of = ["dyrt", "arbejde_40"]
switch = "kontakt"
"""

# What is changed in the sound model, the place that is said, and a part of what is said of it.
MISTAKES: list[tuple[str, str, str, str]] = [
    ("format = 1", "format = 2", "format", "nyere format"),
    ("format = 1", "", "", "»format« mangler"),
    ("format = 1", "format = true", "format", "helt tal"),
    ('status = "own"', 'status = "officiel"', "status", "Mente du »official«?"),
    ('status = "own"', 'status = "own"\nfarve = "rød"', "", "Ukendt nøgle »farve«"),
    ('id = "prøve"', 'id = "min model"', "id", "kan ikke være et id"),
    ('name = {da = "Prøve", en = "Trial"}', "", "", "»name« mangler"),
    ('name = {da = "Prøve", en = "Trial"}', 'name = {de = "Probe"}', "name", "tekst på dansk"),
    ("valid_to = 2013-12-31", "valid_to = 2009-12-31", "valid_to", "før den begynder"),
    ("valid_to = 2013-12-31", "valid_to = 2013", "valid_to", "dato"),
    ("valid_to = 2013-12-31", "valid_to = 2013-12-31T12:00:00", "valid_to", "dato"),
    (
        "residents_minimum = 50",
        'residents_minimum = "50"',
        "[population], residents_minimum",
        "tal",
    ),
    ("residents_minimum = 50", "residents_minimum = -1", "[population], residents_minimum", "nul"),
    ("residents_minimum = 50", "residents_min = 50", "[population]", "»residents_minimum«"),
    (
        'alternatives = ["lavindk_fam"]',
        "alternatives = [1]",
        "[[inputs]] nr. 1, alternatives",
        "navne",
    ),
    ("years = 2", "years = 0", "[[inputs]] nr. 1, years", "fra 1 til 10"),
    ('id = "arbejde"', 'id = "indkomst"', "[[inputs]] nr. 2, id", "brugt før"),
    (
        "2019 = 0.66",
        '2019 = "0,66"',
        "[[references]] nr. 1, values",
        "»0,66« kan ikke bruges som tal",
    ),
    (
        "2019 = 0.66",
        '2019 = "2/0"',
        "[[references]] nr. 1, values",
        "»2/0« kan ikke bruges som tal",
    ),
    ("{2019 = 0.66, 2022 = 1}", "{i_fjor = 1}", "[[references]] nr. 1, values", "hvert år"),
    ("{2019 = 0.66, 2022 = 1}", "{}", "[[references]] nr. 1, values", "hvert år"),
    ("default = false", "default = 0", "[[switches]] nr. 1, default", "true eller false"),
    ('of = "percentile"', 'of = "percent"', "[[rules]] nr. 1, of", "»percentile«"),
    ("bounds = [25, 50, 75]", "", "[[rules]] nr. 1, bounds", "Stigen mangler"),
    ("bounds = [25, 50, 75]", "bounds = [25, 75, 50]", "[[rules]] nr. 1, bounds", "stige"),
    ("bounds = [25, 50, 75]", "bounds = [25, 50, 50]", "[[rules]] nr. 1, bounds", "stige"),
    ("bounds = [25, 50, 75]", "bounds = [25, 50, 175]", "[[rules]] nr. 1, bounds", "percentil"),
    ("bounds = [25, 50, 75]", "bounds = [25, nan, 75]", "[[rules]] nr. 1, bounds", "tal"),
    ("bounds = [25, 50, 75]", "bounds = 25", "[[rules]] nr. 1, bounds", "liste"),
    (
        "points = [0, 1, 2, 3]",
        "points = [0, 1, 2]",
        "[[rules]] nr. 1, points",
        "3 point til 3 grænser",
    ),
    (
        "points = [0, 1, 2, 3]",
        "points = [0, 2, 1, 3]",
        "[[rules]] nr. 1, points",
        "modsiger sig selv",
    ),
    ("points = [0, 1, 2, 3]", "points = [0, 1, 2, inf]", "[[rules]] nr. 1, points", "tal"),
    ('of = "percentile"', 'of = "value"\nadverse = true', "[[rules]] nr. 1, adverse", "vendes"),
    (
        "line = {from",
        "bounds = [1]\nline = {from",
        "[[rules]] nr. 2, line",
        "både en stige og en linje",
    ),
    ("from = [-2, 10]", "from = [2, 10]", "[[rules]] nr. 2, line", "lavere til et højere"),
    ("from = [-2, 10]", "from = [-2]", "[[rules]] nr. 2, line, from", "to tal"),
    (
        "weight = 2}",
        'weight = "2"}',
        "[[scores]] nr. 1, parts nr. 1, weight",
        "kan ikke bruges som tal",
    ),
    ("weight = 2}", "weight = true}", "[[scores]] nr. 1, parts nr. 1, weight", "tal"),
    ("weight = 2}", "weight = nan}", "[[scores]] nr. 1, parts nr. 1, weight", "tal"),
    ("weight = 2}", "weight = 1e300}", "[[scores]] nr. 1, parts nr. 1, weight", "tal"),
    (
        "weight = 2}",
        "weight = 0x" + "f" * 5000 + "}",
        "[[scores]] nr. 1, parts nr. 1, weight",
        "tal",
    ),
    ("weight = 2}", "weight = -2}", "[[scores]] nr. 1, parts nr. 1, weight", "negativ"),
    (
        'weight = 2}, {score = "tema"}',
        "weight = 0}",
        "[[scores]] nr. 1, parts",
        "Alle vægte er nul",
    ),
    ('{score = "tema"}', '{score = "temaer"}', "[[scores]] nr. 1, parts nr. 2, score", "»tema«"),
    ('{score = "tema"}', '{score = "samlet"}', "[[scores]] nr. 1", "i ring"),
    (
        '{score = "tema"}',
        '{score = "tema", rule = "trin"}',
        "[[scores]] nr. 1, parts nr. 2, rule",
        "ingen regel",
    ),
    ('{score = "tema"}', "{}", "[[scores]] nr. 1, parts nr. 2", "enten et input eller en score"),
    (
        '{input = "indkomst", rule = "trin", weight = 2}',
        '{input = "x", rule = "trin"}',
        "[[scores]] nr. 1, parts nr. 1, input",
        "findes ikke",
    ),
    (
        '{input = "indkomst", rule = "trin", weight = 2}',
        '{input = "indkomst", rule = "trim"}',
        "[[scores]] nr. 1, parts nr. 1, rule",
        "»trin«",
    ),
    (
        '{input = "indkomst", rule = "trin"}, {input = "arbejde"',
        '{score = "samlet"}, {input = "arbejde"',
        "[[scores]] nr. 1",
        "i ring",
    ),
    ("least = 1", "least = 3", "[[scores]] nr. 2, least", "3 dele"),
    ('missing = "reweight"\nleast = 1', "least = 2", "[[scores]] nr. 2, least", "må mangle"),
    ('is = ">="', 'is = "=>"', "[[tests]] nr. 1, is", "ikke en mulighed"),
    ("limit = 40", "", "[[tests]] nr. 2", "»limit« mangler"),
    ("limit = 40", 'limit = "40"', "[[tests]] nr. 2, limit", "tal"),
    ('reference = "landet"', 'reference = "land"', "[[tests]] nr. 1, limit, reference", "»landet«"),
    ("times = 3", "times = -3", "[[tests]] nr. 1, limit, times", "over nul"),
    ("times = 3", "times = 0", "[[tests]] nr. 1, limit, times", "over nul"),
    ("times = 3", "time = 3", "[[tests]] nr. 1, limit", "»times«"),
    (
        'switch = "kontakt"\n\n[[tests]]',
        'switch = "kontakter"\n\n[[tests]]',
        "[[tests]] nr. 1, switch",
        "»kontakt«",
    ),
    ('input = "arbejde"\nis', 'input = "arbejder"\nis', "[[tests]] nr. 2, input", "»arbejde«"),
    ('input = "arbejde"\nis', "is", "[[tests]] nr. 2", "enten et input eller en score"),
    ('input = "arbejde"\nis', 'score = "tema"\nof = "z"\nis', "[[tests]] nr. 2, of", "som den er"),
    ("limit = 40", "limit = 40\nadverse = true", "[[tests]] nr. 2, adverse", "vendes"),
    ('score = "samlet"\n\n', 'score = "samlett"\n\n', "[[outcomes]] nr. 1, score", "»samlet«"),
    ('score = "samlet"\n\n', "\n", "[[outcomes]] nr. 1, categories nr. 1", "hvilken er ikke sagt"),
    ("from = 8", "from = 7", "[[outcomes]] nr. 1, categories nr. 1", "overlapper"),
    ("from = 8", "from = 9", "[[outcomes]] nr. 1, categories nr. 1", "hul"),
    ("from = 8", "above = 8", "[[outcomes]] nr. 1, categories nr. 1", "hul"),
    ("below = 8", "to = 8", "[[outcomes]] nr. 1, categories nr. 1", "overlapper"),
    ("from = 8", "from = 8\nbelow = 8", "[[outcomes]] nr. 1, categories nr. 1", "tomt"),
    ("from = 8", "from = 8\nbelow = 9", "[[outcomes]] nr. 1, categories nr. 1", "dækker ikke"),
    ("below = 8", "from = 2\nbelow = 8", "[[outcomes]] nr. 1, categories nr. 2", "dækker ikke"),
    ("below = 8", "above = 0\nbelow = 8", "[[outcomes]] nr. 1, categories nr. 2", "dækker ikke"),
    ("from = 8", "from = 8\nbelow = 16", "[[outcomes]] nr. 1, categories nr. 1", "dækker ikke"),
    ("from = 8", "from = 8\nabove = 8", "[[outcomes]] nr. 1, categories nr. 1, above", "to måder"),
    ("from = 8", 'all = ["dyrt"]', "[[outcomes]] nr. 1, categories nr. 1", "andre er betingelser"),
    ("from = 8", "from = 8\nyears = 2", "[[outcomes]] nr. 1, categories nr. 1, years", "i træk"),
    (
        "from = 8",
        'from = 8\nswitch = "kontakt"',
        "[[outcomes]] nr. 1, categories nr. 1, switch",
        "slås fra",
    ),
    (
        'score = "samlet"\n\n',
        'score = "samlet"\notherwise = {id = "x", name = "X"}\n\n',
        "[[outcomes]] nr. 1, otherwise",
        "bruges aldrig",
    ),
    ('id = "lav"', 'id = "høj"', "[[outcomes]] nr. 1, categories nr. 2, id", "brugt før"),
    ('id = "ingen"', 'id = "udsat"', "[[outcomes]] nr. 2, categories nr. 3, id", "brugt før"),
    (
        'all = ["@udsat"]',
        'all = ["@haard"]',
        "[[outcomes]] nr. 2, categories nr. 1, all",
        "findes ikke",
    ),
    (
        'all = ["@udsat"]',
        'all = ["@udsatt"]',
        "[[outcomes]] nr. 2, categories nr. 1, all",
        "»@udsat«",
    ),
    (
        'all = ["@udsat"]',
        'all = ["dyrt", "dyrt"]',
        "[[outcomes]] nr. 2, categories nr. 1, all",
        "to gange",
    ),
    ('all = ["@udsat"]', "", "[[outcomes]] nr. 2, categories nr. 1", "ingen betingelse"),
    ('"arbejde_40"]', '"@haard"]', "[[outcomes]] nr. 2, categories nr. 1", "i ring"),
    ("at_least = 1", "", "[[outcomes]] nr. 2, categories nr. 2, at_least", "Hvor mange"),
    (
        "at_least = 1",
        "at_least = 3",
        "[[outcomes]] nr. 2, categories nr. 2, at_least",
        "Hvor mange",
    ),
    (
        '40"]\nswitch = "kontakt"',
        '40"]\nswitch = "x"',
        "[[outcomes]] nr. 2, categories nr. 2, switch",
        "x",
    ),
    ("otherwise = {id", "otherwise = {ide", "[[outcomes]] nr. 2, otherwise", "»id« mangler"),
    ("[population]", "[[population]]", "population", "tabel"),
    ("[[switches]]", "[switches]", "switches", "liste"),
]
