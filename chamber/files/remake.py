"""Prints the picture of standard input encoded anew; run by `pictures` in a process of its own. Only Pillow here.

Upright, at most 4000 pixels a side, without any metadata: location, camera, thumbnail, colour profile.
"""

import sys
from io import BytesIO

from PIL import Image, ImageOps

MAX_SIDE = 4000
MAX_PIXELS = 24_000_000
"""Of a picture as it is decoded. JPEG can be decoded at a half, a quarter or an eighth of its size."""
MAX_CLAIMED = 200_000_000
"""Of a JPEG as it says of itself: above the cameras of phones."""
DAMAGED, TOO_MANY_PIXELS = 3, 4
"""Exit statuses."""


def remade(data: bytes, suffix: str) -> bytes:
    """The picture encoded as `jpg` or `png`."""
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as picture:
        _draft(picture)
        see_through = suffix == "png" and (picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info)
        plain: Image.Image = picture
        if plain.mode == "1" and max(plain.size) > MAX_SIDE:
            plain = plain.convert("L")
        # Made smaller first where that can be done as it is: each conversion is a second picture in memory.
        if plain.mode in ("RGB", "RGBA", "L", "LA"):
            plain.thumbnail((MAX_SIDE, MAX_SIDE), reducing_gap=None)
        plain = plain.convert("RGBA" if see_through else "RGB")
        plain.thumbnail((MAX_SIDE, MAX_SIDE))
        ImageOps.exif_transpose(plain, in_place=True)
        plain.info.clear()
        made = BytesIO()
        if suffix == "png":
            plain.save(made, "PNG")
        else:
            plain.save(made, "JPEG", quality=85, optimize=True)
        return made.getvalue()


def _draft(picture: Image.Image) -> None:
    """Let a JPEG be decoded smaller, as far as its longer side stays long enough or its pixels are too many."""
    width, height = picture.size
    scale = 1
    if picture.format == "JPEG" and width * height <= MAX_CLAIMED:
        while scale < 8 and (max(width, height) >= 2 * scale * MAX_SIDE or width * height > MAX_PIXELS * scale**2):
            scale *= 2
        picture.draft("RGB", (width // scale, height // scale))
    if picture.width * picture.height > MAX_PIXELS:
        sys.exit(TOO_MANY_PIXELS)


def main() -> None:
    """Print it, or say by the exit status why not."""
    # The limit is ours, and lower.
    Image.MAX_IMAGE_PIXELS = None
    try:
        made = remade(sys.stdin.buffer.read(), sys.argv[1])
    except MemoryError:
        raise
    except Exception:
        # Pillow's parsers fail in more ways than they document.
        sys.exit(DAMAGED)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
