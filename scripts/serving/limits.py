"""How long, how slow and how much a connection may be before it is cut."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Times in seconds; `body` is what the application takes, the others hold for every application."""

    body: int
    """Bytes of a body. What is beyond is read and dropped, so that the form's own answer is seen."""
    head: float = 10
    """From the first byte of a request to the end of its headers."""
    hurried_head: float = 3
    """The same while half of all connections are taken."""
    idle: float = 15
    """Between two requests."""
    patience: float = 20
    """Over which the least rate is measured, in each direction."""
    rate: int = 1000
    """Bytes a second that a body must come with, and an answer must be taken with."""
    dropped: int = 500 * 2**20
    """Bytes of a body that are read and dropped at most; one that announces more is refused by its header."""
    promised: int = 2**30
    """Bytes of all bodies together that are under way in one worker."""
    headers: int = 100
    """Lines of headers."""
    header_bytes: int = 2**15
    """Bytes of all of them."""


class Pace:
    """Whether bytes come through fast enough, over one stretch of time after the other."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._began: float | None = None
        self._before = 0

    def begin(self) -> None:
        """Nothing is to come through for now."""
        self._began = None

    def is_too_slow(self, now: float, through: int) -> bool:
        """Whether too little came through in the stretch that ends now; `through` counts bytes from some beginning."""
        if self._began is None:
            self._began, self._before = now, through
        spent = now - self._began
        if spent < self._limits.patience:
            return False
        slow = through - self._before < self._limits.rate * spent
        self._began, self._before = now, through
        return slow
