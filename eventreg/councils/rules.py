"""Who may do what with a council's own settings."""

from eventreg.core.actors import Actor, Role
from eventreg.councils.models import Council, DataKind

# Days after the end of a session, where a council has set no period of its own; docs/personal-data.md says why.
DEFAULT_DAYS = {
    DataKind.CONTACTS: 180,
    DataKind.NEEDS: 30,
    DataKind.LOGISTICS: 30,
    DataKind.ANSWERS: 180,
    DataKind.LETTERS: 365,
    DataKind.APPLICATIONS: 30,
}
LONGEST_DAYS = 3650


def may_edit_privacy(actor: Actor, council: Council) -> bool:
    """The text that people agree to, and how long personal data is kept."""
    return actor.has_role(council.public_id, Role.SECRETARY)


def may_see_privacy(actor: Actor, council: Council) -> bool:
    """What people agree to, and how long personal data is kept."""
    return actor.has_role(council.public_id, Role.ORGANIZER, Role.SECRETARY, Role.AUDITOR)


def number_key(label: str) -> str:
    """Equal for two ways to write one outgoing number: capitals and spaces count for nothing."""
    return "".join(label.casefold().split())
