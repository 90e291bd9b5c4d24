"""Forms of the staff's desk."""

from collections.abc import Sequence
from datetime import datetime

from wtforms import Field, FileField, HiddenField, SelectField
from wtforms.validators import InputRequired

from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.models import Body, Person
from eventreg.bodies.queries import body_by_code
from eventreg.core.actors import Actor
from eventreg.core.conflicts import EditForm
from eventreg.core.fields import EmailField, PhoneField
from eventreg.core.forms import Form, LineField, invalid, required, tidy_line
from eventreg.councils.models import Council
from eventreg.i18n import current_language, lazy_gettext
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import ENDONYMS
from eventreg.i18n.names import PersonName, to_latin, to_russian
from eventreg.office.models import ImportKind, ImportRun
from eventreg.office.words import import_kind_words
from eventreg.registrations.rules import BEFORE_THE_END
from eventreg.sessions.models import CouncilSession

NAME_PARTS = ("surname", "given_name", "patronymic")
SCRIPTS = ("kk", "ru", "latin")


class BundleForm(Form):
    """A bundle to import."""

    bundle = FileField(
        lazy_gettext("Bundle (JSON)"),
        [InputRequired(lazy_gettext("Choose a file."))],
        render_kw={"accept": ".json,application/json"},
    )


class ImportForm(Form):
    """A table to import, and into which council or session it goes."""

    file = FileField(
        lazy_gettext("Table (XLSX or CSV)"),
        [InputRequired(lazy_gettext("Choose a file."))],
        render_kw={"accept": ".xlsx,.csv,.txt"},
    )
    target = SelectField(lazy_gettext("What the rows are"))

    def __init__(self, councils: Sequence[Council], sessions: Sequence[CouncilSession]) -> None:
        super().__init__()
        language, kinds = current_language(), import_kind_words()
        self.targets = {
            f"{kind.value}:{council.public_id}": (kind, council, None)
            for council in councils
            for kind in (ImportKind.BODIES, ImportKind.PEOPLE)
        } | {
            f"{ImportKind.REGISTRATIONS.value}:{found.public_id}": (ImportKind.REGISTRATIONS, found.council, found)
            for found in sessions
            if found.stage in BEFORE_THE_END
        }
        self.target.choices = [
            (key, f"{kinds[kind]} – {(found.title if found else council.name).in_language(language)}")
            for key, (kind, council, found) in self.targets.items()
        ]

    def run(self, by: Actor, now: datetime) -> ImportRun:
        """The import as it begins."""
        kind, council, council_session = self.targets[str(self.target.data)]
        return ImportRun(
            kind=kind,
            council=council,
            council_session=council_session,
            file_name=tidy_line(self.file.data.filename)[:200],
            created_at=now,
            actor_kind=by.kind,
            actor_id=by.public_id,
        )


class RegistryPersonForm(EditForm):
    """A person of the registry: name in three forms, post, body, and how to reach them."""

    surname = LineField(lazy_gettext("Surname"), [required(lazy_gettext("Enter the surname."))])
    given_name = LineField(lazy_gettext("Given name"))
    patronymic = LineField(lazy_gettext("Patronymic"))
    post = LineField(lazy_gettext("Post"))
    body = LineField(lazy_gettext("Code of the body"))
    email = EmailField(lazy_gettext("E-mail"))
    phone = PhoneField(lazy_gettext("Phone"))
    language = SelectField(lazy_gettext("Language of letters"))
    kk_surname = LineField(lazy_gettext("Surname in Kazakh"))
    kk_given_name = LineField(lazy_gettext("Given name in Kazakh"))
    kk_patronymic = LineField(lazy_gettext("Patronymic in Kazakh"))
    ru_surname = LineField(lazy_gettext("Surname in Russian"))
    ru_given_name = LineField(lazy_gettext("Given name in Russian"))
    ru_patronymic = LineField(lazy_gettext("Patronymic in Russian"))
    latin_surname = LineField(lazy_gettext("Surname in Latin letters"))
    latin_given_name = LineField(lazy_gettext("Given name in Latin letters"))
    latin_patronymic = LineField(lazy_gettext("Patronymic in Latin letters"))
    step = HiddenField()

    def __init__(self, person: Person | None = None) -> None:
        super().__init__(_present(person) if person else None)
        self.language.choices = list(ENDONYMS.items())

    def validate_body(self, field: Field) -> None:
        if field.data and body_by_code(field.data) is None:
            raise invalid(_("There is no body with this code."))

    def suggest(self) -> None:
        """Empty name forms hold what transliteration makes of the name; the person has the last word."""
        language = str(self.language.data)
        for part in NAME_PARTS:
            text = self[part].data or ""
            suggested = {"kk": text, "ru": to_russian(text), "latin": to_latin(text, language)}
            for script in SCRIPTS:
                field = self[f"{script}_{part}"]
                field.data = field.data or suggested[script]

    def details(self) -> PersonDetails:
        """What was entered about the person, as plain values."""
        names = (*NAME_PARTS, "post", "email", "phone")
        return PersonDetails(**{name: self[name].data or "" for name in names}, language=str(self.language.data))

    def forms_of_name(self) -> dict[str, PersonName]:
        """The name by script."""
        return {script: PersonName(*(self[f"{script}_{part}"].data or "" for part in NAME_PARTS)) for script in SCRIPTS}

    def its_body(self) -> Body | None:
        """The person's body, or None when the field was left empty."""
        return body_by_code(self.body.data) if self.body.data else None


def _present(person: Person) -> dict[str, object]:
    names = (*NAME_PARTS, "post", "email", "phone", "language")
    forms = {
        f"{script}_{part}": text
        for script, parts in (person.name_forms or {}).items()
        for part, text in zip(NAME_PARTS, parts, strict=True)
    }
    own = {name: getattr(person, name) for name in names}
    return {**own, **forms, "body": person.body.code if person.body else ""}
