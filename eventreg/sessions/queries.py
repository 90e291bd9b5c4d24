"""Reading council sessions."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from eventreg.core.db import session
from eventreg.councils.models import Council
from eventreg.i18n.dates import local
from eventreg.i18n.search_keys import search_key, search_words
from eventreg.sessions.models import CouncilSession, Stage

HIDDEN = (Stage.DRAFT,)
# Asked with nearly every page: built once, since building a query takes as long as asking it.
_BY_ADDRESS = (
    select(CouncilSession)
    .join(CouncilSession.council)
    .where(Council.slug == bindparam("slug"), CouncilSession.code == bindparam("code"))
    .options(contains_eager(CouncilSession.council))
)


def session_by_address(council_slug: str, code: str) -> CouncilSession | None:
    """The session addressed as `<council>/<session>`, with its council."""
    return session().scalar(_BY_ADDRESS, {"slug": council_slug, "code": code})


def session_by_public_id(public_id: str) -> CouncilSession | None:
    """The session, with its council."""
    query = select(CouncilSession).filter_by(public_id=public_id)
    return session().scalar(query.options(joinedload(CouncilSession.council)))


def councils_of(public_ids: Collection[str]) -> dict[str, str]:
    """The council of each of these sessions; all are public ids."""
    query = select(CouncilSession.public_id, Council.public_id).join(CouncilSession.council)
    rows = session().execute(query.where(CouncilSession.public_id.in_(public_ids)))
    return {one: council for one, council in rows}  # noqa: C416  (a Row is no pair for the type checker)


def public_sessions() -> Select[CouncilSession]:
    """Every session that the public may see, latest first."""
    found = select(CouncilSession).where(CouncilSession.stage.not_in(HIDDEN))
    return found.options(joinedload(CouncilSession.council)).order_by(CouncilSession.starts_at.desc())


def sessions_of_councils(council_public_ids: list[str]) -> Select[CouncilSession]:
    """The sessions of these councils, latest first."""
    found = select(CouncilSession).join(Council).where(Council.public_id.in_(council_public_ids))
    return found.options(joinedload(CouncilSession.council)).order_by(CouncilSession.starts_at.desc())


def sessions_matching(sessions: Iterable[CouncilSession], words: list[str]) -> list[CouncilSession]:
    """Those in whose title, city, code or council every word stands, in any script.

    There are some dozens of sessions at most, so they are compared here rather than indexed.
    """
    return [found for found in sessions if all(word in _key(found) for word in words)]


def _key(council_session: CouncilSession) -> str:
    texts = (*council_session.title.values(), *council_session.city.values(), *council_session.council.name.values())
    return search_key(" ".join((council_session.code, council_session.council.code, *texts)))


def listed_sessions(text: str, now: datetime) -> tuple[list[CouncilSession], list[tuple[int, list[CouncilSession]]]]:
    """What the public list shows: sessions that have not ended, soonest first, and past ones by year, latest first.

    `text` is looked for in any script; the year is that at the venue.
    """
    found = sessions_matching(session().scalars(public_sessions()), search_words(text))
    coming = sorted((item for item in found if item.ends_at >= now), key=lambda item: item.starts_at)
    years: dict[int, list[CouncilSession]] = {}
    for item in found:
        if item.ends_at < now:
            years.setdefault(local(item.starts_at, item.time_zone).year, []).append(item)
    return coming, sorted(years.items(), reverse=True)
