"""Sign-in links without a password, as `eventreg demo` prints them; closed in production."""

from flask import abort, redirect

from eventreg.accounts import cookie
from eventreg.accounts.actions import start_session
from eventreg.accounts.models import StaffUser
from eventreg.accounts.queries import staff_by_public_id
from eventreg.accounts.views.blueprint import HOME, Answer, blueprint
from eventreg.core import clock
from eventreg.core.config import current_settings
from eventreg.core.db import transaction
from eventreg.core.forms import Form
from eventreg.core.guards import public
from eventreg.core.limits import limit_wrong_links
from eventreg.core.links import absolute_url
from eventreg.core.pages import prefer_cookie_language, render
from eventreg.core.tokens import personal_token, same

PURPOSE = "entry"


def entry_link(user: StaffUser) -> str:
    """The address under which this member of staff signs in by one button, on a development installation."""
    return absolute_url(f"{HOME}enter/{user.public_id}/{_token(user.public_id)}")


@blueprint.route("/enter/<public_id>/<token>", methods=["GET", "POST"])
@limit_wrong_links
@public
def enter(public_id: str, token: str) -> Answer:
    """A page with one button that signs in; 404 in production, for a wrong token and for somebody unknown."""
    user = staff_by_public_id(public_id) if same(token, _token(public_id)) else None
    if current_settings().is_production or user is None or not user.is_active:
        abort(404)
    prefer_cookie_language(user.language)
    form = Form()
    if not form.validate_on_submit():
        return render("accounts/enter.html", user=user)
    now = clock.now()
    with transaction():
        staff_session = start_session(user, "", now)
        cookie.begin(staff_session.public_id, user.language, now)
    return redirect(HOME, 303)


def _token(public_id: str) -> str:
    return personal_token(current_settings().secret_key, PURPOSE, public_id, 1)
