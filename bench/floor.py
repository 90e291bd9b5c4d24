"""The floor: a bare Flask application with the same libraries, doing the least that each workload needs.

A rendered Jinja page with one indexed query; a CSRF-checked POST with one committed insert between a GET of the form
and a GET of the confirmation; a check-in of one lookup and one insert; a page that answers 304.
"""

import os
import sys

from flask import Flask, Response, redirect, render_template_string, request, url_for
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from waitress import serve

from eventreg.core.db import engine_options

PAGE = """<!doctype html><html lang="en"><head><title>{{ row.name }}</title></head><body><h1>{{ row.name }}</h1>
<ol>{% for number in range(25) %}<li>{{ number }} {{ row.name }}</li>{% endfor %}</ol></body></html>"""
FORM = """<!doctype html><form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input name="name"></form>"""


class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)


class Thing(Base):
    __tablename__ = "floor_thing"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Entry(Base):
    __tablename__ = "floor_entry"
    name: Mapped[str]


db = SQLAlchemy(metadata=Base.metadata)


def floor_app(database_url: str) -> Flask:
    """The bare application, with its two tables made and one thing in them."""
    app = Flask("floor")
    app.config.update(SECRET_KEY="x" * 40, SQLALCHEMY_DATABASE_URI=database_url, WTF_CSRF_TIME_LIMIT=None)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(database_url)
    db.init_app(app)
    protect = CSRFProtect(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _set_up_sqlite(db.engine)
        Base.metadata.create_all(db.engine)
        if db.session.scalar(select(Thing)) is None:
            db.session.add(Thing(code="a", name="Session"))
            db.session.commit()

    app.add_url_rule("/page", view_func=page)
    app.add_url_rule("/unchanged", view_func=unchanged)
    app.add_url_rule("/flow", view_func=flow, methods=["GET", "POST"])
    app.add_url_rule("/done/<int:entry>", view_func=done)
    app.add_url_rule("/check-in", view_func=protect.exempt(check_in), methods=["POST"])
    return app


def page() -> str:
    return render_template_string(PAGE, row=db.session.scalar(select(Thing).filter_by(code="a")))


def unchanged() -> ResponseReturnValue:
    response = Response("page")
    response.set_etag("same")
    return response.make_conditional(request)


def flow() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template_string(FORM)
    entry = Entry(name=request.form["name"])
    db.session.add(entry)
    db.session.commit()
    return redirect(url_for("done", entry=entry.id))


def done(entry: int) -> str:
    return render_template_string(PAGE, row=db.session.get(Entry, entry))


def check_in() -> str:
    found = db.session.scalar(select(Thing).filter_by(code=request.form["code"]))
    db.session.add(Entry(name=found.name if found else ""))
    db.session.commit()
    return "ok"


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: object, record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # a DBAPI connection
        for pragma in ("journal_mode=WAL", "busy_timeout=30000", "synchronous=FULL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


if __name__ == "__main__":
    serve(floor_app(os.environ["DATABASE_URL"]), host="127.0.0.1", port=int(sys.argv[1]), threads=32, _quiet=True)
