"""Reading councils and members."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eventreg.core.db import session
from eventreg.councils.models import ConsentText, Council, DataKind, Letterhead, Member, RetentionPeriod
from eventreg.councils.rules import DEFAULT_DAYS
from eventreg.i18n.text import Translated


def council_by_slug(slug: str) -> Council | None:
    return session().scalar(select(Council).filter_by(slug=slug))


def all_councils() -> Sequence[Council]:
    return session().scalars(select(Council).order_by(Council.slug)).all()


def voting_members(council: Council, on: date) -> Sequence[Member]:
    """The members with a vote whose term covers that day."""
    found = select(Member).filter_by(council=council, votes=True).where(Member.starts_on <= on)
    current = found.where(or_(Member.ends_on.is_(None), Member.ends_on >= on))
    return session().scalars(current.options(joinedload(Member.person)).order_by(Member.id)).all()


def councils_with_ids(public_ids: list[str]) -> Sequence[Council]:
    """These councils, by their addresses."""
    return session().scalars(select(Council).where(Council.public_id.in_(public_ids)).order_by(Council.slug)).all()


def letterhead_of(council: Council) -> Letterhead:
    """The council's letterhead; where none was saved, an unsaved one with the name of the organiser."""
    found = session().scalar(select(Letterhead).filter_by(council_id=council.id))
    return found or Letterhead(
        name=council.organiser,
        details=Translated(),
        number_index="",
        signatory_post=Translated(),
        signatory_name=Translated(),
        bilingual_letters=False,
    )


def consent_texts(council: Council) -> Sequence[ConsentText]:
    """Every version of what people agree to, the latest first."""
    query = select(ConsentText).filter_by(council_id=council.id)
    return session().scalars(query.order_by(ConsentText.version.desc())).all()


def present_consent_text(council: Council) -> ConsentText | None:
    """What people are asked to agree to now; None where nobody is asked."""
    latest = session().scalar(
        select(ConsentText).filter_by(council_id=council.id).order_by(ConsentText.version.desc()).limit(1)
    )
    return latest if latest and latest.text else None


def retention_days_by_council(council_ids: Sequence[int]) -> dict[int, dict[DataKind, int]]:
    """The same as `retention_days` for several councils, in one statement."""
    own = session().scalars(select(RetentionPeriod).where(RetentionPeriod.council_id.in_(council_ids)))
    found = {council_id: dict(DEFAULT_DAYS) for council_id in council_ids}
    for period in own:
        found[period.council_id][period.kind] = period.days
    return found


def retention_days(council: Council) -> dict[DataKind, int]:
    """For how many days after a session each kind of personal data is kept, in the order of the kinds."""
    own = session().scalars(select(RetentionPeriod).filter_by(council_id=council.id))
    return DEFAULT_DAYS | {period.kind: period.days for period in own}
