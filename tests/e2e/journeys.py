"""Pictures of each step of the body's, the delegate's and the applicant's journey on a phone of 320 px, without
JavaScript, in three languages: `make journeys`, into screenshots/.

Unlike `make screenshots`, forms are filled in and sent, rightly and wrongly.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any  # Any: what Playwright takes, which is not there in every environment

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from eventreg.core.db import session, transaction
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import CouncilSession, Stage
from tests.e2e.demo_server import ARGUMENTS, CHROMIUM, demo_server
from tests.e2e.screenshots import LANGUAGES, OUT

PHONE: Any = {"width": 320, "height": 700}
PDF: Any = {"name": "khat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
SCRIPT: Any = {"name": "virus.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90\x00"}
SEVERAL = (
    "Қожахметова Әсем Ғалымқызы; Бөлім бастығы; asem-{language}@delegate.example; 8 702 261 72 86\n"
    "Сүлейменов Ерлан; Директор; erlan"
)


class Journey:
    """A tab in one language; `shot` keeps a picture of the page under the number of the step."""

    def __init__(self, tab: Page, who: str, language: str) -> None:
        self.tab = tab
        self.who = who
        self.language = language
        self.number = 0
        self.faults: list[str] = []

    def open(self, address: str) -> None:
        self.tab.goto(f"{address}{'&' if '?' in address else '?'}lang={self.language}")

    def shot(self, step: str) -> None:
        self.number += 1
        name = f"{self.who}-{self.number:02}-{step}-{self.language}"
        self.tab.screenshot(path=OUT / f"{name}.png", full_page=True)
        overflow = self.tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            self.faults.append(f"{name}: scrolls {overflow} px sideways")

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.tab.locator(f"#{name}").first.fill(value)

    def send(self, action: str) -> None:
        """Sends the form whose address ends so ("" is the page's main form) by its own button."""
        form = f'form[action$="{action}"]' if action else "main form"
        self.tab.locator(form).locator("button:visible:not([formaction])").first.click()


def body(journey: Journey, links: Iterator[str]) -> None:
    """From the letter's link to a declined invitation and back."""
    language, tab = journey.language, journey.tab
    journey.open(next(links))
    journey.shot("opened")
    journey.send("/nominate")
    journey.shot("nominated-nobody")
    person = {"surname": "Нұрмағамбетова-Сейітжанова", "given_name": "Гүлбаршын", "patronymic": "Әбілқасымқызы"}
    journey.fill(**person, post="Білім басқармасы басшысының орынбасары", email=f"gul-{language}@delegate.example")
    journey.send("/nominate")
    journey.shot("nominated-one")
    tab.locator("summary").first.click()
    journey.fill(people=SEVERAL.format(language=language))
    journey.send("/nominate-several")
    journey.shot("several-refused")
    journey.fill(people=SEVERAL.format(language=language) + f"-{language}@delegate.example")
    journey.send("/nominate-several")
    journey.shot("several-nominated")
    here = tab.url
    tab.locator('main a[href*="/delegates/"]').first.click()
    journey.shot("delegate")
    for what in ("replace", "withdraw"):
        tab.goto(here)
        tab.locator(f'main a[href$="/{what}"]').first.click()
        journey.shot(f"{what}-form")
        if what == "replace":
            journey.send("")
            journey.shot("replace-refused")
            journey.fill(surname="Оспан", given_name="Дәурен", email=f"dauren-{language}@delegate.example")
        tab.locator("#reason").fill("Іссапар")
        journey.send("")
        journey.shot(f"{what}-done")
    for file, step in ((SCRIPT, "letter-refused"), (PDF, "letter-uploaded")):
        tab.locator("#paper").set_input_files(file)
        journey.send("/papers")
        journey.shot(step)
    journey.fill(message_text="Екінші күні түстен кейін келсек бола ма?")
    journey.send("/message")
    journey.shot("message-sent")
    journey.open(next(links))
    tab.locator('main a[href$="/decline"]').click()
    journey.shot("decline-form")
    journey.send("")
    journey.shot("decline-refused")
    journey.fill(reason="Осы күндері облыста тексеру жүріп жатыр.")
    journey.send("")
    journey.shot("declined")
    journey.send("/undo")
    journey.shot("undone")


def delegate(journey: Journey, links: Iterator[str]) -> None:
    """From the letter's link to the pass, a change, and a place given back."""
    tab = journey.tab
    journey.open(next(links))
    journey.shot("opened")
    journey.fill(surname="")
    journey.send("/answers")
    journey.shot("details-refused")
    journey.fill(surname="Нұрмағамбетова-Сейітжанова", phone="8 702 261 72 86")
    journey.send("/answers")
    journey.shot("questions")
    journey.send("/answers")
    journey.shot("questions-refused")
    tab.locator('[name="q_speaks"]').first.check()
    journey.send("/answers")
    journey.shot("minutes-asked")
    journey.fill(q_speaks_minutes="5")
    for name in ("q_interpretation", "q_section"):
        tab.locator(f'[name="{name}"]').last.check()
    journey.send("/answers")
    journey.shot("check-answers")
    journey.send("/confirm")
    journey.shot("consent-asked")
    tab.locator("#agrees").check()
    journey.send("/confirm")
    journey.shot("confirmed")
    here = tab.url
    for path, step in (("/pass", "pass"), ("/travel", "travel"), ("/answers", "change")):
        tab.goto(here + path)
        journey.shot(step)
        if step == "travel":
            journey.fill(hotel_from="2030-02-27")
            journey.send("")
            journey.shot("travel-refused")
            journey.fill(hotel_until="2030-02-28")
            journey.send("")
            journey.shot("travel-saved")
    tab.goto(f"{here}/personal-data")
    journey.shot("personal-data")
    tab.goto(f"{here}/withdraw-consent")
    journey.shot("withdraw-consent")
    tab.goto(f"{here}/withdraw")
    journey.shot("withdraw")
    journey.send("")
    journey.shot("withdrawn")


def applicant(journey: Journey, links: Iterator[str]) -> None:
    """Somebody whom nobody named applies; and a dead link."""
    form = next(links)
    journey.open(form)
    journey.shot("form")
    journey.send("")
    journey.shot("refused")
    journey.fill(surname="Ким", organisation="«Қарағанды политехникалық колледжі» КМҚК")
    journey.fill(email=f"kim-{journey.language}@delegate.example")
    journey.tab.locator("#agrees").check()
    journey.send("")
    journey.shot("sent")
    base_url = form.partition("/s/")[0]
    journey.open(f"{base_url}/r/unknown-token")
    journey.shot("dead-link")
    journey.open(f"{base_url}/r/new-link")
    journey.fill(email="nobody@delegate.example")
    journey.send("")
    journey.shot("new-link-sent")


def main() -> None:
    if not Path(CHROMIUM).exists():
        sys.exit("make journeys needs a browser: install Debian's chromium, or name one in CHROMIUM.")
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo_server(Path(folder)) as (app, base_url):
        found = _links(app, base_url)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            walks = ((body, found["body"]), (delegate, found["delegate"]), (applicant, found["applicant"]))
            faults = [fault for walk, links in walks for fault in _walk(browser, walk, links)]
            browser.close()
    print("\n".join(faults) or f"Every step was rendered into {OUT}.")
    sys.exit(1 if faults else 0)


def _walk(browser: Browser, walk: Callable[[Journey, Iterator[str]], None], links: Iterator[str]) -> list[str]:
    faults = []
    for language in LANGUAGES:
        context = browser.new_context(viewport=PHONE, java_script_enabled=False, reduced_motion="reduce")
        journey = Journey(context.new_page(), walk.__name__, language)
        walk(journey, links)
        faults += journey.faults
        context.close()
    return faults


def _links(app: Flask, base_url: str) -> dict[str, Iterator[str]]:
    """Links of bodies that were silent so far, of delegates who are to confirm, and of the open form, one each time."""
    with app.app_context(), transaction():
        opened = session().scalars(select(CouncilSession).filter_by(stage=Stage.OPEN)).one()
        invited = select(Invitation).filter_by(state=InvitationState.INVITED, council_session_id=opened.id)
        named = select(Registration).filter_by(state=RegistrationState.NOMINATED, council_session_id=opened.id)
        bodies = [one.link.url for one in session().scalars(invited.order_by(Invitation.id))]
        delegates = [one.link.url for one in session().scalars(named.order_by(Registration.id))]
        form = f"{base_url}/s/{opened.address}/register"
    return {"body": iter(bodies), "delegate": iter(delegates), "applicant": iter([form] * len(LANGUAGES))}


if __name__ == "__main__":
    main()
