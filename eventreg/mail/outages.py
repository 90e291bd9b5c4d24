"""Whether the mail server and the mailbox can be reached: what the office is told when they cannot."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from eventreg.core.db import session, transaction
from eventreg.mail.models import MailOutage, MailService

SHOWN_AFTER = timedelta(minutes=5)  # a server that is started anew is back by then


def note_outage(service: MailService, words: str, now: datetime) -> None:
    """It is away, since now or since an earlier attempt that failed; `words` are the latest. Commits nothing."""
    standing = update(MailOutage).where(MailOutage.service == service).values(tried_at=now, words=words)
    if session().scalars(standing.returning(MailOutage.id)).all():  # in one statement: another worker may end it now
        return
    try:
        with session().begin_nested():
            session().add(MailOutage(service=service, since=now, tried_at=now, words=words))
    except IntegrityError:  # another worker found it at the same moment
        return


def end_outage(service: MailService) -> None:
    """It works. Commits nothing."""
    session().execute(delete(MailOutage).where(MailOutage.service == service))


def forget_unused(service: MailService) -> None:
    """It is not used, as the settings say, so it is not away either. A transaction of its own, where one is needed."""
    if _standing(service) is not None:
        with transaction():
            end_outage(service)


def outages(now: datetime) -> Sequence[MailOutage]:
    """What has been away for more than five minutes, sending first."""
    lasting = select(MailOutage).where(MailOutage.since < now - SHOWN_AFTER)
    return session().scalars(lasting.order_by(MailOutage.service.desc())).all()


def _standing(service: MailService) -> MailOutage | None:
    return session().scalar(select(MailOutage).filter_by(service=service))
