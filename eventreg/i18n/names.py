"""Names of people: tidy, in the order and with the initials that papers want, and in Latin letters."""

import unicodedata
from dataclasses import dataclass

# «Серік ұлы», «Али кызы», «Гейдар оглы»: part of the patronymic that has no initial of its own
_KIN_WORDS = frozenset(
    ("ұлы", "улы", "уулу", "қызы", "кызы", "оглы", "оғлы", "оғылы", "uly", "qyzy", "kyzy", "ogly", "oglu")
)

# BGN/PCGN 1979, without diacritics
_LATIN = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
    "и": "i", "й": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "kh", "һ": "h", "ц": "ts", "ч": "ch",
    "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_RUSSIAN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
_VOWELS = frozenset("аәеёиоөуұүыіэюя")
_HUSHING = frozenset("жчшщ")


@dataclass(frozen=True)
class PersonName:
    """A person's name in its parts. Nothing but the surname is needed; a single name is a surname here."""

    surname: str
    given_name: str = ""
    patronymic: str = ""

    def full(self) -> str:
        """«Касымов Болат Серикович»: surname, given name, patronymic if there is one."""
        return tidy_name(f"{self.surname} {self.given_name} {self.patronymic}")

    def surname_initials(self) -> str:
        """«Касымов Б. С.», for lists and agendas; a name of one part stays whole."""
        return tidy_name(f"{self.surname} {self._initials()}") if tidy_name(self.surname) else self.full()

    def initials_surname(self) -> str:
        """«Б. С. Касымов», for signatures; a name of one part stays whole."""
        return tidy_name(f"{self._initials()} {self.surname}") if tidy_name(self.surname) else self.full()

    def _initials(self) -> str:
        """«Б. С.», of a double name «Қ.-Ж.»."""
        words = [*_words(self.given_name), *(w for w in _words(self.patronymic) if w.casefold() not in _KIN_WORDS)]
        return " ".join("-".join(_initial(part) for part in word.split("-") if part) for word in words)


def tidy_name(text: str) -> str:
    """The text in NFC, without invisible signs, with single spaces and none at the ends. Case stays as typed."""
    visible = "".join(
        " " if sign.isspace() or unicodedata.category(sign) == "Cc" else sign
        for sign in unicodedata.normalize("NFC", text)
        if unicodedata.category(sign) != "Cf"
    )
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def to_latin(text: str, language: str) -> str:
    """A suggestion for the Latin form of a Kazakh or Russian name; the person has the last word.

    Kazakhstan has submitted no romanisation of Cyrillic Kazakh as a standard (UNGEGN Working Group, report 4.0,
    2016). The letters follow BGN/PCGN 1979 without diacritics, with what is common in passports of Kazakhstan:
    қ k, ғ g, ң n; е at the beginning, after a vowel and after ь ъ is "ye" (Yerlan, Zhumabayev); й is "i" (Aigul,
    Kairat), after и and ы, and in Russian at the end of a word, "y" (Sergey); ё after ж ч ш щ is "e" (Gorbachev).
    `language` is the language in which the name is written. Other letters and signs stay as they are.
    """
    text = unicodedata.normalize("NFC", text)
    return "".join(_latin_sign(text, place, language) for place in range(len(text)))


def to_russian(text: str) -> str:
    """A suggestion for the Russian form of a Kazakh name: Ахметов Серік Ұланұлы gives Ахметов Серик Уланулы.

    The nine Kazakh letters become the Russian ones that passports give for them; nothing else is changed.
    """
    return unicodedata.normalize("NFC", text).translate(_RUSSIAN)


def _words(text: str) -> list[str]:
    """The words of a name; initials typed without a space («Б.С.») are words too."""
    return tidy_name(text.replace(".", " ")).split()


def _initial(word: str) -> str:
    letter = next((sign for sign in word if sign.isalpha()), "")
    return f"{letter.upper()}." if letter else ""


def _latin_sign(text: str, place: int, language: str) -> str:
    sign = text[place]
    small = sign.lower()
    if small not in _LATIN:
        return sign
    before, after = text[place - 1 : place].lower(), text[place + 1 : place + 2]
    latin = _in_context(small, before, after.lower(), language)
    if sign == small:
        return latin
    shouted = after.isupper() or (not after.isalpha() and text[place - 1 : place].isupper())
    return latin.upper() if shouted else latin.capitalize()


def _in_context(small: str, before: str, after: str, language: str) -> str:
    """The Latin letters for one letter, given its neighbours (empty at the ends)."""
    if small == "е" and (before in _VOWELS or before in "ьъ" or not before.isalpha()):
        return "ye"
    if small == "ё" and before in _HUSHING:
        return "e"
    if small == "й" and (before in {"и", "ы"} or (language == "ru" and not after.isalpha())):
        return "y"
    return _LATIN[small]
