"""No header is made of what somebody typed, whatever it holds: a real server sees the same set for every letter."""

from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete

from eventreg.core import clock
from eventreg.core.db import session, transaction
from eventreg.mail.bulk import Copy, post_copies
from eventreg.mail.deliver import deliver_letters
from eventreg.mail.models import Letter, LetterAttempt
from eventreg.mail.rules import one_line
from eventreg.mail.stored_parts import Rendered
from tests.smtp_server import MailServer

PIECES = (
    "\r\n", "\n", "\r", "\0", "\x0b", "\x1c", "\u0085", "\u2028", "\u2029", "Bcc: evil@x.example", "Subject: other",
    " ", "\t",
    "=?utf-8?q?Bcc=3A_x?=", "Ә", "Ұ" * 80, ":", "\r\n\r\n<script>", "To: all@x.example", "%0d%0aBcc:x", "🎉", "x" * 120,
)  # fmt: skip
TYPED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=8).map("".join)


def delivered(server: MailServer, subject: str, reply_to: str) -> tuple[list[str], str]:
    """The names of the headers that the server saw, in order, and the subject as a reader sees it."""
    with transaction():
        session().execute(delete(LetterAttempt))
        session().execute(delete(Letter))
        parts = Rendered(one_line(subject), "Text\n", "<p>Text</p>\n")
        copy = Copy("key", "mon@invitee.example", "kk", "abc", parts)
        shared = {"about_kind": "invitation", "council_session": "", "not_after": None, "now": clock.now()}
        post_copies("invitation", [copy], reply_to=reply_to, **shared)  # type: ignore[arg-type]  # the same for all
    server.received.clear()
    deliver_letters()
    if not server.received:
        return [], ""
    message = server.received[0].message
    assert server.received[0].recipients == ["mon@invitee.example"]
    return list(message.keys()), str(message["Subject"])


@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=TYPED)
def test_a_subject_adds_no_header(app: Flask, mail_server: MailServer, typed: str) -> None:
    harmless, _ = delivered(mail_server, "Шақыру", "secretary@eventreg.example")

    seen, _ = delivered(mail_server, typed, "secretary@eventreg.example")

    assert seen == harmless


@hypothesis_settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=TYPED)
def test_an_address_for_answers_adds_no_header(app: Flask, mail_server: MailServer, typed: str) -> None:
    harmless, _ = delivered(mail_server, "Шақыру", "secretary@eventreg.example")

    seen, _ = delivered(mail_server, "Шақыру", typed)

    assert seen in (harmless, [name for name in harmless if name != "Reply-To"], [])
