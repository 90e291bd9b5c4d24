"""Forms about admitting people to a session."""

from flask import request
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from eventreg.core.forms import Form, TextField
from eventreg.i18n import gettext as _
from eventreg.i18n import lazy_gettext
from eventreg.registrations.actions.admission import AdmissionRules
from eventreg.registrations.forms import REASON_LENGTH
from eventreg.registrations.models import Overflow, ParticipantRole
from eventreg.registrations.words import overflow_words, role_words

MOST_HOURS = 720


class AdmissionForm(Form):
    """The settings of one session."""

    overflow = RadioField(lazy_gettext("When a body names more people than there are seats or places"))
    approved_roles = SelectMultipleField(
        lazy_gettext("The secretariat approves"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    bodies_confirm = BooleanField(lazy_gettext("A body may confirm for its people"))
    offers_by_itself = BooleanField(lazy_gettext("Offer free places to the waiting list at once"))
    offer_hours = IntegerField(
        lazy_gettext("An offered place is held for so many hours"),
        [InputRequired(), NumberRange(1, MOST_HOURS, lazy_gettext("Enter a number from 1 to 720."))],
    )

    def __init__(self, rules: AdmissionRules) -> None:
        super().__init__(data={**vars(rules), "approved_roles": [role.value for role in rules.approved_roles]})
        self.overflow.choices = [(overflow.value, word) for overflow, word in overflow_words().items()]
        self.approved_roles.choices = [(role.value, word) for role, word in role_words().items()]

    def rules(self) -> AdmissionRules:
        return AdmissionRules(
            overflow=Overflow(self.overflow.data),
            bodies_confirm=bool(self.bodies_confirm.data),
            approved_roles=tuple(ParticipantRole(role) for role in self.approved_roles.data or ()),
            offers_by_itself=bool(self.offers_by_itself.data),
            offer_hours=self.offer_hours.data or 1,
        )


class DecisionForm(Form):
    """Why, for those chosen; needed to say no."""

    reason = TextField(lazy_gettext("Reason"), length=REASON_LENGTH)

    def chosen(self) -> list[str]:
        """Public ids, as they were ticked."""
        return request.form.getlist("person")

    def lacks_something(self, is_approved: bool) -> bool:
        """Says so where nobody is chosen, or somebody is rejected without a word."""
        if not self.chosen():
            self.form_errors.append(_("Choose at least one person."))
        if not is_approved and not self.reason.data:
            self.refuse("reason", _("Say in a few words why these people are not approved; the letter quotes it."))
        return bool(self.errors or self.form_errors)
