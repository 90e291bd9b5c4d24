"""Letters through a mail server with every bad habit, while their worker is killed again and again."""

import random
import re
import signal
import time
from collections import Counter
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventreg.core import clock
from eventreg.core.db import db, session, transaction
from eventreg.core.links import Link
from eventreg.mail.actions import post
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.rules import UNSENT
from eventreg.settings import Settings
from tests.faults.bad_server import HABITS, BadServer, running_bad_server
from tests.faults.workers import running_worker, until
from tests.smtp_server import Received

CONNECTIONS = 4
ENVIRONMENT = {
    "MAIL_CONCURRENCY": str(CONNECTIONS),
    "MAIL_RETRY_SECONDS": ",".join(["1"] * 60),
    "MAIL_PER_DOMAIN": "0",
}
LINK = re.compile(r"http://\S+/office/password/[\w-]+")


@dataclass(frozen=True)
class Size:
    letters: int
    hanging: int
    kills: int
    seconds: int  # for everything to arrive


SMALL, FULL = Size(60, 0, 1, 30), Size(2000, 4, 20, 600)


def post_letters(size: Size) -> dict[str, tuple[str, str]]:
    """Message-ID and personal link by recipient."""
    expected = {}
    for first in range(0, size.letters, 200):
        with transaction():
            for number in range(first, min(first + 200, size.letters)):
                habit = "hang" if number < size.hanging else HABITS[number % len(HABITS)]
                address = f"{habit}-{number}@domain-{number % 40}.example"
                link = Link("password", f"person-{number}", 1)
                letter = post(
                    "staff_invitation",
                    key=f"letter:{number}",
                    to=address,
                    language="kk",
                    about=("staff_user", f"person-{number}"),
                    council_session="",
                    now=clock.now(),
                    context={"name": "Айгүл", "email": "", "link": link.mark},
                )
                expected[address] = (f"<{letter.message_id}>", link.url)
    return expected


def number_unsent() -> int:
    db.session.rollback()
    return session().scalar(select(func.count(Letter.id)).where(Letter.state.in_(UNSENT))) or 0


def kill_again_and_again(settings: Settings, server: BadServer, size: Size, seed: random.Random) -> int:
    """The worker is killed at moments of chance while letters are on their way, and started again at once."""
    kills = 0
    while kills < size.kills:
        with running_worker(settings, "w1", server.port, **ENVIRONMENT) as worker:
            before = len(server.tried)
            until(lambda: len(server.tried) > before or not number_unsent(), seconds=60)  # noqa: B023  (called here)
            time.sleep(seed.uniform(0.05, 0.6))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        kills += 1
    return kills


def test_no_letter_is_lost_and_few_come_twice(
    settings: Settings, app: Flask, is_full: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    size, seed = (FULL, random.Random(2026)) if is_full else (SMALL, random.Random(7))
    expected, began = post_letters(size), time.monotonic()
    with running_bad_server() as server:
        kills = kill_again_and_again(settings, server, size, seed)
        killed_at = time.monotonic()
        # in full, the last one never comes back: another takes over, once its leases are over
        with running_worker(settings, "w2" if is_full else "w1", server.port, **ENVIRONMENT):
            until(lambda: number_unsent() == 0, seconds=size.seconds)
            freed_after = time.monotonic() - killed_at

    came = Counter(letter.recipients[0] for letter in server.received)
    wanted = {address for address in expected if not address.startswith("hard-")}
    twice = sum(number - 1 for number in came.values())
    foreign = [letter for letter in server.received if not is_itself(letter, expected)]
    states = Counter(session().scalars(select(Letter.state)))
    hard = [address for address in expected if address.startswith("hard-")]
    with capsys.disabled():
        print(
            f"\n{app.config['SQLALCHEMY_DATABASE_URI'].partition(':')[0]}: {size.letters} letters, {kills} kills, "
            f"{CONNECTIONS} connections, {time.monotonic() - began:.0f} s: lost {len(wanted - set(came))}, "
            f"came twice {twice} (allowed {kills * CONNECTIONS}), under another Message-ID or link {len(foreign)}, "
            f"refused {states[LetterState.REFUSED]} of {len(hard)}, left in the queue {number_unsent()}, "
            f"attempts {len(server.tried)}, last kill to empty queue {freed_after:.0f} s"
        )
    assert set(came) == wanted
    assert twice <= kills * CONNECTIONS
    assert foreign == []
    assert states == {LetterState.SENT: len(wanted), LetterState.REFUSED: len(hard)}
    assert {len(letter.recipients) for letter in server.received} == {1}
    assert all(server.tries[address] <= 1 + kills for address in hard), "a 5xx is not retried by itself"


def is_itself(letter: Received, expected: dict[str, tuple[str, str]]) -> bool:
    """The letter has the Message-ID and the one link of its recipient."""
    message_id, link = expected[letter.recipients[0]]
    return letter.message["Message-ID"] == message_id and set(LINK.findall(letter.part("text/plain"))) == {link}
