"""What the office reads while the mail server or the mailbox is away."""

from dataclasses import dataclass
from datetime import datetime

from eventreg.core.actors import Actor
from eventreg.i18n import current_language
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import relative
from eventreg.mail.models import MailService
from eventreg.mail.outages import outages
from eventreg.mail.rules import may_read_unmatched


@dataclass(frozen=True)
class OutageNotice:
    """In the reader's language, but for `words`, which are the server's; `since` and `tried` are relative."""

    title: str
    sentence: str
    since: str
    tried: str
    words: str


def outage_notices(actor: Actor, now: datetime) -> list[OutageNotice]:
    """For those who answer for letters in some council; what has been away for less than five minutes is left out."""
    if not may_read_unmatched(actor):
        return []
    language, words = current_language(), _words()
    return [
        OutageNotice(
            *words[outage.service],
            relative(outage.since, now, language),
            relative(outage.tried_at, now, language),
            outage.words,
        )
        for outage in outages(now)
    ]


def _words() -> dict[MailService, tuple[str, str]]:
    return {
        MailService.SENDING: (
            _("Letters are not going out"),
            _("The mail server cannot be reached. Letters are kept and go out once it answers."),
        ),
        MailService.READING: (
            _("Bounces and answers are not being read"),
            _("The mailbox in which they arrive cannot be opened. They stay there and are read once it can."),
        ),
    }
