"""Every page that a browser can open, with who opens it and where; what has no page stands at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from eventreg.accounts.models import StaffUser
from eventreg.agenda.models import AgendaItem
from eventreg.attendance.actions import check_in
from eventreg.attendance.models import Channel
from eventreg.bodies.models import Body, Contact, Person
from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.db import Base, session, transaction
from eventreg.i18n.text import Translated
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.mail.inbound import receive
from eventreg.mail.models import Letter
from eventreg.recommendations.actions import ClauseDetails, add_clause, adopt, edit_preamble, table
from eventreg.recommendations.content import content_hash, text_content
from eventreg.recommendations.models import AddresseeClass, Clause, Deadline, DeadlineKind, Recommendations
from eventreg.recommendations.queries import recommendations_of
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.questions.models import Question
from eventreg.sessions.actions import SessionDetails, add_session, move_to
from eventreg.sessions.models import CouncilSession, Stage
from tests.e2e.imports import imports_to_look_at
from tests.factories import a_body, a_registration, an_invitation

TEXT = Translated(
    kk="балаларды техникалық шығармашылықпен қамту жөніндегі 1 жоспарды бекіту",
    ru="утвердить 1 план по охвату детей техническим творчеством",
    en="approve 1 plan for bringing children into technical creativity",
)


@dataclass(frozen=True)
class Places:
    """Addresses of the sessions and public ids of things in them, as far as paths need them."""

    held: str
    coming: str
    tabled: str
    drafted: str
    adopted: str
    ids: dict[str, str]


@dataclass(frozen=True)
class Picture:
    """One page: its endpoint, who opens it, its address, and what it answers."""

    endpoint: str
    actor: str
    path: Callable[[Places], str]
    status: int = 200
    variant: str = ""

    @property
    def name(self) -> str:
        return f"{self.endpoint}-{self.variant}" if self.variant else self.endpoint


def _at(path: str) -> Callable[[Places], str]:
    """A path with {held}, {coming}, {tabled}, {drafted} for sessions and {name} for the ids of `Places`."""
    return lambda places: path.format(
        held=places.held,
        coming=places.coming,
        tabled=places.tabled,
        drafted=places.drafted,
        adopted=places.adopted,
        **places.ids,
    )


def _of(actor: str, *lines: tuple[str, str]) -> tuple[Picture, ...]:
    return tuple(Picture(endpoint, actor, _at(path)) for endpoint, path in lines)


PAGES: tuple[Picture, ...] = (
    *_of(
        "public",
        ("site.home", "/"),
        ("site.session", "/s/{held}"),
        ("agenda_public.latest", "/s/{held}/agenda"),
        ("agenda_public.release", "/s/{held}/agenda/1"),
        ("publication.recommendations", "/s/{held}/recommendations"),
        ("publication.version", "/s/{held}/recommendations/v1"),
        ("publication.verify", "/verify"),
        ("accounts.sign_in", "/office/sign-in"),
        ("accounts.forgotten", "/office/forgotten"),
        ("accounts.link_sent", "/office/forgotten/sent"),
        ("invitations_guest.new_link", "/i/new-link"),
        ("invitations_guest.preview", "/i/preview"),
        ("applications_public.form", "/s/{coming}/register"),
        ("registrations_guest.new_link", "/r/new-link"),
    ),
    Picture("site.session", "public", _at("/s/{coming}"), variant="coming"),
    Picture("site.session", "public", _at("/s/nobody/2020-01-01"), 404, "missing"),
    Picture("publication.verify", "public", _at("/verify?sha256=" + "0" * 64), variant="not-ours"),
    Picture("invitations_guest.open_link", "public", _at("/i/unknown-token"), 410),
    Picture("subscriptions.open_link", "public", _at("/u/unknown-token"), 410),
    Picture("applications_public.open_link", "public", _at("/r/a/unknown-token"), 410),
    Picture("registrations_guest.open_link", "public", _at("/r/unknown-token"), 410),
    Picture("accounts.set_password_by_link", "public", _at("/office/password/unknown-token"), 410),
    *_of(
        "body",
        ("invitations_guest.page", "/i/b/{body}"),
        ("invitations_guest.decline", "/i/b/{body}/decline"),
        ("invitations_guest.delegate", "/i/b/{body}/delegates/{body_delegate}"),
        ("invitations_guest.withdraw", "/i/b/{body}/delegates/{body_delegate}/withdraw"),
        ("invitations_guest.replace", "/i/b/{body}/delegates/{body_delegate}/replace"),
    ),
    *_of(
        "nominee",
        ("registrations_guest.page", "/r/p/{nominee}"),
        ("registrations_guest.answers", "/r/p/{nominee}/answers"),
    ),
    *_of(
        "delegate",
        ("registrations_guest.pass_page", "/r/p/{delegate}/pass"),
        ("logistics_guest.travel", "/r/p/{delegate}/travel"),
        ("registrations_guest.personal_data", "/r/p/{delegate}/personal-data"),
        ("registrations_guest.ask_about_consent", "/r/p/{delegate}/withdraw-consent"),
        ("registrations_guest.withdraw", "/r/p/{delegate}/withdraw"),
    ),
    Picture("registrations_guest.page", "delegate", _at("/r/p/{delegate}"), variant="confirmed"),
    *_of(
        "secretary",
        ("office.home", "/office/"),
        ("office.dashboard", "/office/{coming}/"),
        ("office.journal", "/office/{held}/journal"),
        ("office.import_page", "/office/import"),
        ("office.search", "/office/search?q=Aktobe"),
        ("accounts.account", "/office/account"),
        ("accounts.password", "/office/account/password"),
        ("sessions.add", "/office/{council}/add-session"),
        ("sessions.edit", "/office/{coming}/edit"),
        ("sessions.tell", "/office/{tabled}/stage/cancelled"),
        ("councils.retention", "/office/{council}/privacy/retention"),
        ("councils.consent", "/office/{council}/privacy/consent"),
        ("bodies.index", "/office/bodies/"),
        ("bodies.add", "/office/bodies/add"),
        ("bodies.edit", "/office/bodies/{any_body}"),
        ("bodies.contact_add", "/office/bodies/{any_body}/contacts/add"),
        ("bodies.successor", "/office/bodies/{any_body}/successor"),
        ("people.index", "/office/people/"),
        ("duplicates.index", "/office/duplicates/"),
        ("bodies.contact_edit", "/office/bodies/{contact_body}/contacts/{contact}"),
        ("people.edit", "/office/people/{any_person}"),
        ("history.person", "/office/history/people/{any_person}"),
        ("history.body", "/office/history/bodies/{any_body}"),
        ("people.add", "/office/people/add"),
        ("imports.index", "/office/imports/"),
        ("imports.add", "/office/imports/add"),
        ("imports.columns", "/office/imports/{import_uploaded}/columns"),
        ("imports.show", "/office/imports/{import_checked}"),
        ("invitations.board", "/office/{coming}/invitations/"),
        ("invitations.add", "/office/{tabled}/invitations/add"),
        ("invitations.add_person", "/office/{coming}/invitations/add-person"),
        ("invitations.letter", "/office/{coming}/invitations/letter"),
        ("invitations.send", "/office/{coming}/invitations/send"),
        ("invitations.send_all", "/office/{coming}/invitations/send-all?kind=education_organisation"),
        ("invitations.show", "/office/{coming}/invitations/{body}"),
        ("invitations.decline", "/office/{coming}/invitations/{body}/decline"),
        ("invitations.withdraw", "/office/{coming}/invitations/{body}/withdraw"),
        ("invitations.waiting", "/office/{coming}/invitations/waiting-list"),
        ("invitations.reminders", "/office/{coming}/invitations/reminders"),
        ("invitations.days_off", "/office/{coming}/invitations/reminders/days-off"),
        ("invitations.call", "/office/{coming}/invitations/calls/{body}"),
        ("invitations.replace", "/office/{coming}/invitations/people/{delegate}/replace"),
        ("invitations.preview", "/office/{coming}/invitations/{body}/preview"),
        ("mailings.index", "/office/{coming}/mailings/"),
        ("mailings.letterhead", "/office/{coming}/mailings/letterhead"),
        ("outgoing.register", "/office/{council}/outgoing-letters/"),
        ("invitations.outgoing_numbers", "/office/{coming}/invitations/outgoing-numbers"),
        ("invitations.outgoing_number", "/office/{coming}/invitations/{body}/outgoing-number"),
        ("mailings.new", "/office/{coming}/mailings/new"),
        ("mailings.preview", "/office/{coming}/mailings/2/preview/{body}"),
        ("mailings.send", "/office/{coming}/mailings/2/send"),
        ("mailings.show", "/office/{coming}/mailings/2"),
        ("mailings.words", "/office/{coming}/mailings/2/words"),
        ("letters.index", "/office/{coming}/letters/"),
        ("letters.returned", "/office/{coming}/letters/returned"),
        ("letters.show", "/office/letters/{letter}"),
        ("registrations.index", "/office/{coming}/registrations"),
        ("registrations.show", "/office/{coming}/registrations/{delegate}"),
        ("registrations.approval", "/office/{coming}/registrations/approval"),
        ("registrations.admission", "/office/{coming}/registrations/admission"),
        ("questions.index", "/office/{coming}/questions"),
        ("questions.preview", "/office/{coming}/questions/preview"),
        ("questions.add", "/office/{coming}/questions/add"),
        ("questions.choose_source", "/office/{drafted}/questions/copy"),
        ("questions.copy", "/office/{drafted}/questions/copy/{coming_code}"),
        ("questions.edit", "/office/{coming}/questions/{question}/edit"),
        ("questions.remove", "/office/{coming}/questions/{question}/remove"),
        ("registrations.erasure_requests", "/office/{coming}/registrations/erasure-requests"),
        ("registrations.refuse", "/office/{coming}/registrations/{delegate}/refuse-erasure"),
        ("persons.index", "/office/personal-data/?q={delegate_person}"),
        ("persons.show", "/office/personal-data/{delegate_person}"),
        ("persons.erase", "/office/personal-data/{delegate_person}/erase"),
        ("applications.index", "/office/{coming}/applications"),
        ("logistics.index", "/office/{coming}/logistics"),
        ("logistics.show", "/office/{coming}/logistics/driver"),
        ("registrations.withdraw", "/office/{coming}/registrations/{delegate}/withdraw"),
        ("agenda.builder", "/office/{coming}/agenda/"),
        ("agenda.add", "/office/{coming}/agenda/add"),
        ("agenda.edit", "/office/{coming}/agenda/{item}"),
        ("agenda.remove", "/office/{coming}/agenda/{item}/remove"),
        ("agenda.release", "/office/{coming}/agenda/release"),
        ("attendance.desk", "/office/{coming}/attendance"),
        ("attendance.people", "/office/{held}/attendance/people"),
        ("recommendations.index", "/office/{drafted}/recommendations/"),
        ("recommendations.add", "/office/{drafted}/recommendations/clauses/add"),
        ("recommendations.edit", "/office/{drafted}/recommendations/clauses/{clause}"),
        ("recommendations.delete", "/office/{drafted}/recommendations/clauses/{clause}/delete"),
        ("recommendations.history", "/office/{drafted}/recommendations/clauses/{clause}/history"),
        ("recommendations.preamble", "/office/{drafted}/recommendations/preamble"),
        ("recommendations.adopt", "/office/{tabled}/recommendations/adopt"),
        ("publication_office.correct", "/office/{held}/recommendations/correct"),
    ),
    Picture("publication_office.publish", "secretary", _at("/office/{adopted}/recommendations/publish")),
    Picture("office.dashboard", "secretary", _at("/office/{held}/"), variant="held"),
    Picture("attendance.desk", "secretary", _at("/office/{held}/attendance"), variant="held"),
    Picture("mailings.show", "secretary", _at("/office/{held}/mailings/1"), variant="sent"),
    Picture("recommendations.index", "secretary", _at("/office/{held}/recommendations/"), variant="published"),
    Picture("imports.show", "secretary", _at("/office/imports/{import_importing}"), variant="importing"),
    Picture("imports.show", "secretary", _at("/office/imports/{import_undone}"), variant="undone"),
    Picture("accounts.team", "secretary", _at("/office/team"), 403, "forbidden"),
    *_of(
        "admin",
        ("accounts.team", "/office/team"),
        ("accounts.invite", "/office/team/invite"),
        ("accounts.member", "/office/team/{staff}"),
        ("letters.staff", "/office/letters/"),
        ("letters.returned_to_staff", "/office/letters/returned"),
        ("letters.unmatched", "/office/letters/unmatched"),
        ("letters.choose_body", "/office/letters/unmatched/{message}"),
    ),
)

# GET routes that are no page: files, redirects, probes, and what only a POST or a personal link shows.
WITHOUT_PAGE = (
    # this needs two rows that were found alike
    "duplicates.compare", "imports.bad_rows",
    "applications_public.show",
    "static", "site.healthz", "site.readyz", "site.security_txt",
    "agenda_public.latest_file", "agenda_public.release_file",
    "publication.clause", "publication.latest_file", "publication.version_file", "office.export_page",
    "letters.attachment", "letters.html", "mailings.official_letter", "outgoing.paper",
    "invitations_guest.paper", "invitations.office_paper",
    "invitations_guest.official_letter_of_body", "registrations_guest.calendar", "registrations_guest.pass_file",
    "registrations_guest.own_file", "registrations.file", "attendance.check_in",
    "accounts.enter", "subscriptions.page",
)  # fmt: skip


def without_a_picture(app: Flask) -> list[str]:
    """GET routes that stand neither among the pages nor among what has none."""
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return sorted(routes - {page.endpoint for page in PAGES} - set(WITHOUT_PAGE))


def places_of() -> Places:
    """What the demo holds, and two more sessions whose recommendations are in drafting and tabled."""
    held = session().scalars(select(CouncilSession).filter_by(stage=Stage.HELD)).one()
    coming = session().scalars(select(CouncilSession).filter_by(stage=Stage.OPEN)).one()
    council = held.council.slug
    drafted, tabled, adopted = (_with_text(held, code) for code in ("drafted", "tabled", "adopted"))
    _table(tabled)
    _table(adopted)
    _adopt(adopted)
    with transaction():
        message = receive(
            b"From: new@ministry.example\nSubject: Delegates\n\nWe send two people.\n", SYSTEM, clock.now()
        )
    clause = session().scalars(select(Clause).join(Recommendations).filter_by(council_session_id=drafted.id)).first()
    ids = {
        "council": council,
        "coming_code": coming.code,
        "message": message.public_id,
        "clause": clause.public_id if clause else "",
        **_ids_of(coming),
        **imports_to_look_at(held.council),
    }
    return Places(held.address, coming.address, tabled.address, drafted.address, adopted.address, ids)


def _ids_of(coming: CouncilSession) -> dict[str, str]:
    own = {"council_session_id": coming.id}
    invitation = (
        session()
        .scalars(select(Invitation).filter_by(state=InvitationState.ANSWERED, **own).order_by(Invitation.id))
        .first()
    )
    seat = next(seat for seat in invitation.seats if seat.registration) if invitation else None
    registrations = select(Registration).filter_by(**own).order_by(Registration.id)
    delegate = session().scalars(registrations.filter_by(state=RegistrationState.CONFIRMED)).first()
    contact = session().scalars(select(Contact).order_by(Contact.id)).first()
    return {
        "body": _id(invitation),
        "body_delegate": _id(seat.registration if seat else None),
        "question": _id(session().scalars(select(Question).order_by(Question.id)).first()),
        "nominee": _id(session().scalars(registrations.filter_by(state=RegistrationState.NOMINATED)).first()),
        "delegate": _id(delegate),
        "delegate_person": _id(delegate.person if delegate else None),
        "item": _id(session().scalars(select(AgendaItem).filter_by(**own)).first()),
        "letter": _id(session().scalars(select(Letter).filter_by(council_session=coming.public_id)).first()),
        "any_body": _id(session().scalars(select(Body)).first()),
        "any_person": _id(session().scalars(select(Person).order_by(Person.id)).first()),
        "contact": _id(contact),
        "contact_body": _id(contact.body if contact else None),
        "staff": _id(session().scalars(select(StaffUser)).first()),
    }


def _id(thing: Base | None) -> str:
    return str(getattr(thing, "public_id", ""))


def _table(council_session: CouncilSession) -> None:
    with transaction():
        table(_text_of(council_session), SYSTEM, clock.now())


def _adopt(council_session: CouncilSession) -> None:
    """One body is invited and in the room, so there is a quorum."""
    with transaction():
        body = a_body()
        an_invitation(council_session, body)
        check_in(a_registration(council_session, body), Channel.CODE, SYSTEM, clock.now())
    with transaction():
        text = _text_of(council_session)
        adopt(text, content_hash(text_content(text)), SYSTEM, clock.now())


def _text_of(council_session: CouncilSession) -> Recommendations:
    found = recommendations_of(council_session)
    if found is None:
        raise LookupError("the clauses began the recommendations")
    return found


def _with_text(held: CouncilSession, code: str) -> CouncilSession:
    """A further session of the council with a preamble and three clauses."""
    now = clock.now()
    details = SessionDetails(
        kind=held.kind,
        title=held.title,
        starts_at=now + timedelta(days=60),
        ends_at=now + timedelta(days=60, hours=6),
        time_zone=held.time_zone,
        city=held.city,
        venue=held.venue,
        region_code=held.region_code,
        capacity=held.capacity,
    )
    with transaction():
        made = add_session(held.council, code, details, SYSTEM, now)
        move_to(made, Stage.ANNOUNCED, SYSTEM, now)
        for addressee in (AddresseeClass.AKIMATS, AddresseeClass.EDUCATION_AUTHORITIES, AddresseeClass.AKIMATS):
            add_clause(made, ClauseDetails(TEXT, [addressee], Deadline(DeadlineKind.CONTINUOUS)), SYSTEM, now)
        edit_preamble(made, _text_of(made).version, TEXT, SYSTEM, now)
    return made
