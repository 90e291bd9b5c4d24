"""E-mail addresses: the one rule for what is taken from forms, files and pasted lines, and what a letter is sent to."""

import re

from email_validator import EmailNotValidError, validate_email

ADDRESS = re.compile(r"[!#-'*+./0-9=?A-Z^-~-]{1,64}@[^\s@<>()\[\],;:\\\"]{1,250}")


class NameNotLatin(ValueError):
    """The part before the @ has letters that mail servers need SMTPUTF8 for (RFC 6531), which few have."""


def is_address(text: str) -> bool:
    """One e-mail address that can stand in an envelope: an ASCII name, and a domain in any script."""
    return ADDRESS.fullmatch(text) is not None


def tidy_email(text: str) -> str:
    """An address that a letter can be sent to, with the domain in lower case.

    Raises `NameNotLatin` when only its name is in the way, `ValueError` when it is none. Domains in any script are
    taken, and those reserved for examples, since demo data uses them (RFC 2606).
    """
    try:
        address = validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as fault:
        raise ValueError(str(fault)) from None
    if not is_address(address):
        raise NameNotLatin(address)
    return address
