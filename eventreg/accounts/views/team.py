"""The team: who works here, with which roles; for administrators."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, redirect, url_for
from wtforms import Field

from eventreg.accounts.actions import change_roles, deactivate_staff, invite_staff, reactivate_staff, send_new_link
from eventreg.accounts.forms import InvitationForm, RolesForm, role_groups, roles_form
from eventreg.accounts.models import StaffUser
from eventreg.accounts.queries import all_staff, councils_by_name, staff_by_public_id
from eventreg.accounts.rules import may_manage_staff
from eventreg.accounts.views.blueprint import Answer, blueprint
from eventreg.accounts.words import role_words, staff_state
from eventreg.core import clock
from eventreg.core.actors import Actor
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, refusal_sentence, render
from eventreg.i18n import current_language
from eventreg.i18n import gettext as _

Step = Callable[[StaffUser, Actor, datetime], None]


@blueprint.get("/team")
def team() -> Answer:
    """Everybody with their roles and state."""
    require(may_manage_staff(current_actor()))
    staff = all_staff(current_language())
    return render("accounts/team.html", staff=staff, words=role_words(), state_of=staff_state)


@blueprint.route("/team/invite", methods=["GET", "POST"])
def invite() -> Answer:
    """A new member of staff, who gets a letter with a link to set a password."""
    require(may_manage_staff(current_actor()))
    councils = councils_by_name(current_language())
    form = roles_form(InvitationForm, councils)
    if form.validate_on_submit():
        try:
            with transaction():
                invite_staff(*form.person(), form.roles(councils), current_actor(), clock.now())
        except Refusal as refusal:
            form.refuse("email", refusal_sentence(refusal))
        else:
            flash(_("The invitation is on its way to %(email)s.", email=form.email.data), "success")
            return redirect(url_for("accounts.team"), 303)
    return render("accounts/invite.html", form=form, groups=role_groups(form, councils))


@blueprint.route("/team/<public_id>", methods=["GET", "POST"])
def member(public_id: str) -> Answer:
    """One member of staff: roles, and the steps that an administrator may take."""
    require(may_manage_staff(current_actor()))
    user, councils = _found(public_id), councils_by_name(current_language())
    form = roles_form(RolesForm, councils, user)
    if form.validate_on_submit():
        try:
            with transaction():
                change_roles(user, form.roles(councils), current_actor(), clock.now())
        except Refusal as refusal:
            form.refuse("is_admin", refusal_sentence(refusal))
        else:
            flash(_("The roles were saved."), "success")
            return redirect(url_for("accounts.team"), 303)
    return _member_page(form, role_groups(form, councils), _found(public_id))


def _member_page(form: RolesForm, groups: list[Field], user: StaffUser) -> Answer:
    return render("accounts/member.html", form=form, groups=groups, user=user, state_of=staff_state)


@blueprint.post("/team/<public_id>/deactivate")
def deactivate(public_id: str) -> Answer:
    """Ends every sign-in of a member of staff."""
    require(may_manage_staff(current_actor()))
    return _step(public_id, deactivate_staff, _("Deactivated: this person is signed out and can no longer sign in."))


@blueprint.post("/team/<public_id>/reactivate")
def reactivate(public_id: str) -> Answer:
    """Lets a member of staff sign in again."""
    require(may_manage_staff(current_actor()))
    return _step(public_id, reactivate_staff, _("Reactivated: this person may sign in again."))


@blueprint.post("/team/<public_id>/send-link")
def send_link(public_id: str) -> Answer:
    """Sends a new link to set a password."""
    require(may_manage_staff(current_actor()))
    return _step(public_id, send_new_link, _("A new link is on its way; the former one no longer works."))


def _step(public_id: str, step: Step, sentence: str) -> Answer:
    user = _found(public_id)
    try:
        with transaction():
            step(user, current_actor(), clock.now())
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        flash(sentence, "success")
    return redirect(url_for("accounts.member", public_id=public_id), 303)


def _found(public_id: str) -> StaffUser:
    user = staff_by_public_id(public_id)
    if user is None:
        abort(404)
    return user
