"""Long use: the window never stops answering, and takes no more memory than it began with.

``BOLIGATLAS_SOAK`` says how many things are done; an hour of meetings is some 3,600.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from tests.fake_extract import fake_dataset
from tests.ui.conftest import NewWindow
from tests.ui.watchdog import Watchdog, use, visit_all

STEPS = int(os.environ.get("BOLIGATLAS_SOAK", "240"))
LONGEST = 0.050  # seconds that the GUI thread may be busy at a stretch
RARELY, AT_MOST = 0.002, 0.100  # a share of stretches that may take longer on a busy machine
MORE = 12.0  # MiB that may come to what is held once everything has been seen


def held_mib() -> float:
    """What the process holds in memory now."""
    gc.collect()
    fields = Path("/proc/self/statm").read_text("ascii").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


@pytest.mark.slow
def test_the_window_never_stops_answering_and_holds_no_more_and_more(
    new_window: NewWindow,
) -> None:
    window = new_window(fake_dataset(columns=25, rows=21)).window
    visit_all(window)
    use(window, Watchdog(), STEPS, seed=1)  # caches fill
    visit_all(window)  # before each look at what is held, the same is shown
    before, watchdog = held_mib(), Watchdog()
    use(window, watchdog, STEPS, seed=2)
    visit_all(window)

    long = sum(seconds >= LONGEST for seconds, _name in watchdog.stretches)
    assert long <= RARELY * len(watchdog.stretches), watchdog.worst()
    assert watchdog.longest < AT_MOST, watchdog.worst()
    assert held_mib() - before < MORE
