"""One body's invitation to a session: mailing, seats, the body's page."""
