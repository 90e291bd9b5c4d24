"""Questions answered in words: a line, a text, a phone number, an e-mail address."""

from typing import Any, ClassVar  # Any: see `QuestionType.field`

from eventreg.core.fields import EmailField, PhoneField
from eventreg.core.forms import LineField, TextField
from eventreg.i18n import lazy_gettext
from eventreg.i18n.phones import display
from eventreg.registrations.questions.types.base import Asked, Labels, QuestionType

LINE = 300  # characters
LONG = 5000


class Text(QuestionType):
    """One line."""

    kind = "text"
    word: ClassVar[str] = lazy_gettext("Text")
    accepts: ClassVar[tuple[str, ...]] = ("Қазақша", "Ағаш үй, 3-қабат")
    refuses: ClassVar[tuple[str, ...]] = ("а\x00б", "\ud800", "ә" * (LINE + 1))

    def field(self, asked: Asked) -> Any:
        return LineField(asked.caption, length=LINE)


class LongText(QuestionType):
    """Several lines."""

    kind = "long_text"
    word: ClassVar[str] = lazy_gettext("Long text")
    accepts: ClassVar[tuple[str, ...]] = ("Бірінші жол\nЕкінші жол", "ә" * LONG)
    refuses: ClassVar[tuple[str, ...]] = ("а\x00б", "\ud800", "ә" * (LONG + 1))

    def field(self, asked: Asked) -> Any:
        return TextField(asked.caption, length=LONG)


class Phone(QuestionType):
    """A phone number, kept in E.164."""

    kind = "phone"
    word: ClassVar[str] = lazy_gettext("Phone number")
    accepts: ClassVar[tuple[str, ...]] = ("+7 702 261 72 86", "8 (7172) 24-93-05")
    refuses: ClassVar[tuple[str, ...]] = ("12", "telephone")

    def field(self, asked: Asked) -> Any:
        return PhoneField(asked.caption)

    def written(self, value: str, labels: Labels, language: str) -> str:
        return display(value)


class Email(QuestionType):
    """An e-mail address."""

    kind = "email"
    word: ClassVar[str] = lazy_gettext("E-mail address")
    accepts: ClassVar[tuple[str, ...]] = ("aigul@mon.example",)
    refuses: ClassVar[tuple[str, ...]] = ("aigul", "a@b@c.kz")

    def field(self, asked: Asked) -> Any:
        return EmailField(asked.caption)
