"""Text that XML can hold, whatever came into the database by other ways than a form."""

import re

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def xml_text(text: str) -> str:
    """The text with U+FFFD in the place of each character that XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)
