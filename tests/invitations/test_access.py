"""Every identity at every address of invitations, registrations, questions, logistics, mailings, letters, imports,
exports and the registry: foreign data never appears, and a foreign thing answers exactly as a missing one does. An
address without a row in the table fails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.councils.models import Council
from eventreg.files.actions import store
from eventreg.invitations.models import NominatingLetter
from eventreg.office.models import ImportKind, ImportRun
from eventreg.registrations import mails
from eventreg.registrations.queries import registration_by_public_id
from eventreg.registrations.questions.actions.asking import QuestionDetails, add_question
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, an_invitation, three
from tests.tables import all_rows

STAFF = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR, Role.TRANSLATOR, Role.PRESS, Role.DOOR, Role.AUDITOR)
MISSING = "AAAAAAAAAAAAAAAA"
CANARY = "Бөтенова"  # the surname of everybody who is foreign to whoever asks
OPEN, BODY, DELEGATE, LIST, INVITATION, REGISTRATION, QUESTION, PERSON, LETTER, IMPORT, SHARED = range(11)
IN_A_SESSION = (LIST, INVITATION, REGISTRATION, QUESTION)
BY_ITSELF = (PERSON, LETTER, IMPORT)
# What each address is about: nothing (open to everybody), a body's or a delegate's own things behind their link,
# a session in the office, an invitation, a registration or a question of it; a person, a letter or an import by
# itself; what the councils share (the registry of bodies) or what lists what is the actor's own.
TABLE = {
    "invitations_guest": {
        OPEN: "open_link new_link preview",
        BODY: "confirm decline delegate end_others message nominate nominate_several official_letter_of_body page paper"
        " remove_paper replace seat undo upload withdraw",
    },
    "registrations_guest": {
        OPEN: "open_link new_link",
        DELEGATE: "answers ask_about_consent calendar confirm own_file page pass_file pass_page personal_data"
        " personal_data_file resend take_consent_back withdraw",
    },
    "invitations": {
        LIST: "add add_person board days_off export ladder letter offer outgoing_numbers reminders send send_all"
        " send_chosen usual_ladder waiting",
        INVITATION: "address call decline office_paper outgoing_number preview remove seats send_one show take_back"
        " test_letter undo_decline withdraw",
        REGISTRATION: "first_in_line replace",
    },
    "registrations": {
        LIST: "admission approval decide erasure_requests export index",
        REGISTRATION: "confirm file refuse resend show withdraw",
    },
    "questions": {LIST: "add choose_source copy index preview", QUESTION: "edit move remove"},
    "logistics": {LIST: "ask export index show"},
    "logistics_guest": {DELEGATE: "travel"},
    "applications": {LIST: "index switch"},
    "mailings": {
        LIST: "cancel index letterhead new official_letter pause preview resume send show test_letter words",
    },
    "letters": {
        LIST: "index returned",
        LETTER: "attachment hold_back html send_again show",
        SHARED: "assign choose_body returned_to_staff staff take_message_back_from_body unmatched",
    },
    "councils": {LIST: "consent retention save_consent save_retention"},
    "office": {LIST: "dashboard export_page journal", SHARED: "home import_page search"},
    "imports": {IMPORT: "bad_rows carry_out columns show undo", SHARED: "add index"},
    "people": {PERSON: "edit", SHARED: "add index"},
    "persons": {PERSON: "erase export show", SHARED: "index"},
    "duplicates": {PERSON: "apart compare doubt merge undo", SHARED: "index"},
    "history": {PERSON: "person", SHARED: "body"},
    "bodies": {SHARED: "add contact_add contact_edit contact_remove edit index successor"},
}


@dataclass(frozen=True)
class Things:
    """What a body has in a session, by the names that addresses give to them."""

    council_slug: str
    session_code: str
    invitation: str
    registration: str
    paper: str
    question: str
    person: str
    letter: str
    import_run: str
    invitation_token: str = ""
    registration_token: str = ""

    def arguments(self, kind: int) -> dict[str, str]:
        """The values of an address about this thing."""
        own = {
            DELEGATE: self.registration,
            REGISTRATION: self.registration,
            QUESTION: self.question,
            PERSON: self.person,
            LETTER: self.letter,
            IMPORT: self.import_run,
        }.get(kind, self.invitation)
        return {
            "council_slug": self.council_slug,
            "session_code": self.session_code,
            "public_id": own,
            "delegate_id": self.registration,
            "registration_id": self.registration,
            "paper_id": self.paper,
            "answer_id": MISSING,
            "source_code": self.session_code,
            "kind": "people",
            "kept_id": self.person,
            "gone_id": self.person,
            "first_id": self.person,
            "second_id": self.person,
            "contact_id": MISSING,
            "name": "driver",
            "sha256": "0" * 64,
        }

    @property
    def ids(self) -> list[str]:
        """Every id that an address may hold."""
        things = self.invitation, self.registration, self.paper, self.question, self.person, self.letter
        return [*things, self.import_run, MISSING]


@dataclass(frozen=True)
class World:
    """Whoever asks is about `own`; `neighbour` is another body of the session, `foreign` is of another council."""

    own: Things
    neighbour: Things
    foreign: Things


@pytest.fixture
def world(app: Flask) -> World:
    with transaction():
        here, there = a_session(a_council("rcc"), "2026-11-23"), a_session(a_council("other"), "2027-01-01")
        return World(things(here, "Өзінікі"), things(here, CANARY), things(there, CANARY))


def things(council_session: CouncilSession, surname: str) -> Things:
    body = a_body(language="en")
    invitation = an_invitation(council_session, body)
    registration = a_registration(council_session, body, surname)
    invitation.seats[0].registration = registration
    stored = store(f"%PDF-1.7 {invitation.public_id}".encode(), "application/pdf", NOW)
    paper = NominatingLetter(invitation=invitation, stored_file=stored, name=f"{surname}.pdf", uploaded_at=NOW)
    imported = ImportRun(
        council=council_session.council, kind=ImportKind.PEOPLE, file_name=f"{surname}.csv", headers=[surname],
        sample=[[surname]], created_at=NOW, actor_kind="system", actor_id="",
    )  # fmt: skip
    session().add_all((paper, imported))
    question = add_question(council_session, f"q{body.id}", QuestionDetails("text", three("Сұрақ")), SYSTEM, NOW)
    letter = mails.registration_link(registration, NOW)
    assert letter
    session().flush()
    address = council_session.council.slug, council_session.code
    of_session = invitation.public_id, registration.public_id, paper.public_id, question.public_id
    others = registration.person.public_id, letter.public_id, imported.public_id
    return Things(*address, *of_session, *others, invitation.link.token, registration.link.token)


def rules(app: Flask, *kinds: int) -> Iterator[tuple[str, str, int]]:
    """Address, method and kind of everything of these kinds."""
    known = {f"{name}.{view}": kind for name, kind, view in rows()}
    for rule in app.url_map.iter_rules():
        if known.get(rule.endpoint) in kinds:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.rule, method, known[rule.endpoint]


def rows() -> Iterator[tuple[str, int, str]]:
    for name, kinds in TABLE.items():
        for kind, views in kinds.items():
            yield from ((name, kind, view) for view in views.split())


def filled(rule: str, arguments: dict[str, str]) -> str:
    path = re.sub(r"<int[^>]*:(number|days)>", "9", rule).replace("<suffix>", "pdf").replace("<file_type>", "csv")
    path = path.replace("<deadline>", "2026-11-20")
    path = re.sub(r"<any[^>]*:file_type>", "pdf", path)
    for name, value in arguments.items():
        path = path.replace(f"<{name}>", value)
    assert "<" not in path, path
    return path


def answer(browser: Browser, path: str, method: str, token: str) -> tuple[int, str]:
    """Status and text; the form's token is sent along, so that it is the thing that is refused and not the form."""
    fields = {"csrf_token": token, "reason": "x", "person": MISSING} if method == "POST" else None
    response = browser.request(method, f"{path}?lang=en", data=fields)
    text = response.get_data(as_text=True)
    assert response.status_code < 500, f"{method} {path}: {response.status_code}"
    assert CANARY not in text, f"{method} {path} shows foreign data"
    return response.status_code, " ".join(
        line for line in text.split() if "csrf" not in line and token[:20] not in line
    )


def token_of(browser: Browser) -> str:
    return str(browser.get("/i/new-link?lang=en").form("")["csrf_token"])


def alike(first: tuple[int, str], second: tuple[int, str], ids: list[str]) -> bool:
    """Equal but for the ids in the address that was asked for, and for signatures that differ by the second."""
    return first[0] == second[0] and _plain(first[1], ids) == _plain(second[1], ids)


def _plain(text: str, ids: list[str]) -> str:
    for one in ids:
        text = text.replace(one, "id")
    return " ".join(word for word in text.split() if not word.startswith("value="))


def test_every_address_has_a_row(app: Flask) -> None:
    found = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in TABLE}

    assert found == {f"{name}.{view}" for name, _, view in rows()}


@pytest.mark.parametrize("who", ["visitor", "body", "other body", "delegate"])
def test_behind_links_foreign_things_are_like_missing_ones(
    world: World, app: Flask, browser: Browser, who: str
) -> None:
    own = open_as(browser, world, who)
    token, before = token_of(browser), all_rows()
    missing = Things("rcc", "2026-11-23", *[MISSING] * 7)

    for rule, method, kind in rules(app, BODY, DELEGATE):
        expected = answer(browser, filled(rule, missing.arguments(kind)), method, token)
        assert expected[0] in (404, 410), rule
        for thing in (world.own, world.neighbour, world.foreign, numbered(world.own)):
            if kind in own and thing is own[kind]:
                continue
            found = answer(browser, filled(rule, thing.arguments(kind)), method, token)
            assert alike(found, expected, thing.ids), f"{who}: {method} {rule}"

    assert all_rows() == before


def open_as(browser: Browser, world: World, who: str) -> dict[int, Things]:
    """What this visitor's cookie opens, by kind. The delegate and the body are of `own`, the other body sees itself."""
    if who == "body":
        browser.get(f"/i/{world.own.invitation_token}")
        return {BODY: world.own}
    if who == "other body":  # its own name is the canary, so it is asked about the others alone
        browser.get(f"/i/{world.neighbour.invitation_token}")
        return {BODY: world.neighbour}
    if who == "delegate":
        browser.get(f"/r/{world.own.registration_token}")
        return {DELEGATE: world.own}
    return {}


def numbered(thing: Things) -> Things:
    """Ids as somebody guesses them who counts."""
    return Things(thing.council_slug, thing.session_code, *["2"] * 7)


def test_a_body_reaches_the_delegates_and_papers_of_no_other(world: World, app: Flask, browser: Browser) -> None:
    browser.get(f"/i/{world.own.invitation_token}")
    token, before = token_of(browser), all_rows()
    nested = [(rule, method) for rule, method, _ in rules(app, BODY) if rule.count("<") > 1 and "number" not in rule]

    for rule, method in nested:
        own = world.own.arguments(BODY)
        expected = answer(browser, filled(rule, own | {"delegate_id": MISSING, "paper_id": MISSING}), method, token)
        for thing in (world.neighbour, world.foreign, numbered(world.own)):
            mixed = own | {"delegate_id": thing.registration, "paper_id": thing.paper}
            found = answer(browser, filled(rule, mixed), method, token)
            assert alike(found, expected, [thing.registration, thing.paper, MISSING]), f"{method} {rule}"

    assert len(nested) >= 7
    assert {**all_rows(), "link_use": []} == before  # that this device uses the link is noted with any POST


def test_everybody_sees_the_own_page_and_nobody_else_on_it(world: World, browser: Browser) -> None:
    for path in (f"/i/{world.own.invitation_token}", f"/r/{world.own.registration_token}"):
        page = browser.get(f"{path}?lang=en")
        assert page.status == 200
        assert "Өзінікі" in page.text
        assert CANARY not in page.html


def the_council(world: World) -> Council:
    return session().scalars(select(Council).filter_by(slug=world.own.council_slug)).one()


@pytest.mark.parametrize("role", STAFF)
def test_in_the_office_another_council_is_like_a_missing_one(
    world: World, app: Flask, browser: Browser, role: Role
) -> None:
    sign_in(browser, the_council(world), role)
    token, before = token_of(browser), all_rows()

    for rule, method, kind in rules(app, *IN_A_SESSION):
        nowhere = world.foreign.arguments(kind) | {"council_slug": "nowhere"}
        expected = answer(browser, filled(rule, nowhere), method, token)
        found = answer(browser, filled(rule, world.foreign.arguments(kind)), method, token)
        assert expected[0] == 404, f"{role}: {method} {rule}"
        assert alike(found, expected, ["nowhere", "other"]), f"{role}: {method} {rule}"

    assert all_rows() == before


@pytest.mark.parametrize("role", STAFF)
def test_in_the_office_things_of_another_session_are_like_missing_ones(
    world: World, app: Flask, browser: Browser, role: Role
) -> None:
    sign_in(browser, the_council(world), role)
    token, before = token_of(browser), all_rows()
    here = {"council_slug": world.own.council_slug, "session_code": world.own.session_code}

    for rule, method, kind in rules(app, INVITATION, REGISTRATION, QUESTION):
        missing = dict.fromkeys(world.own.arguments(kind), MISSING) | here
        expected = answer(browser, filled(rule, missing), method, token)
        assert expected[0] in (403, 404), f"{role}: {method} {rule}"
        for thing in (world.foreign, numbered(world.own)):
            found = answer(browser, filled(rule, thing.arguments(kind) | here), method, token)
            assert alike(found, expected, thing.ids), f"{role}: {method} {rule}"

    assert all_rows() == before


@pytest.mark.parametrize("role", STAFF)
def test_people_letters_and_imports_of_another_council_are_like_missing_ones(
    world: World, app: Flask, browser: Browser, role: Role
) -> None:
    sign_in(browser, the_council(world), role)
    token, before = token_of(browser), all_rows()
    missing = Things("rcc", "2026-11-23", *[MISSING] * 7)

    for rule, method, kind in rules(app, *BY_ITSELF):
        expected = answer(browser, filled(rule, missing.arguments(kind)), method, token)
        assert expected[0] in (403, 404), f"{role}: {method} {rule}"
        for thing in (world.foreign, numbered(world.own)):
            found = answer(browser, filled(rule, thing.arguments(kind)), method, token)
            assert alike(found, expected, thing.ids), f"{role}: {method} {rule}"

    assert all_rows() == before


@pytest.mark.parametrize("role", STAFF)
def test_what_councils_share_shows_nobody_of_another(world: World, app: Flask, browser: Browser, role: Role) -> None:
    sign_in(browser, the_council(world), role)
    stranger = registration_by_public_id(world.foreign.registration)
    assert stranger
    email, name = stranger.person.email, stranger.person.surname
    hidden = {*world.foreign.ids} - {MISSING}
    paths = [filled(rule, world.own.arguments(kind)) for rule, method, kind in rules(app, SHARED) if method == "GET"]
    asked = [f"{path}?q={word}" for path in paths for word in ("", email, name, world.foreign.person)]

    for path in asked:
        response = browser.request("GET", f"{path}&lang=en")
        shown = set(re.findall(r"[\w-]{16}", re.sub(r'value="[^"]*"', "", response.get_data(as_text=True))))
        assert response.status_code in (200, 403, 404), path
        assert shown & (hidden - set(path.split("="))) == set(), path


def test_in_the_office_a_visitor_and_a_link_get_nothing(world: World, app: Flask, browser: Browser) -> None:
    browser.get(f"/i/{world.own.invitation_token}")
    token, before = token_of(browser), all_rows()

    for rule, method, kind in rules(app, *IN_A_SESSION, *BY_ITSELF, SHARED):
        for thing in (world.own, world.neighbour):
            status, text = answer(browser, filled(rule, thing.arguments(kind)), method, token)
            assert status in (302, 303, 401, 403, 404), f"{method} {rule}"
            assert "Өзінікі" not in text

    assert all_rows() == before
