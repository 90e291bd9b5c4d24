"""With which secret the personal links of this database were made.

Their tokens are derived from the secret and only hashes are stored. Under another secret every new letter would carry a
link that opens nothing while the former ones still open, so nothing starts on one until the links are renewed.
"""

from sqlalchemy import CheckConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped

from eventreg.core.config import current_settings
from eventreg.core.db import Base, session
from eventreg.core.tokens import fingerprint, same

THE_ROW = 1


class LinkSecret(Base):
    """The fingerprint of that secret: one row, written by the first start."""

    __tablename__ = "link_secret"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    fingerprint: Mapped[str]


def links_are_of_another_secret() -> bool:
    """The links were made with another secret than the present one; False where nobody noted with which."""
    known = session().get(LinkSecret, THE_ROW)
    return known is not None and not same(known.fingerprint, _present())


def note_secret() -> None:
    """From the commit on the links count as made with the present secret, unless it was noted already."""
    if session().get(LinkSecret, THE_ROW) is None:
        try:
            with session().begin_nested():
                session().add(LinkSecret(id=THE_ROW, fingerprint=_present()))
        except IntegrityError:  # another process that starts now was faster
            return


def note_renewal() -> None:
    """From the commit on the links count as made with the present secret, whatever was noted before."""
    session().merge(LinkSecret(id=THE_ROW, fingerprint=_present()))


def _present() -> str:
    return fingerprint(current_settings().secret_key)
