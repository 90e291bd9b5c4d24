"""Whoever writes to mailings waits for the others, so that of two people at once both are served."""

import threading
from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from typing import Any  # Any: functions of any shape are paused

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from eventreg.bodies.actions import change_body
from eventreg.bodies.models import Body
from eventreg.core import clock
from eventreg.core.actors import VISITOR
from eventreg.core.db import db, session, transaction
from eventreg.councils.models import OutgoingNumber
from eventreg.i18n.text import Translated
from eventreg.invitations import mails
from eventreg.invitations.actions import campaigns, listing, numbers
from eventreg.invitations.actions.campaigns import cancel_mailing, save_invitation_words
from eventreg.invitations.actions.listing import remove_invitation
from eventreg.invitations.actions.numbers import enter_number
from eventreg.invitations.actions.single_letters import send_new_link, send_to_chosen, send_to_one
from eventreg.invitations.models import Campaign, Invitation, InvitationState
from eventreg.invitations.recipients import READY
from eventreg.sessions import actions as sessions
from eventreg.sessions.models import CouncilSession
from tests.conftest import NOW
from tests.factories import a_body, a_session, an_invitation, three
from tests.invitations.conftest import BY, Start
from tests.invitations.test_mailings import invitation_of
from tests.invitations.test_news_in_portions import meanwhile, on_postgresql
from tests.invitations.test_registry_addresses import details_of
from tests.invitations.test_session_news import details

pytestmark = on_postgresql
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def at_once(app: Flask, patch: tuple[Any, str], first: Callable[[], None], second: Callable[[], None]) -> None:
    """`second` has begun and waits for a lock while `first` stands at the call of what is patched."""
    module, name = patch
    original, failed = getattr(module, name), []

    def paused(pause: Callable[[], None]) -> None:
        mine = threading.get_ident()

        def call(*args: Any, **more: Any) -> Any:
            if threading.get_ident() == mine and not done:
                done.append(True)
                pause()
            return original(*args, **more)

        done: list[bool] = []
        with pytest.MonkeyPatch.context() as patching:
            patching.setattr(module, name, call)
            first()

    def run() -> None:
        with app.app_context():
            try:
                second()
            except BaseException as error:
                failed.append(error)
            db.session.remove()

    thread = threading.Thread(target=Context().run, args=(run,))
    with meanwhile(app, paused):
        thread.start()
        while thread.is_alive() and not session().execute(WAITING).scalar():
            session().rollback()
            thread.join(0.05)
        session().rollback()
    thread.join(30)
    assert failed == []


def test_words_are_saved_while_somebody_sends_to_one_body(app: Flask, council_session: CouncilSession) -> None:
    with transaction():
        save_invitation_words(council_session, READY, 0, BY, NOW)

    def save() -> None:
        with transaction():
            save_invitation_words(council_session, replace(READY, subject=three("New")), 1, BY, NOW)

    def send() -> None:
        with transaction():
            send_to_one(invitation_of("AKM-0"), BY, clock.now())

    at_once(app, (campaigns, "wording_of"), save, send)

    assert session().scalars(select(Campaign.subject)).all() == [three("New")]
    assert invitation_of("AKM-0").state is InvitationState.INVITED


def test_a_session_is_changed_while_somebody_sends_by_a_new_mailing(
    app: Flask, council_session: CouncilSession, start: Start
) -> None:
    campaign = start()
    with transaction():
        cancel_mailing(campaign, BY, NOW)

    def change() -> None:
        with transaction():
            sessions.change_session(council_session, details(council_session, title=three("New")), BY, NOW)

    def send() -> None:
        with transaction():
            send_to_one(invitation_of("AKM-0"), BY, clock.now())

    at_once(app, (sessions, "announce"), change, send)

    assert session().scalar(select(func.count(Campaign.id))) == 2
    assert session().scalars(select(CouncilSession.title)).all() == [three("New")]


def test_two_bodies_that_stand_on_two_lists_the_other_way_round_are_changed(
    app: Flask, council_session: CouncilSession, start: Start
) -> None:
    start()
    with transaction():
        other = a_session(council_session.council, "2026-12-07")
        first, second = a_body("ONE"), a_body("TWO")
        for one, body in ((council_session, first), (other, first), (other, second), (council_session, second)):
            an_invitation(one, body, state=InvitationState.DRAFT)
        save_invitation_words(other, READY, 0, BY, NOW)

    def mend(code: str) -> None:
        body = session().scalars(select(Body).filter_by(code=code)).one()
        with transaction():
            change_body(body, replace(details_of(body), email="new@body.example", name=Translated(ru=code)), BY, NOW)

    at_once(app, (listing, "tell_anew"), lambda: mend("ONE"), lambda: mend("TWO"))

    found = session().scalars(select(Invitation.email).where(Invitation.body.has(Body.code.in_(("ONE", "TWO")))))
    assert set(found) == {"new@body.example"}


def test_a_body_leaves_the_list_while_a_number_is_entered_for_its_letter(
    app: Flask, council_session: CouncilSession
) -> None:
    def enter() -> None:
        with transaction():
            enter_number(invitation_of("AKM-0"), "9/1", NOW.date(), BY, NOW)

    def remove() -> None:
        with transaction():
            remove_invitation(invitation_of("AKM-0"), BY, NOW)

    at_once(app, (numbers, "entered_paper"), enter, remove)

    assert session().scalar(select(func.count(Invitation.id))) == 4
    assert session().scalars(select(OutgoingNumber)).all() == []


def test_links_to_two_bodies_are_asked_for_while_both_are_ticked_and_sent_to(
    app: Flask, council_session: CouncilSession
) -> None:
    with transaction():
        both = [invitation_of("AKM-0"), invitation_of("MON")]
        for invitation in both:
            invitation.email, invitation.state = "both@body.example", InvitationState.INVITED
        both[0].body.protocol_rank = both[1].body.protocol_rank + 1
    seen = {invitation.public_id: 0 for invitation in both}

    def ask() -> None:
        with transaction():
            send_new_link("both@body.example", clock.now(), VISITOR)

    def send() -> None:
        with transaction():
            assert send_to_chosen(council_session, seen, BY, clock.now()).sent == 2

    at_once(app, (mails, "invitation_link"), ask, send)
