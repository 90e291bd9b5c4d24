"""What a letter's templates become: in one language, or in two of which each is whole as it would go alone."""

import re
from dataclasses import dataclass

from eventreg.mail.rules import LONGEST_SUBJECT

RULE = "=" * 40
# The table of mail/_base.html that holds everything that is read; what people typed is escaped and cannot end it.
LETTER = re.compile(r'<table [^>]*width="600".*</table>(?=\s*</td>\s*</tr>\s*</table>\s*</body>)', re.DOTALL)
GAP = '\n        <div style="height:24px;line-height:24px">&nbsp;</div>\n        '


@dataclass(frozen=True)
class Rendered:
    """What stands in a stored letter; personal links are marks."""

    subject: str
    text: str
    html: str


def joined(first: Rendered, second: Rendered) -> Rendered:
    """Both letters as one, the first above; of subjects that are too long for one line each is cut."""
    below = _letter_in(second.html)
    html = LETTER.sub(lambda above: above[0] + GAP + below, first.html)
    text = f"{first.text}\n{RULE}\n\n{second.text}"
    return Rendered(_subject(first.subject, second.subject), text, html)


def _subject(first: str, second: str) -> str:
    most = (LONGEST_SUBJECT - 3) // 2
    return " / ".join(one if len(one) <= most else f"{one[: most - 1]}…" for one in (first, second))


def _letter_in(html: str) -> str:
    found = LETTER.search(html)
    assert found, "letters are made of mail/_base.html"
    return found[0]
