"""What came back from a person is emptied with the person, and what came from others stays."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.db import session, transaction
from eventreg.core.traces import Traces
from eventreg.mail.forgetting import forget_answers_of
from eventreg.mail.models import InboundKind, InboundMessage
from tests.conftest import NOW


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
