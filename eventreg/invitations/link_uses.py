"""On how many devices a body's link is used, and ending all of them but one.

A forwarded link is seen by the body itself: whoever sends something by it is counted. Whoever only reads is not, since
reading writes nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.core.tokens import token_hash
from eventreg.invitations import mails
from eventreg.invitations.events import InvitationLinkRenewed
from eventreg.invitations.models import Invitation, InvitationState, LinkUse
from eventreg.journal.actions import announce
from eventreg.mail.link_marks import renew_mark


def note_use(invitation: Invitation, version: int, device: str, now: datetime) -> None:
    """The body's link was used on this device now; nothing where the link has another version meanwhile."""
    invitation = locked(invitation)
    if invitation.link_version != version:
        return
    use = session().scalar(select(LinkUse).filter_by(invitation_id=invitation.id, device=_own_name(invitation, device)))
    if use is None:
        use = LinkUse(invitation_id=invitation.id, device=_own_name(invitation, device), first_at=now)
        session().add(use)
    use.last_at = now


def uses_of(invitation: Invitation) -> Sequence[LinkUse]:
    """The devices of the present link, first seen first."""
    return session().scalars(select(LinkUse).filter_by(invitation_id=invitation.id).order_by(LinkUse.id)).all()


def is_use_on(use: LinkUse, invitation: Invitation, device: str) -> bool:
    """The device is the one of this use."""
    return use.device == _own_name(invitation, device)


def renew_link_of(invitation: Invitation) -> None:
    """Every link that was sent before is dead, and what used it is forgotten; letters that wait carry the new one."""
    former = invitation.link.mark
    invitation.renew_link()
    renew_mark(former, invitation.link.mark)
    session().execute(delete(LinkUse).where(LinkUse.invitation_id == invitation.id))


def end_other_devices(invitation: Invitation, version: int, device: str, by: Actor, now: datetime) -> None:
    """A new link goes to the address on file; the former one is dead at once, and of all devices `device` alone stays.

    `version` is that of the link whose page was open, so that pressing twice makes one new link. Raises
    `Refusal`: `no_address`, `invitation_was_withdrawn`.
    """
    invitation = locked(invitation)
    if invitation.state is InvitationState.WITHDRAWN:
        raise Refusal("invitation_was_withdrawn")
    if not invitation.email:
        raise Refusal("no_address")
    if invitation.link_version != version:
        return
    renew_link_of(invitation)
    session().flush()
    note_use(invitation, invitation.link_version, device, now)
    mails.invitation_renewed(invitation, now)
    about = {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
    announce(InvitationLinkRenewed(**about), by, now)


def _own_name(invitation: Invitation, device: str) -> str:
    return token_hash(f"{invitation.public_id}:{device}")
