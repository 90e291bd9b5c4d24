"""Forms of the agenda's builder."""

from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from eventreg.agenda.actions import ItemDetails, SpeakerGiven
from eventreg.agenda.models import AgendaItem, ItemKind
from eventreg.agenda.queries import bodies_that_may_speak, registrations_that_may_speak
from eventreg.agenda.words import item_kind_words
from eventreg.bodies.models import Body, Person
from eventreg.core.conflicts import EditForm
from eventreg.core.fields import LocalMomentField
from eventreg.core.forms import Form, LineField, TextField, required, translated
from eventreg.i18n import current_language, lazy_gettext
from eventreg.i18n.dates import local
from eventreg.i18n.names import PersonName
from eventreg.sessions.models import CouncilSession

LONGEST = 24 * 60  # minutes
TITLE_LENGTH = 1000


class ItemForm(EditForm):
    """An item of the agenda. Speakers are chosen from the registered, from bodies, or written by name, one a line."""

    kind = SelectField(lazy_gettext("Kind"))
    title_kk = LineField(lazy_gettext("Title in Kazakh"), [required(lazy_gettext("Enter the title in Kazakh."))], 1000)
    title_ru = LineField(
        lazy_gettext("Title in Russian"), [required(lazy_gettext("Enter the title in Russian."))], 1000
    )
    title_en = LineField(lazy_gettext("Title in English"), length=TITLE_LENGTH)
    minutes = IntegerField(
        lazy_gettext("Length"),
        [
            InputRequired(lazy_gettext("Enter the length in minutes.")),
            NumberRange(1, LONGEST, lazy_gettext("Enter from 1 to 1,440 minutes.")),
        ],
    )
    pinned_at = LocalMomentField(lazy_gettext("Fixed start"), [Optional()])
    people = SelectMultipleField(lazy_gettext("Speakers from the registered"))
    bodies = SelectMultipleField(lazy_gettext("Bodies that name their speaker later"))
    names = TextField(lazy_gettext("Other speakers"), length=2000)

    def __init__(self, council_session: CouncilSession, item: AgendaItem | None = None) -> None:
        super().__init__(_present(item, council_session.time_zone) if item else None)
        self.kind.choices = [(kind.value, word) for kind, word in item_kind_words().items()]
        self.registrations = {found.public_id: found for found in registrations_that_may_speak(council_session)}
        self.all_bodies = {found.public_id: found for found in bodies_that_may_speak()}
        language = current_language()
        self.people.choices = [(key, _name(found.person, found.body)) for key, found in self.registrations.items()]
        self.bodies.choices = [(key, found.name.in_language(language)) for key, found in self.all_bodies.items()]

    def details(self, zone: str) -> ItemDetails:
        """What was entered; `zone` is the venue's."""
        people = [SpeakerGiven(registration=self.registrations[key]) for key in self.people.data or ()]
        bodies = [SpeakerGiven(body=self.all_bodies[key]) for key in self.bodies.data or ()]
        names = [SpeakerGiven(name=line.strip()) for line in (self.names.data or "").splitlines() if line.strip()]
        return ItemDetails(
            kind=ItemKind(self.kind.data),
            title=translated(self, "title"),
            minutes=self.minutes.data or 0,
            pinned_at=self.pinned_at.moment(zone),
            speakers=[*people, *bodies, *names],
        )


class ReleaseForm(Form):
    """What the public is told about a release."""

    note = LineField(lazy_gettext("What is new"), length=500)


def _present(item: AgendaItem, zone: str) -> dict[str, object]:
    titles = {f"title_{code}": text for code, text in item.title.items()}
    return {
        "kind": item.kind.value,
        **titles,
        "minutes": item.minutes,
        "pinned_at": local(item.pinned_at, zone).replace(tzinfo=None) if item.pinned_at else None,
        "people": [speaker.registration.public_id for speaker in item.speakers if speaker.registration],
        "bodies": [speaker.body.public_id for speaker in item.speakers if speaker.body],
        "names": "\n".join(speaker.name for speaker in item.speakers if speaker.name),
    }


def _name(person: Person, body: Body | None) -> str:
    name = PersonName(person.surname, person.given_name, person.patronymic).full()
    return f"{name} ({body.code})" if body else name
