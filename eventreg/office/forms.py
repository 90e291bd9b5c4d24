"""Forms of the staff's desk."""

from wtforms import FileField
from wtforms.validators import InputRequired

from eventreg.core.forms import Form
from eventreg.i18n import lazy_gettext


class BundleForm(Form):
    """A bundle to import."""

    bundle = FileField(
        lazy_gettext("Bundle (JSON)"),
        [InputRequired(lazy_gettext("Choose a file."))],
        render_kw={"accept": ".json,application/json"},
    )
