"""One's own account: name and language, password, sign-ins on other devices."""

from flask import abort, flash, redirect, url_for
from flask import session as cookie

from eventreg.accounts.actions import change_account, change_password, revoke_session
from eventreg.accounts.cookie import present_session
from eventreg.accounts.forms import AccountForm, ChangePasswordForm
from eventreg.accounts.models import StaffUser
from eventreg.accounts.passwords import hash_password
from eventreg.accounts.queries import living_sign_ins, staff_by_public_id
from eventreg.accounts.rules import may_see_own_account
from eventreg.accounts.views.blueprint import Answer, blueprint
from eventreg.accounts.words import CLOCK
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.core.limits import SIGN_INS, limiter
from eventreg.core.pages import render
from eventreg.i18n import gettext as _


@blueprint.route("/account", methods=["GET", "POST"])
def account() -> Answer:
    """Name, language and the list of one's own sign-ins."""
    require(may_see_own_account(current_actor()))
    user = _oneself()
    form = AccountForm(obj=user)
    if form.validate_on_submit():
        with transaction():
            change_account(user, str(form.name.data), str(form.language.data))
        cookie["language"] = form.language.data
        flash(_("The changes were saved."), "success")
        return redirect(url_for("accounts.account"), 303)
    sign_ins, present = living_sign_ins(user.public_id, clock.now()), present_session()
    return render("accounts/account.html", form=form, user=user, sign_ins=sign_ins, present=present, clock=CLOCK)


@blueprint.route("/account/password", methods=["GET", "POST"])
@limiter.limit(SIGN_INS, methods=["POST"])
def password() -> Answer:
    """A new password; every other sign-in ends."""
    require(may_see_own_account(current_actor()))
    user = _oneself()
    form = ChangePasswordForm(user)
    if not form.validate_on_submit():
        return render("accounts/password.html", form=form, user=user)
    password_hash = hash_password(str(form.password.data))
    with transaction():
        change_password(user, password_hash, present_session(), current_actor(), clock.now())
    flash(_("Your password is changed; you are signed out on all other devices."), "success")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/sign-ins/<public_id>/revoke")
def revoke(public_id: str) -> Answer:
    """Signs out on another device."""
    require(may_see_own_account(current_actor()))
    own = living_sign_ins(current_actor().public_id, clock.now())
    staff_session = next((sign_in for sign_in in own if sign_in.public_id == public_id), None)
    if staff_session is None:
        abort(404)
    with transaction():
        revoke_session(staff_session, current_actor(), clock.now())
    flash(_("The device is signed out."), "success")
    return redirect(url_for("accounts.account"), 303)


def _oneself() -> StaffUser:
    user = staff_by_public_id(current_actor().public_id)
    if user is None:
        abort(404)
    return user
