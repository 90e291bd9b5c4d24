"""Posting letters: each is stored with its cause and delivered later."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import parseaddr

from sqlalchemy import select

from eventreg.core.config import current_settings
from eventreg.core.db import new_public_id, session
from eventreg.files.models import StoredFile
from eventreg.mail.models import Letter, LetterAttachment
from eventreg.mail.render import rendered
from eventreg.mail.rules import is_good_file_name, one_line


def post(
    kind: str,
    *,
    key: str,
    to: str,
    language: str,
    about: tuple[str, str],
    council_session: str,
    now: datetime,
    context: Mapping[str, object],
    not_after: datetime | None = None,
    calendar: tuple[str, str] | None = None,
    attachments: Sequence[tuple[StoredFile, str]] = (),
) -> Letter:
    """The letter stands in the outbox once this transaction commits, and a delivery run will send it.

    It is rendered in `language` (kk, ru or en) from templates/mail/<kind>/ with the values of `context`; a personal
    link goes in as `link=thing.link.mark`. `key` names the cause: the same key gives back the letter that is there,
    unchanged. `about` is the kind and public id of the thing, `council_session` a public id or "". After `not_after`
    it is not sent any more. `calendar` is an iTIP method and an iCalendar text; `attachments` are stored files with
    ASCII names, else `ValueError`.
    """
    existing = session().scalar(select(Letter).filter_by(key=key))
    if existing is not None:
        return existing
    if bad := [name for _, name in attachments if not is_good_file_name(name)]:
        raise ValueError(f"attachments need plain ASCII names: {bad}")
    parts = rendered(kind, language, context)
    method, ics = calendar or (None, None)
    letter = Letter(
        key=key,
        kind=kind,
        about_kind=about[0],
        about_id=about[1],
        council_session=council_session,
        recipient=one_line(to),
        language=language,
        subject=parts.subject,
        text=parts.text,
        html=parts.html,
        calendar=ics,
        calendar_method=method,
        message_id=f"{new_public_id()}@{_own_domain()}",
        queued_at=now,
        next_at=now,
        not_after=not_after,
        attachments=[LetterAttachment(sha256=file.sha256, file_name=name) for file, name in attachments],
    )
    session().add(letter)
    session().flush()
    return letter


def _own_domain() -> str:
    """The domain of the sender's address, so that a Message-ID agrees with SPF and DKIM; else our host name."""
    settings = current_settings()
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    return domain if "." in domain else settings.host
