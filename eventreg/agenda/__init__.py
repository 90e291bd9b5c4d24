"""Agenda items, speakers, computed times and immutable releases."""
