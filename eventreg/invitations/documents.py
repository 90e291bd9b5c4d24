"""The official letter of a mailing to one body, as data for the document."""

from collections.abc import Mapping
from datetime import datetime

from eventreg.councils.models import Letterhead, OutgoingNumber
from eventreg.councils.queries import letterhead_of
from eventreg.documents.types import LetterPart, OfficialLetter, Sealed
from eventreg.i18n.dates import local, long_date
from eventreg.i18n.phones import display
from eventreg.invitations.mails import addressee, personal_values, shared_values
from eventreg.invitations.models import Invitation
from eventreg.invitations.recipients import Words
from eventreg.invitations.wording import blocks, fill
from eventreg.sessions.models import CouncilSession

LANGUAGES = ("kk", "ru")  # Law on Languages of 11.07.1997 № 151-I, art. 21


class OfficialLetters:
    """Papers of one mailing: what all of them share is worked out once."""

    def __init__(self, council_session: CouncilSession, words: Words, now: datetime) -> None:
        self.words = words
        self.now = now
        self.council_session = council_session
        self.letterhead = letterhead_of(council_session.council)

    def letter(self, invited: Invitation, seats: int, number: OutgoingNumber | None) -> OfficialLetter:
        """The paper to this body; without a number a draft with a gap where it will stand."""
        label = number.label if number else ""
        dated = number.dated if number else local(self.now, self.council_session.council.time_zone).date()
        parts = tuple(
            self._part(language, invited, seats, label, long_date(dated, language))
            for language in LANGUAGES
            if self.words.official_text.get(language)
        )
        moment = datetime(dated.year, dated.month, dated.day, tzinfo=self.now.tzinfo)
        title = self.words.subject.in_language(LANGUAGES[0])
        seal = Sealed(fill(title, self._values(LANGUAGES[0], invited, seats)), f"№ {label}" if label else "", moment)
        return OfficialLetter(seal, parts, self._contact())

    def _part(self, language: str, invited: Invitation, seats: int, label: str, dated: str) -> LetterPart:
        values = self._values(language, invited, seats)
        text = self.words.official_text[language]
        return LetterPart(
            language=language,
            organisation=self.letterhead.name.in_language(language),
            details=_details(self.letterhead, language),
            number=label,
            dated=dated,
            addressee=addressee(invited.body, language),
            paragraphs=tuple(fill(block, values) for block in blocks(text)),
            signatory_post=self.letterhead.signatory_post.in_language(language),
            signatory_name=self.letterhead.signatory_name.in_language(language),
        )

    def _values(self, language: str, invited: Invitation, seats: int) -> Mapping[str, str]:
        return {**shared_values(self.council_session, language), **personal_values(invited, seats, language)}

    def _contact(self) -> str:
        council = self.council_session.council
        phone = display(council.contact_phone) if council.contact_phone else ""
        return ", ".join(part for part in (council.contact_email, phone) if part)


def _details(letterhead: Letterhead, language: str) -> tuple[str, ...]:
    return tuple(letterhead.details.in_language(language).splitlines())
