"""What comes back: each sample is understood, lands on its letter, and only a hard bounce stops further letters."""

import re
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, Thread
from time import process_time

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.db import session, transaction
from eventreg.journal.models import JournalEntry
from eventreg.mail.actions import resend
from eventreg.mail.deliver import deliver_letters
from eventreg.mail.inbound import receive
from eventreg.mail.incoming.reading import read_message
from eventreg.mail.models import BouncedAddress, InboundKind, InboundMessage, Letter, LetterState
from eventreg.mail.queries import bounce_of
from tests.mail.conftest import RECIPIENT, post_letter
from tests.smtp_server import MailServer

SAMPLES = Path(__file__).parent / "inbound"
TOKEN = "AbCdEfGhIjKlMnOpQrStUvWxYz012345"


@dataclass(frozen=True)
class Sample:
    """What one file must be understood as; `is_ours` is False where no letter of ours is meant.

    `is_given_up`: the letter did not arrive, and the next one may.
    """

    file: str
    kind: str
    status: str
    words: str
    is_ours: bool = True
    is_given_up: bool = False


TABLE = (
    Sample("01-postfix-no-such-user", "hard_bounce", "5.1.1", "Recipient address rejected: User unknown"),
    Sample("02-postfix-delayed", "soft_bounce", "4.4.1", "Connection timed out"),
    Sample("03-postfix-expired", "soft_bounce", "4.4.1", "Connection timed out", is_given_up=True),
    Sample("04-postfix-mailbox-full", "hard_bounce", "5.2.2", "Quota exceeded"),
    Sample("05-exim-classic", "hard_bounce", "5.1.1", "550 5.1.1 <aigul@invitee.example>: User unknown"),
    Sample("06-exim-dsn", "hard_bounce", "5.0.0", "Unrouteable address"),
    Sample("07-exim-warning", "soft_bounce", "4.7.1", "Greylisting in action"),
    Sample("08-exchange-online-not-found", "hard_bounce", "5.1.10", "not found by SMTP address lookup"),
    Sample("09-exchange-online-access-denied", "hard_bounce", "5.7.133", "authentication required"),
    Sample("10-exchange-2016-russian", "hard_bounce", "5.1.1", "RESOLVER.ADR.RecipNotFound"),
    Sample("11-gmail-no-such-user", "hard_bounce", "5.1.1", "does not exist"),
    Sample("12-gmail-over-quota", "soft_bounce", "4.2.2", "out of storage space"),
    Sample("13-mailru-no-such-user", "hard_bounce", "5.1.1", "User Unknown"),
    Sample("14-mailru-inactive-text", "hard_bounce", "5.2.1", "Account is inactive"),
    Sample("15-yandex-text", "hard_bounce", "5.7.1", "No such user!"),
    Sample("16-qmail", "hard_bounce", "5.1.1", "Sorry, no mailbox here by that name"),
    Sample("17-qmail-deferred-given-up", "soft_bounce", "4.3.2", "Please try again later", is_given_up=True),
    Sample("18-sendmail-host-unknown", "hard_bounce", "5.1.2", "Host unknown"),
    Sample("19-sendmail-warning", "soft_bounce", "4.4.1", "Deferred: mx.invitee.example.: No route to host"),
    Sample("20-rfc3464-forwarded", "hard_bounce", "5.1.1", "unknown user"),
    Sample("21-rfc3464-delivered", "delivered", "2.0.0", "Ok: queued as 7B2"),
    Sample("22-rfc3464-two-recipients", "hard_bounce", "5.1.1", "no such mailbox"),
    Sample("23-unroutable-today", "soft_bounce", "5.4.4", "Name service error", is_given_up=True),
    Sample("24-vacation-rfc3834", "auto_reply", "", "on leave until 16 November 2026"),
    Sample("25-outlook-automatic-reply", "auto_reply", "", "Я в отпуске до 16 ноября."),
    Sample("26-gmail-vacation", "auto_reply", "", "On leave until Monday"),
    Sample("27-mailru-autoreply-no-id", "auto_reply", "", "отвечу после 16 ноября"),
    Sample("28-outlook-declined", "calendar_reply", "DECLINED", "Буду в командировке, пришлю заместителя"),
    Sample("29-gmail-accepted", "calendar_reply", "ACCEPTED", "Accepted"),
    Sample("30-counter", "calendar_reply", "TENTATIVE", "On Tuesday?"),
    Sample("31-read-receipt", "receipt", "", "Your message was displayed."),
    Sample("32-a-person-answers", "message", "", "We will send two people."),
    Sample("33-forged-bounce", "hard_bounce", "5.1.1", "User unknown", is_ours=False),
    Sample("34-broken-mime", "hard_bounce", "5.1.1", "User unknown"),
)


def raw(name: str) -> bytes:
    return (SAMPLES / f"{name}.eml").read_bytes()


def sent_letter() -> Letter:
    """A letter about the registration REGISTRATION, handed over an hour ago as <letter-1@eventreg.example>."""
    context = {"name": "Айгүл", "email": RECIPIENT, "link": ""}  # a letter with a dead link could not go again
    letter = post_letter(about=("registration", "REGISTRATION"), context=context)
    with transaction():
        letter.message_id, letter.sent_at = "letter-1@eventreg.example", clock.now()
        letter.end(LetterState.SENT)
    return letter


def take_in(content: bytes) -> InboundMessage:
    with transaction():
        return receive(content, SYSTEM, clock.now())


def test_every_sample_stands_in_the_table_and_names_its_source() -> None:
    files = sorted(path.stem for path in SAMPLES.glob("*.eml"))

    assert files == [sample.file for sample in TABLE]
    sources = [raw(name).decode().partition("\n")[0].partition("X-Sample-Source: ")[2] for name in files]
    assert all(source.startswith(("shape after ", "after RFC ", "invented: ")) for source in sources), sources
    assert sum(not source.startswith("invented: ") for source in sources) == 28


@pytest.mark.parametrize("sample", TABLE, ids=lambda sample: sample.file)
def test_a_sample_is_understood(sample: Sample) -> None:
    found = read_message(raw(sample.file))

    assert (found.kind, found.status, found.is_given_up) == (sample.kind, sample.status, sample.is_given_up)
    assert sample.words in found.words
    assert TOKEN not in found.words or sample.file == "32-a-person-answers"


def test_an_exchange_rule_names_the_letter_that_it_answers_in_a_header_of_its_own() -> None:
    assert read_message(raw("25-outlook-automatic-reply")).letter_ids == ["letter-1@eventreg.example"]


def test_a_reason_that_a_server_gives_twice_is_shown_once() -> None:
    assert read_message(raw("13-mailru-no-such-user")).words.count("User Unknown") == 1


def test_every_sample_lands_on_its_letter_and_only_hard_bounces_stop_others(
    app: Flask, mail_server: MailServer
) -> None:
    for sample in TABLE:
        letter = sent_letter()
        before = session().scalar(select(func.count(Letter.id)))

        message = take_in(raw(sample.file))

        assert (message.kind, message.letter is not None) == (sample.kind, sample.is_ours), sample.file
        assert message.about_id == ("REGISTRATION" if sample.is_ours else ""), sample.file
        is_dead = sample.kind == "hard_bounce" and sample.is_ours
        assert (letter.bounced_at is not None) == (is_dead or sample.is_given_up), sample.file
        assert (session().scalar(select(BouncedAddress.address)) == RECIPIENT) == is_dead, sample.file
        assert letter.state is LetterState.SENT
        assert session().scalar(select(func.count(Letter.id))) == before, "nothing is answered"
        start_again()


def test_no_personal_link_can_be_read_from_what_is_kept(app: Flask) -> None:
    sent_letter()
    for sample in TABLE:
        take_in(raw(sample.file))

    dump = str(session().execute(text("SELECT * FROM inbound_message")).mappings().all())

    assert TOKEN not in dump
    assert "http://localhost/i/••••••••" in dump


def test_the_same_message_is_kept_once(app: Flask) -> None:
    sent_letter()

    first = take_in(raw("01-postfix-no-such-user")).id

    assert take_in(raw("01-postfix-no-such-user")).id == first


def test_after_a_hard_bounce_nothing_more_goes_to_that_address_and_others_are_untouched(
    app: Flask, mail_server: MailServer
) -> None:
    sent_letter()
    queued = post_letter(key="queued")
    take_in(raw("01-postfix-no-such-user"))
    later = post_letter(key="later", to=RECIPIENT.upper())
    post_letter(key="other", to="other@invitee.example")

    deliver_letters()

    assert mail_server.tried == ["other@invitee.example"]
    assert {letter.state for letter in (queued, later)} == {LetterState.REFUSED}
    assert "User unknown" in queued.bounce_words
    assert "User unknown" in later.bounce_words


@pytest.mark.parametrize("status", [b"4.4.7", b"4.2.2"])
def test_a_letter_that_a_server_gave_up_did_not_arrive_and_the_next_one_goes_out(
    app: Flask, mail_server: MailServer, status: bytes
) -> None:
    letter = sent_letter()
    take_in(raw("03-postfix-expired").replace(b"Status: 4.4.1", b"Status: " + status))
    later = post_letter(key="later")

    deliver_letters()

    assert letter.bounced_at is not None
    assert letter.bounce_words.startswith(f"{status.decode()} connect to mx.invitee.example")
    assert mail_server.tried == [RECIPIENT]
    assert (later.state, later.bounced_at) == (LetterState.SENT, None)
    events = [entry.event for entry in session().scalars(select(JournalEntry).order_by(JournalEntry.number))]
    assert events[-2:] == ["MessageReceived", "LetterGivenUp"]


def test_a_late_report_says_nothing_about_a_letter_that_is_sent_once_more(app: Flask) -> None:
    letter = sent_letter()
    with transaction():
        resend(letter, SYSTEM, clock.now())

    take_in(raw("03-postfix-expired"))

    assert (letter.state, letter.bounced_at) == (LetterState.QUEUED, None)


def test_of_several_recipients_the_one_who_was_given_up_counts_before_the_delayed(app: Flask) -> None:
    letter = sent_letter()
    other = b"Final-Recipient: rfc822; other@invitee.example\nAction: delayed\nStatus: 4.2.2\n\n"
    ours = b"Final-Recipient: rfc822; aigul@invitee.example\nOriginal"

    message = take_in(raw("03-postfix-expired").replace(ours, other + ours))

    assert message.recipient == RECIPIENT
    assert letter.bounced_at is not None


def test_who_sends_again_by_hand_lifts_the_stop(app: Flask, mail_server: MailServer) -> None:
    letter = sent_letter()
    take_in(raw("04-postfix-mailbox-full"))
    with transaction():
        resend(letter, SYSTEM, clock.now())

    deliver_letters()

    assert mail_server.tried == [RECIPIENT]
    assert (letter.state, letter.bounced_at) == (LetterState.SENT, None)
    assert session().scalar(select(BouncedAddress)) is None


@pytest.mark.parametrize(
    ("sender", "others"),
    [
        (RECIPIENT, "ACCEPTED"),
        ("secretary@invitee.example", "ACCEPTED"),
        ("an.alias@elsewhere.example", "NEEDS-ACTION"),
    ],
    ids=["who writes", "whom the letter went to", "who answered at all"],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_of_several_attendees_in_an_answer_the_one_meant_counts(
    app: Flask, sender: str, others: str, is_first: bool
) -> None:
    sent_letter()
    ours = f"ATTENDEE;PARTSTAT=DECLINED:mailto:{RECIPIENT.upper()}\n"
    other = f"ATTENDEE;PARTSTAT={others}:mailto:other@invitee.example\n"
    calendar = f"METHOD:REPLY\nUID:REGISTRATION@localhost\n{ours + other if is_first else other + ours}"

    message = take_in(f"From: {sender}\nSubject: Answer\nContent-Type: text/calendar\n\n{calendar}".encode())

    assert (message.kind, message.status, message.recipient) == (InboundKind.CALENDAR_REPLY, "DECLINED", RECIPIENT)


def test_the_answer_of_an_attendee_in_whose_name_nobody_wrote_to_us_is_the_first_given() -> None:
    attendees = "".join(
        f"ATTENDEE;PARTSTAT={answer}:mailto:{name}@b.example\n"
        for name, answer in (("a", "NEEDS-ACTION"), ("b", "TENTATIVE"), ("c", "ACCEPTED"))
    )

    found = read_message(f"From: x@b.example\nContent-Type: text/calendar\n\nMETHOD:REPLY\n{attendees}".encode())

    assert (found.status, found.recipients) == ("TENTATIVE", ["b@b.example"])


@pytest.mark.parametrize("marked", ["Auto-Submitted: auto-replied\n", ""])
@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Auto: Invitation", "Я в отпуске до 20 ноября. Если письмо не доставлено вовремя, звоните."),
        ("Out of office", "Mail delivery to this box is not monitored."),
        ("Автоответ", "Сервис Mail Delivery System отвечает за меня."),
        ("Автоответ: Undeliverable until Monday", "Mail to me could not be delivered to anybody else."),
    ],
)
def test_an_automatic_reply_that_speaks_of_delivery_changes_nothing(
    app: Flask, subject: str, words: str, marked: str
) -> None:
    letter = sent_letter()
    head = f"Return-Path: <>\nFrom: {RECIPIENT}\nSubject: {subject}\nIn-Reply-To: <letter-1@eventreg.example>\n{marked}"

    message = take_in(f"{head}\n{words}\n".encode())

    assert (message.kind, message.letter) == (InboundKind.AUTO_REPLY, letter)
    assert letter.bounced_at is None
    assert session().scalar(select(BouncedAddress)) is None


@pytest.mark.parametrize(
    "told",
    [
        "Delivery failed: 550 5.1.1 user unknown. For help contact help@mx.example.",
        "Delivery failed to aigul@invitee.example (an alias of x@invitee.example): 550 5.1.1 user unknown.",
    ],
)
def test_an_address_beside_the_failure_does_not_hide_it(app: Flask, told: str) -> None:
    letter = sent_letter()
    head = "From: MAILER-DAEMON@mx.example\nSubject: Undeliverable\nReferences: <letter-1@eventreg.example>\n"

    message = take_in(f"{head}\n{told}\n".encode())

    assert (message.kind, message.recipient) == (InboundKind.HARD_BOUNCE, RECIPIENT)
    assert letter.bounced_at is not None


def test_a_comment_behind_an_address_in_a_report_is_not_a_part_of_it(app: Flask) -> None:
    letter = sent_letter()
    content = re.sub(rb"(Recipient: *rfc822; *)(\S+)", rb"\1\2 (alias of x)", raw("01-postfix-no-such-user"))

    take_in(content)

    assert b"(alias of x)" in content

    assert letter.bounced_at is not None


@pytest.mark.parametrize("charset", ["utf-8", "cp1251"])
def test_a_subject_that_came_as_it_was_typed_is_read(charset: str) -> None:
    found = read_message("From: a@b.example\nSubject: Автоответ\n\n".encode(charset))

    assert (found.kind, found.words) == (InboundKind.AUTO_REPLY, "Автоответ")


def test_an_automatic_reply_under_an_ordinary_subject_is_none_of_a_server(app: Flask) -> None:
    head = f"Return-Path: <>\nFrom: {RECIPIENT}\nSubject: Re: Invitation\nAuto-Submitted: auto-replied\n"

    found = read_message(f"{head}\nMail delivery to this box is not monitored.\n".encode())

    assert found.kind is InboundKind.AUTO_REPLY


def test_a_server_under_its_own_name_bounces_by_its_subject_alone(app: Flask) -> None:
    letter = sent_letter()
    head = "Return-Path: <>\nFrom: robot@relay.example\nSubject: Undelivered Mail\nAuto-Submitted: auto-replied\n"

    take_in(f"{head}\n<{RECIPIENT}>: 550 5.1.1 User unknown\n\nMessage-ID: <letter-1@eventreg.example>\n".encode())

    assert letter.bounced_at is not None


def test_a_bounce_that_quotes_nothing_counts_only_for_an_address_that_was_just_written_to(app: Flask) -> None:
    content = raw("14-mailru-inactive-text").replace(b"letter-1", b"letter-9")
    bounce = raw("33-forged-bounce").replace(b"stranger@nobody.example", RECIPIENT.encode())
    take_in(bounce)
    assert session().scalar(select(BouncedAddress)) is None

    letter = sent_letter()
    take_in(content)

    assert letter.bounced_at is not None


def test_a_report_that_quotes_no_letter_marks_one_and_stops_none_until_a_report_quotes_it(
    app: Flask, mail_server: MailServer
) -> None:
    """Anybody can write such a report; one stranger would have cut an address off from all letters."""
    letter = sent_letter()
    take_in(raw("33-forged-bounce").replace(b"stranger@nobody.example", RECIPIENT.encode()))
    post_letter(key="later")
    deliver_letters()

    bounced = session().scalars(select(BouncedAddress)).one()
    assert letter.bounced_at is not None
    assert (bounced.address, bounced.is_stopped, bounce_of(RECIPIENT)) == (RECIPIENT, False, None)
    assert mail_server.tried == [RECIPIENT]
    events = [entry.event for entry in session().scalars(select(JournalEntry).order_by(JournalEntry.number))]
    assert events[-2:] == ["MessageReceived", "LetterReported"]

    take_in(raw("01-postfix-no-such-user"))
    post_letter(key="still later")
    deliver_letters()

    assert mail_server.tried == [RECIPIENT]
    assert bounce_of(RECIPIENT) is not None


@pytest.mark.parametrize("quoted", [b"letter-1", b"letter-9"], ids=["quotes the letter", "quotes none"])
@pytest.mark.parametrize("domain", ["мектеп.қаз", "почта.рф"])
def test_a_bounce_from_a_domain_in_cyrillic_is_about_the_letter_that_went_there(
    app: Flask, domain: str, quoted: bytes
) -> None:
    letter = sent_letter()
    with transaction():
        letter.recipient = f"aigul@{domain}"
    report = raw("01-postfix-no-such-user").replace(b"letter-1", quoted)

    message = take_in(report.replace(b"aigul@invitee.example", b"aigul@" + domain.encode("idna")))

    assert message.letter is letter
    assert letter.bounced_at is not None


def behind_a_group() -> bytes:
    """A report about one member of a group that the letter went to, who is there no more."""
    content = raw("01-postfix-no-such-user").replace(b"Original-Recipient: rfc822;aigul@invitee.example\n", b"")
    return content.replace(b"Final-Recipient: rfc822; aigul@", b"Final-Recipient: rfc822; former.clerk@")


@pytest.mark.parametrize(
    "content",
    [behind_a_group(), raw("16-qmail").replace(b"<aigul@invitee.example>:", b"<former.clerk@invitee.example>:")],
    ids=["a report", "words alone"],
)
def test_a_report_about_another_recipient_is_kept_and_stops_nothing(app: Flask, content: bytes) -> None:
    letter = sent_letter()
    assert b"former.clerk" in content

    message = take_in(content)

    assert (message.kind, message.letter) == (InboundKind.HARD_BOUNCE, letter)
    assert message.recipient == "former.clerk@invitee.example"
    assert letter.bounced_at is None
    assert session().scalar(select(BouncedAddress)) is None


def test_of_several_who_failed_each_is_named(app: Flask) -> None:
    letter = sent_letter()
    other = b"Final-Recipient: rfc822; other@invitee.example\nAction: failed\nStatus: 5.1.1\n\n"
    ours = b"Final-Recipient: rfc822; aigul@invitee.example\nOriginal"

    take_in(raw("01-postfix-no-such-user").replace(ours, other + ours))

    assert letter.bounced_at is not None
    assert session().scalar(select(BouncedAddress.address)) == RECIPIENT


def test_a_report_that_names_no_recipient_counts_for_the_letter_that_it_quotes(app: Flask) -> None:
    letter = sent_letter()
    words = b"Your message from council@eventreg.example failed; write to postmaster@qmail.invitee.example.\n#5.1.1"

    take_in(raw("16-qmail").replace(b"<aigul@invitee.example>:", words + b"\nMessage-ID: <letter-1@eventreg.example>"))

    assert letter.bounced_at is not None
    assert session().scalar(select(BouncedAddress.address)) == RECIPIENT


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_who_answers_with_a_bounce_attached_has_answered(app: Flask, subtype: str) -> None:
    letter = sent_letter()
    other = raw("01-postfix-no-such-user").replace(b"aigul@", b"colleague@").replace(b"letter-1", b"letter-9")
    answer = (
        f"From: {RECIPIENT}\nSubject: Re: Invitation\nIn-Reply-To: <letter-1@eventreg.example>\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/{subtype}\n\nIt came back to us.\n'
        "--b\nContent-Type: message/rfc822\n\n"
    )

    message = take_in(answer.encode() + other + b"\n--b--\n")

    assert (message.kind, message.letter) == (InboundKind.MESSAGE, letter)
    assert message.words == "Re: Invitation\nIt came back to us."
    assert letter.bounced_at is None


@hypothesis_settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(TABLE), st.integers(0, 3000))
def test_no_bytes_are_too_strange_to_be_read(noise: bytes, sample: Sample, at: int) -> None:
    content = raw(sample.file)

    for strange in (noise, content[:at] + noise + content[at:], content[:at], noise + content[at:]):
        found = read_message(strange)

        assert found.kind in InboundKind
        assert len(found.words) <= 1000


FROM_SERVER = b"From: MAILER-DAEMON@mx.example\nSubject: failure notice\n"
MILLION = 1024 * 1024
ENDLESS = {
    "addresses in a header": FROM_SERVER + b"To: " + b"a@" * MILLION,
    "addresses in a text": FROM_SERVER + b"\n" + b"a@" * MILLION,
    "empty lines": FROM_SERVER + b"\n" + b"\n" * MILLION,
    "parameters of a type": FROM_SERVER + b"Content-Type: text/plain" + b"; a=b" * MILLION,
    "parameters of an attendee": b"Content-Type: text/calendar\n\nMETHOD:REPLY\nATTENDEE" + b";" * MILLION,
}


@pytest.mark.parametrize("endless", ENDLESS.values(), ids=ENDLESS.keys())
def test_no_message_takes_long_to_read(app: Flask, endless: bytes) -> None:
    began = process_time()

    take_in(endless)

    assert process_time() - began < 3


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=300))
def test_no_bytes_are_too_strange_to_be_kept(app: Flask, noise: bytes) -> None:
    message = take_in(b"Subject: x\x00\xff\r\nFrom: \xd0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + noise)

    assert message.kind in InboundKind


def start_again() -> None:
    with transaction() as current:
        for model in (InboundMessage, BouncedAddress):
            for row in current.scalars(select(model)):
                current.delete(row)
        current.flush()
        for letter in current.scalars(select(Letter)):
            current.delete(letter)


def test_the_same_message_that_comes_twice_at_once_is_kept_once(bare_app: Flask) -> None:
    with bare_app.app_context():
        sent_letter()
    together, kept = Barrier(4), []

    def bring() -> None:
        with bare_app.app_context():
            together.wait()
            kept.append(take_in(raw("01-postfix-no-such-user")).public_id)

    threads = [Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(kept) == 4
    assert len(set(kept)) == 1
    with bare_app.app_context():
        assert session().scalar(select(func.count(InboundMessage.id))) == 1
