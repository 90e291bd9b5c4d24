"""Delivery to a real server: each letter once, one recipient each, retried when the server says later."""

import threading
import time
from collections import Counter
from contextvars import copy_context
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.app import create_app
from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.db import db, session, transaction
from eventreg.core.errors import Refusal
from eventreg.core.tokens import personal_token
from eventreg.files.actions import store
from eventreg.files.queries import path_of
from eventreg.jobs.job import Worker
from eventreg.mail import outages as mail_outages
from eventreg.mail.actions import cancel, resend
from eventreg.mail.claimed import Claimed
from eventreg.mail.deliver import DeliveryRun, deliver_letters
from eventreg.mail.forgetting import forget_letters_about
from eventreg.mail.mime import Parts
from eventreg.mail.models import Letter, LetterState, MailOutage, MailService
from eventreg.mail.outages import end_outage, note_outage, outages
from eventreg.mail.outbox import free_leases
from eventreg.mail.senders import parts_of
from eventreg.mail.smtp import Answer, Line
from eventreg.settings import Settings, Smtp
from tests.cast import a_staff_user
from tests.conftest import with_settings
from tests.databases import SECRET
from tests.invitations.test_lock_order import at_once
from tests.invitations.test_news_in_portions import on_postgresql
from tests.mail.conftest import RECIPIENT, post_letter
from tests.smtp_server import GREYLISTED, MailServer, SilentServer, free_port, running_mail_server


def only_letter() -> Letter:
    db.session.rollback()
    return session().scalars(select(Letter)).one()


def test_each_letter_goes_out_once_in_an_envelope_of_its_own(app: Flask, mail_server: MailServer) -> None:
    addresses = [f"body-{number}@invitee.example" for number in range(7)]
    for address in addresses:
        post_letter(to=address)

    deliver_letters()
    deliver_letters()

    assert [letter.recipients for letter in mail_server.received] == [[address] for address in addresses]
    assert {letter.sender for letter in mail_server.received} == {"council@eventreg.example"}
    assert {letter.state for letter in session().scalars(select(Letter))} == {LetterState.SENT}


def test_one_connection_carries_many_letters(app: Flask, mail_server: MailServer) -> None:
    for number in range(5):
        post_letter(to=f"body-{number}@invitee.example")

    deliver_letters()

    assert len({letter.peer for letter in mail_server.received}) == 1


def test_the_personal_link_is_filled_in_on_the_way_out_alone(app: Flask, mail_server: MailServer) -> None:
    post_letter()

    deliver_letters()

    url = "http://localhost/office/password/" + personal_token(SECRET, "password", "abcDEF", 3)
    letter = mail_server.received[0]
    assert url in letter.part("text/plain").splitlines()
    assert letter.part("text/html").count(url) == 3
    assert url not in only_letter().text


def test_a_letter_bears_exactly_these_headers(app: Flask, mail_server: MailServer) -> None:
    context = {"name": "А", "email": RECIPIENT, "link": "", "contact_email": "secretary@eventreg.example"}
    letter = post_letter(context=context)

    deliver_letters()

    message = mail_server.received[0].message
    assert sorted(message.keys()) == [
        "Auto-Submitted",
        "Content-Language",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Reply-To",
        "Subject",
        "To",
        "X-Auto-Response-Suppress",
    ]
    assert message["Message-ID"] == f"<{letter.message_id}>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "kk"
    assert message["From"] == "Council <council@eventreg.example>"
    assert message["To"] == RECIPIENT
    assert message["Reply-To"] == "secretary@eventreg.example"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


def test_a_calendar_stands_beside_the_text_and_is_attached(app: Flask, mail_server: MailServer) -> None:
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Кеңес отырысы\r\nEND:VCALENDAR\r\n"
    with transaction():
        file = store(b"%PDF-1.7 letter", "application/pdf", clock.now())
    post_letter(calendar=("REQUEST", calendar), attachments=[(file, "invitation.pdf")])

    deliver_letters()

    letter = mail_server.received[0]
    kinds = [part.get_content_type() for part in letter.message.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
        "application/pdf", "application/ics",
    ]  # fmt: skip
    event = next(part for part in letter.message.walk() if part.get_content_type() == "text/calendar")
    assert event.get_param("method") == "REQUEST"
    assert letter.part("text/calendar") == calendar
    assert letter.part("application/pdf") == "%PDF-1.7 letter"
    assert [part.get_filename() for part in letter.message.walk() if part.get_filename()] == [
        "invitation.pdf",
        "invite.ics",
    ]


@pytest.mark.parametrize("typed", ["Айгүл\r\nBcc: thief@evil.example", "Айгүл\nX-Evil: 1\0", "Айгүл\u2028Bcc: x"])
def test_no_name_or_address_adds_a_header(app: Flask, mail_server: MailServer, typed: str) -> None:
    context = {"name": typed, "email": typed, "link": "", "contact_email": f"a@b.example\r\n{typed}"}
    post_letter(context=context)
    post_letter(to=f"{RECIPIENT}\r\nBcc: thief@evil.example", key="address")

    deliver_letters()

    assert [letter.recipients for letter in mail_server.received] == [[RECIPIENT]]
    assert {"Bcc", "X-Evil"}.isdisjoint(mail_server.received[0].message.keys())
    assert mail_server.received[0].message["Reply-To"].count("\n") == 0


def test_what_is_no_address_is_refused_without_asking_the_server(app: Flask, mail_server: MailServer) -> None:
    post_letter(to="қазақ@invitee.example")

    deliver_letters()

    letter = only_letter()
    assert letter.state is LetterState.REFUSED
    assert [attempt.answer for attempt in letter.attempts] == ["No letter can be sent to this address."]
    assert letter.attempts[0].ended_at == clock.now()
    assert mail_server.tried == []


@pytest.mark.parametrize("place", ["at_recipient", "at_data"])
def test_a_4xx_waits_and_then_arrives_under_the_same_message_id(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller, place: str
) -> None:
    setattr(mail_server, place, lambda address: GREYLISTED)
    message_id = post_letter().message_id

    deliver_letters()

    waiting = only_letter()
    assert waiting.state is LetterState.WAITING
    assert (waiting.attempts[0].code, waiting.attempts[0].answer) == (450, GREYLISTED[4:])
    assert waiting.next_at
    assert timedelta(seconds=54) <= waiting.next_at - clock.now() <= timedelta(seconds=66)

    deliver_letters()  # too early: nothing is tried
    setattr(mail_server, place, lambda address: None)
    traveller.shift(timedelta(seconds=67))
    deliver_letters()

    arrived = only_letter()
    assert arrived.state is LetterState.SENT
    assert [(attempt.code, attempt.answer) for attempt in arrived.attempts][1:] == [(250, "2.0.0 kept as 1")]
    assert mail_server.received[0].message["Message-ID"] == f"<{message_id}>"
    assert mail_server.tried == [RECIPIENT, RECIPIENT]


def test_a_5xx_is_refused_with_the_servers_words_and_not_retried(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    mail_server.at_recipient = lambda address: "550 5.1.1 No such mailbox here"
    post_letter()

    deliver_letters()
    traveller.shift(timedelta(days=3))
    deliver_letters()

    refused = only_letter()
    assert refused.state is LetterState.REFUSED
    assert [(attempt.code, attempt.answer) for attempt in refused.attempts] == [(550, "5.1.1 No such mailbox here")]
    assert mail_server.tried == [RECIPIENT]


def test_a_refused_recipient_holds_up_nobody_else(app: Flask, mail_server: MailServer) -> None:
    mail_server.at_recipient = lambda address: "550 no" if address.startswith("bad") else None
    for address in ("bad@invitee.example", "good@invitee.example", "bad-too@invitee.example", "fine@invitee.example"):
        post_letter(to=address)

    deliver_letters()

    assert [letter.recipients[0] for letter in mail_server.received] == ["good@invitee.example", "fine@invitee.example"]
    assert len({letter.peer for letter in mail_server.received}) == 1


def test_after_the_last_retry_a_letter_is_refused(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    mail_server.at_recipient = lambda address: GREYLISTED
    post_letter()

    for _ in range(5):
        deliver_letters()
        traveller.shift(timedelta(seconds=400))

    refused = only_letter()
    assert refused.state is LetterState.REFUSED
    assert [attempt.code for attempt in refused.attempts] == [450, 450, 450]


def test_a_connection_lost_in_the_middle_waits_and_the_next_letter_has_a_new_one(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    mail_server.hang_up_at_data = True
    post_letter(to="first@invitee.example")
    post_letter(to="second@invitee.example")

    deliver_letters()

    states = {letter.recipient: letter.state for letter in session().scalars(select(Letter))}
    assert states == {"first@invitee.example": LetterState.WAITING, "second@invitee.example": LetterState.WAITING}

    mail_server.hang_up_at_data = False
    traveller.shift(timedelta(seconds=67))
    deliver_letters()

    assert len(mail_server.received) == 2


def test_while_the_server_is_down_letters_wait_and_none_is_lost(
    settings: Settings, app: Flask, traveller: time_machine.Traveller
) -> None:
    port = free_port()
    away = with_settings(settings, smtp=Smtp("127.0.0.1", port))
    with create_app(away).app_context():
        for number in range(3):
            post_letter(to=f"body-{number}@invitee.example")

        deliver_letters()

        letters = session().scalars(select(Letter).order_by(Letter.id)).all()
        assert [letter.state for letter in letters] == [LetterState.WAITING, LetterState.QUEUED, LetterState.QUEUED]
        assert [letter.lease_owner for letter in letters] == [None, None, None]

        traveller.shift(timedelta(seconds=67))
        with running_mail_server(port) as server:
            deliver_letters()

            assert sorted(letter.recipients[0] for letter in server.received) == [
                f"body-{number}@invitee.example" for number in range(3)
            ]
        db.session.remove()
        db.engine.dispose()


def test_a_server_that_says_nothing_is_given_up_in_time(settings: Settings, app: Flask) -> None:
    silent = SilentServer()
    post_letter()
    line = Line(settings, Smtp("127.0.0.1", silent.port), letter_seconds=0.3)

    DeliveryRun(settings, [line], Worker("w")).send_all()

    letter = only_letter()
    assert letter.state is LetterState.WAITING
    assert letter.attempts[0].code is None
    assert "timed out" in letter.attempts[0].answer
    silent.close()


def test_a_server_that_drips_is_given_up_in_time(settings: Settings, app: Flask) -> None:
    dripping = SilentServer(drips=True)
    line = Line(settings, Smtp("127.0.0.1", dripping.port), letter_seconds=0.3)

    answer = line.hand_over(RECIPIENT, b"Subject: x\r\n\r\nx\r\n")

    assert (answer.code, answer.is_about_letter) == (None, False)
    assert "timed out" in answer.words
    dripping.close()


def test_a_wrong_password_refuses_no_letter(settings: Settings, app: Flask, mail_server: MailServer) -> None:
    post_letter()
    line = Line(settings, Smtp("127.0.0.1", mail_server.port, user="us", password="wrong"))

    DeliveryRun(settings, [line], Worker("w")).send_all()

    assert only_letter().state is LetterState.WAITING


def test_a_server_that_turns_away_our_name_refuses_no_letter(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    mail_server.at_hello = "550 5.7.1 We do not\0 talk to you"  # PostgreSQL keeps no NUL
    post_letter()

    deliver_letters()

    letter = only_letter()
    assert letter.state is LetterState.WAITING
    assert letter.attempts[0].code == 550
    assert "We do not talk to you" in letter.attempts[0].answer
    assert outages(clock.now()) == []  # it may be back in a minute
    assert [outage.words for outage in outages(clock.now() + timedelta(minutes=6))] == [
        "550 5.7.1 We do not talk to you"
    ]

    mail_server.at_hello = ""
    traveller.shift(timedelta(seconds=67))
    deliver_letters()

    assert only_letter().state is LetterState.SENT
    assert outages(clock.now() + timedelta(minutes=6)) == []


def test_one_connection_that_works_is_no_outage(settings: Settings, app: Flask, mail_server: MailServer) -> None:
    for number in range(4):
        post_letter(to=f"{number}@invitee.example")
    lines = [Line(settings, Smtp("127.0.0.1", port)) for port in (mail_server.port, 9)]

    DeliveryRun(settings, lines, Worker("w")).send_all()

    assert {letter.state for letter in session().scalars(select(Letter))} == {LetterState.SENT, LetterState.WAITING}
    assert outages(clock.now() + timedelta(minutes=6)) == []


@on_postgresql
def test_of_two_runs_one_finds_the_server_away_while_the_other_reaches_it(app: Flask) -> None:
    note("No route to host")

    def reach() -> None:
        with transaction():
            end_outage(MailService.SENDING)
            mail_outages.outages(clock.now())

    at_once(app, (mail_outages, "outages"), reach, lambda: note("timed out"))

    assert session().scalars(select(MailOutage.words)).all() == ["timed out"]


def note(words: str) -> None:
    with transaction():
        note_outage(MailService.SENDING, words, clock.now())


def test_a_server_that_greets_with_a_5xx_refuses_no_letter(settings: Settings, app: Flask) -> None:
    server = SilentServer("554 5.3.2 Not today\r\n")
    post_letter()
    line = Line(settings, Smtp("127.0.0.1", server.port))

    DeliveryRun(settings, [line], Worker("w")).send_all()

    letter = only_letter()
    assert letter.state is LetterState.WAITING
    assert letter.attempts[0].code == 554
    server.close()


def test_a_letter_that_comes_too_late_is_missed(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    post_letter(not_after=clock.now() + timedelta(minutes=1))
    traveller.shift(timedelta(minutes=2))

    deliver_letters()

    assert only_letter().state is LetterState.MISSED
    assert mail_server.received == []


def test_a_cancelled_letter_is_not_sent(app: Flask, mail_server: MailServer) -> None:
    letter = post_letter()
    with transaction():
        cancel(letter, SYSTEM, clock.now())

    deliver_letters()

    assert only_letter().state is LetterState.CANCELLED
    assert mail_server.received == []


def test_a_sent_letter_is_sent_again_on_demand_under_the_same_message_id(app: Flask, mail_server: MailServer) -> None:
    with transaction():
        user = a_staff_user(None)
        user.renew_link()
    letter = post_letter(context={"name": user.name, "email": user.email, "link": user.link.mark})
    deliver_letters()
    with transaction():
        resend(letter, SYSTEM, clock.now())

    deliver_letters()

    ids = [received.message["Message-ID"] for received in mail_server.received]
    assert ids == [f"<{only_letter().message_id}>"] * 2


def test_a_letter_on_its_way_is_not_sent_again(app: Flask) -> None:
    letter = post_letter()

    with pytest.raises(Refusal, match="letter_not_resendable"), transaction():
        resend(letter, SYSTEM, clock.now())


def test_a_lost_attachment_holds_up_nobody_else(app: Flask, mail_server: MailServer) -> None:
    with transaction():
        file = store(b"%PDF-1.7", "application/pdf", clock.now())
    post_letter(to="first@invitee.example", attachments=[(file, "a.pdf")])
    post_letter(to="second@invitee.example")
    path_of(file.sha256).unlink()

    deliver_letters()

    assert [letter.recipients[0] for letter in mail_server.received] == ["second@invitee.example"]
    assert session().scalars(select(Letter).order_by(Letter.id)).first().state is LetterState.WAITING  # type: ignore[union-attr]


def test_without_a_mail_server_letters_stay_queued(settings: Settings, app: Flask) -> None:
    for changes in ({"smtp": None}, {"mail_on": False}):
        with create_app(with_settings(settings, **changes)).app_context():
            post_letter(key=str(changes))

            deliver_letters()

            assert {letter.state for letter in session().scalars(select(Letter))} == {LetterState.QUEUED}
            db.session.remove()
            db.engine.dispose()


def test_a_letter_of_which_no_mail_can_be_made_is_refused_and_holds_up_nobody_else(
    app: Flask, mail_server: MailServer
) -> None:
    bad = post_letter(to="first@invitee.example")
    post_letter(to="second@invitee.example")
    with transaction():
        bad.subject = "Two\nBcc: lines@evil.example"

    deliver_letters()

    assert [letter.recipients[0] for letter in mail_server.received] == ["second@invitee.example"]
    refused = session().scalars(select(Letter).order_by(Letter.id)).first()
    assert refused is not None
    assert (refused.state, refused.attempts[0].code) == (LetterState.REFUSED, None)
    assert "No e-mail can be made of this letter" in refused.attempts[0].answer


@pytest.mark.parametrize("reply", ["550 5.1.1 <{address}>: no such mailbox", "450 4.2.0 <{address}> busy"])
def test_of_a_letter_that_was_forgotten_meanwhile_no_words_are_kept(
    app: Flask, mail_server: MailServer, reply: str
) -> None:
    def forget(address: str) -> str:
        with app.app_context(), transaction():
            forget_letters_about("staff_user", ["abc"], clock.now())
        return reply.format(address=address)

    mail_server.at_recipient = forget
    post_letter()

    deliver_letters()

    letter = only_letter()
    assert (letter.state, letter.recipient) == (LetterState.CANCELLED, "")
    assert [(attempt.domain, attempt.answer) for attempt in letter.attempts] == [("", "")]


def test_one_connection_that_hangs_holds_up_no_other(settings: Settings, app: Flask, mail_server: MailServer) -> None:
    silent = SilentServer()
    for number in range(20):
        post_letter(to=f"body-{number}@invitee.example")
    lines = [
        Line(settings, Smtp("127.0.0.1", silent.port), letter_seconds=3),
        Line(settings, Smtp("127.0.0.1", mail_server.port)),
    ]

    run = threading.Thread(target=copy_context().run, args=(run_in, app, settings, lines))
    run.start()
    mail_server.wait_for(19)
    is_hanging = run.is_alive()
    run.join()

    assert is_hanging
    states = Counter(session().scalars(select(Letter.state)))
    assert states == {LetterState.SENT: 19, LetterState.WAITING: 1}
    silent.close()


def test_a_letter_posted_while_a_connection_hangs_does_not_wait_for_it(
    settings: Settings, app: Flask, mail_server: MailServer
) -> None:
    silent = SilentServer()
    post_letter(to="first@invitee.example")
    lines = [
        Line(settings, Smtp("127.0.0.1", silent.port), letter_seconds=6),
        Line(settings, Smtp("127.0.0.1", mail_server.port)),
    ]
    run = threading.Thread(target=copy_context().run, args=(run_in, app, settings, lines))
    run.start()
    while not silent.accepted:
        time.sleep(0.01)

    post_letter(to="second@invitee.example")
    mail_server.wait_for(1)
    is_hanging = run.is_alive()
    run.join()

    assert is_hanging
    assert mail_server.received[0].recipients == ["second@invitee.example"]
    silent.close()


def run_in(app: Flask, settings: Settings, lines: list[Line]) -> None:
    """A delivery run in a thread of its own, as in a worker."""
    with app.app_context():
        DeliveryRun(settings, lines, Worker("w")).send_all()


class WorkerKilled(BaseException):
    """Stands for a kill in the middle of a hand-over: nothing after it is written."""


def test_a_letter_whose_worker_died_is_sent_by_another_once_its_lease_is_over(
    settings: Settings, app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    post_letter(to="first@invitee.example")
    post_letter(to="second@invitee.example")
    die_while_sending(settings)

    deliver_letters()
    assert mail_server.received == []

    traveller.shift(timedelta(seconds=46))
    deliver_letters()

    assert [letter.recipients[0] for letter in mail_server.received] == [
        "first@invitee.example",
        "second@invitee.example",
    ]
    first = session().scalars(select(Letter).order_by(Letter.id)).first()
    assert first is not None
    assert [(attempt.worker, attempt.answer) for attempt in first.attempts] == [
        ("dying", "interrupted"),
        ("none", "2.0.0 kept as 1"),
    ]


def test_a_worker_that_starts_again_frees_what_it_held(settings: Settings, app: Flask, mail_server: MailServer) -> None:
    post_letter()
    die_while_sending(settings)
    with transaction():
        free_leases("another", clock.now())
    deliver_letters()
    assert mail_server.received == []

    with transaction():
        free_leases("dying", clock.now())
    deliver_letters()

    assert only_letter().state is LetterState.SENT


def test_a_letter_that_kills_its_workers_does_not_stop_the_others(
    settings: Settings, app: Flask, mail_server: MailServer
) -> None:
    post_letter(to="poison@invitee.example")
    for _ in range(3):
        die_while_sending(settings)
        with transaction():
            free_leases("dying", clock.now())
    post_letter(to="good@invitee.example")

    deliver_letters()

    assert [letter.recipients[0] for letter in mail_server.received] == ["good@invitee.example"]
    poison = session().scalars(select(Letter).order_by(Letter.id)).first()
    assert poison is not None
    assert (poison.state, poison.next_at) == (LetterState.WAITING, clock.now() + timedelta(minutes=5))


def test_a_letter_that_cannot_be_made_takes_back_no_other(
    settings: Settings, app: Flask, mail_server: MailServer
) -> None:
    post_letter(to="good@invitee.example")
    broken = post_letter(to="broken@invitee.example").id
    assert settings.smtp
    line = Line(settings, settings.smtp)

    def making(letter: Claimed, settings: Settings) -> Parts:
        return parts_of(
            letter._replace(text="[[link:nothing:x:1]]") if letter.letter_id == broken else letter, settings
        )

    with patch("eventreg.mail.senders.parts_of", making), pytest.raises(KeyError):
        DeliveryRun(settings, [line], Worker("w")).send_all()
    line.close()

    good, _ = session().scalars(select(Letter).order_by(Letter.id)).all()
    assert (good.state, len(mail_server.received)) == (LetterState.SENT, 1)


def test_a_worker_that_is_to_stop_ends_after_the_present_letter(
    settings: Settings, app: Flask, mail_server: MailServer
) -> None:
    for number in range(3):
        post_letter(to=f"body-{number}@invitee.example")
    worker = Worker("w")
    mail_server.at_recipient = lambda address: worker.stopping.set()
    assert settings.smtp
    line = Line(settings, settings.smtp)

    DeliveryRun(settings, [line], worker).send_all()
    line.close()

    letters = session().scalars(select(Letter).order_by(Letter.id)).all()
    assert [letter.state for letter in letters] == [LetterState.SENT, LetterState.QUEUED, LetterState.QUEUED]
    assert [letter.lease_until for letter in letters] == [None, None, None]


def die_while_sending(settings: Settings) -> None:
    """A run that ends as a kill does: before any answer, and without letting go what it has claimed."""

    class Dying(Line):
        def hand_over(self, recipient: str, content: bytes) -> Answer:
            raise WorkerKilled

    assert settings.smtp
    with pytest.raises(WorkerKilled), patch("eventreg.mail.outbox.release"):
        DeliveryRun(settings, [Dying(settings, settings.smtp)], Worker("dying")).send_all()
