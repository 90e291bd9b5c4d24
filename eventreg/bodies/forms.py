"""Forms about bodies."""

from wtforms import SelectField
from wtforms.validators import Optional, Regexp

from eventreg.bodies.actions import BodyDetails
from eventreg.bodies.models import Body, BodyKind
from eventreg.bodies.queries import all_regions, region_by_code
from eventreg.bodies.words import body_kind_words
from eventreg.core.conflicts import EditForm
from eventreg.core.fields import EmailField
from eventreg.core.forms import LineField, required, translated
from eventreg.i18n import current_language, lazy_gettext
from eventreg.i18n.languages import ENDONYMS

CODE = Regexp(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
    message=lazy_gettext("Use Latin letters, digits, dots and dashes, 40 at most."),
)


class BodyForm(EditForm):
    """A body's names, kind and address."""

    code = LineField(lazy_gettext("Code"), [required(), CODE])
    kind = SelectField(lazy_gettext("Kind"), validate_choice=True)
    name_kk = LineField(lazy_gettext("Name in Kazakh"), [required(lazy_gettext("Enter the name in Kazakh."))], 500)
    name_ru = LineField(lazy_gettext("Name in Russian"), [required(lazy_gettext("Enter the name in Russian."))], 500)
    name_en = LineField(lazy_gettext("Name in English"), length=500)
    dative_kk = LineField(lazy_gettext("To whom, in Kazakh"), length=500)
    dative_ru = LineField(lazy_gettext("To whom, in Russian"), length=500)
    region = SelectField(lazy_gettext("Region"), validators=[Optional()])
    email = EmailField(lazy_gettext("E-mail"))
    language = SelectField(lazy_gettext("Language of letters"))

    def __init__(self, body: Body | None = None) -> None:
        super().__init__(_present(body) if body else None)
        language = current_language()
        self.kind.choices = [(kind.value, word) for kind, word in body_kind_words().items()]
        self.language.choices = list(ENDONYMS.items())
        no_region = ("", lazy_gettext("No region"))
        self.region.choices = [no_region, *((r.code, r.name.in_language(language)) for r in all_regions())]

    def details(self) -> BodyDetails:
        """What was entered, as plain values."""
        return BodyDetails(
            kind=BodyKind(self.kind.data),
            name=translated(self, "name"),
            dative=translated(self, "dative"),
            email=self.email.data or "",
            language=str(self.language.data),
            region=region_by_code(str(self.region.data)) if self.region.data else None,
        )


def _present(body: Body) -> dict[str, object]:
    texts = {f"name_{code}": text for code, text in body.name.items()}
    datives = {f"dative_{code}": text for code, text in body.dative.items()}
    plain = {"code": body.code, "kind": body.kind.value, "email": body.email, "language": body.language}
    return {**texts, **datives, **plain, "region": body.region.code if body.region else ""}
