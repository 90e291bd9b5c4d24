"""What workers leave behind: a sign of life."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from eventreg.core.db import Base


class WorkerSign(Base):
    """The last sign of life of one worker, by its name."""

    __tablename__ = "worker_sign"

    name: Mapped[str] = mapped_column(unique=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
