"""A form has limits, with files or without, so that nobody keeps the server busy by sending one."""

import pytest

from tests.browser import Browser, Page, checked

PLAIN = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
BIG = "y" * 1_000_001


def as_multipart(*fields: tuple[str, str]) -> str:
    parts = (f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields)
    return "".join(parts) + "--x--\r\n"


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> object:
    """What is refused here never comes to a database, so one kind will do."""
    with request.getfixturevalue("sqlite_template").clone() as url:
        yield url


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (PLAIN, f"email={BIG}"),
        (PLAIN, "a=&" * 5_000),
        (PLAIN, "a=&" * 1_000_000),
        (PLAIN, "&" * 900_000),
        (MULTIPART, as_multipart(("email", BIG))),
        (MULTIPART, as_multipart(*[("a", "")] * 5_001)),
    ],
    ids=["long text", "many fields", "a million fields", "empty fields", "long text with files", "many parts"],
)
def test_a_form_that_is_too_large_is_refused_unread_with_a_page_that_says_so(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, kind: str, body: str
) -> None:
    monkeypatch.delattr("eventreg.core.requests.parse_qsl")

    response = browser.request("POST", "/office/sign-in?lang=en", data=body, content_type=kind)

    page = checked(Page(response.status_code, response.request.path, response.get_data(as_text=True)))
    assert (page.status, page.heading) == (413, "This is too large to send")


def test_a_long_plain_form_without_a_declared_length_is_refused_too(browser: Browser) -> None:
    body = f"email={BIG}".encode()
    environ = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}

    response = browser.request("POST", "/office/sign-in", data=body, content_type=PLAIN, environ_overrides=environ)

    assert response.status_code == 413


@pytest.mark.parametrize("kind", [PLAIN, MULTIPART])
def test_what_a_person_pastes_is_taken(browser: Browser, kind: str) -> None:
    page = browser.get("/office/sign-in?lang=en")
    fields = {**page.form(""), "email": "қ" * 60_000, **{f"box-{number}": "on" for number in range(3_000)}}

    response = browser.request("POST", "/office/sign-in", data=fields, content_type=kind.split(";")[0])

    assert response.status_code == 422
