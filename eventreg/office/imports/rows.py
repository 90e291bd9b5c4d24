"""One row of a table: from cells to values, with everything that is wrong about it."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from sqlalchemy import select

from eventreg.bodies.models import Body, BodyKind
from eventreg.bodies.queries import all_regions
from eventreg.bodies.words import body_kind_words
from eventreg.core.addresses import NameNotLatin, tidy_email
from eventreg.core.db import session
from eventreg.core.forms import LINE_MARKS, most_marks
from eventreg.core.traces import small
from eventreg.i18n import speaking
from eventreg.i18n.languages import ENDONYMS, LANGUAGES
from eventreg.i18n.phones import to_e164
from eventreg.i18n.search_keys import search_key
from eventreg.i18n.text import Translated
from eventreg.office.imports.columns import NAMES
from eventreg.office.models import ImportKind
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.words import role_words

LINE = 500
MOST_RANK = 1_000_000
CODE_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
USUAL_KINDS = {  # what lists say besides the words of the interface
    "парламент": BodyKind.LEGISLATURE, "сенат": BodyKind.LEGISLATURE, "мажилис": BodyKind.LEGISLATURE,
    "правительство": BodyKind.GOVERNMENT, "министерство": BodyKind.MINISTRY, "мин-во": BodyKind.MINISTRY,
    "әкімдік": BodyKind.AKIMAT, "управление образования": BodyKind.EDUCATION_AUTHORITY,
    "школа": BodyKind.EDUCATION_ORGANISATION, "мектеп": BodyKind.EDUCATION_ORGANISATION,
    "нпо": BodyKind.NGO, "үеұ": BodyKind.NGO, "тоо": BodyKind.COMPANY, "ао": BodyKind.COMPANY,
    "сми": BodyKind.PRESS, "бақ": BodyKind.PRESS, "другое": BodyKind.OTHER,
}  # fmt: skip
Given = dict[str, str]
Faults = list[tuple[str, str]]  # field and reason code


class Lookups:
    """What cells may name by a word: kinds, languages, regions, bodies, roles; read once per run."""

    @cached_property
    def bodies(self) -> dict[str, str]:
        """Codes and names of bodies, folded → code; a name that two bodies have finds neither."""
        found: dict[str, str] = {}
        doubtful: set[str] = set()
        for code, name in self._names:
            for key in {search_key(code), *(search_key(text) for text in name.values())}:
                doubtful |= {key} if found.setdefault(key, code) != code else set()
        return {key: code for key, code in found.items() if key not in doubtful or key == search_key(code)}

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(code for code, _name in self._names)

    @cached_property
    def kinds_by_word(self) -> dict[str, str]:
        usual = {search_key(word): kind for word, kind in USUAL_KINDS.items()}
        return usual | _by_word(lambda: {kind.value: word for kind, word in body_kind_words().items()})

    @cached_property
    def roles_by_word(self) -> dict[str, str]:
        return _by_word(lambda: {role.value: word for role, word in role_words().items()})

    @cached_property
    def regions(self) -> dict[str, str]:
        """Codes and names, folded → code."""
        found = all_regions()
        named = {search_key(text): region.code for region in found for text in region.name.values()}
        return named | {search_key(region.code): region.code for region in found}

    @cached_property
    def _names(self) -> list[tuple[str, Translated]]:
        rows = session().execute(select(Body.code, Body.name).where(Body.merged_into_id.is_(None)).order_by(Body.id))
        return [(code, name) for code, name in rows]

    @cached_property
    def languages(self) -> dict[str, str]:
        """What people write for a language."""
        words = (
            ("kk", ("kk", "kz", "каз", "казахский", "қазақ")),
            ("ru", ("ru", "рус", "русский", "орыс", "орысша")),
            ("en", ("en", "англ", "английский", "ағылшынша")),
        )
        return {search_key(word): code for code, known in words for word in (*known, ENDONYMS[code])}


def read_row(kind: ImportKind, cells: Mapping[str, str], known: Lookups) -> tuple[Given, Faults]:
    """The values of the cells that are filled, as they will be stored, and what is wrong."""
    given, faults = dict[str, str](), Faults()
    for name, text in cells.items():
        if not text:
            continue
        try:
            given[name] = _value(name, text, known)
        except ValueError as fault:
            given[name] = text
            faults.append((name, str(fault)))
    if kind is not ImportKind.BODIES:
        given = _with_name_parts(given)
    elif _contact_is_unreachable(given):
        faults.append(("contact_email", "missing"))
    faults += [(name, "missing") for name in _required(kind) if not given.get(name)]
    return given, faults


def _required(kind: ImportKind) -> Sequence[str]:
    return ("code", "name_kk", "name_ru") if kind is ImportKind.BODIES else ("surname",)


def row_text(cells: Iterable[str], *held: Mapping[str, str]) -> str:
    """All that a row says and its thing held before, in small letters, with whole names: see `Traces.needles`."""
    line = small(" ".join(cell for cell in cells if cell))
    parts = [" ".join(filter(None, (values.get(name, "") for name in NAMES))) for values in held]
    parts += [text for values in held for text in values.values()]
    return "\n".join(dict.fromkeys((line, *(part for text in parts if (part := small(text)) not in line))))


def _contact_is_unreachable(given: Given) -> bool:
    """A contact needs an address or a phone, as on its page."""
    is_named = given.get("contact_name") or given.get("contact_post")
    return bool(is_named) and not (given.get("contact_email") or given.get("contact_phone"))


def _with_name_parts(given: Given) -> Given:
    """A whole name in one cell is surname, given name, and the rest."""
    words = given.pop("full_name", "").split(" ", 2)
    return given if given.get("surname") else {**given, **dict(zip(NAMES, words, strict=False))}


def _value(name: str, text: str, known: Lookups) -> str:
    """The value as it will be stored. ValueError with a reason code."""
    if len(text) > LINE:
        raise ValueError("too_long")
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        raise ValueError("bad_characters")
    if most_marks(text) > LINE_MARKS:
        raise ValueError("too_many_marks")
    make = _MAKERS.get(name)
    return make(text, known) if make else text


def _code(text: str, known: Lookups) -> str:
    if len(text) > 40 or not set(text) <= CODE_SIGNS or not text[0].isalnum():
        raise ValueError("not_a_code")
    return text


def _email(text: str, known: Lookups) -> str:
    try:
        return tidy_email(text)
    except NameNotLatin:
        raise ValueError("email_not_latin") from None
    except ValueError:
        raise ValueError("not_an_email") from None


def _phone(text: str, known: Lookups) -> str:
    try:
        return to_e164(text)
    except ValueError:
        raise ValueError("not_a_phone") from None


def _rank(text: str, known: Lookups) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) <= MOST_RANK):
        raise ValueError("not_a_number")
    return str(int(text))


def _body(text: str, known: Lookups) -> str:
    """A code as it is written, else a code or a name however it is written."""
    return text if text in known.codes else _one_of("bodies", "unknown_body")(text, known)


def _one_of(table: str, reason: str) -> Callable[[str, Lookups], str]:
    def make(text: str, known: Lookups) -> str:
        words: dict[str, str] = getattr(known, table)
        found = words.get(search_key(text))
        if found is None:
            raise ValueError(reason)
        return found

    return make


def _by_word(words: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    """Values and their words in every language, folded → value."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            found |= {search_key(word): value for value, word in words().items()}
    return found | {search_key(value): value for value in (*BodyKind, *ParticipantRole) if value in words()}


_MAKERS: Mapping[str, Callable[[str, Lookups], str]] = {
    "code": _code,
    "email": _email,
    "phone": _phone,
    "contact_email": _email,
    "contact_phone": _phone,
    "protocol_rank": _rank,
    "kind": _one_of("kinds_by_word", "unknown_kind"),
    "role": _one_of("roles_by_word", "unknown_role"),
    "region": _one_of("regions", "unknown_region"),
    "language": _one_of("languages", "unknown_language"),
    "body": _body,
}
