"""Adding councils, their letterheads, and the numbers of outgoing papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.core.imports import fill_missing
from eventreg.councils.events import ConsentTextSaved, CouncilAdded, LetterheadEdited, RetentionChanged
from eventreg.councils.models import ConsentText, Council, DataKind, Letterhead, OutgoingNumber, RetentionPeriod
from eventreg.councils.queries import consent_texts, council_by_slug, letterhead_of, retention_days
from eventreg.i18n.dates import local
from eventreg.i18n.text import Translated
from eventreg.journal.actions import announce

# First parts of office addresses that are not councils.
RESERVED_SLUGS = (
    "account", "bodies", "councils", "duplicates", "enter", "export", "forgotten", "history", "import", "imports",
    "journal", "letters", "mailings", "password", "people", "personal-data", "search", "sign-in", "sign-out", "team",
)  # fmt: skip


@dataclass(frozen=True)
class CouncilDetails:
    """What describes a council."""

    name: Translated
    organiser: Translated
    co_organiser: Translated
    time_zone: str
    languages: list[str]
    contact_email: str = ""
    contact_phone: str = ""


def import_council(code: str, details: CouncilDetails, by: Actor, now: datetime) -> tuple[Council, bool, list[str]]:
    """The council, whether it is new, and the fields that were kept because somebody edited them since.

    Raises `Refusal("council_code_reserved")` for a code that the office's own addresses use.
    """
    slug = code.lower()
    if slug in RESERVED_SLUGS:
        raise Refusal("council_code_reserved", code=code)
    council, is_new = council_by_slug(slug), False
    if council is None:
        council, is_new = Council(code=code, slug=slug, public_id=new_public_id(), **vars(details)), True
        session().add(council)
        session().flush()
        announce(CouncilAdded(about=council.public_id), by, now)
    return council, is_new, fill_missing(council, vars(details))


@dataclass(frozen=True)
class LetterheadDetails:
    """What stands on official letters."""

    name: Translated
    details: Translated
    number_index: str
    signatory_post: Translated
    signatory_name: Translated
    bilingual_letters: bool = False


def edit_letterhead(council: Council, details: LetterheadDetails, by: Actor, now: datetime) -> None:
    """From now on official letters bear this; those with a number stay as they are."""
    locked(council)
    letterhead = session().scalar(select(Letterhead).filter_by(council_id=council.id)) or Letterhead(council=council)
    for name, value in vars(details).items():
        setattr(letterhead, name, value)
    session().add(letterhead)
    session().flush()
    announce(LetterheadEdited(about=council.public_id), by, now)


def take_outgoing_numbers(council: Council, abouts: Sequence[tuple[str, str]], now: datetime) -> list[OutgoingNumber]:
    """One number for each (kind, public id), in that order, of the present year at the council's place.

    The next ones after the highest that is there, under the council's lock: a transaction that fails leaves no gap.
    """
    locked(council)
    dated = local(now, council.time_zone).date()
    last = select(func.max(OutgoingNumber.number)).filter_by(council_id=council.id, year=dated.year)
    first = (session().scalar(last) or 0) + 1
    index = letterhead_of(council).number_index
    numbers = [
        OutgoingNumber(
            council=council,
            year=dated.year,
            number=number,
            label=f"{index}{number}",
            dated=dated,
            about_kind=kind,
            about_id=about,
        )
        for number, (kind, about) in enumerate(abouts, start=first)
    ]
    session().add_all(numbers)
    session().flush()
    return numbers


def save_consent_text(council: Council, seen: int, text: Translated, by: Actor, now: datetime) -> ConsentText:
    """People agree to this text from now on; what was agreed to before stays as it was.

    `seen` is the version over which the text was written, 0 when there was none. Saving the same words makes no new
    version. Raises `Refusal("consent_text_changed")` when somebody saved another version meanwhile.
    """
    locked(council)
    latest = next(iter(consent_texts(council)), None)
    if latest and latest.text == text:
        return latest
    version = latest.version if latest else 0
    if version != seen:
        raise Refusal("consent_text_changed")
    saved = ConsentText(council=council, version=version + 1, text=text, created_at=now)
    session().add(saved)
    session().flush()
    announce(ConsentTextSaved(about=council.public_id, version=saved.version, languages=tuple(text)), by, now)
    return saved


def keep_data_for(council: Council, days: Mapping[DataKind, int], by: Actor, now: datetime) -> None:
    """Each of these kinds of personal data is kept for so many days after a session; the next nightly run obeys."""
    locked(council)
    before = retention_days(council)
    changed = {kind: number for kind, number in days.items() if before[kind] != number}
    if not changed:
        return
    own = RetentionPeriod.council_id == council.id
    session().execute(delete(RetentionPeriod).where(own, RetentionPeriod.kind.in_(changed)))
    session().add_all(
        RetentionPeriod(council_id=council.id, kind=kind, days=number) for kind, number in changed.items()
    )
    session().flush()
    lines = tuple(f"{kind}:{number}" for kind, number in changed.items())
    announce(RetentionChanged(about=council.public_id, days=lines), by, now)
