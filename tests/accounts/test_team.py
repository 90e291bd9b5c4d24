"""The team: inviting staff, giving roles, deactivating."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.accounts.actions import Roles, change_roles, deactivate_staff, invite_staff, name_admin, roles_of
from eventreg.accounts.models import StaffUser
from eventreg.accounts.queries import staff_by_email
from eventreg.core.actors import COMMAND_LINE, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.core.links import fill_marks
from eventreg.councils.models import Council
from eventreg.journal.queries import chain
from eventreg.mail.models import Letter
from tests.accounts.conftest import PASSWORD, Known, counted_statements, try_to_sign_in
from tests.browser import Browser, Page
from tests.cast import a_staff_user, sign_in
from tests.conftest import NOW
from tests.factories import a_council

SAULE = "saule@eventreg.example"


@pytest.fixture
def council(app: Flask) -> Council:
    with transaction():
        return a_council("rcc")


@pytest.fixture
def admin(app: Flask, browser: Browser) -> StaffUser:
    """The browser belongs to an administrator."""
    return sign_in(browser, None, is_admin=True)


def invite(browser: Browser, **changes: object) -> Page:
    fields = {"email": SAULE, "name": "Сәуле Ахметова", "language": "ru", **changes}
    return browser.submit(browser.get("/office/team/invite?lang=en"), "", **fields)


def test_an_invited_member_of_staff_sets_a_password_and_works(
    browser: Browser, other_browser: Browser, council: Council, admin: StaffUser
) -> None:
    page = invite(browser, roles_rcc=["secretary", "press"])

    letter = session().scalars(select(Letter)).one()
    mark = session().scalars(select(StaffUser).filter_by(email=SAULE)).one().link.mark
    assert page.path == "/office/team"
    assert "The invitation is on its way to saule@eventreg.example." in page.text
    assert (letter.kind, letter.recipient, letter.language) == ("staff_invitation", SAULE, "ru")
    assert letter.text.count(mark) == 1

    link = "/office/password/" + fill_marks(mark).rpartition("/")[2]
    other_browser.submit(other_browser.get(link), "", password=PASSWORD, password_again=PASSWORD)

    assert other_browser.get("/office/account?lang=en").status == 200
    assert other_browser.get("/office/team").status == 403
    assert roles_of(staff_by_email(SAULE) or admin).by_council == {
        council.public_id: frozenset({Role.SECRETARY, Role.PRESS})
    }


def test_what_administrators_do_is_journalled_with_ids_alone(
    browser: Browser, council: Council, admin: StaffUser
) -> None:
    invite(browser, roles_rcc=["secretary"])
    user = session().scalars(select(StaffUser).filter_by(email=SAULE)).one()
    page = browser.get(f"/office/team/{user.public_id}?lang=en")
    browser.submit(page, "", roles_rcc=["chair"], is_admin="y")
    browser.submit(page, "deactivate")
    browser.submit(browser.get(f"/office/team/{user.public_id}"), "reactivate")

    entries = list(chain())

    assert [entry.event for entry in entries] == [
        "StaffInvited", "PasswordLinkMade", "RolesChanged", "StaffDeactivated", "StaffReactivated",
    ]  # fmt: skip
    assert {(entry.object_id, entry.actor_id) for entry in entries} == {(user.public_id, admin.public_id)}
    assert entries[2].payload == {"is_admin": True, "roles": [f"{council.public_id}:chair"]}
    assert SAULE not in str([entry.payload for entry in entries])


def test_a_second_invitation_to_one_address_is_refused_and_keeps_what_was_typed(
    browser: Browser, council: Council, admin: StaffUser
) -> None:
    invite(browser)

    page = invite(browser, email=SAULE.upper(), name="Сәуле А.", roles_rcc=["chair"])

    assert page.status == 422
    assert "There is a member of staff with this e-mail address already." in page.text
    assert page.form("")["name"] == "Сәуле А."
    assert page.form("")["roles_rcc"] == "chair"


def test_an_invitation_without_a_name_says_what_to_enter(browser: Browser, admin: StaffUser) -> None:
    page = invite(browser, name=" ", email="not an address")

    assert page.status == 422
    assert "Enter the name." in page.text
    assert "Enter an e-mail address like name@example.kz." in page.text
    assert session().scalars(select(Letter)).all() == []


def test_a_forged_role_is_refused(browser: Browser, council: Council, admin: StaffUser) -> None:
    page = invite(browser, roles_rcc=["owner"])

    assert (page.status, "Choose from the list." in page.text) == (422, True)


def test_roles_are_given_and_taken_per_council(browser: Browser, council: Council, admin: StaffUser) -> None:
    with transaction():
        other = a_council("kns")
        user = a_staff_user(council, Role.SECRETARY)
    page = browser.get(f"/office/team/{user.public_id}?lang=en")

    browser.submit(page, "", roles_rcc=["translator", "press"], roles_kns=["auditor"])

    assert page.form("")["roles_rcc"] == "secretary"
    assert roles_of(user).by_council == {
        council.public_id: frozenset({Role.TRANSLATOR, Role.PRESS}),
        other.public_id: frozenset({Role.AUDITOR}),
    }


def test_the_last_active_admin_can_be_neither_deactivated_nor_demoted(browser: Browser, admin: StaffUser) -> None:
    with transaction():
        retired = name_admin("retired@eventreg.example", COMMAND_LINE, NOW)
        deactivate_staff(retired, COMMAND_LINE, NOW)
    page = browser.get(f"/office/team/{admin.public_id}?lang=en")

    deactivated = browser.submit(page, "deactivate")
    demoted = browser.submit(page, "", is_admin=None)

    for answer in (deactivated, demoted):
        assert "This is the last active administrator. Make somebody else an administrator first." in answer.text
    assert browser.get("/office/team").status == 200


def test_one_of_two_admins_can_be_deactivated(browser: Browser, other_browser: Browser, rustem: Known) -> None:
    try_to_sign_in(other_browser, rustem.email, PASSWORD)
    with transaction():
        name_admin("second@eventreg.example", COMMAND_LINE, NOW)
        user = staff_by_email(rustem.email)
        assert user is not None

        deactivate_staff(user, COMMAND_LINE, NOW)

    assert other_browser.get("/office/team").status == 401
    assert try_to_sign_in(browser, rustem.email, PASSWORD).status == 422


def test_two_admins_cannot_deactivate_each_other(app: Flask) -> None:
    with transaction():
        first = name_admin("first@eventreg.example", COMMAND_LINE, NOW)
        second = name_admin("second@eventreg.example", COMMAND_LINE, NOW)
        deactivate_staff(first, COMMAND_LINE, NOW)

    with pytest.raises(Refusal, match="last_admin"), transaction():
        change_roles(second, Roles(), COMMAND_LINE, NOW)


def test_a_new_link_kills_the_former_one(
    browser: Browser, other_browser: Browser, council: Council, admin: StaffUser
) -> None:
    with transaction():
        user = invite_staff(SAULE, "Сәуле", "kk", Roles(), COMMAND_LINE, NOW)
        former = "/office/password/" + user.link.token
    page = browser.get(f"/office/team/{user.public_id}?lang=en")

    sent = browser.submit(page, "send-link")

    latest = "/office/password/" + user.link.token
    assert "A new link is on its way; the former one no longer works." in sent.text
    assert [other_browser.get(former).status, other_browser.get(latest).status] == [410, 200]
    assert len(session().scalars(select(Letter)).all()) == 2


def test_no_link_goes_to_somebody_who_is_deactivated(app: Flask, browser: Browser, admin: StaffUser) -> None:
    with transaction():
        user = invite_staff(SAULE, "Сәуле", "kk", Roles(), COMMAND_LINE, NOW)
    page = browser.get(f"/office/team/{user.public_id}?lang=en")
    browser.submit(page, "deactivate")

    answer = browser.submit(page, "send-link")

    assert "Reactivate this person first; then a link can be sent." in answer.text
    assert len(session().scalars(select(Letter)).all()) == 1


@pytest.mark.parametrize("role", list(Role))
def test_nobody_but_an_admin_sees_or_changes_the_team(app: Flask, browser: Browser, role: Role) -> None:
    with transaction():
        council = a_council()
        other = a_staff_user(None, is_admin=True)
    sign_in(browser, council, role)
    token = browser.get("/office/account").form("")["csrf_token"]
    own = f"/office/team/{other.public_id}"

    statuses = {browser.get(path).status for path in ("/office/team", "/office/team/invite", own)}
    statuses |= {
        browser.post(path, {"csrf_token": token, "is_admin": "y"}).status
        for path in ("/office/team/invite", own, f"{own}/deactivate", f"{own}/reactivate", f"{own}/send-link")
    }

    assert statuses == {403}
    assert session().scalars(select(StaffUser.is_active)).all() == [True, True]


def test_somebody_unknown_is_not_found(app: Flask, browser: Browser, admin: StaffUser) -> None:
    assert browser.get("/office/team/nobody").status == 404


def test_the_list_costs_as_many_queries_for_three_as_for_one(
    browser: Browser, council: Council, admin: StaffUser
) -> None:
    counts = []
    for number in range(3):
        with transaction():
            roles = Roles(by_council={council.public_id: frozenset({Role.CHAIR, Role.PRESS})})
            invite_staff(f"staff-{number}@eventreg.example", f"Қызметкер {number}", "kk", roles, COMMAND_LINE, NOW)
        with counted_statements() as statements:
            browser.get("/office/team")
        counts.append(len([statement for statement in statements if statement.startswith("SELECT")]))

    assert counts == [counts[0]] * 3


def test_the_list_stands_in_kazakh_order_with_the_deactivated_last(
    browser: Browser, council: Council, admin: StaffUser
) -> None:
    with transaction():
        for number, name in enumerate(("Яна", "Әсел", "Ақан", "Қанат", "Кәмила")):
            invite_staff(f"staff-{number}@eventreg.example", name, "kk", Roles(), COMMAND_LINE, NOW)
        deactivate_staff(staff_by_email("staff-2@eventreg.example") or admin, COMMAND_LINE, NOW)

    page = browser.get("/office/team?lang=kk")

    order = re.findall(r'<a href="/office/team/[^"]+">([^<]+)</a>', page.html)
    assert order == ["Әсел", "Кәмила", "Қанат", "Рустем Әлиев", "Яна", "Ақан"]
