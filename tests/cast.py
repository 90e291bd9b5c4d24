"""The cast: named members of staff who sign in without typing a password.

Sáule is the secretary, Marat the organizer, Timur the chair, Dana stands at the door, Olga is the auditor,
Rustem the administrator; Nurlan works for another council.
"""

from eventreg.accounts.models import RoleGrant, StaffSession, StaffUser
from eventreg.core import clock
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.councils.models import Council
from tests.browser import Browser

NAMES = {
    Role.SECRETARY: "Сәуле Ахметова",
    Role.ORGANIZER: "Марат Жүнісов",
    Role.CHAIR: "Тимур Оспанов",
    Role.DOOR: "Дана Ким",
    Role.AUDITOR: "Ольга Петрова",
    Role.PRESS: "Асель Нұрланова",
    Role.TRANSLATOR: "Гүлнар Сапарова",
}


def a_staff_user(council: Council | None, *roles: Role, is_admin: bool = False) -> StaffUser:
    """A member of staff with these roles in the council; adds it in the present transaction."""
    name = NAMES[roles[0]] if roles else "Рустем Әлиев"
    email = f"{'-'.join(roles) or 'admin'}-{council.slug if council else 'all'}@eventreg.example"
    user = StaffUser(email=email, name=name, language="en", is_admin=is_admin)
    user.renew_link()
    user.revoke_link()
    if council:
        user.role_grants = [RoleGrant(council=council, role=role) for role in roles]
    session().add(user)
    session().flush()
    return user


def sign_in(browser: Browser, council: Council | None, *roles: Role, is_admin: bool = False) -> StaffUser:
    """From now on the browser is signed in as a member of staff with these roles.

    Needs an application context (the `app` fixture); opens a transaction of its own.
    """
    with transaction() as current:
        user = a_staff_user(council, *roles, is_admin=is_admin)
        staff_session = StaffSession(staff_user=user, started_at=clock.now(), device="test")
        current.add(staff_session)
        current.flush()
        public_id = staff_session.public_id
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = public_id
        cookie["_fresh"] = True
    return user
