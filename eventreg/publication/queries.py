"""Reading publications and checking their seals."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast  # Any: content is plain JSON

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload, selectinload

from eventreg.core.canonical import sha256_hex
from eventreg.core.db import session
from eventreg.files.models import StoredFile
from eventreg.files.queries import read
from eventreg.publication.models import Publication, PublishedFile
from eventreg.sessions.models import CouncilSession

WITH_FILES = selectinload(Publication.files).joinedload(PublishedFile.stored_file)


def publications_of(council_session: CouncilSession) -> Sequence[Publication]:
    """Every version with its files, the latest first."""
    query = select(Publication).filter_by(council_session_id=council_session.id)
    return session().scalars(query.order_by(Publication.version.desc()).options(WITH_FILES)).all()


def latest_publication(council_session: CouncilSession) -> Publication | None:
    """The version that counts now; None before the first."""
    return next(iter(publications_of(council_session)), None)


def latest_publication_line(council_session: CouncilSession) -> Row[int, datetime] | None:
    """Version and moment (`released_at`) of what counts now, without its files; None before the first."""
    query = select(Publication.version, Publication.released_at).filter_by(council_session_id=council_session.id)
    return session().execute(query.order_by(Publication.version.desc()).limit(1)).one_or_none()


def content_of(publication: Publication) -> dict[str, Any]:
    """The sealed content, as it was stored on the day of publication."""
    return cast(dict[str, Any], json.loads(read(_json_file(publication).stored_file)))


def published_file(publication: Publication, file_format: str, languages: str) -> PublishedFile | None:
    """The file of that format in these languages; JSON holds all of them."""
    wanted = "all" if file_format == "json" else languages
    found = (file for file in publication.files if file.format == file_format and file.languages == wanted)
    return next(found, None)


def file_by_sha256(sha256: str) -> PublishedFile | None:
    """The published file with exactly these bytes, with its publication and session."""
    home = joinedload(PublishedFile.publication).joinedload(Publication.council_session)
    query = select(PublishedFile).join(StoredFile).where(StoredFile.sha256 == sha256)
    return session().scalars(query.options(home.joinedload(CouncilSession.council))).first()


def broken_seals() -> Iterator[str]:
    """One line for each publication or file that no longer is what was published; none when all seals are whole."""
    query = select(Publication).options(WITH_FILES, joinedload(Publication.council_session))
    previous: dict[int, Publication] = {}
    for publication in session().scalars(query.order_by(Publication.council_session_id, Publication.version)):
        before = previous.get(publication.council_session_id)
        name = f"recommendations {publication.council_session.address} v{publication.version}"
        yield from (f"{name}: {fault}" for fault in _faults(publication, before))
        previous[publication.council_session_id] = publication


def _faults(publication: Publication, before: Publication | None) -> Iterator[str]:
    if publication.version != (before.version + 1 if before else 1):
        yield "a version before it is missing"
    if publication.previous_sha256 != (before.canonical_sha256 if before else None):
        yield "it does not name the version before it"
    for file in publication.files:
        yield from _file_faults(publication, file)


def _file_faults(publication: Publication, file: PublishedFile) -> Iterator[str]:
    label = f"{file.format} {file.languages}"
    try:
        content = read(file.stored_file)
    except OSError:
        yield f"{label} is missing"
        return
    if sha256_hex(content) != file.stored_file.sha256:
        yield f"{label} was changed"
    elif file.format == "json" and file.stored_file.sha256 != publication.canonical_sha256:
        yield f"{label} is not the sealed content"
    elif file.format == "json" and json.loads(content)["previous_sha256"] != publication.previous_sha256:
        yield f"{label} names another version before it"


def _json_file(publication: Publication) -> PublishedFile:
    return next(file for file in publication.files if file.format == "json")
