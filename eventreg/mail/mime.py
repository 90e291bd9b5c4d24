"""A letter as the message that goes over the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, parseaddr
from typing import Any  # Any: parameters of a content type

from flask_mail import Message, sanitize_address

# Without the modern policy's header parsing, which takes longer than everything else about a letter.
CRLF = policy.compat32.clone(linesep="\r\n")


@dataclass(frozen=True)
class File:
    """An attachment; `name` is ASCII."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Parts:
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
    files: tuple[File, ...]
    written_at: datetime


class LetterMessage(Message):
    """Flask-Mail's message with our own tree.

    alternative(text, html), and where there are files or a calendar: mixed(alternative(text, html, calendar), files).
    Outlook reads a calendar only in the first child of `mixed`; Gmail wants the method in the content type.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__(sender=parts.sender, recipients=[parts.recipient], subject=parts.subject)
        self.parts = parts
        self.msgId = f"<{parts.message_id}>"  # in extra_headers it would stand twice
        self.date = parts.written_at.timestamp()

    def _message(self) -> MIMEBase:
        alternative = _alternative(self.parts)
        files = _files(self.parts)
        root = MIMEMultipart("mixed", _subparts=[alternative, *files]) if files else alternative
        for name, value in _headers(self.parts).items():
            root[name] = value
        root.policy = CRLF
        return root


def _headers(parts: Parts) -> Mapping[str, str]:
    headers = {
        "Subject": _encoded(parts.subject),
        "From": sanitize_address(parts.sender, "ascii"),
        "To": sanitize_address(parts.recipient, "ascii"),
        "Date": format_datetime(parts.written_at),
        "Message-ID": f"<{parts.message_id}>",
        "Content-Language": parts.language,
        # RFC 3834, and Exchange's own way to say the same: no holiday notices, please
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, NRN, AutoReply, RN",
    }
    if parts.reply_to and parseaddr(parts.reply_to)[1] != parseaddr(parts.sender)[1]:
        headers["Reply-To"] = sanitize_address(parts.reply_to, "ascii")
    return headers


def _encoded(subject: str) -> str:
    is_plain = subject.isascii() and "=?" not in subject
    return subject if is_plain else Header(subject, "utf-8", header_name="Subject").encode()


def _alternative(parts: Parts) -> MIMEMultipart:
    alternative = MIMEMultipart("alternative")
    alternative.attach(_part("text", "plain", parts.text.encode(), charset="utf-8"))
    alternative.attach(_part("text", "html", parts.html.encode(), charset="utf-8"))
    if parts.calendar:
        method = parts.calendar_method or "PUBLISH"
        alternative.attach(_part("text", "calendar", parts.calendar.encode(), charset="utf-8", method=method))
    return alternative


def _files(parts: Parts) -> list[MIMEBase]:
    files = list(parts.files)
    if parts.calendar:
        files.append(File("invite.ics", "application/ics", parts.calendar.encode()))
    return [_attachment(file) for file in files]


def _attachment(file: File) -> MIMEBase:
    kind, _, subtype = file.media_type.partition("/")
    part = _part(kind, subtype or "octet-stream", file.content)
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    return part


def _part(kind: str, subtype: str, content: bytes, **parameters: Any) -> MIMENonMultipart:
    """Base64 throughout: Cyrillic in quoted-printable is twice as long."""
    part = MIMENonMultipart(kind, subtype, **parameters)
    part.set_payload(content)
    encode_base64(part)
    return part
