"""The kinds of letters to bodies, and what later ones about the same invitation do to each."""

from eventreg.mail.outdated import LaterLetters
from eventreg.sessions.news import NEWS

INVITATION, REMINDER = "invitation", "reminder"
WITHDRAWN = "invitation_withdrawn"  # takes the invitation back
BRINGING = (INVITATION, "invitation_link", "invitation_renewed")  # the way to the body's page
SAYING_WHEN = (INVITATION, *NEWS)  # the session takes place, if it does: the latest of these holds

_TELLING = (*BRINGING, *NEWS, WITHDRAWN)  # each brings the link, or says what became of it or of the session
LATER_LETTERS = {
    **dict.fromkeys(SAYING_WHEN, LaterLetters(outdated_by=SAYING_WHEN, made_good_by=_TELLING)),
    **dict.fromkeys(("invitation_link", "invitation_renewed"), LaterLetters(made_good_by=_TELLING)),
    WITHDRAWN: LaterLetters(outdated_by=(WITHDRAWN,), made_good_by=_TELLING),
    REMINDER: LaterLetters(outdated_by=(REMINDER,), at_same_address=True),
}
