"""Building an agenda and releasing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eventreg.agenda.events import AgendaReleased, ItemAdded, ItemChanged, ItemMoved, ItemRemoved
from eventreg.agenda.models import AgendaItem, AgendaRelease, ItemKind, ItemSpeaker
from eventreg.agenda.queries import items_of, releases_of
from eventreg.agenda.snapshots import is_changed_since, name_in_papers, next_snapshot, seal_of
from eventreg.bodies.models import Body
from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.journal.actions import announce
from eventreg.registrations.models import Registration
from eventreg.registrations.places import lock_hall
from eventreg.sessions.models import CouncilSession


@dataclass(frozen=True)
class SpeakerGiven:
    """One of three: a registered person, a body whose speaker is named later, or a plain name."""

    registration: Registration | None = None
    body: Body | None = None
    name: str | None = None


@dataclass(frozen=True)
class ItemDetails:
    """What the office enters about an item; `pinned_at` is a fixed start or None."""

    kind: ItemKind
    title: Translated
    minutes: int
    pinned_at: datetime | None = None
    speakers: Sequence[SpeakerGiven] = ()


@dataclass(frozen=True)
class Move:
    """Where an item stood, where it stands, and how many there are; counted from 1."""

    before: int
    after: int
    count: int


def add_item(
    council_session: CouncilSession,
    *,
    kind: ItemKind,
    title: Translated,
    minutes: int,
    speakers: Sequence[SpeakerGiven],
    by: Actor,
    now: datetime,
    pinned_at: datetime | None = None,
    public_id: str = "",
) -> AgendaItem:
    """The item stands last in the working draft; adding it twice under one `public_id` adds it once."""
    lock_hall(council_session)
    if added := session().scalar(select(AgendaItem).filter_by(public_id=public_id)):
        return added
    last = session().scalar(select(func.max(AgendaItem.position)).filter_by(council_session_id=council_session.id))
    item = AgendaItem(
        public_id=public_id or new_public_id(),
        council_session=council_session,
        position=(last or 0) + 1,
        kind=kind,
        title=title,
        minutes=minutes,
        pinned_at=pinned_at,
        version=1,
    )
    _set_speakers(item, speakers)
    session().add(item)
    session().flush()
    announce(ItemAdded(item.public_id, council_session.public_id), by, now)
    return item


def change_item(item: AgendaItem, seen_version: int, details: ItemDetails, by: Actor, now: datetime) -> None:
    """The item holds these details, its speakers in the given order.

    Raises `Refusal("item_changed_meanwhile")` unless `seen_version` is the latest.
    """
    item = locked(item)
    if item.version != seen_version:
        raise Refusal("item_changed_meanwhile")
    item.kind, item.title, item.minutes = details.kind, details.title, details.minutes
    item.pinned_at = details.pinned_at
    item.version += 1
    item.speakers.clear()
    session().flush()  # the old speakers' places are free before the new ones take them
    _set_speakers(item, details.speakers)
    announce(ItemChanged(item.public_id, item.council_session.public_id, item.version), by, now)


def move_item(item: AgendaItem, position: int, by: Actor, now: datetime) -> Move:
    """The item stands at `position` (from 1), or as near as there is; the others close up."""
    locked(item.council_session)
    items = list(items_of(item.council_session))
    before = items.index(item)
    after = min(max(position, 1), len(items)) - 1
    items.insert(after, items.pop(before))
    for place, each in enumerate(items, start=1):
        each.position = place
    if before != after:
        announce(ItemMoved(item.public_id, item.council_session.public_id, before + 1, after + 1), by, now)
    return Move(before + 1, after + 1, len(items))


def remove_item(item: AgendaItem, by: Actor, now: datetime) -> None:
    """The item is out of the working draft; releases keep it."""
    council_session = item.council_session
    locked(council_session)
    announce(ItemRemoved(item.public_id, council_session.public_id), by, now)
    session().delete(item)
    session().flush()
    for place, each in enumerate(items_of(council_session), start=1):
        each.position = place


def release_agenda(
    council_session: CouncilSession, note: str, by: Actor, now: datetime, seen_sha256: str | None = None
) -> AgendaRelease:
    """The working draft is public as the next release, which is never changed afterwards.

    `seen_sha256` is the seal of the draft that a person looked at before releasing it (`seal_of`).
    Raises `Refusal`: `agenda_is_empty`, `agenda_unchanged` when nothing differs from the latest release,
    `agenda_changed_meanwhile` when the draft is not the one that was looked at.
    """
    locked(council_session)
    items, releases = items_of(council_session), releases_of(council_session)
    if not items:
        raise Refusal("agenda_is_empty")
    if releases and not is_changed_since(council_session, items, releases):
        raise Refusal("agenda_unchanged")
    snapshot = next_snapshot(council_session, items, releases)
    number, sha256 = snapshot["release"], seal_of(snapshot)
    if seen_sha256 is not None and seen_sha256 != sha256:
        raise Refusal("agenda_changed_meanwhile")
    release = AgendaRelease(
        public_id=new_public_id(),
        council_session=council_session,
        number=number,
        released_at=now,
        note=note,
        snapshot=snapshot,
        sha256=sha256,
    )
    session().add(release)
    session().flush()
    announce(AgendaReleased(release.public_id, council_session.public_id, number, release.sha256), by, now)
    return release


def name_later(registration: Registration) -> None:
    """Where this person was to speak, the body names somebody later; without a body the plain name stays.

    Open forms over these items are outdated from now on.
    """
    query = select(ItemSpeaker).filter_by(registration_id=registration.id)
    for speaker in session().scalars(query):
        speaker.registration = None
        if registration.body is None:
            speaker.name = name_in_papers(registration.person)
        else:
            speaker.body = registration.body
        speaker.item.version += 1
    session().flush()


def name_instead(former: Registration, present: Registration) -> None:
    """Where the one was to speak, the other does; open forms over these items are outdated from now on."""
    query = select(ItemSpeaker).filter_by(registration_id=former.id)
    for speaker in session().scalars(query):
        speaker.registration = present
        speaker.item.version += 1
    session().flush()


def _set_speakers(item: AgendaItem, speakers: Sequence[SpeakerGiven]) -> None:
    item.speakers.extend(
        ItemSpeaker(position=place, registration=given.registration, body=given.body, name=given.name)
        for place, given in enumerate(speakers, start=1)
    )
