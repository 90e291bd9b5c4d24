"""Forms about publishing and verifying."""

from wtforms import FileField

from eventreg.core.forms import Form, LineField
from eventreg.i18n import lazy_gettext


class PublishForm(Form):
    """What readers of a correction are told; a first version needs nothing."""

    note = LineField(lazy_gettext("What the new version corrects"), length=500)


class VerifyForm(Form):
    """A file or its SHA-256. Nothing is stored, so no cookie is set for a token either."""

    class Meta:
        csrf = False  # a computation without effect; a token would set a cookie on a public page

    file = FileField(lazy_gettext("File"))
    sha256 = LineField(lazy_gettext("SHA-256 of the file"), length=200)
