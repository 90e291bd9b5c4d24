"""The format of a bundle, and every fault of a broken one with its place."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal  # Any: figures are kept and exported unchanged
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from eventreg.agenda.models import ItemKind
from eventreg.bodies.models import BodyKind
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.sessions.models import SessionKind, Stage

LARGEST_BUNDLE = 20 * 1024 * 1024  # bytes
Language = Literal["kk", "ru", "en"]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]


class BundleBroken(Exception):
    """The file is no bundle; `faults` holds one line per fault, each with its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def _texts(value: object) -> Translated:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError("must give a text for each language")
    if unknown := sorted(set(value) - set(LANGUAGES)):
        raise ValueError(f"has a language that is not known: {', '.join(unknown)}")
    return Translated(value)


def _not_empty(value: Translated) -> Translated:
    if not value:
        raise ValueError("must have a text in at least one language")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError(f"is no time zone: {value}") from None
    return value


def _email(value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized if value else ""
    except EmailNotValidError:
        raise ValueError(f"is no e-mail address: {value}") from None


Texts = Annotated[Translated, BeforeValidator(_texts)]
SomeTexts = Annotated[Translated, BeforeValidator(_texts), AfterValidator(_not_empty)]
Zone = Annotated[str, AfterValidator(_zone)]
Email = Annotated[str, AfterValidator(_email)]


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
    contact_phone: str = ""


class SessionPart(Part):
    code: Code | None = None  # else the local start date
    kind: SessionKind
    number: str | None = None
    title: SomeTexts
    starts_at: datetime  # local to the council's zone unless it carries an offset
    ends_at: datetime
    city: SomeTexts
    venue: Texts = Translated()
    region: str | None = None
    capacity: int | None = Field(default=None, gt=0)
    stage: Stage = Stage.ANNOUNCED
    nominate_until: datetime | None = None
    confirm_until: datetime | None = None


class ItemPart(Part):
    kind: ItemKind
    minutes: int = Field(gt=0, le=24 * 60)
    title: SomeTexts
    speakers: list[str] = []  # codes of bodies


class RegionPart(Part):
    code: Code
    name: SomeTexts


class BodyPart(Part):
    code: Code
    kind: BodyKind
    name: SomeTexts
    dative: Texts = Translated()
    region: str | None = None
    email: Email = ""
    language: Language
    delegates: int = Field(default=0, ge=0, le=1000)  # seats of role delegate


class Bundle(Part):
    """A whole bundle, checked: codes are unique and every reference has its target."""

    about: str = Field(default="", alias="_about")
    council: CouncilPart
    session: SessionPart
    agenda: list[ItemPart] = []
    figures: list[dict[str, Any]] = []
    regions: list[RegionPart] = []
    bodies: list[BodyPart] = []


def read_bundle(content: bytes) -> Bundle:
    """The bundle in these bytes (UTF-8 JSON). Raises `BundleBroken` with every fault at once."""
    if len(content) > LARGEST_BUNDLE:
        raise BundleBroken(["the file is larger than 20 MB"])
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise BundleBroken([f"the file is not UTF-8 (byte {fault.start})"]) from None
    except json.JSONDecodeError as fault:
        raise BundleBroken([f"line {fault.lineno}, column {fault.colno}: {fault.msg}"]) from None
    except (RecursionError, ValueError):  # brackets in brackets, or a number of thousands of digits
        raise BundleBroken(["the file is nested too deeply or holds a number that is too long"]) from None
    try:
        bundle = Bundle.model_validate(raw)
    except ValidationError as faults:
        raise BundleBroken([_fault_line(fault) for fault in faults.errors()]) from None
    if found := _reference_faults(bundle):
        raise BundleBroken(found)
    return bundle


def _fault_line(fault: Any) -> str:
    place = ".".join(str(part) for part in fault["loc"]) or "bundle"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{place}: {message[:1].lower()}{message[1:]}"


def _reference_faults(bundle: Bundle) -> list[str]:
    bodies = [body.code for body in bundle.bodies]
    regions = [region.code for region in bundle.regions]
    faults = _twice("bodies", bodies) + _twice("regions", regions)
    for number, body in enumerate(bundle.bodies):
        if body.region and body.region not in regions:
            faults.append(f"bodies.{number}.region: no region has the code {body.region}")
    for number, item in enumerate(bundle.agenda):
        faults += [
            f"agenda.{number}.speakers: no body has the code {code}" for code in item.speakers if code not in bodies
        ]
    if bundle.session.region and bundle.session.region not in regions:
        faults.append(f"session.region: no region has the code {bundle.session.region}")
    if _local(bundle.session.ends_at) <= _local(bundle.session.starts_at):
        faults.append("session.ends_at: must be later than starts_at")
    return faults


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _twice(place: str, codes: list[str]) -> list[str]:
    return [
        f"{place}.{number}.code: {code} stands twice" for number, code in enumerate(codes) if code in codes[:number]
    ]
