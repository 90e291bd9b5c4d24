"""Further forms on a body's page: several people at once, replacing, papers, a message."""

from wtforms import FileField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Regexp

from eventreg.core.db import new_public_id
from eventreg.core.fields import EmailField
from eventreg.core.forms import Form, TextField, required
from eventreg.i18n import lazy_gettext
from eventreg.invitations.actions.answers import Nominee
from eventreg.invitations.models import Invitation
from eventreg.invitations.pasted import read_people
from eventreg.invitations.rules import seats_of
from eventreg.registrations.forms import LANGUAGE_CHOICES, REASON_LENGTH, PersonForm
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.words import role_words

PASTED_LENGTH, MESSAGE_LENGTH = 60_000, 5_000


class SeveralForm(Form):
    """People pasted into one box, all of one role and language."""

    people = TextField(
        lazy_gettext("People, one a line"), [required(lazy_gettext("Paste at least one line."))], PASTED_LENGTH
    )
    people_role = SelectField(lazy_gettext("Role of these people"))
    people_language = RadioField(lazy_gettext("Language of their letters"), choices=LANGUAGE_CHOICES)

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(data={"people_language": invitation.language})
        words = role_words()
        roles = [role for role in ParticipantRole if seats_of(invitation, role)] or [ParticipantRole.DELEGATE]
        self.people_role.choices = [(role.value, words[role]) for role in roles]
        self.people_role.data = self.people_role.data or roles[0].value

    def validate(self, extra_validators: object = None) -> bool:
        """Every fault is named, not the first alone."""
        if not super().validate():
            return False
        faults = read_people(str(self.people.data), str(self.people_language.data)).faults
        self.people.errors = [*self.people.errors, *faults]
        return not faults

    def nominees(self) -> list[Nominee]:
        read = read_people(str(self.people.data), str(self.people_language.data))
        return [Nominee(details, ParticipantRole(self.people_role.data)) for details in read.people]


class ReplacementForm(PersonForm):
    """Who comes instead, and why."""

    email = EmailField(lazy_gettext("E-mail"), [required(lazy_gettext("Enter the e-mail address."))])
    reason = TextField(lazy_gettext("Reason"), length=REASON_LENGTH)

    def __init__(self, language: str) -> None:
        super().__init__(data={"language": language})


class PaperForm(Form):
    """The signed letter in which the body names its people."""

    paper = FileField(
        lazy_gettext("Nominating letter"),
        [InputRequired(lazy_gettext("Choose a file."))],
        render_kw={"accept": ".pdf,.docx,.jpg,.jpeg,.png"},
    )


class MessageForm(Form):
    """A question to the secretariat; `form_key` keeps a form sent twice from being two messages."""

    message_text = TextField(
        lazy_gettext("Your message"), [required(lazy_gettext("Write your message."))], MESSAGE_LENGTH
    )
    form_key = HiddenField(validators=[Regexp(r"^[\w-]{16}$")])

    def __init__(self) -> None:
        super().__init__()
        self.form_key.data = self.form_key.data or new_public_id()
