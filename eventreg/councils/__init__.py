"""Councils, their regulations and their members."""
