"""What a mailing still lacks before it may go."""

from collections.abc import Iterable

from sqlalchemy import select

from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.i18n.languages import BILINGUAL, ENDONYMS, LANGUAGES, parts_of
from eventreg.invitations.models import Invitation
from eventreg.invitations.recipients import Words
from eventreg.sessions.models import CouncilSession


def languages_needed(council_session: CouncilSession) -> tuple[str, ...]:
    """Those of the council, and those in which bodies on the session's list are written to."""
    query = select(Invitation.language, Invitation.is_bilingual).distinct()
    rows = session().execute(query.where(Invitation.council_session_id == council_session.id))
    written = {part for language, is_bilingual in rows for part in parts_of(BILINGUAL if is_bilingual else language)}
    return tuple(code for code in LANGUAGES if code in {*council_session.council.languages, *written})


def languages_without_text(words: Words, languages: Iterable[str]) -> tuple[str, ...]:
    """Of these languages of letters ("kk-ru" is two) those in which the words have no subject or no text."""
    written = {part for language in languages for part in parts_of(language)}
    silent = {code for code in LANGUAGES if not (words.subject.get(code) and words.text.get(code))}
    return tuple(code for code in LANGUAGES if code in written & silent)


def must_speak(words: Words, languages: Iterable[str]) -> None:
    """Raises `Refusal("letter_lacks_language")` where a body would get a letter without a text in its language."""
    if silent := languages_without_text(words, languages):
        raise Refusal("letter_lacks_language", language=", ".join(ENDONYMS[code] for code in silent))
