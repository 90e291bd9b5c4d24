"""Importing bodies, people and registrations from XLSX and CSV: read, checked, previewed, carried out, undone."""
