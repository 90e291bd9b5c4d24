"""Keeping and checking passwords: argon2id with OWASP's parameters (19 MiB, two passes, one lane; some 20 ms)."""

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from eventreg.core.config import current_settings

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """What the database keeps of a password; two hashes of one password differ."""
    return HASHER.hash(_normal(password))


def is_right_password(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; takes the same time where there is no hash."""
    try:
        HASHER.verify(password_hash or _hash_of_nothing(), _normal(password))
    except VerifyMismatchError:
        return False
    return password_hash is not None


def address_hash(email: str) -> str:
    """Under what failed sign-ins are counted, so that no address of a stranger is collected."""
    secret = current_settings().secret_key.encode()
    return hmac.new(secret, f"eventreg sign-in\n{email}".encode(), hashlib.sha256).hexdigest()


@cache
def _hash_of_nothing() -> str:
    return HASHER.hash(secrets.token_urlsafe())


def _normal(password: str) -> str:
    """NFKC, so that a password typed on another keyboard has the same characters (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
