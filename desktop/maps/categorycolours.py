"""The colours of categories: a neutral for the least, and calmer to stronger for more effort."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.maps.palettes import mixed

# From the least to the most. Lightness only falls, by steps that a grey printer can tell apart.
_RAMPS: Mapping[int, tuple[str, ...]] = {
    1: ("#E3B366",),
    2: ("#F3F1E8", "#D08C45"),
    3: ("#F3F1E8", "#E3B366", "#A9542A"),
    4: ("#F3F1E8", "#DADCC3", "#E3B366", "#B05A2B"),
    5: ("#F3F1E8", "#DADCC3", "#E6C07C", "#CB8440", "#94471F"),
    6: ("#F5F3EB", "#DFE0CA", "#E4BC74", "#CF9147", "#AC5F2A", "#7C3A1B"),
}
_MOST = max(_RAMPS)


def category_colours(count: int) -> tuple[str, ...]:
    """A colour per category in the order of a model: the worst first, the neutral last.

    More categories than there are tested colours for get colours between those.
    """
    if count <= 0:
        return ()
    if count in _RAMPS:
        return _RAMPS[count][::-1]
    stops = _RAMPS[_MOST]
    made = []
    for step in range(count):
        place = step * (_MOST - 1) / (count - 1)
        left = min(int(place), _MOST - 2)
        made.append(mixed(stops[left], stops[left + 1], place - left))
    return tuple(reversed(made))
