"""What happens to seats in the coming session: a replacement, a waiting list, somebody to approve, a question."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import Actor
from eventreg.core.db import new_public_id, session, transaction
from eventreg.invitations.actions.answers import Nominee, nominate_delegates, replace_delegate
from eventreg.invitations.actions.listing import change_seats
from eventreg.invitations.actions.sending_along import ask_secretariat
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.invitations.rules import free_seats, taken_seats
from eventreg.registrations.actions.admission import AdmissionRules, save_admission
from eventreg.registrations.models import Overflow, ParticipantRole
from eventreg.sessions.models import CouncilSession

RULES = AdmissionRules(
    overflow=Overflow.WAIT, bodies_confirm=True, approved_roles=(ParticipantRole.GUEST,), offers_by_itself=False
)
REPLACING = PersonDetails("Темірханова", "Әсем", "Нұрланқызы", "Бөлім басшысы", "asem.temirkhanova@delegate.example")
WAITING = (
    PersonDetails("Сүлейменов", "Дәулет", "Ержанұлы", "Бас маман", "daulet.suleimenov@delegate.example"),
    PersonDetails("Павлова", "Ирина", "Олеговна", "Методист", "irina.pavlova@delegate.example", language="ru"),
)
GUEST = PersonDetails("Исабекова", "Гаухар", "Маратқызы", "Ғалым хатшы", "gaukhar.isabekova@delegate.example")
QUESTION = "Делегаттарымызға қонақүй брондала ма?"


def show_seats(council_session: CouncilSession, by: Actor, now: datetime) -> None:
    """Each is done by whoever would do it: bodies on their pages, the office on its own."""
    with transaction():
        save_admission(council_session, RULES, by, now)
    with transaction():
        full = [invitation for invitation in _answered(council_session) if not free_seats(invitation)]
        first, second, third = full[0], full[1], full[2]
        leaving = taken_seats(first)[0].registration
        if leaving is None:
            raise LookupError("a taken seat holds a registration")
        replace_delegate(first, leaving, REPLACING, "Іссапар", _itself(first), now)
        nominate_delegates(second, [Nominee(details) for details in WAITING], _itself(second), now)
        change_seats(third, {ParticipantRole.GUEST: 1}, by, now)
        nominate_delegates(third, [Nominee(GUEST, ParticipantRole.GUEST)], _itself(third), now)
        ask_secretariat(third, QUESTION, new_public_id(), _itself(third), now)


def _answered(council_session: CouncilSession) -> Sequence[Invitation]:
    query = select(Invitation).filter_by(council_session_id=council_session.id, state=InvitationState.ANSWERED)
    return session().scalars(query.order_by(Invitation.id)).all()


def _itself(invitation: Invitation) -> Actor:
    return Actor("invitation", invitation.public_id)
