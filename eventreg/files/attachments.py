"""Stored files as answers: always something to keep, never something that a browser runs or shows inside the site."""

from io import BytesIO

from flask import Response, send_file

from eventreg.files.models import StoredFile
from eventreg.files.queries import read


def attachment(stored_file: StoredFile, name: str) -> Response:
    """The file to be saved under that name (RFC 6266), without anything that could run. Personal: kept by no cache."""
    content = BytesIO(read(stored_file))
    answer = send_file(content, stored_file.media_type, as_attachment=True, download_name=name, max_age=0)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
