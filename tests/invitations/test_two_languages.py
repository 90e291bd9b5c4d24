"""Letters in Kazakh and Russian: for whom, what they say, and one link that is the same in both."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.message import Message

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.models import BodyKind
from eventreg.core import clock
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.councils.models import Letterhead
from eventreg.i18n.text import Translated
from eventreg.invitations import mails
from eventreg.invitations.actions.listing import add_invitation
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.actions.single_letters import send_to_one
from eventreg.invitations.models import Invitation, RungTarget
from eventreg.mail.mime import letter_bytes
from eventreg.mail.models import Letter
from eventreg.mail.outbox import claim
from eventreg.mail.senders import parts_of
from eventreg.registrations.models import ParticipantRole, RegistrationState
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.news import News
from eventreg.settings import Settings
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_body, a_registration, a_session, an_invitation
from tests.invitations.conftest import BY
from tests.invitations.test_reminders import TURN, a_silent, laddered, reminded

ONE_SEAT = {ParticipantRole.DELEGATE: 1}


def a_council_that_writes_in_two_languages() -> CouncilSession:
    council_session = a_session()
    names = dict.fromkeys(("name", "details", "signatory_post", "signatory_name"), Translated(kk="Орталық"))
    session().add(Letterhead(council=council_session.council, bilingual_letters=True, **names))
    session().flush()
    return council_session


@pytest.mark.parametrize(
    ("kind", "language", "expected"),
    [
        (BodyKind.MINISTRY, "ru", "kk-ru"),
        (BodyKind.AKIMAT, "kk", "kk-ru"),
        (BodyKind.AKIMAT, "en", "en"),
        (BodyKind.NGO, "ru", "ru"),
    ],
)
def test_ministries_and_akimats_are_written_to_in_two_languages_where_the_council_says_so(
    app: Flask, kind: BodyKind, language: str, expected: str
) -> None:
    with transaction():
        asked, other = a_council_that_writes_in_two_languages(), a_session()
        body = a_body(None, kind, language)
        found = [add_invitation(one, body, ONE_SEAT, BY, clock.now()).letter_language for one in (asked, other)]

    assert found == [expected, language]


def test_the_invitation_says_all_in_kazakh_and_then_in_russian_with_one_link(app: Flask, settings: Settings) -> None:
    with transaction():
        body = a_body("MON", BodyKind.MINISTRY)
        invitation = add_invitation(a_council_that_writes_in_two_languages(), body, ONE_SEAT, BY, clock.now())
    with transaction():
        send_to_one(invitation, BY, clock.now())
    queue_mailings()

    with transaction():
        (claimed,) = claim("w#1", clock.now())
    message = message_from_bytes(letter_bytes(parts_of(claimed, settings)))
    text, html = (_decoded(message, media_type) for media_type in ("text/plain", "text/html"))
    above, below = text.split("=" * 40)
    assert message["Content-Language"] == "kk, ru"
    for half, dative in ((above, "Ұйым MON-ға"), (below, "Организации MON")):
        assert dative in half
        assert half.count(invitation.link.url) == 1
    assert dative not in above
    assert html.count("</html>") == 1
    assert set(re.findall(r'href="(http[^"]*)"', html)) == {invitation.link.url}


def test_the_office_chooses_two_languages_for_one_body_and_takes_it_back(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
        add_invitation(council_session, a_body("NGO-1", BodyKind.NGO), ONE_SEAT, BY, clock.now())
        public_id = session().scalars(select(Invitation.public_id)).one()
        path = f"/office/{council_session.council.slug}/{council_session.code}/invitations/{public_id}"
    sign_in(browser, council_session.council, Role.ORGANIZER)

    page = browser.submit(browser.get(path), "/address", language="kk-ru")
    assert page.form("/address")["language"] == "kk-ru"
    assert (the_one().language, the_one().is_bilingual) == ("kk", True)

    browser.submit(page, "/address", language="ru")
    assert (the_one().language, the_one().is_bilingual) == ("ru", False)


def test_the_council_says_on_its_letterhead_page_for_whom(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session()
        path = f"/office/{council_session.council.slug}/{council_session.code}/mailings/letterhead"
    sign_in(browser, council_session.council, Role.ORGANIZER)

    page = browser.submit(browser.get(path), "", name_kk="Орталық", name_ru="Центр", bilingual_letters="y")

    assert session().scalars(select(Letterhead.bilingual_letters)).one() is True
    assert page.form("")["bilingual_letters"] == "y"


def test_a_reminder_to_such_a_body_is_in_both_languages_too(app: Flask) -> None:
    with transaction():
        silent = a_silent(laddered(RungTarget.FIRST), "silent@invitee.example")
        silent.language, silent.is_bilingual = "kk", True
    reminded(TURN)

    letter = session().scalars(select(Letter).filter_by(kind="reminder")).one()
    above, below = letter.text.split("=" * 40)
    assert letter.language == "kk-ru"
    assert above.count(silent.link.mark) == below.count(silent.link.mark) == 1
    assert "Қайырлы күн" in above
    assert "Добрый день" in below


def test_whatever_else_goes_to_the_address_of_such_a_body_is_in_both_languages(app: Flask) -> None:
    now = clock.now()
    with transaction():
        council_session = a_session()
        invitation = an_invitation(council_session, a_body("MON", BodyKind.MINISTRY, "kk"))
        invitation.is_bilingual = True
        nominee = a_registration(council_session, invitation.body, state=RegistrationState.PENDING)
        nominee.decision_reason = "Себебі"
        mails.invitation_link(invitation, now)
        mails.invitation_renewed(invitation, now)
        mails.nominee_rejected(invitation, nominee, now)
        mails.session_news(invitation, News("session_moved", "REQUEST", council_session.starts_at - timedelta(1)), now)

    letters = session().scalars(select(Letter).order_by(Letter.id)).all()
    assert [letter.kind for letter in letters] == [
        "invitation_link",
        "invitation_renewed",
        "nominee_rejected",
        "session_moved",
    ]
    for letter in letters:
        above, below = letter.text.split("=" * 40)
        assert letter.language == "kk-ru"
        assert "Отырыс" in above
        assert "Заседание" in below
        assert above.count(invitation.link.mark) == below.count(invitation.link.mark) == 1


def _decoded(message: Message, media_type: str) -> str:
    content = next(part for part in message.walk() if part.get_content_type() == media_type).get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def the_one() -> Invitation:
    session().rollback()
    return session().scalars(select(Invitation)).one()
