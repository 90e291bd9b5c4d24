"""What reading a message gives, and the words that a person is shown of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eventreg.mail.incoming.message import Envelope
from eventreg.mail.models import InboundKind

LONGEST_WORDS = 1000
QUOTE = re.compile(r"^(>|-{2,}\s*(original|исходное|бастапқы)|_{10,}|On .+ wrote:$)", re.IGNORECASE)
ORIGINAL = re.compile(
    r"^.{0,20}(below this line is a copy|this is a copy of|original message follows|исходное сообщение|"
    r"текст (вашего |исходного )?(письма|сообщения)|return-path:|received: from).*$",
    re.IGNORECASE | re.MULTILINE,
)
AUTOMATIC_SUBJECT = re.compile(  # of a reply that a program sends for somebody; "Auto: …" as RFC 5230 writes it
    r"^(auto(?=:)|automatic reply|auto[- ]?reply|auto(matic)? response|out of( the)? office|vacation|"
    r"автоматический ответ|автоответ|автоматты жауап|жауап автоматты)\b",
    re.IGNORECASE,
)
ENCODED = re.compile(r"^[A-Za-z0-9+/=]{40,}$", re.MULTILINE)  # a pasted original, whose base64 holds a personal link


@dataclass(frozen=True)
class Incoming:
    """A message that came back. `letter_ids` are Message-IDs that it quotes, the likeliest first.

    `recipients` are the addresses that it is about, `mentioned` others in its words, of which one may be; `status` is
    an enhanced code ("5.1.1") or a calendar answer ("DECLINED"); `calendar_uid` names the entry that was answered.
    `is_given_up`: this letter did not arrive, and another one may. `attendees` are the calendar answers that it holds,
    by address.
    """

    kind: InboundKind
    sender: str
    letter_ids: Sequence[str] = ()
    recipients: Sequence[str] = field(default=())
    status: str = ""
    words: str = ""
    calendar_uid: str = ""
    is_given_up: bool = False
    mentioned: Sequence[str] = ()
    attendees: Mapping[str, str] = field(default_factory=dict)


def first_words(envelope: Envelope) -> str:
    """Subject and the beginning of the text, without what is quoted below."""
    lines: list[str] = []
    for line in without_original(envelope.text).split("\n"):
        if QUOTE.match(line.strip()):
            break
        lines.append(" ".join(line.split()))
    text = re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
    return shortened("\n".join(part for part in (envelope.header("Subject"), text) if part))


def without_original(text: str) -> str:
    """What the server or the person says, without the copy of our letter below."""
    cut = ORIGINAL.search(text)
    return ENCODED.sub("", text[: cut.start()] if cut else text).rstrip()


def shortened(words: str) -> str:
    """At most a thousand characters."""
    return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"
