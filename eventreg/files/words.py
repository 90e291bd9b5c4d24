"""Sentences for files that are not kept."""

from eventreg.i18n import gettext as _


def file_refusals() -> dict[str, str]:
    return {
        "file_is_empty": _("The file is empty. Choose another one."),
        "file_is_too_large": _("The file is too large. It may have %(megabytes)s MB at most."),
        "file_type_not_allowed": _(
            "Choose a PDF, PowerPoint, Word or Excel file without macros, or a JPEG or PNG picture."
        ),
        "photo_type_not_allowed": _("Choose a photo: a JPEG, PNG or WebP picture."),
        "photo_is_damaged": _("This picture cannot be read. Choose another one."),
        "photo_is_too_large": _("This picture has too many pixels. Choose a smaller one."),
    }
