"""Turning a letter's templates and values into its subject, text and HTML.

Letters have their own Jinja environment: it knows no request, speaks the recipient's language, and a value that a
template names but nobody gave is an error. What people typed comes in as values only and is never a template.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, reduce

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from eventreg.core.links import MARK, absolute_url
from eventreg.i18n import current_language, dates, gettext, ngettext, phones, speaking
from eventreg.i18n.languages import parts_of
from eventreg.i18n.text import Translated
from eventreg.mail.rules import one_line, tidy_text, without_controls
from eventreg.mail.stored_parts import Rendered, joined
from eventreg.paths import resource

ContextOf = Mapping[str, object] | Callable[[str], Mapping[str, object]]


def rendered(kind: str, language: str, context: ContextOf) -> Rendered:
    """The letter `kind` in `language`, from templates/mail/<kind>/{subject.txt,body.txt,body.html}.

    In "kk-ru" both letters are one, Kazakh above; then `context` is a function that gives the values in a language.
    Only the values called `link` or ending in `_link` may hold the mark of a personal link; a mark anywhere else was
    typed by somebody and stays plain text, so that nobody is handed another person's link.
    """
    letters = [_in_one(kind, code, context(code) if callable(context) else context) for code in parts_of(language)]
    return reduce(joined, letters)


def _in_one(kind: str, language: str, context: Mapping[str, object]) -> Rendered:
    subject, text, html = untrimmed(kind, language, context)
    return Rendered(one_line(subject), tidy_text(text), _html(html))


def untrimmed(kind: str, language: str, context: Mapping[str, object]) -> tuple[str, str, str]:
    """Subject, text and HTML as the templates give them, before they are made fit for a header and for reading."""
    own = {str(value) for name, value in context.items() if name == "link" or name.endswith("_link")}
    values = {**context, "language": language}
    with speaking(language):
        subject, text, html = (
            _without_foreign_marks(_environment().get_template(f"mail/{kind}/{part}").render(values), own)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return subject, tidy_text(text), _html(html)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # by i18n
    environment.globals["absolute_url"] = absolute_url
    environment.filters.update(text=_text, date=_date, time=_time, moment=_moment, phone=phones.display)
    return environment


def _text(value: Translated | None) -> str:
    return value.in_language(current_language()) if value else ""


def _date(moment: datetime, zone: str) -> str:
    return dates.long_date(dates.local(moment, zone).date(), current_language())


def _time(moment: datetime, zone: str) -> str:
    return dates.time_of_day(dates.local(moment, zone))


def _moment(moment: datetime, zone: str, city: Translated) -> str:
    return dates.moment_in_city(moment, zone, _text(city), current_language())


def without_marks(text: str) -> str:
    """The text in which nothing that looks like the mark of a personal link is one."""
    return MARK.sub(lambda found: found[0].replace("[[", "[ ["), text)


def _without_foreign_marks(text: str, own: set[str]) -> str:
    return MARK.sub(lambda found: found[0] if found[0] in own else without_marks(found[0]), text)


def _html(text: str) -> str:
    return without_controls(text).strip() + "\n"
