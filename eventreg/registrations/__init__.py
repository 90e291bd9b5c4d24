"""One person's participation in a session, with its pass and calendar entry."""
