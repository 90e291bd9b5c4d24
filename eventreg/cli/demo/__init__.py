"""`eventreg demo`: three believable sessions, built through the same actions that people use."""
