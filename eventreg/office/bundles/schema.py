"""The format of a bundle, and every fault of a broken one with its place."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal  # Any: figures are kept and exported unchanged
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from eventreg.agenda.models import ItemKind
from eventreg.bodies.models import BodyKind
from eventreg.core.addresses import NameNotLatin, tidy_email
from eventreg.core.fields import YEARS
from eventreg.core.forms import LINE_MARKS, most_marks, tidy_line, unstorable
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.sessions.models import SessionKind, Stage
from eventreg.sessions.rules import RESERVED_CODES

LARGEST_BUNDLE = 20 * 1024 * 1024  # bytes
Language = Literal["kk", "ru", "en"]
LONGEST_LINE, LONGEST_TEXT = 200, 1000  # characters
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]


class BundleBroken(Exception):
    """The file is no bundle; `faults` holds one line per fault, each with its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def _texts(value: object) -> Translated:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError(_("must give a text for each language"))
    if unknown := sorted(set(value) - set(LANGUAGES)):
        raise ValueError(_("has a language that is not known: %(codes)s", codes=", ".join(map(str, unknown))))
    return Translated({code: _line(text, LONGEST_TEXT) for code, text in value.items()})


def _line(text: str, longest: int = LONGEST_LINE) -> str:
    """Tidied as in a form; ValueError for what a form refuses too."""
    if unstorable(text):
        raise ValueError(_("holds characters that cannot be stored"))
    if most_marks(text) > LINE_MARKS:
        raise ValueError(_("has more than %(number)d marks on one letter", number=LINE_MARKS))
    if len(text) > longest:
        raise ValueError(_("is longer than %(number)d characters", number=longest))
    return tidy_line(text)


def _not_empty(value: Translated) -> Translated:
    if not value:
        raise ValueError(_("must have a text in at least one language"))
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError(_("is no time zone: %(name)s", name=value)) from None
    return value


def _email(value: str) -> str:
    try:
        return tidy_email(value) if value else ""
    except NameNotLatin:
        raise ValueError(_("needs Latin letters before the @: %(address)s", address=value)) from None
    except ValueError:
        raise ValueError(_("is no e-mail address: %(address)s", address=value)) from None


def _moment(value: datetime) -> datetime:
    if value.year not in YEARS:
        raise ValueError(_("must lie in the years from %(first)d to %(last)d", first=YEARS[0], last=YEARS[-1]))
    return value


def _session_code(value: str) -> str:
    if value.lower() in RESERVED_CODES:
        raise ValueError(_("is a word that addresses use: %(code)s", code=value))
    return value


def _figures(value: dict[str, Any]) -> dict[str, Any]:
    """Kept unchanged, as long as it is JSON that can be stored and written again."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        raise ValueError(_("holds a number that is none")) from None
    if unstorable(text):
        raise ValueError(_("holds characters that cannot be stored"))
    return value


Texts = Annotated[Translated, BeforeValidator(_texts)]
SomeTexts = Annotated[Translated, BeforeValidator(_texts), AfterValidator(_not_empty)]
Line = Annotated[str, AfterValidator(_line)]
Zone = Annotated[Line, AfterValidator(_zone)]
Email = Annotated[Line, AfterValidator(_email)]
Moment = Annotated[datetime, AfterValidator(_moment)]
SessionCode = Annotated[Code, AfterValidator(_session_code)]
Figure = Annotated[dict[str, Any], AfterValidator(_figures)]


class Part(BaseModel):
    """A part of a bundle: unknown keys are faults, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class CouncilPart(Part):
    code: Code
    name: SomeTexts
    organiser: Texts = Translated()
    co_organiser: Texts = Translated()
    time_zone: Zone
    languages: list[Language] = Field(min_length=1)
    contact_email: Email = ""
    contact_phone: Line = ""


class SessionPart(Part):
    code: SessionCode | None = None  # else the local start date
    kind: SessionKind
    number: Line | None = None
    title: SomeTexts
    starts_at: Moment  # local to the council's zone unless it carries an offset
    ends_at: Moment
    city: SomeTexts
    venue: Texts = Translated()
    region: Line | None = None
    capacity: Annotated[int, Field(strict=True, gt=0, le=100_000)] | None = None
    stage: Stage = Stage.ANNOUNCED
    nominate_until: Moment | None = None
    confirm_until: Moment | None = None


class ItemPart(Part):
    kind: ItemKind
    minutes: int = Field(gt=0, le=24 * 60)
    title: SomeTexts
    speakers: list[Line] = []  # codes of bodies


class RegionPart(Part):
    code: Code
    name: SomeTexts


class BodyPart(Part):
    code: Code
    kind: BodyKind
    name: SomeTexts
    dative: Texts = Translated()
    region: Line | None = None
    email: Email = ""
    language: Language
    delegates: int = Field(default=0, ge=0, le=1000)  # seats of role delegate


class Bundle(Part):
    """A whole bundle, checked: codes are unique and every reference has its target."""

    about: str = Field(default="", alias="_about")
    council: CouncilPart
    session: SessionPart
    agenda: list[ItemPart] = []
    figures: list[Figure] = []
    regions: list[RegionPart] = []
    bodies: list[BodyPart] = []


def read_bundle(content: bytes) -> Bundle:
    """The bundle in these bytes (UTF-8 JSON). Raises `BundleBroken` with every fault at once."""
    if len(content) > LARGEST_BUNDLE:
        raise BundleBroken([_("The file is larger than 20 MB.")])
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise BundleBroken([_("The file is not UTF-8 (byte %(number)d).", number=fault.start)]) from None
    except json.JSONDecodeError as fault:
        place = {"line": fault.lineno, "column": fault.colno}
        raise BundleBroken([_("Line %(line)d, column %(column)d: this is no JSON.", **place)]) from None
    except (RecursionError, ValueError):  # brackets in brackets, or a number of thousands of digits
        raise BundleBroken([_("The file is nested too deeply or holds a number that is too long.")]) from None
    try:
        bundle = Bundle.model_validate(raw)
    except ValidationError as faults:
        raise BundleBroken([_fault_line(fault) for fault in faults.errors()]) from None
    if found := _reference_faults(bundle):
        raise BundleBroken(found)
    return bundle


def _fault_line(fault: Any) -> str:
    """The place and what is wrong there, in the reader's language."""
    place = ".".join(str(part) for part in fault["loc"]) or "bundle"
    if fault["type"] == "value_error":
        return f"{place}: {fault['ctx']['error']}"
    words = {
        "missing": _("is missing"),
        "extra_forbidden": _("is not known here"),
        "enum": _("must be one of: %(choices)s", choices=_choices(fault)),
        "literal_error": _("must be one of: %(choices)s", choices=_choices(fault)),
        "string_pattern_mismatch": _("must be Latin letters, digits, dots and dashes, 40 at most"),
        "too_short": _("must not be empty"),
    }
    return f"{place}: {words.get(fault['type']) or _kind_fault(fault['type'])}"


def _choices(fault: Any) -> str:
    return str(fault.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")


def _kind_fault(kind: str) -> str:
    """What is wrong by the kind of value that was wanted."""
    if kind.startswith(("datetime", "timezone")):
        return str(_("must be a date and time such as 2026-11-23T10:00"))
    if kind.startswith(("int", "greater", "less")):
        return str(_("must be a whole number within bounds"))
    if kind.startswith("string"):
        return str(_("must be a text"))
    return str(_("has the wrong form"))


def _reference_faults(bundle: Bundle) -> list[str]:
    bodies = [body.code for body in bundle.bodies]
    regions = [region.code for region in bundle.regions]
    faults = _twice("bodies", bodies) + _twice("regions", regions)
    for number, body in enumerate(bundle.bodies):
        if body.region and body.region not in regions:
            faults.append(f"bodies.{number}.region: {_no_region(body.region)}")
    for number, item in enumerate(bundle.agenda):
        faults += [f"agenda.{number}.speakers: {_no_body(code)}" for code in item.speakers if code not in bodies]
    if bundle.session.region and bundle.session.region not in regions:
        faults.append(f"session.region: {_no_region(bundle.session.region)}")
    return faults + _order_faults(bundle)


def _order_faults(bundle: Bundle) -> list[str]:
    """Moments that stand in the wrong order, each as an instant."""
    found, zone = bundle.session, ZoneInfo(bundle.council.time_zone)
    starts, ends, nominate, confirm = (
        moment if moment is None or moment.tzinfo else moment.replace(tzinfo=zone)
        for moment in (found.starts_at, found.ends_at, found.nominate_until, found.confirm_until)
    )
    orders = (
        ("session.ends_at", starts, ends, _("must be later than starts_at")),
        ("session.starts_at", nominate, starts, _("must be later than nominate_until")),
        ("session.starts_at", confirm, starts, _("must not be before confirm_until")),
        ("session.confirm_until", nominate, confirm, _("must not be before nominate_until")),
    )
    return [
        f"{place}: {words}"
        for place, first, second, words in orders
        if first and second and (second < first or (second == first and place == "session.ends_at"))
    ]


def _no_body(code: str) -> str:
    return str(_("no body has the code %(code)s", code=code))


def _stands_twice(code: str) -> str:
    return str(_("%(code)s stands twice", code=code))


def _no_region(code: str) -> str:
    return str(_("no region has the code %(code)s", code=code))


def _twice(place: str, codes: list[str]) -> list[str]:
    return [
        f"{place}.{number}.code: {_stands_twice(code)}" for number, code in enumerate(codes) if code in codes[:number]
    ]
