"""What every template may use: texts, dates, navigation, addresses of static files."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any  # Any: what a template is given

from flask import Flask, g

from eventreg.core import clock
from eventreg.core.guards import current_actor
from eventreg.core.links import absolute_url
from eventreg.core.pages import NavLink, language_links, page_language, static_url
from eventreg.i18n import current_language, dates, gettext, ngettext, phones
from eventreg.i18n.languages import ENDONYMS
from eventreg.i18n.text import Translated

Navigation = Callable[[], list[NavLink]]
Words = Callable[..., Mapping[Any, str] | str]
_navigation: list[Navigation] = []
_session_navigation: list[Navigation] = []


def set_navigation(navigation: tuple[Navigation, ...], session_navigation: tuple[Navigation, ...]) -> None:
    """Replaces the makers of the office's bars (from `wiring`): on every page, and inside a session."""
    _navigation[:] = navigation
    _session_navigation[:] = session_navigation


def set_up_templates(app: Flask) -> None:
    """Every template sees the page's language, the actor, navigation and these filters."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update(language_names=ENDONYMS, _=gettext, static_url=static_url, absolute_url=absolute_url)
    app.jinja_env.filters.update(
        text=in_page_language,
        texts=lambda texts: Translated(texts).in_language(page_language()),
        texts_with_language=lambda texts: Translated(texts).pick(page_language()),
        date=lambda moment, zone: dates.long_date(dates.local(moment, zone).date(), page_language()),
        day=lambda day: dates.long_date(day, page_language()),
        stamp=lambda moment, zone: dates.stamp(dates.local(moment, zone)),
        time=lambda moment, zone: dates.time_of_day(dates.local(moment, zone)),
        moment=in_city,
        ago=lambda moment: dates.relative(moment, clock.now(), page_language()),
        phone=phones.display,
    )
    app.context_processor(_context)


def remembered(table: Words) -> Words:
    """A table of words that is made once for each request and language, since lists ask for it in every row."""

    @wraps(table)
    def words(*arguments: object) -> Mapping[Any, str] | str:
        if arguments:
            return table(*arguments)
        made: dict[tuple[str, str], Mapping[Any, str] | str] = g.setdefault("words", {})
        key = (table.__name__, current_language())
        if key not in made:
            made[key] = table()
        return made[key]

    return words


def in_page_language(value: Translated | None) -> str:
    """The text in the page's language, or in the first language that has one."""
    return value.in_language(page_language()) if value else ""


def in_city(moment: datetime, zone: str, city: Translated, until: datetime | None = None) -> str:
    """Date and time at the venue, up to an end if there is one, with the city's name and the offset."""
    return dates.moment_in_city(moment, zone, city.in_language(page_language()), page_language(), until)


def _context() -> dict[str, Any]:
    actor = current_actor()
    return {
        "page_language": page_language(),
        "language_links": language_links(),
        "actor": actor,
        "signed_in_name": actor.name,
        "office_nav": [link for links in _navigation for link in links()] if actor.is_staff else [],
        "session_nav": [link for links in _session_navigation for link in links()] if actor.is_staff else [],
        "ngettext": ngettext,
    }
