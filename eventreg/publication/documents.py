"""An edition: the files of one version, made from its sealed content before anything is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any  # Any: content is plain JSON

from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.core.links import absolute_url
from eventreg.documents.docx import recommendations_docx
from eventreg.documents.pdf import recommendations_pdf
from eventreg.documents.types import (
    AddresseeGroup,
    ClauseLine,
    RecommendationsDocument,
    RecommendationsPart,
    Sealed,
)
from eventreg.documents.words import WORDS
from eventreg.i18n import gettext as _
from eventreg.i18n import speaking
from eventreg.i18n.dates import long_date
from eventreg.i18n.text import Translated
from eventreg.publication.content import Corrections, complete_languages, published_content
from eventreg.publication.queries import latest_publication
from eventreg.recommendations.models import Recommendations
from eventreg.sessions.models import SessionKind
from eventreg.sessions.words import session_kind_words

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BILINGUAL = "kk-ru"


@dataclass(frozen=True)
class EditionFile:
    """One file: its format, the languages in it ("all" for JSON), its bytes."""

    format: str
    languages: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Edition:
    """One version, ready to be published; `sha256` is that of the canonical JSON of `content`."""

    version: int
    note: str
    content: Mapping[str, Any]
    sha256: str
    files: tuple[EditionFile, ...]


def prepare_edition(
    recommendations: Recommendations, note: str, now: datetime, corrections: Corrections | None = None
) -> Edition:
    """The version after the latest, with a PDF and a DOCX in each complete language and in Kazakh and Russian together.

    Nothing is stored. Raises `ValueError` unless the recommendations are adopted.
    """
    council_session = recommendations.council_session
    latest = latest_publication(council_session)
    version = latest.version + 1 if latest else 1
    previous = latest.canonical_sha256 if latest else None
    content = published_content(recommendations, version, previous, note, corrections or {})
    canonical = canonical_json(content)
    address = absolute_url(f"/s/{council_session.address}/recommendations/v{version}")
    seal = Sealed("", f"v{version}", now, sha256_hex(canonical), address)
    files = (EditionFile("json", "all", canonical, "application/json"), *_documents(content, canonical, seal))
    return Edition(version, note, content, seal.sha256, files)


def _documents(content: Mapping[str, Any], canonical: bytes, seal: Sealed) -> Iterator[EditionFile]:
    complete = complete_languages(content)
    sets = [*complete, BILINGUAL] if {"kk", "ru"} <= set(complete) else complete
    for languages in sets:
        codes = languages.split("-")
        title = f"{WORDS[codes[0]]['recommendations']}: {Translated(content['session']['title']).in_language(codes[0])}"
        own = Sealed(title, seal.version, seal.released_at, seal.sha256, seal.address)
        parts = tuple(_part(content, language) for language in codes)
        document = RecommendationsDocument(own, parts, canonical)
        yield EditionFile("pdf", languages, recommendations_pdf(document), PDF)
        yield EditionFile("docx", languages, recommendations_docx(document), DOCX)


def _part(content: Mapping[str, Any], language: str) -> RecommendationsPart:
    facts = content["session"]
    day = long_date(date.fromisoformat(facts["held_on"]), language)
    return RecommendationsPart(
        language=language,
        council=Translated(facts["council"]).in_language(language),
        session=session_line(content, language),
        place_and_date=f"{Translated(facts['city']).in_language(language)}, {day}",
        preamble=Translated(content["preamble"]).in_language(language),
        groups=tuple(_group(group, language) for group in content["groups"]),
        adopted=adoption_sentence(content, language),
    )


def _group(group: Mapping[str, Any], language: str) -> AddresseeGroup:
    clauses = (
        ClauseLine(
            label=f"{clause['number']})",
            text=_with_co_executors(clause, language),
            deadline=Translated(clause["deadline"]["phrase"]).in_language(language),
        )
        for clause in group["clauses"]
    )
    return AddresseeGroup(f"{group['number']}.", f"{dative(group, language)}:", tuple(clauses))


def dative(group: Mapping[str, Any], language: str) -> str:
    """To whom the clauses of this group speak, beginning with a capital letter."""
    text = Translated(group["addressee"]["dative"]).in_language(language) if group["addressee"] else ""
    return text[:1].upper() + text[1:]


def _with_co_executors(clause: Mapping[str, Any], language: str) -> str:
    text = Translated(clause["text"]).in_language(language)
    names = co_executors(clause, language)
    return f"{text} ({names})" if names else text


def co_executors(clause: Mapping[str, Any], language: str) -> str:
    """Who else carries the clause out, in a phrase; "" for nobody."""
    names = "; ".join(Translated(found["name"]).in_language(language) for found in clause["co_executors"])
    if not names:
        return ""
    with speaking(language):
        return str(_("together with: %(names)s", names=names))


def session_line(content: Mapping[str, Any], language: str) -> str:
    """The session in a line: its kind, its number if it has one, its title."""
    facts = content["session"]
    with speaking(language):
        kind = session_kind_words()[SessionKind(facts["kind"])]
    number = f" № {facts['number']}" if facts["number"] else ""
    return f"{kind}{number}. {Translated(facts['title']).in_language(language)}"


def adoption_sentence(content: Mapping[str, Any], language: str) -> str:
    """When it was adopted and with what quorum, in words."""
    adopted = content["adopted"]
    quorum, day = adopted["quorum"], long_date(date.fromisoformat(adopted["on"]), language)
    numbers = {"total": quorum["total"], "present": quorum["present"], "needed": quorum["needed"], "date": day}
    with speaking(language):
        if quorum["base"] == "members":
            sentence = _(
                "Adopted on %(date)s. Members: %(total)d, present: %(present)d, needed: %(needed)d.", **numbers
            )
        else:
            sentence = _(
                "Adopted on %(date)s. Invited bodies: %(total)d, represented: %(present)d, needed: %(needed)d.",
                **numbers,
            )
    return str(sentence)
