"""What delegates say about travel, hotel and meals."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.core.db import Base
from eventreg.registrations.models import Registration


class Meal(StrEnum):
    """What somebody eats; `none` is nothing with the others."""

    USUAL = "usual"
    VEGETARIAN = "vegetarian"
    DIABETIC = "diabetic"
    NONE = "none"


class LogisticsOption(Base):
    """Whether delegates of a session are asked about travel, hotel and meals; without a row they are not."""

    __tablename__ = "logistics_option"
    __table_args__ = (UniqueConstraint("council_session_id"),)

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"))
    is_asked: Mapped[bool] = mapped_column(default=False)


class Logistics(Base):
    """How one person comes, sleeps, eats and leaves; what is empty was not said. Nights run from day to day."""

    __tablename__ = "logistics"
    __table_args__ = (
        UniqueConstraint("registration_id"),
        CheckConstraint("departs_at > arrives_at", name="departs_after_arrival"),
        CheckConstraint("(hotel_from IS NULL) = (hotel_until IS NULL)", name="hotel_has_both_days"),
        CheckConstraint("hotel_until > hotel_from", name="hotel_has_a_night"),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    arrives_at: Mapped[datetime | None]
    arrives_by: Mapped[str] = mapped_column(default="")  # flight, train, car
    is_met: Mapped[bool] = mapped_column(default=False)  # a driver brings the person from the station
    departs_at: Mapped[datetime | None]
    departs_by: Mapped[str] = mapped_column(default="")
    is_seen_off: Mapped[bool] = mapped_column(default=False)
    hotel_from: Mapped[date | None]  # the day of the first night, at the venue
    hotel_until: Mapped[date | None]  # the day of leaving
    meal: Mapped[Meal] = mapped_column(default=Meal.USUAL)
    wishes: Mapped[str] = mapped_column(default="")
    stated_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()

    @property
    def nights(self) -> int:
        """How many nights the person sleeps in the hotel."""
        return (self.hotel_until - self.hotel_from).days if self.hotel_from and self.hotel_until else 0
