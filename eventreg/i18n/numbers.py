"""Numbers as they are written in three languages, and the Kazakh suffixes that follow them.

A Kazakh suffix agrees with the last spoken word of the number: 500 is "бес жүз", so "500-ге"; 28 000 is
"жиырма сегіз мың", so "28 000-нан". A noun after a number stays singular in Kazakh.
"""

from enum import StrEnum
from typing import NamedTuple

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
LARGEST = 10**12 - 1


class Qualifier(StrEnum):
    """How exact a published figure is."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"


class _Suffixes(NamedTuple):
    dative: str
    ablative: str


_ZERO = _Suffixes("ге", "ден")
_UNITS = {
    1: _Suffixes("ге", "ден"),  # бір
    2: _Suffixes("ге", "ден"),  # екі
    3: _Suffixes("ке", "тен"),  # үш
    4: _Suffixes("ке", "тен"),  # төрт
    5: _Suffixes("ке", "тен"),  # бес
    6: _Suffixes("ға", "дан"),  # алты
    7: _Suffixes("ге", "ден"),  # жеті
    8: _Suffixes("ге", "ден"),  # сегіз
    9: _Suffixes("ға", "дан"),  # тоғыз
}
_TENS = {
    1: _Suffixes("ға", "нан"),  # он
    2: _Suffixes("ға", "дан"),  # жиырма
    3: _Suffixes("ға", "дан"),  # отыз
    4: _Suffixes("қа", "тан"),  # қырық
    5: _Suffixes("ге", "ден"),  # елу
    6: _Suffixes("қа", "тан"),  # алпыс
    7: _Suffixes("ке", "тен"),  # жетпіс
    8: _Suffixes("ге", "нен"),  # сексен
    9: _Suffixes("ға", "нан"),  # тоқсан
}
_HUNDRED = _Suffixes("ге", "ден")  # жүз
_SCALES = (
    (10**3, _HUNDRED),
    (10**6, _Suffixes("ға", "нан")),  # мың
    (10**9, _Suffixes("ға", "нан")),  # миллион
    (10**12, _Suffixes("қа", "тан")),  # миллиард
)

_QUALIFIED = {
    "ru": {
        Qualifier.EXACT: "{}",
        Qualifier.ABOUT: "около {}",
        Qualifier.MORE_THAN: "более {}",
        Qualifier.AT_LEAST: "не менее {}",
    },
    "en": {
        Qualifier.EXACT: "{}",
        Qualifier.ABOUT: "about {}",
        Qualifier.MORE_THAN: "more than {}",
        Qualifier.AT_LEAST: "at least {}",
    },
}


def grouped(number: int) -> str:
    """The number in groups of three digits, "28 000", with no-break spaces.

    The same in all three languages: a comma would be read as a decimal one in Kazakh and Russian.
    """
    return f"{number:,}".replace(",", NO_BREAK_SPACE)


def with_dative(number: int) -> str:
    """Kazakh "to the number": 500-ге. ValueError below zero and from a trillion on."""
    return f"{grouped(number)}-{_suffixes(number).dative}"


def with_ablative(number: int) -> str:
    """Kazakh "from the number": 28 000-нан. ValueError below zero and from a trillion on."""
    return f"{grouped(number)}-{_suffixes(number).ablative}"


def qualified(number: int, qualifier: str, language: str) -> str:
    """The figure with its qualifier (a `Qualifier` or its value): «500-ге жуық», «около 500», "about 500"."""
    how = Qualifier(qualifier)
    if language != "kk":
        return _QUALIFIED[language][how].format(grouped(number))
    if how is Qualifier.ABOUT:
        return f"{with_dative(number)} жуық"
    if how is Qualifier.MORE_THAN:
        return f"{with_ablative(number)} астам"
    return f"кемінде {grouped(number)}" if how is Qualifier.AT_LEAST else grouped(number)


def _suffixes(number: int) -> _Suffixes:
    """The suffixes of the last word that is spoken."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"no Kazakh suffix for {number}")
    if number == 0:
        return _ZERO
    if number % 10:
        return _UNITS[number % 10]
    if number % 100:
        return _TENS[number // 10 % 10]
    return next(suffixes for limit, suffixes in _SCALES if number % limit)
