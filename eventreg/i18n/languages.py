"""The languages of the application, Kazakh first."""

LANGUAGES = ("kk", "ru", "en")
DEFAULT_LANGUAGE = "kk"
ENDONYMS = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def known_language(code: str | None) -> str | None:
    """The code when it is one of ours, else None."""
    return code if code in LANGUAGES else None
