"""Addresses with sealed numbers, as pages write them."""

from flask import current_app


def address_of(endpoint: str, **parts: object) -> str:
    """The path of this view with these values."""
    return current_app.url_map.bind("localhost").build(endpoint, parts)
