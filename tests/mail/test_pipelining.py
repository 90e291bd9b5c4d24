"""Where the server offers it, commands go in one go, with the text as a chunk; each reply counts for its own letter."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.config import current_settings
from eventreg.core.db import session
from eventreg.jobs.job import Worker
from eventreg.mail.deliver import DeliveryRun, deliver_letters
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.smtp import LONGEST_CHUNK, Answer, Line
from eventreg.settings import Settings, Smtp
from tests.mail.conftest import post_letter
from tests.smtp_server import GREYLISTED, MailServer

OK = b"250 OK\r\n"
CONTENT = b"Subject: any\r\n\r\n" + b"a line\r\n" * 100


@pytest.fixture(params=["commands", "chunks"])
def in_one_go(request: pytest.FixtureRequest, mail_server: MailServer) -> str:
    mail_server.takes_commands_in_one_go = True
    mail_server.offers_chunks = request.param == "chunks"
    return str(request.param)


@pytest.fixture
def with_chunks(mail_server: MailServer) -> None:
    mail_server.takes_commands_in_one_go = mail_server.offers_chunks = True


def test_letters_and_refusals_keep_their_order_on_one_connection(
    app: Flask, mail_server: MailServer, in_one_go: str
) -> None:
    replies = {"bad": "550 5.1.1 No such mailbox", "grey": GREYLISTED, "fine": None}
    mail_server.at_recipient = lambda address: replies[address.partition("-")[0]]
    for number, habit in enumerate(("fine", "bad", "fine", "grey", "bad", "fine")):
        post_letter(to=f"{habit}-{number}@invitee.example")

    deliver_letters()

    assert [letter.recipients for letter in mail_server.received] == [
        [f"fine-{number}@invitee.example"] for number in (0, 2, 5)
    ]
    assert {letter.came_as_chunk for letter in mail_server.received} == {in_one_go == "chunks"}
    assert len({letter.peer for letter in mail_server.received}) == 1
    expected = {"fine": (LetterState.SENT, 250), "bad": (LetterState.REFUSED, 550), "grey": (LetterState.WAITING, 450)}
    for letter in session().scalars(select(Letter)):
        assert (letter.state, letter.attempts[0].code) == expected[letter.recipient.partition("-")[0]]


def test_a_4xx_after_the_text_waits_and_the_next_letter_goes(
    app: Flask, mail_server: MailServer, in_one_go: str
) -> None:
    mail_server.at_data = lambda address: GREYLISTED if address.startswith("grey") else None
    post_letter(to="grey@invitee.example")
    post_letter(to="fine@invitee.example")

    deliver_letters()

    assert [letter.recipients[0] for letter in mail_server.received] == ["fine@invitee.example"]
    assert session().scalars(select(Letter.state).order_by(Letter.id)).all() == [LetterState.WAITING, LetterState.SENT]


def test_a_chunk_is_the_letter_byte_for_byte(app: Flask, mail_server: MailServer, with_chunks: None) -> None:
    content = b"Subject: dots\r\n\r\n.\r\n..\r\n.end\r\n"

    assert hand_over(content).code == 250

    assert [(letter.content, letter.came_as_chunk) for letter in mail_server.received] == [(content, True)]


def test_a_long_letter_is_not_sent_before_its_recipient_is_accepted(
    app: Flask, mail_server: MailServer, with_chunks: None
) -> None:
    content = b"Subject: long\r\n\r\n" + b"a line\r\n" * (LONGEST_CHUNK // 8)

    assert hand_over(content).code == 250

    assert [(letter.content, letter.came_as_chunk) for letter in mail_server.received] == [(content, False)]


def test_a_server_that_does_not_know_the_chunks_it_offers_gets_the_letters_without(
    app: Flask, mail_server: MailServer, with_chunks: None
) -> None:
    mail_server.knows_chunks = False
    mail_server.at_recipient = lambda address: GREYLISTED if address.startswith("grey") else None
    for name in ("grey", "one", "two", "three"):
        post_letter(to=f"{name}@invitee.example")

    deliver_letters()

    states = session().scalars(select(Letter.state).order_by(Letter.id)).all()
    assert states == [LetterState.WAITING, LetterState.SENT, LetterState.SENT, LetterState.SENT]
    assert [letter.came_as_chunk for letter in mail_server.received] == [False] * 3
    assert len({letter.peer for letter in mail_server.received}) == 1
    assert mail_server.tried.count("grey@invitee.example") == 2  # the first of them was begun as a chunk


@pytest.mark.parametrize("habit", ["one by one", "commands", "chunks"])
def test_a_server_that_takes_few_letters_over_a_connection_gets_the_next_ones_over_another(
    app: Flask, mail_server: MailServer, habit: str
) -> None:
    mail_server.takes_commands_in_one_go = habit != "one by one"
    mail_server.offers_chunks = habit == "chunks"
    mail_server.most_for_connection = 2
    for number in range(5):
        post_letter(to=f"{number}@invitee.example")

    deliver_letters()

    assert [letter.recipients[0][0] for letter in mail_server.received] == list("01234")
    assert Counter(Counter(letter.peer for letter in mail_server.received).values()) == {2: 2, 1: 1}
    assert {len(letter.attempts) for letter in session().scalars(select(Letter))} == {1}


def test_a_server_that_takes_no_letter_at_all_is_asked_once(app: Flask, mail_server: MailServer) -> None:
    mail_server.at_mail = "421 4.3.2 Not now"
    post_letter()

    deliver_letters()

    letter = session().scalars(select(Letter)).one()
    assert (letter.state, [attempt.code for attempt in letter.attempts]) == (LetterState.WAITING, [421])


def hand_over(content: bytes) -> Answer:
    settings = current_settings()
    assert settings.smtp
    line = Line(settings, settings.smtp)
    answer = line.hand_over("a@invitee.example", content)
    line.close()
    return answer


@contextmanager
def server_that_wants_every_text(heard: list[bytes]) -> Iterator[int]:
    """It says 550 to the recipient and still asks for the text, as RFC 2920 allows; what it hears is in `heard`."""
    listener = socket.create_server(("127.0.0.1", 0))
    replies = {b"EHLO": b"250-here\r\n250 PIPELINING\r\n", b"RCPT": b"550 5.1.1 No\r\n", b"DATA": b"354 Go on\r\n"}
    replies[b"."] = b"554 5.5.1 No valid recipients\r\n"

    def talk() -> None:
        with listener.accept()[0] as connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 here\r\n")
            for line in lines:
                heard.append(line.strip())
                connection.sendall(replies.get(line[:4].strip().upper(), b"250 OK\r\n"))

    threading.Thread(target=talk, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def test_a_text_that_is_wanted_from_a_refused_recipient_is_empty(settings: Settings, app: Flask) -> None:
    post_letter()
    heard: list[bytes] = []

    with server_that_wants_every_text(heard) as port:
        DeliveryRun(settings, [Line(settings, Smtp("127.0.0.1", port))], Worker("w")).send_all()

    letter = session().scalars(select(Letter)).one()
    assert (letter.state, letter.attempts[0].answer) == (LetterState.REFUSED, "5.1.1 No")
    assert [line[:4].upper() for line in heard] == [b"EHLO", b"MAIL", b"RCPT", b"DATA", b".", b"RSET", b"QUIT"]


@contextmanager
def server_that_answers_in_two_pieces() -> Iterator[int]:
    """As Postfix answers a chunk: the replies to MAIL and RCPT, then that to the text, by a socket as it comes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        with listener.accept()[0] as connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 here\r\n")
            for line in lines:
                if line.startswith(b"BDAT"):
                    connection.sendall(b"250 OK\r\n250 OK\r\n")
                    lines.read(int(line.split()[1]))
                if not line.startswith((b"MAIL", b"RCPT")):
                    connection.sendall(b"250-here\r\n250-PIPELINING\r\n250 CHUNKING\r\n" if line[:4] == b"ehlo" else OK)

    threading.Thread(target=talk, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def test_a_server_that_answers_in_two_pieces_need_not_wait_for_an_acknowledgement(app: Flask) -> None:
    """Linux puts an acknowledgement off for 40 ms, and the second piece waits for that of the first."""
    with server_that_answers_in_two_pieces() as port:
        line = Line(current_settings(), Smtp("127.0.0.1", port))
        seconds = []
        for _ in range(50):
            began = time.monotonic()
            assert line.hand_over("a@invitee.example", CONTENT).code == 250
            seconds.append(time.monotonic() - began)
        line.close()

    assert median(seconds) < 0.02
