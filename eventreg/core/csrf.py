"""Protection of every POST against forgery; a view without any effect may be exempt, with a reason."""

from collections.abc import Callable
from typing import TypeVar

from flask_wtf.csrf import CSRFProtect

View = TypeVar("View", bound=Callable[..., object])
csrf = CSRFProtect()


def exempt_from_csrf(view: View) -> View:
    """Marks a view that takes a POST from anywhere."""
    csrf.exempt(view)
    return view
