"""Text that XML can hold and that our fonts draw, whatever came into the database by other ways than a form."""

import re

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def xml_text(text: str) -> str:
    """The text with U+FFFD in the place of each character that XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)


# What the embedded fonts draw: Latin, Cyrillic with the Kazakh letters, common punctuation and signs.
NOT_DRAWN = re.compile(
    r"[^\n\u0020-\u007e\u00a0-\u017f\u0400-\u04ff\u2010-\u2015\u2018-\u201f\u2022\u2026\u2032\u2033\u20b8\u20ac\u2116]"
)
_SPACES = "\t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, joiners, marks of order: what Word leaves behind
_ALIKE = {"\u2212": "\u2013", "\u2043": "\u2013", "\u02bc": "\u2019", "\u25cf": "\u2022", "\u2219": "\u2022"}
_LOOKS = str.maketrans({**dict.fromkeys(_SPACES, " "), **dict.fromkeys(_UNSEEN, ""), **_ALIKE})


def drawn_alike(text: str) -> str:
    """The text with signs that look the same and are drawn: any space as a space, a minus as a dash."""
    return text.translate(_LOOKS)


def not_drawn(text: str) -> list[str]:
    """The signs of the text that the fonts do not draw, each once, in the order of the text."""
    return list(dict.fromkeys(NOT_DRAWN.findall(drawn_alike(text))))
