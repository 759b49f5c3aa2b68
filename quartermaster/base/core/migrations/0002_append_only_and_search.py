"""Triggers that keep history, and the search index of each database."""

from django.db import migrations

from quartermaster.base.core.append_only import append_only

POSTGRESQL = """
ALTER TABLE core_searchentry ADD COLUMN vector tsvector
  GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED;
CREATE INDEX core_searchentry_vector ON core_searchentry USING gin (vector);
"""
SQLITE = (
    """CREATE VIRTUAL TABLE core_searchentry_fts USING fts5(
         tokens, content='core_searchentry', content_rowid='id', tokenize='unicode61')""",
    """CREATE TRIGGER core_searchentry_added AFTER INSERT ON core_searchentry BEGIN
         INSERT INTO core_searchentry_fts(rowid, tokens) VALUES (new.id, new.tokens); END""",
    """CREATE TRIGGER core_searchentry_removed AFTER DELETE ON core_searchentry BEGIN
         INSERT INTO core_searchentry_fts(core_searchentry_fts, rowid, tokens)
         VALUES ('delete', old.id, old.tokens); END""",
    """CREATE TRIGGER core_searchentry_changed AFTER UPDATE OF tokens ON core_searchentry BEGIN
         INSERT INTO core_searchentry_fts(core_searchentry_fts, rowid, tokens)
         VALUES ('delete', old.id, old.tokens);
         INSERT INTO core_searchentry_fts(rowid, tokens) VALUES (new.id, new.tokens); END""",
)


def index(_apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        for statement in [POSTGRESQL] if postgresql else SQLITE:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        append_only("core_audit"),
        append_only("core_auditseal"),
        append_only("core_comment"),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]
