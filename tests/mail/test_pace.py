"""One domain gets so many letters a minute, over all workers, and the others do not wait for it."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from flask import Flask

from eventreg.core import clock
from eventreg.core.config import EXTENSION
from eventreg.core.db import transaction
from eventreg.mail.attempts import begin
from eventreg.mail.deliver import deliver_letters
from eventreg.mail.outbox import claim
from eventreg.settings import Settings
from tests.conftest import with_settings
from tests.mail.conftest import post_letter
from tests.smtp_server import MailServer

LIMIT = 3


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Three letters a minute go to one domain."""
    return with_settings(settings, mail_per_domain=LIMIT)


def post_letters(number: int, domain: str = "busy.example") -> None:
    for place in range(number):
        post_letter(to=f"body-{place}@{domain}")


def test_a_domain_gets_its_share_each_minute_and_others_do_not_wait(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    post_letters(2 * LIMIT + 1)
    post_letters(1, "calm.example")
    received = []

    for _ in range(4):
        deliver_letters()
        received.append([letter.recipients[0].rpartition("@")[2] for letter in mail_server.received])
        mail_server.received.clear()
        traveller.shift(timedelta(seconds=61))

    assert received[0].count("calm.example") == 1
    assert [domains.count("busy.example") for domains in received] == [LIMIT, LIMIT, 1, 0]


def test_within_the_minute_nothing_more_goes_to_the_domain(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    post_letters(LIMIT + 1)
    deliver_letters()

    traveller.shift(timedelta(seconds=30))
    deliver_letters()

    assert len(mail_server.received) == LIMIT


def test_what_another_worker_has_claimed_counts(app: Flask) -> None:
    post_letters(LIMIT + 2)

    with transaction():
        first = claim("one#1", clock.now())
    with transaction():
        second = claim("two#1", clock.now())

    assert (len(first), second) == (LIMIT, [])


def test_what_was_claimed_too_long_ago_is_not_begun(app: Flask, traveller: time_machine.Traveller) -> None:
    post_letters(LIMIT)
    with transaction():
        claimed = claim("one#1", clock.now())

    traveller.shift(timedelta(seconds=46))

    with transaction():
        assert begin(claimed, "one#1", "one", clock.now())() == []
        assert len(claim("two#1", clock.now())) == LIMIT


def test_a_letter_under_way_counts(app: Flask) -> None:
    post_letters(LIMIT + 1)
    with transaction():
        begin(claim("one#1", clock.now()), "one#1", "one", clock.now())

    with transaction():
        assert claim("two#1", clock.now()) == []


def test_two_workers_that_claim_at_once_keep_the_limit(bare_app: Flask) -> None:
    with bare_app.app_context():
        post_letters(3 * LIMIT)
    together, claimed = Barrier(2), list[int]()

    def work(owner: str) -> None:
        with bare_app.app_context():
            together.wait()
            with transaction():
                claimed.append(len(claim(owner, clock.now())))

    threads = [Thread(target=work, args=(f"{name}#1",)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(claimed) == [0, LIMIT]


def test_without_a_limit_everything_goes_at_once(
    settings: Settings, app: Flask, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, EXTENSION, with_settings(settings, mail_per_domain=0))
    post_letters(2 * LIMIT)

    deliver_letters()

    assert len(mail_server.received) == 2 * LIMIT
