"""The data of documents: plain strings, ready to print, one part per language.

A bilingual document has two parts, Kazakh first (Law on Languages of 11.07.1997 № 151-I, art. 21).
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class AgendaLine:
    """One line of an agenda; `number` is "" for what stands in the programme only (breaks, opening)."""

    number: str
    starts: str  # clock time at the venue, "10:00"
    ends: str
    title: str
    speakers: tuple[str, ...] = ()
    duration: str = ""  # "20 мин"


@dataclass(frozen=True)
class AgendaPart:
    """An agenda in one language."""

    language: str
    council: str
    session: str  # kind, number and title of the session
    place_and_date: str
    lines: tuple[AgendaLine, ...]


@dataclass(frozen=True)
class ClauseLine:
    """A clause as printed: its label within the group, its text, its deadline phrase ("" for none)."""

    label: str  # "1)"
    text: str
    deadline: str = ""


@dataclass(frozen=True)
class AddresseeGroup:
    """The clauses for one addressee, named in the dative."""

    label: str  # "1."
    heading: str
    clauses: tuple[ClauseLine, ...]


@dataclass(frozen=True)
class RecommendationsPart:
    """The final recommendations in one language."""

    language: str
    council: str
    session: str
    place_and_date: str
    preamble: str
    groups: tuple[AddresseeGroup, ...]
    adopted: str = ""  # when and by what quorum, in a sentence


@dataclass(frozen=True)
class Sealed:
    """What stands in the footer of a released document: title, version, seal and where to check it."""

    title: str  # for the PDF's metadata
    version: str  # "v1"
    released_at: datetime  # aware; also the document's date, so that equal data gives equal bytes
    sha256: str = ""  # of the canonical JSON
    address: str = ""  # where it stands and can be checked


@dataclass(frozen=True)
class AgendaDocument:
    """An agenda in one language or several."""

    seal: Sealed
    parts: tuple[AgendaPart, ...]


@dataclass(frozen=True)
class RecommendationsDocument:
    """Final recommendations in one language or several; the canonical JSON goes with the PDF."""

    seal: Sealed
    parts: tuple[RecommendationsPart, ...]
    canonical: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class LetterPart:
    """An official letter in one language."""

    language: str
    organisation: str
    details: tuple[str, ...]  # lines below the organisation's name
    number: str  # as it is written: "01-15/12", or "" before one was taken
    dated: str
    addressee: str  # in the dative
    paragraphs: tuple[str, ...]  # of several lines each
    signatory_post: str
    signatory_name: str


@dataclass(frozen=True)
class OfficialLetter:
    """A letter on a bilingual letterhead: Kazakh left and above, Russian right and below."""

    seal: Sealed
    parts: tuple[LetterPart, ...]
    contact: str  # whom to ask, below the signature
