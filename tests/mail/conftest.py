"""A mail server that the application uses, a clock that stands until a test moves it, and a way to post letters."""

from collections.abc import Iterator

import pytest
import time_machine

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.mail.actions import post
from eventreg.mail.models import Letter
from eventreg.settings import Settings, Smtp
from tests.conftest import NOW, with_settings
from tests.smtp_server import MailServer, running_mail_server

RECIPIENT = "aigul@invitee.example"


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture
def settings(settings: Settings, mail_server: MailServer) -> Settings:
    """Those of every test, with this mail server; letters wait 60 s, then 300 s."""
    return with_settings(settings, smtp=Smtp("127.0.0.1", mail_server.port), mail_retry_seconds=(60, 300))


def post_letter(to: str = RECIPIENT, key: str = "", **changes: object) -> Letter:
    """Posts a letter with a personal link, in a transaction of its own."""
    given: dict[str, object] = {
        "language": "kk",
        "about": ("staff_user", "abc"),
        "council_session": "",
        "now": clock.now(),
        "context": {"name": "Айгүл", "email": to, "link": "[[link:password:abcDEF:3]]"},
        **changes,
    }
    with transaction():
        return post("staff_invitation", key=key or f"letter:{to}", to=to, **given)  # type: ignore[arg-type]
