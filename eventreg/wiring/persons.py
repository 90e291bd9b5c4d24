"""What each domain does for one person: history, hand-out, erasure after its period."""

from eventreg.agenda import personal_data as agenda
from eventreg.agenda.personal_data import known_speeches, releases_naming
from eventreg.applications.personal_data import known_applications, purge_applications
from eventreg.attendance.history import presence_history
from eventreg.attendance.personal_data import known_presence
from eventreg.bodies.free_texts import FreeText
from eventreg.bodies.history import Part, registry_history
from eventreg.bodies.personal_data import Known, Published
from eventreg.councils.personal_data import known_memberships
from eventreg.councils.retention import Purge, purge_unmatched
from eventreg.invitations import personal_data as invitations
from eventreg.invitations.history import invitation_history
from eventreg.invitations.personal_data import nominating_letters_naming, purge_link_uses, purge_reminded
from eventreg.invitations.senders import invited_sender
from eventreg.logistics import personal_data as logistics
from eventreg.logistics.personal_data import known_logistics, purge_logistics
from eventreg.mail.belonging import Sender
from eventreg.office.history import reminder_history, returned_history
from eventreg.office.imports import personal_data as imports
from eventreg.office.imports.history import import_history
from eventreg.office.imports.personal_data import known_rows
from eventreg.publication.personal_data import recommendations_naming
from eventreg.recommendations import personal_data as recommendations
from eventreg.recommendations.personal_data import adopted_texts_naming
from eventreg.registrations import personal_data as registrations
from eventreg.registrations.history import registration_history
from eventreg.registrations.personal_data import known_registrations
from eventreg.registrations.questions import personal_data as questions
from eventreg.registrations.questions.personal_data import known_answers, purge_answers
from eventreg.registrations.retention import purge_registrations
from eventreg.registrations.senders import registered_sender

# What is deleted when its period is over, each domain in a transaction of its own.
RETENTION: tuple[Purge, ...] = (
    purge_registrations,
    purge_answers,
    purge_logistics,
    purge_applications,
    purge_link_uses,
    purge_reminded,
    purge_unmatched,
)

# What each domain hands out about one person.
PERSONAL_DATA: tuple[Known, ...] = (
    known_memberships,
    known_registrations,
    known_answers,
    known_logistics,
    known_applications,
    known_speeches,
    known_presence,
    known_rows,
)

# Where names stay when a person is erased: published, adopted, or signed together with others.
PUBLISHED_NAMES: tuple[Published, ...] = (
    releases_naming,
    adopted_texts_naming,
    recommendations_naming,
    nominating_letters_naming,
)

# Where people write in their own words and may name an erased person.
FREE_TEXTS: tuple[FreeText, ...] = (
    *registrations.FREE_TEXTS,
    *questions.FREE_TEXTS,
    *logistics.FREE_TEXTS,
    *agenda.DRAFT_TEXTS,
    *invitations.FREE_TEXTS,
    *recommendations.DRAFT_TEXTS,
    *imports.FREE_TEXTS,
)

# To whom a message belongs that quotes no letter: the first that knows its sender.
SENDERS: tuple[Sender, ...] = (invited_sender, registered_sender)

# What each domain tells on the explain-why card of a body or a person.
HISTORIES: tuple[Part, ...] = (
    registry_history,
    registration_history,
    invitation_history,
    presence_history,
    import_history,
    reminder_history,
    returned_history,
)
