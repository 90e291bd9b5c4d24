"""The words for states, deadlines and findings, in the reader's language."""

from eventreg.i18n import gettext as _
from eventreg.recommendations.checks import Fault, Finding
from eventreg.recommendations.models import DeadlineKind, RecommendationsState


def state_words() -> dict[RecommendationsState, str]:
    return {
        RecommendationsState.COLLECTING: _("Collecting proposals"),
        RecommendationsState.DRAFTING: _("Being drafted"),
        RecommendationsState.TABLED: _("Tabled"),
        RecommendationsState.ADOPTED: _("Adopted"),
        RecommendationsState.PUBLISHED: _("Published"),
        RecommendationsState.SUPERSEDED: _("Superseded"),
    }


def deadline_words() -> dict[DeadlineKind, str]:
    return {
        DeadlineKind.BY_DATE: _("By a date"),
        DeadlineKind.WITHIN_DAYS: _("Within some days of adoption"),
        DeadlineKind.QUARTER: _("In a quarter"),
        DeadlineKind.CONTINUOUS: _("Continuously"),
        DeadlineKind.QUARTERLY: _("Every quarter, by a day of the month"),
        DeadlineKind.NONE: _("No deadline"),
    }


def language_words() -> dict[str, str]:
    return {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}


def finding_sentence(finding: Finding) -> str:
    """What the checker found, and what to do about it where that is not plain."""
    if finding.fault is Fault.FIGURES_DIFFER:
        return _figures_sentence(finding)
    language = language_words().get(finding.language, "")
    sentences = {
        Fault.NO_ADDRESSEE: _("Nobody is addressed."),
        Fault.NO_DATIVE: _("The body %(body)s has no form for “to whom?” yet; its name is printed instead."),
        Fault.NO_DEADLINE: _("There is no deadline."),
        Fault.LANGUAGE_MISSING: _("The text is missing: %(language)s."),
        Fault.VAGUE: _("“%(word)s” cannot be checked later; say what is to be done."),
        Fault.TWO_DUTIES: _("This may be two duties in one clause (%(language)s)."),
    }
    sentence: str = sentences[finding.fault]
    return sentence % {"body": finding.word, "word": finding.word, "language": language}


def _figures_sentence(finding: Finding) -> str:
    kk, ru = ", ".join(finding.only_kk) or "–", ", ".join(finding.only_ru) or "–"
    sentence: str = _("Numbers or dates differ. Only in Kazakh: %(kk)s. Only in Russian: %(ru)s.", kk=kk, ru=ru)
    return sentence


def recommendation_refusals() -> dict[str, str]:
    """Sentences for what actions on recommendations refuse."""
    return {
        "text_is_locked": _("The recommendations were adopted. Their text is locked for everybody."),
        "text_is_tabled": _("The recommendations are tabled. Return them to drafting to change the text."),
        "edited_meanwhile": _("Somebody else changed this text while you were working on it. Nothing was overwritten."),
        "clause_is_gone": _("Somebody else deleted this clause while you were working on it."),
        "clause_is_empty": _("Write the clause in at least one language."),
        "deadline_incomplete": _("The deadline is not complete."),
        "no_clauses": _("There are no clauses yet."),
        "not_in_drafting": _("The recommendations are not being drafted any more."),
        "not_tabled": _("The recommendations are not tabled."),
        "text_not_ready": _("The text has faults that would stay for good. They are listed below."),
        "text_differs_from_shown": _("The text was changed after you opened this page. Read it again."),
        "no_quorum": _("There is no quorum, so the recommendations cannot be adopted now."),
    }
