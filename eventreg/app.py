"""The application factory."""

from datetime import timedelta

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from eventreg import wiring
from eventreg.bodies.free_texts import cut_with
from eventreg.bodies.history import tell_with
from eventreg.bodies.personal_data import know_with
from eventreg.core import config, guards, pages, templating, web
from eventreg.core.csrf import set_up_csrf
from eventreg.core.db import db, engine_options, prepare_engine
from eventreg.core.limits import limiter
from eventreg.core.log import set_up_logging
from eventreg.councils.retention import purge_with
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.journal.actions import react_with
from eventreg.mail.belonging import know_senders
from eventreg.mail.outdated import ask_about_letters
from eventreg.paths import PACKAGE, resource
from eventreg.registrations.panels import show_panels
from eventreg.sessions.news import count_recipients_with
from eventreg.settings import Settings

CATALOGS = PACKAGE / "i18n" / "catalogs"


def create_app(settings: Settings) -> Flask:
    """The whole application on these settings; nothing is read from the environment, nothing is sent or migrated."""
    set_up_logging(settings.log_level)
    app = Flask("eventreg", template_folder=str(resource("templates")), instance_path=str(settings.data_dir))
    app.extensions[config.EXTENSION] = settings
    app.config.from_mapping(_flask_config(settings))
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Migrate(app, db, directory=str(resource("migrations")), render_as_batch=True)
    Babel(app, locale_selector=pages.page_language)
    set_up_csrf(app)
    limiter.init_app(app)
    templating.set_up_templates(app)
    web.set_up_answers(app)
    _plug_in(app)
    _wrap(app, settings)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    is_https = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "BABEL_TRANSLATION_DIRECTORIES": str(CATALOGS),
        "BABEL_DEFAULT_LOCALE": DEFAULT_LANGUAGE,
        "MAX_CONTENT_LENGTH": 20 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1_000_000,  # bytes; a Cyrillic letter takes six in a plain form
        "MAX_FORM_PARTS": 5_000,  # a list of bodies has a box for each
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "SESSION_COOKIE_NAME": "eventreg",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": is_https,
        "TRUSTED_HOSTS": None,  # checked in core.web, since health checks come under any host name
        "WTF_CSRF_TIME_LIMIT": None,  # a form may stay open as long as the cookie lives
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
    }


def _plug_in(app: Flask) -> None:
    """Everything that `wiring` lists."""
    for blueprint in wiring.BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update({table.__name__: templating.remembered(table) for table in wiring.WORDS})
    guards.recognise_with(wiring.RECOGNISERS)
    pages.explain_refusals_with(wiring.REFUSALS)
    react_with(wiring.REACTIONS)
    ask_about_letters(wiring.OUTDATING)
    tell_with(wiring.HISTORIES)
    cut_with(wiring.FREE_TEXTS)
    know_with(wiring.PERSONAL_DATA, wiring.PUBLISHED_NAMES)
    know_senders(wiring.SENDERS)
    purge_with(wiring.RETENTION)
    show_panels(wiring.PANELS)
    count_recipients_with(wiring.NEWS_RECIPIENTS)
    templating.set_navigation(wiring.NAVIGATION, wiring.SESSION_NAVIGATION)


def _wrap(app: Flask, settings: Settings) -> None:
    """Static files with long life, and addresses as the trusted proxies report them."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # the documented way to wrap an application
        app.wsgi_app, root=str(PACKAGE / "static"), prefix="static/", max_age=31536000
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
