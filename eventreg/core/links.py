"""Addresses that leave the application: built from BASE_URL, personal ones kept as marks until delivery.

A stored letter holds the mark of a personal link, never its token. Delivery fills the mark in, the letters viewer
masks it.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, TypeVar, cast

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, mapped_column

from eventreg.core.config import current_settings
from eventreg.core.db import Base, new_public_id, session
from eventreg.core.tokens import personal_token, token_hash
from eventreg.settings import Settings

PATHS = {
    "invitation": "/i/",
    "registration": "/r/",
    "application": "/r/a/",
    "password": "/office/password/",
    "subscription": "/u/",  # where one stops optional letters
}
MARK_BEGINS = "[[link:"
MARK = re.compile(rf"{re.escape(MARK_BEGINS)}([a-z]+):([\w-]+):(\d+)\]\]")


@dataclass(frozen=True)
class Link:
    """A personal link: what it opens (purpose and public id) and in which version."""

    purpose: str
    public_id: str
    version: int

    @property
    def mark(self) -> str:
        """What stands for this link in a stored letter."""
        return f"{MARK_BEGINS}{self.purpose}:{self.public_id}:{self.version}]]"

    @property
    def token(self) -> str:
        return personal_token(current_settings().secret_key, self.purpose, self.public_id, self.version)

    @property
    def url(self) -> str:
        return _url(current_settings(), self.purpose, self.public_id, self.version)


class Linked:
    """Mixin of a thing that one personal link opens; `link_hash` finds it, a higher version revokes the old link.

    `renew_link` must be called once before the first flush.
    """

    link_purpose: ClassVar[str]

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    link_version: Mapped[int] = mapped_column(default=0)
    link_hash: Mapped[str | None] = mapped_column(unique=True)

    @property
    def link(self) -> Link:
        return Link(self.link_purpose, self.public_id, self.link_version)

    def renew_link(self) -> None:
        """The former link is dead; a new one stands."""
        self.public_id = self.public_id or new_public_id()
        self.link_version = (self.link_version or 0) + 1
        self.link_hash = token_hash(self.link.token)

    def revoke_link(self) -> None:
        """No link opens this any more."""
        self.link_version = (self.link_version or 0) + 1
        self.link_hash = None


def renew_all_links() -> dict[str, str]:
    """Every former link is dead and a new one stands, made with the present secret; gives the new marks by the former.

    Whoever has no link gets none.
    """
    marks = {}
    for model in Linked.__subclasses__():
        living = select(model.id, model.public_id, model.link_version).where(model.link_hash.is_not(None))  # type: ignore[attr-defined]  # every one is a table
        changed = []
        for row_id, public_id, version in session().execute(living):
            former, new = (Link(model.link_purpose, public_id, number) for number in (version, version + 1))
            marks[former.mark] = new.mark
            changed.append({"id": row_id, "link_version": new.version, "link_hash": token_hash(new.token)})
        if changed:
            session().execute(update(model), changed)
    return marks


LinkedRow = TypeVar("LinkedRow", bound=Base)


def linked_by_token(model: type[LinkedRow], token: str) -> LinkedRow | None:
    """The row that this token opens now; None for unknown, replaced and revoked tokens alike."""
    return session().scalar(select(model).filter_by(link_hash=token_hash(token)))


def absolute_url(path: str) -> str:
    """An address under BASE_URL; `path` begins with a slash."""
    return current_settings().base_url + path


def fill_marks(text: str) -> str:
    """The text as it leaves the house: every mark replaced by its personal link.

    The settings are read once and not for each of a letter's links, of which hundreds a second are filled in.
    """
    if MARK_BEGINS not in text:
        return text
    settings = current_settings()

    return MARK.sub(lambda found: _url(settings, found[1], found[2], int(found[3])), text)


def _url(settings: Settings, purpose: str, public_id: str, version: int) -> str:
    return settings.base_url + PATHS[purpose] + personal_token(settings.secret_key, purpose, public_id, version)


def has_dead_links(text: str) -> bool:
    """Some mark in the text stands for a personal link that opens nothing any more."""
    secret = current_settings().secret_key
    models = {model.link_purpose: cast(type[Base], model) for model in Linked.__subclasses__()}
    return any(
        linked_by_token(models[purpose], personal_token(secret, purpose, public_id, int(version))) is None
        for purpose, public_id, version in set(MARK.findall(text))
    )


def mask_marks(text: str) -> str:
    """The text as the office may read it: every mark replaced by an address whose token is hidden."""
    return MARK.sub(lambda found: absolute_url(PATHS[found[1]] + "••••••••"), text)
