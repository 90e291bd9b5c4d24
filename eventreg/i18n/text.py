"""A text in up to three languages, as one value and one column."""

import unicodedata
from collections.abc import Mapping
from typing import Any  # Any: what a JSON column gives back

from sqlalchemy import Dialect
from sqlalchemy.types import JSON, TypeDecorator

from eventreg.i18n.languages import LANGUAGES


class Translated(dict[str, str]):
    """Texts by language code; empty ones are left out. Never changed in place: give the column a new one."""

    def __init__(self, texts: Mapping[str, str | None] | None = None, **by_language: str | None) -> None:
        given = {**(texts or {}), **by_language}
        tidy = {code: unicodedata.normalize("NFC", given[code] or "").strip() for code in LANGUAGES if code in given}
        super().__init__({code: text for code, text in tidy.items() if text})

    def pick(self, language: str) -> tuple[str, str]:
        """The text and the language it is in: the wanted one, else the first that is there, else ("", language)."""
        for code in (language, *LANGUAGES):
            if self.get(code):
                return self[code], code
        return "", language

    def in_language(self, language: str) -> str:
        """The text in that language, or the first that is there."""
        return self.pick(language)[0]

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages that have no text."""
        return tuple(code for code in LANGUAGES if not self.get(code))


class TranslatedText(TypeDecorator[Translated]):
    """Stores a `Translated` as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> dict[str, str]:
        return dict(value or {})

    def process_result_value(self, value: Any, dialect: Dialect) -> Translated:
        return Translated(value or {})
