"""Tells which colours the numbers on a page mean: sRGB, by a profile that is put into the file.

The profile is made here from the numbers that define sRGB, so that it is the same everywhere and
holds no name, no date and nobody's rights.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache
from typing import Final

from pikepdf import Array, Dictionary, Name, Pdf, String

_CONDITION: Final = "sRGB IEC61966-2.1"
_WHITE: Final = (0.9642, 1.0, 0.8249)  # D50, which profiles count from
# What the three colours give under D50, and what turned them from daylight (D65) to it.
_PRIMARIES: Final = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_ADAPTED: Final = (
    1.04788,
    0.02292,
    -0.05020,
    0.02959,
    0.99048,
    -0.01706,
    -0.00923,
    0.01508,
    0.75168,
)
# Light of a number v: ((v + 0.055) / 1.055) ** 2.4, and v / 12.92 from 0.04045 down.
_CURVE: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_VERSION: Final = 0x04200000  # of the format of profiles
_DATE: Final = (2000, 1, 1, 0, 0, 0)


def intend_srgb(pdf: Pdf) -> None:
    """Put the profile into the file as that of its pages."""
    profile = pdf.make_stream(srgb_profile(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_CONDITION),
        Info=String(_CONDITION),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


@cache
def srgb_profile() -> bytes:
    """The colour profile of sRGB, version 4: a matrix and one curve for all three colours."""
    curve = struct.pack(">4sIHH", b"para", 0, 3, 0) + _fixed(_CURVE)
    tags = {
        b"desc": _words("sRGB"),
        b"cprt": _words("CC0"),
        b"wtpt": _place(_WHITE),
        b"chad": b"sf32" + bytes(4) + _fixed(_ADAPTED),
        **{name: _place(values) for name, values in _PRIMARIES.items()},
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    at = 128 + 4 + 12 * len(tags)
    table, body, places = struct.pack(">I", len(tags)), b"", dict[bytes, int]()
    for name, content in tags.items():
        if content not in places:
            places[content] = at + len(body)
            body += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", name, places[content], len(content))
    return _header(at + len(body)) + table + body


def _header(size: int) -> bytes:
    return struct.pack(
        ">I4sI4s4s4s6H4s28x12s48x",
        size,
        b"",
        _VERSION,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *_DATE,
        b"acsp",
        _fixed(_WHITE),
    )


def _place(values: Sequence[float]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _words(text: str) -> bytes:
    letters = text.encode("utf-16-be")
    return struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(letters), 28) + letters


def _fixed(values: Sequence[float]) -> bytes:
    """Numbers with 16 bits after the point."""
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))
