"""A letter to thousands: the templates are rendered once per language, and only what is personal is put in each time.

In place of a personal part the rendered letter bears a random word that nobody can have typed. All of them are replaced
in one pass, so a value is printed and never read again; in HTML it is escaped as the templates would have done it.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from eventreg.mail.render import untrimmed, without_marks
from eventreg.mail.rules import one_line, without_controls
from eventreg.mail.stored_parts import Rendered

Context = Callable[[Mapping[str, str]], Mapping[str, object]]


@dataclass(frozen=True)
class Stencil:
    """A rendered letter with words in place of personal parts; `places` maps each such word to its part's name."""

    subject: str
    text: str
    html: str
    places: Mapping[str, str]

    def filled(self, values: Mapping[str, str]) -> Rendered:
        """The letter with these personal parts; the mark of a personal link may only stand in `link` and `…_link`."""
        plain = {word: _plain(name, values[name]) for word, name in self.places.items()}
        escaped = {word: str(escape(value)) for word, value in plain.items()}
        subject = one_line(self._replaced(self.subject, plain))
        return Rendered(subject, self._replaced(self.text, plain), self._replaced(self.html, escaped))

    def _replaced(self, text: str, by_word: Mapping[str, str]) -> str:
        return re.sub("|".join(by_word), lambda found: by_word[found[0]], text)


def cut_stencil(kind: str, language: str, personal: Sequence[str], context: Context) -> Stencil:
    """The letter `kind` rendered in `language` with places for the parts named in `personal`.

    `context` gets a word for each of these names and gives the values of the templates, with the words where the
    personal parts belong.
    """
    secret = secrets.token_hex(8)
    words = {name: f"q{secret}{number:02}q" for number, name in enumerate(personal)}
    subject, text, html = untrimmed(kind, language, context(words))
    return Stencil(subject, text, html, {word: name for name, word in words.items()})


def _plain(name: str, value: str) -> str:
    """One line without control characters."""
    tidy = " ".join(without_controls(value).split())
    return tidy if name == "link" or name.endswith("_link") else without_marks(tidy)
