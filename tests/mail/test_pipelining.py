"""Where the server offers it, the commands before the text go in one go; each reply counts for its own letter."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.db import session
from eventreg.jobs.job import Worker
from eventreg.mail.deliver import DeliveryRun, deliver_letters
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.smtp import Line
from eventreg.settings import Settings, Smtp
from tests.mail.conftest import post_letter
from tests.smtp_server import GREYLISTED, MailServer


@pytest.fixture(autouse=True)
def in_one_go(mail_server: MailServer) -> None:
    mail_server.takes_commands_in_one_go = True


def test_letters_and_refusals_keep_their_order_on_one_connection(app: Flask, mail_server: MailServer) -> None:
    replies = {"bad": "550 5.1.1 No such mailbox", "grey": GREYLISTED, "fine": None}
    mail_server.at_recipient = lambda address: replies[address.partition("-")[0]]
    for number, habit in enumerate(("fine", "bad", "fine", "grey", "bad", "fine")):
        post_letter(to=f"{habit}-{number}@invitee.example")

    deliver_letters()

    assert [letter.recipients for letter in mail_server.received] == [
        [f"fine-{number}@invitee.example"] for number in (0, 2, 5)
    ]
    assert len({letter.peer for letter in mail_server.received}) == 1
    expected = {"fine": (LetterState.SENT, 250), "bad": (LetterState.REFUSED, 550), "grey": (LetterState.WAITING, 450)}
    for letter in session().scalars(select(Letter)):
        assert (letter.state, letter.attempts[0].code) == expected[letter.recipient.partition("-")[0]]


def test_a_4xx_after_the_text_waits_and_the_next_letter_goes(app: Flask, mail_server: MailServer) -> None:
    mail_server.at_data = lambda address: GREYLISTED if address.startswith("grey") else None
    post_letter(to="grey@invitee.example")
    post_letter(to="fine@invitee.example")

    deliver_letters()

    assert [letter.recipients[0] for letter in mail_server.received] == ["fine@invitee.example"]
    assert session().scalars(select(Letter.state).order_by(Letter.id)).all() == [LetterState.WAITING, LetterState.SENT]


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
