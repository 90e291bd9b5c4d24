"""The door for what came back: a raw message in the body of a POST."""

from flask import Blueprint, Response, abort, jsonify, request

from eventreg.core import clock
from eventreg.core.csrf import exempt_from_csrf
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.mail.inbound import MOST_BYTES, receive
from eventreg.mail.rules import may_bring_mail

blueprint = Blueprint("mail_api", __name__, url_prefix="/api/v1/mail")


@blueprint.post("/inbound")
@exempt_from_csrf  # a program shows a token and has no cookie
def inbound() -> tuple[Response, int]:
    """A raw message (RFC 5322, at most 1 MiB) as the mail server took it; the same one again changes nothing."""
    require(may_bring_mail(current_actor()))
    if (request.content_length or 0) > MOST_BYTES:
        abort(413)
    raw = request.stream.read(MOST_BYTES + 1)
    if not raw or len(raw) > MOST_BYTES:
        abort(413 if raw else 400)
    with transaction():
        message = receive(raw, current_actor(), clock.now())
        answer = {"id": message.public_id, "kind": message.kind.value, "matched": message.letter_id is not None}
    return jsonify(answer), 202
