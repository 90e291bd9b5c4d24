"""The one field of the door."""

from eventreg.core.forms import Form, LineField, required
from eventreg.i18n import lazy_gettext


class ArrivalForm(Form):
    """What was scanned or typed; 300 characters hold a pass in any layout."""

    text = LineField(
        lazy_gettext("Scan a pass, or type a code or a name"),
        [required(lazy_gettext("Scan a pass, or type a code or a name."))],
        length=300,
        render_kw={
            "autofocus": True,
            "autocomplete": "off",
            "autocapitalize": "off",
            "spellcheck": "false",
            "enterkeyhint": "go",
        },
    )
