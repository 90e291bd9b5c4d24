"""The organizer's own words in a letter: flat placeholders from an allow-list, filled in one pass.

No template language: what a value holds (a body named `{link}`, say) is printed and never read again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

PLACEHOLDERS = ("body", "addressee", "session", "date", "place", "deadline", "link", "seats", "council")
PERSONAL = ("body", "addressee", "seats", "link")  # those that differ from body to body
LINK = "link"
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_PASTED_LINK = re.compile(r"/[iro]/[\w-]{20,}|\[\[link:")


@dataclass(frozen=True)
class Piece:
    """A part of a line: plain text, or the place of the personal link."""

    text: str
    is_link: bool = False


Line = list[Piece]
Paragraph = list[Line]


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and is no placeholder, in the order of the text, each once."""
    return list(dict.fromkeys(found for found in _PLACEHOLDER.findall(text) if found not in PLACEHOLDERS))


def has_link(text: str) -> bool:
    """True when the text says where the personal link goes."""
    return LINK in _PLACEHOLDER.findall(text)


def has_pasted_link(text: str) -> bool:
    """True when somebody's personal link was copied into the text, from where it would go to everybody."""
    return bool(_PASTED_LINK.search(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every known placeholder replaced by its value, once; anything else stays as it is."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def paragraphs(text: str, values: Mapping[str, str]) -> list[Paragraph]:
    """The filled text for a page or an HTML letter: parted by empty lines, with the links marked as such."""
    return [[_pieces(line, values) for line in block.split("\n")] for block in blocks(text)]


def blocks(text: str) -> list[str]:
    """The parts of a text between its empty lines."""
    return [block for block in re.split(r"\n{2,}", text.strip()) if block.strip()]


def _pieces(line: str, values: Mapping[str, str]) -> Line:
    """Even parts of the split are plain, odd ones are names in braces."""
    pieces = []
    for number, part in enumerate(_PLACEHOLDER.split(line)):
        if number % 2 == 0:
            pieces.append(Piece(part))
        else:
            pieces.append(Piece(values.get(part, f"{{{part}}}"), is_link=part == LINK))
    return [piece for piece in pieces if piece.text]
