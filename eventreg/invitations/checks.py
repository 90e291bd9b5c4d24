"""What a mailing still lacks before it may go: a text in each language that it is written in, and what papers need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard

from sqlalchemy import select

from eventreg.bodies.models import Body
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.councils.models import Council
from eventreg.councils.queries import letterhead_of
from eventreg.i18n.languages import BILINGUAL, ENDONYMS, LANGUAGES, parts_of
from eventreg.i18n.text import Translated
from eventreg.invitations.models import Campaign, CampaignState, Invitation, letter_language
from eventreg.invitations.recipients import Sending, Words, papers_of, wording_of, words_of
from eventreg.invitations.rules import takes_answers, takes_nominations, why_no_answers
from eventreg.sessions.models import CouncilSession

PAPER_LANGUAGES = parts_of(BILINGUAL)
PORTION = 500  # SQLite takes a limited number of parameters


@dataclass(frozen=True)
class Undeclined:
    """A body whose name stands on its paper as it is, since the dative is missing in these languages."""

    public_id: str
    name: Translated
    languages: tuple[str, ...]


def languages_needed(council_session: CouncilSession) -> tuple[str, ...]:
    """Those of the council, and those in which bodies on the session's list are written to."""
    query = select(Invitation.language, Invitation.is_bilingual).distinct()
    rows = session().execute(query.where(Invitation.council_session_id == council_session.id))
    written = {part for row in rows for part in parts_of(letter_language(*row))}
    return tuple(code for code in LANGUAGES if code in {*council_session.council.languages, *written})


def languages_without_text(words: Words, languages: Iterable[str]) -> tuple[str, ...]:
    """Of these languages of letters ("kk-ru" is two) those in which the words have no subject or no text."""
    written = {part for language in languages for part in parts_of(language)}
    silent = {code for code in LANGUAGES if not (words.subject.get(code) and words.text.get(code))}
    return tuple(code for code in LANGUAGES if code in written & silent)


def can_carry(campaign: Campaign | None, language: str) -> TypeGuard[Campaign]:
    """A mailing that invited a body brings it the letter again, in this language; not one that was cancelled."""
    if campaign is None or campaign.state is CampaignState.CANCELLED:
        return False
    return not languages_without_text(words_of(campaign), [language])


def must_speak(words: Words, languages: Iterable[str]) -> None:
    """Raises `Refusal("letter_lacks_language")` where a body would get a letter without a text in its language."""
    if silent := languages_without_text(words, languages):
        raise Refusal("letter_lacks_language", language=", ".join(ENDONYMS[code] for code in silent))


def must_take_nominations(council_session: CouncilSession, now: datetime) -> None:
    """Raises `Refusal` where an invitation asks for what its body cannot do any more.

    `why_no_answers`, or `deadline_has_passed`: after the deadline for nominating a body only changes whom it
    has named, and whoever is invited then has named nobody.
    """
    if not takes_answers(council_session):
        raise Refusal(why_no_answers(council_session))
    if not takes_nominations(council_session, now):
        raise Refusal("deadline_has_passed")


def has_signatory(council: Council) -> bool:
    """Somebody signs the council's official letters."""
    return bool(letterhead_of(council).signatory_name)


def must_be_signed(council: Council) -> None:
    """Raises `Refusal("letterhead_has_no_signatory")`: a paper takes a number for good, so it is whole by then."""
    if not has_signatory(council):
        raise Refusal("letterhead_has_no_signatory")


def undeclined(sending: Sending) -> Sequence[Undeclined]:
    """Bodies that get a paper without the dative of their name in Kazakh or in Russian, in protocol order."""
    return undeclined_among(sending.ids) if sending.wording.words.has_official_letter else ()


def undeclined_among(invitation_ids: Sequence[int]) -> Sequence[Undeclined]:
    """Those of these bodies without the dative of their name in Kazakh or in Russian."""
    query = select(Body.public_id, Body.name, Body.dative).join(Invitation, Invitation.body_id == Body.id)
    query = query.order_by(Body.protocol_rank, Invitation.id)
    found = []
    for first in range(0, len(invitation_ids), PORTION):
        rows = session().execute(query.where(Invitation.id.in_(invitation_ids[first : first + PORTION])))
        found += [Undeclined(one, name, _missing(dative)) for one, name, dative in rows if _missing(dative)]
    return found


def missing_on_paper(invitation: Invitation) -> tuple[str, ...]:
    """The languages without the dative on the paper that this body would get by itself; none where it has its paper."""
    campaign = invitation.campaign
    is_usable = campaign is not None and campaign.state is not CampaignState.CANCELLED
    words = words_of(campaign) if campaign and is_usable else wording_of(invitation.council_session).words
    if not words.has_official_letter or papers_of(invitation):
        return ()
    return _missing(invitation.body.dative)


def _missing(dative: Translated) -> tuple[str, ...]:
    return tuple(code for code in PAPER_LANGUAGES if not dative.get(code))
