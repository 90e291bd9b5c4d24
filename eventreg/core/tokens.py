"""Secrets that open things: personal links, passes and short codes.

A personal link's token is an HMAC of purpose, public id and version under the installation's secret, so that it need
not be stored: the database keeps its SHA-256 only, and raising the version revokes it.
"""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which people confuse


@lru_cache(maxsize=64)  # a letter names its link several times
def personal_token(secret: str, purpose: str, public_id: str, version: int) -> str:
    """192 bits as 32 URL-safe characters; the same every time for the same four values."""
    text = f"eventreg link\n{purpose}\n{public_id}\n{version}".encode()
    digest = hmac.new(secret.encode(), text, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def token_hash(token: str) -> str:
    """What the database keeps of a token: its SHA-256 in hex, by which it is looked up."""
    return hashlib.sha256(token.encode()).hexdigest()


def fingerprint(secret: str) -> str:
    """By which a secret is recognised and from which it cannot be told: an HMAC under it, in hex."""
    return hmac.new(secret.encode(), b"eventreg secret", hashlib.sha256).hexdigest()


def signature(secret: str, text: str, *, length: int = 16) -> str:
    """A short seal (upper-case base 32, `length` characters) for texts that are read by a scanner."""
    digest = hmac.new(secret.encode(), f"eventreg pass\n{text}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:length]


def sealed(secret: str, content: str) -> str:
    """The content with its seal behind the last slash."""
    return f"{content}/{signature(secret, content)}"


def same(left: str, right: str) -> bool:
    """Compares two secrets in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def random_token() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def short_code(length: int = 6) -> str:
    """A code that a person can read out: letters and digits that are not confused with each other."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))
