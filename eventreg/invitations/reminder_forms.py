"""The form of the reminder ladder: numbers of working days, and days that a decree moved."""

from collections.abc import Mapping, Sequence
from datetime import date

from wtforms import Field

from eventreg.core.conflicts import EditForm
from eventreg.core.forms import Form, LineField, TextField, invalid
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.invitations.models import Rung, RungTarget

MOST_DAYS = 90
READY = {RungTarget.FIRST: "14", RungTarget.SECOND: "10", RungTarget.CHANCELLERY: "7", RungTarget.CALL: "5"}


def whole_numbers(form: "LadderForm", field: Field) -> None:
    """Numbers of days with commas between them; a number stands on one rung only."""
    for part in _parts(field.data):
        if not part.isascii() or not part.isdigit() or int(part) > MOST_DAYS:
            raise invalid(_("Enter numbers of working days up to 90, with commas between them, such as 14, 7."))
    others = [one for target in RungTarget if (one := form[target.value]) is not field]
    taken = {part.lstrip("0") for other in others for part in _parts(other.data)}
    if taken & {part.lstrip("0") for part in _parts(field.data)}:
        raise invalid(_("Each number of days can stand in one line only."))


def days(form: "LadderForm", field: Field) -> None:
    """Dates such as 2026-12-17."""
    for part in _parts(field.data):
        try:
            date.fromisoformat(part)
        except ValueError:
            raise invalid(_("Enter days such as 2026-12-17, with commas between them.")) from None


class CallForm(Form):
    """What was said on the telephone."""

    note = TextField(lazy_gettext("What was said"), length=1000)


class LadderForm(EditForm):
    """A line of numbers for each kind of rung; empty lines are no rungs. `present` is `as_typed`."""

    first = LineField(lazy_gettext("Reminder to the address of the invitation"), [whole_numbers])
    second = LineField(lazy_gettext("Reminder to the second contact"), [whole_numbers])
    chancellery = LineField(lazy_gettext("Reminder to the chancellery"), [whole_numbers])
    call = LineField(lazy_gettext("On the list of calls"), [whole_numbers])
    days_off = TextField(lazy_gettext("Days off besides the public holidays"), [days])
    working_days = TextField(lazy_gettext("Working days that would be days off"), [days])

    def rungs(self) -> dict[int, RungTarget]:
        return {int(part): target for target in RungTarget for part in _parts(self[target.value].data)}

    def moved(self) -> tuple[list[date], list[date]]:
        """Days off and working days."""
        off, working = ([date.fromisoformat(part) for part in _parts(field.data)] for field in self._days())
        return off, working

    def _days(self) -> tuple[Field, Field]:
        return self.days_off, self.working_days


def as_typed(rungs: Sequence[Rung], moved: Mapping[date, bool]) -> dict[str, str]:
    """What the form shows: the ladder as it stands, or the ready one where none was saved."""
    if rungs:
        lines = {to.value: ", ".join(str(rung.days) for rung in rungs if rung.target is to) for to in RungTarget}
    else:
        lines = {target.value: text for target, text in READY.items()}
    by_kind = {
        name: ", ".join(sorted(day.isoformat() for day, is_working in moved.items() if is_working is wanted))
        for name, wanted in (("days_off", False), ("working_days", True))
    }
    return {**lines, **by_kind}


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").replace("\n", ",").split(",") if part.strip()]
