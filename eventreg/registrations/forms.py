"""Forms about people who take part."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import HiddenInput

from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.models import Person
from eventreg.core.fields import EmailField, PhoneField
from eventreg.core.forms import Form, LineField, TextField, required
from eventreg.core.pages import page_language
from eventreg.councils.models import ConsentText
from eventreg.i18n import lazy_gettext
from eventreg.i18n.languages import ENDONYMS, LANGUAGES
from eventreg.registrations.actions.registering import Answers
from eventreg.registrations.consents.queries import asked_consent
from eventreg.registrations.models import Registration

NEEDS_LENGTH = 1000
REASON_LENGTH = 500
LANGUAGE_CHOICES = [SelectChoice(value=code, label=ENDONYMS[code]) for code in LANGUAGES]


class PersonForm(Form):
    """A person's name and post, and the language in which letters come."""

    surname = LineField(lazy_gettext("Surname"), [required(lazy_gettext("Enter the surname."))])
    given_name = LineField(lazy_gettext("Given name"))
    patronymic = LineField(lazy_gettext("Patronymic"))
    post = LineField(lazy_gettext("Post"))
    phone = PhoneField(lazy_gettext("Phone"))
    language = RadioField(lazy_gettext("Language of letters"), choices=LANGUAGE_CHOICES)

    def person_details(self, email: str) -> PersonDetails:
        """What was entered, with the address that letters go to."""
        return PersonDetails(
            surname=self.surname.data or "",
            given_name=self.given_name.data or "",
            patronymic=self.patronymic.data or "",
            post=self.post.data or "",
            email=email,
            phone=self.phone.data or "",
            language=str(self.language.data),
        )


class AnswersForm(PersonForm):
    """What a delegate says about the own participation; `step` is the button that was pressed."""

    access_needs = TextField(lazy_gettext("What should we prepare for you?"), length=NEEDS_LENGTH)
    step = HiddenField()

    def __init__(self, registration: Registration) -> None:
        super().__init__(data=present_answers(registration))

    def answers(self, person: Person) -> Answers:
        """What was entered; the e-mail address stays the one that the link went to."""
        return Answers(self.person_details(person.email), self.access_needs.data or "")

    def checked(self) -> list[Field]:
        """The fields that a person reads through before confirming, in order."""
        return [field for field in self if field.name not in ("csrf_token", "step")]

    def carried(self) -> list[tuple[str, str]]:
        """Everything typed, as hidden fields for the next step."""
        return [(field.name, field.data or "") for field in self.checked()]


class ConsentForm(Form):
    """Agreeing to the council's text; it belongs to the page on which the answers are confirmed."""

    agrees = BooleanField(
        lazy_gettext("I have read this and agree."), [required(lazy_gettext("Tick the box if you agree to the text."))]
    )
    consent_version = IntegerField(widget=HiddenInput())
    consent_language = HiddenField()

    def __init__(self, asked: ConsentText) -> None:
        super().__init__()
        self.words, self.language = asked.text.pick(page_language())
        if self.consent_version.data != asked.version or self.consent_language.data not in asked.text:
            self.agrees.data = False  # what was ticked was another text
            self.consent_version.raw_data = self.consent_language.raw_data = None
            self.consent_version.data, self.consent_language.data = asked.version, self.language

    @property
    def agreed_to(self) -> tuple[int, str]:
        """The version and the language that was read."""
        return self.consent_version.data or 0, str(self.consent_language.data)


def consent_form(registration: Registration) -> ConsentForm | None:
    """The form where the person is asked for consent; None where that is not so."""
    asked = asked_consent(registration)
    return ConsentForm(asked) if asked else None


class ReasonForm(Form):
    """Why somebody will not come; may stay empty."""

    reason = TextField(lazy_gettext("Reason"), length=REASON_LENGTH)


class RefusalForm(Form):
    """Why the data of a person who asked for erasure is kept."""

    reason = TextField(
        lazy_gettext("Reason"), [required(lazy_gettext("Say why the data is kept."))], length=REASON_LENGTH
    )


class NewLinkForm(Form):
    """The address to which a link is sent once more."""

    email = EmailField(lazy_gettext("E-mail"), [required(lazy_gettext("Enter the e-mail address."))])


class PlainPost(FlaskForm):
    """A button alone: nothing but the CSRF token."""


def present_answers(registration: Registration) -> dict[str, str]:
    """What the registration holds now, by field name."""
    person = registration.person
    names = ("surname", "given_name", "patronymic", "post", "phone")
    own = {"language": registration.language, "access_needs": registration.access_needs}
    return {name: getattr(person, name) for name in names} | own
