"""Documents: bytes made from plain data. No database, no request; the same data gives the same bytes."""
