"""Reading councils and members."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from eventreg.core.db import session
from eventreg.councils.models import (
    ConsentText,
    Council,
    DataKind,
    Letterhead,
    Member,
    Numbering,
    OutgoingNumber,
    RetentionPeriod,
)
from eventreg.councils.rules import DEFAULT_DAYS, number_key
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
        numbering=Numbering.YEARLY,
        number_floor=1,
        number_floor_year=None,
        signatory_post=Translated(),
        signatory_name=Translated(),
        bilingual_letters=False,
    )


def upcoming_numbers(council: Council, day: date, how_many: int) -> list[int]:
    """The next numbers of the counter for papers of that day, in order.

    After the highest that was taken, not below the number to which the office set the counter, and none whose label
    was entered by hand in the day's year.
    """
    letterhead = letterhead_of(council)
    is_yearly = letterhead.numbering is Numbering.YEARLY
    last = select(func.max(OutgoingNumber.number)).filter_by(council_id=council.id)
    number = (session().scalar(last.filter_by(year=day.year) if is_yearly else last) or 0) + 1
    if letterhead.number_floor_year == day.year or not is_yearly:
        number = max(number, letterhead.number_floor)
    found: list[int] = []
    while len(found) < how_many:
        keys = {number_key(f"{letterhead.number_index}{one}"): one for one in range(number, number + how_many)}
        labels = select(OutgoingNumber.label_key).filter_by(council_id=council.id, year=day.year)
        taken = set(session().scalars(labels.where(OutgoingNumber.label_key.in_(keys))))
        found += [one for key, one in keys.items() if key not in taken]
        number += how_many
    return found[:how_many]


def upcoming_label(council: Council, day: date) -> str:
    """The number of the counter's next paper of that day, as it will be written."""
    return f"{letterhead_of(council).number_index}{upcoming_numbers(council, day, 1)[0]}"


def number_with(council: Council, year: int, label: str) -> OutgoingNumber | None:
    """The number of that year of the council's register that is written so."""
    query = select(OutgoingNumber).filter_by(council_id=council.id, year=year, label_key=number_key(label))
    return session().scalar(query)


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
