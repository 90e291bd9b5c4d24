"""Whether the database's schema is the one that this release knows."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from eventreg.core.db import db
from eventreg.paths import resource


def schema_is_behind() -> bool:
    """True when migrations are waiting (or the database was never set up)."""
    newest = ScriptDirectory(str(resource("migrations"))).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() != newest
