"""Forms of the agenda's builder."""

import re
from datetime import timedelta

from wtforms import Field, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from eventreg.agenda.actions import ItemDetails, SpeakerGiven
from eventreg.agenda.models import AgendaItem, ItemKind, ItemSpeaker
from eventreg.agenda.queries import bodies_that_may_speak, registrations_that_may_speak
from eventreg.agenda.words import item_kind_words
from eventreg.bodies.models import Body
from eventreg.core.conflicts import EditForm
from eventreg.core.fields import LocalMomentField
from eventreg.core.forms import Form, LineField, invalid, required, translated
from eventreg.i18n import current_language, lazy_gettext
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.names import PersonName
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession

AWAY = timedelta(days=7)
LONGEST = 24 * 60  # minutes
TITLE_LENGTH = 1000
SPEAKERS = 8  # boxes of the form; an item that has more keeps the others as they are
SPEAKER_LENGTH = 400
REFERENCE = re.compile(r"\((R-\w+)\)$")


class ItemForm(EditForm):
    """An item of the agenda. Each speaker is one line: chosen from the list of people and bodies, or a plain name."""

    kind = SelectField(lazy_gettext("Kind"))
    title_kk = LineField(
        lazy_gettext("Title in Kazakh"), [required(lazy_gettext("Enter the title in Kazakh."))], TITLE_LENGTH
    )
    title_ru = LineField(
        lazy_gettext("Title in Russian"), [required(lazy_gettext("Enter the title in Russian."))], TITLE_LENGTH
    )
    title_en = LineField(lazy_gettext("Title in English"), length=TITLE_LENGTH)
    minutes = IntegerField(
        lazy_gettext("Length"),
        [
            InputRequired(lazy_gettext("Enter the length in minutes.")),
            NumberRange(1, LONGEST, lazy_gettext("Enter from 1 to 1,440 minutes.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    pinned_at = LocalMomentField(lazy_gettext("Fixed start"), [Optional()])

    def __init__(self, council_session: CouncilSession, item: AgendaItem | None = None) -> None:
        speakers = item.speakers if item else []
        named = [speaker.registration for speaker in speakers if speaker.registration]
        self.people = {found.reference: found for found in (*registrations_that_may_speak(council_session), *named)}
        self.bodies = bodies_that_may_speak()
        self.zone = council_session.time_zone
        self.starts_at, self.ends_at = council_session.starts_at, council_session.ends_at
        self.others = [_given(speaker) for speaker in speakers[SPEAKERS:]]
        super().__init__(_present(item, self.zone) if item else None)
        self.kind.choices = [(kind.value, word) for kind, word in item_kind_words().items()]

    def validate_pinned_at(self, field: Field) -> None:
        """Near the session: a start in another week is a slip of the hand."""
        start = self.pinned_at.moment(self.zone)
        if start and not self.starts_at - AWAY <= start <= self.ends_at + AWAY:
            raise invalid(_("Enter a start within a week of the session."))

    @property
    def speaker_fields(self) -> list[LineField]:
        """The boxes for speakers, the main one first."""
        return [self[f"speaker_{place}"] for place in range(1, SPEAKERS + 1)]

    @property
    def suggestions(self) -> list[str]:
        """Everybody who may be chosen as a speaker: the registered by name, then the bodies in protocol order."""
        language = current_language()
        people = [label_of_person(found) for found in self.people.values()]
        return [*people, *(label_of_body(found, language) for found in self.bodies)]

    def details(self) -> ItemDetails:
        """What was entered."""
        bodies = {label_of_body(body, language): body for body in self.bodies for language in LANGUAGES}
        lines = dict.fromkeys(field.data for field in self.speaker_fields if field.data)
        return ItemDetails(
            kind=ItemKind(self.kind.data),
            title=translated(self, "title"),
            minutes=self.minutes.data or 0,
            pinned_at=self.pinned_at.moment(self.zone),
            speakers=[*(self._speaker(line, bodies) for line in lines), *self.others],
        )

    def _speaker(self, line: str, bodies: dict[str, Body]) -> SpeakerGiven:
        """Whom the line means: a label from the list, else a plain name."""
        reference = REFERENCE.search(line)
        if reference and reference[1] in self.people:
            return SpeakerGiven(registration=self.people[reference[1]])
        if line in bodies:
            return SpeakerGiven(body=bodies[line])
        return SpeakerGiven(name=line)


for _place in range(1, SPEAKERS + 1):
    _box = LineField(
        lazy_gettext("Speaker %(place)d", place=_place),
        length=SPEAKER_LENGTH,
        render_kw={"list": "speakers", "autocomplete": "off"},
    )
    setattr(ItemForm, f"speaker_{_place}", _box)


class ReleaseForm(Form):
    """What the public is told about a release; `seal` is that of the draft which the page shows."""

    seal = HiddenField()
    note = LineField(lazy_gettext("What is new"), length=500)


def label_of_person(registration: Registration) -> str:
    """«Касымова Айгүл Серікқызы, MON (R-7K3M9Q)»: the reference tells namesakes apart."""
    person, body = registration.person, registration.body
    name = PersonName(person.surname, person.given_name, person.patronymic).full()
    return f"{name}{f', {body.code}' if body else ''} ({registration.reference})"


def label_of_body(body: Body, language: str) -> str:
    """The body's name and its code."""
    return f"{body.name.in_language(language)} ({body.code})"


def _present(item: AgendaItem, zone: str) -> dict[str, object]:
    labels = [_label(speaker) for speaker in item.speakers[:SPEAKERS]]
    labels += [""] * (SPEAKERS - len(labels))
    return {
        "kind": item.kind.value,
        **{f"title_{code}": item.title.get(code, "") for code in LANGUAGES},
        "minutes": item.minutes,
        "pinned_at": local(item.pinned_at, zone).replace(tzinfo=None) if item.pinned_at else None,
        **{f"speaker_{place}": label for place, label in enumerate(labels, start=1)},
    }


def _label(speaker: ItemSpeaker) -> str:
    if speaker.registration:
        return label_of_person(speaker.registration)
    if speaker.body:
        return label_of_body(speaker.body, current_language())
    return speaker.name or ""


def _given(speaker: ItemSpeaker) -> SpeakerGiven:
    return SpeakerGiven(speaker.registration, speaker.body, speaker.name)
