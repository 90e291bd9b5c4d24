"""Keys under which names are found whatever the script: Актобе, Ақтөбе, Aktobe and Aqtóbe have one key.

A key is written in a few small Cyrillic letters. It keeps the consonants that people hear and gives up what
Kazakh, Russian and Latin spellings disagree about, so it finds too much rather than too little:

- а ә; е ё э; и й і ы; о ө; у ұ ү; г ғ; к қ х һ (Бақыт, Бахыт); н ң нг; ш щ ч (Шоқан, Чокан) count as one letter;
- ж is also дж, j, zh, dzh; a doubled letter is one (Kassymov); ь, ъ and apostrophes are dropped;
- ю and я are иу and иа (Yuliya), but лу and ла where a word begins (Любовь, Lubov; Ляззат, Ләззат);
- Latin letters typed into a Cyrillic word by mistake are read as the Cyrillic letters that they resemble.

What it cannot do: spellings that differ in a vowel (Ораз, Ураз; Бауыржан, Бауржан) or in voice (Шыңғыс, Чингиз);
Latin s+h that is no ш (Ashat for Асхат); the Latin alphabet of 2017 with apostrophes for letters (S'ymkent);
compounds with and without a hyphen (Касым-Жомарт, Касымжомарт); case endings, translations, mistypings; the
start of a query in the middle of a word where it cuts a pair of letters in two.
"""

import re
import unicodedata
from functools import lru_cache

_LOOKALIKES = str.maketrans("ABCEHIKMOPTXYaceihmopxykt", "АВСЕНІКМОРТХУасеіһморхукт")

_CYRILLIC = {
    "ә": "а", "э": "е", "є": "е", "й": "и", "і": "и", "ы": "и", "ө": "о", "ұ": "у", "ү": "у",
    "ғ": "г", "ґ": "г", "қ": "к", "х": "к", "һ": "к", "ҳ": "к", "ң": "н", "җ": "ж", "ц": "тс", "ч": "ш",
    "щ": "ш", "ъ": "", "ь": "", "ю": "иу", "я": "иа",
}  # fmt: skip
_LATIN = {
    "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "к", "i": "и", "j": "ж", "k": "к",
    "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в",
    "w": "у", "x": "кс", "y": "и", "z": "з",
    "ı": "и", "ý": "у", "ş": "ш", "š": "ш", "ç": "ш", "č": "ш", "ž": "ж", "ə": "а", "æ": "а", "ŋ": "н", "ø": "о",
    "ɵ": "о", "ł": "л", "đ": "д",
}  # fmt: skip
_LETTERS = str.maketrans(_CYRILLIC | _LATIN)
_MARKED = frozenset("йýşšçčž")  # letters in their own right: these marks are not dropped

# What is read before the letters one by one.
_PAIRS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"shch|sch|sh|ch", "ш"),
        (r"zh", "ж"),
        (r"gh", "г"),
        (r"\b(?:lyu|liu|лю)", "лу"),
        (r"\b(?:lya|ля)", "ла"),
        (r"ye|й[еэ]", "е"),
        (r"(?<![aeiouyаәеиоөуұүыіэюя])(?:yo|йо)", "е"),
    )
)
_HALVES = re.compile(r"(?<=\w{3})(?:dz|sc|[zscdyдй])$")  # may be the first half of a pair that is still to be typed


@lru_cache(maxsize=4096)
def search_key(text: str) -> str:
    """The words of the text, folded, with one space between them; its own key is the same again.

    Store it beside the text; a text is found when every one of `search_words(query)` is a part of its key.
    """
    words = (_letters_of(word) for word in _plain_words(text))
    return " ".join(key for word in words if (key := _settled(word)))


def search_words(query: str) -> list[str]:
    """The parts that a key must contain to be found; none for a query without letters and digits.

    The last word may be unfinished: what could be half of a pair of letters ("Askarz" of "Askarzhan") is
    left off, so that whatever is typed of a name from its beginning still finds it.
    """
    words = _plain_words(query)
    if words and query[-1:].isalnum():
        words[-1] = _HALVES.sub("", words[-1])
    return [key for word in words for key in search_key(word).split()]


def _plain_words(text: str) -> list[str]:
    """Small letters and digits, without marks and invisible signs; a word in one script as far as can be."""
    text = unicodedata.normalize("NFKC", text.replace("№", " "))
    shown = "".join(_shown(sign) for sign in text)
    return " ".join(_small(_in_one_script(word)) for word in shown.split()).split()


def _shown(sign: str) -> str:
    """The sign, nothing for one that parts no words, a space for one that does."""
    category = unicodedata.category(sign)
    if category in {"Cf", "Sk", "Lm"} or sign in "'’‘`´":
        return ""
    return sign if category[0] in "LNM" else " "


def _in_one_script(word: str) -> str:
    """A word with a Cyrillic letter is Cyrillic: Latin lookalikes are read as what they look like."""
    return word.translate(_LOOKALIKES) if re.search("[Ѐ-ӿ]", word) else word


def _small(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word.casefold())
    return "".join(_without_marks(sign) for sign in folded)


def _without_marks(sign: str) -> str:
    if sign in _MARKED:
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if unicodedata.category(part)[0] != "M")


def _letters_of(word: str) -> str:
    for pattern, replacement in _PAIRS:
        word = pattern.sub(replacement, word)
    return word.translate(_LETTERS)


def _settled(word: str) -> str:
    """Pairs and doubles made single, until nothing changes."""
    while True:
        single = re.sub(r"([^\W\d])\1+", r"\1", word).replace("дж", "ж").replace("нг", "н")
        if single == word:
            return word
        word = single
