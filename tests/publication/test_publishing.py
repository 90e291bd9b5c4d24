"""From the adopted text to files that nobody changes any more, and corrections in further versions."""

import hashlib
import json

import pytest
from flask import Flask

from eventreg.core.actors import Role
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.publication.actions import publish_recommendations
from eventreg.publication.documents import prepare_edition
from eventreg.publication.models import Publication
from eventreg.publication.queries import broken_seals, content_of, publications_of
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_session
from tests.recommendations.drafts import a_draft, adopted, found, office, secretary_of


def published(council_session: CouncilSession) -> list[Publication]:
    return list(publications_of(council_session))


def publish(browser: Browser, council_session: CouncilSession) -> Page:
    return browser.submit(browser.get(office(council_session, "publish")), "")


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    return adopted(NOW)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.PRESS])
def test_what_was_adopted_appears_with_its_files(browser: Browser, council_session: CouncilSession, role: Role) -> None:
    sign_in(browser, council_session.council, role)

    page = publish(browser, council_session)

    assert page.path == f"/s/{council_session.address}/recommendations"
    assert "Version 1" in browser.get(page.path + "?lang=en").text
    files = {(file.format, file.languages) for file in published(council_session)[0].files}
    sets = {"kk", "ru", "en", "kk-ru"}
    assert files == {("json", "all"), *(("pdf", each) for each in sets), *(("docx", each) for each in sets)}
    assert list(broken_seals()) == []


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.CHAIR, Role.TRANSLATOR, Role.AUDITOR])
def test_others_do_not_publish(browser: Browser, council_session: CouncilSession, role: Role) -> None:
    sign_in(browser, council_session.council, role)

    assert browser.get(office(council_session, "publish")).status == 403
    assert published(council_session) == []


def test_a_draft_is_not_published_and_not_public(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW)
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.get(office(council_session, "publish"))

    assert "Only adopted recommendations of an announced session can be published." in page.text
    for suffix in ("", ".pdf", ".docx", ".json", "/v1", "/v1.pdf"):
        assert browser.request("GET", f"/s/{council_session.address}/recommendations{suffix}").status_code == 404


def test_the_text_of_a_session_that_the_public_does_not_see_is_not_published(
    browser: Browser, council_session: CouncilSession
) -> None:
    with transaction():
        found(council_session).council_session.stage = Stage.DRAFT
    edition = prepare_edition(found(council_session), "", NOW)

    with pytest.raises(Refusal, match="not_publishable"), transaction():
        publish_recommendations(found(council_session), edition, secretary_of(council_session.council), NOW)


def test_publishing_twice_at_once_makes_one_version(council_session: CouncilSession) -> None:
    by = secretary_of(council_session.council)
    first, second = (prepare_edition(found(council_session), "", NOW) for _ in range(2))
    with transaction():
        publish_recommendations(found(council_session), first, by, NOW)

    with pytest.raises(Refusal, match="published_meanwhile"), transaction():
        publish_recommendations(found(council_session), second, by, NOW)

    assert len(published(council_session)) == 1


def test_the_files_are_the_same_bytes_for_ever_and_checkable(browser: Browser, council_session: CouncilSession) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = publish(browser, council_session)
    page = browser.get(page.path + "?lang=en")

    for suffix, language in (("pdf", "kk"), ("pdf", "ru"), ("docx", "en"), ("json", "kk")):
        address = f"/s/{council_session.address}/recommendations/v1.{suffix}?lang={language}"
        first, second = (browser.request("GET", address).data for _ in range(2))
        digest = hashlib.sha256(first).hexdigest()
        assert first == second
        assert digest in page.html
        assert "Authentic" in browser.get(f"/verify?lang=en&sha256={digest}").text


def test_a_file_that_was_changed_is_not_ours(browser: Browser, council_session: CouncilSession) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    publish(browser, council_session)
    content = browser.request("GET", f"/s/{council_session.address}/recommendations/v1.json").data

    digest = hashlib.sha256(content + b" ").hexdigest()

    assert "Not ours" in browser.get(f"/verify?lang=en&sha256={digest}").text


def correct(browser: Browser, council_session: CouncilSession, **changes: str) -> Page:
    return browser.submit(browser.get(office(council_session, "correct")), "", **changes)


def test_a_correction_is_a_further_version_with_a_note(browser: Browser, council_session: CouncilSession) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    publish(browser, council_session)
    before = content_of(published(council_session)[0])

    page = correct(browser, council_session, note="A misprint in the preamble", wording0_en="The participants note:")

    second, first = published(council_session)
    content = content_of(second)
    assert page.path == f"/s/{council_session.address}/recommendations"
    assert (second.version, second.note) == (2, "A misprint in the preamble")
    assert second.previous_sha256 == first.canonical_sha256 == content["previous_sha256"]
    assert content["preamble"]["en"] == "The participants note:"
    assert content["groups"] == before["groups"]
    assert found(council_session).adopted_text["preamble"] == before["preamble"]
    assert "This version was superseded" in browser.get(f"{page.path}/v1?lang=en").text
    assert list(broken_seals()) == []


def test_a_later_correction_keeps_the_former_one(browser: Browser, council_session: CouncilSession) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    publish(browser, council_session)
    correct(browser, council_session, note="One", wording0_en="The participants note:")

    correct(browser, council_session, note="Two", wording1_en="draw up one plan")

    content = content_of(published(council_session)[0])
    assert content["version"] == 3
    assert content["preamble"]["en"] == "The participants note:"
    assert "draw up one plan" in json.dumps(content)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"note": "", "wording0_en": "The participants note:"}, "Say in a sentence what the new version corrects."),
        ({"note": "Nothing"}, "No wording differs from the public version."),
        ({"note": "Figures", "wording0_ru": "обсудив работу 29 станций, отмечают:"}, "Numbers or dates differ."),
        ({"note": "Emptied", "wording0_kk": ""}, "The text is missing: Kazakh."),
    ],
)
def test_a_correction_that_is_none_is_refused_and_what_was_typed_stays(
    browser: Browser, council_session: CouncilSession, changes: dict[str, str], sentence: str
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    publish(browser, council_session)

    page = correct(browser, council_session, **changes)

    assert sentence in page.text
    assert {name: page.form("")[name] for name in changes} == changes
    assert len(published(council_session)) == 1


def test_the_press_officer_publishes_but_does_not_correct(browser: Browser, council_session: CouncilSession) -> None:
    sign_in(browser, council_session.council, Role.PRESS)
    publish(browser, council_session)

    assert browser.get(office(council_session, "correct")).status == 403


def test_the_pages_of_another_council_are_not_there(browser: Browser, council_session: CouncilSession) -> None:
    with transaction():
        stranger = a_session()
    sign_in(browser, stranger.council, Role.SECRETARY)

    assert browser.get(office(council_session, "publish")).status == 404
    assert browser.get(office(council_session, "correct")).status == 404
