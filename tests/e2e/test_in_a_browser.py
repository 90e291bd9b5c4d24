"""What only a real browser shows: the journeys of a body and a delegate on a phone, by keyboard, without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any  # Any: Playwright comes with its own group and is not there in every environment

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.db import session
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import CouncilSession, Stage
from tests.e2e.demo_server import ARGUMENTS, CHROMIUM, demo_server

sync_api = pytest.importorskip("playwright.sync_api", reason="make e2e brings the browser's driver")
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Debian's chromium, or one named in CHROMIUM"),
]
PHONE = {"width": 320, "height": 700}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    with demo_server(tmp_path_factory.mktemp("demo")) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """A tab of 320 px without JavaScript."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def silent_body(app: Flask) -> str:
    with app.app_context():
        query = select(Invitation).join(Invitation.council_session).where(CouncilSession.stage == Stage.OPEN)
        return session().scalars(query.where(Invitation.state == InvitationState.INVITED)).all()[-1].link.url


def waiting_delegate(app: Flask) -> str:
    with app.app_context():
        query = select(Registration).join(Registration.council_session).where(CouncilSession.stage == Stage.OPEN)
        return session().scalars(query.where(Registration.state == RegistrationState.NOMINATED)).all()[-1].link.url


def test_a_body_nominates_by_keyboard_alone(served: tuple[Flask, str], phone: Any) -> None:
    app, _base_url = served
    phone.goto(silent_body(app) + "?lang=kk")

    phone.locator("#surname").focus()
    for text in ("Қожахметова", "Әсем", "Ғалымқызы", "Бөлім бастығы", "asem@delegate.example"):
        phone.keyboard.type(text)
        phone.keyboard.press("Tab")
    phone.locator("#email").press("Enter")

    assert "Қожахметова Әсем Ғалымқызы" in phone.locator("main").inner_text()


def test_a_delegate_confirms_without_javascript(served: tuple[Flask, str], phone: Any) -> None:
    app, _base_url = served
    phone.goto(waiting_delegate(app) + "?lang=ru")

    for _ in range(4):  # the steps that the session asks for
        if phone.locator(".panel").count():
            break
        for question in phone.locator("main fieldset:has(input[type=radio])").all():
            question.locator("input[type=radio]").last.check()  # "no" to speaking asks no more
        for consent in phone.locator("main input[type=checkbox][required]").all():
            consent.check()
        phone.locator("main form button.button--primary").first.click()

    assert "Вы зарегистрированы" in phone.locator(".panel").inner_text()
    assert phone.locator(".pass svg").count() == 1


def test_the_browser_asks_before_typed_text_is_left_behind(served: tuple[Flask, str], chromium: Any) -> None:
    app, _base_url = served
    tab = chromium.new_page()
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    tab.on("dialog", stay)
    tab.goto(silent_body(app) + "?lang=en")

    tab.locator("#surname").press_sequentially("Қожахметова")
    tab.get_by_role("link", name="Русский").click(no_wait_after=True)
    tab.wait_for_timeout(500)

    assert asked == ["beforeunload"]
    assert tab.locator("#surname").input_value() == "Қожахметова"

    tab.locator("#email").press_sequentially("no address")
    tab.locator("#email").press("Enter")
    tab.locator("[data-error-summary]").wait_for()

    assert asked == ["beforeunload"]
    tab.close()


@pytest.mark.parametrize("path", ["/", "/s/rcc-stc/2015-11-18", "/s/rcc-stc/2015-11-18/agenda", "/office/sign-in"])
def test_every_stop_of_the_tab_key_can_be_seen(served: tuple[Flask, str], chromium: Any, path: str) -> None:
    """WCAG 2.2, 2.4.7 and 2.4.11: the focus is visible and nothing lies over it."""
    _app, base_url = served
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{base_url}{path}?lang=en")

    hidden = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const found = document.activeElement, box = found.getClientRects()[0];
                if (found === document.body) return ["", true];  // past the last stop
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                const style = getComputedStyle(found);
                const isSeen = style.outlineStyle !== "none" || style.boxShadow !== "none";
                return [found.outerHTML.slice(0, 80), isSeen && (found.contains(top) || top?.contains(found))];
            }"""
        )
        hidden += [] if seen[1] else [seen[0]]
    context.close()

    assert hidden == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_load_nothing_foreign_and_raise_no_error(served: tuple[Flask, str], chromium: Any, scheme: str) -> None:
    _app, base_url = served
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)

    for path in ("/", "/s/rcc-stc/2015-11-18", "/s/rcc-stc/2015-11-18/recommendations", "/verify"):
        page.goto(base_url + path)
    context.close()

    assert [url for url in asked if not url.startswith((base_url, "data:"))] == []
    assert errors == []
