"""How often things happen in the town: one row for each share, and how it varies.

The shares are invented, near what a Danish provincial town could have. `load` ties a share to the
one latent factor that all areas have more or less of, so that the indicators go together as they
do in real towns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Condition:
    """A share of a base, on the logit scale where nothing else is said."""

    numerator: str  # column
    base: str  # column
    share: float  # of the whole municipality in the last period
    load: float  # for one standard deviation of the latent factor
    spread: float  # standard deviation between areas beyond the factor
    drift: float  # change over the ten years up to the last period
    keep: float = 0.93  # of the noise from one quarter to the next
    noise: float = 1.0  # of binomial noise; 0 for what is counted in buildings
    season: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    shock: float = 0.0  # at the height of the spring of 2020, fading in two years


CONDITIONS: tuple[Condition, ...] = (
    Condition("udenfor_arbejdsmarkedet", "beboere_16_66", 0.214, 0.40, 0.12, -0.10, shock=0.03),
    Condition("kontanthjaelp", "beboere_18_66", 0.062, 0.55, 0.18, -0.15,
              season=(0.04, 0.0, -0.03, 0.0), shock=0.16),
    Condition("foertidspension", "beboere_18_66", 0.079, 0.42, 0.20, 0.03, keep=0.97),
    Condition("selvforsoergende", "beboere_18_66", 0.610, -0.42, 0.12, 0.12,
              season=(-0.02, 0.01, 0.02, 0.0), shock=-0.12),
    Condition("boern_af_enlige", "boern_0_17", 0.241, 0.38, 0.20, 0.03, keep=0.96),
    Condition("ikke_vestlig_herkomst", "beboere", 0.187, 0.75, 0.45, 0.22, keep=0.98, noise=0.6),
    Condition("fraflytninger_12_mdr", "lejemaal", 0.143, 0.12, 0.28, -0.06, keep=0.8),
    Condition("botid_under_1_aar", "beboere", 0.165, 0.10, 0.25, 0.0, keep=0.85,
              shock=-0.09),
    Condition("unge_uden_ungdomsudd", "unge_24_26", 0.126, 0.45, 0.15, -0.12, keep=0.9),
    Condition("boern_med_underretning", "boern_0_17", 0.051, 0.52, 0.20, 0.10, keep=0.85),
    Condition("boern_uden_fritidstilbud", "boern_6_17", 0.335, 0.32, 0.20, -0.05, shock=0.12),
    Condition("boern_med_friplads", "boern_i_dagtilbud", 0.285, 0.48, 0.18, 0.05),
    Condition("grundskole_hoejeste", "beboere_18_64", 0.225, 0.36, 0.15, -0.15, keep=0.97),
    Condition("sigtede_10_17", "unge_10_17", 0.022, 1.30, 0.60, -0.20, keep=0.8),
    Condition("udsaettelser_12_mdr", "lejemaal", 0.0014, 0.90, 0.50, -0.30, keep=0.75),
    Condition("haervaerk_indbrud_12_mdr", "beboere", 0.0084, 0.35, 0.35, -0.10, keep=0.85),
    Condition("boliger_under_60_m2", "boliger", 0.283, 0.15, 0.55, -0.04, noise=0.0),
    Condition("boliger_med_mangler", "boliger", 0.031, 0.10, 0.90, -0.35, noise=0.0),
    Condition("elever_over_10_pct_fravaer", "elever", 0.159, 0.32, 0.14, 0.15, keep=0.8, shock=0.1),
    Condition("voksne_med_lav_indkomst", "voksne", 0.192, 0.50, 0.15, -0.05, keep=0.97),
)  # fmt: skip

# Age groups that add up to everyone: share of the municipality, and how the share goes with the
# latent factor, with an area's leaning to older and to younger people, and with ten years.
AGES: Mapping[str, tuple[float, float, float, float, float]] = {
    "0_5": (0.0740, 0.08, -0.45, 0.10, -0.06),
    "6_9": (0.0490, 0.10, -0.45, -0.10, -0.05),
    "10_15": (0.0760, 0.10, -0.40, -0.15, -0.01),
    "16_17": (0.0290, 0.08, -0.35, -0.10, 0.0),
    "18_23": (0.0750, 0.06, -0.20, 0.65, -0.02),
    "24_26": (0.0420, 0.04, -0.20, 0.55, 0.03),
    "27_64": (0.4630, 0.00, -0.08, 0.05, -0.02),
    "65_66": (0.0240, -0.06, 0.35, -0.25, 0.05),
    "67_": (0.1680, -0.10, 0.65, -0.40, 0.16),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """An effort: where it is, when it runs, and what it changes when it has run for five years."""

    name: str
    start: str
    end: str
    text: str
    area: str = ""  # code; else one of the areas with the most to gain
    effects: Mapping[str, float] = field(default_factory=dict)  # logit, by numerator column


PLANS: tuple[Plan, ...] = (
    Plan("Helhedsplan Fjordparken", "2021-01-01", "2027-12-31",
         "Beskæftigelse, uddannelse og fritidsjob for beboere i Fjordparken.", "0114",
         {"udenfor_arbejdsmarkedet": -0.18, "kontanthjaelp": -0.22, "selvforsoergende": 0.18,
          "boern_uden_fritidstilbud": -0.2}),
    Plan("Helhedsplan", "2017-07-01", "2021-06-30",
         "Familieindsats og samarbejde mellem skole og hjem.",
         effects={"elever_over_10_pct_fravaer": -0.25, "boern_med_underretning": -0.2}),
    Plan("Beboerhus med jobcafé", "2019-04-01", "",
         "Åbent beboerhus med rådgivning to dage om ugen.",
         effects={"udenfor_arbejdsmarkedet": -0.1, "kontanthjaelp": -0.12}),
    Plan("Renovering af badeværelser", "2020-01-01", "2023-12-31",
         "Udskiftning af installationer i de ældste blokke.",
         effects={"boliger_med_mangler": -1.6}),
    Plan("Fritidsindsats for unge", "2022-01-01", "2026-12-31",
         "Klub og fritidspas i samarbejde med de lokale foreninger.",
         effects={"boern_uden_fritidstilbud": -0.3, "sigtede_10_17": -0.3}),
)  # fmt: skip

# What Fjordparken has in the last period, whatever else is drawn.
FJORDPARKEN_RESIDENTS = 2318
FJORDPARKEN_SHARES: Mapping[str, float] = {
    "udenfor_arbejdsmarkedet": 0.294,
    "boern_af_enlige": 0.302,
    "elever_over_10_pct_fravaer": 0.193,
    "fraflytninger_12_mdr": 0.155,
    "boern_med_underretning": 0.047,
    "boliger_under_60_m2": 0.224,
    "haervaerk_indbrud_12_mdr": 0.0064,
}
