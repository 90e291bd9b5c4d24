"""Letters to bodies: one function, template folder and snapshot each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from eventreg.bodies.models import Body
from eventreg.core.links import absolute_url
from eventreg.documents.official_letter import BLANK
from eventreg.files.models import StoredFile
from eventreg.i18n import gettext as _
from eventreg.i18n import speaking
from eventreg.i18n.dates import local, long_date
from eventreg.invitations.letter_kinds import INVITATION, WITHDRAWN
from eventreg.invitations.models import BodyMessage, CampaignKind, Invitation
from eventreg.invitations.recipients import Wording, papers_of
from eventreg.invitations.rules import can_be_answered_by_body, fits_in_letter
from eventreg.invitations.wording import PERSONAL, fill, paragraphs
from eventreg.mail.actions import post
from eventreg.mail.models import Letter
from eventreg.mail.stencils import Stencil, cut_stencil
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name
from eventreg.registrations.session_facts import moment_at_venue, news_of_session, sender_of, session_facts
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.news import News

REJECTED = "nominee_rejected"
LETTERS = {CampaignKind.INVITATION: INVITATION, CampaignKind.LETTER: "body_letter"}
DEAD_PATH = "/i/preview"  # what stands for the personal link in previews and tests
RESEND_EVERY = 900  # seconds
Paper = Literal["", "attached", "linked"]  # how the official letter goes along


def mailing_stencil(council_session: CouncilSession, wording: Wording, language: str, paper: Paper) -> Stencil:
    """The organizer's words with places for what is each body's own: `PERSONAL`, and number and date of its paper."""

    def context(words: Mapping[str, str]) -> Mapping[str, object]:
        values = {**shared_values(council_session, language), **words}
        facts = {name: words[name] for name in ("number", "dated", "stop_link")} | {"official": paper}
        return {**_context(council_session, wording, values, language), **facts}

    return cut_stencil(LETTERS[wording.kind], language, (*PERSONAL, "number", "dated", "stop_link"), context)


def way_of_papers(sizes: Sequence[int]) -> Paper:
    """How the files of an official letter (bytes) go along: "" where there is none."""
    return "" if not sizes else "attached" if fits_in_letter(sizes) else "linked"


def mailing_test(
    invited: Invitation,
    wording: Wording,
    to: str,
    language: str,
    papers: Sequence[tuple[StoredFile, str]],
    now: datetime,
) -> Letter:
    """The same words to the office's own address, with a link that opens nothing and papers without a number."""
    council_session = invited.council_session
    goes, today = way_of_papers([file.size for file, _ in papers]), local(now, council_session.council.time_zone).date()

    def context(code: str) -> Mapping[str, object]:
        values = placeholder_values(invited, code, absolute_url(DEAD_PATH))
        facts = {"official": goes, "number": BLANK, "dated": long_date(today, code)}
        return {**_context(council_session, wording, values, code), **facts}

    return post(
        LETTERS[wording.kind],
        key=f"invitation_test:{invited.public_id}:{language}:{now.isoformat()}",
        to=to,
        language=language,
        about=("council_session", council_session.public_id),
        council_session=council_session.public_id,
        now=now,
        context=context,
        attachments=papers if goes == "attached" else (),
    )


def invitation_link(invited: Invitation, now: datetime) -> Letter:
    """The way to the body's page once more, at most one letter in 15 minutes."""
    portion = int(now.timestamp()) // RESEND_EVERY
    is_open = can_be_answered_by_body(invited, now)
    key = f"{invited.public_id}:{invited.link_version}:{portion}"

    def more(language: str) -> Mapping[str, object]:
        return {"deadline": deadline_words(invited.council_session, language) if is_open else ""}

    return _to_body("invitation_link", key, invited, now, more)


def invitation_renewed(invited: Invitation, now: datetime) -> Letter:
    """A new way to the body's page, made on that page; it says that every earlier one is dead."""
    return _to_body("invitation_renewed", f"{invited.public_id}:{invited.link_version}", invited, now, lambda _: {})


def invitation_withdrawn(invited: Invitation, now: datetime) -> Letter | None:
    """Takes the invitation back, and says why where the office wants that; the number of its paper stands in it."""
    if not invited.email:
        return None
    papers = [paper for paper in papers_of(invited) if paper.campaign.kind is CampaignKind.INVITATION]
    number = papers[0].outgoing_number if papers else None

    def more(language: str) -> Mapping[str, object]:
        return {
            "reason": invited.withdrawal_reason if invited.is_reason_told else "",
            "number": number.label if number else "",
            "dated": long_date(number.dated, language) if number else "",
        }

    return _to_body(WITHDRAWN, f"{invited.public_id}:{invited.link_version}:{now.isoformat()}", invited, now, more)


def _to_body(
    kind: str, key: str, invited: Invitation, now: datetime, more: Callable[[str], Mapping[str, object]]
) -> Letter:
    """To the address on file alone, in the language or languages of the body's letters; `more` gives values in one."""
    council_session = invited.council_session

    def context(language: str) -> Mapping[str, object]:
        own = {"body": invited.body.name.in_language(language), "link": invited.link.mark}
        return {**sender_of(council_session, language), **own, **more(language)}

    return post(
        kind,
        key=f"{kind}:{key}",
        to=invited.email,
        language=invited.letter_language,
        about=("invitation", invited.public_id),
        council_session=council_session.public_id,
        now=now,
        context=context,
    )


def body_message(message: BodyMessage, now: datetime) -> Letter | None:
    """What a body wrote, to the secretariat; the answer goes to the body's address."""
    invited = message.invitation
    council_session, language = invited.council_session, invited.council_session.council.languages[0]
    if not council_session.council.contact_email:
        return None
    return post(
        "body_message",
        key=f"body_message:{message.public_id}",
        to=council_session.council.contact_email,
        language=language,
        about=("invitation", invited.public_id),
        council_session=council_session.public_id,
        now=now,
        context={
            **sender_of(council_session, language),
            "contact_email": invited.email,
            "body": invited.body.name.in_language(language),
            "text": message.text,
            "paragraphs": message.text.split("\n"),
            "page": absolute_url(f"/office/{council_session.address}/invitations/{invited.public_id}"),
        },
    )


def session_news(invited: Invitation, news: News, now: datetime) -> Letter | None:
    """Says to a body that the session is called off, announced again or moved."""
    council_session = invited.council_session
    if not invited.email:
        return None

    def more(language: str) -> Mapping[str, object]:
        return {**news_of_session(council_session, news, language), "name": ""}

    key = f"{invited.public_id}:{invited.link_version}:{council_session.revision}"
    return _to_body(news.kind, key, invited, now, more)


def nominee_rejected(invited: Invitation, registration: Registration, now: datetime) -> Letter | None:
    """The office did not approve one whom the body named, and why; the body may name somebody else."""
    if not invited.email:
        return None
    person = {"name": full_name(registration.person), "reason": registration.decision_reason}
    return _to_body(REJECTED, _cause_of_rejection(registration), invited, now, lambda _: person)


def rejection_key(registration: Registration) -> str:
    """The key of the letter that says so to the body."""
    return f"{REJECTED}:{_cause_of_rejection(registration)}"


def _cause_of_rejection(registration: Registration) -> str:
    return f"{registration.public_id}:{registration.calendar_sequence}"


def placeholder_values(invited: Invitation, language: str, link: str) -> dict[str, str]:
    """What each placeholder stands for in a letter to this body."""
    shared = shared_values(invited.council_session, language)
    return {**shared, **personal_values(invited, len(invited.seats), language), "link": link}


def shared_values(council_session: CouncilSession, language: str) -> dict[str, str]:
    """The placeholders that are the same for every body."""
    facts = session_facts(council_session, language)
    return {
        "session": facts.title,
        "date": facts.when,
        "place": facts.where,
        "deadline": deadline_words(council_session, language),
        "council": facts.council,
    }


def personal_values(invited: Invitation, seats: int, language: str) -> dict[str, str]:
    """The placeholders that are each body's own, but for its link."""
    body = invited.body
    return {"body": body.name.in_language(language), "addressee": addressee(body, language), "seats": str(seats)}


def addressee(body: Body, language: str) -> str:
    """To whom: the name in the dative, which English does without; else the name."""
    return body.dative.get(language) or body.name.in_language(language)


def deadline_words(council_session: CouncilSession, language: str) -> str:
    """The deadline at the venue, or that one may answer until the session begins."""
    if council_session.nominate_until:
        return moment_at_venue(council_session.nominate_until, council_session, language)
    with speaking(language):
        return str(_("until the session begins"))


def _context(
    council_session: CouncilSession, wording: Wording, values: Mapping[str, str], language: str
) -> dict[str, object]:
    text = wording.words.text.in_language(language)
    return {
        **sender_of(council_session, language),
        "subject": fill(wording.words.subject.in_language(language), values),
        "text": fill(text, values),
        "paragraphs": paragraphs(text, values),
        "link": values["link"],
        "official": "",
        "stop_link": "",
    }
