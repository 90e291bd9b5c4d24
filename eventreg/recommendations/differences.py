"""Differences between two wordings, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated

TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
LINES = re.compile(r"[^\n]*\n|[^\n]+")
TOO_MANY_TOKENS = 4000  # beyond it whole lines are compared: the comparison takes quadratic time


@dataclass(frozen=True)
class Segment:
    """A stretch of text that is `same`, `added` or `removed`."""

    kind: str
    text: str


def word_differences(before: str, after: str) -> list[Segment]:
    """What was removed and what was added, in reading order; equal texts give one `same` segment."""
    pattern = LINES if max(len(TOKENS.findall(text)) for text in (before, after)) > TOO_MANY_TOKENS else TOKENS
    old, new = pattern.findall(before), pattern.findall(after)
    return list(_segments(old, new))


def differing_languages(before: Translated, after: Translated) -> tuple[str, ...]:
    """The languages whose text is not the same."""
    return tuple(code for code in LANGUAGES if before.get(code, "") != after.get(code, ""))


def _segments(old: list[str], new: list[str]) -> Iterator[Segment]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Segment("same", "".join(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Segment("removed", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Segment("added", "".join(new[new_from:new_to]))
