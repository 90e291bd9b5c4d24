"""What is wrong, or may be wrong, with clauses and preamble.

Findings are advice while the text is drafted. Those that block (`BLOCKING`) must be gone before adoption and before
publication, because adopted text is locked for everybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.recommendations.figures import differing_figures
from eventreg.recommendations.models import Clause, DeadlineKind, Recommendations


class Fault(StrEnum):
    """What the checker looks for."""

    NO_ADDRESSEE = "no_addressee"
    NO_DATIVE = "no_dative"
    NO_DEADLINE = "no_deadline"
    LANGUAGE_MISSING = "language_missing"
    FIGURES_DIFFER = "figures_differ"
    VAGUE = "vague"
    TWO_DUTIES = "two_duties"


OFFICIAL = ("kk", "ru")  # English may follow later
VAGUE = {
    "kk": ("жандандыр", "күшейт", "жақсарт", "жәрдемдес", "ықпал ет", "назар аудар", "мүмкіндігін қарастыр"),
    "ru": ("активизир", "усилить", "улучшить", "содейств", "способств", "уделить внимание", "рассмотреть возможность"),
}
# Two infinitives joined by «и» or «а также», two verbal nouns in -у joined by «және», or a second sentence.
INFINITIVE = r"(?!сеть\b|печать\b|память\b)\w+(?:[аеиоуыя]ть(?:ся)?|вести|нести|йти)\b"
TWO_DUTIES = {
    "kk": re.compile(r"\w+у(?:ды|ді)?\s+(?:\w+\s+){0,2}және\s+(?:\w+\s+){0,6}\w+у(?:ды|ді)\b", re.IGNORECASE),
    "ru": re.compile(rf"\b{INFINITIVE}[^.;]*?\b(?:и|а также)\s+(?:\w+\s+){{0,1}}{INFINITIVE}", re.IGNORECASE),
}
SECOND_SENTENCE = re.compile(r"[;.]\s+\w{3,}")


@dataclass(frozen=True)
class Finding:
    """One fault: the language or word it concerns, and for figures what stands in Kazakh or Russian alone."""

    fault: Fault
    language: str = ""
    word: str = ""
    only_kk: tuple[str, ...] = ()
    only_ru: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """Adoption and publication are refused as long as it stands."""
        if self.fault is Fault.LANGUAGE_MISSING:
            return self.language in OFFICIAL
        return self.fault in (Fault.NO_ADDRESSEE, Fault.FIGURES_DIFFER)


def clause_findings(clause: Clause) -> list[Finding]:
    """Everything that the checker says about a clause."""
    return [*_addressing(clause), *text_findings(clause.text), *_style(clause.text)]


def text_findings(text: Translated) -> list[Finding]:
    """Missing languages, and numbers or dates that differ between Kazakh and Russian."""
    missing = [Finding(Fault.LANGUAGE_MISSING, language=code) for code in LANGUAGES if not text.get(code)]
    if not (text.get("kk") and text.get("ru")):
        return missing
    only_kk, only_ru = differing_figures(text["kk"], text["ru"])
    if not (only_kk or only_ru):
        return missing
    return [*missing, Finding(Fault.FIGURES_DIFFER, only_kk=tuple(only_kk), only_ru=tuple(only_ru))]


def preamble_findings(preamble: Translated) -> list[Finding]:
    """As for a clause; a document may do without a preamble."""
    return text_findings(preamble) if preamble else []


def blocking_findings(recommendations: Recommendations) -> list[tuple[Clause | None, Finding]]:
    """What must be put right before adoption; None stands for the preamble."""
    found: list[tuple[Clause | None, Finding]] = [
        (None, fault) for fault in preamble_findings(recommendations.preamble)
    ]
    for clause in recommendations.clauses:
        found += [(clause, fault) for fault in clause_findings(clause)]
    return [(clause, fault) for clause, fault in found if fault.blocks]


def _addressing(clause: Clause) -> Iterator[Finding]:
    if not clause.addressees:
        yield Finding(Fault.NO_ADDRESSEE)
    for body in (addressee.body for addressee in clause.addressees if addressee.body):
        if not (body.dative.get("kk") and body.dative.get("ru")):
            yield Finding(Fault.NO_DATIVE, word=body.code)
    if clause.deadline_kind is DeadlineKind.NONE:
        yield Finding(Fault.NO_DEADLINE)


def _style(text: Translated) -> Iterator[Finding]:
    for code in OFFICIAL:
        wording = text.get(code, "").lower()
        vague = next((word for word in VAGUE[code] if word in wording), None)
        if vague:
            yield Finding(Fault.VAGUE, language=code, word=vague)
        if TWO_DUTIES[code].search(wording) or SECOND_SENTENCE.search(wording):
            yield Finding(Fault.TWO_DUTIES, language=code)
