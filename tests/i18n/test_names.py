"""Names as lists and signatures write them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventreg.i18n.names import PersonName, tidy_name, to_latin


@pytest.mark.parametrize(
    ("name", "full", "in_lists", "in_signatures"),
    [
        (PersonName("Касымов", "Болат", "Серикович"), "Касымов Болат Серикович", "Касымов Б. С.", "Б. С. Касымов"),
        (PersonName("Әлиева", "Іңкәр", "Өмірқызы"), "Әлиева Іңкәр Өмірқызы", "Әлиева І. Ө.", "І. Ө. Әлиева"),
        (PersonName("Касымов", "Болат"), "Касымов Болат", "Касымов Б.", "Б. Касымов"),
        (PersonName("Абай"), "Абай", "Абай", "Абай"),
        (PersonName("", "Роза"), "Роза", "Роза", "Роза"),
        (PersonName("Тоқаев", "Қасым-Жомарт"), "Тоқаев Қасым-Жомарт", "Тоқаев Қ.-Ж.", "Қ.-Ж. Тоқаев"),
        (PersonName("Ким", "Анна Мария"), "Ким Анна Мария", "Ким А. М.", "А. М. Ким"),
        (PersonName("Салтыков-Щедрин", "Михаил"), "Салтыков-Щедрин Михаил", "Салтыков-Щедрин М.", "М. Салтыков-Щедрин"),
        (PersonName("Алиев", "Гейдар", "Али оглы"), "Алиев Гейдар Али оглы", "Алиев Г. А.", "Г. А. Алиев"),
        (PersonName("Иванов", "И.", "П."), "Иванов И. П.", "Иванов И. П.", "И. П. Иванов"),
        (PersonName("Иванов", "И.П."), "Иванов И.П.", "Иванов И. П.", "И. П. Иванов"),
        (PersonName("Smith", "john"), "Smith john", "Smith J.", "J. Smith"),
        (PersonName("Ли", "-"), "Ли -", "Ли", "Ли"),
    ],
)  # fmt: skip
def test_a_name_has_its_forms(name: PersonName, full: str, in_lists: str, in_signatures: str) -> None:
    assert (name.full(), name.surname_initials(), name.initials_surname()) == (full, in_lists, in_signatures)


def test_a_tidy_name_has_single_spaces_and_nothing_invisible() -> None:
    assert tidy_name("\ufeff  Қасымов\u00a0\u200b Бо\u00adлат\t\n") == "Қасымов Болат"


def test_a_tidy_name_keeps_its_case() -> None:
    assert tidy_name("де Ла КРУЗ") == "де Ла КРУЗ"


def test_a_letter_in_two_parts_becomes_one() -> None:
    assert tidy_name("Андреи\u0306") == "Андрей"


@given(st.text())
def test_a_tidy_name_stays_as_it_is(text: str) -> None:
    tidy = tidy_name(text)

    assert tidy_name(tidy) == tidy == unicodedata.normalize("NFC", tidy).strip()


@pytest.mark.parametrize(
    ("name", "language", "latin"),
    [
        ("Жұмабаев Ерлан", "kk", "Zhumabayev Yerlan"),
        ("Әлімқұлова Айгүл Қайратқызы", "kk", "Alimkulova Aigul Kairatkyzy"),
        ("Ғабит Һашим Өтеген Ұлан Үміт Іңкәр Теңіз", "kk", "Gabit Hashim Otegen Ulan Umit Inkar Teniz"),
        ("Абай", "kk", "Abai"),
        ("Щербаков Сергей Юрьевич", "ru", "Shcherbakov Sergey Yuryevich"),
        ("Хрущёв Пётр Дмитриевич", "ru", "Khrushchev Pyotr Dmitriyevich"),
        ("Дмитрий", "ru", "Dmitriy"),
        ("ЩЕРБАКОВ Ю.", "ru", "SHCHERBAKOV Yu."),
        ("ЖҰМАБАЙ БОРЩ", "kk", "ZHUMABAI BORSHCH"),
        ("Қасым-Жомарт", "kk", "Kasym-Zhomart"),
        ("John O’Brien", "en", "John O’Brien"),
    ],
)
def test_a_latin_form_is_suggested(name: str, language: str, latin: str) -> None:
    assert to_latin(name, language) == latin


@given(st.text(alphabet="АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя -"))
def test_every_kazakh_letter_has_a_latin_form(text: str) -> None:
    assert to_latin(text, "kk").isascii()
