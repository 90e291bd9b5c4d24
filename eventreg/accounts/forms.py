"""Forms for signing in, passwords, one's own account and the team."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from wtforms import BooleanField, Field, HiddenField, PasswordField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from eventreg.accounts.actions import Roles, roles_of
from eventreg.accounts.models import StaffUser
from eventreg.accounts.passwords import is_right_password
from eventreg.accounts.rules import password_fault
from eventreg.accounts.words import account_refusals, role_hints, role_words
from eventreg.core.actors import Role
from eventreg.core.fields import EmailField
from eventreg.core.forms import Form, LineField, invalid, required
from eventreg.councils.models import Council
from eventreg.i18n import current_language, lazy_gettext
from eventreg.i18n.languages import ENDONYMS

EMAIL = {"type": "email", "autocomplete": "username", "spellcheck": "false"}
# Any: the stubs of WTForms do not know this argument yet
FROM_THE_LIST: dict[str, Any] = {"invalid_choice_message": lazy_gettext("Choose from the list.")}
NEW_PASSWORD = {"autocomplete": "new-password"}
PRESENT_PASSWORD = {"autocomplete": "current-password"}


class SignInForm(Form):
    """E-mail and password; `kept` carries a sealed form whose sign-in had expired."""

    email = LineField(lazy_gettext("E-mail"), [required(lazy_gettext("Enter your e-mail address."))], render_kw=EMAIL)
    password = PasswordField(
        lazy_gettext("Password"), [DataRequired(lazy_gettext("Enter your password."))], render_kw=PRESENT_PASSWORD
    )
    kept = HiddenField()

    @property
    def address(self) -> str:
        return str(self.email.data).lower()


class ForgottenForm(Form):
    """The address to which a new link goes."""

    email = EmailField(lazy_gettext("E-mail"), [required(lazy_gettext("Enter your e-mail address."))], render_kw=EMAIL)


class NewPasswordForm(Form):
    """A new password, twice, checked against the address of its owner."""

    password = PasswordField(
        lazy_gettext("New password"), [DataRequired(lazy_gettext("Enter a password."))], render_kw=NEW_PASSWORD
    )
    password_again = PasswordField(
        lazy_gettext("The same password again"),
        [DataRequired(lazy_gettext("Enter the password a second time."))],
        render_kw=NEW_PASSWORD,
    )

    def __init__(self, email: str) -> None:
        super().__init__()
        self.owner_email = email

    def validate_password(self, field: Field) -> None:
        fault = password_fault(field.data, self.owner_email)
        if fault:
            raise invalid(account_refusals()[fault])

    def validate_password_again(self, field: Field) -> None:
        if field.data != self.password.data:
            raise invalid(account_refusals()["passwords_differ"])


class ChangePasswordForm(NewPasswordForm):
    """A new password, asked for together with the present one."""

    present_password = PasswordField(
        lazy_gettext("Present password"),
        [DataRequired(lazy_gettext("Enter your present password."))],
        render_kw=PRESENT_PASSWORD,
    )

    def __init__(self, user: StaffUser) -> None:
        super().__init__(user.email)
        self.present_hash = user.password_hash

    def validate_present_password(self, field: Field) -> None:
        if not is_right_password(self.present_hash, field.data):
            raise invalid(account_refusals()["wrong_password"])


class AccountForm(Form):
    """One's own name and language."""

    name = LineField(
        lazy_gettext("Full name"), [required(lazy_gettext("Enter your name."))], render_kw={"autocomplete": "name"}
    )
    language = SelectField(lazy_gettext("Language of pages and letters"), choices=ENDONYMS, **FROM_THE_LIST)


class RolesForm(Form):
    """Administrator or not, and a group of checkboxes for each council; made by `roles_form`."""

    is_admin = BooleanField(lazy_gettext("Administrator: manages staff and settings, not the texts"))

    def roles(self, councils: Iterable[Council]) -> Roles:
        """What was ticked, as plain values."""
        ticked = {c.public_id: frozenset(map(Role, self[_group_of(c)].data)) for c in councils}
        return Roles(bool(self.is_admin.data), {council: roles for council, roles in ticked.items() if roles})


AnyRolesForm = TypeVar("AnyRolesForm", bound=RolesForm)


class InvitationForm(RolesForm):
    """A new member of staff."""

    email = EmailField(lazy_gettext("E-mail"), [required(lazy_gettext("Enter the e-mail address."))])
    name = LineField(lazy_gettext("Full name"), [required(lazy_gettext("Enter the name."))])
    language = SelectField(lazy_gettext("Language of pages and letters"), choices=ENDONYMS, **FROM_THE_LIST)

    def person(self) -> tuple[str, str, str]:
        """Address, name and language, as plain values."""
        return str(self.email.data), str(self.name.data), str(self.language.data)


def roles_form(base: type[AnyRolesForm], councils: Iterable[Council], user: StaffUser | None = None) -> AnyRolesForm:
    """A form of this class with checkboxes for the roles in each council, ticked where `user` holds them."""
    groups = {_group_of(council): _group(council) for council in councils}
    form: type[AnyRolesForm] = type(base.__name__, (base,), groups)
    return form(data=_ticked(councils, user) if user else None)


def role_groups(form: RolesForm, councils: Iterable[Council]) -> list[Field]:
    """The fields with the checkboxes, in the order of the councils."""
    return [form[_group_of(council)] for council in councils]


def _group_of(council: Council) -> str:
    return f"roles_{council.slug}"


def _group(council: Council) -> SelectMultipleField:
    hints = role_hints()
    choices = [SelectChoice(role.value, word, {"hint": hints[role]}) for role, word in role_words().items()]
    return SelectMultipleField(
        council.name.in_language(current_language()),
        choices=choices,
        **FROM_THE_LIST,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


def _ticked(councils: Iterable[Council], user: StaffUser) -> Mapping[str, object]:
    held = roles_of(user)
    groups = {_group_of(c): [role.value for role in held.by_council.get(c.public_id, ())] for c in councils}
    return {"is_admin": held.is_admin, **groups}
