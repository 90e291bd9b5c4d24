"""A council's own settings in the office: what people agree to, and how long personal data is kept."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, prefer_cookie_language, render
from eventreg.councils.actions import keep_data_for, save_consent_text
from eventreg.councils.finding import office_council
from eventreg.councils.forms import ConsentTextForm, RetentionForm
from eventreg.councils.models import Council
from eventreg.councils.queries import consent_texts, retention_days
from eventreg.councils.rules import may_edit_privacy, may_see_privacy
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import DEFAULT_LANGUAGE

Answer = Response | tuple[str, int]
blueprint = Blueprint("councils", __name__, url_prefix="/office/<council_slug>/privacy")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


@blueprint.get("/consent")
def consent(council_slug: str) -> Answer:
    """Every version of what people agree to, and a form for the next one."""
    council = office_council(council_slug)
    require(may_see_privacy(current_actor(), council))
    return _consent_page(council, ConsentTextForm(next(iter(consent_texts(council)), None)))


@blueprint.post("/consent")
def save_consent(council_slug: str) -> Answer:
    """A new version counts from now on."""
    council = office_council(council_slug)
    require(may_edit_privacy(current_actor(), council))
    form = ConsentTextForm(next(iter(consent_texts(council)), None))
    if not form.validate_on_submit():
        return _consent_page(council, form)
    try:
        with transaction():
            save_consent_text(council, form.seen.data or 0, form.text(), current_actor(), clock.now())
    except Refusal as refusal:
        flash_refusal(refusal)
        form.seen.data = form.seen.raw_data = None
        return _consent_page(council, form, 409)
    flash(_("The changes were saved."), "success")
    return redirect(url_for(".consent", council_slug=council_slug), 303)


@blueprint.get("/retention")
def retention(council_slug: str) -> Answer:
    """The periods of this council."""
    council = office_council(council_slug)
    require(may_see_privacy(current_actor(), council))
    return _retention_page(council, RetentionForm(retention_days(council)))


@blueprint.post("/retention")
def save_retention(council_slug: str) -> Answer:
    """The periods count from the next night on."""
    council = office_council(council_slug)
    require(may_edit_privacy(current_actor(), council))
    form = RetentionForm(retention_days(council))
    if not form.validate_on_submit():
        return _retention_page(council, form)
    if form.is_outdated:
        return _retention_page(council, form, 409)
    with transaction():
        keep_data_for(council, form.days(), current_actor(), clock.now())
    flash(_("The changes were saved."), "success")
    return redirect(url_for(".retention", council_slug=council_slug), 303)


def _retention_page(council: Council, form: RetentionForm, status: int = 200) -> Answer:
    conflicts = form.conflicts() if status == 409 else []
    may_edit = may_edit_privacy(current_actor(), council)
    return render("councils/retention.html", status, form=form, council=council, conflicts=conflicts, may_edit=may_edit)


def _consent_page(council: Council, form: ConsentTextForm, status: int = 200) -> Answer:
    texts = consent_texts(council)
    if form.seen.data is None:  # the page shows the latest version: saving once more is a decision
        form.seen.data = texts[0].version if texts else 0
    may_edit = may_edit_privacy(current_actor(), council)
    return render("councils/consent.html", status, form=form, council=council, texts=texts, may_edit=may_edit)
