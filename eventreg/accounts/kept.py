"""What a person typed, kept across an expired sign-in or an expired page.

The posted fields travel sealed inside the sign-in page, never through the database. They are kept only when the
request was proven to come from our own page: by its CSRF token, or by the browser's word (`Sec-Fetch-Site`).
Passwords, tokens and files are left out.
"""

from dataclasses import dataclass

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from eventreg.accounts.rules import is_own_path
from eventreg.core.config import current_settings

LONGEST_SEAL = 300_000  # characters; the sign-in form must stay below the 1 MB of a plain form
MOST_FIELDS = 4_900  # a form may have 5,000
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class KeptForm:
    """A posted form: where it goes, its fields in order, and whether files went with it."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool

    @property
    def texts(self) -> list[str]:
        """What looks like a text of the person, to be shown."""
        return [value for _, value in self.fields if len(value) >= 20]


def posted_form() -> KeptForm | None:
    """The form of the present POST; None when there is none worth keeping or it is too large."""
    if request.method != "POST":
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if not _is_secret(name))
    path = request.full_path if request.query_string else request.path
    had_files = any(upload.filename for upload in request.files.values())
    kept = KeptForm(path, fields, had_files)
    return kept if len(fields) <= MOST_FIELDS and is_own_path(path) and len(sealed(kept)) <= LONGEST_SEAL else None


def sealed(kept: KeptForm) -> str:
    """The form as text that nobody can change."""
    return str(_serializer().dumps([kept.path, kept.fields, kept.had_files]))


def unsealed(seal: str) -> KeptForm | None:
    """The form again; None for a text that we did not seal within the last day."""
    try:
        path, fields, had_files = _serializer().loads(seal, max_age=KEPT_SECONDS)
    except BadSignature:
        return None
    return KeptForm(path, tuple((name, value) for name, value in fields), had_files)


def _is_secret(name: str) -> bool:
    return name == "csrf_token" or "password" in name


def _serializer() -> URLSafeTimedSerializer:
    settings = current_settings()
    keys = [*settings.secret_key_fallbacks, settings.secret_key]  # the last one seals
    return URLSafeTimedSerializer(keys, salt="kept form")
