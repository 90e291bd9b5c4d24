"""The words of questions, in the reader's language."""

from eventreg.i18n import gettext as _


def question_refusals() -> dict[str, str]:
    """Sentences for what actions on questions and answers refuse."""
    return {
        "questions_are_fixed": _("Questions can no longer be changed: the session is over."),
        "question_name_taken": _("Another question of this session has the name %(name)s already."),
        "question_kind_is_fixed": _("The kind of answer can no longer be changed, since somebody has answered."),
        "question_hangs_forward": _("A question must stand after the one that it depends on."),
        "question_is_needed": _("Another question depends on this one. Change that one first."),
        "condition_stays_behind": _(
            "What some of these questions depend on is not copied. Choose that too, or tick below."
        ),
        "choice_is_fuller": _("More people have chosen this already: %(taken)s."),
        "choice_is_full": _("This choice has just become full. Please choose another one."),
        "upload_is_gone": _("The file did not stay. Please send it once more."),
    }
