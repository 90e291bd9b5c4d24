"""Posting letters: each is stored with its cause and delivered later. Sending again and cancelling."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr

from sqlalchemy import select

from eventreg.core.actors import Actor
from eventreg.core.config import current_settings
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.core.links import has_dead_links
from eventreg.files.models import StoredFile
from eventreg.i18n.languages import parts_of
from eventreg.i18n.search_keys import search_key
from eventreg.journal.actions import announce
from eventreg.mail.bounced import forget_bounce, refuse
from eventreg.mail.events import LetterCancelled, LetterResent
from eventreg.mail.models import Letter, LetterAttachment, LetterState
from eventreg.mail.outbox import wake_delivery
from eventreg.mail.outdated import why_outdated
from eventreg.mail.queries import bounce_of
from eventreg.mail.render import ContextOf, rendered
from eventreg.mail.rules import can_be_cancelled, can_be_resent, is_good_file_name, is_too_late, one_line
from eventreg.mail.stored_parts import Rendered


def post(
    kind: str,
    *,
    key: str,
    to: str,
    language: str,
    about: tuple[str, str],
    council_session: str,
    now: datetime,
    context: ContextOf,
    not_after: datetime | None = None,
    calendar: tuple[str, str] | None = None,
    attachments: Sequence[tuple[StoredFile, str]] = (),
    unsubscribe: str = "",
    qr_content: str = "",
) -> Letter:
    """The letter stands in the outbox once this transaction commits, and a delivery run will send it.

    It is rendered in `language` (kk, ru, en, or kk-ru, see `rendered`) from templates/mail/<kind>/ with the values of
    `context`; a personal link goes in as `link=thing.link.mark`, and `contact_email` is where answers go. `key` names
    the cause: the same key gives back the letter that is there, unchanged. `about` is the kind and public id of the
    thing, `council_session` a public id or "". After `not_after` it is not sent any more. `calendar` is an iTIP method
    and an iCalendar text; `attachments` are stored files with ASCII names, else `ValueError`. To an address at which an
    earlier letter bounced nothing is sent: the letter stands as refused, with that server's words.
    `unsubscribe` is the mark of the link that stops such letters. `qr_content` is sealed and drawn as a QR code by the
    worker; it goes along as a picture.
    """
    existing = session().scalar(select(Letter).filter_by(key=key))
    if existing is not None:
        return existing
    if bad := [name for _, name in attachments if not is_good_file_name(name)]:
        raise ValueError(f"attachments need plain ASCII names: {bad}")
    letter = _letter(kind, key, to, language, rendered(kind, language, context), now)
    letter.about_kind, letter.about_id = about
    letter.council_session = council_session
    values = context(parts_of(language)[0]) if callable(context) else context
    letter.reply_to = one_line(str(values.get("contact_email") or ""))
    letter.not_after, letter.unsubscribe, letter.qr_content = not_after, unsubscribe, qr_content
    letter.calendar_method, letter.calendar = calendar or (None, None)
    letter.attachments = [LetterAttachment(sha256=file.sha256, file_name=name) for file, name in attachments]
    if bounce := bounce_of(letter.recipient):
        refuse(letter, bounce, now)
    session().add(letter)
    session().flush()
    if letter.bounced_at is None:
        wake_delivery(now)
    return letter


def resend(letter: Letter, by: Actor, now: datetime) -> None:
    """A letter that was sent or refused is queued once more, under the same Message-ID.

    Whoever sends again by hand knows better than an earlier notice that nothing arrives: that one is forgotten.
    Raises `Refusal`: `letter_not_resendable` while it is on its way, `letter_too_late` after its last moment,
    `letter_link_is_dead` when a newer personal link has replaced one that stands in it, and what `why_outdated` says of
    one that no longer holds.
    """
    letter = locked(letter)
    if not can_be_resent(letter):
        raise Refusal("letter_not_resendable")
    if is_too_late(letter, now):
        raise Refusal("letter_too_late")
    if has_dead_links(letter.text):
        raise Refusal("letter_link_is_dead")
    if reason := why_outdated(letter):
        raise Refusal(reason)
    letter.state = LetterState.QUEUED
    letter.queued_at = letter.next_at = now
    letter.held_at, letter.is_last_attempt = None, False
    letter.bounced_at, letter.bounce_words = None, ""
    forget_bounce(letter.recipient)
    announce(LetterResent(about=letter.public_id, council_session=letter.council_session), by, now)
    wake_delivery(now)


def cancel(letter: Letter, by: Actor, now: datetime) -> None:
    """A letter that is still queued or waiting will not be sent. Raises `Refusal("letter_not_cancellable")`."""
    letter = locked(letter)
    if not can_be_cancelled(letter):
        raise Refusal("letter_not_cancellable")
    letter.end(LetterState.CANCELLED)
    announce(LetterCancelled(about=letter.public_id, council_session=letter.council_session), by, now)


def _letter(kind: str, key: str, to: str, language: str, parts: Rendered, now: datetime) -> Letter:
    recipient = one_line(to)
    return Letter(
        key=key,
        kind=kind,
        recipient=recipient,
        domain=recipient.rpartition("@")[2].lower(),
        language=language,
        subject=parts.subject,
        search_key=search_key(f"{recipient} {parts.subject}"),
        text=parts.text,
        html=parts.html,
        message_id=message_id(),
        queued_at=now,
        next_at=now,
    )


def message_id() -> str:
    """A new Message-ID without angle brackets; a letter keeps its own for every attempt."""
    return f"{new_public_id()}@{_own_domain()}"


def _own_domain() -> str:
    """The domain of the sender's address, so that a Message-ID agrees with SPF and DKIM; else our host name."""
    settings = current_settings()
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    return domain if "." in domain else settings.host
