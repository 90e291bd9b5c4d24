"""The blueprint of everything about accounts; registering it sets up the reading of the cookie."""

from typing import cast

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState

from eventreg.accounts.cookie import set_up_sign_in
from eventreg.core.pages import prefer_cookie_language
from eventreg.i18n.languages import DEFAULT_LANGUAGE

blueprint = Blueprint("accounts", __name__, url_prefix="/office")


@blueprint.record_once
def _set_up(state: BlueprintSetupState) -> None:
    set_up_sign_in(cast(Flask, state.app))


@blueprint.before_request
def _language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)
