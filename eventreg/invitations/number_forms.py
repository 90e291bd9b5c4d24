"""Forms for numbers that the registry office gives itself."""

from datetime import date

from wtforms import DateField, Field
from wtforms.validators import StopValidation

from eventreg.core.forms import Form, LineField, invalid
from eventreg.documents.forms import printable
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.invitations.models import OutgoingPaper

NUMBER_LENGTH = 40


def needed_beside_number(form: "OutgoingNumberForm", field: Field) -> None:
    """A number has a date; without a number the date counts for nothing."""
    if not any(text.strip() for text in field.raw_data or ()):
        field.errors = []
        raise StopValidation(_("Enter the date.") if form.number.data else "")


class OutgoingNumberForm(Form):
    """The number and date of the next official letter to a body; both empty: the counter's next one."""

    number = LineField(lazy_gettext("Outgoing number"), [printable], NUMBER_LENGTH)
    dated = DateField(lazy_gettext("Date"), [needed_beside_number])

    def __init__(self, entered: OutgoingPaper | None, today: date) -> None:
        """`today` is the present day at the council's place."""
        number = entered.outgoing_number if entered else None
        super().__init__(data={"number": number.label, "dated": number.dated} if number else {"dated": today})
        self.today = today

    def validate_number(self, field: Field) -> None:
        if field.data and not any(sign.isdigit() for sign in field.data):
            raise invalid(_("A number has at least one digit, such as 01-15/12."))

    def validate_dated(self, field: Field) -> None:
        if field.data and abs(field.data.year - self.today.year) > 1:
            raise invalid(_("Enter a date of this year, the last or the next."))
