"""The reminder ladder of a session: its rungs, who would get a reminder now, and whom to telephone."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for

from eventreg.accounts.queries import names_of_staff
from eventreg.core import clock
from eventreg.core.conflicts import Difference
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import render
from eventreg.councils.working_days import moved_days
from eventreg.i18n import gettext as _
from eventreg.invitations.actions.reminders import save_ladder, save_moved_days
from eventreg.invitations.calling import bodies_to_call, calls_made
from eventreg.invitations.reminder_forms import USUAL, DaysOffForm, LadderForm, as_typed, days_as_typed
from eventreg.invitations.reminding import is_quiet, ladder_now, moment_of, reminders_of, rungs_of
from eventreg.invitations.rules import may_edit_invitations
from eventreg.invitations.views.blueprints import Answer, editable_session, office, readable_session
from eventreg.invitations.words import target_words
from eventreg.mail.rules import may_read_letters
from eventreg.sessions.models import CouncilSession


@office.get("/reminders")
def reminders(council_slug: str, session_code: str) -> Answer:
    """The ladder, a dry run, and the list of calls."""
    council_session = readable_session(council_slug, session_code)
    return _shown(council_session, _form(council_session))


@office.post("/reminders")
def ladder(council_slug: str, session_code: str) -> Answer:
    """Saves the ladder; whoever comes second sees what the first saved."""
    council_session = readable_session(council_slug, session_code)
    require(may_edit_invitations(current_actor(), council_session))
    form = _form(council_session)
    if not form.validate_on_submit():
        return _shown(council_session, form)
    if conflicts := form.conflicts() if form.is_outdated else []:
        return _shown(council_session, form, conflicts)
    with transaction():
        save_ladder(council_session, form.rungs(), current_actor(), clock.now())
    flash(_("The changes were saved."), "success")
    return redirect(request.path)


@office.post("/reminders/usual")
def usual_ladder(council_slug: str, session_code: str) -> Answer:
    """Saves the usual ladder where none stands; one that somebody saved meanwhile stays."""
    council_session = editable_session(council_slug, session_code)
    with transaction():
        if not rungs_of(council_session):
            save_ladder(council_session, USUAL, current_actor(), clock.now())
    flash(_("The changes were saved."), "success")
    return redirect(url_for(".reminders", council_slug=council_slug, session_code=session_code))


@office.route("/reminders/days-off", methods=["GET", "POST"])
def days_off(council_slug: str, session_code: str) -> Answer:
    """The table of moved days, which all councils share; whoever comes second sees what the first saved."""
    council_session = editable_session(council_slug, session_code)
    form = DaysOffForm(days_as_typed(moved_days()))
    is_valid = form.validate_on_submit()
    conflicts = form.conflicts() if is_valid and form.is_outdated else []
    if conflicts or not is_valid:
        facts = {"form": form, "council_session": council_session, "conflicts": conflicts}
        return render("invitations/days_off.html", 409 if conflicts else 200, **facts)
    with transaction():
        save_moved_days(council_session, *form.moved(), current_actor(), clock.now())
    flash(_("The changes were saved."), "success")
    return redirect(url_for(".reminders", council_slug=council_slug, session_code=session_code))


def _form(council_session: CouncilSession) -> LadderForm:
    return LadderForm(as_typed(rungs_of(council_session)))


def _shown(council_session: CouncilSession, form: LadderForm, conflicts: Sequence[Difference] = ()) -> Answer:
    now, moved, rungs = clock.now(), moved_days(), rungs_of(council_session)
    has_deadline = council_session.nominate_until is not None
    is_running = has_deadline and council_session.nominate_until > now  # type: ignore[operator]  # has_deadline
    calls = calls_made(council_session)
    found = ladder_now([council_session], now) if is_running else None
    return render(
        "invitations/reminders.html",
        409 if conflicts else 200,
        conflicts=conflicts,
        form=form,
        council_session=council_session,
        rungs=[(rung, moment_of(rung, moved)) for rung in rungs] if has_deadline else [],
        has_ladder=bool(rungs),
        found=found,
        to_call=bodies_to_call(council_session, now),
        calls=calls,
        staff=names_of_staff({call.actor_id for call in calls}),
        is_quiet=is_quiet(now, council_session.time_zone, moved),
        sent=reminders_of(council_session),
        target_words=target_words(),
        may_edit=may_edit_invitations(current_actor(), council_session),
        may_read_letters=may_read_letters(current_actor(), council_session.council.public_id),
    )
