"""eventreg runs the life of a council session, in Kazakh, Russian and English.

The packages below stand in one order (`docs/architecture.md`); imports point downwards only.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("eventreg")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0"
