"""People pasted from a table or a letter: one a line, columns by tab or semicolon, in any order after the name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import category

from eventreg.bodies.actions import PersonDetails
from eventreg.core.addresses import NameNotLatin, tidy_email
from eventreg.core.forms import LINE_LENGTH, tidy_line
from eventreg.i18n import gettext as _
from eventreg.i18n.phones import to_e164

MOST_LINES = 200
PHONE_DIGITS = 6  # a cell with as many digits, and no letters, is a phone number
USUAL_COLUMNS = 3  # after the name: post, e-mail, phone
Normal = Callable[[str], str]


@dataclass(frozen=True)
class PastedPeople:
    """Who was understood, and a sentence for every line with a fault, by its place."""

    people: Sequence[PersonDetails]
    faults: Sequence[str]


def read_people(text: str, language: str) -> PastedPeople:
    """Every line that is not empty is a person: the full name first, then post, e-mail and phone as they come."""
    people, faults = [], []
    lines = [(place, line) for place, line in enumerate(text.split("\n"), start=1) if line.strip(" \t;")]
    if len(lines) > MOST_LINES:
        return PastedPeople((), [_("Paste %(most)d lines at most at a time.", most=MOST_LINES)])
    seen: dict[str, int] = {}
    for place, line in lines:
        try:
            details = _person(line, language)
            former = seen.setdefault(f"{details.surname} {details.given_name} {details.email}".casefold(), place)
            if former != place:
                raise ValueError(_("the same person stands in line %(line)d already.", line=former))
            people.append(details)
        except ValueError as fault:
            name = tidy_line(_cells(line)[0])[:60]
            faults.append(_("Line %(line)d (%(name)s): %(fault)s", line=place, name=name, fault=fault))
    return PastedPeople(people, faults)


def _cells(line: str) -> list[str]:
    return [tidy_line(cell) for cell in line.split("\t" if "\t" in line else ";")]


def _person(line: str, language: str) -> PersonDetails:
    """Raises `ValueError` with a sentence that says what is wrong."""
    if any(category(sign) in ("Cs", "Cc") and sign != "\t" for sign in line):
        raise ValueError(_("remove the characters that cannot be stored."))
    name, *rest = _cells(line)
    if not name or "@" in name:
        raise ValueError(_("the line begins with the name: surname, given name, patronymic."))
    surname, given_name, patronymic = (*name.split(" ", 2), "", "")[:3]
    emails = [cell for cell in rest if "@" in cell]
    phones = [cell for cell in rest if _is_phone(cell)]
    posts = [cell for cell in rest if cell and cell not in emails and cell not in phones]
    if len(posts) > 1 and len(rest) <= USUAL_COLUMNS:
        raise ValueError(_("enter a phone number like +7 702 261 72 86.") if emails else _no_address())
    if len(posts) > 1 or len(emails) > 1 or len(phones) > 1:
        raise ValueError(_("there are too many columns: name, post, e-mail, phone."))
    if any(len(cell) > LINE_LENGTH for cell in (name, *posts)):
        raise ValueError(_("use 200 characters at most in each column."))
    email = _normal(emails, tidy_email, _no_address())
    if not email:
        raise ValueError(_("enter the e-mail address."))
    phone = _normal(phones, to_e164, _("enter a phone number like +7 702 261 72 86."))
    return PersonDetails(surname, given_name, patronymic, "".join(posts), email, phone, language)


def _no_address() -> str:
    sentence: str = _("enter an e-mail address like name@example.kz.")
    return sentence


def _is_phone(cell: str) -> bool:
    digits = sum(sign.isdigit() for sign in cell)
    return digits >= PHONE_DIGITS and not any(sign.isalpha() for sign in cell)


def _normal(cells: Sequence[str], normal: Normal, sentence: str) -> str:
    try:
        return normal(cells[0]) if cells else ""
    except NameNotLatin:
        raise ValueError(_("write the part of the address before the @ in Latin letters.")) from None
    except ValueError:
        raise ValueError(sentence) from None
