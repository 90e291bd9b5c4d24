"""The door for what came back: a raw message in the body of a POST."""

from typing import IO

from flask import Blueprint, Response, abort, jsonify, request

from eventreg.core import clock
from eventreg.core.csrf import exempt_from_csrf
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.mail.inbound import MOST_BYTES, receive
from eventreg.mail.rules import may_bring_mail

MOST_BROUGHT = 25 * 1024 * 1024  # bytes of one request; mail servers take no bigger letters
PIECE = 64 * 1024
blueprint = Blueprint("mail_api", __name__, url_prefix="/api/v1/mail")


@blueprint.post("/inbound")
@exempt_from_csrf  # a program shows a token and has no cookie
def inbound() -> tuple[Response, int]:
    """A raw message (RFC 5322, at most 25 MB) as the mail server took it; the same one again changes nothing.

    Of a big one the beginning is looked at, as it is of a message in a mailbox: there a report stands, and behind it
    our own letter with what was attached.
    """
    require(may_bring_mail(current_actor()))
    request.max_content_length = MOST_BROUGHT  # here alone; a program with a token sends nothing else
    raw = _beginning(request.stream) or abort(400)
    with transaction():
        message = receive(raw, current_actor(), clock.now())
        answer = {"id": message.public_id, "kind": message.kind.value, "matched": message.letter_id is not None}
    return jsonify(answer), 202


def _beginning(stream: IO[bytes]) -> bytes:
    """What is looked at; the rest is read too, since whoever is answered before its end takes that for a failure."""
    kept = b""
    while piece := stream.read(PIECE):
        kept += piece[: MOST_BYTES - len(kept)]
    return kept
