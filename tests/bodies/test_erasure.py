"""Erasing people for good: no trace in tables, files, outbox and logs; counts and the journal stay."""

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from eventreg.agenda.actions import SpeakerGiven, add_item, release_agenda
from eventreg.agenda.models import AgendaRelease, ItemKind, ItemSpeaker
from eventreg.attendance.actions import check_in, take_quorum_snapshot
from eventreg.attendance.models import Channel, Presence, QuorumSnapshot
from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.models import Body, Contact, ContactRank, Person
from eventreg.bodies.personal_data import erase_person, people_called
from eventreg.cli import application as opener
from eventreg.cli.main import main
from eventreg.core.actors import SYSTEM, Actor
from eventreg.core.db import db, session, transaction
from eventreg.core.scrubbing import scrub
from eventreg.councils.actions import save_consent_text
from eventreg.councils.models import DataKind
from eventreg.councils.retention import purge_expired
from eventreg.files.actions import store
from eventreg.i18n import speaking
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.answers import Nominee, nominate_delegates
from eventreg.invitations.models import Invitation, Seat
from eventreg.journal.models import JournalEntry
from eventreg.journal.queries import chain
from eventreg.journal.rules import first_broken_entry
from eventreg.mail.actions import post
from eventreg.mail.models import Letter, LetterAttempt, LetterState
from eventreg.registrations.actions.registering import Answers, confirm_registration, withdraw_registration
from eventreg.registrations.consents.actions import give_consent, withdraw_consent
from eventreg.registrations.consents.models import Consent
from eventreg.registrations.models import Registration
from eventreg.registrations.passes import pass_text
from eventreg.registrations.questions.actions.answering import Given, answer_questions, note_upload
from eventreg.registrations.questions.actions.asking import QuestionDetails, add_question
from eventreg.registrations.questions.queries import question_named
from eventreg.sessions.models import CouncilSession, Stage
from eventreg.settings import Settings
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_session, an_invitation, three
from tests.traces import LATIN, NAMES, Marked, dump, files_under, found_in, marked

ATTEMPT = {"started_at": NOW, "ended_at": NOW, "worker": "w"}


@dataclass
class Scene:
    """Ten people in a session that was held, with letters, presence, quorum and a released agenda."""

    people: list[Marked]
    tokens: list[str]
    registrations: list[str]


@pytest.fixture
def scene(app: Flask) -> Scene:
    people = [marked(number) for number in range(len(NAMES))]
    with transaction():
        council = a_council("rcc")
        save_consent_text(council, 0, Translated(kk="Келісемін"), SYSTEM, NOW)
        council_session = a_session(council)
        invitation = an_invitation(council_session, a_body("MON"), seats=len(people))
        by = Actor("invitation", invitation.public_id)
        registrations = nominate_delegates(invitation, [Nominee(one.details) for one in people], by, NOW)
        tokens = [word for found in registrations for word in (found.link.token, found.link_hash or "")]
        _ask(council_session)
        for number, (one, registration) in enumerate(zip(people, registrations, strict=True)):
            registration.person.name_forms = {"ru": [f"Русформов{number}ин", "Русим", ""], "latin": [LATIN, "Lati", ""]}
            session().add(a_contact(invitation.body, one))
            _take_part(one, registration)
            _answer(one, registration)
        tokens += [pass_text(found) for found in registrations]
        _name_in_other_letters(invitation, registrations)
        take_quorum_snapshot(council_session, SYSTEM, NOW)
        speakers = [SpeakerGiven(registration=registrations[2]), SpeakerGiven(name="Әшірбаева Һ. І., МОН")]
        title = three("Баяндама")
        add_item(council_session, kind=ItemKind.REPORT, title=title, minutes=20, speakers=speakers, by=SYSTEM, now=NOW)
    return Scene(people, tokens, [found.public_id for found in registrations])


def _take_part(one: Marked, registration: Registration) -> None:
    by = Actor("registration", registration.public_id)
    confirm_registration(registration, Answers(one.details, one.needs), by, NOW)
    give_consent(registration, 1, "kk", by, NOW)
    check_in(registration, Channel.SCAN, by, NOW + timedelta(minutes=1))
    if registration.id % 5 == 0:
        withdraw_registration(registration, one.reason, by, NOW + timedelta(hours=1))
    if registration.id % 4 == 0:
        withdraw_consent(registration, by, NOW + timedelta(hours=2))


def a_contact(body: Body, one: Marked) -> Contact:
    """The person is also somebody who is written to at the body."""
    name, own = f"{one.details.given_name} {one.details.surname}", one.details
    return Contact(body=body, rank=ContactRank.SECOND, place=1, name=name, post=own.post, email=own.email)


def _ask(council_session: CouncilSession) -> None:
    for name, kind in (("visa", "text"), ("scan", "file"), ("slides", "file")):
        details = QuestionDetails(kind=kind, caption=three("Сұрақ"), retention_days=10)
        add_question(council_session, name, details, SYSTEM, NOW)


def _answer(one: Marked, registration: Registration) -> None:
    """A text, a file that was confirmed, and one that still waits."""
    by = Actor("registration", registration.public_id)
    scan, slides = (question_named(registration.council_session, name) for name in ("scan", "slides"))
    assert scan is not None
    assert slides is not None
    sent = note_upload(registration, scan, store(one.scan, "text/plain", NOW), f"{one.details.surname}.txt", NOW)
    given = {"visa": Given(value=f"№ N{one.details.phone[-7:]} {one.needs}"), "scan": Given(file=sent.public_id)}
    answer_questions(registration, given, by, NOW)
    note_upload(registration, slides, store(one.scan + b"!", "text/plain", NOW), f"{one.details.surname}.pdf", NOW)


def _name_in_other_letters(invitation: Invitation, registrations: list[Registration]) -> None:
    """What a body's contact and the server's refusals hold about people."""
    for number, registration in enumerate(registrations):
        person = registration.person
        name = f"{person.surname} {person.given_name} {person.patronymic}".strip()
        letter = post(
            "registration_link",
            key=f"other:{number}",
            to="chancellery@invitee.example",
            language="ru",
            about=("invitation", invitation.public_id),
            council_session=invitation.council_session.public_id,
            now=NOW,
            context=_context(name),
        )
        letter.end(LetterState.SENT)
        session().add(LetterAttempt(letter=letter, **ATTEMPT, code=550, answer=f"no {person.email}"))
    for letter in session().scalars(select(Letter).filter_by(about_kind="registration")):
        letter.attempts.append(LetterAttempt(**ATTEMPT, code=450, answer=f"<{letter.recipient}> busy"))


def _context(name: str) -> dict[str, object]:
    facts = {"day": "1", "title": "t", "when": "w", "where": "x", "council": "c"}
    footer = {"council_name": "c", "contact_email": "", "contact_phone": ""}
    return {"facts": facts, "name": name, "link": "", "reference": "R-1", **footer}


def leftovers(scene: Scene, text: str) -> list[str]:
    """Which traces of the ten stand in the text, in any case and however JSON may have written them."""
    return found_in(text, (trace for one in scene.people for trace in one.traces(scene.tokens)))


def counts() -> dict[str, int]:
    tables = (Registration, Presence, QuorumSnapshot, Person, Seat, Consent, Letter)
    return {table.__name__: session().scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def states() -> list[tuple[str, str]]:
    return [
        (found.public_id, found.state) for found in session().scalars(select(Registration).order_by(Registration.id))
    ]


def erase_all(scene: Scene) -> list[str]:
    kept = []
    with transaction():
        for one in scene.people:
            for person in people_called(one.details.email):
                kept += erase_person(person, SYSTEM, NOW + timedelta(days=1))
    scrub(db.engine)
    return kept


def test_before_the_erasure_everything_can_be_found(scene: Scene) -> None:
    """Otherwise the next test could not fail."""
    text = dump()

    own = {trace for one in scene.people for trace in one.traces([])}
    without_a_reason = {one.reason for one in scene.people} - {trace for trace in own if trace in text}
    assert sorted(trace for trace in own - without_a_reason if trace not in text) == []


def test_no_table_and_no_file_holds_a_trace_of_ten_erased_people(scene: Scene, settings: Settings) -> None:
    assert erase_all(scene) == []

    assert leftovers(scene, dump()) == []
    session().rollback()
    db.engine.dispose()
    for path, text in files_under(settings.data_dir):
        assert leftovers(scene, text) == [], path.name


def test_before_the_erasure_files_hold_the_people(scene: Scene, settings: Settings) -> None:
    files = [path.read_text() for path in (settings.data_dir / "files").rglob("*") if path.is_file()]

    assert len(files) == 2 * len(scene.people)
    assert all(any(one.details.surname in text for text in files) for one in scene.people)


def test_answers_go_after_the_period_of_their_question(scene: Scene, settings: Settings) -> None:
    with transaction():
        council_session = session().scalars(select(CouncilSession)).one()
        council_session.stage = Stage.HELD
        end = council_session.ends_at

    assert purge_expired(SYSTEM, end + timedelta(days=8)) == {}
    assert purge_expired(SYSTEM, end + timedelta(days=10)) == {DataKind.ANSWERS: 3 * len(scene.people)}

    files = [path for path in (settings.data_dir / "files").rglob("*") if path.is_file()]
    assert files == []  # what was never confirmed neither


def test_counts_states_and_the_chain_are_as_before(scene: Scene) -> None:
    before, states_before = counts(), states()
    snapshots = [(found.present, found.represented) for found in session().scalars(select(QuorumSnapshot))]
    entries = [(entry.number, entry.hash) for entry in chain()]

    erase_all(scene)

    assert (counts(), states()) == (before, states_before)
    assert [(found.present, found.represented) for found in session().scalars(select(QuorumSnapshot))] == snapshots
    assert [(entry.number, entry.hash) for entry in chain()][: len(entries)] == entries
    assert first_broken_entry(chain()) is None
    erased = session().scalars(select(JournalEntry).filter_by(event="PersonErased")).all()
    assert len(erased) == len(scene.people)


def test_letters_to_others_hold_a_number_and_stay_otherwise(scene: Scene) -> None:
    erase_all(scene)

    letter = session().scalars(select(Letter).filter_by(key="other:3")).one()
    assert (letter.recipient, letter.state, letter.forgotten_at) == (
        "chancellery@invitee.example",
        LetterState.SENT,
        None,
    )
    assert "№ " in letter.text


def test_a_released_agenda_stays_and_is_named(scene: Scene) -> None:
    with transaction():
        release_agenda(session().scalars(select(Registration)).first().council_session, "", SYSTEM, NOW)  # type: ignore[union-attr]  # the scene has some
    before = session().scalars(select(AgendaRelease)).one().snapshot

    with speaking("en"):
        kept = erase_all(scene)

    assert set(kept) == {"Agenda of rcc/2026-11-23, release 1"}
    assert session().scalars(select(AgendaRelease)).one().snapshot == before


def test_namesakes_keep_their_names(scene: Scene) -> None:
    with transaction():
        invitation = session().scalars(select(Invitation)).one()
        invitation.seats.append(Seat(role="delegate", position=99))
        session().flush()
        namesake = PersonDetails("Әшірбаева", "Дана", email="dana@other.example", language="kk")
        nominate_delegates(invitation, [Nominee(namesake)], Actor("invitation", invitation.public_id), NOW)
        (person,) = people_called("mark1.person@very-private-1.example")
        erase_person(person, SYSTEM, NOW)

    letter = session().scalars(select(Letter).filter_by(recipient="dana@other.example")).one()
    assert "Әшірбаева Дана" in letter.text


def test_the_command_erases_and_the_journal_still_verifies(
    scene: Scene, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    session().rollback()
    _use(app, monkeypatch)

    answers = [CliRunner().invoke(main, ["erase", one.details.email]) for one in scene.people]
    verified = CliRunner().invoke(main, ["audit", "verify"])

    assert [answer.exit_code for answer in answers] == [0] * len(scene.people), answers[0].output
    assert verified.exit_code == 0
    assert leftovers(scene, dump() + "".join(answer.output for answer in answers)) == []
    nobody = CliRunner().invoke(main, ["erase", scene.people[0].details.email])
    assert nobody.exit_code == 1


def test_the_command_hands_out_everything_about_one_person(
    scene: Scene, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    session().rollback()
    _use(app, monkeypatch)
    one = scene.people[2]

    answer = CliRunner().invoke(main, ["export-person", one.details.email])

    (known,) = json.loads(answer.stdout)
    assert known["person"]["surname"] == "Щекочихинская"
    assert known["registrations"][0]["access_needs"] == one.needs
    assert known["registrations"][0]["consents"][0]["text"] == "Келісемін"
    assert len(known["presence"]) == 1
    assert known["speaks_on"][0]["session"] == "rcc/2026-11-23"
    assert "mark3" not in answer.stdout
    assert not any(token in answer.stdout for token in scene.tokens)


def _use(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands work with the test's own application, so that no connection is left open."""
    monkeypatch.setattr(opener, "application", lambda: app)


def test_the_draft_of_the_agenda_shows_a_number(scene: Scene) -> None:
    erase_all(scene)

    names = [speaker.name or speaker.registration.person.surname for speaker in session().scalars(select(ItemSpeaker))]  # type: ignore[union-attr]  # one of the two stands
    assert all("№" in name for name in names)
