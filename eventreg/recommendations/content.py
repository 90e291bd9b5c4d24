"""The text as it is printed: clauses grouped by addressee in the order of protocol, and the content that is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # Any: content is plain JSON
from zoneinfo import ZoneInfo

from eventreg.bodies.models import BodyKind
from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.recommendations.models import AddresseeClass, Clause, ClauseAddressee, Recommendations
from eventreg.recommendations.wording import addressee_names, deadline_phrases
from eventreg.sessions.models import CouncilSession

KINDS = tuple(BodyKind)
AFTER_KIND = {  # a class stands behind the single bodies of its kind
    AddresseeClass.MINISTRIES: BodyKind.MINISTRY,
    AddresseeClass.AKIMATS: BodyKind.AKIMAT,
    AddresseeClass.EDUCATION_AUTHORITIES: BodyKind.EDUCATION_AUTHORITY,
    AddresseeClass.EDUCATION_ORGANISATIONS: BodyKind.EDUCATION_ORGANISATION,
    AddresseeClass.NGOS: BodyKind.NGO,
    AddresseeClass.COMPANIES: BodyKind.COMPANY,
}


@dataclass(frozen=True)
class Group:
    """The clauses that one addressee leads; `lead` is None for those that nobody leads yet."""

    number: int
    lead: ClauseAddressee | None
    clauses: tuple[Clause, ...]


def held_on(council_session: CouncilSession) -> date:
    """The day of the session at its venue; documents carry it as their date."""
    return council_session.starts_at.astimezone(ZoneInfo(council_session.time_zone)).date()


def protocol_order(addressee: ClauseAddressee) -> tuple[int, int, int, int]:
    """Parliament first, companies last; within a kind by the body's own rank, then the class of that kind."""
    if addressee.body:
        body = addressee.body
        return KINDS.index(body.kind), 0, body.protocol_rank, body.id
    addressee_class = addressee.addressee_class or AddresseeClass.COMPANIES
    return KINDS.index(AFTER_KIND[addressee_class]), 1, 0, 0


def groups(clauses: Sequence[Clause]) -> list[Group]:
    """The clauses as they are printed; inside a group they keep the order that the secretary gave them."""
    led: dict[str, list[Clause]] = {}
    leads: dict[str, ClauseAddressee | None] = {}
    for clause in sorted(clauses, key=lambda clause: (clause.position, clause.id)):
        code = clause.lead.code if clause.lead else ""
        led.setdefault(code, []).append(clause)
        leads.setdefault(code, clause.lead)
    codes = sorted(led, key=lambda code: _group_order(leads[code]))
    return [Group(number, leads[code], tuple(led[code])) for number, code in enumerate(codes, start=1)]


def _group_order(lead: ClauseAddressee | None) -> tuple[int, int, int, int]:
    return protocol_order(lead) if lead else (len(KINDS), 0, 0, 0)


def text_content(recommendations: Recommendations) -> dict[str, Any]:
    """Everything that is adopted, as plain JSON: session, preamble, clauses with addressees and deadlines.

    Names and phrases stand in it as they read on the day of adoption, so that a body renamed later changes nothing.
    """
    council_session = recommendations.council_session
    on = held_on(council_session)
    return {
        "document": "recommendations",
        "session": _session_content(council_session, on),
        "preamble": dict(recommendations.preamble),
        "groups": [_group_content(group, on) for group in groups(recommendations.clauses)],
    }


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 (hex) of the canonical JSON."""
    return sha256_hex(canonical_json(content))


def _session_content(council_session: CouncilSession, on: date) -> dict[str, Any]:
    return {
        "address": council_session.address,
        "council": dict(council_session.council.name),
        "title": dict(council_session.title),
        "kind": council_session.kind.value,
        "number": council_session.number,
        "held_on": on.isoformat(),
        "time_zone": council_session.time_zone,
        "city": dict(council_session.city),
    }


def _group_content(group: Group, on: date) -> dict[str, Any]:
    return {
        "number": group.number,
        "addressee": _addressee_content(group.lead, on) if group.lead else None,
        "clauses": [_clause_content(clause, number, on) for number, clause in enumerate(group.clauses, start=1)],
    }


def _clause_content(clause: Clause, number: int, on: date) -> dict[str, Any]:
    deadline = clause.deadline
    return {
        "id": clause.public_id,
        "number": number,
        "text": dict(clause.text),
        "co_executors": [_addressee_content(addressee, on) for addressee in clause.addressees[1:]],
        "deadline": {
            "kind": deadline.kind.value,
            "on": deadline.on.isoformat() if deadline.on else None,
            "days": deadline.days,
            "phrase": dict(deadline_phrases(deadline)),
        },
    }


def _addressee_content(addressee: ClauseAddressee, on: date) -> dict[str, Any]:
    name, dative = addressee_names(addressee, on)
    return {"code": addressee.code, "name": dict(name), "dative": dict(dative)}
