"""Answers and files of one person: handed out, erased, and deleted after their period."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import joinedload

from eventreg.bodies.free_texts import FreeText
from eventreg.bodies.models import Person
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.councils.models import DataKind
from eventreg.councils.queries import retention_days
from eventreg.councils.retention import note_purge
from eventreg.files.actions import discard
from eventreg.files.models import StoredFile
from eventreg.registrations.events import RegistrationErased
from eventreg.registrations.models import Registration
from eventreg.registrations.questions.models import Answer, Question, Upload
from eventreg.registrations.retention import OVER
from eventreg.sessions.models import CouncilSession

FREE_TEXTS = (FreeText(Answer.value), FreeText(Upload.file_name))
NEVER_CONFIRMED = timedelta(days=30)  # after that a file that was sent and not confirmed is gone


def known_answers(person: Person) -> dict[str, list[object]]:
    """What the person answered, under the words that were asked, as plain values for JSON."""
    query = select(Answer).join(Answer.registration).where(Registration.person_id == person.id).order_by(Answer.id)
    loading = joinedload(Answer.question), joinedload(Answer.question_version), joinedload(Answer.file)
    registered = select(Registration.id).filter_by(person_id=person.id)
    uploads = select(Upload, Question.name).join(Question, Question.id == Upload.question_id)
    uploads = uploads.where(Upload.registration_id.in_(registered)).order_by(Upload.id)
    return {
        "answers": [
            {
                "question": answer.question.name,
                "caption": dict(answer.question_version.caption),
                "value": answer.value,
                "file_sha256": answer.file.sha256 if answer.file else None,
                "answered_at": answer.answered_at.isoformat(),
            }
            for answer in session().scalars(query.options(*loading))
        ],
        "uploads": [
            {
                "question": question,
                "file_name": upload.file_name,
                "file_sha256": upload.file.sha256,
                "uploaded_at": upload.uploaded_at.isoformat(),
            }
            for upload, question in session().execute(uploads.options(joinedload(Upload.file)))
        ],
    }


def erase_answers(event: RegistrationErased, by: Actor, now: datetime) -> None:
    """Reaction: answers and files of an erased person are gone."""
    registration = session().scalars(select(Registration).filter_by(public_id=event.about)).one()
    _delete(session().scalars(select(Answer.id).filter_by(registration_id=registration.id)).all())
    _forget_uploads(Upload.registration_id == registration.id)


def purge_answers(by: Actor, now: datetime) -> Counter[DataKind]:
    """Answers are gone after the period of their question, else that of the council; so are files never confirmed."""
    counts: Counter[DataKind] = Counter()
    ended = select(CouncilSession).where(CouncilSession.ends_at < now, CouncilSession.stage.in_(OVER))
    for council_session in session().scalars(ended).all():
        usual = retention_days(council_session.council)[DataKind.ANSWERS]
        age = (now - council_session.ends_at) // timedelta(days=1)
        own = Question.retention_days.is_not(None) & (Question.retention_days <= age)
        over = or_(own, Question.retention_days.is_(None)) if usual <= age else own
        asked = select(Answer.id).join(Answer.question).where(Question.council_session_id == council_session.id, over)
        rows = _delete(session().scalars(asked).all())
        note_purge(council_session.public_id, DataKind.ANSWERS, rows, by, now)
        counts[DataKind.ANSWERS] += rows
    counts[DataKind.ANSWERS] += _forget_uploads(Upload.uploaded_at < now - NEVER_CONFIRMED)
    return counts


def _delete(answer_ids: Iterable[int]) -> int:
    gone = delete(Answer).where(Answer.id.in_(list(answer_ids))).returning(Answer.file_id)
    files = session().scalars(gone).all()
    _discard(files)
    return len(files)


def _forget_uploads(condition: ColumnElement[bool]) -> int:
    files = session().scalars(delete(Upload).where(condition).returning(Upload.file_id)).all()
    _discard(files)
    return len(files)


def _discard(file_ids: Iterable[int | None]) -> None:
    found = select(StoredFile.sha256).where(StoredFile.id.in_([file for file in file_ids if file]))
    discard(session().scalars(found).all())
    session().expire_all()
