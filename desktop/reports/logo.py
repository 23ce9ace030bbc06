"""A municipality's logo: read from a picture, and set at the top right of a report's first page."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np

from desktop.core.errors import FileProblem, UsageError
from desktop.core.paths import read_whole
from desktop.core.wording import _
from desktop.maps.drawing import Bitmap
from desktop.maps.paper import Paper
from desktop.reports.furniture import Furniture
from desktop.reports.setting import SIDE, TOP

_LARGEST_FILE = 5_000_000  # bytes
_MOST_PIXELS = 900  # along either side on paper: 300 to the inch at the largest size
_HIGH, _WIDE = 14.0, 46.0  # millimetres at most


def read_logo(path: Path) -> bytes:
    """The bytes of a picture that can be used as a logo: PNG or JPEG.

    Raises:
        FileProblem: there is no such file.
        UsageError: it is no such picture, or is too large.
    """
    content = read_whole(path, limit=_LARGEST_FILE + 1)
    if len(content) > _LARGEST_FILE:
        raise UsageError(
            _("Logoet {name} er for stort.").format(name=path.name),
            hint=_("Højst 5 MB. Gem det i en mindre udgave."),
        )
    try:
        _pixels(content)
    except FileProblem as error:
        raise UsageError(
            _("Logoet {name} kan ikke læses som billede.").format(name=path.name),
            hint=_("Brug en PNG- eller JPEG-fil."),
        ) from error
    return content


def logo_marks(furniture: Furniture, logo: bytes, paper: Paper) -> Furniture:
    """The furniture with a logo at the top right of the first page; without one, as it was.

    Only the picture's points are kept, on white: nothing of what its file says of itself.
    """
    if not logo:
        return furniture
    pixels = _pixels(logo)
    high, wide = pixels.shape[:2]
    scale = min(_HIGH / high, _WIDE / wide) * paper.unit
    width, height = wide * scale, high * scale
    left = paper.size[0] - SIDE * paper.unit - width
    mark = Bitmap(left, TOP * paper.unit, width, height, pixels)
    return replace(furniture, logo=(mark,), logo_width=width)


def _pixels(content: bytes) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """Rows × columns × red, green, blue.

    Raises:
        FileProblem: the bytes are no picture.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a bomb of a picture warns before it raises
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
                picture.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
                clear = picture.convert("RGBA")
                ground = Image.new("RGBA", clear.size, (255, 255, 255, 255))
                ground.alpha_composite(clear)
                return np.asarray(ground.convert("RGB"), np.uint8)
    except Exception as error:
        raise FileProblem(_("Billedet kan ikke læses.")) from error
