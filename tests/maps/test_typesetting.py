"""Setting text: lines fit, and nothing is lost without an ellipsis."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.typesetting import Pen
from tests.maps.sheets import (
    measure,
)


@given(
    st.text(st.sampled_from("ab cæøå-\u00a0"), max_size=120),
    st.floats(8.0, 60.0),
    st.integers(1, 4),
)
def test_wrapped_lines_fit_and_say_everything_or_end_in_an_ellipsis(
    text: str, room: float, most: int
) -> None:
    pen = Pen(measure, 1.0)
    lines = pen.wrapped(text, 9, 400, room, most)

    assert len(lines) <= most
    assert all(pen.width(line, 9) <= room for line in lines)
    kept = re.sub(r"[-\s]", "", "".join(lines))
    if lines and lines[-1].endswith("…"):
        assert re.sub(r"[-\s]", "", text).startswith(kept[:-1])
    else:
        assert kept == re.sub(r"[-\s]", "", text)
