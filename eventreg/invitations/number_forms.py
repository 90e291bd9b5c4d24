"""Forms for numbers that the registry office gives itself."""

from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import FileStorage
from wtforms import DateField, Field, FileField
from wtforms.validators import StopValidation

from eventreg.core.forms import Form, LineField, TextField, required
from eventreg.documents.forms import printable
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.invitations.models import Invitation, OutgoingPaper
from eventreg.invitations.numbers_pasted import NUMBER_LENGTH, PastedNumbers, must_be_near, must_be_number, read_numbers

LIST_LENGTH = 60_000


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
        if field.data:
            must_be_number(field.data)

    def validate_dated(self, field: Field) -> None:
        if field.data:
            must_be_near(field.data, self.today)


class NumbersForm(Form):
    """Numbers of the registry office for many bodies, pasted, or from a CSV file whose text then stands in the box."""

    numbers = TextField(
        lazy_gettext("Numbers as a list: code of the body, number, date"),
        [required(lazy_gettext("Paste at least one line."))],
        LIST_LENGTH,
    )
    file = FileField(lazy_gettext("Or a CSV file"), render_kw={"accept": ".csv,.txt"})

    def __init__(self, by_code: Mapping[str, Invitation], today: date) -> None:
        super().__init__()
        self.by_code, self.today = by_code, today
        self.read = PastedNumbers((), ())
        given = self.file.data  # a text where the form was not sent as a browser sends files
        content = given.read(LIST_LENGTH * 4) if isinstance(given, FileStorage) else b""
        self.is_no_text = b"\0" in content
        if content and not self.is_no_text:
            self.numbers.data = _text_of(content).replace("\r\n", "\n")

    def validate(self, extra_validators: object = None) -> bool:
        """Every fault is named, not the first alone."""
        if self.is_no_text:
            self.file.errors = [_("This is no text. Save the table as CSV, or copy its cells into the box.")]
            return False
        if not super().validate():
            return False
        self.read = read_numbers(str(self.numbers.data), self.by_code, self.today)
        self.numbers.errors = [*self.numbers.errors, *self.read.faults]
        return not self.read.faults


def _text_of(content: bytes) -> str:
    """UTF-8, or what Excel in Kazakh and Russian writes otherwise."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace")
