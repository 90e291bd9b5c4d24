"""The content of a published version: plain JSON, from which pages, files and the seal are made."""

from collections.abc import Iterator, Mapping
from typing import Any  # Any: content is plain JSON

from eventreg.attendance.models import QuorumSnapshot
from eventreg.i18n.dates import local
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.recommendations.checks import Fault, Finding, text_findings
from eventreg.recommendations.models import Recommendations

Corrections = Mapping[str, Translated]  # by clause id, or PREAMBLE
PREAMBLE = "preamble"


def published_content(
    recommendations: Recommendations, version: int, previous_sha256: str | None, note: str, corrections: Corrections
) -> dict[str, Any]:
    """The adopted text with its version, the hash of the version before, and how it was adopted.

    The adopted text itself stays as it is; `corrections` replace wordings in this version alone.
    """
    text = recommendations.adopted_text
    return {
        **text,
        "preamble": dict(corrections.get(PREAMBLE, Translated(text["preamble"]))),
        "groups": [
            {**group, "clauses": [_corrected(clause, corrections) for clause in group["clauses"]]}
            for group in text["groups"]
        ],
        "version": version,
        "note": note,
        "previous_sha256": previous_sha256,
        "adopted": _adoption(recommendations, str(text["session"]["time_zone"])),
    }


def clauses_of(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every clause in the printed order."""
    for group in content["groups"]:
        yield from group["clauses"]


def wordings_of(content: Mapping[str, Any]) -> Iterator[tuple[str, Translated]]:
    """Every text that can be corrected: its id and its wording, the preamble first."""
    if content["preamble"]:
        yield PREAMBLE, Translated(content["preamble"])
    for clause in clauses_of(content):
        yield str(clause["id"]), Translated(clause["text"])


def blocking_faults(content: Mapping[str, Any]) -> list[tuple[str, Finding]]:
    """What keeps this content from going out: Kazakh or Russian missing, figures that differ, nobody addressed."""
    found = [(id_, finding) for id_, text in wordings_of(content) for finding in text_findings(text)]
    for group in content["groups"]:
        if group["addressee"] is None:
            found += [(str(clause["id"]), Finding(Fault.NO_ADDRESSEE)) for clause in group["clauses"]]
    return [(id_, finding) for id_, finding in found if finding.blocks]


def complete_languages(content: Mapping[str, Any]) -> list[str]:
    """The languages in which every text is there; a file is made for each of these."""
    texts = [text for _id, text in wordings_of(content)]
    return [code for code in LANGUAGES if all(text.get(code) for text in texts)]


def _corrected(clause: dict[str, Any], corrections: Corrections) -> dict[str, Any]:
    return {**clause, "text": dict(corrections.get(clause["id"], Translated(clause["text"])))}


def _adoption(recommendations: Recommendations, time_zone: str) -> dict[str, Any]:
    if recommendations.adopted_at is None or recommendations.quorum_snapshot is None:
        raise ValueError("only adopted recommendations have a published content")
    return {
        "on": local(recommendations.adopted_at, time_zone).date().isoformat(),
        "text_sha256": recommendations.adopted_sha256,
        "quorum": _quorum(recommendations.quorum_snapshot),
    }


def _quorum(snapshot: QuorumSnapshot) -> dict[str, Any]:
    """Numbers only: who was present is nobody's business outside."""
    numbers = {"total": snapshot.total, "present": snapshot.present, "needed": snapshot.needed}
    return {"base": snapshot.base.value, **numbers}
