"""Forms about invitations: the office's and those of a body."""

from collections.abc import Collection, Sequence

from wtforms import BooleanField, Field, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, NumberRange, Optional

from eventreg.bodies.models import Body
from eventreg.core.conflicts import EditForm
from eventreg.core.fields import EmailField
from eventreg.core.forms import Form, LineField, TextField, invalid, required, translated
from eventreg.councils.actions import LetterheadDetails
from eventreg.councils.models import Letterhead, Numbering
from eventreg.councils.words import numbering_words
from eventreg.documents.forms import printable
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.i18n.languages import LANGUAGES, LETTER_ENDONYMS
from eventreg.invitations.actions.answers import Nominee
from eventreg.invitations.checks import languages_without_text
from eventreg.invitations.models import CampaignKind, Invitation
from eventreg.invitations.recipients import Wording, Words
from eventreg.invitations.rules import MOST_SEATS, SEAT_ROLES, roles_with_free_seats, seats_of
from eventreg.invitations.wording import PLACEHOLDERS, has_link, has_pasted_link, unknown_placeholders
from eventreg.registrations.actions.admission import admission_of
from eventreg.registrations.forms import PersonForm
from eventreg.registrations.models import Overflow, ParticipantRole, Registration
from eventreg.registrations.words import role_words

SUBJECT_LENGTH, TEXT_LENGTH = 200, 10_000
HIGHEST_NUMBER = 999_999


def known_placeholders(form: PlainForm, field: Field) -> None:
    """Refuses what stands in braces and is no placeholder, and names those that are."""
    if unknown := unknown_placeholders(field.data or ""):
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        written = ", ".join(f"{{{name}}}" for name in unknown)
        raise invalid(
            _("There is no placeholder %(written)s. The placeholders are: %(known)s.", written=written, known=known)
        )


def with_own_link(form: "WordsForm", field: Field) -> None:
    """The text of an invitation says where the personal link goes; no text holds anybody's own."""
    if has_pasted_link(field.data or ""):
        raise invalid(_("Remove the personal link that was copied into the text; write {link} where it belongs."))
    if field.data and form.needs_link and not has_link(field.data):
        raise invalid(_("Write {link} where the body's own link shall stand."))


def without_link(form: PlainForm, field: Field) -> None:
    """A subject and a paper hold no personal link: others read them too."""
    if has_link(field.data or "") or has_pasted_link(field.data or ""):
        raise invalid(_("The personal link belongs into the text of the e-mail only. Remove it here."))


def needed_on_paper(form: "WordsForm", field: Field) -> None:
    """An official letter has a Kazakh and a Russian text."""
    if form.has_official_letter.data and not field.data:
        raise invalid(_("Enter the text of the official letter in Kazakh and in Russian."))


def needed_here(form: "WordsForm", field: Field) -> None:
    """Subject and text are there in the languages that are needed; in any other there are both or none."""
    name, code = field.short_name.split("_")
    other = form[f"{'text' if name == 'subject' else 'subject'}_{code}"]
    if not field.data and (code in form.needed or other.data):
        raise invalid(_("Fill in this field."))


def _subject(label: str) -> LineField:
    return LineField(label, [needed_here, known_placeholders, without_link], SUBJECT_LENGTH)


def _text(label: str) -> TextField:
    return TextField(label, [needed_here, known_placeholders, with_own_link], TEXT_LENGTH)


def _paper(label: str) -> TextField:
    return TextField(label, [needed_on_paper, known_placeholders, without_link, printable], TEXT_LENGTH)


LETTER_LANGUAGES = [SelectChoice(value=code, label=name) for code, name in LETTER_ENDONYMS.items()]


class WordsForm(EditForm):
    """What a mailing says in the `needed` languages and maybe in others, and on paper in two, with placeholders."""

    subject_kk = _subject(lazy_gettext("Subject in Kazakh"))
    text_kk = _text(lazy_gettext("Text in Kazakh"))
    subject_ru = _subject(lazy_gettext("Subject in Russian"))
    text_ru = _text(lazy_gettext("Text in Russian"))
    subject_en = _subject(lazy_gettext("Subject in English"))
    text_en = _text(lazy_gettext("Text in English"))
    has_official_letter = BooleanField(lazy_gettext("A numbered official letter goes along (PDF and DOCX)"))
    official_kk = _paper(lazy_gettext("Official letter in Kazakh"))
    official_ru = _paper(lazy_gettext("Official letter in Russian"))

    def __init__(self, wording: Wording, needed: Collection[str]) -> None:
        words = wording.words
        present: dict[str, object] = {"has_official_letter": words.has_official_letter}
        for code in LANGUAGES:
            present |= {f"subject_{code}": words.subject.get(code, ""), f"text_{code}": words.text.get(code, "")}
        present |= {f"official_{code}": words.official_text.get(code, "") for code in ("kk", "ru")}
        self.needs_link = wording.kind is CampaignKind.INVITATION
        self.needed = needed
        super().__init__(present)

    def words(self) -> Words:
        return Words(
            translated(self, "subject"),
            translated(self, "text"),
            bool(self.has_official_letter.data),
            translated(self, "official"),
        )


class LetterheadForm(EditForm):
    """What stands on the council's official letters."""

    name_kk = LineField(lazy_gettext("Organisation in Kazakh"), [required(), printable])
    name_ru = LineField(lazy_gettext("Organisation in Russian"), [required(), printable])
    details_kk = TextField(lazy_gettext("Address and phone in Kazakh"), [printable], 500)
    details_ru = TextField(lazy_gettext("Address and phone in Russian"), [printable], 500)
    number_index = LineField(lazy_gettext("Before the number"), [printable], 20)
    numbering = RadioField(lazy_gettext("Numbers count"))
    count_from = IntegerField(
        lazy_gettext("Go on with the number"),
        [Optional(), NumberRange(1, HIGHEST_NUMBER, lazy_gettext("Enter a whole number from 1 to 999,999."))],
    )
    signatory_post_kk = LineField(lazy_gettext("Post of the signatory in Kazakh"), [printable])
    signatory_post_ru = LineField(lazy_gettext("Post of the signatory in Russian"), [printable])
    signatory_name_kk = LineField(lazy_gettext("Name of the signatory in Kazakh"), [printable])
    signatory_name_ru = LineField(lazy_gettext("Name of the signatory in Russian"), [printable])
    bilingual_letters = BooleanField(lazy_gettext("E-mail to ministries and akimats is in Kazakh and Russian"))

    def __init__(self, letterhead: Letterhead) -> None:
        texts = ("name", "details", "signatory_post", "signatory_name")
        present = {f"{name}_{code}": getattr(letterhead, name).get(code, "") for name in texts for code in ("kk", "ru")}
        rest = {
            "number_index": letterhead.number_index,
            "numbering": letterhead.numbering.value,
            "bilingual_letters": letterhead.bilingual_letters,
        }
        super().__init__({**present, **rest})
        self.numbering.choices = [(one.value, word) for one, word in numbering_words().items()]

    def details(self) -> LetterheadDetails:
        return LetterheadDetails(
            name=translated(self, "name"),
            details=translated(self, "details"),
            number_index=self.number_index.data or "",
            signatory_post=translated(self, "signatory_post"),
            signatory_name=translated(self, "signatory_name"),
            bilingual_letters=bool(self.bilingual_letters.data),
            numbering=Numbering(self.numbering.data),
        )


class TestLetterForm(Form):
    """Where the test goes, in which language, as which body would get it."""

    email = EmailField(lazy_gettext("Send a test to"), [required(lazy_gettext("Enter the e-mail address."))])
    language = RadioField(lazy_gettext("Language"))

    def __init__(self, words: Words, **kw: object) -> None:
        super().__init__(**kw)
        spoken = [one for one in LETTER_LANGUAGES if not languages_without_text(words, [one.value])]
        self.language.choices = spoken
        self.language.data = self.language.data or spoken[0].value


class BodiesForm(Form):
    """Bodies for the session's list, with the same number of seats each."""

    bodies = SelectMultipleField(lazy_gettext("Bodies"), [InputRequired(lazy_gettext("Choose at least one body."))])
    delegates = IntegerField(
        lazy_gettext("Seats for each body"),
        [InputRequired(), NumberRange(1, MOST_SEATS, lazy_gettext("Enter a number from 1 to 1,000."))],
        default=2,
    )

    def __init__(self, found: Sequence[Body], language: str) -> None:
        super().__init__()
        self.bodies.choices = [(body.public_id, body.name.in_language(language)) for body in found]


class AddressForm(Form):
    """Where a body's letters go, and in which language."""

    email = EmailField(lazy_gettext("E-mail"), [required(lazy_gettext("Enter the e-mail address."))])
    language = RadioField(lazy_gettext("Language of letters"), choices=LETTER_LANGUAGES)


SEATS = [
    InputRequired(lazy_gettext("Enter a number; 0 for none.")),
    NumberRange(0, MOST_SEATS, lazy_gettext("Enter a number from 0 to %(max)d.")),
]


class SeatsForm(Form):
    """How many seats of each role a body has."""

    delegate = IntegerField(lazy_gettext("Delegates"), SEATS)
    speaker = IntegerField(lazy_gettext("Speakers"), SEATS)
    guest = IntegerField(lazy_gettext("Guests"), SEATS)

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(data={role.value: len(seats_of(invitation, role)) for role in SEAT_ROLES})

    def seats(self) -> dict[ParticipantRole, int]:
        return {role: self[role.value].data or 0 for role in SEAT_ROLES}


class NomineeForm(PersonForm):
    """A person whom a body sends."""

    email = EmailField(lazy_gettext("E-mail"), [required(lazy_gettext("Enter the e-mail address."))])
    role = SelectField(lazy_gettext("Role"))

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(data={"language": invitation.language})
        words = role_words()
        roles = roles_with_free_seats(invitation)
        if not roles or admission_of(invitation.council_session).overflow is not Overflow.REFUSE:
            roles = [role for role in ParticipantRole if seats_of(invitation, role)] or [ParticipantRole.DELEGATE]
        self.role.choices = [(role.value, words[role]) for role in roles]
        if not self.role.data:
            self.role.data = roles[0].value

    def nominee(self) -> Nominee:
        return Nominee(self.person_details(self.email.data or ""), ParticipantRole(self.role.data))


class DelegateForm(PersonForm):
    """Corrections to a person who has not confirmed yet."""

    email = EmailField(lazy_gettext("E-mail"), [required(lazy_gettext("Enter the e-mail address."))])

    def __init__(self, registration: Registration) -> None:
        person = registration.person
        names = ("surname", "given_name", "patronymic", "post", "phone", "email")
        super().__init__(data={name: getattr(person, name) for name in names} | {"language": registration.language})


class ByHandForm(PersonForm):
    """A person whom the office enters, with or without an e-mail address."""

    email = EmailField(lazy_gettext("E-mail"))
    body = SelectField(lazy_gettext("Body"))
    role = SelectField(lazy_gettext("Role"))
    is_confirmed = BooleanField(lazy_gettext("The person has confirmed, by telephone say"))

    def __init__(self, found: Sequence[Body], language: str) -> None:
        super().__init__(data={"language": language})
        none = ("", lazy_gettext("Without a body"))
        self.body.choices = [none, *((body.public_id, body.name.in_language(language)) for body in found)]
        self.role.choices = [(role.value, word) for role, word in role_words().items()]

    def nominee(self) -> Nominee:
        return Nominee(self.person_details(self.email.data or ""), ParticipantRole(self.role.data))


class OfficeDeclineForm(Form):
    """What a body said on paper or by telephone, as far as it gave a reason."""

    reason = TextField(lazy_gettext("Reason"), length=1000)


class WithdrawalForm(Form):
    """Why the office takes an invitation back: for itself, or for the body as well."""

    reason = TextField(lazy_gettext("Reason"), length=300)
    is_told = BooleanField(lazy_gettext("Say the reason in the letter to the body"))

    def validate_is_told(self, field: BooleanField) -> None:
        if field.data and not self.reason.data:
            raise invalid(_("Write the reason that the letter is to say."))


class DeclineForm(Form):
    """Why a body sends nobody."""

    reason = TextField(
        lazy_gettext("Reason"), [required(lazy_gettext("Say in a few words why nobody will come."))], 1000
    )
