"""Reading what comes back: bytes from anywhere become an `Incoming`, whatever they are. No table is touched here."""
