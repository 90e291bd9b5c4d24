"""The reminder: one letter to an address about every silent invitation that is its turn."""

from collections.abc import Sequence
from datetime import datetime

from eventreg.councils.working_days import moved_days
from eventreg.invitations.letter_kinds import REMINDER
from eventreg.invitations.mails import deadline_words
from eventreg.invitations.models import Invitation
from eventreg.invitations.reminding import Due, working_hours, zone_at
from eventreg.mail.actions import post
from eventreg.mail.models import Letter
from eventreg.mail.quiet import hours_written
from eventreg.mail.subscriptions import subscriptions_of
from eventreg.registrations.session_facts import sender_of, session_facts


def reminder(turns: Sequence[Due], now: datetime) -> Letter:
    """Says what waits for an answer until when, each with its own link."""
    first = turns[0].invitation
    council_session = first.council_session
    stop = subscriptions_of([turns[0].address])[turns[0].address.lower()].link.mark
    letter = post(
        REMINDER,
        key=f"reminder:{first.public_id}:{now.isoformat()}",  # its Reminder rows see to it that there is one
        to=turns[0].address,
        language=turns[0].language,
        about=("invitation", first.public_id),
        council_session=council_session.public_id,
        now=now,
        context=lambda language: {**_context(turns, language), "stop_link": stop},
        unsubscribe=stop,
    )
    _set_time([due.invitation for due in turns], letter, now)
    return letter


def _set_time(invitations: Sequence[Invitation], letter: Letter, now: datetime) -> None:
    """The reminder goes in the working hours of these bodies, which it is about, and not after the last deadline."""
    deadlines = [one.council_session.nominate_until for one in invitations]
    letter.not_after = max((deadline for deadline in deadlines if deadline), default=None)
    if letter.not_after:
        hours = working_hours({zone_at(one) for one in invitations}, now, letter.not_after, moved_days())
        letter.send_hours = hours_written(hours)


def _context(turns: Sequence[Due], language: str) -> dict[str, object]:
    entries, links = [], {}
    for number, due in enumerate(turns, 1):
        facts = session_facts(due.invitation.council_session, language)
        link = due.invitation.link.mark
        links[f"entry_{number}_link"] = link
        name = due.invitation.body.name.in_language(language)
        deadline = deadline_words(due.invitation.council_session, language)
        entries.append({"body": name, "facts": facts, "deadline": deadline, "link": link})
    return {**sender_of(turns[0].invitation.council_session, language), "entries": entries, **links}
