"""Personal links: never stored readable, open until the session is closed, sent anew to the address on file alone."""

import re
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select, text

from eventreg.bodies.personal_data import erase_person
from eventreg.cli.main import main
from eventreg.core.actors import SYSTEM
from eventreg.core.db import Base, session, transaction
from eventreg.core.link_secret import LinkSecret, links_are_of_another_secret, note_secret
from eventreg.core.links import fill_marks
from eventreg.invitations import mails
from eventreg.invitations.asked_links import send_asked_links
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.invitations.queries import invitation_by_token
from eventreg.mail.models import Letter, LetterState, LinkRequest
from eventreg.mail.rules import is_too_late
from eventreg.mail.subscriptions import subscription_by_token, subscriptions_of
from eventreg.registrations import mails as registration_mails
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.queries import registration_by_token
from eventreg.sessions.models import Stage
from eventreg.settings import Settings
from tests.accounts.conftest import counted_statements
from tests.browser import Browser
from tests.conftest import NOW, with_settings
from tests.factories import a_registration, a_session, an_invitation
from tests.faults.workers import environment
from tests.ready_apps import ReadyApps
from tests.tables import all_rows

NOMINATE_UNTIL, CONFIRM_UNTIL = NOW + timedelta(days=1), NOW + timedelta(days=3)
MOMENTS = (NOW, NOW + timedelta(days=2), NOW + timedelta(days=4))  # before, between and after both


@pytest.fixture
def things(app: Flask) -> tuple[Invitation, Registration]:
    with transaction():
        council_session = a_session()
        council_session.nominate_until, council_session.confirm_until = NOMINATE_UNTIL, CONFIRM_UNTIL
        return an_invitation(council_session), a_registration(council_session)


def test_no_table_holds_a_token(things: tuple[Invitation, Registration]) -> None:
    tokens = [thing.link.token for thing in things]

    dump = "".join(str(session().execute(select(table)).all()) for table in Base.metadata.sorted_tables)

    assert [token for token in tokens if token in dump] == []
    assert all(str(thing.link_hash) in dump for thing in things)


def test_the_link_of_a_body_opens_its_page_until_the_session_is_closed_whatever_the_deadline(
    things: tuple[Invitation, Registration], browser: Browser
) -> None:
    address = f"/i/{things[0].link.token}"
    for stage in Stage:
        with transaction():
            things[0].council_session.stage = stage
        for moment in MOMENTS:
            with time_machine.travel(moment, tick=False):
                expected = 410 if stage is Stage.CLOSED else 303
                assert browser.request("GET", address).status_code == expected, (stage, moment)


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.HELD, Stage.POSTPONED])
def test_a_new_link_goes_out_whenever_it_opens_a_page(
    things: tuple[Invitation, Registration], browser: Browser, stage: Stage
) -> None:
    with transaction():
        things[0].council_session.stage = stage

    for number, moment in enumerate(MOMENTS):
        with time_machine.travel(moment, tick=False):
            browser.submit(browser.get("/i/new-link?lang=en"), "", email=things[0].email)
            send_asked_links()
        letters = session().scalars(select(Letter).order_by(Letter.id)).all()
        assert len(letters) == number + 1
        assert not is_too_late(letters[-1], moment + timedelta(days=3)), "a mail server may be away for days"
        assert ("Ответить до:" in letters[-1].text) == (moment == NOW and stage is Stage.OPEN)


def test_of_a_closed_session_nothing_is_sent_and_the_answer_is_that_for_an_unknown_address(
    things: tuple[Invitation, Registration], browser: Browser
) -> None:
    with transaction():
        things[0].council_session.stage = Stage.CLOSED

    closed, unknown = (
        browser.submit(browser.get("/i/new-link?lang=en"), "", email=email).text.replace(email, "")
        for email in (things[0].email, "nobody@nowhere.example")
    )

    send_asked_links()
    assert closed == unknown
    assert "a session that is not closed yet" in closed
    assert session().scalars(select(Letter)).all() == []


def test_after_both_deadlines_a_body_reads_its_page_and_may_still_decline(
    things: tuple[Invitation, Registration], browser: Browser
) -> None:
    invitation = things[0]
    with time_machine.travel(MOMENTS[2], tick=False):
        page = browser.get(f"/i/{invitation.link.token}?lang=en")
        assert "You can still decline" in page.text
        assert [form for form in page.forms if "nominate" in form.get("action", "")] == []
        decline = browser.get(f"/i/b/{invitation.public_id}/decline?lang=en")
        assert "only the secretariat can undo this" in decline.text

        page = browser.submit(decline, "", reason="Another event")

        assert "Your answer was noted." in page.text
        assert "Another event" in page.text
        assert "/undo" not in page.html
        assert browser.post(f"/i/b/{invitation.public_id}/decline/undo", page.form("/message")).status == 200
    session().refresh(invitation)
    assert (invitation.state, invitation.decline_reason) == (InvitationState.DECLINED, "Another event")


def test_the_link_that_a_body_made_anew_after_the_deadlines_reaches_it(
    things: tuple[Invitation, Registration], browser: Browser
) -> None:
    with time_machine.travel(MOMENTS[2], tick=False):
        browser.submit(browser.get(f"/i/{things[0].link.token}?lang=en"), "/end-others")

    assert not is_too_late(session().scalars(select(Letter)).one(), MOMENTS[2])


@pytest.mark.parametrize("state", [RegistrationState.WITHDRAWN, RegistrationState.REJECTED])
def test_a_delegate_whose_page_can_be_read_is_sent_its_link(
    things: tuple[Invitation, Registration], browser: Browser, state: RegistrationState
) -> None:
    with transaction():
        things[1].state = state
        things[1].council_session.stage = Stage.HELD

    browser.submit(browser.get("/r/new-link?lang=en"), "", email=things[1].person.email)
    send_asked_links()

    assert session().scalars(select(Letter.recipient)).all() == [things[1].person.email]


@pytest.mark.parametrize("guest", ["i", "r"])
def test_who_asks_for_a_new_link_is_told_the_same_for_known_and_unknown_addresses(
    things: tuple[Invitation, Registration], browser: Browser, guest: str
) -> None:
    known = things[0].email if guest == "i" else things[1].person.email

    answers = []
    for email in (known, "nobody@nowhere.example"):
        with time_machine.travel(NOW, tick=False):
            page = browser.submit(browser.get(f"/{guest}/new-link?lang=en"), "", email=email)
            send_asked_links()
        answers.append((page.status, page.text.replace(email, "")))

    assert answers[0] == answers[1]
    assert session().scalars(select(Letter.recipient)).all() == [known]
    assert session().scalar(select(func.count(Letter.id))) == 1


@pytest.mark.parametrize("guest", ["i", "r"])
def test_the_page_does_the_same_work_for_known_and_unknown_addresses(
    things: tuple[Invitation, Registration], browser: Browser, guest: str
) -> None:
    known = things[0].email if guest == "i" else things[1].person.email
    page = browser.get(f"/{guest}/new-link?lang=en")
    work = []
    for email in ("warm@up.example", known, "nobody@nowhere.example"):
        with counted_statements() as statements:
            browser.submit(page, "", email=email)
        work.append(statements)

    assert work[1] == work[2]
    assert session().scalars(select(Letter)).all() == []


def test_an_address_that_was_typed_is_kept_until_it_was_looked_up_and_nowhere_else(
    things: tuple[Invitation, Registration], browser: Browser
) -> None:
    for guest in ("i", "r"):
        browser.submit(browser.get(f"/{guest}/new-link?lang=en"), "", email="Typed@nowhere.example")
    assert [asked.address for asked in session().scalars(select(LinkRequest))] == ["Typed@nowhere.example"] * 2
    jobs = "dbos.workflow_status" if session().get_bind().dialect.name == "postgresql" else "workflow_status"
    rows = session().execute(text(f"SELECT * FROM {jobs} WHERE name = 'send_links'")).all()
    assert len(rows) == 2
    assert "nowhere.example" not in str(rows)

    send_asked_links()

    assert "nowhere.example" not in str(all_rows()).lower()


def test_an_address_for_which_no_letter_can_be_made_holds_up_no_other(
    things: tuple[Invitation, Registration], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_letter(*_: object) -> None:
        raise ValueError("no letter")

    browser.submit(browser.get("/i/new-link?lang=en"), "", email=things[0].email)
    browser.submit(browser.get("/r/new-link?lang=en"), "", email=things[1].person.email)
    monkeypatch.setattr("eventreg.invitations.asked_links.send_to_body", no_letter)

    send_asked_links()

    assert session().scalars(select(Letter.recipient)).all() == [things[1].person.email]
    assert session().scalars(select(LinkRequest)).all() == []


def test_who_is_erased_is_looked_up_no_more(things: tuple[Invitation, Registration], browser: Browser) -> None:
    browser.submit(browser.get("/r/new-link?lang=en"), "", email=things[1].person.email)

    with transaction():
        erase_person(things[1].person, SYSTEM, NOW)

    assert session().scalars(select(LinkRequest)).all() == []


def renewed_with(settings: Settings) -> Result:
    session().rollback()
    return CliRunner().invoke(main, ["links", "renew"], env=environment(settings))


def test_with_a_new_secret_every_link_is_renewed_at_once_and_in_letters_that_wait(
    things: tuple[Invitation, Registration], settings: Settings, ready_apps: ReadyApps
) -> None:
    invitation, registration = things
    former = [thing.link for thing in things]
    with transaction():
        note_secret()
        revoked = a_registration(invitation.council_session)
        revoked.revoke_link()
        waiting, gone = mails.invitation_link(invitation, NOW), registration_mails.registration_link(registration, NOW)
        assert gone
        gone.end(LetterState.SENT)
        stop = subscriptions_of([invitation.email])[invitation.email].link
        waiting.unsubscribe = stop.mark
        names = waiting.public_id, gone.public_id
    new = with_settings(settings, secret_key="N" + settings.secret_key)

    assert renewed_with(new).output == "Links renewed: 3, waiting letters that carry new ones: 1.\n"

    with ready_apps.on(new).app_context():
        assert [invitation_by_token(former[0].token), registration_by_token(former[1].token)] == [None, None]
        waiting, gone = (session().scalars(select(Letter).filter_by(public_id=name)).one() for name in names)
        tokens = re.findall(r"/i/([\w-]{32})", fill_marks(waiting.text + waiting.html))
        assert [invitation_by_token(token) is not None for token in tokens] == [True] * len(tokens) != []
        assert subscription_by_token(fill_marks(waiting.unsubscribe).rpartition("/")[2]) is not None
        assert former[1].mark in gone.text, "what went stays as it went"
        assert session().scalars(select(Registration).filter_by(link_hash=None)).one().public_id == revoked.public_id
        assert not links_are_of_another_secret()
    second = renewed_with(new)
    assert (second.exit_code, "nothing was renewed" in second.output) == (1, True)


def test_tokens_of_the_former_secret_are_dead_after_the_renewal(
    things: tuple[Invitation, Registration], settings: Settings
) -> None:
    leaked = [thing.link.token for thing in things]
    with transaction():
        note_secret()

    renewed_with(with_settings(settings, secret_key="N" + settings.secret_key))

    assert (invitation_by_token(leaked[0]), registration_by_token(leaked[1])) == (None, None)


def test_pages_that_run_on_another_secret_are_not_ready(
    things: tuple[Invitation, Registration], browser: Browser
) -> None:
    assert browser.request("GET", "/readyz").status_code == 200
    with transaction():
        session().add(LinkSecret(id=1, fingerprint="of another"))

    answer = browser.request("GET", "/readyz")

    assert (answer.status_code, answer.text) == (503, "the links were made with another SECRET_KEY\n")
