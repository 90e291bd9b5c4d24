"""Files on their way in and out: taken before the rest of the form counts, handed out as attachments only."""

from contextlib import closing

from flask import Response as FlaskResponse
from flask import abort
from werkzeug.http import dump_options_header

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import public
from eventreg.core.pages import refusal_sentence
from eventreg.files.actions import store
from eventreg.files.content import tidy_file_name
from eventreg.files.queries import read
from eventreg.registrations.models import Registration
from eventreg.registrations.questions.actions.answering import note_upload
from eventreg.registrations.questions.forms.answering import QuestionsForm
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.queries import answer_in
from eventreg.registrations.questions.types import type_of
from eventreg.registrations.questions.types.files import File, UploadField
from eventreg.registrations.views.blueprints import (
    Answer,
    guest,
    office,
    opened,
    readable_session,
    registration_of_session,
)


@guest.get("/p/<public_id>/files/<answer_id>")
@public
def own_file(public_id: str, answer_id: str) -> Answer:
    """A file that this delegate sent."""
    return _attachment(opened(public_id), answer_id)


@office.get("/<public_id>/files/<answer_id>")
def file(council_slug: str, session_code: str, public_id: str, answer_id: str) -> Answer:
    """A file that a delegate sent, for the office."""
    council_session = readable_session(council_slug, session_code)
    return _attachment(registration_of_session(council_session, public_id), answer_id)


def keep_uploads(registration: Registration, asked: QuestionsForm) -> dict[str, str]:
    """Every file that was just chosen is kept until the person confirms; returns what was refused, by question."""
    refused = {}
    for question, answered in asked.uploads():
        try:
            _keep(registration, question, answered)
        except Refusal as refusal:
            refused[question.name] = refusal_sentence(refusal)
    return refused


def _keep(registration: Registration, question: Question, answered: UploadField) -> None:
    kind, chosen = type_of(question.kind), answered.new
    if not isinstance(kind, File) or chosen is None:
        return
    with closing(chosen):
        content, media_type = kind.checked(chosen.read())
    name = tidy_file_name(chosen.filename or "", media_type)
    with transaction():
        now = clock.now()
        upload = note_upload(registration, question, store(content, media_type, now), name, now)
        answered.keep(upload.public_id, name)


def _attachment(registration: Registration, answer_id: str) -> FlaskResponse:
    answer = answer_in(registration, answer_id)
    if answer is None or answer.file is None:
        abort(404)
    headers = {
        "Content-Disposition": dump_options_header("attachment", {"filename": answer.value}),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return FlaskResponse(read(answer.file), mimetype=answer.file.media_type, headers=headers)
