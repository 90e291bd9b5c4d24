"""The table of contents: everything that is plugged into the application, in explicit tuples."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any  # Any: each table has its own keys

from flask import Blueprint

from eventreg.accounts import models as accounts
from eventreg.accounts.cookie import recognise_staff
from eventreg.accounts.tokens import recognise_program
from eventreg.accounts.views import accounts_navigation
from eventreg.accounts.views import blueprint as accounts_pages
from eventreg.accounts.words import account_refusals
from eventreg.agenda import models as agenda
from eventreg.agenda import reactions as agenda_merges
from eventreg.agenda.personal_data import erase_speaker, known_speeches, releases_naming
from eventreg.agenda.reactions import hand_over_speech, replace_speaker
from eventreg.agenda.views import office as agenda_office
from eventreg.agenda.views import public_pages as agenda_public
from eventreg.agenda.words import agenda_refusals, item_kind_words
from eventreg.applications import models as applications
from eventreg.applications.personal_data import erase_applications, purge_applications
from eventreg.applications.views import office as applications_office
from eventreg.applications.views import public_pages as applications_public
from eventreg.applications.words import application_refusals
from eventreg.attendance import models as attendance
from eventreg.attendance.history import presence_history
from eventreg.attendance.personal_data import known_presence
from eventreg.attendance.reactions import end_presence
from eventreg.attendance.views import blueprint as attendance_pages
from eventreg.attendance.words import attendance_refusals, quorum_words
from eventreg.bodies import models as bodies
from eventreg.bodies.events import (
    BodiesMerged,
    BodiesParted,
    PeopleMerged,
    PeopleParted,
    PersonChanged,
    PersonErased,
)
from eventreg.bodies.history import Part, registry_history
from eventreg.bodies.personal_data import Known, Published
from eventreg.bodies.reactions import forget_merges
from eventreg.bodies.views import blueprint as bodies_pages
from eventreg.bodies.words import body_refusals, contact_rank_words
from eventreg.core.guards import Recogniser
from eventreg.core.pages import RefusalSentences
from eventreg.core.templating import Navigation
from eventreg.councils import models as councils
from eventreg.councils import reactions as council_merges
from eventreg.councils.retention import RUN_RETENTION, Purge, run_retention
from eventreg.councils.views import blueprint as councils_pages
from eventreg.councils.words import council_refusals, data_kind_words
from eventreg.files import models as files
from eventreg.files.words import file_refusals
from eventreg.invitations import models as invitations
from eventreg.invitations import reactions as invitation_merges
from eventreg.invitations.actions.campaigns import QUEUE_MAILINGS
from eventreg.invitations.actions.queueing import free_mailings, queue_mailings
from eventreg.invitations.actions.reminders import SEND_REMINDERS, send_reminders
from eventreg.invitations.actions.seating import (
    free_seat,
    give_seat_with_place,
    grant_seat,
    keep_seat,
    offer_when_settings_change,
    tell_body,
)
from eventreg.invitations.events import InvitationDeclined, SeatsChanged
from eventreg.invitations.history import invitation_history
from eventreg.invitations.personal_data import cut_from_messages
from eventreg.invitations.tending import TEND_WAITING_LISTS, tend_waiting_lists
from eventreg.invitations.views import guest as invitations_guest
from eventreg.invitations.views import mailings as mailings_pages
from eventreg.invitations.views import office as invitations_office
from eventreg.invitations.words import (
    campaign_kind_words,
    campaign_state_words,
    invitation_refusals,
    placeholder_words,
    standing_words,
)
from eventreg.jobs import models as jobs
from eventreg.jobs.job import DELIVERY, Job
from eventreg.journal import models as journal
from eventreg.journal.actions import Reaction
from eventreg.journal.events import Event, event_sentence
from eventreg.logistics import models as logistics
from eventreg.logistics.personal_data import erase_logistics, known_logistics, purge_logistics
from eventreg.logistics.views import guest as logistics_guest
from eventreg.logistics.views import office as logistics_office
from eventreg.logistics.views import travel_panel
from eventreg.logistics.words import logistics_refusals
from eventreg.mail import models as mail
from eventreg.mail.deliver import deliver_letters
from eventreg.mail.mailbox import READ_MAILBOX, read_mailbox
from eventreg.mail.outbox import DELIVER_LETTERS, free_leases
from eventreg.mail.views import blueprint as mail_api
from eventreg.office import models as office
from eventreg.office.imports import running as imports
from eventreg.office.imports.history import import_history
from eventreg.office.navigation import office_links, session_links
from eventreg.office.reactions import forget_rows_about
from eventreg.office.views import desk as office_pages
from eventreg.office.views import duplicates as duplicate_pages
from eventreg.office.views import history as history_pages
from eventreg.office.views import imports as import_pages
from eventreg.office.views import letters as office_letters
from eventreg.office.views import people as people_pages
from eventreg.office.views import persons as office_persons
from eventreg.office.words import (
    calendar_answer_words,
    fault_words,
    import_kind_words,
    import_state_words,
    inbound_kind_words,
    office_refusals,
)
from eventreg.publication import models as publication
from eventreg.publication.personal_data import recommendations_naming
from eventreg.publication.views.office import blueprint as publication_office
from eventreg.publication.views.public import blueprint as publication_pages
from eventreg.publication.views.site import blueprint as site_pages
from eventreg.publication.words import publication_refusals
from eventreg.recommendations import models as recommendations
from eventreg.recommendations import reactions as recommendation_merges
from eventreg.recommendations.views import blueprint as recommendations_pages
from eventreg.recommendations.words import recommendation_refusals
from eventreg.registrations import models as registrations
from eventreg.registrations import reactions as registration_merges
from eventreg.registrations.admission import keep_places
from eventreg.registrations.consents import models as consents
from eventreg.registrations.consents.words import consent_refusals
from eventreg.registrations.events import (
    AdmissionChanged,
    OfferLapsed,
    PlaceOffered,
    RegistrationApproved,
    RegistrationErased,
    RegistrationRejected,
    RegistrationWithdrawn,
    Substituted,
)
from eventreg.registrations.history import registration_history
from eventreg.registrations.panels import PanelMaker
from eventreg.registrations.personal_data import known_registrations
from eventreg.registrations.questions import models as questions
from eventreg.registrations.questions.personal_data import erase_answers, known_answers, purge_answers
from eventreg.registrations.questions.reactions import free_choices
from eventreg.registrations.questions.views import office as questions_office
from eventreg.registrations.questions.words import question_refusals
from eventreg.registrations.reactions import erase_registrations, order_anew
from eventreg.registrations.retention import purge_registrations
from eventreg.registrations.views import guest as registrations_guest
from eventreg.registrations.views import office as registrations_office
from eventreg.registrations.words import registration_refusals, registration_state_words, role_words
from eventreg.sessions import models as sessions
from eventreg.sessions.events import SessionChanged
from eventreg.sessions.views import blueprint as sessions_pages
from eventreg.sessions.words import session_kind_words, session_refusals, stage_words

# In the order of the house; migrations follow it.
MODELS: tuple[ModuleType, ...] = (
    journal,
    jobs,
    files,
    mail,
    bodies,
    councils,
    accounts,
    sessions,
    registrations,
    consents,
    questions,
    logistics,
    applications,
    agenda,
    invitations,
    attendance,
    recommendations,
    publication,
    office,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts_pages,
    bodies_pages,
    councils_pages,
    sessions_pages,
    agenda_office,
    agenda_public,
    site_pages,
    publication_pages,
    publication_office,
    recommendations_pages,
    attendance_pages,
    registrations_office,
    questions_office,
    registrations_guest,
    applications_office,
    applications_public,
    logistics_office,
    logistics_guest,
    invitations_office,
    invitations_guest,
    mailings_pages,
    office_pages,
    office_letters,
    mail_api,
    office_persons,
    people_pages,
    duplicate_pages,
    history_pages,
    import_pages,
)

RECOGNISERS: tuple[Recogniser, ...] = (recognise_staff, recognise_program)

# Each hands over what refers to a duplicate body, and gives it back.
MERGING_BODIES = (council_merges, registration_merges, agenda_merges, invitation_merges, recommendation_merges)

REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {
    RegistrationErased: (erase_answers, erase_logistics),
    PersonChanged: (order_anew,),
    RegistrationWithdrawn: (free_choices, free_seat, replace_speaker, end_presence),
    RegistrationRejected: (free_choices, tell_body, free_seat, replace_speaker, end_presence),
    OfferLapsed: (free_choices, free_seat),
    Substituted: (free_choices, keep_seat, hand_over_speech, end_presence),
    RegistrationApproved: (grant_seat,),
    PlaceOffered: (give_seat_with_place,),
    SessionChanged: (keep_places, offer_when_settings_change),
    AdmissionChanged: (offer_when_settings_change,),
    SeatsChanged: (offer_when_settings_change,),
    InvitationDeclined: (offer_when_settings_change,),
    PersonErased: (
        erase_applications,
        erase_registrations,
        erase_speaker,
        cut_from_messages,
        forget_rows_about,
        forget_merges,
    ),
    PeopleMerged: (council_merges.hand_over_people, registration_merges.hand_over_people),
    PeopleParted: (council_merges.hand_back_people, registration_merges.hand_back_people),
    BodiesMerged: tuple(part.hand_over_bodies for part in MERGING_BODIES),
    BodiesParted: tuple(part.hand_back_bodies for part in MERGING_BODIES),
}

# What workers do.
JOBS: tuple[Job, ...] = (
    Job(DELIVER_LETTERS, deliver_letters, schedule="*/5 * * * * *", lane=DELIVERY, free=free_leases),
    Job(TEND_WAITING_LISTS, tend_waiting_lists, schedule="20 * * * * *"),
    Job(SEND_REMINDERS, send_reminders, schedule="0 */10 * * * *"),
    Job(READ_MAILBOX, read_mailbox, schedule="30 * * * * *"),
    Job(QUEUE_MAILINGS, queue_mailings, schedule="*/10 * * * * *", free=free_mailings),
    Job(RUN_RETENTION, run_retention, schedule="0 30 21 * * *"),  # 02:30 in Kazakhstan
    Job(imports.CHECK, imports.check_import),
    Job(imports.CARRY_OUT, imports.carry_out_import),
    Job(imports.UNDO, imports.take_back_import),
    Job(imports.FORGET, imports.forget_imports, schedule="0 20 22 * * *"),  # at night in Kazakhstan
)

# What is deleted when its period is over, each domain in a transaction of its own.
RETENTION: tuple[Purge, ...] = (purge_registrations, purge_answers, purge_logistics, purge_applications)

# What each domain hands out about one person.
PERSONAL_DATA: tuple[Known, ...] = (known_registrations, known_answers, known_logistics, known_speeches, known_presence)

# What else stands on a delegate's page.
PANELS: tuple[PanelMaker, ...] = (travel_panel,)

# Where names were published, which stay when a person is erased.
PUBLISHED_NAMES: tuple[Published, ...] = (releases_naming, recommendations_naming)

# What each domain tells on the explain-why card of a body or a person.
HISTORIES: tuple[Part, ...] = (
    registry_history,
    registration_history,
    invitation_history,
    presence_history,
    import_history,
)

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

NAVIGATION: tuple[Navigation, ...] = (office_links, accounts_navigation)

SESSION_NAVIGATION: tuple[Navigation, ...] = (session_links,)

# Tables of words that templates, and macros that they import, may call by name.
WORDS: tuple[Callable[..., Mapping[Any, str] | str], ...] = (
    event_sentence,
    contact_rank_words,
    import_kind_words,
    import_state_words,
    fault_words,
    session_kind_words,
    stage_words,
    item_kind_words,
    data_kind_words,
    quorum_words,
    role_words,
    registration_state_words,
    standing_words,
    inbound_kind_words,
    calendar_answer_words,
    campaign_state_words,
    campaign_kind_words,
    placeholder_words,
)
