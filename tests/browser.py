"""A visitor without JavaScript who checks every page that is fetched, and fills in its forms."""

import re
from contextvars import Context
from html.parser import HTMLParser
from typing import Any  # Any: keyword arguments of werkzeug's client

from flask import Flask, has_app_context
from werkzeug.test import TestResponse

from eventreg.core.db import db

VOID = {"input", "meta", "link", "br", "hr", "img", "source", "wbr", "col"}


def _put(fields: dict[str, Any], name: str, value: str) -> None:
    """One more value under that name, as a browser sends them."""
    if name in fields:
        before = fields[name] if isinstance(fields[name], list) else [fields[name]]
        fields[name] = [*before, value]
    else:
        fields[name] = value


class _Reader(HTMLParser):
    """Collects what the checks and the forms need."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.language = ""
        self.headings: list[int] = []
        self.heading_texts: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.forms: list[dict[str, Any]] = []
        self.links: list[str] = []
        self.inline: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self._option: dict[str, str] | None = None
        self._select: dict[str, str] | None = None
        self._textarea: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        self.inline += [name for name in found if name.startswith("on") or name == "style"]
        if tag in ("style",) or (tag == "script" and "src" not in found):
            self.inline.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
            self.heading_texts.append("")
        elif tag in ("input", "select", "textarea"):
            self._control(tag, found)
        else:
            self._note(tag, found)

    def _note(self, tag: str, found: dict[str, str]) -> None:
        if tag == "html":
            self.language = found.get("lang", "")
        elif tag == "label":
            self.labelled.add(found.get("for", ""))
        elif tag == "a":
            self.links.append(found.get("href", ""))
        elif tag == "form":
            self.forms.append({**found, "fields": {}})
        elif tag == "option" and self._select is not None:
            self._choose(found)

    def _control(self, tag: str, found: dict[str, str]) -> None:
        found["tag"] = tag
        self.controls.append(found)
        fields = self.forms[-1]["fields"] if self.forms else {}
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "button", "file"):
            if kind in ("checkbox", "radio"):
                if "checked" in found:
                    _put(fields, name, found.get("value", "on"))
            else:
                _put(fields, name, found.get("value", ""))
        elif tag == "textarea":
            self._textarea = found
            fields[name] = ""
        elif tag == "select":
            self._select = found

    def _choose(self, option: dict[str, str]) -> None:
        fields = self.forms[-1]["fields"] if self.forms else {}
        name = (self._select or {}).get("name", "")
        if "multiple" in (self._select or {}):
            if "selected" in option:
                fields.setdefault(name, []).append(option.get("value", ""))
        elif "selected" in option or name not in fields:
            fields[name] = option.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass
        if tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if self._textarea is not None and self.forms:
            self.forms[-1]["fields"][self._textarea.get("name", "")] += re.sub(r"^\r?\n", "", data)
        if inside == "title":
            self.title += data
        if any(re.fullmatch("h[1-6]", tag) for tag in self._open) and self.heading_texts:
            self.heading_texts[-1] += data
        if "script" not in self._open and "style" not in self._open:
            self.text.append(data)


class Page:
    """A fetched page: `status`, `text` (as read), `html`, `links`, `forms`, `heading`."""

    def __init__(self, status: int, path: str, html: str) -> None:
        self.status = status
        self.path = path
        self.html = html
        self._reader = _Reader()
        self._reader.feed(self.html)
        self.text = re.sub(r"\s+", " ", " ".join(self._reader.text)).strip()
        self.links = self._reader.links
        self.forms = self._reader.forms
        self.heading = self._reader.heading_texts[0].strip() if self._reader.heading_texts else ""

    def form(self, action: str) -> dict[str, Any]:
        """The fields, as sent untouched, of the first form whose address contains `action`."""
        return dict(self.found_form(action)["fields"])

    def found_form(self, action: str) -> dict[str, Any]:
        """The first form whose address contains `action`; for "" the first that posts to the page's own address."""
        for form in self.forms:
            address = form.get("action") or self.path
            posts_here = address == self.path and form.get("method", "get").lower() == "post"
            if (action in address) if action else posts_here:
                return form
        raise AssertionError(f"no form to {action!r} on {self.path}: {[f.get('action') for f in self.forms]}")

    def check(self) -> None:
        """What must be true of every page."""
        reader = self._reader
        assert reader.title.strip(), f"{self.path}: no title"
        assert reader.language in ("kk", "ru", "en"), f"{self.path}: lang={reader.language!r}"
        assert reader.headings.count(1) == 1, f"{self.path}: {reader.headings.count(1)} h1"
        steps = zip(reader.headings, reader.headings[1:], strict=False)
        assert all(low - high <= 1 for high, low in steps), f"{self.path}: headings skip a level: {reader.headings}"
        assert not reader.inline, f"{self.path}: inline code {reader.inline}"
        for control in reader.controls:
            self._check_label(control)
        for form in self.forms:
            if form.get("method", "get").lower() == "post" and "data-stateless" not in form:
                assert "csrf_token" in form["fields"], f"{self.path}: form to {form.get('action')} without CSRF"

    def _check_label(self, control: dict[str, str]) -> None:
        if control.get("type") in ("hidden", "submit", "button"):
            return
        labelled = control.get("id", "") in self._reader.labelled or "aria-label" in control
        assert labelled, f"{self.path}: {control.get('name')} has no label"


def checked(page: Page) -> Page:
    """The page, once it has passed what must be true of every page."""
    if page.html:
        page.check()
    return page


def filled_in(page: Page, action: str, changes: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The address and the fields that a person sends who changes some fields (None leaves one out)."""
    form = page.found_form(action)
    fields = {name: value for name, value in {**form["fields"], **changes}.items() if value is not None}
    return form.get("action") or page.path, fields


class Browser:
    """Fetches pages and posts forms with their CSRF tokens; follows redirects."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, path: str, **arguments: Any) -> Page:
        return self._page(self.request("GET", path, follow_redirects=True, **arguments))

    def request(self, method: str, path: str, **arguments: Any) -> TestResponse:
        """A bare request with the visitor's cookies.

        It runs outside of the test's own application context, as every request does; afterwards the test's database
        session reads anew.
        """
        response = Context().run(self.client.open, path, method=method, buffered=True, **arguments)
        if has_app_context():
            db.session.rollback()
        return response

    def post(self, path: str, fields: dict[str, Any] | None = None, **arguments: Any) -> Page:
        """Posts `fields`; the token must be among them (`submit` takes it from the page)."""
        return self._page(self.request("POST", path, data=fields or {}, follow_redirects=True, **arguments))

    def submit(self, page: Page, action: str, **changes: Any) -> Page:
        """Fills in the form of `page` whose address contains `action`, changes some fields, and sends it."""
        address, fields = filled_in(page, action, changes)
        return self.post(address, fields)

    def submit_for_bytes(self, page: Page, action: str) -> bytes:
        """Sends the form of `page` whose address contains `action`; returns the file that comes back."""
        address, fields = filled_in(page, action, {})
        response = self.request("POST", address, data=fields)
        assert response.status_code == 200, response.status_code
        return bytes(response.data)

    def _page(self, response: TestResponse) -> Page:
        html = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        return checked(Page(response.status_code, response.request.path, html))
