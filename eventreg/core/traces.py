"""By what a person is found in a text that somebody wrote: name forms, address, phone."""

import re
from dataclasses import dataclass
from functools import cached_property

from markupsafe import escape


def small(text: str) -> str:
    """The text in small letters, to be searched for `Traces.needles`; a Turkish İ is an i as it is for `stand_in`."""
    return text.casefold().replace("\u0307", "")


@dataclass(frozen=True)
class Traces:
    """Everything that names one person in a text: whole name forms («Касымов Б. С.»), e-mail address, phone.

    A surname alone is none of them, since namesakes would be taken for the person.
    """

    forms: tuple[str, ...]

    def stand_in(self, text: str) -> bool:
        """Whether the text, plain or HTML, holds any of them as whole words."""
        pattern = self._pattern
        return pattern is not None and pattern.search(text) is not None

    def cut_from(self, text: str, mark: str) -> str:
        """The text with `mark` in place of each of them, the longest first."""
        pattern = self._pattern
        return pattern.sub(lambda _: mark, text) if pattern else text

    @cached_property
    def needles(self) -> frozenset[str]:
        """One of them stands in every `small` text that names the person: what a database is asked for first."""
        written = {form for form in self.forms if len(form) > 1}
        written |= {str(escape(form)) for form in written}
        return frozenset(max(small(form).split(), key=len) for form in written)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """One for all of them, since an erasure reads every text that somebody wrote."""
        given = {form for form in self.forms if len(form) > 1}
        whole = sorted(given | {str(escape(form)) for form in given}, key=len, reverse=True)
        if not whole:
            return None
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, whole))})(?!\w)", re.IGNORECASE)
