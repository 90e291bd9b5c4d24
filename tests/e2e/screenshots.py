"""Pictures of every page at 1280 and 320 px in three languages, in a real browser: `make screenshots`.

Every GET route must be in the table below or among the files that have no page; a page that answers an error or scrolls
sideways at 320 px fails the run. `make screenshots PAGES="letters kk"` renders only pages whose name holds one of the
words, in the languages that are named, or in all.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from eventreg.accounts.models import StaffUser
from eventreg.accounts.views.entry import entry_link
from eventreg.core.db import session
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import CouncilSession, Stage
from tests.e2e.demo_server import ARGUMENTS, CHROMIUM, demo_server
from tests.e2e.pages import PAGES, Places, places_of, without_a_picture

OUT = Path(__file__).resolve().parents[2] / "screenshots"
WIDTHS = (1280, 320)
LANGUAGES = ("kk", "ru", "en")


def main() -> None:
    if not Path(CHROMIUM).exists():
        sys.exit("make screenshots needs a browser: install Debian's chromium, or name one in CHROMIUM.")
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo_server(Path(folder)) as (app, base_url):
        with app.app_context():
            places, entries = places_of(), _entries()
        _check_table(app)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            faults = list(_all_pictures(browser, base_url, places, entries, sys.argv[1:]))
            browser.close()
    print("\n".join(faults) or f"Every page was rendered into {OUT}.")
    sys.exit(1 if faults else 0)


def _check_table(app: Flask) -> None:
    if forgotten := without_a_picture(app):
        sys.exit(f"Pages without a picture; add them to tests/e2e/pages.py: {', '.join(forgotten)}")


def _all_pictures(
    browser: Browser, base_url: str, places: Places, entries: dict[str, str], words: list[str]
) -> Iterator[str]:
    names = [word for word in words if word not in LANGUAGES]
    pages = [page for page in PAGES if not names or any(word in page.name for word in names)]
    languages = [word for word in words if word in LANGUAGES] or LANGUAGES
    for actor in sorted({page.actor for page in pages}):
        context = browser.new_context(reduced_motion="reduce", ignore_https_errors=True)
        tab = context.new_page()
        _enter(tab, entries.get(actor, ""))
        for page in pages:
            if page.actor == actor:
                address = base_url + page.path(places)
                for language in languages:
                    yield from _pictures(tab, page.name, address, page.status, language)
        context.close()


def _enter(tab: Page, link: str) -> None:
    """Opens a personal link; where a button has to be pressed to sign in, presses it."""
    if link:
        tab.goto(link)
        if "/enter/" in link:
            tab.locator("main button").click()


def _pictures(tab: Page, name: str, address: str, status: int, language: str) -> Iterator[str]:
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        answer = tab.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        if answer is None or answer.status != status:
            yield f"{name} {language}: {answer.status if answer else 'no answer'} at {address}"
            return
        for frame in tab.locator("iframe").all():
            frame.scroll_into_view_if_needed()  # a frame is painted once it was in view
        tab.screenshot(path=OUT / f"{name}-{language}-{width}.png", full_page=True)
        overflow = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            yield f"{name} {language}: scrolls {overflow} px sideways at {width} px"


def _entries() -> dict[str, str]:
    """The way in for each actor of the table."""
    staff = {user.email.partition("@")[0]: entry_link(user) for user in session().scalars(select(StaffUser))}
    opened = (
        select(Invitation)
        .join(Invitation.council_session)
        .where(CouncilSession.stage == Stage.OPEN)
        .order_by(Invitation.id)
    )
    waiting = select(Registration).join(Registration.council_session).where(CouncilSession.stage == Stage.OPEN)
    waiting = waiting.order_by(Registration.id)
    invitation = session().scalars(opened.where(Invitation.state == InvitationState.ANSWERED)).first()
    nominated = session().scalars(waiting.where(Registration.state == RegistrationState.NOMINATED)).first()
    confirmed = session().scalars(waiting.where(Registration.state == RegistrationState.CONFIRMED)).first()
    guests = {"body": invitation, "nominee": nominated, "delegate": confirmed}
    return staff | {name: thing.link.url for name, thing in guests.items() if thing is not None}


if __name__ == "__main__":
    main()
