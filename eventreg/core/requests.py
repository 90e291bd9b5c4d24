"""Requests whose form fields hold what was sent, and a mark where bytes were no text.

Werkzeug keeps such bytes of a plain form as percent signs and digits, which would be stored as if a person had typed
them; with the mark, fields refuse them (`core.forms.storable`).
"""

from typing import IO
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class MarkingParser(FormDataParser):
    """Puts U+FFFD where a form's bytes are no UTF-8."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Parsed:
        """Reads the form of a request; plain forms here, those with files as Werkzeug does (it marks, too)."""
        if mimetype != "application/x-www-form-urlencoded":
            return super().parse(stream, mimetype, content_length, options)
        text = stream.read().decode(errors="replace")
        return stream, self.cls(parse_qsl(text, keep_blank_values=True, errors="replace")), self.cls()


class FormRequest(Request):
    """A request with that parser."""

    form_data_parser_class = MarkingParser
