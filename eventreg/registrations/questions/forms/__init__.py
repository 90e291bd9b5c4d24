"""Answering the questions of a session, and building them."""
