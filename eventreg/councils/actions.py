"""Adding councils."""

from dataclasses import dataclass
from datetime import datetime

from eventreg.core.actors import Actor
from eventreg.core.db import new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.core.imports import fill_missing
from eventreg.councils.events import CouncilAdded
from eventreg.councils.models import Council
from eventreg.councils.queries import council_by_slug
from eventreg.i18n.text import Translated
from eventreg.journal.actions import announce

# First parts of office addresses that are not councils.
RESERVED_SLUGS = (
    "account", "bodies", "duplicates", "forgotten", "imports", "journal", "password", "people", "search", "sign-in",
    "sign-out", "team",
)  # fmt: skip


@dataclass(frozen=True)
class CouncilDetails:
    """What describes a council."""

    name: Translated
    organiser: Translated
    co_organiser: Translated
    time_zone: str
    languages: list[str]
    contact_email: str = ""
    contact_phone: str = ""


def import_council(code: str, details: CouncilDetails, by: Actor, now: datetime) -> tuple[Council, bool, list[str]]:
    """The council, whether it is new, and the fields that were kept because somebody edited them since.

    Raises `Refusal("council_code_reserved")` for a code that the office's own addresses use.
    """
    slug = code.lower()
    if slug in RESERVED_SLUGS:
        raise Refusal("council_code_reserved", code=code)
    council, is_new = council_by_slug(slug), False
    if council is None:
        council, is_new = Council(code=code, slug=slug, public_id=new_public_id(), **vars(details)), True
        session().add(council)
        session().flush()
        announce(CouncilAdded(about=council.public_id), by, now)
    return council, is_new, fill_missing(council, vars(details))
