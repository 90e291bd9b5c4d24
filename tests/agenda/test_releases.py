"""Releases: made from the draft that was looked at, never changed afterwards, and speakers named without contacts."""

import pytest

from eventreg.agenda.actions import SpeakerGiven, add_item, release_agenda
from eventreg.agenda.models import AgendaItem, ItemKind
from eventreg.agenda.queries import items_of, releases_of
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.journal.models import JournalEntry
from eventreg.registrations.actions.registering import withdraw_registration
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession
from tests.agenda.agendas import OFFICE, an_item, released
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_registration, a_session, three


def a_report_by(council_session: CouncilSession, registration: Registration, body: bool = True) -> AgendaItem:
    """A report of this person and of a guest; a person without a body if told so. Opens a transaction."""
    with transaction():
        if not body:
            registration.body = None
        speakers = [SpeakerGiven(registration=registration), SpeakerGiven(name="Қонақ")]
        return an_item(council_session, "Баяндама", speakers=speakers)


@pytest.fixture
def registration(council_session: CouncilSession) -> Registration:
    with transaction():
        registration = a_registration(council_session, a_body("MON"), "Касымова")
        registration.person.phone = "+77022617286"
    return registration


def test_a_release_never_changes(council_session: CouncilSession) -> None:
    first = released(council_session)
    before = canonical_json(first.snapshot)
    with transaction():
        items_of(council_session)[1].title = three("Басқа")

    second = released(council_session)

    session().refresh(first)
    assert canonical_json(first.snapshot) == before
    assert second.number == 2
    assert second.snapshot["items"][1]["title"]["kk"] == "Басқа (қаз)"


def test_the_seal_is_the_hash_of_the_content(council_session: CouncilSession) -> None:
    release = released(council_session)

    assert release.sha256 == sha256_hex(canonical_json(release.snapshot))


def test_a_release_is_told_to_the_journal_by_ids_alone(council_session: CouncilSession) -> None:
    release = released(council_session)

    entry = session().query(JournalEntry).filter_by(event="AgendaReleased").one()
    assert entry.object_id == release.public_id
    assert entry.payload == {"number": 1, "sha256": release.sha256}


def test_nothing_new_is_not_released_twice(council_session: CouncilSession) -> None:
    released(council_session)

    with pytest.raises(Refusal, match="agenda_unchanged"):
        released(council_session)


def test_an_empty_agenda_is_not_released(council_session: CouncilSession) -> None:
    with transaction():
        empty = a_session(council_session.council, "2026-12-01")

    with pytest.raises(Refusal, match="agenda_is_empty"), transaction():
        release_agenda(empty, "", SYSTEM, NOW)


def test_the_check_page_lists_what_to_look_at(council_session: CouncilSession, browser: Browser) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    with transaction():
        title = Translated(kk="Ұзақ", ru="Долгий")
        details = {"kind": ItemKind.REPORT, "title": title, "minutes": 400, "speakers": ()}
        late = add_item(council_session, **details, by=SYSTEM, now=NOW)  # type: ignore[arg-type]  # plain values
        late.pinned_at = council_session.starts_at

    page = browser.get(f"{OFFICE}/release?lang=en")

    assert "Release version 1 of the agenda?" in page.heading
    assert "No title in English: Ұзақ" in page.text
    assert "Begins 120 min later than fixed: Ұзақ" in page.text
    assert "The last item ends after the session's end." in page.text


def test_what_was_checked_is_released(council_session: CouncilSession, browser: Browser) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.submit(browser.get(f"{OFFICE}/release?lang=en"), "release")

    assert "Release 1 is public." in page.text
    assert "Release 1" in page.text


def test_a_draft_that_changed_since_the_check_is_not_released(
    council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    checked = browser.get(f"{OFFICE}/release?lang=en")
    with transaction():
        an_item(council_session, "Құпия")

    refused = browser.submit(checked, "release")
    before = releases_of(council_session)
    page = browser.submit(refused, "release")

    assert refused.status == 409
    assert "The draft changed while you looked at it." in refused.text
    assert "Құпия" in refused.text
    assert before == []
    assert "Release 1 is public." in page.text


def test_the_second_release_says_what_is_new(council_session: CouncilSession, browser: Browser) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    released(council_session)
    unchanged = browser.get(f"{OFFICE}/release?lang=en")
    with transaction():
        an_item(council_session, "Тағы")

    page = browser.submit(browser.get(f"{OFFICE}/release?lang=en"), "release", note="Тағы бір баяндама қосылды")

    assert "Nothing has changed since the latest release." in unchanged.text
    assert "Release 2 is public." in page.text
    assert "Тағы бір баяндама қосылды" in page.text


def test_a_speaker_is_named_with_initials_post_and_body_and_without_contacts(
    council_session: CouncilSession, registration: Registration
) -> None:
    a_report_by(council_session, registration)

    release = released(council_session)

    speaker = release.snapshot["items"][-1]["speakers"][0]
    content = canonical_json(release.snapshot).decode()
    assert speaker["ru"] == "Касымова А. С., Директор, Ұйым MON (рус)"
    assert "77022617286" not in content
    assert "@" not in content


def test_for_a_speaker_who_withdraws_the_body_names_another(
    council_session: CouncilSession, registration: Registration
) -> None:
    item = a_report_by(council_session, registration)
    before = released(council_session).number

    with transaction():
        withdraw_registration(registration, "", SYSTEM, NOW)

    after = released(council_session)
    assert [(one.body and one.body.code, one.name) for one in item.speakers] == [("MON", None), (None, "Қонақ")]
    assert (before, after.number) == (1, 2)
    assert after.snapshot["items"][-1]["speakers"][0]["kk"] == "Ұйым MON (қаз)"


def test_a_speaker_without_a_body_who_withdraws_stays_as_a_plain_name(
    council_session: CouncilSession, registration: Registration
) -> None:
    item = a_report_by(council_session, registration, body=False)

    with transaction():
        withdraw_registration(registration, "", SYSTEM, NOW)

    assert [(one.registration, one.name) for one in item.speakers] == [(None, "Касымова А. С."), (None, "Қонақ")]


def test_a_form_opened_before_the_withdrawal_is_outdated(
    council_session: CouncilSession, registration: Registration, browser: Browser
) -> None:
    item = a_report_by(council_session, registration)
    sign_in(browser, council_session.council, Role.SECRETARY)
    form = browser.get(f"{OFFICE}/{item.public_id}?lang=en")
    with transaction():
        withdraw_registration(registration, "", SYSTEM, NOW)

    page = browser.submit(form, item.public_id)

    assert page.status == 409
    assert "Somebody else changed this text" in page.text
