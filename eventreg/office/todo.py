"""What waits for a person, on the office's start page: only what there is, and only what this actor may open."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy import and_, case, func, select

from eventreg.bodies.duplicates import duplicate_bodies, duplicate_people
from eventreg.bodies.rules import councils_edited_by, may_edit_bodies
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.councils.rules import may_see_privacy
from eventreg.i18n import current_language, ngettext
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local, long_date, relative, short_date
from eventreg.invitations.calling import numbers_to_call
from eventreg.invitations.rules import may_edit_invitations
from eventreg.mail.queries import unmatched_since
from eventreg.mail.rules import may_handle_letters, may_read_unmatched
from eventreg.office.imports.listing import imports_of
from eventreg.office.models import ImportRun, ImportState
from eventreg.office.people import people_of
from eventreg.office.queries import bounced_by_session
from eventreg.office.tasks import Task
from eventreg.office.undelivered import waiting_by_session
from eventreg.office.words import NOT_ARRIVED
from eventreg.registrations.consents.models import ErasureRequest, ErasureRequestState
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.retention import due_within
from eventreg.registrations.rules import BEFORE_THE_END, UNDECIDED, may_answer_erasure, may_edit_registrations
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import sessions_of_councils
from eventreg.sessions.rules import is_over

SOON = timedelta(days=1)  # offers of places
LATELY = timedelta(days=7)  # messages that belong to no letter
AHEAD = timedelta(days=7)  # what the nightly run deletes


def todo(actor: Actor, now: datetime) -> list[Task]:
    """One line for each thing in each session, then those of the registry; twenty statements at most."""
    sessions = session().scalars(sessions_of_councils(list(actor.roles))).all()
    return [
        *_registrations([one for one in sessions if may_edit_registrations(actor, one)], now),
        *_erasure_requests([one for one in sessions if may_answer_erasure(actor, one)], now),
        *_bounces([one for one in sessions if may_handle_letters(actor, one.council.public_id)], now),
        *_undelivered([one for one in sessions if may_handle_letters(actor, one.council.public_id)]),
        *_calls([one for one in sessions if may_edit_invitations(actor, one)], now),
        *_periods([one for one in sessions if may_see_privacy(actor, one.council)], now),
        *_unmatched(actor, now),
        *_registry(actor),
    ]


def _registrations(sessions: Sequence[CouncilSession], now: datetime) -> Iterator[Task]:
    """Who waits for approval, and offers of places that lapse within a day."""
    waits = Registration.state.in_(UNDECIDED)
    lapses = and_(
        Registration.state == RegistrationState.NOMINATED, Registration.offered_until.between(now, now + SOON)
    )
    query = select(
        Registration.council_session_id,
        func.count(case((waits, 1))).label("waiting"),
        func.min(case((waits, Registration.nominated_at))).label("since"),
        func.count(case((lapses, 1))).label("offers"),
        func.min(case((lapses, Registration.offered_until))).label("until"),
    ).where(Registration.council_session_id.in_([one.id for one in sessions]))
    rows = session().execute(query.group_by(Registration.council_session_id)) if sessions else ()
    found = {row.council_session_id: row for row in rows}
    for one in sessions:
        row = found.get(one.id)
        if row and row.waiting and one.stage in BEFORE_THE_END:
            word = ngettext("%(num)d person", "%(num)d people", row.waiting)
            hint = _("The oldest since: %(moment)s", moment=relative(row.since, now, current_language()))
            yield _task(_("Approve registrations"), one, "registrations.approval", hint, word)
        if row and row.offers:
            word = ngettext("%(num)d place", "%(num)d places", row.offers)
            hint = _("The next one lapses: %(moment)s", moment=relative(row.until, now, current_language()))
            yield _task(_("Offers of places that lapse within a day"), one, "invitations.waiting", hint, word)


def _erasure_requests(sessions: Sequence[CouncilSession], now: datetime) -> Iterator[Task]:
    column = Registration.council_session_id
    query = select(column, func.count(), func.min(ErasureRequest.asked_at)).join(ErasureRequest.registration)
    query = query.where(ErasureRequest.state == ErasureRequestState.OPEN, column.in_([one.id for one in sessions]))
    rows = session().execute(query.group_by(column)) if sessions else ()
    found = {session_id: (number, since) for session_id, number, since in rows}
    for one in sessions:
        if one.id in found:
            number, since = found[one.id]
            hint = _("The oldest since: %(moment)s", moment=relative(since, now, current_language()))
            word = ngettext("%(num)d request", "%(num)d requests", number)
            yield _task(_("Answer requests for erasure"), one, "registrations.erasure_requests", hint, word)


def _bounces(sessions: Sequence[CouncilSession], now: datetime) -> Iterator[Task]:
    """Where letters are still to be written: who was not reached before stands on the page of the body."""
    to_come = [one.id for one in sessions if not is_over(one, now)]
    found = bounced_by_session(to_come) if to_come else {}
    for one in sessions:
        if one.id in found:
            word = ngettext("%(num)d address to correct", "%(num)d addresses to correct", found[one.id])
            hint = _("Letters come back from them")
            yield _task(_("Addresses that bounce"), one, "letters.returned", hint, word, "bad")


def _undelivered(sessions: Sequence[CouncilSession]) -> Iterator[Task]:
    found = waiting_by_session([one.public_id for one in sessions]) if sessions else {}
    for one in sessions:
        if one.public_id in found:
            word = ngettext("%(num)d letter", "%(num)d letters", found[one.public_id])
            hint = _("A server refused them or gave them up; nothing has gone in their place")
            yield _task(_("Send letters again"), one, "letters.index", hint, word, "bad", state=NOT_ARRIVED)


def _calls(sessions: Sequence[CouncilSession], now: datetime) -> Iterator[Task]:
    found = numbers_to_call(sessions, now)
    for one in sessions:
        if one.id in found:
            word = ngettext("%(num)d body", "%(num)d bodies", found[one.id])
            hint = _("Their turn has come on the ladder of reminders")
            yield _task(_("Telephone silent bodies"), one, "invitations.reminders", hint, word, anchor="calls")


def _periods(sessions: Sequence[CouncilSession], now: datetime) -> Iterator[Task]:
    due = due_within(sessions, now, AHEAD)
    for one in sessions:
        if one.id in due:
            day = long_date(local(due[one.id], one.time_zone).date(), current_language())
            hint = f"{_which(one)} · {_('At night, by itself')}"
            url = url_for("councils.retention", council_slug=one.council.slug)
            yield Task(_("Personal data will be deleted"), hint, url, day, "info")


def _unmatched(actor: Actor, now: datetime) -> Iterator[Task]:
    if may_read_unmatched(actor) and (number := unmatched_since(now - LATELY)):
        word = ngettext("%(num)d message", "%(num)d messages", number)
        hint = _("Of the last seven days; read them and answer from your own mailbox")
        yield Task(_("Messages that belong to no letter"), hint, url_for("letters.unmatched"), word, "info")


def _registry(actor: Actor) -> Iterator[Task]:
    """Imports that were checked and not confirmed, and possible duplicates."""
    if not may_edit_bodies(actor):
        return
    councils = councils_edited_by(actor)
    ready = imports_of(councils, ImportState.CHECKED).order_by(None).options()
    if number := session().scalar(ready.with_only_columns(func.count(ImportRun.id))):
        url = url_for("imports.index", state=ImportState.CHECKED.value)
        word = ngettext("%(num)d import", "%(num)d imports", number)
        yield Task(_("Confirm imports"), _("Checked; nothing of them is in the registry yet"), url, word, "warn")
    if number := len(duplicate_people(people_of(councils))) + len(duplicate_bodies()):
        word = ngettext("%(num)d pair", "%(num)d pairs", number)
        hint = _("Rows that may stand for one person or one body")
        yield Task(_("Possible duplicates"), hint, url_for("duplicates.index"), word, "info")


def _task(
    title: str,
    one: CouncilSession,
    endpoint: str,
    hint: str,
    word: str,
    tone: str = "warn",
    anchor: str | None = None,
    state: str | None = None,
) -> Task:
    url = url_for(endpoint, council_slug=one.council.slug, session_code=one.code, state=state, _anchor=anchor)
    return Task(title, f"{_which(one)} · {hint}", url, word, tone)


def _which(one: CouncilSession) -> str:
    """The session in short: sessions of one council often have one title."""
    return f"{one.council.code}, {short_date(local(one.starts_at, one.time_zone).date())}"
