"""A session with bodies on its list, and the job that queues letters, run in the test's own process."""

import dataclasses
from collections.abc import Callable

import pytest
from flask import Flask

from eventreg.bodies.models import BodyKind
from eventreg.core import clock
from eventreg.core.actors import Actor
from eventreg.core.db import session, transaction
from eventreg.councils.actions import LetterheadDetails, edit_letterhead
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.campaigns import save_invitation_words, start_invitations
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.models import Campaign, InvitationState
from eventreg.invitations.recipients import READY, Audience, sending_of
from eventreg.sessions.models import CouncilSession
from tests.factories import a_body, a_council, a_session, an_invitation

BY = Actor("staff", "abc")
LANGUAGES = ("kk", "ru", "en")
Start = Callable[..., Campaign]
HEAD = LetterheadDetails(
    name=Translated(kk="Орталық Ә", ru="Центр"),
    details=Translated(kk="Астана қ.", ru="г. Астана"),
    number_index="01-15/",
    signatory_post=Translated(kk="Директор", ru="Директор"),
    signatory_name=Translated(kk="Г. Сәрсенова", ru="Г. Сарсенова"),
)


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    """Five bodies on the list, not invited yet: three akimats, a ministry, and one without an address."""
    with transaction():
        found = a_session(a_council("rcc"), "2026-11-23")
        for number, language in enumerate(LANGUAGES):
            an_invitation(found, a_body(f"AKM-{number}", language=language), state=InvitationState.DRAFT)
        an_invitation(found, a_body("MON", BodyKind.MINISTRY, "kk"), state=InvitationState.DRAFT)
        silent = an_invitation(found, a_body("NGO", BodyKind.NGO), state=InvitationState.DRAFT)
        silent.email = ""
    return found


@pytest.fixture
def start(council_session: CouncilSession) -> Start:
    """Starts the invitations of the session, and with `queued` puts them into the outbox."""

    def started(audience: Audience | None = None, *, official: bool = False, queued: bool = True) -> Campaign:
        if official:
            with transaction():
                edit_letterhead(council_session.council, HEAD, BY, clock.now())
                words = dataclasses.replace(READY, has_official_letter=True)
                save_invitation_words(council_session, words, 0, BY, clock.now())
        with transaction():
            audience = audience or Audience()
            fingerprint = sending_of(council_session, clock.now(), audience=audience).fingerprint
            campaign = start_invitations(council_session, audience, fingerprint, BY, clock.now())
        if queued:
            queue_mailings()
        session().rollback()
        return campaign

    return started
