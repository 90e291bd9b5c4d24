"""The public form."""

from eventreg.bodies.actions import PersonDetails
from eventreg.core.fields import EmailField
from eventreg.core.forms import LineField, required
from eventreg.i18n import lazy_gettext
from eventreg.registrations.forms import PersonForm

POST_LENGTH = 95  # with the organisation and a comma at most one line of 200


class ApplicationForm(PersonForm):
    """Who wants to take part; `organisation` is a plain text, since it is no body of the registry."""

    organisation = LineField(
        lazy_gettext("Organisation"), [required(lazy_gettext("Enter your organisation."))], length=POST_LENGTH
    )
    post = LineField(lazy_gettext("Post"), length=POST_LENGTH)
    email = EmailField(lazy_gettext("E-mail"), [required(lazy_gettext("Enter the e-mail address."))])

    def details(self) -> PersonDetails:
        """What was entered; the organisation stands behind the post."""
        own = vars(self.person_details(str(self.email.data)))
        post = ", ".join(part for part in (self.post.data, self.organisation.data) if part)
        return PersonDetails(**{**own, "post": post})
