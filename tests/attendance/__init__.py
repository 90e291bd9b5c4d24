"""The door, who is in, and the quorum."""
