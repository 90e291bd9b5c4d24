"""How an organizer brings a list into the registry, step by step; the jobs run where a worker would run them."""

import io

from sqlalchemy import select

from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.office.imports.carrying_out import carry_out_import
from eventreg.office.imports.checking import check_import
from eventreg.office.models import ImportRun
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.factories import a_council


def an_organizer(browser: Browser) -> None:
    """Signed in, of a council of their own."""
    with transaction():
        council = a_council()
    sign_in(browser, council, Role.ORGANIZER)


def upload(browser: Browser, content: bytes, target: str) -> Page:
    """The page of columns for this file."""
    page = browser.get("/office/imports/add?lang=en")
    fields = page.form("")
    chosen = next(value for value in _choices(page) if value.startswith(target))
    fields |= {"target": chosen, "file": (io.BytesIO(content), "list.xlsx")}
    return browser.post("/office/imports/add", fields)


def checked(browser: Browser, content: bytes, target: str = "bodies") -> Page:
    """The preview of this file."""
    page = browser.submit(upload(browser, content, target), "")
    check_import(the_run().public_id)
    return browser.get(page.path)


def imported(browser: Browser, preview: Page) -> Page:
    """The page of the import once its job has ended."""
    browser.submit(preview, "/carry-out")
    carry_out_import(the_run().public_id)
    return browser.get(preview.path)


def the_run() -> ImportRun:
    """The latest import."""
    return session().scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(1)).one()


def _choices(page: Page) -> list[str]:
    return [part.split('"')[0] for part in page.html.split('<option value="')[1:]] + [
        part.split('"')[0] for part in page.html.split('<option selected value="')[1:]
    ]
