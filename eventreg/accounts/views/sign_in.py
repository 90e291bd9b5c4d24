"""Signing in and out, setting a password by a personal link, asking for such a link."""

from flask import flash, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from eventreg.accounts import cookie
from eventreg.accounts.actions import count_try, revoke_session, set_password, start_session
from eventreg.accounts.forms import ForgottenForm, NewPasswordForm, SignInForm
from eventreg.accounts.kept import KeptForm, posted_form, sealed, unsealed
from eventreg.accounts.models import StaffUser
from eventreg.accounts.passwords import address_hash, hash_password, is_right_password
from eventreg.accounts.queries import staff_by_email, staff_session_by_public_id
from eventreg.accounts.rules import can_set_password, device_name, is_own_path
from eventreg.accounts.views.blueprint import HOME, Answer, blueprint
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, public
from eventreg.core.limits import SIGN_INS, limit_wrong_links, limiter
from eventreg.core.links import linked_by_token
from eventreg.core.pages import prefer_cookie_language, refusal_sentence, render
from eventreg.core.web import show_error
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.mail.link_requests import ask_for_link
from eventreg.mail.models import LinkPurpose

LINKS_PER_ADDRESS = "5 per hour"
LINKS_PER_READER = "20 per hour"


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(SIGN_INS, methods=["POST"])
@public
def sign_in() -> Answer:
    """E-mail and password; afterwards the page that was asked for, or the text that was kept."""
    form = SignInForm()
    if current_actor().is_staff:
        return _arrive(form)
    if not form.validate_on_submit():
        return _sign_in_page(form)
    try:
        with transaction():
            count_try(form.address, clock.now())
        _start(form)
    except Refusal as refusal:
        form.refuse("email", refusal_sentence(refusal))
        return _sign_in_page(form, 429 if refusal.reason == "too_many_tries" else 422)
    return _arrive(form)


def _start(form: SignInForm) -> None:
    user = staff_by_email(form.address)
    if not is_right_password(user.password_hash if user else None, str(form.password.data)) or user is None:
        raise Refusal("wrong_sign_in")
    now = clock.now()
    with transaction():
        staff_session = start_session(user, _device(), now)
        cookie.begin(staff_session.public_id, user.language, now)


def _arrive(form: SignInForm) -> Answer:
    kept = unsealed(str(form.kept.data or ""))
    if kept is not None:
        return render("accounts/kept.html", kept=kept)
    target = request.args.get("next", "")
    return redirect(target if is_own_path(target) else HOME, 303)


def _sign_in_page(form: SignInForm, status: int = 200, kept: KeptForm | None = None, target: str = "") -> Answer:
    carried = kept or unsealed(str(form.kept.data or ""))
    form.kept.data = sealed(carried) if carried else ""
    target = target or request.args.get("next", "")
    page: dict[str, object] = {"form": form, "carried": carried, "target": target if is_own_path(target) else ""}
    if carried:
        page["language_links"] = []  # a link to the other languages would lose what was typed
    return render("accounts/sign_in.html", status=status, is_refused=status == 401, **page)


@blueprint.app_errorhandler(Unauthorized)
def ask_to_sign_in(error: Unauthorized) -> Answer:
    """In the office: the sign-in page in place of the one asked for; it carries what was posted."""
    if not request.path.startswith(HOME):
        return show_error(error)
    prefer_cookie_language(DEFAULT_LANGUAGE)
    target = "" if request.method == "POST" else request.full_path if request.query_string else request.path
    return _sign_in_page(SignInForm(formdata=None), 401, posted_form(), target)


@blueprint.app_errorhandler(CSRFError)
def send_again(error: CSRFError) -> Answer:
    """Nothing was done; the text can be sent again when the browser says that it came from our own page."""
    prefer_cookie_language(DEFAULT_LANGUAGE)
    if request.endpoint == "accounts.sign_in":
        form = SignInForm()
        form.refuse("password", _("This page was open too long. Enter your password again."))
        return _sign_in_page(form, 400)
    kept = posted_form() if request.headers.get("Sec-Fetch-Site") == "same-origin" else None
    if kept is None:
        return show_error(error)
    if request.path.startswith(HOME) and not current_actor().is_staff:
        return _sign_in_page(SignInForm(formdata=None), 401, kept)
    return render("accounts/kept.html", status=400, kept=kept, language_links=[])


@blueprint.post("/sign-out")
@public
def sign_out() -> Answer:
    """The sign-in, if there is still one, is revoked."""
    staff_session = staff_session_by_public_id(cookie.present_session())
    if staff_session is not None:
        with transaction():
            revoke_session(staff_session, current_actor(), clock.now())
    cookie.end()
    flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@limit_wrong_links
@public
def set_password_by_link(token: str) -> Answer:
    """The personal link: a form on GET, the password on POST; 410 for a used, replaced, expired or unknown link."""
    user = linked_by_token(StaffUser, token)
    if user is None or not can_set_password(user, clock.now()):
        return render("accounts/link_expired.html", status=410)
    prefer_cookie_language(user.language)
    form = NewPasswordForm(user.email)
    if not form.validate_on_submit():
        return render("accounts/set_password_by_link.html", form=form, user=user)
    return _password_set(user, hash_password(str(form.password.data)))


def _password_set(user: StaffUser, password_hash: str) -> Answer:
    now = clock.now()
    try:
        with transaction():
            staff_session = set_password(user, password_hash, _device(), now)
            cookie.begin(staff_session.public_id, user.language, now)
    except Refusal:  # used a moment ago in another window
        return render("accounts/link_expired.html", status=410)
    flash(_("Your password is set and you are signed in."), "success")
    return redirect(HOME, 303)


def _asked_for() -> str:
    return address_hash(request.form.get("email", "").strip().lower())


def _was_asked(response: Response) -> bool:
    return response.status_code == 303


@blueprint.route("/forgotten", methods=["GET", "POST"])
@limiter.limit(LINKS_PER_READER, methods=["POST"], deduct_when=_was_asked)
@limiter.limit(LINKS_PER_ADDRESS, methods=["POST"], key_func=_asked_for, deduct_when=_was_asked)
@public
def forgotten() -> Answer:
    """A letter with a new link; the answer is the same, and takes as long, whether or not we know the address."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render("accounts/forgotten.html", form=form)
    with transaction():
        ask_for_link(LinkPurpose.PASSWORD, str(form.email.data), clock.now())
    return redirect(url_for("accounts.link_sent"), 303)


@blueprint.get("/forgotten/sent")
@public
def link_sent() -> Answer:
    """What happens next."""
    return render("accounts/link_sent.html")


def _device() -> str:
    return device_name(request.headers.get("User-Agent", ""))
