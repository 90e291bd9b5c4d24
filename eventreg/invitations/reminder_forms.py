"""The forms of the reminder ladder (numbers of working days) and of the days that a decree moved."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from wtforms import Field

from eventreg.core.conflicts import EditForm
from eventreg.core.forms import Form, LineField, TextField, invalid
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.invitations.models import Rung, RungTarget

MOST_DAYS = 90
# Offered on the page of reminders, which says it in words.
USUAL = {14: RungTarget.FIRST, 10: RungTarget.SECOND, 7: RungTarget.CHANCELLERY, 5: RungTarget.CALL}


def whole_numbers(form: "LadderForm", field: Field) -> None:
    """Numbers of days with commas between them; a number stands on one rung only."""
    for part in _parts(field.data):
        if not part.isascii() or not part.isdigit() or int(part) > MOST_DAYS:
            raise invalid(_("Enter numbers of working days up to 90, with commas between them, such as 14, 7."))
    others = [one for target in RungTarget if (one := form[target.value]) is not field]
    taken = {part.lstrip("0") for other in others for part in _parts(other.data)}
    if taken & {part.lstrip("0") for part in _parts(field.data)}:
        raise invalid(_("Each number of days can stand in one line only."))


def days(form: "DaysOffForm", field: Field) -> None:
    """Dates such as 17.12.2026; 2026-12-17 is understood as well."""
    for part in _parts(field.data):
        try:
            _day(part)
        except ValueError:
            raise invalid(_("Enter days such as 17.12.2026, with commas between them.")) from None


class CallForm(Form):
    """What was said on the telephone."""

    note = TextField(lazy_gettext("What was said"), length=1000)


class LadderForm(EditForm):
    """A line of numbers for each kind of rung; empty lines are no rungs. `present` is `as_typed`."""

    first = LineField(lazy_gettext("Reminder to the address of the invitation"), [whole_numbers])
    second = LineField(lazy_gettext("Reminder to the second contact"), [whole_numbers])
    chancellery = LineField(lazy_gettext("Reminder to the chancellery"), [whole_numbers])
    call = LineField(lazy_gettext("On the list of calls"), [whole_numbers])

    def rungs(self) -> dict[int, RungTarget]:
        return {int(part): target for target in RungTarget for part in _parts(self[target.value].data)}


class DaysOffForm(EditForm):
    """The office's own table of days; `present` is `days_as_typed`."""

    days_off = TextField(lazy_gettext("Days off besides the public holidays"), [days])
    working_days = TextField(lazy_gettext("Working days that would be days off"), [days])

    def moved(self) -> tuple[list[date], list[date]]:
        """Days off and working days."""
        fields = self.days_off, self.working_days
        off, working = ([_day(part) for part in _parts(field.data)] for field in fields)
        return off, working


def as_typed(rungs: Sequence[Rung]) -> dict[str, str]:
    """The ladder as it stands; nothing where none was saved, or an empty one."""
    return {to.value: ", ".join(str(rung.days) for rung in rungs if rung.target is to) for to in RungTarget}


def days_as_typed(moved: Mapping[date, bool]) -> dict[str, str]:
    """The office's table as it stands."""
    return {
        name: ", ".join(f"{day:%d.%m.%Y}" for day in sorted(moved) if moved[day] is wanted)
        for name, wanted in (("days_off", False), ("working_days", True))
    }


def _day(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date() if "." in text else date.fromisoformat(text)  # noqa: DTZ007


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").replace("\n", ",").split(",") if part.strip()]
