"""The words of travel and meals, in the reader's language."""

from eventreg.i18n import gettext as _
from eventreg.logistics.models import Meal


def meal_words() -> dict[Meal, str]:
    """What somebody eats."""
    return {
        Meal.USUAL: _("Usual meals"),
        Meal.VEGETARIAN: _("Vegetarian"),
        Meal.DIABETIC: _("For diabetics"),
        Meal.NONE: _("No meals"),
    }


def logistics_refusals() -> dict[str, str]:
    """Sentences for what actions on travel refuse."""
    return {"travel_not_asked": _("Travel and hotel can no longer be stated here. Please speak to the secretariat.")}
