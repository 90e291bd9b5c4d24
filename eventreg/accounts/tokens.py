"""Tokens for programs: made and revoked on the command line, shown once, kept as a hash."""

from collections.abc import Sequence
from datetime import datetime

from flask import request
from sqlalchemy import select

from eventreg.accounts.events import TokenMade, TokenRevoked
from eventreg.accounts.models import ApiToken
from eventreg.core.actors import Actor
from eventreg.core.config import current_settings
from eventreg.core.db import locked, session
from eventreg.core.tokens import random_token, token_hash
from eventreg.journal.actions import announce
from eventreg.mail.rules import BRING_MAIL

SCOPES = (BRING_MAIL,)  # every scope that a token may have


def make_token(name: str, scopes: Sequence[str], by: Actor, now: datetime) -> tuple[ApiToken, str]:
    """A new token for a program and its secret, which is never shown again. `ValueError` for an unknown scope."""
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise ValueError(f"unknown scopes: {', '.join(unknown)}")
    secret = random_token()
    token = ApiToken(name=name, token_hash=token_hash(secret), scopes=sorted(set(scopes)), created_at=now)
    session().add(token)
    session().flush()
    announce(TokenMade(about=token.public_id, scopes=tuple(token.scopes)), by, now)
    return token, secret


def revoke_token(token: ApiToken, by: Actor, now: datetime) -> None:
    """From the next request on the token opens nothing. Revoking twice does it once."""
    token = locked(token)
    if token.revoked_at is None:
        token.revoked_at = now
        announce(TokenRevoked(about=token.public_id), by, now)


def tokens() -> Sequence[ApiToken]:
    """All tokens, oldest first; the revoked ones too."""
    return session().scalars(select(ApiToken).order_by(ApiToken.id)).all()


def are_answers_read() -> bool:
    """What is sent to MAIL_FROM reaches eventreg: out of a mailbox, or by a program that has a token for it."""
    if current_settings().imap is not None:
        return True
    return any(BRING_MAIL in token.scopes and token.revoked_at is None for token in tokens())


def token_by_public_id(public_id: str) -> ApiToken | None:
    return session().scalar(select(ApiToken).filter_by(public_id=public_id))


def recognise_program() -> Actor | None:
    """Who shows a living token in `Authorization: Bearer …`, with what it may do."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret:
        return None
    token = session().scalar(select(ApiToken).filter_by(token_hash=token_hash(secret.strip()), revoked_at=None))
    return Actor("program", token.public_id, name=token.name, scopes=frozenset(token.scopes)) if token else None
