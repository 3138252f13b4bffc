"""QR pictures of addresses, to be photographed from the screen or pressed in WeChat."""

import segno


def picture(address: str) -> str:
    """An address as a QR picture: a `data:` address of an SVG, for the `src` of an image."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=3))
