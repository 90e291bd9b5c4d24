"""The floor: a bare Flask application with the same libraries, doing the least that each workload needs.

A rendered Jinja page with one indexed query; a CSRF-checked POST with one committed insert between a GET of the form
and a GET of the confirmation; a check-in of one lookup and one insert; a page that answers 304.
"""

import csv
import os
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO

from flask import Flask, Response, redirect, render_template_string, request, url_for
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from openpyxl import Workbook
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from waitress import serve

from eventreg.core.db import engine_options

PAGE = """<!doctype html><html lang="en"><head><title>{{ row.name }}</title></head><body><h1>{{ row.name }}</h1>
<ol>{% for number in range(25) %}<li>{{ number }} {{ row.name }}</li>{% endfor %}</ol></body></html>"""
LIST = """<!doctype html><html lang="en"><body><table>{% for row in rows %}
<tr><th>{{ row.surname }} {{ row.given_name }}</th>
<td>{{ row.post }}</td><td>{{ row.email }}</td><td>{{ row.state }}</td><td>{{ row.reference }}</td></tr>{% endfor %}
</table></body></html>"""
PEOPLE, PER_PAGE = 5000, 100  # as many in a page as the product shows
FORM = """<!doctype html><form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input name="name"></form>"""


class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)


class Thing(Base):
    __tablename__ = "floor_thing"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Person(Base):
    __tablename__ = "floor_person"
    surname: Mapped[str]
    given_name: Mapped[str]
    post: Mapped[str]
    email: Mapped[str]
    state: Mapped[str]
    reference: Mapped[str]


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
            db.session.add_all(_people())
            db.session.commit()

    app.add_url_rule("/page", view_func=page)
    app.add_url_rule("/unchanged", view_func=unchanged)
    app.add_url_rule("/flow", view_func=flow, methods=["GET", "POST"])
    app.add_url_rule("/done/<int:entry>", view_func=done)
    app.add_url_rule("/list", view_func=people)
    app.add_url_rule("/people.csv", view_func=people_csv)
    app.add_url_rule("/people.xlsx", view_func=people_xlsx)
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


def people() -> str:
    query = select(Person).order_by(Person.surname).limit(PER_PAGE)
    return render_template_string(LIST, rows=db.session.scalars(query).all())


def people_csv() -> Response:
    buffer = StringIO()
    csv.writer(buffer).writerows(_rows())
    return Response(buffer.getvalue(), mimetype="text/csv")


def people_xlsx() -> Response:
    book, target = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet()
    for row in _rows():
        sheet.append(list(row))
    book.save(target)
    return Response(target.getvalue())


def _rows() -> Iterator[tuple[object, ...]]:
    """As many columns as the product's table has."""
    query = select(Person.id, Person.surname, Person.given_name, Person.post, Person.email, Person.state)
    for row in db.session.execute(query.order_by(Person.surname)):
        yield (*row, *row, *row)


def _people() -> Iterator[Person]:
    for number in range(PEOPLE):
        yield Person(
            surname=f"Тегі{number}",
            given_name="Аты",
            post="Маман",
            email=f"p{number}@delegate.example",
            state="confirmed",
            reference=f"R-{number}",
        )


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
