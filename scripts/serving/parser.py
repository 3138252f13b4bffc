"""What is taken for a request: what browsers and proxies send of HTTP/1.1, and nothing that can be read in two ways.

waitress takes more, and would hand the application a body whose end a proxy in front sees elsewhere.
"""

from io import BytesIO
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented


class Nowhere(BytesIO):
    """A body that is too large: it is read and not kept. Flask sees its length and answers 413."""

    def append(self, data: bytes) -> None:
        """Forget it."""

    def getfile(self) -> "Nowhere":
        """The body as the application reads it."""
        return self

    getbuf = getfile

    def __len__(self) -> int:
        return 0


class Parser(HTTPRequestParser):
    """One request, while it comes in."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, or refuse them."""
        names = self._names(header_plus)
        if b"transfer-encoding" in names:
            raise TransferEncodingNotImplemented("Send a Content-Length.")
        try:
            super().parse_header(header_plus)
        except ValueError:
            # An address with half a bracket, a length of thousands of digits.
            raise ParsingError("The request cannot be read.") from None
        if self.version not in ("1.0", "1.1"):
            raise ParsingError("Only HTTP/1.0 and HTTP/1.1 are spoken here.")
        if names.count(b"host") != 1 and (self.version == "1.1" or b"host" in names):
            raise ParsingError("One Host is needed.")
        if self.adj.is_ending:
            self.headers["CONNECTION"] = "close"
        if self.content_length > self.adj.limits.body:
            self.body_rcv.buf = Nowhere()

    def _names(self, header_plus: bytes) -> list[bytes]:
        lines = header_plus.rstrip(b"\r\n").split(b"\r\n")[1:]
        if len(lines) > self.adj.limits.headers:
            raise ParsingError("There are too many headers.")
        if any(line.startswith((b" ", b"\t")) for line in lines):
            raise ParsingError("A header goes on in a second line.")
        return [line.partition(b":")[0].lower() for line in lines]

    def received(self, data: bytes) -> int:
        """Take bytes of the request; returns how many of them."""
        taken: int = super().received(data)
        if self.error:
            # Else the sender would be told to go on with what is refused already.
            self.expect_continue = False
        return taken

    def awaited(self) -> int:
        """Bytes of its body that are kept for it."""
        length: Any = self.content_length
        return int(length) if length <= self.adj.limits.body else 0
