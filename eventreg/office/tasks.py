"""A session's task list: what is done, what is next, with numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from eventreg.core.actors import Actor
from eventreg.i18n import gettext as _
from eventreg.i18n import ngettext
from eventreg.invitations.models import InvitationState
from eventreg.invitations.rules import Standing
from eventreg.invitations.words import standing_words
from eventreg.mail.models import LetterState
from eventreg.office.navigation import may_open
from eventreg.office.queries import Numbers
from eventreg.recommendations.models import RecommendationsState
from eventreg.registrations.models import RegistrationState
from eventreg.sessions.models import CouncilSession, Stage
from eventreg.sessions.words import stage_words

SECTIONS = {"letters.returned": "letters.index"}  # tasks on pages that are no section of their own
# What a list of invitations is called by, where any stands so: the worst first.
STANDINGS = (
    *((standing, "bad") for standing in (Standing.REFUSED, Standing.BOUNCED, Standing.MISSED)),
    *((standing, "warn") for standing in (Standing.NO_ADDRESS, Standing.CANCELLED, Standing.PAUSED)),
    *((standing, "info") for standing in (Standing.WAITING, Standing.SENDING, Standing.QUEUED)),
)
WORKER_SILENT_AFTER = timedelta(seconds=60)


@dataclass(frozen=True)
class Task:
    """One line of the task list: tone good, info, warn, bad or muted."""

    title: str
    hint: str
    url: str
    state_word: str
    tone: str


def tasks_of(council_session: CouncilSession, numbers: Numbers, actor: Actor) -> list[Task]:
    """What this actor may open, in the order in which a session is prepared and held."""
    slug, code = council_session.council.slug, council_session.code
    lines = (
        ("sessions.edit", _details(council_session)),
        ("invitations.board", _invitations(numbers)),
        ("letters.index", _letters(numbers)),
        *([("letters.returned", _addresses(numbers))] if numbers.bounced else []),
        ("registrations.index", _registrations(numbers)),
        ("agenda.builder", _agenda(numbers)),
        ("attendance.desk", _attendance(numbers)),
        ("recommendations.index", _recommendations(numbers)),
    )
    return [
        Task(title, hint, url_for(endpoint, council_slug=slug, session_code=code), word, tone)
        for endpoint, (title, hint, word, tone) in lines
        if may_open(actor, council_session, SECTIONS.get(endpoint, endpoint))
    ]


Line = tuple[str, str, str, str]  # title, hint, state in a word, tone


def _details(council_session: CouncilSession) -> Line:
    tone = "muted" if council_session.stage is Stage.DRAFT else "good"
    hint = _("Title, times, place, deadlines and stage")
    return _("Session details"), hint, stage_words()[council_session.stage], tone


def _invitations(numbers: Numbers) -> Line:
    hint = _(
        "Bodies: %(bodies)d, answered: %(answered)d, declined: %(declined)d, seats taken: %(taken)d of %(seats)d",
        bodies=numbers.bodies,
        answered=numbers.answered,
        declined=numbers.declined,
        taken=numbers.seats_taken,
        seats=numbers.seats,
    )
    drafts = numbers.invitations.get(InvitationState.DRAFT, 0)
    if drafts:
        return _("Invitations"), hint, ngettext("%(num)d not sent", "%(num)d not sent", drafts), "warn"
    if not numbers.bodies:
        return _("Invitations"), hint, _("Not started"), "muted"
    for standing, tone in STANDINGS:
        if numbers.standings.get(standing):
            return _("Invitations"), hint, standing_words()[standing], tone
    return _("Invitations"), hint, _("Sent"), "good"


def _letters(numbers: Numbers) -> Line:
    sent = numbers.letters.get(LetterState.SENT, 0)
    hint = _(
        "Sent: %(sent)d, waiting: %(waiting)d, did not arrive: %(failed)d",
        sent=sent,
        waiting=numbers.unsent,
        failed=numbers.not_arrived,
    )
    if numbers.not_arrived:
        return _("Letters"), hint, _("Needs attention"), "bad"
    if numbers.unsent:
        return _("Letters"), hint, _("On the way"), "info"
    return _("Letters"), hint, _("All sent") if sent else _("Not started"), "good" if sent else "muted"


def _addresses(numbers: Numbers) -> Line:
    hint = _("Letters come back from them")
    word = ngettext("%(num)d address to correct", "%(num)d addresses to correct", numbers.bounced)
    return _("Addresses that bounce"), hint, word, "bad"


def _registrations(numbers: Numbers) -> Line:
    nominated = numbers.registrations.get(RegistrationState.NOMINATED, 0)
    confirmed = numbers.registrations.get(RegistrationState.CONFIRMED, 0)
    hint = _("Confirmed: %(confirmed)d, not confirmed yet: %(nominated)d", confirmed=confirmed, nominated=nominated)
    if nominated:
        return _("Registrations"), hint, _("In progress"), "info"
    return (
        _("Registrations"),
        hint,
        _("All confirmed") if confirmed else _("Not started"),
        "good" if confirmed else "muted",
    )


def _agenda(numbers: Numbers) -> Line:
    hint = _("Items: %(items)d", items=numbers.agenda_items)
    if numbers.release:
        return _("Agenda"), hint, _("Release %(number)d", number=numbers.release), "good"
    return _("Agenda"), hint, _("Not released") if numbers.agenda_items else _("Not started"), "muted"


def _attendance(numbers: Numbers) -> Line:
    hint = _("In the room: %(present)d", present=numbers.present)
    return (
        _("Attendance"),
        hint,
        _("Open") if numbers.present else _("Not started"),
        "info" if numbers.present else "muted",
    )


def _recommendations(numbers: Numbers) -> Line:
    hint = _("Clauses: %(clauses)d", clauses=numbers.clauses)
    if numbers.published:
        return _("Recommendations"), hint, _("Published, version %(number)d", number=numbers.published), "good"
    words = {
        RecommendationsState.COLLECTING: (_("Collecting"), "info"),
        RecommendationsState.DRAFTING: (_("Drafting"), "info"),
        RecommendationsState.TABLED: (_("Tabled"), "info"),
        RecommendationsState.ADOPTED: (_("Adopted"), "good"),
        RecommendationsState.PUBLISHED: (_("Published"), "good"),
        RecommendationsState.SUPERSEDED: (_("Superseded"), "muted"),
    }
    found = numbers.recommendations
    word, tone = words[found.state] if found and numbers.clauses else (_("Not started"), "muted")
    return _("Recommendations"), hint, word, tone


def worker_is_alive(seen_at: datetime | None, now: datetime) -> bool:
    """A worker gives a sign every few seconds; a minute of silence means that letters wait."""
    return seen_at is not None and now - seen_at < WORKER_SILENT_AFTER
