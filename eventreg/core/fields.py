"""Fields for addresses and moments, that say how to mend what is wrong."""

from datetime import datetime
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField, Field, StringField
from wtforms import Form as PlainForm
from wtforms.validators import StopValidation, ValidationError

from eventreg.core.addresses import NameNotLatin, tidy_email
from eventreg.core.forms import LINE_MARKS, Validator, few_marks, storable, tidy_line
from eventreg.i18n import gettext as _
from eventreg.i18n.phones import to_e164

YEARS = range(2000, 2101)  # no other year is meant, and the first and the last of all have no UTC
EMAIL_LENGTH = 254  # RFC 5321 4.5.3.1.3, less the angle brackets


def _check_email(form: PlainForm, field: Field) -> None:
    if not field.data:
        raise StopValidation  # an empty address is a matter of `required`
    try:
        field.data = tidy_email(field.data)
    except NameNotLatin:
        raise ValidationError(
            _("Write the part before the @ in Latin letters: mail servers take no others there.")
        ) from None
    except ValueError:
        raise ValidationError(_("Enter an e-mail address like name@example.kz.")) from None


def _check_phone(form: PlainForm, field: Field) -> None:
    if not field.data:
        raise StopValidation
    try:
        field.data = to_e164(field.data)
    except ValueError:
        raise ValidationError(_("Enter a phone number like +7 702 261 72 86 or 8 (7172) 24-93-05.")) from None


class EmailField(StringField):
    """An e-mail address that letters can be sent to: a name in Latin letters, a domain in any script."""

    def __init__(self, label: str, validators: list[Validator] | None = None, **kw: object) -> None:
        attributes = {"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        checks = [storable, few_marks(LINE_MARKS), *(validators or []), _check_email]
        kw.setdefault("render_kw", attributes)
        super().__init__(label, checks, filters=[tidy_line], **kw)  # type: ignore[arg-type]  # WTForms types kwargs one by one


class PhoneField(StringField):
    """A phone number, kept in E.164."""

    def __init__(self, label: str, validators: list[Validator] | None = None, **kw: object) -> None:
        attributes = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        checks = [storable, *(validators or []), _check_phone]
        kw.setdefault("render_kw", attributes)
        super().__init__(label, checks, filters=[tidy_line], **kw)  # type: ignore[arg-type]  # WTForms types kwargs one by one


def _check_year(form: PlainForm, field: Field) -> None:
    if field.data and field.data.year not in YEARS:
        raise ValidationError(_("Enter a year from %(first)d to %(last)d.", first=YEARS[0], last=YEARS[-1]))


class LocalMomentField(DateTimeLocalField):
    """A date and time of day at a place, of our century; `moment` gives it with the zone."""

    def __init__(self, label: str, validators: list[Validator] | None = None, **kw: object) -> None:
        super().__init__(label, [*(validators or []), _check_year], **kw)  # type: ignore[arg-type]  # WTForms types kwargs one by one

    def moment(self, zone: str) -> datetime | None:
        """The entered moment in that zone, or None when the field was left empty."""
        return self.data.replace(tzinfo=ZoneInfo(zone)) if self.data else None
