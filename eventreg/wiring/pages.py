"""What people and programs reach: pages, bars of the office, and who is recognised."""

from flask import Blueprint

from eventreg.accounts.cookie import recognise_staff
from eventreg.accounts.tokens import recognise_program
from eventreg.accounts.views import accounts_navigation
from eventreg.accounts.views import blueprint as accounts_pages
from eventreg.agenda.views import office as agenda_office
from eventreg.agenda.views import public_pages as agenda_public
from eventreg.applications.views import office as applications_office
from eventreg.applications.views import public_pages as applications_public
from eventreg.attendance.views import blueprint as attendance_pages
from eventreg.bodies.views import blueprint as bodies_pages
from eventreg.core.guards import Recogniser
from eventreg.core.templating import Navigation
from eventreg.councils.views import blueprint as councils_pages
from eventreg.invitations.news_to_bodies import count_bodies
from eventreg.invitations.outdated import why_letter_to_body_is_outdated
from eventreg.invitations.views import guest as invitations_guest
from eventreg.invitations.views import mailings as mailings_pages
from eventreg.invitations.views import office as invitations_office
from eventreg.invitations.views import outgoing as outgoing_pages
from eventreg.logistics.views import guest as logistics_guest
from eventreg.logistics.views import office as logistics_office
from eventreg.logistics.views import travel_panel
from eventreg.mail.outdated import Outdating
from eventreg.mail.views import blueprint as mail_api
from eventreg.mail.views import guest as subscriptions_guest
from eventreg.office.navigation import office_links, session_links
from eventreg.office.views import desk as office_pages
from eventreg.office.views import duplicates as duplicate_pages
from eventreg.office.views import exports as export_pages
from eventreg.office.views import history as history_pages
from eventreg.office.views import imports as import_pages
from eventreg.office.views import letters as office_letters
from eventreg.office.views import people as people_pages
from eventreg.office.views import persons as office_persons
from eventreg.publication.views.office import blueprint as publication_office
from eventreg.publication.views.public import blueprint as publication_pages
from eventreg.publication.views.site import blueprint as site_pages
from eventreg.recommendations.views import blueprint as recommendations_pages
from eventreg.registrations.news_to_people import count_people
from eventreg.registrations.outdated import why_letter_to_person_is_outdated
from eventreg.registrations.panels import PanelMaker
from eventreg.registrations.questions.views import office as questions_office
from eventreg.registrations.views import guest as registrations_guest
from eventreg.registrations.views import office as registrations_office
from eventreg.sessions.news import RecipientCount
from eventreg.sessions.views import blueprint as sessions_pages

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
    outgoing_pages,
    office_pages,
    office_letters,
    mail_api,
    subscriptions_guest,
    office_persons,
    people_pages,
    duplicate_pages,
    history_pages,
    import_pages,
    export_pages,
)

RECOGNISERS: tuple[Recogniser, ...] = (recognise_staff, recognise_program)

NAVIGATION: tuple[Navigation, ...] = (office_links, accounts_navigation)

SESSION_NAVIGATION: tuple[Navigation, ...] = (session_links,)

# What else stands on a delegate's page.
PANELS: tuple[PanelMaker, ...] = (travel_panel,)

# Who is told when a session is called off, announced again or moved.
NEWS_RECIPIENTS: tuple[RecipientCount, ...] = (count_people, count_bodies)

# Whether a letter that somebody sends again still says how things stand.
OUTDATING: tuple[Outdating, ...] = (why_letter_to_person_is_outdated, why_letter_to_body_is_outdated)
