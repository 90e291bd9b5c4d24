"""Alphabetical order of Kazakh, Russian and English readers."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventreg.i18n.sorting import sort_key

MIXED = st.text(alphabet="аәбеёиіһя АӘЁ-azéZ 019٣²’.№", max_size=8) | st.text(max_size=8)
LANGUAGE = st.sampled_from(("kk", "ru", "en"))


def in_order(texts: list[str], language: str) -> list[str]:
    return sorted(texts, key=lambda text: sort_key(text, language))


def test_the_forty_two_kazakh_letters_stand_in_their_order() -> None:
    alphabet = list("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")

    assert (len(alphabet), in_order(sorted(alphabet, reverse=True), "kk")) == (42, alphabet)


def test_kazakh_names_sort_as_in_a_kazakh_list() -> None:
    names = ["Ысқақ", "Ілияс", "Әлия", "Бақыт", "Азат", "Үміт", "Ұлан", "Умар", "Қайрат", "Камал", "Лаура"]

    assert in_order(names, "kk") == [
        *("Азат", "Әлия", "Бақыт", "Камал", "Қайрат", "Лаура", "Умар", "Ұлан", "Үміт", "Ысқақ", "Ілияс"),
    ]


def test_russian_yo_goes_with_ye_and_kazakh_yo_follows_it() -> None:
    names = ["Ершов", "Елкин", "Ёлкин", "Егоров"]

    assert (in_order(names, "ru"), in_order(names, "kk")) == (
        ["Егоров", "Елкин", "Ёлкин", "Ершов"],
        ["Егоров", "Елкин", "Ершов", "Ёлкин"],
    )


def test_case_does_not_decide() -> None:
    assert in_order(["БОРАН", "алма", "Боз", "АЛАН"], "kk") == ["АЛАН", "алма", "Боз", "БОРАН"]


def test_numbers_go_by_value_and_before_letters() -> None:
    schools = ["№ 10 мектеп", "№ 2 мектеп", "Абай мектебі", "№ 02 мектеп", "№ 1 мектеп"]

    assert in_order(schools, "kk") == ["№ 1 мектеп", "№ 02 мектеп", "№ 2 мектеп", "№ 10 мектеп", "Абай мектебі"]


def test_a_number_of_any_length_has_its_place() -> None:
    assert in_order(["9" * 5000, "1" + "0" * 5000, "8"], "en") == ["8", "9" * 5000, "1" + "0" * 5000]


@pytest.mark.parametrize(
    ("language", "expected"), [("kk", ["Абай", "Яна", "Abai", "Zhan"]), ("en", ["Abai", "Zhan", "Абай", "Яна"])]
)
def test_the_readers_own_script_comes_first(language: str, expected: list[str]) -> None:
    assert in_order(["Zhan", "Яна", "Abai", "Абай"], language) == expected


def test_a_shorter_word_comes_before_a_longer_one() -> None:
    assert in_order(["Алиев", "Али-Хан", "Али Бек", "Али"], "ru") == ["Али", "Али Бек", "Али-Хан", "Алиев"]


def test_marks_and_quotes_decide_only_between_equals() -> None:
    assert in_order(["Éric", "Erik", "«Eric»", "Eric"], "en") == ["Eric", "«Eric»", "Éric", "Erik"]


@pytest.mark.parametrize("other", ["АЛИЕВ", "«Алиев»", "Алиев ", "Али\u200bев"])
def test_texts_that_weigh_the_same_still_have_an_order(other: str) -> None:
    assert sort_key("Алиев", "kk") != sort_key(other, "kk")


@given(MIXED, MIXED, LANGUAGE)
def test_any_two_texts_have_an_order_and_only_the_same_text_is_equal(one: str, other: str, language: str) -> None:
    left, right = sort_key(one, language), sort_key(other, language)

    assert (left < right) + (right < left) + (left == right) == 1
    assert (left == right) == (unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other))


@given(
    st.lists(MIXED, max_size=6, unique=True).flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(texts))),
    LANGUAGE,
)
def test_the_order_does_not_depend_on_where_one_begins(lists: tuple[list[str], list[str]], language: str) -> None:
    one, other = (in_order([unicodedata.normalize("NFC", text) for text in texts], language) for texts in lists)

    assert one == other
