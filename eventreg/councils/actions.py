"""Adding councils, their letterheads, and the numbers of outgoing papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.core.imports import fill_missing
from eventreg.councils.events import ConsentTextSaved, CouncilAdded, LetterheadEdited, RetentionChanged
from eventreg.councils.models import (
    ConsentText,
    Council,
    DataKind,
    Letterhead,
    Numbering,
    OutgoingNumber,
    RetentionPeriod,
)
from eventreg.councils.queries import (
    consent_texts,
    council_by_slug,
    letterhead_of,
    number_with,
    retention_days,
    upcoming_numbers,
)
from eventreg.councils.rules import number_key
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
    numbering: Numbering = Numbering.YEARLY


def edit_letterhead(
    council: Council, details: LetterheadDetails, by: Actor, now: datetime, count_from: int | None = None
) -> None:
    """From now on official letters bear this; those with a number stay as they are.

    With `count_from` the counter goes on with that number. Raises `Refusal("counter_goes_forward")` where it has come
    past it: no number is given twice.
    """
    locked(council)
    letterhead = session().scalar(select(Letterhead).filter_by(council_id=council.id)) or Letterhead(council=council)
    for name, value in vars(details).items():
        setattr(letterhead, name, value)
    letterhead.number_floor = letterhead.number_floor or 1
    session().add(letterhead)
    session().flush()
    if count_from is not None:
        _set_counter(council, letterhead, count_from, local(now, council.time_zone).date())
    announce(LetterheadEdited(about=council.public_id), by, now)


def take_outgoing_numbers(council: Council, abouts: Sequence[tuple[str, str]], now: datetime) -> list[OutgoingNumber]:
    """One number for each (kind, public id), in that order, dated with the present day at the council's place.

    The counter's next ones, under the council's lock: a transaction that fails leaves no gap.
    """
    locked(council)
    dated = local(now, council.time_zone).date()
    index = letterhead_of(council).number_index
    upcoming = upcoming_numbers(council, dated, len(abouts)) if abouts else []
    numbers = [
        OutgoingNumber(council=council, number=number, about_kind=kind, about_id=about)
        for number, (kind, about) in zip(upcoming, abouts, strict=True)
    ]
    for number in numbers:
        _write_number(number, f"{index}{number.number}", dated)
    session().add_all(numbers)
    session().flush()
    return numbers


def enter_outgoing_number(council: Council, about: tuple[str, str], label: str, dated: date) -> OutgoingNumber:
    """The registry office's own number and date stand in the register, and are given to nothing else.

    Raises `Refusal("number_is_taken")` where the year of that date has such a number already.
    """
    locked(council)
    _must_be_free(council, label, dated)
    number = OutgoingNumber(council=council, number=None, about_kind=about[0], about_id=about[1])
    _write_number(number, label, dated)
    session().add(number)
    session().flush()
    return number


def correct_outgoing_number(number: OutgoingNumber, label: str, dated: date) -> None:
    """A number that was entered by hand, and that no paper bears yet, is this one. Raises as entering it does."""
    locked(number.council)
    _must_be_free(number.council, label, dated, number)
    _write_number(number, label, dated)
    session().flush()


def _write_number(number: OutgoingNumber, label: str, dated: date) -> None:
    number.label, number.label_key = label, number_key(label)
    number.dated, number.year = dated, dated.year


def _must_be_free(council: Council, label: str, dated: date, but_for: OutgoingNumber | None = None) -> None:
    if number_with(council, dated.year, label) not in (None, but_for):
        raise Refusal("number_is_taken", number=label, year=dated.year)


def _set_counter(council: Council, letterhead: Letterhead, count_from: int, today: date) -> None:
    letterhead.number_floor, letterhead.number_floor_year = 1, None
    (following,) = upcoming_numbers(council, today, 1)
    if count_from < following:
        raise Refusal("counter_goes_forward", number=following)
    letterhead.number_floor, letterhead.number_floor_year = count_from, today.year
    session().flush()


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
