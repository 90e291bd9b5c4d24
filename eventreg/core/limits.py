"""Limits on how often somebody may ask; per process, or shared where REDIS_URL is set."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, headers_enabled=True)

WRONG_LINKS = "30 per minute"  # tries with unknown tokens from one address
SIGN_INS = "20 per minute"
