"""Whom the door means: a scanned pass, a short code, or a name in any script.

A scanner types what it reads as if on an American keyboard. Where the computer is set to Russian or Kazakh, other
letters arrive, so a pass is recognised in those, too (layouts of Windows; Kazakh is KBDKAZ).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from eventreg.attendance.models import Channel
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.i18n.search_keys import search_words
from eventreg.registrations.models import Registration
from eventreg.registrations.passes import read_pass
from eventreg.registrations.queries import Filter, registrations
from eventreg.sessions.models import CouncilSession

MOST_FOUND = 20
_LATIN = "QWERTYUIOPASDFGHJKLZXCVBNM"
_CYRILLIC = "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ"
LAYOUTS = {  # how a pass begins where another layout is set, and what its keys are
    "СЫ1.": (f"{_CYRILLIC}.", f"{_LATIN}/"),
    'СЫ"№': (f'{_CYRILLIC}"ӘІҢҒ,.ҮҰҚ№', f"{_LATIN}1234567890/"),
}
_ALIKE = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")  # a code that was typed in Cyrillic letters


@dataclass(frozen=True)
class Sought:
    """Whom the door means: public ids of registrations of this session; by name also the registrations.

    By a pass also its version: whether it still counts is decided by whoever lets the person in.
    """

    channel: Channel
    public_ids: tuple[str, ...]
    people: Sequence[Registration] = ()
    pass_version: int | None = None


def sought(text: str, council_session: CouncilSession) -> Sought:
    """One by a pass or a code, one or several by a name, in whatever state they are.

    Refusals: nobody_found, and those of `read_pass`.
    """
    text = as_scanned(text)
    if "/" in text:
        shown = read_pass(text, council_session)
        return Sought(Channel.SCAN, (shown.registration,), pass_version=shown.version)
    by_code = _by_code(text, council_session)
    if by_code:
        return Sought(Channel.CODE, (by_code,))
    people = _by_name(text, council_session)
    if not people:
        raise Refusal("nobody_found")
    return Sought(Channel.NAME, tuple(found.public_id for found in people), people)


def as_scanned(text: str) -> str:
    """The text of a pass as the scanner meant it; any other text as it is."""
    shouted = text.upper()
    for beginning, (typed, meant) in LAYOUTS.items():
        if shouted.startswith(beginning):
            return shouted.translate(str.maketrans(typed, meant))
    return text


def _by_code(text: str, council_session: CouncilSession) -> str | None:
    """The registration with this short code or reference."""
    code = text.strip().upper().translate(_ALIKE)
    query = select(Registration.public_id).where(Registration.council_session_id == council_session.id)
    return session().scalar(query.where(or_(Registration.short_code == code, Registration.reference == code)))


def _by_name(text: str, council_session: CouncilSession) -> Sequence[Registration]:
    if not search_words(text):
        return []
    return session().scalars(registrations(council_session, Filter(text=text)).limit(MOST_FOUND)).all()
