"""Sentences: why something was refused, and the tables of words that templates may call."""

from collections.abc import Callable, Mapping
from typing import Any  # Any: each table has its own keys

from eventreg.accounts.words import account_refusals
from eventreg.agenda.words import agenda_refusals, item_kind_words
from eventreg.applications.words import application_refusals
from eventreg.attendance.words import attendance_refusals, quorum_words
from eventreg.bodies.words import body_refusals, contact_rank_words
from eventreg.core.pages import RefusalSentences
from eventreg.councils.words import council_refusals, data_kind_words
from eventreg.files.words import file_refusals
from eventreg.invitations.words import (
    campaign_kind_words,
    campaign_state_words,
    failure_words,
    invitation_refusals,
    paper_kind_words,
    paper_state_words,
    placeholder_words,
    standing_words,
)
from eventreg.journal.events import event_sentence
from eventreg.logistics.words import logistics_refusals
from eventreg.office.words import (
    calendar_answer_words,
    fault_words,
    import_kind_words,
    import_state_words,
    inbound_kind_words,
    left_words,
    letter_standing_words,
    office_refusals,
)
from eventreg.publication.words import publication_refusals
from eventreg.recommendations.words import recommendation_refusals
from eventreg.registrations.consents.words import consent_refusals
from eventreg.registrations.questions.words import question_refusals
from eventreg.registrations.words import registration_refusals, registration_state_words, role_words
from eventreg.sessions.words import session_kind_words, session_refusals, stage_words

REFUSALS: tuple[RefusalSentences, ...] = (
    file_refusals,
    account_refusals,
    body_refusals,
    council_refusals,
    session_refusals,
    agenda_refusals,
    registration_refusals,
    question_refusals,
    consent_refusals,
    logistics_refusals,
    application_refusals,
    attendance_refusals,
    invitation_refusals,
    recommendation_refusals,
    publication_refusals,
    office_refusals,
)

# Tables of words that templates, and macros that they import, may call by name.
WORDS: tuple[Callable[..., Mapping[Any, str] | str], ...] = (
    event_sentence,
    contact_rank_words,
    import_kind_words,
    import_state_words,
    fault_words,
    left_words,
    session_kind_words,
    stage_words,
    item_kind_words,
    data_kind_words,
    quorum_words,
    role_words,
    registration_state_words,
    standing_words,
    letter_standing_words,
    inbound_kind_words,
    calendar_answer_words,
    campaign_state_words,
    campaign_kind_words,
    failure_words,
    paper_kind_words,
    paper_state_words,
    placeholder_words,
)
