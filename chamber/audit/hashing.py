"""The hashes of the log: of a row's values, of a row, and of a seal over many rows."""

import hashlib
import json
from typing import Any


def canonical(value: object) -> str:
    """A value as the one text that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest(salt: str, values: dict[str, Any]) -> str:
    """The salted hash of what was written before and after."""
    return _hash(salt + canonical(values))


def row_hash(row: dict[str, Any]) -> str:
    """The hash of a row by its columns, that of the row before it among them."""
    fields = ("subject", "position", "actor_id", "role", "act", "reason", "digest", "previous_hash")
    return _hash(canonical([row["at"].isoformat(), *(row[name] for name in fields)]))


def seal_hash(previous: str, hashes: list[str]) -> str:
    """The hash of a seal, over that of the seal before it and those of the rows since."""
    return _hash("\n".join([previous, *hashes]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
