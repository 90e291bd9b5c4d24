"""Who acts: a member of staff, a body or a delegate by link, a program, a visitor, or the system itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff does for one council; `admin` stands apart, since it is global."""

    ORGANIZER = "organizer"
    SECRETARY = "secretary"
    CHAIR = "chair"
    TRANSLATOR = "translator"
    PRESS = "press"
    DOOR = "door"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class Actor:
    """Whoever causes a change; the journal keeps `kind` and `public_id`.

    `roles` maps a council's public id to the roles held there. `grants` are pairs of link purpose and public id that
    the visitor's signed cookie opens. `scopes` are what an API token allows.
    """

    kind: str
    public_id: str = ""
    name: str = ""
    is_admin: bool = False
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    grants: frozenset[tuple[str, str]] = frozenset()
    scopes: frozenset[str] = frozenset()

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    def has_role(self, council_public_id: str, *roles: Role) -> bool:
        """True when the actor holds at least one of `roles` in that council."""
        return not self.roles.get(council_public_id, frozenset()).isdisjoint(roles)

    def has_any_role(self, council_public_id: str) -> bool:
        return bool(self.roles.get(council_public_id))


VISITOR = Actor(kind="visitor")
SYSTEM = Actor(kind="system", public_id="system")
COMMAND_LINE = Actor(kind="system", public_id="command-line", is_admin=True)
