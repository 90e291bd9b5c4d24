"""Events, their announcement, and the hash-chained record of who did what."""
