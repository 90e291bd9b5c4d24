"""Error pages: what happened and what to do, in the reader's language."""

import pytest
from flask import Flask, abort

from eventreg.core.guards import public
from tests.browser import Browser

CODES = (400, 401, 403, 404, 405, 410, 413, 422, 429, 500, 503)


@pytest.fixture
def bare_app(changed_app: Flask) -> Flask:
    return changed_app


@pytest.fixture(autouse=True)
def failing_pages(bare_app: Flask) -> None:
    @public
    def fail(code: int) -> str:
        abort(code)

    @public
    def break_down() -> str:
        raise ZeroDivisionError("a fault of ours")

    bare_app.config["PROPAGATE_EXCEPTIONS"] = False
    bare_app.add_url_rule("/fail/<int:code>", view_func=fail)
    bare_app.add_url_rule("/break-down", view_func=break_down)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_error_says_in_words_what_happened_and_what_to_do(browser: Browser, language: str) -> None:
    pages = [browser.get(f"/fail/{code}?lang={language}") for code in CODES]

    assert [page.status for page in pages] == list(CODES)
    assert len({page.heading for page in pages}) == len(CODES)
    assert all(f'<html lang="{language}"' in page.html for page in pages)
    english = {browser.get(f"/fail/{code}?lang=en").heading for code in CODES}
    assert language == "en" or not {page.heading for page in pages} & english


def test_an_error_without_words_of_its_own_has_those_of_its_kind(browser: Browser) -> None:
    pages = [browser.get(f"/fail/{code}?lang=en") for code in (418, 501)]

    assert [page.heading for page in pages] == ["This request was not understood", "Something went wrong on our side"]


def test_a_fault_of_ours_shows_its_number_and_no_traceback(browser: Browser, capfd: pytest.CaptureFixture[str]) -> None:
    response = browser.request("GET", "/break-down?lang=en")

    number = response.headers["X-Request-ID"]
    assert response.status_code == 500
    assert number in response.text
    assert "ZeroDivisionError" not in response.text


def test_a_page_that_needs_a_sign_in_leads_there_and_back(browser: Browser) -> None:
    page = browser.get("/fail/401?lang=en")

    assert "/office/sign-in?next=/fail/401%3Flang%3Den" in page.links
