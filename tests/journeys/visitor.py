"""A visitor over real HTTP: cookies, redirects and checked pages, on a server that runs in a process of its own."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from typing import Any  # Any: fields of a form

from tests.browser import Page, checked, filled_in


class Visitor:
    """One person's browser."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.cookies = http.cookiejar.CookieJar()
        handler = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(handler, urllib.request.ProxyHandler({}))

    def get(self, address: str) -> Page:
        return self._page(*self.send("GET", address))

    def download(self, address: str) -> tuple[bytes, Message]:
        """Bytes and headers of a file; fails on any status but 200."""
        status, _, content, headers = self.send("GET", address)
        assert status == 200, f"{address}: {status}"
        return content, headers

    def submit(self, page: Page, action: str, **changes: Any) -> Page:
        """Fills in the form of `page` whose address contains `action`, changes some fields, and sends it."""
        address, fields = filled_in(page, action, changes)
        return self._page(*self.send("POST", address, fields))

    def upload(self, page: Page, action: str, name: str, file_name: str, content: bytes) -> Page:
        """Sends the form with one file."""
        address, fields = filled_in(page, action, {})
        return self._page(*self.send("POST", address, *_multipart(fields, name, file_name, content)))

    def send(
        self, method: str, address: str, fields: dict[str, Any] | bytes | None = None, content_type: str = ""
    ) -> tuple[int, str, bytes, Message]:
        """Status, final address, body and headers; redirects are followed."""
        url = urllib.parse.urljoin(self.base_url, address)
        body = urllib.parse.urlencode(fields, doseq=True).encode() if isinstance(fields, dict) else fields
        headers = {"Content-Type": content_type} if content_type else {}
        request = urllib.request.Request(url, body, headers, method=method)
        try:
            with self.opener.open(request, timeout=60) as response:
                return response.status, response.url, response.read(), response.headers
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.url, answer.read(), answer.headers

    def _page(self, status: int, address: str, content: bytes, headers: Message) -> Page:
        html = content.decode() if headers.get_content_type() == "text/html" else ""
        return checked(Page(status, urllib.parse.urlsplit(address).path, html))


def links_of(text: str) -> list[str]:
    """Every address in a letter's text."""
    return re.findall(r"https?://[^\s<>\"]+", text)


def _multipart(fields: dict[str, Any], name: str, file_name: str, content: bytes) -> tuple[bytes, str]:
    boundary = "boundary-of-a-test"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
    body = b"".join(parts) + head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"
