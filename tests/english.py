"""Reading pages in English, so that a test names buttons by the words of the sources."""

from tests.client import Client


def english(client: Client) -> Client:
    """The browser with its language switched to English."""
    client.get("/account?lang=en", follow=True)
    return client
