"""A raw message made safe to look at: decoded headers, plain texts, parts by type."""

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.errors import MessageError
from email.header import Header, decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr
from html.parser import HTMLParser

from eventreg.mail.rules import without_controls

MOST_PARTS = 50
LONGEST_TEXT = 20_000  # characters of one part, or of one header, that are looked at
MESSAGE_ID = re.compile(r"<([^\s<>@]{1,200}@[^\s<>@]{1,200})>")
ATTACHED = ("message/rfc822", "message/global")  # a whole message: what stands in it, somebody else said
ANSWERING = ("In-Reply-To", "References", "X-MS-Exchange-Parent-Message-Id")  # the last by Exchange's mailbox rules
QUIET = ("script", "style", "head")


class _ShortHeaders(Compat32):
    """Headers are cut before anything looks at them: the parser takes a minute for a type with 100,000 parameters."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_TEXT]


class Envelope:
    """One message, its attached originals included."""

    def __init__(self, raw: bytes) -> None:
        self.message = message_from_bytes(raw, policy=_ShortHeaders())
        self.parts = list(_walk(self.message))

    def header(self, name: str) -> str:
        """The header of the message itself, decoded and on one line; "" where it is missing."""
        return header_of(self.message, name)

    @property
    def sender(self) -> str:
        """The bare address of who wrote it, in lower case."""
        return parseaddr(self.header("From"))[1].lower()

    def first(self, *media_types: str) -> Message | None:
        return next((part for part in self.parts if media_type(part) in media_types), None)

    def first_own(self, *media_types: str) -> Message | None:
        """As `first`, but not out of a message that is attached."""
        return next((part for part in _walk(self.message, ATTACHED) if media_type(part) in media_types), None)

    @property
    def text(self) -> str:
        """What a person reads: the first plain text, else the first HTML without its markup; its own comes first."""
        found = (look(kind) for look in (self.first_own, self.first) for kind in ("text/plain", "text/html"))
        part = next((part for part in found if part is not None), None)
        if part is None:  # Sendmail's parts have no header at all, and are false then
            return ""
        return text_of(part) if media_type(part) == "text/plain" else _without_markup(text_of(part))

    @property
    def quoted_ids(self) -> list[str]:
        """Message-IDs that it names, the likeliest first: answers to, originals attached, originals pasted in."""
        own = MESSAGE_ID.findall(self.header("Message-ID"))
        answered = MESSAGE_ID.findall(" ".join(self.header(name) for name in ANSWERING))
        attached = [
            found
            for part in self.parts[1:]
            for found in MESSAGE_ID.findall(
                f"{header_of(part, 'Message-ID')} {header_of(part, 'X-Original-Message-ID')}"
            )
        ]
        pasted = [
            found
            for part in self.parts
            if media_type(part).startswith(("text/", "message/")) and not part.is_multipart()
            for found in MESSAGE_ID.findall(text_of(part))
        ]
        return [found for found in dict.fromkeys([*answered, *attached, *pasted]) if found not in own]


def media_type(part: Message) -> str:
    """Its type; what calls itself multipart and has no parts is plain text."""
    found = part.get_content_type()
    return "text/plain" if found.startswith("multipart/") and not part.is_multipart() else found


def header_of(part: Message, name: str) -> str:
    """One header in Unicode on one line; what cannot be decoded is shown as it came."""
    value = part.get(name)
    return "" if value is None else _on_one_line(value)


def text_of(part: Message) -> str:
    """The part's text, decoded as well as it can be."""
    if part.is_multipart():  # message/delivery-status is a list of header blocks
        blocks = (
            "\n".join(f"{name}: {_on_one_line(value)}" for name, value in block.items()[:MOST_PARTS])
            for block in blocks_of(part)
        )
        return "\n\n".join(blocks)[:LONGEST_TEXT]
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    text = _decoded(content, _charset(part)).replace("\r\n", "\n").replace("\r", "\n")
    return without_controls(text)[:LONGEST_TEXT]


def blocks_of(report: Message) -> list[Message]:
    """The blocks of headers of a report, as many as an honest one has; none where it was sent encoded."""
    return _children(report)[:MOST_PARTS]


def _on_one_line(value: str | Header) -> str:
    try:  # a Header holds bytes as they came
        pieces = decode_header(value if isinstance(value, Header) else str(value))
    except (MessageError, ValueError):
        pieces = [(str(value), None)]
    text = "".join(piece if isinstance(piece, str) else _decoded(piece, charset) for piece, charset in pieces)
    return " ".join(without_controls(text.replace("\n", " ").replace("\r", " ")).split())


def _charset(part: Message) -> str | None:
    try:
        found = part.get_param("charset")
    except (MessageError, ValueError, TypeError):
        return None
    return found if isinstance(found, str) else None


def _decoded(content: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8"):
        try:
            return content.decode(name or "utf-8")
        except (LookupError, ValueError):  # a charset that nobody knows, or bytes that are none of it
            continue
    return content.decode("cp1251", "replace")


def _walk(message: Message, closed: tuple[str, ...] = ()) -> Iterator[Message]:
    """Every part, of those of a `closed` type only the outside, down to a number that no honest message exceeds."""
    pending, seen = [message], 0
    while pending and seen < MOST_PARTS:
        part = pending.pop(0)
        seen += 1
        yield part
        if part.get_content_type() not in ("message/delivery-status", *closed):
            pending[:0] = _children(part)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload() if part.is_multipart() else []
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silence = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silence += tag in QUIET
        if tag in ("br", "p", "div", "tr", "li"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silence = max(0, self.silence - (tag in QUIET))

    def handle_data(self, data: str) -> None:
        if not self.silence:
            self.words.append(data)


def _without_markup(html: str) -> str:
    reader = _Words()
    with suppress(AssertionError):  # the parser's own way to say that a declaration is broken
        reader.feed(html)
    return "".join(reader.words)
