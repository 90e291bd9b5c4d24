"""The register of outgoing letters: no number stands in it twice, and every one shows what bears it."""

import csv
import dataclasses
import threading
from datetime import date
from io import BytesIO, StringIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from eventreg.core import clock
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.councils.actions import edit_letterhead, take_outgoing_numbers
from eventreg.councils.models import Council, Numbering, OutgoingNumber
from eventreg.councils.queries import upcoming_label
from eventreg.councils.rules import number_key
from eventreg.files.queries import read_digest
from eventreg.i18n.dates import local
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.campaigns import cancel_mailing
from eventreg.invitations.actions.listing import remove_invitation
from eventreg.invitations.actions.numbers import enter_number, withdraw_number
from eventreg.invitations.actions.papers import next_papers
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.actions.single_letters import send_to_one
from eventreg.invitations.models import Campaign, CampaignRecipient, Invitation, OutgoingPaper
from eventreg.invitations.outgoing import PaperState, RegisterFilter, register_of, states_of
from eventreg.journal.models import JournalEntry
from eventreg.mail.models import LetterState
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser, filled_in
from tests.cast import sign_in
from tests.factories import a_council
from tests.invitations.conftest import BY, HEAD, Start
from tests.invitations.test_official_letters import move_by_a_week, words_of

REGISTER = "/office/rcc/outgoing-letters/"
PLACE = "/office/rcc/2026-11-23"


@pytest.fixture
def sent(start: Start) -> Campaign:
    """Four official letters, queued."""
    return start(official=True)


def invitation_to(name: str) -> Invitation:
    return session().scalars(select(Invitation).filter_by(email=f"{name}@invitee.example")).one()


def today() -> date:
    return local(clock.now(), "Asia/Aqtobe").date()


def register(council_session: CouncilSession, narrowed: RegisterFilter | None = None) -> dict[str, PaperState]:
    """What became of what bears each number."""
    session().rollback()
    papers = session().scalars(register_of(council_session.council, narrowed or RegisterFilter())).all()
    states = states_of([paper.id for paper in papers])
    return {paper.outgoing_number.label: states[paper.id] for paper in papers}


def labels(council_session: CouncilSession, how_many: int) -> list[str]:
    with transaction():
        taken = take_outgoing_numbers(council_session.council, [("invitation", "a")] * how_many, clock.now())
        return [number.label for number in taken]


def test_the_register_says_what_became_of_each_letter_and_keeps_every_number(
    sent: Campaign, council_session: CouncilSession
) -> None:
    assert set(register(council_session).values()) == {PaperState.WAITING}
    recipients = session().scalars(select(CampaignRecipient).order_by(CampaignRecipient.id)).all()
    first, former = recipients[0], recipients[0].pdf_sha256 or ""
    with transaction():
        letters = [recipient.letter for recipient in recipients if recipient.letter]
        for letter, state in zip(letters, ("sent", "refused", "sent", "cancelled"), strict=True):
            letter.end(LetterState(state))
        letters[2].bounced_at = clock.now()
    assert register(council_session) == {
        "01-15/1": PaperState.SENT,
        "01-15/2": PaperState.REFUSED,
        "01-15/3": PaperState.REFUSED,
        "01-15/4": PaperState.NEVER_SENT,
    }
    assert list(register(council_session, RegisterFilter(state=PaperState.REFUSED))) == ["01-15/3", "01-15/2"]

    move_by_a_week(council_session)
    queue_mailings()
    with transaction():
        send_to_one(first.invitation, BY, clock.now())
    queue_mailings()
    found = register(council_session)
    replaced = [label for label, state in found.items() if state is PaperState.REPLACED]
    paper = session().scalars(select(OutgoingPaper).order_by(OutgoingPaper.id)).first()

    assert "01-15/1" in replaced
    assert {label for label in found if found[label] is PaperState.WAITING} == set(found) - {
        *replaced, "01-15/2", "01-15/3", "01-15/4",
    }  # fmt: skip
    assert paper is not None
    assert paper.pdf_sha256 == former, "the register keeps the file that a new one has replaced"


def test_numbers_of_a_cancelled_mailing_were_never_sent_and_are_given_to_nothing_else(
    sent: Campaign, council_session: CouncilSession
) -> None:
    with transaction():
        cancel_mailing(sent, BY, clock.now())

    assert set(register(council_session).values()) == {PaperState.NEVER_SENT}
    assert labels(council_session, 1) == ["01-15/5"]


def test_a_number_whose_paper_could_not_be_made_was_never_sent_though_an_earlier_letter_was(
    sent: Campaign, council_session: CouncilSession
) -> None:
    first = session().scalars(select(CampaignRecipient).order_by(CampaignRecipient.id)).first()
    assert first is not None
    assert first.letter is not None
    with transaction():
        first.letter.end(LetterState.SENT)
    move_by_a_week(council_session)
    with transaction():
        send_to_one(first.invitation, BY, clock.now())
    with transaction():
        next_papers(sent, [first], clock.now())  # the number is taken, and then nothing can be rendered
    assert register(council_session)["01-15/5"] is PaperState.WAITING

    with transaction():
        cancel_mailing(sent, BY, clock.now())

    assert register(council_session)["01-15/5"] is PaperState.NEVER_SENT


def test_the_counter_is_set_forward_never_back_and_leaves_out_what_was_entered_by_hand(
    sent: Campaign, council_session: CouncilSession
) -> None:
    council = council_session.council
    with pytest.raises(Refusal, match="counter_goes_forward"), transaction():
        edit_letterhead(council, HEAD, BY, clock.now(), count_from=4)
    with transaction():
        edit_letterhead(council, HEAD, BY, clock.now(), count_from=40)
        enter_number(invitation_to("akm-0"), "01-15 / 41", today(), BY, clock.now())

    assert upcoming_label(council, today()) == "01-15/40"
    assert labels(council_session, 3) == ["01-15/40", "01-15/42", "01-15/43"]


@pytest.mark.parametrize(("numbering", "expected"), [(Numbering.YEARLY, (2027, 1)), (Numbering.CONTINUOUS, (2027, 71))])
def test_the_council_chooses_whether_numbers_begin_anew_with_its_own_new_year(
    council_session: CouncilSession, numbering: Numbering, expected: tuple[int, int]
) -> None:
    eve = clock.now().replace(year=2026, month=12, day=31, hour=18, minute=59)  # 23:59 in Aktobe
    council = council_session.council
    with transaction():
        edit_letterhead(council, dataclasses.replace(HEAD, numbering=numbering), BY, eve, count_from=70)
        (last,) = take_outgoing_numbers(council, [("invitation", "a")], eve)
        (first,) = take_outgoing_numbers(council, [("invitation", "b")], eve.replace(hour=19))

    assert (last.year, last.number) == (2026, 70)
    assert (first.year, first.number) == expected


def test_of_many_who_take_and_enter_numbers_at_once_no_two_get_one(bare_app: Flask) -> None:
    with bare_app.app_context(), transaction():
        council_id = a_council().id
    barrier = threading.Barrier(8)
    given: list[str] = []

    def take() -> None:
        with bare_app.app_context():
            barrier.wait()
            with transaction() as current:
                council = current.get_one(Council, council_id)
                given.extend(
                    one.label for one in take_outgoing_numbers(council, [("invitation", "a")] * 3, clock.now())
                )

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(given, key=int) == [str(number) for number in range(1, 25)]


def test_the_database_itself_keeps_a_number_from_standing_twice_in_a_year(council_session: CouncilSession) -> None:
    row = {"council_id": council_session.council_id, "label": "7/1", "label_key": number_key("7/1"), "number": None}
    row |= {"about_kind": "invitation", "about_id": "a"}
    with transaction() as current:
        current.execute(
            insert(OutgoingNumber), [{**row, "year": year, "dated": date(year, 5, 5)} for year in (2026, 2027)]
        )

    with pytest.raises(IntegrityError), transaction() as current:
        current.execute(insert(OutgoingNumber), [{**row, "year": 2026, "dated": date(2026, 6, 6)}])


def test_a_number_that_the_registry_office_gave_stands_on_the_paper_in_place_of_the_counters(
    council_session: CouncilSession, start: Start
) -> None:
    dated = today().replace(day=1)
    with transaction():
        enter_number(invitation_to("mon"), "7-1/300-вн", dated, BY, clock.now())

    start(official=True)

    (paper,) = session().scalars(select(OutgoingPaper).where(OutgoingPaper.invitation == invitation_to("mon")))
    text = words_of(read_digest(paper.pdf_sha256 or ""))
    assert "№ 7-1/300-вн" in text
    assert f"{dated.day} " in text
    assert sorted(register(council_session)) == ["01-15/1", "01-15/2", "01-15/3", "7-1/300-вн"]
    with transaction():
        withdraw_number(invitation_to("mon"), BY, clock.now())
    assert "7-1/300-вн" in register(council_session), "what a paper bears stays taken"


def test_a_body_that_leaves_the_list_leaves_no_number_behind(council_session: CouncilSession) -> None:
    with transaction():
        enter_number(invitation_to("mon"), "7-1/300", today(), BY, clock.now())
        remove_invitation(invitation_to("mon"), BY, clock.now())

    assert session().scalars(select(OutgoingNumber)).all() == []


def test_the_office_enters_a_number_and_what_is_wrong_stands_beside_the_field(
    sent: Campaign, council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.ORGANIZER)
    body = invitation_to("mon").public_id
    page = browser.get(f"{PLACE}/invitations/{body}?lang=en")
    assert f"{PLACE}/invitations/{body}/outgoing-number" in page.links
    page = browser.get(f"{PLACE}/invitations/{body}/outgoing-number")

    taken = browser.submit(page, "", number="01-15/ 2", dated=today().isoformat())
    undated = browser.submit(page, "", number="9/7", dated="")
    long_ago = browser.submit(page, "", number="9/7", dated="1998-02-03")

    assert taken.status == undated.status == long_ago.status == 422
    assert "no number is given twice" in taken.text
    assert taken.form("")["number"] == "01-15/ 2"
    assert "Enter the date." in undated.text
    assert undated.form("")["number"] == "9/7"
    assert "Enter a date of this year" in long_ago.text
    assert long_ago.form("")["dated"] == "1998-02-03"

    browser.submit(page, "", number="9/7", dated=today().isoformat())
    corrected = browser.get(f"{PLACE}/invitations/{body}/outgoing-number")
    assert corrected.form("")["number"] == "9/7"
    saved = browser.submit(corrected, "", number="9/8")
    assert "9/8" in saved.text
    assert set(register(council_session)) == {"9/8", *(f"01-15/{number}" for number in range(1, 5))}
    browser.submit(browser.get(f"{PLACE}/invitations/{body}/outgoing-number"), "", number="")
    assert "9/8" not in register(council_session)


def test_the_letterhead_says_which_number_comes_next_and_sets_the_counter(
    sent: Campaign, council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get(f"{PLACE}/mailings/letterhead?lang=en")
    assert "The next official letter gets the number 01-15/5." in page.text

    refused = browser.submit(page, "", count_from="3")
    wrong = browser.submit(page, "", count_from="many")
    saved = browser.submit(page, "", count_from="120", numbering="continuous")

    assert "The next number is 5 already." in refused.text
    assert refused.form("")["count_from"] == "3"
    assert "Enter a whole number." in wrong.text
    assert wrong.form("")["count_from"] == "many"
    assert "The next official letter gets the number 01-15/120." in saved.text
    assert saved.form("")["numbering"] == "continuous"


def test_the_register_is_found_read_searched_and_taken_out_by_those_who_may(
    sent: Campaign, council_session: CouncilSession, browser: Browser
) -> None:
    with transaction():
        invitation_to("mon").body.name = Translated(kk="=Министрлік", ru="=Министерство", en="=Ministry")
        invitation_to("mon").body.search_key = "министерство"
    sign_in(browser, council_session.council, Role.AUDITOR)
    assert f"{REGISTER}?session=2026-11-23" in browser.get(f"{PLACE}/mailings/?lang=en").links
    assert REGISTER in browser.get("/office/").links
    page = browser.get(f"{REGISTER}?q=министерство")
    (link,) = [link for link in page.links if link.endswith(".pdf")]
    own = select(CampaignRecipient.pdf_sha256).where(CampaignRecipient.invitation == invitation_to("mon"))
    digest = session().scalars(own).one() or ""
    assert browser.request("GET", link).data == read_digest(digest)
    assert "export" not in page.html
    assert "01-15/3" in browser.get(f"{REGISTER}?q=01-15/3&state=waiting&session=2026-11-23").text
    assert "Nothing found" in browser.get(f"{REGISTER}?q=01-15/3&state=sent").text
    assert "Nothing found" in browser.get(f"{REGISTER}?session=2020-01-01").text

    sign_in(browser, council_session.council, Role.ORGANIZER)
    page = browser.get(REGISTER)
    csv_file, xlsx_file = (browser.submit_for_bytes(page, f"export.{kind}") for kind in ("csv", "xlsx"))
    lines = list(csv.reader(StringIO(csv_file.decode("utf-8-sig")), delimiter=";"))
    sheet = load_workbook(BytesIO(xlsx_file)).active
    assert [line[1] for line in lines] == ["Outgoing number", *(f"01-15/{number}" for number in range(1, 5))]
    assert "'=Ministry" in {line[3] for line in lines}
    assert sheet is not None
    assert "=Ministry" in {row[3] for row in sheet.iter_rows(values_only=True)}
    assert {cell.data_type for cell in sheet["D"]} == {"s"}
    assert len(session().scalars(select(JournalEntry).filter_by(event="OutgoingLettersExported")).all()) == 2


def test_the_register_is_closed_to_those_who_may_not_read_it(
    sent: Campaign, council_session: CouncilSession, browser: Browser
) -> None:
    paper = session().scalars(select(OutgoingPaper)).first()
    assert paper is not None
    with transaction():
        other = a_council("other")
    sign_in(browser, council_session.council, Role.PRESS)
    assert browser.request("GET", REGISTER).status_code == 403
    assert browser.request("GET", f"{REGISTER}{paper.public_id}.pdf").status_code == 403
    sign_in(browser, other, Role.SECRETARY)
    assert browser.request("GET", REGISTER).status_code == 404
    assert browser.request("GET", f"/office/other/outgoing-letters/{paper.public_id}.pdf").status_code == 404


def test_numbers_for_many_bodies_are_pasted_looked_at_and_entered_all_or_none(
    sent: Campaign, council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.ORGANIZER)
    page = browser.get(f"{PLACE}/invitations/outgoing-numbers?lang=en")
    day = today().strftime("%d.%m.%Y")
    typed = (
        f"MON;9/1;{day}\nNOBODY;9/2;{day}\nAKM-0;01-15/1;{day}\nAKM-1;9/ 1;{day}\nAKM-2;9/3;soon\nMON;9/4;{day}\nNGO"
    )

    refused = browser.submit(page, "", numbers=typed, save="1")
    assert refused.status == 422
    assert [number for number in range(1, 9) if f"Line {number} (" in refused.text] == [2, 3, 4, 5, 6, 7]
    assert refused.form("")["numbers"] == typed.strip()
    assert "9/1" not in register(council_session)

    understood = browser.submit(page, "", numbers=f"mon\t9/1\t{day}\n\nAKM-1\t9/2\t{today().isoformat()}\n")
    assert "nothing is saved yet" in understood.text
    assert "9/1" not in register(council_session)
    changed = browser.submit(understood, "", save="1", numbers=f"MON;9/1;{day}\nAKM-1;9/7;{day}")
    assert "nothing is saved yet" in changed.text, "what was changed in the box has not been looked at"
    with transaction():
        enter_number(invitation_to("mon"), "9/5", today(), BY, clock.now())
    overtaken = browser.submit(understood, "", save="1")
    assert "nothing is saved yet" in overtaken.text, "somebody else entered another one for this body meanwhile"
    assert [number for number in register(council_session) if number.startswith("9/")] == ["9/5"]
    saved = browser.submit(overtaken, "", save="1")
    assert "2 numbers were entered." in saved.text
    assert {"9/1", "9/2"} <= set(register(council_session))

    table = browser.get(page.path)
    address, fields = filled_in(table, "", {})
    uploaded = {**fields, "file": (BytesIO(f"AKM-2;9/3-вн;{day}\r\n".encode("cp1251")), "list.csv")}
    assert "9/3-вн" in browser.post(address, uploaded).form("")["numbers"]
    workbook = {**fields, "file": (BytesIO(b"PK\3\4\0\0"), "list.xlsx")}
    assert "Save the table as CSV" in browser.post(address, workbook).text
    assert browser.post(address, {**fields, "numbers": "MON", "file": "no file"}).status == 422
