"""Phone numbers as people type them, are stored once and shown alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventreg.i18n.phones import display, to_e164


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("8 (702) 261-72-86", "+77022617286"),
        ("+7 (7172) 24-93-05", "+77172249305"),
        ("7 702 261 72 86", "+77022617286"),
        ("702 261 72 86", "+77022617286"),
        ("\u200e+7\u00a0702\u2011261\u201172\u201186\u202c", "+77022617286"),
        ("+7\u200b702\u200b2617286", "+77022617286"),
        ("+7\u2066702\u2069 261\ufeff7286", "+77022617286"),
        ("＋７ ７０２ ２６１ ７２ ８６", "+77022617286"),
        ("tel:+77022617286", "+77022617286"),
        ("+7 709 000 00 00", "+77090000000"),
        ("8 (495) 123-45-67", "+74951234567"),
        ("+44 20 7946 0958", "+442079460958"),
        ("8~10 44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_number_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert to_e164(typed) == stored


def test_a_number_without_a_country_code_belongs_to_the_region() -> None:
    assert to_e164("020 7946 0958", "GB") == "+442079460958"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "phone_unreadable"),
        ("жоқ", "phone_unreadable"),
        ("+7 702 261 72 86, +7 7172 24 93 05", "phone_unreadable"),
        ("24-93-05", "phone_incomplete"),
        ("8 702 261 72 8", "phone_incomplete"),
        ("+7 702 261 72 86 1", "phone_too_long"),
        ("8 702 261 72 86 12 34", "phone_too_long"),
        ("+7 000 000 00 00", "phone_incomplete"),
        ("12345678901234567890", "phone_too_long"),
        ("8 (7172) 24-93-05 доб. 12", "phone_extension"),
    ],
)
def test_a_number_that_cannot_be_called_is_refused_with_a_code(typed: str, code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        to_e164(typed)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+77022617286", "+7 (702) 261-72-86"),
        ("+77172249305", "+7 (7172) 24-93-05"),
        ("+77132123456", "+7 (7132) 12-34-56"),
        ("+74951234567", "+7 (495) 123-45-67"),
        ("+442079460958", "+44 20 7946 0958"),
        ("", ""),
        ("ішкі 12", "ішкі 12"),
    ],
)
def test_a_number_is_shown_as_its_country_writes_it(stored: str, shown: str) -> None:
    assert display(stored) == shown


@given(st.integers(7_000_000_000, 7_999_999_999))
def test_what_is_shown_can_be_typed_in_again(national: int) -> None:
    stored = f"+7{national}"

    assert to_e164(display(stored)) == stored


@given(st.text())
def test_any_text_gives_a_number_or_a_known_code(text: str) -> None:
    try:
        answer = to_e164(text)
    except ValueError as refusal:
        answer = str(refusal)

    known = {"phone_unreadable", "phone_incomplete", "phone_too_long", "phone_extension"}
    assert answer in known or answer.startswith("+")
