"""The official letter of a mailing to one body, as data for the document."""

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime

from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.councils.models import Letterhead, OutgoingNumber
from eventreg.councils.queries import letterhead_of
from eventreg.documents.docx import TITLE_LENGTH
from eventreg.documents.types import LetterPart, OfficialLetter, Sealed
from eventreg.i18n.dates import local, long_date
from eventreg.i18n.phones import display
from eventreg.invitations.mails import personal_values, shared_values
from eventreg.invitations.models import Invitation
from eventreg.invitations.recipients import Words
from eventreg.invitations.wording import blocks, fill
from eventreg.sessions.models import CouncilSession

LANGUAGES = ("kk", "ru")  # Law on Languages of 11.07.1997 № 151-I, art. 21
PERSONAL_ON_PAPER = ("body", "addressee", "seats", "number", "dated", "title")
Places = Mapping[str, Mapping[str, str]]  # by language, then by name


class OfficialLetters:
    """Papers of one mailing: what all of them share is worked out once."""

    def __init__(self, council_session: CouncilSession, words: Words, now: datetime) -> None:
        self.council_session = council_session
        self.words = words
        self.today = local(now, council_session.council.time_zone).date()
        self.letterhead = letterhead_of(council_session.council)
        self.languages = [language for language in LANGUAGES if words.official_text.get(language)]
        self.shared = {language: shared_values(council_session, language) for language in self.languages}

    def letter(self, invited: Invitation, seats: int, number: OutgoingNumber | None) -> OfficialLetter:
        """The paper to this body; without a number a draft with a gap where it will stand."""
        return self._composed(self._personal(invited, seats, number), number.dated if number else self.today)

    def stencil(self) -> tuple[OfficialLetter, Places]:
        """A paper with random words in place of what is each body's own, and which word stands for what."""
        secret = secrets.token_hex(8)
        places = {
            language: {name: f"q{secret}{language}{name}q" for name in PERSONAL_ON_PAPER} for language in self.languages
        }
        return self._composed(places, self.today), places

    def by_word(self, places: Places, invited: Invitation, seats: int, number: OutgoingNumber | None) -> dict[str, str]:
        """The value of each word of the stencil for this body."""
        values = self._personal(invited, seats, number)
        return {word: values[language][name] for language, words in places.items() for name, word in words.items()}

    def facts(self, invited: Invitation, seats: int) -> str:
        """A hash of what the paper to this body states: its words with day, place, deadline and addressee.

        Not among them: number and date, which are the paper's own, and the letterhead.
        """
        stated = []
        for language in self.languages:
            personal = personal_values(invited, seats, language)
            every = {**self.shared[language], **personal, "number": "", "dated": ""}
            said = (self.words.subject.in_language(language), *blocks(self.words.official_text[language]))
            stated.append([language, personal["addressee"], *(fill(block, every) for block in said)])
        return sha256_hex(canonical_json(stated))

    def _personal(self, invited: Invitation, seats: int, number: OutgoingNumber | None) -> Places:
        dated = number.dated if number else self.today
        return {
            language: self._titled(
                language,
                {
                    **personal_values(invited, seats, language),
                    "number": number.label if number else "",
                    "dated": long_date(dated, language),
                },
            )
            for language in self.languages
        }

    def _titled(self, language: str, values: Mapping[str, str]) -> Mapping[str, str]:
        """With the title, which is personal as a whole: cutting it cuts no word of the stencil."""
        title = fill(self.words.subject.in_language(language), {**self.shared[language], **values})
        return {**values, "title": title[:TITLE_LENGTH]}

    def _composed(self, values: Places, dated: date) -> OfficialLetter:
        """The paper with these values, which may be words of a stencil."""
        moment = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
        own = values[self.languages[0]]
        seal = Sealed(own["title"], f"№ {own['number']}" if own["number"] else "", moment)
        parts = tuple(self._part(language, values[language]) for language in self.languages)
        return OfficialLetter(seal, parts, self._contact())

    def _part(self, language: str, values: Mapping[str, str]) -> LetterPart:
        every = {**self.shared[language], **values}
        return LetterPart(
            language=language,
            organisation=self.letterhead.name.in_language(language),
            details=_details(self.letterhead, language),
            number=values["number"],
            dated=values["dated"],
            addressee=values["addressee"],
            paragraphs=tuple(fill(block, every) for block in blocks(self.words.official_text[language])),
            signatory_post=self.letterhead.signatory_post.in_language(language),
            signatory_name=self.letterhead.signatory_name.in_language(language),
        )

    def _contact(self) -> str:
        council = self.council_session.council
        phone = display(council.contact_phone) if council.contact_phone else ""
        return ", ".join(part for part in (council.contact_email, phone) if part)


def _details(letterhead: Letterhead, language: str) -> tuple[str, ...]:
    return tuple(letterhead.details.in_language(language).splitlines())
