"""What map sheets say, and that nothing withheld is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.disclosure import Limits
from desktop.core.indicators import Text as Words
from desktop.maps.drawing import Fills
from desktop.maps.paper import Paper
from desktop.maps.view import MapView, first_view
from tests.fake_extract import INDICATORS, fake_dataset
from tests.maps.sheets import (
    all_marks,
    code,
    outside_the_map,
    sheet,
)


def test_the_title_of_an_extract_that_names_its_municipality_is_enough() -> None:
    data = fake_dataset(title="Eksempelby Kommune i tal")

    assert "Eksempelby Kommune i tal" in sheet(data, first_view(data)).texts()


def test_a_part_of_the_residents_is_named_in_the_title(data: Dataset, view: MapView) -> None:
    texts = sheet(data, replace(view, breakdown="kvinder")).texts()

    assert texts[0] == "Voksne uden for arbejdsmarkedet · Kvinder"


def test_the_limits_of_the_extract_are_said() -> None:
    def said(limits: Limits) -> str:
        data = fake_dataset(limits=limits, sources=("Registre.",))
        return " ".join(sheet(data, first_view(data)).texts())

    both = (
        "Antal fra 1 til 6 personer, talt med eller ikke, og områder med færre end 60 beboere"
        " vises ikke."
    )
    assert both in said(Limits("own", 7, 60))
    assert "Registre. Antal fra 1 til 4 personer vises ikke." in said(Limits("own", 5, 0, False))
    assert "vises ikke" not in said(Limits("none", 0, 0))


def test_texts_of_an_indicator_become_part_of_a_sentence(data: Dataset, view: MapView) -> None:
    data.indicators = (
        replace(
            INDICATORS[0],
            numerator_text=Words("Voksne uden for arbejdsstyrken."),
            denominator_text=Words("SU-modtagere"),
        ),
    )
    said = " ".join(sheet(data, view).texts())

    assert "antal voksne uden for arbejdsstyrken i procent af SU-modtagere." in said


def test_one_class_needs_no_word_about_bounds(data: Dataset, view: MapView) -> None:
    own = replace(view, scheme="own", own_bounds=())
    texts = " ".join(sheet(data, own).texts())

    assert "alle værdier" in texts
    assert "hører til" not in texts and "Grænserne er ens" not in texts


@pytest.mark.parametrize("indicator", [indicator.id for indicator in INDICATORS])
def test_a_withheld_number_leaves_no_trace(indicator: str) -> None:
    """Two extracts that differ in nothing but what is withheld give one and the same sheet."""

    def drawn(hidden: float) -> str:
        data = fake_dataset(hidden=hidden)
        view = replace(
            first_view(data), indicator=indicator, selected=tuple(code(at) for at in range(8))
        )
        newest = data.periods_of(indicator, view.level)[-1]
        drawing = sheet(data, replace(view, period=newest))
        marks = [m for m in all_marks(drawing.marks) if isinstance(m, Fills)]
        return drawing.as_text() + repr([sorted(m.hatched) for m in marks])

    assert drawn(1) == drawn(4711)


def test_every_number_of_the_table_is_one_that_was_released(data: Dataset, view: MapView) -> None:
    selected = tuple(code(at) for at in range(8))
    texts = outside_the_map(sheet(data, replace(view, selected=selected), Paper.A3_UPRIGHT))
    cells = data.cells(view.indicator, view.level, view.period)
    whole = data.municipality(view.indicator, view.period)
    values = np.concatenate([cells.values, whole.values])
    bases = np.concatenate([cells.denominators, whole.denominators])
    released = {f"{value:.1f}" for value in values} | {f"{base:.0f}" for base in bases}

    printed = [m.text.removesuffix("\u00a0%") for m in texts if m.tabular and m.weight == 600]
    assert len(printed) == 5
    for number in printed:
        assert number.replace(".", "").replace(",", ".") in released


def test_a_sentence_under_the_title_has_no_full_stop(data: Dataset, view: MapView) -> None:
    data.indicators = (replace(INDICATORS[0], sentence=Words("Andel af alle pr. område.")),)

    assert (
        "Andel af alle pr. område · 2. kvartal 2026 · 20 boligområder" in sheet(data, view).texts()
    )


@pytest.mark.parametrize(
    ("counted", "base", "per", "said"),
    [
        (
            "Voksne, der fik kontanthjælp", "Alle voksne", 100.0,
            "Tallet er antal voksne, der fik kontanthjælp, i procent af alle voksne. Klassernes",
        ),
        (
            "Anmeldelser af hærværk og tyveri", "Alle beboere", 1000.0,
            "Tallet er antal anmeldelser af hærværk og tyveri pr. 1.000 beboere. ",
        ),
        (
            "Voksne med grundskole; uoplyst tæller ikke med", "Voksne.", 100.0,
            "Tallet er antal voksne med grundskole i procent af voksne. Uoplyst tæller ikke med. ",
        ),
    ],
)  # fmt: skip
def test_what_is_counted_of_what_is_said_in_good_danish(
    data: Dataset, view: MapView, counted: str, base: str, per: float, said: str
) -> None:
    changed = replace(
        INDICATORS[0], numerator_text=Words(counted), denominator_text=Words(base), per=per
    )
    data.indicators = (changed,)

    assert said in " ".join(sheet(data, view).texts())


def test_one_thing_per_other_thing_is_said_by_the_title_alone(data: Dataset, view: MapView) -> None:
    data.indicators = (replace(INDICATORS[0], per=1.0, unit="m²"),)

    assert "Tallet er" not in " ".join(sheet(data, view).texts())


@pytest.mark.parametrize("bounds", [(10.0, 20.0), (10.5, 20.0), (10.12345, 20.0)])
def test_the_bound_is_said_as_the_legend_prints_it(
    data: Dataset, view: MapView, bounds: tuple[float, ...]
) -> None:
    texts = sheet(data, replace(view, scheme="own", own_bounds=bounds)).texts()
    label = next(text for text in texts if text.startswith("under "))
    said = " ".join(texts).replace("\u00a0", " ")

    assert f"er med: {label.removeprefix('under ')} hører til".replace("\u00a0", " ") in said
