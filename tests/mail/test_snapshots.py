"""Every letter in three languages as it looks: read the snapshots in the diff when a letter changes."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from flask import Flask

from eventreg.app import create_app
from eventreg.core.links import MARK
from eventreg.i18n.languages import BILINGUAL, LANGUAGES
from eventreg.invitations.recipients import READY
from eventreg.invitations.wording import fill, paragraphs
from eventreg.mail.render import rendered
from eventreg.paths import resource
from eventreg.registrations.session_facts import SessionFacts
from tests.databases import settings_for
from tests.snapshots import Snapshots

KINDS = sorted(path.name for path in resource("templates").joinpath("mail").iterdir() if path.is_dir())
TO_BODIES = (
    "invitation", "body_letter", "reminder", "invitation_link", "invitation_renewed", "invitation_withdrawn",
    "nominee_rejected", "session_announced", "session_cancelled", "session_moved", "session_postponed",
)  # fmt: skip
STOP = "[[link:subscription:abcdefghijklmnop:1]]"
LINK = "[[link:invitation:abcdefghijklmnop:1]]"
FACTS = SessionFacts(
    title="Балаларға ғылыми-техникалық білім беруді дамыту",
    council="Республикалық үйлестіру кеңесі",
    day="2026-11-23",
    when="2026-11-23, 10:00 (Ақтөбе, UTC+5)",
    where="Ақтөбе, облыс әкімдігі",
    city="Ақтөбе",
    contact_email="secretary@eventreg.example",
    contact_phone="+7 7172 24 93 05",
)
PLACEHOLDERS = {
    "body": "Оқу-ағарту министрлігі",
    "addressee": "Оқу-ағарту министрлігіне",
    "session": FACTS.title,
    "date": FACTS.when,
    "place": FACTS.where,
    "deadline": "2026-11-16, 18:00",
    "link": LINK,
    "seats": "2",
    "council": FACTS.council,
}
VALUES = {
    **PLACEHOLDERS,
    "facts": FACTS,
    "council_name": FACTS.council,
    "contact_email": FACTS.contact_email,
    "contact_phone": FACTS.contact_phone,
    "name": "Қасымова Айгүл Серікқызы",
    "email": "aigul@invitee.example",
    "reference": "R-000123",
    "code": "K7M4Q",
    "state": "confirmed",
    "reason": "Басқа адам келеді",
    "public_page": "http://localhost/s/rcc/2026-11-23",
    "page": "http://localhost/office/",
    "official": "attached",
    "number": "01-15/12",
    "dated": "2026-11-02",
    "text": "Бірінші жол",
    "stop_link": STOP,
    "former_when": "2026-11-16, 10:00 (Ақтөбе, UTC+5)",
    "former_where": "Ақтөбе, Орталық",
    "entries": [{"body": PLACEHOLDERS["body"], "facts": FACTS, "deadline": PLACEHOLDERS["deadline"], "link": LINK}],
}


def values_of(kind: str, language: str) -> dict[str, object]:
    """What the letter is given; those that an organizer words have the ready words."""
    if kind not in ("invitation", "body_letter"):
        return {**VALUES, "paragraphs": ["Бірінші жол", "Екінші жол"]}
    text = READY.text.in_language(language)
    return {
        **VALUES,
        "subject": fill(READY.subject.in_language(language), PLACEHOLDERS),
        "text": fill(text, PLACEHOLDERS),
        "paragraphs": paragraphs(text, PLACEHOLDERS),
    }


@pytest.fixture(scope="module")
def letters_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application without a database: letters are made of values alone."""
    folder = tmp_path_factory.mktemp("letters")
    app = create_app(settings_for(f"sqlite:///{folder}/none.sqlite3", folder))
    with app.app_context():
        yield app


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_looks_as_it_did(letters_app: Flask, snapshots: Snapshots, kind: str, language: str) -> None:
    letter = rendered(kind, language, values_of(kind, language))

    lines = letter.text.split("\n")
    glued = [line for before, line in pairwise(lines) if FACTS.title in line and before.endswith((".", "!"))]
    assert glued == [], "facts begin after an empty line"
    assert "\n\n\n" not in letter.text
    snapshots.match(f"{kind}.{language}", f"{letter.subject}\n\n{letter.text}\n{letter.html}")


@pytest.mark.parametrize("kind", TO_BODIES)
def test_a_letter_in_two_languages_is_the_kazakh_one_above_the_russian_one(
    letters_app: Flask, snapshots: Snapshots, kind: str
) -> None:
    kazakh, russian = (rendered(kind, language, values_of(kind, language)) for language in ("kk", "ru"))

    letter = rendered(kind, BILINGUAL, lambda language: values_of(kind, language))

    assert letter.subject == f"{kazakh.subject} / {russian.subject}"
    assert letter.text.startswith(kazakh.text)
    assert letter.text.endswith(russian.text)
    assert letter.html.count('lang="kk"') == 2
    assert letter.html.count('lang="ru"') == 1
    assert letter.html.count(LINK) == kazakh.html.count(LINK) + russian.html.count(LINK)
    assert set(MARK.findall(letter.text)) == set(MARK.findall(kazakh.text)), "one link, under each language"
    assert len(letter.html.encode()) < 40_000
    snapshots.match(f"{kind}.{BILINGUAL}", f"{letter.subject}\n\n{letter.text}\n{letter.html}")


def test_of_two_long_subjects_each_keeps_its_beginning(letters_app: Flask) -> None:
    values = {code: {**values_of("invitation", code), "subject": code * 150} for code in LANGUAGES}

    letter = rendered("invitation", BILINGUAL, lambda language: values[language])

    assert len(letter.subject) <= 200
    assert letter.subject.startswith("kk")
    assert "… / ru" in letter.subject
