"""Kinds of questions. A new one is a class here, a template in templates/question_types, and a line below."""

from eventreg.registrations.questions.types.base import Asked, QuestionType
from eventreg.registrations.questions.types.choices import OfBody, OfRegion, OneOf, SeveralOf
from eventreg.registrations.questions.types.files import File, Photo
from eventreg.registrations.questions.types.texts import Email, LongText, Phone, Text
from eventreg.registrations.questions.types.values import Date, Number, YesNo

QUESTION_TYPES: tuple[QuestionType, ...] = (
    Text(),
    LongText(),
    Number(),
    Date(),
    YesNo(),
    OneOf(),
    SeveralOf(),
    Phone(),
    Email(),
    File(),
    Photo(),
    OfRegion(),
    OfBody(),
)
_BY_KIND = {found.kind: found for found in QUESTION_TYPES}

__all__ = ["QUESTION_TYPES", "Asked", "QuestionType", "type_of"]


def type_of(kind: str) -> QuestionType:
    """The type of that kind. Raises `KeyError` for one that is not in the tuple."""
    return _BY_KIND[kind]
