"""Alphabetical order: Kazakh (42 letters), Russian and English, with Latin letters and numbers mixed in."""

import unicodedata

SortKey = tuple[tuple[tuple[int, int, str], ...], str, str]

KAZAKH_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"  # the Russian letters keep their Russian order
LATIN_ALPHABET = "abcdefghijklmnopqrstuvwxyz"

_SEPARATOR, _NUMBER, _OWN_LETTER, _FOREIGN_LETTER, _OTHER_LETTER = range(5)
_CYRILLIC_PLACES = {letter: place for place, letter in enumerate(KAZAKH_ALPHABET)}
_LATIN_PLACES = {letter: place for place, letter in enumerate(LATIN_ALPHABET)}


def sort_key(text: str, language: str) -> SortKey:
    """A key by which texts of any script stand in the order that readers of `language` expect.

    Case does not matter, numbers go by their value ("2-мектеп" before "10-мектеп") and before letters, the
    reader's own script before the other one. Spaces and hyphens part words, so that "Али Хан" precedes "Алиев";
    other punctuation counts only between texts that are alike without it. In Russian ё goes with е. Two texts
    have the same key only when they are the same text (in NFC).
    """
    text = unicodedata.normalize("NFC", text)
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text.replace("№", "")).casefold())
    return tuple(_tokens(folded, language)), folded, text


def _tokens(folded: str, language: str) -> list[tuple[int, int, str]]:
    tokens: list[tuple[int, int, str]] = []
    digits = ""
    for sign in f"{folded}\n":  # the line feed ends a number that stands last
        if sign.isdecimal():
            digits += str(unicodedata.decimal(sign))
            continue
        if digits:
            value = digits.lstrip("0")
            tokens.append((_NUMBER, len(value), value))
            digits = ""
        token = _token(sign, language)
        if token and not (token[0] == _SEPARATOR and tokens[-1:] in ([], [token])):
            tokens.append(token)
    return tokens[:-1] if tokens and tokens[-1][0] == _SEPARATOR else tokens


def _token(sign: str, language: str) -> tuple[int, int, str] | None:
    """The weight of one sign, None when it has none."""
    if sign.isspace() or unicodedata.category(sign) == "Pd":
        return _SEPARATOR, 0, ""
    if language == "ru" and sign == "ё":
        sign = "е"
    base = sign if sign in _CYRILLIC_PLACES else unicodedata.normalize("NFD", sign)[0]
    if base in _CYRILLIC_PLACES:
        return _FOREIGN_LETTER if language == "en" else _OWN_LETTER, _CYRILLIC_PLACES[base], ""
    if base in _LATIN_PLACES:
        return _OWN_LETTER if language == "en" else _FOREIGN_LETTER, _LATIN_PLACES[base], ""
    return (_OTHER_LETTER, ord(base), "") if base.isalnum() else None
