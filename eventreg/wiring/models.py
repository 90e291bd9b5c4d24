"""Every module of models."""

from types import ModuleType

from eventreg.accounts import models as accounts
from eventreg.agenda import models as agenda
from eventreg.applications import models as applications
from eventreg.attendance import models as attendance
from eventreg.bodies import models as bodies
from eventreg.core import link_secret
from eventreg.councils import models as councils
from eventreg.files import models as files
from eventreg.invitations import models as invitations
from eventreg.jobs import models as jobs
from eventreg.journal import models as journal
from eventreg.logistics import models as logistics
from eventreg.mail import models as mail
from eventreg.office import models as office
from eventreg.publication import models as publication
from eventreg.recommendations import models as recommendations
from eventreg.registrations import models as registrations
from eventreg.registrations.consents import models as consents
from eventreg.registrations.questions import models as questions
from eventreg.sessions import models as sessions

# In the order of the house; migrations follow it.
MODELS: tuple[ModuleType, ...] = (
    link_secret,
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
