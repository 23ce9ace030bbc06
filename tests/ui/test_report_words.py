"""What is said of a report under way and of one that is saved."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.reports.making import Progress, Saved
from desktop.ui.reportwords import left_words, progress_words, saved_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (float("nan"), ""),
        (float("inf"), ""),
        (0.4, ""),
        (3.2, "ca. 4 sekunder tilbage"),
        (17.0, "ca. 20 sekunder tilbage"),
        (61.0, "ca. 2 minutter tilbage"),
        (60.0, "ca. 1 minut tilbage"),
    ],
)
def test_how_long_it_takes_yet(seconds: float, words: str) -> None:
    assert left_words(seconds) == words


@given(st.floats(2.0, 4000.0))
def test_what_is_promised_is_never_too_little(seconds: float) -> None:
    said = left_words(seconds)
    count = int(re.sub(r"\D", "", said))

    assert count * (60 if "minut" in said else 1) >= seconds


def test_what_is_made_and_how_far_it_is() -> None:
    progress = Progress("Fjordparken", 3, 10, 17.0)

    assert progress_words(progress) == "Fjordparken · 4 af 10 · ca. 20 sekunder tilbage"
    paged = progress_words(progress, pages_each=4.0)
    assert paged == "Fjordparken · side 13 af ca. 40 · ca. 20 sekunder tilbage"


def test_at_the_end_only_what_is_done_is_said() -> None:
    assert progress_words(Progress("Siderne sættes", 10, 10, float("nan")), 2.0) == "Siderne sættes"
    assert progress_words(Progress("Indhold", 0, 1, float("nan"))) == "Indhold"


def test_a_saved_report_says_what_was_confirmed_and_no_more() -> None:
    both = Saved(14, ("PDF/A-2a", "PDF/UA-1"))

    assert saved_words("navn.pdf", both) == (
        "Gemt: navn.pdf (14 sider, kontrolleret, PDF/A-2a og PDF/UA-1 bekræftet)"
    )
    assert saved_words("navn.pdf", Saved(1, ())) == "Gemt: navn.pdf (1 side, kontrolleret)"
