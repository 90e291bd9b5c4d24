"""Limits on how often somebody may ask; per process, or shared where REDIS_URL is set."""

from flask import Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, headers_enabled=True)

WRONG_LINKS = "30 per minute"  # tries with unknown tokens from one address
UNKNOWN = (404, 410)  # what a link that opens nothing gets
SIGN_INS = "20 per minute"


def _was_wrong(response: Response) -> bool:
    return response.status_code in UNKNOWN


# For views that open a personal link; links that open something are not counted.
limit_wrong_links = limiter.limit(WRONG_LINKS, deduct_when=_was_wrong)
