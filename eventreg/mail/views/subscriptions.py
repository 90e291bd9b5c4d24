"""Stopping optional letters: by one POST from a mail program (RFC 8058), or on a page that explains."""

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from eventreg.core import clock
from eventreg.core.actors import Actor
from eventreg.core.csrf import exempt_from_csrf
from eventreg.core.db import transaction
from eventreg.core.guards import grant, granted_version, public
from eventreg.core.limits import limit_wrong_links
from eventreg.core.pages import prefer_cookie_language, render
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.mail.mime import ONE_CLICK
from eventreg.mail.models import Subscription
from eventreg.mail.subscriptions import (
    stop_letters,
    subscription_by_public_id,
    subscription_by_token,
    want_letters,
)

Answer = BaseResponse | tuple[str, int]
guest = Blueprint("subscriptions", __name__, url_prefix="/u")


@guest.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


@guest.get("/<token>")
@public
@limit_wrong_links
def open_link(token: str) -> Answer:
    """From the link in a letter to the page without a token; nothing is written."""
    subscription = subscription_by_token(token)
    if subscription is None:
        return render("subscriptions/gone.html", 410)
    grant("subscription", subscription.public_id, subscription.link_version)
    return redirect(url_for(".page", public_id=subscription.public_id), 303)


@guest.post("/<token>")
@exempt_from_csrf  # a mail program posts without cookie and token: the address itself is the secret
@public
@limit_wrong_links
def one_click(token: str) -> Answer:
    """What mail programs post for their own button; no redirect, as RFC 8058 (3.1) asks."""
    subscription = subscription_by_token(token)
    if subscription is None:
        return render("subscriptions/gone.html", 410)
    name, _sign, value = ONE_CLICK.partition("=")
    if request.form.get(name) != value:
        abort(400)
    with transaction():
        stop_letters(subscription, _owner(subscription), clock.now())
    return Response(status=200, mimetype="text/plain")


@guest.get("/a/<public_id>")
@public
def page(public_id: str) -> Answer:
    """What stops and what one will still receive, with one button."""
    subscription = _opened(public_id)
    return render("subscriptions/page.html", subscription=subscription) if subscription else _gone()


@guest.post("/a/<public_id>/stop")
@public
def stop(public_id: str) -> Answer:
    """Stops optional letters."""
    subscription = _opened(public_id)
    if subscription is None:
        return _gone()
    with transaction():
        stop_letters(subscription, _owner(subscription), clock.now())
    flash(_("You will get no more reminders."), "success")
    return redirect(url_for(".page", public_id=public_id), 303)


@guest.post("/a/<public_id>/want")
@public
def want(public_id: str) -> Answer:
    """Undoes that."""
    subscription = _opened(public_id)
    if subscription is None:
        return _gone()
    with transaction():
        want_letters(subscription, _owner(subscription), clock.now())
    flash(_("You will get reminders again."), "success")
    return redirect(url_for(".page", public_id=public_id), 303)


def _opened(public_id: str) -> Subscription | None:
    subscription = subscription_by_public_id(public_id)
    version = granted_version("subscription", public_id)
    return subscription if subscription and version == subscription.link_version else None


def _gone() -> Answer:
    return render("subscriptions/gone.html", 410)


def _owner(subscription: Subscription) -> Actor:
    return Actor("subscription", subscription.public_id)
