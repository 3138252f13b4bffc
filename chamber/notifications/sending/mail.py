"""Composing one mail, and sending it to the mail server, which may fail at every step."""

import re
import secrets
import smtplib
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from enum import StrEnum
from typing import Any

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from ... import clock, registry
from ...accounts import mailing
from ...accounts.models import Account
from ...config import settings
from ...extensions import db, reading
from ...network.mail_server import STARTTLS, TLS, MailServer
from ...registry import source_of
from .. import naming
from . import stopping
from .dispatch import PermanentFailure, TemporaryFailure

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

UNSUBSCRIBE = "List-Unsubscribe"
NO_SIGN_IN = frozenset({530, 534, 535, 538})
"""What a mail server answers to whom it does not know."""


class _WholeAddresses(EmailPolicy):
    """Leaves the address in List-Unsubscribe whole: folded it would be encoded, and no mail program would know it."""

    def fold(self, name: str, value: Any) -> str:
        """The header as lines."""
        return f"{name}: {value}{self.linesep}" if name == UNSUBSCRIBE else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The header as lines of bytes."""
        return self.fold(name, value).encode() if name == UNSUBSCRIBE else super().fold_binary(name, value)


_POLICY = _WholeAddresses(linesep="\r\n")
Named = tuple[str, str, Mapping[str, Any] | None]


class Trouble(StrEnum):
    """Why a mail did not get through."""

    ADDRESS = "address"
    SIGN_IN = "sign-in"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    """No machine has the name of the mail server."""
    SILENT = "silent"
    UNENCRYPTED = "unencrypted"
    """It offers no encryption, another one, or a certificate that nobody vouches for."""
    BUSY = "busy"
    REFUSED = "refused"
    BROKEN = "broken"


def is_address(text: str) -> bool:
    """Whether this can be an address: one line, one @, a domain."""
    return len(text) <= 120 and ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True)
class _Item:
    """One sentence of a mail; its firm where there are several, deadline, page, and what the subject says instead."""

    words: str
    firm: str = ""
    until: str = ""
    link: str = ""
    short: str = ""

    def title(self) -> str:
        """The sentence in the subject of a mail."""
        said = self.short or self.words
        return _("%(words)s (%(firm)s)", words=said, firm=self.firm) if self.firm else said


def compose(number: int, account_id: int, items: Sequence[Named]) -> EmailMessage | None:
    """The mail about these (line, subject, what the message kept); None where there is nobody or nothing to write to.

    Only what may be named outside is named; of everything else it says that there is news.
    """
    with reading():
        account = db.session.get(Account, account_id)
        address = mailing.addresses(Account.id == account_id).get(account_id)
        if account is None or not address:
            return None
        with force_locale(account.locale or "zh_CN"):
            found, topics = _items(account_id, items)
            if not found:
                return None
            return _message(number, account, address, found, topics)


def _items(account_id: int, items: Sequence[Named]) -> tuple[list[_Item], set[str]]:
    """What the mail says, and the topics of it."""
    found, nameless, topics = dict[_Item, None](), dict[str, set[str]](), set()
    firms = naming.firms([subject for _name, subject, _kept in items], account_id)
    for name, subject, kept in items:
        line, number = registry.lines().get(name), int(subject.partition(":")[2])
        source, firm = source_of(subject), firms.get(subject, "")
        if line is None or not source.can_see(account_id, line.to, number):
            continue
        topics.add(str(line.topic))
        named = source.outside(number) if source.outside else None
        if named:
            words = line.about(source.named(kept, named.what))
            short = source.headline(kept) if kept and source.headline else ""
            found[_Item(words, firm, named.until, settings().address() + named.path, short)] = None
        else:
            nameless.setdefault(firm, set()).add(subject)
    for firm, subjects in nameless.items():
        news = ngettext(
            "A matter of yours has news. Please sign in.",
            "%(num)s matters of yours have news. Please sign in.",
            len(subjects),
        )
        found[_Item(news, firm)] = None
    return list(found), topics


def _message(number: int, account: Account, address: str, items: list[_Item], topics: set[str]) -> EmailMessage:
    if not is_address(address):
        raise PermanentFailure(Trouble.ADDRESS)
    own = settings()
    link, stop = f"{own.address()}/notifications/", own.address() + stopping.path(account.id, topics)
    context = {"name": account.name, "items": items, "link": link, "stop": stop, "chamber_name": own.chamber_name}
    first = items[0].title() if len(items) == 1 else ngettext("%(num)s message", "%(num)s messages", len(items))
    message = _headed(number, address, first)
    message[UNSUBSCRIBE] = f"<{stop}>"
    if stop.startswith("https://"):
        # RFC 8058: a mail program may stop it by one press; never over an open line.
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_rendered("mail.txt", context))
    message.add_alternative(_rendered("mail.html", context), subtype="html")
    return message


def _headed(number: int | str, address: str, about: str) -> EmailMessage:
    own = settings()
    message = EmailMessage(policy=_POLICY)
    message["From"] = own.mail_from or own.mail_sender()
    message["To"] = address
    message["Subject"] = " ".join(f"{own.chamber_name}: {about}".split())[:200]
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{number}@{own.mail_id()}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def compose_test(address: str) -> EmailMessage:
    """A mail that only shows that mail arrives."""
    message = _headed(f"test-{secrets.token_hex(8)}", address, _("Test"))
    message.set_content(_("This is a test: mail from %(chamber)s arrives here.", chamber=settings().chamber_name))
    return message


def _rendered(name: str, items: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template(f"notifications/{name}").render(items)


def send(message: EmailMessage, most: int | None = None) -> None:
    """One dialogue with the mail server, which may take `most` seconds a step at most. Raises PermanentFailure or
    TemporaryFailure, whose text begins with a Trouble."""
    try:
        with _connected(most) as server:
            _hand_over(server, message)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise _meaning(error) from error


def _connected(most: int | None) -> smtplib.SMTP:
    own = settings()
    there, seconds = MailServer.of(own.smtp_url), min(own.mail_timeout, most or own.mail_timeout)
    if there.security == TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            there.host, there.port, timeout=seconds, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(there.host, there.port, timeout=seconds)
        if there.security == STARTTLS:
            server.starttls(context=ssl.create_default_context())
    if there.user:
        server.login(there.user, there.password)
    return server


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    # Step by step instead of `send_message`: only a line that breaks after the text went out leaves it open whether
    # the message arrived.
    server.ehlo_or_helo_if_needed()
    _expect(server.mail(settings().mail_sender()), 250)
    code, words = server.rcpt(str(message["To"]))
    if code >= 500 and code not in NO_SIGN_IN:
        raise PermanentFailure(f"{Trouble.ADDRESS} {code} {words.decode('utf-8', 'replace')}")
    _expect((code, words), 250, 251)
    try:
        code, words = server.data(message.as_bytes())
    except smtplib.SMTPDataError:
        raise
    except (OSError, smtplib.SMTPException) as error:
        raise TemporaryFailure(f"{Trouble.BROKEN} {error or type(error).__name__}", uncertain=True) from error
    _expect((code, words), 250)


def _expect(answer: tuple[int, bytes], *good: int) -> None:
    code, words = answer
    if code not in good:
        raise smtplib.SMTPResponseException(code, words)


def _meaning(error: Exception) -> TemporaryFailure:
    # Also what a server calls final: today's full disk is not tomorrow's. Only an address is refused for good.
    if isinstance(error, smtplib.SMTPResponseException):
        code, message = error.smtp_code, error.smtp_error
        words = message.decode("utf-8", "replace") if isinstance(message, bytes) else message
        later = Trouble.BUSY if code < 500 else Trouble.REFUSED
        return TemporaryFailure(f"{Trouble.SIGN_IN if code in NO_SIGN_IN else later} {code} {words}")
    return TemporaryFailure(f"{_trouble(error)} {error or type(error).__name__}")


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, smtplib.SMTPNotSupportedError):
        # What the settings ask for, and it does not offer.
        return Trouble.UNENCRYPTED if "STARTTLS" in str(error) else Trouble.SIGN_IN
    if isinstance(error, ssl.SSLError):
        return Trouble.UNENCRYPTED
    if isinstance(error, socket.gaierror | UnicodeError):
        return Trouble.UNKNOWN
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return Trouble.SILENT
    return Trouble.BROKEN if isinstance(error, smtplib.SMTPException) else Trouble.UNREACHABLE
