"""What happens to publications."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class RecommendationsPublished(Event):
    """A version of the recommendations is public; `sha256` is that of its canonical JSON."""

    sentence: ClassVar[str] = lazy_gettext("The recommendations were published")
    object_kind: ClassVar[str] = "publication"

    version: int = 0
    sha256: str = ""
