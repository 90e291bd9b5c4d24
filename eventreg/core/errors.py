"""What a person may be told when something cannot be done."""


class Refusal(Exception):
    """An action refuses for a reason that a person may know.

    `reason` is a code such as `seats_taken`; `core.pages.refusal_sentence` turns it into a sentence in the
    reader's language, filled with `facts`. The transaction in which it is raised is rolled back.
    """

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts
