"""Numbers of the registry office as a list: one body a line, its code, the number and the date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.core.forms import invalid, tidy_line, unstorable
from eventreg.councils.models import OutgoingNumber
from eventreg.councils.queries import number_with
from eventreg.councils.rules import number_key
from eventreg.documents.characters import not_drawn
from eventreg.i18n import gettext as _
from eventreg.invitations.models import Invitation
from eventreg.invitations.outgoing import entered_papers

MOST_LINES = 500
NUMBER_LENGTH = 40
COLUMNS = 3
DATES = ("%d.%m.%Y", "%Y-%m-%d")


@dataclass(frozen=True)
class NumberLine:
    """A number and date for the next official letter to a body, in place of one that was entered before, if any."""

    invitation: Invitation
    label: str
    dated: date
    former: OutgoingNumber | None = None


@dataclass(frozen=True)
class PastedNumbers:
    """What was understood, and a sentence for every line with a fault, by its place."""

    lines: Sequence[NumberLine]
    faults: Sequence[str]

    @property
    def fingerprint(self) -> str:
        """Changes with whatever would be entered, and with what that would replace."""
        said = [
            [line.invitation.public_id, line.label, line.dated.isoformat(), line.former.label if line.former else ""]
            for line in self.lines
        ]
        return sha256_hex(canonical_json(said))[:24]


def read_numbers(text: str, by_code: Mapping[str, Invitation], today: date) -> PastedNumbers:
    """Every line that is not empty; `by_code` are the bodies of one session's list by their codes in small letters."""
    written = [(place, line) for place, line in enumerate(text.split("\n"), start=1) if line.strip(" \t;")]
    if len(written) > MOST_LINES:
        return PastedNumbers((), [_("Paste %(most)d lines at most at a time.", most=MOST_LINES)])
    entered = {paper.invitation_id: paper.outgoing_number for paper in entered_papers(_ids(by_code))}
    lines: list[NumberLine] = []
    faults = []
    for place, line in written:
        try:
            found = _line(line, by_code, today)
            former = entered.get(found.invitation.id)
            _must_be_new(found, lines, former)
            lines.append(replace(found, former=former))
        except ValueError as fault:
            name = tidy_line(line)[:60]
            faults.append(_("Line %(line)d (%(name)s): %(fault)s", line=place, name=name, fault=fault))
    return PastedNumbers(lines, faults)


def must_be_number(label: str) -> None:
    """Raises `ValidationError`, a `ValueError`, with a sentence where nobody could have meant this as a number."""
    if not any(sign.isdigit() for sign in label):
        raise invalid(_("A number has at least one digit, such as 01-15/12."))


def must_be_near(dated: date, today: date) -> None:
    """Raises `ValidationError` with a sentence for a date of a year that is not meant."""
    if abs(dated.year - today.year) > 1:
        raise invalid(_("Enter a date of this year, the last or the next."))


def _ids(by_code: Mapping[str, Invitation]) -> list[int]:
    return [invitation.id for invitation in by_code.values()]


def _line(line: str, by_code: Mapping[str, Invitation], today: date) -> NumberLine:
    """Raises `ValueError` with a sentence that says what is wrong."""
    cells = [tidy_line(cell) for cell in line.split("\t" if "\t" in line else ";")]
    if len(cells) != COLUMNS or not all(cells):
        raise ValueError(_("three columns are needed: code of the body, number, date."))
    code, label, written = cells
    if code.lower() not in by_code:
        raise ValueError(_("no body with this code is on the list of the session."))
    if len(label) > NUMBER_LENGTH or unstorable(label) or not_drawn(label):
        raise ValueError(_("the number is too long or has signs that cannot be printed on paper."))
    must_be_number(label)
    dated = _date(written)
    must_be_near(dated, today)
    return NumberLine(by_code[code.lower()], label, dated)


def _date(written: str) -> date:
    for pattern in DATES:
        try:
            return datetime.strptime(written, pattern).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    raise ValueError(_("write the date like 05.11.2026."))


def _must_be_new(found: NumberLine, before: Sequence[NumberLine], own: OutgoingNumber | None) -> None:
    key = found.dated.year, number_key(found.label)
    if any(one.invitation.id == found.invitation.id for one in before):
        raise ValueError(_("this body stands in the list already."))
    is_twice = any((one.dated.year, number_key(one.label)) == key for one in before)
    if is_twice or number_with(found.invitation.council_session.council, found.dated.year, found.label) not in (
        None,
        own,
    ):
        raise ValueError(_("this number is taken already, and no number is given twice."))
