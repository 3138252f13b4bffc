"""Browsers at the door: who signs in, and strangers who guess."""

from flask import Flask

from chamber.accounts.guard import tries
from tests.client import PASSWORD, Client

RIGHT = {"username": "secretary", "password": PASSWORD}
WRONG = {"username": "secretary", "password": "not the password"}


def come_in(browser: Client, typed: dict[str, str] = RIGHT, address: str = "127.0.0.1") -> int:
    """Try to sign in from an address; the status of the answer."""
    return browser.post("/login", data=typed, environ_base={"REMOTE_ADDR": address}).status_code


def guess(app: Flask, name: str = "secretary", number: int = tries.OF_NAME.free) -> list[int]:
    """Strangers who guess, each from an address of its own."""
    typed = {"username": name, "password": "a guess"}
    return [come_in(Client(app), typed, f"10.0.{one}.1") for one in range(number)]
