"""What a letter's parts must look like, when it is sent, waits or is given up, and who may read it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from eventreg.core.actors import Actor, Role
from eventreg.mail.models import InboundMessage, Letter, LetterState

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # Unicode's Cc but lines and tabs, and Cs
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # Cc, Zl, Zp and Cs
ASCII_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")
LONGEST_SUBJECT = 200
UNSENT = (LetterState.QUEUED, LetterState.SENDING, LetterState.WAITING)
ENDED = (LetterState.SENT, LetterState.REFUSED)
INTERRUPTIONS_ALLOWED = 3
BRING_MAIL = "mail:inbound"  # the scope of an API token


def may_bring_mail(actor: Actor) -> bool:
    """A program that hands over what came back to our addresses."""
    return BRING_MAIL in actor.scopes


def may_read_letters(actor: Actor, council_public_id: str) -> bool:
    """The letters of the council's sessions, as they went out."""
    return actor.has_role(council_public_id, Role.ORGANIZER, Role.SECRETARY, Role.AUDITOR)


def may_handle_letters(actor: Actor, council_public_id: str) -> bool:
    """Sending again, and cancelling what is still queued."""
    return actor.has_role(council_public_id, Role.ORGANIZER, Role.SECRETARY)


def may_handle_staff_letters(actor: Actor) -> bool:
    """Letters that belong to no session: those to staff."""
    return actor.is_staff and actor.is_admin


def may_read_unmatched(actor: Actor) -> bool:
    """What came back and belongs to no letter: it may be meant for any council."""
    prepares = any(not roles.isdisjoint((Role.ORGANIZER, Role.SECRETARY)) for roles in actor.roles.values())
    return actor.is_staff and (actor.is_admin or prepares)


def councils_handled_by(actor: Actor) -> list[str]:
    """The councils (public ids) whose letters the actor handles, and to whose bodies messages can be assigned."""
    return [council for council in actor.roles if may_handle_letters(actor, council)]


def was_nobodys(message: InboundMessage) -> bool:
    """It quotes no letter of ours, and nobody knew its sender when it came."""
    return message.letter_id is None and (not message.council_session or message.assigned_at is not None)


def can_be_resent(letter: Letter) -> bool:
    """Once it was sent or refused; a queued one is on its way anyway, and one that was emptied never goes again."""
    return letter.state in ENDED and letter.forgotten_at is None


def can_be_cancelled(letter: Letter) -> bool:
    """Until the hand-over has begun."""
    return letter.state in (LetterState.QUEUED, LetterState.WAITING)


def is_too_late(letter: Letter, now: datetime) -> bool:
    """Nobody should get it any more, such as an invitation after its deadline."""
    return letter.not_after is not None and now > letter.not_after


def state_after(code: int | None, is_about_letter: bool) -> LetterState:
    """What a reply makes of a letter, by its first digit alone: 2xx sent, 5xx refused, anything else waits.

    No reply waits, and so does a 5xx that turned away the connection (a wrong password, say) and not the letter.
    Source: RFC 5321, 4.2.1.
    """
    if code is not None and 200 <= code < 300:
        return LetterState.SENT
    if code is not None and 500 <= code < 600 and is_about_letter:
        return LetterState.REFUSED
    return LetterState.WAITING


def retry_at(now: datetime, failures: int, pauses: Sequence[int], jitter: float) -> datetime | None:
    """When a letter is tried again after `failures` attempts (from 1); None when the last one is used up.

    `pauses` are seconds; `jitter` from -1 to 1 shifts the moment by up to a tenth of the pause, so that a thousand
    letters that failed together do not come back together.
    """
    if failures > len(pauses):
        return None
    return now + timedelta(seconds=pauses[failures - 1] * (1 + jitter / 10))


def one_line(text: str) -> str:
    """The text on one line without control characters, as a header needs it; at most 200 characters."""
    return " ".join(BREAKS.sub(" ", text).split())[:LONGEST_SUBJECT]


def tidy_text(text: str) -> str:
    """The text part: no space at line ends, at most one empty line in a row, one line break at the end."""
    lines = "\n".join(line.rstrip() for line in without_controls(text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def without_controls(text: str) -> str:
    """Without the characters that no database, mail or page should hold; lines and tabs stay."""
    return CONTROLS.sub("", text)


def is_good_file_name(name: str) -> bool:
    """ASCII letters, digits, spaces, dots, hyphens: other names hurt delivery."""
    return ASCII_FILE_NAME.fullmatch(name) is not None
