"""One way to write a value as bytes, so that equal content has an equal hash."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence


def canonical_json(value: object) -> bytes:
    """UTF-8 JSON with sorted keys, NFC text and no spaces.

    Raises `TypeError` on a float, since floats print differently in different programs. Close to RFC 8785 without its
    number rules.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_hex(content: bytes) -> str:
    """What `sha256sum` prints for the same bytes."""
    return hashlib.sha256(content).hexdigest()


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")
