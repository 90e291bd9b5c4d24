"""Consent to the council's text on personal data, and the requests for erasure that follow when it is taken back."""
