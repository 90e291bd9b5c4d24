"""Languages, texts in three languages, dates, names, sorting and search keys; gettext for the interface."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import force_locale, get_locale, gettext, lazy_gettext, ngettext

from eventreg.i18n.languages import DEFAULT_LANGUAGE, LANGUAGES

__all__ = ["current_language", "gettext", "lazy_gettext", "ngettext", "speaking"]


def current_language() -> str:
    """The language in which this request, letter or document speaks: kk, ru or en."""
    locale = get_locale()
    return locale.language if locale and locale.language in LANGUAGES else DEFAULT_LANGUAGE


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, gettext answers in `language` (a recipient's, say); afterwards as before."""
    with force_locale(language):
        yield
