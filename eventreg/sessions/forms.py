"""Forms about council sessions."""

from datetime import datetime

from wtforms import Field, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from eventreg.core.conflicts import EditForm
from eventreg.core.fields import LocalMomentField
from eventreg.core.forms import Form, LineField, TextField, invalid, required, translated
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.i18n.dates import local
from eventreg.i18n.text import Translated
from eventreg.sessions.actions import SessionDetails
from eventreg.sessions.models import CouncilSession, SessionKind
from eventreg.sessions.rules import RESERVED_CODES
from eventreg.sessions.words import session_kind_words

CODE = Regexp(
    r"^[a-z0-9][a-z0-9._-]{0,39}$",
    message=lazy_gettext("Use small Latin letters, digits, dots and dashes, 40 at most."),
)
MOMENT = lazy_gettext("Enter a date and a time.")


class SessionForm(EditForm):
    """A session's title, times and place; times are local to the venue."""

    code = LineField(lazy_gettext("Code in addresses"), [required(), CODE])
    kind = SelectField(lazy_gettext("Kind"))
    title_kk = LineField(lazy_gettext("Title in Kazakh"), [required(lazy_gettext("Enter the title in Kazakh."))], 500)
    title_ru = LineField(lazy_gettext("Title in Russian"), [required(lazy_gettext("Enter the title in Russian."))], 500)
    title_en = LineField(lazy_gettext("Title in English"), length=500)
    starts_at = LocalMomentField(lazy_gettext("Begins"), [InputRequired(MOMENT)])
    ends_at = LocalMomentField(lazy_gettext("Ends"), [InputRequired(MOMENT)])
    city_kk = LineField(lazy_gettext("City in Kazakh"), [required(lazy_gettext("Enter the city in Kazakh."))])
    city_ru = LineField(lazy_gettext("City in Russian"), [required(lazy_gettext("Enter the city in Russian."))])
    city_en = LineField(lazy_gettext("City in English"))
    venue_kk = LineField(lazy_gettext("Venue in Kazakh"))
    venue_ru = LineField(lazy_gettext("Venue in Russian"))
    venue_en = LineField(lazy_gettext("Venue in English"))
    capacity = IntegerField(
        lazy_gettext("Seats in the hall"),
        [Optional(), NumberRange(1, 100_000, lazy_gettext("Enter a number from 1 to 100,000."))],
    )
    nominate_until = LocalMomentField(lazy_gettext("Bodies nominate until"), [Optional()])
    confirm_until = LocalMomentField(lazy_gettext("Delegates confirm until"), [Optional()])

    def __init__(self, council_session: CouncilSession | None = None) -> None:
        super().__init__(_present(council_session) if council_session else None)
        self.kind.choices = [(kind.value, word) for kind, word in session_kind_words().items()]

    def validate_code(self, field: Field) -> None:
        if field.data in RESERVED_CODES:
            raise invalid(_("This word stands in other addresses; choose another code."))

    def validate_ends_at(self, field: Field) -> None:
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise invalid(_("The end must be later than the beginning."))

    def validate_nominate_until(self, field: Field) -> None:
        self._must_be_before_the_beginning(field)

    def validate_confirm_until(self, field: Field) -> None:
        self._must_be_before_the_beginning(field)
        if field.data and self.nominate_until.data and field.data < self.nominate_until.data:
            raise invalid(_("Delegates need at least as long as bodies have for nominating."))

    def _must_be_before_the_beginning(self, field: Field) -> None:
        """Who answers later answers for nothing, and reminders would go after the session."""
        if field.data and self.starts_at.data and field.data > self.starts_at.data:
            raise invalid(_("A deadline cannot be later than the beginning of the session."))

    def details(self, zone: str, council_session: CouncilSession | None = None) -> SessionDetails:
        """What was entered; `zone` is the venue's."""
        starts_at, ends_at = self.starts_at.moment(zone), self.ends_at.moment(zone)
        if starts_at is None or ends_at is None:
            raise ValueError("call details() on a valid form")
        return SessionDetails(
            kind=SessionKind(self.kind.data),
            title=translated(self, "title"),
            starts_at=starts_at,
            ends_at=ends_at,
            time_zone=zone,
            city=translated(self, "city"),
            venue=translated(self, "venue"),
            region_code=council_session.region_code if council_session else "",
            capacity=self.capacity.data,
            number=council_session.number if council_session else None,
            nominate_until=self.nominate_until.moment(zone),
            confirm_until=self.confirm_until.moment(zone),
        )


class CalledOffForm(Form):
    """Why a session is called off, for letters and the public page; a language left empty shows another one."""

    reason_kk = TextField(lazy_gettext("Reason in Kazakh"), length=1000)
    reason_ru = TextField(lazy_gettext("Reason in Russian"), length=1000)
    reason_en = TextField(lazy_gettext("Reason in English"), length=1000)

    def reason(self) -> Translated:
        return translated(self, "reason")


def _present(council_session: CouncilSession) -> dict[str, object]:
    def at_venue(moment: datetime | None) -> datetime | None:
        return moment and local(moment, council_session.time_zone).replace(tzinfo=None)

    texts = {
        f"{name}_{code}": text
        for name in ("title", "city", "venue")
        for code, text in getattr(council_session, name).items()
    }
    moments = ("starts_at", "ends_at", "nominate_until", "confirm_until")
    return {
        "code": council_session.code,
        "kind": council_session.kind.value,
        **texts,
        **{name: at_venue(getattr(council_session, name)) for name in moments},
        "capacity": council_session.capacity,
    }
