"""What follows from an event, within the same transaction."""

from eventreg.agenda import reactions as agenda_merges
from eventreg.agenda.reactions import hand_over_speech, replace_speaker
from eventreg.applications.personal_data import erase_applications
from eventreg.attendance.reactions import end_presence
from eventreg.bodies.events import (
    BodiesMerged,
    BodiesParted,
    BodyChanged,
    ContactChanged,
    ContactRemoved,
    PeopleMerged,
    PeopleParted,
    PersonChanged,
    PersonErased,
)
from eventreg.bodies.reactions import forget_distinctions, forget_merges
from eventreg.councils import reactions as council_merges
from eventreg.invitations import reactions as invitation_merges
from eventreg.invitations.actions.seating import (
    free_seat,
    give_seat_with_place,
    grant_seat,
    keep_seat,
    offer_when_settings_change,
    tell_body,
)
from eventreg.invitations.events import InvitationDeclined, InvitationWithdrawn, SeatsChanged
from eventreg.invitations.news_to_bodies import wait_for_mailings
from eventreg.invitations.personal_data import erase_papers
from eventreg.invitations.reactions import (
    follow_registry,
    renew_letters,
    renew_letters_to_body,
    renew_reminders,
    stop_writing_to,
)
from eventreg.invitations.stages import keep_from_draft, stop_inviting
from eventreg.journal.actions import Reaction
from eventreg.journal.events import Event
from eventreg.logistics.personal_data import erase_logistics
from eventreg.office.imports.personal_data import forget_rows_about
from eventreg.recommendations import reactions as recommendation_merges
from eventreg.registrations import reactions as registration_merges
from eventreg.registrations.actions.admission import keep_places
from eventreg.registrations.asking_anew import ask_anew
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
from eventreg.registrations.questions.personal_data import erase_answers
from eventreg.registrations.questions.reactions import free_choices
from eventreg.registrations.reactions import erase_registrations, order_anew, readdress
from eventreg.sessions.events import SessionChanged, SessionMoved, StageChanged

# Each hands over what refers to a duplicate body, and gives it back.
MERGING_BODIES = (council_merges, registration_merges, agenda_merges, invitation_merges, recommendation_merges)

REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {
    RegistrationErased: (erase_answers, erase_logistics),
    PersonChanged: (order_anew, readdress),
    RegistrationWithdrawn: (free_choices, free_seat, replace_speaker, end_presence),
    RegistrationRejected: (free_choices, tell_body, free_seat, replace_speaker, end_presence),
    OfferLapsed: (free_choices, free_seat),
    Substituted: (free_choices, keep_seat, hand_over_speech, end_presence),
    RegistrationApproved: (grant_seat,),
    PlaceOffered: (give_seat_with_place,),
    StageChanged: (keep_from_draft, wait_for_mailings, stop_inviting, renew_reminders),
    SessionMoved: (wait_for_mailings, ask_anew),
    SessionChanged: (keep_places, offer_when_settings_change, renew_letters, renew_reminders, ask_anew),
    AdmissionChanged: (offer_when_settings_change,),
    SeatsChanged: (offer_when_settings_change, renew_letters_to_body),
    InvitationDeclined: (offer_when_settings_change,),
    InvitationWithdrawn: (offer_when_settings_change,),
    BodyChanged: (follow_registry, renew_letters_to_body),
    ContactChanged: (stop_writing_to,),
    ContactRemoved: (stop_writing_to,),
    PersonErased: (
        erase_applications,
        erase_registrations,
        erase_papers,
        forget_rows_about,
        forget_merges,
        forget_distinctions,
    ),
    PeopleMerged: (council_merges.hand_over_people, registration_merges.hand_over_people),
    PeopleParted: (council_merges.hand_back_people, registration_merges.hand_back_people),
    BodiesMerged: tuple(part.hand_over_bodies for part in MERGING_BODIES),
    BodiesParted: tuple(part.hand_back_bodies for part in MERGING_BODIES),
}
