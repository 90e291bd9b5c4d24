"""How messages that came back get in: by a program with a token, and from a mailbox."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventreg.accounts.tokens import make_token, revoke_token
from eventreg.app import create_app
from eventreg.core import clock
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.db import db, session, transaction
from eventreg.mail.deliver import deliver_letters
from eventreg.mail.mailbox import read_mailbox
from eventreg.mail.models import InboundMessage, Letter, MailOutage, MailService
from eventreg.mail.outages import note_outage, outages
from eventreg.mail.views.inbound import MOST_BROUGHT
from eventreg.settings import Imap, Settings
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import with_settings
from tests.mail.imap_server import PASSWORD, USER, Mailbox, running_mailbox
from tests.mail.test_inbound import raw, sent_letter

ADDRESS = "/api/v1/mail/inbound"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mailbox() as mailbox:
        yield mailbox


def a_token() -> dict[str, str]:
    with transaction():
        _, secret = make_token("postfix", ["mail:inbound"], COMMAND_LINE, clock.now())
    return {"Authorization": f"Bearer {secret}"}


def number_kept() -> int:
    db.session.rollback()
    return session().scalar(select(func.count(InboundMessage.id))) or 0


def test_a_program_with_a_token_brings_a_message(app: Flask, browser: Browser) -> None:
    sent_letter()

    answer = browser.request("POST", ADDRESS, data=raw("01-postfix-no-such-user"), headers=a_token())

    assert answer.status_code == 202
    assert answer.get_json()["kind"] == "hard_bounce"
    assert answer.get_json()["matched"] is True
    assert number_kept() == 1


def test_without_a_token_or_with_a_revoked_one_nothing_is_taken(app: Flask, browser: Browser) -> None:
    with transaction():
        token, secret = make_token("postfix", ["mail:inbound"], COMMAND_LINE, clock.now())
        revoke_token(token, COMMAND_LINE, clock.now())

    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": f"Bearer {secret}"}):
        answer = browser.request("POST", ADDRESS, data=raw("16-qmail"), headers=headers)

        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"
    assert number_kept() == 0


def with_attachment(size: int) -> bytes:
    """A report that brings our letter back with a file of that size."""
    line = b"JVBERi0xLjcKJeLjz9MKMSAwIG9iago8PCAvVHlwZSAvQ2F0YWxvZyAvUGFnZXMgMiAwIFIg\n"
    before, boundary, after = raw("01-postfix-no-such-user").rpartition(b"\n--")
    return before + b"\n" + line * (size // len(line)) + boundary + after


def test_a_report_that_brings_a_big_letter_back_is_understood_as_from_a_mailbox(
    settings: Settings, app: Flask, browser: Browser, mailbox: Mailbox
) -> None:
    letter = sent_letter()
    content = with_attachment(22 * 1024 * 1024)
    mailbox.messages.append(content)

    answer = browser.request("POST", ADDRESS, data=content, headers=a_token())
    in_mailbox(settings, mailbox)

    assert (answer.status_code, answer.get_json()["kind"]) == (202, "hard_bounce")
    assert session().get_one(Letter, letter.id).bounced_at is not None
    assert number_kept() == 1


def test_what_is_too_big_or_empty_is_refused(app: Flask, browser: Browser) -> None:
    headers = a_token()

    assert browser.request("POST", ADDRESS, data=b"x" * (MOST_BROUGHT + 1), headers=headers).status_code == 413
    unmeasured = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    answer = browser.request(
        "POST", ADDRESS, data=b"x" * (MOST_BROUGHT + 1), headers=headers, environ_overrides=unmeasured
    )
    assert answer.status_code == 413
    assert browser.request("POST", ADDRESS, data=b"", headers=headers).status_code == 400
    assert number_kept() == 0


def test_a_token_is_kept_as_a_hash_alone_and_unknown_scopes_are_refused(app: Flask) -> None:
    with transaction():
        token, secret = make_token("postfix", ["mail:inbound"], COMMAND_LINE, clock.now())

    assert secret not in (token.token_hash, token.public_id)
    with pytest.raises(ValueError, match="everything"), transaction():
        make_token("x", ["everything"], COMMAND_LINE, clock.now())


def test_the_mailbox_is_read_once_and_marked(settings: Settings, app: Flask, mailbox: Mailbox) -> None:
    sent_letter()
    mailbox.messages += [raw("01-postfix-no-such-user"), raw("24-vacation-rfc3834"), b"\xff\x00 no mail at all"]

    in_mailbox(settings, mailbox)
    in_mailbox(settings, mailbox)

    assert number_kept() == 3
    assert mailbox.seen == {1, 2, 3}
    assert sum(command.startswith("UID FETCH") for command in mailbox.commands) == 3


REPORT = raw("01-postfix-no-such-user")
STRANGE = {
    "a NUL in a report": REPORT.replace(b"User unknown", b"User \x00unknown"),
    "a report in a charset that holds none of its bytes": (
        b"From: a@b.example\nContent-Type: message/delivery-status\n\n"
        b"Content-Type: text/plain; charset=idna\n\xb9\xd0\xb3\xd2\xaf: x\n"
    ),
    "more within one another than the parser takes": b"From: a@b.example\n"
    + b"Content-Type: message/rfc822\n\n" * 2000,
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE.keys())
def test_after_a_message_that_nobody_sends_in_earnest_the_next_one_is_read(
    settings: Settings, app: Flask, browser: Browser, mailbox: Mailbox, strange: bytes
) -> None:
    mailbox.messages += [strange, b"From: body@invitee.example\nSubject: We come\n\nTwo people.\n"]

    in_mailbox(settings, mailbox)

    assert (number_kept(), mailbox.seen) == (2, {1, 2})
    assert browser.request("POST", ADDRESS, data=strange + b"\n", headers=a_token()).status_code == 202


def test_a_message_that_cannot_be_read_is_kept_and_says_so(app: Flask, browser: Browser) -> None:
    strange = STRANGE["more within one another than the parser takes"]
    browser.request("POST", ADDRESS, data=strange, headers=a_token())
    sign_in(browser, None, is_admin=True)

    assert "This message could not be read" in browser.get("/office/letters/returned?lang=en").text


def test_a_connection_that_is_lost_after_storing_keeps_the_message_once(
    settings: Settings, app: Flask, mailbox: Mailbox
) -> None:
    mailbox.messages.append(raw("16-qmail"))
    mailbox.hangs_up_at = "UID STORE"
    in_mailbox(settings, mailbox)
    assert (number_kept(), mailbox.seen) == (1, set())

    mailbox.hangs_up_at = ""
    in_mailbox(settings, mailbox)

    assert (number_kept(), mailbox.seen) == (1, {1})


def test_a_wrong_password_or_an_absent_server_waits_for_the_clock(
    settings: Settings, app: Flask, mailbox: Mailbox
) -> None:
    mailbox.messages.append(raw("16-qmail"))

    in_mailbox(settings, mailbox, password="wrong")
    in_mailbox(settings, mailbox, port=9)

    assert number_kept() == 0


def test_names_and_passwords_may_be_kazakh_and_so_may_the_folder(
    settings: Settings, app: Flask, mailbox: Mailbox
) -> None:
    mailbox.messages.append(raw("16-qmail"))
    mailbox.user, mailbox.password = "жауаптар@министрлік.қаз", 'құпия "сөз"\\'
    imap = Imap("127.0.0.1", mailbox.port, "none", mailbox.user, mailbox.password, "Хаттар & жауаптар")

    with create_app(with_settings(settings, imap=imap)).app_context():
        read_mailbox()
        db.session.remove()
        db.engine.dispose()

    assert mailbox.seen == {1}
    assert 'SELECT "&BCUEMARCBEIEMARA- &- &BDYEMARDBDAEPwRCBDAEQA-"' in mailbox.commands


def test_while_the_mailbox_cannot_be_opened_the_office_reads_since_when_and_what_it_said(
    settings: Settings, app: Flask, browser: Browser, mailbox: Mailbox
) -> None:
    in_mailbox(settings, mailbox, password="wrong")
    assert outages(clock.now()) == []  # it may be back in a minute
    with transaction():
        session().scalars(select(MailOutage)).one().since -= timedelta(hours=3)
    in_mailbox(settings, mailbox, password="wrong")
    sign_in(browser, None, is_admin=True)

    home = browser.get("/office/?lang=en").text
    assert "Bounces and answers are not being read" in home
    assert "3 hours ago" in home
    assert "looks after it: wrong" in home
    in_mailbox(settings, mailbox)
    assert "not being read" not in browser.get("/office/?lang=en").text


def test_a_mailbox_or_a_mail_server_that_is_no_longer_set_is_not_away(settings: Settings, app: Flask) -> None:
    with transaction():
        for service in MailService:
            note_outage(service, "No route to host", clock.now() - timedelta(days=3))

    with create_app(with_settings(settings, imap=None, smtp=None)).app_context():
        read_mailbox()
        deliver_letters()
        db.session.remove()
        db.engine.dispose()

    assert outages(clock.now()) == []


def in_mailbox(settings: Settings, mailbox: Mailbox, password: str = PASSWORD, port: int = 0) -> None:
    imap = Imap("127.0.0.1", port or mailbox.port, "none", USER, password)
    with create_app(with_settings(settings, imap=imap)).app_context():
        read_mailbox()
        db.session.remove()
        db.engine.dispose()
