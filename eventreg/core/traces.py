"""By what a person is found in a text that somebody wrote: name forms, address, phone."""

import re
from dataclasses import dataclass

from markupsafe import escape


@dataclass(frozen=True)
class Traces:
    """Everything that names one person in a text: whole name forms («Касымов Б. С.»), e-mail address, phone.

    A surname alone is none of them, since namesakes would be taken for the person.
    """

    forms: tuple[str, ...]

    def stand_in(self, text: str) -> bool:
        """Whether the text, plain or HTML, holds any of them as whole words."""
        return any(pattern.search(text) for pattern in self._patterns())

    def cut_from(self, text: str, mark: str) -> str:
        """The text with `mark` in place of each of them, the longest first."""
        for pattern in self._patterns():
            text = pattern.sub(lambda _: mark, text)
        return text

    def _patterns(self) -> list[re.Pattern[str]]:
        given = {form for form in self.forms if len(form) > 1}
        whole = sorted(given | {str(escape(form)) for form in given}, key=len, reverse=True)
        return [re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE) for form in whole]
