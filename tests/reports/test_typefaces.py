"""The typeface on paper."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from desktop.core.errors import FileProblem
from desktop.reports import typefaces
from desktop.reports.typefaces import cut_for, printable, typeface, width


def test_each_weight_and_size_has_its_cut() -> None:
    assert cut_for(3, 400, False) == "Inter-Regular"
    assert cut_for(3, 600, False) == "Inter-SemiBold"
    assert cut_for(3, 700, False) == "Inter-Bold"
    assert cut_for(6, 700, False) == "InterDisplay-Bold"
    assert cut_for(3, 400, True) == "InterTabular-Regular"
    assert cut_for(6, 700, True) == "InterTabular-SemiBold"


def test_letters_are_composed_and_those_that_no_cut_has_are_replaced() -> None:
    cut = cut_for(3, 400, False)

    assert printable(unicodedata.normalize("NFD", "Ålgård"), cut) == "Ålgård"
    assert printable("to\nlinjer\tog \x07klokke", cut) == "to linjer og klokke"
    assert printable("漢 æøå", cut) == "? æøå"


def test_widths_grow_with_size_and_figures_of_a_table_are_alike() -> None:
    assert width("Æblehaven", 6) == pytest.approx(2 * width("Æblehaven", 3))
    assert width("111", 3, tabular=True) == pytest.approx(width("888", 3, tabular=True))
    assert width("111", 3) < width("888", 3)
    assert width("", 3) == 0


def test_a_missing_font_file_is_the_programs_own_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typefaces, "resource", tmp_path.joinpath)

    with pytest.raises(FileProblem, match="Inter-Thin"):
        typeface("Inter-Thin")
