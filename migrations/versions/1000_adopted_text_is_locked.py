"""Adopted text and publications are locked by the database itself, for everybody.

Triggers refuse what no action does: changing, adding or removing clauses, addressees and revisions of adopted
recommendations; changing anything but the state of the recommendations, or taking the state back; changing or
removing a publication. A later migration that rebuilds one of these tables on SQLite (batch mode) loses the table's
triggers and must create them again; `tests/recommendations/test_lock.py` watches over that. Restoring a backup row by
row into PostgreSQL needs `ALTER TABLE … DISABLE TRIGGER USER` meanwhile.
"""

from alembic import op

revision = "1000"
down_revision = "0014"

LOCKED = "('adopted', 'published', 'superseded')"
MESSAGE = "adopted text is locked"
RELEASED = "a publication never changes"
REFUSE = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation';"  # as SQLite's RAISE(ABORT) does
# table → whose recommendations: an expression over the row {row}
PARTS = {
    "clause": "{row}.recommendations_id",
    "clause_addressee": "(SELECT recommendations_id FROM clause WHERE id = {row}.clause_id)",
    "clause_revision": "(SELECT recommendations_id FROM clause WHERE id = {row}.clause_id)",
}
KEPT = (
    "council_session_id",
    "preamble",
    "version",
    "tabled_at",
    "adopted_at",
    "quorum_snapshot_id",
    "adopted_text",
    "adopted_sha256",
    "public_id",
)
RELEASES = ("publication", "published_file")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _lock_postgresql()
    else:
        _lock_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in (*PARTS, "recommendations", *RELEASES):
            op.execute(f"DROP TRIGGER {table}_locked ON {table}")
            op.execute(f"DROP FUNCTION {table}_locked()")
        return
    for table in PARTS:
        for when in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER {table}_locked_{when}")
    for table in ("recommendations", *RELEASES):
        for when in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_locked_{when}")


def _is_locked(owner: str, row: str) -> str:
    return f"EXISTS (SELECT 1 FROM recommendations WHERE id = {owner.format(row=row)} AND state IN {LOCKED})"  # noqa: S608  # constants of this file


def _lock_sqlite() -> None:
    for table, owner in PARTS.items():
        old, new = _is_locked(owner, "OLD"), _is_locked(owner, "NEW")
        _sqlite_trigger(table, "insert", new, MESSAGE)
        _sqlite_trigger(table, "update", f"{old} OR {new}", MESSAGE)
        _sqlite_trigger(table, "delete", old, MESSAGE)
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in KEPT)
    taken_back = f"NEW.state NOT IN {LOCKED} OR (OLD.state <> 'adopted' AND NEW.state = 'adopted')"
    _sqlite_trigger("recommendations", "update", f"OLD.state IN {LOCKED} AND ({taken_back} OR {changed})", MESSAGE)
    _sqlite_trigger("recommendations", "delete", f"OLD.state IN {LOCKED}", MESSAGE)
    for table in RELEASES:
        _sqlite_trigger(table, "update", "1", RELEASED)
        _sqlite_trigger(table, "delete", "1", RELEASED)


def _sqlite_trigger(table: str, when: str, condition: str, message: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_locked_{when} BEFORE {when.upper()} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _lock_postgresql() -> None:
    refuse = REFUSE.format(MESSAGE)
    for table, owner in PARTS.items():
        body = (
            f"IF TG_OP <> 'INSERT' AND {_is_locked(owner, 'OLD')} THEN {refuse} END IF; "
            f"IF TG_OP <> 'DELETE' AND {_is_locked(owner, 'NEW')} THEN {refuse} END IF; "
        )
        _postgresql_trigger(table, "INSERT OR UPDATE OR DELETE", body)
    whole = (
        f"IF OLD.state IN {LOCKED} THEN IF TG_OP = 'DELETE' THEN {refuse} END IF; "
        f"IF NEW.state NOT IN {LOCKED} OR (OLD.state <> 'adopted' AND NEW.state = 'adopted') "
        f"OR (to_jsonb(NEW) - 'state') IS DISTINCT FROM (to_jsonb(OLD) - 'state') THEN {refuse} END IF; END IF; "
    )
    _postgresql_trigger("recommendations", "UPDATE OR DELETE", whole)
    for table in RELEASES:
        _postgresql_trigger(table, "UPDATE OR DELETE", f"{REFUSE.format(RELEASED)} ")


def _postgresql_trigger(table: str, when: str, body: str) -> None:
    passed = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    op.execute(f"CREATE FUNCTION {table}_locked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}{passed} END $$")
    op.execute(f"CREATE TRIGGER {table}_locked BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_locked()")
