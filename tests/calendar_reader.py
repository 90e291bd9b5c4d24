"""A strict reader of iCalendar files, made from the standards alone, so that the maker of the files is not its judge.

RFC 5545: lines of at most 75 octets that end in CRLF (3.1), escapes (3.3.11), UTC moments (3.3.5). RFC 5546: what each
method requires and forbids in a VEVENT (3.2.1, 3.2.2, 3.2.5).
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=(?:\"[^\"]*\"|[^\";:,]*)(?:,(?:\"[^\"]*\"|[^\";:,]*))*)*):(.*)", re.DOTALL)
PARAMETER = re.compile(r";([A-Z-]+)=(\"[^\"]*\"|[^;:]*)")
MOMENT = re.compile(r"\d{8}T\d{6}Z")
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "SEQUENCE")
REQUIRED = {
    "PUBLISH": ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "ORGANIZER"),
    "REQUEST": ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "ORGANIZER", "ATTENDEE", "SEQUENCE"),
    "CANCEL": ("UID", "DTSTAMP", "ORGANIZER", "ATTENDEE", "SEQUENCE"),
}
FORBIDDEN = {"PUBLISH": ("ATTENDEE", "REQUEST-STATUS"), "REQUEST": ("REQUEST-STATUS",), "CANCEL": ("REQUEST-STATUS",)}
STATUS = {
    "PUBLISH": ("CONFIRMED", "TENTATIVE", "CANCELLED"),
    "REQUEST": ("CONFIRMED", "TENTATIVE"),
    "CANCEL": ("CANCELLED",),
}


@dataclass(frozen=True)
class Property:
    """One line of content; a text is unescaped."""

    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """The one event of a file, with the method under which it comes."""

    method: str
    properties: tuple[Property, ...]

    def of(self, name: str) -> list[Property]:
        return [found for found in self.properties if found.name == name]

    def text(self, name: str) -> str:
        (found,) = self.of(name)
        return found.value

    def moment(self, name: str) -> datetime:
        return datetime.strptime(self.text(name), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

    @property
    def sequence(self) -> int:
        return int(self.text("SEQUENCE"))

    @property
    def attendee(self) -> str:
        return self.text("ATTENDEE").removeprefix("mailto:")


def read_calendar(content: bytes | str) -> Entry:
    """The event of the file. Fails, saying why, where the standards are not kept."""
    lines = _unfolded(content.encode() if isinstance(content, str) else content)
    found = [_property(line) for line in lines]
    names = [f"{one.name}:{one.value}" if one.name in ("BEGIN", "END") else one.name for one in found]
    assert (names[0], names[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR"), names
    begin, end = names.index("BEGIN:VEVENT"), names.index("END:VEVENT")
    assert names.count("BEGIN:VEVENT") == 1
    head = {one.name: one.value for one in found[1:begin]}
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    entry = Entry(head["METHOD"], tuple(found[begin + 1 : end]))
    _check(entry)
    return entry


def _unfolded(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n"), "the last line has no CRLF"
    lines = content[:-2].split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines), "a line ends in something else than CRLF"
    assert all(len(line) <= 75 for line in lines), "a line has more than 75 octets"
    for line in lines:
        line.decode()  # no letter is cut in two
    joined: list[bytes] = []
    for line in lines:
        if line.startswith((b" ", b"\t")):
            joined[-1] += line[1:]
        else:
            joined.append(line)
    return [line.decode() for line in joined]


def _property(line: str) -> Property:
    parts = LINE.fullmatch(line)
    assert parts, f"no property: {line!r}"
    name, parameters, value = parts.groups()
    given = {key: text.strip('"') for key, text in PARAMETER.findall(parameters)}
    return Property(name, _unescaped(value) if name in TEXTS else value, given)


def _unescaped(value: str) -> str:
    rest = re.sub(r"\\[\\;,nN]", "", value)
    assert not re.search(r"[\\;,]", rest), f"not escaped: {value!r}"
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _check(entry: Entry) -> None:
    method = entry.method
    names = [one.name for one in entry.properties]
    missing = [name for name in REQUIRED[method] if name not in names]
    assert not missing, f"{method} without {missing}"
    assert not set(FORBIDDEN[method]) & set(names), f"{method} with {names}"
    assert all(names.count(name) <= 1 for name in ONCE), names
    assert len(entry.of("ORGANIZER")) == 1
    assert all(one.value.startswith("mailto:") for one in (*entry.of("ORGANIZER"), *entry.of("ATTENDEE")))
    assert "STATUS" not in names or entry.text("STATUS") in STATUS[method]
    for name in ("DTSTAMP", "DTSTART", "DTEND"):
        assert all(MOMENT.fullmatch(one.value) for one in entry.of(name)), f"{name} is not in UTC"
    assert entry.moment("DTSTART") < entry.moment("DTEND")
    assert "@" in entry.text("UID")
    assert re.fullmatch(r"\d+", entry.text("SEQUENCE"))
