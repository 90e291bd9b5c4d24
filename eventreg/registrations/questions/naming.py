"""Names for questions and codes for choices, made from their words."""

import re
from collections.abc import Collection

from eventreg.i18n.search_keys import search_key
from eventreg.i18n.text import Translated

LENGTH = 32


def name_from(text: Translated, taken: Collection[str], otherwise: str) -> str:
    """A name of a-z, 0-9 and _ that nobody has yet, after the English words or else the Latin form of the others."""
    words = re.sub(r"[^a-z0-9]+", "_", search_key(text.pick("en")[0]))[:LENGTH].strip("_")
    stem = words if re.match("[a-z]", words) else f"{otherwise}_{words}".strip("_")
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name
