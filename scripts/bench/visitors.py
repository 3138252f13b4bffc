"""People at the pages of a server, for the bench."""

import http.client
import re
from urllib.parse import urlencode, urlsplit


class Visitor:
    """Somebody with a cookie, on 127.0.0.1."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._port = port
        self.cookie = cookie

    def request(self, method: str, path: str, data: dict[str, str] | None = None) -> str:
        """A whole HTTP request as text, with this person's cookie."""
        body = urlencode(data) if data else ""
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", "Connection: keep-alive"]
        if self.cookie:
            head.append(f"Cookie: {self.cookie}")
        if data:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*head, "", body])

    def _ask(self, method: str, path: str, data: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if data:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(data) if data else None, headers)
        reply = connection.getresponse()
        for cookie in reply.headers.get_all("Set-Cookie", []):
            self.cookie = cookie.partition(";")[0]
        words = reply.read().decode()
        connection.close()
        return reply, words

    def get(self, path: str) -> bytes:
        """The first line of the answer and its words."""
        reply, words = self._ask("GET", path)
        return f"HTTP/1.1 {reply.status}\n{words}".encode()

    def page(self, path: str) -> str:
        """The words of a page; LookupError where it is not to be had."""
        reply, words = self._ask("GET", path)
        if reply.status != 200:
            raise LookupError(f"{path} answers {reply.status}")
        return words

    def token(self, path: str) -> str:
        """The CSRF token of a page's form."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.page(path))
        if not found:
            raise LookupError(f"{path} has no form")
        return found[1]

    def sign_in(self, username: str, password: str) -> "Visitor":
        """Begin a session."""
        data = {"csrf_token": self.token("/login"), "username": username, "password": password}
        self.post("/login", data)
        return self

    def post(self, path: str, data: dict[str, str]) -> str:
        """Send a form; where its answer leads. LookupError where it is refused."""
        reply, _words = self._ask("POST", path, data)
        if reply.status not in (302, 303):
            raise LookupError(f"{path} answers {reply.status}")
        return urlsplit(reply.headers["Location"]).path
