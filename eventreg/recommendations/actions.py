"""Drafting clauses, tabling and adopting the text.

Whoever changes a text says which version was seen; when somebody else was faster, nothing is overwritten.
The recommendations' row is locked first by every action, so that edits and adoption happen one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventreg.attendance.actions import take_quorum_snapshot
from eventreg.bodies.models import Body
from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.journal.actions import announce
from eventreg.journal.events import Event
from eventreg.recommendations import events, rules
from eventreg.recommendations.checks import blocking_findings
from eventreg.recommendations.content import content_hash, groups, protocol_order, text_content
from eventreg.recommendations.differences import differing_languages
from eventreg.recommendations.models import (
    NO_DEADLINE,
    AddresseeClass,
    Clause,
    ClauseAddressee,
    ClauseRevision,
    Deadline,
    Recommendations,
    RecommendationsState,
)
from eventreg.sessions.models import CouncilSession

Addressee = Body | AddresseeClass


@dataclass(frozen=True)
class ClauseDetails:
    """What a clause says, to whom and until when; the first addressee leads, the others are co-executors."""

    text: Translated
    addressees: Sequence[Addressee] = ()
    deadline: Deadline = NO_DEADLINE


def add_clause(
    council_session: CouncilSession, details: ClauseDetails, by: Actor, now: datetime, public_id: str = ""
) -> Clause:
    """A new clause stands last in its group; the recommendations begin with the first one.

    Adding it twice under one `public_id` adds it once.
    Refusals: text_is_locked, text_is_tabled, clause_is_empty, deadline_incomplete.
    """
    recommendations = _drafted(_begun(council_session))
    _check_clause(details.text, details.deadline)
    if added := session().scalar(select(Clause).filter_by(public_id=public_id)):
        return added
    positions = [clause.position for clause in recommendations.clauses]
    clause = Clause(public_id=public_id or new_public_id(), position=max(positions, default=0) + 1, text=details.text)
    clause.version = 1
    _set_terms(clause, details)
    recommendations.clauses.append(clause)
    _revise(clause, by, now)
    session().flush()
    _announce(events.ClauseAdded, clause, by, now)
    return clause


def edit_clause(clause: Clause, seen_version: int, details: ClauseDetails, by: Actor, now: datetime) -> None:
    """The clause reads as given and has one revision more; nothing happens when nothing differs.

    Refusals: text_is_locked, text_is_tabled, edited_meanwhile, clause_is_gone, clause_is_empty, deadline_incomplete.
    """
    clause = _seen(clause, seen_version)
    _check_clause(details.text, details.deadline)
    before = _state_of(clause)
    languages = differing_languages(clause.text, details.text)
    clause.text = details.text
    _set_terms(clause, details)
    if before != _state_of(clause):
        _next_version(clause, languages, by, now)


def translate_clause(clause: Clause, seen_version: int, text: Translated, by: Actor, now: datetime) -> None:
    """The wording alone is changed; addressees and deadline stay as they were.

    Refusals: text_is_locked, text_is_tabled, edited_meanwhile, clause_is_gone, clause_is_empty.
    """
    clause = _seen(clause, seen_version)
    _check_clause(text, clause.deadline)
    languages = differing_languages(clause.text, text)
    clause.text = text
    if languages:
        _next_version(clause, languages, by, now)


def move_clause(clause: Clause, direction: str, by: Actor, now: datetime) -> None:
    """The clause has changed places with its neighbour `up` or `down` in its group; at the end nothing happens.

    Refusals: text_is_locked, text_is_tabled.
    """
    recommendations = _drafted(clause.recommendations)
    group = next(group.clauses for group in groups(recommendations.clauses) if clause in group.clauses)
    place = group.index(clause) + (-1 if direction == "up" else 1)
    if not 0 <= place < len(group):
        return
    neighbour = group[place]
    clause.position, neighbour.position = neighbour.position, clause.position
    _announce(events.ClauseMoved, clause, by, now, direction=direction)


def delete_clause(clause: Clause, seen_version: int, by: Actor, now: datetime) -> None:
    """The clause and its revisions are gone; the journal keeps that it was there.

    Refusals: text_is_locked, text_is_tabled, edited_meanwhile, clause_is_gone.
    """
    clause = _seen(clause, seen_version)
    _announce(events.ClauseDeleted, clause, by, now)
    clause.recommendations.clauses.remove(clause)


def edit_preamble(
    council_session: CouncilSession, seen_version: int, preamble: Translated, by: Actor, now: datetime
) -> None:
    """The preamble reads as given; a session without recommendations has version 1.

    Refusals: text_is_locked, text_is_tabled, edited_meanwhile.
    """
    recommendations = _drafted(_begun(council_session))
    if recommendations.version != seen_version:
        raise Refusal("edited_meanwhile")
    languages = differing_languages(recommendations.preamble, preamble)
    if not languages:
        return
    recommendations.preamble = preamble
    recommendations.version += 1
    _announce_whole(
        events.PreambleEdited, recommendations, by, now, version=recommendations.version, languages=languages
    )


def table(recommendations: Recommendations, by: Actor, now: datetime) -> None:
    """The text lies before the council and is not edited until it is returned.

    Refusals: not_in_drafting, no_clauses.
    """
    recommendations = locked(recommendations)
    if not rules.can_be_edited(recommendations):
        raise Refusal("not_in_drafting")
    if not recommendations.clauses:
        raise Refusal("no_clauses")
    recommendations.state = RecommendationsState.TABLED
    recommendations.tabled_at = now
    _announce_whole(events.RecommendationsTabled, recommendations, by, now)


def return_to_drafting(recommendations: Recommendations, by: Actor, now: datetime) -> None:
    """The text may be edited again. Refusal: not_tabled."""
    recommendations = locked(recommendations)
    if not rules.can_be_returned(recommendations):
        raise Refusal("not_tabled")
    recommendations.state = RecommendationsState.DRAFTING
    recommendations.tabled_at = None
    _announce_whole(events.RecommendationsReturned, recommendations, by, now)


def adopt(recommendations: Recommendations, seen_sha256: str, by: Actor, now: datetime) -> None:
    """The text is adopted with the quorum of this moment, sealed, and locked for everybody for good.

    `seen_sha256` is the hash of the text on the page where adoption was confirmed (`content_hash(text_content(…))`).
    Refusals: not_tabled, text_not_ready, text_differs_from_shown, no_quorum.
    """
    recommendations = locked(recommendations)
    if not rules.can_be_adopted(recommendations):
        raise Refusal("not_tabled")
    if blocking_findings(recommendations):
        raise Refusal("text_not_ready")
    content = text_content(recommendations)
    if content_hash(content) != seen_sha256:
        raise Refusal("text_differs_from_shown")
    snapshot = take_quorum_snapshot(recommendations.council_session, by, now)
    if not snapshot.is_reached:
        raise Refusal("no_quorum")
    recommendations.state = RecommendationsState.ADOPTED
    recommendations.adopted_at = now
    recommendations.quorum_snapshot = snapshot
    recommendations.adopted_text, recommendations.adopted_sha256 = content, seen_sha256
    sealed = {"sha256": seen_sha256, "quorum_snapshot": snapshot.public_id}
    _announce_whole(events.RecommendationsAdopted, recommendations, by, now, **sealed)


def mark_published(recommendations: Recommendations) -> None:
    """Called by `publication` when a version goes out; the text itself stays as adopted."""
    recommendations.state = RecommendationsState.PUBLISHED


def _begun(council_session: CouncilSession) -> Recommendations:
    """The session's recommendations; begun here when nobody wrote anything yet (the session's row is the lock)."""
    council_session = locked(council_session)
    query = select(Recommendations).filter_by(council_session_id=council_session.id)
    found = session().scalar(query)
    if found is None:
        state = RecommendationsState.DRAFTING
        found = Recommendations(council_session=council_session, preamble=Translated(), state=state, version=1)
        session().add(found)
        session().flush()
    return found


def _drafted(recommendations: Recommendations) -> Recommendations:
    """The row, locked, if its text may be edited."""
    recommendations = locked(recommendations)
    if rules.is_locked(recommendations):
        raise Refusal("text_is_locked")
    if not rules.can_be_edited(recommendations):
        raise Refusal("text_is_tabled")
    return recommendations


def _seen(clause: Clause, seen_version: int) -> Clause:
    """The clause, locked, if it still is the version that the editor saw."""
    _drafted(clause.recommendations)
    try:
        clause = locked(clause)
    except LookupError:
        raise Refusal("clause_is_gone")
    if clause.version != seen_version:
        raise Refusal("edited_meanwhile")
    return clause


def _check_clause(text: Translated, deadline: Deadline) -> None:
    if not text:
        raise Refusal("clause_is_empty")
    if not deadline.is_complete:
        raise Refusal("deadline_incomplete")


def _state_of(clause: Clause) -> tuple[Translated, list[str], Deadline]:
    return clause.text, [addressee.code for addressee in clause.addressees], clause.deadline


def _set_terms(clause: Clause, details: ClauseDetails) -> None:
    """Addressees (the lead first, co-executors in protocol order) and deadline; unchanged rows stay as they are."""
    deadline = details.deadline
    clause.deadline_kind, clause.deadline_on, clause.deadline_days = deadline.kind, deadline.on, deadline.days
    wanted = [_addressee(addressee) for addressee in dict.fromkeys(details.addressees)]
    wanted[1:] = sorted(wanted[1:], key=protocol_order)
    if [addressee.code for addressee in wanted] == [addressee.code for addressee in clause.addressees]:
        return
    clause.addressees = []
    session().flush()  # the old rows must be gone before new ones take their positions
    for position, addressee in enumerate(wanted, start=1):
        addressee.position = position
    clause.addressees = wanted


def _addressee(addressee: Addressee) -> ClauseAddressee:
    if isinstance(addressee, Body):
        return ClauseAddressee(body=addressee)
    return ClauseAddressee(addressee_class=addressee)


def _next_version(clause: Clause, languages: tuple[str, ...], by: Actor, now: datetime) -> None:
    clause.version += 1
    _revise(clause, by, now)
    _announce(events.ClauseEdited, clause, by, now, version=clause.version, languages=languages)


def _revise(clause: Clause, by: Actor, now: datetime) -> None:
    deadline = clause.deadline
    terms = {"kind": deadline.kind.value, "on": deadline.on.isoformat() if deadline.on else None, "days": deadline.days}
    clause.revisions.append(
        ClauseRevision(
            number=clause.version,
            text=clause.text,
            addressees=[addressee.code for addressee in clause.addressees],
            deadline=terms,
            made_at=now,
            actor_kind=by.kind,
            actor_id=by.public_id,
        )
    )


def _announce(event: type[Event], clause: Clause, by: Actor, now: datetime, **facts: object) -> None:
    where = clause.recommendations.council_session.public_id
    announce(event(about=clause.public_id, council_session=where, **facts), by, now)


def _announce_whole(
    event: type[Event], recommendations: Recommendations, by: Actor, now: datetime, **facts: object
) -> None:
    where = recommendations.council_session.public_id
    announce(event(about=recommendations.public_id, council_session=where, **facts), by, now)
