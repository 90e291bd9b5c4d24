"""The kinds of letters to people, and what later ones to the same person do to each.

How a person stands, the latest letter says; what asks or confirms does not go any more once one says that it ended.
"""

from eventreg.mail.outdated import LaterLetters
from eventreg.sessions.news import CALLED_OFF, NEWS

CONFIRMED, LINK, READDRESSED = "registration_confirmed", "registration_link", "registration_readdressed"
ASKING_TO_CONFIRM = ("registration_nominated", "registration_offered")
ASKING = (*ASKING_TO_CONFIRM, "registration_waiting")  # for an answer, or for patience
TAKING_PART = (*ASKING, CONFIRMED)  # in a session that takes place
ENDING = tuple(f"registration_{state}" for state in ("withdrawn", "replaced", "rejected", "lapsed"))
SAYING_HOW = (*TAKING_PART, *ENDING, *NEWS)  # how the person stands: the latest of these holds

_NOT_THEN = (*ENDING, *CALLED_OFF)  # the person does not take part, or the session does not take place, on that day
_TELLING = (*SAYING_HOW, LINK)  # all but the one to a former address, which tells the person nothing
LATER_LETTERS = {
    **dict.fromkeys(
        ASKING,
        LaterLetters(outdated_by=SAYING_HOW, taken_back_by=(*TAKING_PART, *_NOT_THEN), made_good_by=_TELLING),
    ),
    CONFIRMED: LaterLetters(outdated_by=SAYING_HOW, taken_back_by=_NOT_THEN, made_good_by=_TELLING),
    LINK: LaterLetters(taken_back_by=_NOT_THEN, made_good_by=_TELLING),
    **dict.fromkeys((*ENDING, *NEWS), LaterLetters(outdated_by=SAYING_HOW, made_good_by=_TELLING)),
    # the entry may stand in that calendar again
    READDRESSED: LaterLetters(outdated_by=SAYING_HOW, at_same_address=True, made_good_by=_TELLING),
}
