"""Letters to delegates: one function, template folder and snapshot each. Nobody without an address gets one.

Earlier ones that wait in the outbox and are taken back by it, as `letter_kinds` has it, do not go: one clear letter
arrives.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from eventreg.core.links import absolute_url
from eventreg.mail.actions import post
from eventreg.mail.bulk import cancel_waiting
from eventreg.mail.models import Letter
from eventreg.registrations.calendar import calendar_entry
from eventreg.registrations.letter_kinds import CONFIRMED, LATER_LETTERS, LINK, READDRESSED
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name
from eventreg.registrations.passes import pass_content
from eventreg.registrations.session_facts import moment_at_venue, news_of_session, sender_of
from eventreg.sessions.news import News

RESEND_EVERY = 300  # seconds


def registration_nominated(registration: Registration, now: datetime) -> Letter | None:
    """Asks a nominee to confirm, by a personal link."""
    key = f"registration_nominated:{registration.public_id}:{registration.link_version}"
    council_session = registration.council_session
    return _post("registration_nominated", key, registration, now, not_after=council_session.confirm_until)


def registration_confirmed(registration: Registration, now: datetime) -> Letter | None:
    """Thanks for confirming, with the pass as a QR code, the way to it, and a calendar entry (METHOD:REQUEST)."""
    key = f"{CONFIRMED}:{registration.public_id}:{registration.calendar_sequence}"
    calendar = ("REQUEST", calendar_entry(registration, "REQUEST", now))
    content = pass_content(registration)
    return _post(CONFIRMED, key, registration, now, calendar=calendar, qr_content=content)


def registration_withdrawn(registration: Registration, was_confirmed: bool, now: datetime) -> Letter | None:
    """Says that the person takes part no longer; takes the entry out of the calendar (METHOD:CANCEL)."""
    return _post_end("registration_withdrawn", registration, was_confirmed, now)


def registration_replaced(registration: Registration, was_confirmed: bool, now: datetime) -> Letter | None:
    """Says that somebody else comes instead; takes the entry out of the calendar (METHOD:CANCEL)."""
    return _post_end("registration_replaced", registration, was_confirmed, now)


def registration_rejected(registration: Registration, was_confirmed: bool, now: datetime) -> Letter | None:
    """Says that the office did not approve, and why; takes the entry out of the calendar (METHOD:CANCEL)."""
    return _post_end("registration_rejected", registration, was_confirmed, now)


def registration_readdressed(registration: Registration, former: str, now: datetime) -> Letter | None:
    """Says at the former address that letters go elsewhere; takes the entry out of that calendar (METHOD:CANCEL)."""
    key = f"{READDRESSED}:{registration.public_id}:{registration.calendar_sequence}"
    calendar = ("CANCEL", calendar_entry(registration, "CANCEL", now, attendee=former))
    return _post(READDRESSED, key, registration, now, calendar=calendar, to=former)


def registration_waiting(registration: Registration, now: datetime) -> Letter | None:
    """Says that the person stands on the waiting list, with the way to the own page."""
    key = f"registration_waiting:{registration.public_id}:{registration.link_version}"
    return _post("registration_waiting", key, registration, now)


def registration_offered(registration: Registration, now: datetime) -> Letter | None:
    """A place is free and held until a moment: please confirm."""
    key = f"registration_offered:{registration.public_id}:{registration.link_version}"
    return _post("registration_offered", key, registration, now, not_after=registration.offered_until)


def registration_lapsed(registration: Registration, now: datetime) -> Letter | None:
    """The place that was offered was not confirmed in time and goes to the next in line."""
    key = f"registration_lapsed:{registration.public_id}:{registration.link_version}"
    return _post("registration_lapsed", key, registration, now)


def session_news(registration: Registration, news: News, now: datetime) -> Letter | None:
    """Says that the session is called off, announced again or moved; the entry in the calendar follows."""
    council_session = registration.council_session
    has_entry = registration.confirmed_at is not None and news.method is not None
    method = news.method or "CANCEL"
    return _post(
        news.kind,
        f"{news.kind}:{registration.public_id}:{council_session.revision}:{registration.calendar_sequence}",
        registration,
        now,
        calendar=(method, calendar_entry(registration, method, now)) if has_entry else None,
        more=news_of_session(council_session, news, registration.language),
    )


def registration_link(registration: Registration, now: datetime) -> Letter | None:
    """The way to one's page once more, at most one letter in five minutes."""
    portion = int(now.timestamp()) // RESEND_EVERY
    key = f"{LINK}:{registration.public_id}:{registration.link_version}:{portion}"
    return _post(LINK, key, registration, now)


def _post_end(kind: str, registration: Registration, was_confirmed: bool, now: datetime) -> Letter | None:
    """That the person takes part no longer, with the end of the calendar entry where there is one."""
    key = f"{kind}:{registration.public_id}:{registration.calendar_sequence}"
    calendar = ("CANCEL", calendar_entry(registration, "CANCEL", now)) if was_confirmed else None
    return _post(kind, key, registration, now, calendar=calendar)


def _post(
    kind: str,
    key: str,
    registration: Registration,
    now: datetime,
    calendar: tuple[str, str] | None = None,
    not_after: datetime | None = None,
    more: Mapping[str, object] | None = None,
    qr_content: str = "",
    to: str | None = None,
) -> Letter | None:
    """To the person's address, unless the letter goes `to` a former one, which is not telling the person."""
    if to is None:
        to = registration.person.email
        _note_told(registration, calendar is not None or registration.confirmed_at is None)
    if not to:
        return None
    letter = post(
        kind,
        key=key,
        to=to,
        language=registration.language,
        about=("registration", registration.public_id),
        council_session=registration.council_session.public_id,
        now=now,
        context={**_context(registration), **(more or {})},
        calendar=calendar,
        not_after=not_after,
        qr_content=qr_content,
    )
    if taken_back := [earlier for earlier, later in LATER_LETTERS.items() if kind in later.taken_back_by]:
        earlier = select(Letter.id).filter_by(about_kind=letter.about_kind, about_id=letter.about_id)
        cancel_waiting(earlier.where(Letter.kind.in_(taken_back), Letter.id < letter.id))
    return letter


def _note_told(registration: Registration, is_whole: bool) -> None:
    """The person knows of the session what this letter says, which a move at this very moment may have overtaken.

    A letter without a calendar entry is no news to whoever has an entry. Mostly nothing changes, so it costs nothing.
    """
    revision = registration.council_session.revision
    registration.told_revision = revision if is_whole else min(registration.told_revision, revision)
    registration.told_before = revision if is_whole else min(registration.told_before, revision)


def _context(registration: Registration) -> dict[str, object]:
    """Plain texts in the recipient's language, and the mark of the personal link."""
    council_session, language = registration.council_session, registration.language
    deadline = registration.offered_until or council_session.confirm_until
    return {
        **sender_of(council_session, language),
        "name": full_name(registration.person),
        "body": registration.body.name.in_language(language) if registration.body else "",
        "deadline": moment_at_venue(deadline, council_session, language) if deadline else "",
        "reference": registration.reference,
        "code": registration.short_code,
        "state": registration.state.value,
        "reason": registration.decision_reason,
        "link": registration.link.mark,
        "public_page": absolute_url(f"/s/{council_session.address}"),
    }
