"""Passes: the signed text in a QR code, and reading it at the door.

The text is `CS1/<session>/<registration>/<version>/<seal>` in the alphanumeric set of QR codes, at most 120 characters:
both public ids in base 32, the pass version, and a seal over the rest. It holds no personal data.
"""

import base64
from dataclasses import dataclass

from eventreg.core.config import current_settings
from eventreg.core.errors import Refusal
from eventreg.core.tokens import same, sealed, signature
from eventreg.registrations.models import Registration
from eventreg.registrations.rules import has_pass
from eventreg.sessions.models import CouncilSession

PREFIX = "CS1"


@dataclass(frozen=True)
class Pass:
    """What a pass says: the session, the registration (public ids) and the version."""

    council_session: str
    registration: str
    version: int


def pass_text(registration: Registration) -> str:
    """What the QR code of this registration holds; another version makes another text."""
    return sealed(current_settings().secret_key, pass_content(registration))


def pass_content(registration: Registration) -> str:
    """The same without its seal, so that it opens nothing: this may be stored."""
    session_part, own_part = _encoded(registration.council_session.public_id), _encoded(registration.public_id)
    return f"{PREFIX}/{session_part}/{own_part}/{registration.pass_version}"


def read_pass(text: str, council_session: CouncilSession) -> Pass:
    """What a pass says that is shown at a door of that session; whether it still `counts` the registration knows.

    Raises `Refusal`: `pass_unknown` for what is no pass, `pass_forged` for a wrong seal, `pass_of_other_session`.
    """
    found = opened(text)
    if found.council_session != council_session.public_id:
        raise Refusal("pass_of_other_session")
    return found


def counts(version: int, registration: Registration | None) -> bool:
    """Whether the pass of that version is the present one: not replaced or withdrawn, and once confirmed."""
    return registration is not None and registration.pass_version == version and has_pass(registration)


def opened(text: str) -> Pass:
    """What the text says, once its seal is checked. Raises `Refusal`: `pass_unknown` or `pass_forged`."""
    content, _, seal = text.strip().upper().rpartition("/")
    parts = content.split("/")
    if len(parts) != 4 or parts[0] != PREFIX or not seal:
        raise Refusal("pass_unknown")
    settings = current_settings()
    secrets = (settings.secret_key, *settings.secret_key_fallbacks)
    if not any(same(signature(secret, content), seal) for secret in secrets):
        raise Refusal("pass_forged")
    return Pass(_decoded(parts[1]), _decoded(parts[2]), int(parts[3]))


def _encoded(public_id: str) -> str:
    return base64.b32encode(public_id.encode()).decode().rstrip("=")


def _decoded(part: str) -> str:
    return base64.b32decode(part + "=" * (-len(part) % 8)).decode()
