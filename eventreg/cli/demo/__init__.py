"""`eventreg demo`: two believable sessions, built through the same actions that people use."""
