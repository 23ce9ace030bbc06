"""The colours of a page are those of sRGB, held against another library's profile."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pikepdf
from PIL import Image, ImageCms

from desktop.reports.outputintent import intend_srgb, srgb_profile


def test_the_profile_is_srgb() -> None:
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    theirs = ImageCms.createProfile("sRGB")
    steps = np.array([*range(0, 16, 2), *range(16, 250, 25), 255], np.uint8)  # dark ones count
    colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(len(steps), -1, 3)
    picture = Image.fromarray(colours)
    turned = ImageCms.applyTransform(picture, ImageCms.buildTransform(ours, theirs, "RGB", "RGB"))
    assert turned is not None
    assert np.abs(np.asarray(turned).astype(int) - colours).max() <= 1


def test_the_profile_is_whole() -> None:
    profile = srgb_profile()
    assert len(profile) == int.from_bytes(profile[:4]) == 480
    assert profile[12:24] == b"mntrRGB XYZ "
    assert profile[36:40] == b"acsp"
    assert profile[68:80].hex() == "0000f6d6000100000000d32d"  # D50, to the last bit
    assert zlib.adler32(profile) & 0xFF not in b"\r\n"  # nothing need be added when it is packed


def test_it_is_named_once() -> None:
    pdf = pikepdf.new()
    intend_srgb(pdf)
    intend_srgb(pdf)
    (intent,) = pdf.Root.OutputIntents
    assert [intent.S, intent.DestOutputProfile.N] == ["/GTS_PDFA1", 3]
    assert intent.OutputConditionIdentifier == "sRGB IEC61966-2.1"
    assert intent.DestOutputProfile.read_bytes() == srgb_profile()
