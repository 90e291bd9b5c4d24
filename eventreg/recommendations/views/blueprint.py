"""The blueprint of the recommendations, with what its views and templates share."""

from datetime import date

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from eventreg.core.pages import prefer_cookie_language
from eventreg.i18n.languages import DEFAULT_LANGUAGE, LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.recommendations.content import held_on
from eventreg.recommendations.differences import Segment, differing_languages, word_differences
from eventreg.recommendations.models import Clause, ClauseAddressee
from eventreg.recommendations.wording import addressee_names, deadline_phrases
from eventreg.recommendations.words import finding_sentence, language_words, state_words
from eventreg.sessions.models import CouncilSession

Answer = Response | tuple[str, int]
blueprint = Blueprint("recommendations", __name__, url_prefix="/office/<council_slug>/<session_code>/recommendations")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


@blueprint.context_processor
def words() -> dict[str, object]:
    """What the templates call by name."""
    return {
        "document_languages": LANGUAGES,
        "language_words": language_words(),
        "state_words": state_words(),
        "finding_sentence": finding_sentence,
        "deadline_phrase": lambda clause: deadline_phrases(clause.deadline),
        "name_of": name_of,
        "dative_of": dative_of,
        "text_differences": text_differences,
    }


def address_of(council_session: CouncilSession) -> dict[str, str]:
    """What every address below a session needs."""
    return {"council_slug": council_session.council.slug, "session_code": council_session.code}


def back_to_text(council_session: CouncilSession, clause_id: str = "") -> Answer:
    """A redirect to the draft, to the place of the clause if one is named."""
    slug, code = council_session.council.slug, council_session.code
    anchor = f"c-{clause_id}" if clause_id else None
    return redirect(url_for("recommendations.index", council_slug=slug, session_code=code, _anchor=anchor))


def name_of(addressee: ClauseAddressee) -> Translated:
    """Who the addressee is, as on the day of the session."""
    return addressee_names(addressee, _day(addressee.clause))[0]


def dative_of(addressee: ClauseAddressee) -> Translated:
    """The addressee as a clause speaks to it."""
    return addressee_names(addressee, _day(addressee.clause))[1]


def text_differences(before: Translated, after: Translated) -> list[tuple[str, list[Segment]]]:
    """Language by language, only those that differ: its code and the word differences."""
    codes = differing_languages(before, after)
    return [(code, word_differences(before.get(code, ""), after.get(code, ""))) for code in codes]


def _day(clause: Clause) -> date:
    return held_on(clause.recommendations.council_session)
