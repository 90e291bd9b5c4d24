"""Questions answered by a file: slides or another document, a photo."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar  # Any: see `QuestionType.field`

from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.widgets import FileInput

from eventreg.files.content import DOCUMENT_SIZE, ENDINGS, JPEG, document_type, photo
from eventreg.i18n import lazy_gettext
from eventreg.registrations.questions.actions.answering import Given
from eventreg.registrations.questions.types.base import Asked, QuestionType


class UploadField(Field):
    """A file, or the one that was sent before; `data` is the public id of what is kept, `new` what was just chosen.

    Beside the file itself the form carries `<name>-kept` (a public id among `files`) and `<name>-remove`.
    """

    widget = FileInput()

    def __init__(self, label: str, files: Mapping[str, str], accept: str, **kw: Any) -> None:
        super().__init__(label, render_kw={"accept": accept}, **kw)
        self.files = dict(files)
        self.new: FileStorage | None = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Sequence[Any] | None = None) -> None:
        """Reads the file and what stands beside it."""
        self.process_errors, self.data = [], data if isinstance(data, str) and data in self.files else ""
        if formdata is None or not any(key in formdata for key in (self.name, self.kept_name)):
            return
        kept, removed = formdata.get(self.kept_name, ""), formdata.get(f"{self.name}-remove", "")
        self.data = kept if kept in self.files and not removed else ""
        chosen = [file for file in formdata.getlist(self.name) if isinstance(file, FileStorage) and file.filename]
        self.new = chosen[0] if chosen else None

    @property
    def kept_name(self) -> str:
        return f"{self.name}-kept"

    @property
    def file_name(self) -> str:
        """The name of the file that is kept, or ""."""
        return self.files.get(self.data, "")

    def keep(self, public_id: str, file_name: str) -> None:
        """From now on this is the file that was sent."""
        self.files[public_id] = file_name
        self.data, self.new = public_id, None


class File(QuestionType):
    """A document, such as slides: PDF, PowerPoint, Word, Excel, or a picture."""

    kind = "file"
    word: ClassVar[str] = lazy_gettext("File")
    accepts: ClassVar[tuple[str, ...]] = ("slides.pdf",)
    refuses: ClassVar[tuple[str, ...]] = ("slides.svg", "slides.html")
    has_file = True
    megabytes = DOCUMENT_SIZE // (1024 * 1024)

    def field(self, asked: Asked) -> Any:
        return UploadField(asked.caption, asked.files, ",".join(ENDINGS.values()))

    def given(self, answered: Field) -> Given:
        return Given(file=str(answered.data or ""))

    def checked(self, content: bytes) -> tuple[bytes, str]:
        """The bytes to keep and their media type. Raises `Refusal`, see `files.content`."""
        return content, document_type(content)


class Photo(File):
    """A photo of the person; kept as a JPEG without what cameras write into their files."""

    kind = "photo"
    word: ClassVar[str] = lazy_gettext("Photo")
    accepts: ClassVar[tuple[str, ...]] = ("face.jpg", "face.png")
    refuses: ClassVar[tuple[str, ...]] = ("slides.pdf", "face.svg")
    megabytes = 10

    def field(self, asked: Asked) -> Any:
        return UploadField(asked.caption, asked.files, "image/jpeg,image/png,image/webp")

    def checked(self, content: bytes) -> tuple[bytes, str]:
        return photo(content), JPEG
