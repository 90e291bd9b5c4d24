"""A name is found in whichever script it is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventreg.i18n.names import to_latin
from eventreg.i18n.search_keys import search_key, search_words

SPELLINGS = [
    ("Ақтөбе", "Актобе", "Ақтобе", "Aktobe", "Aqtobe", "Aqtóbe", "Aqtöbe", "АҚТӨБЕ"),
    ("Жұмабаев", "Жумабаев", "Джумабаев", "Zhumabayev", "Zhumabaev", "Jumabaev", "Dzhumabayev"),
    ("Айгүл", "Айгуль", "Aigul", "Aygul", "Aıgúl"),
    ("Щербаков", "Shcherbakov", "Scherbakov"),
    ("Ерлан", "Yerlan", "Erlan"),
    ("Қайрат", "Кайрат", "Kairat", "Kayrat", "Qairat", "Qaırat"),
    ("Мәжіліс", "Мажилис", "Mazhilis", "Majilis", "Mäjilis"),
    ("Қасымов", "Касымов", "Kassymov", "Kasymov", "Qasymov"),
    ("Бақыт", "Бахыт", "Bakyt", "Bakhyt", "Baqyt"),
    ("Шоқан", "Чокан", "Shokan", "Chokan"),
    ("Ілияс", "Ильяс", "Ilyas", "Iliyas"),
    ("Ләззат", "Ляззат", "Lazzat", "Lyazzat"),
    ("Маңғыстау", "Мангистау", "Mangystau", "Mańǵystaý"),
    ("Теңіз", "Тенгиз", "Tengiz", "Teniz"),
    ("Мейер", "Meyer"),
    ("Йорданов", "Yordanov"),
    ("Гаухар", "Гауһар", "Gauhar", "Gaukhar"),
    ("Юлия", "Yuliya", "Yulia", "Iuliia"),
    ("Фёдоров", "Федоров", "Fyodorov", "Fedorov"),
    ("Соловьёв", "Соловьев", "Solovyov", "Solovyev"),
    ("Татьяна", "Tatyana", "Tatiana"),
    ("Любовь", "Lyubov", "Liubov", "Lubov"),
    ("Дмитрий", "Dmitriy", "Dmitrii", "Dmitry"),
    ("Сергеевич", "Sergeyevich", "Sergeevich"),
    ("Александр", "Aleksandr", "Alexandr"),
    ("Галиуллин", "Galiullin"),
    ("Шымкент", "Чимкент", "Shymkent", "Şymkent"),
]
NAMES = [name for group in SPELLINGS for name in group] + ["Махамбет Өтемісұлы", "Askhat Askarzhan", "Район", "Мария"]
QUERY_TEXT = st.text(alphabet="аәбгғджзйёеиіклмнңхһшщчцъьыюяуұүaeghijkscyzdşýý '’-.№ᴬÅ\u200b0٣", max_size=12)


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda group: str(group[0]))
def test_every_spelling_of_a_name_has_one_key(spellings: tuple[str, ...]) -> None:
    assert {search_key(spelling) for spelling in spellings} == {search_key(spellings[0])}


@pytest.mark.parametrize(("one", "other"), [("Алиев", "Валиев"), ("Жанар", "Шанар"), ("Серик", "Берик"), ("10", "100")])
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@given(st.text() | QUERY_TEXT)
def test_the_key_of_a_key_is_the_key_itself(text: str) -> None:
    key = search_key(text)

    assert search_key(key) == key


@given(QUERY_TEXT)
def test_words_stand_one_space_apart(text: str) -> None:
    key = search_key(text)

    assert key == " ".join(key.split())


def test_punctuation_and_invisible_signs_do_not_count() -> None:
    texts = ("«Жас техник» орталығы, № 5", "жас\u200bтехник", "Жас-техник (орталығы) 5", "ЖАС ТЕХНИК\u00a0ОРТАЛЫҒЫ №5")

    keys = [search_key(text) for text in texts]

    assert keys == ["жас текник орталиги 5", "жастекник", "жас текник орталиги 5", "жас текник орталиги 5"]


def test_apostrophes_do_not_part_a_word() -> None:
    assert {search_key(name) for name in ("О'Коннор", "О’Коннор", "ОКоннор", "O`Konnor")} == {"оконор"}


def test_a_latin_letter_typed_into_a_cyrillic_word_is_forgiven() -> None:
    assert search_key("Cepiк Aлиeв") == search_key("Серік Алиев")


def test_numbers_keep_all_their_digits() -> None:
    assert search_key("2000 жыл, 11-мектеп") == "2000 жил 11 мектеп"


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_typed_of_a_name_from_its_beginning_finds_it(name: str) -> None:
    key = search_key(name)
    typed = [name[:end] for end in range(4, len(name) + 1)]

    assert [query for query in typed if not all(word in key for word in search_words(query))] == []


@pytest.mark.parametrize(
    "name", ["Жұмабаев Ерлан", "Қайрат Әбдірахманов", "Щербаков Юрий", "Ғани Һашимов", "Цой Вячеслав"]
)
def test_the_latin_form_that_we_suggest_finds_the_cyrillic_name(name: str) -> None:
    assert search_key(to_latin(name, "kk")) == search_key(name)


def test_the_words_of_a_query_may_come_in_any_order() -> None:
    key = search_key("Жұмабаев Ерлан Серікұлы")

    assert [all(word in key for word in search_words(query)) for query in ("yerlan ZHUMABAYEV", "Ерлан Алиев")] == [
        True,
        False,
    ]


@pytest.mark.parametrize("query", ["", "  ", "«—»", "\u200b", "'"])
def test_a_query_of_no_letters_has_no_words(query: str) -> None:
    assert search_words(query) == []
