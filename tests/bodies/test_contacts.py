"""The contacts of a body: several, in order, each reachable."""

import pytest
from flask import Flask

from eventreg.bodies.actions import ContactDetails, add_contact
from eventreg.bodies.models import Body, ContactRank
from eventreg.bodies.queries import body_by_code
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council


def the_body(code: str) -> Body:
    body = body_by_code(code)
    assert body is not None
    return body


def test_contacts_stand_in_their_order_whenever_they_were_entered(app: Flask) -> None:
    with transaction():
        body = a_body("NGO-1")
        add_contact(body, ContactDetails(ContactRank.CHANCELLERY, email="office@ngo.example"), SYSTEM, NOW)
        add_contact(body, ContactDetails(ContactRank.SECOND, name="Б", phone="+77022617286"), SYSTEM, NOW)
        add_contact(body, ContactDetails(ContactRank.FIRST, name="А", email="a@ngo.example"), SYSTEM, NOW)

    with transaction():
        body = the_body("NGO-1")
        assert [contact.rank for contact in body.contacts] == list(ContactRank)
        assert body.contacts[1].phone == "+77022617286"


def test_a_contact_needs_an_address_or_a_phone(app: Flask) -> None:
    def add_unreachable() -> None:
        with transaction():
            add_contact(a_body(), ContactDetails(ContactRank.FIRST, name="А"), SYSTEM, NOW)

    with pytest.raises(Refusal, match="contact_unreachable"):
        add_unreachable()


def test_an_organizer_adds_changes_and_removes_a_contact(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        public_id = a_body("NGO-1").public_id
    sign_in(browser, council, Role.ORGANIZER)

    page = browser.get(f"/office/bodies/{public_id}/contacts/add?lang=en")
    page = browser.submit(page, "", name="Айгүл Ахметова", rank="second", phone="8 (702) 261-72-86", email="")

    assert "The contact was added." in page.text
    assert "+7 (702) 261-72-86" in page.text
    contact = the_body("NGO-1").contacts[0]
    path = f"/office/bodies/{public_id}/contacts/{contact.public_id}"
    page = browser.submit(browser.get(path), "", email="abai@қазақ.қаз", rank="first")
    contact = the_body("NGO-1").contacts[0]
    assert (contact.email, contact.phone, contact.place) == ("abai@қазақ.қаз", "+77022617286", 0)
    browser.submit(browser.get(path), "/remove")
    assert the_body("NGO-1").contacts == []


def test_an_address_at_which_no_letter_arrives_is_refused_beside_the_field(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        public_id = a_body("NGO-1").public_id
    sign_in(browser, council, Role.ORGANIZER)

    page = browser.get(f"/office/bodies/{public_id}/contacts/add?lang=en")
    page = browser.submit(page, "", name="Айгүл", email="қазақ@example.kz")

    assert page.status == 422
    assert "Write the part before the @ in Latin letters" in page.text
    assert page.form("")["email"] == "қазақ@example.kz"
    assert the_body("NGO-1").contacts == []


def test_a_contact_without_address_and_phone_is_refused_beside_the_field(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        public_id = a_body("NGO-1").public_id
    sign_in(browser, council, Role.ORGANIZER)

    page = browser.get(f"/office/bodies/{public_id}/contacts/add?lang=en")
    page = browser.submit(page, "", name="Айгүл")

    assert page.status == 422
    assert "Enter an e-mail address or a phone number." in page.text
    assert page.form("")["name"] == "Айгүл"


def test_the_contact_of_another_body_is_not_found(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        other = a_body("NGO-2").public_id
        contact = add_contact(
            a_body("NGO-1"), ContactDetails(ContactRank.FIRST, email="a@ngo.example"), SYSTEM, NOW
        ).public_id
    sign_in(browser, council, Role.ORGANIZER)

    assert browser.get(f"/office/bodies/{other}/contacts/{contact}").status == 404
