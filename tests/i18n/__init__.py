"""Dates, numbers, names, order, search and phones in three languages."""
