"""Posting: a letter stands in the outbox exactly if its cause commits, once for each key."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from eventreg.core import clock
from eventreg.core.db import db, session, transaction
from eventreg.core.tokens import personal_token
from eventreg.files.actions import store
from eventreg.jobs.engine import SCHEMA
from eventreg.mail.actions import post
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.render import rendered
from tests.databases import SECRET
from tests.mail.conftest import RECIPIENT, post_letter

MARK = "[[link:password:abcDEF:3]]"


def queued_jobs() -> list[str]:
    table = "workflow_status" if db.engine.dialect.name == "sqlite" else f"{SCHEMA}.workflow_status"
    return list(session().scalars(text(f"SELECT workflow_uuid FROM {table}")))


def test_a_posted_letter_stands_in_the_outbox_in_the_language_of_its_reader(app: Flask) -> None:
    letter = post_letter(language="ru")

    assert letter.state is LetterState.QUEUED
    assert letter.recipient == RECIPIENT
    assert letter.text.startswith("Добрый день, Айгүл!")
    assert '<html lang="ru">' in letter.html
    assert letter.message_id.endswith("@eventreg.example")


def test_a_letter_of_a_transaction_that_fails_does_not_exist(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError):
        post_and_fail()

    assert session().scalar(select(func.count(Letter.id))) == 0
    assert queued_jobs() == []


def test_the_same_key_gives_back_the_letter_that_is_there(app: Flask) -> None:
    first = post_letter(key="once")
    message_id = first.message_id

    again = post_letter(key="once", to="other@invitee.example")

    assert (again.id, again.message_id, again.recipient) == (first.id, message_id, RECIPIENT)
    assert session().scalar(select(func.count(Letter.id))) == 1


def test_many_letters_of_one_transaction_start_one_delivery_run(app: Flask) -> None:
    with transaction():
        for number in range(5):
            post_in_this_transaction(str(number))

    assert queued_jobs() == [f"deliver_letters:{int(clock.now().timestamp())}"]


def test_the_outbox_holds_no_token(app: Flask) -> None:
    token = personal_token(SECRET, "password", "abcDEF", 3)

    letter = post_letter()

    dump = str(session().execute(text("SELECT * FROM letter")).mappings().all())
    assert MARK in letter.text
    assert letter.html.count(MARK) == 3  # the button, the address below it, and where that leads
    assert token not in dump


def test_nobody_is_handed_another_persons_link_by_a_name(app: Flask) -> None:
    foreign = "[[link:registration:someoneElse:1]]"

    letter = post_letter(context={"name": foreign, "email": RECIPIENT, "link": MARK})

    assert foreign not in letter.text + letter.html + letter.subject
    assert MARK in letter.text


def test_a_value_that_nobody_gave_is_an_error_and_no_gap_in_the_letter(app: Flask) -> None:
    with pytest.raises(Exception, match="'email' is undefined"):
        post_letter(context={"name": "Айгүл", "link": MARK})


def test_what_people_type_is_never_a_template_nor_markup(app: Flask) -> None:
    typed = "{{ 7 * 7 }} {% raw %} <b>%(name)s</b> {0.__class__}"

    letter = post_letter(context={"name": typed, "email": RECIPIENT, "link": MARK})

    assert typed in letter.text
    assert "<b>" not in letter.html
    assert "{{ 7 * 7 }} {% raw %} &lt;b&gt;%(name)s&lt;/b&gt; {0.__class__}" in letter.html


@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=300))
def test_a_subject_is_one_line_whatever_is_typed(app: Flask, typed: str) -> None:
    facts = {"when": "", "where": ""}

    parts = rendered(
        "invitation", "en", {"subject": typed, "text": "", "paragraphs": [], "link": "", "facts": facts, "official": ""}
    )

    assert len(parts.subject.splitlines()) <= 1
    assert parts.subject.isprintable() or not set(parts.subject) & set("\r\n\0\u2028\u2029")
    assert len(parts.subject) <= 200


def test_an_attachment_needs_a_plain_name(app: Flask) -> None:
    with transaction():
        file = store(b"%PDF-1.7", "application/pdf", clock.now())

    with pytest.raises(ValueError, match="ASCII"):
        post_letter(attachments=[(file, "шақыру.pdf")])


def post_in_this_transaction(key: str) -> Letter:
    return post(
        "staff_invitation",
        key=key,
        to=RECIPIENT,
        language="kk",
        about=("staff_user", "abc"),
        council_session="",
        now=clock.now(),
        context={"name": "Айгүл", "email": RECIPIENT, "link": MARK},
        not_after=clock.now() + timedelta(days=7),
    )


def post_and_fail() -> None:
    with transaction():
        post_in_this_transaction("one")
        raise ZeroDivisionError
