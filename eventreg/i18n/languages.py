"""The languages of the application, Kazakh first."""

LANGUAGES = ("kk", "ru", "en")
DEFAULT_LANGUAGE = "kk"
ENDONYMS = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


BILINGUAL = "kk-ru"  # of letters: Kazakh above, Russian below (Law on Languages of 11.07.1997 № 151-I, art. 21)
LETTER_ENDONYMS = {**ENDONYMS, BILINGUAL: "Қазақша + Русский"}


def parts_of(language: str) -> tuple[str, ...]:
    """The languages of a letter, the first above: those of "kk-ru" are kk and ru, any other is its own."""
    return tuple(language.split("-"))


def known_language(code: str | None) -> str | None:
    """The code when it is one of ours, else None."""
    return code if code in LANGUAGES else None
