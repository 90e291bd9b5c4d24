"""Staff users, their sign-ins and their roles per council."""

from datetime import datetime
from typing import Any, ClassVar  # Any: the values of a JSON column

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.core.actors import Role
from eventreg.core.db import Base, PublicId
from eventreg.core.links import Linked
from eventreg.councils.models import Council


class StaffUser(Linked, Base):
    """A member of staff; the personal link sets the password, once, until `link_expires_at`."""

    __tablename__ = "staff_user"
    link_purpose: ClassVar[str] = "password"

    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="kk")
    password_hash: Mapped[str | None]  # argon2id; None until the first password is set
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    link_expires_at: Mapped[datetime | None]

    role_grants: Mapped[list["RoleGrant"]] = relationship(back_populates="staff_user", cascade="all, delete-orphan")


class RoleGrant(Base):
    """One role of one member of staff in one council."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("staff_user_id", "council_id", "role"),)

    staff_user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    role: Mapped[Role]

    staff_user: Mapped[StaffUser] = relationship(back_populates="role_grants")
    council: Mapped[Council] = relationship()


class StaffSession(PublicId, Base):
    """One sign-in on one device; the cookie names it, `revoked_at` ends it. Idle time lives in the cookie."""

    __tablename__ = "staff_session"

    staff_user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), index=True)
    started_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(default="")
    revoked_at: Mapped[datetime | None]

    staff_user: Mapped[StaffUser] = relationship()


class FailedSignIn(Base):
    """A failed sign-in, counted against further tries; `email_hash` so that no address is collected."""

    __tablename__ = "failed_sign_in"

    email_hash: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class ApiToken(PublicId, Base):
    """What a program shows instead of signing in: allowed for its scopes only, until it is revoked."""

    __tablename__ = "api_token"

    name: Mapped[str]  # for which program
    token_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256; the token itself is shown once and kept nowhere
    scopes: Mapped[list[Any]]  # words such as "mail:inbound"
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
