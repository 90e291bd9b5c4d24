"""A Kazakh suffix agrees with the last spoken word of the number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventreg.i18n.numbers import grouped, qualified, with_ablative, with_dative

NUMBERS = st.integers(0, 10**9) | st.integers(0, 1000) | st.integers(1, 999).map(lambda number: number * 10**6)
UNITS = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")


def spoken(number: int) -> list[str]:
    """The words of a number, written down independently of the tables under test."""
    words: list[str] = []
    for size, name in ((10**9, "миллиард"), (10**6, "миллион"), (10**3, "мың"), (100, "жүз")):
        count, number = divmod(number, size)
        if count:
            words += [*spoken(count), name]
    words += [TENS[number // 10], UNITS[number % 10]]
    return [word for word in words if word] or ["нөл"]


def is_front(word: str) -> bool:
    return next(letter for letter in reversed(word) if letter in "аоұыәөүіе") in "әөүіе"


def inflected(word: str) -> tuple[str, str]:
    """Dative and ablative by vowel harmony and the last consonant, as a grammar gives them."""
    front, last = is_front(word), word[-1]
    voiceless = last in "қкпстшд"  # д is devoiced at the end of миллиард
    dative = ("к" if front else "қ") if voiceless else ("г" if front else "ғ")
    ablative = "т" if voiceless else ("н" if last in "мнң" else "д")
    vowel = "е" if front else "а"
    return dative + vowel, f"{ablative}{vowel}н"


@given(NUMBERS)
def test_the_suffix_of_any_number_is_that_of_its_last_spoken_word(number: int) -> None:
    last_word = spoken(number)[-1]

    suffixes = tuple(form(number).rpartition("-")[2] for form in (with_dative, with_ablative))

    assert suffixes == inflected(last_word)


@pytest.mark.parametrize(
    ("number", "dative", "ablative"),
    [
        (0, "0-ге", "0-ден"),
        (2, "2-ге", "2-ден"),
        (6, "6-ға", "6-дан"),
        (31, "31-ге", "31-ден"),
        (40, "40-қа", "40-тан"),
        (80, "80-ге", "80-нен"),
        (115, "115-ке", "115-тен"),
        (500, "500-ге", "500-ден"),
        (28_000, "28\N{NO-BREAK SPACE}000-ға", "28\N{NO-BREAK SPACE}000-нан"),
        (100_000, "100\N{NO-BREAK SPACE}000-ға", "100\N{NO-BREAK SPACE}000-нан"),
    ],
)
def test_numbers_of_the_grammar_table_are_right(number: int, dative: str, ablative: str) -> None:
    assert (with_dative(number), with_ablative(number)) == (dative, ablative)


@pytest.mark.parametrize("number", [-1, 10**12])
def test_a_number_that_nobody_says_has_no_suffix(number: int) -> None:
    with pytest.raises(ValueError, match="no Kazakh suffix"):
        with_dative(number)


@given(NUMBERS)
def test_grouping_adds_nothing_but_no_break_spaces(number: int) -> None:
    assert grouped(number).replace("\N{NO-BREAK SPACE}", "") == str(number)


def test_groups_have_three_digits() -> None:
    assert [grouped(number).split("\N{NO-BREAK SPACE}") for number in (999, 1896, 1_000_000)] == [
        ["999"],
        ["1", "896"],
        ["1", "000", "000"],
    ]


@pytest.mark.parametrize(
    ("number", "qualifier", "kk", "ru", "en"),
    [
        (28, "exact", "28", "28", "28"),
        (500, "about", "500-ге жуық", "около 500", "about 500"),
        (28_000, "more_than", "28 000-нан астам", "более 28 000", "more than 28 000"),
        (31, "at_least", "кемінде 31", "не менее 31", "at least 31"),
    ],
)
def test_a_figure_says_how_exact_it_is(number: int, qualifier: str, kk: str, ru: str, en: str) -> None:
    phrases = [qualified(number, qualifier, language) for language in ("kk", "ru", "en")]

    assert [phrase.replace("\N{NO-BREAK SPACE}", " ") for phrase in phrases] == [kk, ru, en]


def test_an_unknown_qualifier_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="roughly"):
        qualified(5, "roughly", "en")
