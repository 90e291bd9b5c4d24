"""Properties are tried without a time limit: the first call reads tables of CLDR or of phone numbers from disk."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
