"""A letter as the bytes that go over the line."""

import re
from binascii import b2a_base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import NamedTuple

from flask_mail import sanitize_address

from eventreg.i18n.languages import parts_of

CALENDAR_FILE = "invite.ics"
ONE_CLICK = "List-Unsubscribe=One-Click"
LINE = 76  # characters of base64 (RFC 2045, 6.8)
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")


@dataclass(frozen=True)
class File:
    """An attachment; `name` is ASCII."""

    name: str
    media_type: str
    content: bytes


class Parts(NamedTuple):
    """All that a message is made of; links are filled in."""

    message_id: str  # without angle brackets
    sender: str
    reply_to: str
    recipient: str
    language: str
    subject: str
    text: str
    html: str
    calendar: str | None
    calendar_method: str | None
    unsubscribe: str  # the address that stops such letters, or ""
    files: tuple[File, ...]
    written_at: datetime


def letter_bytes(parts: Parts) -> bytes:
    """The letter as it goes over the line, its lines ended as RFC 5322 asks.

    Joined from bytes: a tree of `email.message` objects takes ten times as long as everything else about a letter.
    Raises `ValueError` for what cannot be sent: a header of several lines, or one that no encoding holds.
    """
    headers = _headers(parts)
    if any("\r" in value or "\n" in value.replace("\n ", "") for value in headers.values()):
        raise ValueError("a header is one line")
    lines = "".join(f"{name}: {value}\n" for name, value in headers.items())
    return _with_crlf(lines.encode("ascii")) + _body(parts)


@lru_cache(maxsize=64)
def bare_address(text: str) -> str:
    """The address alone, without a name, in the ASCII form that an envelope needs; raises `ValueError` like above."""
    return parseaddr(sanitize_address(text, "ascii"))[1]


def same_addresses(addresses: Iterable[str]) -> set[str]:
    """These in lower case, and each as it is written otherwise: its domain in ASCII, as servers do, and in its script.

    Source: IDNA (RFC 5890, 2.3.2.1: A-labels and U-labels).
    """
    lower = {address.lower() for address in addresses}
    return lower | {form for address in lower for form in _forms(address)}


def _forms(address: str) -> tuple[str, ...]:
    name, at, domain = address.rpartition("@")
    if domain.isascii() and "xn--" not in domain:
        return ()
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        return f"{name}{at}{ascii_domain}", f"{name}{at}{ascii_domain.encode('ascii').decode('idna')}"
    except UnicodeError:  # none of the two
        return ()


def _headers(parts: Parts) -> dict[str, str]:
    headers = {
        "Subject": _encoded(parts.subject),
        "From": _address(parts.sender),
        "To": parts.recipient if parts.recipient.isascii() else _address(parts.recipient),
        "Date": _date(parts.written_at),
        "Message-ID": f"<{parts.message_id}>",
        "Content-Language": ", ".join(parts_of(parts.language)),
        # RFC 3834, and Exchange's own way to say the same: no holiday notices, please
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, NRN, AutoReply, RN",
        "MIME-Version": "1.0",
    }
    if parts.reply_to and bare_address(parts.reply_to) != bare_address(parts.sender):
        headers["Reply-To"] = _address(parts.reply_to)
    if parts.unsubscribe:
        # RFC 2919; one list, since one link stops all optional letters
        headers["List-Id"] = f"<optional-letters.{parts.message_id.rpartition('@')[2]}>"
        headers["List-Unsubscribe"] = f"<{parts.unsubscribe}>"
        if parts.unsubscribe.startswith("https://"):  # RFC 8058: by one POST, and never without TLS
            headers["List-Unsubscribe-Post"] = ONE_CLICK
    return headers


# Kept, since they are the same in thousands of letters, and encoding one takes as long as the rest of a letter.
@lru_cache(maxsize=64)
def _address(text: str) -> str:
    return str(sanitize_address(text, "ascii"))


@lru_cache(maxsize=64)
def _encoded(subject: str) -> str:
    is_plain = subject.isascii() and "=?" not in subject and len(subject) < 70
    return subject if is_plain else Header(subject, "utf-8", header_name="Subject").encode()


@lru_cache(maxsize=64)
def _date(moment: datetime) -> str:
    return format_datetime(moment)


def _body(parts: Parts) -> bytes:
    alternatives = [
        _part('text/plain; charset="utf-8"', parts.text.encode()),
        _part('text/html; charset="utf-8"', parts.html.encode()),
    ]
    files = [_attachment(file) for file in parts.files]
    if parts.calendar:
        calendar = parts.calendar.encode()
        method = parts.calendar_method or "PUBLISH"
        alternatives.append(_part(f'text/calendar; charset="utf-8"; method={method}', calendar))
        files.append(_attachment(File(CALENDAR_FILE, "application/ics", calendar)))
    alternative = _multipart("alternative", alternatives)
    return _multipart("mixed", [alternative, *files]) if files else alternative


def _attachment(file: File) -> bytes:
    media_type = file.media_type if MEDIA_TYPE.fullmatch(file.media_type) else "application/octet-stream"
    return _part(media_type, file.content, f'Content-Disposition: attachment; filename="{file.name}"\n')


def _part(content_type: str, content: bytes, more: str = "") -> bytes:
    """Base64 throughout: Cyrillic in quoted-printable is twice as long."""
    encoded = b2a_base64(content, newline=False)
    lines = [encoded[place : place + LINE] for place in range(0, len(encoded), LINE)]
    return _head(content_type, more) + b"\r\n".join(lines) + b"\r\n"


@lru_cache(maxsize=64)
def _head(content_type: str, more: str) -> bytes:
    head = f"Content-Type: {content_type}\nContent-Transfer-Encoding: base64\n{more}\n"
    return _with_crlf(head.encode("ascii"))


def _multipart(subtype: str, parts: Iterable[bytes]) -> bytes:
    boundary = f"=_{subtype}"  # "=_" occurs in no base64, so it need not be a random one
    mark = f"--{boundary}".encode()
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"


def _with_crlf(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")
