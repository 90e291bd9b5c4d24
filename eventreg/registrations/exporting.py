"""The list of a session as a table, in the language of whoever takes it out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any  # Any: a row of columns

from sqlalchemy import Select, func

from eventreg.bodies.models import Body, Person
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.documents.sheets import Cell
from eventreg.i18n import current_language
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local
from eventreg.i18n.languages import ENDONYMS
from eventreg.i18n.phones import display
from eventreg.journal.actions import announce
from eventreg.registrations.actions.substituting import substitutions
from eventreg.registrations.events import RegistrationsExported
from eventreg.registrations.models import Registration
from eventreg.registrations.queries import Filter, registrations
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.tables import AnswerTable
from eventreg.registrations.words import registration_state_words, role_words
from eventreg.sessions.models import CouncilSession

PORTION = 500  # rows read at a time
COLUMNS = (
    Registration.id,
    Registration.reference,
    Person.surname,
    Person.given_name,
    Person.patronymic,
    Person.post,
    Body.name.label("body_name"),
    Registration.role,
    Registration.state,
    Person.email,
    Person.phone,
    Registration.language,
    Registration.access_needs,
    Registration.nominated_at,
    Registration.confirmed_at,
)


def note_export(council_session: CouncilSession, narrowed: Filter, file_type: str, by: Actor, now: datetime) -> None:
    """The journal knows who took how many rows out."""
    found = registrations(council_session, narrowed).order_by(None).with_only_columns(func.count(Registration.id))
    rows = session().scalar(found) or 0
    about = council_session.public_id
    announce(RegistrationsExported(about=about, council_session=about, file_type=file_type, rows=rows), by, now)


def export_columns(questions: Sequence[Question]) -> Sequence[str]:
    """The fixed columns, and one for each question under its name, which outlives every wording."""
    return (
        _("No."),
        _("Reference"),
        _("Surname"),
        _("Given name"),
        _("Patronymic"),
        _("Post"),
        _("Body"),
        _("Role"),
        _("State"),
        _("Instead of"),
        _("E-mail"),
        _("Phone"),
        _("Language"),
        _("What to prepare"),
        _("Nominated"),
        _("Confirmed"),
        *(question.name for question in questions),
    )


def export_rows(
    council_session: CouncilSession, narrowed: Filter, questions: Sequence[Question]
) -> Iterator[Sequence[Cell]]:
    """One row each by the Kazakh alphabet, read in portions; times are those of the venue.

    What depends on the request is worked out now; the rows are read while the answer streams, after its session ended.
    """
    found = registrations(council_session, narrowed).with_only_columns(*COLUMNS, maintain_column_froms=True)
    table = AnswerTable(questions, current_language())
    return _rows(found, council_session.time_zone, current_language(), substitutions(council_session), table)


def _rows(
    found: Select[*tuple[Any, ...]], zone: str, language: str, instead_of: Mapping[int, str], table: AnswerTable
) -> Iterator[Sequence[Cell]]:
    roles, states = role_words(), registration_state_words()
    number = 0
    for portion in session().execute(found.execution_options(yield_per=PORTION)).partitions():
        answers = table.cells_of([row.id for row in portion])
        for row in portion:
            number += 1
            yield (
                number,
                row.reference,
                *row[2:6],
                row.body_name.in_language(language) if row.body_name else "",
                roles[row.role],
                states[row.state],
                instead_of.get(row.id, ""),
                row.email,
                display(row.phone) if row.phone else "",
                ENDONYMS.get(row.language, row.language),
                row.access_needs,
                _written(row.nominated_at, zone),
                _written(row.confirmed_at, zone),
                *answers.get(row.id, table.empty),
            )


def _written(moment: datetime | None, zone: str) -> str:
    return f"{local(moment, zone):%d.%m.%Y %H:%M}" if moment else ""
