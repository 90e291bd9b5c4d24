"""What came back from a person is emptied with the person, and what came from others stays."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.db import session, transaction
from eventreg.core.traces import Traces
from eventreg.mail.forgetting import forget_answers_of, forget_letters_about, forget_unmatched
from eventreg.mail.models import UNREADABLE, BouncedAddress, InboundKind, InboundMessage, Letter
from eventreg.mail.personal_data import known_letters
from eventreg.mail.queries import unmatched_messages
from tests.conftest import NOW
from tests.mail.test_inbound import raw, sent_letter, take_in


@pytest.mark.parametrize(
    ("sender", "is_emptied"),
    [
        ("an@akimat.example", True),
        ("Ән Бота <An@akimat.example>", True),
        ("xan@akimat.example", False),
        ("Бота <x.an@akimat.example>", False),
        ("an@akimat.example.kz", False),
    ],
)
def test_messages_of_the_address_are_emptied_and_those_of_similar_addresses_stay(
    app: Flask, sender: str, is_emptied: bool
) -> None:
    with transaction():
        session().add(
            InboundMessage(
                digest="1", kind=InboundKind.MESSAGE, received_at=NOW, sender=sender, words="Рахмет", source="Рахмет"
            )
        )
    with transaction():
        forget_answers_of("an@akimat.example", Traces(()))

    message = session().scalars(select(InboundMessage)).one()
    assert (message.words == "", message.sender == "") == (is_emptied, is_emptied)


def test_a_message_by_the_other_form_of_a_domain_in_cyrillic_is_emptied_as_well(app: Flask) -> None:
    sender = "an@" + "әкімдік.қаз".encode("idna").decode()
    with transaction():
        session().add(
            InboundMessage(
                digest="1", kind=InboundKind.MESSAGE, received_at=NOW, sender=sender, words="Рахмет", source=""
            )
        )
    handed_out = known_letters("an@Әкімдік.қаз")["messages"]
    with transaction():
        forget_answers_of("an@Әкімдік.қаз", Traces(()))

    message = session().scalars(select(InboundMessage)).one()
    assert (len(handed_out), message.words, message.sender) == (1, "", "")


def test_what_belongs_to_a_person_and_quotes_no_letter_is_emptied_with_the_registration(app: Flask) -> None:
    about = {"about_kind": "registration", "about_id": "REGISTRATION", "council_session": "SESSION"}
    with transaction():
        for number, sender in enumerate(("former@own.example", "other@own.example")):
            words = {"sender": sender, "words": "Рахмет", "source": "Рахмет", **(about if not number else {})}
            session().add(InboundMessage(digest=str(number), kind=InboundKind.MESSAGE, received_at=NOW, **words))
    with transaction():
        forget_letters_about("registration", ["REGISTRATION"], NOW)

    messages = session().scalars(select(InboundMessage).order_by(InboundMessage.id))
    assert [(one.sender, one.words) for one in messages] == [("", ""), ("other@own.example", "Рахмет")]


def test_a_message_that_could_not_be_read_leaves_the_list_after_the_period(app: Flask) -> None:
    with transaction():
        for number, received_at in enumerate((NOW - timedelta(days=366), NOW)):
            facts = {"received_at": received_at, "sender": "", "words": "", "source": "", "status": UNREADABLE}
            session().add(InboundMessage(digest=str(number), kind=InboundKind.MESSAGE, **facts))
    with transaction():
        forget_unmatched(NOW - timedelta(days=365))

    assert [message.digest for message in session().scalars(unmatched_messages())] == ["1"]


def emptied_letter() -> Letter:
    letter = sent_letter()
    with transaction():
        forget_letters_about("registration", ["REGISTRATION"], NOW)
    return letter


@pytest.mark.parametrize("name", ["24-vacation-rfc3834", "28-outlook-declined", "32-a-person-answers"])
def test_what_comes_back_to_an_emptied_letter_is_kept_without_words(app: Flask, name: str) -> None:
    letter = emptied_letter()

    message = take_in(raw(name))

    assert (message.letter, message.council_session) == (letter, letter.council_session)
    assert (message.sender, message.recipient, message.words, message.source) == ("", "", "", "")


def test_a_bounce_of_a_letter_that_was_emptied_names_no_address(app: Flask) -> None:
    letter = emptied_letter()

    message = take_in(raw("16-qmail").replace(b"<aigul@invitee.example>:", b"No mailbox."))

    assert message.letter is letter
    assert session().scalar(select(BouncedAddress)) is None
    assert letter.bounced_at is None
