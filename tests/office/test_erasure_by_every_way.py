"""Ten people, each of whom came by another way, are erased: whatever a way leaves behind goes too."""

import base64
import io
import logging
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventreg.accounts.actions import count_try
from eventreg.agenda.actions import SpeakerGiven, add_item
from eventreg.agenda.models import ItemKind
from eventreg.applications.actions import Agreed, apply, open_applications, prove_address
from eventreg.applications.models import Application
from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.actions.merging import merge_people
from eventreg.bodies.models import Person
from eventreg.bodies.personal_data import erase_person, people_called
from eventreg.core.actors import SYSTEM, Actor
from eventreg.core.db import db, session, transaction
from eventreg.core.log import set_up_logging
from eventreg.core.scrubbing import scrub
from eventreg.files.actions import store
from eventreg.invitations.actions.answers import (
    Nominee,
    decline_invitation,
    nominate_delegates,
    register_by_hand,
    replace_delegate,
)
from eventreg.invitations.actions.campaigns import add_letter
from eventreg.invitations.actions.sending_along import ask_secretariat, upload_nominating_letter
from eventreg.invitations.models import Invitation, NominatingLetter, Reminder
from eventreg.invitations.recipients import Words
from eventreg.journal.queries import chain
from eventreg.journal.rules import first_broken_entry
from eventreg.logistics.actions import Travel, ask_about_travel, state_travel
from eventreg.mail.inbound import receive
from eventreg.mail.models import BouncedAddress, Letter, LetterState
from eventreg.office.imports.carrying_out import carry_out_import
from eventreg.office.imports.checking import check_import
from eventreg.office.imports.running import begin_import, choose_columns, confirm_import
from eventreg.office.models import ImportKind, ImportRow, ImportRun, ImportState, RememberedColumns
from eventreg.recommendations.actions import ClauseDetails, add_clause, edit_clause
from eventreg.registrations.actions.registering import confirm_for, withdraw_registration
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.registrations.questions.actions.answering import Given, answer_questions, note_upload
from eventreg.registrations.questions.actions.asking import QuestionDetails, add_question
from eventreg.registrations.questions.queries import question_named
from eventreg.sessions.models import CouncilSession
from eventreg.settings import Settings
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_session, an_invitation, three
from tests.office.tables import a_text, a_workbook
from tests.registrations.files_to_send import PDF
from tests.traces import Marked, dump, files_under, found_in, marked

PEOPLE = tuple(marked(number) for number in range(10))
NEUTRAL = PersonDetails("Бейтарапов", "Санат", email="neutral@delegate.example", language="ru")
HEADER = ("Фамилия", "Имя", "Отчество", "Должность", "Эл. почта", "Телефон")


def full(one: Marked) -> str:
    """As people write the name in a text."""
    return f"{one.details.surname} {one.details.given_name} {one.details.patronymic}".strip()


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    with transaction():
        return a_session(a_council("rcc"))


@pytest.fixture
def invitation(council_session: CouncilSession) -> Invitation:
    with transaction():
        return an_invitation(council_session, a_body("MON"), seats=12)


@pytest.fixture
def neutral(invitation: Invitation) -> Registration:
    """Somebody who stays, and names the others in every field."""
    with transaction():
        return nominated(invitation, NEUTRAL)


def nominated(invitation: Invitation, details: PersonDetails) -> Registration:
    by = Actor("invitation", invitation.public_id)
    return nominate_delegates(invitation, [Nominee(details)], by, NOW)[0]


@pytest.fixture
def crowd(council_session: CouncilSession, invitation: Invitation, neutral: Registration) -> CouncilSession:
    """All ten of them have come."""
    by_import(council_session, PEOPLE[0])
    with transaction():
        by_merge(invitation, PEOPLE[1])
        by_substitution(invitation, PEOPLE[2])
        in_words_of_bodies(invitation, PEOPLE[3], council_session)
        nominated(invitation, PEOPLE[4].details)
        with_files(invitation, PEOPLE[5], neutral)
        by_application(council_session, PEOPLE[6])
        with_travel(invitation, PEOPLE[7], neutral)
        with_an_own_address(council_session, PEOPLE[8])
        in_drafts(invitation, PEOPLE[9])
    by_e_mail(PEOPLE[4])
    return council_session


def by_import(council_session: CouncilSession, one: Marked) -> None:
    """Imported from a workbook; named once more in a row with faults, in a file that nobody has checked yet, in the
    remarks of a file that was checked and not imported, and in the first line of one without a header."""
    own = one.details
    row = (own.surname, own.given_name, own.patronymic, own.post, own.email, own.phone)
    other = ("Ким", "Виктор", "", "", "kim@delegate.example", "")
    bad = (own.surname, own.given_name, own.patronymic, one.needs, "no address", "")
    with transaction():
        run = import_run(council_session, a_workbook(HEADER, row, other, bad), f"{own.surname}.xlsx")
        choose_columns(run, dict(run.columns))
        waiting = a_text(HEADER, *(("Иванов", str(n), "", "", "", "") for n in range(9)), row)
        import_run(council_session, waiting, "second.csv")
        remarks = a_text(
            (*HEADER, "Ескерту"), (*other, f"рядом: {full(one)}"), ("Бөтен", "Адам", "", "", "", "", "жоқ")
        )
        checked = import_run(council_session, remarks, "third.csv")
        choose_columns(checked, dict(checked.columns))
        headless = import_run(council_session, a_text(row, ("Бөтен", "Адам")), "fourth.csv")
        choose_columns(headless, {"surname": 0, "given_name": 1})
    for public_id in (run.public_id, checked.public_id, headless.public_id):
        check_import(public_id)
    with transaction():
        confirm_import(run, SYSTEM, NOW)
    carry_out_import(run.public_id)


def import_run(council_session: CouncilSession, content: bytes, name: str) -> ImportRun:
    run = ImportRun(
        council=council_session.council, kind=ImportKind.PEOPLE, file_name=name, created_at=NOW, actor_kind="system",
        actor_id="",
    )  # fmt: skip
    begin_import(run, content)
    return run


def by_merge(invitation: Invitation, one: Marked) -> None:
    """Two rows of one person, with an address each, that are one now."""
    own = one.details
    kept = nominated(invitation, PersonDetails(own.surname, own.given_name, email="kept@merged.example"))
    gone = register_by_hand(
        a_session(invitation.council_session.council, "2025-01-01"), None, Nominee(own), False, SYSTEM, NOW
    )
    merge_people(kept.person, gone.person, SYSTEM, NOW)


def by_substitution(invitation: Invitation, one: Marked) -> None:
    """Came instead of somebody, and somebody came instead."""
    by = Actor("invitation", invitation.public_id)
    first = nominated(invitation, PersonDetails("Бұрынғы", "Асан", email="first@delegate.example", language="kk"))
    second = replace_delegate(invitation, first, one.details, f"Вместо него едет {full(one)}", by, NOW)
    third = PersonDetails("Кейінгі", "Үсен", email="third@delegate.example", language="ru")
    replace_delegate(invitation, second, third, one.reason, by, NOW)


def in_words_of_bodies(invitation: Invitation, one: Marked, council_session: CouncilSession) -> None:
    """Named in a message, in a reason for declining, and in the signed paper of a body that sends nobody else."""
    by = Actor("invitation", invitation.public_id)
    ask_secretariat(invitation, f"Нельзя ли {full(one)} ({one.details.email}) сесть ближе?", "form-1", by, NOW)
    alone = an_invitation(council_session, a_body("ALONE"))
    nominated(alone, one.details)
    paper = PDF + f"% {full(one)} {one.details.phone}".encode()
    upload_nominating_letter(alone, paper, f"{one.details.surname}.pdf", by, NOW)
    declined = an_invitation(council_session, a_body("DECLINED"))
    decline_invitation(declined, f"{full(one)} заболел", Actor("invitation", declined.public_id), NOW)


def with_files(invitation: Invitation, one: Marked, neutral: Registration) -> None:
    """Answered with files and words; a colleague's answer names the person too."""
    registration = nominated(invitation, one.details)
    for name, kind in (("slides", "file"), ("photo", "file"), ("with", "text")):
        details = QuestionDetails(kind=kind, caption=three("Сұрақ"), retention_days=None)
        add_question(invitation.council_session, name, details, SYSTEM, NOW)
    slides, photo = (question_named(invitation.council_session, name) for name in ("slides", "photo"))
    assert slides
    assert photo
    sent = note_upload(registration, slides, store(PDF + one.scan, "application/pdf", NOW), f"{full(one)}.pdf", NOW)
    given = {"slides": Given(file=sent.public_id), "with": Given(value=one.needs)}
    answer_questions(registration, given, SYSTEM, NOW)
    note_upload(registration, photo, store(one.scan, "image/jpeg", NOW), f"{full(one)}.jpg", NOW)
    answer_questions(neutral, {"with": Given(value=f"вместе с {full(one)}")}, SYSTEM, NOW)


def by_application(council_session: CouncilSession, one: Marked) -> None:
    """Applied by the public form and proved the address; applied for another session and never did."""
    other = a_session(council_session.council, "2027-02-02")
    for where in (council_session, other):
        open_applications(where, True, SYSTEM, NOW)
        apply(where, one.details, Agreed(), SYSTEM, NOW)
    first = session().scalars(select(Application).order_by(Application.id)).first()
    assert first
    prove_address(first, SYSTEM, NOW)


def with_travel(invitation: Invitation, one: Marked, neutral: Registration) -> None:
    """Stated travel, then withdrew with a reason; a colleague wants the room next door."""
    ask_about_travel(invitation.council_session, True, SYSTEM, NOW)
    registration = nominated(invitation, one.details)
    for found in (registration, neutral):
        confirm_for(found, SYSTEM, NOW)
    state_travel(registration, Travel(arrives_by=one.needs, wishes=one.reason), SYSTEM, NOW)
    state_travel(neutral, Travel(wishes=f"рядом: {full(one)}"), SYSTEM, NOW)
    withdraw_registration(registration, one.reason, SYSTEM, NOW)
    withdraw_registration(neutral, f"едет {full(one)}", SYSTEM, NOW)


def with_an_own_address(council_session: CouncilSession, one: Marked) -> None:
    """A body is written to at the person's own address, and somebody tried to sign in with it."""
    body = a_body("SMALL")
    body.email, body.imported = one.details.email, {"email": one.details.email, "code": "SMALL"}
    register_by_hand(council_session, body, Nominee(one.details, ParticipantRole.GUEST), True, SYSTEM, NOW)
    reminded = {"address": one.details.email, "letter": "digest", "made_at": NOW, "deadline": NOW.date()}
    session().add(Reminder(invitation=an_invitation(council_session, body), days=3, **reminded))
    count_try(one.details.email, NOW)


def in_drafts(invitation: Invitation, one: Marked) -> None:
    """Named in the working drafts of the agenda, the recommendations and a mailing."""
    nominated(invitation, one.details)
    council_session, title = invitation.council_session, three(f"Доклад: {full(one)}")
    speaker = [SpeakerGiven(name=full(one))]
    add_item(council_session, kind=ItemKind.REPORT, title=title, minutes=9, speakers=speaker, by=SYSTEM, now=NOW)
    clause = add_clause(council_session, ClauseDetails(three(f"Поручить: {full(one)}")), SYSTEM, NOW)
    edit_clause(clause, clause.version, ClauseDetails(three(f"Просить: {full(one)}")), SYSTEM, NOW)
    add_letter(council_session, Words(three(f"О докладе: {full(one)}"), three("{link}")), SYSTEM, NOW)


def by_e_mail(one: Marked) -> None:
    """The letter bounced, the person answered from elsewhere in an encoded message, and a machine did too."""
    with transaction():
        for letter in session().scalars(select(Letter).filter_by(recipient=one.details.email)):
            letter.sent_at = NOW
            letter.end(LetterState.SENT)
            reference = letter.message_id
        words = base64.b64encode(f"Приеду. {full(one)}, {one.details.phone}".encode()).decode()
        head = f"In-Reply-To: <{reference}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        answer = (
            f"From: home@elsewhere.example\r\nSubject: Re\r\n{head}Content-Transfer-Encoding: base64\r\n\r\n{words}"
        )
        away = f"From: <{one.details.email}>\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n{head}\r\nAway"
        for message in (answer, away, bounce(one, reference)):
            receive(message.encode(), SYSTEM, NOW + timedelta(hours=1))


def bounce(one: Marked, reference: str) -> str:
    head = (
        "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied"
    )
    kind = 'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="B"'
    text = f"--B\r\nContent-Type: text/plain\r\n\r\n<{one.details.email}>: no such user"
    recipient = f"Final-Recipient: rfc822; {one.details.email}\r\nAction: failed\r\nStatus: 5.1.1"
    report = f"--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{recipient}"
    original = f"--B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{reference}>"
    return "\r\n".join((head, kind, "", text, "", report, "", original, "", "--B--", ""))


def erased() -> None:
    with transaction():
        for one in PEOPLE:
            for person in people_called(one.details.email):
                erase_person(person, SYSTEM, NOW + timedelta(days=1))
    assert scrub(db.engine)


def traces(one: Marked) -> list[str]:
    own = one.details
    words = (own.surname, own.given_name, own.patronymic, own.email, own.phone, own.phone[-7:], own.post)
    return [word for word in (*words, one.needs, one.reason) if word]


def test_each_of_the_ten_left_traces_of_every_kind(crowd: CouncilSession, settings: Settings) -> None:
    """Otherwise the next test could not fail."""
    text = dump() + "".join(text for _, text in files_under(settings.data_dir))

    for one in PEOPLE:
        own = one.details
        assert {own.surname, own.email, own.phone} <= set(found_in(text, traces(one))), own.surname
    for one in (PEOPLE[0], PEOPLE[5], PEOPLE[6], PEOPLE[7]):
        assert one.details.post in text
    assert session().scalar(select(func.count(BouncedAddress.id))) == 1
    assert session().scalar(select(func.count(ImportRow.id))) == 6
    assert session().scalar(select(func.count(RememberedColumns.id))) == 1


def test_no_way_leaves_a_trace_in_a_table_a_file_or_the_log(
    crowd: CouncilSession, settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("sys.stderr", lines := io.StringIO())
    set_up_logging("DEBUG")
    erased()

    text = dump() + caplog.text + lines.getvalue()
    assert {one.details.surname: found_in(text, traces(one)) for one in PEOPLE if found_in(text, traces(one))} == {}
    session().rollback()
    db.engine.dispose()
    every = [trace for one in PEOPLE for trace in traces(one)]
    found = {path.name: found_in(held, every) for path, held in files_under(settings.data_dir)}
    assert {name: words for name, words in found.items() if words} == {}


def test_others_keep_what_they_brought_and_wrote(crowd: CouncilSession) -> None:
    before, entries = states(), [(entry.number, entry.hash) for entry in chain()]
    erased()

    assert states() == before
    assert [(entry.number, entry.hash) for entry in chain()][: len(entries)] == entries
    assert first_broken_entry(chain()) is None
    assert session().scalars(select(Person).filter_by(surname="Ким")).one().email == "kim@delegate.example"
    assert [row.given["surname"] for row in session().scalars(select(ImportRow).order_by(ImportRow.id))] == [
        "Ким",
        "Бөтен",
        "Бөтен",
    ]
    runs = session().scalars(select(ImportRun).order_by(ImportRun.id)).all()
    assert [(run.state, run.refusal) for run in runs] == [
        (ImportState.IMPORTED, ""),
        (ImportState.REFUSED, "file_was_erased"),
        (ImportState.CHECKED, ""),
        (ImportState.CHECKED, ""),
    ]
    neutral = session().scalars(select(Registration).join(Person).filter_by(surname="Бейтарапов")).one()
    assert neutral.state is RegistrationState.WITHDRAWN
    assert neutral.withdrawal_reason.startswith("едет № ")
    assert neutral.person.email == NEUTRAL.email


def states() -> list[tuple[str, str]]:
    query = select(Registration.public_id, Registration.state).order_by(Registration.id)
    return [(public_id, state.value) for public_id, state in session().execute(query)]


def test_a_signed_paper_stays_while_it_names_others_and_is_listed(invitation: Invitation) -> None:
    by = Actor("invitation", invitation.public_id)
    with transaction():
        nominated(invitation, PEOPLE[0].details)
        nominated(invitation, PEOPLE[1].details)
        upload_nominating_letter(invitation, PDF, "letter.pdf", by, NOW)

    def erase(one: Marked) -> list[str]:
        with transaction():
            (person,) = people_called(one.details.email)
            return erase_person(person, SYSTEM, NOW)

    assert len(erase(PEOPLE[0])) == 1
    assert session().scalar(select(func.count(NominatingLetter.id))) == 1
    assert erase(PEOPLE[1]) == []
    assert session().scalar(select(func.count(NominatingLetter.id))) == 0


def test_whichever_row_of_merged_duplicates_is_named_all_are_erased(invitation: Invitation) -> None:
    with transaction():
        by_merge(invitation, PEOPLE[1])
        (gone,) = session().scalars(select(Person).where(Person.merged_into_id.is_not(None)))
        erase_person(gone, SYSTEM, NOW)

    assert all(person.erased_at for person in session().scalars(select(Person)))
