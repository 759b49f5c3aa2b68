"""A table that only grows, said to the database and not only to ourselves."""

from __future__ import annotations

from django.db import migrations

POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
    """,
    """
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
    """,
)
SQLITE = (
    """
    CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
    """,
    """
    CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
    """,
)


def append_only(table: str) -> migrations.RunPython:
    """The migration operation that puts the triggers on `table`."""

    def forwards(_apps, schema_editor):
        for statement in POSTGRESQL if _is_postgresql(schema_editor) else SQLITE:
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(statement.format(table=table).replace("%%", "%"))

    def backwards(_apps, schema_editor):
        names = (
            [f"{table}_append_only ON {table}"]
            if _is_postgresql(schema_editor)
            else [f"{table}_no_update", f"{table}_no_delete"]
        )
        for name in names:
            schema_editor.execute(f"DROP TRIGGER {name}")

    return migrations.RunPython(forwards, backwards)


def _is_postgresql(schema_editor) -> bool:
    return schema_editor.connection.vendor == "postgresql"
