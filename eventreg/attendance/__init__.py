"""Who is in the room: presence, head-count, quorum."""
