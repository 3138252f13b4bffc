"""Re-encoding pictures, which drops their metadata: location, camera, thumbnail, colour profile."""

import threading
import warnings
from io import BytesIO

from flask_babel import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from ..errors import DomainError

MAX_SIDE = 4000
MAX_PIXELS = 64_000_000
"""Above the cameras of phones; a few kilobytes can claim any size."""

_one_at_a_time = threading.Lock()
"""A decoded picture takes a quarter of a gigabyte; several at once would push the machine over."""


def reencoded(data: bytes, suffix: str) -> bytes:
    """The picture (`jpg` or `png`) encoded anew, upright, at most 4000 px a side, without any metadata.

    DomainError where it is damaged or claims too many pixels.
    """
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise _too_many_pixels()
                picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
                return _encoded(ImageOps.exif_transpose(picture), suffix)
        except Image.DecompressionBombError:
            raise _too_many_pixels() from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
            raise DomainError(_("This picture is damaged and cannot be shown. Please take or save it again.")) from None


def _too_many_pixels() -> DomainError:
    return DomainError(_("This picture has too many pixels. Please make it smaller first."))


def _encoded(picture: Image.Image, suffix: str) -> bytes:
    see_through = suffix == "png" and (picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info)
    plain = picture.convert("RGBA" if see_through else "RGB")
    plain.thumbnail((MAX_SIDE, MAX_SIDE))
    plain.info.clear()
    made = BytesIO()
    if suffix == "png":
        plain.save(made, "PNG")
    else:
        plain.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue()
