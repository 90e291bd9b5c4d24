"""The blueprint of everything about accounts; registering it sets up the reading of the cookie."""

from typing import cast

from flask import Blueprint, Flask, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from eventreg.accounts.cookie import set_up_sign_in
from eventreg.accounts.rules import may_manage_staff, may_see_own_account
from eventreg.core.guards import current_actor
from eventreg.core.pages import NavLink, prefer_cookie_language
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import DEFAULT_LANGUAGE

Answer = Response | tuple[str, int]
HOME = "/office/"
TEAM_PAGES = ("accounts.team", "accounts.invite", "accounts.member")
ACCOUNT_PAGES = ("accounts.account", "accounts.password")
blueprint = Blueprint("accounts", __name__, url_prefix="/office")


@blueprint.record_once
def _set_up(state: BlueprintSetupState) -> None:
    set_up_sign_in(cast(Flask, state.app))


@blueprint.before_request
def _language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


def accounts_navigation() -> list[NavLink]:
    """The team for administrators, one's own account for all staff."""
    links = []
    if may_manage_staff(current_actor()):
        links.append(NavLink(_("Team"), url_for("accounts.team"), request.endpoint in TEAM_PAGES))
    if may_see_own_account(current_actor()):
        links.append(NavLink(_("My account"), url_for("accounts.account"), request.endpoint in ACCOUNT_PAGES))
    return links
