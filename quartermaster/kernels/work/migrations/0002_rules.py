"""The dated rules that come with the program, not in force where no source was read."""

from django.db import migrations

from quartermaster.kernels.work.rules import RULES, SINCE


def bring(apps, _schema_editor):
    rule = apps.get_model("core", "Rule")
    for code, applies_to, value, source, mark in RULES:
        rule.objects.create(
            code=code, applies_to=applies_to, value=value, source=source, mark=mark, since=SINCE
        )


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial"), ("core", "0002_append_only_and_search")]

    operations = [migrations.RunPython(bring, migrations.RunPython.noop)]
