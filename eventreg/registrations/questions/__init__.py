"""The questions of a session: what the organizer asks, in versions, and what people answered."""
