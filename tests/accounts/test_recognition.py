"""Who a request comes from: the cookie names a sign-in, the database says whether it still counts."""

from flask import Flask

from tests.browser import Browser


def test_an_unknown_address_says_what_to_do(app: Flask, browser: Browser) -> None:
    page = browser.get("/nowhere?lang=en")

    assert page.status == 404
    assert page.heading == "Page not found"
