"""The main job on real input: from an imported session to published recommendations, over real HTTP and real SMTP."""

import hashlib
import io
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from icalendar import Calendar
from pypdf import PdfReader

from eventreg.core.db import db
from eventreg.settings import Settings
from tests.faults.workers import environment, running
from tests.journeys.visitor import Visitor, links_of
from tests.smtp_server import MailServer, Received, free_port, running_mail_server
from tests.tables import all_rows

BUNDLE = Path(__file__).resolve().parents[2] / "eventreg" / "cli" / "demo" / "aktobe-2015.json"
SESSION = "rcc-stc/2015-11-18"
PASSWORD = "қыран бүркіт 2015 биікте"
QUORUM = 21  # more than half of 40 invited bodies
ANSWERING = 22  # bodies that nominate one delegate each
PERSONAL = re.compile(r"/(i|r|o|office/password)/[\w-]{20,}")


@dataclass
class Office:
    """The secretary's browser, and the mailbox of everybody."""

    base_url: str
    secretary: Visitor
    mail: MailServer
    settings: Settings

    def page(self, path: str = "") -> str:
        return f"/office/{SESSION}/{path}"

    def visitor(self) -> Visitor:
        return Visitor(self.base_url)

    def letters(self, kind: Callable[[Received], bool], number: int) -> list[Received]:
        """The letters of a kind, once so many have come."""
        end = time.monotonic() + 60
        while len(found := [letter for letter in self.mail.received if kind(letter)]) < number:
            assert time.monotonic() < end, f"{len(found)} of {number} letters came within a minute"
            time.sleep(0.05)
        return found


def command(settings: Settings, *arguments: str) -> str:
    """What an `eventreg` command prints; it must succeed."""
    line = [sys.executable, "-W", "ignore", "-m", "eventreg.cli.main", *arguments]
    ran = subprocess.run(line, env=environment(settings), capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def last_line(text: str) -> str:
    return text.strip().splitlines()[-1]


def path_of(link: str) -> str:
    """Links are built from BASE_URL; the test's server stands elsewhere."""
    return urlsplit(link).path


@contextmanager
def served(settings: Settings, mail: MailServer) -> Iterator[str]:
    """Pages and worker as an operator starts them; gives the address of the pages."""
    port = free_port()
    arguments = ("-m", "eventreg.cli.main", "serve", "--port", str(port))
    with running(settings, "serve", *arguments, smtp_port=mail.port):
        base_url = f"http://127.0.0.1:{port}"
        end = time.monotonic() + 30
        while True:
            try:
                assert Visitor(base_url).send("GET", "/readyz")[0] == 200
                break
            except OSError:
                assert time.monotonic() < end, "the pages are not served"
                time.sleep(0.1)
        yield base_url


def sign_in_with_new_password(visitor: Visitor, link: str) -> None:
    page = visitor.get(path_of(link))
    page = visitor.submit(page, "", password=PASSWORD, password_again=PASSWORD)
    assert page.status == 200, page.text


def hire_the_secretary(base_url: str, settings: Settings, mail: MailServer) -> Visitor:
    """The administrator of the command line invites the secretary, who sets a password by the letter's link."""
    admin = Visitor(base_url)
    sign_in_with_new_password(admin, last_line(command(settings, "create-admin", "admin@centre.example")))
    page = admin.get("/office/team/invite?lang=en")
    fields = {"email": "secretary@centre.example", "name": "Сәуле Ахметова", "language": "kk"}
    admin.submit(page, "", **fields, **{"roles_rcc-stc": ["secretary"]})
    mail.wait_for(1, seconds=30)
    secretary = Visitor(base_url)
    link = next(link for link in links_of(mail.received[0].part("text/plain")) if "/office/password/" in link)
    sign_in_with_new_password(secretary, link)
    return secretary


def invite_everybody(office: Office) -> list[Received]:
    page = office.secretary.get(office.page("edit?lang=en"))
    for stage in ("announced", "open"):
        page = office.secretary.submit(page, "/stage", stage=stage)
    page = office.secretary.get(office.page("invitations/send?lang=en"))
    assert "Send 40 invitations" in page.text
    before = len(office.mail.received)
    office.secretary.submit(page, "")
    office.secretary.submit(page, "")  # pressed twice
    office.mail.wait_for(before + 40, seconds=60)
    return [letter for letter in office.mail.received if letter.recipients[0].endswith("@invitee.example")]


def check_invitations(letters: list[Received]) -> None:
    bodies = {body["email"]: body for body in json.loads(BUNDLE.read_text())["bodies"]}
    assert Counter(letter.recipients[0] for letter in letters) == Counter(bodies.keys())
    urls = set()
    for letter in letters:
        personal = {link for link in links_of(letter.part("text/plain")) if PERSONAL.search(link)}
        assert len(personal) == 1, personal
        assert personal == {link for link in links_of(letter.part("text/html")) if PERSONAL.search(link)}
        assert letter.message["Content-Language"] == bodies[letter.recipients[0]]["language"]
        assert "METHOD" not in letter.content.decode()
        urls |= personal
    assert len(urls) == 40


def personal_link(letter: Received) -> str:
    return next(link for link in links_of(letter.part("text/plain")) if PERSONAL.search(link))


def nominate(office: Office, letter: Received, number: int) -> str:
    """The body names one delegate and finds the seat taken; gives the delegate's address."""
    body = office.visitor()
    page = body.get(path_of(personal_link(letter)) + "?lang=en")
    email = f"delegate-{number}@delegate.example"
    page = body.submit(page, "/nominate", surname="Қожахметов", given_name="Ұлан", email=email, language="kk")
    assert page.status == 200, page.text
    assert "Seats taken: 1 of" in page.text
    return email


def confirm(office: Office, letter: Received) -> str:
    """The delegate confirms on a phone and sees a reference number and a short code; gives the code."""
    delegate = office.visitor()
    page = delegate.get(path_of(personal_link(letter)) + "?lang=ru")
    page = delegate.submit(page, "/answers")
    page = delegate.submit(page, "/confirm")
    assert page.status == 200, page.text
    assert "Вы зарегистрированы" in page.text
    code = re.search(r'class="pass__code">([^<]+)<', page.html)
    assert code
    return code.group(1)


def check_confirmation(letter: Received) -> None:
    """The calendar entry is a request to this very recipient, in UTC."""
    assert 'method="REQUEST"' in letter.content.decode() or "method=REQUEST" in letter.content.decode()
    calendar = Calendar.from_ical(letter.part("text/calendar"))
    event = calendar.walk("VEVENT")[0]
    assert calendar["METHOD"] == "REQUEST"
    assert event["DTSTART"].to_ical() == b"20151118T050000Z"
    assert str(event["ATTENDEE"]).lower() == f"mailto:{letter.recipients[0]}"


def check_in_until_quorum(office: Office, codes: list[str]) -> None:
    for number, code in enumerate(codes, start=1):
        page = office.secretary.get(office.page("attendance?lang=en"))
        assert ("No quorum" in page.text) is (number <= QUORUM), f"after {number - 1} bodies"
        page = office.secretary.submit(page, "/check-in", text=code)
        assert page.status == 200, page.text
    page = office.secretary.get(office.page("attendance?lang=en"))
    assert "Quorum present" in page.text
    assert "40" in page.text


def release_agenda(office: Office) -> None:
    page = office.secretary.get(office.page("agenda/release?lang=en"))
    page = office.secretary.submit(page, "/release")
    assert page.status == 200, page.text
    content, headers = office.visitor().download(f"/s/{SESSION}/agenda.pdf?lang=kk")
    text = "".join(found.extract_text() for found in PdfReader(io.BytesIO(content)).pages)
    assert headers.get_content_type() == "application/pdf"
    assert "Күн тәртібі" in text or "КҮН ТӘРТІБІ" in text
    calendar, _headers = office.visitor().download(f"/s/{SESSION}/agenda.ics")
    assert Calendar.from_ical(calendar).walk("VEVENT")


CLAUSES = (
    ("1 жоспарды бекіту", "утвердить 1 план", "approve 1 plan"),
    ("кемінде 3 семинар өткізу", "провести не менее 3 семинаров", "hold at least 3 seminars"),
)


def adopt_and_publish(office: Office) -> None:
    for kk, ru, en in CLAUSES:
        page = office.secretary.get(office.page("recommendations/clauses/add?lang=en"))
        fields = {"text_kk": kk, "text_ru": ru, "text_en": en, "lead": "class:akimats"}
        page = office.secretary.submit(
            page, "/clauses/add", **fields, deadline_kind="by_date", deadline_on="2016-03-01"
        )
        assert page.status == 200, page.text
    page = office.secretary.submit(page, "/table")
    page = office.secretary.get(office.page("recommendations/adopt?lang=en"))
    page = office.secretary.submit(page, "/adopt")
    assert "locked" in page.text, page.text
    page = office.secretary.get(office.page("recommendations/publish?lang=en"))
    page = office.secretary.submit(page, "")
    assert page.status == 200, page.text


def check_publication(office: Office) -> None:
    visitor = office.visitor()
    page = visitor.get(f"/s/{SESSION}/recommendations?lang=ru")
    assert "утвердить 1 план" in page.text
    for suffix, language in (("pdf", "kk"), ("docx", "ru"), ("json", "")):
        content, _headers = visitor.download(f"/s/{SESSION}/recommendations/v1.{suffix}?lang={language}")
        digest = hashlib.sha256(content).hexdigest()
        assert digest in page.html
        again, _headers = visitor.download(f"/s/{SESSION}/recommendations/v1.{suffix}?lang={language}")
        assert again == content
        assert "Authentic" in visitor.get(f"/verify?lang=en&sha256={digest}").text


def check_that_opening_links_writes_nothing(office: Office) -> None:
    """Scanners open every link of every letter by GET and HEAD, some of them more than once."""
    links = {link for letter in office.mail.received for link in links_of(letter.part("text/plain"))}
    links |= {link for letter in office.mail.received for link in links_of(letter.part("text/html"))}
    before = without_signs_of_life(all_rows())
    scanner = office.visitor()
    for link in sorted(links):
        address = link.removeprefix(f"{urlsplit(link).scheme}://{urlsplit(link).netloc}")
        for method in ("GET", "HEAD", "GET"):
            assert scanner.send(method, address)[0] < 500
    db.session.rollback()
    assert without_signs_of_life(all_rows()) == before


def without_signs_of_life(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """The worker beside the pages signs on every few seconds; that is not what a link does."""
    return {table: found for table, found in rows.items() if table != "worker_sign"}


def check_that_no_token_is_readable(office: Office) -> None:
    tokens = {
        personal_link(letter).rpartition("/")[2] for letter in office.mail.received if PERSONAL.search(text_of(letter))
    }
    dump = repr(all_rows())
    assert len(tokens) > 40
    assert [token for token in tokens if token in dump] == []
    log = (office.settings.data_dir / "serve.log").read_text()
    assert [token for token in tokens if token in log] == []


def text_of(letter: Received) -> str:
    return letter.part("text/plain")


def test_a_session_from_import_to_publication(settings: Settings, app: Flask) -> None:
    assert last_line(command(settings, "import", str(BUNDLE))) == SESSION
    with running_mail_server() as mail, served(settings, mail) as base_url:
        office = Office(base_url, hire_the_secretary(base_url, settings, mail), mail, settings)

        invitations = invite_everybody(office)
        check_invitations(invitations)
        emails = [nominate(office, letter, number) for number, letter in enumerate(invitations[:ANSWERING])]
        nominations = office.letters(lambda letter: letter.recipients[0] in emails, ANSWERING)
        codes = [confirm(office, letter) for letter in nominations]
        confirmations = office.letters(lambda letter: b"text/calendar" in letter.content, ANSWERING)
        for letter in confirmations:
            check_confirmation(letter)
        release_agenda(office)
        check_in_until_quorum(office, codes)
        adopt_and_publish(office)
        check_publication(office)

        check_that_opening_links_writes_nothing(office)
        check_that_no_token_is_readable(office)
        assert "are whole" in command(settings, "audit", "verify")
        exported = json.loads(command(settings, "export", SESSION))
        assert sum(body["delegates"] for body in exported["bodies"]) == 88
