"""What forms refuse because no paper can show it."""

from wtforms import Field, Form

from eventreg.core.forms import invalid
from eventreg.documents.characters import not_drawn
from eventreg.i18n import gettext as _

MOST_NAMED = 10


def printable(form: Form, field: Field) -> None:
    """Refuses signs that would stand as squares on a signed paper, and names them."""
    if signs := not_drawn(field.data or ""):
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs[:MOST_NAMED])
        raise invalid(_("These signs cannot be printed on paper: %(signs)s. Replace them.", signs=named))
