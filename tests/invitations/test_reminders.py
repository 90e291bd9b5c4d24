"""The reminder ladder: the silent are reminded on working days, once, and nobody else."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any  # Any: the fields of a session, each of its own type

import pytest
import time_machine
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, select

from eventreg.bodies.models import Contact, ContactRank, Region
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.config import current_settings
from eventreg.core.db import session, transaction
from eventreg.councils.working_days import is_working_day, moved_days, working_days_before
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.answers import decline_invitation
from eventreg.invitations.actions.listing import correct_address
from eventreg.invitations.actions.reminders import save_ladder, save_moved_days, send_reminders
from eventreg.invitations.actions.single_letters import is_on_its_way
from eventreg.invitations.models import Invitation, InvitationState, Reminder, RungTarget
from eventreg.invitations.reminder_forms import USUAL
from eventreg.invitations.reminding import rungs_of
from eventreg.journal.models import JournalEntry
from eventreg.mail.actions import post
from eventreg.mail.inbound import receive
from eventreg.mail.models import BouncedAddress, Letter, LetterState
from eventreg.mail.outbox import claim
from eventreg.paths import resource
from eventreg.sessions.actions import SessionDetails, change_session
from eventreg.sessions.models import CouncilSession, Stage
from tests.accounts.conftest import counted_statements
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_council, a_session, an_invitation

DEADLINE = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)  # Friday, 18:00 in Aktobe
TURN = datetime(2026, 11, 13, 4, 30, tzinfo=UTC)  # five working days before, 09:30 in Aktobe


def a_silent(
    council_session: CouncilSession, email: str = "", sent_at: datetime = TURN - timedelta(days=9)
) -> Invitation:
    """A body whose invitation arrived at that moment and that has not answered."""
    invitation = an_invitation(council_session)
    invitation.email = email or invitation.email
    letter = post(
        "staff_invitation",
        key=f"invitation:{invitation.public_id}",
        to=invitation.email,
        language="ru",
        about=("invitation", invitation.public_id),
        council_session=council_session.public_id,
        now=sent_at,
        context={"name": "", "email": "", "link": invitation.link.mark},
    )
    letter.end(LetterState.SENT)
    invitation.invited_at = letter.sent_at = sent_at
    return invitation


def laddered(*targets: RungTarget, days: int = 5) -> CouncilSession:
    council_session = a_session(a_council())
    council_session.nominate_until = DEADLINE
    rungs = {days - place: target for place, target in enumerate(targets)}
    save_ladder(council_session, rungs, SYSTEM, TURN - timedelta(days=9))
    return council_session


def reminded(at: datetime) -> list[str]:
    """Who has got a reminder after the job ran at that moment."""
    with time_machine.travel(at, tick=False):
        send_reminders()
    letters = session().scalars(select(Letter).filter_by(kind="reminder").order_by(Letter.id))
    return [letter.recipient for letter in letters]


def test_working_days_know_holidays_and_what_the_office_says() -> None:
    assert not is_working_day(date(2026, 12, 16), {})  # Independence Day
    assert not is_working_day(date(2026, 11, 14), {})  # a Saturday
    assert is_working_day(date(2026, 11, 14), {date(2026, 11, 14): True})
    assert working_days_before(date(2026, 12, 17), 1, {}) == date(2026, 12, 15)
    assert working_days_before(date(2026, 12, 17), 1, {date(2026, 12, 15): False}) == date(2026, 12, 14)


def test_a_weekend_day_that_a_decree_made_a_working_day_is_one_unless_the_office_says_otherwise() -> None:
    saturday, sunday = date(2024, 5, 4), date(2025, 1, 5)  # worked for 8 May 2024 and 3 January 2025

    assert is_working_day(saturday, {})
    assert is_working_day(sunday, {})
    assert not is_working_day(saturday, {saturday: False})
    assert not is_working_day(date(2024, 5, 11), {})
    assert working_days_before(date(2024, 5, 6), 1, {}) == saturday


def test_the_silent_are_reminded_once_and_those_who_answered_declined_or_were_not_reached_never(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        silent = a_silent(council_session, "silent@invitee.example")
        a_silent(council_session, "answered@invitee.example").state = InvitationState.ANSWERED
        declined = a_silent(council_session, "declined@invitee.example")
        declined.state, declined.declined_at = InvitationState.DECLINED, TURN
        a_silent(council_session, "dead@invitee.example")
        session().add(BouncedAddress(address="dead@invitee.example", since=TURN, words="no"))
        a_silent(council_session, "full@invitee.example")
        given_up = session().scalars(select(Letter).filter_by(recipient="full@invitee.example")).one()
        given_up.bounced_at = TURN - timedelta(days=4)
        an_invitation(council_session).email = "never-sent@invitee.example"

    assert reminded(TURN - timedelta(days=1)) == []
    assert reminded(TURN) == ["silent@invitee.example"]
    assert reminded(TURN + timedelta(hours=1)) == ["silent@invitee.example"]
    letter = session().scalars(select(Letter).filter_by(kind="reminder")).one()
    assert silent.link.mark in letter.text
    assert letter.not_after == DEADLINE


def test_a_ladder_saved_anew_reminds_nobody_again_on_an_earlier_rung(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        address = a_silent(council_session).email
    reminded(TURN)

    with transaction():
        save_ladder(council_session, {6: RungTarget.FIRST, 4: RungTarget.FIRST}, SYSTEM, TURN)

    assert reminded(TURN + timedelta(hours=1)) == [address]
    assert reminded(TURN + timedelta(days=3)) == [address, address]


def test_a_body_invited_after_a_rungs_moment_is_first_reminded_on_the_next_one(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.SECOND, RungTarget.FIRST)
        for name, minutes in (("early", -60), ("late", 60)):  # the rung's moment is half an hour before TURN
            body = a_silent(council_session, f"{name}@invitee.example", TURN + timedelta(minutes=minutes)).body
            second = {"rank": ContactRank.SECOND, "place": 1, "email": f"second-{name}@invitee.example"}
            session().add(Contact(body=body, **second))

    assert reminded(TURN + timedelta(hours=2)) == ["second-early@invitee.example"]
    assert sorted(reminded(TURN + timedelta(days=3))[1:]) == ["early@invitee.example", "late@invitee.example"]


def test_a_ladder_saved_late_says_to_no_body_at_once_that_it_was_silent(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        a_silent(council_session, sent_at=TURN - timedelta(minutes=10))
        save_ladder(council_session, {8: RungTarget.CHANCELLERY, 6: RungTarget.FIRST}, SYSTEM, TURN)

    assert reminded(TURN) == []


def put_off(council_session: CouncilSession, until: datetime, now: datetime = TURN) -> None:
    """Another deadline for nominating."""
    changed = {**vars_of(council_session), "nominate_until": until}
    with transaction():
        change_session(council_session, SessionDetails(**changed), SYSTEM, now)


def vars_of(council_session: CouncilSession) -> dict[str, Any]:
    return {name: getattr(council_session, name) for name in SessionDetails.__dataclass_fields__}


def test_before_another_deadline_the_silent_are_reminded_anew_and_once(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        address = a_silent(council_session).email
    reminded(TURN)

    with transaction():
        council_session.starts_at += timedelta(weeks=4)
        council_session.ends_at += timedelta(weeks=4)
    put_off(council_session, DEADLINE + timedelta(weeks=4))

    assert reminded(TURN + timedelta(days=3)) == [address]
    turn = datetime(2026, 12, 10, 4, 30, tzinfo=UTC)  # five working days before 18 December: the 16th and 17th are off
    assert reminded(turn - timedelta(days=1)) == [address]
    assert reminded(turn) == reminded(turn + timedelta(hours=1)) == [address, address]


def test_reminders_of_a_former_release_count_for_the_deadline_that_stands(bare_app: Flask) -> None:
    folder = str(resource("migrations"))
    before = ScriptDirectory(folder).get_revision("1096").down_revision
    with bare_app.app_context():
        with transaction():
            address = a_silent(laddered(RungTarget.FIRST)).email
        reminded(TURN)
        session().rollback()
        downgrade(folder, revision=str(before))
        upgrade(folder)

        assert session().scalars(select(Reminder.deadline)).all() == [date(2026, 11, 20)]
        assert reminded(TURN + timedelta(hours=1)) == [address]


def test_another_hour_of_the_same_day_reminds_nobody_again(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        address = a_silent(council_session).email
    reminded(TURN)
    with transaction():
        session().scalars(select(Letter).filter_by(kind="reminder")).one().end(LetterState.SENT)

    put_off(council_session, DEADLINE - timedelta(hours=3))

    assert reminded(TURN + timedelta(hours=1)) == [address]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 13, 3, 59, tzinfo=UTC),  # 08:59 in Aktobe
        datetime(2026, 11, 13, 13, 0, tzinfo=UTC),  # 18:00
        datetime(2026, 11, 14, 6, 0, tzinfo=UTC),  # Saturday
        DEADLINE + timedelta(minutes=1),
    ],
)
def test_nothing_is_sent_in_quiet_hours_nor_after_the_deadline(app: Flask, moment: datetime) -> None:
    with transaction():
        a_silent(laddered(RungTarget.FIRST))

    assert reminded(moment) == []


def test_nobody_is_reminded_of_a_session_that_has_begun(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        a_silent(council_session, "silent@invitee.example")
        council_session.starts_at, council_session.ends_at = TURN - timedelta(hours=2), TURN + timedelta(hours=2)
    assert reminded(TURN) == []

    with transaction():
        council_session.starts_at = TURN + timedelta(hours=1)
    assert reminded(TURN) == ["silent@invitee.example"]


def test_one_address_gets_one_letter_about_all_its_sessions(app: Flask) -> None:
    with transaction():
        first, second = laddered(RungTarget.FIRST), laddered(RungTarget.FIRST)
        marks = [a_silent(one, "same@invitee.example").link.mark for one in (first, second)]

    assert reminded(TURN) == ["same@invitee.example"]
    letter = session().scalars(select(Letter).filter_by(kind="reminder")).one()
    assert all(mark in letter.text and mark in letter.html for mark in marks)
    assert len(session().scalars(select(Reminder)).all()) == 2


def test_a_reminder_about_two_bodies_and_the_answer_to_it_stand_with_both_once(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        invitations = [a_silent(council_session, "same@invitee.example") for _ in range(2)]
        a_silent(council_session, "other@invitee.example")
    assert sorted(reminded(TURN)) == ["other@invitee.example", "same@invitee.example"]
    letter = session().scalars(select(Letter).filter_by(kind="reminder", recipient="same@invitee.example")).one()
    answer = f"From: same@invitee.example\nIn-Reply-To: <{letter.message_id}>\nSubject: Re\n\nWe are three to come."
    with transaction():
        receive(answer.encode(), SYSTEM, TURN)
    sign_in(browser, council_session.council, Role.SECRETARY)

    for invitation in invitations:
        page = browser.get(f"/office/{council_session.address}/invitations/{invitation.public_id}?lang=en").text
        card = browser.get(f"/office/history/bodies/{invitation.body.public_id}?lang=en").text

        assert page.count(letter.subject) == 2  # among the letters, and beside the answer to it
        assert page.count("We are three to come.") == 2  # its words, and the whole message folded below
        assert card.count(f"{letter.subject} → same@invitee.example") == 1
        assert card.count("We are three to come.") == 1
        assert not is_on_its_way(invitation)


def test_a_reminder_about_sessions_of_two_councils_stands_in_the_history_of_each(app: Flask, browser: Browser) -> None:
    with transaction():
        invitations = [a_silent(laddered(RungTarget.FIRST), "same@invitee.example") for _ in range(2)]
    reminded(TURN)

    for invitation in invitations:
        sign_in(browser, invitation.council_session.council, Role.SECRETARY)
        card = browser.get(f"/office/history/bodies/{invitation.body.public_id}?lang=en").text

        assert card.count(" → same@invitee.example") == 2  # the invitation and the reminder


def test_silence_goes_on_to_the_second_contact_and_to_the_list_of_calls(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST, RungTarget.SECOND, RungTarget.CALL)
        invitation = a_silent(council_session)
        contact = {"name": "Ерлан", "email": "second@invitee.example", "phone": "+77172249305", "language": "kk"}
        session().add(Contact(body=invitation.body, rank=ContactRank.SECOND, place=1, **contact))
        a_silent(council_session)  # without a second contact
        first = invitation.email

    reminded(TURN)

    assert set(reminded(TURN + timedelta(days=3))) > {first, "second@invitee.example"}
    assert reminded(TURN + timedelta(days=3)).count("second@invitee.example") == 1
    assert "Ерлан" in calls(browser, council_session, TURN + timedelta(days=4))


def cost(council_session: CouncilSession, at: datetime) -> tuple[int, int]:
    """How many statements the job sends, and how many invitations it reads, however often."""
    read: list[object] = []

    def note(invitation: Invitation, *given: object) -> None:
        read.append(invitation)

    for name in ("load", "refresh"):
        event.listen(Invitation, name, note)
    session().rollback()
    with counted_statements() as statements:
        reminded(at)
    for name in ("load", "refresh"):
        event.remove(Invitation, name, note)
    return len(statements), len(read)


def test_a_letter_about_more_bodies_needs_no_more_statements(app: Flask) -> None:
    found = []
    for number in (2, 6):
        with transaction():
            council_session = laddered(RungTarget.FIRST)
            for _ in range(number):
                a_silent(council_session, f"all-{number}@invitee.example")
        found.append(cost(council_session, TURN)[0])
        with transaction():
            council_session.stage = Stage.HELD

    assert found[0] == found[1]


def test_each_further_address_costs_the_same_however_many_there_are(app: Flask) -> None:
    found = []
    for number in (2, 4, 8):
        with transaction():
            council_session = laddered(RungTarget.FIRST)
            for place in range(number):
                a_silent(council_session, f"body-{number}-{place}@invitee.example")
        found.append(cost(council_session, TURN))
        with transaction():
            council_session.stage = Stage.HELD

    (few, few_read), (more, more_read), (most, most_read) = found
    assert most - more == 2 * (more - few)
    assert most_read - more_read == 2 * (more_read - few_read)


@pytest.mark.parametrize("is_refused", [True, False])
def test_whose_invitation_bounced_or_was_refused_is_not_written_to_but_telephoned(
    app: Flask, browser: Browser, is_refused: bool
) -> None:
    with transaction():
        council_session = laddered(RungTarget.CALL, RungTarget.SECOND)
        body = a_silent(council_session, "dead@invitee.example").body
        session().add(Contact(body=body, rank=ContactRank.SECOND, place=1, email="second@invitee.example"))
        letter = session().scalars(select(Letter)).one()
        letter.bounced_at = TURN - timedelta(days=8)
        if is_refused:
            letter.end(LetterState.REFUSED)

    assert reminded(TURN + timedelta(days=3)) == []
    assert body.name.in_language("en") in calls(browser, council_session, TURN + timedelta(days=3))


def test_who_writes_a_report_that_quotes_no_letter_keeps_no_reminder_back(app: Flask) -> None:
    with transaction():
        invitation = a_silent(laddered(RungTarget.FIRST), "silent@invitee.example")
        session().scalars(select(Letter)).one().bounced_at = TURN - timedelta(days=8)
        session().add(BouncedAddress(address=invitation.email, since=TURN, words="550", is_stopped=False))

    assert reminded(TURN) == ["silent@invitee.example"]


def calls(browser: Browser, council_session: CouncilSession, at: datetime) -> str:
    """The list of calls as a secretary reads it at that moment."""
    with time_machine.travel(at, tick=False):
        sign_in(browser, council_session.council, Role.SECRETARY)
        page = browser.get(f"/office/{council_session.address}/invitations/reminders?lang=en")
    return page.text.partition("List of calls")[2].partition("The ladder")[0]


def test_two_workers_at_once_send_one_reminder(bare_app: Flask) -> None:
    with bare_app.app_context(), transaction():
        council_session = laddered(RungTarget.FIRST)
        for _ in range(4):
            a_silent(council_session)
    together = Barrier(2)

    def work() -> None:
        with bare_app.app_context():
            together.wait()
            send_reminders()

    with time_machine.travel(TURN, tick=False):
        threads = [Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    with bare_app.app_context():
        recipients = session().scalars(select(Letter.recipient).filter_by(kind="reminder")).all()
        assert len(recipients) == len(set(recipients)) == 4
        assert len(session().scalars(select(Reminder)).all()) == 4


def test_no_digest_goes_when_both_of_its_bodies_answer_at_once(bare_app: Flask) -> None:
    with bare_app.app_context(), transaction():
        ids = [a_silent(laddered(RungTarget.FIRST), "same@invitee.example").id for _ in range(2)]
    with bare_app.app_context():
        assert reminded(TURN) == ["same@invitee.example"]
    together = Barrier(2)

    def answer(invitation_id: int) -> None:
        with bare_app.app_context(), transaction():
            invitation = session().get_one(Invitation, invitation_id)
            if not current_settings().uses_sqlite:  # there, one begins when the other has ended
                together.wait(10)
            decline_invitation(invitation, "", SYSTEM, TURN)
            with suppress(BrokenBarrierError):
                together.wait(0.5)  # both have written and neither has committed, where nothing keeps them apart

    threads = [Thread(target=answer, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    with bare_app.app_context():
        assert session().scalar(select(Letter.state).filter_by(kind="reminder")) is LetterState.CANCELLED


def test_the_office_saves_a_ladder_and_sees_who_would_be_reminded(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        a_silent(council_session, "silent@invitee.example")
        address = f"/office/{council_session.address}/invitations/reminders"

    with time_machine.travel(TURN, tick=False):
        sign_in(browser, council_session.council, Role.ORGANIZER)
        page = browser.get(f"{address}?lang=en")
        saved = browser.submit(page, "reminders", first="8, 3", second="5")
        refused = browser.submit(page, "reminders", first="5", second="5, x")

    assert "silent@invitee.example" in page.text.partition("Who would get a reminder now")[2]
    assert saved.form("reminders")["first"] == "8, 3"
    assert refused.status == 422
    assert "Each number of days can stand in one line only." in refused.text


def test_a_ladder_stands_only_once_it_was_saved_and_an_emptied_one_stays_empty(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session(a_council())
        council_session.nominate_until = DEADLINE
        address = f"/office/{council_session.address}/invitations/reminders"
    sign_in(browser, council_session.council, Role.ORGANIZER)
    days_off = browser.get(f"{address}/days-off?lang=en")
    browser.submit(days_off, "", days_off="2026-11-18")

    assert rungs_of(council_session) == []
    page = browser.get(f"{address}?lang=en")
    lines = ("first", "second", "chancellery", "call")
    assert "Use the usual ladder" in page.text
    usual = browser.submit(page, "usual")
    assert {rung.days: rung.target for rung in rungs_of(council_session)} == USUAL
    assert "Use the usual ladder" not in usual.text
    emptied = browser.submit(usual, "reminders", **dict.fromkeys(lines, ""))
    assert rungs_of(council_session) == []
    assert "Use the usual ladder" in emptied.text


def test_the_usual_ladder_takes_the_place_of_no_other(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = a_session(a_council())
        address = f"/office/{council_session.address}/invitations/reminders?lang=en"
    sign_in(browser, council_session.council, Role.ORGANIZER)
    page = browser.get(address)
    with transaction():
        save_ladder(council_session, {3: RungTarget.CALL}, SYSTEM, TURN)

    browser.submit(page, "usual")

    assert [rung.days for rung in rungs_of(council_session)] == [3]


def test_days_that_moved_stand_in_the_journal_once_and_only_when_they_changed(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
    for days_off in ([date(2026, 11, 18)], [date(2026, 11, 18)], []):
        with transaction():
            save_moved_days(council_session, days_off, [date(2026, 11, 14)], SYSTEM, TURN)

    entries = session().scalars(select(JournalEntry).filter_by(event="MovedDaysSaved").order_by(JournalEntry.number))
    assert [entry.payload["days_off"] for entry in entries] == [["2026-11-18"], []]


def test_days_off_are_typed_and_shown_as_dates_are_written_here(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        address = f"/office/{council_session.address}/invitations/reminders/days-off?lang=en"
    sign_in(browser, council_session.council, Role.ORGANIZER)

    browser.submit(browser.get(address), "", days_off="05.01.2027, 2026-11-18", working_days="14.11.2026")
    refused = browser.submit(browser.get(address), "", days_off="31.11.2026")

    assert moved_days() == {date(2027, 1, 5): False, date(2026, 11, 18): False, date(2026, 11, 14): True}
    assert browser.get(address).form("")["days_off"] == "18.11.2026, 05.01.2027"
    assert refused.status == 422
    assert "Enter days such as 17.12.2026" in refused.text


def test_who_may_not_edit_invitations_saves_no_ladder(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        address = f"/office/{council_session.address}/invitations/reminders"
        save_moved_days(council_session, [date(2026, 11, 18)], [], SYSTEM, TURN)
    sign_in(browser, council_session.council, Role.AUDITOR)

    page = browser.get(address)

    assert page.status == 200
    assert [form for form in page.forms if "reminders" in form.get("action", "")] == []
    assert browser.request("POST", address).status_code in (400, 403)


def test_the_second_of_two_who_save_the_ladder_sees_what_the_first_saved(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        address = f"/office/{council_session.address}/invitations/reminders?lang=en"
    sign_in(browser, council_session.council, Role.ORGANIZER)
    mine, theirs = browser.get(address), browser.get(address)
    browser.submit(theirs, "reminders", first="8")

    told = browser.submit(mine, "reminders", first="9")

    assert told.status == 409
    assert "Somebody else changed this text" in told.text
    assert told.form("reminders")["first"] == "9"
    assert [rung.days for rung in rungs_of(council_session)] == [8]
    assert browser.submit(told, "reminders").status == 200
    assert [rung.days for rung in rungs_of(council_session)] == [9]


def test_the_second_of_two_who_save_the_table_of_days_off_sees_what_the_first_saved(
    app: Flask, browser: Browser
) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        address = f"/office/{council_session.address}/invitations/reminders/days-off?lang=en"
    sign_in(browser, council_session.council, Role.ORGANIZER)
    mine, theirs = browser.get(address), browser.get(address)
    browser.submit(theirs, "", days_off="18.11.2026")

    told = browser.submit(mine, "", days_off="2026-11-19")

    assert told.status == 409
    assert "18.11.2026" in told.text
    assert told.form("")["days_off"] == "2026-11-19"
    assert moved_days() == {date(2026, 11, 18): False}
    assert browser.submit(told, "").status == 200
    assert moved_days() == {date(2026, 11, 19): False}


def test_an_invitation_that_arrived_at_a_former_address_reminds_nobody_at_the_new_one(app: Flask) -> None:
    with transaction():
        invitation = a_silent(laddered(RungTarget.FIRST), "old@invitee.example")
        correct_address(invitation, "new@invitee.example", "ru", SYSTEM, TURN)

    assert reminded(TURN) == []


def test_a_reminder_leaves_only_in_working_time(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        a_silent(council_session)
        save_moved_days(council_session, [date(2026, 11, 16)], [date(2026, 11, 14)], SYSTEM, TURN)
    evening = TURN.replace(hour=12, minute=55)  # 17:55 in Aktobe
    reminded(evening)
    moments = []
    moment = evening + timedelta(minutes=10)
    for _ in range(3):
        moments.append(when_claimed(moment))
        moment = moments[-1].replace(hour=13, minute=0)

    nine = [TURN.replace(day=day, hour=4, minute=0) for day in (14, 17, 18)]  # not on Sunday, nor on the day off
    assert moments == nine
    assert when_claimed(nine[0]) == nine[0]


def when_claimed(at: datetime) -> datetime:
    """When the only reminder is due after a worker looked for letters at that moment; it goes where that is `at`."""
    with transaction():
        letter = session().scalars(select(Letter).filter_by(kind="reminder")).one()
        letter.next_at, letter.lease_owner, letter.lease_until = at, None, None
    with transaction():
        claim("one#1", at)
    return letter.next_at or at


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2015, 11, 11, 3, 30, tzinfo=UTC), ["almaty@invitee.example"]),  # 09:30 in Almaty, 08:30 in Aktobe
        (datetime(2015, 11, 11, 12, 30, tzinfo=UTC), ["abroad@invitee.example", "aktobe@invitee.example"]),
    ],
)
def test_quiet_hours_are_those_of_the_body_and_of_the_venue_for_a_body_abroad(
    app: Flask, moment: datetime, expected: list[str]
) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        council_session.nominate_until = datetime(2015, 11, 17, 13, 0, tzinfo=UTC)
        for name, code in (("almaty", "KZ-ALA"), ("aktobe", "KZ-AKT"), ("abroad", None)):
            sent_at = datetime(2015, 11, 2, 4, 0, tzinfo=UTC)
            body = a_silent(council_session, f"{name}@invitee.example", sent_at).body
            body.region = Region(code=code, name=Translated(kk=name)) if code else None

    assert sorted(reminded(moment)) == expected
