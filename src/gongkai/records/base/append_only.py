"""The database itself refuses to change what is only ever added, whoever asks: triggers on SQLite and PostgreSQL.

Installed by a migration, and again after every migrate: SQLite rebuilds a table to alter it and forgets its triggers.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# table → what is refused
TABLES: dict[str, tuple[str, ...]] = {
    "base_logentry": ("UPDATE", "DELETE"),
    "base_logseal": ("UPDATE", "DELETE"),
    "base_actkey": ("UPDATE", "DELETE"),
    "base_number": ("DELETE",),
}
_FUNCTION = """
CREATE OR REPLACE FUNCTION gongkai_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql
"""


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


def _events(connection: BaseDatabaseWrapper, table: str) -> tuple[str, ...]:
    return (*TABLES[table], "TRUNCATE") if connection.vendor == "postgresql" else TABLES[table]


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts every trigger in place whose table exists. Doing it again changes nothing."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in TABLES:
            for event in _events(connection, table) if table in there else ():
                name = _name(table, event)
                if connection.vendor == "postgresql":
                    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                    cursor.execute(
                        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                        f"FOR EACH {each} EXECUTE FUNCTION gongkai_append_only()"
                    )
                else:
                    cursor.execute(
                        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                    )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers away: for migrating backwards, and for tests that empty the tables."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in TABLES:
            for event in _events(connection, table) if table in there else ():
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should be there and are not, by name."""
    wanted = {_name(table, event) for table in TABLES for event in _events(connection, table)}
    source = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(source)
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    install(schema_editor.connection)


def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    remove(schema_editor.connection)
