"""The QR code of a pass goes with the letter that confirms; the seal that makes it count is stored nowhere."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.actors import SYSTEM
from eventreg.core.db import session, transaction
from eventreg.documents.qr import qr_png
from eventreg.mail.deliver import deliver_letters
from eventreg.mail.forgetting import forget_letters_about
from eventreg.mail.models import Letter
from eventreg.registrations.actions.registering import confirm_for, withdraw_registration
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.passes import counts, pass_text, read_pass
from tests.conftest import NOW
from tests.factories import a_registration, a_session
from tests.smtp_server import MailServer
from tests.tables import all_rows


@pytest.fixture
def registration(app: Flask) -> Registration:
    """A delegate whom the office has just confirmed."""
    with transaction():
        found = a_registration(a_session(), state=RegistrationState.NOMINATED)
    with transaction():
        confirm_for(found, SYSTEM, NOW)
    return found


def pictures(mail_server: MailServer) -> list[object]:
    parts = [part for letter in mail_server.received for part in letter.message.walk()]
    return [part.get_payload(decode=True) for part in parts if part.get_filename() == "qr.png"]


def test_the_letter_that_confirms_carries_the_qr_code_of_the_pass(
    registration: Registration, mail_server: MailServer
) -> None:
    text = pass_text(registration)

    deliver_letters()

    assert pictures(mail_server) == [qr_png(text)]
    kinds = [part.get_content_type() for part in mail_server.received[0].message.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
        "image/png", "application/ics",
    ]  # fmt: skip
    assert len(mail_server.received[0].content) < 40_000


def test_no_table_holds_the_seal_of_a_pass(registration: Registration, mail_server: MailServer) -> None:
    deliver_letters()

    content, _, seal = pass_text(registration).rpartition("/")
    stored = str(all_rows())
    assert content in stored
    assert seal not in stored


def test_after_a_withdrawal_the_qr_code_in_the_letter_is_dead(
    registration: Registration, mail_server: MailServer
) -> None:
    sent = pass_text(registration)
    deliver_letters()

    with transaction():
        withdraw_registration(registration, "", SYSTEM, NOW)

    found = session().scalars(select(Registration)).one()
    assert pictures(mail_server) == [qr_png(sent)]
    assert not counts(read_pass(sent, found.council_session).version, found)


def test_a_letter_that_was_emptied_holds_no_pass(registration: Registration) -> None:
    with transaction():
        forget_letters_about("registration", [registration.public_id], NOW)

    assert session().scalars(select(Letter.qr_content)).all() == [""]
