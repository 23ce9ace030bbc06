"""Two groups on many indicators: filled and hollow dots, axes by unit, lines that say how sure."""

from __future__ import annotations

import math
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.composing import Setter
from desktop.maps.drawing import Dot, Drawing, Strokes, Text
from desktop.maps.dumbbell import End, Pair, dumbbells
from desktop.maps.palettes import PETROL, SURFACE
from desktop.maps.rangeplot import POINT

SETTER = Setter(lambda text, size, _weight, _tabular: 0.55 * size * len(text))
NAMES = ("almen", "privat")


def pair(first: float, second: float, *, sure: bool = True, unit: str = "%") -> Pair:
    ends = (End(first, first - 1, first + 1), End(second, second - 1, second + 1))
    return Pair("Uden for arbejdsmarkedet", *ends, "+1,0", sure, unit)


def made(*pairs: Pair) -> Drawing:
    return dumbbells(pairs, NAMES, 182.0, SETTER)


def placed(drawing: Drawing) -> list[Dot]:
    return [mark for mark in drawing.marks if isinstance(mark, Dot)][2:]  # after the key


def test_golden(golden: Callable[[str, str], None]) -> None:
    alone = Pair("Vises kun for den ene", End(), End(14.0), "kan ikke afgøres", sure=False)
    drawing = made(pair(30.0, 12.0), pair(14.0, 13.0, sure=False), alone, pair(9, 4, unit="‰"))
    golden("dumbbell.txt", drawing.as_text())


def test_none_is_empty() -> None:
    assert made() == Drawing(182.0, 0.0, ())


def test_the_first_is_filled_and_the_second_hollow() -> None:
    second, first = placed(made(pair(30.0, 12.0)))
    assert (first.fill, second.fill) == (PETROL, SURFACE)
    assert first.x > second.x


def test_a_whole_line_is_sure_and_a_dashed_one_is_not() -> None:
    for sure in (True, False):
        drawing = made(pair(30.0, 12.0, sure=sure))
        joints = [mark for mark in drawing.marks if isinstance(mark, Strokes)][2:]
        assert [mark.dashed for mark in joints if mark.width in (0.8, 0.3)] == [not sure]


def test_what_is_not_shown_has_no_dot_and_no_line() -> None:
    drawing = made(Pair("Fravær", End(), End(14.0), "kan ikke afgøres", sure=False))
    assert len(placed(drawing)) == 1
    assert "kan ikke afgøres" in drawing.texts()


def test_units_have_axes_of_their_own() -> None:
    drawing = made(pair(30.0, 12.0), pair(3.0, 1.0, unit="‰"))
    texts = drawing.texts()
    assert any(text.endswith("%") for text in texts)
    assert any(text.endswith("‰") for text in texts)


@given(
    st.lists(
        st.tuples(
            st.floats(0, 1e4) | st.just(math.nan),
            st.floats(0, 1e4) | st.just(math.nan),
            st.sampled_from(["%", "‰", "år"]),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_every_shown_number_has_a_dot_inside(held: list[tuple[float, float, str]]) -> None:
    pairs = [Pair("x", End(one), End(two), "", sure=False, unit=unit) for one, two, unit in held]
    drawing = made(*pairs)
    found = placed(drawing)
    assert len(found) == sum(
        math.isfinite(value) for one, two, _unit in held for value in (one, two)
    )
    assert all(0 <= dot.x <= drawing.width and 0 <= dot.y <= drawing.height for dot in found)
    assert all(m.size >= 7 * POINT for m in drawing.marks if isinstance(m, Text))
