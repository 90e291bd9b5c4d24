"""Phone numbers: stored as E.164, shown as Kazakhstan writes them."""

import unicodedata

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult

COUNTRY_CODE_OF_KAZAKHSTAN_AND_RUSSIA = 7
NATIONAL_DIGITS = 10  # after that country code
_GROUPS = {5: (1, 2, 2), 6: (2, 2, 2), 7: (3, 2, 2)}  # the subscriber's digits, by how many there are


def to_e164(text: str, default_region: str = "KZ") -> str:
    """The number in E.164: "8 (702) 261-72-86" gives "+77022617286".

    A number without a country code belongs to `default_region`. Of a number of Kazakhstan or abroad the length is
    checked, not whether an operator has been given that range: such lists age, and a working number must not be
    refused. ValueError with one of these codes as its only argument: phone_unreadable, phone_incomplete (a digit
    is missing, or the area code), phone_too_long, phone_extension (E.164 has no room for an extension, and it
    must not be lost in silence).
    """
    try:
        number = phonenumbers.parse(_visible(text), default_region)
    except phonenumbers.NumberParseException as fault:
        too_long = fault.error_type == phonenumbers.NumberParseException.TOO_LONG
        raise ValueError("phone_too_long" if too_long else "phone_unreadable") from fault
    if number.extension:
        raise ValueError("phone_extension")
    _check_length(number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def display(e164: str) -> str:
    """The number for reading: "+7 (702) 261-72-86", "+7 (7172) 24-93-05"; what is no number stays as it is.

    Landlines of Kazakhstan have area codes of four digits. Numbers of other countries are written in their way.
    """
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    if number.country_code != COUNTRY_CODE_OF_KAZAKHSTAN_AND_RUSSIA:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return _in_brackets(number)


def _check_length(number: PhoneNumber) -> None:
    length = phonenumbers.is_possible_number_with_reason(number)
    if length in {ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY}:
        raise ValueError("phone_incomplete")
    if length != ValidationResult.IS_POSSIBLE:
        raise ValueError("phone_too_long")
    if number.country_code == COUNTRY_CODE_OF_KAZAKHSTAN_AND_RUSSIA:
        national = phonenumbers.national_significant_number(number)
        if len(national) > NATIONAL_DIGITS:
            raise ValueError("phone_too_long")
        # with a digit missing, the trunk prefix of "8 702 261 72 8" is taken for the first digit of the area code
        if not national.startswith("7") and not phonenumbers.is_valid_number(number):
            raise ValueError("phone_incomplete")


def _visible(text: str) -> str:
    """Without zero-width signs; full-width digits and odd spaces become plain ones."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf").strip()


def _in_brackets(number: PhoneNumber) -> str:
    national = phonenumbers.national_significant_number(number)
    code_length = phonenumbers.length_of_geographical_area_code(number) or 3
    code, rest = national[:code_length], national[code_length:]
    groups: list[str] = []
    for size in _GROUPS.get(len(rest), (len(rest),)):
        groups.append(rest[:size])
        rest = rest[size:]
    return f"+{number.country_code} ({code}) {'-'.join(groups)}"
