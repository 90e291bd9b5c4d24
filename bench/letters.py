"""`python -m bench.letters [KIND …]`: 10,000 invitations go from the outbox to a real SMTP server.

The floor is a bare `smtplib` loop: the same letters' bytes, made beforehand, to the same server in a process of its
own, over one connection that is kept. It runs before and after the worker, and the faster run counts. The worker's time
is that from its first attempt to its last answer. Beside it stands, for 1,000 letters, the loop as one writes it,
with an `EmailMessage` for each letter; it is shown and is no target. Targets: at least half of the floor with four
senders on PostgreSQL, and less than 200 MB of memory; every letter comes once.

Three servers: `aiosmtpd`, the one that the tests use; `nothing`, the fastest that Python allows, which shows what the
worker itself costs; and, where it is installed and may be started, `postfix`, which puts each letter on its disk.
"""

import json
import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import func, select

from bench.footprint import most_megabytes
from bench.mail_server import Taken
from bench.postfix import can_run_postfix, postfix
from bench.servers import databases, free_port
from eventreg.app import create_app
from eventreg.bodies.models import Body, BodyKind
from eventreg.cli.demo.building import BUNDLE
from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.db import db, session, transaction
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.campaigns import start_invitations
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.models import Invitation, InvitationState, Seat
from eventreg.invitations.recipients import Audience, sending_of
from eventreg.jobs.engine import prepare
from eventreg.mail.claimed import Claimed
from eventreg.mail.mime import Parts, letter_bytes
from eventreg.mail.models import Letter, LetterAttempt
from eventreg.mail.outbox import claim, release
from eventreg.mail.rules import UNSENT
from eventreg.mail.senders import parts_of
from eventreg.office.bundles.importing import import_bundle
from eventreg.office.bundles.schema import read_bundle
from eventreg.paths import resource
from eventreg.registrations.models import ParticipantRole
from eventreg.sessions.models import CouncilSession
from eventreg.settings import DEVELOPMENT, Settings

LETTERS = int(os.environ.get("BENCH_LETTERS", "10000"))
SENDERS = int(os.environ.get("BENCH_SENDERS", "4"))
DOMAINS = 500  # of recipients: the limit of letters a minute to each stays on and holds up none
SERVERS = ("aiosmtpd", "nothing", *(("postfix",) if can_run_postfix() else ()))
WORKER = "from eventreg.cli.serving import worker; worker()"
ADDRESS = "council@bench.example"
SENDER = f"Council <{ADDRESS}>"


@dataclass(frozen=True)
class Sent:
    """What one run brought; the memory of its worker in MB, 0 where there was none."""

    per_second: float
    letters: int
    twice: int  # letters to somebody who had one already
    connections: int
    megabytes: float = 0.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for kind in sys.argv[1:] or ["sqlite", "postgresql"]:
            compare(kind, Path(folder))


def compare(kind: str, folder: Path) -> list[dict[str, object]]:
    """For each server: fills an outbox, empties it by both, prints and returns the row."""
    return [_compare(kind, server, folder / f"{kind}-letters-{server}") for server in SERVERS]


def _compare(kind: str, server: str, folder: Path) -> dict[str, object]:
    folder.mkdir()
    url, _ = databases(kind, folder)
    settings = Settings(DEVELOPMENT, "http://localhost:8000", "b" * 40, folder, url, mail_from=SENDER)
    app = create_app(settings)
    with app.app_context():
        queue_seconds = _fill_outbox(settings)
        parts = _all_parts(settings)
        letters = [(one.recipient, letter_bytes(one)) for one in parts]
        before = _raw(server, letters)
        sent = _by_worker(server, settings)
        after = _raw(server, letters)
        built = _built(server, parts[:1000])
        db.session.remove()
        db.engine.dispose()
    floor = max(before, after, key=lambda run: run.per_second)
    return _row(kind, server, sent, floor, built, len(letters) / queue_seconds)


def _row(kind: str, server: str, sent: Sent, floor: Sent, built: Sent, queued: float) -> dict[str, object]:
    ratio = sent.per_second / floor.per_second
    print(
        f"{kind:<11} {sent.letters:,} letters to {server:<9} {sent.per_second:8.1f}/s  "
        f"raw loop {floor.per_second:8.1f}/s  ratio {ratio:5.2f}  (an EmailMessage each {built.per_second:.1f}/s)  "
        f"connections {sent.connections}  came twice {sent.twice}  "
        f"worker {sent.megabytes:.0f} MB  queued at {queued:.0f}/s",
        flush=True,
    )
    return {
        "database": kind,
        "name": f"letters to {server}",
        "ratio": ratio,
        "per_second": sent.per_second,
        "floor": floor.per_second,
        "floor_with_messages": built.per_second,
        "twice": sent.twice,
        "megabytes": sent.megabytes,
        "queued_per_second": queued,
    }


def _fill_outbox(settings: Settings) -> float:
    """The outbox holds an invitation for each body; returns the seconds that queueing them took."""
    upgrade(str(resource("migrations")))
    prepare(settings)
    with transaction():
        council_session = import_bundle(read_bundle(BUNDLE.read_bytes()), SYSTEM, clock.now()).council_session
        for invitation in session().scalars(select(Invitation)):
            invitation.email = ""  # these letters alone are counted
        session().add_all(_invitation(council_session, number) for number in range(LETTERS))
    began = time.perf_counter()
    with transaction():
        fingerprint = sending_of(council_session, clock.now()).fingerprint
        start_invitations(council_session, Audience(), fingerprint, SYSTEM, clock.now())
    queue_mailings()
    return time.perf_counter() - began


def _invitation(council_session: CouncilSession, number: int) -> Invitation:
    name = f"Білім басқармасы № {number}"
    body = Body(
        code=f"BENCH-{number}",
        kind=BodyKind.AKIMAT,
        name=Translated(kk=name, ru=f"Управление образования № {number}"),
        email=f"body-{number}@domain-{number % DOMAINS}.example",
        language="kk" if number % 2 else "ru",
        search_key=str(number),
    )
    invitation = Invitation(
        council_session=council_session,
        body=body,
        state=InvitationState.DRAFT,
        email=body.email,
        language=body.language,
        seats=[Seat(role=ParticipantRole.DELEGATE, position=1)],
    )
    invitation.renew_link()
    return invitation


def _all_parts(settings: Settings) -> Sequence[Parts]:
    """Every letter in the outbox as the worker makes it; then they wait for it again."""
    claimed: list[Claimed] = []
    with transaction():
        while batch := claim("bench", clock.now()):
            claimed += batch
        release(claimed, "bench")
    return [parts_of(letter, settings) for letter in claimed]


def _raw(server: str, letters: Sequence[tuple[str, bytes]]) -> Sent:
    """The floor: one connection, one letter after another, nothing else."""

    def send_all(line: smtplib.SMTP) -> None:
        for recipient, content in letters:
            line.sendmail(ADDRESS, [recipient], content)

    return _by_loop(server, send_all)


def _built(server: str, letters: Sequence[Parts]) -> Sent:
    """The loop with a message of the standard library for each letter."""

    def send_all(line: smtplib.SMTP) -> None:
        for letter in letters:
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = letter.sender, letter.recipient, letter.subject
            message["Message-ID"] = f"<{letter.message_id}>"
            message.set_content(letter.text, cte="base64")
            message.add_alternative(letter.html, subtype="html", cte="base64")
            line.send_message(message)

    return _by_loop(server, send_all)


def _by_loop(server: str, send_all: Callable[[smtplib.SMTP], None]) -> Sent:
    taken: list[Taken] = []
    with _mail_server(server, taken) as port:
        began = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", port) as line:
            send_all(line)
        seconds = time.perf_counter() - began
    return _sent(taken[0], seconds)


def _by_worker(server: str, settings: Settings) -> Sent:
    """A worker process with its senders, until nothing is left to send."""
    taken: list[Taken] = []
    with _mail_server(server, taken) as port:
        environment = {
            **os.environ,
            "DATABASE_URL": settings.database_url.replace("+psycopg", ""),
            "DATA_DIR": str(settings.data_dir),
            "SECRET_KEY": settings.secret_key,
            "BASE_URL": settings.base_url,
            "MAIL_FROM": SENDER,
            "SMTP_URL": f"smtp://127.0.0.1:{port}",
            "MAIL_CONCURRENCY": str(SENDERS),
            "LOG_LEVEL": "ERROR",
        }
        worker = subprocess.Popen([sys.executable, "-c", WORKER, "--name", "bench"], env=environment)
        try:
            while _unsent():
                time.sleep(0.5)
            megabytes = most_megabytes(worker.pid)
        finally:
            worker.terminate()
            worker.wait(40)
    return _sent(taken[0], _seconds_of_attempts(), megabytes)


def _seconds_of_attempts() -> float:
    began, ended = session().execute(select(func.min(LetterAttempt.started_at), func.max(LetterAttempt.ended_at))).one()
    return float((ended - began).total_seconds())


def _unsent() -> int:
    db.session.rollback()
    return session().scalar(select(func.count(Letter.id)).where(Letter.state.in_(UNSENT))) or 0


@contextmanager
def _mail_server(server: str, taken: list[Taken]) -> Iterator[int]:
    """Gives the server's port; what it took is added to `taken` at the end."""
    if server == "postfix":
        with postfix(taken) as port:
            yield port
        return
    port = free_port()
    command = [sys.executable, "-m", "bench.mail_server", server, str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()  # it listens
        try:
            yield port
            out, _ = process.communicate(timeout=30)
        finally:
            process.kill()  # which does nothing where it has ended
    taken.append(Taken(**json.loads(out)))


def _sent(taken: Taken, seconds: float, megabytes: float = 0.0) -> Sent:
    return Sent(taken.letters / seconds, taken.letters, taken.twice, taken.connections, megabytes)


if __name__ == "__main__":
    main()
