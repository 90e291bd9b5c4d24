"""Importing a bundle: what is missing is added, what the office edited since is kept and listed."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from eventreg.agenda.actions import SpeakerGiven, add_item
from eventreg.bodies.actions import BodyDetails, add_region, import_body
from eventreg.bodies.models import Body
from eventreg.bodies.queries import region_by_code
from eventreg.core.actors import Actor
from eventreg.councils.actions import CouncilDetails, import_council
from eventreg.councils.models import Council
from eventreg.invitations.actions.listing import add_invitation
from eventreg.office.bundles.schema import BodyPart, Bundle, ItemPart, SessionPart
from eventreg.registrations.models import ParticipantRole
from eventreg.sessions.actions import SessionDetails, import_session, move_to
from eventreg.sessions.models import CouncilSession, Stage


@dataclass
class ImportReport:
    """What an import did: the session, how many things are new, which fields were kept."""

    council_session: CouncilSession
    added: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def note(self, kind: str, name: str, is_new: bool, kept: list[str]) -> None:
        self.added[kind] = self.added.get(kind, 0) + int(is_new)
        self.kept += [f"{name}: {field_name}" for field_name in kept]


def import_bundle(bundle: Bundle, by: Actor, now: datetime) -> ImportReport:
    """Everything in the bundle is there, in one transaction; a second import of the same bundle changes nothing.

    Raises `Refusal("council_code_reserved")`.
    """
    council, council_is_new, council_kept = import_council(bundle.council.code, _council_details(bundle), by, now)
    council_session, is_new, kept = _import_session(council, bundle, by, now)
    report = ImportReport(council_session)
    report.note("councils", council.code, council_is_new, council_kept)
    report.note("sessions", council_session.address, is_new, kept)
    for region in bundle.regions:
        add_region(region.code, region.name)
    bodies = {part.code: _import_body(part, council_session, report, by, now) for part in bundle.bodies}
    if is_new:  # an agenda that the office works on is never mixed with an imported one
        report.added["agenda items"] = len(bundle.agenda)
        for item in bundle.agenda:
            _add_item(council_session, item, bodies, by, now)
    return report


def _council_details(bundle: Bundle) -> CouncilDetails:
    values = bundle.council.model_dump(exclude={"code"})
    return CouncilDetails(**values)


def _import_session(
    council: Council, bundle: Bundle, by: Actor, now: datetime
) -> tuple[CouncilSession, bool, list[str]]:
    part = bundle.session
    code = (part.code or part.starts_at.date().isoformat()).lower()
    details = _session_details(part, bundle.council.time_zone)
    council_session, is_new, kept = import_session(council, code, details, bundle.figures, by, now)
    if is_new:
        for stage in _stages_up_to(part.stage):
            move_to(council_session, stage, by, now)
    return council_session, is_new, kept


def _stages_up_to(stage: Stage) -> tuple[Stage, ...]:
    """The stages that a new session passes on its way from draft."""
    way = (Stage.ANNOUNCED, Stage.OPEN, Stage.HELD, Stage.CLOSED)
    if stage is Stage.DRAFT:
        return ()
    if stage in way:
        return way[: way.index(stage) + 1]
    return (Stage.ANNOUNCED, stage)


def _session_details(part: SessionPart, zone: str) -> SessionDetails:
    def moment(given: datetime | None) -> datetime | None:
        return given if given is None or given.tzinfo else given.replace(tzinfo=ZoneInfo(zone))

    return SessionDetails(
        kind=part.kind,
        title=part.title,
        starts_at=moment(part.starts_at) or part.starts_at,
        ends_at=moment(part.ends_at) or part.ends_at,
        time_zone=zone,
        city=part.city,
        venue=part.venue,
        region_code=part.region or "",
        capacity=part.capacity,
        number=part.number,
        nominate_until=moment(part.nominate_until),
        confirm_until=moment(part.confirm_until),
    )


def _import_body(
    part: BodyPart, council_session: CouncilSession, report: ImportReport, by: Actor, now: datetime
) -> Body:
    region = region_by_code(part.region) if part.region else None
    details = BodyDetails(part.kind, part.name, part.dative, part.email, part.language, region)
    body, is_new, kept = import_body(part.code, details, by, now)
    report.note("bodies", body.code, is_new, kept)
    if part.delegates:
        add_invitation(council_session, body, {ParticipantRole.DELEGATE: part.delegates}, by, now)
    return body


def _add_item(
    council_session: CouncilSession, item: ItemPart, bodies: dict[str, Body], by: Actor, now: datetime
) -> None:
    speakers = [SpeakerGiven(body=bodies[code]) for code in item.speakers]
    add_item(council_session, kind=item.kind, title=item.title, minutes=item.minutes, speakers=speakers, by=by, now=now)
