"""Publishing the adopted recommendations."""

from datetime import datetime

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.files.actions import store
from eventreg.journal.actions import announce
from eventreg.publication.content import blocking_faults
from eventreg.publication.documents import Edition
from eventreg.publication.events import RecommendationsPublished
from eventreg.publication.models import Publication, PublicationKind, PublishedFile
from eventreg.publication.queries import latest_publication
from eventreg.publication.rules import can_be_published
from eventreg.recommendations.actions import mark_published
from eventreg.recommendations.models import Recommendations


def publish_recommendations(
    recommendations: Recommendations, edition: Edition, by: Actor, now: datetime
) -> Publication:
    """The edition (see `documents.prepare_edition`) is public with all its files, and is never changed afterwards.

    It must be the version that follows the latest, so that publishing twice at once makes one version.
    Refusals: not_publishable, published_meanwhile, correction_without_note, text_not_publishable.
    """
    recommendations = locked(recommendations)
    if not can_be_published(recommendations):
        raise Refusal("not_publishable")
    latest = latest_publication(recommendations.council_session)
    if edition.version != (latest.version + 1 if latest else 1):
        raise Refusal("published_meanwhile")
    if latest and not edition.note:
        raise Refusal("correction_without_note")
    if blocking_faults(edition.content):
        raise Refusal("text_not_publishable")
    publication = _publication(recommendations, edition, latest, now)
    mark_published(recommendations)
    session().add(publication)
    session().flush()
    where = recommendations.council_session.public_id
    event = RecommendationsPublished(publication.public_id, where, edition.version, edition.sha256)
    announce(event, by, now)
    return publication


def _publication(
    recommendations: Recommendations, edition: Edition, latest: Publication | None, now: datetime
) -> Publication:
    return Publication(
        council_session=recommendations.council_session,
        kind=PublicationKind.RECOMMENDATIONS,
        version=edition.version,
        released_at=now,
        note=edition.note,
        canonical_sha256=edition.sha256,
        previous_sha256=latest.canonical_sha256 if latest else None,
        files=[
            PublishedFile(
                format=file.format, languages=file.languages, stored_file=store(file.content, file.media_type, now)
            )
            for file in edition.files
        ],
    )
