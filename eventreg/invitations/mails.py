"""Letters to bodies: one function, template folder and snapshot each."""

from collections.abc import Mapping
from datetime import datetime

from eventreg.core.links import absolute_url
from eventreg.i18n import gettext as _
from eventreg.i18n import speaking
from eventreg.invitations.models import Invitation
from eventreg.invitations.queries import Wording
from eventreg.invitations.wording import fill, paragraphs
from eventreg.mail.actions import post
from eventreg.mail.models import Letter
from eventreg.registrations.session_facts import moment_at_venue, sender_of, session_facts

INVITATION = "invitation"
DEAD_PATH = "/i/preview"  # what stands for the personal link in previews and tests
RESEND_EVERY = 900  # seconds


def invitation(invited: Invitation, wording: Wording, sending: int, now: datetime) -> Letter:
    """The organizer's words to one body; `sending` counts from 1 and makes another letter each."""
    values = placeholder_values(invited, invited.language, invited.link.mark)
    return post(
        INVITATION,
        key=f"invitation:{invited.public_id}:{sending}",
        to=invited.email,
        language=invited.language,
        about=("invitation", invited.public_id),
        council_session=invited.council_session.public_id,
        now=now,
        context=_context(invited, wording, values, invited.language),
        not_after=invited.council_session.nominate_until,
    )


def invitation_test(invited: Invitation, wording: Wording, to: str, language: str, now: datetime) -> Letter:
    """The same words to the office's own address, with a link that opens nothing."""
    values = placeholder_values(invited, language, absolute_url(DEAD_PATH))
    return post(
        INVITATION,
        key=f"invitation_test:{invited.public_id}:{language}:{now.isoformat()}",
        to=to,
        language=language,
        about=("council_session", invited.council_session.public_id),
        council_session=invited.council_session.public_id,
        now=now,
        context=_context(invited, wording, values, language),
    )


def invitation_link(invited: Invitation, now: datetime) -> Letter:
    """The way to the body's page once more, at most one letter in 15 minutes."""
    portion = int(now.timestamp()) // RESEND_EVERY
    council_session, language = invited.council_session, invited.language
    return post(
        "invitation_link",
        key=f"invitation_link:{invited.public_id}:{invited.link_version}:{portion}",
        to=invited.email,
        language=language,
        about=("invitation", invited.public_id),
        council_session=council_session.public_id,
        now=now,
        context={
            **sender_of(council_session, language),
            "body": invited.body.name.in_language(language),
            "deadline": deadline_words(invited, language),
            "link": invited.link.mark,
        },
        not_after=council_session.nominate_until,
    )


def placeholder_values(invited: Invitation, language: str, link: str) -> dict[str, str]:
    """What each placeholder stands for in a letter to this body."""
    facts = session_facts(invited.council_session, language)
    return {
        "body": invited.body.name.in_language(language),
        "session": facts.title,
        "date": facts.when,
        "place": facts.where,
        "deadline": deadline_words(invited, language),
        "link": link,
        "seats": str(len(invited.seats)),
        "council": facts.council,
    }


def deadline_words(invited: Invitation, language: str) -> str:
    """The deadline at the venue, or that one may answer until the session begins."""
    deadline = invited.council_session.nominate_until
    if deadline:
        return moment_at_venue(deadline, invited.council_session, language)
    with speaking(language):
        return str(_("until the session begins"))


def _context(invited: Invitation, wording: Wording, values: Mapping[str, str], language: str) -> dict[str, object]:
    text = wording.text.in_language(language)
    return {
        **sender_of(invited.council_session, language),
        "subject": fill(wording.subject.in_language(language), values),
        "text": fill(text, values),
        "paragraphs": paragraphs(text, values),
        "link": values["link"],
    }
