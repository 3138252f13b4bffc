"""What is encrypted to the public key of the backups, and opened with the private one (age)."""

from pathlib import Path

import pyrage
from flask_babel import gettext as _

from ..errors import DomainError


def encrypt(plain: Path, target: Path, key: str) -> None:
    """Write `target`, which only the private key that belongs to this public `key` opens."""
    pyrage.encrypt_file(str(plain), str(target), [pyrage.x25519.Recipient.from_str(key)])


def decrypt(given: Path, plain: Path, private_key: Path | None) -> None:
    """Write what was encrypted to `plain`; DomainError without the file of the private key, or if it opens nothing."""
    if private_key is None:
        raise DomainError(_("This archive is encrypted: the file with the private key is needed."))
    lines = [line.strip() for line in private_key.read_text().splitlines()]
    try:
        own = [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
        pyrage.decrypt_file(str(given), str(plain), own)
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise DomainError(_("This private key does not open the archive, or the archive is damaged.")) from error
