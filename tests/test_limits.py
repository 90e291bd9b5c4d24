"""Every limit on how often somebody may ask is reached, and answers with a page of ours (429)."""

import pytest
from flask import Flask

from eventreg.core.limits import limiter
from tests.browser import Browser, Page, checked

PREFIX = "eventreg."
# Each view with a limit: the address, and how many are taken before the next is refused.
LIMITED = {
    "accounts.views.account.password": ("POST /office/account/password", 20),
    "accounts.views.entry.enter": ("GET /office/enter/none/no-such-token", 30),
    "accounts.views.sign_in.sign_in": ("POST /office/sign-in", 20),
    "accounts.views.sign_in.set_password_by_link": ("GET /office/password/no-such-token", 30),
    "accounts.views.sign_in.forgotten": ("POST /office/forgotten", 5),
    "registrations.views.links.open_link": ("GET /r/no-such-token", 30),
    "registrations.views.links.new_link": ("POST /r/new-link", 10),
    "applications.views.public.form": ("POST /s/no/such/register", 20),
    "applications.views.public.open_link": ("GET /r/a/no-such-token", 30),
    "invitations.views.body_page.open_link": ("GET /i/no-such-token", 30),
    "invitations.views.body_page.new_link": ("POST /i/new-link", 10),
    "invitations.views.body_page.end_others": ("POST /i/b/none/end-others", 5),
    "invitations.views.body_papers.upload": ("POST /i/b/none/papers", 30),
    "invitations.views.body_papers.message": ("POST /i/b/none/message", 30),
    "mail.views.subscriptions.open_link": ("GET /u/no-such-token", 30),
    "mail.views.subscriptions.one_click": ("POST /u/no-such-token", 30),
}


@pytest.fixture
def bare_app(changed_app: Flask) -> Flask:
    """Forms are taken without a token, since what is counted here are tries."""
    changed_app.config["WTF_CSRF_ENABLED"] = False
    return changed_app


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> object:
    """Tries are counted beside the database, so one kind will do."""
    with request.getfixturevalue("sqlite_template").clone() as url:
        yield url


def ask(browser: Browser, address: str, email: str = "aliya@eventreg.example") -> Page:
    method, path = address.split()
    response = browser.request(method, f"{path}?lang=en", data={"email": email} if method == "POST" else None)
    return checked(Page(response.status_code, path, response.get_data(as_text=True)))


def test_every_limited_view_is_tried_here(bare_app: Flask) -> None:
    known = {name.removeprefix(PREFIX).rpartition(".")[0] for name in limiter.limit_manager._decorated_limits}

    assert known == set(LIMITED)


@pytest.mark.parametrize("view", LIMITED)
def test_one_try_too_many_is_refused_with_a_page(browser: Browser, view: str) -> None:
    address, most = LIMITED[view]

    statuses = {ask(browser, address).status for _ in range(most)}
    page = ask(browser, address)

    assert 429 not in statuses
    assert 500 not in statuses
    assert (page.status, page.heading) == (429, "Too many tries in a short time")


def test_who_asks_for_passwords_of_many_people_is_stopped_too(browser: Browser) -> None:
    pages = [ask(browser, "POST /office/forgotten", f"person-{number}@eventreg.example") for number in range(21)]

    assert [page.status for page in pages] == [303] * 20 + [429]
