"""Notices of failed delivery: reports (RFC 3464), and the plain texts of servers that do not write any."""

import re
from email.message import Message

from eventreg.mail.incoming.message import MOST_PARTS, Envelope, blocks_of, header_of, text_of
from eventreg.mail.incoming.parts import AUTOMATIC_SUBJECT, Incoming, first_words, shortened, without_original
from eventreg.mail.models import InboundKind

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
# It begins where nothing of an address stands before it: tried at each character, "a@a@a@…" would take a minute.
ADDRESS = re.compile(
    r"(?<![^\s<>()\[\],;:\"])<?([^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,250}?)>?[.:]?(?=[\s,;)]|$)"
)
DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|maildaemon|microsoftexchange\w*)@", re.IGNORECASE)
FAILURE = re.compile(
    r"(undeliver|failure notice|delivery (status )?(notification|failed|failure|has failed)|returned (mail|to sender)|"
    r"mail delivery|could ?n.t be delivered|could not be delivered|message delayed|недостав|не доставлен|жеткізілме)",
    re.IGNORECASE,
)
DELAY = re.compile(r"(delayed|will be retried|still trying|warning:|not yet been delivered|задерж)", re.IGNORECASE)
GIVEN_UP = re.compile(
    r"(giv(e|en|ing) up|gave up|not going to try again|queue too long|retry time\S* exceeded|expired|permanent error)",
    re.IGNORECASE,
)
REASON = re.compile(r"Sorry|Deferred: ")  # how qmail and Sendmail begin a reason without a code
FAILED_LINE = re.compile(r"^[ \t]*<?([^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"]{1,250})>?:[ \t]*$", re.MULTILINE)
MESSAGE_ID_LINE = re.compile(r"^[ \t]*message-id:.*$", re.IGNORECASE | re.MULTILINE)
UNROUTABLE = "5.4.4"  # "unable to route" is mostly a name server that is away; it passes


def delivery_notice(envelope: Envelope) -> Incoming | None:
    """A report with a machine-readable part; of several recipients the worst counts, and those that fared alike.

    A report in a message that somebody attached is none: it speaks of another letter.
    """
    part = envelope.first_own("message/delivery-status", "message/global-delivery-status")
    if part is None:
        return None
    blocks = [block for block in _blocks(part) if block.get("Action") or block.get("Final-Recipient")]
    if not blocks:
        return plain_bounce(envelope)
    block = max(blocks, key=_weight)
    status = _status(block)
    told = _told_words(without_original(envelope.text))
    words = header_of(block, "Diagnostic-Code").partition(";")[2].strip() or told or first_words(envelope)
    return Incoming(
        kind=_kind(_action(block), status),
        sender=envelope.sender,
        letter_ids=envelope.quoted_ids,
        recipients=_recipients([one for one in blocks if _weight(one) == _weight(block)], envelope),
        status=status,
        words=shortened(words),
        is_given_up=_is_given_up(block),
    )


def plain_bounce(envelope: Envelope) -> Incoming | None:
    """A notice in words alone, as qmail and older Exim, Sendmail and Yandex write it."""
    failed = ADDRESS.findall(envelope.header("X-Failed-Recipients") + " ")
    if not failed and not _is_from_server(envelope):
        return None
    told = without_original(envelope.text)
    status = (STATUS.search(told) or [""])[0]
    code = REPLY_CODE.search(told)
    is_soft = status.startswith("4") or bool(not status and code and code[1] == "4")
    is_delayed = bool(DELAY.search(f"{envelope.header('Subject')}\n{told[:500]}")) and not status.startswith("5")
    action = "delayed" if is_soft or is_delayed else "failed"
    kind = _kind(action, status)
    return Incoming(
        kind=kind,
        sender=envelope.sender,
        letter_ids=envelope.quoted_ids,
        recipients=[address.lower() for address in failed[:MOST_PARTS]] or _failed_in(told),
        mentioned=_mentioned(told, envelope),
        status=status,
        words=shortened(_told_words(told) or first_words(envelope)),
        is_given_up=kind is InboundKind.SOFT_BOUNCE and not is_delayed and bool(GIVEN_UP.search(told)),
    )


def _is_from_server(envelope: Envelope) -> bool:
    """It speaks of a failure: anywhere where a daemon writes, in the subject where the return path alone is empty.

    An automatic reply has an empty return path too (RFC 3834, 3.3), and may speak of letters that do not arrive.
    """
    subject = envelope.header("Subject")
    if AUTOMATIC_SUBJECT.match(subject):
        return False
    if DAEMON.match(envelope.sender):
        return bool(FAILURE.search(f"{subject}\n{envelope.text}"))
    return envelope.header("Return-Path").strip() == "<>" and bool(FAILURE.search(subject))


def _blocks(part: Message) -> list[Message]:
    if part.is_multipart():
        return blocks_of(part)
    from email import message_from_string  # here, since only a report that was sent encoded needs it

    blocks = [block.strip() for block in text_of(part).split("\n\n") if block.strip()]
    return [message_from_string(block) for block in blocks[:MOST_PARTS]]


def _status(block: Message) -> str:
    """The enhanced code; where the report says no more than its class, as Exim's do, the server's own words may."""
    found, told = (STATUS.search(header_of(block, name)) for name in ("Status", "Diagnostic-Code"))
    if found is None or (found[0].endswith(".0.0") and told and told[0][0] == found[0][0]):
        found = told
    return found[0] if found else ""


def _action(block: Message) -> str:
    return header_of(block, "Action").lower()


def _weight(block: Message) -> tuple[int, bool]:
    kinds = (InboundKind.DELIVERED, InboundKind.SOFT_BOUNCE, InboundKind.HARD_BOUNCE)
    return kinds.index(_kind(_action(block), _status(block))), _is_given_up(block)


def _is_given_up(block: Message) -> bool:
    """The server tries no more, for a reason that may pass: this letter is lost, and the address is not."""
    return _action(block) == "failed" and _kind("failed", _status(block)) is InboundKind.SOFT_BOUNCE


def _kind(action: str, status: str) -> InboundKind:
    """4.x.x says nothing against the address, also where the server has given up; nor does a route not found today."""
    if action in ("delivered", "relayed", "expanded") or status.startswith("2"):
        return InboundKind.DELIVERED
    if action == "delayed" or status.startswith("4") or status == UNROUTABLE:
        return InboundKind.SOFT_BOUNCE
    return InboundKind.HARD_BOUNCE


def _recipients(blocks: list[Message], envelope: Envelope) -> list[str]:
    """The address as it was written to comes first, since a forwarding server names its own."""
    names = ("Original-Recipient", "Final-Recipient")
    named = [header_of(block, name).rpartition(";")[2] for block in blocks for name in names]
    found = [address for text in (*named, envelope.header("X-Failed-Recipients")) for address in ADDRESS.findall(text)]
    return list(dict.fromkeys(address.lower() for address in found))[:MOST_PARTS]


def _failed_in(told: str) -> list[str]:
    """Addresses that open a paragraph of their own, as qmail and Exim name whom they could not reach."""
    return list(dict.fromkeys(address.lower() for address in FAILED_LINE.findall(told)))[:MOST_PARTS]


def _mentioned(told: str, envelope: Envelope) -> list[str]:
    """Addresses in a text that may be of recipients: not ours, none of servers, no Message-ID."""
    beside = {envelope.sender, *ADDRESS.findall(f"{envelope.header('To')} ".lower())}
    found = dict.fromkeys(address.lower() for address in ADDRESS.findall(MESSAGE_ID_LINE.sub("", told)))
    return [address for address in found if address not in beside and not DAEMON.match(address)][:5]


def _told_words(told: str) -> str:
    """The lines in which the reason stands."""
    lines = [" ".join(line.split()) for line in told.split("\n")]
    reasons = [line for line in lines if STATUS.search(line) or REPLY_CODE.search(line) or REASON.search(line)]
    return "\n".join(list(dict.fromkeys(reasons))[:5])
