"""A logo that somebody sends -> a small PNG of our own making, or a refusal in words.

The size is read from the file's head before a single pixel is decoded. What is stored is drawn anew,
so nothing that hid in the file (a place, a script, a second file behind the first) goes with it.
"""

import io
import warnings
from typing import BinaryIO

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 900_000
MOST_SIDE = 4_000
LEAST_SIDE = 32
STORED = (640, 480)

WRONG_TYPE = "Choose a PNG, JPEG or WebP picture. This file is none of these."
TOO_HEAVY = "The picture must be 900 kB or smaller."
TOO_MANY_PIXELS = "The picture has too many pixels. It may be 4,000 by 4,000 at most."
TOO_SMALL = "The picture is too small to be seen. It must be at least 32 by 32 pixels."
BROKEN = "This picture could not be read. It may be damaged."
EMPTY = "The file is empty."


class LogoRefused(ValueError):
    """A file that cannot be a logo, with the reason in words."""


def redraw(upload: BinaryIO) -> bytes:
    """The picture as a PNG of at most 640 by 480 pixels. Raises :class:`LogoRefused`."""
    raw = upload.read(MOST_BYTES + 1)
    if not raw:
        raise LogoRefused(EMPTY)
    if len(raw) > MOST_BYTES:
        raise LogoRefused(TOO_HEAVY)
    with _opened(raw) as picture:
        width, height = picture.size
        if max(width, height) > MOST_SIDE:
            raise LogoRefused(TOO_MANY_PIXELS)
        if min(width, height) < LEAST_SIDE:
            raise LogoRefused(TOO_SMALL)
        try:
            picture.load()
            drawn = ImageOps.exif_transpose(picture).convert("RGBA")
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            raise LogoRefused(BROKEN) from None
    drawn.thumbnail(STORED)
    out = io.BytesIO()
    # A fresh canvas: a copy would bring the old one's notes along.
    canvas = Image.new("RGBA", drawn.size)
    canvas.paste(drawn)
    canvas.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _opened(raw: bytes) -> Image.Image:
    """The picture, its head read and nothing more."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(raw), formats=FORMATS)
    except Image.DecompressionBombError:
        raise LogoRefused(TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError, ValueError):
        raise LogoRefused(WRONG_TYPE) from None
