"""Makes a picture anew from its pixels, so that nothing else of the file survives."""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from practices.submissions.files.refusals import refused

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 4_000
LARGEST_PROFILE = 512 * 1024
"""Bytes of a colour profile that is kept; real ones are smaller."""
SAVED_AS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("JPEG", "jpg", {"quality": 90, "optimize": True}),
    "MPO": ("JPEG", "jpg", {"quality": 90, "optimize": True}),
    "PNG": ("PNG", "png", {}),
    "GIF": ("PNG", "png", {}),
    "WEBP": ("WEBP", "webp", {"quality": 90}),
    "AVIF": ("AVIF", "avif", {"quality": 80}),
}
"""What Pillow read → what is written: format, extension, options."""
OPENED = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
"""Decoders that may look at a file. The one of JPEG also answers MPO, a JPEG with further pictures behind it."""
PLAIN_MODES = frozenset({"L", "LA", "RGB", "RGBA"})
WIDE_MODES = frozenset({"I", "I;16", "I;16B", "I;16L", "F"})


def _in_plain_mode(image: Image.Image) -> Image.Image:
    """The picture in a mode that every format here can keep."""
    if image.mode in PLAIN_MODES:
        return image
    if image.mode in WIDE_MODES:
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    transparent = image.mode in {"PA", "La", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if transparent else "RGB")


def remade(content: bytes) -> tuple[bytes, str]:
    """The picture's pixels as a new file, and its extension.

    Turned as the camera meant it, sides of at most LONGEST_SIDE, without EXIF, XMP, comments or thumbnails; the colour
    profile stays. Of an animation the first frame stays. Raises UploadRefused: wrong_kind, too_many_pixels, broken.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(io.BytesIO(content), formats=OPENED)
    except UnidentifiedImageError as error:
        raise refused("not_an_image") from error
    except Image.DecompressionBombError as error:
        raise refused("too_many_pixels", limit=MOST_PIXELS // 1_000_000) from error
    except Exception as error:  # a header that lies can raise anything in a decoder
        raise refused("broken") from error
    if image.width * image.height > MOST_PIXELS:
        raise refused("too_many_pixels", limit=MOST_PIXELS // 1_000_000)
    written, extension, options = SAVED_AS[image.format or ""]
    try:
        return _saved(image, written, options), extension
    except Exception as error:  # so can a body
        raise refused("broken") from error


def _saved(image: Image.Image, written: str, options: dict[str, Any]) -> bytes:
    profile = image.info.get("icc_profile") or b""
    same_colours = image.mode not in {"CMYK", "LAB", "YCbCr", *WIDE_MODES}
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is unpacked no larger than needed
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    plain = _in_plain_mode(image)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)  # a new picture knows nothing of the old one's info
    if same_colours and profile and len(profile) <= LARGEST_PROFILE:
        options = {**options, "icc_profile": profile}
    made = io.BytesIO()
    clean.save(made, written, **options)
    return made.getvalue()
