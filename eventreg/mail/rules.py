"""What a letter's parts must look like, and when it may be sent or sent again."""

import re
import unicodedata

ASCII_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")
LONGEST_SUBJECT = 200


def one_line(text: str) -> str:
    """The text on one line without control characters, as a header needs it; at most 200 characters."""
    spaced = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join(spaced.split())[:LONGEST_SUBJECT]


def tidy_text(text: str) -> str:
    """The text part: no space at line ends, at most one empty line in a row, one line break at the end."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def is_good_file_name(name: str) -> bool:
    """ASCII letters, digits, spaces, dots, hyphens: other names hurt delivery."""
    return ASCII_FILE_NAME.fullmatch(name) is not None
