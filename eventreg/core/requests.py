"""Requests whose form fields hold what was sent, within limits, and a mark where bytes were no text.

Werkzeug keeps such bytes of a plain form as percent signs and digits, which would be stored as if a person had typed
them; with the mark, fields refuse them (`core.forms.storable`). Nor does it limit plain forms, which anybody may send.
"""

from typing import IO
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class MarkingParser(FormDataParser):
    """Puts U+FFFD where a form's bytes are no UTF-8, and holds plain forms to the limits of those with files."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Parsed:
        """Reads the form of a request; plain forms here, those with files as Werkzeug does (it marks, too).

        Raises `RequestEntityTooLarge` before any field of a form that is too large is made.
        """
        if mimetype != "application/x-www-form-urlencoded":
            return super().parse(stream, mimetype, content_length, options)
        text = self._read(stream, content_length).decode(errors="replace")
        return stream, self.cls(parse_qsl(text, keep_blank_values=True, errors="replace")), self.cls()

    def _read(self, stream: IO[bytes], content_length: int | None) -> bytes:
        most, most_fields = self.max_form_memory_size or 0, self.max_form_parts or 0
        if most and (content_length or 0) > most:
            raise RequestEntityTooLarge
        content = stream.read(most + 1) if most else stream.read()
        if (most and len(content) > most) or (most_fields and content.count(b"&") >= most_fields):
            raise RequestEntityTooLarge
        return content


class FormRequest(Request):
    """A request with that parser."""

    form_data_parser_class = MarkingParser
