"""Forms about bodies and their contacts."""

from wtforms import DateField, Field, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional, Regexp

from eventreg.bodies.actions import BodyDetails, ContactDetails
from eventreg.bodies.models import Body, BodyKind, Contact, ContactRank
from eventreg.bodies.queries import all_regions, body_by_code, region_by_code
from eventreg.bodies.words import body_kind_words, contact_rank_words
from eventreg.core.conflicts import EditForm
from eventreg.core.fields import EmailField, PhoneField
from eventreg.core.forms import Form, LineField, invalid, required, translated
from eventreg.documents.forms import printable
from eventreg.i18n import current_language, lazy_gettext
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import ENDONYMS

CODE = Regexp(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
    message=lazy_gettext("Use Latin letters, digits, dots and dashes, 40 at most."),
)
MOST_RANK = 1_000_000


class BodyForm(EditForm):
    """A body's names, kind, address and dates."""

    code = LineField(lazy_gettext("Code"), [required(), CODE])
    kind = SelectField(lazy_gettext("Kind"), validate_choice=True)
    name_kk = LineField(lazy_gettext("Name in Kazakh"), [required(lazy_gettext("Enter the name in Kazakh."))], 500)
    name_ru = LineField(lazy_gettext("Name in Russian"), [required(lazy_gettext("Enter the name in Russian."))], 500)
    name_en = LineField(lazy_gettext("Name in English"), length=500)
    short_name_kk = LineField(lazy_gettext("Short name in Kazakh"), length=80)
    short_name_ru = LineField(lazy_gettext("Short name in Russian"), length=80)
    short_name_en = LineField(lazy_gettext("Short name in English"), length=80)
    dative_kk = LineField(lazy_gettext("To whom, in Kazakh"), [printable], 500)
    dative_ru = LineField(lazy_gettext("To whom, in Russian"), [printable], 500)
    region = SelectField(lazy_gettext("Region"), validators=[Optional()])
    email = EmailField(lazy_gettext("E-mail"))
    language = SelectField(lazy_gettext("Language of letters"))
    protocol_rank = IntegerField(
        lazy_gettext("Place in protocol order"),
        [Optional(), NumberRange(0, MOST_RANK, lazy_gettext("Enter a whole number from 0 to 1,000,000."))],
    )
    valid_from = DateField(lazy_gettext("Exists from"), [Optional()])
    valid_until = DateField(lazy_gettext("Last day"), [Optional()])

    def __init__(self, body: Body | None = None) -> None:
        super().__init__(_present(body) if body else None)
        language = current_language()
        self.kind.choices = [(kind.value, word) for kind, word in body_kind_words().items()]
        self.language.choices = list(ENDONYMS.items())
        no_region = ("", lazy_gettext("No region"))
        self.region.choices = [no_region, *((r.code, r.name.in_language(language)) for r in all_regions())]

    def validate_valid_until(self, field: Field) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise invalid(_("The last day is before the first."))

    def details(self) -> BodyDetails:
        """What was entered, as plain values."""
        return BodyDetails(
            kind=BodyKind(self.kind.data),
            name=translated(self, "name"),
            dative=translated(self, "dative"),
            email=self.email.data or "",
            language=str(self.language.data),
            region=region_by_code(str(self.region.data)) if self.region.data else None,
            short_name=translated(self, "short_name"),
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            protocol_rank=self.protocol_rank.data,
        )


class SuccessorForm(Form):
    """Which body takes another's place, and after which day."""

    successor = LineField(lazy_gettext("Code of the body that takes its place"))
    last_day = DateField(lazy_gettext("Last day"), [Optional()])

    def __init__(self, body: Body) -> None:
        successor = body.successor.code if body.successor else ""
        super().__init__(data={"successor": successor, "last_day": body.valid_until})

    def validate_successor(self, field: Field) -> None:
        if field.data and body_by_code(field.data) is None:
            raise invalid(_("There is no body with this code."))

    def body(self) -> Body | None:
        """The successor, or None when the field was left empty."""
        return body_by_code(self.successor.data) if self.successor.data else None


class ContactForm(EditForm):
    """A contact of a body."""

    rank = SelectField(lazy_gettext("Order"))
    name = LineField(lazy_gettext("Full name"))
    post = LineField(lazy_gettext("Post"))
    email = EmailField(lazy_gettext("E-mail"))
    phone = PhoneField(lazy_gettext("Phone"))
    language = SelectField(lazy_gettext("Language of letters"))

    def __init__(self, contact: Contact | None = None) -> None:
        names = ("name", "post", "email", "phone", "language")
        present = {name: getattr(contact, name) for name in names} | {"rank": contact.rank.value} if contact else None
        super().__init__(present)
        self.rank.choices = [(rank.value, word) for rank, word in contact_rank_words().items()]
        self.language.choices = list(ENDONYMS.items())

    def validate(self, extra_validators: object = None) -> bool:
        """An address or a phone is needed."""
        is_valid = bool(super().validate(extra_validators))
        if not (self.email.data or self.phone.data):
            self.refuse("email", _("Enter an e-mail address or a phone number."))
            return False
        return is_valid

    def details(self) -> ContactDetails:
        """What was entered, as plain values."""
        return ContactDetails(
            rank=ContactRank(self.rank.data),
            name=self.name.data or "",
            post=self.post.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            language=str(self.language.data),
        )


def _present(body: Body) -> dict[str, object]:
    texts = {
        f"{field}_{code}": text
        for field in ("name", "short_name", "dative")
        for code, text in getattr(body, field).items()
    }
    names = ("code", "email", "language", "protocol_rank", "valid_from", "valid_until")
    plain = {name: getattr(body, name) for name in names} | {"kind": body.kind.value}
    return {**texts, **plain, "region": body.region.code if body.region else ""}
