"""Questions answered by choosing: one of, several of, a region, a body."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar  # Any: see `QuestionType.field`

from sqlalchemy import select
from wtforms import Field, Form, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError

from eventreg.bodies.models import Body, Region
from eventreg.core.db import session
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.i18n.sorting import sort_key
from eventreg.registrations.questions.actions.answering import Given
from eventreg.registrations.questions.models import QuestionVersion
from eventreg.registrations.questions.rules import codes_of, joined_codes
from eventreg.registrations.questions.types.base import Asked, Labels, QuestionType

_place = lru_cache(maxsize=2048)(sort_key)  # the same regions and bodies stand in every form


class ChoiceField(RadioField):
    """One of a few choices, side by side with their radios; choices that are full cannot be taken."""

    def __init__(
        self, label: str, labels: Labels, full: frozenset[str] = frozenset(), is_required: bool = True, **kw: Any
    ) -> None:
        choices = [_choice(code, text, full) for code, text in labels.items()]
        if not is_required:
            choices.append(SelectChoice(value="", label=_("No answer")))
        checks = [lambda form, answered: _check_codes(form, answered, [answered.data], labels, full)]
        kw.setdefault("default", "")
        super().__init__(label, checks, choices=choices, validate_choice=False, **kw)


class ListField(SelectField):
    """One of many choices, in a list that opens."""

    def __init__(self, label: str, labels: Labels, **kw: Any) -> None:
        choices = [_choice(code, text) for code, text in {"": _("Choose from the list"), **labels}.items()]
        checks = [lambda form, answered: _check_codes(form, answered, [answered.data], labels)]
        super().__init__(label, checks, choices=choices, validate_choice=False, default="", **kw)


class ChoicesField(SelectMultipleField):
    """Any number of choices, as checkboxes."""

    def __init__(self, label: str, labels: Labels, full: frozenset[str] = frozenset(), **kw: Any) -> None:
        choices = [_choice(code, text, full) for code, text in labels.items()]
        checks = [lambda form, answered: _check_codes(form, answered, answered.data or [], labels, full)]
        super().__init__(label, checks, choices=choices, validate_choice=False, **kw)


class OneOf(QuestionType):
    """One of the choices that the organizer lists."""

    kind = "one_of"
    word: ClassVar[str] = lazy_gettext("One of a list")
    accepts: ClassVar[tuple[str, ...]] = ("a", "b")
    refuses: ClassVar[tuple[str, ...]] = ("c", "a b")
    has_choices = True
    has_codes = True

    def field(self, asked: Asked) -> Any:
        labels = self.labels(asked.wording, asked.language)
        return ChoiceField(asked.caption, labels, asked.full, asked.question.is_required)

    def labels(self, wording: QuestionVersion, language: str) -> Labels:
        return {choice.code: choice.text.in_language(language) for choice in wording.choices}


class SeveralOf(OneOf):
    """Any number of the choices that the organizer lists."""

    kind = "several_of"
    word: ClassVar[str] = lazy_gettext("Several of a list")

    refuses: ClassVar[tuple[str, ...]] = ("c",)

    def field(self, asked: Asked) -> Any:
        return ChoicesField(asked.caption, self.labels(asked.wording, asked.language), asked.full)

    def typed(self, value: str) -> object:
        return list(codes_of(value))

    def given(self, answered: Field) -> Given:
        codes = tuple(dict.fromkeys(answered.data or ()))
        return Given(joined_codes(codes), codes)

    def written(self, value: str, labels: Labels, language: str) -> str:
        return "; ".join(labels.get(code, code) for code in codes_of(value))


class OfRegion(QuestionType):
    """A region, kept by its code."""

    kind = "region"
    word: ClassVar[str] = lazy_gettext("Region")
    accepts: ClassVar[tuple[str, ...]] = ("KZ-AKT",)
    refuses: ClassVar[tuple[str, ...]] = ("KZ-NONE",)

    def field(self, asked: Asked) -> Any:
        return ListField(asked.caption, self.labels(asked.wording, asked.language))

    def labels(self, wording: QuestionVersion, language: str) -> Labels:
        rows = session().execute(select(Region.code, Region.name))
        return _by_alphabet({code: name.in_language(language) for code, name in rows}, language)


class OfBody(QuestionType):
    """A body of the registry, kept by its public id."""

    kind = "body"
    word: ClassVar[str] = lazy_gettext("Body")
    accepts: ClassVar[tuple[str, ...]] = ("body-mon",)
    refuses: ClassVar[tuple[str, ...]] = ("body-none",)

    def field(self, asked: Asked) -> Any:
        return ListField(asked.caption, self.labels(asked.wording, asked.language))

    def labels(self, wording: QuestionVersion, language: str) -> Labels:
        rows = session().execute(select(Body.public_id, Body.name))
        return _by_alphabet({public_id: name.in_language(language) for public_id, name in rows}, language)


def _choice(code: str, text: str, full: frozenset[str] = frozenset()) -> SelectChoice:
    attributes = {"disabled": True, "hint": _("No places left")} if code in full else {}
    return SelectChoice(value=code, label=text, render_kw=attributes)


def _check_codes(
    form: Form, answered: Field, codes: list[str], labels: Labels, full: frozenset[str] = frozenset()
) -> None:
    if any(code and code not in labels for code in codes):
        raise ValidationError(_("Choose from the list."))
    taken = [labels[code] for code in codes if code in full]
    if taken:
        raise ValidationError(_("No places left: %(choice)s. Choose another one.", choice=taken[0]))


def _by_alphabet(labels: Mapping[str, str], language: str) -> Labels:
    return dict(sorted(labels.items(), key=lambda pair: _place(pair[1], language)))
