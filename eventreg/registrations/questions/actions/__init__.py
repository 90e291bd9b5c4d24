"""Asking and answering."""
