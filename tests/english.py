"""Reading pages in English, so that a test names buttons by the words of the sources."""

from tests.client import Client


def english(client: Client) -> Client:
    """The browser with its language switched to English."""
    # Any address takes the language; this one has no page to draw.
    client.get("/healthz?lang=en")
    return client
